//! How long a till may be left alone before it locks: this machine's preference, set by whoever may edit settings.

use std::time::Duration;

use store::local::preferences;
use store::{Lane, Store, StoreError};

use crate::messages::SessionRules;
use crate::{App, Caller, Failure};

const LOCK_AFTER: &str = "lock_after_minutes";
const USUAL_MINUTES: u32 = 10;
const MOST_MINUTES: u32 = 480;

fn minutes(store: &Store) -> Result<u32, StoreError> {
    Ok(store.read(|conn| preferences::get(conn, LOCK_AFTER))?.unwrap_or(USUAL_MINUTES))
}

/// `None`: never.
fn idle(minutes: u32) -> Option<Duration> {
    (minutes > 0).then(|| Duration::from_secs(u64::from(minutes) * 60))
}

pub fn longest_idle(store: &Store) -> Result<Option<Duration>, StoreError> {
    minutes(store).map(idle)
}

pub fn get(app: &App, _: &Caller<'_>, (): ()) -> Result<SessionRules, Failure> {
    Ok(SessionRules { lock_after_minutes: minutes(&app.store)? })
}

pub fn save(app: &App, _: &Caller<'_>, rules: SessionRules) -> Result<SessionRules, Failure> {
    let minutes = rules.lock_after_minutes;
    if minutes > MOST_MINUTES {
        return Err(Failure::new("invalid_argument", "eight hours are the most").with("field", "lock_after_minutes"));
    }
    app.store.write(Lane::Interactive, move |tx| preferences::set(tx, LOCK_AFTER, &minutes))?;
    app.sessions.lock_after(idle(minutes));
    Ok(rules)
}
