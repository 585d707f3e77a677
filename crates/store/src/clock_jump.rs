//! Notices when the machine's clock was set. Nothing is refused for it: order comes from sequences. But a person should look at the clock.

use std::cell::Cell;

use rusqlite::Connection;
use serde::{Deserialize, Serialize};

use crate::StoreError;
use crate::local::preferences;
use crate::uptime::uptime;

/// Clocks are trimmed by seconds all day long; this much is somebody's hand, or an empty battery.
const TOLERANCE_MS: i64 = 5 * 60_000;
const NAME: &str = "clock.jump";

/// The last jump of the machine's clock.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct ClockJump {
    /// On the clock as it is since.
    pub since_ms: i64,
    /// Below zero: it was put back.
    pub jumped_ms: i64,
}

pub fn clock_jump(conn: &Connection) -> Result<Option<ClockJump>, StoreError> {
    preferences::get(conn, NAME)
}

/// What the clock said when the last entry was written, and how long the machine had then been running.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Seen {
    wall_ms: i64,
    uptime_ms: Option<i64>,
}

impl Seen {
    /// Of an entry from before this start: how long ago that was is not known.
    pub fn before_start(wall_ms: i64) -> Self {
        Self { wall_ms, uptime_ms: None }
    }

    fn jump_to(self, now: Self) -> Option<i64> {
        let passed = self.uptime_ms.zip(now.uptime_ms).map(|(then, now)| now - then);
        let moved = now.wall_ms - self.wall_ms;
        let jumped = passed.map_or(moved.min(0), |passed| moved - passed);
        (jumped.abs() > TOLERANCE_MS).then_some(jumped)
    }
}

/// Compares the clock with what it said at the last entry, and keeps a jump in this transaction.
pub(crate) fn watch(conn: &Connection, seen: &Cell<Option<Seen>>, wall_ms: i64) -> Result<(), StoreError> {
    let now = Seen { wall_ms, uptime_ms: i64::try_from(uptime().as_millis()).ok() };
    let Some(jumped_ms) = seen.replace(Some(now)).and_then(|before| before.jump_to(now)) else { return Ok(()) };
    tracing::warn!(jumped_ms, "The clock of this machine was set");
    preferences::set(conn, NAME, &ClockJump { since_ms: wall_ms, jumped_ms })
}

#[cfg(test)]
mod tests {
    use super::*;

    const MINUTE: i64 = 60_000;

    fn running(wall_ms: i64, uptime_ms: i64) -> Seen {
        Seen { wall_ms, uptime_ms: Some(uptime_ms) }
    }

    #[test]
    fn time_that_passes_is_no_jump() {
        assert_eq!(running(0, 0).jump_to(running(600 * MINUTE, 604 * MINUTE)), None);
        assert_eq!(Seen::before_start(0).jump_to(running(600 * MINUTE, 1)), None, "a shop that was closed overnight");
    }

    #[test]
    fn a_clock_that_is_set_by_more_than_five_minutes_is_a_jump() {
        assert_eq!(running(0, 0).jump_to(running(7 * MINUTE, MINUTE)), Some(6 * MINUTE));
        assert_eq!(running(0, 0).jump_to(running(-5 * MINUTE, MINUTE)), Some(-6 * MINUTE));
        assert_eq!(Seen::before_start(0).jump_to(running(-6 * MINUTE, 1)), Some(-6 * MINUTE), "set back while the program was closed");
    }
}
