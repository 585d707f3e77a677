//! The roles that the owner has made.

use domain::Id;
use domain::role::RoleSaved;
use rusqlite::{Connection, OptionalExtension};

use crate::StoreError;

fn parsed(body: &str) -> Result<RoleSaved, StoreError> {
    serde_json::from_str(body).map_err(|error| StoreError::Impossible(error.to_string()))
}

pub fn find(conn: &Connection, id: Id) -> Result<Option<RoleSaved>, StoreError> {
    let body: Option<String> = conn.prepare_cached("select body from roles where id = ?")?.query_row([id], |row| row.get(0)).optional()?;
    body.as_deref().map(parsed).transpose()
}

pub fn all(conn: &Connection) -> Result<Vec<RoleSaved>, StoreError> {
    let mut statement = conn.prepare_cached("select body from roles order by id")?;
    let bodies = statement.query_map([], |row| row.get(0))?.collect::<Result<Vec<String>, _>>()?;
    bodies.iter().map(|body| parsed(body)).collect()
}
