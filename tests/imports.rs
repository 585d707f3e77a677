#![allow(clippy::unwrap_used)]
//! A catalogue in a file: seen before it changes anything, taken in one entry, and sold from while its rows still arrive.

use app::{Caller, Surface};
use scenarios::{Till, cash, wait_until};
use serde_json::{Value, json};

fn preview(till: &Till, upload: &str) -> Value {
    till.ask("imports.preview", json!({"upload": upload, "name": "catálogo.csv", "mapping": null}))
}

fn import(till: &Till, text: &str) -> Value {
    let upload = till.upload(text);
    let mapping = preview(till, &upload)["mapping"].clone();
    till.ask("imports.start", json!({"upload": upload, "mapping": mapping}));
    wait_until("the import has arrived", || !matches!(phase(till).as_str(), "reading" | "arriving"));
    till.ask("imports.state", Value::Null)
}

fn phase(till: &Till) -> String {
    till.ask("imports.state", Value::Null)["phase"].as_str().unwrap().to_owned()
}

const CATALOGUE: &str = "código de barras;nombre;precio;categoría;existencia\n\
    7501055300075;Coca-Cola 600 ml;20,00;Bebidas;12\n\
    7501055300076;Dígito equivocado;9,50;Bebidas;1\n\
    ;Bolillo;3,50;Panadería;40\n";

#[test]
fn a_preview_names_the_bad_rows_and_changes_nothing() {
    let till = Till::of("MX", None);
    let seen = preview(&till, &till.upload(CATALOGUE));
    assert_eq!((seen["row_count"].as_u64(), seen["good_count"].as_u64()), (Some(3), Some(2)));
    assert_eq!(seen["first_errors"][0]["code"], "barcode_check_digit");
    assert_eq!(seen["first_errors"][0]["line"], 3);
    assert_eq!(till.ask("products.list", json!({"text": "", "category": null, "active": null, "after": null}))["total"], 0);
}

#[test]
fn imported_products_are_sold_by_scan_and_by_name() {
    let till = Till::of("MX", None);
    let state = import(&till, CATALOGUE);
    assert_eq!((state["phase"].as_str(), state["left_out"].as_i64()), (Some("idle"), Some(1)));
    let scanned = till.ask("cart.scan", json!({"code": "7501055300075"}));
    assert_eq!(scanned["cart"]["total"], 2000);
    wait_until("the name index has caught up", || {
        till.ask("products.search", json!({"text": "bolilo", "limit": 5})).as_array().unwrap().len() == 1
    });
    let categories = till.ask("categories.list", Value::Null);
    assert_eq!(categories.as_array().unwrap().len(), 2);
    till.ask("sale.complete", json!({"cart": scanned["cart"]["id"], "tenders": [cash(2000)], "print": false}));
    let product = till.ask("products.by_code", json!({"code": "7501055300075"}));
    assert_eq!(product[0]["stock"], 11_000, "twelve arrived and one was sold");
}

#[test]
fn a_second_import_edits_what_is_known_and_doubles_nothing() {
    let till = Till::of("MX", None);
    import(&till, CATALOGUE);
    import(&till, "código de barras;nombre;precio\n7501055300075;Coca-Cola 600 ml;21,00\n");
    let list = till.ask("products.list", json!({"text": "", "category": null, "active": null, "after": null}));
    assert_eq!(list["total"], 2);
    let product = till.ask("products.by_code", json!({"code": "7501055300075"}));
    assert_eq!(
        (product[0]["price"].as_i64(), product[0]["stock"].as_i64()),
        (Some(210_000), Some(12_000)),
        "its stock is what was counted before"
    );
}

#[test]
fn a_file_that_is_no_table_is_refused_in_words() {
    let till = Till::of("MX", None);
    let upload = till.upload("");
    let refused = till.refused("imports.preview", json!({"upload": upload, "name": "x.csv", "mapping": null}));
    assert_eq!(refused.code, "file_empty");
}

#[test]
fn only_who_may_edit_products_brings_a_file() {
    let till = Till::of("MX", None);
    let cashier = till.hire("Karla", "cashier", "4071");
    till.sign_in(&cashier, "4071");
    let refused = till.app().upload(Caller::new("window:till", Surface::Till), std::iter::once(Ok("x"))).unwrap_err();
    assert_eq!(refused.code, "not_permitted");
    let nobody = till.app().upload(Caller::new("window:other", Surface::Till), std::iter::once(Ok("x"))).unwrap_err();
    assert_eq!(nobody.code, "session_expired");
}
