//! Wrong PINs by user. They are not facts; a lock-out is. They survive a restart, so that a kill is no way round the delay.

use domain::Id;
use rusqlite::{Connection, OptionalExtension};

use crate::StoreError;

#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Tries {
    pub failures: i64,
    /// What is left of the delay: no instant, because a clock can be set.
    pub left_ms: i64,
}

pub fn tries(conn: &Connection, user: Id) -> Result<Tries, StoreError> {
    let sql = "select failures, left_ms from local_pin_tries where user = ?";
    let tries = conn.query_row(sql, [user], |row| Ok(Tries { failures: row.get(0)?, left_ms: row.get(1)? })).optional()?;
    Ok(tries.unwrap_or_default())
}

pub fn save(conn: &Connection, user: Id, tries: Tries) -> Result<(), StoreError> {
    let sql = "insert or replace into local_pin_tries (user, failures, left_ms) values (?, ?, ?)";
    conn.execute(sql, (user, tries.failures, tries.left_ms))?;
    Ok(())
}

/// Of tries that were forgotten meanwhile, nothing is left.
pub fn save_left(conn: &Connection, user: Id, left_ms: i64) -> Result<(), StoreError> {
    conn.execute("update local_pin_tries set left_ms = ? where user = ?", (left_ms, user))?;
    Ok(())
}

pub fn forget(conn: &Connection, user: Id) -> Result<(), StoreError> {
    conn.execute("delete from local_pin_tries where user = ?", [user])?;
    Ok(())
}
