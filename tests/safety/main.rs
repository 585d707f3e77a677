//! What can go wrong around a till: what is promised then, and that it is kept. Each scenario's journal is verified when its till goes.

#![allow(clippy::unwrap_used, reason = "a scenario that cannot go on has failed, and says where")]

mod clock;
mod commands;
mod copies;
mod full_disk;
mod health;
mod instances;
mod network;
