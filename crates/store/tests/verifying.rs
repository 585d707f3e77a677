#![allow(clippy::unwrap_used)]
//! `verify` finds every change of what is stored, and names the first bad row.

mod support;

use std::path::Path;

use rstest::rstest;
use store::testing::catch_up;
use store::{Connection, KeyStore, Report, verify};
use support::*;

fn shop(folder: &Path) {
    let store = till(folder);
    for id in 1..=3 {
        write(&store, move |tx| tx.append(product(id, "Leche", 285_000), None, now(1)));
    }
    for sale in 10..15 {
        sell(&store, sale, &[1, 2]);
    }
    catch_up(&store).unwrap();
}

fn tampered(sql: &str) -> Report {
    let folder = tempfile::tempdir().unwrap();
    shop(folder.path());
    let place = place(folder.path(), "A");
    let mut conn = Connection::open(&place.database).unwrap();
    conn.pragma_update(None, "foreign_keys", false).unwrap();
    conn.execute_batch(sql).unwrap();
    verify(&mut conn, &KeyStore::read(&place.keys).unwrap(), &place.blobs()).unwrap()
}

#[test]
fn an_untouched_till_is_good() {
    let report = tampered("select 1");
    assert_eq!(report.first_bad, None);
    assert_eq!((report.entries, report.sales, report.epochs), (9, 5, 1));
}

#[rstest]
#[case::bytes_edited("update journal set bytes = zeroblob(20) where arrival = 5", 5)]
#[case::signature_edited("update journal set signature = zeroblob(64) where arrival = 6", 6)]
#[case::hash_edited("update journal set hash = zeroblob(32) where arrival = 4", 4)]
#[case::row_deleted("delete from journal where arrival = 3", 4)]
#[case::first_deleted("delete from journal where arrival = 1", 2)]
#[case::clock_edited("update journal set clock = clock + 1 where arrival = 7", 7)]
#[case::swapped(
    "update journal set sequence = 99 where arrival = 7; update journal set sequence = 7 where arrival = 8; update journal set sequence = 8 where arrival = 7",
    7
)]
#[case::key_replaced("update epochs set public_key = 'd75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a'", 1)]
fn a_touched_journal_is_named_at_its_row(#[case] sql: &str, #[case] row: i64) {
    assert_eq!(tampered(sql).first_bad.and_then(|bad| bad.arrival), Some(row));
}

/// How far it was good is said too, and nothing behind that.
#[test]
fn the_head_is_that_of_the_last_good_row() {
    let folder = tempfile::tempdir().unwrap();
    shop(folder.path());
    let place = place(folder.path(), "A");
    let conn = Connection::open(&place.database).unwrap();
    let head = |arrival: i64| -> String {
        let sql = "select 'A ' || sequence || ' ' || lower(hex(hash)) from journal where arrival = ?";
        conn.query_row(sql, [arrival], |row| row.get(0)).unwrap()
    };
    assert_eq!(store::verify_chain(&conn).unwrap().heads, [head(9)]);
    conn.execute("update journal set bytes = zeroblob(20) where arrival = 5", []).unwrap();
    assert_eq!(store::verify_chain(&conn).unwrap().heads, [head(4)]);
}

#[rstest]
#[case::total("update sales set total = total + 1 where number = 2")]
#[case::stock("update stock set quantity = quantity + 1000")]
#[case::drawer("update drawers set amount = 0")]
#[case::price("update products set price = 1 where sku = '2'")]
#[case::line("delete from sale_lines where n = 2")]
#[case::code("update barcodes set present = 0")]
#[case::number("update series set last_number = 1")]
fn a_touched_projection_is_found(#[case] sql: &str) {
    let bad = tampered(sql).first_bad.expect("the replay differs");
    assert!(bad.arrival.is_none() && bad.what.contains("replayed"), "{}", bad.what);
}
