//! Bringing the schema of a database up to date. What it was before stays beside it until the new one is known to be good.

use std::fs;
use std::path::{Path, PathBuf};
use std::time::Duration;

use rusqlite::Connection;

use crate::open::{SCHEMA, schema_of};
use crate::{StoreError, disk, open};

/// Long enough to notice that something is amiss; not for ever, because it holds what may have to be erased.
const KEPT: Duration = Duration::from_secs(7 * 24 * 3600);

/// A database that is new or up to date is left alone. Of an older one a whole copy is flushed before anything is changed; without room for it
/// nothing is.
pub fn bring_up_to_date(conn: &mut Connection, database: &Path) -> Result<(), StoreError> {
    match schema_of(conn)? {
        0 | SCHEMA => {}
        older if older < SCHEMA => keep(conn, &kept_file(database, older))?,
        _ => {}
    }
    open::migrate(conn)?;
    forget_old(database)
}

fn kept_file(database: &Path, schema: i32) -> PathBuf {
    database.with_file_name(format!("schema-{schema}.db"))
}

fn keep(conn: &Connection, file: &Path) -> Result<(), StoreError> {
    let beside = file.with_extension("new");
    let kept = write(conn, &beside).and_then(|()| Ok(disk::rename(&beside, file)?)).and_then(|()| Ok(disk::sync_folder(folder_of(file))?));
    if kept.is_err() {
        // half a copy is of no use to anybody, and takes room
        let _ = remove(&beside);
    }
    kept.map_err(StoreError::plain)
}

fn write(conn: &Connection, file: &Path) -> Result<(), StoreError> {
    remove(file)?;
    conn.execute("vacuum into ?", [file.to_string_lossy()])?;
    Ok(disk::sync(file)?)
}

fn folder_of(file: &Path) -> &Path {
    file.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."))
}

fn remove(file: &Path) -> std::io::Result<()> {
    if file.exists() { disk::remove(file) } else { Ok(()) }
}

/// The copies of older schemas beside a database.
pub fn kept(database: &Path) -> std::io::Result<Vec<PathBuf>> {
    let is_kept = |file: &PathBuf| {
        let name = file.file_name().and_then(|name| name.to_str()).unwrap_or_default();
        name.strip_prefix("schema-").is_some_and(|rest| rest.ends_with(".db") || rest.ends_with(".new"))
    };
    let files = fs::read_dir(folder_of(database))?.map(|entry| entry.map(|entry| entry.path()));
    files.filter(|file| file.as_ref().map_or(true, is_kept)).collect()
}

/// Removes the copies of older schemas: once a full check was good, or because somebody has to be erased everywhere.
pub fn forget(database: &Path) -> Result<(), StoreError> {
    Ok(kept(database)?.iter().try_for_each(|file| remove(file))?)
}

fn forget_old(database: &Path) -> Result<(), StoreError> {
    for file in kept(database)? {
        // a clock that was set back makes it no older
        if fs::metadata(&file)?.modified()?.elapsed().is_ok_and(|age| age > KEPT) {
            remove(&file)?;
        }
    }
    Ok(())
}
