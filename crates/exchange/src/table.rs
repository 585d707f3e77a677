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
        let mut csv =
            ReaderBuilder::new().delimiter(delimiter.byte()).flexible(true).buffer_capacity(32 * 1024).from_reader(Window::new(source));
        // With headers of our own the reader never takes the first row for them, nor reads it to seek.
        csv.set_byte_headers(ByteRecord::new());
        Self { csv, recoveries: 0 }
    }

    pub fn next(&mut self, record: &mut ByteRecord) -> Result<Option<Found>, Unreadable> {
        loop {
            let start = self.csv.position().byte();
            self.csv.get_mut().begin_row(start);
            match self.csv.read_byte_record(record) {
                Ok(false) => return Ok(None),
                Ok(true) if self.is_whole(record, start) => return Ok(Some(Found::Row { line: self.csv.get_mut().row_line() })),
                Ok(true) => {}
                Err(error) => match stop(error)? {
                    Stop::RowTooLong => {}
                    Stop::FileTooLarge => return Err(Unreadable::TooLarge),
                },
            }
            // Blank lines above a row are read with it, and are no fault of its.
            let first = self.csv.get_mut().first_byte();
            if first == start {
                return self.skip_line().map(Some);
            }
            self.go_on_at(first)?;
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
        let next = window.second_line().map_err(|error| refused(error.into()))?;
        self.go_on_at(next)?;
        Ok(Found::TooLong { line, start })
    }

    fn go_on_at(&mut self, offset: u64) -> Result<(), Unreadable> {
        let mut position = Position::new();
        position.set_byte(offset);
        self.csv.seek_raw(SeekFrom::Start(offset), position).map_err(refused)
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

/// While a line is skipped its length is no matter, so the window has only one reason left to stop.
fn refused(error: csv::Error) -> Unreadable {
    stop(error).err().unwrap_or(Unreadable::TooLarge)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    /// Each row's line and cells, `None` for a row that was too long.
    fn read(bytes: &[u8]) -> Vec<(u64, Option<Vec<String>>)> {
        let mut table = Table::new(bytes, Delimiter::Comma);
        let mut record = ByteRecord::new();
        let mut rows = Vec::new();
        while let Some(found) = table.next(&mut record).unwrap() {
            rows.push(match found {
                Found::Row { line } => (line, Some(record.iter().map(|cell| String::from_utf8_lossy(cell).into_owned()).collect())),
                Found::TooLong { line, .. } => (line, None),
            });
        }
        rows
    }

    fn row(line: u64, cells: &[&str]) -> (u64, Option<Vec<String>>) {
        (line, Some(cells.iter().map(|&cell| cell.to_owned()).collect()))
    }

    #[test]
    fn lines_are_those_that_an_editor_shows() {
        let rows = read(b"a,b\r\n\r\n\"two\r\nlines\",c\r\nd\r\n");
        assert_eq!(rows, [row(1, &["a", "b"]), row(3, &["two\r\nlines", "c"]), row(5, &["d"])]);
    }

    #[test]
    fn a_quote_that_never_closes_costs_its_own_row_only() {
        let below = "7501,Leche\n".repeat(20_000);
        let rows = read(format!("a,b\n1,\"stray\n{below}").as_bytes());
        assert_eq!(rows[..3], [row(1, &["a", "b"]), (2, None), row(3, &["7501", "Leche"])]);
        assert_eq!((rows.len(), rows.last().unwrap().0), (20_002, 20_002));
    }

    #[test]
    fn a_line_longer_than_a_row_may_be_is_passed_over() {
        let long = "x".repeat(300_000);
        let rows = read(format!("a\r\n{long}\r\nb\r\n").as_bytes());
        assert_eq!(rows, [row(1, &["a"]), (2, None), row(3, &["b"])]);
    }

    #[test]
    fn any_number_of_blank_lines_is_no_row() {
        let rows = read(format!("a\n{}b\n", "\n".repeat(500_000)).as_bytes());
        assert_eq!(rows, [row(1, &["a"]), row(500_002, &["b"])]);
    }

    #[test]
    fn a_file_of_stray_quotes_is_given_up_in_time() {
        let hostile = "a\",\"\n".repeat(400_000);
        let mut table = Table::new(hostile.as_bytes(), Delimiter::Comma);
        let mut record = ByteRecord::new();
        let end = loop {
            match table.next(&mut record) {
                Ok(Some(_)) => {}
                other => break other.err(),
            }
        };
        assert!(matches!(end, Some(Unreadable::TooBroken)), "each row opens a quote that none below it closes");
    }

    proptest! {
        #[test]
        fn where_rows_are_short_the_window_changes_nothing(text in "[ab\",\r\n]{0,200}") {
            let mut plain = ReaderBuilder::new().flexible(true).has_headers(false).from_reader(text.as_bytes());
            let expected: Vec<Vec<String>> = plain.records().map(|row| row.unwrap().iter().map(str::to_owned).collect()).collect();
            let rows: Vec<Vec<String>> = read(text.as_bytes()).into_iter().filter_map(|(_, cells)| cells).collect();
            prop_assert_eq!(rows, expected);
        }
    }
}
