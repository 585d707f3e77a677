//! A full copy: the database as it was at one instant, written by a connection of its own while the till goes on selling.

use std::fs;
use std::path::Path;
use std::sync::mpsc;
use std::thread;
use std::time::Duration;

use domain::Id;
use rusqlite::{Connection, OptionalExtension};
use serde::{Deserialize, Serialize};

use super::name::{HASH_DIGITS, Kind, Name};
use super::{GoOn, Progress, Step};
use crate::walk::{self, Walk};
use crate::{StoreError, disk, failpoint, open, people};

/// What a copy is called until it counts.
const MAKING: &str = "making.db";
/// Rows between two looks at whether to go on.
const ROWS: usize = 1024;

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
/// No name of a person is in it: those lie sealed in its journal, and a restore on a machine that has their keys opens them again.
pub fn make(database: &Path, folder: &Path, at_ms: i64, go_on: GoOn<'_>) -> Result<(Name, Examined), StoreError> {
    disk::make_folder(folder)?;
    let making = folder.join(MAKING);
    remove_leftover(&making)?;
    let made = snapshot(database, &making, go_on).and_then(|()| {
        drop(disk::open_uncached(&making)?);
        let examined = examine(&making, go_on)?;
        failpoint("copy examined");
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

/// What was left of one that was cut off. Nobody may be making one.
pub fn remove_unfinished(folder: &Path) -> Result<(), StoreError> {
    remove_leftover(&folder.join(MAKING))
}

fn remove_leftover(making: &Path) -> Result<(), StoreError> {
    match disk::remove(making) {
        Err(error) if error.kind() != std::io::ErrorKind::NotFound => Err(error.into()),
        _ => Ok(()),
    }
}

fn snapshot(database: &Path, into: &Path, go_on: GoOn<'_>) -> Result<(), StoreError> {
    let conn = open::open_read_only(database)?;
    // it forbids the writing of any file, also of another one
    conn.pragma_update(None, "query_only", false)?;
    let path = into.to_str().ok_or_else(|| StoreError::Impossible("the folder of the copies has a name that is no text".to_owned()))?;
    let of = fs::metadata(database)?.len();
    let progress = || Progress { step: Step::Reading, done: fs::metadata(into).map_or(0, |file| file.len()).min(of), of };
    let vacuum = || conn.execute("vacuum into ?", [path]).map_err(|error| StoreError::from(error).plain());
    let (vacuumed, is_cancelled) = interruptible(&conn, vacuum, || go_on(progress()));
    if is_cancelled {
        return Err(StoreError::Cancelled);
    }
    vacuumed?;
    people::take_names_out(into)?;
    Ok(disk::sync(into)?)
}

const LOOK_EVERY: Duration = Duration::from_millis(50);

/// Runs one long statement, which is interrupted as soon as `go_on` says no. Answers whether it said no.
fn interruptible<T>(conn: &Connection, act: impl FnOnce() -> T, go_on: impl Fn() -> bool + Sync) -> (T, bool) {
    let handle = conn.get_interrupt_handle();
    let (done, is_done) = mpsc::channel::<()>();
    let go_on = &go_on;
    thread::scope(|scope| {
        let watching = scope.spawn(move || {
            while is_done.recv_timeout(LOOK_EVERY) == Err(mpsc::RecvTimeoutError::Timeout) {
                if !go_on() {
                    handle.interrupt();
                    return true;
                }
            }
            !go_on()
        });
        let acted = act();
        drop(done);
        (acted, watching.join().unwrap_or(false))
    })
}

/// Opens a database, checks its pages and its chain row by row, and asks it for its newest sale. Nothing of it is held in memory.
pub fn examine(path: &Path, go_on: GoOn<'_>) -> Result<Examined, StoreError> {
    let conn = open::open_read_only(path).map_err(unusable)?;
    let found: String = conn.query_row("pragma quick_check(1)", [], |row| row.get(0)).map_err(|error| unusable(error.into()))?;
    if found != "ok" {
        return Err(StoreError::CopyUnusable(found));
    }
    let walk = follow(&conn, go_on)?;
    let (epoch, sequence, head) = newest_entry(&conn).map_err(unusable)?;
    let newest_sale = newest_sale(&conn).map_err(unusable)?;
    Ok(Examined { epoch, sequence, head, entries: walk.entries, sales: walk.sales, newest_sale })
}

/// On one core: the till sells meanwhile.
pub(crate) fn follow(conn: &Connection, go_on: GoOn<'_>) -> Result<Walk, StoreError> {
    let newest = "select coalesce(max(arrival), 0) from journal";
    let of: i64 = conn.query_row(newest, [], |row| row.get(0)).map_err(|error| unusable(error.into()))?;
    let mut walk = Walk::default();
    loop {
        let step = walk.step(conn, ROWS, 1).map_err(unusable)?;
        let progress = Progress { step: Step::Checking, done: walk.entries.unsigned_abs(), of: of.unsigned_abs() };
        match step {
            walk::Step::Bad(bad) => {
                return Err(StoreError::CopyUnusable(format!("row {}: {}", bad.arrival.unwrap_or_default(), bad.what)));
            }
            _ if !go_on(progress) => return Err(StoreError::Cancelled),
            walk::Step::More => {}
            walk::Step::End => return Ok(walk),
        }
    }
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

pub fn newest_sale(conn: &Connection) -> Result<Option<NewestSale>, StoreError> {
    let sql = "select series, number, at_ms from sales order by arrival desc limit 1";
    let newest = |row: &rusqlite::Row<'_>| Ok(NewestSale { series: row.get(0)?, number: row.get(1)?, at_ms: row.get(2)? });
    Ok(conn.query_row(sql, [], newest).optional()?)
}
