//! Checking a till that sells: a reader follows the chains in short steps, so that nothing waits for it. At each start from where the last good
//! check came to, and now and then from the first entry on, with the projections.

use rusqlite::Connection;
use serde::{Deserialize, Serialize};

use crate::local::preferences;
use crate::verify::{self, Finding, Report};
use crate::walk::{Step, Walk};
use crate::writer::Lane;
use crate::{Store, StoreError, open, upgrade};

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum CheckFrom {
    /// Everything, projections too where they are small enough to be made again in memory.
    Start,
    /// What came after the last good check.
    LastGood,
}

/// What was good when it was last looked at.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Verified {
    pub at_ms: i64,
    /// When everything was last looked at.
    pub full_at_ms: Option<i64>,
    walk: Walk,
}

impl Verified {
    /// `None` where nothing was checked yet, or where the last check found something.
    pub fn last(conn: &Connection) -> Result<Option<Self>, StoreError> {
        preferences::get(conn, VERIFIED)
    }

    /// Entries that were followed, in all epochs.
    #[must_use]
    pub fn entries(&self) -> i64 {
        self.walk.entries
    }

    /// Series, sequence and hash of each head that was good.
    pub fn heads(&self, conn: &Connection) -> Result<Vec<String>, StoreError> {
        self.walk.heads(conn)
    }
}

#[derive(Debug)]
pub struct Check {
    pub report: Report,
    /// Not, if whoever asked wanted to stop.
    pub is_finished: bool,
}

const VERIFIED: &str = "verified";
/// A step takes some tens of milliseconds on one core; a sale is far within what is left.
const STEP: usize = 256;

impl Store {
    /// Reads in short steps until all is seen or `go_on` says no. A good one is remembered; a bad one is not, and the next begins at the start.
    pub fn check(&self, from: CheckFrom, now_ms: i64, go_on: impl Fn() -> bool) -> Result<Check, StoreError> {
        let last = self.read(Verified::last)?.unwrap_or_default();
        let mut walk = match from {
            CheckFrom::LastGood if self.read(|conn| last.walk.still_stands(conn))? => last.walk,
            _ => Walk::default(),
        };
        let (mut first_bad, is_finished) = self.walk(&mut walk, &go_on)?;
        let is_full = from == CheckFrom::Start && is_finished;
        if is_full && first_bad.is_none() {
            first_bad = self.check_projections(walk.entries)?;
        }
        let full_at_ms = if is_full { Some(now_ms) } else { last.full_at_ms };
        let verified = first_bad.is_none().then(|| Verified { at_ms: now_ms, full_at_ms, walk: walk.clone() });
        // a full check that was stopped half-way has not come as far as the last one
        if is_finished || from == CheckFrom::LastGood {
            self.write(Lane::Bulk, move |tx| preferences::set(tx, VERIFIED, &verified))?;
        }
        if is_full && first_bad.is_none() {
            upgrade::forget(&self.place().database)?;
        }
        Ok(Check { report: self.read(|conn| verify::report(conn, &walk, first_bad))?, is_finished })
    }

    fn walk(&self, walk: &mut Walk, go_on: &impl Fn() -> bool) -> Result<(Option<Finding>, bool), StoreError> {
        while go_on() {
            match self.read(|conn| walk.step(conn, STEP, 1))? {
                Step::More => {}
                Step::End => return Ok((None, true)),
                Step::Bad(finding) => return Ok((Some(finding), true)),
            }
        }
        Ok((None, false))
    }

    fn check_projections(&self, entries: i64) -> Result<Option<Finding>, StoreError> {
        if !self.read(|conn| verify::fits(conn, entries))? {
            return Ok(None);
        }
        let mut copy = Connection::open_in_memory()?;
        self.read(|conn| open::copy_into(conn, &mut copy))?;
        Ok(verify::projections(&mut copy, self.keys(), &self.place().blobs())?.0)
    }
}
