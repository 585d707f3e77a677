//! A full copy: the database as it was at one instant, written by a connection of its own while the till goes on selling.

use std::path::Path;

use domain::Id;
use rusqlite::{Connection, OptionalExtension};
use serde::{Deserialize, Serialize};

use super::name::{HASH_DIGITS, Kind, Name};
use crate::disk;
use crate::{StoreError, open, verify};

/// The newest sale of a copy: what a person recognises it by.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct NewestSale {
    pub series: String,
    pub number: i64,
    pub at_ms: i64,
}

/// What a good copy said when it was asked.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Examined {
    pub epoch: Id,
    pub sequence: i64,
    /// Hex of the hash of its last entry.
    pub head: String,
    pub entries: i64,
    pub sales: i64,
    pub newest_sale: Option<NewestSale>,
}

/// Copies `database` into `folder`, verifies the copy, and only then gives it its name. What was left by one that was cut off is written over.
pub fn make(database: &Path, folder: &Path, at_ms: i64, is_cancelled: &dyn Fn() -> bool) -> Result<(Name, Examined), StoreError> {
    disk::make_folder(folder)?;
    let making = folder.join("making.db");
    remove_leftover(&making)?;
    let made = snapshot(database, &making).and_then(|()| {
        stop_if(is_cancelled)?;
        let examined = examine(&making)?;
        stop_if(is_cancelled)?;
        let name = Name {
            kind: Kind::Full { at_ms },
            epoch: examined.epoch,
            to: examined.sequence,
            hash: examined.head[..HASH_DIGITS].to_owned(),
            is_sealed: false,
        };
        disk::rename(&making, &folder.join(name.to_string()))?;
        disk::sync_folder(folder)?;
        Ok((name, examined))
    });
    // a full disk is needed for sales, not for half a copy
    made.inspect_err(|_| drop(remove_leftover(&making)))
}

fn stop_if(is_cancelled: &dyn Fn() -> bool) -> Result<(), StoreError> {
    if is_cancelled() { Err(StoreError::Cancelled) } else { Ok(()) }
}

fn remove_leftover(making: &Path) -> Result<(), StoreError> {
    match disk::remove(making) {
        Err(error) if error.kind() != std::io::ErrorKind::NotFound => Err(error.into()),
        _ => Ok(()),
    }
}

fn snapshot(database: &Path, into: &Path) -> Result<(), StoreError> {
    let conn = open::open_read_only(database)?;
    // it forbids the writing of any file, also of another one
    conn.pragma_update(None, "query_only", false)?;
    let path = into.to_str().ok_or_else(|| StoreError::Impossible("the folder of the copies has a name that is no text".to_owned()))?;
    conn.execute("vacuum into ?", [path]).map_err(|error| StoreError::from(error).plain())?;
    disk::sync(into)?;
    Ok(())
}

/// Opens a database, checks its pages and its chain row by row, and asks it for its newest sale. Nothing of it is held in memory.
pub fn examine(path: &Path) -> Result<Examined, StoreError> {
    let conn = open::open_read_only(path).map_err(unusable)?;
    let found: String = conn.query_row("pragma quick_check(1)", [], |row| row.get(0)).map_err(|error| unusable(error.into()))?;
    if found != "ok" {
        return Err(StoreError::CopyUnusable(found));
    }
    let report = verify::verify_chain(&conn).map_err(unusable)?;
    if let Some(bad) = report.first_bad {
        return Err(StoreError::CopyUnusable(format!("row {}: {}", bad.arrival.unwrap_or_default(), bad.what)));
    }
    let (epoch, sequence, head) = newest_entry(&conn).map_err(unusable)?;
    let newest_sale = newest_sale(&conn).map_err(unusable)?;
    Ok(Examined { epoch, sequence, head, entries: report.entries, sales: report.sales, newest_sale })
}

fn unusable(error: StoreError) -> StoreError {
    match error.plain() {
        newer @ StoreError::NewerDatabase { .. } => newer,
        other => StoreError::CopyUnusable(other.to_string()),
    }
}

/// Of the till's own epoch.
fn newest_entry(conn: &Connection) -> Result<(Id, i64, String), StoreError> {
    let sql = "select e.epoch, j.sequence, lower(hex(j.hash)) from local_device d join epochs e on e.no = d.epoch
               join journal j on j.epoch = e.no order by j.sequence desc limit 1";
    Ok(conn.query_row(sql, [], |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?)))?)
}

pub(crate) fn newest_sale(conn: &Connection) -> Result<Option<NewestSale>, StoreError> {
    let sql = "select series, number, at_ms from sales order by arrival desc limit 1";
    let newest = |row: &rusqlite::Row<'_>| Ok(NewestSale { series: row.get(0)?, number: row.get(1)?, at_ms: row.get(2)? });
    Ok(conn.query_row(sql, [], newest).optional()?)
}
