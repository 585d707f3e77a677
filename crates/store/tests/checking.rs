#![allow(clippy::unwrap_used)]
//! A till is checked while it sells: from where the last good check came to, or wholly.

mod support;

use std::path::Path;
use std::sync::atomic::{AtomicUsize, Ordering};

use store::{CheckFrom, Connection, Store, Verified};
use support::*;

fn sold(folder: &Path, sales: std::ops::Range<u128>) -> Store {
    let store = till(folder);
    for sale in sales {
        sell(&store, sale, &[1]);
    }
    store
}

fn bad(store: &Store, from: CheckFrom) -> Option<i64> {
    store.check(from, 7, || true).unwrap().report.first_bad.map(|bad| bad.arrival.unwrap_or(0))
}

fn verified(store: &Store) -> Option<i64> {
    store.read(Verified::last).unwrap().map(|verified| verified.entries())
}

/// As somebody does who has the file and no key.
fn tamper(folder: &Path, sql: &str) {
    let conn = Connection::open(place(folder, "A").database).unwrap();
    conn.busy_timeout(std::time::Duration::from_secs(5)).unwrap();
    conn.execute_batch(sql).unwrap();
}

const FLIP: &str = "update journal set bytes = zeroblob(20) where arrival = ";

#[test]
fn a_good_check_is_remembered_and_the_next_begins_there() {
    let folder = tempfile::tempdir().unwrap();
    let store = sold(folder.path(), 10..14);
    assert_eq!((verified(&store), bad(&store, CheckFrom::LastGood), verified(&store)), (None, None, Some(5)));
    let heads = store.read(|conn| Verified::last(conn)?.unwrap().heads(conn)).unwrap();
    assert!(heads[0].starts_with("A 5 "), "{heads:?}");
    tamper(folder.path(), &format!("{FLIP} 3"));
    sell(&store, 14, &[1]);
    assert_eq!(bad(&store, CheckFrom::LastGood), None, "what was good before is not read again at each start");
    assert_eq!(bad(&store, CheckFrom::Start), Some(3), "the full check finds it");
    assert_eq!((verified(&store), bad(&store, CheckFrom::LastGood)), (None, Some(3)), "and from then on every check does");
}

#[test]
fn what_came_since_is_checked() {
    let folder = tempfile::tempdir().unwrap();
    let store = sold(folder.path(), 10..14);
    assert_eq!(bad(&store, CheckFrom::LastGood), None);
    sell(&store, 14, &[1]);
    sell(&store, 15, &[1]);
    tamper(folder.path(), &format!("{FLIP} 7"));
    assert_eq!(bad(&store, CheckFrom::LastGood), Some(7));
}

/// Rows that are gone, or written again with another hash: the head that was good does not stand any more.
#[test]
fn a_journal_that_does_not_hold_what_was_good_is_checked_from_its_start() {
    let folder = tempfile::tempdir().unwrap();
    let store = sold(folder.path(), 10..14);
    assert_eq!(bad(&store, CheckFrom::LastGood), None);
    tamper(folder.path(), &format!("{FLIP} 2; update journal set hash = zeroblob(32) where arrival = 5"));
    assert_eq!(bad(&store, CheckFrom::LastGood), Some(2));
}

#[test]
fn the_full_check_makes_projections_again() {
    let folder = tempfile::tempdir().unwrap();
    let store = sold(folder.path(), 10..14);
    assert_eq!(bad(&store, CheckFrom::Start), None);
    assert_eq!(store.read(Verified::last).unwrap().unwrap().full_at_ms, Some(7));
    tamper(folder.path(), "update drawers set amount = amount + 1");
    assert_eq!((bad(&store, CheckFrom::LastGood), bad(&store, CheckFrom::Start)), (None, Some(0)));
}

/// The till is closed, or the night is over.
#[test]
fn a_check_that_is_stopped_ends_and_says_so() {
    let folder = tempfile::tempdir().unwrap();
    let store = till(folder.path());
    write(&store, |tx| (1..=600).try_for_each(|id| tx.append(product(id, "Pan", 1), None, now(1)).map(drop)));
    let asked = AtomicUsize::new(0);
    let two_steps = || asked.fetch_add(1, Ordering::SeqCst) < 2;
    let check = store.check(CheckFrom::Start, 7, two_steps).unwrap();
    assert_eq!((check.is_finished, check.report.entries, verified(&store)), (false, 512, None));
    asked.store(0, Ordering::SeqCst);
    assert!(!store.check(CheckFrom::LastGood, 7, two_steps).unwrap().is_finished);
    assert_eq!(verified(&store), Some(512), "the next start goes on from there");
    assert!(store.check(CheckFrom::LastGood, 7, || true).unwrap().is_finished);
    assert_eq!(verified(&store), Some(601));
}

#[test]
fn a_till_sells_while_it_is_checked() {
    let folder = tempfile::tempdir().unwrap();
    let store = sold(folder.path(), 10..14);
    let sale = AtomicUsize::new(100);
    let sells = || {
        let sale = sale.fetch_add(1, Ordering::SeqCst);
        sell(&store, sale as u128, &[1]);
        sale < 104
    };
    assert!(store.check(CheckFrom::LastGood, 7, sells).unwrap().is_finished);
    assert_eq!(bad(&store, CheckFrom::Start), None);
}
