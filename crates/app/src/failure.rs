//! What crosses the door when something cannot be done. The screen has a text for each code; `message` is for logs and for codes it does not know.
//!
//! A refusal of the domain becomes a failure with the refusal's own code; an error of the store is told without its inner words.

use std::collections::BTreeMap;

use domain::Refusal;
use serde::{Deserialize, Serialize};
use store::StoreError;
use ts_rs::TS;

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS, thiserror::Error)]
#[error("{code}: {message}")]
pub struct Failure {
    pub code: String,
    pub message: String,
    pub params: BTreeMap<String, String>,
}

impl Failure {
    pub fn new(code: &str, message: impl Into<String>) -> Self {
        Self { code: code.to_owned(), message: message.into(), params: BTreeMap::new() }
    }

    #[must_use]
    pub fn with(mut self, name: &str, value: impl ToString) -> Self {
        self.params.insert(name.to_owned(), value.to_string());
        self
    }

    #[must_use]
    pub fn not_found(what: &str) -> Self {
        Self::new("not_found", format!("there is no such {what}"))
    }
}

impl From<Refusal> for Failure {
    fn from(refusal: Refusal) -> Self {
        let failure = Self::new(refusal.code(), refusal.to_string());
        refusal.params().into_iter().fold(failure, |failure, (name, value)| failure.with(name, value))
    }
}

impl From<StoreError> for Failure {
    fn from(error: StoreError) -> Self {
        tracing::error!(%error, "The store failed");
        match error.plain() {
            StoreError::DiskFull => Self::new("disk_full", "the disk is full; nothing was changed"),
            StoreError::ReadOnly(_) => Self::new("disk_read_only", "the disk lets nothing be written; what was saved is safe"),
            StoreError::NewerDatabase { found, known } => {
                Self::new("database_newer", "the data is from a newer version of the program").with("found", found).with("known", known)
            }
            StoreError::AlreadyOpen => Self::new("already_open", "another program has this till open"),
            StoreError::Damaged(_) => Self::new("database_damaged", "the disk gave back damaged data; nothing of it was used"),
            StoreError::NotCommitted(..) => Self::new("not_saved", "it is certain that nothing of this was saved"),
            StoreError::CopyUnusable(why) => Self::new("copy_unusable", why),
            StoreError::WrongPassword => Self::new("copy_password_wrong", "this password does not open the copies"),
            StoreError::PasswordNeeded => Self::new("copy_password_needed", "the copies are closed with a password"),
            StoreError::NothingToRecover => Self::new("nothing_to_recover", "no copy and no entry was found"),
            StoreError::Cancelled => Self::new("copy_cancelled", "the copy was cancelled; those that were there stand"),
            StoreError::CommitUnknown(_) => Self::new("commit_unknown", "it is not known whether the last step was saved"),
            other => Self::new("store_failed", other.to_string()),
        }
    }
}
