//! The head of each receipt: the owner mends it, and the paper follows.

use app::{Caller, Surface};
use scenarios::{Till, cash};
use serde_json::{Value, json};

use crate::{COFFEE, shop};

const MARK: &[u8] = include_bytes!("../../icons/128x128.png");

fn upload(till: &Till, file: &[u8]) -> Value {
    let uploaded = till.app().upload(Caller::new("window:till", Surface::Till), std::iter::once(Ok(file))).unwrap();
    json!(uploaded.id)
}

#[test]
fn a_mended_address_is_on_the_next_receipt() {
    let (till, printer) = shop();
    let saved = till.ask("shop.save", json!({"name": " Peñafiel  Café ", "tax_id": " XEXX010101000", "address": "Av. Juárez 21"}));
    assert_eq!((&saved["name"], &saved["tax_id"]), (&json!("Peñafiel Café"), &json!("XEXX010101000")));
    till.sell(&[COFFEE], &[cash(6000)]);
    let paper = printer.slip(1);
    assert_eq!(paper.lines().next().unwrap().text.trim(), "Peñafiel Café");
    assert!(paper.text().contains("XEXX010101000") && paper.text().contains("Av. Juárez 21"), "{}", paper.text());
}

#[test]
fn a_shop_without_a_name_or_with_a_novel_for_an_address_is_refused() {
    let (till, _printer) = shop();
    let before = till.ask("shop.get", Value::Null);
    let refused = till.refused("shop.save", json!({"name": "  ", "tax_id": "", "address": ""}));
    assert_eq!(refused.code, "name_required");
    let refused = till.refused("shop.save", json!({"name": "Café", "tax_id": "", "address": "x".repeat(201)}));
    assert_eq!((refused.code.as_str(), refused.params["field"].as_str()), ("field_invalid", "address"));
    assert_eq!(till.ask("shop.get", Value::Null), before);
}

#[test]
fn a_logo_is_above_the_name_until_it_is_taken_away() {
    let (mut till, printer) = shop();
    let saved = till.ask("shop.logo", json!({"upload": upload(&till, MARK)}));
    assert!(saved["logo_png_base64"].as_str().is_some_and(|png| png.len() > 100));
    till.restart();
    till.sign_in_owner();
    till.sell(&[COFFEE], &[cash(6000)]);
    assert_eq!(printer.slip(1).images(), 1, "it outlives a restart");
    till.ask("shop.save", json!({"name": "Café", "tax_id": "", "address": ""}));
    till.sell(&[COFFEE], &[cash(6000)]);
    assert_eq!(printer.slip(2).images(), 1, "another name leaves it where it is");
    till.ask("shop.logo", json!({"upload": null}));
    till.sell(&[COFFEE], &[cash(6000)]);
    assert_eq!(printer.slip(3).images(), 0);
}

#[test]
fn what_is_no_picture_changes_nothing() {
    let (till, _printer) = shop();
    let logo = till.ask("shop.logo", json!({"upload": upload(&till, MARK)}));
    let text = upload(&till, b"codigo,nombre\n");
    assert_eq!(till.refused("shop.logo", json!({"upload": text})).code, "logo_unreadable");
    let large = upload(&till, &vec![0; 11 << 20]);
    assert_eq!(till.refused("shop.logo", json!({"upload": large})).code, "logo_too_large");
    assert_eq!(till.refused("shop.logo", json!({"upload": "019aa000-0000-7000-8000-000000000000"})).code, "not_found");
    assert_eq!(till.ask("shop.get", Value::Null), logo);
}

/// A restored copy may lack the file: the receipt is printed without it.
#[test]
fn a_lost_logo_stops_no_receipt() {
    let (till, printer) = shop();
    till.ask("shop.logo", json!({"upload": upload(&till, MARK)}));
    std::fs::remove_dir_all(till.place.database.with_file_name("blobs")).unwrap();
    till.sell(&[COFFEE], &[cash(6000)]);
    let paper = printer.slip(1);
    assert_eq!((paper.images(), paper.cuts()), (0, 1));
}
