#![allow(clippy::unwrap_used)]
//! A copy of a till never continues its series: ACTIVE, REWOUND and MOVED on real files.

mod support;

use domain::entry::EpochReason;
use store::{Place, Store};
use support::*;

fn reopened(place: Place) -> Store {
    Store::open(place, None, now(100_000)).unwrap()
}

#[test]
fn the_same_till_goes_on_where_it_was() {
    let folder = tempfile::tempdir().unwrap();
    let first = till(folder.path());
    assert_eq!(sell(&first, 10, &[1]), "A-1");
    drop(first);
    let second = reopened(place(folder.path(), "A"));
    assert_eq!(second.new_epoch(), None);
    assert_eq!(sell(&second, 11, &[1]), "A-2");
}

#[test]
fn an_older_copy_put_back_starts_a_new_series() {
    let folder = tempfile::tempdir().unwrap();
    let place = place(folder.path(), "A");
    let store = till(folder.path());
    sell(&store, 10, &[1]);
    drop(store);
    let copy = std::fs::read(&place.database).unwrap();
    let store = reopened(place.clone());
    assert_eq!(sell(&store, 11, &[1]), "A-2");
    drop(store);
    std::fs::write(&place.database, copy).unwrap();
    let store = reopened(place);
    assert_eq!(store.new_epoch(), Some(EpochReason::Rewound));
    let number = sell(&store, 12, &[1]);
    assert!(number.starts_with('A') && number.ends_with("-1") && number != "A-1", "{number}");
}

#[test]
fn without_its_witness_or_on_another_machine_it_has_moved() {
    for lose in
        [|place: &mut Place| std::fs::remove_file(&place.witness).unwrap(), |place: &mut Place| place.machine = "another".to_owned()]
    {
        let folder = tempfile::tempdir().unwrap();
        let mut place = place(folder.path(), "A");
        let store = till(folder.path());
        sell(&store, 10, &[1]);
        drop(store);
        lose(&mut place);
        let store = reopened(place);
        assert_eq!(store.new_epoch(), Some(EpochReason::Moved));
        assert_ne!(sell(&store, 11, &[1]), "A-2");
    }
}

#[test]
fn numbers_have_no_gap_when_a_sale_is_refused_inside_its_transaction() {
    let folder = tempfile::tempdir().unwrap();
    let store = till(folder.path());
    assert_eq!(sell(&store, 10, &[1]), "A-1");
    let refused = ready(11, &[1]);
    let undone: Result<(), store::StoreError> = store.write(store::Lane::Sale, move |tx| {
        tx.append_sale(refused, domain::Id::from_u128(7), now(5))?;
        Err(store::StoreError::Impossible("the test says no".to_owned()))
    });
    assert!(undone.is_err());
    assert_eq!(sell(&store, 12, &[1]), "A-2");
}

/// Rule 40: the country's chain has one writer, and each link sees the one before.
#[test]
fn the_fiscal_adapter_is_chained_inside_the_commit() {
    struct Chained;
    impl domain::fiscal::FiscalAdapter for Chained {
        fn record(&self, previous: Option<&serde_json::Value>, sale: &domain::sale::SaleCompleted) -> serde_json::Value {
            let before = previous.and_then(|it| it["link"].as_str()).unwrap_or("start");
            serde_json::json!({ "link": format!("{before}>{}:{}", sale.number.number, sale.total.get()) })
        }
    }
    let folder = tempfile::tempdir().unwrap();
    let store = Store::open(place(folder.path(), "A"), Some(std::sync::Arc::new(Chained)), now(0)).unwrap();
    sell(&store, 10, &[1]);
    sell(&store, 11, &[1, 2]);
    let second = store.read(|conn| store::read::receipts::stored(conn, domain::Id::from_u128(11))).unwrap().unwrap();
    assert_eq!(second.sale.fiscal.unwrap()["link"], "start>1:1050>2:2100");
}

#[test]
fn a_second_program_on_the_same_till_is_refused() {
    let folder = tempfile::tempdir().unwrap();
    let first = till(folder.path());
    let second = Store::open(place(folder.path(), "A"), None, now(1));
    assert!(matches!(second, Err(store::StoreError::AlreadyOpen)));
    drop(first);
    assert_eq!(sell(&reopened(place(folder.path(), "A")), 10, &[1]), "A-1");
}

/// A defect in one job is that job's: the next customer pays all the same, and with the next number.
#[test]
fn a_panic_in_a_write_keeps_nothing_and_ends_nothing() {
    let folder = tempfile::tempdir().unwrap();
    let store = till(folder.path());
    sell(&store, 10, &[1]);
    let broken: Result<(), store::StoreError> = store.write(store::Lane::Sale, |tx| {
        tx.append(product(1, "Leche", 1), None, now(5))?;
        panic!("the test breaks it")
    });
    assert!(matches!(broken, Err(store::StoreError::Stopped)));
    assert_eq!(sell(&store, 11, &[1]), "A-2");
    assert_eq!(store::testing::replay(&store).unwrap(), None);
}
