use proptest::prelude::*;
use rstest::rstest;

use super::*;
use crate::cart::{Cart, Offered};
use crate::country::Country;
use crate::product::Unit;
use crate::refund::Returns;
use crate::sale::{Counter, complete};
use crate::tender::Tender;
use crate::units::{Quantity, UnitPrice};
use crate::user::Role;

fn cashier() -> Asking {
    Asking { user: Id::from_u128(7), powers: Powers::of(Role::Cashier), approved_by: None }
}

const RULES: CashRules = CashRules {
    blind: false,
    difference_limit: Some(Money::of(2000)),
    cash_out_limit: Some(Money::of(100_000)),
    refund_limit: None,
    return_days: None,
    elsewhere_limit: None,
    deposit_percent: None,
};

fn pesos() -> &'static Currency {
    &Country::find("MX").unwrap().currency
}

fn opened(total: i64) -> Fact {
    Fact::ShiftOpened(ShiftOpened {
        shift: Id::from_u128(1),
        till: "A".to_owned(),
        business_date: "2026-11-25".parse().unwrap(),
        expected: Money::of(total),
        count: CashCount { total: Money::of(total), pieces: vec![] },
    })
}

/// A sale of one thing at this price, paid so.
pub(crate) fn sale(n: i64, price: i64, tenders: &[Tender]) -> SaleCompleted {
    let country = Country::find("MX").unwrap();
    let mut cart = Cart::empty(Id::from_u128(n.unsigned_abs().into()));
    let offered = Offered {
        product: None,
        name: "Café".to_owned(),
        unit: Unit::Piece,
        barcode: None,
        price: UnitPrice::of(price * 100),
        cost: None,
        tax_class: "iva16".to_owned(),
        ..Offered::default()
    };
    cart.add(Id::from_u128(99), offered, Quantity::ONE).unwrap();
    let counter = Counter {
        country,
        till: "A".to_owned(),
        cashier: cashier().user,
        powers: Powers::of(Role::Owner),
        business_date: "2026-11-25".parse().unwrap(),
        demo: false,
    };
    let nothing = |_: &str| Sealed { key: String::new(), text: String::new() };
    complete(&counter, &cart, &[], &Returns::none(), tenders, nothing).unwrap().numbered(LegalNumber { series: "A".to_owned(), number: n })
}

pub(crate) fn cash(amount: i64) -> Tender {
    Tender::Cash { amount: Money::of(amount) }
}

pub(crate) fn transfer(amount: i64) -> Tender {
    Tender::Transfer { amount: Money::of(amount), reference: String::new() }
}

pub(crate) fn card(amount: i64) -> Tender {
    let nothing = String::new;
    Tender::Card { amount: Money::of(amount), reference: nothing(), brand: nothing(), last_four: nothing(), authorisation: nothing() }
}

pub(crate) fn corrected(sale: &SaleCompleted, tenders: &[Tender]) -> TendersCorrected {
    let of_shift = SaleCompleted { shift: Some(Id::from_u128(1)), ..sale.clone() };
    TendersCorrected::of(Id::from_u128(6), &of_shift, None, tenders, cashier().user).unwrap()
}

pub(crate) fn moved(direction: CashDirection, amount: i64) -> Fact {
    Fact::CashMoved(CashMoved {
        id: Id::from_u128(5),
        shift: Id::from_u128(1),
        till: "A".to_owned(),
        direction,
        reason: CashReason::Safe,
        amount: Money::of(amount),
        note: None,
        supplier: None,
        invoice: None,
        approved_by: None,
    })
}

fn totals(facts: &[Fact]) -> Totals {
    let mut totals = Totals::default();
    facts.iter().for_each(|fact| totals.add(fact));
    totals
}

fn counted(total: i64, expected: i64, blind: bool) -> ShiftCounted {
    let count = CashCount { total: Money::of(total), pieces: vec![] };
    ShiftCounted {
        id: Id::nil(),
        shift: Id::from_u128(1),
        till: "A".to_owned(),
        count,
        checked: vec![],
        expected: Money::of(expected),
        blind,
    }
}

fn shift(facts: &[Fact], counts: Vec<ShiftCounted>) -> OpenShift {
    let Fact::ShiftOpened(opened) = &facts[0] else { panic!("a shift begins with its opening") };
    OpenShift { opened: opened.clone(), opened_at_ms: 1, opened_by: cashier().user, counts, totals: totals(facts) }
}

fn closing() -> Closing {
    let number = LegalNumber { series: "A".to_owned(), number: 3 };
    Closing { number, business_date: "2026-11-25".parse().unwrap(), perpetual: Money::of(50_000), head: "00".to_owned() }
}

/// Rule 27: opening + cash sales − change + in − out, and nothing else: not what came by transfer, not the change.
#[test]
fn rule_27_expected_cash_is_what_went_through_the_drawer_and_nothing_else() {
    let facts = [
        opened(150_000),
        sale(1, 31_850, &[cash(50_000)]).into(),
        sale(2, 10_000, &[transfer(4000), cash(6000)]).into(),
        sale(3, 20_000, &[transfer(20_000)]).into(),
        moved(CashDirection::In, 30_000),
        moved(CashDirection::Out, 45_000),
    ];
    let totals = totals(&facts);
    assert_eq!(totals.cash.expected(), Money::of(150_000 + 31_850 + 6000 + 30_000 - 45_000));
    let of = |method: &str| totals.methods.iter().find(|own| own.method == method).map(|own| (own.count, own.amount.get()));
    assert_eq!((of("cash"), of("transfer")), (Some((2, 37_850)), Some((2, 24_000))));
    assert_eq!((totals.sales, totals.total), (3, Money::of(61_850)));
    assert_eq!(totals.net + totals.tax, totals.total);
    assert_eq!(totals.taxes.iter().map(|tax| tax.amount).sum::<Money>(), totals.tax);
}

/// Rule 28: any count closes, and the first difference stays.
#[test]
fn rule_28_any_count_is_accepted_and_the_first_difference_stays() {
    let facts = [opened(10_000), sale(1, 5000, &[cash(5000)]).into()];
    let shift = shift(&facts, vec![counted(13_000, 15_000, true), counted(15_000, 15_000, false)]);
    let (report, approved_by) = close(&shift, closing(), &RULES, cashier()).unwrap();
    assert_eq!((report.difference, report.first_difference, report.counts), (Money::ZERO, Money::of(-2000), 2));
    assert_eq!((report.blind, approved_by, report.perpetual), (true, None, Money::of(55_000)));
}

#[rstest]
#[case::within(13_000, None, Ok(None))]
#[case::too_little(12_999, None, Err(Refusal::ApprovalNeeded { limit: Money::of(2000) }))]
#[case::too_much(17_001, None, Err(Refusal::ApprovalNeeded { limit: Money::of(2000) }))]
#[case::approved(0, Some(Id::from_u128(8)), Ok(Some(Id::from_u128(8))))]
fn a_difference_above_the_limit_needs_a_supervisor(
    #[case] counted_total: i64,
    #[case] approved_by: Option<Id>,
    #[case] expected: Result<Option<Id>, Refusal>,
) {
    let facts = [opened(10_000), sale(1, 5000, &[cash(5000)]).into()];
    let shift = shift(&facts, vec![counted(counted_total, 15_000, false)]);
    let closed = close(&shift, closing(), &RULES, Asking { approved_by, ..cashier() });
    assert_eq!(closed.map(|(_, approved_by)| approved_by), expected);
}

/// The figure was shown after the first count: counting it to the cent the second time takes nothing back.
#[test]
fn a_recount_does_not_hide_a_difference_from_the_supervisor() {
    let shift = shift(&[opened(10_000)], vec![counted(7000, 10_000, true), counted(10_000, 10_000, false)]);
    assert!(shift.needs_approval(&RULES, Powers::of(Role::Cashier)) && !shift.needs_approval(&RULES, Powers::of(Role::Supervisor)));
    assert_eq!(close(&shift, closing(), &RULES, cashier()), Err(Refusal::ApprovalNeeded { limit: Money::of(2000) }));
}

#[test]
fn who_counts_blind_sees_what_is_expected_only_while_her_count_holds() {
    let blind = CashRules { blind: true, ..RULES };
    let uncounted = shift(&[opened(10_000)], vec![]);
    let counted_early = shift(&[opened(10_000), sale(1, 5000, &[cash(5000)]).into()], vec![counted(10_000, 10_000, true)]);
    let counted_now = shift(&[opened(10_000)], vec![counted(9000, 10_000, true)]);
    let hidden = |shift: &OpenShift, role| shift.is_hidden(&blind, Powers::of(role));
    assert!(hidden(&uncounted, Role::Supervisor) && hidden(&counted_early, Role::Cashier) && !hidden(&counted_now, Role::Cashier));
    assert!(!hidden(&uncounted, Role::Owner) && !uncounted.is_hidden(&RULES, Powers::of(Role::Cashier)));
}

#[test]
fn a_correction_moves_the_money_between_methods_and_nothing_else() {
    let sold = sale(1, 31_850, &[cash(50_000)]);
    let before = totals(&[opened(10_000), sold.clone().into()]);
    let after = totals(&[opened(10_000), sold.clone().into(), corrected(&sold, &[card(20_000), transfer(11_850)]).into()]);
    assert_eq!(after.cash.expected(), Money::of(10_000));
    let methods: Vec<(&str, i64, i64)> = after.methods.iter().map(|it| (it.method.as_str(), it.count, it.amount.get())).collect();
    assert_eq!(methods, [("card", 1, 20_000), ("transfer", 1, 11_850)]);
    assert_eq!((after.sales, after.total), (before.sales, before.total));
}

#[rstest]
#[case::too_little(&[card(31_849)], Refusal::TenderShort { missing: Money::of(1) })]
#[case::too_much(&[card(31_851)], Refusal::TenderExceeds { excess: Money::of(1) })]
#[case::nothing(&[], Refusal::TenderShort { missing: Money::of(31_850) })]
#[case::as_it_was(&[transfer(31_850)], Refusal::TendersSame)]
fn a_correction_comes_to_what_was_paid(#[case] tenders: &[Tender], #[case] refusal: Refusal) {
    let sold = SaleCompleted { shift: Some(Id::from_u128(1)), ..sale(1, 31_850, &[transfer(31_850)]) };
    assert_eq!(TendersCorrected::of(Id::from_u128(6), &sold, None, tenders, cashier().user), Err(refusal));
}

#[test]
fn a_supervisor_grants_it_to_herself() {
    let facts = [opened(10_000)];
    let shift = shift(&facts, vec![counted(0, 10_000, false)]);
    let asking = Asking { powers: Powers::of(Role::Supervisor), ..cashier() };
    assert_eq!(close(&shift, closing(), &RULES, asking).unwrap().1, Some(cashier().user));
}

#[test]
fn what_was_sold_after_the_count_wants_another() {
    let facts = [opened(10_000), sale(1, 5000, &[cash(5000)]).into()];
    assert_eq!(close(&shift(&facts, vec![]), closing(), &RULES, cashier()), Err(Refusal::NotCounted));
    let outdated = shift(&facts, vec![counted(10_000, 10_000, false)]);
    assert_eq!(close(&outdated, closing(), &RULES, cashier()), Err(Refusal::CountOutdated));
}

#[rstest]
#[case::nothing(CashDirection::Out, 0, Err(Refusal::AmountInvalid))]
#[case::above_the_limit(CashDirection::Out, 100_001, Err(Refusal::ApprovalNeeded { limit: Money::of(100_000) }))]
#[case::within(CashDirection::Out, 100_000, Ok(None))]
#[case::any_amount_goes_in(CashDirection::In, 900_000, Ok(None))]
fn what_goes_out_is_within_the_limit(#[case] direction: CashDirection, #[case] amount: i64, #[case] expected: Result<Option<Id>, Refusal>) {
    let moving = Moving { direction, amount: Money::of(amount) };
    assert_eq!(moving.check(&RULES, cashier()), expected);
}

#[test]
fn a_count_by_pieces_sums_to_its_total_and_takes_what_a_drawer_can_hold() {
    let pieces = |value: i64, pieces: i64| Pieces { value: Money::of(value), pieces };
    let count = CashCount::of(&[pieces(50_000, 3), pieces(1000, 12), pieces(50, 0)], Money::of(450), pesos()).unwrap();
    assert_eq!((count.total, count.pieces.len()), (Money::of(162_450), 2));
    for bad in [pieces(50_000, -1), pieces(51_234, 1), pieces(50_000, 100_001)] {
        assert_eq!(CashCount::of(&[bad], Money::ZERO, pesos()), Err(Refusal::CountInvalid), "{bad:?}");
    }
    assert_eq!(CashCount::of(&[], Money::of(-1), pesos()), Err(Refusal::CountInvalid));
}

proptest! {
    /// The drawer, summed another way: each sale leaves its total and its rounding there, less what did not come in cash.
    #[test]
    fn the_drawer_agrees_with_an_independent_sum(
        opening in 0_i64..1_000_000,
        sales in proptest::collection::vec((100_i64..50_000, 0_i64..=100, 0_i64..5000), 0..12),
        moves in proptest::collection::vec((any::<bool>(), 1_i64..10_000), 0..6),
    ) {
        let mut facts = vec![opened(opening)];
        let mut drawer = opening;
        for (n, (price, by_transfer, extra)) in (1..).zip(&sales) {
            let other = price * by_transfer / 100;
            let mut tenders = if other > 0 { vec![transfer(other)] } else { vec![] };
            if other < *price {
                let rule = Country::find("MX").unwrap().cash_rounding;
                tenders.push(cash(rule.apply(Money::of(price - other)).get() + extra));
            }
            let sale = sale(n, *price, &tenders);
            drawer += sale.total.get() + sale.rounding.get() - other;
            facts.push(sale.into());
        }
        for (is_in, amount) in &moves {
            drawer += if *is_in { *amount } else { -amount };
            facts.push(moved(if *is_in { CashDirection::In } else { CashDirection::Out }, *amount));
        }
        let totals = totals(&facts);
        prop_assert_eq!(totals.cash.expected().get(), drawer);
        let methods: Money = totals.methods.iter().map(|own| own.amount).sum();
        prop_assert_eq!(methods, totals.total + totals.rounding);
    }
}
