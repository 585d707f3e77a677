//! How long this machine has been running: time that nobody can set.

use std::sync::LazyLock;
use std::time::Instant;

/// Milliseconds; only differences within one run of the program mean anything.
/// Linux tells it with the time it slept, and so does Windows' own counter; elsewhere a sleep looks like a clock that was put forward.
pub(crate) fn ms() -> i64 {
    static BEGUN: LazyLock<Instant> = LazyLock::new(Instant::now);
    told().unwrap_or_else(|| i64::try_from(BEGUN.elapsed().as_millis()).unwrap_or(i64::MAX))
}

fn told() -> Option<i64> {
    parsed(&std::fs::read_to_string("/proc/uptime").ok()?)
}

/// Of `12345.67 2345.67`.
fn parsed(text: &str) -> Option<i64> {
    let (seconds, hundredths) = text.split(' ').next()?.split_once('.')?;
    Some(seconds.parse::<i64>().ok()? * 1000 + hundredths.parse::<i64>().ok()? * 10)
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
        assert!(ms() <= ms());
    }
}
