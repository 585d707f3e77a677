//! Slips of paper: laid out once, then rendered to ESC/POS bytes, to an image of the paper, and to plain text; the drivers that carry the bytes,
//! and the queue that keeps a sale from ever waiting for a printer.

#![cfg_attr(test, allow(clippy::unwrap_used, reason = "a test that panics has said what is wrong"))]

pub mod code_page;
pub mod driver;
pub mod escpos;
pub mod figures;
pub mod glyphs;
pub mod image;
pub mod layout;
pub mod logo;
mod order_slips;
mod profile;
pub mod queue;
pub mod receipt;
pub mod shift_slips;
pub mod slip;
mod status;
pub mod test_slip;
pub mod text;
pub mod words;
pub mod wrap;

#[cfg(test)]
mod golden_tests;
#[cfg(test)]
mod samples;

pub use code_page::CodePage;
pub use driver::{Delivery, PrinterError, send};
pub use order_slips::{cancelled_slip, deposit_slip, order_slip};
pub use profile::{DrawerPin, Driver, Paper, PrinterProfile};
pub use queue::{Condition, Job, JobState, Jobs, NotStored, PrintQueue};
pub use receipt::{ReceiptInput, receipt};
pub use shift_slips::{ShiftPaper, cash_slip, payment_slip, value_slip, x_report, z_report};
pub use slip::{Row, Slip};
pub use test_slip::{badge_slip, test_slip};
