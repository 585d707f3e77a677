use domain::entry::ShopConfigured;
use rusqlite::{Connection, OptionalExtension};

use crate::StoreError;

pub fn shop(conn: &Connection) -> Result<Option<ShopConfigured>, StoreError> {
    let body: Option<String> = conn.prepare_cached("select body from shop")?.query_row([], |row| row.get(0)).optional()?;
    body.map(|body| serde_json::from_str(&body).map_err(|error| StoreError::Impossible(error.to_string()))).transpose()
}

/// Which entry set it: it changes with the shop.
pub fn stamp(conn: &Connection) -> Result<Option<i64>, StoreError> {
    Ok(conn.prepare_cached("select stamp from shop")?.query_row([], |row| row.get(0)).optional()?)
}

/// The last business date of this till's own series.
pub fn last_business_date(conn: &Connection) -> Result<Option<chrono::NaiveDate>, StoreError> {
    let sql =
        "select max(s.last_date) from series s join epochs e on e.no = s.epoch join local_device d join epochs mine on mine.no = d.epoch
               where e.device = mine.device";
    let date: Option<String> = conn.prepare_cached(sql)?.query_row([], |row| row.get(0))?;
    Ok(date.and_then(|date| date.parse().ok()))
}
