//! Things that are not sold to everybody: the till asks once a ticket, and takes no money before somebody has looked.

use domain::entry::Fact;
use scenarios::{Till, cash};
use serde_json::{Value, json};

use crate::{COFFEE, shop};

const BEER: &str = "7501064191459";
const TOBACCO: &str = "8712345678906";

fn shop_with_beer() -> Till {
    let (till, _printer) = shop();
    till.stock("Cerveza", BEER, 200_000, json!({"minimum_age": 18, "warning": "No se vende después de las 23:00"}));
    till.stock("Puros", TOBACCO, 500_000, json!({"minimum_age": 21}));
    till
}

fn answer(till: &Till, age: u8, old_enough: bool) -> Value {
    till.ask("cart.check_age", json!({"age": age, "old_enough": old_enough}))
}

#[test]
fn nothing_is_paid_before_somebody_has_looked_and_that_she_looked_is_a_fact() {
    let till = shop_with_beer();
    let cart = till.scan(BEER);
    assert_eq!(cart["age_needed"], json!({"age": 18, "born_by": "2008-11-23"}), "the shop's day, eighteen years back");
    assert_eq!(cart["lines"][0]["warning"], "No se vende después de las 23:00");
    let refused = till.pay(&[cash(2000)]).unwrap_err();
    assert_eq!((refused.code.as_str(), refused.params["age"].as_str()), ("age_check_needed", "18"));
    assert_eq!(answer(&till, 18, true)["age_needed"], Value::Null);
    assert_eq!(till.scan(BEER)["age_needed"], Value::Null, "once a ticket");
    till.pay(&[cash(4000)]).unwrap();
    assert_eq!(till.sales()[0].age_checked, Some(18));

    assert_eq!(till.scan(BEER)["age_needed"]["age"], 18, "the next one in the queue is somebody else");
}

#[test]
fn an_older_age_is_asked_for_again_and_a_younger_one_is_not() {
    let till = shop_with_beer();
    till.scan(BEER);
    answer(&till, 18, true);
    assert_eq!(till.scan(TOBACCO)["age_needed"]["age"], 21);
    assert_eq!(
        till.refused("cart.check_age", json!({"age": 18, "old_enough": true})).code,
        "age_check_needed",
        "she was asked for another"
    );
    answer(&till, 21, true);
    till.pay(&[cash(7000)]).unwrap();
    assert_eq!(till.sales()[0].age_checked, Some(21));
}

#[test]
fn who_is_too_young_goes_without_and_what_was_taken_out_stays_a_fact() {
    let till = shop_with_beer();
    till.scan(COFFEE);
    till.scan(BEER);
    let cart = answer(&till, 18, false);
    assert_eq!((cart["lines"].as_array().unwrap().len(), &cart["age_needed"]), (1, &Value::Null));
    till.pay(&[cash(3250)]).unwrap();
    let sale = till.sales()[0].clone();
    assert_eq!((sale.age_checked, sale.removed.len(), sale.removed[0].name.as_str()), (None, 1, "Cerveza"));
}

#[test]
fn a_ticket_without_such_things_says_nothing_of_age() {
    let till = shop_with_beer();
    till.sell(&[COFFEE], &[cash(3250)]);
    let body =
        till.entries().into_iter().find_map(|entry| matches!(entry.fact, Fact::SaleCompleted(_)).then(|| entry.fact.to_body().unwrap()));
    assert_eq!(body.unwrap().get("age_checked"), None);
}

#[test]
fn an_age_that_nobody_has_is_refused() {
    let till = shop_with_beer();
    let mut beer = till.ask("products.get", json!({"id": till.ask("products.by_code", json!({"code": BEER}))[0]["id"]}));
    assert_eq!((&beer["minimum_age"], &beer["warning"]), (&json!(18), &json!("No se vende después de las 23:00")));
    beer["opening_stock"] = Value::Null;
    beer["minimum_age"] = json!(0);
    assert_eq!(till.refused("products.save", beer.clone()).code, "field_invalid");
    beer["minimum_age"] = Value::Null;
    beer["warning"] = json!("");
    till.ask("products.save", beer);
    assert_eq!(till.scan(BEER)["age_needed"], Value::Null);
}
