//! Looking at, and refusing, what the store does to files.

use std::io;
use std::sync::{Arc, OnceLock, PoisonError, RwLock};

pub use crate::disk::Step;

type Watch = Arc<dyn Fn(Step<'_>) -> io::Result<()> + Send + Sync>;

static WATCH: RwLock<Option<Watch>> = RwLock::new(None);
static BELOW: OnceLock<String> = OnceLock::new();

/// Hears of each step before it is done, and may refuse it.
pub fn watch(watch: impl Fn(Step<'_>) -> io::Result<()> + Send + Sync + 'static) {
    *WATCH.write().unwrap_or_else(PoisonError::into_inner) = Some(Arc::new(watch));
}

pub(crate) fn tell(step: Step<'_>) -> io::Result<()> {
    let watch = WATCH.read().unwrap_or_else(PoisonError::into_inner).clone();
    watch.map_or(Ok(()), |watch| watch(step))
}

/// Puts a VFS of the test under the page sums. Before the first database of the process is opened.
pub fn put_below(vfs: &str) {
    BELOW.set(vfs.to_owned()).expect("one VFS a process");
}

pub(crate) fn below() -> Option<String> {
    BELOW.get().cloned()
}
