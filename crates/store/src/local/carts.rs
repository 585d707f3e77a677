//! Open carts, saved line by line. A removed line stays until the cart is sold or discarded: then it is part of that fact.

use domain::Id;
use domain::cart::{Cart, CartLine, PriceGrant};
use domain::ticket::Discount;
use rusqlite::{Connection, OptionalExtension, Row, params};

use crate::StoreError;
use crate::faults::{Fault, planted};

fn text<T: serde::Serialize>(value: &T) -> Result<String, StoreError> {
    serde_json::to_string(value).map_err(|error| StoreError::Impossible(error.to_string()))
}

fn parsed<T: serde::de::DeserializeOwned>(text: &str) -> Result<T, StoreError> {
    serde_json::from_str(text).map_err(|error| StoreError::Impossible(error.to_string()))
}

/// The cart that this user has in hand, if any.
pub fn current(conn: &Connection, user: Id) -> Result<Option<Cart>, StoreError> {
    let sql = format!("select {HEAD} from local_carts where user = ? and parked_ms is null order by opened_ms desc limit 1");
    let found = conn.prepare_cached(&sql)?.query_row([user], head).optional()?;
    found.map(|head| whole(conn, head)).transpose()
}

const HEAD: &str = "id, discount, customer, age_checked, quotation, granted";

/// A cart without its lines, of the columns in [`HEAD`]: its discount and what was granted are still text.
type Head = (Id, Option<String>, Option<Id>, Option<u8>, Option<Id>, Option<String>);

fn head(row: &Row<'_>) -> rusqlite::Result<Head> {
    Ok((row.get(0)?, row.get(1)?, row.get(2)?, row.get(3)?, row.get(4)?, row.get(5)?))
}

fn whole(conn: &Connection, (id, discount, customer, age_checked, quotation, granted): Head) -> Result<Cart, StoreError> {
    let discount = discount.as_deref().map(parsed::<Discount>).transpose()?;
    let granted = granted.as_deref().map(parsed::<PriceGrant>).transpose()?;
    Ok(Cart { id, lines: lines(conn, id, false)?, discount, customer, age_checked, quotation, granted })
}

/// A cart that waits.
#[derive(Debug, Clone)]
pub struct Parked {
    pub cart: Cart,
    /// Whose it was.
    pub user: Id,
    pub at_ms: i64,
    pub note: Option<String>,
}

/// All carts that wait at this till, whose ever they are; the longest first.
pub fn parked(conn: &Connection) -> Result<Vec<Parked>, StoreError> {
    let sql = format!("select {HEAD}, user, parked_ms, parked_note from local_carts where parked_ms is not null order by parked_ms, id");
    let rows: Vec<(Head, Id, i64, Option<String>)> = conn
        .prepare_cached(&sql)?
        .query_map([], |row| Ok((head(row)?, row.get(6)?, row.get(7)?, row.get(8)?)))?
        .collect::<Result<_, _>>()?;
    rows.into_iter().map(|(head, user, at_ms, note)| Ok(Parked { cart: whole(conn, head)?, user, at_ms, note })).collect()
}

/// As if nobody had begun it, but for what was taken out of it.
pub fn make_plain(conn: &Connection, cart: Id) -> Result<(), StoreError> {
    conn.execute(
        "update local_carts set customer = null, discount = null, parked_note = null, age_checked = null, quotation = null, granted = null
         where id = ?",
        [cart],
    )?;
    Ok(())
}

pub fn count_parked(conn: &Connection) -> Result<i64, StoreError> {
    Ok(conn.query_row("select count(*) from local_carts where parked_ms is not null", [], |row| row.get(0))?)
}

/// Puts a cart aside. Answers whether it was in hand.
pub fn park(conn: &Connection, cart: Id, note: Option<&str>, now_ms: i64) -> Result<bool, StoreError> {
    let sql = "update local_carts set parked_ms = ?, parked_note = coalesce(?, parked_note) where id = ? and parked_ms is null";
    Ok(conn.execute(sql, (now_ms, note, cart))? > 0)
}

/// Takes a cart up again, in whose hand ever: it is the newest of hers, and keeps its name. Answers whether it waited.
pub fn resume(conn: &Connection, cart: Id, user: Id, now_ms: i64) -> Result<bool, StoreError> {
    let sql = "update local_carts set parked_ms = null, user = ?1,
                      opened_ms = max(?2, (select max(opened_ms) from local_carts) + 1) where id = ?3 and parked_ms is not null";
    Ok(conn.execute(sql, (user, now_ms, cart))? > 0)
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

/// Puts a whole cart in somebody's hand.
pub fn save(conn: &Connection, cart: &Cart, user: Id, now_ms: i64) -> Result<(), StoreError> {
    open(conn, cart.id, user, now_ms)?;
    cart.lines.iter().try_for_each(|line| save_line(conn, cart.id, line))?;
    save_discount(conn, cart.id, cart.discount)?;
    save_customer(conn, cart.id, cart.customer)?;
    conn.execute("update local_carts set quotation = ? where id = ?", (cart.quotation, cart.id))?;
    Ok(())
}

pub fn save_age_checked(conn: &Connection, cart: Id, age: u8) -> Result<(), StoreError> {
    conn.execute("update local_carts set age_checked = ? where id = ?", (age, cart))?;
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

pub fn save_granted(conn: &Connection, cart: Id, granted: &PriceGrant) -> Result<(), StoreError> {
    conn.execute("update local_carts set granted = ? where id = ?", (text(granted)?, cart))?;
    Ok(())
}

pub fn save_customer(conn: &Connection, cart: Id, customer: Option<Id>) -> Result<(), StoreError> {
    conn.prepare_cached("update local_carts set customer = ? where id = ?")?.execute((customer, cart))?;
    Ok(())
}

/// She is erased: no open ticket is hers any more.
pub fn forget_customer(conn: &Connection, customer: Id) -> Result<(), StoreError> {
    conn.execute("update local_carts set customer = null, parked_note = null where customer = ?", [customer])?;
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
