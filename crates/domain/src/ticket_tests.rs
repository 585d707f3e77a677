use proptest::prelude::*;
use rstest::rstest;

use super::*;

fn tax(code: &str, rate: i64) -> Tax {
    Tax { code: code.to_owned(), rate: Rate::of(rate), on_previous: false }
}

fn vat(rate: i64) -> Vec<Tax> {
    vec![tax("iva", rate)]
}

fn line(quantity: i64, unit_price: i64, taxes: Vec<Tax>) -> LineInput {
    LineInput {
        quantity: Quantity::of(quantity),
        unit_price: UnitPrice::of(unit_price),
        printed: None,
        rate_off: None,
        amount_off: Money::ZERO,
        promotion: Money::ZERO,
        taxes,
        given: None,
    }
}

const INCLUSIVE: TaxRules = TaxRules { mode: PriceMode::Inclusive, rounding: TaxRounding::Line };
const EXCLUSIVE: TaxRules = TaxRules { mode: PriceMode::Exclusive, rounding: TaxRounding::Line };
const EXCLUSIVE_DOCUMENT: TaxRules = TaxRules { mode: PriceMode::Exclusive, rounding: TaxRounding::Document };

/// Rule 2. Odoo once showed 9.96 for a product priced 9.95, having rebuilt the gross from the net.
#[test]
fn rule_2_inclusive_the_gross_is_the_truth() {
    let ticket = compute(&[line(1000, 99_500, vat(210_000))], None, INCLUSIVE, 2).unwrap();
    assert_eq!(ticket.total, Money::of(995));
    assert_eq!((ticket.net, ticket.tax), (Money::of(822), Money::of(173)));
}

/// Rule 3. The same three lines, taxed by line or once on the document: both are legal, and each is stored as computed.
#[rstest]
#[case::by_line(EXCLUSIVE, 6)]
#[case::by_document(EXCLUSIVE_DOCUMENT, 5)]
fn rule_3_exclusive_the_net_is_the_truth(#[case] rules: TaxRules, #[case] expected_tax: i64) {
    let lines: Vec<_> = (0..3).map(|_| line(1000, 1000, vat(160_000))).collect();
    let ticket = compute(&lines, None, rules, 2).unwrap();
    assert_eq!(ticket.net, Money::of(30));
    assert_eq!(ticket.tax, Money::of(expected_tax));
    assert_eq!(ticket.lines.iter().map(|line| line.total).sum::<Money>(), ticket.total);
}

/// Rule 4. Ten sold, five and five returned: nothing is due and nothing is taxed.
#[rstest]
#[case::inclusive(INCLUSIVE)]
#[case::exclusive(EXCLUSIVE)]
#[case::document(EXCLUSIVE_DOCUMENT)]
fn rule_4_a_ticket_that_cancels_out_has_no_base_and_no_tax(#[case] rules: TaxRules) {
    let two = vec![tax("ieps", 80_000), Tax { on_previous: true, ..tax("iva", 160_000) }];
    let lines = [line(1000, 100_300, two.clone()), line(-1000, 50_100, two.clone()), line(-1000, 50_200, two)];
    let ticket = compute(&lines, None, rules, 2).unwrap();
    assert_eq!((ticket.net, ticket.tax, ticket.total), (Money::ZERO, Money::ZERO, Money::ZERO));
    assert!(ticket.taxes.iter().all(|tax| tax.base == Money::ZERO && tax.amount == Money::ZERO), "{:?}", ticket.taxes);
}

/// Rule 5. Mexico: IEPS of 8 %, and IVA of 16 % on the price with its IEPS.
#[test]
fn rule_5_several_taxes_are_each_shown_with_base_and_amount() {
    let taxes = vec![tax("ieps", 80_000), Tax { on_previous: true, ..tax("iva", 160_000) }];
    let ticket = compute(&[line(1000, 1_000_000, taxes)], None, EXCLUSIVE, 2).unwrap();
    let shown: Vec<_> = ticket.taxes.iter().map(|tax| (tax.code.as_str(), tax.base.get(), tax.amount.get())).collect();
    assert_eq!(shown, [("ieps", 10_000, 800), ("iva", 10_800, 1_728)]);
    assert_eq!(ticket.total, Money::of(12_528));
}

/// Rule 6. 100.00: 10 % off is 90.00, 5.00 off is 85.00, a promotion of 5.00 leaves 80.00, and half of the ticket's 10.00 leaves 75.00.
#[test]
fn rule_6_discounts_come_in_a_fixed_order() {
    let first = LineInput {
        rate_off: Some(Rate::of(100_000)),
        amount_off: Money::of(500),
        promotion: Money::of(500),
        ..line(1000, 1_000_000, vat(160_000))
    };
    let second = line(1000, 800_000, vat(160_000));
    let ticket = compute(&[first, second], Some(Discount::Amount { amount: Money::of(1000) }), INCLUSIVE, 2).unwrap();
    assert_eq!(ticket.lines[0].line_discount, Money::of(1500));
    assert_eq!(ticket.lines[0].ticket_discount, Money::of(500));
    assert_eq!(ticket.lines[0].total, Money::of(7500));
    assert_eq!(ticket.discounts, Money::of(3000));
}

/// Rule 6. A discount that does not divide still adds up, to the cent, over lines of several rates.
#[test]
fn rule_6_shares_of_the_ticket_discount_sum_exactly() {
    let lines = [line(1000, 33_300, vat(160_000)), line(1000, 33_300, vat(0)), line(1000, 33_400, vat(80_000))];
    let ticket = compute(&lines, Some(Discount::Amount { amount: Money::of(100) }), INCLUSIVE, 2).unwrap();
    assert_eq!(ticket.lines.iter().map(|line| line.ticket_discount).sum::<Money>(), Money::of(100));
    assert_eq!(ticket.total, Money::of(900));
}

/// Rule 32. The label says 23.85; quantity times price would say 23.86.
#[test]
fn rule_32_a_price_label_is_the_line_total() {
    let labelled = LineInput { printed: Some(Money::of(2385)), ..line(725, 329_000, vat(0)) };
    let ticket = compute(&[labelled], None, INCLUSIVE, 2).unwrap();
    assert_eq!(ticket.total, Money::of(2385));
}

#[rstest]
#[case::more_than_the_line(Discount::Amount { amount: Money::of(1001) })]
#[case::more_than_the_whole(Discount::Rate { rate: Rate::of(1_100_000) })]
#[case::negative(Discount::Amount { amount: Money::of(-1) })]
fn a_discount_larger_than_the_ticket_is_refused(#[case] discount: Discount) {
    let ticket = compute(&[line(1000, 100_000, vat(0))], Some(discount), INCLUSIVE, 2);
    assert_eq!(ticket.unwrap_err(), Refusal::DiscountTooLarge);
}

fn any_taxes() -> impl Strategy<Value = Vec<Tax>> {
    prop_oneof![
        Just(vec![]),
        Just(vat(0)),
        Just(vat(160_000)),
        Just(vat(105_000)),
        Just(vec![tax("ieps", 265_000), Tax { on_previous: true, ..tax("iva", 160_000) }]),
        Just(vec![tax("iva", 210_000), tax("recargo", 52_000)]),
    ]
}

fn any_line() -> impl Strategy<Value = LineInput> {
    (prop_oneof![Just(1000_i64), 1_i64..50_000], 0_i64..9_999_999, any_taxes(), 0_i64..=1_000_000, 0_i64..100, any::<bool>()).prop_map(
        |(quantity, price, taxes, rate, off, label)| LineInput {
            rate_off: Some(Rate::of(rate)),
            amount_off: if rate < 500_000 && price * quantity > 4_000_000_000 { Money::of(off) } else { Money::ZERO },
            printed: label.then_some(Money::of(price + 200)),
            ..line(quantity, price, taxes)
        },
    )
}

fn any_rules() -> impl Strategy<Value = TaxRules> {
    (prop_oneof![Just(PriceMode::Inclusive), Just(PriceMode::Exclusive)], prop_oneof![Just(TaxRounding::Line), Just(TaxRounding::Document)])
        .prop_map(|(mode, rounding)| TaxRules { mode, rounding })
}

proptest! {
    #[test]
    fn lines_and_tax_make_the_total_of_any_ticket(
        lines in prop::collection::vec(any_line(), 1..30), off in 0_i64..=1_000_000, rules in any_rules(), decimals in 0_u32..=2,
    ) {
        let ticket = compute(&lines, Some(Discount::Rate { rate: Rate::of(off) }), rules, decimals).unwrap();
        prop_assert_eq!(ticket.net + ticket.tax, ticket.total);
        prop_assert_eq!(ticket.lines.iter().map(|line| line.total).sum::<Money>(), ticket.total);
        for line in &ticket.lines {
            prop_assert_eq!(line.net + line.taxes.iter().map(|tax| tax.amount).sum::<Money>(), line.total);
            prop_assert!(!line.total.is_negative() && !line.net.is_negative());
        }
        let face = ticket.subtotal - ticket.discounts;
        prop_assert_eq!(face, if rules.mode == PriceMode::Inclusive { ticket.total } else { ticket.net });
    }

    #[test]
    fn a_returned_ticket_is_the_exact_opposite(lines in prop::collection::vec(any_line(), 1..10), rules in any_rules()) {
        let plain: Vec<LineInput> = lines.into_iter().map(|line| LineInput { rate_off: None, amount_off: Money::ZERO, printed: None, ..line }).collect();
        let back: Vec<LineInput> = plain.iter().map(|line| LineInput { quantity: -line.quantity, ..line.clone() }).collect();
        let (sold, returned) = (compute(&plain, None, rules, 2).unwrap(), compute(&back, None, rules, 2).unwrap());
        prop_assert_eq!(sold.total, -returned.total);
        prop_assert_eq!(sold.tax, -returned.tax);
    }
}
