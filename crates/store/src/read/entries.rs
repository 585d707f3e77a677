//! Entries themselves, by their place.

use journal::{Entry, codec};
use rusqlite::{Connection, OptionalExtension};

use crate::StoreError;

pub fn entry(conn: &Connection, arrival: i64) -> Result<Option<Entry>, StoreError> {
    let packed: Option<(i64, Vec<u8>)> = conn
        .prepare_cached("select codec, bytes from journal where arrival = ?")?
        .query_row([arrival], |row| Ok((row.get(0)?, row.get(1)?)))
        .optional()?;
    let Some((codec, packed)) = packed else { return Ok(None) };
    let bytes = codec::unpack(codec, &packed)?;
    let entry = Entry::from_hashed_bytes(&bytes).map_err(|error| StoreError::Unreadable { arrival, reason: error.to_string() })?;
    Ok(Some(entry))
}

/// The hash of an entry, as printed (in part) on the receipt it made.
pub fn hash_hex(conn: &Connection, arrival: i64) -> Result<String, StoreError> {
    let hash: [u8; 32] = conn.prepare_cached("select hash from journal where arrival = ?")?.query_row([arrival], |row| row.get(0))?;
    Ok(journal::Hash(hash).hex())
}
