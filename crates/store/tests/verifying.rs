#![allow(clippy::unwrap_used)]
//! `verify` finds every change of what is stored, and names the first bad row.

mod support;

use std::path::Path;

use domain::Id;
use domain::entry::{PersonErased, UserSaved};
use domain::user::Role;
use rstest::rstest;
use store::bulk::{Attachment, Row};
use store::testing::catch_up;
use store::{Connection, KeyStore, Projections, Report, Store, verify, verify_beside};
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

/// As an auditor does, or whoever looks beside a till that sells.
fn beside(folder: &Path, keys: &KeyStore, insists: bool) -> Report {
    let place = place(folder, "A");
    verify_beside(&store::open_read_only(&place.database).unwrap(), keys, &place.blobs(), insists).unwrap()
}

const ALL_COMPARED: Projections = Projections::Compared { without_names: 0 };

#[test]
fn a_till_that_sells_is_verified_and_not_touched() {
    let folder = tempfile::tempdir().unwrap();
    let store = till(folder.path());
    (10..15).for_each(|sale| drop(sell(&store, sale, &[1])));
    let keys = || KeyStore::read(&store.place().keys).unwrap();
    let report = beside(folder.path(), &keys(), false);
    assert_eq!((report.first_bad, report.sales, report.projections), (None, 5, ALL_COMPARED));
    sell(&store, 15, &[1]);
    assert_eq!(beside(folder.path(), &keys(), false).sales, 6);
    let conn = store::testing::connect(&store.place().database).unwrap();
    conn.execute("update drawers set amount = 0", []).unwrap();
    assert!(beside(folder.path(), &keys(), false).first_bad.unwrap().what.contains("drawers"));
}

/// What does not fit in memory is left out, and that is said.
#[test]
fn projections_that_are_large_are_compared_only_if_somebody_insists() {
    let folder = tempfile::tempdir().unwrap();
    shop(folder.path());
    let place = place(folder.path(), "A");
    let conn = store::testing::connect(&place.database).unwrap();
    conn.execute_batch("create table filler (bytes); insert into filler values (zeroblob(70000000)); update drawers set amount = 0")
        .unwrap();
    drop(conn);
    let keys = KeyStore::read(&place.keys).unwrap();
    let report = beside(folder.path(), &keys, false);
    assert_eq!((report.first_bad, report.projections), (None, Projections::NotCompared));
    assert!(beside(folder.path(), &keys, true).first_bad.is_some());
}

/// As of a copy that somebody took away alone.
#[test]
fn without_the_attachment_of_an_import_projections_are_not_called_bad() {
    let folder = tempfile::tempdir().unwrap();
    let store = till(folder.path());
    let mut attachment = Attachment::begin(&store.place().blobs()).unwrap();
    (1..=3).for_each(|id| attachment.add(&Row { product: product(id, "Leche", 285_000), opening: None }).unwrap());
    let bulk = attachment.finish().unwrap();
    write(&store, move |tx| tx.append(bulk, None, now(5)));
    catch_up(&store).unwrap();
    let keys = KeyStore::read(&store.place().keys).unwrap();
    assert_eq!(beside(folder.path(), &keys, false).projections, ALL_COMPARED);
    let conn = store::open_read_only(&store.place().database).unwrap();
    let report = verify_beside(&conn, &keys, &store::Blobs::in_folder(folder.path().join("elsewhere")), false).unwrap();
    assert_eq!((report.first_bad, report.projections), (None, Projections::WithoutAttachments));
}

/// Rosa, Luz and Elena, who is erased.
fn people(store: &Store) {
    for (id, name) in [(31, "Rosa"), (32, "Luz"), (33, "Elena")] {
        let id = Id::from_u128(id);
        write(store, move |tx| {
            let secret = Some(tx.seal_of_person(id, "hash")?);
            tx.append(
                UserSaved {
                    id,
                    name: tx.seal_of_person(id, name)?,
                    role: Role::Cashier,
                    own_role: None,
                    active: true,
                    secret,
                    badge: None,
                },
                None,
                now(1),
            )
        });
    }
    let person = Id::from_u128(33);
    write(store, move |tx| tx.append(PersonErased { person }, None, now(2)));
    store.erase(person).unwrap();
}

#[rstest]
#[case::all_keys_are_here(|_: &Store| {}, 0)]
#[case::the_keys_are_lost(|store: &Store| forget_keys(store), 2)]
fn names_that_cannot_be_opened_are_counted_and_the_rest_is_compared(#[case] lose: fn(&Store), #[case] without_names: usize) {
    let folder = tempfile::tempdir().unwrap();
    let store = till(folder.path());
    people(&store);
    lose(&store);
    let keys = KeyStore::read(&store.place().keys).unwrap();
    let report = beside(folder.path(), &keys, false);
    assert_eq!((report.first_bad, report.projections), (None, Projections::Compared { without_names }));
    let names = "select count(*) from users where name is not null";
    let before: i64 = store.read(|conn| Ok::<_, store::StoreError>(conn.query_row(names, [], |row| row.get(0))?)).unwrap();
    let mut conn = store::testing::connect(&store.place().database).unwrap();
    assert_eq!(verify(&mut conn, &keys, &store.place().blobs()).unwrap().first_bad, None);
    assert_eq!(conn.query_row(names, [], |row| row.get::<_, i64>(0)).unwrap(), before, "verifying takes no name away");
    edit(&store, "update users set role = 'owner' where id = (select min(id) from users)");
    assert!(beside(folder.path(), &keys, false).first_bad.unwrap().what.contains("owner"), "her role is no secret");
}

#[test]
fn a_full_copy_holds_no_names_and_is_compared_with_those_that_its_journal_opens_to() {
    let folder = tempfile::tempdir().unwrap();
    let store = till(folder.path());
    people(&store);
    let (place, keys) = (store.place(), KeyStore::read(&store.place().keys).unwrap());
    let (name, _) = store::copies::full::make(&place.database, &place.copies(), 0, &|_| true).unwrap();
    let copy = store::open_read_only(&place.copies().join(name.to_string())).unwrap();
    let named = "select count(*) from users where name is not null or secret is not null";
    assert_eq!(copy.query_row(named, [], |row| row.get::<_, i64>(0)).unwrap(), 0);
    let report = verify_beside(&copy, &keys, &place.blobs(), false).unwrap();
    assert_eq!((report.first_bad, report.projections), (None, ALL_COMPARED));
}

#[test]
fn a_name_that_was_edited_is_found_where_its_key_is_and_an_erased_one_that_came_back_always() {
    let folder = tempfile::tempdir().unwrap();
    let store = till(folder.path());
    people(&store);
    let keys = KeyStore::read(&store.place().keys).unwrap();
    edit(&store, "update users set name = 'Rita' where name = 'Rosa'");
    assert!(beside(folder.path(), &keys, false).first_bad.unwrap().what.contains("Rita"));
    edit(&store, "update users set name = null where name = 'Rita'");
    assert!(beside(folder.path(), &keys, false).first_bad.is_some(), "nor may one be taken away");
    edit(&store, "update users set name = 'Rita' where id = (select min(id) from users where id not in (select person from erased))");
    edit(
        &store,
        "update users set name = 'Rosa' where name = 'Rita'; update users set name = 'Elena' where id in (select person from erased)",
    );
    assert!(beside(folder.path(), &KeyStore::in_memory(), false).first_bad.unwrap().what.contains("Elena"));
}

fn forget_keys(store: &Store) {
    let keys = &store.place().keys;
    [keys.clone(), keys.with_extension("copy.json")].iter().for_each(|file| std::fs::remove_file(file).unwrap());
}

fn edit(store: &Store, sql: &str) {
    store::testing::connect(&store.place().database).unwrap().execute_batch(sql).unwrap();
}
