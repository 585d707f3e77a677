//! Projections: tables made from entries, and from nothing else. One file per table (or family), with its writes.
//!
//! *P1*: replaying the journal in arrival order gives the same rows. *P2*: shared tables are the same for any interleaving that keeps each
//! device's own order, so a value is a sum, a register or a set. No rowid, wall clock or arrival position ever decides a value.

pub(crate) mod acts;
mod category;
pub(crate) mod customer;
mod order;
mod points;
pub(crate) mod product;
mod register;
mod role;
mod sale;
mod shift;
mod shop;
pub(crate) mod stock;
mod user;
mod value;

use domain::entry::{BulkImported, Fact};
use journal::Entry;
use rusqlite::Connection;

use crate::{KeyStore, StoreError};

/// An entry in its place in this database.
pub struct Arrived<'a> {
    pub arrival: i64,
    pub epoch_no: i64,
    pub entry: &'a Entry,
}

/// Whether this program knows its kind and version.
#[must_use]
pub fn is_understood(entry: &Entry) -> bool {
    #[cfg(feature = "testing")]
    if crate::testing::hidden::is(entry.fact.kind()) {
        return false;
    }
    !matches!(entry.fact, Fact::Unknown { .. })
}

pub fn project(conn: &Connection, arrived: &Arrived<'_>, keys: &KeyStore) -> Result<(), StoreError> {
    if !is_understood(arrived.entry) {
        return park(conn, arrived.arrival, arrived.entry.fact.kind());
    }
    if let Some(shift) = arrived.entry.fact.shift() {
        shift::belongs(conn, arrived.arrival, shift)?;
    }
    match &arrived.entry.fact {
        Fact::EpochStarted(_) | Fact::CartDiscarded(_) | Fact::UserLockedOut(_) | Fact::ApprovalGranted(_) | Fact::Unknown { .. } => Ok(()),
        Fact::ValueIssued(issued) => value::issued(conn, arrived.arrival, issued),
        Fact::PointsRulesSaved(rules) => points::ruled(conn, arrived, rules),
        Fact::OrderPlaced(placed) => order::placed(conn, arrived.arrival, placed),
        Fact::DepositTaken(taken) => order::deposited(conn, arrived.arrival, taken),
        Fact::OrderCancelled(cancelled) => order::cancelled(conn, arrived.arrival, cancelled),
        Fact::QuotationMade(made) => sale::offered(conn, arrived.arrival, made),
        Fact::PersonClocked(clocked) => acts::clocked(conn, arrived, clocked),
        // sums of a shift are made from its entries
        Fact::DrawerOpened(opened) => shift::done(conn, arrived.arrival, opened.id),
        Fact::ShiftCounted(counted) => shift::done(conn, arrived.arrival, counted.id),
        Fact::CashMoved(moved) => shift::done(conn, arrived.arrival, moved.id),
        Fact::ShiftOpened(opened) => shift::opened(conn, arrived.arrival, opened),
        Fact::ShiftClosed(closed) => shift::closed(conn, arrived.arrival, &closed.report),
        Fact::CashRulesSaved(rules) => shift::ruled(conn, arrived, rules),
        Fact::ShopConfigured(shop) => shop::configured(conn, arrived, shop),
        Fact::RoleSaved(role) => role::saved(conn, arrived, role),
        Fact::UserSaved(user) => user::saved(conn, arrived, user, keys),
        Fact::PersonErased(erased) => {
            user::erased(conn, erased.person)?;
            customer::erased(conn, erased.person)
        }
        Fact::CustomerSaved(customer) => customer::saved(conn, arrived, customer, keys),
        Fact::AccountTermsSaved(terms) => customer::terms(conn, arrived, terms),
        Fact::AccountPaid(paid) => {
            customer::paid(conn, arrived.arrival, paid)?;
            sale::drawer(conn, &paid.till, domain::shift::cash_of(&paid.tenders, domain::Money::ZERO))
        }
        Fact::CategorySaved(category) => category::saved(conn, arrived, category),
        Fact::ProductSaved(product) => product::saved(conn, arrived.arrival, product),
        Fact::StockMoved(moved) => stock::moved(conn, moved.product, moved.quantity),
        Fact::SaleCompleted(sale) => sale::completed(conn, arrived, sale),
        Fact::TendersCorrected(corrected) => sale::corrected(conn, arrived.arrival, corrected),
        Fact::ReceiptReprinted(reprinted) => sale::reprinted(conn, reprinted.sale),
        Fact::ReportReprinted(reprinted) => sale::reprinted(conn, reprinted.shift),
        Fact::BulkImported(bulk) => expect_rows(conn, arrived.arrival, bulk),
    }
}

/// Its rows come with its attachment, in slices behind a cursor.
fn expect_rows(conn: &Connection, arrival: i64, bulk: &BulkImported) -> Result<(), StoreError> {
    conn.execute("insert into bulk (arrival, sha256, rows, applied) values (?, ?, ?, 0)", (arrival, &bulk.sha256, bulk.rows))?;
    Ok(())
}

fn park(conn: &Connection, arrival: i64, kind: &str) -> Result<(), StoreError> {
    conn.execute("insert into parked (arrival, kind) values (?, ?)", (arrival, kind))?;
    Ok(())
}
