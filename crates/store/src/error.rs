//! What the store can fail with. Use [`StoreError`] everywhere in this crate; refusals of the domain are not errors of the store.

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
    #[error("another program has this till open")]
    AlreadyOpen,
    #[error("the disk is full")]
    DiskFull,
    #[error("entry {arrival} cannot be read: {reason}")]
    Unreadable { arrival: i64, reason: String },
    #[error("a received entry does not continue its chain: {0}")]
    BrokenChain(String),
    #[error("the writer has stopped")]
    Stopped,
    #[error("{0}")]
    Impossible(String),
}

impl StoreError {
    /// Names the one SQLite failure that a cashier can mend herself.
    #[must_use]
    pub fn plain(self) -> Self {
        match &self {
            Self::Sqlite(error) if error.sqlite_error_code() == Some(rusqlite::ErrorCode::DiskFull) => Self::DiskFull,
            _ => self,
        }
    }
}
