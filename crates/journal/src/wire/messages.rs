//! The small messages. Unknown fields are passed over, so that either side may be newer.

use std::collections::BTreeMap;

use domain::Id;
use serde::{Deserialize, Serialize};

use super::Ack;
use crate::chain::{Hash, SigningKey, VerifyingKey};

/// A new device presents itself with the code that a person read to it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Pair {
    pub code: String,
    pub device: Id,
    /// The public key that the device will show who it is with: hex.
    pub key: String,
    /// The series that it numbers its receipts in already, if it has sold; head office gives it this one unless another till has it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub series: Option<String>,
    pub protocol: u32,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Paired {
    pub tenant: Id,
    /// As people know it.
    pub tenant_name: String,
    pub store: String,
    /// The series of this till: nobody else's.
    pub till: String,
    /// The key of head office's acknowledgements: hex.
    pub key: String,
}

/// Something to sign, so that a device shows that it has its key without ever sending it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Challenge {
    pub challenge: String,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct TokenRequest {
    pub tenant: Id,
    pub device: Id,
    pub challenge: String,
    /// Of the challenge, by the device's key: hex.
    pub signature: String,
}

/// No entry begins so: what is signed here is never taken for a link of a chain.
const IT_IS_ME: Hash = Hash(*b"mostrador: the device signs this");

impl TokenRequest {
    #[must_use]
    pub fn sign(tenant: Id, device: Id, challenge: String, key: &SigningKey) -> Self {
        let signature = hex::encode(key.sign(Self::hash(tenant, device, &challenge)));
        Self { tenant, device, challenge, signature }
    }

    #[must_use]
    pub fn is_of(&self, key: VerifyingKey) -> bool {
        hex::decode(&self.signature)
            .is_ok_and(|signature| key.has_signed(Self::hash(self.tenant, self.device, &self.challenge), &signature))
    }

    fn hash(tenant: Id, device: Id, challenge: &str) -> Hash {
        IT_IS_ME.next(&[&tenant.as_bytes()[..], device.as_bytes(), challenge.as_bytes()].concat())
    }
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Token {
    pub token: String,
    pub expires_in_s: i64,
}

/// One change of the keys at head office: its number, and what nobody could guess, so that a number that comes again is no other.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct KeyChange {
    pub at: i64,
    pub tag: Id,
}

/// What a device brings when it asks where head office stands: its own words. Where it has less than they say, it was put back from an older
/// copy of itself, and knows it by them.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Told {
    #[serde(default)]
    pub acks: Vec<Ack>,
    /// The last change of the keys that came from this device.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub keys: Option<KeyChange>,
}

/// Where head office stands, at the beginning of each round.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Standing {
    pub oldest_protocol: u32,
    pub protocol: u32,
    /// The name of its feed: another one than before where it was put back from an older copy of itself.
    pub feed: Id,
    /// What it has of this device's epochs, signed: the proof that 1 to n with this head are complete.
    pub epochs: Vec<Ack>,
    /// The last change of the keys that seal personal texts.
    pub keys_at: i64,
}

impl Standing {
    #[must_use]
    pub fn of(&self, epoch: Id) -> Option<&Ack> {
        self.epochs.iter().find(|ack| ack.epoch == epoch)
    }
}

/// What became of a pushed range.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "answer", rename_all = "snake_case")]
pub enum Answer {
    /// All of it is kept. What stood there already changed nothing.
    Kept {
        ack: Ack,
        stored: usize,
        existed: usize,
        /// Sequences that are kept with their bytes, and that head office cannot make sense of. A person looks at them.
        #[serde(default, skip_serializing_if = "Vec::is_empty")]
        quarantined: Vec<i64>,
    },
    /// Something is missing before it.
    Gap { expected: i64 },
    /// Another entry stands at this sequence: two devices were one. Both are kept, and a person is told.
    Forked { sequence: i64, standing: Ack },
}

/// Keys that seal personal texts, by name: hex. They travel beside the journal, never in it.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Keys {
    #[serde(default)]
    pub sealing: BTreeMap<String, String>,
    /// What PINs are hashed with. Each shop that was one for itself brings its own.
    #[serde(default)]
    pub peppers: Vec<String>,
    /// Whose keys are destroyed, here and everywhere.
    #[serde(default)]
    pub erased: Vec<Id>,
    /// The change that these are complete to.
    #[serde(default)]
    pub at: i64,
}

impl Keys {
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.sealing.is_empty() && self.peppers.is_empty() && self.erased.is_empty()
    }
}

/// Problem+JSON (RFC 9457), with a code that a program can tell apart.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Problem {
    #[serde(rename = "type", default = "about_blank")]
    pub kind: String,
    pub title: String,
    pub status: u16,
    pub code: String,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub detail: Option<String>,
}

fn about_blank() -> String {
    "about:blank".to_owned()
}
