//! When to try again. Tills that lost the line together must not come back together.

use std::time::Duration;

const FIRST: Duration = Duration::from_secs(4);
const LONGEST: Duration = Duration::from_secs(300);
/// Between two rounds when all is well and nothing happens here: others may have written.
pub const CALM: Duration = Duration::from_secs(20);

/// After so many failures in a row: twice as long each time, of which a random half is waited. `random` is any number.
#[must_use]
pub fn pause(failures: u32, random: u64) -> Duration {
    if failures == 0 {
        return CALM;
    }
    let whole = FIRST.saturating_mul(1 << (failures - 1).min(16)).min(LONGEST);
    let half = whole / 2;
    let spread = u64::try_from(half.as_millis()).unwrap_or(u64::MAX);
    half + Duration::from_millis(random % (spread + 1))
}

/// What was planned before a restart still holds, unless the clock was changed meanwhile: nobody waits longer than the longest pause.
#[must_use]
pub fn is_due(next_at_ms: i64, now_ms: i64) -> bool {
    let longest = i64::try_from(LONGEST.as_millis()).unwrap_or(i64::MAX);
    now_ms >= next_at_ms || next_at_ms - now_ms > longest
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pauses_grow_stay_below_the_longest_and_differ() {
        for failures in 1..40 {
            for random in [0, 1, 77, 99_999, u64::MAX] {
                let pause = pause(failures, random);
                assert!(pause >= FIRST / 2 && pause <= LONGEST, "{failures} {random}: {pause:?}");
            }
        }
        assert!(pause(5, 0) > pause(1, u64::MAX));
        assert_ne!(pause(6, 10), pause(6, 5000));
    }

    #[test]
    fn a_clock_that_was_put_back_holds_nothing_up() {
        assert!(!is_due(10_000, 5_000));
        assert!(is_due(10_000, 10_000));
        assert!(is_due(100_000_000, 5_000), "the plan was made when the clock was far ahead");
    }
}
