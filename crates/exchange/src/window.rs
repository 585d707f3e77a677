//! The stretch of a file that is held: the row being read, and what was read ahead of it.
//!
//! One quote that never closes would make a CSV reader hold the rest of the file. The window stops it at the longest row that we accept,
//! and can step back to the line after the quote, so that a stray quote costs its own row and not the thousand below it.

use std::io::{self, Read, Seek, SeekFrom};

pub const LONGEST_ROW: u64 = 64 * 1024;
pub const LARGEST_FILE: u64 = 2 * 1024 * 1024 * 1024;
const CHUNK: usize = 64 * 1024;

/// Why the window gives no more; travels inside an `io::Error` through the CSV reader.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum Stop {
    #[error("the row is too long")]
    RowTooLong,
    #[error("the file is too large")]
    FileTooLarge,
}

pub struct Window<R> {
    source: R,
    held: Vec<u8>,
    /// The file's offset of the first byte that is held.
    held_from: u64,
    /// Of `held`, what the CSV reader was given.
    given: usize,
    row_from: u64,
    lines: Lines,
    largest: u64,
}

/// Counts line ends in what it is shown: `\n`, `\r\n`, and the `\r` of old Macintosh exports.
#[derive(Default)]
struct Lines {
    ended: u64,
    after_return: bool,
    counted_to: u64,
}

impl Lines {
    fn count(&mut self, bytes: &[u8]) {
        for &byte in bytes {
            self.ended += u64::from(byte == b'\r' || (byte == b'\n' && !self.after_return));
            self.after_return = byte == b'\r';
        }
        self.counted_to += bytes.len() as u64;
    }
}

fn ends_line(byte: u8) -> bool {
    matches!(byte, b'\r' | b'\n')
}

impl<R: Read> Window<R> {
    pub fn new(source: R) -> Self {
        Self { source, held: Vec::new(), held_from: 0, given: 0, row_from: 0, lines: Lines::default(), largest: LARGEST_FILE }
    }

    /// A row begins at `offset`: what lies before it will not be asked for again.
    pub fn begin_row(&mut self, offset: u64) {
        self.count_to(offset);
        self.row_from = offset;
        // Dropping moves what is left, so it waits until there is a whole chunk to drop.
        let stale = self.index(offset);
        if stale >= CHUNK {
            self.held.drain(..stale);
            self.held_from = offset;
            self.given -= stale;
        }
    }

    /// The first byte of the row that is no line end. Blank lines above a row belong to nobody.
    pub fn first_byte(&mut self) -> u64 {
        let start = self.index(self.row_from);
        let blank = self.held[start..].iter().take_while(|byte| ends_line(**byte)).count();
        let first = self.row_from + blank as u64;
        self.count_to(first);
        first
    }

    /// The line of that byte, from 1.
    pub fn row_line(&mut self) -> u64 {
        self.first_byte();
        self.lines.ended + 1
    }

    /// The bytes of the row's first line, as many as are held.
    pub fn first_line(&mut self) -> &[u8] {
        let first = self.first_byte();
        let rest = &self.held[self.index(first)..];
        let length = rest.iter().take_while(|byte| !ends_line(**byte)).count();
        &rest[..length]
    }

    /// Where the second line of the row begins, however far that is.
    pub fn second_line(&mut self) -> io::Result<u64> {
        let first = self.first_byte();
        let mut index = self.index(first);
        loop {
            if let Some(length) = self.held[index..].iter().position(|byte| ends_line(*byte)) {
                return Ok(self.held_from + (index + length) as u64 + 1);
            }
            // A line longer than what is held is of no use to anybody: it is let go while its end is looked for.
            let end = self.held_from + self.held.len() as u64;
            self.count_to(end);
            self.held.clear();
            (self.held_from, self.row_from, self.given, index) = (end, end, 0, 0);
            if self.fill()? == 0 {
                return Ok(end);
            }
        }
    }

    /// An offset that is held, as an index. Offsets come from the CSV reader, which never leaves what it was given.
    fn index(&self, offset: u64) -> usize {
        usize::try_from(offset.saturating_sub(self.held_from)).map_or(self.held.len(), |index| index.min(self.held.len()))
    }

    fn count_to(&mut self, offset: u64) {
        let (from, to) = (self.index(self.lines.counted_to), self.index(offset));
        if from < to {
            self.lines.count(&self.held[from..to]);
        }
    }

    fn fill(&mut self) -> io::Result<usize> {
        let before = self.held.len();
        let read = self.source.by_ref().take(CHUNK as u64).read_to_end(&mut self.held);
        if self.held_from + self.held.len() as u64 > self.largest {
            return Err(io::Error::other(Stop::FileTooLarge));
        }
        read.map(|_| self.held.len() - before)
    }
}

impl<R: Read> Read for Window<R> {
    fn read(&mut self, out: &mut [u8]) -> io::Result<usize> {
        // The reader asks for more only when it has used up what it was given, and all of that is this row.
        if self.held_from + self.given as u64 > self.row_from + LONGEST_ROW {
            return Err(io::Error::other(Stop::RowTooLong));
        }
        if self.given == self.held.len() {
            self.fill()?;
        }
        let length = out.len().min(self.held.len() - self.given);
        out[..length].copy_from_slice(&self.held[self.given..self.given + length]);
        self.given += length;
        Ok(length)
    }
}

/// Only to where the window still is.
impl<R: Read> Seek for Window<R> {
    fn seek(&mut self, to: SeekFrom) -> io::Result<u64> {
        let SeekFrom::Start(offset) = to else { return Err(io::ErrorKind::Unsupported.into()) };
        self.given = self.index(offset);
        self.begin_row(offset);
        Ok(offset)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_above_the_limit_is_stopped() {
        let mut window = Window { largest: 10, ..Window::new(&b"12345678901"[..]) };
        let error = window.read(&mut [0; 4]).unwrap_err();
        assert_eq!(error.get_ref().and_then(|it| it.downcast_ref()), Some(&Stop::FileTooLarge));
    }

    #[test]
    fn lines_end_in_three_ways() {
        let mut window = Window::new(&b"a\r\nb\rc\n\n\nd"[..]);
        assert_eq!(window.read(&mut [0; 20]).unwrap(), 10);
        let lines = [0, 2, 3, 5, 6].map(|offset| {
            window.begin_row(offset);
            window.row_line()
        });
        assert_eq!(lines, [1, 2, 2, 3, 6]);
    }
}
