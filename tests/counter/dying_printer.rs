//! A printer that fails at the worst moment. An original comes out at most once, and paper that returns brings no storm of old slips.

use std::collections::BTreeMap;

use scenarios::printer::job;
use scenarios::{FakePrinter, Script, Till, cash, wait_until};
use serde_json::json;

use crate::slips::status;
use crate::{COFFEE, HAM, shop};

/// Every byte in the full run.
fn step() -> usize {
    if std::env::var_os("EVERY_BYTE").is_some() { 1 } else { 17 }
}

/// The printer dies there; the cashier says that the slip is on the paper, and wants another.
fn die_at(till: &Till, printer: &FakePrinter, byte: usize) {
    let before = printer.slips().len();
    printer.follow(Script::DiesAfter(byte));
    let sale = till.sell(&[COFFEE], &[cash(5000)]);
    wait_until("nobody knows what is on the paper", || status(till)["state"] == "unknown");
    printer.follow(Script::Well);
    assert_eq!(job(&printer.slip_bytes(before + 1)).len(), byte, "it died there");
    let lost = status(till)["failed"][0].clone();
    assert_eq!((&lost["receipt"], &lost["error"]), (&sale["id"], &json!("printer_interrupted")), "byte {byte}: the cashier is asked");
    till.ask("print.resolve", json!({"job": lost["id"], "action": "printed"}));
    till.ask("receipts.reprint", json!({"id": sale["id"]}));
    assert!(printer.slip(before + 2).text().contains("* COPIA 1 *"), "byte {byte}: what follows is a copy");
    till.wait_for_printer();
    assert_eq!(printer.slips().len(), before + 2, "byte {byte}: one piece of paper, and the copy that was wanted");
}

#[test]
fn a_printer_that_dies_at_any_byte_leaves_one_original() {
    let (till, printer) = shop();
    till.sell(&[COFFEE], &[cash(5000)]);
    till.wait_for_printer();
    // the question at the end is not of the slip
    let length = job(&printer.slip_bytes(1)).len() - b"\x10\x04\x01".len();
    let mut deaths = 0;
    for byte in (1..=length).step_by(step()) {
        die_at(&till, &printer, byte);
        deaths += 1;
    }
    println!("{deaths} deaths of the printer, at every {}. byte of {length}: one piece of paper each", step());
}

/// Old receipts would come out while the next customer waits.
#[test]
fn a_printer_that_comes_back_prints_what_is_fresh_and_asks_for_the_rest() {
    let (till, printer) = shop();
    printer.switch_off();
    for _ in 0..25 {
        till.sell(&[HAM], &[cash(2000)]);
        till.pass_seconds(60);
    }
    printer.switch_on();
    till.sell(&[HAM], &[cash(2000)]);
    wait_until("only old slips are left", || status(&till)["waiting"] == 15);
    let failed = status(&till)["failed"].as_array().unwrap().clone();
    assert!(failed.iter().all(|job| job["error"] == "print_too_old"), "whoever is old asks: {failed:?}");
    let printed: Vec<String> = printer.slips().iter().map(|slip| scenarios::escpos::read(slip).row("Ticket").text.clone()).collect();
    assert_eq!(printed.len(), 11, "ten minutes' worth, and the one just sold");
    for (n, row) in printed.iter().enumerate() {
        assert!(row.contains(&format!("A-{:06}", n + 16)), "each once, in order: {printed:?}");
    }
}

/// A clock that was far ahead and is put right leaves slips from the future: how old they are, nobody knows.
#[test]
fn slips_from_the_future_ask_before_they_come_out() {
    let (till, printer) = shop();
    printer.switch_off();
    till.set_clock("2036-11-23T18:00:00Z");
    for _ in 0..3 {
        till.sell(&[HAM], &[cash(2000)]);
    }
    till.set_clock("2026-11-23T18:05:00Z");
    printer.switch_on();
    till.sell(&[COFFEE], &[cash(5000)]);
    assert!(printer.slip(1).text().contains("A-000004"), "what is fresh does not wait for them");
    wait_until("the old ones ask", || status(&till)["failed"].as_array().is_some_and(|failed| failed.len() == 3));
    assert_eq!(printer.slips().len(), 1);
}

/// Out of paper, cover open, dead, or off: whatever it is, each sale is done at once and each slip comes out once.
#[test]
fn no_trouble_of_the_printer_holds_up_a_sale_or_doubles_a_slip() {
    let (till, printer) = shop();
    for (n, trouble) in [Script::OutOfPaper, Script::Refuses, Script::OutOfPaper].into_iter().enumerate() {
        printer.follow(trouble);
        for _ in 0..4 {
            till.sell(&[HAM], &[cash(2000)]);
        }
        assert_eq!(till.sales().len(), 4 * (n + 1), "{trouble:?}: the sales are done");
        printer.follow(Script::Well);
        till.wait_for_printer();
    }
    let mut originals: BTreeMap<String, usize> = BTreeMap::new();
    for slip in printer.slips() {
        *originals.entry(scenarios::escpos::read(&slip).row("Ticket").text.clone()).or_default() += 1;
    }
    assert_eq!((originals.len(), originals.values().max()), (12, Some(&1)), "{originals:?}");
}
