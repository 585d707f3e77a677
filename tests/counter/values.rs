//! Store credit, gift cards and vouchers: what the shop owes to whoever holds the code, to the cent, in the drawer, the report and the list.

use domain::entry::Fact;
use domain::tender::Tender;
use scenarios::{Till, cash};
use serde_json::{Value, json};

use crate::{COFFEE, HAM, shop};

const CASHIER_PIN: &str = "5830";

fn by_code(amount: i64, code: &str) -> Value {
    json!({"method": "value", "amount": amount, "code": code})
}

fn open_drawer(till: &Till) {
    till.ask("shift.open", json!({"shift": domain::Id::from_u128(1), "cash": {"pieces": [], "loose": 100_000}, "approval": null}));
}

fn finish(till: &Till, tenders: &[Value]) -> Result<Value, app::Failure> {
    let cart = till.ask("cart.current", Value::Null)["id"].clone();
    till.call("sale.complete", json!({"cart": cart, "tenders": tenders, "print": true, "approval": null}))
}

fn take_back(till: &Till, sale: usize) {
    let sale = till.sales()[sale].clone();
    let line = json!({"line": sale.lines[0].id, "quantity": 1000, "reason": "changed_mind", "restock": true, "note": null});
    till.ask("cart.return", json!({"sale": sale.id, "lines": [line]}));
}

fn issue(id: u128, kind: &str, amount: i64, tenders: &[Value]) -> Value {
    json!({"id": domain::Id::from_u128(id), "kind": kind, "amount": amount, "tenders": tenders, "days": null, "approval": null, "print": true})
}

fn balance(till: &Till, code: &str) -> Value {
    till.ask("values.find", json!({"code": code}))["balance"].clone()
}

fn expected(till: &Till) -> i64 {
    till.ask("drawer.state", Value::Null)["open"]["totals"]["expected"].as_i64().unwrap()
}

#[test]
fn what_comes_back_for_credit_takes_no_money_out_and_pays_like_money_until_it_is_spent() {
    let (till, printer) = shop();
    open_drawer(&till);
    let cashier = till.hire("Luz", "cashier", CASHIER_PIN);
    till.sign_in(&cashier, CASHIER_PIN);
    till.sell(&[COFFEE], &[cash(3250)]);
    take_back(&till, 0);
    let done = finish(&till, &[by_code(-3250, "")]).unwrap();
    let code = done["credit"][0].as_str().unwrap().to_owned();
    assert_eq!((code.len(), &done["drawer"]), (14, &json!(false)), "twelve letters in three groups, and the drawer stays shut");
    till.wait_for_printer();
    let note = printer.slip(3);
    assert!(note.text().contains(&code) && note.row("Saldo").text.ends_with("$32.50"), "{}", note.text());
    assert_eq!(note.qr_codes(), [code.replace('-', "")]);
    till.sign_in_owner();
    assert_eq!(expected(&till), 103_250);
    till.sign_in(&cashier, CASHIER_PIN);

    till.scan(HAM);
    assert_eq!(finish(&till, &[by_code(1890, "XXXX-XXXX-XXXX")]).unwrap_err().code, "value_unknown");
    finish(&till, &[by_code(1890, &code.to_lowercase())]).unwrap();
    assert_eq!(balance(&till, &code), 1360);
    till.scan(HAM);
    let refused = finish(&till, &[by_code(1890, &code)]).unwrap_err();
    assert_eq!((refused.code.as_str(), refused.params["left"].as_str()), ("value_short", "1360"));
    let twice = finish(&till, &[by_code(1000, &code), by_code(890, &code)]).unwrap_err();
    assert_eq!(twice.code, "value_short", "two halves are not more than the whole");
    finish(&till, &[by_code(1360, &code), cash(530)]).unwrap();
    assert_eq!(balance(&till, &code), 0);
    till.sign_in_owner();
    let listed = till.ask("values.list", Value::Null);
    assert_eq!((&listed["rows"], &listed["owed"], expected(&till)), (&json!([]), &json!(0), 103_780));
}

#[test]
fn a_gift_card_is_money_in_the_drawer_and_no_sale_and_what_it_buys_is_a_sale() {
    let (till, _printer) = shop();
    open_drawer(&till);
    assert_eq!(till.refused("values.issue", issue(50, "gift_card", 50_000, &[cash(40_000)])).code, "amount_invalid");
    let card = till.ask("values.issue", issue(51, "gift_card", 50_000, &[cash(50_000)]));
    assert_eq!(till.ask("values.issue", issue(51, "gift_card", 50_000, &[cash(50_000)])), card, "the same press again");
    let code = card["code"].as_str().unwrap();
    let totals = till.ask("drawer.state", Value::Null)["open"]["totals"].clone();
    assert_eq!((&totals["sales"], &totals["total"], &totals["expected"]), (&json!(0), &json!(0), &json!(150_000)));
    assert_eq!(totals["issued"], json!([{"method": "cash", "count": 1, "amount": 50_000}]));
    till.scan(COFFEE);
    finish(&till, &[by_code(3250, code)]).unwrap();
    let totals = till.ask("drawer.state", Value::Null)["open"]["totals"].clone();
    assert_eq!((&totals["total"], &totals["expected"]), (&json!(3250), &json!(150_000)), "no cash moved");
    assert_eq!(till.ask("values.list", Value::Null)["owed"], 46_750);

    take_back(&till, 0);
    let quote = till.ask("pay.quote", json!({"tenders": []}));
    assert_eq!(quote["give_back"], json!([{"method": "value", "amount": -3250}]), "as it was paid");
    finish(&till, &[by_code(-3250, "")]).unwrap();
    assert_eq!(till.ask("values.list", Value::Null)["owed"], 50_000);
    let issued = till.entries().into_iter().filter(|entry| matches!(entry.fact, Fact::ValueIssued(_))).count();
    assert_eq!(issued, 1);
}

#[test]
fn a_voucher_is_given_away_by_a_supervisor_and_ends_with_its_last_day() {
    let (till, _printer) = shop();
    let supervisor = till.hire("Marta", "supervisor", "583019");
    let cashier = till.hire("Luz", "cashier", CASHIER_PIN);
    till.sign_in(&cashier, CASHIER_PIN);
    let mut asked = issue(61, "voucher", 2000, &[]);
    asked["days"] = json!(1);
    assert_eq!(till.refused("values.issue", asked.clone()).code, "supervisor_needed");
    asked["approval"] = json!({"user": supervisor, "secret": "583019", "reason": "Cliente enojado"});
    let voucher = till.ask("values.issue", asked);
    assert_eq!(voucher["valid_until"], "2026-11-24");
    assert_eq!(till.refused("values.list", Value::Null).code, "not_permitted", "what is owed in all is not for cashiers");
    let code = voucher["code"].as_str().unwrap();
    till.set_clock_by(2 * 24 * 3600);
    till.sign_in(&cashier, CASHIER_PIN);
    till.scan(HAM);
    assert_eq!(finish(&till, &[by_code(1890, code)]).unwrap_err().code, "value_expired");
    till.sign_in_owner();
    assert_eq!(till.ask("values.list", Value::Null)["owed"], 0, "nothing is owed for it any more");
}

#[test]
fn what_a_code_paid_is_not_put_right_into_something_else() {
    let (till, _printer) = shop();
    open_drawer(&till);
    let card = till.ask("values.issue", issue(51, "gift_card", 5000, &[cash(5000)]));
    till.scan(COFFEE);
    finish(&till, &[by_code(3250, card["code"].as_str().unwrap())]).unwrap();
    let sale = till.sales()[0].clone();
    assert!(matches!(sale.tenders[0].tender, Tender::Value { value: Some(_), .. }));
    let asked = json!({"id": domain::Id::from_u128(9), "sale": sale.id, "tenders": [cash(3250)], "approval": null});
    assert_eq!(till.refused("receipts.correct", asked).code, "account_fixed");
    let customer = domain::Id::from_u128(40);
    let contact = json!({"name": "Rosa", "phone": "", "email": "", "address": "", "note": "", "warning": ""});
    till.ask("customers.save", json!({"id": customer, "contact": contact, "fiscal": {"tax_id": "", "tax_name": ""}, "active": true}));
    let debt =
        json!({"id": domain::Id::from_u128(10), "customer": customer, "tenders": [by_code(100, "X")], "allocations": null, "print": false});
    assert_eq!(till.refused("accounts.pay", debt).code, "amount_invalid", "a debt is paid in money");
}
