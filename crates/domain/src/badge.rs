//! What a badge says: who it is, and a secret that nobody guesses. A scanner types it like any code.

use crate::Id;

const PREFIX: &str = "MOB1";
/// Crockford's: a scanner with another keyboard's layout still types them.
const ALPHABET: &[u8; 32] = b"0123456789ABCDEFGHJKMNPQRSTVWXYZ";
const LETTERS: usize = 26;

/// A badge as it is scanned.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Badge {
    pub user: Id,
    /// What of it is hashed.
    pub secret: String,
}

impl Badge {
    #[must_use]
    pub fn new(user: Id, random: u128) -> Self {
        Self { user, secret: letters(random) }
    }

    #[must_use]
    pub fn text(&self) -> String {
        format!("{PREFIX}{}{}", letters(self.user.as_u128()), self.secret)
    }

    /// `None`: it is no badge.
    #[must_use]
    pub fn read(text: &str) -> Option<Self> {
        let text = text.trim().to_ascii_uppercase();
        let own = text.strip_prefix(PREFIX).filter(|own| own.is_ascii() && own.len() == 2 * LETTERS)?;
        let (user, secret) = own.split_at(LETTERS);
        number(secret)?;
        Some(Self { user: Id::from_u128(number(user)?), secret: secret.to_owned() })
    }
}

fn letters(number: u128) -> String {
    (0..LETTERS).rev().map(|at| char::from(ALPHABET[usize::try_from(number >> (at * 5) & 31).unwrap_or(0)])).collect()
}

fn number(letters: &str) -> Option<u128> {
    letters.bytes().try_fold(0_u128, |number, letter| {
        let place = ALPHABET.iter().position(|own| *own == letter)?;
        number.checked_mul(32)?.checked_add(place as u128)
    })
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn a_badge_is_read_as_it_was_made(user: u128, random: u128) {
            let badge = Badge::new(Id::from_u128(user), random);
            prop_assert_eq!(Badge::read(&badge.text().to_lowercase()), Some(badge));
        }

        #[test]
        fn other_codes_are_no_badges(text in "\\PC{0,80}") {
            prop_assert_eq!(Badge::read(&text), None);
        }
    }
}
