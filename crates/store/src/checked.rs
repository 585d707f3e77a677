//! A sum on every page of the database. SQLite believes what a disk gives it: it takes half a page for a whole one and a flipped bit for a price.
//! With the sum, rot, a misplaced page and a cut file are errors, never answers. The log has sums of its own.

use std::ffi::c_int;
use std::path::Path;
use std::sync::OnceLock;

use rusqlite::{Connection, ffi};
use xxhash_rust::xxh3::xxh3_64_with_seed;

use crate::StoreError;
use crate::faults::{Fault, planted};
use crate::vfs::{self, Answer, Below, Layer};

/// The VFS under which every database of the till is opened.
pub const NAME: &str = "mostrador";
/// Bytes at the end of each page that SQLite leaves to us, as the database's header says.
const SUM: usize = 8;
const HEADER: usize = 100;
const RESERVED_AT: usize = 20;
const MAGIC: &[u8] = b"SQLite format 3\0";

pub fn register() -> Result<(), StoreError> {
    static REGISTERED: OnceLock<Answer> = OnceLock::new();
    let registered = REGISTERED.get_or_init(|| vfs::register(NAME, below().as_deref(), Checked));
    registered.map_err(|code| StoreError::Impossible(format!("SQLite does not take the VFS: {code}")))
}

#[cfg(feature = "testing")]
fn below() -> Option<String> {
    crate::testing::disk::below()
}

#[cfg(not(feature = "testing"))]
fn below() -> Option<String> {
    None
}

/// Asks for room for the sums. It takes effect in a new database, and in every copy that `VACUUM` makes of an old one.
#[allow(unsafe_code, reason = "rusqlite has no call for file controls")]
pub fn reserve(conn: &Connection) -> Result<(), StoreError> {
    let mut bytes = c_int::try_from(SUM).unwrap_or_default();
    // SAFETY: the handle is open, and SQLite reads and writes one integer
    let code =
        unsafe { ffi::sqlite3_file_control(conn.handle(), c"main".as_ptr(), ffi::SQLITE_FCNTL_RESERVE_BYTES, (&raw mut bytes).cast()) };
    if code == ffi::SQLITE_OK { Ok(()) } else { Err(StoreError::Impossible(format!("SQLite leaves no room for sums: {code}"))) }
}

/// Whether the file at `path` has sums: those made before they existed have none.
pub fn has_sums(path: &Path) -> std::io::Result<bool> {
    let mut header = [0; HEADER];
    std::io::Read::read_exact(&mut std::fs::File::open(path)?, &mut header)?;
    Ok(usize::from(header[RESERVED_AT]) == SUM)
}

struct Checked;

struct Pages {
    is_database: bool,
    /// As its header says; none until there is one.
    has_sums: Option<bool>,
    /// A page and its sum on their way out.
    summed: Vec<u8>,
}

impl Pages {
    fn learn(&mut self, below: &mut Below) -> Option<bool> {
        if self.has_sums.is_none() {
            let mut header = [0; HEADER];
            // where only other pages were written so far, a hole gives zeros: that is no header
            let is_header = below.read(&mut header, 0).is_ok() && header.starts_with(MAGIC);
            self.has_sums = is_header.then(|| usize::from(header[RESERVED_AT]) == SUM);
        }
        self.has_sums
    }
}

/// Which page this is, if it is a whole one: SQLite also reads its header alone.
fn page_number(length: usize, at: i64) -> Option<u64> {
    let (size, at) = (length as u64, u64::try_from(at).ok()?);
    (length >= 512 && length.is_power_of_two() && at % size == 0).then(|| at / size + 1)
}

/// The number is part of it, so that a page in another's place does not pass.
fn sum(page: &[u8], number: u64) -> [u8; SUM] {
    xxh3_64_with_seed(page, number).to_le_bytes()
}

impl Layer for Checked {
    type File = Pages;

    fn open(&self, _path: Option<&Path>, flags: c_int) -> Answer<Pages> {
        Ok(Pages { is_database: flags & ffi::SQLITE_OPEN_MAIN_DB != 0, has_sums: None, summed: Vec::new() })
    }

    fn read(&self, pages: &mut Pages, below: &mut Below, buffer: &mut [u8], at: i64) -> Answer {
        let read = below.read(buffer, at);
        let Some(number) = page_number(buffer.len(), at).filter(|_| pages.is_database) else { return read };
        if matches!(read, Err(code) if code != ffi::SQLITE_IOERR_SHORT_READ)
            || pages.learn(below) != Some(true)
            || planted(Fault::SumsIgnored)
        {
            return read;
        }
        let (page, stored) = buffer.split_at(buffer.len() - SUM);
        if read.is_ok() && sum(page, number) == stored { Ok(()) } else { Err(ffi::SQLITE_IOERR_DATA) }
    }

    fn write(&self, pages: &mut Pages, below: &mut Below, bytes: &[u8], at: i64) -> Answer {
        let Some(number) = page_number(bytes.len(), at).filter(|_| pages.is_database) else { return below.write(bytes, at) };
        if number == 1 {
            pages.has_sums = Some(usize::from(bytes[RESERVED_AT]) == SUM);
        }
        // pages may leave SQLite's cache before the first one has: a file without header is new, and has room for sums
        if pages.learn(below) == Some(false) {
            return below.write(bytes, at);
        }
        pages.summed.clear();
        pages.summed.extend_from_slice(&bytes[..bytes.len() - SUM]);
        let sum = sum(&pages.summed, number);
        pages.summed.extend_from_slice(&sum);
        below.write(&pages.summed, at)
    }

    fn truncate(&self, pages: &mut Pages, below: &mut Below, size: i64) -> Answer {
        if size == 0 {
            pages.has_sums = None;
        }
        below.truncate(size)
    }
}
