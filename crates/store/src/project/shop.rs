use domain::entry::ShopConfigured;
use rusqlite::{Connection, OptionalExtension};

use super::{Arrived, register::beats};
use crate::StoreError;

pub fn configured(conn: &Connection, arrived: &Arrived<'_>, shop: &ShopConfigured) -> Result<(), StoreError> {
    let set_by = conn.query_row("select stamp from shop", [], |row| row.get(0)).optional()?;
    if beats(conn, arrived.arrival, set_by)? {
        let body = serde_json::to_string(shop).map_err(|error| StoreError::Impossible(error.to_string()))?;
        conn.execute("insert or replace into shop (one, body, stamp) values (1, ?, ?)", (body, arrived.arrival))?;
    }
    Ok(())
}
