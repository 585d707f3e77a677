//! Looking for bytes that must not be in any file of a till.

use std::fs;
use std::path::{Path, PathBuf};

use crate::Till;

pub fn files_below(folder: &Path, found: &mut Vec<PathBuf>) {
    for entry in fs::read_dir(folder).unwrap().map(Result::unwrap) {
        if entry.file_type().unwrap().is_dir() { files_below(&entry.path(), found) } else { found.push(entry.path()) }
    }
}

/// Files of the till that hold any of these bytes. Its copies of the scenario lie elsewhere.
#[must_use]
pub fn holding(till: &Till, traces: &[&str]) -> Vec<String> {
    let mut files = Vec::new();
    ["data", "config"].iter().for_each(|folder| files_below(&till.folder().join(folder), &mut files));
    assert!(files.len() >= 4, "the database, two key files and the witness: {files:?}");
    let holds = |bytes: &[u8], trace: &str| bytes.windows(trace.len()).any(|window| window == trace.as_bytes());
    // one that was renamed meanwhile is found under its new name
    let Ok(contents) = files.iter().map(fs::read).collect::<Result<Vec<_>, _>>() else { return holding(till, traces) };
    let found = files.iter().zip(contents).flat_map(|(file, bytes)| {
        traces.iter().filter(move |trace| holds(&bytes, trace)).map(move |trace| format!("{}: {trace}", file.display()))
    });
    found.collect()
}
