//! What this machine prefers: language, theme, its printer, how far set-up has come.

use rusqlite::{Connection, OptionalExtension};
use serde::Serialize;
use serde::de::DeserializeOwned;

use crate::StoreError;

/// `None` where nothing was saved, or where what was saved is no longer understood.
pub fn get<T: DeserializeOwned>(conn: &Connection, name: &str) -> Result<Option<T>, StoreError> {
    let value: Option<String> =
        conn.prepare_cached("select value from local_preferences where name = ?")?.query_row([name], |row| row.get(0)).optional()?;
    Ok(value.and_then(|value| serde_json::from_str(&value).ok()))
}

pub fn set(conn: &Connection, name: &str, value: &impl Serialize) -> Result<(), StoreError> {
    let value = serde_json::to_string(value).map_err(|error| StoreError::Impossible(error.to_string()))?;
    conn.execute("insert or replace into local_preferences (name, value) values (?, ?)", (name, value))?;
    Ok(())
}

pub fn remove(conn: &Connection, name: &str) -> Result<(), StoreError> {
    conn.execute("delete from local_preferences where name = ?", [name])?;
    Ok(())
}
