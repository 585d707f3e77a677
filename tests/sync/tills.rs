//! From nothing to two tills of one shop.

use scenarios::head_office::HeadOffice;
use scenarios::{cash, wait_until};
use serde_json::{Value, json};

use crate::{first_till, next_till, pair, settle};

const COFFEE: &str = "7501055300075";

fn on_hand(till: &scenarios::Till) -> Value {
    till.ask("products.by_code", json!({"code": COFFEE}))[0]["stock"].clone()
}

#[test]
fn a_second_till_has_the_shop_its_people_its_products_and_a_letter_of_its_own() {
    let office = HeadOffice::new();
    let first = first_till(&office);
    first.stock("Café de olla", COFFEE, 1_050_000, json!({"opening_stock": 10_000}));
    let rosa = first.hire("Rosa Núñez", "cashier", "5830");
    settle(&first);

    let second = next_till(&office, &first.owner);
    assert_eq!(
        (first.ask("app.state", Value::Null)["till"].as_str(), second.ask("app.state", Value::Null)["till"].as_str()),
        (Some("A"), Some("B"))
    );
    assert_eq!(second.ask("app.state", Value::Null)["shop"]["name"], "Peñafiel Café y Jamón");
    second.sign_in(&rosa, "5830");
    let sold = second.sell(&[COFFEE, COFFEE], &[cash(30_000)]);
    assert!(sold["number"].as_str().unwrap().starts_with("B-"), "{sold}");
    second.sign_in_owner();

    first.sell(&[COFFEE], &[cash(20_000)]);
    settle(&second);
    settle(&first);
    settle(&second);
    assert_eq!((on_hand(&first), on_hand(&second)), (json!(7000), json!(7000)), "both have what both sold");
    assert_eq!(first.sales().len(), 2);
    assert_eq!(
        first.ask("receipts.list", json!({"date": null, "text": ""}))["receipts"].as_array().map(Vec::len),
        second.ask("receipts.list", json!({"date": null, "text": ""}))["receipts"].as_array().map(Vec::len)
    );
    assert_eq!(office.count("select count(*) from entries where kind = 'sale.completed'"), 2);
    assert_eq!(office.verify().first_bad, None);
}

#[test]
fn a_till_sells_on_while_head_office_is_away_and_brings_everything_once_when_it_is_back() {
    let mut office = HeadOffice::new();
    let till = first_till(&office);
    till.stock("Café de olla", COFFEE, 1_050_000, json!({"opening_stock": 10_000}));
    settle(&till);
    office.stop();
    for _ in 0..5 {
        till.sell(&[COFFEE], &[cash(20_000)]);
    }
    till.ask("sync.now", Value::Null);
    wait_until("the till says that nobody answers", || {
        till.ask("sync.state", Value::Null)["failure"]["failure"]["code"] == "sync_unreachable"
    });
    assert_eq!(till.ask("sync.state", Value::Null)["pending_sales"], 5);
    let refused = till.refused("sync.leave", json!({"insists": false}));
    assert_eq!((refused.code.as_str(), refused.params["sales"].as_str()), ("sync_pending", "5"));

    office.start();
    settle(&till);
    assert_eq!(office.count("select count(*) from entries where kind = 'sale.completed'"), 5);
    assert_eq!(till.ask("sync.state", Value::Null)["pending_sales"], 0);
    settle(&till);
    assert_eq!(
        office.count("select count(*) from entries"),
        office.count("select sum(last_sequence - first_sequence + 1)::bigint from feed")
    );
}

#[test]
fn a_code_lets_one_device_in_and_no_other() {
    let office = HeadOffice::new();
    let (first, second) = (scenarios::Till::new(), scenarios::Till::new());
    let code = office.code();
    let asked = json!({"address": office.url(), "code": code.to_lowercase().replace('-', " ")});
    first.ask("sync.pair", asked.clone());
    assert_eq!(second.refused("sync.pair", asked).code, "sync_unknown_code");
    assert_eq!(second.refused("sync.pair", json!({"address": office.url(), "code": "AAAA-AAAA"})).code, "sync_unknown_code");
    assert_eq!(first.refused("sync.pair", json!({"address": office.url(), "code": office.code()})).code, "sync_paired_already");
    for (address, code) in
        [("http://central.mx", "sync_address_open"), ("no address", "sync_address_unknown"), ("http://127.0.0.1:9", "sync_unreachable")]
    {
        assert_eq!(second.refused("sync.pair", json!({"address": address, "code": "AAAA-AAAA"})).code, code, "{address}");
    }
}

#[test]
fn two_shops_that_were_each_one_become_one_tenant_with_two_letters() {
    let office = HeadOffice::new();
    let first = first_till(&office);
    let second = scenarios::Till::of("MX", None);
    pair(&second, &office);
    assert_eq!(second.ask("app.state", Value::Null)["till"], "B", "A is taken");
    second.stock("Té de limón", "7501055300082", 500_000, json!({}));
    let sold = second.sell(&["7501055300082"], &[cash(10_000)]);
    assert_eq!(sold["number"], "B-000001");
    settle(&second);
    settle(&first);
    assert_eq!(first.sales().len(), 1);
}
