use rstest::rstest;

use super::*;
use crate::country::Country;
use crate::sale::RemovedLine;
use crate::shift::tests::{card, cash, corrected, moved, sale, transfer};
use crate::units::{Quantity, UnitPrice};

fn pesos() -> &'static Currency {
    &Country::find("MX").unwrap().currency
}

fn loose(total: i64) -> CashCount {
    CashCount { total: Money::of(total), pieces: vec![] }
}

/// What is suspected when the drawer should hold 100,000 and holds `difference` more.
fn suspected(difference: i64, facts: &[Fact]) -> Vec<(Suspicion, i64)> {
    let happened: Vec<(&Fact, i64)> = facts.iter().zip(1..).collect();
    let count = loose(100_000 + difference);
    let clues = clues(Money::of(difference), Money::of(100_000), &count, &happened, pesos());
    clues.iter().map(|clue| (clue.suspicion, clue.amount.get())).collect()
}

#[rstest]
#[case::cash_that_was_a_card(-31_850, sale(1, 31_850, &[cash(31_850)]).into(), (Suspicion::PaidOtherwise, 31_850))]
#[case::a_card_that_was_cash(31_850, sale(1, 31_850, &[card(31_850)]).into(), (Suspicion::PaidOtherwise, 31_850))]
#[case::a_200_taken_for_a_500(-30_000, sale(1, 15_000, &[cash(50_000)]).into(), (Suspicion::WrongNote, 20_000))]
#[case::a_500_taken_for_a_200(30_000, sale(1, 15_000, &[cash(20_000)]).into(), (Suspicion::WrongNote, 50_000))]
#[case::written_down_and_not_taken_out(4000, moved(CashDirection::Out, 4000), (Suspicion::MoveNotDone, -4000))]
#[case::taken_out_twice(-4000, moved(CashDirection::Out, 4000), (Suspicion::MoveTwice, -4000))]
#[case::put_in_and_said_to_be_taken_out(8000, moved(CashDirection::Out, 4000), (Suspicion::MoveReversed, -4000))]
#[case::never_put_in(-4000, moved(CashDirection::In, 4000), (Suspicion::MoveNotDone, 4000))]
fn a_difference_leads_to_what_has_its_amount(#[case] difference: i64, #[case] fact: Fact, #[case] expected: (Suspicion, i64)) {
    assert_eq!(suspected(difference, &[fact]), [expected]);
}

/// A deposit of 500.00.
fn deposit(tender: crate::tender::Tender) -> Fact {
    let booking = crate::order::Booking {
        id: Id::from_u128(60),
        number: LegalNumber { series: "AD".to_owned(), number: 1 },
        order: Id::from_u128(61),
        shift: None,
        till: "A".to_owned(),
        business_date: "2026-11-22".parse().unwrap(),
        currency: "MXN".to_owned(),
    };
    let order = crate::order::Standing { total: Money::of(100_000), ..Default::default() };
    order.deposit(booking, &[tender]).unwrap().into()
}

#[rstest]
#[case::cash_that_was_a_card(-50_000, deposit(cash(50_000)))]
#[case::a_transfer_that_was_cash(50_000, deposit(transfer(50_000)))]
fn money_that_was_no_sale_may_have_come_otherwise_too(#[case] difference: i64, #[case] fact: Fact) {
    assert_eq!(suspected(difference, &[fact]), [(Suspicion::PaidOtherwise, 50_000)]);
}

#[test]
fn what_was_left_before_was_not_taken_now() {
    let held = crate::tender::Tender::Deposit { amount: Money::of(20_000), paid_by: Some(crate::tender::PaidBy::Cash) };
    assert_eq!(suspected(20_000, &[sale(1, 31_850, &[held, card(11_850)]).into()]), []);
}

#[test]
fn a_ticket_thrown_away_after_it_was_paid_leaves_its_money_in_the_drawer() {
    let line = RemovedLine { product: None, name: "Café".to_owned(), quantity: Quantity::of(2000), unit_price: UnitPrice::of(325_000) };
    let thrown = Fact::CartDiscarded(CartDiscarded { cart: Id::nil(), shift: None, lines: vec![line.clone()], total: None, reason: None });
    assert_eq!(suspected(6500, std::slice::from_ref(&thrown)), [(Suspicion::TicketDiscarded, 6500)]);
    assert_eq!(suspected(-6500, &[thrown]), [], "it cannot take any out");
    let mut with_void = sale(1, 9900, &[cash(9900)]);
    with_void.removed = vec![line];
    assert_eq!(suspected(6500, &[with_void.into()]), [(Suspicion::LineRemoved, 6500)]);
}

#[test]
fn what_was_put_right_is_suspected_no_more() {
    let sold = sale(1, 31_850, &[cash(50_000)]);
    let facts = [sold.clone().into(), corrected(&sold, &[transfer(31_850)]).into()];
    assert_eq!(suspected(-31_850, &facts), []);
    assert_eq!(suspected(31_850, &facts), [(Suspicion::PaidOtherwise, 31_850)]);
}

#[test]
fn a_note_that_would_not_have_paid_is_no_clue() {
    assert_eq!(suspected(-45_000, &[sale(1, 15_000, &[cash(50_000)]).into()]), []);
}

#[test]
fn one_piece_and_two_swapped_digits_are_mistakes_of_counting() {
    let counted = |total: i64, by_piece: bool| {
        let pieces = if by_piece { vec![crate::shift::Pieces { value: Money::of(total), pieces: 1 }] } else { vec![] };
        CashCount { total: Money::of(total), pieces }
    };
    let of = |difference: i64, count: CashCount| {
        let expected = count.total - Money::of(difference);
        clues(Money::of(difference), expected, &count, &[], pesos()).iter().map(|clue| clue.suspicion).collect::<Vec<_>>()
    };
    assert_eq!(of(-20_000, counted(131_000, true)), [Suspicion::OnePiece]);
    assert_eq!(of(-20_100, counted(131_000, true)), []);
    assert_eq!(of(1_800, counted(131_000, false)), [], "129,200");
    assert_eq!(of(18_000, counted(131_000, false)), [Suspicion::DigitsSwapped], "113,000");
}

#[test]
fn a_drawer_that_is_right_has_nothing_to_explain() {
    assert_eq!(suspected(0, &[sale(1, 31_850, &[cash(31_850)]).into()]), []);
}
