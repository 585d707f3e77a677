//! Checks a database against itself: the chain, the signatures, the numbers, the balance of each sale, and the projections. Names the first bad row.

use rusqlite::Connection;

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
}

/// `conn` must be able to write: its schema is brought up to date and deferred projections are caught up first. Give it a copy, or a database
/// that is not in use.
pub fn verify(conn: &mut Connection, keys: &KeyStore, blobs: &Blobs) -> Result<Report, StoreError> {
    open::migrate(conn)?;
    let mut report = verify_chain(conn)?;
    if report.first_bad.is_none() {
        report.first_bad = projections(conn, keys, blobs)?;
    }
    Ok(report)
}

/// Rows that are examined side by side.
const CHUNK: usize = 1024;

/// Without the projections: what the journal alone can prove.
pub fn verify_chain(conn: &Connection) -> Result<Report, StoreError> {
    let cores = std::thread::available_parallelism().map_or(1, usize::from);
    let mut walk = Walk::default();
    let first_bad = loop {
        match walk.step(conn, CHUNK, cores)? {
            Step::More => {}
            Step::End => break None,
            Step::Bad(finding) => break Some(finding),
        }
    };
    report(conn, &walk, first_bad)
}

/// What a walk has come to.
pub(crate) fn report(conn: &Connection, walk: &Walk, first_bad: Option<Finding>) -> Result<Report, StoreError> {
    let heads = walk.heads(conn)?;
    Ok(Report { entries: walk.entries, sales: walk.sales, epochs: heads.len(), heads, first_bad })
}

pub(crate) fn projections(conn: &mut Connection, keys: &KeyStore, blobs: &Blobs) -> Result<Option<Finding>, StoreError> {
    people::put_names_in(conn, keys)?;
    catch_up(conn, blobs)?;
    let fresh = replayed(conn, keys, blobs)?;
    let difference = first_difference(&dump(conn)?, &dump(&fresh)?);
    Ok(difference.map(|it| Finding {
        arrival: None,
        what: format!("a projection differs from its replay\n  stored:   {}\n  replayed: {}", shown(it.stored), shown(it.replayed)),
    }))
}

fn shown(row: Option<String>) -> String {
    row.unwrap_or_else(|| "(no row)".to_owned())
}
