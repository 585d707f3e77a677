//! What was offered, and what became of it.

use domain::Id;
use domain::entry::Fact;
use domain::quotation::QuotationMade;
use journal::Entry;
use rusqlite::{Connection, OptionalExtension};

use crate::StoreError;
use crate::read::entries;

pub fn find(conn: &Connection, id: Id) -> Result<Option<(QuotationMade, Entry)>, StoreError> {
    let sql = "select arrival from quotations where id = ? order by arrival limit 1";
    let arrival: Option<i64> = conn.prepare_cached(sql)?.query_row([id], |row| row.get(0)).optional()?;
    arrival.map_or(Ok(None), |arrival| at(conn, arrival))
}

fn at(conn: &Connection, arrival: i64) -> Result<Option<(QuotationMade, Entry)>, StoreError> {
    let Some(entry) = entries::entry(conn, arrival)? else { return Ok(None) };
    let Fact::QuotationMade(made) = entry.fact.clone() else { return Ok(None) };
    Ok(Some((made, entry)))
}

/// The newest first, and the sale that took each up.
pub fn newest(conn: &Connection) -> Result<Vec<(QuotationMade, Entry, Option<Id>)>, StoreError> {
    let mut statement = conn.prepare_cached("select arrival from quotations order by arrival desc limit 200")?;
    let arrivals = statement.query_map([], |row| row.get(0))?.collect::<Result<Vec<i64>, _>>()?;
    let mut found = Vec::with_capacity(arrivals.len());
    for arrival in arrivals {
        let Some((made, entry)) = at(conn, arrival)? else { continue };
        let sale = taken_by(conn, made.id)?;
        found.push((made, entry, sale));
    }
    Ok(found)
}

/// The sale, or the order, that took it up.
pub fn taken_by(conn: &Connection, id: Id) -> Result<Option<Id>, StoreError> {
    let sql = "select id from sales where quotation = ?1 union all select id from orders where quotation = ?1 limit 1";
    Ok(conn.prepare_cached(sql)?.query_row([id], |row| row.get(0)).optional()?)
}

pub fn next_number(conn: &Connection, series: &str) -> Result<i64, StoreError> {
    let sql = "select coalesce(max(number), 0) + 1 from quotations where series = ?";
    Ok(conn.prepare_cached(sql)?.query_row([series], |row| row.get(0))?)
}
