//! A day at the counter, through the door: what is sold, what is on the paper, what is in the journal.
//! Each scenario's journal is verified when its till goes (see `Till`).

#![allow(clippy::unwrap_used, reason = "a scenario that cannot go on has failed, and says where")]

mod accounts;
mod age;
mod approvals;
mod cart;
mod countries;
mod customers;
mod day;
mod details;
mod dying_printer;
mod elsewhere;
mod hostile_text;
mod journal;
mod limits;
mod notes;
mod orders;
mod paper;
mod points;
mod quotations;
mod returns;
mod roles;
mod shifts;
mod slips;
mod tenders;
mod tickets;
mod values;

use scenarios::{FakePrinter, Script, Till};
use serde_json::json;

/// Café at $32.50 and jamón at $18.90, by their codes.
const COFFEE: &str = "7501055300075";
const HAM: &str = "7501055305360";

/// A Mexican shop with two products, and a printer that is well.
fn shop() -> (Till, FakePrinter) {
    let printer = FakePrinter::new(Script::Well);
    let till = Till::of("MX", Some(&printer));
    stock_two(&till);
    (till, printer)
}

fn stock_two(till: &Till) {
    till.stock("Café de olla", COFFEE, 325_000, json!({"opening_stock": 12_000}));
    till.stock("Jamón de pavo", HAM, 189_000, json!({}));
}
