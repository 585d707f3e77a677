//! Layaways and orders: what stands open, and what is held for each. What is held is the sum of its moves, whichever till wrote them.

use domain::order::{DepositTaken, OrderCancelled, OrderPlaced};
use domain::sale::{PaidTender, SaleCompleted};
use domain::shift::cash_of;
use domain::{Id, Money};
use rusqlite::{Connection, params};

use super::sale::drawer;
use super::value;
use crate::StoreError;
use crate::names::name_of;

pub fn placed(conn: &Connection, arrival: i64, placed: &OrderPlaced) -> Result<(), StoreError> {
    let OrderPlaced { id, kind, valid_until, offer, .. } = placed;
    conn.prepare_cached(
        "insert into orders (arrival, id, kind, series, number, customer, business_date, valid_until, total, quotation)
         values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
    )?
    .execute(params![
        arrival,
        id,
        name_of(kind)?,
        offer.number.series,
        offer.number.number,
        offer.customer.unwrap_or_default(),
        offer.business_date.to_string(),
        valid_until.to_string(),
        offer.total.get(),
        offer.quotation,
    ])?;
    Ok(())
}

pub fn deposited(conn: &Connection, arrival: i64, taken: &DepositTaken) -> Result<(), StoreError> {
    document(conn, arrival, "deposit", (taken.id, taken.order), &taken.number)?;
    moves(conn, arrival, "deposit", taken.order, &taken.tenders, |amount| amount)?;
    drawer(conn, &taken.till, cash_of(&taken.tenders, Money::ZERO))
}

pub fn cancelled(conn: &Connection, arrival: i64, cancelled: &OrderCancelled) -> Result<(), StoreError> {
    let date = cancelled.business_date.to_string();
    document(conn, arrival, "cancelled", (cancelled.id, cancelled.order), &cancelled.number)?;
    moves(conn, arrival, "returned", cancelled.order, &cancelled.tenders, |amount| amount)?;
    value::moved_by(conn, arrival, &cancelled.tenders, (cancelled.id, None, &date))?;
    drawer(conn, &cancelled.till, cash_of(&cancelled.tenders, Money::ZERO))
}

/// What was held paid the sale.
pub fn sold(conn: &Connection, arrival: i64, sale: &SaleCompleted) -> Result<(), StoreError> {
    let Some(order) = sale.quotation else { return Ok(()) };
    let deposits: Vec<PaidTender> = sale.tenders.iter().filter(|paid| paid.tender.is_deposit()).cloned().collect();
    moves(conn, arrival, "applied", order, &deposits, std::ops::Neg::neg)
}

fn document(
    conn: &Connection,
    arrival: i64,
    kind: &str,
    (id, order): (Id, Id),
    number: &domain::number::LegalNumber,
) -> Result<(), StoreError> {
    conn.prepare_cached("insert into order_documents (arrival, id, order_id, kind, series, number) values (?, ?, ?, ?, ?, ?)")?
        .execute((arrival, id, order, kind, &number.series, number.number))?;
    Ok(())
}

fn moves(
    conn: &Connection,
    arrival: i64,
    kind: &str,
    order: Id,
    tenders: &[PaidTender],
    sign: impl Fn(Money) -> Money,
) -> Result<(), StoreError> {
    for (n, paid) in (1_i64..).zip(tenders) {
        conn.prepare_cached("insert into order_moves (arrival, n, order_id, kind, method, amount) values (?, ?, ?, ?, ?, ?)")?
            .execute((arrival, n, order, kind, paid.tender.came_by(), sign(paid.base_amount).get()))?;
    }
    Ok(())
}
