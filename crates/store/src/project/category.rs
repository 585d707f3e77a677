use domain::entry::CategorySaved;
use rusqlite::{Connection, OptionalExtension, params};

use super::{Arrived, register::beats};
use crate::StoreError;

pub fn saved(conn: &Connection, arrived: &Arrived<'_>, category: &CategorySaved) -> Result<(), StoreError> {
    let CategorySaved { id, name, icon, tint, position, active } = category;
    let set_by = conn.query_row("select stamp from categories where id = ?", [id], |row| row.get(0)).optional()?;
    if beats(conn, arrived.arrival, set_by)? {
        conn.execute(
            "insert or replace into categories (id, name, icon, tint, position, active, stamp) values (?, ?, ?, ?, ?, ?, ?)",
            params![id, name, icon, tint, position, active, arrived.arrival],
        )?;
    }
    Ok(())
}
