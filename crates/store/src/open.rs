//! Opening the database, with the settings that durability rests on, and bringing its schema up to date.

use std::path::Path;
use std::time::Duration;

use rusqlite::{Connection, OpenFlags};

use crate::faults::{Fault, planted};
use crate::{StoreError, checked, upgrade};

mod embedded {
    refinery::embed_migrations!("../../migrations/till");
}

/// The newest schema that this program knows.
pub const SCHEMA: i32 = 17;

pub fn open_writer(path: &Path) -> Result<Connection, StoreError> {
    let mut conn = reopen_writer(path)?;
    upgrade::bring_up_to_date(&mut conn, path)?;
    give_sums(&conn, path)?;
    Ok(conn)
}

/// Of a database that this program has opened before.
pub fn reopen_writer(path: &Path) -> Result<Connection, StoreError> {
    let conn = connect(path, OpenFlags::default())?;
    prepare_writer(&conn)?;
    Ok(conn)
}

/// Every file of a till is opened through the sums of its pages.
pub fn connect(path: &Path, flags: OpenFlags) -> Result<Connection, StoreError> {
    checked::register()?;
    Ok(Connection::open_with_flags_and_vfs(path, flags, checked::NAME)?)
}

/// A database from before its pages had sums gets them. It is rewritten as a whole in one transaction; without room for that it goes on as it is.
fn give_sums(conn: &Connection, path: &Path) -> Result<(), StoreError> {
    if checked::has_sums(path)? {
        return Ok(());
    }
    if let Err(error) = conn.execute_batch("vacuum").and_then(|()| conn.query_row("pragma wal_checkpoint(truncate)", [], |_| Ok(()))) {
        tracing::warn!(%error, "The pages of this database have no sums yet");
    }
    Ok(())
}

/// For tests and replays: the same schema, in memory.
pub fn open_in_memory() -> Result<Connection, StoreError> {
    let mut conn = Connection::open_in_memory()?;
    migrate(&mut conn)?;
    Ok(conn)
}

/// How long somebody else's lock is waited for.
pub const PATIENCE: Duration = Duration::from_secs(5);

fn prepare_writer(conn: &Connection) -> Result<(), StoreError> {
    conn.busy_timeout(PATIENCE)?;
    checked::reserve(conn)?;
    // EXTRA before WAL: the conversion unlinks a journal, and without a flush of the folder a power cut can bring it back over an empty database.
    conn.pragma_update(None, "synchronous", "EXTRA")?;
    conn.pragma_update(None, "journal_mode", "WAL")?;
    conn.pragma_update(None, "synchronous", if planted(Fault::Normal) { "NORMAL" } else { "FULL" })?;
    conn.pragma_update(None, "foreign_keys", true)?;
    // what is deleted is overwritten: a sold cart's notes must not stay readable in a free page
    conn.pragma_update(None, "secure_delete", true)?;
    // checkpoints run when the till is idle, never on a sale's path
    conn.pragma_update(None, "wal_autocheckpoint", 0)?;
    conn.pragma_update(None, "cache_size", -32_000)?;
    conn.pragma_update(None, "temp_store", "MEMORY")?;
    conn.set_prepared_statement_cache_capacity(128);
    assert_durable(conn)
}

/// The promise "safe before the drawer opens" is these two settings; a build of SQLite that ignores them must not sell.
fn assert_durable(conn: &Connection) -> Result<(), StoreError> {
    let mode: String = conn.pragma_query_value(None, "journal_mode", |row| row.get(0))?;
    let synchronous: i64 = conn.pragma_query_value(None, "synchronous", |row| row.get(0))?;
    if (mode.as_str(), synchronous) == ("wal", 2) || planted(Fault::Normal) {
        Ok(())
    } else {
        Err(StoreError::Impossible(format!("the database is not durable: journal_mode {mode}, synchronous {synchronous}")))
    }
}

/// Brings an older schema up to date. All that is missing is one transaction, with the row that says so: a power cut leaves old or new.
pub(crate) fn migrate(conn: &mut Connection) -> Result<(), StoreError> {
    let found = schema_of(conn)?;
    if found > SCHEMA {
        return Err(StoreError::NewerDatabase { found, known: SCHEMA });
    }
    embedded::migrations::runner().set_grouped(true).run(conn)?;
    Ok(())
}

pub(crate) fn schema_of(conn: &Connection) -> Result<i32, StoreError> {
    if conn.table_exists(None, "refinery_schema_history")? {
        Ok(conn.query_row("select coalesce(max(version), 0) from refinery_schema_history", [], |row| row.get(0))?)
    } else {
        Ok(0)
    }
}

/// A reader cannot write, and sees only what is committed. Refuses a database from a newer program.
pub fn open_read_only(path: &Path) -> Result<Connection, StoreError> {
    let conn = connect(path, OpenFlags::SQLITE_OPEN_READ_ONLY | OpenFlags::SQLITE_OPEN_NO_MUTEX)?;
    conn.busy_timeout(Duration::from_secs(5))?;
    conn.pragma_update(None, "query_only", true)?;
    conn.pragma_update(None, "cache_size", -32_000)?;
    conn.set_prepared_statement_cache_capacity(128);
    match schema_of(&conn)? {
        found if found > SCHEMA => Err(StoreError::NewerDatabase { found, known: SCHEMA }),
        _ => Ok(conn),
    }
}

/// A consistent snapshot of a database that may be in use.
pub fn copy_into(from: &Connection, to: &mut Connection) -> Result<(), StoreError> {
    rusqlite::backup::Backup::new(from, to)?.run_to_completion(1024, Duration::ZERO, None)?;
    Ok(())
}
