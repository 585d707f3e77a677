//! What the square code of a receipt says: enough to find the sale, and the beginning of its entry's hash, which covers everything before it too.
//! Each customer holds a piece of evidence that nobody can write again.

use std::fmt;
use std::str::FromStr;

use chrono::NaiveDate;

use crate::Money;

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ReceiptCode {
    /// As paper shows it.
    pub number: String,
    pub business_date: NaiveDate,
    pub total: Money,
    /// The first 64 bits of the entry's hash, hex.
    pub hash: String,
    /// What the receipt carries of its lines, signed and in letters and digits, for tills that do not have its entry.
    pub lines: Option<String>,
}

/// How a code begins; the figure is its version.
const MARK: &str = "MOSTRADOR/1";
const MARK_WITH_LINES: &str = "MOSTRADOR/2";
const HASH_DIGITS: usize = 16;

impl ReceiptCode {
    #[must_use]
    pub fn new(number: String, business_date: NaiveDate, total: Money, hash: &str) -> Self {
        Self { number, business_date, total, hash: hash.chars().take(HASH_DIGITS).collect(), lines: None }
    }

    /// The number itself, without its series.
    #[must_use]
    pub fn counted(&self) -> Option<i64> {
        let digits = self.number.chars().rev().take_while(char::is_ascii_digit).count();
        self.number[self.number.len() - digits..].parse().ok()
    }
}

impl fmt::Display for ReceiptCode {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { number, business_date, total, hash, lines } = self;
        let mark = if lines.is_some() { MARK_WITH_LINES } else { MARK };
        write!(formatter, "{mark} {number} {business_date} {} {hash}", total.get())?;
        lines.as_ref().map_or(Ok(()), |lines| write!(formatter, " {lines}"))
    }
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("this is not the code of a receipt: it reads `{MARK} number date total hash`")]
pub struct NotAReceiptCode;

impl FromStr for ReceiptCode {
    type Err = NotAReceiptCode;

    fn from_str(text: &str) -> Result<Self, NotAReceiptCode> {
        let parts: Vec<&str> = text.split_whitespace().collect();
        let (number, date, total, hash, lines) = match parts[..] {
            [MARK, number, date, total, hash] => (number, date, total, hash, None),
            [MARK_WITH_LINES, number, date, total, hash, lines] => (number, date, total, hash, Some(lines.to_owned())),
            _ => return Err(NotAReceiptCode),
        };
        let total = total.parse().ok().and_then(|minor| Money::new(minor).ok()).ok_or(NotAReceiptCode)?;
        let is_hash = hash.len() == HASH_DIGITS && hash.bytes().all(|digit| digit.is_ascii_hexdigit());
        let business_date = date.parse().ok().filter(|_| is_hash).ok_or(NotAReceiptCode)?;
        Ok(Self { number: number.to_owned(), business_date, total, hash: hash.to_lowercase(), lines })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const TEXT: &str = "MOSTRADOR/1 A-001042 2026-11-22 12345 3f9c0a77d1b2c3e4";

    #[test]
    fn what_is_printed_is_read_again() {
        let hash = "3f9c0a77d1b2c3e4ffffffffffffffff";
        let code = ReceiptCode::new("A-001042".to_owned(), "2026-11-22".parse().unwrap(), Money::of(12345), hash);
        assert_eq!((code.to_string().as_str(), code.counted()), (TEXT, Some(1042)));
        assert_eq!(TEXT.parse(), Ok(code));
    }

    #[test]
    fn lines_stand_at_its_end() {
        let text = format!("{} GEZDGNBV", TEXT.replace("/1", "/2"));
        let code: ReceiptCode = text.parse().unwrap();
        assert_eq!((code.to_string(), code.lines.as_deref()), (text, Some("GEZDGNBV")));
    }

    #[test]
    fn half_a_hash_or_another_version_is_no_code() {
        for text in [
            "",
            "MOSTRADOR/2 A-001042 2026-11-22 12345 3f9c0a77d1b2c3e4",
            "MOSTRADOR/3 A-001042 2026-11-22 12345 3f9c0a77d1b2c3e4 AB",
            &TEXT[..TEXT.len() - 1],
            &TEXT.replace("22", "32"),
        ] {
            assert_eq!(text.parse::<ReceiptCode>(), Err(NotAReceiptCode), "{text}");
        }
    }
}
