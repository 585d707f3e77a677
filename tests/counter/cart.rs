//! The open cart: what a scan finds, and what stays of a line that was taken out.

use domain::barcode::check_digit;
use domain::entry::Fact;
use scenarios::{Till, card, cash};
use serde_json::{Value, json};

use crate::{COFFEE, HAM, shop};

fn current(till: &Till) -> Value {
    till.ask("cart.current", Value::Null)
}

fn scanned(till: &Till, code: &str) -> Value {
    till.ask("cart.scan", json!({"code": code}))
}

/// A scale's label: prefix, item and value, with its check digit.
fn label(body: &str) -> String {
    format!("{body}{}", check_digit(body))
}

#[test]
fn the_same_product_grows_its_line() {
    let (till, _printer) = shop();
    till.scan(COFFEE);
    let cart = till.scan(COFFEE);
    assert_eq!((cart["lines"].as_array().unwrap().len(), &cart["lines"][0]["quantity"]), (1, &json!(2000)));
    assert_eq!((&cart["total"], &cart["count"]), (&json!(6500), &json!(2000)));
}

#[test]
fn a_code_is_found_however_it_is_read() {
    let (till, _printer) = shop();
    till.stock("Agua", "036000291452", 100_000, json!({"sku": "AGUA-1"}));
    for code in ["036000291452", "0036000291452", " 036000291452\r\n", "AGUA-1"] {
        assert_eq!(scanned(&till, code)["kind"], "added", "{code:?} is the water");
    }
    assert_eq!(current(&till)["lines"][0]["quantity"], 4000);
}

#[test]
fn unknown_mistyped_and_inactive_codes_are_told_apart() {
    let (till, _printer) = shop();
    let unknown = scanned(&till, "4006381333931");
    assert_eq!(unknown, json!({"kind": "unknown", "code": "4006381333931", "wrong_check_digit": false}));
    assert_eq!(scanned(&till, "4006381333930")["wrong_check_digit"], true);
    let bread = till.stock("Bolillo", "4006381333931", 25_000, json!({}));
    let mut inactive = bread.clone();
    inactive["active"] = json!(false);
    till.ask("products.save", inactive);
    let answer = scanned(&till, "4006381333931");
    assert_eq!((&answer["kind"], &answer["product"]["name"]), (&json!("inactive"), &json!("Bolillo")));
    assert_eq!(till.refused("cart.add", json!({"product": bread["id"]})).code, "product_inactive");
    assert_eq!(current(&till)["lines"], json!([]), "none of these sold anything");
}

#[test]
fn a_product_that_the_catalogue_lacks_is_sold_as_it_stands_there() {
    let (till, printer) = shop();
    let free = json!({"name": "Piñata chica", "unit_price": 1_500_000, "quantity": 1000, "tax_class": "iva16", "barcode": "4006381333931"});
    let added = till.ask("cart.add_free", free);
    assert_eq!(added["cart"]["lines"][0]["provisional"], true);
    till.pay(&[card(15_000)]).unwrap();
    assert!(printer.slip(1).row("Piñata chica").text.ends_with("$150.00"));
    let sale = &till.sales()[0];
    assert_eq!((sale.lines[0].product, sale.lines[0].barcode.as_deref()), (None, Some("4006381333931")));
}

#[test]
fn a_scales_labels_give_weight_or_price() {
    let (till, printer) = shop();
    till.stock("Queso Oaxaca", "", 1_890_000, json!({"sku": "1234", "unit": "kg", "barcodes": [], "tax_class": "iva0"}));
    till.scan(&label("200123400725"));
    let cart = till.scan(&label("210123404550"));
    let line = |n: usize| &cart["lines"][n];
    assert_eq!((&line(0)["quantity"], &line(0)["amount"]), (&json!(725), &json!(13_703)), "0.725 kg at $189.00");
    assert_eq!(
        (&line(1)["quantity"], &line(1)["amount"]),
        (&json!(241), &json!(4550)),
        "$45.50 buys 0.241 kg, and the label's price stands"
    );
    assert_eq!(line(1)["label"], true);
    assert_eq!(cart["count"], 2000, "a weighed bag is one article");
    let cart = till.scan(&label("200123400725"));
    assert_eq!(cart["lines"].as_array().unwrap().len(), 3, "each label is a bag of its own");
    till.pay(&[card(31_956)]).unwrap();
    assert!(printer.slip(1).row("0.725 kg x $189.00").text.ends_with("$137.03"));

    let wrong = format!("200123400725{}", (check_digit("200123400725") + 1) % 10);
    assert_eq!(scanned(&till, &wrong)["wrong_check_digit"], true, "a label that was read wrongly sells nothing");
    assert_eq!(scanned(&till, &label("209999900725"))["kind"], "unknown", "the scale knows a product that the shop does not");
}

#[test]
fn a_restart_keeps_the_cart_line_by_line_and_the_numbers_go_on() {
    let (mut till, _printer) = shop();
    till.sell(&[COFFEE], &[cash(5000)]);
    till.scan(COFFEE);
    till.scan(HAM);
    let line = current(&till)["lines"][0]["id"].clone();
    till.ask("cart.line", json!({"line": line, "change": {"quantity": 3000, "note": "sin azúcar"}}));
    till.ask("cart.discount", json!({"discount": {"kind": "rate", "rate": 50_000}}));
    let before = current(&till);
    till.restart();
    assert_eq!(till.refused("cart.current", Value::Null).code, "session_expired", "a session ends with the program");
    till.sign_in_owner();
    assert_eq!(current(&till), before);
    let sale = till.pay(&[cash(20_000)]).unwrap();
    assert_eq!(sale["number"], "A-000002");
    assert_eq!(sale["id"], before["id"], "the cart's id is the sale's");
    assert_eq!(till.ask("app.state", Value::Null)["notice"], Value::Null);
}

#[test]
fn each_cashier_has_her_own_cart() {
    let (till, _printer) = shop();
    let rosa = till.hire("Rosa", "cashier", "5830");
    till.scan(COFFEE);
    till.sign_in(&rosa, "5830");
    assert_eq!(current(&till)["lines"], json!([]));
    till.scan(HAM);
    till.sign_in_owner();
    assert_eq!(current(&till)["lines"][0]["name"], "Café de olla");
}

#[test]
fn a_removed_line_can_come_back_and_otherwise_stays_in_the_sales_story() {
    let (till, printer) = shop();
    till.scan(COFFEE);
    let cart = till.scan(HAM);
    let ham = json!({"line": cart["lines"][1]["id"]});
    till.ask("cart.remove", ham.clone());
    assert_eq!(till.refused("cart.remove", ham.clone()).code, "line_not_found");
    assert_eq!(till.ask("cart.restore", ham.clone()), cart, "it is back in its place");
    till.ask("cart.remove", ham);
    till.pay(&[cash(5000)]).unwrap();
    let sale = &till.sales()[0];
    assert_eq!(sale.lines.iter().map(|line| line.name.as_str()).collect::<Vec<_>>(), ["Café de olla"]);
    assert_eq!(sale.removed.iter().map(|line| line.name.as_str()).collect::<Vec<_>>(), ["Jamón de pavo"]);
    assert!(!printer.slip(1).text().contains("Jamón de pavo"), "the customer did not buy it");
}

#[test]
fn a_discarded_cart_is_a_fact() {
    let (till, _printer) = shop();
    till.ask("cart.discard", json!({"reason": null}));
    till.scan(COFFEE);
    let cart = till.scan(HAM);
    till.ask("cart.remove", json!({"line": cart["lines"][0]["id"]}));
    let fresh = till.ask("cart.discard", json!({"reason": "se fue sin pagar"}));
    assert_eq!(fresh["lines"], json!([]));
    assert_ne!(fresh["id"], cart["id"]);
    let discarded: Vec<_> =
        till.entries().into_iter().filter_map(|entry| if let Fact::CartDiscarded(it) = entry.fact { Some(it) } else { None }).collect();
    let [only] = &discarded[..] else { panic!("an empty cart leaves no fact: {discarded:?}") };
    assert_eq!(json!(only.cart), cart["id"]);
    let mut names: Vec<_> = only.lines.iter().map(|line| line.name.as_str()).collect();
    names.sort_unstable();
    assert_eq!(names, ["Café de olla", "Jamón de pavo"], "what had been taken out is told too");
    assert!(only.reason.is_some());
    assert_eq!(till.refused("sale.complete", json!({"cart": cart["id"], "tenders": [cash(5000)], "print": false})).code, "cart_changed");
}
