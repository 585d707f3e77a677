//! Named places at which a test ends the program as a kill would. A program that is built without the feature `testing` has none.

/// Ends the process at the n-th passing of the place that `MOSTRADOR_DIE_AT` names, as `name:n`: nothing is unwound, nothing is flushed.
#[cfg(feature = "testing")]
pub fn failpoint(name: &str) {
    use std::sync::LazyLock;
    use std::sync::atomic::{AtomicU64, Ordering};

    static CHOSEN: LazyLock<Option<(String, u64)>> = LazyLock::new(|| {
        let chosen = std::env::var("MOSTRADOR_DIE_AT").ok()?;
        let (name, n) = chosen.rsplit_once(':').expect("MOSTRADOR_DIE_AT is name:n");
        Some((name.to_owned(), n.parse().expect("MOSTRADOR_DIE_AT ends in a number")))
    });
    static PASSED: AtomicU64 = AtomicU64::new(0);
    if let Some((chosen, n)) = &*CHOSEN
        && chosen == name
        && PASSED.fetch_add(1, Ordering::SeqCst) + 1 == *n
    {
        std::process::abort();
    }
}

#[cfg(not(feature = "testing"))]
#[inline(always)]
pub fn failpoint(_: &str) {}
