#![allow(clippy::unwrap_used)]
#![allow(unsafe_code, reason = "SQLite counts its own steps, and tells them to C only")]
//! What the counter and Health read costs the same after a day as after years: SQLite's own steps are counted, in a small journal and in a large one.

mod support;

use std::ffi::{c_int, c_void};

use domain::Id;
use domain::units::Money;
use rusqlite::{Connection, ffi};
use store::local::{carts, jobs, pins, preferences};
use store::read::{entries, health, products, receipts, shop, users};
use store::testing::{catch_up, connect};
use store::{Store, Verified};
use support::happenings::{Happening, live};
use support::*;

unsafe extern "C" fn count(steps: *mut c_void) -> c_int {
    unsafe { *steps.cast::<u64>() += 1 };
    0
}

/// Steps of SQLite's machine, about: it tells of them whenever a loop comes round.
fn steps(conn: &Connection, read: fn(&Connection)) -> u64 {
    let mut steps = 0_u64;
    let counter = (&raw mut steps).cast::<c_void>();
    unsafe { ffi::sqlite3_progress_handler(conn.handle(), 1, Some(count), counter) };
    read(conn);
    unsafe { ffi::sqlite3_progress_handler(conn.handle(), 0, None, std::ptr::null_mut()) };
    steps
}

fn done_job(sale: u128) -> jobs::Job {
    let (id, sale) = (Id::from_u128(sale + 1_000_000), Id::from_u128(sale));
    let text = str::to_owned;
    jobs::Job {
        id,
        created_ms: 1,
        state: text("confirmed"),
        kind: text("receipt"),
        title: text("A-1"),
        document: sale,
        copy: 0,
        error: None,
    }
}

/// Products and sales of one day, each with its paper, all of it caught up.
fn shop_of(folder: &std::path::Path, products: u128, sales: u128) -> Store {
    let happenings: Vec<Happening> = std::iter::once(Happening::Shop(1)).chain((1..=products).map(Happening::Create)).collect();
    let store = live(folder, 1, 0, &happenings);
    for sale in 1..=sales {
        sell(&store, sale * 1000, &[1, 2]);
    }
    write(&store, move |tx| (1..=sales).try_for_each(|sale| jobs::add(tx, &done_job(sale))));
    catch_up(&store).unwrap();
    store
}

type Read = (&'static str, fn(&Connection));

const READS: [Read; 20] = [
    ("health: figures", |conn| assert!(health::figures(conn).unwrap().unwrap().entries > 0)),
    ("health: last verified", |conn| drop(Verified::last(conn).unwrap())),
    ("health: clock", |conn| assert!(store::clock_jump(conn).unwrap().is_none())),
    ("the shop", |conn| assert!(shop::shop(conn).unwrap().is_some())),
    ("the shop's stamp", |conn| assert!(shop::stamp(conn).unwrap().is_some())),
    ("the business date", |conn| assert!(shop::last_business_date(conn).unwrap().is_some())),
    ("users", |conn| drop(users::all(conn).unwrap())),
    ("tries at a PIN", |conn| assert_eq!(pins::tries(conn, Id::from_u128(7)).unwrap(), pins::Tries::default())),
    ("a preference", |conn| drop(preferences::get::<String>(conn, "language").unwrap())),
    ("an entry", |conn| assert!(entries::entry(conn, 100).unwrap().is_some())),
    ("the open cart", |conn| drop(carts::current(conn, Id::from_u128(7)).unwrap())),
    ("a product", |conn| assert!(products::find(conn, Id::from_u128(9)).unwrap().is_some())),
    ("a barcode", |conn| assert_eq!(products::by_barcode(conn, "7500000000009").unwrap().len(), 1)),
    ("an SKU", |conn| assert_eq!(products::by_sku(conn, "9").unwrap().len(), 1)),
    ("favourites", |conn| drop(products::favourites(conn, 50).unwrap())),
    ("the next slip", |conn| assert!(jobs::next(conn).unwrap().is_none())),
    ("open slips", |conn| assert!(jobs::open(conn).unwrap().is_empty())),
    ("a receipt", |conn| assert!(receipts::stored(conn, Id::from_u128(9000)).unwrap().is_some())),
    ("the newest receipts", |conn| assert_eq!(receipts::page(conn, &receipts::Asked::default()).unwrap().len(), 100)),
    ("the sum of a day", |conn| assert!(receipts::day(conn, "2026-11-22".parse().unwrap()).unwrap().1 > Money::ZERO)),
];

#[test]
fn no_read_of_the_counter_goes_through_all_sales_or_products() {
    let (small, large) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
    let stores = [shop_of(small.path(), 40, 120), shop_of(large.path(), 200, 600)];
    let conns = stores.each_ref().map(|store| connect(&store.place().database).unwrap());
    for (what, read) in READS {
        let [few, many] = conns.each_ref().map(|conn| steps(conn, read));
        println!("{what:24}{few:>6} steps after 120 sales, {many:>6} after 600");
        assert!(many <= few + 12, "{what} takes {few} steps in a small journal and {many} in one five times as large");
    }
}

/// The count sees: what goes through every sale takes a step for each.
#[test]
fn a_read_that_goes_through_all_sales_is_seen() {
    let folder = tempfile::tempdir().unwrap();
    let store = shop_of(folder.path(), 2, 120);
    let conn = connect(&store.place().database).unwrap();
    let through_all = |conn: &Connection| {
        let asked = receipts::Asked { total: Some(Money::of(1)), ..receipts::Asked::default() };
        assert!(receipts::page(conn, &asked).unwrap().is_empty());
    };
    assert!(steps(&conn, through_all) >= 100, "a total is looked for in every sale");
}
