//! What is stored and not as it was written is found while the till sells: behind each start what came since, and all of it when asked.

#![allow(clippy::unwrap_used, reason = "a scenario that cannot go on has failed, and says where")]

use scenarios::{Till, cash, wait_until};
use serde_json::{Value, json};
use store::Verified;

const COFFEE: &str = "7501055300075";

fn three_sold() -> Till {
    let till = Till::of("MX", None);
    till.stock("Café de olla", COFFEE, 325_000, json!({}));
    for _ in 0..3 {
        till.sell(&[COFFEE], &[cash(3250)]);
    }
    till
}

fn last_row(till: &Till) -> i64 {
    till.reader().query_row("select max(arrival) from journal", [], |row| row.get(0)).unwrap()
}

fn verified(till: &Till) -> i64 {
    Verified::last(&till.reader()).unwrap().map_or(0, |verified| verified.entries())
}

fn edit(till: &Till, sql: &str, row: i64) {
    let conn = store::testing::connect(&till.place.database).unwrap();
    conn.busy_timeout(std::time::Duration::from_secs(5)).unwrap();
    assert_eq!(conn.execute(sql, [row]).unwrap(), 1);
}

const SPOIL: &str = "update journal set clock = clock + 1 where arrival = ?";
const MEND: &str = "update journal set clock = clock - 1 where arrival = ?";

fn notice(till: &Till) -> (Value, Value) {
    let notice = till.ask("app.state", Value::Null)["notices"][0].clone();
    (notice["code"].clone(), notice["params"]["row"].clone())
}

fn damaged(row: i64) -> (Value, Value) {
    (json!("journal_damaged"), json!(row.to_string()))
}

#[test]
fn an_edited_entry_is_named_behind_the_next_start_and_the_till_sells() {
    let mut till = three_sold();
    let row = last_row(&till);
    till.close();
    edit(&till, SPOIL, row);
    till.open();
    till.sign_in_owner();
    till.sell(&[COFFEE], &[cash(3250)]);
    wait_until("the check has found it", || notice(&till) == damaged(row));
    till.close();
    edit(&till, MEND, row);
    till.open();
    till.sign_in_owner();
    wait_until("what was mended is good again", || verified(&till) == last_row(&till));
    assert_eq!(notice(&till).0, Value::Null);
}

#[test]
fn an_edit_of_what_was_good_is_found_by_the_full_check_and_told_to_the_screens() {
    let mut till = three_sold();
    till.restart();
    till.sign_in_owner();
    let row = last_row(&till);
    wait_until("the start's check has passed all", || verified(&till) == row);
    edit(&till, SPOIL, row - 1);
    let heard = till.app().events.listen();
    till.pass_seconds(3600);
    till.app().look_after_copies();
    assert!(heard.try_iter().any(|event| event.name == "journal.damaged"));
    assert_eq!(notice(&till), damaged(row - 1));
    edit(&till, MEND, row - 1);
}
