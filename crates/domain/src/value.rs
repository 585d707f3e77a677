//! What the shop owes to whoever holds a code: a gift card that was paid for, a voucher that the owner gives away, and store credit for what came
//! back. None of it is a sale when it is issued; it pays like money, and its balance is the sum of its moves.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use ts_rs::TS;

use crate::number::LegalNumber;
use crate::sale::{PaidTender, paid};
use crate::shift::Asking;
use crate::tender::{Tender, check_tenders};
use crate::units::Money;
use crate::{Id, Refusal};

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum ValueKind {
    GiftCard,
    Voucher,
    /// For what came back.
    Credit,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ValueIssued {
    pub id: Id,
    pub number: LegalNumber,
    pub kind: ValueKind,
    pub code: String,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub shift: Option<Id>,
    pub till: String,
    pub business_date: NaiveDate,
    pub currency: String,
    pub amount: Money,
    /// What was paid for it; a voucher costs nothing.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub tenders: Vec<PaidTender>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub valid_until: Option<NaiveDate>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub approved_by: Option<Id>,
}

/// Digits and letters that nobody takes for one another.
const ALPHABET: &[u8; 32] = b"0123456789ABCDEFGHJKMNPQRSTVWXYZ";
const LETTERS: usize = 11;

/// Eleven letters that nobody guesses, and one that finds a slip of the finger.
#[must_use]
pub fn code_of(random: u64) -> String {
    let places: Vec<u8> = (0..LETTERS).map(|at| u8::try_from(random >> (at * 5) & 31).unwrap_or(0)).collect();
    places.iter().chain([&check_of(&places)]).map(|place| char::from(ALPHABET[usize::from(*place)])).collect()
}

/// Odd weights: one wrong letter always shows, and so do two that changed places, but for a few.
fn check_of(places: &[u8]) -> u8 {
    let sum: usize = places.iter().enumerate().map(|(at, place)| usize::from(*place) * (2 * at + 1)).sum();
    u8::try_from(sum % ALPHABET.len()).unwrap_or(0)
}

/// As it is kept, whatever way it was typed. `None`: it is no code.
#[must_use]
pub fn read_code(text: &str) -> Option<String> {
    let letters = text.chars().filter(|it| !it.is_whitespace() && *it != '-').map(|it| match it.to_ascii_uppercase() {
        'O' => '0',
        'I' | 'L' => '1',
        other => other,
    });
    let code: String = letters.collect();
    let place = |letter: u8| ALPHABET.iter().position(|own| *own == letter).and_then(|at| u8::try_from(at).ok());
    let places = code.bytes().map(place).collect::<Option<Vec<_>>>()?;
    let (check, own) = places.split_last()?;
    (own.len() == LETTERS && check_of(own) == *check).then_some(code)
}

/// In groups, as one reads it out.
#[must_use]
pub fn in_groups(code: &str) -> String {
    let letters: Vec<char> = code.chars().collect();
    letters.chunks(4).map(|group| group.iter().collect::<String>()).collect::<Vec<_>>().join("-")
}

/// What is known of a code.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Value {
    pub id: Id,
    pub code: String,
    pub kind: ValueKind,
    pub balance: Money,
    pub valid_until: Option<NaiveDate>,
}

impl Value {
    /// Whether so much of it can be spent.
    pub fn spend(&self, amount: Money, today: NaiveDate) -> Result<(), Refusal> {
        match self.valid_until {
            Some(until) if until < today => Err(Refusal::ValueExpired { until }),
            _ if amount > self.balance => Err(Refusal::ValueShort { left: self.balance.max(Money::ZERO) }),
            _ => Ok(()),
        }
    }
}

/// What a till knows of an issue and whoever pays does not.
#[derive(Debug, Clone)]
pub struct Issuing {
    pub id: Id,
    pub number: LegalNumber,
    pub code: String,
    pub shift: Option<Id>,
    pub till: String,
    pub business_date: NaiveDate,
    pub currency: String,
    pub valid_until: Option<NaiveDate>,
}

/// A gift card is paid in money, to the cent; a voucher is given away by whoever may grant that.
pub fn issue(to: Issuing, kind: ValueKind, amount: Money, tenders: &[Tender], asking: Asking) -> Result<ValueIssued, Refusal> {
    let paid_for = check_tenders(tenders, false)?;
    let expected = if kind == ValueKind::GiftCard { amount } else { Money::ZERO };
    if amount <= Money::ZERO || paid_for != expected || !tenders.iter().all(Tender::is_money) || kind == ValueKind::Credit {
        return Err(Refusal::AmountInvalid);
    }
    let approved_by = if kind == ValueKind::Voucher { Some(asking.approved()?) } else { None };
    let Issuing { id, number, code, shift, till, business_date, currency, valid_until } = to;
    let tenders = tenders.iter().map(|tender| paid(tender, &currency)).collect();
    Ok(ValueIssued { id, number, kind, code, shift, till, business_date, currency, amount, tenders, valid_until, approved_by })
}

/// What a sale spends and what it gives, by value.
#[must_use]
pub fn by_value(tenders: &[PaidTender]) -> Vec<(Id, Money)> {
    let of = |paid: &PaidTender| match &paid.tender {
        Tender::Value { value, amount, .. } => value.map(|value| (value, *amount)),
        _ => None,
    };
    tenders.iter().filter_map(of).collect()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn a_code_is_read_as_it_is_typed_and_one_wrong_letter_shows(random: u64, at in 0_usize..12, other in 0_usize..32) {
            let code = code_of(random);
            prop_assert_eq!(read_code(&in_groups(&code).to_lowercase()), Some(code.clone()));
            let mut wrong = code.clone().into_bytes();
            wrong[at] = ALPHABET[other];
            let wrong = String::from_utf8(wrong).unwrap();
            prop_assert_eq!(read_code(&wrong).is_some(), wrong == code);
        }
    }

    #[test]
    fn letters_that_look_alike_are_the_same() {
        let code = code_of(1 | 1 << 10);
        assert!(code.contains('1') && code.contains('0'));
        assert_eq!(read_code(&code.replace('1', "l").replace('0', "o")), Some(code));
        assert_eq!(read_code("7501055300075"), None);
    }
}
