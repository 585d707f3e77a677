//! What a shop is: money, tax, ticket, tender, product, user, sale, and the kinds of entry that record them.
//!
//! No I/O, no clock, no randomness: instants and ids are arguments. Each use decides `(state, request) -> entry or a named refusal`.

pub mod account;
pub mod acts;
pub mod approval;
pub mod badge;
pub mod barcode;
pub mod business_day;
pub mod card_number;
pub mod carried;
pub mod cart;
pub mod cash_rules;
pub mod clocking;
pub mod country;
pub mod currency;
pub mod customer;
pub mod detective;
pub mod entry;
pub mod fiscal;
pub mod number;
pub mod order;
pub mod points;
pub mod product;
pub mod quotation;
pub mod receipt_code;
pub mod refund;
pub mod refusal;
pub mod remainder;
pub mod role;
pub mod sale;
pub mod shift;
pub mod tax;
pub mod tax_id;
pub mod tender;
pub mod ticket;
pub mod units;
pub mod user;
pub mod value;

/// Every record is named by a UUIDv7, made where the record is born.
pub type Id = uuid::Uuid;

pub use refusal::Refusal;
pub use units::{Money, Quantity, Rate, UnitPrice};
