//! Puts a rebuilt database in place, by renames that can be cut off anywhere: the plan is flushed first and removed last, and each step that was
//! done already is none the second time.

use std::fs;
use std::path::{Path, PathBuf};

use serde::{Deserialize, Serialize};

use super::rebuild::{ASIDE, DRILL, STAGING};
use crate::disk;
use crate::{Place, StoreError, witness, write_durably};

#[derive(Debug, Serialize, Deserialize)]
struct Plan {
    /// Folders beside the database.
    staging: String,
    set_aside: String,
}

fn plan_file(place: &Place) -> PathBuf {
    place.database.with_file_name("restore.json")
}

fn folder(place: &Place) -> &Path {
    place.database.parent().unwrap_or(Path::new("."))
}

/// From here on the next opening replaces the database with what lies in `staging`.
pub fn plan(place: &Place, staging: &Path, set_aside: &str) -> Result<(), StoreError> {
    let staging = staging.file_name().and_then(|name| name.to_str()).unwrap_or_default().to_owned();
    let plan = Plan { staging, set_aside: set_aside.to_owned() };
    let bytes = serde_json::to_vec(&plan).map_err(|error| StoreError::Impossible(error.to_string()))?;
    Ok(write_durably(&plan_file(place), &bytes)?)
}

/// Carries out what was planned, if anything was. The caller holds the till's lock.
pub fn put_in_place(place: &Place) -> Result<(), StoreError> {
    let Ok(bytes) = fs::read(plan_file(place)) else { return Ok(()) };
    let plan: Plan = serde_json::from_slice(&bytes).map_err(|error| StoreError::Impossible(format!("the plan of a restore: {error}")))?;
    let staging = folder(place).join(&plan.staging);
    let rebuilt = staging.join("mostrador.db");
    if rebuilt.exists() {
        set_aside(place, &folder(place).join(&plan.set_aside))?;
        disk::rename(&rebuilt, &place.database)?;
        disk::sync_folder(folder(place))?;
    } else if !place.database.exists() {
        return Err(StoreError::Damaged("a restore was planned, and what it had made is gone".to_owned()));
    }
    disk::remove(&plan_file(place))?;
    disk::sync_folder(folder(place))?;
    // only leftovers of the making
    Ok(disk::remove_folder(&staging)?)
}

/// The log goes first: a new database must never be met by the log of the old one.
fn set_aside(place: &Place, aside: &Path) -> Result<(), StoreError> {
    disk::make_folder(aside)?;
    for ending in ["-wal", "-shm", ""] {
        let file = PathBuf::from(format!("{}{ending}", place.database.display()));
        if file.exists() {
            disk::rename(&file, &aside.join(file.file_name().unwrap_or_default()))?;
        }
    }
    disk::sync_folder(aside)?;
    Ok(disk::sync_folder(folder(place))?)
}

/// A till that has sold does not begin as an empty shop because its file is gone: whoever opens it is told. A log that is left does not make up for
/// the file: SQLite would throw it away.
pub fn refuse_an_empty_start(place: &Place) -> Result<(), StoreError> {
    let is_empty = fs::metadata(&place.database).map_or(true, |file| file.len() == 0);
    match witness::read(&place.witness) {
        Some(witness) if is_empty => {
            Err(StoreError::Damaged(format!("the database is gone or empty; the witness knows of {} entries", witness.sequence)))
        }
        _ => Ok(()),
    }
}

/// Databases that were set aside and leftovers of the making hold whatever was in them, names too: they go when somebody has to be forgotten
/// everywhere. What is planned for the next opening stays; it learns of the erasure there.
pub(crate) fn forget(place: &Place) -> Result<(), StoreError> {
    let is_planned = plan_file(place).exists();
    for entry in fs::read_dir(folder(place))?.flatten() {
        let name = entry.file_name().to_string_lossy().into_owned();
        if name.starts_with(ASIDE) || name == DRILL || (name == STAGING && !is_planned) {
            disk::remove_folder(&entry.path())?;
        }
    }
    Ok(disk::sync_folder(folder(place))?)
}
