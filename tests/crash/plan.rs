//! Which call of the disk is refused, and how.

use std::io;
use std::os::raw::c_int;

use rusqlite::ffi;

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Fault {
    /// No room.
    Full,
    /// The device fails.
    Io,
    /// Half of what was asked for.
    ShortRead,
    ReadOnly,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Call {
    Read,
    Write,
    /// Flushes, renames, removals, cuts.
    Other,
    /// Part of another call; never refused.
    Silent,
}

impl Fault {
    pub const ALL: [Self; 4] = [Self::Full, Self::Io, Self::ShortRead, Self::ReadOnly];

    fn concerns(self, call: Call) -> bool {
        match self {
            Self::Full | Self::ReadOnly => call == Call::Write,
            Self::ShortRead => call == Call::Read,
            Self::Io => call != Call::Silent,
        }
    }

    pub fn code(self, call: Call) -> c_int {
        match (self, call) {
            (Self::Full, _) => ffi::SQLITE_FULL,
            (Self::ReadOnly, _) => ffi::SQLITE_READONLY,
            (_, Call::Read) => ffi::SQLITE_IOERR_READ,
            (_, Call::Write) => ffi::SQLITE_IOERR_WRITE,
            _ => ffi::SQLITE_IOERR_FSYNC,
        }
    }

    pub fn error(self) -> io::Error {
        match self {
            Self::Full => io::ErrorKind::StorageFull.into(),
            Self::ReadOnly => io::ErrorKind::ReadOnlyFilesystem.into(),
            _ => io::Error::other("the device does not answer"),
        }
    }
}

#[derive(Debug, Clone, Copy)]
pub struct Plan {
    pub fault: Fault,
    /// The call that is refused first, counted from 1; 0: none, only count.
    pub at: u64,
    pub for_ever: bool,
    pub seen: u64,
}

impl Plan {
    pub fn new(fault: Fault, at: u64, for_ever: bool) -> Self {
        Self { fault, at, for_ever, seen: 0 }
    }

    pub fn meets(&mut self, call: Call) -> Option<Fault> {
        if !self.fault.concerns(call) {
            return None;
        }
        self.seen += 1;
        let is_hit = self.at > 0 && (self.seen == self.at || (self.for_ever && self.seen > self.at));
        is_hit.then_some(self.fault)
    }
}
