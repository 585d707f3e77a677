use proptest::prelude::*;

use super::*;
use crate::cart::{Cart, Offered};
use crate::country::Country;
use crate::entry::Fact;
use crate::product::Unit;
use crate::refund::{Origin, ReturnReason, Returns, proposed};
use crate::sale::tests::{counter, seal};
use crate::sale::{Ready, SaleCompleted, complete};
use crate::shift::Totals;
use crate::units::{Quantity, UnitPrice};
use crate::user::{Powers, Role};

const ROSA: Id = Id::from_u128(40);
fn cashier() -> Asking {
    Asking { user: Id::from_u128(7), powers: Powers::of(Role::Cashier), approved_by: None }
}

fn mexico() -> &'static Country {
    Country::find("MX").unwrap()
}

fn today() -> NaiveDate {
    counter(mexico()).business_date
}

fn charge(sale: u128, day: &str, due: Option<&str>, open: i64) -> OpenCharge {
    let date = |text: &str| text.parse().unwrap();
    OpenCharge { sale: Id::from_u128(sale), date: date(day), due: due.map(date), amount: Money::of(open), open: Money::of(open) }
}

fn standing(limit: Option<i64>, open: Vec<OpenCharge>) -> Standing {
    let terms = AccountTerms { customer: ROSA, open: true, limit: limit.map(Money::of), days: Some(30) };
    Standing { terms: Some(terms), balance: open.iter().map(|own| own.open).sum(), open }
}

fn account(amount: i64) -> Tender {
    Tender::Account { amount: Money::of(amount) }
}

fn cash(amount: i64) -> Tender {
    Tender::Cash { amount: Money::of(amount) }
}

fn cart(customer: Option<Id>) -> Cart {
    let mut cart = Cart { customer, ..Cart::empty(Id::from_u128(1)) };
    let offered = Offered {
        product: Some(Id::from_u128(50)),
        name: "Café".to_owned(),
        unit: Unit::Piece,
        barcode: None,
        price: UnitPrice::of(1_000_000),
        cost: None,
        tax_class: "iva16".to_owned(),
        ..Offered::default()
    };
    cart.add(Id::from_u128(2), offered, Quantity::of(2000)).unwrap();
    cart
}

fn returns<'a>(origins: &'a [Origin], asking: Asking) -> Returns<'a> {
    Returns { origins, asking, ..Returns::none() }
}

fn sold(cart: &Cart, standing: &Standing, returns: &Returns<'_>, tenders: &[Tender]) -> Result<Ready, Refusal> {
    complete(&counter(mexico()), cart, &[], returns, tenders, seal)?.charged(Some(standing), returns.asking)
}

fn sale(ready: Ready) -> SaleCompleted {
    ready.numbered(LegalNumber { series: "A".to_owned(), number: 1 })
}

#[test]
fn rule_34_only_a_named_customer_buys_on_account() {
    let refused = sold(&cart(None), &standing(None, vec![]), &Returns::none(), &[account(20_000)]).unwrap_err();
    assert_eq!(refused, Refusal::CustomerNeeded);
}

#[test]
fn rule_34_the_limit_blocks_the_method_and_not_the_sale() {
    let (cart, poor) = (cart(Some(ROSA)), standing(Some(15_000), vec![]));
    let returns = returns(&[], cashier());
    assert_eq!(sold(&cart, &poor, &returns, &[account(20_000)]).unwrap_err(), Refusal::CreditExceeded { free: Money::of(15_000) });
    assert!(sold(&cart, &poor, &returns, &[cash(20_000)]).is_ok(), "she can pay");
    let part = sale(sold(&cart, &poor, &returns, &[account(15_000), cash(5_000)]).unwrap());
    assert_eq!(part.account.unwrap().amount, Money::of(15_000));
}

#[test]
fn rule_34_a_supervisor_lifts_it_in_place() {
    let (cart, none) = (cart(Some(ROSA)), Standing::default());
    assert_eq!(sold(&cart, &none, &returns(&[], cashier()), &[account(20_000)]).unwrap_err(), Refusal::CreditClosed);
    let granted = Asking { approved_by: Some(Id::from_u128(8)), ..cashier() };
    let sale = sale(sold(&cart, &none, &returns(&[], granted), &[account(20_000)]).unwrap());
    assert_eq!(sale.approved_by, Some(Id::from_u128(8)));
}

#[test]
fn rule_34_an_overdue_debt_blocks_the_method() {
    let late = standing(None, vec![charge(9, "2026-09-01", Some("2026-10-01"), 100)]);
    assert_eq!(late.refused(Money::of(1), today()), Some(Refusal::CreditOverdue));
    let in_time = standing(None, vec![charge(9, "2026-09-01", Some("2026-11-22"), 100)]);
    assert_eq!(in_time.refused(Money::of(1), today()), None);
}

#[test]
fn a_sale_on_credit_says_when_it_is_due() {
    let sale = sale(sold(&cart(Some(ROSA)), &standing(None, vec![]), &Returns::none(), &[account(20_000)]).unwrap());
    assert_eq!(sale.account.unwrap().due, Some("2026-12-22".parse().unwrap()));
}

fn to() -> Receiving {
    Receiving {
        id: Id::from_u128(60),
        number: LegalNumber { series: "AR".to_owned(), number: 1 },
        customer: ROSA,
        shift: Some(Id::from_u128(1)),
        till: "A".to_owned(),
        business_date: today(),
        currency: "MXN".to_owned(),
    }
}

#[test]
fn rule_35_a_payment_pays_the_oldest_first_or_what_it_names() {
    let both = standing(None, vec![charge(1, "2026-10-01", None, 100), charge(2, "2026-10-02", None, 100)]);
    let named = |sale, amount| Allocation { charge: Id::from_u128(sale), amount: Money::of(amount) };
    assert_eq!(pay(&both, to(), &[cash(150)], None).unwrap().allocations, [named(1, 100), named(2, 50)]);
    assert_eq!(pay(&both, to(), &[cash(150)], Some(&[named(2, 100)])).unwrap().allocations, [named(2, 100), named(1, 50)]);
    for wrong in [named(2, 101), named(3, 1), named(1, 0)] {
        assert_eq!(pay(&both, to(), &[cash(150)], Some(&[wrong])).unwrap_err(), Refusal::AllocationInvalid);
    }
}

#[test]
fn rule_35_over_payment_stays_in_her_favour_and_pays_the_next_sale() {
    let owing = standing(None, vec![charge(1, "2026-10-01", None, 100)]);
    assert_eq!(pay(&owing, to(), &[cash(150)], None).unwrap().balance, Money::of(-50));
    let in_favour = Standing { balance: Money::of(-50), open: vec![], ..owing };
    let (next, _) = in_favour.charge(Id::from_u128(3), Money::of(80), vec![], today(), cashier()).unwrap();
    assert_eq!(next.allocations, [Allocation { charge: Id::from_u128(3), amount: Money::of(50) }]);
}

#[test]
fn a_debt_is_not_paid_with_a_debt() {
    assert_eq!(pay(&standing(None, vec![]), to(), &[account(100)], None).unwrap_err(), Refusal::AmountInvalid);
}

#[test]
fn rule_27_debt_collected_in_cash_is_expected_in_the_drawer() {
    let card = Tender::Card {
        amount: Money::of(30),
        reference: String::new(),
        brand: String::new(),
        last_four: String::new(),
        authorisation: String::new(),
    };
    let mut totals = Totals::default();
    totals.add(&Fact::from(pay(&standing(None, vec![]), to(), &[cash(150), card], None).unwrap()));
    assert_eq!((totals.cash.expected(), totals.cash.collected), (Money::of(150), Money::of(150)));
    assert_eq!((totals.total, totals.sales), (Money::ZERO, 0), "it is no sale");
    let sale = sale(sold(&cart(Some(ROSA)), &standing(None, vec![]), &Returns::none(), &[account(20_000)]).unwrap());
    totals.add(&Fact::from(sale));
    assert_eq!(totals.cash.expected(), Money::of(150), "what is owed is not in the drawer");
}

/// A sale of 200 on account, of which `open` is owed, and a cart in which all of it comes back.
fn back(open: i64) -> (Origin, Cart) {
    let sale = sale(sold(&cart(Some(ROSA)), &standing(None, vec![]), &Returns::none(), &[account(20_000)]).unwrap());
    let origin = Origin { sale, refunds: vec![], open: Money::of(open), carried: None };
    let mut cart = Cart { customer: Some(ROSA), ..Cart::empty(Id::from_u128(5)) };
    let line = origin.sale.lines[0].id;
    cart.take_back(origin.take_back(Id::from_u128(6), line, Quantity::of(2000), ReturnReason::Damaged, true).unwrap()).unwrap();
    (origin, cart)
}

fn owing(origin: &Origin) -> Standing {
    let open = OpenCharge { sale: origin.sale.id, date: today(), due: None, amount: Money::of(20_000), open: origin.open };
    Standing { balance: origin.open, open: vec![open], terms: None }
}

#[test]
fn rule_11_an_unpaid_sale_that_comes_back_lowers_the_debt_and_gives_no_cash() {
    let (origin, cart) = back(20_000);
    let (owing, origins) = (owing(&origin), [origin]);
    let returns = returns(&origins, cashier());
    assert_eq!(sold(&cart, &owing, &returns, &[cash(-20_000)]).unwrap_err(), Refusal::DebtFirst { open: Money::of(20_000) });
    assert_eq!(proposed(Money::of(-20_000), &cart.lines, &origins, mexico()), [("account", Money::of(-20_000))]);
    let sale = sale(sold(&cart, &owing, &returns, &[account(-20_000)]).unwrap());
    assert_eq!(sale.account.unwrap().allocations, [Allocation { charge: origins[0].sale.id, amount: Money::of(20_000) }]);
}

#[test]
fn rule_11_only_what_was_really_paid_is_given_back_in_money() {
    let (origin, cart) = back(12_000);
    let (owing, origins) = (owing(&origin), [origin]);
    let returns = returns(&origins, cashier());
    let both = [account(-12_000), cash(-8_000)];
    assert_eq!(
        proposed(Money::of(-20_000), &cart.lines, &origins, mexico()),
        [("account", Money::of(-12_000)), ("cash", Money::of(-8_000))]
    );
    assert!(sold(&cart, &owing, &returns, &both).is_ok());
    assert!(sold(&cart, &owing, &returns, &[account(-11_000), cash(-9_000)]).is_err());
}

/// The same cart with new goods worth `worth` beside what comes back.
fn exchanged(mut cart: Cart, worth: i64) -> Cart {
    let offered = Offered {
        product: Some(Id::from_u128(51)),
        name: "Té".to_owned(),
        unit: Unit::Piece,
        barcode: None,
        price: UnitPrice::of(worth * 100),
        cost: None,
        tax_class: "iva16".to_owned(),
        ..Offered::default()
    };
    cart.add(Id::from_u128(8), offered, Quantity::ONE).unwrap();
    cart
}

#[test]
fn rule_11_an_even_exchange_moves_the_debt_to_what_was_taken_instead() {
    let (origin, cart) = back(20_000);
    let mut owing = owing(&origin);
    owing.open[0].due = Some("2026-12-01".parse().unwrap());
    let origins = [origin];
    let exchange = sale(sold(&exchanged(cart, 20_000), &owing, &returns(&origins, cashier()), &[]).unwrap());
    let account = exchange.account.clone().unwrap();
    assert_eq!((account.amount, account.charge()), (Money::ZERO, Money::of(20_000)));
    assert_eq!(account.allocations, [Allocation { charge: origins[0].sale.id, amount: Money::of(20_000) }]);
    assert_eq!(account.due, owing.open[0].due, "an exchange gives no more time");
    // what was taken instead comes back: nobody paid for it
    let again = Origin { sale: exchange, refunds: vec![], open: Money::of(20_000), carried: None };
    let mut second = Cart { customer: Some(ROSA), ..Cart::empty(Id::from_u128(9)) };
    second.take_back(again.take_back(Id::from_u128(10), Id::from_u128(8), Quantity::ONE, ReturnReason::Damaged, true).unwrap()).unwrap();
    let after =
        Standing { balance: Money::of(20_000), open: vec![OpenCharge { sale: again.sale.id, ..owing.open[0].clone() }], terms: None };
    let origins = [again];
    let account_back = super::tests::account(-20_000);
    let boss = Asking { powers: Powers::of(Role::Owner), ..cashier() };
    assert_eq!(
        sold(&second, &after, &returns(&origins, boss), &[cash(-20_000)]).unwrap_err(),
        Refusal::DebtFirst { open: Money::of(20_000) }
    );
    assert!(sold(&second, &after, &returns(&origins, cashier()), &[account_back]).is_ok());
}

#[test]
fn rule_11_an_exchange_keeps_its_debt_in_whatever_way_the_difference_is_settled() {
    let settled = |worth: i64, open: i64, tenders: &[Tender]| {
        let (origin, cart) = back(open);
        let owing = Standing { terms: standing(None, vec![]).terms, ..owing(&origin) };
        let account = sale(sold(&exchanged(cart, worth), &owing, &returns(&[origin], cashier()), tenders).unwrap()).account.unwrap();
        (account.amount.get(), account.charge().get(), account.allocations[0].amount.get())
    };
    assert_eq!(settled(25_000, 20_000, &[cash(5000)]), (0, 20_000, 20_000), "the difference paid");
    assert_eq!(settled(25_000, 20_000, &[account(5000)]), (5000, 25_000, 20_000), "the difference owed");
    assert_eq!(settled(8000, 20_000, &[account(-12_000)]), (-12_000, 8000, 20_000), "for less");
    assert_eq!(settled(8000, 5000, &[account(-5000), cash(-7000)]), (-5000, 0, 5000), "what was paid goes for the new first");
}

#[test]
fn rule_11_the_debt_of_one_sale_holds_back_no_money_of_another() {
    let (owed, mut cart) = back(20_000);
    let mut paid = Origin { open: Money::ZERO, ..owed.clone() };
    (paid.sale.id, paid.sale.account) = (Id::from_u128(70), None);
    paid.sale.tenders[0].tender = cash(20_000);
    // half of what is owed, and all of what was paid
    cart.lines[0] = owed.take_back(Id::from_u128(6), owed.sale.lines[0].id, Quantity::of(1000), ReturnReason::Damaged, true).unwrap();
    let line = paid.sale.lines[0].id;
    cart.take_back(paid.take_back(Id::from_u128(7), line, Quantity::of(2000), ReturnReason::Damaged, true).unwrap()).unwrap();
    let (owing, origins) = (owing(&owed), [owed, paid]);
    assert_eq!(
        proposed(Money::of(-30_000), &cart.lines, &origins, mexico()),
        [("account", Money::of(-10_000)), ("cash", Money::of(-20_000))]
    );
    let both = [account(-10_000), cash(-20_000)];
    let sale = sale(sold(&cart, &owing, &returns(&origins, cashier()), &both).unwrap());
    assert_eq!(sale.account.unwrap().allocations, [Allocation { charge: origins[0].sale.id, amount: Money::of(10_000) }]);
}

#[test]
fn what_comes_back_lowers_the_debt_of_whoever_bought_it() {
    let (origin, cart) = back(20_000);
    let (owing, origins) = (owing(&origin), [origin]);
    let other = Cart { customer: Some(Id::from_u128(41)), ..cart };
    assert_eq!(sold(&other, &owing, &returns(&origins, cashier()), &[account(-20_000)]).unwrap_err(), Refusal::OtherCustomer);
}

proptest! {
    /// Whatever is paid, it pays no debt twice, and nothing of it is lost.
    #[test]
    fn allocations_sum_to_the_payment_or_to_the_debt(open in prop::collection::vec(1_i64..1_000_000, 0..20), amount in 1_i64..5_000_000) {
        let charges: Vec<OpenCharge> = open.iter().zip(1_u128..).map(|(open, sale)| charge(sale, "2026-10-01", None, *open)).collect();
        let standing = standing(None, charges);
        let allocations = standing.allocate(Money::of(amount), None).unwrap();
        let all: Money = allocations.iter().map(|own| own.amount).sum();
        prop_assert_eq!(all, Money::of(amount).min(standing.balance));
        for own in &allocations {
            let charge = standing.open.iter().find(|charge| charge.sale == own.charge).unwrap();
            prop_assert!(own.amount > Money::ZERO && own.amount <= charge.open);
        }
        prop_assert_eq!(standing.allocate(Money::of(amount), Some(&allocations)).unwrap(), allocations);
    }
}
