//! The business date: the shop's own day, fixed at commit. It never moves back, whatever the clock does.

use chrono::{DateTime, Duration, NaiveDate, Offset, TimeZone, Utc};
use chrono_tz::Tz;

/// The latest of the shop's date (before the day-cut hour it is still yesterday) and the last date used.
#[must_use]
pub fn business_date(now: DateTime<Utc>, zone: Tz, day_cut_hour: u8, last: Option<NaiveDate>) -> NaiveDate {
    let local = now.with_timezone(&zone).naive_local() - Duration::hours(i64::from(day_cut_hour));
    last.map_or(local.date(), |last| last.max(local.date()))
}

/// Minutes that the shop's clock is ahead of UTC at this instant; stored beside it.
#[must_use]
pub fn offset_minutes(now: DateTime<Utc>, zone: Tz) -> i32 {
    zone.offset_from_utc_datetime(&now.naive_utc()).fix().local_minus_utc() / 60
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(text: &str) -> DateTime<Utc> {
        text.parse().unwrap()
    }

    fn day(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    /// Rule 25. 23:00 in Mexico is already tomorrow in UTC; the sale belongs to today.
    #[test]
    fn rule_25_the_shops_zone_decides() {
        let eleven_at_night = at("2026-11-23T05:00:00Z");
        assert_eq!(business_date(eleven_at_night, chrono_tz::America::Mexico_City, 0, None), day("2026-11-22"));
        assert_eq!(offset_minutes(eleven_at_night, chrono_tz::America::Mexico_City), -360);
    }

    /// Rule 25. A bar that closes at three sells on yesterday's date until four.
    #[test]
    fn rule_25_before_the_day_cut_it_is_still_yesterday() {
        assert_eq!(business_date(at("2026-11-23T02:30:00Z"), chrono_tz::Europe::Madrid, 4, None), day("2026-11-22"));
    }

    /// Rule 25. A clock that jumps back ten years does not take the date with it.
    #[test]
    fn rule_25_the_date_never_goes_back() {
        let last = Some(day("2026-11-22"));
        assert_eq!(business_date(at("2016-01-01T12:00:00Z"), chrono_tz::UTC, 0, last), day("2026-11-22"));
    }

    #[test]
    fn rule_25_the_hour_that_happens_twice_in_madrid_has_two_offsets() {
        let zone = chrono_tz::Europe::Madrid;
        assert_eq!(offset_minutes(at("2026-10-25T00:30:00Z"), zone), 120);
        assert_eq!(offset_minutes(at("2026-10-25T01:30:00Z"), zone), 60);
    }
}
