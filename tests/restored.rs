//! A till that wakes up in a copy of itself: it says so, starts a new series, and never prints a number twice.

#![allow(clippy::unwrap_used, reason = "a scenario that cannot go on has failed, and says where")]

use std::collections::HashSet;
use std::path::{Path, PathBuf};

use domain::entry::{EpochReason, EpochStarted, Fact};
use scenarios::{Till, cash};
use serde_json::{Value, json};

const COFFEE: &str = "7501055300075";

/// A till that has sold three coffees.
fn three_sold() -> Till {
    let till = Till::of("MX", None);
    till.stock("Café de olla", COFFEE, 325_000, json!({}));
    sell(&till, 3);
    till
}

/// The numbers that these customers took home.
fn sell(till: &Till, times: usize) -> Vec<String> {
    (0..times).map(|_| till.sell(&[COFFEE], &[cash(3250)])["number"].as_str().unwrap().to_owned()).collect()
}

fn epochs(till: &Till) -> Vec<EpochStarted> {
    till.entries().into_iter().filter_map(|entry| if let Fact::EpochStarted(it) = entry.fact { Some(it) } else { None }).collect()
}

fn notice(till: &Till) -> Value {
    till.ask("app.state", Value::Null)["notices"][0]["code"].clone()
}

/// As whoever copies the file of a program that is closed.
fn copy(till: &mut Till) -> PathBuf {
    till.close();
    let copy = till.folder().join("copy.db");
    std::fs::copy(&till.place.database, &copy).unwrap();
    till.open();
    till.sign_in_owner();
    copy
}

fn put_back(till: &mut Till, copy: &Path) {
    till.close();
    for ending in ["-wal", "-shm"] {
        let beside = PathBuf::from(format!("{}{ending}", till.place.database.display()));
        let _ = std::fs::remove_file(beside);
    }
    std::fs::copy(copy, &till.place.database).unwrap();
    till.open();
    till.sign_in_owner();
}

/// The new epoch's series begins at 1, has letters of its own, and names where the old one was left.
fn assert_new_series(till: &Till, reason: EpochReason, last_number: i64, taken_home: &[String]) {
    let epochs = epochs(till);
    let [first, second] = &epochs[..] else { panic!("two epochs: {epochs:?}") };
    assert_eq!((first.reason, second.reason), (EpochReason::First, reason));
    assert_eq!(second.parent.as_ref().unwrap().last_number, last_number, "what comes after is a declared gap");
    assert_ne!(first.key, second.key);
    assert!(second.series.starts_with('A') && second.series.len() == 5, "{}", second.series);
    let now = sell(till, 2);
    assert_eq!(now, [format!("{}-000001", second.series), format!("{}-000002", second.series)]);
    let mut all: Vec<&String> = taken_home.iter().chain(&now).collect();
    let count = all.len();
    all.sort();
    all.dedup();
    assert_eq!(all.len(), count, "no two customers hold the same number");
    let report = till.verify();
    assert_eq!((report.first_bad, report.epochs), (None, 2));
}

#[test]
fn an_older_copy_is_found_out_by_the_witness() {
    let mut till = three_sold();
    let copy = copy(&mut till);
    let lost = sell(&till, 2);
    assert_eq!(lost, ["A-000004", "A-000005"]);
    put_back(&mut till, &copy);
    assert_eq!(notice(&till), "epoch_rewound");
    assert_eq!(till.sales().len(), 3, "the copy knows three");
    let home: Vec<String> = (1..=5).map(|n| format!("A-{n:06}")).collect();
    assert_new_series(&till, EpochReason::Rewound, 3, &home);
}

#[test]
fn the_new_epoch_goes_on_after_the_next_start_without_a_notice() {
    let mut till = three_sold();
    let copy = copy(&mut till);
    sell(&till, 1);
    put_back(&mut till, &copy);
    sell(&till, 1);
    till.restart();
    till.sign_in_owner();
    assert_eq!(notice(&till), Value::Null, "the owner was told once");
    assert_eq!(epochs(&till).len(), 2);
    assert!(sell(&till, 1)[0].ends_with("-000002"));
}

/// Twice from the same copy: the two lives after it must not share numbers either.
#[test]
fn two_restores_of_one_copy_have_two_series() {
    let mut till = three_sold();
    let copy = copy(&mut till);
    let mut taken_home: Vec<String> = sell(&till, 1);
    for _ in 0..2 {
        put_back(&mut till, &copy);
        assert_eq!(notice(&till), "epoch_rewound");
        taken_home.extend(sell(&till, 2));
    }
    let distinct: HashSet<&String> = taken_home.iter().collect();
    assert_eq!(distinct.len(), taken_home.len(), "{taken_home:?}");
}

#[test]
fn without_its_witness_the_till_has_moved() {
    let mut till = three_sold();
    till.close();
    std::fs::remove_file(&till.place.witness).unwrap();
    till.open();
    till.sign_in_owner();
    assert_eq!(notice(&till), "epoch_moved");
    let home: Vec<String> = (1..=3).map(|n| format!("A-{n:06}")).collect();
    assert_new_series(&till, EpochReason::Moved, 3, &home);
}

#[test]
fn on_another_machine_the_till_has_moved() {
    let mut till = three_sold();
    till.close();
    till.place.machine = "another machine".to_owned();
    till.open();
    till.sign_in_owner();
    assert_eq!(notice(&till), "epoch_moved");
    assert_new_series(&till, EpochReason::Moved, 3, &[]);
}

/// Whoever copies the data folder alone has neither keys nor witness: the copy opens, sells under its own key, and cannot read what was sealed.
#[test]
fn a_copy_without_its_keys_sells_under_a_key_of_its_own() {
    let mut till = three_sold();
    till.close();
    std::fs::remove_file(&till.place.witness).unwrap();
    let keys = std::fs::read(&till.place.keys).unwrap();
    let mut content: Value = serde_json::from_slice(&keys).unwrap();
    content["signing"] = json!({});
    std::fs::write(&till.place.keys, content.to_string()).unwrap();
    till.open();
    till.sign_in_owner();
    assert_eq!(notice(&till), "epoch_moved");
    assert_new_series(&till, EpochReason::Moved, 3, &[]);
}

#[test]
fn an_unchanged_till_goes_on_as_it_was() {
    let mut till = three_sold();
    for number in ["A-000004", "A-000005"] {
        till.restart();
        till.sign_in_owner();
        assert_eq!(notice(&till), Value::Null);
        assert_eq!(sell(&till, 1), [number]);
    }
    assert_eq!(epochs(&till).len(), 1);
}

/// The witness is flushed after the commit, so a power cut can leave it behind: that is no restore.
#[test]
fn a_witness_that_lags_is_no_copy() {
    let mut till = three_sold();
    till.close();
    let old = std::fs::read(&till.place.witness).unwrap();
    till.open();
    till.sign_in_owner();
    sell(&till, 2);
    till.close();
    std::fs::write(&till.place.witness, old).unwrap();
    till.open();
    till.sign_in_owner();
    assert_eq!((notice(&till), sell(&till, 1)), (Value::Null, vec!["A-000006".to_owned()]));
}

/// The witness stands on disk soon after a sale, and not only at the end of the program.
#[test]
fn the_witness_follows_each_sale() {
    let till = three_sold();
    scenarios::wait_until("the witness knows of the third sale", || {
        let witness: Value = serde_json::from_slice(&std::fs::read(&till.place.witness).unwrap()).unwrap();
        witness["last_number"] == 3 && witness["series"] == "A"
    });
}

/// What was open in the copy is open again: local state is part of the file.
#[test]
fn an_open_cart_survives_the_restore() {
    let mut till = three_sold();
    till.scan(COFFEE);
    let copy = copy(&mut till);
    till.pay(&[cash(3250)]).unwrap();
    put_back(&mut till, &copy);
    let cart = till.ask("cart.current", Value::Null);
    assert_eq!(cart["lines"][0]["name"], "Café de olla");
}
