//! A sale on its lean path: the document, its lines (each is a movement that `stock` takes over later), its tenders, the drawer, the number.

use domain::product::articles;
use domain::quotation::QuotationMade;
use domain::sale::{PaidTender, SaleCompleted, SaleLine, TendersCorrected};
use domain::shift::cash_of;
use domain::{Id, Money, Quantity};
use rusqlite::{Connection, params};

use super::Arrived;
use crate::StoreError;
use crate::faults::{Fault, planted};

pub fn completed(conn: &Connection, arrived: &Arrived<'_>, sale: &SaleCompleted) -> Result<(), StoreError> {
    document(conn, arrived, sale)?;
    for (n, line) in (1_i64..).zip(&sale.lines) {
        self::line(conn, arrived.arrival, n, line)?;
    }
    tenders(conn, arrived.arrival, &sale.tenders)?;
    super::customer::sold(conn, arrived.arrival, sale)?;
    super::value::sold(conn, arrived.arrival, sale)?;
    super::order::sold(conn, arrived.arrival, sale)?;
    super::points::sold(conn, arrived.arrival, sale)?;
    if !planted(Fault::DrawerForgotten) {
        drawer(conn, &sale.till, cash_of(&sale.tenders, sale.change))?;
    }
    continue_series(conn, arrived.epoch_no, sale)
}

fn document(conn: &Connection, arrived: &Arrived<'_>, sale: &SaleCompleted) -> Result<(), StoreError> {
    let items: Quantity = sale.lines.iter().map(|line| articles(line.unit, line.quantity)).sum();
    conn.prepare_cached(
        "insert into sales (arrival, id, series, number, business_date, at_ms, cashier, items, total, rounding, change, methods, customer,
                            quotation)
         values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
    )?
    .execute(params![
        arrived.arrival,
        sale.id,
        sale.number.series,
        sale.number.number,
        sale.business_date.to_string(),
        arrived.entry.at_ms,
        sale.cashier,
        items.get(),
        sale.total.get(),
        sale.rounding.get(),
        sale.change.get(),
        methods(&sale.tenders),
        sale.customer,
        sale.quotation,
    ])?;
    Ok(())
}

/// An offer moves nothing.
pub fn offered(conn: &Connection, arrival: i64, made: &QuotationMade) -> Result<(), StoreError> {
    let QuotationMade { id, valid_until, offer } = made;
    conn.prepare_cached(
        "insert into quotations (arrival, id, series, number, customer, business_date, valid_until, total) values (?, ?, ?, ?, ?, ?, ?, ?)",
    )?
    .execute(params![
        arrival,
        id,
        offer.number.series,
        offer.number.number,
        offer.customer,
        offer.business_date.to_string(),
        valid_until.to_string(),
        offer.total.get()
    ])?;
    Ok(())
}

fn methods(tenders: &[PaidTender]) -> String {
    let mut methods: Vec<&str> = tenders.iter().map(|paid| paid.tender.method()).collect();
    methods.dedup();
    methods.join(",")
}

fn line(conn: &Connection, sale: i64, n: i64, line: &SaleLine) -> Result<(), StoreError> {
    let restocked = line.returned.as_ref().map(|returned| returned.restock);
    conn.prepare_cached(
        "insert into sale_lines (sale, n, product, quantity, net, total, cost, restocked) values (?, ?, ?, ?, ?, ?, ?, ?)",
    )?
    .execute(params![
        sale,
        n,
        line.product,
        line.quantity.get(),
        line.net.get(),
        line.total.get(),
        line.cost.map(i64::from),
        restocked
    ])?;
    if let Some(of) = line.returned.as_ref().and_then(|returned| returned.of.as_ref()) {
        conn.prepare_cached("insert into return_lines (document, n, sale, line) values (?, ?, ?, ?)")?
            .execute((sale, n, of.sale, of.line))?;
    }
    Ok(())
}

fn tenders(conn: &Connection, arrival: i64, tenders: &[PaidTender]) -> Result<(), StoreError> {
    for (n, paid) in (1_i64..).zip(tenders) {
        conn.prepare_cached("insert into sale_tenders (sale, n, method, amount) values (?, ?, ?, ?)")?.execute((
            arrival,
            n,
            paid.tender.method(),
            paid.base_amount.get(),
        ))?;
    }
    Ok(())
}

pub fn drawer(conn: &Connection, till: &str, cash: Money) -> Result<(), StoreError> {
    if cash == Money::ZERO {
        return Ok(());
    }
    conn.prepare_cached(
        "insert into drawers (till, amount) values (?, ?) on conflict (till) do update set amount = amount + excluded.amount",
    )?
    .execute((till, cash.get()))?;
    Ok(())
}

/// Two that were one till may both have written the sale: both of it were paid as is said now.
pub fn corrected(conn: &Connection, arrival: i64, corrected: &TendersCorrected) -> Result<(), StoreError> {
    conn.execute("insert into tender_corrections (arrival, id, sale) values (?, ?, ?)", (arrival, corrected.id, corrected.sale))?;
    let mut statement = conn.prepare_cached("select arrival from sales where id = ?")?;
    let sales = statement.query_map([corrected.sale], |row| row.get(0))?.collect::<Result<Vec<i64>, _>>()?;
    for sale in sales {
        conn.execute("delete from sale_tenders where sale = ?", [sale])?;
        tenders(conn, sale, &corrected.tenders)?;
        conn.execute("update sales set change = 0, methods = ? where arrival = ?", (methods(&corrected.tenders), sale))?;
    }
    let moved = cash_of(&corrected.tenders, Money::ZERO) - cash_of(&corrected.was, corrected.change);
    drawer(conn, &corrected.till, moved)
}

/// An entry that is understood late does not take its series back.
fn continue_series(conn: &Connection, epoch_no: i64, sale: &SaleCompleted) -> Result<(), StoreError> {
    let fiscal = sale.fiscal.as_ref().map(serde_json::Value::to_string);
    conn.prepare_cached(
        "insert into series (epoch, last_number, last_date, fiscal) values (?, ?, ?, ?)
         on conflict (epoch) do update set last_number = excluded.last_number, last_date = excluded.last_date, fiscal = excluded.fiscal
         where excluded.last_number > last_number",
    )?
    .execute(params![epoch_no, sale.number.number, sale.business_date.to_string(), fiscal])?;
    Ok(())
}

pub fn reprinted(conn: &Connection, sale: Id) -> Result<(), StoreError> {
    conn.execute("insert into reprints (sale, copies) values (?, 1) on conflict (sale) do update set copies = copies + 1", [sale])?;
    Ok(())
}
