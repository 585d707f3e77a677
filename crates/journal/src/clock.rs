//! A hybrid logical clock: wall time in milliseconds that never repeats and never goes back, whatever the machine's clock does.

use serde::{Deserialize, Serialize};

/// Wall milliseconds in the upper bits, a counter below: one integer, so that it sorts, and it stays below 2^53 until the year 2109.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Clock(i64);

const COUNTER_BITS: u32 = 11;

impl Clock {
    #[must_use]
    pub fn from_raw(raw: i64) -> Self {
        Self(raw)
    }

    #[must_use]
    pub fn raw(self) -> i64 {
        self.0
    }

    /// The clock of the next entry: of now, or just after the last if now is not later.
    #[must_use]
    pub fn next(self, wall_ms: i64) -> Self {
        let wall = wall_ms.clamp(0, domain::units::LARGEST >> COUNTER_BITS) << COUNTER_BITS;
        Self(wall.max(self.0 + 1))
    }

    /// What is known after seeing somebody else's entry.
    #[must_use]
    pub fn seen(self, other: Self) -> Self {
        self.max(other)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn it_moves_forward_when_the_wall_clock_jumps_back() {
        let first = Clock::default().next(1_763_800_000_000);
        let after_jump = first.next(1_447_000_000_000);
        assert!(after_jump > first);
        assert!(after_jump.raw() <= domain::units::LARGEST, "it is a plain number everywhere");
    }
}
