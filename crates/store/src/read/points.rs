//! What customers have in points, as far as this till has heard.

use domain::Id;
use domain::points::PointsRules;
use rusqlite::{Connection, OptionalExtension};

use crate::StoreError;

/// `None`: the shop has never set any.
pub fn rules(conn: &Connection) -> Result<Option<PointsRules>, StoreError> {
    let body: Option<String> = conn.prepare_cached("select body from points_rules")?.query_row([], |row| row.get(0)).optional()?;
    body.map(|body| serde_json::from_str(&body).map_err(|error| StoreError::Impossible(error.to_string()))).transpose()
}

/// Below zero: she has spent what was taken back.
pub fn balance(conn: &Connection, customer: Id) -> Result<i64, StoreError> {
    let sql = "select coalesce(sum(earned - spent), 0) from point_moves where customer = ?";
    Ok(conn.prepare_cached(sql)?.query_row([customer], |row| row.get(0))?)
}

/// What all of them have, where they have any.
pub fn owed(conn: &Connection) -> Result<i64, StoreError> {
    let sql = "select coalesce(sum(own), 0) from (select sum(earned - spent) own from point_moves group by customer) where own > 0";
    Ok(conn.prepare_cached(sql)?.query_row([], |row| row.get(0))?)
}
