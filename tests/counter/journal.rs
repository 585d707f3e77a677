//! What the journal holds, and what it must not hold in plain.

use scenarios::{Till, cash};
use serde_json::{Value, json};

use crate::{COFFEE, shop};

const NOTE: &str = "para Doña Lupe, sin hielo";

fn sell_with_note(till: &Till) -> Value {
    let line = till.scan(COFFEE)["lines"][0]["id"].clone();
    till.ask("cart.line", json!({"line": line, "change": {"note": NOTE}}));
    till.pay(&[cash(5000)]).unwrap()
}

fn journal_text(till: &Till) -> String {
    till.entries().iter().map(|entry| String::from_utf8(entry.to_bytes().unwrap()).unwrap()).collect()
}

#[test]
fn notes_reasons_and_people_are_sealed() {
    let (till, printer) = shop();
    let rosa = till.hire("Rosa Elvira", "cashier", "5830");
    till.sign_in(&rosa, "5830");
    sell_with_note(&till);
    till.scan(COFFEE);
    till.ask("cart.discard", json!({"reason": "discutió con Ramiro"}));
    assert!(printer.slip(1).text().contains(&format!("Nota: {NOTE}")), "the customer's paper has the note");
    let text = journal_text(&till);
    assert!(text.contains("Café de olla"), "names of goods are no secret, so this search finds what is there");
    for secret in ["Lupe", "Ramiro", "Rosa Elvira", "Núñez", "5830", "argon2"] {
        assert!(!text.contains(secret), "{secret} stands in the journal in plain");
    }
}

/// Whoever destroys the key of a month erases its notes, and nothing else.
#[test]
fn a_destroyed_key_erases_the_notes_and_the_receipt_stays() {
    let (mut till, _printer) = shop();
    let sale = sell_with_note(&till);
    let receipt = |till: &Till| till.ask("receipts.get", json!({"id": sale["id"]}));
    assert_eq!(receipt(&till)["cart"]["lines"][0]["note"], NOTE);
    till.close();
    let mut keys: Value = serde_json::from_slice(&std::fs::read(&till.place.keys).unwrap()).unwrap();
    let sealing = keys["sealing"].as_object_mut().unwrap();
    let before = sealing.len();
    sealing.retain(|name, _| !name.starts_with("notes-2026-11."));
    assert_eq!(sealing.len(), before - 1, "notes have a key of their month and device");
    std::fs::write(&till.place.keys, keys.to_string()).unwrap();
    till.open();
    till.sign_in_owner();
    let after = receipt(&till);
    assert_eq!((&after["cart"]["lines"][0]["note"], &after["cart"]["total"]), (&Value::Null, &json!(3250)));
}

/// The note lived in the open cart as it was typed. Sold, it must be gone from the file too, or the seal is worth nothing.
#[test]
fn a_sold_note_is_in_no_byte_of_the_closed_database() {
    let (mut till, _printer) = shop();
    sell_with_note(&till);
    till.wait_for_printer();
    till.close();
    let bytes = std::fs::read(&till.place.database).unwrap();
    let found = bytes.windows("Lupe".len()).any(|window| window == b"Lupe");
    till.open();
    assert!(!found, "a deleted cart's bytes are still in the database: secure_delete is off");
}

#[test]
fn a_touched_byte_is_found_and_its_row_named() {
    let (mut till, _printer) = shop();
    till.sell(&[COFFEE], &[cash(5000)]);
    till.close();
    let copy = till.folder().join("touched.db");
    std::fs::copy(&till.place.database, &copy).unwrap();
    till.open();
    let mut conn = store::Connection::open(&copy).unwrap();
    let row: i64 = conn.query_row("select max(arrival) from journal", [], |row| row.get(0)).unwrap();
    conn.execute("update journal set signature = zeroblob(64) where arrival = ?", [row]).unwrap();
    let keys = store::KeyStore::read(&till.place.keys).unwrap();
    let bad = store::verify(&mut conn, &keys, &till.place.blobs()).unwrap().first_bad.expect("a forged signature is found");
    assert_eq!(bad.arrival, Some(row));
    assert!(bad.what.contains("signature"), "{bad:?}");
}

/// Night falls in the shop's zone, not in UTC; and a clock that is put back does not move the books back.
#[test]
fn the_business_date_is_the_shops_and_never_goes_back() {
    let (till, _printer) = shop();
    let date = |till: &Till| till.sales().last().unwrap().business_date.to_string();
    till.pass_seconds(11 * 3600);
    till.sell(&[COFFEE], &[cash(5000)]);
    assert_eq!(date(&till), "2026-11-23", "23:00 in Mexico is still today, though UTC has tomorrow");
    till.pass_seconds(2 * 3600);
    till.sell(&[COFFEE], &[cash(5000)]);
    assert_eq!(date(&till), "2026-11-24");
    till.set_clock_by(-48 * 3600);
    till.sell(&[COFFEE], &[cash(5000)]);
    assert_eq!(date(&till), "2026-11-24");
}
