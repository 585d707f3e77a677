//! What a device and head office say to each other. Small things are JSON; entries travel in frames.
//!
//! A device pushes its own entries in ranges without a gap, head office answers with a countersigned acknowledgement once they are committed, and
//! gives every device what the others pushed, in the order in which it was committed.

mod frame;
mod messages;

pub use frame::{LARGEST_FRAME, LARGEST_UNPACKED, Malformed};
pub use messages::*;

use domain::Id;
use serde::{Deserialize, Serialize};

use crate::chain::{Hash, Head, SigningKey, VerifyingKey};

/// How these messages are written. Within the window both sides understand each other; outside of it a device sells on and says that it
/// needs an update.
pub const PROTOCOL: u32 = 1;
pub const OLDEST_PROTOCOL: u32 = 1;

/// A header in every answer of head office: the page of a hotel's network does not have it.
pub const MARK: &str = "x-mostrador-head-office";

/// In one range.
pub const MOST_ENTRIES: usize = 500;
/// Of a range before it is packed; one entry alone may be larger.
pub const FULL_RANGE: usize = 4 << 20;

/// An entry as it was hashed, and its device's signature of the hash.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Signed {
    pub bytes: Vec<u8>,
    pub signature: [u8; 64],
}

/// Entries of one epoch without a gap between them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Range {
    pub device: Id,
    pub epoch: Id,
    /// The sequence of the first.
    pub first: i64,
    pub entries: Vec<Signed>,
}

impl Range {
    /// The sequence of the last; one before the first where there is none.
    #[must_use]
    pub fn last(&self) -> i64 {
        self.first + i64::try_from(self.entries.len()).unwrap_or(i64::MAX) - 1
    }

    /// The same, from a later sequence on.
    #[must_use]
    pub fn from(mut self, first: i64) -> Self {
        let gone = usize::try_from(first - self.first).unwrap_or(0).min(self.entries.len());
        self.entries.drain(..gone);
        Self { first: first.max(self.first), ..self }
    }
}

/// Where a device is in the feed of its tenant. The feed has a new name when head office was put back from an older copy of itself: what was
/// read of the other says nothing then.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Cursor {
    pub feed: Id,
    pub position: i64,
}

/// A range as head office gives it on.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fed {
    pub range: Range,
    pub received_at_ms: i64,
}

/// A part of the feed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Page {
    /// Where to read on.
    pub next: Cursor,
    /// Whether there is more.
    pub more: bool,
    /// The keys that open what is in here are complete to this change of them.
    pub keys_at: i64,
    pub fed: Vec<Fed>,
}

/// Head office has everything of this epoch up to here, on its disk, and says so with its key: nobody can later pretend otherwise.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Ack {
    pub epoch: Id,
    pub sequence: i64,
    pub head: Hash,
    pub received_at_ms: i64,
    #[serde(with = "hex_signature")]
    pub signature: [u8; 64],
}

/// No entry begins so: what is signed here is never taken for a link of a chain.
const KEPT: Hash = Hash(*b"mostrador: head office keeps it.");

impl Ack {
    #[must_use]
    pub fn sign(epoch: Id, head: Head, received_at_ms: i64, key: &SigningKey) -> Self {
        let Head { sequence, hash } = head;
        let signature = key.sign(Self::hash(epoch, sequence, hash, received_at_ms));
        Self { epoch, sequence, head: hash, received_at_ms, signature }
    }

    #[must_use]
    pub fn is_of(&self, key: VerifyingKey) -> bool {
        key.has_signed(Self::hash(self.epoch, self.sequence, self.head, self.received_at_ms), &self.signature)
    }

    fn hash(epoch: Id, sequence: i64, head: Hash, received_at_ms: i64) -> Hash {
        KEPT.next(&[&epoch.as_bytes()[..], &sequence.to_be_bytes(), &head.0, &received_at_ms.to_be_bytes()].concat())
    }
}

mod hex_signature {
    use serde::{Deserialize, Deserializer, Serializer, de::Error};

    pub fn serialize<S: Serializer>(signature: &[u8; 64], to: S) -> Result<S::Ok, S::Error> {
        to.serialize_str(&hex::encode(signature))
    }

    pub fn deserialize<'de, D: Deserializer<'de>>(from: D) -> Result<[u8; 64], D::Error> {
        let text = String::deserialize(from)?;
        hex::decode(text).ok().and_then(|bytes| bytes.try_into().ok()).ok_or_else(|| D::Error::custom("a signature is 128 hex digits"))
    }
}
