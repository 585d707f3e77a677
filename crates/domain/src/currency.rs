//! A currency: how its amounts are written, and the notes and coins that a drawer holds.

use serde::{Deserialize, Serialize};
use ts_rs::TS;

use crate::units::Money;

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct Currency {
    pub code: String,
    pub symbol: String,
    pub decimals: u32,
    pub decimal_mark: String,
    pub group_mark: String,
    pub symbol_first: bool,
    pub symbol_space: bool,
    /// Largest first.
    pub denominations: Vec<Denomination>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct Denomination {
    pub value: Money,
    pub kind: DenominationKind,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum DenominationKind {
    Note,
    Coin,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct HandBack {
    pub value: Money,
    pub kind: DenominationKind,
    pub count: u32,
}

impl Currency {
    /// `$1,234.50`, `1.234,50 €`: for paper; the screen formats by the same data.
    #[must_use]
    pub fn format(&self, amount: Money) -> String {
        let figure = self.figure(amount.abs());
        let gap = if self.symbol_space { "\u{a0}" } else { "" };
        let sign = if amount.is_negative() { "-" } else { "" };
        if self.symbol_first { format!("{sign}{}{gap}{figure}", self.symbol) } else { format!("{sign}{figure}{gap}{}", self.symbol) }
    }

    /// The digits with their marks, without the symbol.
    #[must_use]
    pub fn figure(&self, amount: Money) -> String {
        let sign = if amount.is_negative() { "-" } else { "" };
        let digits = format!("{:0width$}", amount.get().unsigned_abs(), width = self.decimals as usize + 1);
        let (whole, cents) = digits.split_at(digits.len() - self.decimals as usize);
        let grouped = group(whole, &self.group_mark);
        if cents.is_empty() { format!("{sign}{grouped}") } else { format!("{sign}{grouped}{}{cents}", self.decimal_mark) }
    }

    /// Exact first, then the next amounts that real notes can make.
    #[must_use]
    pub fn quick_cash(&self, due: Money) -> Vec<Money> {
        let mut amounts = vec![due];
        let notes = self.denominations.iter().rev().filter(|it| it.kind == DenominationKind::Note).map(|it| it.value.get());
        amounts.extend(notes.filter_map(|note| Money::new(due.get().checked_add(note - 1)? / note * note).ok()));
        amounts.sort();
        amounts.dedup();
        amounts.truncate(6);
        amounts
    }

    /// The fewest notes and coins, largest first. What no coin can make is left out.
    #[must_use]
    pub fn hand_back(&self, change: Money) -> Vec<HandBack> {
        let mut left = change.get().max(0);
        let mut handed = Vec::new();
        for &Denomination { value, kind } in &self.denominations {
            let count = left / value.get();
            left -= count * value.get();
            if count > 0 {
                handed.push(HandBack { value, kind, count: u32::try_from(count).unwrap_or(u32::MAX) });
            }
        }
        handed
    }
}

fn group(whole: &str, mark: &str) -> String {
    let mut grouped = String::with_capacity(whole.len() + whole.len() / 3);
    for (index, digit) in whole.chars().enumerate() {
        if index > 0 && (whole.len() - index).is_multiple_of(3) {
            grouped.push_str(mark);
        }
        grouped.push(digit);
    }
    grouped
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::country::Country;

    fn currency(country: &str) -> Currency {
        Country::find(country).unwrap().currency.clone()
    }

    #[test]
    fn amounts_are_written_as_the_country_writes_them() {
        let written = |country, minor| currency(country).format(Money::of(minor));
        assert_eq!(written("MX", 123_450), "$1,234.50");
        assert_eq!(written("CO", 1234), "$\u{a0}1.234");
        assert_eq!(written("AR", 123_450), "$\u{a0}1.234,50");
        assert_eq!(written("ES", -123_450), "-1.234,50\u{a0}€");
        assert_eq!(written("MX", 5), "$0.05");
    }

    #[test]
    fn quick_cash_offers_what_real_notes_make() {
        let offered: Vec<i64> = currency("MX").quick_cash(Money::of(11_850)).iter().map(|money| money.get()).collect();
        assert_eq!(offered, [11_850, 12_000, 15_000, 20_000, 50_000, 100_000]);
    }

    #[test]
    fn change_comes_in_the_fewest_notes_and_coins() {
        let handed: Vec<(i64, u32)> = currency("MX").hand_back(Money::of(8150)).iter().map(|it| (it.value.get(), it.count)).collect();
        assert_eq!(handed, [(5000, 1), (2000, 1), (1000, 1), (100, 1), (50, 1)]);
    }
}
