//! A customer: what is known of her, and who looks like somebody who is known already.

use serde::{Deserialize, Serialize};
use ts_rs::TS;

use crate::card_number;
use crate::entry::Sealed;
use crate::{Id, Refusal, tax_id};

/// Created or changed. Her own texts go with her key when she is erased; what an invoice must keep by law has a key of its own.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct CustomerSaved {
    pub id: Id,
    pub contact: Sealed,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub fiscal: Option<Sealed>,
    pub active: bool,
}

#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct Contact {
    pub name: String,
    pub phone: String,
    pub email: String,
    pub address: String,
    pub note: String,
    /// Shown when she is chosen at the till.
    pub warning: String,
}

#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct Fiscal {
    pub tax_id: String,
    /// As invoices say it, where it is another than her name.
    pub tax_name: String,
}

const LONGEST: usize = 200;
const LONGEST_NOTE: usize = 500;
const LONGEST_PHONE: usize = 30;

fn clean(text: &str, longest: usize) -> Result<String, Refusal> {
    card_number::refuse(text)?;
    Ok(text.chars().filter(|it| !it.is_control() || *it == '\n').take(longest).collect::<String>().trim().to_owned())
}

impl Contact {
    pub fn cleaned(&self) -> Result<Self, Refusal> {
        let name = clean(&self.name.replace('\n', " "), LONGEST)?;
        if name.is_empty() {
            return Err(Refusal::NameRequired);
        }
        Ok(Self {
            name,
            phone: clean(&self.phone, LONGEST_PHONE)?,
            email: clean(&self.email, LONGEST)?,
            address: clean(&self.address, LONGEST)?,
            note: clean(&self.note, LONGEST_NOTE)?,
            warning: clean(&self.warning, LONGEST)?,
        })
    }
}

impl Fiscal {
    pub fn cleaned(&self) -> Result<Self, Refusal> {
        card_number::refuse(&self.tax_id)?;
        let tax_id = tax_id::normalise(&self.tax_id).chars().take(LONGEST_PHONE).collect();
        Ok(Self { tax_id, tax_name: clean(&self.tax_name, LONGEST)? })
    }

    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.tax_id.is_empty() && self.tax_name.is_empty()
    }
}

/// Lower case without accents: how people type names.
#[must_use]
pub fn fold(text: &str) -> String {
    const ACCENTS: [(&str, char); 7] =
        [("áàâäãå", 'a'), ("éèêë", 'e'), ("íìîï", 'i'), ("óòôöõ", 'o'), ("úùûü", 'u'), ("ñ", 'n'), ("ç", 'c')];
    let plain = |letter: char| ACCENTS.iter().find(|(from, _)| from.contains(letter)).map_or(letter, |(_, to)| *to);
    text.chars().flat_map(char::to_lowercase).map(plain).collect()
}

#[must_use]
pub fn digits(text: &str) -> String {
    text.chars().filter(char::is_ascii_digit).collect()
}

/// Why somebody may be the same person.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum Likeness {
    TaxId,
    Phone,
    Name,
}

/// Two people share a telephone when its last figures agree: a country's code is written or not.
const PHONE_DIGITS: usize = 8;

#[must_use]
pub fn likeness(one: (&Contact, &Fiscal), other: (&Contact, &Fiscal)) -> Option<Likeness> {
    if !one.1.tax_id.is_empty() && one.1.tax_id == other.1.tax_id {
        return Some(Likeness::TaxId);
    }
    let end = |phone: &str| digits(phone).chars().rev().take(PHONE_DIGITS).collect::<String>();
    let phone = end(&one.0.phone);
    if phone.len() == PHONE_DIGITS && phone == end(&other.0.phone) {
        return Some(Likeness::Phone);
    }
    is_close(&one.0.name, &other.0.name).then_some(Likeness::Name)
}

/// The same words in any order, or one letter in six typed otherwise.
fn is_close(one: &str, other: &str) -> bool {
    let words = |name: &str| {
        let mut words: Vec<String> = fold(name).split_whitespace().map(str::to_owned).collect();
        words.sort_unstable();
        words.join(" ")
    };
    let (one, other) = (words(one), words(other));
    one == other || distance(&one, &other) <= one.chars().count().max(other.chars().count()) / 6
}

fn distance(one: &str, other: &str) -> usize {
    let other: Vec<char> = other.chars().collect();
    let mut row: Vec<usize> = (0..=other.len()).collect();
    for (at, letter) in one.chars().enumerate() {
        let mut corner = row[0];
        row[0] = at + 1;
        for (to, theirs) in other.iter().enumerate() {
            let changed = corner + usize::from(letter != *theirs);
            corner = row[to + 1];
            row[to + 1] = changed.min(row[to] + 1).min(corner + 1);
        }
    }
    row[other.len()]
}

#[cfg(test)]
mod tests {
    use rstest::rstest;

    use super::*;

    fn known(name: &str, phone: &str, tax_id: &str) -> (Contact, Fiscal) {
        let contact = Contact { name: name.to_owned(), phone: phone.to_owned(), ..Contact::default() };
        (contact, Fiscal { tax_id: tax_id.to_owned(), ..Fiscal::default() })
    }

    #[rstest]
    #[case::tax_id("Otra", "", "GODE561231GR8", Some(Likeness::TaxId))]
    #[case::phone("Otra", "+52 55 1234 5678", "", Some(Likeness::Phone))]
    #[case::accents("jose PEREZ gomez", "", "", Some(Likeness::Name))]
    #[case::order("Pérez Gómez José", "", "", Some(Likeness::Name))]
    #[case::one_letter("José Péres Gómez", "", "", Some(Likeness::Name))]
    #[case::another("María Pérez Gómez", "5500000000", "", None)]
    fn lookalikes_are_told(#[case] name: &str, #[case] phone: &str, #[case] tax_id: &str, #[case] like: Option<Likeness>) {
        let (one, other) = (known("José Pérez Gómez", "5512345678", "GODE561231GR8"), known(name, phone, tax_id));
        assert_eq!(likeness((&one.0, &one.1), (&other.0, &other.1)), like);
    }

    #[test]
    fn a_customer_has_a_name_and_no_card() {
        assert_eq!(Contact::default().cleaned(), Err(Refusal::NameRequired));
        let noted = Contact { name: "Rosa".to_owned(), note: "4111 1111 1111 1111".to_owned(), ..Contact::default() };
        assert!(noted.cleaned().is_err());
    }
}
