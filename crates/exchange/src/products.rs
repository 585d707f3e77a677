//! Products from a CSV file: first a preview that says what would happen, then the rows for the import itself.
//!
//! A guess and its correction are the same value: [`preview`] answers the [`Mapping`] that it read with, the wizard edits it,
//! and a further preview and at last [`rows`] read with it.

use std::collections::BTreeMap;
use std::collections::hash_map::{Entry, HashMap};
use std::hash::{BuildHasher, RandomState};
use std::io::{Chain, Cursor, Read};

use csv::ByteRecord;
use domain::country::Country;
use serde::{Deserialize, Serialize};

use crate::dialect::{self, Delimiter};
use crate::fault::{Code, Fault, RowError, Unreadable};
use crate::headers;
use crate::number::DecimalMark;
use crate::row::Cells;
use crate::table::{Found, Table};
use crate::text::{self, Encoding};

pub use crate::headers::Field;
pub use crate::row::ProductRow;

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ts_rs::TS)]
#[ts(rename = "ImportColumnMapping")]
pub struct ColumnMapping {
    pub field: Option<Field>,
    pub decimal_mark: DecimalMark,
}

/// How a file is read. Of two columns with the same field the first counts.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ts_rs::TS)]
#[ts(rename = "ImportMapping")]
pub struct Mapping {
    pub delimiter: Delimiter,
    /// Which of the rows that are not blank is the header, from 0; products begin below it. `None`: there is no header.
    pub header: Option<usize>,
    pub columns: Vec<ColumnMapping>,
}

/// What a person sees of a column to say what it is.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ts_rs::TS)]
#[ts(rename = "ImportColumn")]
pub struct Column {
    pub header: String,
    pub samples: Vec<String>,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, ts_rs::TS)]
#[ts(rename = "ImportPreview")]
pub struct Preview {
    pub encoding: Encoding,
    pub mapping: Mapping,
    /// One for each column of the mapping.
    pub columns: Vec<Column>,
    /// The first of the good rows, as they would be imported.
    pub first_rows: Vec<ProductRow>,
    pub row_count: u64,
    pub good_count: u64,
    pub first_errors: Vec<RowError>,
    pub error_counts: BTreeMap<Code, u64>,
    /// Rows that are imported all the same.
    pub warning_counts: BTreeMap<Code, u64>,
}

const SAMPLE_BYTES: u64 = 256 * 1024;
const ROWS_SHOWN: usize = 20;
const ERRORS_SHOWN: usize = 200;
const SAMPLES_SHOWN: usize = 3;
const LONGEST_SAMPLE: usize = 80;

/// Four times the largest catalogue that we know. It bounds the memory of the barcodes seen to some 70 MB.
const MOST_ROWS: u64 = 3_500_000;

/// Reads the whole file and changes nothing. `name` is the file's, for what its ending says about the delimiter.
pub fn preview(reader: impl Read, name: &str, country: &Country, mapping: Option<&Mapping>) -> Result<Preview, Unreadable> {
    let (encoding, mut text) = text::open(reader)?;
    let mut sample = Vec::new();
    text.by_ref().take(SAMPLE_BYTES).read_to_end(&mut sample).map_err(Unreadable::Io)?;
    if sample.trim_ascii().is_empty() {
        return Err(Unreadable::Empty);
    }
    let cut = sample.len() as u64 == SAMPLE_BYTES;
    let mapping = mapping.cloned().unwrap_or_else(|| guess(&sample, cut, name, country));
    let columns = columns(&dialect::sample_rows(&sample, cut, mapping.delimiter), &mapping);
    // A sequence that the sample cuts in half is no sign of another encoding.
    let legacy = std::str::from_utf8(&sample).is_err_and(|error| error.error_len().is_some());

    let mut rows = Rows::over(Cursor::new(sample).chain(text), country, &mapping);
    let mut preview = Preview {
        encoding,
        columns,
        first_rows: Vec::new(),
        row_count: 0,
        good_count: 0,
        first_errors: Vec::new(),
        error_counts: BTreeMap::new(),
        warning_counts: BTreeMap::new(),
        mapping: mapping.clone(),
    };
    for row in &mut rows {
        preview.row_count += 1;
        match row {
            Ok(row) => preview.take_good(row),
            Err(Fault::Row(error)) => preview.take_error(error),
            Err(Fault::File(error)) => return Err(error),
        }
    }
    if encoding == Encoding::Utf8 && (legacy || rows.cells.legacy) {
        preview.encoding = Encoding::Windows1252;
    }
    Ok(preview)
}

/// The same rows and errors that the preview counted. After [`Fault::File`] nothing more comes, and what came is not the whole file.
pub fn rows<'a, R: Read>(
    reader: R,
    country: &'a Country,
    mapping: &Mapping,
) -> Result<impl Iterator<Item = Result<ProductRow, Fault>> + use<'a, R>, Unreadable> {
    let (_, text) = text::open(reader)?;
    Ok(Rows::over(Cursor::new(Vec::new()).chain(text), country, mapping))
}

impl Preview {
    fn take_good(&mut self, row: ProductRow) {
        self.good_count += 1;
        if row.price_missing {
            *self.warning_counts.entry(Code::PriceMissing).or_default() += 1;
        }
        if self.first_rows.len() < ROWS_SHOWN {
            self.first_rows.push(row);
        }
    }

    fn take_error(&mut self, error: RowError) {
        *self.error_counts.entry(error.code).or_default() += 1;
        if self.first_errors.len() < ERRORS_SHOWN {
            self.first_errors.push(error);
        }
    }
}

fn guess(sample: &[u8], cut: bool, name: &str, country: &Country) -> Mapping {
    let delimiter = dialect::delimiter(sample, cut, name);
    let rows = dialect::sample_rows(sample, cut, delimiter);
    // The line that names the separator is skipped as a header would be.
    let header = dialect::header(&rows).or(dialect::separator_line(sample).map(|_| 0));
    let products = &rows[header.map_or(0, |index| index + 1).min(rows.len())..];
    let headers = header.and_then(|index| rows.get(index));
    let count = headers.map_or_else(|| rows.iter().map(Vec::len).max().unwrap_or(0), Vec::len);
    let by_name = headers.map(|headers| headers::fields(headers)).filter(|fields| fields.iter().any(Option::is_some));
    let fields = by_name.unwrap_or_else(|| dialect::fields_by_value(products, count));
    let column = |(index, field)| ColumnMapping { field, decimal_mark: dialect::column_mark(products, index, country) };
    Mapping { delimiter, header, columns: fields.into_iter().enumerate().map(column).collect() }
}

fn columns(rows: &[Vec<String>], mapping: &Mapping) -> Vec<Column> {
    let header = mapping.header.and_then(|index| rows.get(index));
    let products = rows.iter().skip(mapping.header.map_or(0, |index| index.saturating_add(1)));
    let short = |text: &String| text.chars().take(LONGEST_SAMPLE).collect::<String>();
    let cells = |index: usize| products.clone().filter_map(move |row| row.get(index)).filter(|cell| !cell.is_empty());
    let column = |index: usize| Column {
        header: header.and_then(|header| header.get(index)).map(short).unwrap_or_default(),
        samples: cells(index).take(SAMPLES_SHOWN).map(short).collect(),
    };
    (0..mapping.columns.len().min(dialect::MOST_COLUMNS)).map(column).collect()
}

/// The rows of a file below its header.
struct Rows<'a, T> {
    table: Table<Chain<Cursor<Vec<u8>>, T>>,
    record: ByteRecord,
    cells: Cells<'a>,
    /// Rows still to skip, the header among them.
    above: usize,
    count: u64,
    /// Hash of each barcode that was imported, and its line. The key of the hash is random, so that no file can be made to collide.
    seen: HashMap<u64, u32>,
    hashes: RandomState,
    ended: bool,
}

impl<'a, T: Read> Rows<'a, T> {
    fn over(source: Chain<Cursor<Vec<u8>>, T>, country: &'a Country, mapping: &Mapping) -> Self {
        Self {
            table: Table::new(source, mapping.delimiter),
            record: ByteRecord::new(),
            cells: Cells::new(country, &mapping.columns),
            above: mapping.header.map_or(0, |index| index.saturating_add(1)),
            count: 0,
            seen: HashMap::new(),
            hashes: RandomState::new(),
            ended: false,
        }
    }

    fn advance(&mut self) -> Result<Option<ProductRow>, Fault> {
        loop {
            let found = self.table.next(&mut self.record)?;
            let Some(found) = found else { return Ok(None) };
            if matches!(found, Found::Row { .. }) {
                if dialect::is_blank(&self.record) {
                    continue;
                }
                if self.above > 0 {
                    self.above -= 1;
                    continue;
                }
            }
            self.count += 1;
            if self.count > MOST_ROWS {
                return Err(Unreadable::TooManyRows { limit: MOST_ROWS }.into());
            }
            return match found {
                Found::Row { line } => {
                    self.cells.read(line, &self.record).and_then(|row| self.first_of_its_code(row)).map(Some).map_err(Fault::Row)
                }
                Found::TooLong { line, start } => Err(Fault::Row(RowError::new(line, None, Code::RowTooLong, &text::decode(&start).0))),
            };
        }
    }

    /// Only rows that are good otherwise take a barcode: a broken row must not keep a whole one out.
    fn first_of_its_code(&mut self, row: ProductRow) -> Result<ProductRow, RowError> {
        let Some(barcode) = &row.barcode else { return Ok(row) };
        match self.seen.entry(self.hashes.hash_one(barcode)) {
            Entry::Vacant(place) => {
                // A file of 2 GiB has fewer lines than that.
                place.insert(u32::try_from(row.line).unwrap_or(u32::MAX));
                Ok(row)
            }
            Entry::Occupied(first) => {
                let column = self.cells.column(Field::Barcode);
                let error = RowError::new(row.line, column, Code::BarcodeRepeated, barcode);
                Err(RowError { first_line: Some(u64::from(*first.get())), ..error })
            }
        }
    }
}

impl<T: Read> Iterator for Rows<'_, T> {
    type Item = Result<ProductRow, Fault>;

    fn next(&mut self) -> Option<Self::Item> {
        if self.ended {
            return None;
        }
        let next = self.advance().transpose();
        self.ended = matches!(next, None | Some(Err(Fault::File(_))));
        next
    }
}

#[cfg(test)]
#[path = "products_tests.rs"]
mod tests;
