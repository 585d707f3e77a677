//! The way of a slip to the printer: a sale never waits for it, and an original comes out at most once.

use std::sync::mpsc::channel;
use std::sync::{Arc, Mutex};

use scenarios::{FakePrinter, Script, Till, cash, wait_until};
use serde_json::{Value, json};

use crate::{COFFEE, HAM, shop, stock_two};

pub fn status(till: &Till) -> Value {
    till.ask("printer.status", Value::Null)
}

fn resolve(till: &Till, job: &Value, action: &str) -> Value {
    till.ask("print.resolve", json!({"job": job, "action": action}))
}

#[test]
fn a_sale_does_not_wait_for_a_printer_that_is_off_and_its_slip_comes_out_once() {
    let (till, printer) = shop();
    printer.switch_off();
    let sale = till.sell(&[COFFEE], &[cash(5000)]);
    assert_eq!(sale["number"], "A-000001", "the sale is done");
    wait_until("the screen can say that the printer is off", || status(&till)["state"] == "off");
    assert_eq!((status(&till)["waiting"].clone(), printer.slips().len()), (json!(1), 0));
    printer.switch_on();
    assert!(printer.slip(1).text().contains("A-000001"));
    till.wait_for_printer();
    assert_eq!(printer.slips().len(), 1, "the slip came out once");
    assert_eq!(status(&till)["state"], "ready");
}

#[test]
fn slips_that_waited_come_out_in_the_order_of_their_sales() {
    let (till, printer) = shop();
    printer.switch_off();
    let numbers = ["A-000001", "A-000002", "A-000003"];
    for number in numbers {
        assert_eq!(till.sell(&[HAM], &[cash(2000)])["number"], number);
    }
    printer.switch_on();
    for (n, number) in numbers.iter().enumerate() {
        assert!(printer.slip(n + 1).text().contains(number), "first sold, first printed");
    }
    till.wait_for_printer();
    assert_eq!(printer.slips().len(), 3);
}

#[test]
fn the_sale_is_on_disk_before_the_printer_sees_a_byte() {
    let (till, printer) = shop();
    let (database, seen) = (till.place.database.clone(), Arc::new(Mutex::new(Vec::new())));
    let found = Arc::clone(&seen);
    printer.at_first_byte(move || {
        let conn = store::open_read_only(&database).unwrap();
        let sales: i64 = conn.query_row("select count(*) from sales", [], |row| row.get(0)).unwrap();
        found.lock().unwrap().push(sales);
    });
    for sold in 1..=3 {
        till.sell(&[COFFEE], &[cash(5000)]);
        drop(printer.slip(sold));
    }
    assert_eq!(*seen.lock().unwrap(), [1, 2, 3], "another connection finds each sale when its slip begins");
}

#[test]
fn a_silent_printer_prints_too() {
    let printer = FakePrinter::new(Script::Silent);
    let till = Till::of("MX", Some(&printer));
    stock_two(&till);
    till.sell(&[COFFEE], &[cash(5000)]);
    assert_eq!(printer.slip(1).cuts(), 1);
    till.wait_for_printer();
    assert_eq!(printer.slips().len(), 1);
}

#[test]
fn without_paper_or_with_its_cover_open_no_byte_leaves_and_the_slip_waits() {
    let (till, printer) = shop();
    let troubles =
        [(Script::OutOfPaper, "printer_paper_out"), (Script::CoverOpen, "printer_cover_open"), (Script::Refuses, "printer_unreachable")];
    for (trouble, code) in troubles {
        let before = printer.slips().len();
        printer.follow(trouble);
        till.sell(&[COFFEE], &[cash(5000)]);
        wait_until("the job says what is wrong", || status(&till)["failed"][0]["error"].is_string());
        assert_eq!(status(&till)["failed"][0]["error"], code);
        assert_eq!(printer.slips().len(), before, "{trouble:?}: nothing left");
        printer.follow(Script::Well);
        till.wait_for_printer();
        assert_eq!(printer.slips().len(), before + 1, "{trouble:?}: it came out by itself, once");
    }
}

#[test]
fn a_printer_that_dies_half_way_leaves_the_question_to_a_person() {
    let (till, printer) = shop();
    printer.follow(Script::DiesAfter(200));
    till.sell(&[COFFEE], &[cash(5000)]);
    wait_until("nobody knows what is on the paper", || status(&till)["state"] == "unknown");
    printer.follow(Script::Well);
    let job = status(&till)["failed"][0].clone();
    assert_eq!((&job["error"], &job["title"]), (&json!("printer_interrupted"), &json!("A-1")));
    till.sell(&[HAM], &[cash(2000)]);
    assert!(printer.slip(2).text().contains("A-000002"), "the next slip does not wait for the lost one");
    assert_eq!(printer.slips().len(), 2, "half a slip is not sent again by itself");
    resolve(&till, &job["id"], "retry");
    assert!(printer.slip(3).text().contains("A-000001"), "a person wanted it again");
    till.wait_for_printer();
    assert_eq!(status(&till)["failed"], json!([]));
}

#[test]
fn a_lost_slip_can_be_called_printed_or_unwanted() {
    let (till, printer) = shop();
    for action in ["printed", "cancel"] {
        let before = printer.slips().len();
        printer.follow(Script::DiesAfter(10));
        till.sell(&[COFFEE], &[cash(5000)]);
        wait_until("the slip is lost", || status(&till)["state"] == "unknown");
        printer.follow(Script::Well);
        let after = resolve(&till, &status(&till)["failed"][0]["id"], action);
        assert_eq!(after["waiting"], 0, "{action} settles it");
        assert_eq!(printer.slips().len(), before + 1, "{action} prints nothing");
    }
}

/// A receipt that comes out ten minutes later surprises whoever stands there.
#[test]
fn an_old_slip_asks_before_it_comes_out() {
    let (till, printer) = shop();
    printer.switch_off();
    till.sell(&[COFFEE], &[cash(5000)]);
    till.pass_seconds(11 * 60);
    wait_until("the slip is too old", || status(&till)["failed"][0]["error"] == "print_too_old");
    printer.switch_on();
    let job = status(&till)["failed"][0]["id"].clone();
    resolve(&till, &job, "retry");
    assert!(printer.slip(1).text().contains("A-000001"));
    till.wait_for_printer();
    assert_eq!(printer.slips().len(), 1);
}

/// `retry` is for slips that nobody is sure of. Of any other it would make an unmarked, uncounted copy that opens the drawer.
#[test]
fn a_slip_that_came_out_cannot_be_retried() {
    let (till, printer) = shop();
    let sale = till.sell(&[COFFEE], &[cash(5000)]);
    drop(printer.slip(1));
    till.wait_for_printer();
    let answer = till.call("print.resolve", json!({"job": sale["print_job"], "action": "retry"}));
    till.wait_for_printer();
    assert_eq!(printer.slips().len(), 1, "a second original came out, with a pulse for the drawer: {answer:?}");
}

/// The program asks a printer how it is before a slip goes out. A silent one leaves a third of a second in which a person can say no.
#[test]
fn a_slip_that_is_cancelled_before_its_first_byte_does_not_come_out() {
    let printer = FakePrinter::new(Script::Silent);
    let till = Till::of("MX", Some(&printer));
    stock_two(&till);
    let (connected, connection) = channel();
    printer.at_connection(move || connected.send(()).unwrap());
    let unwanted = till.sell(&[COFFEE], &[cash(5000)]);
    connection.recv_timeout(scenarios::PATIENCE).unwrap();
    assert_eq!(resolve(&till, &unwanted["print_job"], "cancel")["waiting"], 0);
    till.sell(&[HAM], &[cash(2000)]);
    assert!(printer.slip(1).text().contains("A-000002"), "the cancelled slip came out all the same:\n{}", printer.slip(1).text());
    till.wait_for_printer();
    assert_eq!(printer.slips().len(), 1);
}

#[test]
fn a_slip_waits_for_the_next_start() {
    let (mut till, printer) = shop();
    printer.switch_off();
    till.sell(&[COFFEE], &[cash(5000)]);
    till.restart();
    till.sign_in_owner();
    assert_eq!(status(&till)["waiting"], 1);
    printer.switch_on();
    assert_eq!(printer.slip(1).pulses(), [2]);
    till.wait_for_printer();
    assert_eq!(printer.slips().len(), 1);
}

#[test]
fn without_paper_wanted_only_the_drawer_opens() {
    let (till, printer) = shop();
    till.scan(COFFEE);
    let cart = till.ask("cart.current", Value::Null);
    till.ask("sale.complete", json!({"cart": cart["id"], "tenders": [cash(5000)], "print": false}));
    let slip = printer.slip(1);
    assert_eq!((slip.pulses(), slip.lines().count(), slip.cuts()), (vec![2], 0, 0));
}

#[test]
fn without_a_printer_everything_sells() {
    let till = Till::of("MX", None);
    stock_two(&till);
    let sale = till.sell(&[COFFEE], &[cash(5000)]);
    assert_eq!(sale["print_job"], Value::Null);
    assert_eq!(status(&till)["state"], "none");
    assert_eq!(till.refused("receipts.reprint", json!({"id": sale["id"]})).code, "printer_none");
}
