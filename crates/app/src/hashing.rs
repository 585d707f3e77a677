//! PINs and passwords: argon2id with 46 MiB, as slow for a thief as it can be without keeping a queue waiting.

use argon2::password_hash::{PasswordHasher, PasswordVerifier, phc::PasswordHash};
use argon2::{Algorithm, Argon2, Params, Version};

use crate::Failure;

/// A hash of what nobody typed, with the same cost.
pub const NOBODYS: &str = "$argon2id$v=19$m=47104,t=1,p=1$bm9ib2R5bm9ib2R5$AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA";

fn argon() -> Result<Argon2<'static>, Failure> {
    let params = Params::new(46 * 1024, 1, 1, None).map_err(failed)?;
    Ok(Argon2::new(Algorithm::Argon2id, Version::V0x13, params))
}

fn failed(error: impl std::fmt::Display) -> Failure {
    Failure::new("internal", format!("a secret could not be hashed: {error}"))
}

pub fn hash(secret: &str) -> Result<String, Failure> {
    Ok(argon()?.hash_password(secret.as_bytes()).map_err(failed)?.to_string())
}

/// A hash that cannot be read lets nobody in.
pub fn matches(secret: &str, hash: &str) -> bool {
    let verify = || argon().ok()?.verify_password(secret.as_bytes(), &PasswordHash::new(hash).ok()?).ok();
    verify().is_some()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_the_secret_itself_matches_and_hashes_are_salted() {
        let first = hash("407193").unwrap();
        assert!(matches("407193", &first));
        assert!(!matches("407194", &first));
        assert!(!matches("407193", "not a hash"));
        assert!(!matches("", NOBODYS) && PasswordHash::new(NOBODYS).is_ok());
        assert_ne!(first, hash("407193").unwrap());
        assert!(first.starts_with("$argon2id$v=19$m=47104,t=1,p=1$"), "{first}");
    }
}
