//! Which entries this till has written: those of its epoch, and of the epochs that led to it as far as they led.

use domain::Id;
use domain::entry::Fact;
use rusqlite::{Connection, OptionalExtension};

use crate::StoreError;
use crate::read::entries;

/// An epoch, and its last sequence that belongs to this till: what came after it was written by another life of it.
#[derive(Debug, Clone, Copy)]
pub struct Stretch {
    pub epoch_no: i64,
    pub last: i64,
}

/// The name of this till, which is that of its series.
pub fn till(conn: &Connection) -> Result<String, StoreError> {
    let till = conn.prepare_cached("select till from local_device")?.query_row([], |row| row.get(0)).optional()?;
    Ok(till.unwrap_or_default())
}

/// The newest first. Most tills have one.
pub fn stretches(conn: &Connection) -> Result<Vec<Stretch>, StoreError> {
    let newest = conn.prepare_cached("select epoch from local_device")?.query_row([], |row| row.get(0)).optional()?;
    let mut next = newest.map(|epoch_no| Stretch { epoch_no, last: i64::MAX });
    let mut found: Vec<Stretch> = Vec::new();
    while let Some(stretch) = next.filter(|next| found.iter().all(|known| known.epoch_no != next.epoch_no)) {
        found.push(stretch);
        next = before(conn, stretch.epoch_no)?;
    }
    Ok(found)
}

fn before(conn: &Connection, epoch_no: i64) -> Result<Option<Stretch>, StoreError> {
    let first = "select arrival from journal where epoch = ? and sequence = 1";
    let arrival: Option<i64> = conn.prepare_cached(first)?.query_row([epoch_no], |row| row.get(0)).optional()?;
    let entry = arrival.map(|arrival| entries::entry(conn, arrival)).transpose()?.flatten();
    let Some(Fact::EpochStarted(started)) = entry.map(|entry| entry.fact) else { return Ok(None) };
    let Some(parent) = started.parent else { return Ok(None) };
    Ok(number_of(conn, parent.epoch)?.map(|epoch_no| Stretch { epoch_no, last: parent.sequence }))
}

fn number_of(conn: &Connection, epoch: Id) -> Result<Option<i64>, StoreError> {
    Ok(conn.prepare_cached("select no from epochs where epoch = ?")?.query_row([epoch], |row| row.get(0)).optional()?)
}
