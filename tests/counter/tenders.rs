//! Paying: what is enough, what is too much, and that one cart is one sale.

use scenarios::{card, cash, transfer};
use serde_json::{Value, json};

use crate::{COFFEE, HAM, shop};

#[test]
fn too_little_and_too_much_are_refused_and_use_no_number() {
    let (till, printer) = shop();
    for code in [COFFEE, COFFEE, HAM] {
        till.scan(code);
    }
    let refused = |tenders: &[Value]| {
        let failure = till.pay(tenders).expect_err("this does not pay the ticket");
        (failure.code, failure.params.into_values().next())
    };
    let amount = |amount: &str| Some(amount.to_owned());
    assert_eq!(refused(&[cash(8000)]), ("tender_short".to_owned(), amount("390")));
    assert_eq!(refused(&[]), ("tender_short".to_owned(), amount("8390")));
    assert_eq!(refused(&[card(8000)]), ("tender_short".to_owned(), amount("390")));
    assert_eq!(refused(&[card(10_000)]), ("tender_exceeds".to_owned(), amount("1610")), "a card gives no change");
    assert_eq!(refused(&[card(8000), transfer(1000)]), ("tender_exceeds".to_owned(), amount("610")));
    assert_eq!(refused(&[card(8390), cash(1000)]).0, "cash_not_needed");
    assert_eq!(refused(&[cash(-100), card(8490)]).0, "tender_invalid");
    assert_eq!(refused(&[card(0), cash(10_000)]).0, "tender_invalid");
    assert_eq!((till.sales(), printer.slips().len()), (vec![], 0));
    assert_eq!(till.pay(&[cash(10_000)]).unwrap()["number"], "A-000001", "what was refused used no number");
}

#[test]
fn a_card_number_is_kept_nowhere() {
    let (till, _printer) = shop();
    till.scan(HAM);
    for (field, value) in
        [("reference", "4111 1111 1111 1111"), ("last_four", "41111"), ("authorisation", "4111111111111111"), ("last_four", "12a4")]
    {
        let mut tender = card(1890);
        tender[field] = json!(value);
        assert_eq!(till.pay(&[tender]).unwrap_err().code, "card_details_invalid", "{field}: {value}");
    }
    assert_eq!(till.sales(), []);
}

#[test]
fn nothing_to_sell_is_no_sale() {
    let (till, _printer) = shop();
    assert_eq!(till.pay(&[cash(100)]).unwrap_err().code, "cart_changed", "there is no such cart");
    let cart = till.scan(HAM);
    till.ask("cart.remove", json!({"line": cart["lines"][0]["id"]}));
    assert_eq!(till.pay(&[cash(0)]).unwrap_err().code, "empty_cart");
}

#[test]
fn the_quote_says_what_the_sale_will() {
    let (till, _printer) = shop();
    till.scan(COFFEE);
    let quote = till.ask("pay.quote", json!({"tenders": [card(1000), cash(3000)]}));
    assert_eq!((&quote["due"], &quote["change"], &quote["refusal"]), (&json!(0), &json!(750), &Value::Null));
    assert_eq!(
        quote["hand_back"],
        json!([
            {"value": 500, "kind": "coin", "count": 1}, {"value": 200, "kind": "coin", "count": 1}, {"value": 50, "kind": "coin", "count": 1},
        ])
    );
    assert_eq!(till.ask("pay.quote", json!({"tenders": []}))["refusal"]["code"], "tender_short");
    assert_eq!(till.pay(&[card(1000), cash(3000)]).unwrap()["change"], quote["change"]);
}

#[test]
fn the_same_cart_paid_twice_is_one_sale() {
    let (till, printer) = shop();
    let cart = till.scan(COFFEE);
    let pay = json!({"cart": cart["id"], "tenders": [cash(5000)], "print": true});
    let first = till.ask("sale.complete", pay.clone());
    let second = till.ask("sale.complete", pay);
    assert_eq!((&first["id"], &first["number"], &first["change"]), (&second["id"], &second["number"], &second["change"]));
    drop(printer.slip(1));
    till.wait_for_printer();
    assert_eq!((till.sales().len(), printer.slips().len()), (1, 1));
}

#[test]
fn many_enters_at_once_are_one_sale() {
    let (till, printer) = shop();
    let cart = till.scan(COFFEE);
    let pay = || till.ask("sale.complete", json!({"cart": cart["id"], "tenders": [cash(5000)], "print": true}));
    let numbers: Vec<Value> = std::thread::scope(|scope| {
        let enters: Vec<_> = (0..8).map(|_| scope.spawn(|| pay()["number"].clone())).collect();
        enters.into_iter().map(|enter| enter.join().unwrap()).collect()
    });
    assert!(numbers.iter().all(|number| number == "A-000001"), "{numbers:?}");
    till.wait_for_printer();
    assert_eq!((till.sales().len(), printer.slips().len()), (1, 1));
}

#[test]
fn numbers_run_without_gap_over_sales_users_and_starts() {
    let (mut till, _printer) = shop();
    let rosa = till.hire("Rosa", "cashier", "5830");
    for round in 0..3 {
        till.sell(&[COFFEE], &[cash(5000)]);
        till.sign_in(&rosa, "5830");
        till.sell(&[HAM], &[card(1890)]);
        till.scan(HAM);
        assert_eq!(till.pay(&[cash(1)]).unwrap_err().code, "tender_short");
        till.ask("cart.discard", json!({"reason": null}));
        if round == 1 {
            till.restart();
        }
        till.sign_in_owner();
    }
    let sales = till.sales();
    assert_eq!(sales.iter().map(|sale| sale.number.number).collect::<Vec<_>>(), [1, 2, 3, 4, 5, 6]);
    assert!(sales.iter().all(|sale| sale.number.series == "A"));
    let cashiers: std::collections::HashSet<_> = sales.iter().map(|sale| sale.cashier).collect();
    assert_eq!(cashiers.len(), 2);
}

#[test]
fn the_days_list_adds_up_and_finds_by_number_and_by_total() {
    let (till, _printer) = shop();
    till.sell(&[COFFEE], &[cash(5000)]);
    till.sell(&[HAM], &[card(1890)]);
    let list = |text: &str| till.ask("receipts.list", json!({"text": text, "date": null, "after": null}));
    let today = list("");
    assert_eq!((&today["count"], &today["total"]), (&json!(2), &json!(5140)));
    assert_eq!(today["rows"][0]["number"], "A-2", "the newest first");
    for text in ["A-000002", "A-2", "18.90"] {
        let found = list(text);
        assert_eq!((found["rows"].as_array().unwrap().len(), &found["rows"][0]["number"]), (1, &json!("A-2")), "{text}");
    }
    assert_eq!(list("nada")["rows"], json!([]));
}

#[test]
fn what_is_sold_leaves_the_shelf() {
    let (till, _printer) = shop();
    till.sell(&[COFFEE, COFFEE, COFFEE], &[cash(10_000)]);
    let found = till.ask("products.by_code", json!({"code": COFFEE}));
    assert_eq!(found[0]["stock"], 9000);
    till.sell(&[HAM], &[card(1890)]);
    assert_eq!(till.ask("products.by_code", json!({"code": HAM}))[0]["stock"], -1000, "what the computer does not have sells all the same");
}
