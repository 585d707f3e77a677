//! How long this machine has been running: time that nobody can set.

use std::sync::LazyLock;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::{Duration, Instant};

/// Only differences within one run of the program mean anything, and it never goes back.
/// Linux tells it with the time it slept, and so does Windows' own counter; elsewhere a sleep looks like a clock that was put forward.
#[must_use]
pub fn uptime() -> Duration {
    static BEGUN: LazyLock<(Instant, bool)> = LazyLock::new(|| (Instant::now(), told().is_some()));
    static LAST: AtomicU64 = AtomicU64::new(0);
    let (begun, is_told) = *BEGUN;
    // one source for the whole run: two would differ by years
    let now = if is_told { told() } else { u64::try_from(begun.elapsed().as_millis()).ok() };
    let now = now.unwrap_or(0);
    Duration::from_millis(LAST.fetch_max(now, Ordering::Relaxed).max(now))
}

fn told() -> Option<u64> {
    parsed(&std::fs::read_to_string("/proc/uptime").ok()?)
}

/// Milliseconds of `12345.67 2345.67`.
fn parsed(text: &str) -> Option<u64> {
    let (seconds, hundredths) = text.split(' ').next()?.split_once('.')?;
    Some(seconds.parse::<u64>().ok()? * 1000 + hundredths.parse::<u64>().ok()? * 10)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn hundredths_are_read() {
        assert_eq!(parsed("12345.67 2345.67\n"), Some(12_345_670));
        assert_eq!(parsed("12345"), None);
    }

    #[test]
    fn it_never_goes_back() {
        assert!(uptime() <= uptime());
    }
}
