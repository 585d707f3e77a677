//! Stock is a sum of movements: two tills that sell the last unit both stand, and the sum shows the oversell.

use domain::{Id, Quantity};
use rusqlite::Connection;

use crate::StoreError;

pub fn moved(conn: &Connection, product: Id, quantity: Quantity) -> Result<(), StoreError> {
    #[cfg(feature = "testing")]
    if crate::testing::planted::is(crate::testing::planted::Fault::MovingAverage) {
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
