//! What each request does: load what the domain needs, let it decide, write what it decided.

pub mod accounts;
pub mod approvals;
pub mod categories;
pub mod copies;
pub mod corrections;
pub mod customers;
pub mod health;
pub mod imports;
pub mod login;
pub mod owner_pin;
pub mod pay;
pub mod preferences;
pub mod printer;
pub mod products;
pub mod quote;
pub mod receipts;
pub mod reports;
pub mod returns;
pub mod sell;
pub mod sessions;
pub mod setup;
mod shift_views;
pub mod shifts;
pub mod shop;
pub mod tickets;
pub mod users;
mod views;
