//! Watches over the journal: what came since the last good check is checked behind each start, and whoever keeps the night's jobs asks for all.

use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use std::thread::JoinHandle;

use store::{Check, CheckFrom, Finding, Store, StoreError};

use crate::events::EventSink;
use crate::program::Clock;

pub struct Watch {
    inner: Arc<Inner>,
    at_start: Option<JoinHandle<()>>,
}

struct Inner {
    store: Arc<Store>,
    events: Arc<EventSink>,
    clock: Clock,
    stop: AtomicBool,
    found: Mutex<Option<Finding>>,
}

impl Watch {
    /// The first customer does not wait for it.
    pub fn start(store: Arc<Store>, events: Arc<EventSink>, clock: Clock) -> Self {
        let inner = Arc::new(Inner { store, events, clock, stop: AtomicBool::new(false), found: Mutex::default() });
        let theirs = Arc::clone(&inner);
        let check = move || {
            if let Err(error) = theirs.check(CheckFrom::LastGood, || true) {
                tracing::warn!(%error, "The journal could not be checked; the next start tries again");
            }
        };
        let at_start = std::thread::Builder::new().name("check".to_owned()).spawn(check).ok();
        Self { inner, at_start }
    }

    /// Reads beside the sales until all is seen, `go_on` says no, or the program ends. What is found is told to the screens.
    pub fn check(&self, from: CheckFrom, go_on: impl Fn() -> bool) -> Result<Check, StoreError> {
        self.inner.check(from, go_on)
    }

    /// The row that is not as it was signed, since this program was started.
    pub fn found(&self) -> Option<Finding> {
        self.inner.found().clone()
    }
}

impl Drop for Watch {
    fn drop(&mut self) {
        self.inner.stop.store(true, Ordering::SeqCst);
        if let Some(thread) = self.at_start.take() {
            let _ = thread.join();
        }
    }
}

impl Inner {
    fn check(&self, from: CheckFrom, go_on: impl Fn() -> bool) -> Result<Check, StoreError> {
        let now_ms = (self.clock)().timestamp_millis();
        let check = self.store.check(from, now_ms, || go_on() && !self.stop.load(Ordering::SeqCst))?;
        if let Some(finding) = &check.report.first_bad {
            tracing::error!(row = finding.arrival, what = finding.what, "The journal is not as it was signed");
            *self.found() = Some(finding.clone());
            self.events.emit("journal.damaged", &());
        }
        Ok(check)
    }

    fn found(&self) -> std::sync::MutexGuard<'_, Option<Finding>> {
        self.found.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
