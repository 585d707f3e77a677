//! Pairing codes: eight letters and figures without those that are taken for each other, 40 bits, for a quarter of an hour, once.

use sha2::{Digest, Sha256};

/// Crockford's letters: no I, L, O, U.
const LETTERS: &[u8; 32] = b"0123456789ABCDEFGHJKMNPQRSTVWXYZ";
const LENGTH: usize = 8;
pub const LASTS_MINUTES: i32 = 15;

/// As it is read to somebody: `7K2M-Q9XA`.
#[must_use]
pub fn new() -> String {
    let mut bytes = [0; LENGTH];
    getrandom::fill(&mut bytes).expect("the operating system has randomness");
    let text: String = bytes.iter().map(|byte| char::from(LETTERS[usize::from(byte % 32)])).collect();
    format!("{}-{}", &text[..4], &text[4..])
}

/// Hears what was typed: any case, with or without its hyphen, and the letters that look like figures.
fn heard(typed: &str) -> String {
    let letters = typed.chars().filter(char::is_ascii_alphanumeric).map(|letter| match letter.to_ascii_uppercase() {
        'O' => '0',
        'I' | 'L' => '1',
        'U' => 'V',
        letter => letter,
    });
    letters.collect()
}

/// What the database knows of it.
#[must_use]
pub fn hash(typed: &str) -> [u8; 32] {
    Sha256::digest(heard(typed).as_bytes()).into()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn it_is_heard_however_it_is_typed() {
        let code = new();
        assert_eq!((code.len(), heard(&code).len()), (9, LENGTH));
        assert_eq!(hash(&code), hash(&format!(" {} ", code.to_lowercase().replace('-', ""))));
        assert_eq!(hash("0O1I-LUVA"), hash("001 11VVA"));
        assert_ne!(hash(&code), hash(&new()));
    }
}
