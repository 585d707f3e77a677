use domain::role::RoleSaved;
use rusqlite::{Connection, OptionalExtension};

use super::{Arrived, register::beats};
use crate::StoreError;

pub fn saved(conn: &Connection, arrived: &Arrived<'_>, role: &RoleSaved) -> Result<(), StoreError> {
    let set_by = conn.query_row("select stamp from roles where id = ?", [role.id], |row| row.get(0)).optional()?;
    if beats(conn, arrived.arrival, set_by)? {
        let body = serde_json::to_string(role).map_err(|error| StoreError::Impossible(error.to_string()))?;
        conn.execute("insert or replace into roles (id, body, stamp) values (?, ?, ?)", (role.id, body, arrived.arrival))?;
    }
    Ok(())
}
