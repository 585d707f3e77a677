//! Who may do for some minutes what a supervisor granted her. It lives in memory and ends with the program; that it was granted is a fact.

use std::collections::BTreeMap;
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use domain::Id;
use domain::approval::Approved;

#[derive(Debug, Clone, Copy)]
pub struct Grant {
    pub granter: Id,
    /// On the clock that nobody can set.
    until: Duration,
}

impl Grant {
    #[must_use]
    pub fn left(self, now: Duration) -> Duration {
        self.until.saturating_sub(now)
    }
}

/// By whoever asked for it, and what for: who may take cash out for ten minutes does not close a shift in them.
#[derive(Debug, Default)]
pub struct Grants(Mutex<BTreeMap<(Id, Approved), Grant>>);

impl Grants {
    fn held(&self) -> MutexGuard<'_, BTreeMap<(Id, Approved), Grant>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    pub fn begin(&self, requester: Id, approved: Approved, granter: Id, minutes: u8, now: Duration) {
        let until = now + Duration::from_secs(u64::from(minutes) * 60);
        self.held().insert((requester, approved), Grant { granter, until });
    }

    #[must_use]
    pub fn running(&self, requester: Id, now: Duration) -> Vec<(Approved, Grant)> {
        let held = self.held();
        let own = held.iter().filter(|((who, _), grant)| *who == requester && !grant.left(now).is_zero());
        own.map(|((_, approved), grant)| (*approved, *grant)).collect()
    }

    pub fn end(&self, requester: Id) {
        self.held().retain(|(who, _), _| *who != requester);
    }
}
