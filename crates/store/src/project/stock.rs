//! Stock is a sum of movements: two tills that sell the last unit both stand, and the sum shows the oversell.

use domain::{Id, Quantity};
use rusqlite::Connection;

use crate::StoreError;

pub fn moved(conn: &Connection, product: Id, quantity: Quantity) -> Result<(), StoreError> {
    conn.prepare_cached(
        "insert into stock (product, quantity) values (?, ?) on conflict (product) do update set quantity = quantity + excluded.quantity",
    )?
    .execute((product, quantity.get()))?;
    Ok(())
}
