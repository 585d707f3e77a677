//! The legal number of a receipt: a series of one till and one epoch, counted without gap or repeat inside the commit.

use serde::{Deserialize, Serialize};

use crate::country::NumberFormat;

#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct LegalNumber {
    pub series: String,
    pub number: i64,
}

impl LegalNumber {
    /// `A-001042`, as paper shows it.
    #[must_use]
    pub fn on_paper(&self, format: &NumberFormat) -> String {
        format!("{}{}{:0width$}", self.series, format.separator, self.number, width = format.digits)
    }

    /// As it is on paper or on the screen.
    #[must_use]
    pub fn read(text: &str, format: &NumberFormat) -> Option<Self> {
        let (series, number) = text.rsplit_once(format.separator.as_str())?;
        let is_number = !number.is_empty() && number.bytes().all(|byte| byte.is_ascii_digit());
        let number = number.parse().ok().filter(|_| is_number)?;
        Some(Self { series: series.to_ascii_uppercase(), number })
    }

    /// `A-1042`, as the screen shows it.
    #[must_use]
    pub fn short(&self, format: &NumberFormat) -> String {
        format!("{}{}{}", self.series, format.separator, self.number)
    }
}

/// The series of an epoch. The first epoch of a till has the till's own letter; a later one adds letters of the epoch's random id,
/// so that two restores of the same copy never print the same numbers.
#[must_use]
pub fn series_of(till: &str, epoch: crate::Id, is_first: bool) -> String {
    const LETTERS: &[u8; 32] = b"0123456789ABCDEFGHJKMNPQRSTVWXYZ";
    if is_first {
        return till.to_owned();
    }
    let random = &epoch.as_bytes()[10..14];
    let suffix: String = random.iter().map(|byte| char::from(LETTERS[usize::from(byte % 32)])).collect();
    format!("{till}{suffix}")
}

/// The first letters of series beside the sales': a till's name must not end in one, or its sales would be counted with another till's payments.
const BESIDE: &str = "RQVPD";

/// Whether a till may be named so: one or two letters. Its other series and those of its later epochs are then nobody else's.
#[must_use]
pub fn is_till_name(name: &str) -> bool {
    let is_letters = !name.is_empty() && name.len() <= 2 && name.bytes().all(|byte| byte.is_ascii_uppercase());
    is_letters && (name.len() == 1 || !name.ends_with(|letter| BESIDE.contains(letter)))
}

/// All names of tills, in the order in which head office gives them: A, B, … Z, AA, …
pub fn till_names() -> impl Iterator<Item = String> {
    let letters = || ('A'..='Z').map(String::from);
    let pairs = letters().flat_map(move |first| letters().map(move |second| format!("{first}{second}")));
    ('A'..='Z').map(String::from).chain(pairs).filter(|name| is_till_name(name))
}

/// What a till counts beside its sales, each in a series of its own.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Counted {
    Payments,
    Quotations,
    Values,
    Orders,
    /// Deposits, and those that go back.
    Deposits,
}

impl Counted {
    /// The series beside that of the sales.
    #[must_use]
    pub fn beside(self, sales: &str) -> String {
        let letter = match self {
            Self::Payments => 'R',
            Self::Quotations => 'Q',
            Self::Values => 'V',
            Self::Orders => 'P',
            Self::Deposits => 'D',
        };
        format!("{sales}{letter}")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_short_on_screen_and_full_on_paper() {
        let number = LegalNumber { series: "A".to_owned(), number: 1042 };
        let format = NumberFormat { separator: "-".to_owned(), digits: 6 };
        for text in ["A-001042", "a-1042"] {
            assert_eq!(LegalNumber::read(text, &format), Some(number.clone()));
        }
        assert_eq!(["A001042", "A-", "A-1x"].map(|text| LegalNumber::read(text, &format)), [None, None, None]);
        assert_eq!((number.on_paper(&format).as_str(), number.short(&format).as_str()), ("A-001042", "A-1042"));
    }

    #[test]
    fn no_two_tills_share_a_series_of_any_kind() {
        let kinds = [Counted::Payments, Counted::Quotations, Counted::Values, Counted::Orders, Counted::Deposits];
        let mut series: Vec<String> = till_names().collect();
        series.extend(till_names().flat_map(|till| kinds.map(|kind| kind.beside(&till))));
        let all = series.len();
        series.sort_unstable();
        series.dedup();
        assert_eq!(series.len(), all, "each is there once");
        assert_eq!(till_names().take(3).collect::<Vec<_>>(), ["A", "B", "C"]);
        for name in ["", "a", "AR", "AD", "A1", "AAA", "Ñ"] {
            assert!(!is_till_name(name), "{name}");
        }
    }

    #[test]
    fn a_later_epoch_never_continues_the_tills_series() {
        let epochs = [crate::Id::from_u128(0x0001_0203_0405_0607_0809_0a0b_0c0d_0e0f), crate::Id::from_u128(7)];
        let series: Vec<_> = epochs.iter().map(|&epoch| series_of("A", epoch, false)).collect();
        assert_ne!(series[0], series[1]);
        assert!(series.iter().all(|series| series.starts_with('A') && series.len() == 5));
    }
}
