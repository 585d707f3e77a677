//! Layaways and orders, and what is held for each as far as this till has heard.

use domain::entry::Fact;
use domain::order::{Ended, OrderPlaced, Standing};
use domain::tender::PaidBy;
use domain::{Id, Money, Quantity};
use journal::Entry;
use rusqlite::{Connection, OptionalExtension, Params};

use crate::StoreError;
use crate::names::named;
use crate::read::entries;
use crate::read::quotations::taken_by;

/// An order as it is.
#[derive(Debug, Clone)]
pub struct Known {
    pub placed: OrderPlaced,
    pub entry: Entry,
    pub standing: Standing,
}

const OPEN: &str = "not exists (select 1 from sales s where s.quotation = o.id)
    and not exists (select 1 from order_documents d where d.order_id = o.id and d.kind = 'cancelled')";

fn arrivals(conn: &Connection, sql: &str, params: impl Params) -> Result<Vec<i64>, StoreError> {
    let mut statement = conn.prepare_cached(sql)?;
    let arrivals = statement.query_map(params, |row| row.get(0))?.collect::<Result<_, _>>()?;
    Ok(arrivals)
}

fn all(conn: &Connection, sql: &str, params: impl Params) -> Result<Vec<Known>, StoreError> {
    arrivals(conn, sql, params)?.into_iter().filter_map(|arrival| at(conn, arrival).transpose()).collect()
}

fn at(conn: &Connection, arrival: i64) -> Result<Option<Known>, StoreError> {
    let Some(entry) = entries::entry(conn, arrival)? else { return Ok(None) };
    let Fact::OrderPlaced(placed) = entry.fact.clone() else { return Ok(None) };
    let standing = standing(conn, &placed)?;
    Ok(Some(Known { placed, entry, standing }))
}

fn standing(conn: &Connection, placed: &OrderPlaced) -> Result<Standing, StoreError> {
    let sql = "select method, sum(amount) from order_moves where order_id = ? group by method order by min(arrival), min(n)";
    let mut statement = conn.prepare_cached(sql)?;
    let rows = statement.query_map([placed.id], |row| Ok((row.get::<_, String>(0)?, row.get::<_, i64>(1)?)))?;
    let mut held_by = Vec::new();
    for row in rows {
        let (method, amount) = row?;
        // what went back as store credit: once it is over only the sum says anything
        held_by.push((named(&method).unwrap_or(PaidBy::Cash), Money::new(amount).unwrap_or_default()));
    }
    let ended = match taken_by(conn, placed.id)? {
        Some(sale) => Some(Ended::Sold(sale)),
        None => is_cancelled(conn, placed.id)?.then_some(Ended::Cancelled),
    };
    Ok(Standing { total: placed.offer.total, held_by, ended })
}

fn is_cancelled(conn: &Connection, order: Id) -> Result<bool, StoreError> {
    let sql = "select exists (select 1 from order_documents where order_id = ? and kind = 'cancelled')";
    Ok(conn.prepare_cached(sql)?.query_row([order], |row| row.get(0))?)
}

pub fn find(conn: &Connection, id: Id) -> Result<Option<Known>, StoreError> {
    Ok(all(conn, "select arrival from orders where id = ? order by arrival limit 1", [id])?.pop())
}

pub fn numbered(conn: &Connection, series: &str, number: i64) -> Result<Option<Id>, StoreError> {
    let sql = "select id from orders where series = ? and number = ? order by arrival limit 1";
    Ok(conn.prepare_cached(sql)?.query_row((series, number), |row| row.get(0)).optional()?)
}

/// Those that nobody has taken yet: whoever should have come first stands first.
pub fn open(conn: &Connection) -> Result<Vec<Known>, StoreError> {
    all(conn, &format!("select o.arrival from orders o where {OPEN} order by o.valid_until, o.arrival limit 500"), [])
}

/// Those that were taken or cancelled, the newest first.
pub fn ended(conn: &Connection) -> Result<Vec<Known>, StoreError> {
    all(conn, &format!("select o.arrival from orders o where not ({OPEN}) order by o.arrival desc limit 100"), [])
}

/// Whether something is open of hers.
pub fn has_open(conn: &Connection, customer: Id) -> Result<bool, StoreError> {
    let sql = format!("select exists (select 1 from orders o where o.customer = ? and {OPEN})");
    Ok(conn.prepare_cached(&sql)?.query_row([customer], |row| row.get(0))?)
}

/// All that is held: what the shop owes to those who wait.
pub fn owed(conn: &Connection) -> Result<Money, StoreError> {
    let owed: i64 = conn.prepare_cached("select coalesce(sum(amount), 0) from order_moves")?.query_row([], |row| row.get(0))?;
    Ok(Money::new(owed).unwrap_or_default())
}

/// How much of a product is kept for somebody.
pub fn put_aside(conn: &Connection, product: Id) -> Result<Quantity, StoreError> {
    let layaways = all(conn, &format!("select o.arrival from orders o where o.kind = 'layaway' and {OPEN}"), [])?;
    let lines = layaways.iter().flat_map(|known| &known.placed.offer.lines);
    Ok(lines.filter(|line| line.product == Some(product)).map(|line| line.quantity).sum())
}

pub fn next_number(conn: &Connection, series: &str) -> Result<i64, StoreError> {
    let sql = "select coalesce(max(number), 0) + 1 from orders where series = ?";
    Ok(conn.prepare_cached(sql)?.query_row([series], |row| row.get(0))?)
}

/// Of a deposit, or of one that goes back.
pub fn next_document(conn: &Connection, series: &str) -> Result<i64, StoreError> {
    let sql = "select coalesce(max(number), 0) + 1 from order_documents where series = ?";
    Ok(conn.prepare_cached(sql)?.query_row([series], |row| row.get(0))?)
}

/// A deposit or a cancellation as its entry says it.
pub fn document(conn: &Connection, id: Id) -> Result<Option<Entry>, StoreError> {
    Ok(documents_where(conn, "id = ? order by arrival limit 1", id)?.pop())
}

/// All of an order, the oldest first.
pub fn documents(conn: &Connection, order: Id) -> Result<Vec<Entry>, StoreError> {
    documents_where(conn, "order_id = ? order by arrival", order)
}

fn documents_where(conn: &Connection, condition: &str, id: Id) -> Result<Vec<Entry>, StoreError> {
    let found = arrivals(conn, &format!("select arrival from order_documents where {condition}"), [id])?;
    found.into_iter().filter_map(|arrival| entries::entry(conn, arrival).transpose()).collect()
}
