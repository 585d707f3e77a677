use domain::entry::UserSaved;
use rusqlite::{Connection, OptionalExtension, params};

use super::{Arrived, register::beats};
use crate::{KeyStore, StoreError};

/// Name, role and activity are one register; the secret is another, because most edits do not bring one.
pub fn saved(conn: &Connection, arrived: &Arrived<'_>, user: &UserSaved, keys: &KeyStore) -> Result<(), StoreError> {
    let UserSaved { id, name, role, active, secret } = user;
    let stamps =
        conn.query_row("select stamp, secret_stamp from users where id = ?", [id], |row| Ok((row.get(0)?, row.get(1)?))).optional()?;
    let (set_by, secret_by): (Option<i64>, Option<i64>) = stamps.unwrap_or_default();
    if beats(conn, arrived.arrival, set_by)? {
        let role = serde_json::to_value(role).ok().and_then(|role| role.as_str().map(str::to_owned));
        conn.execute(
            "insert into users (id, name, role, active, stamp) values (?, ?, ?, ?, ?)
             on conflict (id) do update set name = excluded.name, role = excluded.role, active = excluded.active, stamp = excluded.stamp",
            params![id, keys.open_text(name), role, active, arrived.arrival],
        )?;
    }
    if let Some(secret) = secret
        && beats(conn, arrived.arrival, secret_by)?
    {
        conn.execute("update users set secret = ?, secret_stamp = ? where id = ?", params![keys.open_text(secret), arrived.arrival, id])?;
    }
    Ok(())
}
