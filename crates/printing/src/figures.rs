//! Figures as paper shows them, beside the amounts that the currency itself writes.

use domain::currency::Currency;
use domain::product::Unit;
use domain::{Money, Quantity, Rate, UnitPrice};

/// As many decimals as the price has, and never fewer than the currency.
#[must_use]
pub fn unit_price(price: UnitPrice, currency: &Currency) -> String {
    let has = |decimals: u32| price.get() % 10_i64.pow(4 - decimals) == 0;
    let decimals = (currency.decimals..4).find(|&decimals| has(decimals)).unwrap_or(4);
    let minor = price.get() / 10_i64.pow(4 - decimals);
    Money::new(minor).map_or_else(|_| String::new(), |money| Currency { decimals, ..currency.clone() }.format(money))
}

/// `0.725 kg`, `3`.
#[must_use]
pub fn quantity(quantity: Quantity, unit: Unit, mark: &str) -> String {
    let is_whole = matches!(unit, Unit::Piece | Unit::G) && quantity.get() % 1000 == 0;
    let figure = decimal(quantity.get(), 3, if is_whole { 0 } else { 3 }, mark);
    format!("{figure}\u{a0}{}", unit.symbol()).trim_end().to_owned()
}

/// `16 %`, `10,5 %`.
#[must_use]
pub fn percent(rate: Rate, mark: &str) -> String {
    let figure = decimal(rate.get(), 4, 4, mark);
    let trimmed = figure.trim_end_matches('0').trim_end_matches(mark);
    format!("{trimmed}\u{a0}%")
}

/// An integer of `scale` decimals with the first `shown` of them.
fn decimal(value: i64, scale: u32, shown: u32, mark: &str) -> String {
    let (whole, rest) = (value / 10_i64.pow(scale), (value % 10_i64.pow(scale)).abs());
    let digits = format!("{rest:0width$}", width = scale as usize);
    let shown = &digits[..shown as usize];
    let sign = if value < 0 && whole == 0 { "-" } else { "" };
    if shown.is_empty() { format!("{sign}{whole}") } else { format!("{sign}{whole}{mark}{shown}") }
}

#[cfg(test)]
mod tests {
    use domain::country::Country;
    use rstest::rstest;

    use super::*;

    #[rstest]
    #[case::cents("MX", 329_000, "$32.90")]
    #[case::tenths_of_cents("MX", 3333, "$0.3333")]
    #[case::no_cents("CO", 12_000_000, "$\u{a0}1.200")]
    #[case::half_a_peso("CO", 12_005_000, "$\u{a0}1.200,5")]
    #[case::euro("ES", 12_500, "1,25\u{a0}€")]
    fn a_unit_price_shows_the_decimals_it_has(#[case] country: &str, #[case] price: i64, #[case] written: &str) {
        assert_eq!(unit_price(UnitPrice::of(price), &Country::find(country).unwrap().currency), written);
    }

    #[rstest]
    #[case::pieces(3000, Unit::Piece, "3")]
    #[case::weight(725, Unit::Kg, "0,725\u{a0}kg")]
    #[case::grams(250_000, Unit::G, "250\u{a0}g")]
    #[case::half_a_gram(500, Unit::G, "0,500\u{a0}g")]
    fn a_quantity_has_its_unit(#[case] amount: i64, #[case] unit: Unit, #[case] written: &str) {
        assert_eq!(quantity(Quantity::of(amount), unit, ","), written);
    }

    #[rstest]
    #[case::whole(160_000, "16\u{a0}%")]
    #[case::half(105_000, "10,5\u{a0}%")]
    #[case::none(0, "0\u{a0}%")]
    #[case::hundred(1_000_000, "100\u{a0}%")]
    fn a_rate_is_a_percentage(#[case] rate: i64, #[case] written: &str) {
        assert_eq!(percent(Rate::of(rate), ","), written);
    }
}
