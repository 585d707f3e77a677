//! Barcodes: the check digit, the leading zero that scanners drop, and the labels that a scale prints.

use serde::{Deserialize, Serialize};

use crate::units::{Money, Quantity, UnitPrice, round};
use crate::{Refusal, card_number};

pub const LONGEST: usize = 48;

/// The check digit of a GS1 number, given all digits before it.
#[must_use]
pub fn check_digit(digits: &str) -> u8 {
    let sum: u32 = digits.bytes().rev().enumerate().map(|(index, byte)| u32::from(byte - b'0') * if index % 2 == 0 { 3 } else { 1 }).sum();
    u8::try_from((10 - sum % 10) % 10).unwrap_or(0)
}

fn all_digits(code: &str) -> bool {
    !code.is_empty() && code.bytes().all(|byte| byte.is_ascii_digit())
}

/// EAN-8, UPC-A, EAN-13 and ITF-14 carry a check digit; other codes do not, and are taken as they are.
#[must_use]
pub fn is_gs1(code: &str) -> bool {
    matches!(code.len(), 8 | 12 | 13 | 14) && all_digits(code)
}

#[must_use]
pub fn check_digit_matches(code: &str) -> bool {
    let (body, last) = code.split_at(code.len() - 1);
    last.as_bytes()[0] - b'0' == check_digit(body)
}

/// The one way in which a code is stored and looked up: a UPC-A is the EAN-13 with the zero that its scanner dropped.
#[must_use]
pub fn normalise(code: &str) -> String {
    let code: String = code.trim().chars().filter(|it| !it.is_control()).collect();
    if code.len() == 12 && all_digits(&code) && check_digit_matches(&code) { format!("0{code}") } else { code }
}

/// Goods have numbers of fourteen digits at most, which prove themselves; a longer one may be a customer's card that was typed or swiped here.
pub fn refuse_card(code: &str) -> Result<(), Refusal> {
    if is_gs1(code) && check_digit_matches(code) { Ok(()) } else { card_number::refuse(code) }
}

/// A code for a product's list. A wrong check digit is refused: no scanner will ever read it.
pub fn for_product(code: &str) -> Result<String, Refusal> {
    let code = normalise(code);
    if code.is_empty() || code.len() > LONGEST || !code.bytes().all(|byte| byte.is_ascii_graphic()) {
        return Err(Refusal::FieldInvalid { field: "barcodes" });
    }
    // Eight digits are also what shops number their own goods with, so only the unmistakable lengths are refused.
    if matches!(code.len(), 13 | 14) && all_digits(&code) && !check_digit_matches(&code) {
        return Err(Refusal::BarcodeCheckDigit { code });
    }
    refuse_card(&code)?;
    Ok(code)
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum LabelKind {
    Weight,
    Price,
}

/// One format of a scale's label: prefix, item, value, check digit. Rules are tried in order and the first that fits wins.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct LabelRule {
    pub prefix: String,
    pub item_digits: usize,
    pub value_digits: usize,
    pub decimals: u32,
    pub kind: LabelKind,
    /// Some labels check the price with a digit of its own, before the value.
    #[serde(default)]
    pub price_check: bool,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Label {
    /// The number of the product on the scale; stored as its SKU.
    pub item: String,
    pub value: LabelValue,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum LabelValue {
    Weight(Quantity),
    Price(Money),
}

/// Reads a label. `None`: not a label, or one whose check digits do not match.
#[must_use]
pub fn read_label(code: &str, rules: &[LabelRule], currency_decimals: u32) -> Option<Label> {
    if code.len() != 13 || !all_digits(code) || !check_digit_matches(code) {
        return None;
    }
    rules.iter().filter(|rule| code.starts_with(&rule.prefix)).find_map(|rule| rule.read(code, currency_decimals))
}

impl LabelRule {
    fn read(&self, code: &str, currency_decimals: u32) -> Option<Label> {
        let check = usize::from(self.price_check);
        if self.prefix.len() + self.item_digits + check + self.value_digits + 1 != code.len() {
            return None;
        }
        let (item, rest) = code[self.prefix.len()..].split_at(self.item_digits);
        let value = &rest[check..check + self.value_digits];
        if self.price_check && rest.as_bytes()[0] - b'0' != price_verifier(value)? {
            return None;
        }
        let exact = rust_decimal::Decimal::new(value.parse().ok()?, self.decimals);
        let scale = |decimals: u32| round(exact * rust_decimal::Decimal::from(10_i64.pow(decimals))).ok();
        let value = match self.kind {
            LabelKind::Weight => LabelValue::Weight(Quantity::new(scale(3)?).ok()?),
            LabelKind::Price => LabelValue::Price(Money::new(scale(currency_decimals)?).ok()?),
        };
        Some(Label { item: item.to_owned(), value })
    }
}

/// GS1's verifier of a five-digit price: weights 5+, 2−, 5−, 5+, 2− as tables (General Specifications, "price check digit").
fn price_verifier(value: &str) -> Option<u8> {
    const FIVE_MINUS: [u8; 10] = [0, 5, 9, 4, 8, 3, 7, 2, 6, 1];
    const TWO_MINUS: [u8; 10] = [0, 2, 4, 6, 8, 9, 1, 3, 5, 7];
    const FIVE_PLUS: [u8; 10] = [0, 5, 1, 6, 2, 7, 3, 8, 4, 9];
    let digits: [u8; 5] = value.bytes().map(|byte| byte - b'0').collect::<Vec<_>>().try_into().ok()?;
    let tables = [&FIVE_PLUS, &TWO_MINUS, &FIVE_MINUS, &FIVE_PLUS, &TWO_MINUS];
    let sum: u8 = digits.iter().zip(tables).map(|(&digit, table)| table[usize::from(digit)]).sum();
    FIVE_MINUS.iter().position(|&it| it == (10 - sum % 10) % 10).and_then(|it| u8::try_from(it).ok())
}

/// Rule 32: what was weighed is what the printed price buys.
pub fn quantity_for(printed: Money, unit_price: UnitPrice, currency_decimals: u32) -> Result<Quantity, Refusal> {
    if unit_price.get() <= 0 {
        return Err(Refusal::PriceInvalid);
    }
    let units = rust_decimal::Decimal::new(printed.get(), currency_decimals) / unit_price.scaled();
    Ok(Quantity::new(round(units * rust_decimal::Decimal::from(1000))?)?)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use rstest::rstest;

    use super::*;

    fn rule(prefix: &str, kind: LabelKind, decimals: u32) -> LabelRule {
        LabelRule { prefix: prefix.to_owned(), item_digits: 5, value_digits: 5, decimals, kind, price_check: false }
    }

    fn with_check(body: &str) -> String {
        format!("{body}{}", check_digit(body))
    }

    #[rstest]
    #[case::ean_13("7501055300075")]
    #[case::upc_a("036000291452")]
    #[case::ean_8("96385074")]
    fn rule_31_check_digits_of_real_codes(#[case] code: &str) {
        assert!(is_gs1(code) && check_digit_matches(code));
    }

    #[test]
    fn rule_31_a_scanner_may_drop_the_leading_zero() {
        assert_eq!(normalise("036000291452"), "0036000291452");
        assert_eq!(normalise("0036000291452"), "0036000291452");
        assert_eq!(normalise("036000291453"), "036000291453", "twelve digits that are no UPC-A stay as they are");
    }

    #[test]
    fn rule_31_the_first_label_rule_that_fits_wins() {
        let rules = [rule("20", LabelKind::Weight, 3), rule("2", LabelKind::Price, 2)];
        let label = read_label(&with_check("200123400725"), &rules, 2).unwrap();
        assert_eq!(label, Label { item: "01234".to_owned(), value: LabelValue::Weight(Quantity::of(725)) });
    }

    #[test]
    fn rule_31_a_label_with_a_wrong_check_digit_is_not_read() {
        let good = with_check("200123400725");
        let bad = format!("{}{}", &good[..12], (good.as_bytes()[12] - b'0' + 1) % 10);
        assert_eq!(read_label(&bad, &[rule("20", LabelKind::Weight, 3)], 2), None);
    }

    #[test]
    fn rule_31_the_price_verifier_is_checked_when_the_label_has_one() {
        let rules = [LabelRule { item_digits: 4, price_check: true, ..rule("21", LabelKind::Price, 2) }];
        let verifier = price_verifier("14685").unwrap();
        assert_eq!(verifier, 6, "the worked example of the General Specifications");
        let read = |digit: u8| read_label(&with_check(&format!("211234{digit}14685")), &rules, 2);
        assert_eq!(read(verifier).unwrap().value, LabelValue::Price(Money::of(14_685)));
        assert_eq!(read((verifier + 1) % 10), None);
    }

    #[test]
    fn rule_31_prices_on_labels_have_their_own_decimals() {
        let read = |decimals, currency| {
            read_label(&with_check("210123402385"), &[rule("21", LabelKind::Price, decimals)], currency).unwrap().value
        };
        assert_eq!(read(2, 2), LabelValue::Price(Money::of(2385)), "23.85 in Mexico");
        assert_eq!(read(0, 0), LabelValue::Price(Money::of(2385)), "2,385 pesos in Colombia");
        assert_eq!(read(0, 2), LabelValue::Price(Money::of(238_500)), "2,385.00 where a label has no cents");
    }

    #[test]
    fn rule_32_the_printed_price_gives_the_quantity() {
        assert_eq!(quantity_for(Money::of(2385), UnitPrice::of(329_000), 2), Ok(Quantity::of(725)));
    }

    #[rstest]
    #[case::wrong_digit("7501055300076", Refusal::BarcodeCheckDigit { code: "7501055300076".to_owned() })]
    #[case::blank("  ", Refusal::FieldInvalid { field: "barcodes" })]
    #[case::accent("ABCé", Refusal::FieldInvalid { field: "barcodes" })]
    fn a_code_that_no_scanner_reads_is_refused(#[case] code: &str, #[case] refusal: Refusal) {
        assert_eq!(for_product(code), Err(refusal));
    }

    proptest! {
        #[test]
        fn no_text_makes_a_label_reader_panic(code in "\\PC{0,20}") {
            let _ = read_label(&normalise(&code), &[rule("20", LabelKind::Weight, 3)], 2);
            let _ = for_product(&code);
        }
    }
}
