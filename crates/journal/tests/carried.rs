#![allow(clippy::unwrap_used)]

//! What a receipt carries. Paper lives as long as a customer keeps it: these bytes are read by every till in the field.

mod support;

use domain::Money;
use domain::carried::Carried;
use domain::receipt_code::ReceiptCode;
use journal::{SigningKey, carried};

/// Of the sale of the golden files, by a key of thirty-two nines.
const PRINTED: &str = concat!(
    "MOSTRADOR/2 A-001042 2026-11-22 20000 3f9c0a77d1b2c3e4 B7WJFBP6UQ2F7LTE5KDRNPOLGWXJPD5Z3QBFYNYHPOLRY",
    "AQNERIFW6XTQMRGJ35PVOLRLZQFH3S77MLHBYBXJ3IVRGZLTZOC6IJH4AAQAAAAAAAAAAAAAAAAAAAAAAAAMQAUCAGAXABAAAABA",
    "NUXMYMAYQJQCBLJOZQTCNQBAAAAAAAAAAAAAAAAMUAQAAAAAAADEAAAACQB7IEWQAAZBSAC2AH3BDICAEAABEBL",
);

fn code() -> ReceiptCode {
    ReceiptCode::new("A-001042".to_owned(), "2026-11-22".parse().unwrap(), Money::of(20_000), "3f9c0a77d1b2c3e4")
}

fn key() -> SigningKey {
    SigningKey::from_seed(&[9; 32])
}

#[test]
fn the_bytes_on_paper_stay_as_they_are() {
    let carried = Carried::of(&support::sale()).unwrap();
    let signed = carried::sign(code(), &carried, &key());
    assert_eq!(signed.to_string(), PRINTED);
    assert_eq!(carried::open(&PRINTED.parse().unwrap(), &[key().public()]), Some(carried));
}

#[test]
fn another_key_another_total_or_another_letter_opens_nothing() {
    let signed = carried::sign(code(), &Carried::of(&support::sale()).unwrap(), &key());
    let other = SigningKey::from_seed(&[8; 32]).public();
    assert_eq!(carried::open(&signed, &[other]), None);
    let keys = [other, key().public()];
    assert!(carried::open(&signed, &keys).is_some());
    assert_eq!(carried::open(&ReceiptCode { total: Money::of(20_001), ..signed.clone() }, &keys), None);
    let lines = signed.lines.clone().unwrap();
    for at in 0..lines.len() {
        let letter = if lines.as_bytes()[at] == b'A' { "B" } else { "A" };
        let changed = format!("{}{letter}{}", &lines[..at], &lines[at + 1..]);
        assert_eq!(carried::open(&ReceiptCode { lines: Some(changed), ..signed.clone() }, &keys), None, "letter {at}");
    }
}

#[test]
fn a_ticket_that_is_too_long_carries_nothing() {
    let mut sale = support::sale();
    let line = sale.lines[0].clone();
    sale.lines = vec![line; 40];
    let signed = carried::sign(code(), &Carried::of(&sale).unwrap(), &key());
    assert_eq!(signed, code());
}
