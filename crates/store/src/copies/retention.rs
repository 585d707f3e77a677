//! Which full copies are kept: the last of each of the last seven days that have one, and of each of the last four weeks. Segments are kept for ever.

use std::collections::BTreeSet;

use chrono::{DateTime, Datelike};

const DAYS: usize = 7;
const WEEKS: usize = 4;

/// Of copies made at these instants, those that may go.
#[must_use]
pub fn superfluous(made_ms: &[i64]) -> Vec<i64> {
    let day = |at_ms: i64| at_ms.div_euclid(86_400_000);
    let week = |at_ms: i64| {
        let week = DateTime::from_timestamp_millis(at_ms).unwrap_or_default().iso_week();
        (week.year(), week.week())
    };
    let mut kept = last_of_each(made_ms, DAYS, day);
    kept.extend(last_of_each(made_ms, WEEKS, week));
    made_ms.iter().copied().filter(|at_ms| !kept.contains(at_ms)).collect()
}

fn last_of_each<P: PartialEq>(made_ms: &[i64], most: usize, period: impl Fn(i64) -> P) -> BTreeSet<i64> {
    let mut newest_first = made_ms.to_vec();
    newest_first.sort_unstable_by(|a, b| b.cmp(a));
    newest_first.dedup_by_key(|at_ms| period(*at_ms));
    newest_first.into_iter().take(most).collect()
}
