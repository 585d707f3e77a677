//! The use cases and the door to them. Whoever shows a screen (the shell, `web`) calls [`App::call`] and nothing else.

mod copying;
mod delays;
pub mod demo;
pub mod door;
pub mod events;
pub mod failure;
mod grants;
mod hashing;
pub mod health;
mod host;
pub mod log;
pub mod messages;
pub mod platform;
mod print_jobs;
pub mod requests;
pub mod room;
mod session;
mod syncing;
pub mod typescript;
pub mod uploads;
mod use_cases;
mod watch;

mod program;

pub use copying::{copies_folders, copies_seal};
pub use door::{Caller, Surface};
pub use events::{Event, EventSink};
pub use failure::Failure;
pub use host::Host;
pub use program::{App, Clock, Disks, Machine, Uptime};
pub use syncing::Storage as SyncStorage;
