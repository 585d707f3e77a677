//! Copies by themselves: on this disk, in a folder, on a stick that comes and goes; and what they are good for when the day comes.

use std::fs;
use std::path::PathBuf;
use std::sync::Arc;

use app::platform::disk::RemovableDisk;
use app::{Caller, Failure, Host, Surface};
use domain::entry::EpochReason;
use scenarios::till::OWNER_PIN;
use scenarios::{Till, cash, wait_until};
use serde_json::{Value, json};
use store::copies::{Folder, full};

const COFFEE: &str = "7501055300075";
const HOUR: u64 = 3600;

fn shop() -> Till {
    let till = Till::of("MX", None);
    till.stock("Café de olla", COFFEE, 325_000, json!({}));
    till.sell(&[COFFEE], &[cash(5000)]);
    till
}

fn look_after(till: &Till, seconds: u64) {
    till.pass_seconds(seconds);
    till.app().look_after_copies();
}

fn count(folder: &Folder) -> (usize, usize) {
    (folder.fulls().len(), folder.segments().len())
}

fn own(till: &Till) -> Folder {
    Folder::plain(till.place.copies())
}

/// What the screen shows once nothing is under way.
fn settled(till: &Till) -> Value {
    wait_until("the job has ended", || till.ask("copies.state", Value::Null)["job"].is_null());
    till.ask("copies.state", Value::Null)
}

/// A folder elsewhere that the owner has named; answers where its copies are.
fn named(till: &Till, name: &str) -> Folder {
    let parent = till.folder().join(name);
    fs::create_dir_all(&parent).unwrap();
    till.ask("copies.add", json!({"path": parent.display().to_string()}));
    let state = settled(till);
    let place = state["places"].as_array().unwrap().last().unwrap();
    assert_eq!((&place["failure"], &place["same_disk"]), (&Value::Null, &json!(true)), "{state}");
    Folder::plain(place["path"].as_str().unwrap().into())
}

fn plug_in(till: &Till, at: &str) -> PathBuf {
    let path = till.folder().join(at);
    fs::create_dir_all(&path).unwrap();
    till.disks.lock().unwrap().push(RemovableDisk { name: "KINGSTON".to_owned(), path: path.clone() });
    path
}

fn pull_out(till: &Till) {
    till.disks.lock().unwrap().clear();
}

#[test]
fn entries_are_copied_every_hour_and_the_whole_every_night() {
    let till = shop();
    look_after(&till, 60);
    assert_eq!(count(&own(&till)), (0, 1), "entries at once, the whole when nobody is at the counter");
    look_after(&till, 10 * 60);
    assert_eq!(count(&own(&till)), (1, 1));
    till.sell(&[COFFEE], &[cash(5000)]);
    look_after(&till, HOUR / 2);
    assert_eq!(count(&own(&till)), (1, 1), "not yet");
    look_after(&till, HOUR / 2);
    assert_eq!(count(&own(&till)), (1, 2));
    till.set_clock("2026-11-24T08:30:00Z");
    look_after(&till, 0);
    assert_eq!(count(&own(&till)).0, 2, "half past two in the shop");
    for copy in own(&till).fulls() {
        full::examine(&copy.path, &|_| true).unwrap();
    }
    let verified = store::Verified::last(&till.reader()).unwrap().unwrap();
    assert!(verified.full_at_ms.is_some(), "and the journal was checked as a whole");
}

#[test]
fn where_no_full_copy_can_be_made_the_entries_are_copied_all_the_same() {
    let till = shop();
    fs::create_dir_all(till.place.copies().join("making.db/in the way")).unwrap();
    look_after(&till, HOUR);
    assert_eq!(count(&own(&till)), (0, 1));
    let place = settled(&till)["places"][0].clone();
    assert!(place["failure"]["code"].is_string() && place["entries_at_ms"].is_i64() && place["full_at_ms"].is_null(), "{place}");
    fs::remove_dir_all(till.place.copies().join("making.db")).unwrap();
    look_after(&till, HOUR / 2);
    assert_eq!(count(&own(&till)).0, 1, "it is tried again");
    assert_eq!(settled(&till)["places"][0]["failure"], Value::Null);
}

#[test]
fn a_copy_from_a_terminal_and_one_of_the_till_do_not_meet() {
    let till = shop();
    let claim = store::copies::claim(&till.place).unwrap().expect("nobody copies");
    till.ask("copies.make", Value::Null);
    assert_eq!(settled(&till)["last"]["failure"]["code"], "copy_running");
    till.ask("copies.drill", json!({"password": null}));
    assert_eq!(settled(&till)["last"]["failure"]["code"], "copy_running", "nor a trial");
    drop(claim);
    till.ask("copies.make", Value::Null);
    assert_eq!(settled(&till)["last"]["failure"], Value::Null);
}

#[test]
fn under_a_clock_that_was_wrong_the_newest_copy_goes_everywhere_and_stays() {
    let till = shop();
    let share = named(&till, "share");
    for day in 10..30 {
        till.set_clock(&format!("2036-11-{day}T08:30:00Z"));
        till.sell(&[COFFEE], &[cash(5000)]);
        look_after(&till, HOUR);
    }
    till.set_clock("2026-11-24T08:30:00Z");
    till.sell(&[COFFEE], &[cash(5000)]);
    till.ask("copies.make", Value::Null);
    settled(&till);
    let newest = |folder: &Folder| folder.fulls_of(&till.reader()).unwrap().remove(0).name;
    assert_eq!(newest(&share), newest(&own(&till)));
    assert!(newest(&share).to_string().starts_with("full-20261124T"), "{}", newest(&share));
    let made = settled(&till)["places"].clone();
    let (copies, at) = (count(&share), made[1]["full_at_ms"].clone());
    look_after(&till, HOUR / 2);
    assert_eq!((count(&share), &settled(&till)["places"][1]["full_at_ms"]), (copies, &at), "and it is not sent again and again");
}

/// A disk that hangs: whoever opens this file waits until somebody reads it.
#[cfg(unix)]
#[test]
fn a_copy_that_hangs_holds_up_neither_sales_nor_the_end_of_a_persons_key() {
    let till = shop();
    let share = named(&till, "share");
    let person = till.hire("Tomás", "cashier", "6174");
    till.sell(&[COFFEE], &[cash(5000)]);
    let pipe = share.path.join("making.part");
    assert!(std::process::Command::new("mkfifo").arg(&pipe).status().unwrap().success());
    till.ask("copies.make", Value::Null);
    let last = till.entries().last().unwrap().id.sequence;
    wait_until("the till's own copy is made", || own(&till).fulls().first().is_some_and(|full| full.name.to == last));
    till.sell(&[COFFEE], &[cash(5000)]);
    assert_eq!(till.refused("users.erase", json!({"id": person})).code, "erasure_unfinished");
    let keys = store::KeyStore::read(&till.place.keys).unwrap();
    assert!(!keys.has_person(person.parse().unwrap()), "her name can be read nowhere any more");
    // the disk answers again
    let reading = std::thread::spawn(move || fs::read(pipe));
    settled(&till);
    till.ask("users.erase", json!({"id": person}));
    reading.join().unwrap().unwrap();
}

#[test]
fn a_till_without_a_shop_copies_nothing() {
    let till = Till::new();
    look_after(&till, 25 * HOUR);
    assert!(!till.place.copies().exists());
}

#[test]
fn health_says_how_old_the_newest_copy_is_and_the_owner_hears_of_one_that_is_too_old() {
    let till = shop();
    let copies = |till: &Till| {
        let health = till.ask("health.get", Value::Null);
        health["items"].as_array().unwrap().iter().find(|item| item["name"] == "copies").unwrap()["verdict"].clone()
    };
    let is_told = |till: &Till| {
        let state = till.ask("app.state", Value::Null);
        state["notices"].as_array().unwrap().iter().any(|notice| notice["code"] == "copy_too_old")
    };
    assert_eq!(copies(&till), "look", "never");
    look_after(&till, HOUR);
    assert_eq!((copies(&till), is_told(&till)), (json!("good"), false));
    till.pass_seconds(8 * 24 * HOUR);
    assert_eq!((copies(&till), is_told(&till)), (json!("bad"), true));
}

#[test]
fn a_stick_is_brought_up_to_date_whenever_and_wherever_it_comes_back() {
    let till = shop();
    let stick = plug_in(&till, "media/kingston");
    let state = settled(&till);
    wait_until("the stick is seen", || !till.ask("copies.state", Value::Null)["disks"].as_array().unwrap().is_empty());
    assert_eq!(state["places"].as_array().unwrap().len(), 1);
    till.ask("copies.add", json!({"path": stick.display().to_string()}));
    let place = settled(&till)["places"][1].clone();
    assert_eq!((&place["kind"], &place["name"], &place["copies"]), (&json!("disk"), &json!("KINGSTON"), &json!(1)), "{place}");
    assert_eq!(settled(&till)["disks"], json!([]), "it is not offered again");

    pull_out(&till);
    fs::rename(till.folder().join("media"), till.folder().join("drawer")).unwrap();
    till.sell(&[COFFEE], &[cash(5000)]);
    look_after(&till, 2 * HOUR);
    wait_until("it is seen to be away", || settled(&till)["places"][1]["path"].is_null());
    assert_eq!(settled(&till)["places"][1]["failure"], Value::Null, "that is no fault");
    assert!(!till.folder().join("media").exists(), "nothing is written where it was");

    let elsewhere = plug_in(&till, "drawer/kingston");
    look_after(&till, 60);
    let folder = Folder::plain(fs::read_dir(&elsewhere).unwrap().next().unwrap().unwrap().path());
    let last = till.entries().last().unwrap().id.sequence;
    assert_eq!(folder.segments().iter().map(|found| found.name.to).max(), Some(last));
}

#[test]
fn a_folder_of_a_network_that_is_away_is_not_taken_for_the_empty_one_below() {
    let till = shop();
    let share = named(&till, "share");
    fs::rename(till.folder().join("share"), till.folder().join("away")).unwrap();
    fs::create_dir_all(&share.path).unwrap();
    till.sell(&[COFFEE], &[cash(5000)]);
    look_after(&till, 26 * HOUR);
    assert_eq!(count(&share), (0, 0));
    assert!(count(&own(&till)).0 >= 1);
}

#[test]
fn places_that_are_none_are_refused_with_a_reason() {
    let till = shop();
    let data = till.place.database.parent().unwrap().display().to_string();
    let nowhere = till.folder().join("nowhere").display().to_string();
    for (path, code) in [(nowhere.as_str(), "copy_place_unknown"), ("relative", "copy_place_unknown"), (&data, "copy_same_folder")] {
        assert_eq!(till.refused("copies.add", json!({"path": path})).code, code, "{path}");
    }
    let share = named(&till, "share");
    let parent = share.path.parent().unwrap().display().to_string();
    assert_eq!(till.refused("copies.add", json!({"path": parent})).code, "copy_place_taken");
    let id = settled(&till)["places"][1]["id"].clone();
    till.ask("copies.remove", json!({"id": id}));
    assert_eq!(till.refused("copies.remove", json!({"id": id})).code, "not_found");
    assert_eq!(count(&share).0, 1, "what lies there stays");
    till.ask("copies.add", json!({"path": parent}));
    assert_eq!(settled(&till)["places"][1]["copies"], 1, "and is found again");
}

#[test]
fn a_password_closes_what_lies_elsewhere_in_the_clear_and_the_old_one_still_opens_what_it_closed() {
    let till = shop();
    let share = named(&till, "share");
    assert_eq!(till.refused("copies.seal", json!({"password": "corta"})).code, "copy_password_short");
    till.ask("copies.seal", json!({"password": "jamón serrano"}));
    settled(&till);
    assert!(share.list().iter().all(|found| found.name.is_sealed), "{:?}", share.list());
    assert!(count(&share).0 >= 1 && count(&share).1 >= 1);
    assert!(own(&till).list().iter().all(|found| !found.name.is_sealed));
    // the till's own copies are gone: only the closed ones are left
    fs::remove_dir_all(till.place.copies()).unwrap();
    let drill = |password: Value| {
        till.ask("copies.drill", json!({"password": password}));
        settled(&till)["last"].clone()
    };
    assert_eq!(drill(Value::Null)["failure"]["code"], "copy_password_needed");
    assert_eq!(drill(json!("otra cosa"))["failure"]["code"], "copy_password_wrong");
    assert_eq!(drill(json!("jamón serrano"))["recovered"]["sales"], 1);
    till.ask("copies.seal", json!({"password": "queso manchego"}));
    settled(&till);
    assert_eq!(drill(json!("queso manchego"))["recovered"]["sales"], 1, "the new one");
    fs::remove_dir_all(till.place.copies()).unwrap();
    assert_eq!(drill(json!("jamón serrano"))["recovered"]["sales"], 1, "and what the old one closed");
}

#[test]
fn one_job_at_a_time_which_can_be_cancelled() {
    let till = shop();
    till.ask("copies.make", Value::Null);
    let second = till.call("copies.make", Value::Null);
    till.ask("copies.cancel", Value::Null);
    let last = settled(&till)["last"].clone();
    assert!(second.is_ok() || second.unwrap_err().code == "copy_running");
    assert!(last["failure"].is_null() || last["failure"]["code"] == "copy_cancelled", "{last}");
    let names: Vec<PathBuf> = fs::read_dir(till.place.copies()).into_iter().flatten().map(|entry| entry.unwrap().path()).collect();
    assert!(names.iter().all(|name| !name.ends_with("making.db")), "no half copy is left: {names:?}");
    till.ask("copies.make", Value::Null);
    assert_eq!(settled(&till)["last"]["failure"], Value::Null);
    assert_eq!(settled(&till)["places"][0]["copies"], own(&till).fulls().len());
}

/// The database and its witness are put back together, as a machine that is restored as a whole: only the copy elsewhere knows better.
#[test]
fn a_till_that_was_put_back_with_its_witness_is_found_out_by_its_copies() {
    let mut till = shop();
    let share = named(&till, "share");
    let own_folder = till.place.copies();
    let files = [till.place.database.clone(), till.place.witness.clone()];
    till.close();
    let old: Vec<Vec<u8>> = files.iter().map(|file| fs::read(file).unwrap()).collect();
    till.open();
    till.sign_in_owner();
    till.sell(&[COFFEE], &[cash(5000)]);
    look_after(&till, HOUR);
    till.close();
    files.iter().zip(&old).for_each(|(file, bytes)| fs::write(file, bytes).unwrap());
    fs::remove_dir_all(own_folder).unwrap();
    assert!(count(&share).1 >= 1);
    till.open();
    till.sign_in_owner();
    let started = till.entries().into_iter().rev().find_map(|entry| match entry.fact {
        domain::entry::Fact::EpochStarted(started) => Some(started.reason),
        _ => None,
    });
    assert_eq!(started, Some(EpochReason::Rewound), "its next number may be on somebody's receipt already");
    let number = till.sell(&[COFFEE], &[cash(5000)])["number"].clone();
    assert!(!number.as_str().unwrap().starts_with("A-"), "{number}");
}

// --- put together again

fn ask(host: &Arc<Host>, name: &str, arguments: Value) -> Result<Value, Failure> {
    host.call(Caller::new("window:till", Surface::Till), name, arguments)
}

fn wait_until_open(host: &Arc<Host>) -> Value {
    wait_until("the till is open again", || ask(host, "app.state", Value::Null).is_ok());
    ask(host, "app.state", Value::Null).unwrap()
}

fn sales(host: &Arc<Host>, owner: &str) -> usize {
    ask(host, "login", json!({"user": owner, "secret": OWNER_PIN})).unwrap();
    ask(host, "receipts.list", json!({"date": null, "text": "", "after": null})).unwrap()["rows"].as_array().unwrap().len()
}

/// Three sales: one in the full copy, one in a segment, one only in the database.
fn copied_shop() -> Till {
    let mut till = shop();
    look_after(&till, HOUR);
    till.sell(&[COFFEE], &[cash(5000)]);
    look_after(&till, HOUR);
    till.sell(&[COFFEE], &[cash(5000)]);
    till.close();
    till
}

#[test]
fn an_owner_has_her_till_put_together_while_it_is_open_and_loses_nothing() {
    let till = copied_shop();
    let host = Host::at(till.place.clone(), till.machine());
    let before = sales(&host, &till.owner);
    let events = host.events.listen();
    ask(&host, "copies.restore", json!({"password": null})).unwrap();
    let state = wait_until_open(&host);
    assert!(events.try_iter().any(|event| event.name == "program.opened"));
    assert_eq!(state["phase"], "login", "everybody signs in again");
    assert_eq!((before, sales(&host, &till.owner)), (3, 3));
    let state = ask(&host, "app.state", Value::Null).unwrap();
    assert_eq!(state["user"]["name"], "Inés Núñez", "names came back with the keys");
    let notice = &state["notices"][0];
    assert_eq!((&notice["code"], &notice["params"]), (&json!("recovered"), &json!({"receipt": "A-3", "missing": "0"})));
    let recovery = ask(&host, "copies.state", Value::Null).unwrap()["recovery"].clone();
    assert!(PathBuf::from(recovery["set_aside"].as_str().unwrap()).join("mostrador.db").exists(), "{recovery}");
    drop(host);
    wait_until("the till is closed", || Host::at(till.place.clone(), till.machine()).app().is_ok());
}

#[test]
fn a_damaged_till_says_so_and_whoever_stands_there_has_it_put_together() {
    let mut till = copied_shop();
    let mut bytes = fs::read(&till.place.database).unwrap();
    bytes[..4096].fill(0x5a);
    fs::write(&till.place.database, bytes).unwrap();
    let host = Host::at(till.place.clone(), till.machine());
    assert_eq!(ask(&host, "app.state", Value::Null).unwrap_err().code, "database_damaged");
    let display = host.call(Caller::new("display", Surface::Display), "recovery.begin", json!({"password": null}));
    assert_eq!(display.unwrap_err().code, "not_permitted");
    ask(&host, "recovery.begin", json!({"password": null})).unwrap();
    let state = wait_until_open(&host);
    let notice = state["notices"][0].clone();
    assert_eq!(notice["code"], "recovered");
    assert_eq!(sales(&host, &till.owner).to_string(), (3 - missing(&notice)).to_string(), "what is not there is counted");
    assert_eq!(ask(&host, "recovery.begin", json!({"password": null})).unwrap_err().code, "recovery_not_needed");
    drop(host);
    till.open();
}

fn missing(notice: &Value) -> usize {
    notice["params"]["missing"].as_str().unwrap().parse().unwrap()
}

#[test]
fn where_there_is_nothing_to_recover_from_it_is_said_and_nothing_is_touched() {
    let mut till = shop();
    till.close();
    let good = fs::read(&till.place.database).unwrap();
    fs::write(&till.place.database, b"no database").unwrap();
    let host = Host::at(till.place.clone(), till.machine());
    ask(&host, "recovery.begin", json!({"password": null})).unwrap();
    wait_until("it has ended", || ask(&host, "countries", Value::Null).is_err_and(|failure| failure.code == "nothing_to_recover"));
    assert_eq!(fs::read(&till.place.database).unwrap(), b"no database");
    drop(host);
    fs::write(&till.place.database, good).unwrap();
}
