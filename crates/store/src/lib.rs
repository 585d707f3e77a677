//! The till's SQLite: one writer thread appends entries and projects them in the same transaction; a few read-only connections serve reads.
//!
//! Answers come after the flush. A commit error is indefinite: the database is reopened and the caller looks its id up.

mod blobs;
pub mod bulk;
mod check;
mod checked;
mod clock_jump;
pub mod copies;
mod deferred;
mod disk;
mod epoch;
mod erasure;
mod error;
mod failpoint;
mod faults;
mod files;
mod held;
pub mod keys;
pub mod local;
mod names;
mod open;
mod parked;
mod people;
mod project;
pub mod read;
pub mod recovery;
mod replay;
pub mod search;
mod store;
pub mod syncing;
#[cfg(feature = "testing")]
pub mod testing;
mod tx;
mod upgrade;
mod uptime;
mod verify;
pub mod vfs;
mod walk;
mod witness;
mod writer;

pub use blobs::Blobs;
pub use check::{Check, CheckFrom, Verified};
pub use clock_jump::{ClockJump, clock_jump};
pub use error::StoreError;
pub use failpoint::failpoint;
pub use files::write_durably;
pub use held::{Held, Testimony, Witnessed, of_receipt, testimony};
pub use journal::codec::DICTIONARY;
pub use keys::KeyStore;
pub use open::{SCHEMA, copy_into, open_read_only};
pub use replay::{Difference, dump, project_again, shared_dump};
pub use rusqlite::{Connection, version as sqlite_version};
pub use store::{Place, Store};
pub use tx::{Now, Tx};
pub use uptime::uptime;
pub use verify::{Finding, Projections, Report, verify, verify_beside, verify_chain};
pub use walk::{Step, Walk};
pub use witness::read as read_witness;
pub use writer::Lane;
