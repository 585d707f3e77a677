//! Every change that the store makes to files outside SQLite. One place, so that the tests can record each step and cut the power between any two.

use std::fs::{self, File, OpenOptions};
use std::io::{self, Write};
use std::path::{Path, PathBuf};

use crate::faults::{Fault, planted};

/// A step, as it is about to be done.
#[derive(Debug, Clone, Copy)]
#[cfg_attr(not(feature = "testing"), expect(dead_code, reason = "only tests listen"))]
pub enum Step<'a> {
    Create(&'a Path),
    Write(&'a Path, u64, &'a [u8]),
    Sync(&'a Path),
    Rename(&'a Path, &'a Path),
    Remove(&'a Path),
    MakeFolder(&'a Path),
    SyncFolder(&'a Path),
}

#[cfg(feature = "testing")]
fn tell(step: Step<'_>) -> io::Result<()> {
    crate::testing::disk::tell(step)
}

#[cfg(not(feature = "testing"))]
#[expect(clippy::unnecessary_wraps, reason = "under test it can refuse")]
fn tell(_: Step<'_>) -> io::Result<()> {
    Ok(())
}

/// A new file, written from its beginning.
#[derive(Debug)]
pub struct NewFile {
    file: File,
    path: PathBuf,
    written: u64,
}

/// Replaces what stands there. Only its owner may read it.
pub fn create(path: &Path) -> io::Result<NewFile> {
    tell(Step::Create(path))?;
    let mut options = OpenOptions::new();
    options.write(true).create(true).truncate(true);
    owner_only(&mut options);
    Ok(NewFile { file: options.open(path)?, path: path.to_owned(), written: 0 })
}

#[cfg(unix)]
fn owner_only(options: &mut OpenOptions) {
    std::os::unix::fs::OpenOptionsExt::mode(options, 0o600);
}

#[cfg(not(unix))]
fn owner_only(_: &mut OpenOptions) {}

impl NewFile {
    pub fn sync(&self) -> io::Result<()> {
        if planted(Fault::FilesUnflushed) {
            return Ok(());
        }
        tell(Step::Sync(&self.path))?;
        self.file.sync_all()
    }
}

impl Write for NewFile {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        tell(Step::Write(&self.path, self.written, bytes))?;
        self.file.write_all(bytes)?;
        self.written += bytes.len() as u64;
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        self.file.flush()
    }
}

/// Flushes a file that SQLite has written.
pub fn sync(path: &Path) -> io::Result<()> {
    tell(Step::Sync(path))?;
    OpenOptions::new().write(true).open(path)?.sync_all()
}

pub fn rename(from: &Path, to: &Path) -> io::Result<()> {
    tell(Step::Rename(from, to))?;
    fs::rename(from, to)
}

pub fn remove(path: &Path) -> io::Result<()> {
    tell(Step::Remove(path))?;
    fs::remove_file(path)
}

/// A folder of leftovers, with what is in it. That it is not there is no error.
pub fn remove_folder(path: &Path) -> io::Result<()> {
    let entries = match fs::read_dir(path) {
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(()),
        entries => entries?,
    };
    for entry in entries {
        let entry = entry?;
        if entry.file_type()?.is_dir() { remove_folder(&entry.path())? } else { remove(&entry.path())? }
    }
    tell(Step::Remove(path))?;
    fs::remove_dir(path)
}

/// With those above it, each of them flushed into the one above.
pub fn make_folder(path: &Path) -> io::Result<()> {
    if path.as_os_str().is_empty() || path.is_dir() {
        return Ok(());
    }
    if let Some(above) = path.parent() {
        make_folder(above)?;
    }
    tell(Step::MakeFolder(path))?;
    match fs::create_dir(path) {
        Err(error) if error.kind() != io::ErrorKind::AlreadyExists => return Err(error),
        _ => {}
    }
    path.parent().filter(|above| !above.as_os_str().is_empty()).map_or(Ok(()), sync_folder)
}

/// Only where the folder around it is there.
pub fn make_folder_within(around: &Path, folder: &Path) -> io::Result<()> {
    if around.is_dir() { make_folder(folder) } else { Err(io::ErrorKind::NotFound.into()) }
}

/// For reading back what was flushed: from the disk, where the system lets go of what it remembers.
pub fn open_uncached(path: &Path) -> io::Result<File> {
    let file = File::open(path)?;
    #[cfg(target_os = "linux")]
    if let Err(error) = rustix::fs::fadvise(&file, 0, None, rustix::fs::Advice::DontNeed) {
        tracing::debug!(%error, "The disk may answer from memory");
    }
    Ok(file)
}

/// Windows has no flush of folders; its renames are journalled.
pub fn sync_folder(folder: &Path) -> io::Result<()> {
    if planted(Fault::FoldersUnflushed) {
        return Ok(());
    }
    tell(Step::SyncFolder(folder))?;
    if cfg!(unix) { File::open(folder)?.sync_all() } else { Ok(()) }
}
