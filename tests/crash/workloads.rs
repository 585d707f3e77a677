//! What a till is doing when the power goes.

use std::path::PathBuf;

use domain::sale::SaleCompleted;
use scenarios::{Till, card, cash};
use serde_json::{Value, json};
use store::testing::planted::{Fault, plant};

use crate::copies;
use crate::disk::{Disk, Folders};
use crate::promise::{Promised, Told};
use crate::recorder::{self, Op};

pub const COFFEE: &str = "7501055300075";
const BREAD: &str = "7501000111206";
/// Who is erased.
pub const ROSA: &str = "Rosalinda Quetzalcóatl";
pub const HOUR_MS: i64 = 3_600_000;
pub const DAY_MS: i64 = 24 * HOUR_MS;

/// A till that nobody has open, and what it has promised already.
pub type Before = (Till, Promised);

pub struct Workload {
    pub name: &'static str,
    /// Until here nothing is recorded.
    pub before: fn() -> Before,
    pub act: fn(&mut Till),
}

pub const ALL: [Workload; 11] = [
    Workload { name: "first install", before: || (Till::closed(), Promised::default()), act: first_install },
    Workload { name: "sales", before: || kept(stocked()), act: sales },
    Workload { name: "shift, refund", before: || kept(stocked()), act: shift },
    Workload { name: "order, deposits", before: || kept(stocked()), act: order },
    Workload { name: "bulk import", before: || kept(stocked()), act: import },
    Workload { name: "migration", before: || kept(of_first_schema()), act: reopen },
    Workload { name: "upgrade", before: || kept(without_sums()), act: reopen },
    Workload { name: "backup", before: || kept(with_attachment()), act: backup },
    Workload { name: "restore, damaged", before: damaged, act: restore },
    Workload { name: "restore, lost", before: lost, act: restore },
    Workload { name: "erasure", before: || kept(with_rosa()), act: erase },
];

pub fn named(name: &str) -> &'static Workload {
    ALL.iter().find(|workload| workload.name == name).unwrap_or_else(|| panic!("there is no workload {name}"))
}

impl Workload {
    /// Answers the till, closed, what it had promised before, and what its disk heard.
    pub fn recorded(&self, folders: Folders, planted: Option<Fault>) -> (Till, Promised, Disk, Vec<Op>) {
        let (mut till, promised) = (self.before)();
        let disk = Disk::of(till.folder(), folders);
        recorder::record(till.folder());
        let planted = planted.map(plant);
        (self.act)(&mut till);
        till.close();
        if planted.is_some() {
            till.spoil();
        }
        drop(planted);
        (till, promised, disk, recorder::recorded())
    }
}

fn kept(till: Till) -> Before {
    let promised = promised_by(&till);
    (till, promised)
}

/// What it has sold so far.
pub fn promised_by(till: &Till) -> Promised {
    Promised { sold: till.sales().iter().map(|sale| sale.id).collect(), ..Promised::default() }
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
    recorder::note(Told::Sold(till.sell(codes, tenders)["id"].as_str().unwrap().parse().unwrap()));
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

/// A drawer is opened, what was sold comes back and is exchanged, money goes out, and the drawer is closed.
fn shift(till: &mut Till) {
    open(till);
    let shift = domain::Id::now_v7();
    till.ask("shift.open", json!({"shift": shift, "cash": loose(50_000), "approval": null}));
    sell(till, &[COFFEE, COFFEE], &[cash(10_000)]);
    let sold = till.sales().last().cloned().unwrap();
    take_back(till, &sold);
    finish(till, &[cash(-3250)]);
    take_back(till, &sold);
    till.scan(BREAD);
    finish(till, &[cash(-1450)]);
    let moved = json!({"id": domain::Id::now_v7(), "direction": "out", "reason": "other", "amount": 5000, "note": "hielo", "approval": null, "print": false});
    till.ask("drawer.move", moved);
    till.ask("shift.count", json!({"id": domain::Id::now_v7(), "shift": shift, "cash": loose(46_800), "checked": []}));
    till.ask("shift.close", json!({"shift": shift, "note": null, "approval": null, "print": false}));
    recorder::note(Told::Closed(shift));
}

/// A layaway: two deposits, and the sale that they pay; another that is cancelled.
fn order(till: &mut Till) {
    open(till);
    let (shift, rosa) = (domain::Id::now_v7(), domain::Id::now_v7());
    till.ask("shift.open", json!({"shift": shift, "cash": loose(50_000), "approval": null}));
    let contact = json!({"name": "Rosa", "phone": "", "email": "", "address": "", "note": "", "warning": ""});
    till.ask("customers.save", json!({"id": rosa, "contact": contact, "fiscal": {"tax_id": "", "tax_name": ""}, "active": true}));
    let first = place(till, rosa);
    let more = domain::Id::now_v7();
    till.ask("orders.deposit", json!({"id": more, "order": first, "tenders": [card(1000)], "print": false}));
    recorder::note(Told::Deposited(more));
    till.ask("orders.take", json!({"id": first}));
    finish(till, &[json!({"method": "deposit", "amount": 2000}), cash(4500)]);
    let second = place(till, rosa);
    let gone =
        json!({"id": domain::Id::now_v7(), "order": second, "tenders": [cash(-1000)], "reason": null, "approval": null, "print": false});
    till.ask("orders.cancel", gone);
    till.ask("shift.count", json!({"id": domain::Id::now_v7(), "shift": shift, "cash": loose(55_500), "checked": []}));
    till.ask("shift.close", json!({"shift": shift, "note": null, "approval": null, "print": false}));
    recorder::note(Told::Closed(shift));
}

/// Two coffees for Rosa, of which 10.00 is left.
fn place(till: &Till, customer: domain::Id) -> Value {
    till.scan(COFFEE);
    till.scan(COFFEE);
    let cart = till.ask("cart.customer", json!({"customer": customer}))["id"].clone();
    let deposit = domain::Id::now_v7();
    let asked = json!({"cart": cart, "kind": "layaway", "days": 30, "payments": 1, "deposit": deposit, "tenders": [cash(1000)], "approval": null, "print": false});
    let order = till.ask("orders.place", asked)["row"]["id"].clone();
    recorder::note(Told::Deposited(deposit));
    order
}

fn loose(amount: i64) -> Value {
    json!({"pieces": [], "loose": amount})
}

/// One of the first line.
fn take_back(till: &Till, sold: &SaleCompleted) {
    let line = json!({"line": sold.lines[0].id, "quantity": 1000, "reason": "changed_mind", "restock": true, "note": null});
    till.ask("cart.return", json!({"sale": sold.id, "lines": [line]}));
}

fn finish(till: &Till, tenders: &[Value]) {
    recorder::note(Told::Sold(till.pay(tenders).unwrap()["id"].as_str().unwrap().parse().unwrap()));
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

/// With a file that copies have to take along.
fn with_attachment() -> Till {
    let mut till = stocked();
    open(&mut till);
    let uploaded = till.upload("nombre,sku,precio\nArroz,A1,12.50\nFrijol,A2,9.90\n");
    let preview = till.ask("imports.preview", json!({"upload": uploaded, "name": "catalogo.csv", "mapping": null}));
    till.ask("imports.start", json!({"upload": uploaded, "mapping": preview["mapping"]}));
    scenarios::wait_until("the catalogue has arrived", || till.ask("imports.state", Value::Null)["phase"] == "idle");
    till.close();
    till
}

/// Two rounds of copies on one day, so that the first full copy may go, between sales.
fn backup(till: &mut Till) {
    open(till);
    for round in 1..=2 {
        sell(till, &[COFFEE], &[cash(5000)]);
        recorder::note(copies::make(&till.place, DAY_MS + round * HOUR_MS).unwrap());
    }
    sell(till, &[BREAD], &[cash(5000)]);
}

/// Copied before; since then two sales that only the folder beside the data has.
pub fn copied() -> Till {
    let mut till = with_attachment();
    open(&mut till);
    copies::make(&till.place, DAY_MS).unwrap();
    (0..2).for_each(|_| drop(till.sell(&[COFFEE, BREAD], &[cash(10_000)])));
    copies::folders(&till.place)[0].take_entries(&till.place, &|_| true).unwrap();
    till
}

/// Its database is gone, with the log.
fn lost() -> Before {
    let mut till = copied();
    till.close();
    let (till, promised) = kept(till);
    std::fs::remove_file(&till.place.database).unwrap();
    (till, Promised { is_restored: true, is_damaged: true, ..promised })
}

/// The power went while it sold: the last sales stand in the log alone, and a page that each opening reads is bad.
fn damaged() -> Before {
    let mut till = copied();
    (0..2).for_each(|_| drop(till.sell(&[BREAD], &[cash(10_000)])));
    let page: i64 = till
        .reader()
        .query_row("select (rootpage - 1) * page_size from sqlite_schema, pragma_page_size where name = 'local_device'", [], |row| {
            row.get(0)
        })
        .unwrap();
    let log = PathBuf::from(format!("{}-wal", till.place.database.display()));
    let [mut database, log_bytes] = [&till.place.database, &log].map(|file| std::fs::read(file).unwrap());
    till.close();
    let (till, promised) = kept(till);
    database[usize::try_from(page).unwrap()] ^= 1;
    std::fs::write(&till.place.database, database).unwrap();
    std::fs::write(log, log_bytes).unwrap();
    (till, Promised { is_restored: true, is_damaged: true, ..promised })
}

fn restore(till: &mut Till) {
    copies::restore(&till.place, 2 * DAY_MS).unwrap();
    recorder::note(Told::Restored);
    open(till);
    sell(till, &[COFFEE], &[cash(5000)]);
}

/// Somebody who has sold and gone.
fn with_rosa() -> Till {
    let mut till = stocked();
    open(&mut till);
    let rosa = till.hire(ROSA, "cashier", "5830");
    till.sign_in(&rosa, "5830");
    till.sell(&[COFFEE], &[cash(5000)]);
    till.close();
    till
}

fn erase(till: &mut Till) {
    open(till);
    let users = till.ask("users.list", Value::Null);
    let rosa = users.as_array().unwrap().iter().find(|user| user["name"] == ROSA).unwrap()["id"].clone();
    till.ask("users.erase", json!({"id": rosa}));
    recorder::note(Told::Erased(rosa.as_str().unwrap().parse().unwrap()));
    sell(till, &[COFFEE], &[cash(5000)]);
}
