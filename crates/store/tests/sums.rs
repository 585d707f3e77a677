#![allow(clippy::unwrap_used)]
//! Every page of the database has a sum: what a disk gives back changed is an error, never an answer.

mod support;

use std::path::Path;

use store::{Place, Store, StoreError};
use support::*;

const PAGE: usize = 4096;

/// A closed till of many pages.
fn sold(folder: &Path) -> Place {
    let store = till(folder);
    for id in 1..=40 {
        write(&store, move |tx| tx.append(product(id, "Leche entera de la sierra", 285_000), None, now(1)));
    }
    for sale in 100..160 {
        sell(&store, sale, &[1, 2, 3]);
    }
    store::testing::catch_up(&store).unwrap();
    place(folder, "A")
}

fn everything(place: &Place) -> Result<Vec<String>, StoreError> {
    store::dump(&store::open_read_only(&place.database)?).map_err(StoreError::plain)
}

/// What a disk does to the pages of a file.
fn harm(place: &Place, act: impl FnOnce(&mut Vec<u8>)) {
    let mut bytes = std::fs::read(&place.database).unwrap();
    act(&mut bytes);
    std::fs::write(&place.database, bytes).unwrap();
}

fn assert_damaged(place: &Place) {
    let found = everything(place);
    assert!(matches!(found, Err(StoreError::Damaged(_))), "{:?}", found.map(|rows| rows.len()));
}

/// It does not fit in SQLite's cache: other pages are written before the first, and the one at which SQLite locks a file never is.
#[test]
fn a_database_of_more_than_a_gigabyte_is_read_whole_and_copied() {
    let folder = tempfile::tempdir().unwrap();
    let (large, copy) = (sold(folder.path()).database, folder.path().join("copy.db"));
    let conn = store::testing::connect(&large).unwrap();
    conn.execute_batch("pragma synchronous = off; create table filling (no integer primary key, bytes blob not null);").unwrap();
    let fill = "with recursive some(n) as (select 1 union all select n + 1 from some where n < 1100) insert into filling select n, zeroblob(1000000) from some";
    conn.execute_batch(fill).unwrap();
    let whole = |conn: &store::Connection| -> (String, i64) {
        let checked = conn.query_row("pragma quick_check(1)", [], |row| row.get(0)).unwrap();
        (checked, conn.query_row("select sum(length(bytes)) from filling", [], |row| row.get(0)).unwrap())
    };
    assert_eq!(whole(&conn), ("ok".to_owned(), 1_100_000_000));
    conn.execute("vacuum into ?", [copy.to_str().unwrap()]).unwrap();
    drop(conn);
    assert!(std::fs::metadata(&copy).unwrap().len() > 1 << 30);
    assert_eq!(whole(&store::testing::connect(&copy).unwrap()), ("ok".to_owned(), 1_100_000_000));
    assert_eq!(whole(&store::testing::connect(&large).unwrap()), ("ok".to_owned(), 1_100_000_000));
}

#[test]
fn an_untouched_database_is_read_and_each_page_has_its_sum() {
    let folder = tempfile::tempdir().unwrap();
    let place = sold(folder.path());
    assert!(!everything(&place).unwrap().is_empty());
    assert_eq!(std::fs::read(&place.database).unwrap()[20], 8, "bytes that each page reserves");
}

#[test]
fn a_page_in_anothers_place_and_a_cut_file_are_damage() {
    let folder = tempfile::tempdir().unwrap();
    let place = sold(folder.path());
    let (truth, whole) = (everything(&place).unwrap(), std::fs::read(&place.database).unwrap());
    let mut found = 0;
    for page in 1..whole.len() / PAGE - 1 {
        harm(&place, |bytes| bytes.copy_within(page * PAGE..(page + 1) * PAGE, (page + 1) * PAGE));
        match everything(&place) {
            Err(error) => found += usize::from(matches!(error, StoreError::Damaged(_))),
            Ok(rows) => assert_eq!(rows, truth, "page {} in the place of the next", page + 1),
        }
        harm(&place, |bytes| bytes.clone_from(&whole));
    }
    assert!(found > 10, "{found} pages were missed");
    harm(&place, |bytes| bytes.truncate(whole.len() - PAGE / 2));
    assert_damaged(&place);
}

/// A database from before the sums existed is rewritten with them at its next opening, and loses nothing.
#[test]
fn an_older_database_gets_sums_when_it_is_opened() {
    let folder = tempfile::tempdir().unwrap();
    let place = sold(folder.path());
    let before = everything(&place).unwrap();
    let without = folder.path().join("without.db");
    store::testing::without_sums(&place.database, &without).unwrap();
    std::fs::rename(&without, &place.database).unwrap();
    assert_eq!(everything(&place).unwrap(), before, "it is read as it is");
    drop(Store::open(place.clone(), None, now(9)).unwrap());
    assert_eq!(std::fs::read(&place.database).unwrap()[20], 8);
    assert_eq!(everything(&place).unwrap(), before);
    assert_eq!(sell(&Store::open(place, None, now(9)).unwrap(), 900, &[1]), "A-61");
}

/// Any bit of any page: found when the page is read, or nothing reads it and every answer is the same.
#[test]
fn a_flipped_bit_is_found_or_changes_no_answer() {
    let bits: u64 = std::env::var("BITS").ok().and_then(|bits| bits.parse().ok()).unwrap_or(300);
    let folder = tempfile::tempdir().unwrap();
    let place = sold(folder.path());
    let (truth, whole) = (everything(&place).unwrap(), std::fs::read(&place.database).unwrap());
    let (mut found, mut unread) = (0, 0);
    for n in 0..bits {
        let bit = usize::try_from(n.wrapping_mul(0x9E37_79B9_7F4A_7C15) >> 20).unwrap() % (whole.len() * 8);
        harm(&place, |bytes| {
            bytes.clone_from(&whole);
            bytes[bit / 8] ^= 1 << (bit % 8);
        });
        match everything(&place) {
            Err(_) => found += 1,
            Ok(rows) => {
                assert_eq!(rows, truth, "bit {bit} changed an answer");
                unread += 1;
            }
        }
    }
    println!("{bits} bits flipped: {found} found at reading, {unread} in pages that nothing read, 0 other answers");
    assert!(found > 0);
}
