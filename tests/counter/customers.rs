//! Customers at the counter: written down once, found again however somebody types, and forgotten when they want to be.

use scenarios::{Till, cash, holding};
use serde_json::{Value, json};

use crate::{COFFEE, shop};

pub fn id(n: u128) -> String {
    domain::Id::from_u128(n).to_string()
}

pub fn saving(n: u128, name: &str, phone: &str, tax_id: &str) -> Value {
    json!({
        "id": id(n), "active": true,
        "contact": {"name": name, "phone": phone, "email": "", "address": "", "note": "le gusta fuerte", "warning": "pide factura"},
        "fiscal": {"tax_id": tax_id, "tax_name": ""},
    })
}

pub fn rosa(till: &Till) -> String {
    till.ask("customers.save", saving(40, "Rosa Íñiguez Peña", "55 1234 5678", "GODE561231GR8"));
    id(40)
}

fn found(till: &Till, text: &str) -> Vec<Value> {
    till.ask("customers.search", json!({"text": text})).as_array().unwrap().iter().map(|row| row["id"].clone()).collect()
}

#[test]
fn a_customer_is_found_by_name_telephone_and_tax_number() {
    let (till, _printer) = shop();
    let rosa = rosa(&till);
    till.ask("customers.save", saving(41, "Luis Mora", "5599990000", ""));
    for text in ["iniguez", "PENA ros", "551234", "55-1234 5678", "gode56"] {
        assert_eq!(found(&till, text), [json!(rosa)], "{text}");
    }
    assert_eq!(found(&till, "").len(), 2);
    for text in ["100%", "--", " . "] {
        assert_eq!(found(&till, text).len(), 0, "{text}");
    }
}

#[test]
fn whoever_looks_like_somebody_known_is_told_and_nothing_is_forbidden() {
    let (till, _printer) = shop();
    let rosa = rosa(&till);
    let doubts = till.ask("customers.doubts", saving(42, "rosa iniguez peña", "", "SAT970701NN4"));
    assert_eq!((&doubts["similar"][0]["row"]["id"], &doubts["similar"][0]["likeness"]), (&json!(rosa), &json!("name")));
    assert_eq!(doubts["tax_id"], "check_digit");
    till.ask("customers.save", saving(42, "rosa iniguez peña", "", "SAT970701NN4"));
    let own = till.ask("customers.doubts", saving(40, "Rosa Íñiguez Peña", "55 1234 5678", "GODE561231GR8"));
    assert_eq!(own["similar"].as_array().unwrap().len(), 1, "she is not like herself");
}

#[test]
fn the_same_save_twice_is_one_entry() {
    let (till, _printer) = shop();
    rosa(&till);
    let before = till.entries().len();
    rosa(&till);
    assert_eq!(till.entries().len(), before);
}

#[test]
fn a_ticket_is_for_whoever_was_chosen_and_the_sale_says_so() {
    let (mut till, printer) = shop();
    let rosa = rosa(&till);
    till.scan(COFFEE);
    let cart = till.ask("cart.customer", json!({"customer": rosa}));
    assert_eq!((&cart["customer"]["name"], &cart["customer"]["warning"]), (&json!("Rosa Íñiguez Peña"), &json!("pide factura")));
    till.restart();
    till.sign_in_owner();
    assert_eq!(till.ask("cart.current", Value::Null)["customer"]["id"], json!(rosa), "a restart forgets nobody");
    till.pay(&[cash(3250)]).unwrap();
    assert_eq!(till.sales()[0].customer.unwrap().to_string(), rosa);
    till.wait_for_printer();
    assert!(!printer.slip(1).text().contains("Rosa"), "who pays is nobody's business");
    let view = till.ask("customers.get", json!({"id": rosa}));
    assert_eq!((&view["visits"], &view["favourites"][0]["name"]), (&json!(1), &json!("Café de olla")));
}

#[test]
fn whoever_is_erased_is_nowhere_and_her_sales_stay() {
    let (till, _printer) = shop();
    let rosa = rosa(&till);
    till.scan(COFFEE);
    till.ask("cart.customer", json!({"customer": rosa}));
    till.pay(&[cash(3250)]).unwrap();
    till.ask("customers.erase", json!({"id": rosa}));
    assert!(found(&till, "").is_empty());
    assert_eq!(till.refused("customers.get", json!({"id": rosa})).code, "not_found");
    assert_eq!(till.refused("customers.save", saving(40, "Rosa", "", "")).code, "not_found");
    assert_eq!(holding(&till, &["Íñiguez Peña", "GODE561231GR8"]), Vec::<String>::new());
    assert_eq!(till.sales().len(), 1);
}
