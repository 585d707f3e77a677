//! Stock is a sum of movements: two tills that sell the last unit both stand, and the sum shows the oversell.

use domain::{Id, Quantity};
use rusqlite::Connection;

use crate::StoreError;
use crate::faults::{Fault, planted};

pub fn moved(conn: &Connection, product: Id, quantity: Quantity) -> Result<(), StoreError> {
    if planted(Fault::MovingAverage) {
        let sql = "insert into stock (product, quantity) values (?, ?) on conflict (product) do update set quantity = (quantity + excluded.quantity) / 2";
        conn.execute(sql, (product, quantity.get()))?;
        return Ok(());
    }
    conn.prepare_cached(
        "insert into stock (product, quantity) values (?, ?) on conflict (product) do update set quantity = quantity + excluded.quantity",
    )?
    .execute((product, quantity.get()))?;
    Ok(())
}

/// Takes over what was sold after the first arrival, up to and including the second: a sale of eight lines would otherwise rewrite eight
/// pages while the customer waits. In order of the products, so that a page is written once a batch.
pub fn sold(conn: &Connection, from: i64, to: i64) -> Result<(), StoreError> {
    conn.prepare_cached(
        "insert into stock (product, quantity)
         select product, -sum(quantity) from sale_lines
         where sale > ? and sale <= ? and product is not null and restocked is not 0 group by product
         on conflict (product) do update set quantity = quantity + excluded.quantity",
    )?
    .execute((from, to))?;
    Ok(())
}
