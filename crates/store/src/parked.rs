//! Entries that an older program could not understand, and this one can: projected late, in slices, while the till sells.
//!
//! Late is as good as in time (P1): a register compares stamps, a sum does not ask for an order, a document stands under its own arrival. The one
//! thing that looks at arrivals is a deferred projection's cursor, so what it has passed already is applied for this entry alone.

use std::time::Instant;

use rusqlite::{Connection, OptionalExtension, TransactionBehavior};

use crate::project::{Arrived, is_understood, project};
use crate::read::entries;
use crate::{KeyStore, StoreError, deferred};

/// Looks at each parked entry once an opening: what a program understands changes only with the program.
#[derive(Debug, Default)]
pub struct Unparking {
    looked_at: i64,
}

impl Unparking {
    /// Answers whether anything is left to look at.
    pub fn catch_up(&mut self, conn: &mut Connection, keys: &KeyStore, until: Instant) -> Result<bool, StoreError> {
        let mut looked_at = self.looked_at;
        if following(conn, looked_at)?.is_none() {
            return Ok(false);
        }
        let tx = conn.transaction_with_behavior(TransactionBehavior::Immediate)?;
        while let Some(next) = following(&tx, looked_at)?.filter(|_| Instant::now() < until) {
            look_at(&tx, next, keys)?;
            looked_at = next.0;
        }
        tx.commit()?;
        self.looked_at = looked_at;
        Ok(true)
    }
}

/// Arrival and epoch.
fn following(conn: &Connection, after: i64) -> Result<Option<(i64, i64)>, StoreError> {
    let sql =
        "select p.arrival, j.epoch from parked p join journal j on j.arrival = p.arrival where p.arrival > ? order by p.arrival limit 1";
    Ok(conn.prepare_cached(sql)?.query_row([after], |row| Ok((row.get(0)?, row.get(1)?))).optional()?)
}

fn look_at(conn: &Connection, (arrival, epoch_no): (i64, i64), keys: &KeyStore) -> Result<(), StoreError> {
    let Some(entry) = entries::entry(conn, arrival)?.filter(is_understood) else { return Ok(()) };
    conn.prepare_cached("delete from parked where arrival = ?")?.execute([arrival])?;
    project(conn, &Arrived { arrival, epoch_no, entry: &entry }, keys)?;
    deferred::late(conn, arrival)
}
