//! Two tills of one shop without a network between them: a receipt of the one is enough for the other to give back, and when their journals meet
//! nobody has to look for what was given back twice.

use domain::sale::SaleCompleted;
use scenarios::{FakePrinter, Script, Till, cash};
use serde_json::{Value, json};
use store::testing::{Chain, exported};
use store::{Lane, Now, Store, StoreError};

use crate::{COFFEE, HAM, shop};

const CASHIER_PIN: &str = "5830";

/// The second till of the shop.
fn other_till() -> Till {
    let mut till = Till::closed();
    till.place.till = "B".to_owned();
    till.open();
    till.set_up("MX", false, None);
    till
}

fn with_store<T>(till: &mut Till, act: impl FnOnce(&Store) -> T) -> T {
    till.close();
    let store = Store::open(till.place.clone(), None, Now { ms: 0, offset_minutes: 0 }).unwrap();
    let answer = act(&store);
    drop(store);
    till.open();
    till.sign_in_owner();
    answer
}

fn told_by(till: &mut Till) -> Chain {
    with_store(till, |store| exported(store).unwrap())
}

/// What the one has written since they last met goes to the other.
fn hear(till: &mut Till, chain: Chain) {
    with_store(till, |store| {
        store.write(Lane::Interactive, move |tx| chain.iter().try_for_each(|(bytes, signature)| tx.receive(bytes, signature).map(drop)))
    })
    .map_err(|error: StoreError| error)
    .unwrap();
}

/// A sale of two coffees and one ham at till A, its receipt's code, and till B, which knows all that A wrote before.
fn sold_at_the_other_till() -> (Till, Till, SaleCompleted, String) {
    let (mut first, printer) = shop();
    let before = told_by(&mut first);
    first.sell(&[COFFEE, COFFEE, HAM], &[cash(10_000)]);
    let sale = first.sales()[0].clone();
    first.wait_for_printer();
    let code = printer.slip(1).qr_codes()[0].to_owned();
    let mut second = other_till();
    assert_eq!(second.refused("cart.scan", json!({"code": code})).code, "receipt_unknown", "no till that it knows has signed it");
    hear(&mut second, before);
    (first, second, sale, code)
}

fn coffees(sale: &SaleCompleted, receipt: Option<&str>, pieces: i64) -> Value {
    let line = json!({"line": sale.lines[0].id, "quantity": pieces * 1000, "reason": "changed_mind", "restock": true, "note": null});
    json!({"sale": sale.id, "receipt": receipt, "lines": [line]})
}

fn give_back(till: &Till, amount: i64) -> Result<Value, app::Failure> {
    let cart = till.ask("cart.current", Value::Null)["id"].clone();
    till.call("sale.complete", json!({"cart": cart, "tenders": [cash(-amount)], "print": false, "approval": null}))
}

fn returned_twice(till: &Till) -> Option<Value> {
    let state = till.ask("app.state", Value::Null);
    state["notices"].as_array().unwrap().iter().find(|notice| notice["code"] == "returned_twice").cloned()
}

#[test]
fn a_receipt_of_another_till_gives_back_what_was_paid_there() {
    let (_first, second, sale, code) = sold_at_the_other_till();
    assert_eq!(second.ask("cart.scan", json!({"code": code})), json!({"kind": "receipt", "sale": sale.id, "receipt": code}));
    let view = second.ask("returns.find", json!({"id": sale.id, "receipt": code}));
    assert_eq!((&view["number"], &view["elsewhere"]), (&json!("A-1"), &json!(true)));
    assert_eq!((&view["lines"][0]["name"], &view["lines"][0]["amount"]), (&json!("Café de olla"), &json!(6500)));
    assert_eq!(second.refused("returns.find", json!({"id": sale.id})).code, "not_found");
    let forged = code.replace(" 8390 ", " 9390 ");
    assert_eq!(second.refused("cart.scan", json!({"code": forged})).code, "receipt_unknown");

    second.ask("cart.return", coffees(&sale, Some(&code), 1));
    give_back(&second, 3250).unwrap();
    let refund = second.sales()[0].clone();
    assert_eq!((refund.total.get(), &refund.carried[..], refund.check_balance()), (-3250, &[code.clone()][..], Ok(())));
    let of = refund.lines[0].returned.clone().unwrap().of.unwrap();
    assert_eq!((of.sale, of.line), (sale.id, sale.lines[0].id), "rule 13: it belongs to the line that was sold");
    let refused = second.refused("cart.return", coffees(&sale, Some(&code), 2));
    assert_eq!(refused.code, "return_too_much", "what came back here is known here");
}

#[test]
fn a_cashier_gives_back_for_another_till_as_much_as_the_owner_allows() {
    let (_first, second, sale, code) = sold_at_the_other_till();
    let cashier = second.hire("Luz", "cashier", CASHIER_PIN);
    let rules = |limit: Option<i64>| json!({"blind": false, "difference_limit": null, "cash_out_limit": null, "refund_limit": null, "return_days": null, "elsewhere_limit": limit});
    second.sign_in(&cashier, CASHIER_PIN);
    second.ask("cart.return", coffees(&sale, Some(&code), 1));
    assert_eq!(give_back(&second, 3250).unwrap_err().code, "approval_needed", "the owner has allowed nothing");
    second.sign_in_owner();
    second.ask("drawer.rules", rules(Some(3250)));
    second.sign_in(&cashier, CASHIER_PIN);
    second.ask("cart.return", coffees(&sale, Some(&code), 2));
    assert_eq!(give_back(&second, 6500).unwrap_err().code, "approval_needed");
    second.ask("cart.return", coffees(&sale, Some(&code), 1));
    give_back(&second, 3250).unwrap();
}

#[test]
fn what_two_tills_gave_back_is_flagged_when_their_journals_meet() {
    let (mut first, mut second, sale, code) = sold_at_the_other_till();
    second.ask("cart.return", coffees(&sale, Some(&code), 2));
    give_back(&second, 6500).unwrap();
    first.ask("cart.return", coffees(&sale, None, 1));
    give_back(&first, 3250).unwrap();
    assert_eq!((returned_twice(&first), returned_twice(&second)), (None, None), "neither can know");

    let of_first = told_by(&mut first);
    let of_second = told_by(&mut second);
    hear(&mut first, of_second);
    hear(&mut second, of_first);
    for till in [&first, &second] {
        let notice = returned_twice(till).expect("somebody has to hear of it");
        assert_eq!((&notice["params"]["receipt"], &notice["params"]["count"]), (&json!("A-1"), &json!("1")));
        assert_eq!(till.refused("cart.return", coffees(&sale, None, 1)).code, "return_too_much");
    }
}

#[test]
fn a_long_ticket_prints_a_code_that_only_its_own_till_takes() {
    let printer = FakePrinter::new(Script::Well);
    let till = Till::of("MX", Some(&printer));
    for n in 0..30 {
        till.stock(&format!("Cosa {n}"), &format!("COSA-{n:02}"), 10_000, json!({}));
    }
    let codes: Vec<String> = (0..30).map(|n| format!("COSA-{n:02}")).collect();
    till.sell(&codes.iter().map(String::as_str).collect::<Vec<_>>(), &[cash(3000)]);
    till.wait_for_printer();
    let code = printer.slip(1).qr_codes()[0].to_owned();
    assert!(code.starts_with("MOSTRADOR/1 A-000001 "), "{code}");
    assert_eq!(till.ask("cart.scan", json!({"code": code}))["kind"], "receipt");
}
