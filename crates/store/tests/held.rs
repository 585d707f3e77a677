#![allow(clippy::unwrap_used)]
//! What others hold of a journal finds out whoever rewound it, or rewrote it with its own key.

mod support;

use domain::Id;
use domain::entry::Fact;
use domain::receipt_code::ReceiptCode;
use journal::{Entry, Hash};
use store::{Connection, Held, KeyStore, Place, of_receipt, testimony, verify_chain};
use support::*;

/// A closed till that has sold five times: arrivals 1 (its epoch) to 6.
fn sold(folder: &std::path::Path) -> Place {
    let store = till(folder);
    for sale in 10..15 {
        sell(&store, sale, &[1, 2]);
    }
    place(folder, "A")
}

fn open(place: &Place) -> Connection {
    let conn = Connection::open(&place.database).unwrap();
    conn.pragma_update(None, "foreign_keys", false).unwrap();
    conn
}

/// What the customer of this sale took home.
fn paper(conn: &Connection, sale: u128) -> ReceiptCode {
    let stored = store::read::receipts::stored(conn, Id::from_u128(sale)).unwrap().unwrap();
    let number = format!("A-{:06}", stored.sale.number.number);
    ReceiptCode::new(number, stored.sale.business_date, stored.sale.total, &stored.hash)
}

fn against(conn: &Connection, held: &[Held]) -> Vec<String> {
    testimony(conn, held).unwrap().against
}

#[test]
fn it_is_said_how_far_others_have_witnessed_and_who() {
    let folder = tempfile::tempdir().unwrap();
    let place = sold(folder.path());
    let conn = open(&place);
    let witness = Held::in_file("the witness", &place.witness).unwrap();
    let receipt = of_receipt(&conn, &paper(&conn, 11)).unwrap().unwrap();
    assert_eq!((receipt.sequence, receipt.by.as_str()), (3, "receipt A-000002"));
    let told = |held: &[Held]| testimony(&conn, held).unwrap().series[0].witnessed.clone();
    assert_eq!(told(&[]), None, "alone, it is only its owner's word");
    assert_eq!(told(std::slice::from_ref(&receipt)), Some((3, "receipt A-000002".to_owned())));
    assert_eq!(told(&[receipt, witness]), Some((6, "the witness".to_owned())));
}

#[test]
fn a_journal_whose_end_was_cut_is_found_from_the_witness() {
    let folder = tempfile::tempdir().unwrap();
    let place = sold(folder.path());
    let conn = open(&place);
    conn.execute("delete from journal where arrival > 4", []).unwrap();
    assert_eq!(verify_chain(&conn).unwrap().first_bad, None, "what is left is good in itself");
    let witness = Held::in_file("the witness", &place.witness).unwrap();
    assert_eq!(against(&conn, &[witness]), ["rewound: the witness knows sequence 6 of series A, the journal ends at 4"]);
}

#[test]
fn a_head_of_a_series_that_is_not_here_is_told() {
    let folder = tempfile::tempdir().unwrap();
    let place = sold(folder.path());
    let witness = Held::in_file("the copy on the stick", &place.witness).unwrap();
    let stranger = Held { epoch: Id::from_u128(5), ..witness };
    assert_eq!(against(&open(&place), &[stranger]), ["the copy on the stick knows a series that the journal does not have"]);
}

/// Whoever has the key changes one sale and signs everything after it again: the second sale says it was half as much.
fn rewrite(place: &Place) {
    let conn = open(place);
    let keys = KeyStore::open(&place.keys).unwrap();
    let mut hash = Hash::START;
    for arrival in 1..=6 {
        let mut entry = store::read::entries::entry(&conn, arrival).unwrap().unwrap();
        if arrival == 3 {
            halve(&mut entry);
        }
        let bytes = entry.to_bytes().unwrap();
        hash = hash.next(&bytes);
        let signature = keys.signing(entry.id.epoch).unwrap().sign(hash);
        let sql = "update journal set codec = 0, bytes = ?, hash = ?, signature = ? where arrival = ?";
        conn.execute(sql, (bytes, hash.0, signature, arrival)).unwrap();
    }
}

fn halve(entry: &mut Entry) {
    let Fact::SaleCompleted(sale) = &mut entry.fact else { panic!("arrival 3 is a sale") };
    let other = ready(11, &[1]).numbered(sale.number.clone());
    assert_ne!(other.total, sale.total);
    *sale = other;
}

#[test]
fn a_journal_that_its_owner_signed_again_is_refused_against_one_receipt() {
    let folder = tempfile::tempdir().unwrap();
    let place = sold(folder.path());
    let (before, after) = (paper(&open(&place), 10), paper(&open(&place), 14));
    let sold = paper(&open(&place), 11);
    rewrite(&place);
    let conn = open(&place);
    assert_eq!(verify_chain(&conn).unwrap().first_bad, None, "every hash and signature fits");
    let refused = |code: &ReceiptCode| match of_receipt(&conn, code).unwrap() {
        Ok(held) => against(&conn, &[held]),
        Err(what) => vec![what],
    };
    assert_eq!(refused(&sold), ["rewritten: receipt A-000002 has another date or total than the journal's"]);
    assert_eq!(refused(&after), ["rewritten: receipt A-000005 holds another entry at sequence 6 of series A"], "each later one covers it");
    assert!(refused(&before).is_empty(), "what came before it is as it was");
}

#[test]
fn a_receipt_that_the_journal_does_not_have_is_refused() {
    let folder = tempfile::tempdir().unwrap();
    let place = sold(folder.path());
    let conn = open(&place);
    let absent = ReceiptCode { number: "A-000006".to_owned(), ..paper(&conn, 14) };
    assert_eq!(of_receipt(&conn, &absent).unwrap(), Err("receipt A-000006 is not in the journal".to_owned()));
    let forged = ReceiptCode { total: domain::Money::of(1), ..paper(&conn, 14) };
    assert!(of_receipt(&conn, &forged).unwrap().unwrap_err().starts_with("rewritten"));
}
