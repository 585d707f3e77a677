//! The delays after wrong PINs, counted while the program runs and by a clock that nobody can set. Switching the till off, or killing it,
//! shortens none: what was left is on disk, and goes on from there.

use std::collections::HashMap;
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use domain::Id;
use domain::entry::UserLockedOut;
use store::local::pins::{self, Tries};
use store::{Lane, StoreError};

use crate::{App, Failure};

pub const FREE_TRIES: i64 = 5;
const FIRST_DELAY_MS: i64 = 30_000;
const LONGEST_DELAY_MS: i64 = 3_600_000;
/// What a restart can add to a delay.
const SAVED_EVERY_MS: i64 = 5_000;

pub struct Delays {
    opened: Duration,
    /// When what is on disk of each was right; for those of an earlier run, when the program was opened.
    saved: Mutex<HashMap<Id, Duration>>,
}

impl Delays {
    pub fn starting(opened: Duration) -> Self {
        Self { opened, saved: Mutex::default() }
    }

    fn lock(&self) -> MutexGuard<'_, HashMap<Id, Duration>> {
        self.saved.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

fn passed_ms(since: Duration, now: Duration) -> i64 {
    i64::try_from(now.saturating_sub(since).as_millis()).unwrap_or(i64::MAX)
}

pub fn delay_ms(failures: i64) -> i64 {
    match u32::try_from(failures - FREE_TRIES) {
        Ok(beyond) => FIRST_DELAY_MS.saturating_mul(1 << beyond.min(20)).min(LONGEST_DELAY_MS),
        Err(_) => 0,
    }
}

impl App {
    /// Her tries, and what is left of their delay now.
    pub(crate) fn tries(&self, user: Id) -> Result<Tries, Failure> {
        let mut saved = self.delays.lock();
        let tries = self.store.read(|conn| pins::tries(conn, user))?;
        if tries.left_ms == 0 {
            return Ok(tries);
        }
        let now = (self.uptime)();
        let passed = passed_ms(*saved.get(&user).unwrap_or(&self.delays.opened), now);
        let left_ms = tries.left_ms.saturating_sub(passed).clamp(0, delay_ms(tries.failures));
        if left_ms == 0 || passed >= SAVED_EVERY_MS {
            self.save_left(user, left_ms, now, &mut saved);
        }
        Ok(Tries { left_ms, ..tries })
    }

    /// Nobody is kept out of the till by a disk that cannot be written: then the delay goes on from what it was.
    fn save_left(&self, user: Id, left_ms: i64, now: Duration, saved: &mut HashMap<Id, Duration>) {
        match self.store.write(Lane::Interactive, move |tx| pins::save_left(tx, user, left_ms)) {
            Ok(()) => drop(saved.insert(user, now)),
            Err(error) => tracing::warn!(%error, "What is left of a delay could not be saved"),
        }
    }

    /// Counts a wrong PIN; from the fifth on it is a lock-out, and a fact.
    pub(crate) fn one_more_try(&self, user: Id) -> Result<Tries, Failure> {
        let now = self.now(&self.shop()?);
        let mut saved = self.delays.lock();
        let tried = self.store.write(Lane::Interactive, move |tx| {
            let failures = pins::tries(tx, user)?.failures + 1;
            let tries = Tries { failures, left_ms: delay_ms(failures) };
            pins::save(tx, user, tries)?;
            if tries.left_ms > 0 {
                tx.append(UserLockedOut { user, tries: failures }, None, now)?;
            }
            Ok::<_, StoreError>(tries)
        })?;
        saved.insert(user, (self.uptime)());
        Ok(tried)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_delay_begins_at_the_fifth_try_and_doubles_to_an_hour() {
        let delays: Vec<i64> = [1, 4, 5, 6, 7, 12, 99].iter().map(|&failures| delay_ms(failures) / 1000).collect();
        assert_eq!(delays, [0, 0, 30, 60, 120, 3600, 3600]);
    }
}
