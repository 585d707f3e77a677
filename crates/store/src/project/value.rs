//! What gift cards, vouchers and store credit are worth: the sum of their moves, whichever till wrote them and whatever came first.

use domain::sale::{PaidTender, SaleCompleted};
use domain::tender::Tender;
use domain::value::{ValueIssued, ValueKind};
use domain::{Id, Money};
use rusqlite::{Connection, params};

use super::sale::drawer;
use crate::StoreError;
use crate::names::name_of;

const SPENT: &str = "spent";

struct Move<'a> {
    value: Id,
    code: &'a str,
    kind: &'a str,
    amount: Money,
    valid_until: Option<String>,
    customer: Option<Id>,
    document: Id,
    business_date: String,
}

fn moved(conn: &Connection, arrival: i64, n: i64, of: &Move<'_>) -> Result<(), StoreError> {
    let Move { value, code, kind, amount, valid_until, customer, document, business_date } = of;
    conn.prepare_cached(
        "insert into value_moves (arrival, n, value, code, kind, amount, valid_until, customer, document, business_date)
         values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
    )?
    .execute(params![arrival, n, value, code, kind, amount.get(), valid_until, customer, document, business_date])?;
    Ok(())
}

/// What a sale was paid with, and what it gives back as store credit.
pub fn sold(conn: &Connection, arrival: i64, sale: &SaleCompleted) -> Result<(), StoreError> {
    moved_by(conn, arrival, &sale.tenders, (sale.id, sale.customer, &sale.business_date.to_string()))
}

/// What the tenders of a document of that day spend, and what they give.
pub fn moved_by(
    conn: &Connection,
    arrival: i64,
    tenders: &[PaidTender],
    (document, customer, day): (Id, Option<Id>, &str),
) -> Result<(), StoreError> {
    let credit = name_of(&ValueKind::Credit)?;
    for (n, paid) in (1_i64..).zip(tenders) {
        let Tender::Value { value: Some(value), code, amount } = &paid.tender else { continue };
        let kind = if amount.is_negative() { credit.as_str() } else { SPENT };
        let of = Move { value: *value, code, kind, amount: -*amount, valid_until: None, customer, document, business_date: day.to_owned() };
        moved(conn, arrival, n, &of)?;
    }
    Ok(())
}

pub fn issued(conn: &Connection, arrival: i64, issued: &ValueIssued) -> Result<(), StoreError> {
    let of = Move {
        value: issued.id,
        code: &issued.code,
        kind: &name_of(&issued.kind)?,
        amount: issued.amount,
        valid_until: issued.valid_until.map(|until| until.to_string()),
        customer: None,
        document: issued.id,
        business_date: issued.business_date.to_string(),
    };
    moved(conn, arrival, 1, &of)?;
    drawer(conn, &issued.till, domain::shift::cash_of(&issued.tenders, Money::ZERO))
}
