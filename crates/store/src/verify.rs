//! Checks a database against itself: the chain, the signatures, the numbers, the balance of each sale, and the projections. Names the first bad row.

use domain::Id;
use rusqlite::{Connection, Transaction};

use crate::replay::{catch_up, dump, first_difference, replayed};
use crate::walk::{Step, Walk};
use crate::{Blobs, KeyStore, StoreError, open, people};

/// What is wrong, and with which row of the journal (none: with a projection).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Finding {
    pub arrival: Option<i64>,
    pub what: String,
}

#[derive(Debug, Default)]
pub struct Report {
    pub entries: i64,
    pub sales: i64,
    pub epochs: usize,
    pub heads: Vec<String>,
    pub first_bad: Option<Finding>,
    pub projections: Projections,
}

/// Whether the tables were compared with what the journal makes of them again.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Projections {
    /// They are too large to be made again in memory, or the journal itself is not good.
    #[default]
    NotCompared,
    /// Attachments whose rows stand in the tables are not beside this database.
    WithoutAttachments,
    /// All but the names of so many people: their keys are not here.
    Compared { without_names: usize },
}

/// `conn` must be able to write: its schema is brought up to date and deferred projections are caught up first. Give it a copy, or a database
/// that is not in use.
pub fn verify(conn: &mut Connection, keys: &KeyStore, blobs: &Blobs) -> Result<Report, StoreError> {
    open::migrate(conn)?;
    let mut report = verify_chain(conn)?;
    if report.first_bad.is_none() {
        (report.first_bad, report.projections) = projections(conn, keys, blobs)?;
    }
    Ok(report)
}

/// The same of a database that may be in use, and of any size: nothing is written to it, and only what projections take is held in memory. They are
/// compared where they fit there, or where somebody insists.
pub fn verify_beside(conn: &Connection, keys: &KeyStore, blobs: &Blobs, insists: bool) -> Result<Report, StoreError> {
    let mut report = verify_chain(conn)?;
    if report.first_bad.is_none() && (insists || fits(conn, report.entries)?) {
        let mut copy = Connection::open_in_memory()?;
        open::copy_into(conn, &mut copy)?;
        open::migrate(&mut copy)?;
        (report.first_bad, report.projections) = projections(&mut copy, keys, blobs)?;
    }
    Ok(report)
}

/// Above these, projections are not made again beside a till that sells: that would take its memory.
const MOST_REPLAYED_ENTRIES: i64 = 50_000;
const LARGEST_REPLAYED_BYTES: i64 = 64 << 20;

pub(crate) fn fits(conn: &Connection, entries: i64) -> Result<bool, StoreError> {
    let sql = "select page_count * page_size from pragma_page_count, pragma_page_size";
    let bytes: i64 = conn.query_row(sql, [], |row| row.get(0))?;
    Ok(entries <= MOST_REPLAYED_ENTRIES && bytes <= LARGEST_REPLAYED_BYTES)
}

/// Rows that are examined side by side.
const CHUNK: usize = 1024;

/// Without the projections: what the journal alone can prove.
pub fn verify_chain(conn: &Connection) -> Result<Report, StoreError> {
    let cores = std::thread::available_parallelism().map_or(1, usize::from);
    let mut walk = Walk::default();
    let first_bad = loop {
        match short_step(&mut walk, conn, cores)? {
            Step::More => {}
            Step::End => break None,
            Step::Bad(finding) => break Some(finding),
        }
    };
    report(conn, &walk, first_bad)
}

/// Each in a snapshot of its own: it holds up no folding of the log, and a till that is opened meanwhile adds an epoch between no two reads.
fn short_step(walk: &mut Walk, conn: &Connection, cores: usize) -> Result<Step, StoreError> {
    let snapshot = conn.is_autocommit().then(|| conn.unchecked_transaction()).transpose()?;
    let step = walk.step(conn, CHUNK, cores);
    drop(snapshot);
    step
}

/// What a walk has come to.
pub(crate) fn report(conn: &Connection, walk: &Walk, first_bad: Option<Finding>) -> Result<Report, StoreError> {
    let heads = walk.heads(conn)?;
    Ok(Report { entries: walk.entries, sales: walk.sales, epochs: heads.len(), heads, first_bad, projections: Projections::NotCompared })
}

pub(crate) fn projections(conn: &mut Connection, keys: &KeyStore, blobs: &Blobs) -> Result<(Option<Finding>, Projections), StoreError> {
    people::put_names_in(conn, keys)?;
    catch_up(conn, blobs)?;
    let mut fresh = replayed(conn, keys, blobs)?;
    if waiting(&fresh)? > waiting(conn)? {
        return Ok((None, Projections::WithoutAttachments));
    }
    let nameless = nameless(conn, keys)?;
    let stored = dump_without_names(conn.transaction()?, &nameless)?;
    let again = dump_without_names(fresh.transaction()?, &nameless)?;
    let first_bad = first_difference(&stored, &again).map(|it| Finding {
        arrival: None,
        what: format!("a projection differs from its replay\n  stored:   {}\n  replayed: {}", shown(it.stored), shown(it.replayed)),
    });
    Ok((first_bad, Projections::Compared { without_names: nameless.len() }))
}

/// Imports that wait for their attachment.
fn waiting(conn: &Connection) -> Result<i64, StoreError> {
    Ok(conn.query_row("select count(*) from bulk where applied < rows", [], |row| row.get(0))?)
}

/// Whose name and PIN cannot be compared: what seals them in the journal cannot be opened here. Of an erased person it is known that there must be
/// none.
fn nameless(conn: &Connection, keys: &KeyStore) -> Result<Vec<Id>, StoreError> {
    let mut statement = conn.prepare(
        "select id from users where id not in (select person from erased)
         union select id from customers where id not in (select person from erased)",
    )?;
    let people = statement.query_map([], |row| row.get(0))?.collect::<Result<Vec<Id>, _>>()?;
    Ok(people.into_iter().filter(|id| !keys.has_person(*id)).collect())
}

/// The blanks are for the comparison only: they are rolled back.
fn dump_without_names(tx: Transaction<'_>, nameless: &[Id]) -> Result<Vec<String>, StoreError> {
    for id in nameless {
        tx.execute("update users set name = null, secret = null, badge = null where id = ?", [id])?;
        tx.execute("update customers set contact = null, fiscal = null, search = null where id = ?", [id])?;
    }
    let rows = dump(&tx)?;
    tx.rollback()?;
    Ok(rows)
}

fn shown(row: Option<String>) -> String {
    row.unwrap_or_else(|| "(no row)".to_owned())
}
