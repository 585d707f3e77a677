//! Small files that must be whole after a power cut: written beside, flushed, renamed, and the folder flushed.

use std::io::Write;
use std::path::Path;

use crate::disk;

pub fn write_durably(path: &Path, bytes: &[u8]) -> std::io::Result<()> {
    let beside = path.with_extension("new");
    let mut file = disk::create(&beside)?;
    file.write_all(bytes)?;
    file.sync()?;
    disk::rename(&beside, path)?;
    disk::sync_folder(path.parent().unwrap_or(Path::new(".")))
}
