//! What the store can fail with. Use [`StoreError`] everywhere in this crate; refusals of the domain are not errors of the store.

use std::io::ErrorKind;

use rusqlite::{ErrorCode, ffi};

#[derive(Debug, thiserror::Error)]
pub enum StoreError {
    #[error("SQLite: {0}")]
    Sqlite(#[from] rusqlite::Error),
    #[error("migration: {0}")]
    Migration(#[from] refinery::Error),
    #[error("file: {0}")]
    File(#[from] std::io::Error),
    #[error("the database is of version {found}; this program knows versions up to {known}")]
    NewerDatabase { found: i32, known: i32 },
    #[error("the commit failed, so it is not known whether it happened: {0}")]
    CommitUnknown(String),
    #[error("the commit failed, and it is certain that nothing of it was kept: {0}")]
    NotCommitted(String),
    #[error("the database is damaged: {0}")]
    Damaged(String),
    #[error("another program has this till open")]
    AlreadyOpen,
    #[error("the disk is full")]
    DiskFull,
    #[error("nothing can be written here: {0}")]
    ReadOnly(String),
    #[error("entry {arrival} cannot be read: {reason}")]
    Unreadable { arrival: i64, reason: String },
    #[error("a received entry does not continue its chain: {0}")]
    BrokenChain(String),
    #[error("the copy cannot be used: {0}")]
    CopyUnusable(String),
    #[error("the copies are closed, and this password does not open them")]
    WrongPassword,
    #[error("the copies are closed with a password")]
    PasswordNeeded,
    #[error("no copy and no entry was found to recover from")]
    NothingToRecover,
    #[error("it was cancelled")]
    Cancelled,
    #[error("the writer has stopped")]
    Stopped,
    #[error(transparent)]
    NotPacked(#[from] journal::codec::NotPacked),
    #[error("{0}")]
    Impossible(String),
}

impl StoreError {
    /// Names what a person can do something about.
    #[must_use]
    pub fn plain(self) -> Self {
        match self {
            Self::Sqlite(error) => match error.sqlite_error_code() {
                Some(ErrorCode::DiskFull) => Self::DiskFull,
                // the file that the connections share could not grow: SQLite asks for its room before it writes there
                _ if extended_code(&error) == Some(ffi::SQLITE_IOERR_SHMSIZE) => Self::DiskFull,
                Some(ErrorCode::ReadOnly | ErrorCode::PermissionDenied) => Self::ReadOnly(error.to_string()),
                Some(ErrorCode::DatabaseCorrupt | ErrorCode::NotADatabase) => Self::Damaged(error.to_string()),
                _ if extended_code(&error) == Some(ffi::SQLITE_IOERR_DATA) => Self::Damaged(error.to_string()),
                _ => Self::Sqlite(error),
            },
            Self::File(error) => match error.kind() {
                ErrorKind::StorageFull | ErrorKind::QuotaExceeded => Self::DiskFull,
                ErrorKind::ReadOnlyFilesystem | ErrorKind::PermissionDenied => Self::ReadOnly(error.to_string()),
                _ => Self::File(error),
            },
            other => other,
        }
    }
}

fn extended_code(error: &rusqlite::Error) -> Option<i32> {
    match error {
        rusqlite::Error::SqliteFailure(failure, _) => Some(failure.extended_code),
        _ => None,
    }
}
