//! A supervisor grants in place, once or for some minutes; what each person did is there for whoever answers for it.

use domain::approval::{ApprovalGranted, Approved};
use domain::entry::Fact;
use scenarios::{Till, cash};
use serde_json::{Value, json};

use crate::{COFFEE, HAM, shop};

const SUPERVISOR_PIN: &str = "583019";
const CASHIER_PIN: &str = "5830";
const TODAY: &str = "2026-11-23";

/// A till that counts its drawer, with a cashier signed in, who may take out fifty at once.
fn counting() -> (Till, String, String) {
    let (till, _printer) = shop();
    let supervisor = till.hire("Marta", "supervisor", SUPERVISOR_PIN);
    let cashier = till.hire("Luz", "cashier", CASHIER_PIN);
    till.ask("shift.open", json!({"shift": domain::Id::from_u128(1), "cash": {"pieces": [], "loose": 100_000}, "approval": null}));
    till.ask(
        "drawer.rules",
        json!({"blind": false, "difference_limit": null, "cash_out_limit": 5000, "refund_limit": null, "return_days": null}),
    );
    till.sign_in(&cashier, CASHIER_PIN);
    (till, supervisor, cashier)
}

fn take_out(till: &Till, id: u128, amount: i64, approval: Value) -> Result<Value, app::Failure> {
    let asked = json!({"id": domain::Id::from_u128(id), "direction": "out", "reason": "safe", "amount": amount, "note": null, "approval": approval, "print": false});
    till.call("drawer.move", asked)
}

fn granted(till: &Till) -> Vec<ApprovalGranted> {
    let entries = till.entries().into_iter();
    entries.filter_map(|entry| if let Fact::ApprovalGranted(granted) = entry.fact { Some(granted) } else { None }).collect()
}

#[test]
fn one_action_is_granted_once_and_who_asked_who_granted_and_why_is_written() {
    let (till, supervisor, cashier) = counting();
    let approval = json!({"user": supervisor, "secret": SUPERVISOR_PIN, "reason": "Va al banco"});
    take_out(&till, 11, 20_000, approval).unwrap();
    let [only] = &granted(&till)[..] else { panic!("one approval") };
    assert_eq!((only.requester.to_string(), only.granter.to_string()), (cashier, supervisor));
    assert_eq!((only.approved, only.document, only.minutes), (Approved::MoveCash, domain::Id::from_u128(11), None));
    assert!(only.reason.is_some() && only.shift.is_some());
    assert_eq!(till.ask("approval.running", Value::Null), json!([]));
    assert_eq!(take_out(&till, 12, 20_000, Value::Null).unwrap_err().code, "approval_needed", "it was for that alone");
}

#[test]
fn what_is_granted_for_minutes_ends_by_itself_and_names_its_granter_each_time() {
    let (till, supervisor, _) = counting();
    take_out(&till, 11, 20_000, json!({"user": supervisor, "secret": SUPERVISOR_PIN, "minutes": 10})).unwrap();
    assert_eq!(till.ask("approval.running", Value::Null)[0]["by"], "Marta");
    till.pass_seconds(9 * 60);
    take_out(&till, 12, 10_000, Value::Null).unwrap();
    let moves: Vec<_> = till
        .entries()
        .into_iter()
        .filter_map(|entry| if let Fact::CashMoved(moved) = entry.fact { moved.approved_by } else { None })
        .collect();
    assert_eq!(moves.iter().map(ToString::to_string).collect::<Vec<_>>(), [supervisor.clone(), supervisor.clone()]);
    assert_eq!((granted(&till).len(), granted(&till)[0].minutes), (1, Some(10)), "the minutes were granted once");
    till.pass_seconds(2 * 60);
    assert_eq!(take_out(&till, 13, 10_000, Value::Null).unwrap_err().code, "approval_needed");
    let refused = take_out(&till, 14, 10_000, json!({"user": supervisor, "secret": SUPERVISOR_PIN, "minutes": 240})).unwrap_err();
    assert_eq!(refused.code, "field_invalid", "nobody stands there for so long");
}

#[test]
fn a_grant_is_hers_alone_and_ends_when_she_says_or_its_granter_leaves() {
    let (till, supervisor, cashier) = counting();
    till.sign_in_owner();
    let other = till.hire("Ana", "cashier", "7391");
    till.sign_in(&cashier, CASHIER_PIN);
    let for_minutes = json!({"user": supervisor, "secret": SUPERVISOR_PIN, "minutes": 30});
    take_out(&till, 11, 6000, for_minutes.clone()).unwrap();
    till.sign_in(&other, "7391");
    assert_eq!(take_out(&till, 12, 6000, Value::Null).unwrap_err().code, "approval_needed", "it was granted to somebody else");
    till.sign_in(&cashier, CASHIER_PIN);
    till.ask("approval.end", Value::Null);
    assert_eq!(take_out(&till, 13, 6000, Value::Null).unwrap_err().code, "approval_needed");

    take_out(&till, 14, 6000, for_minutes).unwrap();
    till.sign_in_owner();
    till.ask("users.save", json!({"id": supervisor, "name": "Marta", "role": "supervisor", "pin": null, "active": false}));
    till.sign_in(&cashier, CASHIER_PIN);
    assert_eq!(take_out(&till, 15, 6000, Value::Null).unwrap_err().code, "approval_needed", "who left grants nothing any more");
}

#[test]
fn minutes_are_for_the_same_thing_alone_and_only_what_is_written_begins() {
    let (till, supervisor, _) = counting();
    let for_minutes = json!({"user": supervisor, "secret": SUPERVISOR_PIN, "minutes": 10});
    take_out(&till, 11, 4000, for_minutes.clone()).unwrap();
    assert_eq!((granted(&till).len(), till.ask("approval.running", Value::Null)), (0, json!([])), "it needed nobody");
    take_out(&till, 12, 20_000, for_minutes.clone()).unwrap();
    till.pass_seconds(9 * 60);
    take_out(&till, 12, 20_000, for_minutes).unwrap();
    till.pass_seconds(2 * 60);
    assert_eq!(till.ask("approval.running", Value::Null), json!([]), "the same press again does not begin anew");

    let again = json!({"user": supervisor, "secret": SUPERVISOR_PIN, "minutes": 10});
    take_out(&till, 13, 20_000, again).unwrap();
    till.scan(COFFEE);
    let cart = till.ask("cart.current", Value::Null);
    till.ask("cart.return_without", json!({"line": cart["lines"][0]["id"], "reason": "damaged", "restock": false, "note": null}));
    let back = json!({"cart": cart["id"], "tenders": [cash(-3250)], "print": false, "approval": null});
    assert_eq!(till.refused("sale.complete", back).code, "supervisor_needed", "she may take cash out, and nothing else");
}

fn acts(till: &Till, person: &str) -> Value {
    let all = till.ask("people.acts", json!({"from": TODAY, "to": TODAY}));
    all["rows"].as_array().unwrap().iter().find(|row| row["person"] == person).unwrap().clone()
}

fn sum(row: &Value, kind: &str) -> (i64, i64) {
    let found = row["acts"].as_array().unwrap().iter().find(|act| act["kind"] == kind);
    found.map_or((0, 0), |act| (act["count"].as_i64().unwrap(), act["amount"].as_i64().unwrap()))
}

/// A ticket with a discount and a line that was taken out, one that was thrown away, a drawer that was opened for nothing.
fn a_day_of_hers(till: &Till, supervisor: &str) {
    let cart = till.scan(HAM);
    till.ask("cart.remove", json!({"line": cart["lines"][0]["id"]}));
    let cart = till.scan(COFFEE);
    till.ask("cart.line", json!({"line": cart["lines"][0]["id"], "change": {"discount": {"kind": "rate", "rate": 100_000}}}));
    till.pay(&[cash(3000)]).unwrap();
    till.scan(HAM);
    till.ask("cart.discard", json!({"reason": "se fue"}));
    till.ask("drawer.open", json!({"id": domain::Id::from_u128(21), "note": "cambio"}));
    take_out(till, 11, 20_000, json!({"user": supervisor, "secret": SUPERVISOR_PIN, "reason": "Va al banco"})).unwrap();
}

#[test]
fn what_each_person_did_adds_up_also_before_and_after_the_table_has_caught_up() {
    let (mut till, supervisor, cashier) = counting();
    a_day_of_hers(&till, &supervisor);
    assert_eq!(till.refused("people.acts", json!({"from": TODAY, "to": TODAY})).code, "not_permitted", "it is not for cashiers");
    till.sign_in_owner();
    let before = acts(&till, &cashier);
    assert_eq!((&before["sales"], &before["total"]), (&json!(1), &json!(2925)));
    let expected = [("discount", (1, 325)), ("removed_line", (1, 1890)), ("discarded_ticket", (1, 1890)), ("no_sale", (1, 0))];
    for (kind, figures) in expected.into_iter().chain([("cash_out", (1, 20_000)), ("approval", (1, 0)), ("return", (0, 0))]) {
        assert_eq!(sum(&before, kind), figures, "{kind}");
    }
    till.close();
    store::testing::catch_up_at_once(&till.place.database).unwrap();
    till.open();
    till.sign_in_owner();
    assert_eq!(acts(&till, &cashier), before);

    let of = |kind: &str| till.ask("people.acts_of", json!({"person": cashier, "kind": kind, "from": TODAY, "to": TODAY}));
    assert_eq!((&of("removed_line")[0]["text"], &of("removed_line")[0]["number"]), (&json!("Jamón de pavo"), &json!("A-1")));
    assert_eq!(of("no_sale")[0]["text"], "cambio");
    let approval = &of("approval")[0];
    assert_eq!(
        (&approval["granted_by"], &approval["text"], &approval["approved"]),
        (&json!("Marta"), &json!("Va al banco"), &json!("move_cash"))
    );
}

#[test]
fn hours_are_between_coming_and_going_and_a_press_sent_twice_is_one() {
    let (till, _, cashier) = counting();
    let punch = |id: u128, direction: &str| till.ask("clock.punch", json!({"id": domain::Id::from_u128(id), "direction": direction}));
    assert_eq!(till.ask("clock.state", Value::Null)["here_since_ms"], Value::Null);
    let came = punch(31, "in");
    assert_eq!((punch(31, "in"), punch(32, "in")), (came.clone(), came.clone()), "she is here already");
    till.set_clock_by(90 * 60);
    assert_eq!(punch(33, "out")["here_since_ms"], Value::Null);
    till.set_clock_by(30 * 60);
    punch(34, "in");
    till.sign_in_owner();
    let row = acts(&till, &cashier);
    assert_eq!((&row["worked_ms"], row["here_since_ms"].is_null()), (&json!(90 * 60 * 1000), false));
}
