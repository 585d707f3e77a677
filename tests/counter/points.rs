//! Points: earned by what is sold, spent like money, and undone by what comes back (rule 12).

use scenarios::{FakePrinter, Till, cash};
use serde_json::{Value, json};

use crate::{COFFEE, HAM, shop};

fn id(n: u128) -> domain::Id {
    domain::Id::from_u128(n)
}

fn points(amount: i64) -> Value {
    json!({"method": "points", "amount": amount})
}

/// A point for each $10.00, worth $0.50; and Rosa.
fn open() -> (Till, FakePrinter) {
    let (till, printer) = shop();
    till.ask("shift.open", json!({"shift": id(1), "cash": {"pieces": [], "loose": 100_000}, "approval": null}));
    assert_eq!(till.refused("points.save", json!({"active": true, "spend": 1000, "worth": 1000})).code, "amount_invalid");
    till.ask("points.save", json!({"active": true, "spend": 1000, "worth": 50}));
    let contact = json!({"name": "Rosa Íñiguez", "phone": "", "email": "", "address": "", "note": "", "warning": ""});
    till.ask("customers.save", json!({"id": id(40), "contact": contact, "fiscal": {"tax_id": "", "tax_name": ""}, "active": true}));
    (till, printer)
}

fn for_rosa(till: &Till, codes: &[&str]) {
    codes.iter().for_each(|code| drop(till.scan(code)));
    till.ask("cart.customer", json!({"customer": id(40)}));
}

fn held(till: &Till) -> i64 {
    till.ask("customers.get", json!({"id": id(40)}))["points"]["points"].as_i64().unwrap()
}

fn take_back(till: &Till, sale: usize) {
    let sale = till.sales()[sale].clone();
    let line = json!({"line": sale.lines[0].id, "quantity": 1000, "reason": "changed_mind", "restock": true, "note": null});
    till.ask("cart.return", json!({"sale": sale.id, "lines": [line]}));
}

#[test]
fn rule_12_points_are_earned_spent_and_undone() {
    let (till, printer) = open();
    for_rosa(&till, &[COFFEE; 10]);
    assert_eq!(till.pay(&[points(50), cash(32_450)]).unwrap_err().code, "points_short", "she has none yet");
    assert_eq!(till.pay(&[cash(32_500)]).unwrap()["points"], 32);
    till.wait_for_printer();
    assert!(printer.slip(1).row("Puntos ganados").text.ends_with("32"), "{}", printer.slip(1).text());
    till.scan(HAM);
    assert_eq!(till.pay(&[points(50), cash(1_840)]).unwrap_err().code, "points_short", "nobody spends what is nobody's");
    till.ask("cart.discard", json!({"reason": "prueba"}));

    for_rosa(&till, &[COFFEE]);
    let cart = till.ask("cart.current", Value::Null);
    assert_eq!(cart["customer"]["points"], json!({"points": 32, "worth": 1600}));
    let refused = till.ask("pay.quote", json!({"tenders": [points(1650), cash(1600)]}))["refusal"].clone();
    assert_eq!((&refused["code"], &refused["params"]["left"]), (&json!("points_short"), &json!("32")), "said before anything is charged");
    till.pay(&[points(1600), cash(1650)]).unwrap();
    assert_eq!(held(&till), 1, "all were spent, and one was earned on what was paid in money");
    let now = till.ask("drawer.state", Value::Null)["open"]["totals"].clone();
    assert_eq!((&now["expected"], &now["methods"][1]["method"]), (&json!(100_000 + 32_500 + 1650), &json!("points")));

    take_back(&till, 1);
    let quote = till.ask("pay.quote", json!({"tenders": []}));
    assert_eq!(quote["give_back"], json!([{"method": "points", "amount": -1600}, {"method": "cash", "amount": -1650}]));
    till.pay(&[points(-1600), cash(-1650)]).unwrap();
    assert_eq!(held(&till), 32, "what was spent is hers again, and what was earned is not");
    take_back(&till, 0);
    till.pay(&[cash(-3250)]).unwrap();
    assert_eq!(held(&till), 28, "a tenth of it came back: 28.8 of 32 points stay, whole ones");
    assert_eq!(till.ask("points.get", Value::Null)["owed"], 28);
}

#[test]
fn an_exchange_earns_on_what_is_taken_and_undoes_what_comes_back() {
    let (till, _printer) = open();
    for_rosa(&till, &[COFFEE]);
    till.pay(&[cash(3250)]).unwrap();
    assert_eq!(held(&till), 3);
    take_back(&till, 0);
    till.scan(HAM);
    till.scan(HAM);
    till.pay(&[cash(530)]).unwrap();
    assert_eq!(held(&till), 3, "37.80 for 32.50: three again");
}

#[test]
fn a_shop_that_gives_no_points_any_more_takes_none_and_keeps_what_was_earned() {
    let (till, _printer) = open();
    for_rosa(&till, &[COFFEE]);
    till.pay(&[cash(3250)]).unwrap();
    till.ask("points.save", json!({"active": false, "spend": 1000, "worth": 50}));
    for_rosa(&till, &[COFFEE]);
    assert_eq!(till.ask("cart.current", Value::Null)["customer"]["points"], Value::Null);
    assert_eq!(till.pay(&[points(50), cash(3200)]).unwrap_err().code, "points_short");
    till.pay(&[cash(3250)]).unwrap();
    take_back(&till, 0);
    till.pay(&[cash(-3250)]).unwrap();
    till.ask("points.save", json!({"active": true, "spend": 1000, "worth": 50}));
    assert_eq!(held(&till), 0, "the three of the first were undone, and the second earned none");
}
