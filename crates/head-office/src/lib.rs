//! Head office: keeps what every device of every tenant wrote, and gives it on. Devices never wait for it.
//!
//! Stateless: all that it knows is in PostgreSQL, so any number of these can stand behind a balancer.

mod admission;
mod auth;
mod blobs;
mod codes;
pub mod database;
mod keys;
mod pairing;
mod problem;
mod pull;
mod push;
mod router;
pub mod secret;
mod standing;
pub mod tenants;
pub mod verify;

pub use database::Database;
pub use router::{Office, router};
pub use secret::Secret;
