//! The device's side of sync: what to do next (pure), how it is done, and when to try again. The till's storage and the wire are traits, so that
//! a simulator can run the same rules under every fault.
//!
//! A till never waits for this, and never loses by it.

pub mod backoff;
pub mod http;
pub mod plan;
mod round;

use domain::Id;
use journal::Hash;
use journal::wire::{Ack, Answer, Cursor, KeyChange, Keys, Page, Range, Standing, Told};

pub use round::{Done, round};

/// Why a round ended before its end. What is not acknowledged is still here, and goes with the next.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Trouble {
    #[error("head office cannot be reached: {0}")]
    Unreachable(String),
    /// A page of a hotel's network, for one, answers everything.
    #[error("something else than head office answered: {0}")]
    NotHeadOffice(String),
    #[error("head office is busy")]
    Busy { retry_after_s: Option<u64> },
    #[error("this program and head office are too far apart in version")]
    UpdateNeeded,
    #[error("this device is not paired any more")]
    Revoked,
    /// Two devices go on from one journal: this one must become another.
    #[error("head office knows another history of this till, up to sequence {sequence}")]
    Forked { sequence: i64 },
    #[error("head office refused: {code}: {detail}")]
    Refused { code: String, detail: String },
    #[error("an acknowledgement is not of the head office that this till was paired with")]
    NotItsKey,
    #[error("the till's storage: {0}")]
    Storage(String),
    #[error("it was stopped")]
    Stopped,
}

impl Trouble {
    /// What the screens have words for.
    #[must_use]
    pub fn code(&self) -> &'static str {
        match self {
            Self::Unreachable(_) => "sync_unreachable",
            Self::NotHeadOffice(_) => "sync_not_head_office",
            Self::Busy { .. } => "sync_busy",
            Self::UpdateNeeded => "sync_update_needed",
            Self::Revoked => "sync_revoked",
            Self::Forked { .. } => "sync_forked",
            Self::Refused { .. } => "sync_refused",
            Self::NotItsKey => "sync_not_its_key",
            Self::Storage(_) => "sync_storage",
            Self::Stopped => "sync_stopped",
        }
    }
}

/// One of this device's epochs.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Chain {
    pub epoch: Id,
    /// Its last sequence.
    pub last: i64,
    /// How much of it head office has.
    pub acknowledged: i64,
    /// The one that the device is writing.
    pub is_current: bool,
}

/// What sync needs of a till.
pub trait Till {
    /// The oldest first.
    fn chains(&self) -> Result<Vec<Chain>, Trouble>;
    /// Whether this device's own journal has that hash at that place.
    fn is_mine(&self, epoch: Id, sequence: i64, hash: Hash) -> Result<bool, Trouble>;
    /// From this sequence on, as much as goes in one range.
    fn range(&self, epoch: Id, first: i64) -> Result<Range, Trouble>;
    /// How much head office has; `None`: it knows nothing of this epoch.
    fn acknowledge(&self, epoch: Id, ack: Option<&Ack>) -> Result<(), Trouble>;
    /// What head office last acknowledged.
    fn told(&self) -> Result<Told, Trouble>;
    /// The name of the feed, at each standing. Answers whether it is another than before.
    fn note_feed(&self, feed: Id) -> Result<bool, Trouble>;
    fn cursor(&self) -> Result<Cursor, Trouble>;
    /// Keeps all of the page, then where it ends. Answers how many entries are new. `go_on` is asked between short pieces.
    fn receive(&self, page: &Page, go_on: &dyn Fn() -> bool) -> Result<usize, Trouble>;

    /// Keys that head office has not got from here.
    fn keys_to_send(&self) -> Result<Keys, Trouble>;
    fn keys_sent(&self, keys: &Keys, change: KeyChange) -> Result<(), Trouble>;
    /// Head office may have lost keys: all go again, and all are asked for again.
    fn forget_keys_sent(&self) -> Result<(), Trouble>;
    fn keys_at(&self) -> Result<i64, Trouble>;
    fn take_keys(&self, keys: &Keys) -> Result<(), Trouble>;

    /// `None` where it is not here either.
    fn blob(&self, sha256: &str) -> Result<Option<Vec<u8>>, Trouble>;
    /// Attachments that are named by what is here, and are not here.
    fn missing_blobs(&self) -> Result<Vec<String>, Trouble>;
    fn keep_blob(&self, sha256: &str, bytes: &[u8]) -> Result<(), Trouble>;
}

/// Head office, as a device reaches it.
pub trait HeadOffice {
    fn standing(&self, told: &Told) -> Result<Standing, Trouble>;
    fn push(&self, range: &Range) -> Result<Answer, Trouble>;
    fn pull(&self, after: Cursor, own: Id) -> Result<Page, Trouble>;
    fn keys(&self, after: i64) -> Result<Keys, Trouble>;
    fn send_keys(&self, keys: &Keys) -> Result<KeyChange, Trouble>;
    fn has_blob(&self, sha256: &str) -> Result<bool, Trouble>;
    fn send_blob(&self, sha256: &str, bytes: &[u8]) -> Result<(), Trouble>;
    /// `None` where it has not come from whoever made it yet.
    fn blob(&self, sha256: &str) -> Result<Option<Vec<u8>>, Trouble>;
}
