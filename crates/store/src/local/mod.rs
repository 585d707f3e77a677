//! Local state: never replayed, never synced. It lives in the same file so that it can change in a sale's own transaction.

pub mod carts;
pub mod jobs;
pub mod pins;
pub mod preferences;
