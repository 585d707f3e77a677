//! The real server behind a line that breaks, and put back from an older copy of itself (H1, H3, H4, H8).

use scenarios::head_office::HeadOffice;
use scenarios::proxy::Proxy;
use scenarios::{Till, cash, wait_until};
use serde_json::{Value, json};

use crate::{first_till, next_till, settle};

const COFFEE: &str = "7501055300075";

fn sales_at(office: &HeadOffice) -> i64 {
    office.count("select count(*) from entries where kind = 'sale.completed'")
}

#[test]
fn over_a_line_that_breaks_every_sale_arrives_once() {
    let office = HeadOffice::new();
    let proxy = Proxy::before(office.address(), 7);
    let till = Till::of("MX", None);
    till.ask("sync.pair", json!({"address": proxy.url(), "code": office.code()}));
    till.stock("Café de olla", COFFEE, 1_050_000, json!({"opening_stock": 10_000}));
    settle(&till);
    proxy.break_percent(50);
    for _ in 0..15 {
        till.sell(&[COFFEE], &[cash(20_000)]);
        let jobs = || till.ask("sync.state", Value::Null)["jobs"].as_array().map_or(0, Vec::len);
        let before = jobs();
        till.pass_seconds(400);
        till.ask("sync.now", Value::Null);
        wait_until("a round has ended", || jobs() > before);
    }
    assert!(proxy.broken() >= 8, "the line breaks: {}", proxy.broken());
    proxy.break_percent(0);
    settle(&till);
    assert_eq!((sales_at(&office), till.sales().len()), (15, 15));
    assert_eq!(
        office.count("select sum(last_sequence - first_sequence + 1)::bigint from feed"),
        office.count("select count(*) from entries")
    );
    assert_eq!(office.verify().first_bad, None);
}

#[test]
fn put_back_from_an_older_copy_it_is_filled_again_by_the_tills() {
    let mut office = HeadOffice::new();
    let first = first_till(&office);
    first.stock("Café de olla", COFFEE, 1_050_000, json!({"opening_stock": 10_000}));
    let second = next_till(&office, &first.owner);
    first.sell(&[COFFEE], &[cash(20_000)]);
    settle(&first);
    let copy = office.copy();
    for _ in 0..3 {
        first.sell(&[COFFEE], &[cash(20_000)]);
    }
    let lupe = json!({"id": "00000000-0000-7000-8000-000000000001", "active": true, "fiscal": {"tax_id": "", "tax_name": ""},
        "contact": {"name": "Doña Lupe", "phone": "", "email": "", "address": "", "note": "", "warning": ""}});
    first.ask("customers.save", lupe);
    settle(&first);
    settle(&second);
    assert_eq!(sales_at(&office), 4);

    office.put_back(copy);
    assert_eq!(sales_at(&office), 1);
    second.sell(&[COFFEE], &[cash(20_000)]);
    settle(&second);
    settle(&first);
    settle(&second);
    let third = next_till(&office, &first.owner);
    assert_eq!(sales_at(&office), 5, "what it had lost is there again, once");
    assert_eq!(office.verify().first_bad, None);
    for till in [&first, &second, &third] {
        assert_eq!(till.sales().len(), 5);
        assert_eq!(till.ask("customers.search", json!({"text": "lupe"}))[0]["name"], "Doña Lupe", "her key was lost too");
    }
}

#[test]
fn a_head_office_that_hangs_keeps_no_till_from_closing_and_opening_again() {
    let mut office = HeadOffice::new();
    let mut till = first_till(&office);
    till.stock("Café de olla", COFFEE, 1_050_000, json!({}));
    settle(&till);
    office.stop();
    // whoever connects waits for ever
    let deaf = std::net::TcpListener::bind(office.address()).unwrap();
    till.sell(&[COFFEE], &[cash(20_000)]);
    till.ask("sync.now", Value::Null);
    wait_until("a round is under way", || till.ask("sync.state", Value::Null)["running"] == true);
    till.restart();
    till.sign_in_owner();
    till.sell(&[COFFEE], &[cash(20_000)]);
    assert_eq!(till.ask("sync.state", Value::Null)["pending_sales"], 2);
    drop(deaf);
}

/// The page of a hotel's network answers everything.
#[test]
fn a_captive_portal_is_not_head_office() {
    let mut office = HeadOffice::new();
    let till = first_till(&office);
    till.stock("Café de olla", COFFEE, 1_050_000, json!({}));
    settle(&till);
    office.stop();
    let portal = scenarios::portal::at(office.address());
    till.sell(&[COFFEE], &[cash(20_000)]);
    till.ask("sync.now", Value::Null);
    wait_until("the till says so", || till.ask("sync.state", Value::Null)["failure"]["failure"]["code"] == "sync_not_head_office");
    assert_eq!(till.ask("sync.state", Value::Null)["pending_sales"], 1);
    assert_eq!(till.refused("sync.pair", json!({"address": office.url(), "code": "AAAA-AAAA"})).code, "sync_paired_already");
    let other = Till::new();
    assert_eq!(other.refused("sync.pair", json!({"address": office.url(), "code": "AAAA-AAAA"})).code, "sync_not_head_office");
    drop(portal);
}
