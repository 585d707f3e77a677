use proptest::prelude::*;
use rstest::rstest;

use super::*;
use crate::cart::{Cart, Offered};
use crate::country::Country;
use crate::entry::Fact;
use crate::product::Unit;
use crate::refund::{Origin, Returns};
use crate::sale::tests::{counter, seal};
use crate::sale::{TendersCorrected, complete, offer};
use crate::units::{Quantity, UnitPrice};
use crate::user::{Powers, Role};

const ROSA: Id = Id::from_u128(40);
const BOSS: Id = Id::from_u128(8);
fn cashier() -> Asking {
    Asking { user: Id::from_u128(7), powers: Powers::of(Role::Cashier), approved_by: None }
}

fn granted() -> Asking {
    Asking { approved_by: Some(BOSS), ..cashier() }
}

fn mexico() -> &'static Country {
    Country::find("MX").unwrap()
}

fn day(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

/// Of 1000.00, for `customer`.
fn offered(customer: Option<Id>) -> SaleCompleted {
    let mut cart = Cart { customer, ..Cart::empty(Id::from_u128(1)) };
    let sofa = Offered {
        product: Some(Id::from_u128(50)),
        name: "Sofá".to_owned(),
        unit: Unit::Piece,
        price: UnitPrice::of(10_000_000),
        tax_class: "iva16".to_owned(),
        ..Offered::default()
    };
    cart.add(Id::from_u128(2), sofa, Quantity::of(1000)).unwrap();
    offer(&counter(mexico()), &cart, seal).unwrap()
}

fn rules(percent: Option<i64>) -> CashRules {
    CashRules { deposit_percent: percent, ..CashRules::usual(&mexico().currency) }
}

fn placing(deposit: i64, payments: i64) -> Placing {
    Placing {
        kind: OrderKind::Layaway,
        valid_until: day("2026-12-22"),
        payments,
        deposit: Money::of(deposit),
        coin: mexico().cash_rounding.step,
    }
}

fn placed(deposit: i64, payments: i64) -> OrderPlaced {
    place(offered(Some(ROSA)), placing(deposit, payments), &rules(None), cashier()).unwrap()
}

fn booking(n: u128) -> Booking {
    Booking {
        id: Id::from_u128(n),
        number: LegalNumber { series: "AD".to_owned(), number: 1 },
        order: Id::from_u128(1),
        shift: Some(Id::from_u128(70)),
        till: "A".to_owned(),
        business_date: day("2026-11-22"),
        currency: "MXN".to_owned(),
    }
}

fn cash(amount: i64) -> Tender {
    Tender::Cash { amount: Money::of(amount) }
}

fn transfer(amount: i64) -> Tender {
    Tender::Transfer { amount: Money::of(amount), reference: String::new() }
}

fn deposit(amount: i64) -> Tender {
    Tender::Deposit { amount: Money::of(amount), paid_by: None }
}

fn standing(held: &[(PaidBy, i64)]) -> Standing {
    let held_by = held.iter().map(|(by, amount)| (*by, Money::of(*amount))).collect();
    Standing { total: Money::of(100_000), held_by, ended: None }
}

#[test]
fn an_order_is_for_somebody() {
    let refused = place(offered(None), placing(0, 0), &rules(None), cashier()).unwrap_err();
    assert_eq!(refused, Refusal::CustomerNeeded);
}

#[rstest]
#[case::enough(Some(20), 20_000, cashier(), Ok(None))]
#[case::a_cent_less(Some(20), 19_999, cashier(), Err(Refusal::DepositShort { least: Money::of(20_000) }))]
#[case::a_supervisor_grants_it(Some(20), 0, granted(), Ok(Some(BOSS)))]
#[case::nothing_is_asked_for(None, 0, cashier(), Ok(None))]
#[case::more_than_it_costs(None, 100_001, cashier(), Err(Refusal::TenderExceeds { excess: Money::of(1) }))]
fn the_least_deposit_is_the_owners(
    #[case] percent: Option<i64>,
    #[case] deposit: i64,
    #[case] asking: Asking,
    #[case] expected: Result<Option<Id>, Refusal>,
) {
    let placed = place(offered(Some(ROSA)), placing(deposit, 0), &rules(percent), asking);
    assert_eq!(placed.map(|placed| placed.approved_by), expected);
}

#[test]
fn the_rest_is_brought_in_parts_until_the_last_day() {
    let placed = placed(20_000, 3);
    let parts: Vec<_> = placed.schedule.iter().map(|own| (own.due.to_string(), own.amount.get())).collect();
    let expected = [("2026-12-02", 26_670), ("2026-12-12", 26_670), ("2026-12-22", 26_660)];
    assert_eq!(parts, expected.map(|(due, amount)| (due.to_owned(), amount)));
    let next = |held: i64| placed.next(Money::of(held)).map(|own| (own.due.to_string(), own.amount.get()));
    assert_eq!(next(20_000), Some(("2026-12-02".to_owned(), 26_670)));
    assert_eq!(next(30_000), Some(("2026-12-02".to_owned(), 16_670)), "a part of it was brought");
    assert_eq!(next(46_670), Some(("2026-12-12".to_owned(), 26_670)));
    assert_eq!(next(100_000), None);
    assert!(!placed.is_overdue(Money::of(20_000), day("2026-12-02")) && placed.is_overdue(Money::of(20_000), day("2026-12-03")));
    assert!(!placed.is_overdue(Money::of(100_000), day("2026-12-22")) && placed.is_overdue(Money::of(100_000), day("2026-12-23")));
}

proptest! {
    /// In any country, whatever is left and in how many parts: all of it, and only the last part may need what is no coin.
    #[test]
    fn a_schedule_is_all_that_is_left(left in 0_i64..10_000_000, payments in 1_i64..24, country in 0..Country::all().len()) {
        let coin = Country::all()[country].cash_rounding.step;
        let all = schedule(Money::of(left), day("2026-11-22"), day("2026-12-22"), payments, coin).unwrap();
        prop_assert_eq!(all.iter().map(|own| own.amount.get()).sum::<i64>(), left);
        prop_assert!(all.iter().rev().skip(1).all(|own| own.amount.get() % coin.get() == 0 && own.due < day("2026-12-22")));
        prop_assert!(all.is_sorted_by_key(|own| own.due));
    }
}

#[rstest]
#[case::more_payments_than_days(31)]
#[case::less_than_none(-1)]
fn a_schedule_that_nobody_can_keep_is_refused(#[case] payments: i64) {
    let refused = place(offered(Some(ROSA)), placing(0, payments), &rules(None), cashier()).unwrap_err();
    assert_eq!(refused, Refusal::FieldInvalid { field: "payments" });
}

#[rstest]
#[case::all_of_it(&[cash(70_000)], Ok(100_000))]
#[case::a_cent_too_much(&[cash(70_001)], Err(Refusal::TenderExceeds { excess: Money::of(1) }))]
#[case::nothing(&[], Err(Refusal::AmountInvalid))]
#[case::what_is_no_money(&[Tender::Account { amount: Money::of(1) }], Err(Refusal::AmountInvalid))]
#[case::another_deposit(&[deposit(1)], Err(Refusal::AmountInvalid))]
fn a_deposit_is_money_and_never_more_than_it_costs(#[case] tenders: &[Tender], #[case] expected: Result<i64, Refusal>) {
    let taken = standing(&[(PaidBy::Cash, 30_000)]).deposit(booking(60), tenders);
    assert_eq!(taken.map(|taken| taken.held.get()), expected);
}

#[test]
fn all_that_is_held_pays_the_sale_and_says_how_it_came() {
    let standing = standing(&[(PaidBy::Cash, 30_000), (PaidBy::Transfer, 20_000)]);
    assert_eq!(standing.applied(&[cash(100_000)]).unwrap_err(), Refusal::DepositWhole { held: Money::of(50_000) });
    assert_eq!(standing.applied(&[deposit(49_999)]).unwrap_err(), Refusal::DepositWhole { held: Money::of(50_000) });
    let came = |amount, by| Tender::Deposit { amount: Money::of(amount), paid_by: Some(by) };
    let expected = [came(30_000, PaidBy::Cash), came(20_000, PaidBy::Transfer), cash(50_000)];
    assert_eq!(standing.applied(&[cash(50_000), deposit(50_000)]).unwrap(), expected);
    for ended in [Ended::Sold(Id::from_u128(5)), Ended::Cancelled] {
        let closed = Standing { ended: Some(ended), ..standing.clone() };
        assert_eq!(closed.applied(&[deposit(50_000)]).unwrap_err(), Refusal::OrderClosed);
        assert_eq!(closed.deposit(booking(60), &[cash(1)]).unwrap_err(), Refusal::OrderClosed);
    }
}

#[test]
fn a_cancelled_order_gives_all_of_it_back_and_somebody_grants_it() {
    let standing = standing(&[(PaidBy::Cash, 30_000)]);
    let cancel = |amount: i64, asking| standing.cancel(booking(61), &[cash(-amount)], None, asking).map(|it| it.approved_by);
    assert_eq!(cancel(30_000, cashier()), Err(Refusal::SupervisorNeeded));
    assert_eq!(cancel(29_999, granted()), Err(Refusal::RefundShort { missing: Money::of(1) }));
    assert_eq!(cancel(30_001, granted()), Err(Refusal::RefundExceeds { excess: Money::of(1) }));
    assert_eq!(cancel(30_000, granted()), Ok(BOSS));
    assert_eq!(standing.as_it_came(), [(PaidBy::Cash, Money::of(-30_000))]);
    let ended = |held| Standing { ended: Some(Ended::Cancelled), ..self::standing(held) };
    assert_eq!(ended(&[]).cancel(booking(61), &[], None, granted()).unwrap_err(), Refusal::OrderClosed);
    let late = ended(&[(PaidBy::Cash, 500)]).cancel(booking(61), &[cash(-500)], None, granted());
    assert!(late.is_ok(), "what came to another till after that goes back, too");
}

/// What is left, in the coins that there are.
fn left(held: &Standing) -> Money {
    mexico().cash_rounding.apply(held.left())
}

/// Of what `held` pays of 1000.00, and the rest in cash.
fn sold(held: &Standing) -> SaleCompleted {
    let cart = placed(0, 0).cart(Id::from_u128(3), &[], || Id::from_u128(4));
    let tenders = held.applied(&[deposit(held.held().get()), cash(left(held).get())]).unwrap();
    let ready = complete(&counter(mexico()), &cart, &[], &Returns::none(), &tenders, seal).unwrap();
    SaleCompleted { shift: Some(Id::from_u128(70)), ..ready.numbered(LegalNumber { series: "A".to_owned(), number: 1 }) }
}

#[test]
fn rule_10_a_deposit_goes_back_as_it_came() {
    let sale = sold(&standing(&[(PaidBy::Cash, 30_000), (PaidBy::Transfer, 20_000)]));
    assert_eq!(sale.check_balance(), Ok(()));
    let caps = Origin { sale, refunds: vec![], open: Money::ZERO, carried: None }.caps();
    let cap = |method: &str| caps.get(method).copied().unwrap_or_default().get();
    assert_eq!((cap("cash"), cap("transfer"), cap("deposit")), (80_000, 20_000, 0));
}

#[test]
fn a_deposit_in_a_sale_stays_what_it_is() {
    let sale = sold(&standing(&[(PaidBy::Cash, 30_000)]));
    let by_transfer = [Tender::Deposit { amount: Money::of(30_000), paid_by: Some(PaidBy::Cash) }, transfer(70_000)];
    assert!(TendersCorrected::of(Id::nil(), &sale, None, &by_transfer, BOSS).is_ok());
    for wrong in [[cash(30_000), transfer(70_000)], [deposit(30_000), transfer(70_000)]] {
        assert_eq!(TendersCorrected::of(Id::nil(), &sale, None, &wrong, BOSS).unwrap_err(), Refusal::AccountFixed);
    }
}

#[derive(Debug, Clone)]
enum Brought {
    Cash(i64),
    Transfer(i64),
}

proptest! {
    /// Whatever is brought, and however it ends: what came in is what went back and what paid, and the drawer has the cash of it.
    #[test]
    fn deposits_in_are_deposits_out(
        brought in prop::collection::vec(prop_oneof![(1_i64..20_000).prop_map(Brought::Cash), (1_i64..20_000).prop_map(Brought::Transfer)], 0..6),
        is_taken: bool,
    ) {
        let (mut held, mut totals, mut in_cash) = (standing(&[]), Totals::default(), 0_i64);
        for one in brought {
            let (tender, by) = match one {
                Brought::Cash(amount) => (cash(amount), PaidBy::Cash),
                Brought::Transfer(amount) => (transfer(amount), PaidBy::Transfer),
            };
            let Ok(taken) = held.deposit(booking(60), std::slice::from_ref(&tender)) else { continue };
            in_cash += if by == PaidBy::Cash { tender.amount().get() } else { 0 };
            held.held_by.push((by, tender.amount()));
            prop_assert_eq!(taken.held, held.held());
            totals.add(&Fact::from(taken));
        }
        prop_assert_eq!(totals.deposits.iter().map(|sum| sum.amount).sum::<Money>(), held.held());
        prop_assert_eq!(totals.cash.expected().get(), in_cash);
        if is_taken {
            let sale = sold(&held);
            prop_assert_eq!(sale.check_balance(), Ok(()));
            totals.add(&Fact::from(sale));
            prop_assert_eq!(totals.cash.expected().get(), in_cash + left(&held).get());
        } else {
            let back = [(PaidBy::Cash, cash as fn(i64) -> Tender), (PaidBy::Transfer, transfer)].map(|(by, tender)| {
                tender(held.as_it_came().iter().filter(|(own, _)| *own == by).map(|(_, amount)| amount.get()).sum())
            });
            let back: Vec<Tender> = back.into_iter().filter(|tender| tender.amount().is_negative()).collect();
            totals.add(&Fact::from(held.cancel(booking(61), &back, None, granted()).unwrap()));
            prop_assert_eq!(totals.deposits.iter().map(|sum| sum.amount).sum::<Money>(), Money::ZERO);
            prop_assert_eq!(totals.cash.expected(), Money::ZERO);
        }
    }
}
