//! Several customers at once: tickets that wait, and one that is sold again.

use scenarios::{Till, cash};
use serde_json::{Value, json};

use crate::{COFFEE, HAM, shop};

const CASHIER_PIN: &str = "5830";

fn in_hand(till: &Till) -> Value {
    till.ask("cart.current", Value::Null)
}

fn park(till: &Till, note: Value) -> Value {
    till.ask("tickets.park", json!({"cart": in_hand(till)["id"], "note": note}))
}

fn waiting(till: &Till) -> Vec<(Value, Value)> {
    let tickets = till.ask("tickets.list", Value::Null);
    tickets["waiting"].as_array().unwrap().iter().map(|row| (row["note"].clone(), row["total"].clone())).collect()
}

#[test]
fn a_ticket_waits_while_another_customer_pays_and_survives_a_power_cut() {
    let (mut till, _printer) = shop();
    let first = till.scan(COFFEE)["id"].clone();
    till.ask("cart.discount", json!({"discount": {"kind": "amount", "amount": 250}}));
    let tickets = park(&till, json!(" Doña Lupe "));
    assert_eq!((&tickets["cart"]["lines"], &tickets["waiting"][0]["id"]), (&json!([]), &first));
    assert_eq!((&tickets["waiting"][0]["count"], &tickets["waiting"][0]["owner"]), (&json!(1000), &json!("Inés Núñez")));
    till.sell(&[HAM], &[cash(1890)]);

    till.restart();
    till.sign_in_owner();
    assert_eq!(waiting(&till), [(json!("Doña Lupe"), json!(3000))]);
    assert_eq!(in_hand(&till)["lines"], json!([]), "it comes back when it is asked for");
    let tickets = till.ask("tickets.resume", json!({"id": first}));
    assert_eq!((&tickets["cart"]["id"], &tickets["waiting"]), (&first, &json!([])));
    till.pay(&[cash(3000)]).unwrap();
    assert_eq!(till.sales().iter().map(|sale| sale.number.number).collect::<Vec<_>>(), [1, 2], "waiting took no number");
}

#[test]
fn taking_one_up_puts_the_other_aside_and_nothing_is_lost_in_between() {
    let (till, _printer) = shop();
    let coffee = till.scan(COFFEE)["id"].clone();
    park(&till, Value::Null);
    let ham = till.scan(HAM)["id"].clone();
    for (take, left) in [(&coffee, 1890), (&ham, 3250), (&coffee, 1890)] {
        let tickets = till.ask("tickets.resume", json!({"id": take}));
        assert_eq!((&tickets["cart"]["id"], tickets["waiting"][0]["total"].as_i64()), (take, Some(left)));
    }
    assert_eq!(till.ask("tickets.resume", json!({"id": coffee}))["cart"]["id"], coffee, "sent twice");
}

#[test]
fn what_is_sent_twice_is_done_once_and_what_is_wrong_says_why() {
    let (till, _printer) = shop();
    let cart = till.scan(COFFEE)["id"].clone();
    park(&till, Value::Null);
    till.scan(HAM);
    let again = till.ask("tickets.park", json!({"cart": cart, "note": null}));
    assert_eq!(again["cart"]["lines"].as_array().unwrap().len(), 1, "the next customer keeps hers");
    let refused = till.call("sale.complete", json!({"cart": cart, "tenders": [cash(3250)], "print": false, "approval": null}));
    assert_eq!(refused.unwrap_err().code, "cart_changed", "what waits is not paid");
    till.ask("cart.discard", json!({"reason": null}));
    assert_eq!(till.refused("tickets.park", json!({"cart": in_hand(&till)["id"], "note": null})).code, "cart_changed");
    let empty = till.scan(HAM);
    till.ask("cart.remove", json!({"line": empty["lines"][0]["id"]}));
    assert_eq!(till.refused("tickets.park", json!({"cart": empty["id"], "note": null})).code, "empty_cart");
    assert_eq!(till.refused("tickets.resume", json!({"id": domain::Id::from_u128(5)})).code, "ticket_gone");
}

#[test]
fn a_colleague_takes_up_what_another_put_aside() {
    let (till, _printer) = shop();
    let cashier = till.hire("Luz", "cashier", CASHIER_PIN);
    let cart = till.scan(COFFEE)["id"].clone();
    park(&till, Value::Null);
    till.sign_in(&cashier, CASHIER_PIN);
    till.ask("tickets.resume", json!({"id": cart}));
    till.pay(&[cash(3250)]).unwrap();
    assert_eq!(till.sales()[0].cashier.to_string(), cashier);
}

#[test]
fn a_counter_has_room_for_so_many() {
    let (till, _printer) = shop();
    for _ in 0..99 {
        till.scan(COFFEE);
        park(&till, Value::Null);
    }
    let cart = till.scan(HAM);
    let refused = till.refused("tickets.park", json!({"cart": cart["id"], "note": null}));
    assert_eq!((refused.code.as_str(), refused.params["limit"].as_str()), ("too_many_waiting", "99"));
    let first = till.ask("tickets.list", Value::Null)["waiting"][0]["id"].clone();
    let tickets = till.ask("tickets.resume", json!({"id": first}));
    assert_eq!((&tickets["cart"]["id"], tickets["waiting"].as_array().unwrap().len()), (&first, 99), "one for the other");
}

#[test]
fn a_sale_is_made_again_at_the_prices_of_today() {
    let (till, _printer) = shop();
    till.ask("cart.add_free", json!({"name": "Hielo", "unit_price": 200_000, "quantity": 1000, "tax_class": "iva16", "barcode": null}));
    till.sell(&[COFFEE, COFFEE, HAM], &[cash(20_000)]);
    let sale = till.sales()[0].id;
    let product = |code: &str| till.ask("products.by_code", json!({"code": code}))[0]["id"].clone();
    let save = |code: &str, change: Value| {
        let mut product = till.ask("products.get", json!({"id": product(code)}));
        product.as_object_mut().unwrap().remove("stock");
        product["opening_stock"] = Value::Null;
        change.as_object().unwrap().iter().for_each(|(name, value)| product[name] = value.clone());
        till.ask("products.save", product);
    };
    save(COFFEE, json!({"price": 350_000}));
    save(HAM, json!({"active": false}));
    let repeated = till.ask("cart.repeat", json!({"id": sale}));
    assert_eq!(repeated["missing"], json!(["Hielo", "Jamón de pavo"]));
    assert_eq!(repeated["cart"]["total"], 7000);
    assert_eq!(till.refused("cart.repeat", json!({"id": domain::Id::from_u128(5)})).code, "not_found");
}

#[test]
fn a_name_stays_with_its_ticket_and_a_customer_with_hers() {
    let (till, _printer) = shop();
    let rosa = crate::customers::rosa(&till);
    let lupe = till.scan(COFFEE)["id"].clone();
    park(&till, json!("Lupe"));
    till.ask("cart.customer", json!({"customer": rosa}));
    assert_eq!(till.ask("tickets.resume", json!({"id": lupe}))["cart"]["id"], lupe);
    park(&till, Value::Null);
    assert_eq!(waiting(&till), [(json!("Lupe"), json!(3250))], "put aside again it is called as before");
    assert_eq!(in_hand(&till)["customer"], Value::Null, "the next ticket is not Rosa's");
    till.scan(HAM);
    till.ask("cart.customer", json!({"customer": rosa}));
    let tickets = park(&till, Value::Null);
    assert_eq!(tickets["waiting"][1]["note"], "Rosa Íñiguez Peña", "it is called after whom it is for");
}
