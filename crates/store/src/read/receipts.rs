//! Finished sales: the list of a day, and one whole, read from its entry as it was written.

use chrono::NaiveDate;
use domain::entry::Fact;
use domain::receipt_code::ReceiptCode;
use domain::sale::{SaleCompleted, TendersCorrected};
use domain::{Id, Money, Quantity};
use rusqlite::{Connection, OptionalExtension, Row, params};

use crate::StoreError;
use crate::read::entries;

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SaleRow {
    pub arrival: i64,
    pub id: Id,
    pub series: String,
    pub number: i64,
    pub at_ms: i64,
    pub business_date: String,
    pub cashier: Id,
    pub items: Quantity,
    pub total: Money,
    pub methods: String,
}

const SELECT: &str = "select arrival, id, series, number, at_ms, business_date, cashier, items, total, methods from sales";

fn sale_row(row: &Row<'_>) -> rusqlite::Result<SaleRow> {
    Ok(SaleRow {
        arrival: row.get(0)?,
        id: row.get(1)?,
        series: row.get(2)?,
        number: row.get(3)?,
        at_ms: row.get(4)?,
        business_date: row.get(5)?,
        cashier: row.get(6)?,
        items: Quantity::new(row.get(7)?).unwrap_or_default(),
        total: Money::new(row.get(8)?).unwrap_or_default(),
        methods: row.get(9)?,
    })
}

pub fn find(conn: &Connection, id: Id) -> Result<Option<SaleRow>, StoreError> {
    let sql = format!("{SELECT} where id = ? order by arrival limit 1");
    Ok(conn.prepare_cached(&sql)?.query_row([id], sale_row).optional()?)
}

/// A sale as its entry says it.
#[derive(Debug, Clone)]
pub struct Stored {
    pub sale: SaleCompleted,
    pub at_ms: i64,
    pub offset_minutes: i32,
    /// Hex of the entry's hash.
    pub hash: String,
}

/// The last correction of how a sale was paid, in the order of the journal.
pub fn correction(conn: &Connection, sale: Id) -> Result<Option<TendersCorrected>, StoreError> {
    let sql = "select c.arrival from tender_corrections c join journal j on j.arrival = c.arrival join epochs e on e.no = j.epoch
               where c.sale = ? order by j.clock desc, e.device desc, e.epoch desc, j.sequence desc limit 1";
    let arrival: Option<i64> = conn.prepare_cached(sql)?.query_row([sale], |row| row.get(0)).optional()?;
    let entry = arrival.map(|arrival| entries::entry(conn, arrival)).transpose()?.flatten();
    Ok(entry.and_then(|entry| if let Fact::TendersCorrected(corrected) = entry.fact { Some(corrected) } else { None }))
}

/// Whether a correction of this id is there already.
pub fn is_corrected(conn: &Connection, id: Id) -> Result<bool, StoreError> {
    Ok(conn.prepare_cached("select exists (select 1 from tender_corrections where id = ?)")?.query_row([id], |row| row.get(0))?)
}

/// A sale as its entry says it, paid as the last correction says.
pub fn paid(conn: &Connection, id: Id) -> Result<Option<Stored>, StoreError> {
    let Some(mut stored) = stored(conn, id)? else { return Ok(None) };
    if let Some(corrected) = correction(conn, id)? {
        (stored.sale.tenders, stored.sale.change) = (corrected.tenders, Money::ZERO);
    }
    Ok(Some(stored))
}

pub fn stored(conn: &Connection, id: Id) -> Result<Option<Stored>, StoreError> {
    let Some(row) = find(conn, id)? else { return Ok(None) };
    let hash = entries::hash_hex(conn, row.arrival)?;
    Ok(entries::entry(conn, row.arrival)?.and_then(|entry| match entry.fact {
        Fact::SaleCompleted(sale) => Some(Stored { sale, at_ms: entry.at_ms, offset_minutes: entry.offset_minutes, hash }),
        _ => None,
    }))
}

/// The sale that a receipt's square code means: by its number, and by the hash of its entry.
pub fn by_code(conn: &Connection, code: &ReceiptCode) -> Result<Option<Id>, StoreError> {
    let sql = format!("{SELECT} where number = ? and business_date = ? and total = ?");
    let mut statement = conn.prepare_cached(&sql)?;
    let asked = params![code.counted(), code.business_date.to_string(), code.total.get()];
    for row in statement.query_map(asked, sale_row)?.collect::<Result<Vec<_>, _>>()? {
        if entries::hash_hex(conn, row.arrival)?.starts_with(&code.hash) {
            return Ok(Some(row.id));
        }
    }
    Ok(None)
}

pub const PAGE: i64 = 100;

/// What a page of receipts is asked by.
#[derive(Debug, Default)]
pub struct Asked {
    pub date: Option<NaiveDate>,
    pub number: Option<i64>,
    pub total: Option<Money>,
    /// Arrival of the last row of the page before.
    pub before: Option<i64>,
}

/// Newest first. A number or a total finds receipts of any day.
pub fn page(conn: &Connection, asked: &Asked) -> Result<Vec<SaleRow>, StoreError> {
    let by = match asked {
        Asked { number: Some(_), .. } | Asked { total: Some(_), .. } => "(number = ?2 or total = ?3)",
        Asked { date: Some(_), .. } => "business_date = ?1",
        _ => "true",
    };
    let sql = format!("{SELECT} where {by} and arrival < coalesce(?4, 9223372036854775807) order by arrival desc limit {PAGE}");
    let date = asked.date.map(|date| date.to_string());
    let mut statement = conn.prepare_cached(&sql)?;
    let rows = statement.query_map(params![date, asked.number, asked.total.map(i64::from), asked.before], sale_row)?;
    Ok(rows.collect::<Result<_, _>>()?)
}

pub fn copies(conn: &Connection, id: Id) -> Result<i64, StoreError> {
    Ok(conn.query_row("select copies from reprints where sale = ?", [id], |row| row.get(0)).optional()?.unwrap_or(0))
}

/// Count and total of a business date: the deferred roll-up, and what came after its cursor.
pub fn day(conn: &Connection, date: NaiveDate) -> Result<(i64, Money), StoreError> {
    let sql = "select sum(n), sum(total) from (
                   select coalesce(sum(sales), 0) n, coalesce(sum(total), 0) total from day_totals where business_date = ?1
                   union all
                   select count(*), coalesce(sum(total), 0) from sales where business_date = ?1
                       and arrival > (select applied from deferred where name = 'days'))";
    let (count, total): (i64, i64) = conn.prepare_cached(sql)?.query_row([date.to_string()], |row| Ok((row.get(0)?, row.get(1)?)))?;
    Ok((count, Money::new(total).unwrap_or_default()))
}
