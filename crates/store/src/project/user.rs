use domain::Id;
use domain::entry::UserSaved;
use rusqlite::{Connection, OptionalExtension, params};

use super::{Arrived, register::beats};
use crate::names::name_of;
use crate::read::users::is_erased;
use crate::{KeyStore, StoreError};

/// Name, role and activity are one register; the secret is another and the badge a third, because most edits do not bring one.
/// Of an erased person only the registers' order is kept, so that it does not matter whether an edit comes before or after the erasure.
pub fn saved(conn: &Connection, arrived: &Arrived<'_>, user: &UserSaved, keys: &KeyStore) -> Result<(), StoreError> {
    let UserSaved { id, name, role, own_role, active, secret, badge } = user;
    let stamps = conn
        .query_row("select stamp, secret_stamp, badge_stamp from users where id = ?", [id], |row| {
            Ok((row.get(0)?, row.get(1)?, row.get(2)?))
        })
        .optional()?;
    let (set_by, secret_by, badge_by): (Option<i64>, Option<i64>, Option<i64>) = stamps.unwrap_or_default();
    let is_here = !is_erased(conn, *id)?;
    let open = |sealed| keys.open_text(sealed).filter(|_| is_here);
    if beats(conn, arrived.arrival, set_by)? {
        let role = name_of(role)?;
        conn.execute(
            "insert into users (id, name, role, own_role, active, stamp) values (?, ?, ?, ?, ?, ?)
             on conflict (id) do update set name = excluded.name, role = excluded.role, own_role = excluded.own_role,
                                            active = excluded.active, stamp = excluded.stamp",
            params![id, open(name), role, own_role, *active && is_here, arrived.arrival],
        )?;
    }
    if let Some(secret) = secret
        && beats(conn, arrived.arrival, secret_by)?
    {
        conn.execute("update users set secret = ?, secret_stamp = ? where id = ?", params![open(secret), arrived.arrival, id])?;
    }
    if let Some(badge) = badge
        && beats(conn, arrived.arrival, badge_by)?
    {
        conn.execute("update users set badge = ?, badge_stamp = ? where id = ?", params![open(badge), arrived.arrival, id])?;
    }
    Ok(())
}

/// The same row comes out of a replay after her key is gone.
pub fn erased(conn: &Connection, person: Id) -> Result<(), StoreError> {
    conn.execute("insert into erased (person) values (?) on conflict do nothing", [person])?;
    conn.execute("update users set name = null, secret = null, badge = null, active = 0 where id = ?", [person])?;
    Ok(())
}
