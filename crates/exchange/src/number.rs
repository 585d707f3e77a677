//! Numbers as people and spreadsheets write them: `1,234.50`, `1.234,50`, `$ 12.5`, `12,50 €`.
//!
//! Whether a mark is decimal is decided once for a column, from its values; a single value such as `1.250` cannot tell.

use domain::country::Country;
use domain::currency::Currency;
use serde::{Deserialize, Serialize};

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ts_rs::TS)]
#[serde(rename_all = "snake_case")]
pub enum DecimalMark {
    Point,
    Comma,
}

impl DecimalMark {
    pub(crate) fn of(country: &Country) -> Self {
        if country.currency.decimal_mark == "," { Self::Comma } else { Self::Point }
    }

    fn decimal(self) -> char {
        if self == Self::Point { '.' } else { ',' }
    }

    fn group(self) -> char {
        if self == Self::Point { ',' } else { '.' }
    }
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Unreadable {
    NotANumber,
    Decimals,
}

/// The mark that most of the values speak for; the country's own where they are silent or divided.
pub fn decimal_mark<'a>(values: impl Iterator<Item = &'a str>, country: &Country) -> DecimalMark {
    let (mut points, mut commas) = (0_u32, 0_u32);
    for value in values {
        match evidence(bare(value, &country.currency).0) {
            Some('.') => points += 1,
            Some(_) => commas += 1,
            None => {}
        }
    }
    match points.cmp(&commas) {
        std::cmp::Ordering::Greater => DecimalMark::Point,
        std::cmp::Ordering::Less => DecimalMark::Comma,
        std::cmp::Ordering::Equal => DecimalMark::of(country),
    }
}

fn evidence(figure: &str) -> Option<char> {
    if !figure.chars().all(|it| it.is_ascii_digit() || is_mark(it) || is_space(it)) {
        return None;
    }
    let last_at = figure.rfind(is_mark)?;
    let last = if figure.as_bytes()[last_at] == b',' { ',' } else { '.' };
    let other = if last == '.' { ',' } else { '.' };
    let before = &figure[..last_at];
    if before.contains(other) {
        return Some(last);
    }
    if before.contains(last) {
        return Some(other);
    }
    let looks_grouped = figure.len() - last_at - 1 == 3 && (1..=3).contains(&before.len()) && !before.starts_with('0');
    (!looks_grouped).then_some(last)
}

fn is_mark(it: char) -> bool {
    matches!(it, '.' | ',')
}

/// Spaces and apostrophes group thousands in some countries and in no country mark decimals.
fn is_space(it: char) -> bool {
    it.is_whitespace() || matches!(it, '\'' | '’')
}

/// The figure without sign, currency and the spaces around; and whether it is negative: `-5`, `5-` or `(5)`.
fn bare<'a>(text: &'a str, currency: &Currency) -> (&'a str, bool) {
    let mut figure = text.trim();
    let mut negative = false;
    if let Some(inside) = figure.strip_prefix('(').and_then(|it| it.strip_suffix(')')) {
        (figure, negative) = (inside.trim(), true);
    }
    // A sign stands before the currency or after it, so each is looked for twice.
    for _ in 0..2 {
        if let Some(rest) = figure.strip_prefix(['-', '−']).or_else(|| figure.strip_suffix('-')) {
            (figure, negative) = (rest.trim(), true);
        }
        figure = figure.strip_prefix('+').unwrap_or(figure).trim();
        for symbol in [currency.code.as_str(), currency.symbol.as_str(), "US$", "$", "€"] {
            figure = without(figure, symbol).trim();
        }
    }
    (figure, negative)
}

fn without<'a>(figure: &'a str, symbol: &str) -> &'a str {
    match (figure.get(..symbol.len()), figure.len().checked_sub(symbol.len()).and_then(|at| figure.get(at..))) {
        (Some(start), _) if start.eq_ignore_ascii_case(symbol) => &figure[symbol.len()..],
        (_, Some(end)) if end.eq_ignore_ascii_case(symbol) => &figure[..figure.len() - symbol.len()],
        _ => figure,
    }
}

/// The number in units of 10^-`decimals`, exactly. Zeros at the end of a fraction are no decimals: databases print `12.500000`.
pub fn read(text: &str, mark: DecimalMark, currency: &Currency, decimals: usize) -> Result<i64, Unreadable> {
    let (figure, negative) = bare(text, currency);
    let (whole, fraction) = figure.split_once(mark.decimal()).unwrap_or((figure, ""));
    let whole = ungrouped(whole, mark.group()).ok_or(Unreadable::NotANumber)?;
    if !fraction.bytes().all(|byte| byte.is_ascii_digit()) || (whole.is_empty() && fraction.is_empty()) {
        return Err(Unreadable::NotANumber);
    }
    let fraction = fraction.trim_end_matches('0');
    if fraction.len() > decimals {
        return Err(Unreadable::Decimals);
    }
    let units: i64 = format!("0{whole}{fraction:0<decimals$}").parse().map_err(|_| Unreadable::NotANumber)?;
    Ok(if negative { -units } else { units })
}

/// The digits of a whole part. Groups that are not of three are no groups: `12,50` under a decimal point is a mistake, not 1250.
fn ungrouped(whole: &str, group: char) -> Option<String> {
    let mut groups = whole.split(|it| it == group || is_space(it));
    let mut digits = groups.next()?.to_owned();
    let first = digits.len();
    for next in groups {
        if next.len() != 3 || !(1..=3).contains(&first) {
            return None;
        }
        digits.push_str(next);
    }
    digits.bytes().all(|byte| byte.is_ascii_digit()).then_some(digits)
}

#[cfg(test)]
mod tests {
    use rstest::rstest;

    use super::*;

    fn country(code: &str) -> &'static Country {
        Country::find(code).unwrap()
    }

    #[rstest]
    #[case::point_and_groups("1,234.50", DecimalMark::Point, Ok(12_345_000))]
    #[case::comma_and_groups("1.234,50", DecimalMark::Comma, Ok(12_345_000))]
    #[case::spaced_groups("1\u{a0}234\u{202f}567,5", DecimalMark::Comma, Ok(12_345_675_000))]
    #[case::symbol_and_space("$ 12.5", DecimalMark::Point, Ok(125_000))]
    #[case::code_after("12.50 mxn", DecimalMark::Point, Ok(125_000))]
    #[case::comma("12,50", DecimalMark::Comma, Ok(125_000))]
    #[case::euro_after("12,50 €", DecimalMark::Comma, Ok(125_000))]
    #[case::no_whole(".5", DecimalMark::Point, Ok(5_000))]
    #[case::four_decimals("0.1234", DecimalMark::Point, Ok(1_234))]
    #[case::zeros_are_no_decimals("12.500000", DecimalMark::Point, Ok(125_000))]
    #[case::five_decimals("0.12345", DecimalMark::Point, Err(Unreadable::Decimals))]
    #[case::minus("-5", DecimalMark::Point, Ok(-50_000))]
    #[case::minus_before_symbol("-$5", DecimalMark::Point, Ok(-50_000))]
    #[case::minus_after_symbol("$-5", DecimalMark::Point, Ok(-50_000))]
    #[case::bookkeeper("($5.00)", DecimalMark::Point, Ok(-50_000))]
    #[case::wrong_mark("12,50", DecimalMark::Point, Err(Unreadable::NotANumber))]
    #[case::two_marks("1.2.3", DecimalMark::Point, Err(Unreadable::NotANumber))]
    #[case::words("doce", DecimalMark::Point, Err(Unreadable::NotANumber))]
    #[case::empty("", DecimalMark::Point, Err(Unreadable::NotANumber))]
    #[case::scientific("1.2E+3", DecimalMark::Point, Err(Unreadable::NotANumber))]
    #[case::beyond("99999999999999999999", DecimalMark::Point, Err(Unreadable::NotANumber))]
    fn values_in_a_column_that_is_decided(#[case] text: &str, #[case] mark: DecimalMark, #[case] expected: Result<i64, Unreadable>) {
        assert_eq!(read(text, mark, &country("MX").currency, 4), expected);
    }

    #[rstest]
    #[case::both_marks("MX", &["1.234,50", "10"], DecimalMark::Comma)]
    #[case::one_telling_value_decides_for_all("CO", &["1.250", "12.5"], DecimalMark::Point)]
    #[case::repeated_groups("MX", &["1.250.000"], DecimalMark::Comma)]
    #[case::three_digits_are_groups_in_colombia("CO", &["1.250", "12.500"], DecimalMark::Comma)]
    #[case::three_digits_are_decimals_in_mexico("MX", &["1.250", "12.500"], DecimalMark::Point)]
    #[case::a_leading_zero_has_decimals("ES", &["0.125"], DecimalMark::Point)]
    #[case::the_majority("MX", &["1,5", "2,5", "1.5"], DecimalMark::Comma)]
    #[case::silence("ES", &["12", "", "x.y"], DecimalMark::Comma)]
    fn a_column_decides_its_mark(#[case] code: &str, #[case] values: &[&str], #[case] expected: DecimalMark) {
        assert_eq!(decimal_mark(values.iter().copied(), country(code)), expected);
    }
}
