//! What nobody may sell, and what not everybody may.

use scenarios::{Till, cash};
use serde_json::{Value, json};

use crate::{COFFEE, HAM, shop};

/// Of the only line in the cart.
fn change(till: &Till, change: Value) -> Value {
    let line = till.ask("cart.current", Value::Null)["lines"][0]["id"].clone();
    json!({"line": line, "change": change})
}

fn off(percent: i64) -> Value {
    json!({"kind": "rate", "rate": percent * 10_000})
}

#[test]
fn quantities_are_positive_sane_and_whole() {
    let (till, _printer) = shop();
    for quantity in [0, -1000, 100_000_000, 7_501_055_300_075_000_i64] {
        assert_eq!(till.refused("cart.scan", json!({"code": COFFEE, "quantity": quantity})).code, "quantity_invalid", "{quantity}");
    }
    till.scan(COFFEE);
    for quantity in [0, -1000, 100_000_000] {
        assert_eq!(till.refused("cart.line", change(&till, json!({"quantity": quantity}))).code, "quantity_invalid", "{quantity}");
    }
    assert_eq!(till.refused("cart.line", change(&till, json!({"quantity": 1500}))).code, "quantity_not_whole");
    let most = till.ask("cart.line", change(&till, json!({"quantity": 99_999_000})));
    assert_eq!(most["total"], 324_996_750, "the largest quantity still adds up");
    assert_eq!(till.refused("cart.scan", json!({"code": COFFEE})).code, "quantity_invalid", "one more is too many");
    assert_eq!(till.ask("cart.current", Value::Null), most, "what was refused changed nothing");
}

#[test]
fn numbers_that_are_no_integers_of_the_till_are_refused() {
    let (till, _printer) = shop();
    till.scan(COFFEE);
    for quantity in [json!(1.5), json!("1000"), json!(9_007_199_254_740_992_i64), json!(null)] {
        let answer = till.call("cart.line", change(&till, json!({"quantity": quantity})));
        match quantity {
            Value::Null => assert!(answer.is_ok(), "null leaves the quantity as it was"),
            _ => assert_eq!(answer.unwrap_err().code, "invalid_argument", "{quantity}"),
        }
    }
    for price in [-1, 1_000_000_000_001_i64] {
        assert_eq!(till.refused("cart.line", change(&till, json!({"unit_price": price}))).code, "price_invalid");
    }
    let free = |price: i64| json!({"name": "Algo", "unit_price": price, "quantity": 1000, "tax_class": "iva16", "barcode": null});
    assert_eq!(till.refused("cart.add_free", free(-1)).code, "price_invalid");
    assert_eq!(
        till.refused("cart.add_free", json!({"name": " ", "unit_price": 1, "quantity": 1000, "tax_class": "iva16", "barcode": null})).code,
        "name_required"
    );
    assert_eq!(
        till.refused("cart.add_free", json!({"name": "Algo", "unit_price": 1, "quantity": 1000, "tax_class": "iva99", "barcode": null}))
            .code,
        "tax_class_unknown"
    );
}

#[test]
fn a_discount_has_its_roles_limit() {
    let (till, _printer) = shop();
    let people = [(till.hire("Rosa", "cashier", "5830"), "5830", 10), (till.hire("Luz", "supervisor", "583019"), "583019", 50)];
    for (user, pin, limit) in people {
        till.sign_in(&user, pin);
        till.scan(COFFEE);
        till.ask("cart.line", change(&till, json!({"discount": off(limit)})));
        let refused = till.refused("cart.line", change(&till, json!({"discount": off(limit + 1)})));
        assert_eq!((refused.code.as_str(), refused.params["limit"].as_str()), ("discount_not_permitted", limit.to_string().as_str()));
        let both = till.refused("cart.discount", json!({"discount": off(5)}));
        assert_eq!(both.code, "discount_not_permitted", "line and ticket count together");
        till.ask("cart.line", change(&till, json!({"discount": null})));
        let amount = json!({"discount": {"kind": "amount", "amount": 3250 * limit / 100 + 1}});
        assert_eq!(till.refused("cart.discount", amount).code, "discount_not_permitted", "an amount is a discount too");
        till.ask("cart.discount", json!({"discount": off(limit)}));
    }
    till.sign_in_owner();
    till.scan(COFFEE);
    assert_eq!(till.ask("cart.discount", json!({"discount": off(100)}))["total"], 0, "the owner may give it away");
    assert_eq!(till.refused("cart.discount", json!({"discount": off(101)})).code, "discount_too_large");
    assert_eq!(till.refused("cart.discount", json!({"discount": off(-1)})).code, "discount_too_large");
}

/// Removing a line makes what is left cheaper by more than it was allowed to be.
#[test]
fn a_limit_cannot_be_passed_by_taking_lines_out() {
    let (till, _printer) = shop();
    let rosa = till.hire("Rosa", "cashier", "5830");
    till.sign_in(&rosa, "5830");
    till.scan(COFFEE);
    let cart = till.scan(HAM);
    till.ask("cart.discount", json!({"discount": {"kind": "amount", "amount": 500}}));
    let removed = till.call("cart.remove", json!({"line": cart["lines"][0]["id"]}));
    let paid = till.pay(&[cash(5000)]);
    assert!(removed.is_err() || paid.is_err(), "500 off 1890 is more than a cashier's tenth: {paid:?}");
    assert_eq!(till.sales(), []);
}

#[test]
fn a_cashier_cannot_change_a_price_and_a_supervisor_only_so_far() {
    let (till, _printer) = shop();
    let rosa = till.hire("Rosa", "cashier", "5830");
    let luz = till.hire("Luz", "supervisor", "583019");
    till.sign_in(&rosa, "5830");
    till.scan(COFFEE);
    for price in [324_999, 325_001, 0] {
        assert_eq!(till.refused("cart.line", change(&till, json!({"unit_price": price}))).code, "price_not_permitted");
    }
    till.sign_in(&luz, "583019");
    till.scan(COFFEE);
    assert_eq!(till.ask("cart.line", change(&till, json!({"unit_price": 170_000})))["total"], 1700);
    assert_eq!(
        till.refused("cart.line", change(&till, json!({"unit_price": 162_400}))).code,
        "discount_not_permitted",
        "a price is a discount too"
    );
    assert_eq!(till.ask("cart.line", change(&till, json!({"unit_price": 400_000})))["total"], 4000, "dearer is no discount");
}
