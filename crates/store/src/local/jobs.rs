//! Print jobs. The row of a sale's receipt is written in the sale's own transaction, so a printed sale is a committed sale.

use domain::Id;
use rusqlite::{Connection, OptionalExtension, Row, params};

use crate::StoreError;

#[derive(Debug, Clone)]
pub struct Job {
    pub id: Id,
    pub created_ms: i64,
    pub state: String,
    /// `receipt`: a sale's paper; `cash`: of a movement; `payment`: of one on account; `x`, `z`: of a shift; `drawer`: only the pulse that opens it.
    pub kind: String,
    pub title: String,
    /// What it prints: a sale, a movement of cash, or a shift.
    pub document: Id,
    /// 0: the original; n: the n-th copy.
    pub copy: i64,
    pub error: Option<String>,
}

impl Job {
    /// It waits, or nobody knows whether it came out. A slip that did is reprinted as a copy, never sent again.
    #[must_use]
    pub fn is_open(&self) -> bool {
        matches!(self.state.as_str(), "queued" | "unknown")
    }
}

const SELECT: &str = "select id, created_ms, state, kind, title, document, copy, error from local_print_jobs";

fn job(row: &Row<'_>) -> rusqlite::Result<Job> {
    Ok(Job {
        id: row.get(0)?,
        created_ms: row.get(1)?,
        state: row.get(2)?,
        kind: row.get(3)?,
        title: row.get(4)?,
        document: row.get(5)?,
        copy: row.get(6)?,
        error: row.get(7)?,
    })
}

pub fn add(conn: &Connection, job: &Job) -> Result<(), StoreError> {
    conn.prepare_cached(
        "insert into local_print_jobs (id, created_ms, state, kind, title, document, copy, error) values (?, ?, ?, ?, ?, ?, ?, ?)",
    )?
    .execute(params![job.id, job.created_ms, job.state, job.kind, job.title, job.document, job.copy, job.error])?;
    Ok(())
}

/// The oldest that waits, or that was being sent when the program ended.
pub fn next(conn: &Connection) -> Result<Option<Job>, StoreError> {
    let sql = format!("{SELECT} where state in ('queued', 'sending') order by created_ms, id limit 1");
    Ok(conn.prepare_cached(&sql)?.query_row([], job).optional()?)
}

pub fn find(conn: &Connection, id: Id) -> Result<Option<Job>, StoreError> {
    Ok(conn.prepare_cached(&format!("{SELECT} where id = ?"))?.query_row([id], job).optional()?)
}

pub fn mark(conn: &Connection, id: Id, state: &str, error: Option<&str>) -> Result<(), StoreError> {
    conn.prepare_cached("update local_print_jobs set state = ?, error = ? where id = ?")?.execute((state, error, id))?;
    Ok(())
}

/// A person said "print it again": the job is as old as that word.
pub fn requeue(conn: &Connection, id: Id, now_ms: i64) -> Result<(), StoreError> {
    conn.prepare_cached("update local_print_jobs set state = 'queued', error = null, created_ms = ? where id = ?")?
        .execute((now_ms, id))?;
    Ok(())
}

/// Jobs that wait or need a person, oldest first.
pub fn open(conn: &Connection) -> Result<Vec<Job>, StoreError> {
    let mut statement =
        conn.prepare_cached(&format!("{SELECT} where state in ('queued', 'sending', 'unknown') order by created_ms, id limit 100"))?;
    let jobs = statement.query_map([], job)?.collect::<Result<_, _>>()?;
    Ok(jobs)
}
