//! A whole day: everything that a cashier and a supervisor do, mixed, and then the drawer, the report and the journal summed a second time
//! from what was handed over the counter, without one of the program's sums.

use domain::entry::Fact;
use scenarios::{Till, card, cash, transfer};
use serde_json::{Value, json};

use crate::customers::{id, rosa};
use crate::{COFFEE, HAM, shop};

const CASHIER_PIN: &str = "5830";
const SUPERVISOR_PIN: &str = "583019";
const FLOAT: i64 = 150_000;

/// What a person beside the till would write down.
#[derive(Default)]
struct Notebook {
    /// Coins and notes that went in, less those that went out.
    drawer: i64,
    sold: i64,
    owed: i64,
}

fn finish(till: &Till, tenders: &[Value], approval: &Value) -> Result<Value, app::Failure> {
    let cart = till.ask("cart.current", Value::Null)["id"].clone();
    till.call("sale.complete", json!({"cart": cart, "tenders": tenders, "print": true, "approval": approval}))
}

/// Forty sales: notes with change, cards, both, and a ticket that waits while the next one pays.
fn morning(till: &Till, book: &mut Notebook) {
    for n in 0..40 {
        match n % 5 {
            0 => drop(till.sell(&[COFFEE, HAM], &[cash(10_000)])),
            1 => drop(till.sell(&[COFFEE], &[card(3250)])),
            2 => drop(till.sell(&[HAM, HAM], &[transfer(2000), cash(2000)])),
            3 => drop(till.sell(&[HAM], &[transfer(1890)])),
            _ => waits(till),
        }
    }
    // 8 of each: 51.40 in cash, 17.80 of 37.80 in cash, and two in cash where one waited
    book.drawer += 8 * (5140 + 1780 + 3250);
    book.sold += 8 * (5140 + 3250 + 3780 + 1890 + 3250);
}

/// One puts her ticket aside to fetch something, and never comes back with it; it is discarded.
fn waits(till: &Till) {
    let aside = till.scan(HAM)["id"].clone();
    till.ask("tickets.park", json!({"cart": aside, "note": "vuelve enseguida"}));
    till.sell(&[COFFEE], &[cash(3250)]);
    till.ask("tickets.resume", json!({"id": aside}));
    till.ask("cart.discard", json!({"reason": "no volvió"}));
}

fn take_back(till: &Till, sale: &domain::sale::SaleCompleted, line: usize) {
    let line = json!({"line": sale.lines[line].id, "quantity": 1000, "reason": "damaged", "restock": false, "note": null});
    till.ask("cart.return", json!({"sale": sale.id, "lines": [line]}));
}

/// A refund in cash, an exchange for something cheaper, and one that was paid by card and goes out in cash with a supervisor.
fn comes_back(till: &Till, book: &mut Notebook, granted: &Value) {
    let sales = till.sales();
    take_back(till, &sales[0], 0);
    finish(till, &[cash(-3250)], &Value::Null).unwrap();
    take_back(till, &sales[5], 0);
    till.scan(HAM);
    finish(till, &[cash(-1360)], &Value::Null).unwrap();
    take_back(till, &sales[1], 0);
    assert_eq!(finish(till, &[cash(-3250)], &Value::Null).unwrap_err().code, "supervisor_needed");
    finish(till, &[cash(-3250)], granted).unwrap();
    book.drawer -= 3250 + 1360 + 3250;
    book.sold -= 3250 + 1360 + 3250;
}

/// Rosa buys three times on credit, pays a part, and gives the second back, which she has paid in part.
fn on_account(till: &Till, book: &mut Notebook, rosa: &str) {
    for _ in 0..3 {
        till.scan(COFFEE);
        till.ask("cart.customer", json!({"customer": rosa}));
        finish(till, &[json!({"method": "account", "amount": 3250})], &Value::Null).unwrap();
    }
    till.ask("accounts.pay", json!({"id": id(70), "customer": rosa, "tenders": [cash(4000)], "allocations": null, "print": true}));
    let second = till.sales().into_iter().rev().nth(1).unwrap();
    take_back(till, &second, 0);
    till.ask("cart.customer", json!({"customer": rosa}));
    // 7.50 of the second sale are paid already: they go out in cash, the rest comes off what she owes
    finish(till, &[json!({"method": "account", "amount": -2500}), cash(-750)], &Value::Null).unwrap();
    book.drawer += 4000 - 750;
    book.sold += 2 * 3250;
    book.owed += 3 * 3250 - 4000 - 2500;
}

fn moves(till: &Till, book: &mut Notebook, granted: &Value) {
    let moving = |n: u128, direction: &str, amount: i64, approval: &Value| json!({"id": id(n), "direction": direction, "reason": "other", "amount": amount, "note": "garrafón", "approval": approval, "print": true});
    till.ask("drawer.move", moving(80, "in", 20_000, &Value::Null));
    assert_eq!(till.refused("drawer.move", moving(81, "out", 60_000, &Value::Null)).code, "approval_needed");
    till.ask("drawer.move", moving(81, "out", 60_000, granted));
    book.drawer += 20_000 - 60_000;
}

fn count(till: &Till, amount: i64) -> Value {
    let asked = json!({"id": domain::Id::now_v7(), "shift": id(1), "cash": {"pieces": [], "loose": amount}, "checked": []});
    till.ask("shift.count", asked)["open"]["counted"].clone()
}

#[test]
fn a_whole_day_agrees_to_the_cent_with_what_went_over_the_counter() {
    let (till, printer) = shop();
    till.ask("drawer.rules", json!({"blind": true, "difference_limit": 2000, "cash_out_limit": 50_000}));
    let (marta, luz) = (till.hire("Marta", "supervisor", SUPERVISOR_PIN), till.hire("Luz", "cashier", CASHIER_PIN));
    let rosa = rosa(&till);
    till.ask("customers.terms", json!({"customer": rosa, "open": true, "limit": 10_000, "days": 30}));
    till.sign_in(&luz, CASHIER_PIN);
    let granted = json!({"user": marta, "secret": SUPERVISOR_PIN});
    till.ask("shift.open", json!({"shift": id(1), "cash": {"pieces": [], "loose": FLOAT}, "approval": granted}));

    let mut book = Notebook { drawer: FLOAT, ..Notebook::default() };
    morning(&till, &mut book);
    comes_back(&till, &mut book, &granted);
    on_account(&till, &mut book, &rosa);
    moves(&till, &mut book, &granted);

    // one sale of 32.50 was taken by card and put down as cash: that is what is missing, and what the till suspects
    let counted = count(&till, book.drawer - 3250);
    assert_eq!((&counted["difference"], &counted["needs_approval"]), (&json!(-3250), &json!(true)));
    assert!(!counted["clues"].as_array().unwrap().is_empty(), "a difference has causes: {counted}");
    till.ask("shift.close", json!({"shift": id(1), "note": "falta un café", "approval": granted, "print": true}));

    let closed = till.entries().into_iter().find_map(|entry| if let Fact::ShiftClosed(closed) = entry.fact { Some(closed) } else { None });
    let report = closed.unwrap().report;
    assert_eq!((report.expected.get(), report.difference.get()), (book.drawer, -3250), "the drawer");
    assert_eq!((report.totals.total.get(), report.perpetual.get()), (book.sold, book.sold), "the report");
    let journal: i64 = till.sales().iter().map(|sale| sale.total.get()).sum();
    assert_eq!(journal, book.sold, "the journal");
    assert_eq!(till.ask("customers.get", json!({"id": rosa}))["balance"], book.owed, "the account");
    till.wait_for_printer();
    let paper = printer.slip(printer.slips().len()).text();
    assert!(paper.contains("CORTE Z A-000001") && paper.contains("Autorizó Marta"), "{paper}");
}
