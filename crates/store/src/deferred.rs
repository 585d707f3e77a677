//! Deferred projections: caught up in short slices when the till is quiet. Each has a cursor into the journal's arrival order.

use std::time::{Duration, Instant};

use rusqlite::{Connection, TransactionBehavior};

use crate::StoreError;
use crate::project::{acts, stock};

struct Deferred {
    name: &'static str,
    /// Applies the entries after the first arrival, up to and including the second.
    apply: fn(&Connection, i64, i64) -> Result<(), StoreError>,
    /// Entries a transaction, so that none takes longer than a slice.
    batch: i64,
}

const ALL: [Deferred; 3] = [
    Deferred { name: "stock", apply: stock::sold, batch: 100 },
    Deferred { name: "days", apply: days, batch: 500 },
    Deferred { name: "acts", apply: acts::of_entries, batch: 100 },
];

/// Batches a transaction where nobody waits.
const AT_ONCE: i64 = 1000;

impl Deferred {
    fn step(&self, conn: &Connection, applied: i64, to: i64) -> Result<(), StoreError> {
        (self.apply)(conn, applied, to)?;
        conn.prepare_cached("update deferred set applied = ? where name = ?")?.execute((to, self.name))?;
        Ok(())
    }
}

/// In short transactions, while the till sells. Answers whether anything is left to do.
pub fn catch_up(conn: &mut Connection, until: Instant) -> Result<bool, StoreError> {
    in_batches(conn, until, 1)
}

/// In a database that nobody uses: long transactions, which end sooner.
pub fn catch_up_at_once(conn: &mut Connection) -> Result<(), StoreError> {
    let in_time = || Instant::now() + Duration::from_secs(60);
    while in_batches(conn, in_time(), AT_ONCE)? {}
    Ok(())
}

fn in_batches(conn: &mut Connection, until: Instant, batches: i64) -> Result<bool, StoreError> {
    let newest = newest(conn)?;
    for deferred in &ALL {
        loop {
            let applied = applied(conn, deferred.name)?;
            if applied >= newest {
                break;
            }
            if Instant::now() >= until {
                return Ok(true);
            }
            let to = newest.min(applied + deferred.batch * batches);
            let tx = conn.transaction_with_behavior(TransactionBehavior::Immediate)?;
            deferred.step(&tx, applied, to)?;
            tx.commit()?;
        }
    }
    Ok(false)
}

/// For an entry that is projected after its time: what a cursor has passed is applied for it alone.
pub fn late(conn: &Connection, arrival: i64) -> Result<(), StoreError> {
    for deferred in &ALL {
        if applied(conn, deferred.name)? >= arrival {
            (deferred.apply)(conn, arrival - 1, arrival)?;
        }
    }
    Ok(())
}

fn newest(conn: &Connection) -> Result<i64, StoreError> {
    Ok(conn.prepare_cached("select coalesce(max(arrival), 0) from journal")?.query_row([], |row| row.get(0))?)
}

pub fn applied(conn: &Connection, name: &str) -> Result<i64, StoreError> {
    Ok(conn.prepare_cached("select applied from deferred where name = ?")?.query_row([name], |row| row.get(0))?)
}

/// Sums by day and series. What is behind the cursor is added by whoever reads.
fn days(conn: &Connection, from: i64, to: i64) -> Result<(), StoreError> {
    conn.prepare_cached(
        "insert into day_totals (business_date, series, sales, total, tax)
         select s.business_date, s.series, count(*), sum(s.total), sum(s.total - (select sum(l.net) from sale_lines l where l.sale = s.arrival))
         from sales s where s.arrival > ? and s.arrival <= ? group by 1, 2
         on conflict (business_date, series) do update
         set sales = sales + excluded.sales, total = total + excluded.total, tax = tax + excluded.tax",
    )?
    .execute((from, to))?;
    Ok(())
}
