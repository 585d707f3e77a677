//! Signing in: five tries, then a delay that doubles and survives a restart. A lock-out is a fact; a wrong PIN is not.

use domain::Id;
use domain::entry::UserLockedOut;
use store::local::pins::{self, Tries};
use store::{Lane, Now, StoreError, read};

use crate::messages::{AppState, Login};
use crate::session::Session;
use crate::use_cases::preferences;
use crate::{App, Caller, Failure, hashing};

const FREE_TRIES: i64 = 5;
const FIRST_DELAY_MS: i64 = 30_000;
const LONGEST_DELAY_MS: i64 = 3_600_000;

pub fn login(app: &App, caller: &Caller<'_>, asked: Login) -> Result<AppState, Failure> {
    let now_ms = app.now_ms();
    let tries = app.store.read(|conn| pins::tries(conn, asked.user))?;
    if tries.locked_until_ms > now_ms {
        return Err(locked_out(tries.locked_until_ms - now_ms));
    }
    let user = app.store.read(|conn| read::users::find(conn, asked.user))?.filter(|user| user.active);
    let secret = user.as_ref().and_then(|user| user.secret.clone()).unwrap_or_default();
    let Some(user) = user.filter(|_| hashing::matches(&asked.secret, &secret)) else {
        return Err(wrong_pin(app, asked.user, now_ms)?);
    };
    if tries != Tries::default() {
        app.store.write(Lane::Interactive, move |tx| pins::forget(tx, user.id))?;
    }
    let session = Session { user: user.id, role: user.role };
    app.sessions.start(caller.token, session);
    preferences::state(app, &Caller { session: Some(session), ..*caller }, ())
}

fn wrong_pin(app: &App, user: Id, now_ms: i64) -> Result<Failure, Failure> {
    let now = app.shop().map_or(Now { ms: now_ms, offset_minutes: 0 }, |shop| app.now(&shop));
    app.store
        .write(Lane::Interactive, move |tx| {
            let failures = pins::tries(tx, user)?.failures + 1;
            let delay_ms = delay_ms(failures);
            pins::save(tx, user, Tries { failures, locked_until_ms: now_ms + delay_ms })?;
            if delay_ms == 0 {
                return Ok(Failure::new("wrong_pin", "the PIN is wrong").with("left", FREE_TRIES - failures));
            }
            tx.append(UserLockedOut { user, tries: failures }, None, now)?;
            Ok::<_, StoreError>(locked_out(delay_ms))
        })
        .map_err(Failure::from)
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
