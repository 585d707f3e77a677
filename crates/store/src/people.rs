//! Names of people in copies. A full copy holds none in clear: a stick that is lost gives nobody away, and an erasure need not find every stick.

use std::path::Path;

use domain::Id;
use domain::entry::{Fact, UserSaved};
use rusqlite::{Connection, OpenFlags, params};

use crate::local::preferences;
use crate::project::customer::Texts;
use crate::read::{entries, users};
use crate::{KeyStore, StoreError, open};

/// Set in a copy whose names were taken out.
const WITHOUT_NAMES: &str = "without_names";

/// Of a copy that nobody else has open. What is taken out is overwritten, not only unlinked.
pub(crate) fn take_names_out(copy: &Path) -> Result<(), StoreError> {
    let mut conn = open::connect(copy, OpenFlags::default())?;
    conn.pragma_update(None, "secure_delete", true)?;
    // it has no name yet: cut off here, it is made again
    conn.pragma_update(None, "journal_mode", "memory")?;
    let tx = conn.transaction()?;
    tx.execute("update users set name = null, secret = null", [])?;
    tx.execute("update customers set contact = null, fiscal = null, search = null", [])?;
    tx.execute("update local_carts set parked_note = null", [])?;
    preferences::set(&tx, WITHOUT_NAMES, &true)?;
    Ok(tx.commit()?)
}

#[must_use]
pub(crate) fn are_names_out(conn: &Connection) -> bool {
    preferences::get(conn, WITHOUT_NAMES).ok().flatten().unwrap_or(false)
}

/// Reads the names out of the journal again, as far as the keys for them are here.
pub(crate) fn put_names_in(conn: &mut Connection, keys: &KeyStore) -> Result<(), StoreError> {
    if !are_names_out(conn) {
        return Ok(());
    }
    let tx = conn.transaction()?;
    for (id, name_by, secret_by) in stamps(&tx)? {
        if users::is_erased(&tx, id)? {
            continue;
        }
        let name = saved(&tx, name_by)?.and_then(|user| keys.open_text(&user.name));
        let secret = saved(&tx, secret_by)?.and_then(|user| keys.open_text(&user.secret?));
        tx.execute("update users set name = ?, secret = ? where id = ?", params![name, secret, id])?;
    }
    put_customers_in(&tx, keys)?;
    preferences::remove(&tx, WITHOUT_NAMES)?;
    Ok(tx.commit()?)
}

fn put_customers_in(conn: &Connection, keys: &KeyStore) -> Result<(), StoreError> {
    let mut statement = conn.prepare("select id, stamp from customers where id not in (select person from erased)")?;
    let stamps = statement.query_map([], |row| Ok((row.get(0)?, row.get(1)?)))?.collect::<Result<Vec<(Id, i64)>, _>>()?;
    for (id, stamp) in stamps {
        let Some(Fact::CustomerSaved(saved)) = entries::entry(conn, stamp)?.map(|entry| entry.fact) else { continue };
        let texts = Texts::open(&saved, keys);
        let sql = "update customers set contact = ?, fiscal = ?, search = ? where id = ?";
        conn.execute(sql, params![texts.contact, texts.fiscal, texts.search, id])?;
    }
    Ok(())
}

type Stamps = (Id, Option<i64>, Option<i64>);

fn stamps(conn: &Connection) -> Result<Vec<Stamps>, StoreError> {
    let mut statement = conn.prepare("select id, stamp, secret_stamp from users")?;
    let stamps = statement.query_map([], |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?)))?.collect::<Result<_, _>>()?;
    Ok(stamps)
}

fn saved(conn: &Connection, arrival: Option<i64>) -> Result<Option<UserSaved>, StoreError> {
    let Some(arrival) = arrival else { return Ok(None) };
    Ok(entries::entry(conn, arrival)?.and_then(|entry| if let Fact::UserSaved(user) = entry.fact { Some(user) } else { None }))
}
