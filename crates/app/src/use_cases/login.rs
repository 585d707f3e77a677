//! Signing in: five tries, then a delay that doubles and survives a restart. A lock-out is a fact; a wrong PIN is not.

use std::sync::PoisonError;

use domain::Id;
use domain::entry::UserLockedOut;
use store::local::pins::{self, Tries};
use store::{Lane, StoreError, read};

use crate::messages::{AppState, Login};
use crate::session::Session;
use crate::use_cases::preferences;
use crate::{App, Caller, Failure, hashing};

const FREE_TRIES: i64 = 5;
const FIRST_DELAY_MS: i64 = 30_000;
const LONGEST_DELAY_MS: i64 = 3_600_000;

pub fn login(app: &App, caller: &Caller<'_>, asked: Login) -> Result<AppState, Failure> {
    let _one_at_a_time = app.signing_in.lock().unwrap_or_else(PoisonError::into_inner);
    let now_ms = app.now_ms();
    let tries = app.store.read(|conn| pins::tries(conn, asked.user))?;
    let left_ms = left_ms(tries, now_ms);
    if left_ms > 0 {
        return Err(locked_out(left_ms));
    }
    let user = app.store.read(|conn| read::users::find(conn, asked.user))?.filter(|user| user.active);
    let secret = user.as_ref().and_then(|user| user.secret.clone());
    // nobody's PIN takes as long as somebody's, so that the time does not tell who exists
    let matches = hashing::matches(&asked.secret, secret.as_deref().unwrap_or(hashing::NOBODYS));
    let Some(user) = user else {
        return Err(wrong_pin(FREE_TRIES - 1));
    };
    if !matches {
        return Err(one_more_try(app, user.id, now_ms)?);
    }
    if tries != Tries::default() {
        app.store.write(Lane::Interactive, move |tx| pins::forget(tx, user.id))?;
    }
    let session = Session { user: user.id, role: user.role };
    app.sessions.start(caller.token, session);
    preferences::state(app, &Caller { session: Some(session), ..*caller }, ())
}

/// What is left of a delay; never more than the delay itself, however far the clock was put back.
pub fn left_ms(tries: Tries, now_ms: i64) -> i64 {
    (tries.locked_until_ms - now_ms).min(delay_ms(tries.failures)).max(0)
}

fn one_more_try(app: &App, user: Id, now_ms: i64) -> Result<Failure, Failure> {
    let now = app.now(&app.shop()?);
    let tried = app.store.write(Lane::Interactive, move |tx| {
        let failures = pins::tries(tx, user)?.failures + 1;
        let delay_ms = delay_ms(failures);
        pins::save(tx, user, Tries { failures, locked_until_ms: now_ms + delay_ms })?;
        if delay_ms == 0 {
            return Ok(wrong_pin(FREE_TRIES - failures));
        }
        tx.append(UserLockedOut { user, tries: failures }, None, now)?;
        Ok::<_, StoreError>(locked_out(delay_ms))
    });
    Ok(tried?)
}

fn wrong_pin(left: i64) -> Failure {
    Failure::new("wrong_pin", "the PIN is wrong").with("left", left)
}

fn locked_out(left_ms: i64) -> Failure {
    Failure::new("locked_out", "too many wrong PINs").with("seconds", (left_ms + 999) / 1000)
}

fn delay_ms(failures: i64) -> i64 {
    match u32::try_from(failures - FREE_TRIES) {
        Ok(beyond) => FIRST_DELAY_MS.saturating_mul(1 << beyond.min(20)).min(LONGEST_DELAY_MS),
        Err(_) => 0,
    }
}

pub fn lock(app: &App, caller: &Caller<'_>, (): ()) -> Result<AppState, Failure> {
    app.sessions.end(caller.token);
    preferences::state(app, &Caller { session: None, ..*caller }, ())
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
