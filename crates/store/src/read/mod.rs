//! Read models: what screens and reports ask for. Each is a query on projections; none computes what an entry already says.

pub mod accounts;
pub mod customers;
pub mod entries;
pub mod health;
pub mod orders;
pub mod own;
pub mod people;
pub mod points;
pub mod products;
pub mod quotations;
pub mod receipts;
pub mod returns;
pub mod roles;
pub mod shifts;
pub mod shop;
pub mod users;
pub mod values;
