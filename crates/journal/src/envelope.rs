//! An entry: who recorded what, when, and as which link of which chain.

use domain::Id;
use domain::entry::Fact;
use serde::{Deserialize, Serialize};
use serde_json::Value;

use crate::canonical::{self, NotCanonical};
use crate::clock::Clock;

/// The identity of an entry, everywhere and for ever.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct EntryId {
    pub device: Id,
    pub epoch: Id,
    pub sequence: i64,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Entry {
    pub id: EntryId,
    pub clock: Clock,
    /// The wall clock in UTC, and how far ahead of it the shop's was.
    pub at_ms: i64,
    pub offset_minutes: i32,
    /// The user; absent where the program itself acts.
    pub actor: Option<Id>,
    pub fact: Fact,
}

/// The envelope as it is written. Field order does not matter: the bytes are canonical.
#[derive(Serialize, Deserialize)]
struct Written {
    kind: String,
    version: i64,
    min_reader: i64,
    #[serde(flatten)]
    id: EntryId,
    clock: Clock,
    at_ms: i64,
    offset_minutes: i32,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    actor: Option<Id>,
    body: Value,
}

#[derive(Debug, thiserror::Error)]
pub enum Unreadable {
    #[error(transparent)]
    NotCanonical(#[from] NotCanonical),
    #[error("not an entry: {0}")]
    NotAnEntry(#[from] serde_json::Error),
}

impl Entry {
    pub fn to_bytes(&self) -> Result<Vec<u8>, Unreadable> {
        let Entry { id, clock, at_ms, offset_minutes, actor, fact } = self;
        let (version, min_reader) = fact.versions();
        let written = Written {
            kind: fact.kind().to_owned(),
            version,
            min_reader,
            id: *id,
            clock: *clock,
            at_ms: *at_ms,
            offset_minutes: *offset_minutes,
            actor: *actor,
            body: Value::Null,
        };
        let mut value = serde_json::to_value(written)?;
        // put in place afterwards, because a body is large and would be copied on the way
        value["body"] = fact.to_body()?;
        Ok(canonical::to_bytes(&value)?)
    }

    /// Reads bytes from elsewhere, which must be canonical. They are never written again: what was hashed stays what is stored.
    pub fn from_bytes(bytes: &[u8]) -> Result<Self, Unreadable> {
        Self::from_value(canonical::from_bytes(bytes)?)
    }

    /// Reads bytes of this database's own journal, or bytes whose hash was checked just now.
    pub fn from_hashed_bytes(bytes: &[u8]) -> Result<Self, Unreadable> {
        Self::from_value(canonical::from_hashed_bytes(bytes)?)
    }

    fn from_value(value: Value) -> Result<Self, Unreadable> {
        let Written { kind, version, min_reader, id, clock, at_ms, offset_minutes, actor, body } = serde_json::from_value(value)?;
        let fact = Fact::from_body(&kind, version, min_reader, body)?;
        Ok(Self { id, clock, at_ms, offset_minutes, actor, fact })
    }
}
