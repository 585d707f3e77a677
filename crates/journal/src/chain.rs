//! The chain: each entry's hash covers the one before it, and the device's key signs each hash.
//!
//! A signature proves which key wrote. It does not prove that its owner never rewrote: that is what heads held by others are for.

use std::fmt;

use ed25519_dalek::{Signer, Verifier};
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

/// Written as hex wherever it is written as text.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Default, Serialize, Deserialize)]
#[serde(into = "String", try_from = "String")]
pub struct Hash(pub [u8; 32]);

impl From<Hash> for String {
    fn from(hash: Hash) -> Self {
        hash.hex()
    }
}

impl TryFrom<String> for Hash {
    type Error = &'static str;
    fn try_from(text: String) -> Result<Self, Self::Error> {
        Self::from_hex(&text).ok_or("a hash is 64 hex digits")
    }
}

impl Hash {
    /// What stands before the first entry of an epoch.
    pub const START: Self = Self([0; 32]);

    /// SHA-256 over the previous hash and this entry's bytes.
    #[must_use]
    pub fn next(self, bytes: &[u8]) -> Self {
        Self(Sha256::new().chain_update(self.0).chain_update(bytes).finalize().into())
    }

    #[must_use]
    pub fn hex(self) -> String {
        hex::encode(self.0)
    }

    pub fn from_slice(bytes: &[u8]) -> Option<Self> {
        bytes.try_into().ok().map(Self)
    }

    #[must_use]
    pub fn from_hex(text: &str) -> Option<Self> {
        Self::from_slice(&hex::decode(text).ok()?)
    }
}

impl fmt::Debug for Hash {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(&self.hex())
    }
}

/// The last link of a chain.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Head {
    pub sequence: i64,
    pub hash: Hash,
}

/// A device's key for one epoch.
#[derive(Clone)]
pub struct SigningKey(ed25519_dalek::SigningKey);

impl fmt::Debug for SigningKey {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "SigningKey of {:?}", self.public())
    }
}

impl SigningKey {
    /// From 32 random bytes.
    #[must_use]
    pub fn from_seed(seed: &[u8; 32]) -> Self {
        Self(ed25519_dalek::SigningKey::from_bytes(seed))
    }

    #[must_use]
    pub fn public(&self) -> VerifyingKey {
        VerifyingKey(self.0.verifying_key())
    }

    #[must_use]
    pub fn sign(&self, hash: Hash) -> [u8; 64] {
        self.0.sign(&hash.0).to_bytes()
    }
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct VerifyingKey(ed25519_dalek::VerifyingKey);

impl VerifyingKey {
    #[must_use]
    pub fn hex(self) -> String {
        hex::encode(self.0.to_bytes())
    }

    #[must_use]
    pub fn from_hex(text: &str) -> Option<Self> {
        let bytes: [u8; 32] = hex::decode(text).ok()?.try_into().ok()?;
        ed25519_dalek::VerifyingKey::from_bytes(&bytes).ok().map(Self)
    }

    #[must_use]
    pub fn has_signed(self, hash: Hash, signature: &[u8]) -> bool {
        ed25519_dalek::Signature::from_slice(signature).is_ok_and(|signature| self.0.verify(&hash.0, &signature).is_ok())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_hash_depends_on_everything_before_it() {
        let first = Hash::START.next(b"one");
        assert_ne!(first.next(b"two"), Hash::START.next(b"two"));
        assert_eq!(Hash::from_hex(&first.hex()), Some(first));
    }

    #[test]
    fn only_the_key_itself_signs_and_only_this_hash() {
        let (key, other) = (SigningKey::from_seed(&[1; 32]), SigningKey::from_seed(&[2; 32]));
        let hash = Hash::START.next(b"one");
        let signature = key.sign(hash);
        assert!(key.public().has_signed(hash, &signature));
        assert!(!other.public().has_signed(hash, &signature));
        assert!(!key.public().has_signed(hash.next(b"two"), &signature));
        assert!(!key.public().has_signed(hash, &signature[..63]));
    }
}
