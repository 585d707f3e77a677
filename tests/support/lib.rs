//! What the scenarios share: a printer that is not there, a reader of its paper, and a till in a folder of its own.

#![allow(clippy::unwrap_used, reason = "a scenario that cannot go on has failed, and says where")]

pub mod device;
pub mod escpos;
pub mod head_office;
mod pages;
pub mod portal;
pub mod printer;
pub mod program;
pub mod proxy;
pub mod sales;
pub mod till;
mod traces;

pub use escpos::Paper;
pub use printer::{FakePrinter, Script};
pub use till::{Till, card, cash, transfer};
pub use traces::{files_below, holding};

use std::time::{Duration, Instant};

/// Long enough for a slow machine, short enough that a scenario which hangs is noticed.
pub const PATIENCE: Duration = Duration::from_secs(20);

/// Waits until `holds`; what it waits for is named, because a time-out alone explains nothing.
pub fn wait_until(what: &str, mut holds: impl FnMut() -> bool) {
    let end = Instant::now() + PATIENCE;
    while !holds() {
        assert!(Instant::now() < end, "waited {PATIENCE:?} in vain until {what}");
        std::thread::sleep(Duration::from_millis(5));
    }
}
