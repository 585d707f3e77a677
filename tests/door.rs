//! The door: every request, from every surface, by everybody. Its answer to whatever the table does not grant is no.

#![allow(clippy::unwrap_used, reason = "a scenario that cannot go on has failed, and says where")]

use std::collections::BTreeSet;

use app::requests::REQUESTS;
use app::{Failure, Surface};
use domain::entry::Fact;
use scenarios::till::OWNER_PIN;
use scenarios::{Till, cash};
use serde_json::{Value, json};

#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Who {
    Nobody,
    Cashier,
    Supervisor,
    Owner,
}

use Who::{Cashier, Nobody, Owner, Supervisor};

const EVERYBODY: [Who; 4] = [Nobody, Cashier, Supervisor, Owner];

/// Written again, and on purpose: a line that is changed in the program's table must be changed here too.
/// Name, the least that may ask it, and whether the owner's surface has it.
const TABLE: &[(&str, Who, bool)] = &[
    ("app.state", Nobody, true),
    ("sync.state", Nobody, true),
    ("sync.now", Nobody, true),
    ("preferences.set", Nobody, true),
    ("countries", Nobody, true),
    ("users.tiles", Nobody, true),
    ("login", Nobody, true),
    ("lock", Cashier, true),
    ("printer.status", Cashier, true),
    ("cart.current", Cashier, false),
    ("cart.scan", Cashier, false),
    ("cart.add", Cashier, false),
    ("cart.add_free", Cashier, false),
    ("cart.line", Cashier, false),
    ("cart.remove", Cashier, false),
    ("cart.check_age", Cashier, false),
    ("cart.restore", Cashier, false),
    ("cart.discount", Cashier, false),
    ("cart.discard", Cashier, false),
    ("cart.repeat", Cashier, false),
    ("tickets.list", Cashier, false),
    ("tickets.park", Cashier, false),
    ("tickets.resume", Cashier, false),
    ("cart.return", Cashier, false),
    ("cart.return_without", Cashier, false),
    ("cart.customer", Cashier, false),
    ("returns.find", Cashier, false),
    ("customers.search", Cashier, true),
    ("customers.get", Cashier, true),
    ("customers.doubts", Cashier, true),
    ("customers.save", Cashier, true),
    ("customers.terms", Supervisor, true),
    ("customers.erase", Owner, true),
    ("accounts.pay", Cashier, false),
    ("accounts.debtors", Cashier, true),
    ("pay.quote", Cashier, false),
    ("sale.complete", Cashier, false),
    ("receipts.list", Cashier, true),
    ("receipts.get", Cashier, true),
    ("receipts.correct", Cashier, false),
    ("receipts.reprint", Cashier, false),
    ("print.resolve", Cashier, false),
    ("products.search", Cashier, true),
    ("products.favourites", Cashier, true),
    ("products.list", Cashier, true),
    ("products.get", Cashier, true),
    ("products.by_code", Cashier, true),
    ("categories.list", Cashier, true),
    ("products.save", Supervisor, true),
    ("categories.save", Supervisor, true),
    ("imports.preview", Supervisor, true),
    ("imports.start", Supervisor, true),
    ("imports.state", Supervisor, true),
    ("imports.cancel", Supervisor, true),
    ("drawer.state", Cashier, false),
    ("drawer.open", Cashier, false),
    ("drawer.move", Cashier, false),
    ("drawer.rules", Owner, false),
    ("shift.open", Cashier, false),
    ("shift.count", Cashier, false),
    ("shift.close", Cashier, false),
    ("quotations.make", Cashier, false),
    ("quotations.list", Cashier, true),
    ("quotations.take", Cashier, false),
    ("quotations.again", Cashier, false),
    ("quotations.print", Cashier, false),
    ("users.badge", Owner, true),
    ("users.unbadge", Owner, true),
    ("roles.list", Owner, true),
    ("roles.save", Owner, true),
    ("points.get", Owner, true),
    ("points.save", Owner, true),
    ("accounts.print", Cashier, false),
    ("orders.terms", Cashier, false),
    ("orders.place", Cashier, false),
    ("orders.list", Cashier, true),
    ("orders.get", Cashier, true),
    ("orders.kept", Cashier, true),
    ("orders.deposit", Cashier, false),
    ("orders.take", Cashier, false),
    ("orders.cancel", Cashier, false),
    ("orders.print", Cashier, false),
    ("values.find", Cashier, false),
    ("values.list", Supervisor, true),
    ("values.issue", Cashier, false),
    ("values.print", Supervisor, false),
    ("approval.running", Cashier, false),
    ("approval.end", Cashier, false),
    ("people.acts", Supervisor, true),
    ("people.acts_of", Supervisor, true),
    ("clock.state", Cashier, false),
    ("clock.punch", Cashier, false),
    ("shift.print", Cashier, false),
    ("reports.list", Cashier, true),
    ("reports.get", Cashier, true),
    ("reports.reprint", Cashier, false),
    ("sync.pair", Owner, true),
    ("sync.leave", Owner, true),
    ("health.get", Supervisor, true),
    ("health.export", Supervisor, true),
    ("users.list", Owner, true),
    ("users.save", Owner, true),
    ("users.erase", Owner, true),
    ("sessions.get", Owner, true),
    ("sessions.save", Owner, true),
    ("setup.get", Owner, true),
    ("setup.save", Owner, true),
    ("setup.finish", Owner, true),
    ("shop.get", Owner, true),
    ("shop.save", Owner, true),
    ("shop.logo", Owner, true),
    ("printer.get", Owner, true),
    ("printer.save", Owner, true),
    ("printer.test", Owner, true),
    ("copies.state", Owner, true),
    ("copies.make", Owner, true),
    ("copies.cancel", Owner, true),
    ("copies.drill", Owner, true),
    ("copies.restore", Owner, true),
    ("copies.add", Owner, true),
    ("copies.remove", Owner, true),
    ("copies.seal", Owner, true),
    ("recovery.begin", Nobody, false),
];

/// Until the shop exists, nobody can be signed in, and these are open.
const SETTING_UP: [&str; 7] = ["sync.pair", "setup.get", "setup.save", "setup.finish", "printer.get", "printer.save", "printer.test"];

/// No request understands this, so whoever is let in is told so, and nothing happens.
fn nonsense() -> Value {
    json!("?")
}

fn code(answer: Result<Value, Failure>) -> String {
    answer.map_or_else(|failure| failure.code, |value| panic!("nonsense was understood: {value}"))
}

fn token(who: Who) -> String {
    format!("{who:?}")
}

/// A shop in which one of each role is signed in, each at a place of her own.
fn staffed() -> Till {
    let till = Till::of("MX", None);
    let people =
        [(Cashier, till.hire("Rosa", "cashier", "5830"), "5830"), (Supervisor, till.hire("Luz", "supervisor", "583019"), "583019")];
    for (who, user, pin) in [people[0].clone(), people[1].clone(), (Owner, till.owner.clone(), OWNER_PIN)] {
        till.call_from(&token(who), Surface::Till, "login", json!({"user": user, "secret": pin})).unwrap();
    }
    till
}

#[test]
fn the_table_names_every_request_once() {
    let here: BTreeSet<&str> = TABLE.iter().map(|(name, ..)| *name).collect();
    let there: BTreeSet<&str> = REQUESTS.iter().map(|request| request.name).collect();
    assert_eq!(here, there);
    assert_eq!((TABLE.len(), REQUESTS.len()), (here.len(), here.len()));
}

/// What is the matter with somebody's session.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Session {
    Open,
    /// She locked the screen, or left it alone too long.
    Locked,
    LeftAlone,
    /// It ended: with the program, or with a change of what she may do.
    Expired,
}

fn expected(least: Who, on_owners: bool, who: Who, session: Session, surface: Surface) -> &'static str {
    let has_it = surface == Surface::Till || (surface == Surface::Owner && on_owners);
    match (who, session) {
        _ if !has_it => "not_permitted",
        _ if least == Nobody => "invalid_argument",
        (Nobody, _) | (_, Session::Expired) => "session_expired",
        (_, Session::Locked | Session::LeftAlone) => "session_locked",
        _ if who >= least => "invalid_argument",
        _ => "not_permitted",
    }
}

/// Everybody signed in, and then that is the matter with all of them.
fn staffed_with(session: Session) -> Till {
    let mut till = staffed();
    let lock_after = |minutes: u32| drop(till.ask("sessions.save", json!({"lock_after_minutes": minutes})));
    match session {
        Session::Open => {}
        Session::Locked => {
            for who in [Cashier, Supervisor, Owner] {
                till.call_from(&token(who), Surface::Till, "lock", Value::Null).unwrap();
            }
        }
        Session::LeftAlone => {
            lock_after(3);
            till.pass_seconds(180);
        }
        Session::Expired => till.restart(),
    }
    till
}

#[test]
fn every_request_is_granted_exactly_where_the_table_says() {
    for session in [Session::Open, Session::Locked, Session::LeftAlone, Session::Expired] {
        let till = staffed_with(session);
        let before = till.entries().len();
        for &(name, least, on_owners) in TABLE {
            for surface in Surface::ALL {
                for who in EVERYBODY {
                    let answer = code(till.call_from(&token(who), surface, name, nonsense()));
                    let granted = expected(least, on_owners, who, session, surface);
                    assert_eq!(answer, granted, "{name} asked by {who:?} on {surface:?}, her session {session:?}");
                }
            }
        }
        assert_eq!(till.entries().len(), before, "nothing of this is a fact");
    }
}

#[test]
fn before_the_shop_exists_only_its_setting_up_is_open() {
    let till = Till::new();
    for &(name, least, on_owners) in TABLE {
        let least = if SETTING_UP.contains(&name) { Nobody } else { least };
        for surface in Surface::ALL {
            let answer = code(till.call_from("somebody", surface, name, nonsense()));
            assert_eq!(answer, expected(least, on_owners, Nobody, Session::Open, surface), "{name} on {surface:?}");
        }
    }
}

#[test]
fn a_shop_is_set_up_once() {
    let till = Till::of("MX", None);
    let draft = till.ask("setup.get", Value::Null);
    let again = json!({"draft": draft, "owner_pin": OWNER_PIN});
    assert_eq!(till.refused("setup.finish", again.clone()).code, "already_set_up");
    assert_eq!(till.call_from("passer-by", Surface::Till, "setup.finish", again).unwrap_err().code, "session_expired");
}

#[test]
fn a_name_that_no_request_has_is_unknown() {
    let till = staffed();
    for name in ["", "sale.complete ", "Sale.Complete", "setup", "../users.save"] {
        assert_eq!(code(till.call_from(&token(Owner), Surface::Till, name, nonsense())), "unknown_request");
    }
}

#[test]
fn what_is_too_large_is_refused_before_it_is_read() {
    let till = staffed();
    for request in REQUESTS {
        let largest = json!("x".repeat(request.limit_bytes - 2));
        let larger = json!("x".repeat(request.limit_bytes - 1));
        assert_eq!(code(till.call_from(&token(Owner), Surface::Till, request.name, largest)), "invalid_argument", "{}", request.name);
        assert_eq!(code(till.call_from(&token(Owner), Surface::Till, request.name, larger.clone())), "too_large", "{}", request.name);
        let stranger = code(till.call_from("stranger", Surface::Till, request.name, larger));
        let least = TABLE.iter().find(|(name, ..)| *name == request.name).unwrap().1;
        let told = if least == Nobody { "too_large" } else { "session_expired" };
        assert_eq!(stranger, told, "{}: whoever may not ask learns nothing else", request.name);
    }
}

/// Users by id, never by PIN: two may have the same.
fn login(till: &Till, user: &str, secret: &str) -> Result<Value, Failure> {
    till.call("login", json!({"user": user, "secret": secret}))
}

fn lock_out(till: &Till, user: &str) {
    for left in (1..5).rev() {
        let wrong = login(till, user, "000000").unwrap_err();
        assert_eq!((wrong.code.as_str(), wrong.params["left"].as_str()), ("wrong_pin", left.to_string().as_str()));
    }
    let locked = login(till, user, "000000").unwrap_err();
    assert_eq!((locked.code.as_str(), locked.params["seconds"].as_str()), ("locked_out", "30"));
}

fn lockouts(till: &Till) -> Vec<i64> {
    till.entries().into_iter().filter_map(|entry| if let Fact::UserLockedOut(it) = entry.fact { Some(it.tries) } else { None }).collect()
}

#[test]
fn five_wrong_pins_lock_the_user_out_and_a_restart_is_no_way_round() {
    let mut till = Till::of("MX", None);
    let rosa = till.hire("Rosa", "cashier", "5830");
    till.ask("lock", Value::Null);
    lock_out(&till, &rosa);
    assert_eq!(login(&till, &rosa, "5830").unwrap_err().code, "locked_out", "the right PIN too");
    till.restart();
    assert_eq!(login(&till, &rosa, "5830").unwrap_err().code, "locked_out");
    till.pass_seconds(29);
    let nearly = login(&till, &rosa, "5830").unwrap_err();
    assert_eq!((nearly.code.as_str(), nearly.params["seconds"].as_str()), ("locked_out", "1"));
    let tiles = till.ask("users.tiles", Value::Null);
    let locked: Vec<&Value> = tiles.as_array().unwrap().iter().filter(|tile| !tile["locked_until_ms"].is_null()).collect();
    assert_eq!((locked.len(), &locked[0]["name"]), (1, &json!("Rosa")), "the others sign in as ever");
    assert!(login(&till, &till.owner, OWNER_PIN).is_ok());
    till.pass_seconds(1);
    assert_eq!(login(&till, &rosa, "5830").unwrap()["user"]["name"], "Rosa");
    lock_out(&till, &rosa);
    assert_eq!(lockouts(&till), [5, 5], "each lock-out is a fact; the tries that led there are not");
}

#[test]
fn each_further_wrong_pin_doubles_the_delay() {
    let till = Till::of("MX", None);
    let rosa = till.hire("Rosa", "cashier", "5830");
    lock_out(&till, &rosa);
    for seconds in [60, 120, 240] {
        till.pass_seconds(seconds / 2);
        assert_eq!(login(&till, &rosa, "000000").unwrap_err().params["seconds"], seconds.to_string());
    }
    assert_eq!(lockouts(&till), [5, 6, 7, 8]);
}

/// A clock that was put back by a day must not lock a shop out of its till for a day.
#[test]
fn a_clock_that_is_put_back_does_not_lengthen_the_delay() {
    let till = Till::of("MX", None);
    let rosa = till.hire("Rosa", "cashier", "5830");
    lock_out(&till, &rosa);
    till.set_clock_by(-86_400);
    assert_eq!(login(&till, &rosa, "5830").unwrap_err().params["seconds"], "30");
}

/// Ten years forward are not thirty seconds, and neither are ten years in which the till was off.
#[test]
fn no_clock_and_no_kill_shortens_the_delay() {
    let mut till = Till::of("MX", None);
    let rosa = till.hire("Rosa", "cashier", "5830");
    lock_out(&till, &rosa);
    till.set_clock_by(10 * 365 * 86_400);
    assert_eq!(login(&till, &rosa, "5830").unwrap_err().params["seconds"], "30");
    till.pass_seconds(12);
    assert_eq!(login(&till, &rosa, "5830").unwrap_err().params["seconds"], "18");
    till.close();
    till.pass_seconds(3600);
    till.open();
    assert_eq!(login(&till, &rosa, "5830").unwrap_err().params["seconds"], "18", "off, it stands still");
    till.pass_seconds(18);
    assert!(login(&till, &rosa, "5830").is_ok());
}

/// Whoever stands at the till can ask for any id: a made-up one must leave nothing behind.
#[test]
fn wrong_pins_of_nobody_are_no_facts() {
    let till = Till::of("MX", None);
    let before = till.entries().len();
    for _ in 0..6 {
        assert!(login(&till, "018f0000-0000-7000-8000-000000000001", "1").is_err());
    }
    assert_eq!(till.entries().len(), before, "a journal that strangers can fill is no journal");
}

#[test]
fn a_deactivated_user_is_signed_out_at_once_everywhere() {
    let till = Till::of("MX", None);
    let rosa = till.hire("Rosa", "cashier", "5830");
    for place in ["left", "right"] {
        till.call_from(place, Surface::Till, "login", json!({"user": rosa, "secret": "5830"})).unwrap();
        assert!(till.call_from(place, Surface::Till, "cart.current", Value::Null).is_ok());
    }
    let mut saved = json!({"id": rosa, "name": "Rosa", "role": "cashier", "pin": null, "active": false});
    till.ask("users.save", saved.clone());
    for place in ["left", "right"] {
        assert_eq!(till.call_from(place, Surface::Till, "cart.current", Value::Null).unwrap_err().code, "session_expired", "{place}");
    }
    assert_eq!(till.call_from("left", Surface::Till, "login", json!({"user": rosa, "secret": "5830"})).unwrap_err().code, "wrong_pin");
    assert_eq!(till.ask("users.tiles", Value::Null).as_array().unwrap().len(), 1, "she is not offered any more");
    saved["active"] = json!(true);
    till.ask("users.save", saved);
    assert!(till.call_from("left", Surface::Till, "login", json!({"user": rosa, "secret": "5830"})).is_ok(), "her PIN is still hers");
}

#[test]
fn a_changed_role_takes_effect_at_once() {
    let till = Till::of("MX", None);
    let luz = till.hire("Luz", "supervisor", "583019");
    till.call_from("left", Surface::Till, "login", json!({"user": luz, "secret": "583019"})).unwrap();
    till.ask("users.save", json!({"id": luz, "name": "Luz", "role": "cashier", "pin": null, "active": true}));
    let answer = till.call_from("left", Surface::Till, "products.save", nonsense());
    assert_eq!(answer.unwrap_err().code, "session_expired");
    let up = json!({"id": luz, "name": "Luz", "role": "owner", "pin": null, "active": true});
    assert_eq!(till.refused("users.save", up).code, "pin_too_short", "more rights want a new, longer PIN");
}

#[test]
fn the_last_owner_stays() {
    let till = Till::of("MX", None);
    let owner = till.owner.clone();
    let save = |role: &str, active: bool| json!({"id": owner, "name": "Inés", "role": role, "pin": null, "active": active});
    assert_eq!(till.refused("users.save", save("owner", false)).code, "last_owner");
    assert_eq!(till.refused("users.save", save("supervisor", true)).code, "last_owner");
    let second = till.hire("Elena", "owner", "583019");
    let mut away = json!({"id": second, "name": "Elena", "role": "owner", "pin": null, "active": false});
    till.ask("users.save", away.clone());
    assert_eq!(till.refused("users.save", save("owner", false)).code, "last_owner", "one who is away does not count");
    away["active"] = json!(true);
    till.ask("users.save", away);
    till.ask("users.save", save("owner", false));
    assert_eq!(till.refused("app.state", nonsense()).code, "invalid_argument");
    till.sign_in(&second, "583019");
}

#[test]
fn pins_have_a_length_and_are_not_the_first_that_anybody_tries() {
    let till = Till::of("MX", None);
    let hire =
        |role: &str, pin: &str| till.call("users.save", json!({"id": null, "name": "Rosa", "role": role, "pin": pin, "active": true}));
    for (role, pin, code) in [
        ("cashier", "583", "pin_too_short"),
        ("cashier", "1234", "pin_too_common"),
        ("cashier", "7777", "pin_too_common"),
        ("supervisor", "58301", "pin_too_short"),
        ("owner", "654321", "pin_too_common"),
        ("owner", "123123", "pin_too_common"),
    ] {
        assert_eq!(hire(role, pin).unwrap_err().code, code, "{role} {pin}");
    }
    assert!(hire("cashier", "5830").is_ok());
}

#[test]
fn two_places_have_two_sessions() {
    let till = staffed();
    till.call_from(&token(Cashier), Surface::Till, "lock", Value::Null).unwrap();
    assert_eq!(till.call_from(&token(Cashier), Surface::Till, "cart.current", Value::Null).unwrap_err().code, "session_locked");
    assert!(till.call_from(&token(Owner), Surface::Till, "cart.current", Value::Null).is_ok());
}

/// Another's cart is not hers to sell, even with its id.
#[test]
fn a_cart_is_sold_by_whoever_opened_it() {
    let till = staffed();
    till.stock("Café", "7501055300075", 100_000, json!({}));
    let cart = till.scan("7501055300075");
    let pay = json!({"cart": cart["id"], "tenders": [cash(1000)], "print": false});
    assert_eq!(till.call_from(&token(Cashier), Surface::Till, "sale.complete", pay).unwrap_err().code, "cart_changed");
    assert_eq!(till.sales(), []);
}
