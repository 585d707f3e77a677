//! What customers owe. Everything here is a sum over movements and allocations.

use domain::account::{AccountPaid, AccountTerms, OpenCharge, Standing};
use domain::entry::Fact;
use domain::{Id, Money};
use journal::Entry;
use rusqlite::{Connection, OptionalExtension, Row};

use crate::StoreError;
use crate::read::entries;

fn money(row: &Row<'_>, at: usize) -> rusqlite::Result<Money> {
    row.get(at).map(|amount| Money::new(amount).unwrap_or_default())
}

pub fn terms(conn: &Connection, customer: Id) -> Result<Option<AccountTerms>, StoreError> {
    let sql = "select body from account_terms where customer = ?";
    let body: Option<String> = conn.prepare_cached(sql)?.query_row([customer], |row| row.get(0)).optional()?;
    body.map(|body| serde_json::from_str(&body).map_err(|error| StoreError::Impossible(error.to_string()))).transpose()
}

pub fn balance(conn: &Connection, customer: Id) -> Result<Money, StoreError> {
    let sql = "select coalesce(sum(amount), 0) from account_moves where customer = ?";
    Ok(conn.prepare_cached(sql)?.query_row([customer], |row| money(row, 0))?)
}

const OPEN: &str = "select document, business_date, due, charged,
        charged - coalesce((select sum(a.amount) from account_allocations a where a.charge = document), 0) open
    from account_moves where charged > 0";

fn charge(row: &Row<'_>) -> rusqlite::Result<OpenCharge> {
    let (date, due): (String, Option<String>) = (row.get(1)?, row.get(2)?);
    Ok(OpenCharge {
        sale: row.get(0)?,
        date: date.parse().unwrap_or_default(),
        due: due.and_then(|due| due.parse().ok()),
        amount: money(row, 3)?,
        open: money(row, 4)?,
    })
}

/// What of a sale is still owed.
pub fn open_of(conn: &Connection, sale: Id) -> Result<Money, StoreError> {
    let found = conn.prepare_cached(&format!("{OPEN} and document = ?"))?.query_row([sale], |row| money(row, 4)).optional()?;
    Ok(found.unwrap_or_default().max(Money::ZERO))
}

pub fn standing(conn: &Connection, customer: Id) -> Result<Standing, StoreError> {
    let sql = format!("{OPEN} and customer = ? and open > 0 order by business_date, arrival");
    let mut statement = conn.prepare_cached(&sql)?;
    let open = statement.query_map([customer], charge)?.collect::<Result<_, _>>()?;
    Ok(Standing { terms: terms(conn, customer)?, balance: balance(conn, customer)?, open })
}

/// A line of a statement.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Move {
    pub document: Id,
    pub kind: String,
    pub amount: Money,
    pub business_date: String,
    pub due: Option<String>,
    pub series: String,
    pub number: i64,
    /// After it.
    pub balance: Money,
}

pub const STATEMENT: i64 = 200;

/// The newest first.
pub fn statement(conn: &Connection, customer: Id) -> Result<Vec<Move>, StoreError> {
    let sql = format!(
        "select document, kind, amount, business_date, due, series, number, sum(amount) over (order by arrival)
         from account_moves where customer = ? order by arrival desc limit {STATEMENT}"
    );
    let mut statement = conn.prepare_cached(&sql)?;
    let row = |row: &Row<'_>| {
        Ok(Move {
            document: row.get(0)?,
            kind: row.get(1)?,
            amount: money(row, 2)?,
            business_date: row.get(3)?,
            due: row.get(4)?,
            series: row.get(5)?,
            number: row.get(6)?,
            balance: money(row, 7)?,
        })
    };
    let moves = statement.query_map([customer], row)?.collect::<Result<_, _>>()?;
    Ok(moves)
}

/// Who owes anything.
pub fn debtors(conn: &Connection) -> Result<Vec<Id>, StoreError> {
    let sql = "select customer from account_moves group by customer having sum(amount) > 0 order by sum(amount) desc, customer";
    let mut statement = conn.prepare_cached(sql)?;
    let debtors = statement.query_map([], |row| row.get(0))?.collect::<Result<_, _>>()?;
    Ok(debtors)
}

pub fn next_payment(conn: &Connection, series: &str) -> Result<i64, StoreError> {
    let sql = "select coalesce(max(number), 0) + 1 from account_moves where kind = 'payment' and series = ?";
    Ok(conn.prepare_cached(sql)?.query_row([series], |row| row.get(0))?)
}

/// A payment as its entry says it.
pub fn payment(conn: &Connection, id: Id) -> Result<Option<(AccountPaid, Entry)>, StoreError> {
    let sql = "select arrival from account_moves where document = ? and kind = 'payment' order by arrival limit 1";
    let arrival: Option<i64> = conn.prepare_cached(sql)?.query_row([id], |row| row.get(0)).optional()?;
    let entry = arrival.map(|arrival| entries::entry(conn, arrival)).transpose()?.flatten();
    Ok(entry.and_then(|entry| match &entry.fact {
        Fact::AccountPaid(paid) => Some((paid.clone(), entry)),
        _ => None,
    }))
}
