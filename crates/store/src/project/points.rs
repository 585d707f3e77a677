//! What customers have in points: the sum of what sales earned, spent and undid.

use domain::points::PointsRules;
use domain::sale::SaleCompleted;
use rusqlite::{Connection, OptionalExtension, params};

use super::{Arrived, register::beats};
use crate::StoreError;

pub fn sold(conn: &Connection, arrival: i64, sale: &SaleCompleted) -> Result<(), StoreError> {
    for (n, own) in (1_i64..).zip(&sale.points) {
        conn.prepare_cached(
            "insert into point_moves (arrival, n, customer, sale, undone, earned, spent, business_date) values (?, ?, ?, ?, ?, ?, ?, ?)",
        )?
        .execute(params![arrival, n, own.customer, sale.id, own.of, own.earned, own.spent, sale.business_date.to_string()])?;
    }
    Ok(())
}

pub fn ruled(conn: &Connection, arrived: &Arrived<'_>, rules: &PointsRules) -> Result<(), StoreError> {
    let set_by = conn.query_row("select stamp from points_rules", [], |row| row.get(0)).optional()?;
    if beats(conn, arrived.arrival, set_by)? {
        let body = serde_json::to_string(rules).map_err(|error| StoreError::Impossible(error.to_string()))?;
        conn.execute("insert or replace into points_rules (id, body, stamp) values (1, ?, ?)", (body, arrived.arrival))?;
    }
    Ok(())
}
