//! Copies of the journal: sealed segments of each chain, kept for ever, and now and then one full copy of the database, a few of which are kept.
//!
//! A copy counts once it was read back and verified; only then it gets its name, and only then an older one may go.

use std::fs::{File, TryLockError};

use crate::{Place, StoreError};

mod folder;
pub mod full;
pub(crate) mod name;
pub mod retention;
pub mod sealing;
pub mod segment;

pub use folder::{Folder, Found};
pub use name::{Kind, Name};
pub use sealing::{Seal, Unsealing};

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Step {
    Reading,
    Checking,
    Sending,
}

/// How far a copy is: bytes, or entries while they are checked.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Progress {
    pub step: Step,
    pub done: u64,
    pub of: u64,
}

/// Hears how far it is, and says whether it goes on.
pub type GoOn<'a> = &'a (dyn Fn(Progress) -> bool + Sync);

/// One program at a time makes copies of a till: they write to the same files. `None` while another does.
pub fn claim(place: &Place) -> Result<Option<File>, StoreError> {
    let file = File::create(place.database.with_file_name("copying.lock"))?;
    match file.try_lock() {
        Ok(()) => Ok(Some(file)),
        Err(TryLockError::WouldBlock) => Ok(None),
        Err(TryLockError::Error(error)) => Err(error.into()),
    }
}
