use proptest::prelude::*;
use rstest::rstest;

use super::*;
use crate::cart::{Cart, Offered};
use crate::product::Unit;
use crate::sale::tests::{any_cart, counter, seal};
use crate::sale::{Ready, complete};
use crate::shift::tests::{card, cash};
use crate::ticket::Discount;
use crate::units::{Rate, UnitPrice};

fn cashier() -> Asking {
    Asking { user: Id::from_u128(7), powers: Powers::of(Role::Cashier), approved_by: None }
}

const MARTA: Id = Id::from_u128(8);

fn mexico() -> &'static Country {
    Country::find("MX").unwrap()
}

fn offered(price: i64) -> Offered {
    Offered {
        product: Some(Id::from_u128(50)),
        name: "Café".to_owned(),
        unit: Unit::Piece,
        barcode: None,
        price: UnitPrice::of(price * 100),
        cost: None,
        tax_class: "iva16".to_owned(),
        ..Offered::default()
    }
}

fn with(price: i64, pieces: i64) -> Cart {
    let mut cart = Cart::empty(Id::from_u128(1));
    cart.add(Id::from_u128(2), offered(price), Quantity::of(pieces * 1000)).unwrap();
    cart
}

fn number(n: i64) -> LegalNumber {
    LegalNumber { series: "A".to_owned(), number: n }
}

fn sold(cart: &Cart, country: &'static Country, tenders: &[Tender]) -> SaleCompleted {
    complete(&counter(country), cart, &[], &Returns::none(), tenders, seal).unwrap().numbered(number(1))
}

fn origin(sale: SaleCompleted) -> Origin {
    Origin { sale, refunds: Vec::new(), open: Money::ZERO, carried: None }
}

/// A cart in which so much of each line comes back.
fn back(origin: &Origin, parts: &[(Id, Quantity)]) -> Cart {
    let mut cart = Cart::empty(Id::now_v7());
    for (place, (line, quantity)) in parts.iter().enumerate() {
        let id = Id::from_u128(900 + place as u128);
        let taken = origin.take_back(id, *line, *quantity, ReturnReason::ChangedMind, true).unwrap();
        cart.take_back(taken).unwrap();
    }
    cart
}

fn returns<'a>(origins: &'a [Origin], rules: &'a CashRules) -> Returns<'a> {
    Returns { origins, rules, asking: cashier(), business_date: "2026-11-22".parse().unwrap() }
}

fn refund(origin: &Origin, cart: &Cart, tenders: &[Tender]) -> Result<Ready, Refusal> {
    let country = Country::find(&origin.sale.country).unwrap();
    let rules = CashRules { return_days: Some(30), ..NOTHING };
    complete(&counter(country), cart, &[], &returns(std::slice::from_ref(origin), &rules), tenders, seal)
}

fn due(origin: &Origin, cart: &Cart) -> Money {
    let country = Country::find(&origin.sale.country).unwrap();
    cart.ticket(country).unwrap().total + returns(std::slice::from_ref(origin), &NOTHING).rounding_back(&cart.lines)
}

fn tender(method: &str, amount: Money) -> Tender {
    if method == "card" { card(amount.get()) } else { cash(amount.get()) }
}

proptest! {
    /// Rule 9, for any ticket of any country: in whatever parts it comes back, the parts are the sale, figure by figure, and never more than it.
    #[test]
    fn rule_9_what_comes_back_in_parts_is_what_was_paid((cart, country) in any_cart(), cuts in prop::collection::vec(1_i64..6, 1..20), by_card: bool) {
        let total = cart.ticket(country).unwrap().total;
        let cash_due = country.cash_rounding.apply(total);
        let paid = if by_card && total > Money::ZERO { vec![card(total.get())] } else { vec![cash(cash_due.get())] };
        let mut origin = origin(sold(&cart, country, &paid));
        let mut cuts = cuts.into_iter().cycle();
        let mut drawer = Money::ZERO;
        while origin.all_left().unwrap().iter().any(|left| left.quantity > Quantity::ZERO) {
            let cut = Quantity::of(cuts.next().unwrap() * 1000);
            let left = origin.all_left().unwrap();
            let parts: Vec<(Id, Quantity)> = left.iter().filter(|left| left.quantity > Quantity::ZERO).take(2).map(|left| (left.line, left.quantity.min(cut))).collect();
            let cart = back(&origin, &parts);
            let due = due(&origin, &cart);
            let tenders: Vec<Tender> = proposed(due, &cart.lines, std::slice::from_ref(&origin), country).into_iter().map(|(method, amount)| tender(method, amount)).collect();
            let document = refund(&origin, &cart, &tenders).unwrap().numbered(number(2));
            prop_assert_eq!(document.check_balance(), Ok(()));
            drawer += document.total + document.rounding;
            origin.refunds.push(document);
            let back: Money = origin.refunds.iter().map(|refund| refund.total).sum();
            prop_assert!(back.abs() <= origin.sale.total, "{back:?}");
        }
        let sum = |of: fn(&SaleCompleted) -> Money| origin.refunds.iter().map(of).sum::<Money>();
        let sale = &origin.sale;
        prop_assert_eq!((sum(|it| it.total), sum(|it| it.net), sum(|it| it.tax)), (-sale.total, -sale.net, -sale.tax));
        prop_assert_eq!((sum(|it| it.subtotal), sum(|it| it.discounts)), (-sale.subtotal, -sale.discounts));
        for tax in &sale.taxes {
            let of = |it: &SaleCompleted| it.taxes.iter().filter(|own| own.code == tax.code && own.rate == tax.rate).map(|own| own.amount).sum::<Money>();
            prop_assert_eq!(origin.refunds.iter().map(of).sum::<Money>(), -tax.amount);
        }
        prop_assert_eq!(drawer, -(sale.total + sale.rounding), "to the last coin that was paid");
    }

    /// Rule 4, for any ticket of any country: the same things again, in exchange for those, cost nothing and bear no tax.
    #[test]
    fn rule_4_an_exchange_of_the_same_has_no_tax((cart, country) in any_cart()) {
        let total = cart.ticket(country).unwrap().total;
        let origin = origin(sold(&cart, country, &[cash(country.cash_rounding.apply(total).get())]));
        let parts: Vec<(Id, Quantity)> = origin.sale.lines.iter().map(|line| (line.id, line.quantity)).collect();
        let mut exchange = back(&origin, &parts);
        exchange.lines.extend(cart.lines);
        exchange.discount = cart.discount;
        let ticket = exchange.ticket(country).unwrap();
        prop_assert_eq!((ticket.total, ticket.net, ticket.tax), (Money::ZERO, Money::ZERO, Money::ZERO));
        prop_assert!(ticket.taxes.iter().all(|tax| tax.amount == Money::ZERO), "{:?}", ticket.taxes);
    }
}

/// Rule 9. Three for 10.00 with 10.00 off a ticket of 40.00: each was 7.50, whatever its price is today.
#[test]
fn rule_9_a_unit_is_worth_what_was_paid_for_it() {
    let mut cart = with(1000, 3);
    cart.add(Id::from_u128(3), Offered { product: Some(Id::from_u128(51)), ..offered(1000) }, Quantity::ONE).unwrap();
    cart.discount = Some(Discount::Amount { amount: Money::of(1000) });
    let origin = origin(sold(&cart, mexico(), &[cash(3000)]));
    let one = back(&origin, &[(Id::from_u128(2), Quantity::ONE)]);
    assert_eq!(one.ticket(mexico()).unwrap().total, Money::of(-750));
    let ticket = one.ticket(mexico()).unwrap();
    assert_eq!((ticket.subtotal, ticket.discounts), (Money::of(-1000), Money::of(-250)));
}

/// Rule 8. Argentina rounds cash in the customer's favour, both ways: 703.40 was paid with 700, and 700 comes back.
#[test]
fn rule_8_a_rounded_sale_comes_back_as_it_was_paid() {
    let country = Country::find("AR").unwrap();
    let mut cart = with(70_340, 1);
    cart.lines[0].tax_class = country.tax_classes[0].code.clone();
    let paid = country.cash_rounding.apply(Money::of(70_340));
    assert!(paid < Money::of(70_340), "{paid:?}");
    let origin = origin(sold(&cart, country, &[cash(paid.get())]));
    let cart = back(&origin, &[(Id::from_u128(2), Quantity::ONE)]);
    let document = refund(&origin, &cart, &[cash(-paid.get())]).unwrap().numbered(number(2));
    assert_eq!((document.total, document.rounding), (Money::of(-70_340), Money::of(70_340) - paid));
}

/// Less than the smallest coin is nothing in cash: the goods come back, and the drawer keeps them in its rounding.
#[test]
fn rule_8_less_than_a_coin_comes_back_as_nothing() {
    let country = Country::find("CO").unwrap();
    let mut cart = with(1200, 2);
    cart.lines[0].tax_class = country.tax_classes[0].code.clone();
    let total = cart.ticket(country).unwrap().total;
    let origin = origin(sold(&cart, country, &[card(total.get())]));
    let cart = back(&origin, &[(Id::from_u128(2), Quantity::ONE)]);
    let origins = std::slice::from_ref(&origin);
    assert_eq!(proposed(Money::of(-12), &cart.lines, origins, country), [("card", Money::of(-12))]);
    assert_eq!(proposed(Money::of(-4), &[], &[], country), [("cash", Money::ZERO)]);
    let document = refund(&origin, &cart, &[cash(0)]).unwrap().numbered(number(2));
    assert_eq!((document.total, document.rounding, document.tenders[0].base_amount), (Money::of(-12), Money::of(12), Money::ZERO));
}

/// Rule 10: what is given back is the price and not the note, and by a method no more than came by it.
#[rstest]
#[case::as_it_came(&[cash(50_000)], &[cash(-31_850)], Ok(None))]
#[case::cash_for_a_card(&[card(31_850)], &[cash(-31_850)], Err(Refusal::SupervisorNeeded))]
#[case::split_as_it_came(&[card(20_000), cash(20_000)], &[card(-20_000), cash(-11_850)], Ok(None))]
#[case::more_to_the_card_than_came_by_it(&[card(20_000), cash(20_000)], &[card(-20_001), cash(-11_850)], Err(Refusal::SupervisorNeeded))]
#[case::all_to_the_card(&[card(20_000), cash(20_000)], &[card(-31_850)], Err(Refusal::SupervisorNeeded))]
#[case::the_note_that_was_handed_over(&[cash(50_000)], &[cash(-50_000)], Err(Refusal::RefundExceeds { excess: Money::of(18_150) }))]
#[case::too_little(&[cash(50_000)], &[cash(-31_000)], Err(Refusal::RefundShort { missing: Money::of(850) }))]
#[case::paid_in(&[cash(50_000)], &[cash(31_850)], Err(Refusal::TenderInvalid))]
fn rule_10_the_price_comes_back_by_the_way_it_came(
    #[case] paid: &[Tender],
    #[case] given: &[Tender],
    #[case] expected: Result<Option<Id>, Refusal>,
) {
    let origin = origin(sold(&with(31_850, 1), mexico(), paid));
    let cart = back(&origin, &[(Id::from_u128(2), Quantity::ONE)]);
    let document = refund(&origin, &cart, given).map(|ready| ready.numbered(number(2)).approved_by);
    assert_eq!(document, expected);
}

#[test]
fn a_supervisor_gives_it_back_in_another_way_and_stands_in_the_document() {
    let origin = origin(sold(&with(31_850, 1), mexico(), &[card(31_850)]));
    let cart = back(&origin, &[(Id::from_u128(2), Quantity::ONE)]);
    let asking = Asking { approved_by: Some(MARTA), ..cashier() };
    let returns = Returns { asking, ..returns(std::slice::from_ref(&origin), &NOTHING) };
    let document = complete(&counter(mexico()), &cart, &[], &returns, &[cash(-31_850)], seal).unwrap().numbered(number(2));
    assert_eq!((document.approved_by, document.tenders[0].base_amount), (Some(MARTA), Money::of(-31_850)));
    assert_eq!(document.lines[0].returned.as_ref().unwrap().of.as_ref().unwrap().number, number(1), "rule 13");
}

/// Rule 9: never more than was sold, over all that came back before.
#[test]
fn rule_9_no_more_comes_back_than_was_sold() {
    let mut origin = origin(sold(&with(1000, 3), mexico(), &[cash(3000)]));
    let line = Id::from_u128(2);
    let take =
        |origin: &Origin, pieces: i64| origin.take_back(Id::from_u128(9), line, Quantity::of(pieces * 1000), ReturnReason::Damaged, false);
    assert_eq!(take(&origin, 4).unwrap_err(), Refusal::ReturnTooMuch { left: Quantity::of(3000) });
    let two = back(&origin, &[(line, Quantity::of(2000))]);
    origin.refunds.push(refund(&origin, &two, &[cash(-2000)]).unwrap().numbered(number(2)));
    assert_eq!(take(&origin, 2).unwrap_err(), Refusal::ReturnTooMuch { left: Quantity::ONE });
    assert_eq!(refund(&origin, &two, &[cash(-2000)]).unwrap_err(), Refusal::ReturnChanged, "another screen was faster");
    assert_eq!(take(&origin, 0).unwrap_err(), Refusal::QuantityInvalid { limit: 99_999 });
    let stranger = origin.take_back(Id::from_u128(9), Id::from_u128(77), Quantity::ONE, ReturnReason::Damaged, true);
    assert_eq!(stranger.unwrap_err(), Refusal::NotReturnable);
}

#[test]
fn what_came_back_is_not_given_back_a_second_time() {
    let first = origin(sold(&with(1000, 1), mexico(), &[cash(1000)]));
    let document = refund(&first, &back(&first, &[(Id::from_u128(2), Quantity::ONE)]), &[cash(-1000)]).unwrap().numbered(number(2));
    let line = document.lines[0].id;
    let taken = origin(document).take_back(Id::from_u128(9), line, Quantity::ONE, ReturnReason::Damaged, true);
    assert_eq!(taken.unwrap_err(), Refusal::NotReturnable);
}

#[rstest]
#[case::dearer(5000, &[cash(4000)], Ok(0))]
#[case::dearer_with_change(5000, &[cash(5000)], Ok(1000))]
#[case::cheaper(400, &[cash(-600)], Ok(0))]
#[case::cheaper_and_nothing_given_back(400, &[], Err(Refusal::RefundShort { missing: Money::of(600) }))]
#[case::the_same(1000, &[], Ok(0))]
fn in_an_exchange_only_the_difference_is_paid(#[case] price: i64, #[case] tenders: &[Tender], #[case] change: Result<i64, Refusal>) {
    let origin = origin(sold(&with(1000, 1), mexico(), &[cash(1000)]));
    let mut cart = back(&origin, &[(Id::from_u128(2), Quantity::ONE)]);
    cart.add(Id::from_u128(3), Offered { product: Some(Id::from_u128(51)), ..offered(price) }, Quantity::ONE).unwrap();
    let document = refund(&origin, &cart, tenders).map(|ready| ready.numbered(number(2)));
    assert_eq!(document.as_ref().map(|document| document.change.get()).map_err(Clone::clone), change);
    if let Ok(document) = document {
        assert_eq!((document.check_balance(), document.returned()), (Ok(()), Money::of(-1000)));
    }
}

#[test]
fn what_the_owner_limits_needs_a_supervisor() {
    let origin = origin(sold(&with(31_850, 1), mexico(), &[cash(31_850)]));
    let cart = back(&origin, &[(Id::from_u128(2), Quantity::ONE)]);
    let check = |rules: &CashRules, date: &str| {
        let returns = Returns { business_date: date.parse().unwrap(), ..returns(std::slice::from_ref(&origin), rules) };
        returns.allow(&cart.lines, Money::of(-31_850), &[cash(-31_850)])
    };
    let limited = CashRules { refund_limit: Some(Money::of(31_849)), return_days: Some(30), ..NOTHING };
    assert_eq!(check(&NOTHING, "2027-11-22"), Ok(None), "nothing is limited");
    assert_eq!(check(&limited, "2026-11-22"), Err(Refusal::ApprovalNeeded { limit: Money::of(31_849) }));
    let days = CashRules { refund_limit: None, ..limited };
    assert_eq!((check(&days, "2026-12-22"), check(&days, "2026-12-23")), (Ok(None), Err(Refusal::SupervisorNeeded)));
}

#[test]
fn without_a_receipt_it_takes_a_supervisor_and_todays_price_at_most() {
    let line = CartLine::new(Id::from_u128(9), offered(1000), Quantity::ONE);
    let taken = without_receipt(line.clone(), Quantity::of(2000), ReturnReason::WrongProduct, true).unwrap();
    let mut cart = Cart::empty(Id::from_u128(1));
    cart.take_back(taken).unwrap();
    assert_eq!(cart.ticket(mexico()).unwrap().total, Money::of(-2000));
    let check = |asking: Asking| Returns { asking, ..returns(&[], &NOTHING) }.allow(&cart.lines, Money::of(-2000), &[cash(-2000)]);
    assert_eq!(check(cashier()), Err(Refusal::SupervisorNeeded));
    assert_eq!(check(Asking { approved_by: Some(MARTA), ..cashier() }), Ok(Some(MARTA)));
    let dearer = CartLine { unit_price: UnitPrice::of(100_001), ..line };
    assert_eq!(without_receipt(dearer, Quantity::ONE, ReturnReason::WrongProduct, true), Err(Refusal::PriceInvalid));
}

#[test]
fn another_reason_says_what_it_is_and_an_amount_that_comes_back_is_not_changed() {
    let origin = origin(sold(&with(1000, 1), mexico(), &[cash(1000)]));
    let mut cart = Cart::empty(Id::from_u128(1));
    cart.take_back(origin.take_back(Id::from_u128(9), Id::from_u128(2), Quantity::ONE, ReturnReason::Other, true).unwrap()).unwrap();
    assert_eq!(refund(&origin, &cart, &[cash(-1000)]).unwrap_err(), Refusal::ReasonNeeded);
    let discount = crate::cart::LineChange { discount: Some(Some(Discount::Rate { rate: Rate::of(1) })), ..Default::default() };
    assert_eq!(cart.lines[0].change(discount, true), Err(Refusal::ReturnFixed));
    cart.lines[0].note = Some("le salió agria".to_owned());
    assert!(refund(&origin, &cart, &[cash(-1000)]).is_ok());
    // a discount on the ticket falls on what is sold only
    cart.discount = Some(Discount::Rate { rate: Rate::of(500_000) });
    assert_eq!(cart.ticket(mexico()).unwrap().total, Money::of(-1000));
}
