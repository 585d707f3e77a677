#![allow(clippy::unwrap_used)]
//! The sum of stock lags behind the sales; whoever reads it never sees that.

mod support;

use domain::Id;
use domain::entry::{StockMoved, StockReason};
use domain::units::Quantity;
use store::Store;
use store::read::products;
use store::testing::{catch_up, replay};
use support::*;

fn stock(store: &Store) -> Quantity {
    store.read(|conn| products::find(conn, Id::from_u128(1))).unwrap().unwrap().stock
}

fn stocked(store: &Store) {
    write(store, |tx| {
        tx.append(product(1, "Leche", 105_000), None, now(1))?;
        tx.append(StockMoved { product: Id::from_u128(1), quantity: Quantity::of(10_000), reason: StockReason::Opening }, None, now(2))
    });
}

#[test]
fn stock_is_the_same_before_and_after_it_is_caught_up() {
    let folder = tempfile::tempdir().unwrap();
    let store = till(folder.path());
    stocked(&store);
    sell(&store, 10, &[1, 2, 1]);
    assert_eq!(stock(&store), Quantity::of(8000), "at once, whether the sum has taken the lines over or not");
    catch_up(&store).unwrap();
    assert_eq!(stock(&store), Quantity::of(8000));
    sell(&store, 11, &[1]);
    assert_eq!(stock(&store), Quantity::of(7000));
    assert_eq!(replay(&store).unwrap(), None);
}

/// Version 1 of the schema summed each sale at once. What it summed is not summed again.
#[test]
fn a_database_of_the_first_version_counts_no_sale_twice() {
    let folder = tempfile::tempdir().unwrap();
    let store = till(folder.path());
    stocked(&store);
    sell(&store, 10, &[1, 1]);
    catch_up(&store).unwrap();
    drop(store);
    let conn = store::testing::connect(&place(folder.path(), "A").database).unwrap();
    conn.execute_batch(store::testing::BACK_TO_FIRST_SCHEMA).unwrap();
    drop(conn);
    let place = place(folder.path(), "A");
    let mut copy = store::Connection::open_in_memory().unwrap();
    store::copy_into(&store::open_read_only(&place.database).unwrap(), &mut copy).unwrap();
    let verified = store::verify(&mut copy, &store::KeyStore::read(&place.keys).unwrap(), &place.blobs()).unwrap();
    assert_eq!((verified.first_bad, verified.sales), (None, 1), "an older database can be verified as it is");
    let store = till(folder.path());
    sell(&store, 11, &[1]);
    assert_eq!(stock(&store), Quantity::of(7000));
    assert_eq!(replay(&store).unwrap(), None);
}
