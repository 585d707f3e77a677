//! PINs and passwords: argon2id with 46 MiB, as slow for a thief as it can be without keeping a queue waiting, and peppered with a key of the
//! device: a million PINs are tried in a night, but not by whoever has the database alone.

use argon2::password_hash::{PasswordHasher, PasswordVerifier, phc::PasswordHash};
use argon2::{Algorithm, Argon2, Params, Version};
use store::KeyStore;

use crate::Failure;

/// A hash of what nobody typed, with the same cost.
pub const NOBODYS: &str = "$argon2id$v=19$m=47104,t=1,p=1$bm9ib2R5bm9ib2R5$AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA";

/// Says of a stored hash that it needs the first pepper. Hashes of older shops have no such mark, and none.
const PEPPERED: &str = "peppered:1";

fn argon(pepper: &[u8]) -> Result<Argon2<'_>, Failure> {
    let params = Params::new(46 * 1024, 1, 1, None).map_err(failed)?;
    Argon2::new_with_secret(pepper, Algorithm::Argon2id, Version::V0x13, params).map_err(failed)
}

fn failed(error: impl std::fmt::Display) -> Failure {
    Failure::new("internal", format!("a secret could not be hashed: {error}"))
}

pub fn hash(keys: &KeyStore, secret: &str) -> Result<String, Failure> {
    let pepper = keys.pepper_or_new()?;
    let hash = argon(&pepper)?.hash_password(secret.as_bytes()).map_err(failed)?;
    Ok(format!("{PEPPERED}{hash}"))
}

/// A hash that cannot be read, or whose pepper is gone, lets nobody in; looking takes as long.
pub fn matches(keys: &KeyStore, secret: &str, hash: &str) -> bool {
    // a PIN that was given at another till of the shop was hashed with that till's pepper
    let peppers: Vec<Vec<u8>> = keys.peppers().iter().map(|pepper| pepper.to_vec()).collect();
    let (peppers, hash) = match hash.strip_prefix(PEPPERED) {
        Some(hash) if !peppers.is_empty() => (peppers, hash),
        Some(_) => (vec![Vec::new()], NOBODYS),
        None => (vec![Vec::new()], hash),
    };
    let verify = |pepper: &Vec<u8>| argon(pepper).ok()?.verify_password(secret.as_bytes(), &PasswordHash::new(hash).ok()?).ok();
    peppers.iter().any(|pepper| verify(pepper).is_some())
}

pub fn is_peppered(hash: &str) -> bool {
    hash.starts_with(PEPPERED)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn unpeppered(secret: &str) -> String {
        argon(&[]).unwrap().hash_password(secret.as_bytes()).unwrap().to_string()
    }

    #[test]
    fn only_the_secret_itself_matches_and_hashes_are_salted() {
        let keys = KeyStore::in_memory();
        let first = hash(&keys, "407193").unwrap();
        assert!(matches(&keys, "407193", &first));
        assert!(!matches(&keys, "407194", &first));
        assert!(!matches(&keys, "407193", "not a hash"));
        assert!(!matches(&keys, "", NOBODYS) && PasswordHash::new(NOBODYS).is_ok());
        assert_ne!(first, hash(&keys, "407193").unwrap());
        assert!(first.starts_with("peppered:1$argon2id$v=19$m=47104,t=1,p=1$"), "{first}");
    }

    #[test]
    fn a_peppered_hash_matches_with_its_pepper_only() {
        let (ours, another) = (KeyStore::in_memory(), KeyStore::in_memory());
        let hash = hash(&ours, "5830").unwrap();
        assert!(!matches(&another, "5830", &hash), "the device has no pepper");
        another.pepper_or_new().unwrap();
        assert!(!matches(&another, "5830", &hash), "the pepper is another device's");
        assert!(!matches(&ours, "5830", hash.strip_prefix(PEPPERED).unwrap()), "without its mark it is tried without pepper");
    }

    #[test]
    fn a_hash_from_before_there_was_a_pepper_still_matches() {
        let old = unpeppered("5830");
        assert!(matches(&KeyStore::in_memory(), "5830", &old) && !is_peppered(&old));
        assert!(!matches(&KeyStore::in_memory(), "5831", &old));
    }
}
