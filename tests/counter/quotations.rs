//! What is offered at a price until a day: its own number and paper, taken up once at what it says, and afterwards at the prices of today.

use scenarios::{Till, cash};
use serde_json::{Value, json};

use crate::{COFFEE, HAM, shop};

const CASHIER_PIN: &str = "5830";

fn make(till: &Till, days: i64) -> Result<Value, app::Failure> {
    let cart = till.ask("cart.current", Value::Null)["id"].clone();
    till.call("quotations.make", json!({"cart": cart, "days": days, "print": true}))
}

fn states(till: &Till) -> Vec<(String, String)> {
    let text = |value: &Value| value.as_str().unwrap().to_owned();
    let listed = till.ask("quotations.list", Value::Null);
    listed.as_array().unwrap().iter().map(|row| (text(&row["number"]), text(&row["state"]))).collect()
}

fn state(number: &str, state: &str) -> (String, String) {
    (number.to_owned(), state.to_owned())
}

fn reprice(till: &Till, code: &str, price: i64) {
    let id = till.ask("products.by_code", json!({"code": code}))[0]["id"].clone();
    let mut product = till.ask("products.get", json!({"id": id}));
    product["price"] = json!(price);
    product["opening_stock"] = Value::Null;
    till.ask("products.save", product);
}

#[test]
fn an_offer_moves_nothing_prints_its_last_day_and_is_sold_once_at_what_it_says() {
    let (till, printer) = shop();
    let before = till.ask("products.by_code", json!({"code": COFFEE}))[0]["stock"].clone();
    till.scan(COFFEE);
    till.scan(COFFEE);
    let row = make(&till, 15).unwrap();
    assert_eq!((&row["number"], &row["total"], &row["valid_until"]), (&json!("AQ-1"), &json!(6500), &json!("2026-12-08")));
    assert_eq!(till.ask("cart.current", Value::Null)["lines"], json!([]), "the next customer is served");
    assert_eq!((till.sales().len(), &till.ask("products.by_code", json!({"code": COFFEE}))[0]["stock"]), (0, &before));
    till.wait_for_printer();
    let paper = printer.slip(1);
    for words in ["Cotización", "AQ-000001", "Válida hasta", "08/12/2026", "No es comprobante de venta"] {
        assert!(paper.text().contains(words), "{words}: {}", paper.text());
    }
    assert!(paper.pulses().is_empty() && paper.qr_codes().is_empty());

    reprice(&till, COFFEE, 400_000);
    let cart = till.ask("quotations.take", json!({"id": row["id"]}));
    assert_eq!(cart["total"], 6500, "the shop keeps its word");
    assert_eq!(till.ask("quotations.take", json!({"id": row["id"]}))["id"], cart["id"], "the same press again");
    till.pay(&[cash(6500)]).unwrap();
    assert_eq!(till.sales()[0].quotation.map(|id| id.to_string()), row["id"].as_str().map(str::to_owned));
    assert_eq!(states(&till), [state("AQ-1", "taken")]);
    assert_eq!(till.refused("quotations.take", json!({"id": row["id"]})).code, "quotation_taken");
}

#[test]
fn what_a_supervisor_offered_a_cashier_sells_but_what_she_changes_is_hers() {
    let (till, _printer) = shop();
    let cashier = till.hire("Luz", "cashier", CASHIER_PIN);
    let cart = till.scan(COFFEE);
    let line = cart["lines"][0]["id"].clone();
    till.ask("cart.line", json!({"line": line, "change": {"discount": {"kind": "rate", "rate": 400_000}}}));
    let row = make(&till, 1).unwrap();
    till.sign_in(&cashier, CASHIER_PIN);
    till.scan(HAM);
    let cart = till.ask("quotations.take", json!({"id": row["id"]}));
    assert_eq!(cart["total"], 1950);
    assert_eq!(till.ask("tickets.list", Value::Null)["waiting"].as_array().unwrap().len(), 1, "the ticket that was begun waits");
    let more = json!({"line": cart["lines"][0]["id"], "change": {"quantity": 2000}});
    assert_eq!(till.refused("cart.line", more).code, "discount_not_permitted", "that much was not offered");
    assert_eq!(till.refused("cart.discount", json!({"discount": {"kind": "rate", "rate": 100_000}})).code, "discount_not_permitted");
    till.pay(&[cash(1950)]).unwrap();
}

#[test]
fn an_offer_ends_with_its_last_day_and_then_things_cost_what_they_cost() {
    let (till, _printer) = shop();
    till.scan(COFFEE);
    assert_eq!(make(&till, 0).unwrap_err().code, "field_invalid");
    let row = make(&till, 1).unwrap();
    till.set_clock_by(24 * 3600);
    assert_eq!(states(&till), [state("AQ-1", "open")], "its last day is a day of it");
    till.set_clock_by(24 * 3600);
    assert_eq!(states(&till), [state("AQ-1", "expired")]);
    assert_eq!(till.refused("quotations.take", json!({"id": row["id"]})).code, "quotation_expired");
    reprice(&till, COFFEE, 400_000);
    let again = till.ask("quotations.again", json!({"id": row["id"]}));
    assert_eq!((&again["cart"]["total"], &again["missing"]), (&json!(4000), &json!([])));
}

#[test]
fn two_tickets_of_one_offer_are_one_sale_and_the_other_says_why() {
    let (till, _printer) = shop();
    let cashier = till.hire("Luz", "cashier", CASHIER_PIN);
    till.scan(COFFEE);
    let row = make(&till, 5).unwrap();
    till.ask("quotations.take", json!({"id": row["id"]}));
    till.sign_in(&cashier, CASHIER_PIN);
    till.ask("quotations.take", json!({"id": row["id"]}));
    till.pay(&[cash(3250)]).unwrap();
    till.sign_in_owner();
    assert_eq!(till.pay(&[cash(3250)]).unwrap_err().code, "quotation_taken");
    assert_eq!(till.sales().len(), 1);
}
