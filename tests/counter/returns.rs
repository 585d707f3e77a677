//! What comes back at the counter: refunds and exchanges, through the door, with real paper and a drawer that agrees.

use domain::entry::Fact;
use scenarios::{Till, card, cash, wait_until};
use serde_json::{Value, json};

use crate::{COFFEE, HAM, shop};

const SUPERVISOR_PIN: &str = "583019";
const CASHIER_PIN: &str = "5830";

fn returnable(till: &Till, sale: domain::Id) -> Value {
    till.ask("returns.find", json!({"id": sale}))
}

fn line(view: &Value, at: usize) -> Value {
    view["lines"][at]["line"].clone()
}

/// Takes so much of a line back; answers the cart.
fn take_back(till: &Till, sale: domain::Id, line: &Value, quantity: i64, restock: bool) -> Value {
    till.ask("cart.return", asked(sale, line, quantity, restock))
}

fn asked(sale: domain::Id, line: &Value, quantity: i64, restock: bool) -> Value {
    json!({"sale": sale, "lines": [{"line": line, "quantity": quantity, "reason": "changed_mind", "restock": restock, "note": null}]})
}

fn stock(till: &Till, code: &str) -> i64 {
    till.ask("products.by_code", json!({"code": code}))[0]["stock"].as_i64().unwrap()
}

fn finish(till: &Till, tenders: &[Value], approval: &Value) -> Result<Value, app::Failure> {
    let cart = till.ask("cart.current", Value::Null)["id"].clone();
    till.call("sale.complete", json!({"cart": cart, "tenders": tenders, "print": true, "approval": approval}))
}

#[test]
fn a_receipt_that_is_scanned_gives_back_what_was_paid_and_the_goods_their_shelf() {
    let (till, printer) = shop();
    till.ask("shift.open", json!({"shift": domain::Id::from_u128(1), "cash": {"pieces": [], "loose": 100_000}, "approval": null}));
    let before = (stock(&till, COFFEE), stock(&till, HAM));
    till.sell(&[COFFEE, COFFEE, HAM], &[cash(10_000)]);
    let sale = till.sales()[0].clone();
    till.wait_for_printer();
    let code = printer.slip(1).qr_codes()[0].to_owned();
    assert_eq!(till.ask("cart.scan", json!({"code": code})), json!({"kind": "receipt", "sale": sale.id, "receipt": null}));
    let listed = till.ask("receipts.list", json!({"text": code, "date": null, "after": null}));
    assert_eq!(listed["rows"][0]["id"], json!(sale.id), "nor is it lost on the screen of receipts");

    let view = returnable(&till, sale.id);
    assert_eq!((&view["number"], &view["lines"][0]["left"], &view["lines"][0]["amount"]), (&json!("A-1"), &json!(2000), &json!(6500)));
    let cart = take_back(&till, sale.id, &line(&view, 0), 2000, true);
    assert_eq!(cart["total"], -6500);
    let cart = take_back(&till, sale.id, &line(&view, 0), 1000, true);
    assert_eq!((&cart["total"], cart["lines"].as_array().unwrap().len()), (&json!(-3250), 1), "the last word holds");
    take_back(&till, sale.id, &line(&view, 1), 1000, false);
    let quote = till.ask("pay.quote", json!({"tenders": []}));
    assert_eq!(quote["give_back"], json!([{"method": "cash", "amount": -5140}]));
    assert_eq!(finish(&till, &[cash(-5000)], &Value::Null).unwrap_err().code, "refund_short");
    let done = finish(&till, &[cash(-5140)], &Value::Null).unwrap();
    assert_eq!((&done["total"], &done["drawer"]), (&json!(-5140), &json!(true)));

    assert_eq!((stock(&till, COFFEE), stock(&till, HAM)), (before.0 - 1000, before.1 - 1000), "the ham is not sold again");
    let refund = till.sales()[1].clone();
    assert_eq!(refund.check_balance(), Ok(()));
    let of = refund.lines[0].returned.clone().unwrap().of.unwrap();
    assert_eq!((of.sale, of.line), (sale.id, sale.lines[0].id), "rule 13: it belongs to the line that was sold");
    assert_eq!(till.ask("drawer.state", Value::Null)["open"]["totals"]["expected"], 100_000 + 8390 - 5140);
    till.wait_for_printer();
    wait_until("the refund is printed", || printer.slips().len() == 2);
    let paper = printer.slip(2);
    for words in ["Devolución", "Devolución de A-000001", "Se devuelve: Efectivo", "$51.40"] {
        assert!(paper.text().contains(words), "{words}: {}", paper.text());
    }
    assert!(!paper.text().contains("Cambio"), "{}", paper.text());
    let view = returnable(&till, sale.id);
    assert_eq!((&view["lines"][0]["left"], &view["lines"][1]["left"]), (&json!(1000), &json!(0)));
    let refused = till.refused("cart.return", asked(sale.id, &line(&view, 1), 1000, true));
    assert_eq!((refused.code.as_str(), refused.params["left"].as_str()), ("return_too_much", "0"));
}

#[test]
fn an_exchange_is_one_ticket_and_only_the_difference_is_paid() {
    let (till, printer) = shop();
    till.sell(&[HAM], &[cash(2000)]);
    let sale = till.sales()[0].id;
    take_back(&till, sale, &line(&returnable(&till, sale), 0), 1000, true);
    till.scan(COFFEE);
    let cart = till.ask("cart.current", Value::Null);
    assert_eq!(cart["total"], 3250 - 1890);
    let done = finish(&till, &[cash(2000)], &Value::Null).unwrap();
    assert_eq!((&done["total"], &done["change"]), (&json!(1360), &json!(640)));
    assert_eq!(till.sales().len(), 2);
    till.wait_for_printer();
    let paper = printer.slip(2).text();
    assert!(paper.contains("Ticket") && paper.contains("Devolución de A-000001") && paper.contains("$13.60"), "{paper}");
}

#[test]
fn the_same_thing_again_costs_nothing_and_bears_no_tax() {
    let (till, _printer) = shop();
    till.sell(&[COFFEE], &[card(3250)]);
    let sale = till.sales()[0].id;
    take_back(&till, sale, &line(&returnable(&till, sale), 0), 1000, false);
    till.scan(COFFEE);
    let done = finish(&till, &[], &Value::Null).unwrap();
    assert_eq!(done["total"], 0);
    let exchange = till.sales()[1].clone();
    assert!(exchange.taxes.iter().all(|tax| tax.amount.get() == 0 && tax.base.get() == 0), "{:?}", exchange.taxes);
}

#[test]
fn card_money_goes_out_in_cash_only_with_a_supervisor_who_stands_in_the_entry() {
    let (till, _printer) = shop();
    let supervisor = till.hire("Marta", "supervisor", SUPERVISOR_PIN);
    let cashier = till.hire("Luz", "cashier", CASHIER_PIN);
    till.sign_in(&cashier, CASHIER_PIN);
    till.sell(&[COFFEE], &[card(3250)]);
    let sale = till.sales()[0].id;
    take_back(&till, sale, &line(&returnable(&till, sale), 0), 1000, true);
    assert_eq!(till.ask("pay.quote", json!({"tenders": []}))["give_back"], json!([{"method": "card", "amount": -3250}]));
    assert_eq!(finish(&till, &[cash(-3250)], &Value::Null).unwrap_err().code, "supervisor_needed");
    let own = json!({"user": cashier, "secret": CASHIER_PIN});
    assert_eq!(finish(&till, &[cash(-3250)], &own).unwrap_err().code, "not_permitted");
    finish(&till, &[cash(-3250)], &json!({"user": supervisor, "secret": SUPERVISOR_PIN})).unwrap();
    assert_eq!(till.sales()[1].approved_by.map(|id| json!(id)), Some(json!(supervisor)));
}

#[test]
fn without_a_receipt_a_line_comes_back_at_todays_price_with_a_supervisor() {
    let (till, _printer) = shop();
    let supervisor = till.hire("Marta", "supervisor", SUPERVISOR_PIN);
    let cashier = till.hire("Luz", "cashier", CASHIER_PIN);
    till.sign_in(&cashier, CASHIER_PIN);
    till.scan(HAM);
    let line = till.ask("cart.current", Value::Null)["lines"][0]["id"].clone();
    let cart = till.ask("cart.return_without", json!({"line": line, "reason": "other", "restock": false, "note": null}));
    assert_eq!(cart["total"], -1890);
    let granted = json!({"user": supervisor, "secret": SUPERVISOR_PIN});
    assert_eq!(finish(&till, &[cash(-1890)], &granted).unwrap_err().code, "reason_needed");
    till.ask("cart.line", json!({"line": line, "change": {"note": "venía abierto"}}));
    let fixed = till.refused("cart.line", json!({"line": line, "change": {"quantity": 5000}}));
    assert_eq!(fixed.code, "return_fixed");
    assert_eq!(finish(&till, &[cash(-1890)], &Value::Null).unwrap_err().code, "supervisor_needed");
    finish(&till, &[cash(-1890)], &granted).unwrap();
    assert_eq!(till.sales()[0].lines[0].returned.clone().unwrap().of, None);
}

#[test]
fn two_screens_that_take_the_same_line_back_give_it_back_once() {
    let (till, _printer) = shop();
    let cashier = till.hire("Luz", "cashier", CASHIER_PIN);
    till.sell(&[COFFEE], &[cash(5000)]);
    let sale = till.sales()[0].id;
    let line = line(&returnable(&till, sale), 0);
    take_back(&till, sale, &line, 1000, true);
    till.sign_in(&cashier, CASHIER_PIN);
    take_back(&till, sale, &line, 1000, true);
    finish(&till, &[cash(-3250)], &Value::Null).unwrap();
    till.sign_in_owner();
    assert_eq!(finish(&till, &[cash(-3250)], &Value::Null).unwrap_err().code, "return_changed");
    let given: i64 = till
        .entries()
        .into_iter()
        .filter_map(|entry| if let Fact::SaleCompleted(sale) = entry.fact { Some(sale.total.get()) } else { None })
        .sum();
    assert_eq!(given, 0);
    assert_eq!(till.ask("cart.current", Value::Null)["lines"].as_array().unwrap().len(), 1, "her ticket is still there");
}

#[test]
fn a_return_survives_the_end_of_the_program() {
    let (mut till, _printer) = shop();
    till.sell(&[COFFEE], &[cash(5000)]);
    let sale = till.sales()[0].id;
    take_back(&till, sale, &line(&returnable(&till, sale), 0), 1000, true);
    till.restart();
    till.sign_in_owner();
    let cart = till.ask("cart.current", Value::Null);
    assert_eq!((&cart["total"], &cart["lines"][0]["returned"]["number"]), (&json!(-3250), &json!("A-1")));
    finish(&till, &[cash(-3250)], &Value::Null).unwrap();
}
