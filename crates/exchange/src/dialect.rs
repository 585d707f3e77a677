//! How a file is laid out, guessed from its beginning: delimiter, header, and the meaning and decimal mark of each column.

use csv::ByteRecord;
use domain::country::Country;
use serde::{Deserialize, Serialize};

use crate::headers::{self, Field};
use crate::number::{self, DecimalMark};
use crate::table::{Found, Table};
use crate::text;

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ts_rs::TS)]
#[serde(rename_all = "snake_case")]
pub enum Delimiter {
    Tab,
    Semicolon,
    Pipe,
    Comma,
}

impl Delimiter {
    /// Commas come last: they also stand in names and in numbers, so on a tie the other is the delimiter.
    const BY_CERTAINTY: [Self; 4] = [Self::Tab, Self::Semicolon, Self::Pipe, Self::Comma];

    pub(crate) fn byte(self) -> u8 {
        match self {
            Self::Tab => b'\t',
            Self::Semicolon => b';',
            Self::Pipe => b'|',
            Self::Comma => b',',
        }
    }
}

const SAMPLE_ROWS: usize = 500;
pub const MOST_COLUMNS: usize = 256;

/// The first rows as text. A sample that was cut off loses its last row, which may be half of one.
pub fn sample_rows(sample: &[u8], cut: bool, delimiter: Delimiter) -> Vec<Vec<String>> {
    let mut table = Table::new(sample, delimiter);
    let mut record = ByteRecord::new();
    let mut rows = Vec::new();
    while let Ok(Some(found)) = table.next(&mut record) {
        if rows.len() > SAMPLE_ROWS {
            break;
        }
        if matches!(found, Found::Row { .. }) && !is_blank(&record) {
            rows.push(record.iter().take(MOST_COLUMNS).map(|cell| text::decode(cell).0.trim().to_owned()).collect());
        }
    }
    if cut && rows.len() > 1 {
        rows.pop();
    }
    rows
}

/// Rows without anything in them count for nothing: spreadsheets leave hundreds of them at the end.
pub fn is_blank(record: &ByteRecord) -> bool {
    record.iter().all(|cell| cell.trim_ascii().is_empty())
}

/// Excel's own first line, `sep=;`, names the delimiter and is no row.
pub fn separator_line(sample: &[u8]) -> Option<Delimiter> {
    let named = sample.strip_prefix(b"sep=")?.first()?;
    Delimiter::BY_CERTAINTY.into_iter().find(|it| it.byte() == *named)
}

/// The delimiter that gives the most rows the same number of cells, then the one that gives more cells.
pub fn delimiter(sample: &[u8], cut: bool, name: &str) -> Delimiter {
    if let Some(named) = separator_line(sample) {
        return named;
    }
    let tabs_expected = [".tsv", ".tab"].iter().any(|end| name.to_lowercase().ends_with(end));
    let mut best = (if tabs_expected { Delimiter::Tab } else { Delimiter::Comma }, 0, 1);
    for delimiter in Delimiter::BY_CERTAINTY {
        let (alike_percent, cells) = consistency(&sample_rows(sample, cut, delimiter));
        if cells > 1 && (alike_percent, cells) > (best.1, best.2) {
            best = (delimiter, alike_percent, cells);
        }
    }
    best.0
}

/// Of all rows, how many in a hundred have the commonest number of cells, and that number.
fn consistency(rows: &[Vec<String>]) -> (usize, usize) {
    let mut counts = std::collections::BTreeMap::<usize, usize>::new();
    rows.iter().for_each(|row| *counts.entry(row.len()).or_default() += 1);
    let (cells, alike) = counts.into_iter().filter(|(cells, _)| *cells > 1).max_by_key(|&(_, alike)| alike).unwrap_or((1, 0));
    (alike * 100 / rows.len().max(1), cells)
}

/// Titles and dates may stand above the header, but not many of them.
const HEADER_WITHIN: usize = 10;

/// Which of the rows is the header. The row with the most known words; else a first row without any digit above rows with digits.
pub fn header(rows: &[Vec<String>]) -> Option<usize> {
    let known = |row: &Vec<String>| headers::fields(row).into_iter().flatten().count();
    let best = rows.iter().take(HEADER_WITHIN).map(known).enumerate().max_by_key(|&(index, known)| (known, std::cmp::Reverse(index)));
    match best {
        Some((index, words)) if words >= 2 || (words == 1 && index == 0 && !has_digits(&rows[0])) => Some(index),
        _ => {
            let (first, rest) = rows.split_first()?;
            let titled = first.iter().all(|cell| !cell.is_empty()) && !has_digits(first);
            (titled && rest.iter().filter(|row| has_digits(row)).count() * 2 > rest.len()).then_some(0)
        }
    }
}

fn has_digits(row: &[String]) -> bool {
    row.iter().any(|cell| cell.bytes().any(|byte| byte.is_ascii_digit()))
}

/// Where no header says what a column means, its values may: codes of a barcode's length, words, amounts.
pub fn fields_by_value(rows: &[Vec<String>], columns: usize) -> Vec<Option<Field>> {
    let mut fields = vec![None; columns];
    let most = |column: usize, fits: fn(&str) -> bool| {
        let values = rows.iter().filter_map(|row| row.get(column)).filter(|cell| !cell.is_empty());
        let (all, fitting) = values.fold((0, 0), |(all, fitting), cell| (all + 1, fitting + usize::from(fits(cell))));
        all > 0 && fitting * 2 > all
    };
    let mut take = |field: Field, fits: fn(&str) -> bool| {
        let free = (0..columns).find(|&column| fields[column].is_none() && most(column, fits));
        if let Some(column) = free.filter(|_| !fields.contains(&Some(field))) {
            fields[column] = Some(field);
        }
    };
    take(Field::Barcode, is_code);
    take(Field::Name, has_words);
    // Whole numbers may be the shop's own keys, so they are prices only where nothing has decimals.
    take(Field::Price, |cell| is_amount(cell) && cell.contains(['.', ',']));
    take(Field::Price, is_amount);
    fields
}

fn is_code(cell: &str) -> bool {
    matches!(cell.len(), 8 | 12 | 13 | 14) && cell.bytes().all(|byte| byte.is_ascii_digit())
}

fn has_words(cell: &str) -> bool {
    cell.chars().filter(|it| it.is_alphabetic()).count() >= 3
}

fn is_amount(cell: &str) -> bool {
    cell.bytes().any(|byte| byte.is_ascii_digit()) && cell.chars().filter(|it| it.is_alphabetic()).count() < 3
}

pub fn column_mark(rows: &[Vec<String>], column: usize, country: &Country) -> DecimalMark {
    number::decimal_mark(rows.iter().filter_map(|row| row.get(column)).map(String::as_str), country)
}

#[cfg(test)]
mod tests {
    use rstest::rstest;

    use super::*;

    #[rstest]
    #[case::comma("barcode,name\n1,a\n2,\"b, c\"\n", "x.csv", Delimiter::Comma)]
    #[case::semicolon_with_decimal_commas("7501;Leche;12,50\n7502;Pan;3,00\n", "x.csv", Delimiter::Semicolon)]
    #[case::two_columns_with_decimal_commas("7501;12,50\n7502;3,00\n", "x.csv", Delimiter::Semicolon)]
    #[case::tab("a\tb, c\n1\t2\n", "x.csv", Delimiter::Tab)]
    #[case::pipe("a|b\n1|2\n", "x.txt", Delimiter::Pipe)]
    #[case::named_by_excel("sep=|\na;b\n1;2\n", "x.csv", Delimiter::Pipe)]
    #[case::one_column("nombre\nLeche\n", "x.csv", Delimiter::Comma)]
    #[case::one_column_of_tsv("nombre\nLeche\n", "X.TSV", Delimiter::Tab)]
    fn delimiters(#[case] text: &str, #[case] name: &str, #[case] expected: Delimiter) {
        assert_eq!(delimiter(text.as_bytes(), false, name), expected);
    }

    #[rstest]
    #[case::first_row("código,nombre\n7501,Leche\n", Some(0))]
    #[case::below_a_title("Lista de precios,,\nMayo 2026,,\ncódigo,nombre,precio\n7501,Leche,5\n", Some(2))]
    #[case::unknown_words("Kode,Naam\n7501,Melk\n", Some(0))]
    #[case::none("7501055300075,Leche 1 l\n7501055300076,Pan\n", None)]
    fn headers(#[case] text: &str, #[case] expected: Option<usize>) {
        assert_eq!(header(&sample_rows(text.as_bytes(), false, Delimiter::Comma)), expected);
    }

    #[test]
    fn without_a_header_the_values_speak() {
        let rows = sample_rows(b"Leche entera,12.50,7501055300075,41\nPan blanco,8.00,7501055300082,42\n", false, Delimiter::Comma);
        assert_eq!(fields_by_value(&rows, 4), [Some(Field::Name), Some(Field::Price), Some(Field::Barcode), None]);
    }
}
