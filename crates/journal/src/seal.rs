//! Sealed texts (XChaCha20-Poly1305). Whoever destroys a key erases all that it sealed, in every copy of the journal.

use base64::{Engine, prelude::BASE64_STANDARD_NO_PAD};
use chacha20poly1305::aead::{Aead, KeyInit, Payload};
use chacha20poly1305::{XChaCha20Poly1305, XNonce};
use domain::entry::Sealed;

pub type SealKey = [u8; 32];

const NONCE: usize = 24;

/// `nonce` is 24 random bytes, new for each text. The key's name is authenticated with the text.
#[must_use]
pub fn seal(name: &str, key: &SealKey, nonce: [u8; NONCE], text: &str) -> Sealed {
    let payload = Payload { msg: text.as_bytes(), aad: name.as_bytes() };
    let closed = XChaCha20Poly1305::new(key.into()).encrypt(XNonce::from_slice(&nonce), payload).expect("a short text is always sealed");
    Sealed { key: name.to_owned(), text: BASE64_STANDARD_NO_PAD.encode([&nonce[..], &closed].concat()) }
}

/// `None` where the key is another, or the text was touched.
#[must_use]
pub fn open(sealed: &Sealed, key: &SealKey) -> Option<String> {
    let bytes = BASE64_STANDARD_NO_PAD.decode(&sealed.text).ok()?;
    let (nonce, closed) = bytes.split_at_checked(NONCE)?;
    let payload = Payload { msg: closed, aad: sealed.key.as_bytes() };
    let text = XChaCha20Poly1305::new(key.into()).decrypt(XNonce::from_slice(nonce), payload).ok()?;
    String::from_utf8(text).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_the_right_key_opens_and_only_what_it_sealed() {
        let sealed = seal("notes-2026-11", &[1; 32], [7; 24], "para Doña Lupe, sin hielo");
        assert_eq!(open(&sealed, &[1; 32]).as_deref(), Some("para Doña Lupe, sin hielo"));
        assert_eq!(open(&sealed, &[2; 32]), None);
        assert_eq!(open(&Sealed { key: "other".to_owned(), ..sealed.clone() }, &[1; 32]), None, "the name is authenticated too");
        assert!(!sealed.text.contains("Lupe"));
        assert_eq!(open(&Sealed { text: "AAAA".to_owned(), ..sealed }, &[1; 32]), None);
    }
}
