//! Which full copies are kept: the last of each of the last seven days that have one, and of each of the last four weeks. Segments are kept for ever.

use chrono::{DateTime, Datelike};

const DAYS: usize = 7;
const WEEKS: usize = 4;

/// Of copies made at these instants, the one that reaches furthest first, whether each may go. The first never does, whatever its date says.
#[must_use]
pub fn superfluous(made_ms: &[i64]) -> Vec<bool> {
    let day = |at_ms: i64| at_ms.div_euclid(86_400_000);
    let week = |at_ms: i64| {
        let week = DateTime::from_timestamp_millis(at_ms).unwrap_or_default().iso_week();
        (week.year(), week.week())
    };
    let (days, weeks) = (first_of_each(made_ms, DAYS, day), first_of_each(made_ms, WEEKS, week));
    days.into_iter().zip(weeks).map(|(is_of_day, is_of_week)| !is_of_day && !is_of_week).collect()
}

fn first_of_each<P: PartialEq>(made_ms: &[i64], most: usize, period: impl Fn(i64) -> P) -> Vec<bool> {
    let mut seen: Vec<P> = Vec::new();
    let mut is_first = |at_ms: &i64| {
        let period = period(*at_ms);
        let is_new = seen.len() < most && !seen.contains(&period);
        if is_new {
            seen.push(period);
        }
        is_new
    };
    made_ms.iter().map(&mut is_first).collect()
}
