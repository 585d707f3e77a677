//! Projections: tables made from entries, and from nothing else. One file per table (or family), with its writes.
//!
//! *P1*: replaying the journal in arrival order gives the same rows. *P2*: shared tables are the same for any interleaving that keeps each
//! device's own order, so a value is a sum, a register or a set. No rowid, wall clock or arrival position ever decides a value.

mod category;
mod product;
mod register;
mod sale;
mod shop;
mod stock;
mod user;

use domain::entry::Fact;
use journal::Entry;
use rusqlite::Connection;

use crate::{KeyStore, StoreError};

/// An entry in its place in this database.
pub struct Arrived<'a> {
    pub arrival: i64,
    pub epoch_no: i64,
    pub entry: &'a Entry,
}

pub fn project(conn: &Connection, arrived: &Arrived<'_>, keys: &KeyStore) -> Result<(), StoreError> {
    match &arrived.entry.fact {
        Fact::EpochStarted(_) | Fact::CartDiscarded(_) | Fact::UserLockedOut(_) => Ok(()),
        Fact::ShopConfigured(shop) => shop::configured(conn, arrived, shop),
        Fact::UserSaved(user) => user::saved(conn, arrived, user, keys),
        Fact::CategorySaved(category) => category::saved(conn, arrived, category),
        Fact::ProductSaved(product) => product::saved(conn, arrived, product),
        Fact::StockMoved(moved) => stock::moved(conn, moved.product, moved.quantity),
        Fact::SaleCompleted(sale) => sale::completed(conn, arrived, sale),
        Fact::ReceiptReprinted(reprinted) => sale::reprinted(conn, reprinted.sale),
        // its rows come with its attachment, in chunks behind a cursor
        Fact::BulkImported(_) => Ok(()),
        Fact::Unknown { kind, .. } => park(conn, arrived.arrival, kind),
    }
}

fn park(conn: &Connection, arrival: i64, kind: &str) -> Result<(), StoreError> {
    conn.execute("insert into parked (arrival, kind) values (?, ?)", (arrival, kind))?;
    Ok(())
}
