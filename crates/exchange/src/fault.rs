//! What is wrong with a file, or with one of its rows.

use std::io;

use serde::Serialize;

/// Why a whole file cannot be imported.
#[derive(Debug, thiserror::Error)]
pub enum Unreadable {
    #[error("the file is empty")]
    Empty,
    #[error("the file is not a table of text")]
    NotText,
    #[error("the file is larger than 2 GiB")]
    TooLarge,
    #[error("the file has more than {limit} rows")]
    TooManyRows { limit: u64 },
    /// Quotes open and never close, over and over.
    #[error("the file has too many broken rows")]
    TooBroken,
    #[error("the file could not be read: {0}")]
    Io(io::Error),
}

impl Unreadable {
    /// The stable name that crosses the door.
    #[must_use]
    pub fn code(&self) -> &'static str {
        match self {
            Self::Empty => "file_empty",
            Self::NotText => "file_not_text",
            Self::TooLarge => "file_too_large",
            Self::TooManyRows { .. } => "file_too_many_rows",
            Self::TooBroken => "file_too_broken",
            Self::Io(_) => "file_unreadable",
        }
    }
}

/// What an iteration over rows may give instead of a product: a row that stays out, or the end of a file that cannot be read on.
#[derive(Debug, thiserror::Error)]
pub enum Fault {
    #[error("line {}: {:?}", .0.line, .0.code)]
    Row(RowError),
    #[error(transparent)]
    File(#[from] Unreadable),
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, ts_rs::TS)]
#[serde(rename_all = "snake_case")]
#[ts(rename = "RowErrorCode")]
pub enum Code {
    BarcodeCheckDigit,
    BarcodeInvalid,
    /// A spreadsheet rounded the number: its last digits are lost.
    BarcodeMangled,
    BarcodeRepeated,
    /// What looks like a customer's card is never kept.
    CardNumber,
    CategoryInvalid,
    /// More cells than the header has: mostly a delimiter inside a name that nobody quoted.
    ColumnsTooMany,
    CostDecimals,
    CostInvalid,
    CostNegative,
    FieldTooLong,
    NameRequired,
    NameTooLong,
    PriceDecimals,
    PriceInvalid,
    /// The only warning: the row is imported at price zero, and the shop prices it later.
    PriceMissing,
    PriceNegative,
    RowTooLong,
    SkuInvalid,
    StockDecimals,
    StockInvalid,
    StockNotWhole,
    TaxUnknown,
    UnitUnknown,
}

/// Values are shown to people, who need no more of them than this.
const LONGEST_VALUE: usize = 80;

/// Why one row stays out. A row has one error: the first that was found.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ts_rs::TS)]
pub struct RowError {
    /// Of the file, from 1, header included: what an editor shows.
    pub line: u64,
    /// From 0. `None`: the row as a whole.
    pub column: Option<usize>,
    pub code: Code,
    pub value: String,
    /// Where a repeated barcode stands first.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub first_line: Option<u64>,
}

impl RowError {
    pub(crate) fn new(line: u64, column: Option<usize>, code: Code, value: &str) -> Self {
        Self { line, column, code, value: value.chars().take(LONGEST_VALUE).collect(), first_line: None }
    }
}
