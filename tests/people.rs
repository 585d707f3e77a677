//! People: PINs that a copied database does not give away, sessions that lock by themselves, and who is forgotten.

#![allow(clippy::unwrap_used, reason = "a scenario that cannot go on has failed, and says where")]

use std::fs;
use std::path::PathBuf;

use app::Surface;
use domain::entry::Fact;
use scenarios::till::OWNER_PIN;
use scenarios::{PATIENCE, Till, cash, files_below, holding, wait_until};
use serde_json::{Value, json};

const COFFEE: &str = "7501055300075";

fn key_files(till: &Till) -> [PathBuf; 2] {
    [till.place.keys.clone(), till.place.keys.with_extension("copy.json")]
}

fn secret_of(till: &Till, user: &str) -> String {
    let id: domain::Id = serde_json::from_value(json!(user)).unwrap();
    store::read::users::find(&till.reader(), id).unwrap().unwrap().secret.unwrap()
}

// --- the pepper

/// Whoever copies the data folder has every PIN's hash, and tries four digits in minutes: without the device's key, none of them fits.
#[test]
fn a_copied_database_alone_does_not_open_the_pad() {
    let mut till = Till::of("MX", None);
    let rosa = till.hire("Rosa", "cashier", "5830");
    assert!(secret_of(&till, &rosa).starts_with("peppered:1$argon2id$v=19$m=47104,"));
    till.close();
    let keys = fs::read(&till.place.keys).unwrap();
    key_files(&till).iter().for_each(|file| fs::remove_file(file).unwrap());
    till.open();
    for guess in (5825..5835).map(|pin| pin.to_string()) {
        let refused = till.refused("login", json!({"user": rosa, "secret": guess}));
        assert!(["wrong_pin", "locked_out"].contains(&refused.code.as_str()), "{guess}: {refused}");
        till.pass_seconds(3600);
    }
    assert_eq!(till.refused("login", json!({"user": till.owner, "secret": OWNER_PIN})).code, "wrong_pin");
    // with its keys again, the names are in the journal for whoever verifies it
    till.close();
    key_files(&till).iter().for_each(|file| fs::write(file, &keys).unwrap());
}

#[test]
fn a_restored_till_without_its_device_keys_is_opened_by_a_new_pin_of_its_owner() {
    let mut till = Till::of("MX", None);
    till.close();
    let mut keys: Value = serde_json::from_slice(&fs::read(&till.place.keys).unwrap()).unwrap();
    keys["pepper"] = Value::Null;
    keys["signing"] = json!({});
    key_files(&till).iter().for_each(|file| fs::write(file, keys.to_string()).unwrap());
    till.open();
    assert_eq!(till.refused("login", json!({"user": till.owner, "secret": OWNER_PIN})).code, "wrong_pin");
    assert_eq!(till.app().set_owner_pin(None, "123456").unwrap_err().code, "pin_too_common");
    assert_eq!(till.app().set_owner_pin(Some("Nadie"), "719304").unwrap_err().code, "owner_unclear");
    assert_eq!(till.app().set_owner_pin(None, "719304").unwrap(), "Inés Núñez");
    till.sign_in(&till.owner, "719304");
    let last = till.entries().pop().unwrap();
    assert!(matches!(last.fact, Fact::UserSaved(_)) && last.actor.is_none(), "a fact that nobody signed for");
}

// --- sessions

#[test]
fn a_till_that_is_left_alone_locks_tells_the_screen_and_keeps_its_cart() {
    let mut till = Till::new();
    till.set_up("MX", false, None);
    till.stock("Café", COFFEE, 325_000, json!({}));
    let events = till.app().events.listen();
    till.scan(COFFEE);
    till.pass_seconds(599);
    till.ask("cart.current", Value::Null);
    till.pass_seconds(599);
    let waits = till.ask("printer.status", Value::Null)["waiting"].clone();
    assert_eq!(waits, 0, "what a screen asks by itself is allowed, and is no sign of anybody");
    till.pass_seconds(1);
    assert_eq!(till.refused("cart.current", Value::Null).code, "session_locked");
    assert_eq!(till.ask("app.state", Value::Null)["phase"], "login");
    let told = std::iter::from_fn(|| events.recv_timeout(PATIENCE).ok()).any(|event| event.name == "session.locked");
    assert!(told, "the screen goes to the login by itself");
    till.sign_in_owner();
    assert_eq!(till.ask("cart.current", Value::Null)["lines"][0]["name"], "Café");
}

#[test]
fn the_owner_says_after_how_long_and_a_clock_that_is_set_changes_nothing() {
    let mut till = Till::new();
    till.set_up("MX", false, None);
    assert_eq!(till.ask("sessions.get", Value::Null)["lock_after_minutes"], 10);
    till.ask("sessions.save", json!({"lock_after_minutes": 30}));
    assert_eq!(till.refused("sessions.save", json!({"lock_after_minutes": 481})).code, "invalid_argument");
    till.set_clock_by(10 * 365 * 86_400);
    till.pass_seconds(1799);
    till.ask("cart.current", Value::Null);
    till.restart();
    till.sign_in_owner();
    till.pass_seconds(1800);
    assert_eq!(till.refused("cart.current", Value::Null).code, "session_locked", "it is remembered");
    till.sign_in_owner();
    till.ask("sessions.save", json!({"lock_after_minutes": 0}));
    till.pass_seconds(7 * 86_400);
    till.ask("cart.current", Value::Null);
}

// --- owners

#[test]
fn two_owners_who_put_each_other_out_at_once_leave_one() {
    let till = Till::of("MX", None);
    let elena = till.hire("Elena", "owner", "583019");
    till.call_from("left", Surface::Till, "login", json!({"user": till.owner, "secret": OWNER_PIN})).unwrap();
    till.call_from("right", Surface::Till, "login", json!({"user": elena, "secret": "583019"})).unwrap();
    let away = |user: &str| json!({"id": user, "name": "Quien sea", "role": "owner", "pin": null, "active": false});
    let (left, right) = std::thread::scope(|scope| {
        let left = scope.spawn(|| till.call_from("left", Surface::Till, "users.save", away(&elena)));
        let right = scope.spawn(|| till.call_from("right", Surface::Till, "users.save", away(&till.owner)));
        (left.join().unwrap(), right.join().unwrap())
    });
    let refused: Vec<String> = [left, right].into_iter().filter_map(|answer| answer.err().map(|failure| failure.code)).collect();
    assert!(matches!(&refused[..], [only] if only == "last_owner" || only == "session_expired"), "{refused:?}");
    assert_eq!(
        till.app().call(app::Caller::new("passer-by", Surface::Till), "users.tiles", Value::Null).unwrap().as_array().unwrap().len(),
        1
    );
}

// --- who is forgotten

const NAME: &str = "Rosalinda Quetzalcóatl";

/// A shop in which somebody sold a coffee and went; her id, her key, and her PIN's hash.
fn sold_by_somebody() -> (Till, String, [String; 2]) {
    let till = Till::of("MX", None);
    till.stock("Café", COFFEE, 325_000, json!({}));
    let rosa = till.hire(NAME, "cashier", "5830");
    till.sign_in(&rosa, "5830");
    till.sell(&[COFFEE], &[cash(3250)]);
    till.sign_in_owner();
    let keys: Value = serde_json::from_slice(&fs::read(&till.place.keys).unwrap()).unwrap();
    let key = keys["sealing"][format!("person-{rosa}")].as_str().unwrap().to_owned();
    let hash = secret_of(&till, &rosa);
    (till, rosa, [key, hash])
}

fn assert_gone(till: &mut Till, traces: &[String; 2]) {
    let traces = [NAME, &traces[0], &traces[1]];
    let report = till.verify();
    assert_eq!(report.first_bad, None, "chain and projections hold");
    till.close();
    assert_eq!(holding(till, &traces), Vec::<String>::new());
    till.open();
    till.sign_in_owner();
    let listed = till.ask("users.list", Value::Null);
    assert_eq!(listed.as_array().unwrap().len(), 1, "{listed}");
}

#[test]
fn of_an_erased_person_no_byte_is_left_and_her_sales_stay() {
    let (mut till, rosa, traces) = sold_by_somebody();
    till.close();
    assert_eq!(holding(&till, &[NAME, &traces[0], &traces[1]]).len(), 4, "before: name and hash in the database, her key in two files");
    till.open();
    till.sign_in_owner();
    till.call_from("hers", Surface::Till, "login", json!({"user": rosa, "secret": "5830"})).unwrap();
    till.ask("users.erase", json!({"id": rosa}));
    assert_eq!(till.call_from("hers", Surface::Till, "cart.current", Value::Null).unwrap_err().code, "session_expired");
    let traces_here = [NAME, &traces[0], &traces[1]];
    assert_eq!(holding(&till, &traces_here), Vec::<String>::new(), "while the till is open, too");
    till.ask("users.erase", json!({"id": rosa}));
    let erased = till.entries().iter().filter(|entry| matches!(entry.fact, Fact::PersonErased(_))).count();
    assert_eq!(erased, 1, "once");
    assert_eq!(till.refused("login", json!({"user": rosa, "secret": "5830"})).code, "wrong_pin");
    let again = json!({"id": rosa, "name": NAME, "role": "cashier", "pin": "5830", "active": true});
    assert_eq!(till.refused("users.save", again).code, "not_found");
    let list = till.ask("receipts.list", json!({"date": null, "text": "", "after": null}));
    assert_eq!((&list["rows"][0]["cashier"], till.sales().len()), (&json!("—"), 1));
    assert_gone(&mut till, &traces);
}

/// What lies in a folder elsewhere counts too, and what an upgrade, a restore or a copy that was cut off left beside the database.
#[test]
fn no_copy_holds_her_name_and_what_might_goes_with_her() {
    let (mut till, rosa, traces) = sold_by_somebody();
    let elsewhere = till.folder().join("data/../elsewhere");
    fs::create_dir_all(&elsewhere).unwrap();
    till.ask("copies.add", json!({"path": elsewhere.display().to_string()}));
    wait_until("it is copied", || till.ask("copies.state", Value::Null)["job"].is_null());
    let data = till.place.database.parent().unwrap().to_owned();
    let name = NAME.as_bytes();
    let mut copies = Vec::new();
    [till.place.copies(), elsewhere].iter().for_each(|folder| files_below(folder, &mut copies));
    assert!(copies.len() >= 4, "a full copy and a segment in each: {copies:?}");
    let holds = |file: &PathBuf| fs::read(file).unwrap().windows(name.len()).any(|window| window == name);
    assert!(!copies.iter().any(holds), "not even before she is erased");
    for left in ["schema-2.db", "set-aside-20261101T120000Z/mostrador.db", "drill/mostrador.db", "copies/making.db"] {
        fs::create_dir_all(data.join(left).parent().unwrap()).unwrap();
        fs::write(data.join(left), NAME).unwrap();
    }
    till.ask("users.erase", json!({"id": rosa}));
    assert_eq!(holding(&till, &[NAME]), Vec::<String>::new());
    // an old copy, put in the place of the database by hand
    let full = store::copies::Folder::plain(till.place.copies()).fulls().remove(0);
    till.close();
    fs::copy(full.path, &till.place.database).unwrap();
    till.open();
    till.sign_in_owner();
    assert_gone(&mut till, &traces);
}

#[test]
fn a_copy_put_in_place_by_hand_has_its_names_again() {
    let (mut till, rosa, _) = sold_by_somebody();
    till.ask("copies.make", Value::Null);
    wait_until("it is copied", || till.ask("copies.state", Value::Null)["job"].is_null());
    let full = store::copies::Folder::plain(till.place.copies()).fulls().remove(0);
    till.close();
    fs::copy(full.path, &till.place.database).unwrap();
    till.open();
    till.sign_in(&rosa, "5830");
    assert_eq!(till.ask("app.state", Value::Null)["user"]["name"], NAME);
}

#[test]
fn an_old_copy_of_the_database_does_not_bring_her_back() {
    let (mut till, rosa, traces) = sold_by_somebody();
    till.close();
    let old = fs::read(&till.place.database).unwrap();
    till.open();
    till.sign_in_owner();
    till.ask("users.erase", json!({"id": rosa}));
    till.close();
    fs::write(&till.place.database, old).unwrap();
    till.open();
    till.sign_in_owner();
    assert_gone(&mut till, &traces);
}

#[test]
fn old_key_files_do_not_bring_her_back() {
    for both in [false, true] {
        let (mut till, rosa, traces) = sold_by_somebody();
        let old = fs::read(&till.place.keys).unwrap();
        till.ask("users.erase", json!({"id": rosa}));
        till.close();
        for file in key_files(&till).iter().skip(usize::from(!both)) {
            fs::write(file, &old).unwrap();
        }
        till.open();
        till.sign_in_owner();
        assert_gone(&mut till, &traces);
    }
}

#[test]
fn the_last_owner_cannot_be_erased_and_the_first_takes_her_name_with_her() {
    let mut till = Till::of("MX", None);
    assert_eq!(till.refused("users.erase", json!({"id": till.owner})).code, "last_owner");
    assert_eq!(till.refused("users.erase", json!({"id": "018f0000-0000-7000-8000-000000000001"})).code, "not_found");
    let elena = till.hire("Elena", "owner", "583019");
    till.sign_in(&elena, "583019");
    till.ask("users.erase", json!({"id": till.owner}));
    till.close();
    assert_eq!(holding(&till, &["Inés Núñez"]), Vec::<String>::new(), "nor in what the set-up left");
    till.open();
    assert_eq!(till.refused("login", json!({"user": till.owner, "secret": OWNER_PIN})).code, "wrong_pin");
}
