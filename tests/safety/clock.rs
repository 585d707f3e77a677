//! The machine's clock jumps. Order, numbers and business dates stay right, and the jump is noticed.

use chrono::NaiveDate;
use domain::entry::{Fact, ShopConfigured};
use proptest::prelude::*;
use scenarios::{Till, cash};
use serde_json::{Value, json};
use store::{ClockJump, Lane, Now, Store, StoreError};

const COFFEE: &str = "7501055300075";
const TEN_YEARS: i64 = 10 * 365 * 86_400;

fn shop(country: &str) -> Till {
    let till = Till::of(country, None);
    till.stock("Café de olla", COFFEE, 325_000, json!({}));
    till
}

fn sell(till: &Till) {
    till.sell(&[COFFEE], &[cash(1_000_000)]);
}

fn jump(till: &Till) -> Option<ClockJump> {
    store::clock_jump(&till.reader()).unwrap()
}

fn day(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

fn business_dates(till: &Till) -> Vec<NaiveDate> {
    till.sales().iter().map(|sale| sale.business_date).collect()
}

/// Of every sale: minutes that the shop's clock was ahead of UTC.
fn offsets(till: &Till) -> Vec<i32> {
    let sales = till.entries().into_iter().filter(|entry| matches!(entry.fact, Fact::SaleCompleted(_)));
    sales.map(|entry| entry.offset_minutes).collect()
}

/// Numbers without gap, logical clocks that never repeat, business dates that never go back, receipts in the order of their sales.
fn assert_in_order(till: &Till) {
    let sales = till.sales();
    assert!(sales.iter().zip(1..).all(|(sale, number)| sale.number.number == number), "numbers have no gap");
    assert!(sales.is_sorted_by_key(|sale| sale.business_date), "a business date never goes back: {:?}", business_dates(till));
    assert!(till.entries().is_sorted_by(|a, b| a.clock < b.clock), "logical clocks only grow");
    assert_eq!(till.verify().first_bad, None);
}

#[test]
fn a_jump_of_ten_years_either_way_keeps_order_and_numbers() {
    let mut till = shop("MX");
    sell(&till);
    for seconds in [TEN_YEARS, -TEN_YEARS, -TEN_YEARS, TEN_YEARS] {
        till.set_clock_by(seconds);
        sell(&till);
        till.restart();
        till.sign_in_owner();
        sell(&till);
    }
    assert_in_order(&till);
    let ahead = day("2036-11-20");
    let dates = business_dates(&till);
    assert_eq!(dates[0], day("2026-11-23"));
    assert!(dates[1..].iter().all(|date| *date == ahead), "it stays where it has once been: {dates:?}");
}

/// A till that was opened while the clock was ahead has carts and sessions from the future.
#[test]
fn a_ticket_from_the_future_is_still_the_open_one() {
    let till = shop("MX");
    till.set_clock_by(TEN_YEARS);
    let cart = till.scan(COFFEE);
    till.set_clock_by(-TEN_YEARS);
    assert_eq!(till.scan(COFFEE)["id"], cart["id"], "the ticket goes on");
    till.pay(&[cash(10_000)]).unwrap();
    assert_eq!(till.ask("cart.current", Value::Null)["lines"], json!([]), "and is gone once it is paid");
    till.scan(COFFEE);
    assert_in_order(&till);
}

#[test]
fn a_clock_that_is_set_while_the_till_is_open_is_flagged() {
    let till = shop("MX");
    sell(&till);
    assert_eq!(jump(&till), None, "time that passes is no jump");
    for (seconds, flagged) in [(4 * 60, false), (6 * 60, true), (-6 * 60, true), (TEN_YEARS, true), (-TEN_YEARS, true)] {
        let before = jump(&till);
        till.set_clock_by(seconds);
        sell(&till);
        let after = jump(&till);
        assert_eq!(after != before, flagged, "{seconds} s: {after:?}");
        let by = after.map_or(0, |jump| jump.jumped_ms);
        assert!(!flagged || (by - seconds * 1000).abs() < 60_000, "{seconds} s were told as {by} ms");
    }
}

#[test]
fn a_clock_that_was_put_back_while_the_till_was_closed_is_flagged_and_a_night_is_not() {
    let mut till = shop("MX");
    sell(&till);
    for (seconds, flagged) in [(12 * 3600, false), (-12 * 3600, true)] {
        till.close();
        till.set_clock_by(seconds);
        till.open();
        till.sign_in_owner();
        sell(&till);
        assert_eq!(jump(&till).is_some(), flagged, "{seconds} s");
    }
    let noticed = jump(&till);
    till.restart();
    till.sign_in_owner();
    sell(&till);
    assert_eq!(jump(&till), noticed, "it is noticed once, not at every start");
}

/// Summer time ends in Madrid: the hour from two to three happens twice. It begins: that hour is missing.
#[test]
fn an_hour_that_happens_twice_and_one_that_is_missing_move_no_date() {
    let till = shop("ES");
    for at in ["2027-03-28T00:59:00Z", "2027-03-28T01:01:00Z", "2027-10-31T00:30:00Z", "2027-10-31T01:30:00Z", "2027-10-31T23:30:00Z"] {
        till.set_clock(at);
        sell(&till);
    }
    assert_eq!(offsets(&till), [60, 120, 120, 60, 60]);
    let (spring, autumn) = (day("2027-03-28"), day("2027-10-31"));
    assert_eq!(business_dates(&till), [spring, spring, autumn, autumn, day("2027-11-01")]);
    assert_in_order(&till);
}

#[test]
fn a_leap_day_is_a_day() {
    let till = shop("MX");
    for at in ["2028-02-29T05:59:00Z", "2028-02-29T06:00:00Z", "2028-03-01T05:59:00Z", "2028-03-01T06:00:00Z"] {
        till.set_clock(at);
        sell(&till);
    }
    assert_eq!(business_dates(&till), ["2028-02-28", "2028-02-29", "2028-02-29", "2028-03-01"].map(day));
    assert_in_order(&till);
}

/// No screen changes the zone yet; an entry can.
fn move_to_zone(till: &mut Till, zone: &str) {
    till.close();
    let mut configured =
        till.entries().into_iter().filter_map(|entry| if let Fact::ShopConfigured(shop) = entry.fact { Some(shop) } else { None });
    let shop = ShopConfigured { time_zone: zone.to_owned(), ..configured.next_back().unwrap() };
    let at = till.entries().last().unwrap().at_ms;
    let now = Now { ms: at, offset_minutes: 0 };
    let store = Store::open(till.place.clone(), None, now).unwrap();
    store.write(Lane::Interactive, move |tx| tx.append(shop, None, now).map(drop)).map_err(|error: StoreError| error).unwrap();
    drop(store);
    till.open();
    till.sign_in_owner();
}

/// The cities along the border change their clocks with their neighbours, the rest of Mexico does not.
#[test]
fn a_shop_that_moves_to_another_zone_keeps_its_dates_and_goes_on() {
    let mut till = shop("MX");
    till.set_clock("2027-07-01T06:30:00Z");
    sell(&till);
    move_to_zone(&mut till, "America/Tijuana");
    sell(&till);
    till.set_clock("2027-07-02T07:30:00Z");
    sell(&till);
    till.set_clock("2027-12-01T08:30:00Z");
    sell(&till);
    assert_eq!(offsets(&till), [-360, -420, -420, -480]);
    assert_eq!(
        business_dates(&till),
        ["2027-07-01", "2027-07-01", "2027-07-02", "2027-12-01"].map(day),
        "half past eleven at night in Tijuana was already July in the old place, and stays so"
    );
    assert_in_order(&till);
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 6, ..ProptestConfig::default() })]

    #[test]
    fn whatever_the_clock_does_sales_stay_in_order(jumps in prop::collection::vec(prop_oneof![
        -TEN_YEARS..TEN_YEARS,
        -600_i64..600,
        Just(0),
        Just(86_400),
    ], 1..20)) {
        let till = shop("MX");
        for seconds in jumps {
            till.set_clock_by(seconds);
            sell(&till);
        }
        assert_in_order(&till);
    }
}
