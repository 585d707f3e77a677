//! A sale on its lean path: the document, its lines (each is a movement that `stock` takes over later), its tenders, the drawer, the number.

use domain::product::articles;
use domain::sale::{SaleCompleted, SaleLine};
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
    tenders(conn, arrived.arrival, sale)?;
    drawer(conn, sale)?;
    continue_series(conn, arrived.epoch_no, sale)
}

fn document(conn: &Connection, arrived: &Arrived<'_>, sale: &SaleCompleted) -> Result<(), StoreError> {
    let mut methods: Vec<&str> = sale.tenders.iter().map(|paid| paid.tender.method()).collect();
    methods.dedup();
    let items: Quantity = sale.lines.iter().map(|line| articles(line.unit, line.quantity)).sum();
    conn.prepare_cached(
        "insert into sales (arrival, id, series, number, business_date, at_ms, cashier, items, total, rounding, change, methods)
         values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
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
        methods.join(","),
    ])?;
    Ok(())
}

fn line(conn: &Connection, sale: i64, n: i64, line: &SaleLine) -> Result<(), StoreError> {
    conn.prepare_cached("insert into sale_lines (sale, n, product, quantity, net, total, cost) values (?, ?, ?, ?, ?, ?, ?)")?
        .execute(params![sale, n, line.product, line.quantity.get(), line.net.get(), line.total.get(), line.cost.map(i64::from)])?;
    Ok(())
}

fn tenders(conn: &Connection, arrival: i64, sale: &SaleCompleted) -> Result<(), StoreError> {
    for (n, paid) in (1_i64..).zip(&sale.tenders) {
        conn.prepare_cached("insert into sale_tenders (sale, n, method, amount) values (?, ?, ?, ?)")?.execute((
            arrival,
            n,
            paid.tender.method(),
            paid.base_amount.get(),
        ))?;
    }
    Ok(())
}

/// Cash taken less change given.
fn drawer(conn: &Connection, sale: &SaleCompleted) -> Result<(), StoreError> {
    let cash: Money = sale.tenders.iter().filter(|paid| paid.tender.is_cash()).map(|paid| paid.base_amount).sum();
    if cash == Money::ZERO || planted(Fault::DrawerForgotten) {
        return Ok(());
    }
    conn.prepare_cached(
        "insert into drawers (till, amount) values (?, ?) on conflict (till) do update set amount = amount + excluded.amount",
    )?
    .execute((&sale.till, (cash - sale.change).get()))?;
    Ok(())
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
