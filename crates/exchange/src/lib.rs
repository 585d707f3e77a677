//! Files from elsewhere. Hostile input lives here: whatever the bytes are, the answer is rows, named errors, or a named refusal of the whole file.
//!
//! Nothing is held but one row, a hash for each barcode seen, and what a person can look at; rows, cells, files and recoveries have limits.

mod dialect;
mod fault;
mod headers;
mod number;
mod row;
mod table;
mod text;
mod window;

pub mod products;

pub use dialect::Delimiter;
pub use fault::{Code, Fault, RowError, Unreadable};
pub use number::DecimalMark;
pub use text::Encoding;
