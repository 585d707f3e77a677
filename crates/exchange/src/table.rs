//! A CSV file as rows of cells, each with its line, in memory that the file cannot make larger.

use std::io::{Read, SeekFrom};

use csv::{ByteRecord, Position, Reader, ReaderBuilder};

use crate::dialect::Delimiter;
use crate::fault::Unreadable;
use crate::window::{LONGEST_ROW, Stop, Window};

pub const LONGEST_CELL: usize = 4 * 1024;

/// Each recovery may read a row's length twice, so a file made of nothing else is given up.
const MOST_RECOVERIES: u32 = 1000;

pub struct Table<R> {
    csv: Reader<Window<R>>,
    recoveries: u32,
}

pub enum Found {
    /// The cells are in the record.
    Row { line: u64 },
    /// Longer than a row may be: mostly a quote that nobody closed. Reading goes on at the line below.
    TooLong { line: u64, start: Vec<u8> },
}

impl<R: Read> Table<R> {
    pub fn new(source: R, delimiter: Delimiter) -> Self {
        let mut csv = ReaderBuilder::new().delimiter(delimiter.byte()).flexible(true).buffer_capacity(32 * 1024).from_reader(Window::new(source));
        // With headers of our own the reader never takes the first row for them, nor reads it to seek.
        csv.set_byte_headers(ByteRecord::new());
        Self { csv, recoveries: 0 }
    }

    pub fn next(&mut self, record: &mut ByteRecord) -> Result<Option<Found>, Unreadable> {
        let start = self.csv.position().byte();
        self.csv.get_mut().begin_row(start);
        match self.csv.read_byte_record(record) {
            Ok(false) => Ok(None),
            Ok(true) if self.is_whole(record, start) => Ok(Some(Found::Row { line: self.csv.get_mut().row_line() })),
            Ok(true) => self.skip_line().map(Some),
            Err(error) => match stop(error)? {
                Stop::RowTooLong => self.skip_line().map(Some),
                Stop::FileTooLarge => Err(Unreadable::TooLarge),
            },
        }
    }

    /// A long cell over several lines is what a stray quote swallowed, not what a person wrote into one cell.
    fn is_whole(&self, record: &ByteRecord, start: u64) -> bool {
        let length = self.csv.position().byte() - start;
        length <= LONGEST_ROW && !record.iter().any(|cell| cell.len() > LONGEST_CELL && cell.contains(&b'\n'))
    }

    fn skip_line(&mut self) -> Result<Found, Unreadable> {
        self.recoveries += 1;
        if self.recoveries > MOST_RECOVERIES {
            return Err(Unreadable::TooBroken);
        }
        let window = self.csv.get_mut();
        let line = window.row_line();
        let start = window.first_line().iter().copied().take(400).collect();
        let next = window.second_line().map_err(csv::Error::from).or_else(|error| match stop(error)? {
            Stop::RowTooLong | Stop::FileTooLarge => Err(Unreadable::TooLarge),
        })?;
        let mut position = Position::new();
        position.set_byte(next);
        self.csv.seek_raw(SeekFrom::Start(next), position).map_err(|error| stop(error).err().unwrap_or(Unreadable::TooLarge))?;
        Ok(Found::TooLong { line, start })
    }
}

/// Why the window stopped, or what else went wrong below it.
fn stop(error: csv::Error) -> Result<Stop, Unreadable> {
    let error = match error.into_kind() {
        csv::ErrorKind::Io(error) => error,
        other => std::io::Error::other(format!("{other:?}")),
    };
    error.get_ref().and_then(|inner| inner.downcast_ref::<Stop>()).copied().ok_or(Unreadable::Io(error))
}
