//! When a copy is due: entries every hour, the whole every night, or as soon as the till is quiet if it is never on at night.

use super::places::Made;

const MINUTE_MS: i64 = 60_000;
const HOUR_MS: i64 = 60 * MINUTE_MS;
/// After an attempt that failed.
const TRY_AGAIN_MS: i64 = 15 * MINUTE_MS;
/// Without a sale for so long, nobody is at the counter.
pub const QUIET_MS: i64 = 5 * MINUTE_MS;

/// How busy the till is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Calm {
    pub is_quiet: bool,
    /// Between one and five o'clock in the shop.
    pub is_night: bool,
}

#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Due {
    pub entries: bool,
    pub full: bool,
}

impl Due {
    pub const ALL: Self = Self { entries: true, full: true };

    #[must_use]
    pub fn is_any(self) -> bool {
        self.entries || self.full
    }
}

#[must_use]
pub fn due(made: &Made, now_ms: i64, calm: Calm) -> Due {
    let waits = made.failure.is_some() && age(made.tried_at_ms, now_ms).is_some_and(|age| age < TRY_AGAIN_MS);
    if waits {
        return Due::default();
    }
    Due { entries: age(made.entries_at_ms, now_ms).is_none_or(|age| age >= HOUR_MS), full: is_daily_due(made.full_at_ms, now_ms, calm) }
}

/// What is done once a day, and rather not while customers wait.
#[must_use]
pub fn is_daily_due(last_ms: Option<i64>, now_ms: i64, calm: Calm) -> bool {
    match age(last_ms, now_ms).map(|age| age / HOUR_MS) {
        None | Some(24..30) => calm.is_quiet,
        Some(12..24) => calm.is_quiet && calm.is_night,
        Some(hours) => hours >= 30,
    }
}

/// What is dated later than now was made under a clock that was wrong: it says nothing.
fn age(at_ms: Option<i64>, now_ms: i64) -> Option<i64> {
    at_ms.map(|at_ms| now_ms - at_ms).filter(|age| *age >= 0)
}

#[cfg(test)]
mod tests {
    use super::*;

    const BUSY: Calm = Calm { is_quiet: false, is_night: false };
    const QUIET: Calm = Calm { is_quiet: true, is_night: false };
    const NIGHT: Calm = Calm { is_quiet: true, is_night: true };
    const NOW: i64 = 1_800_000_000_000;

    #[test]
    fn the_whole_is_due_at_night_or_when_it_is_quiet_and_at_last_in_any_case() {
        let table = [
            (None, BUSY, false),
            (None, QUIET, true),
            (Some(11), NIGHT, false),
            (Some(12), QUIET, false),
            (Some(12), NIGHT, true),
            (Some(24), BUSY, false),
            (Some(24), QUIET, true),
            (Some(30), BUSY, true),
            (Some(-1), BUSY, false),
            (Some(-1), QUIET, true),
        ];
        for (hours, calm, expected) in table {
            let last = hours.map(|hours| NOW - hours * HOUR_MS);
            assert_eq!(is_daily_due(last, NOW, calm), expected, "{hours:?} hours, {calm:?}");
        }
    }

    #[test]
    fn entries_are_due_every_hour_and_a_failure_is_tried_again_later() {
        let made = Made { entries_at_ms: Some(NOW), full_at_ms: Some(NOW), ..Made::default() };
        assert!(!due(&made, NOW + HOUR_MS - 1, QUIET).is_any());
        assert_eq!(due(&made, NOW + HOUR_MS, BUSY), Due { entries: true, full: false });
        let failed = Made { tried_at_ms: Some(NOW), failure: Some(crate::Failure::new("disk_full", "")), ..Made::default() };
        assert!(!due(&failed, NOW + TRY_AGAIN_MS - 1, QUIET).is_any());
        assert_eq!(due(&failed, NOW + TRY_AGAIN_MS, QUIET), Due::ALL);
    }
}
