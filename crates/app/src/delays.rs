//! The delays after wrong PINs, counted while the program runs and by a clock that nobody can set. Switching the till off, or killing it,
//! shortens none: what was left is on disk, and goes on from there. What a full or failing disk does not take is counted in memory: such a disk
//! is no way to guess faster, also not over and over, because a start that can write nothing gives up the reserve or is refused.

use std::collections::HashMap;
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use domain::Id;
use domain::entry::UserLockedOut;
use store::local::pins::{self, Tries};
use store::{Lane, StoreError, Tx};

use crate::{App, Failure};

pub const FREE_TRIES: i64 = 5;
const FIRST_DELAY_MS: i64 = 30_000;
const LONGEST_DELAY_MS: i64 = 3_600_000;
/// What a restart can add to a delay.
const SAVED_EVERY_MS: i64 = 5_000;

#[derive(Clone, Copy)]
struct Counted {
    /// When what is left of the delay was right.
    at: Duration,
    /// What the disk did not take, and holds until it does.
    unsaved: Option<Tries>,
}

pub struct Delays {
    opened: Duration,
    counted: Mutex<HashMap<Id, Counted>>,
}

impl Delays {
    pub fn starting(opened: Duration) -> Self {
        Self { opened, counted: Mutex::default() }
    }

    fn lock(&self) -> MutexGuard<'_, HashMap<Id, Counted>> {
        self.counted.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Her tries are forgotten on disk: nothing older counts.
    pub fn forget(&self, user: Id) {
        self.lock().remove(&user);
    }

    /// What an earlier run left was right when this one began.
    fn of(&self, user: Id, counted: &HashMap<Id, Counted>) -> Counted {
        counted.get(&user).copied().unwrap_or(Counted { at: self.opened, unsaved: None })
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
        let mut counted = self.delays.lock();
        let before = self.delays.of(user, &counted);
        let tries = self.last_counted(user, before)?;
        if tries.left_ms == 0 && before.unsaved.is_none() {
            return Ok(tries);
        }
        let passed = passed_ms(before.at, (self.uptime)());
        let left = Tries { left_ms: tries.left_ms.saturating_sub(passed).clamp(0, delay_ms(tries.failures)), ..tries };
        if passed >= SAVED_EVERY_MS || left.left_ms == 0 && tries.left_ms > 0 {
            match before.unsaved {
                Some(_) => self.count(user, left, &mut counted, move |tx| pins::save(tx, user, left)),
                None => self.count(user, left, &mut counted, move |tx| pins::save_left(tx, user, left.left_ms)),
            }
        }
        Ok(left)
    }

    fn last_counted(&self, user: Id, counted: Counted) -> Result<Tries, Failure> {
        counted.unsaved.map_or_else(|| Ok(self.store.read(|conn| pins::tries(conn, user))?), Ok)
    }

    /// Counts a wrong PIN; from the fifth on it is a lock-out, and a fact.
    pub(crate) fn one_more_try(&self, user: Id) -> Result<Tries, Failure> {
        let now = self.now(&self.shop()?);
        let mut counted = self.delays.lock();
        let failures = self.last_counted(user, self.delays.of(user, &counted))?.failures + 1;
        let tries = Tries { failures, left_ms: delay_ms(failures) };
        self.count(user, tries, &mut counted, move |tx| {
            pins::save(tx, user, tries)?;
            if tries.left_ms > 0 {
                tx.append(UserLockedOut { user, tries: failures }, None, now)?;
            }
            Ok(())
        });
        Ok(tries)
    }

    /// After the right PIN. She comes in whether or not it can be written.
    pub(crate) fn forget_tries(&self, user: Id) {
        self.count(user, Tries::default(), &mut self.delays.lock(), move |tx| pins::forget(tx, user));
    }

    /// On disk; failing that, in memory.
    fn count<W>(&self, user: Id, tries: Tries, counted: &mut HashMap<Id, Counted>, write: W)
    where
        W: FnOnce(&mut Tx<'_>) -> Result<(), StoreError> + Send + 'static,
    {
        let written = self.store.write(Lane::Interactive, write);
        if let Err(error) = &written {
            tracing::warn!(%error, "Tries at a PIN could not be written, and are counted in memory");
        }
        counted.insert(user, Counted { at: (self.uptime)(), unsaved: written.err().map(|_| tries) });
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
