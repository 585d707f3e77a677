//! Open carts, saved line by line. A removed line stays until the cart is sold or discarded: then it is part of that fact.

use domain::Id;
use domain::cart::{Cart, CartLine};
use domain::ticket::Discount;
use rusqlite::{Connection, OptionalExtension, params};

use crate::StoreError;
use crate::faults::{Fault, planted};

fn text<T: serde::Serialize>(value: &T) -> Result<String, StoreError> {
    serde_json::to_string(value).map_err(|error| StoreError::Impossible(error.to_string()))
}

fn parsed<T: serde::de::DeserializeOwned>(text: &str) -> Result<T, StoreError> {
    serde_json::from_str(text).map_err(|error| StoreError::Impossible(error.to_string()))
}

/// The cart that this user has open, if any.
pub fn current(conn: &Connection, user: Id) -> Result<Option<Cart>, StoreError> {
    let found: Option<(Id, Option<String>)> = conn
        .prepare_cached("select id, discount from local_carts where user = ? order by opened_ms desc limit 1")?
        .query_row([user], |row| Ok((row.get(0)?, row.get(1)?)))
        .optional()?;
    let Some((id, discount)) = found else { return Ok(None) };
    let discount = discount.map(|discount| parsed::<Discount>(&discount)).transpose()?;
    Ok(Some(Cart { id, lines: lines(conn, id, false)?, discount }))
}

pub fn lines(conn: &Connection, cart: Id, removed: bool) -> Result<Vec<CartLine>, StoreError> {
    let mut statement = conn.prepare_cached("select body from local_cart_lines where cart = ? and removed = ? order by position")?;
    let bodies = statement.query_map((cart, removed), |row| row.get::<_, String>(0))?.collect::<Result<Vec<_>, _>>()?;
    bodies.iter().map(|body| parsed(body)).collect()
}

pub fn open(conn: &Connection, cart: Id, user: Id, now_ms: i64) -> Result<(), StoreError> {
    conn.prepare_cached("insert into local_carts (id, user, opened_ms) values (?, ?, ?) on conflict do nothing")?
        .execute((cart, user, now_ms))?;
    Ok(())
}

pub fn save_line(conn: &Connection, cart: Id, line: &CartLine) -> Result<(), StoreError> {
    let body = text(line)?;
    let changed = conn
        .prepare_cached("update local_cart_lines set body = ? where cart = ? and id = ? and removed = 0")?
        .execute((&body, cart, line.id))?;
    if changed == 0 {
        conn.prepare_cached(
            "insert into local_cart_lines (cart, position, id, body)
             select ?1, coalesce(max(position), 0) + 1, ?2, ?3 from local_cart_lines where cart = ?1",
        )?
        .execute(params![cart, line.id, body])?;
    }
    Ok(())
}

/// Takes a line out, or puts it back. Answers whether there was such a line.
pub fn set_removed(conn: &Connection, cart: Id, line: Id, removed: bool) -> Result<bool, StoreError> {
    let sql = "update local_cart_lines set removed = ?1 where cart = ?2 and id = ?3 and removed = 1 - ?1";
    Ok(conn.prepare_cached(sql)?.execute((removed, cart, line))? > 0)
}

pub fn save_discount(conn: &Connection, cart: Id, discount: Option<Discount>) -> Result<(), StoreError> {
    let discount = discount.as_ref().map(text).transpose()?;
    conn.prepare_cached("update local_carts set discount = ? where id = ?")?.execute((discount, cart))?;
    Ok(())
}

pub fn delete(conn: &Connection, cart: Id) -> Result<(), StoreError> {
    if planted(Fault::CartLeft) {
        return Ok(());
    }
    conn.prepare_cached("delete from local_cart_lines where cart = ?")?.execute([cart])?;
    conn.prepare_cached("delete from local_carts where id = ?")?.execute([cart])?;
    Ok(())
}
