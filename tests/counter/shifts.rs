//! A shift at the counter: opened with a count, closed with one, and each figure of its report summed a second time here.

use domain::entry::Fact;
use domain::shift::{CashDirection, Report};
use scenarios::till::OWNER_PIN;
use scenarios::{Till, card, cash, transfer, wait_until};
use serde_json::{Value, json};

use crate::{COFFEE, HAM, shop};

const SUPERVISOR_PIN: &str = "583019";
const CASHIER_PIN: &str = "5830";

fn id(n: u128) -> String {
    domain::Id::from_u128(n).to_string()
}

fn loose(amount: i64) -> Value {
    json!({"pieces": [], "loose": amount})
}

fn open(till: &Till, shift: u128, amount: i64) -> Value {
    till.ask("shift.open", opening(shift, amount, &Value::Null))
}

fn opening(shift: u128, amount: i64, approval: &Value) -> Value {
    json!({"shift": id(shift), "cash": loose(amount), "approval": approval})
}

fn counting(shift: u128, amount: i64) -> Value {
    json!({"id": domain::Id::now_v7(), "shift": id(shift), "cash": loose(amount), "checked": []})
}

fn count(till: &Till, shift: u128, amount: i64) -> Value {
    till.ask("shift.count", counting(shift, amount))["open"]["counted"].clone()
}

fn closing(shift: u128, approval: Value) -> Value {
    json!({"shift": id(shift), "note": null, "approval": approval, "print": true})
}

fn moving(n: u128, direction: &str, amount: i64, approval: Value) -> Value {
    json!({"id": id(n), "direction": direction, "reason": "other", "amount": amount, "note": "garrafón", "approval": approval, "print": false})
}

fn report(till: &Till) -> Report {
    let closed =
        till.entries().into_iter().rev().find_map(|entry| if let Fact::ShiftClosed(closed) = entry.fact { Some(closed) } else { None });
    closed.unwrap().report
}

/// What the drawer should hold, from the entries alone and without the program's own sums.
fn recomputed(till: &Till) -> (i64, i64) {
    let (mut drawer, mut total) = (0, 0);
    for entry in till.entries() {
        match entry.fact {
            Fact::ShiftOpened(opened) => drawer = opened.count.total.get(),
            Fact::SaleCompleted(sale) => {
                let other: i64 = sale.tenders.iter().filter(|paid| !paid.tender.is_cash()).map(|paid| paid.base_amount.get()).sum();
                drawer += sale.total.get() + sale.rounding.get() - other;
                total += sale.total.get();
            }
            Fact::CashMoved(moved) if moved.direction == CashDirection::In => drawer += moved.amount.get(),
            Fact::CashMoved(moved) => drawer -= moved.amount.get(),
            _ => {}
        }
    }
    (drawer, total)
}

#[test]
fn a_day_ends_with_a_report_that_agrees_to_the_cent_with_the_journal() {
    let (till, printer) = shop();
    let rules = json!({"blind": true, "difference_limit": 2000, "cash_out_limit": 50_000});
    till.ask("drawer.rules", rules);
    let supervisor = till.hire("Marta", "supervisor", SUPERVISOR_PIN);
    let cashier = till.hire("Luz", "cashier", CASHIER_PIN);
    till.sign_in(&cashier, CASHIER_PIN);
    let granted = json!({"user": supervisor, "secret": SUPERVISOR_PIN});
    assert_eq!(till.refused("shift.open", opening(1, 150_000, &Value::Null)).code, "supervisor_needed", "it binds the till");
    till.ask("shift.open", opening(1, 150_000, &granted));
    for n in 0..40 {
        match n % 4 {
            0 => till.sell(&[COFFEE, HAM], &[cash(10_000)]),
            1 => till.sell(&[COFFEE], &[card(3250)]),
            2 => till.sell(&[HAM, HAM], &[transfer(2000), cash(2000)]),
            _ => till.sell(&[HAM], &[transfer(1890)]),
        };
    }
    till.ask("drawer.move", moving(50, "in", 30_000, Value::Null));
    assert_eq!(till.refused("drawer.move", moving(51, "out", 50_001, Value::Null)).code, "approval_needed");
    till.ask("drawer.move", moving(51, "out", 50_001, granted.clone()));
    till.ask("drawer.open", json!({"id": id(52), "note": "cambio para el cliente"}));
    assert_eq!(till.ask("drawer.state", Value::Null)["open"]["totals"], Value::Null, "she counts blind");
    assert_eq!(till.refused("shift.close", closing(1, Value::Null)).code, "not_counted");

    let (expected, total) = recomputed(&till);
    let counted = count(&till, 1, expected - 10_000);
    assert_eq!((&counted["difference"], &counted["needs_approval"]), (&json!(-10_000), &json!(true)));
    let counted = count(&till, 1, expected - 5000);
    assert_eq!((&counted["difference"], &counted["first_difference"]), (&json!(-5000), &json!(-10_000)));
    assert_eq!(till.refused("shift.close", closing(1, Value::Null)).code, "approval_needed");
    let mut own = granted.clone();
    own["user"] = json!(cashier);
    own["secret"] = json!(CASHIER_PIN);
    assert_eq!(till.refused("shift.close", closing(1, own)).code, "not_permitted", "she cannot approve it herself");
    let z = till.ask("shift.close", closing(1, granted.clone()));
    assert_eq!((&z["number"], &z["total"], &z["difference"]), (&json!("A-1"), &json!(total), &json!(-5000)));
    assert_eq!(till.ask("shift.close", closing(1, granted)), z, "asked again it is the same report");

    let report = report(&till);
    assert_eq!((report.expected.get(), report.totals.total.get(), report.perpetual.get()), (expected, total, total));
    assert_eq!((report.totals.sales, report.totals.openings, report.counts, report.blind), (40, 1, 2, true));
    assert_eq!(report.totals.net + report.totals.tax, report.totals.total);
    let (first, last) = (report.totals.first.clone().unwrap().number, report.totals.last.clone().unwrap().number);
    assert_eq!(last - first + 1, 40);
    let sales = till.sales();
    let taxes: i64 = sales.iter().flat_map(|sale| &sale.taxes).map(|tax| tax.amount.get()).sum();
    assert_eq!(report.totals.tax.get(), taxes);
    assert!(sales.iter().all(|sale| sale.shift == Some(report.shift)), "each sale knows its shift");

    till.wait_for_printer();
    let slips = printer.slips().len();
    let paper = printer.slip(slips).text();
    for words in ["CORTE Z A-000001", "Ventas (40)", "Diferencia", "Autorizó Marta", "Huella"] {
        assert!(paper.contains(words), "{words}:\n{paper}");
    }
    till.ask("reports.reprint", json!({"id": id(1)}));
    let copy = printer.slip(slips + 1).text();
    assert!(copy.contains("COPIA") && copy.contains("CORTE Z A-000001"), "{copy}");
}

#[test]
fn a_till_that_counts_its_drawer_sells_only_in_a_shift_and_loses_no_ticket() {
    let (till, _printer) = shop();
    till.sell(&[COFFEE], &[cash(5000)]);
    assert_eq!(till.sales()[0].shift, None, "one that has never opened a shift sells without");
    open(&till, 1, 0);
    count(&till, 1, 0);
    till.ask("shift.close", closing(1, Value::Null));
    till.scan(COFFEE);
    let quote = till.ask("pay.quote", json!({"tenders": [cash(5000)]}));
    assert_eq!(quote["refusal"]["code"], "shift_needed", "it is said before a card is charged");
    assert_eq!(till.pay(&[cash(5000)]).unwrap_err().code, "shift_needed");
    open(&till, 1, 0);
    assert_eq!(till.ask("drawer.state", Value::Null)["open"], Value::Null, "an opening that comes late opens nothing");
    open(&till, 2, 0);
    till.pay(&[cash(5000)]).unwrap();
    assert_eq!(till.sales()[1].shift.map(|shift| shift.to_string()), Some(id(2)));
}

#[test]
fn each_shift_begins_with_what_the_last_count_left_and_reports_are_numbered() {
    let (till, _printer) = shop();
    open(&till, 1, 100_000);
    till.sell(&[COFFEE], &[cash(5000)]);
    count(&till, 1, 103_250);
    till.ask("shift.close", closing(1, Value::Null));
    assert_eq!(till.ask("drawer.state", Value::Null)["carried"], 103_250);
    let state = open(&till, 2, 103_200);
    assert_eq!(state["open"]["opening_difference"], -50, "a fact of its own");
    assert_eq!(till.refused("shift.open", opening(3, 0, &Value::Null)).code, "shift_open");
    open(&till, 2, 999);
    till.sell(&[HAM], &[cash(2000)]);
    assert_eq!(count(&till, 2, 105_090)["difference"], 0, "the opening difference is not in it");
    till.ask("shift.close", closing(2, Value::Null));
    let listed = till.ask("reports.list", json!({"after": null}));
    let numbers: Vec<&str> = listed["rows"].as_array().unwrap().iter().map(|row| row["number"].as_str().unwrap()).collect();
    assert_eq!(numbers, ["A-2", "A-1"]);
    assert_eq!(report(&till).perpetual.get(), 3250 + 1890);
    let view = till.ask("reports.get", json!({"id": id(1)}));
    assert_eq!((&view["row"]["total"], &view["counted"]), (&json!(3250), &json!(103_250)), "a stored report does not change");
}

#[test]
fn what_is_sold_after_the_count_is_not_closed_over() {
    let (till, _printer) = shop();
    open(&till, 1, 0);
    count(&till, 1, 0);
    till.sell(&[COFFEE], &[cash(5000)]);
    assert_eq!(till.refused("shift.close", closing(1, Value::Null)).code, "count_outdated");
    count(&till, 1, 3250);
    till.ask("shift.close", closing(1, Value::Null));
}

#[test]
fn a_shift_survives_the_end_of_the_program_and_a_second_press_changes_nothing() {
    let (mut till, _printer) = shop();
    open(&till, 1, 10_000);
    for _ in 0..2 {
        till.ask("drawer.move", moving(50, "in", 500, Value::Null));
    }
    till.restart();
    till.sign_in_owner();
    let state = till.ask("drawer.state", Value::Null);
    assert_eq!((&state["open"]["shift"], &state["open"]["totals"]["expected"]), (&json!(id(1)), &json!(10_500)));
    assert_eq!(state["open"]["moves"].as_array().unwrap().len(), 1);
    assert_eq!(state["open"]["moves"][0]["note"], "garrafón");
}

#[test]
fn a_wrong_pin_for_an_approval_counts_like_any_other() {
    let (till, _printer) = shop();
    let cashier = till.hire("Luz", "cashier", CASHIER_PIN);
    till.ask("drawer.rules", json!({"blind": false, "difference_limit": null, "cash_out_limit": 100}));
    open(&till, 1, 10_000);
    till.sign_in(&cashier, CASHIER_PIN);
    let wrong = json!({"user": till.owner, "secret": "999999"});
    let codes: Vec<String> = (0..6).map(|_| till.refused("drawer.move", moving(50, "out", 500, wrong.clone())).code).collect();
    assert_eq!(codes[0], "wrong_pin");
    assert_eq!(codes[5], "locked_out");
    let right = json!({"user": till.owner, "secret": OWNER_PIN});
    assert_eq!(till.refused("drawer.move", moving(50, "out", 500, right)).code, "locked_out", "nor does the right one help now");
    assert!(till.ask("drawer.state", Value::Null)["open"]["moves"].as_array().unwrap().is_empty());
}

#[test]
fn paper_of_the_drawer_comes_out_once_and_opens_it() {
    let (till, printer) = shop();
    open(&till, 1, 10_000);
    let mut asked = moving(50, "out", 4000, Value::Null);
    asked["print"] = json!(true);
    till.ask("drawer.move", asked);
    wait_until("the slip is out", || printer.slips().len() == 1);
    let paper = printer.slip(1);
    assert_eq!(paper.pulses().len(), 1);
    assert!(paper.text().contains("garrafón") && paper.text().contains("$40.00") && paper.text().contains("Firma"), "{}", paper.text());
    till.ask("shift.print", Value::Null);
    till.wait_for_printer();
    assert!(printer.slip(2).text().contains("CORTE X"), "{}", printer.slip(2).text());
}

#[test]
fn who_counts_blind_learns_no_figure_before_her_count_and_only_by_it() {
    let (till, printer) = shop();
    let cashier = till.hire("Luz", "cashier", CASHIER_PIN);
    till.ask("drawer.rules", json!({"blind": true, "difference_limit": null, "cash_out_limit": null}));
    open(&till, 1, 10_000);
    till.sign_in(&cashier, CASHIER_PIN);
    let state = || till.ask("drawer.state", Value::Null);
    assert_eq!((&state()["carried"], &state()["open"]["totals"]), (&Value::Null, &Value::Null));
    assert_eq!(till.ask("receipts.list", json!({"text": "", "date": null, "after": null}))["total"], Value::Null);
    assert_eq!(count(&till, 1, 10_000)["expected"], 10_000);
    till.sell(&[COFFEE], &[cash(5000)]);
    assert_eq!(
        (&state()["open"]["totals"], &state()["open"]["counted"]),
        (&Value::Null, &Value::Null),
        "a count in the morning shows no evening"
    );
    // out of an empty drawer, as far as the till knows: it does not say so
    till.ask("drawer.move", moving(50, "out", 900_000, Value::Null));
    till.ask("shift.print", Value::Null);
    till.wait_for_printer();
    let paper = printer.slip(printer.slips().len()).text();
    assert!(paper.contains("CORTE X") && !paper.contains("32.50"), "{paper}");
    till.sign_in_owner();
    assert_eq!(state()["open"]["totals"]["expected"], 10_000 + 3250 - 900_000, "the owner made the rule");
}

#[test]
fn a_difference_comes_with_where_to_look_first() {
    let (till, _printer) = shop();
    open(&till, 1, 10_000);
    till.sell(&[COFFEE], &[cash(5000)]);
    till.sell(&[HAM], &[card(1890)]);
    till.scan(HAM);
    till.scan(COFFEE);
    till.ask("cart.discard", json!({"reason": null}));
    let suspected = |amount: i64| {
        let clues = count(&till, 1, amount)["clues"].clone();
        clues.as_array().unwrap().iter().map(|clue| clue["suspicion"].as_str().unwrap().to_owned()).collect::<Vec<_>>()
    };
    assert_eq!(suspected(13_250), Vec::<String>::new());
    assert_eq!(suspected(10_000), ["paid_otherwise"], "the coffee was paid by card");
    assert_eq!(suspected(13_250 + 1890), ["paid_otherwise"], "the ham was paid in cash");
    assert_eq!(suspected(13_250 + 5140), ["ticket_discarded"], "it was paid and then thrown away");
    assert_eq!(suspected(13_250 + 5000), ["wrong_note"], "a note of 100 was taken for one of 50");
}

#[test]
fn how_a_sale_was_paid_is_put_right_while_its_shift_is_open() {
    let (till, printer) = shop();
    let supervisor = till.hire("Marta", "supervisor", SUPERVISOR_PIN);
    let cashier = till.hire("Luz", "cashier", CASHIER_PIN);
    open(&till, 1, 10_000);
    till.sign_in(&cashier, CASHIER_PIN);
    till.sell(&[COFFEE], &[cash(5000)]);
    let sale = till.sales()[0].id;
    let correcting =
        |n: u128, tenders: Value, approval: Value| json!({"id": id(n), "sale": sale, "tenders": tenders, "approval": approval});
    let granted = json!({"user": supervisor, "secret": SUPERVISOR_PIN});
    let by_card = json!([card(3250)]);
    assert_eq!(till.refused("receipts.correct", correcting(60, by_card.clone(), Value::Null)).code, "supervisor_needed");
    assert_eq!(till.refused("receipts.correct", correcting(60, json!([card(3200)]), granted.clone())).code, "tender_short");
    for _ in 0..2 {
        let view = till.ask("receipts.correct", correcting(60, by_card.clone(), granted.clone()));
        assert_eq!((&view["tenders"][0]["method"], &view["change"], &view["corrected"]), (&json!("card"), &json!(0), &json!(true)));
    }
    let open = till.ask("drawer.state", Value::Null)["open"].clone();
    assert_eq!((&open["totals"]["expected"], &open["totals"]["sales"]), (&json!(10_000), &json!(1)));
    till.ask("receipts.reprint", json!({"id": sale}));
    till.wait_for_printer();
    let paper = printer.slip(printer.slips().len()).text();
    assert!(paper.contains("Tarjeta") && !paper.contains("Cambio"), "{paper}");
    count(&till, 1, 10_000);
    till.ask("shift.close", closing(1, Value::Null));
    assert_eq!(
        till.refused("receipts.correct", correcting(61, json!([cash(3250)]), granted)).code,
        "shift_closed",
        "a report does not change"
    );
    assert_eq!(report(&till).expected.get(), 10_000);
}

#[test]
fn the_same_press_sent_twice_is_one() {
    let (till, _printer) = shop();
    open(&till, 1, 10_000);
    let counted = counting(1, 9000);
    for _ in 0..2 {
        till.ask("drawer.open", json!({"id": id(52), "note": null}));
        till.ask("shift.count", counted.clone());
    }
    let state = till.ask("drawer.state", Value::Null)["open"].clone();
    assert_eq!((&state["openings"], &state["counts"]), (&json!(1), &json!(1)));
}
