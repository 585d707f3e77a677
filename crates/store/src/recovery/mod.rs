//! Restore and recovery are one thing: a database is put together from the best full copy, the segments, and what a damaged file still gives. Each
//! entry is admitted only where it continues its chain and the key of its epoch signed it.
//!
//! It is made beside the live data, and put in place when the till is opened next. What was there is set aside and never deleted.

mod base;
mod local;
mod place;
mod rebuild;
mod salvage;

use rusqlite::Connection;
use serde::{Deserialize, Serialize};

use crate::StoreError;
use crate::copies::full::NewestSale;
use crate::local::preferences;

pub(crate) use place::forget;
pub use place::{plan, put_in_place, refuse_an_empty_start};
pub(crate) use rebuild::remove_unplanned;
pub use rebuild::{Sources, drill, end_drill, rebuild, restore};

/// What was and was not recovered. It stays in the recovered database, for its notice.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Recovery {
    pub at_ms: i64,
    /// The full copy that it began with.
    pub from: Option<String>,
    /// Full copies that were tried before and were not good.
    pub unusable: Vec<String>,
    pub entries: i64,
    pub sales: i64,
    pub newest_sale: Option<NewestSale>,
    /// Entries and sales that the witness knows of and that were found nowhere.
    pub missing_entries: i64,
    pub missing_sales: i64,
    /// Where the old file lies.
    pub set_aside: Option<String>,
    /// The first opening after it has started a new epoch.
    pub settled: bool,
}

const NAME: &str = "recovery";

pub fn last(conn: &Connection) -> Result<Option<Recovery>, StoreError> {
    preferences::get(conn, NAME)
}

fn save(conn: &Connection, recovery: &Recovery) -> Result<(), StoreError> {
    preferences::set(conn, NAME, recovery)
}

/// Recovered, and not opened since: what it would number next may be on somebody's receipt already.
pub(crate) fn is_unsettled(conn: &Connection) -> Result<bool, StoreError> {
    Ok(last(conn)?.is_some_and(|recovery| !recovery.settled))
}

/// In the transaction that starts the new epoch.
pub(crate) fn settle(conn: &Connection) -> Result<(), StoreError> {
    match last(conn)? {
        Some(recovery) if !recovery.settled => save(conn, &Recovery { settled: true, ..recovery }),
        _ => Ok(()),
    }
}
