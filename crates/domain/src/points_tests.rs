use proptest::prelude::*;
use rstest::rstest;

use super::*;
use crate::cart::{Cart, Offered};
use crate::country::Country;
use crate::number::LegalNumber;
use crate::product::Unit;
use crate::refund::{ReturnReason, Returns, proposed};
use crate::sale::complete;
use crate::sale::tests::{counter, seal};
use crate::shift::Asking;
use crate::units::{Quantity, UnitPrice};
use crate::user::{Powers, Role};

const ROSA: Id = Id::from_u128(40);
/// A point for each 10.00, worth 0.50.
const RULES: PointsRules = PointsRules { active: true, spend: Money::of(1000), worth: Money::of(50) };

fn mexico() -> &'static Country {
    Country::find("MX").unwrap()
}

fn cash(amount: i64) -> Tender {
    Tender::Cash { amount: Money::of(amount) }
}

fn points(amount: i64) -> Tender {
    Tender::Points { amount: Money::of(amount) }
}

/// So many things at 12.50.
fn cart(pieces: i64) -> Cart {
    let mut cart = Cart { customer: Some(ROSA), ..Cart::empty(Id::from_u128(1)) };
    let bread = Offered {
        product: Some(Id::from_u128(50)),
        name: "Pan".to_owned(),
        unit: Unit::Piece,
        price: UnitPrice::of(125_000),
        tax_class: "iva0".to_owned(),
        ..Offered::default()
    };
    cart.add(Id::from_u128(2), bread, Quantity::of(pieces * 1000)).unwrap();
    cart
}

fn sell(cart: &Cart, tenders: &[Tender], rules: Option<&PointsRules>, balance: i64) -> Result<SaleCompleted, Refusal> {
    let ready = complete(&counter(mexico()), cart, &[], &Returns::none(), tenders, seal)?.with_points(rules, balance, &[])?;
    Ok(ready.numbered(LegalNumber { series: "A".to_owned(), number: 1 }))
}

fn origin(sale: SaleCompleted) -> Origin {
    Origin { sale, refunds: vec![], open: Money::ZERO, carried: None }
}

/// Takes so many of it back, as it was paid.
fn take_back(origin: &Origin, pieces: i64, n: u128) -> SaleCompleted {
    let mut cart = Cart { customer: Some(ROSA), ..Cart::empty(Id::from_u128(100 + n)) };
    let line = origin.take_back(Id::from_u128(200 + n), Id::from_u128(2), Quantity::of(pieces * 1000), ReturnReason::ChangedMind, true);
    cart.take_back(line.unwrap()).unwrap();
    let origins = std::slice::from_ref(origin);
    let asking = Asking { user: Id::nil(), powers: Powers::of(Role::Owner), approved_by: None };
    let returns = Returns { origins, asking, ..Returns::none() };
    let due = cart.ticket(mexico()).unwrap().total + returns.rounding_back(&cart.lines);
    let by = |(method, amount): (&str, Money)| if method == "points" { points(amount.get()) } else { cash(amount.get()) };
    let tenders: Vec<Tender> = proposed(due, &cart.lines, origins, mexico()).into_iter().map(by).collect();
    let ready = complete(&counter(mexico()), &cart, &[], &returns, &tenders, seal).unwrap();
    ready.with_points(Some(&RULES), 0, origins).unwrap().numbered(LegalNumber { series: "A".to_owned(), number: 2 })
}

#[test]
fn what_is_sold_earns_and_what_points_pay_does_not() {
    let sale = sell(&cart(4), &[cash(5000)], Some(&RULES), 0).unwrap();
    assert_eq!(sale.points, [PointsMoved { customer: ROSA, of: None, earned: 5, spent: 0 }]);
    let sale = sell(&cart(4), &[points(1500), cash(3500)], Some(&RULES), 30).unwrap();
    assert_eq!(sale.points, [PointsMoved { customer: ROSA, of: None, earned: 3, spent: 30 }]);
    assert_eq!(sale.check_balance(), Ok(()));
}

#[rstest]
#[case::more_than_she_has(29, Some(RULES), Err(29))]
#[case::in_debt(-5, Some(RULES), Err(0))]
#[case::a_shop_without_points(100, None, Err(0))]
#[case::a_shop_that_gives_none_any_more(100, Some(PointsRules { active: false, ..RULES }), Err(0))]
#[case::enough(30, Some(RULES), Ok(()))]
fn nobody_spends_points_that_are_not_hers(#[case] balance: i64, #[case] rules: Option<PointsRules>, #[case] expected: Result<(), i64>) {
    let sold = sell(&cart(4), &[points(1500), cash(3500)], rules.as_ref(), balance).map(drop);
    assert_eq!(sold, expected.map_err(|left| Refusal::PointsShort { left }));
}

#[test]
fn a_point_is_spent_whole() {
    assert_eq!((RULES.cost(Money::of(1500)), RULES.cost(Money::of(1501))), (30, 31));
    assert_eq!(PointsRules { worth: Money::of(1000), ..RULES }.check(), Err(Refusal::AmountInvalid), "all of it back is no discount");
}

#[test]
fn rule_12_a_return_takes_back_what_was_earned_gives_back_what_was_spent_and_earns_nothing() {
    let mut origin = origin(sell(&cart(4), &[points(1500), cash(3500)], Some(&RULES), 30).unwrap());
    let first = take_back(&origin, 1, 1);
    let of = |earned, spent| PointsMoved { customer: ROSA, of: Some(origin.sale.id), earned, spent };
    assert_eq!(first.points, [of(-1, -25)], "12.50 in points are 25 of them");
    origin.refunds.push(first);
    let rest = take_back(&origin, 3, 2);
    assert_eq!(rest.points, [of(-2, -5)]);
}

proptest! {
    /// Rule 12. In whatever parts it comes back: with the last of it nothing is left of what it earned or spent.
    #[test]
    fn rule_12_a_sale_that_came_back_left_no_points(pieces in 1_i64..30, paid in 0_i64..40, cuts in prop::collection::vec(1_i64..5, 1..30)) {
        let total = pieces * 1250;
        let by_points = (paid * 50).min(total / 50 * 50);
        let mut tenders = vec![];
        if by_points > 0 { tenders.push(points(by_points)); }
        if by_points < total { tenders.push(cash(total - by_points)); }
        let mut origin = origin(sell(&cart(pieces), &tenders, Some(&RULES), 10_000).unwrap());
        let (mut left, mut cuts) = (pieces, cuts.into_iter().cycle());
        while left > 0 {
            let part = cuts.next().unwrap().min(left);
            left -= part;
            let refund = take_back(&origin, part, u128::try_from(left).unwrap());
            prop_assert!(refund.points.iter().all(|own| own.earned <= 0 && own.spent <= 0));
            origin.refunds.push(refund);
        }
        let all = origin.sale.points.iter().chain(origin.refunds.iter().flat_map(|refund| &refund.points));
        let (earned, spent) = all.fold((0, 0), |(earned, spent), own| (earned + own.earned, spent + own.spent));
        prop_assert_eq!((earned, spent), (0, 0));
    }
}
