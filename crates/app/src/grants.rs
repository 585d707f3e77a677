//! Who may do for some minutes what a supervisor granted her. It lives in memory and ends with the program; that it was granted is a fact.

use std::collections::HashMap;
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use domain::Id;

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

/// By whoever asked for it.
#[derive(Debug, Default)]
pub struct Grants(Mutex<HashMap<Id, Grant>>);

impl Grants {
    fn held(&self) -> MutexGuard<'_, HashMap<Id, Grant>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    pub fn begin(&self, requester: Id, granter: Id, minutes: u8, now: Duration) {
        let until = now + Duration::from_secs(u64::from(minutes) * 60);
        self.held().insert(requester, Grant { granter, until });
    }

    #[must_use]
    pub fn running(&self, requester: Id, now: Duration) -> Option<Grant> {
        self.held().get(&requester).copied().filter(|grant| !grant.left(now).is_zero())
    }

    pub fn end(&self, requester: Id) {
        self.held().remove(&requester);
    }
}
