//! How the database is, in figures that cost the same whether it holds ten entries or ten million.

use domain::Id;
use rusqlite::{Connection, OptionalExtension};

use crate::{StoreError, open};

#[derive(Debug, Clone)]
pub struct Figures {
    pub device: Id,
    pub epoch: Id,
    pub till: String,
    pub series: String,
    /// Of this till's own chain.
    pub sequence: i64,
    pub head: String,
    pub entries: i64,
    pub last_at_ms: Option<i64>,
    pub parked: i64,
    pub damaged_imports: i64,
    pub open_jobs: i64,
    pub schema: i32,
}

/// `None` for a database in which no till has ever been.
pub fn figures(conn: &Connection) -> Result<Option<Figures>, StoreError> {
    let sql = "select d.device, e.epoch, d.till, e.series, e.no from local_device d join epochs e on e.no = d.epoch";
    let me = conn.query_row(sql, [], |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?, row.get(3)?, row.get(4)?))).optional()?;
    let Some((device, epoch, till, series, epoch_no)) = me else { return Ok(None) };
    let head = crate::tx::head_of(conn, epoch_no)?;
    let entries = number(conn, "select coalesce(max(arrival), 0) from journal")?;
    Ok(Some(Figures {
        device,
        epoch,
        till,
        series,
        sequence: head.sequence,
        head: head.hash.hex(),
        entries,
        last_at_ms: super::entries::entry(conn, entries)?.map(|entry| entry.at_ms),
        parked: number(conn, "select count(*) from (select 1 from parked limit 1000)")?,
        damaged_imports: number(conn, "select count(*) from bulk where damaged = 1")?,
        open_jobs: number(conn, "select count(*) from local_print_jobs where state in ('queued', 'sending', 'unknown')")?,
        schema: open::schema_of(conn)?,
    }))
}

fn number(conn: &Connection, sql: &str) -> Result<i64, StoreError> {
    Ok(conn.query_row(sql, [], |row| row.get(0))?)
}

/// More rows than this are not counted, so that nobody waits.
pub const MOST_COUNTED: i64 = 100_000;

/// Each table's name, its definition, and how many rows it has, up to [`MOST_COUNTED`].
pub fn tables(conn: &Connection) -> Result<Vec<(String, String, i64)>, StoreError> {
    let mut statement = conn.prepare("select name, sql from sqlite_schema where type = 'table' and sql is not null order by name")?;
    let named: Vec<(String, String)> = statement.query_map([], |row| Ok((row.get(0)?, row.get(1)?)))?.collect::<Result<_, _>>()?;
    let count = |name: &str| number(conn, &format!("select count(*) from (select 1 from \"{name}\" limit {MOST_COUNTED})"));
    named.into_iter().map(|(name, sql)| count(&name).map(|rows| (name, sql, rows))).collect()
}
