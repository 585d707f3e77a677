use std::collections::BTreeSet;

use domain::Id;
use domain::user::{Powers, Role};
use rusqlite::{Connection, OptionalExtension, Row};

use crate::StoreError;
use crate::read::roles;

#[derive(Debug, Clone)]
pub struct User {
    pub id: Id,
    /// Empty once the person is erased.
    pub name: String,
    pub role: Role,
    pub own_role: Option<Id>,
    pub active: bool,
    pub secret: Option<String>,
    pub badge: Option<String>,
}

const COLUMNS: &str = "select id, coalesce(name, ''), role, active, secret, own_role, badge from users";

fn user(row: &Row<'_>) -> rusqlite::Result<User> {
    let role: String = row.get(2)?;
    let role = serde_json::from_value(role.into()).unwrap_or(Role::Cashier);
    Ok(User {
        id: row.get(0)?,
        name: row.get(1)?,
        role,
        active: row.get(3)?,
        secret: row.get(4)?,
        own_role: row.get(5)?,
        badge: row.get(6)?,
    })
}

/// Everybody but the erased.
pub fn all(conn: &Connection) -> Result<Vec<User>, StoreError> {
    let mut statement = conn.prepare_cached(&format!("{COLUMNS} where id not in (select person from erased) order by active desc, id"))?;
    let users = statement.query_map([], user)?.collect::<Result<_, _>>()?;
    Ok(users)
}

pub fn find(conn: &Connection, id: Id) -> Result<Option<User>, StoreError> {
    Ok(conn.prepare_cached(&format!("{COLUMNS} where id = ?"))?.query_row([id], user).optional()?)
}

/// What she may do: as the role says that the owner made for her, or as her rank does.
pub fn powers(conn: &Connection, user: &User) -> Result<Powers, StoreError> {
    let own = user.own_role.map(|role| roles::find(conn, role)).transpose()?.flatten();
    // a role of another rank is none that she was given
    Ok(own.filter(|own| own.rank == user.role && own.active).map_or_else(|| Powers::of(user.role), |own| own.powers()))
}

pub fn is_erased(conn: &Connection, id: Id) -> Result<bool, StoreError> {
    Ok(conn.prepare_cached("select exists (select 1 from erased where person = ?)")?.query_row([id], |row| row.get(0))?)
}

pub fn erased(conn: &Connection) -> Result<BTreeSet<Id>, StoreError> {
    let mut statement = conn.prepare("select person from erased")?;
    let erased = statement.query_map([], |row| row.get(0))?.collect::<Result<_, _>>()?;
    Ok(erased)
}
