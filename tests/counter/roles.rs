//! Roles that the owner makes, with limits; prices that a supervisor grants in place; and badges, which say who somebody is.

use domain::entry::Fact;
use scenarios::{Till, cash};
use serde_json::{Value, json};

use crate::{COFFEE, HAM, shop};

const CASHIER_PIN: &str = "5830";
const SUPERVISOR_PIN: &str = "583019";

fn id(n: u128) -> domain::Id {
    domain::Id::from_u128(n)
}

fn role(rank: &str, permissions: &[&str], discount: i64) -> Value {
    json!({"id": id(90), "name": "Encargada", "rank": rank, "permissions": permissions, "discount": discount, "active": true})
}

fn give(till: &Till, user: &str, name: &str) {
    till.ask("users.save", json!({"id": user, "name": name, "role": "cashier", "own_role": id(90), "pin": null, "active": true}));
}

fn off(rate: i64) -> Value {
    json!({"discount": {"kind": "rate", "rate": rate}})
}

#[test]
fn a_role_of_ones_own_opens_what_it_names_and_closes_the_rest_at_once() {
    let (till, _printer) = shop();
    let luz = till.hire("Luz", "cashier", CASHIER_PIN);
    till.ask("roles.save", role("cashier", &["view_receipts"], 50_000));
    give(&till, &luz, "Luz");
    till.sign_in(&luz, CASHIER_PIN);
    let user = till.ask("app.state", Value::Null)["user"].clone();
    assert_eq!((&user["title"], &user["permissions"]), (&json!("Encargada"), &json!(["sell", "view_receipts", "view_products"])));
    till.scan(COFFEE);
    assert_eq!(till.refused("drawer.state", Value::Null).code, "not_permitted");
    let refused = till.refused("cart.discount", off(60_000));
    assert_eq!((refused.code.as_str(), refused.params["limit"].as_str()), ("discount_not_permitted", "5"), "five per cent, and not six");
    till.ask("cart.discount", off(50_000));

    till.sign_in_owner();
    till.ask("roles.save", role("cashier", &["view_receipts", "count_drawer"], 50_000));
    assert_eq!(
        till.refused(
            "roles.save",
            json!({"id": id(90), "name": "Encargada", "rank": "cashier", "permissions": [], "discount": 0, "active": false})
        )
        .code,
        "role_in_use"
    );
    assert_eq!(till.refused("roles.save", role("supervisor", &[], 0)).params["field"], "rank", "her PIN stays as long as it was");
    till.sign_in(&luz, CASHIER_PIN);
    till.ask("drawer.state", Value::Null);
    assert_eq!(till.refused("roles.list", Value::Null).code, "not_permitted", "who may what is the owner's");
}

#[test]
fn a_role_has_its_own_refund_limit_and_no_price_below_its_floor() {
    let (till, _printer) = shop();
    let mut product = till.ask("products.get", json!({"id": till.ask("products.by_code", json!({"code": HAM}))[0]["id"]}));
    (product["cost"], product["opening_stock"]) = (json!(150_000), Value::Null);
    till.ask("products.save", product);
    till.sell(&[COFFEE], &[cash(3250)]);
    let luz = till.hire("Luz", "cashier", CASHIER_PIN);
    let mut careful = role("cashier", &["take_back", "view_receipts"], 500_000);
    (careful["refund_limit"], careful["price_floor"]) = (json!(1_000), json!(1_000_000));
    till.ask("roles.save", careful);
    give(&till, &luz, "Luz");
    till.sign_in(&luz, CASHIER_PIN);
    let sale = till.sales()[0].clone();
    let line = json!({"line": sale.lines[0].id, "quantity": 1000, "reason": "changed_mind", "restock": true, "note": null});
    till.ask("cart.return", json!({"sale": sale.id, "lines": [line]}));
    let refused = till.pay(&[cash(-3250)]).unwrap_err();
    assert_eq!((refused.code.as_str(), refused.params["limit"].as_str()), ("approval_needed", "1000"));
    till.ask("cart.discard", json!({"reason": "prueba"}));
    till.scan(HAM);
    assert_eq!(
        till.refused("cart.discount", off(200_000)).code,
        "price_too_low",
        "15.12 with tax is less than the 15.00 that it cost without"
    );
    till.ask("cart.discount", off(50_000));
}

#[test]
fn a_supervisor_lowers_a_price_in_place_as_far_as_her_own_limit() {
    let (till, _printer) = shop();
    let marta = till.hire("Marta", "supervisor", SUPERVISOR_PIN);
    let luz = till.hire("Luz", "cashier", CASHIER_PIN);
    till.sign_in(&luz, CASHIER_PIN);
    till.scan(COFFEE);
    let mut asked = off(300_000);
    assert_eq!(till.refused("cart.discount", asked.clone()).code, "discount_not_permitted");
    asked["approval"] = json!({"user": marta, "secret": SUPERVISOR_PIN, "reason": "Abollada"});
    assert_eq!(till.ask("cart.discount", asked)["total"], 2275);
    let mut more = off(600_000);
    more["approval"] = json!({"user": marta, "secret": SUPERVISOR_PIN, "reason": null});
    assert_eq!(till.refused("cart.discount", more).code, "discount_not_permitted", "half is her own limit");
    till.pay(&[cash(2280)]).unwrap();
    assert_eq!(till.sales()[0].approved_by.map(|by| by.to_string()), Some(marta.clone()));
    let granted: Vec<_> = till.entries().into_iter().filter(|entry| matches!(entry.fact, Fact::ApprovalGranted(_))).collect();
    assert_eq!(granted.len(), 1);

    till.scan(COFFEE);
    let line = till.ask("cart.current", Value::Null)["lines"][0]["id"].clone();
    let mut price = json!({"line": line, "change": {"unit_price": 200_000}});
    assert_eq!(till.refused("cart.line", price.clone()).code, "price_not_permitted");
    price["approval"] = json!({"user": marta, "secret": SUPERVISOR_PIN, "reason": null});
    assert_eq!(till.ask("cart.line", price)["total"], 2000);
    till.pay(&[cash(2000)]).unwrap();
    till.scan(COFFEE);
    till.pay(&[cash(3250)]).unwrap();
    assert_eq!(till.sales()[2].approved_by, None, "the next ticket is another one");
}

#[test]
fn a_badge_signs_in_and_approves_and_an_older_one_does_neither() {
    let (till, printer) = shop();
    let marta = till.hire("Marta", "supervisor", SUPERVISOR_PIN);
    let luz = till.hire("Luz", "cashier", CASHIER_PIN);
    let badge_of = |user: &str, slip: usize| {
        till.ask("users.badge", json!({"id": user}));
        let paper = printer.slip(slip);
        paper.qr_codes()[0].to_owned()
    };
    let (old, marta_badge) = (badge_of(&luz, 1), badge_of(&marta, 2));
    let new = badge_of(&luz, 3);
    let people = till.ask("users.list", Value::Null);
    assert_eq!(people.as_array().unwrap().iter().filter(|row| row["has_badge"] == true).count(), 2);
    let nobody = domain::Id::nil();
    assert_eq!(
        till.refused("login", json!({"user": nobody, "secret": old})).code,
        "wrong_badge",
        "a lost one opens nothing once there is another"
    );
    let state = till.ask("login", json!({"user": nobody, "secret": new.to_lowercase()}));
    assert_eq!(state["user"]["name"], "Luz");
    till.scan(COFFEE);
    let mut asked = off(300_000);
    asked["approval"] = json!({"user": nobody, "secret": new, "reason": null});
    assert_eq!(till.refused("cart.discount", asked.clone()).code, "not_permitted", "her own badge grants nothing");
    asked["approval"] = json!({"user": nobody, "secret": marta_badge, "reason": null});
    assert_eq!(till.ask("cart.discount", asked)["total"], 2275);
    till.sign_in_owner();
    till.ask("users.unbadge", json!({"id": luz}));
    assert_eq!(till.refused("login", json!({"user": nobody, "secret": new})).code, "wrong_badge");
    let kept = scenarios::holding(&till, &[&new[4..], &marta_badge[30..]]);
    assert_eq!(kept, Vec::<String>::new(), "what a badge says is kept nowhere");
}
