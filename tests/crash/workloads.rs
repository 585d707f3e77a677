//! What a till is doing when the power goes.

use std::path::PathBuf;

use scenarios::{Till, card, cash};
use serde_json::{Value, json};
use store::testing::planted::{Fault, plant};

use crate::disk::{Disk, Folders};
use crate::recorder::{self, Op};

pub const COFFEE: &str = "7501055300075";
const BREAD: &str = "7501000111206";

pub struct Workload {
    pub name: &'static str,
    /// Until here nothing is recorded.
    pub before: fn() -> Till,
    pub act: fn(&mut Till),
}

pub const ALL: [Workload; 5] = [
    Workload { name: "first install", before: Till::closed, act: first_install },
    Workload { name: "sales", before: stocked, act: sales },
    Workload { name: "bulk import", before: stocked, act: import },
    Workload { name: "migration", before: of_first_schema, act: reopen },
    Workload { name: "upgrade", before: without_sums, act: reopen },
];

pub fn named(name: &str) -> &'static Workload {
    ALL.iter().find(|workload| workload.name == name).unwrap_or_else(|| panic!("there is no workload {name}"))
}

impl Workload {
    /// Answers the till, closed, and what its disk heard.
    pub fn recorded(&self, folders: Folders, planted: Option<Fault>) -> (Till, Disk, Vec<Op>) {
        let mut till = (self.before)();
        let disk = Disk::of(till.folder(), folders);
        recorder::record(till.folder());
        let planted = planted.map(plant);
        (self.act)(&mut till);
        till.close();
        if planted.is_some() {
            till.spoil();
        }
        drop(planted);
        (till, disk, recorder::recorded())
    }
}

/// A shop with goods, closed.
pub fn stocked() -> Till {
    let mut till = shop();
    till.sell(&[COFFEE, BREAD], &[cash(10_000)]);
    let behind =
        "select count(*) from deferred, (select max(arrival) newest from journal) where name in ('stock', 'days') and applied < newest";
    scenarios::wait_until("nothing is deferred", || till.reader().query_row(behind, [], |row| row.get::<_, i64>(0)).unwrap() == 0);
    till.close();
    till
}

pub fn shop() -> Till {
    let till = Till::of("MX", None);
    till.stock("Café de olla", COFFEE, 325_000, json!({}));
    till.stock("Pan dulce", BREAD, 180_000, json!({}));
    till
}

fn open(till: &mut Till) {
    till.open();
    till.sign_in_owner();
}

fn sell(till: &Till, codes: &[&str], tenders: &[Value]) {
    recorder::note(Op::Sold(till.sell(codes, tenders)["id"].as_str().unwrap().parse().unwrap()));
}

fn first_install(till: &mut Till) {
    till.open();
    till.set_up("MX", false, None);
    till.stock("Café de olla", COFFEE, 325_000, json!({}));
    sell(till, &[COFFEE], &[cash(5000)]);
}

/// Two lives of a busy till, with what stands beside its sales.
fn sales(till: &mut Till) {
    for life in 0..2 {
        open(till);
        for n in 0..12 {
            match n % 4 {
                0 => sell(till, &[COFFEE], &[cash(5000)]),
                1 => sell(till, &[COFFEE, BREAD, COFFEE], &[card(8300)]),
                2 => sell(till, &[BREAD], &[cash(1000), card(800)]),
                _ => beside_sales(till, n + life),
            }
        }
        till.close();
    }
}

fn beside_sales(till: &Till, n: i64) {
    till.scan(BREAD);
    let line = till.scan(COFFEE)["lines"][0]["id"].clone();
    till.ask("cart.remove", json!({"line": line}));
    till.ask("cart.discard", json!({"reason": "se arrepintió"}));
    till.stock(&format!("Té {n}"), &format!("T{n}"), 100_000, json!({"opening_stock": 5000}));
    fold(till);
}

/// Folds the log into the database, as a quiet moment does once it is long.
fn fold(till: &Till) {
    let conn = store::testing::connect(&till.place.database).unwrap();
    conn.query_row("pragma wal_checkpoint(passive)", [], |_| Ok(())).unwrap();
}

/// A catalogue arrives while customers pay.
fn import(till: &mut Till) {
    open(till);
    let rows: String = (0..150).map(|n| format!("Artículo {n},{n:05},12.50\n")).collect();
    let uploaded = till.upload(&format!("nombre,sku,precio\n{rows}"));
    let preview = till.ask("imports.preview", json!({"upload": uploaded, "name": "catalogo.csv", "mapping": null}));
    till.ask("imports.start", json!({"upload": uploaded, "mapping": preview["mapping"]}));
    sell(till, &[COFFEE], &[cash(5000)]);
    scenarios::wait_until("the catalogue has arrived", || till.ask("imports.state", Value::Null)["phase"] == "idle");
    sell(till, &[BREAD], &[cash(5000)]);
}

/// As the first schema left it.
fn of_first_schema() -> Till {
    let till = stocked();
    let conn = store::testing::connect(&till.place.database).unwrap();
    conn.execute_batch(store::testing::BACK_TO_FIRST_SCHEMA).unwrap();
    drop(conn);
    till
}

/// As SQLite wrote it before pages had sums.
fn without_sums() -> Till {
    let till = stocked();
    let beside: PathBuf = till.folder().join("plain.db");
    store::testing::without_sums(&till.place.database, &beside).unwrap();
    std::fs::rename(beside, &till.place.database).unwrap();
    till
}

fn reopen(till: &mut Till) {
    open(till);
    sell(till, &[COFFEE], &[cash(5000)]);
}
