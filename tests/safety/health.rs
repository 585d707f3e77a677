//! Numbers in the open: what the owner sees of her till, and a file for whoever helps that names nobody.

use std::io::Read;
use std::path::Path;

use scenarios::{Till, cash};
use serde_json::{Value, json};

fn item<'a>(health: &'a Value, name: &str) -> &'a Value {
    health["items"].as_array().unwrap().iter().find(|item| item["name"] == name).unwrap_or_else(|| panic!("no {name}: {health}"))
}

#[test]
fn the_owner_sees_how_her_till_is() {
    let till = Till::of("MX", None);
    let health = till.ask("health.get", Value::Null);
    let entries = i64::try_from(till.entries().len()).unwrap();
    assert_eq!(item(&health, "journal")["value"], json!({"kind": "count", "of": entries}));
    assert_eq!((&item(&health, "journal")["verdict"], &item(&health, "clock")["verdict"]), (&json!("good"), &json!("good")));
    assert_eq!(item(&health, "schema")["value"]["of"], i64::from(store::SCHEMA));
    till.set_clock_by(-3600);
    assert_eq!(item(&till.ask("health.get", Value::Null), "clock")["verdict"], "bad", "it stands before the last entry");
}

/// What others leave for it in the database is understood.
#[test]
fn the_check_behind_a_start_and_a_clock_that_was_set_are_seen() {
    let mut till = Till::of("MX", None);
    till.restart();
    till.sign_in_owner();
    let health = || till.ask("health.get", Value::Null);
    scenarios::wait_until("the check has left its mark", || item(&health(), "verified")["value"]["kind"] == "instant");
    assert_eq!(item(&health(), "verified")["verdict"], "good");
    till.set_clock_by(-3600);
    till.stock("Café de olla", "7501055300075", 325_000, json!({}));
    let clock = item(&health(), "clock").clone();
    let jumped = clock["details"].as_array().unwrap().iter().any(|detail| detail["name"] == "jump");
    assert!(jumped && clock["verdict"] == "look", "{clock}");
}

fn unzipped(path: &Path) -> Vec<(String, String)> {
    let mut zip = zip::ZipArchive::new(std::fs::File::open(path).unwrap()).unwrap();
    let count = zip.len();
    let read = |at| {
        let mut file = zip.by_index(at).unwrap();
        let mut text = String::new();
        file.read_to_string(&mut text).unwrap();
        (file.name().to_owned(), text)
    };
    (0..count).map(read).collect()
}

#[test]
fn the_diagnostics_name_nobody_and_hold_no_secret() {
    let till = Till::of("MX", None);
    let _ = till.hire("Rosaura Quintanilla", "cashier", "583014");
    till.stock("Café de olla", "7501055300075", 325_000, json!({}));
    let cart = till.scan("7501055300075");
    let change = json!({"quantity": null, "unit_price": null, "discount": null, "note": "para Don Fulgencio"});
    till.ask("cart.line", json!({"line": cart["lines"][0]["id"], "change": change}));
    till.pay(&[cash(3250)]).unwrap();
    let path = till.ask("health.export", Value::Null)["path"].as_str().unwrap().to_owned();
    let parts = unzipped(Path::new(&path));
    let names: Vec<&str> = parts.iter().map(|(name, _)| name.as_str()).collect();
    assert_eq!(names, ["health.json", "machine.json", "tables.json", "schema.sql", "settings.json", "log.jsonl"]);
    let keys = std::fs::read_to_string(&till.place.keys).unwrap();
    let secrets = keys.split('"').filter(|word| word.len() >= 32 && !word.contains('-'));
    let personal =
        ["Rosaura", "Quintanilla", "583014", "407193", "Peñafiel", "XAXX010101000", "Juárez", "Inés", "Núñez", "Fulgencio", "Café"];
    let all = secrets.chain(personal).collect::<Vec<_>>();
    assert!(all.len() > personal.len() + 1, "the keys are among what is looked for");
    for (name, text) in &parts {
        for word in &all {
            assert!(!text.contains(word), "{name} holds {word}");
        }
    }
    assert!(parts[2].1.contains("\"sales\": 1"), "{}", parts[2].1);
}
