//! Signing in: five tries, then a delay that doubles and survives a restart. A lock-out is a fact; a wrong PIN is not.

use std::sync::PoisonError;

use domain::Id;
use domain::badge::Badge;
use store::local::pins::Tries;
use store::read;
use store::read::users::User;

use crate::delays::FREE_TRIES;
use crate::messages::{AppState, Login};
use crate::session::{Session, Standing};
use crate::use_cases::{preferences, users};
use crate::{App, Caller, Failure, hashing};

pub fn login(app: &App, caller: &Caller<'_>, asked: Login) -> Result<AppState, Failure> {
    let user = verify(app, asked.user, &asked.secret)?;
    let powers = app.store.read(|conn| read::users::powers(conn, &user))?;
    preferences::state(app, &app.sign_in(caller, Session { user: user.id, powers }), ())
}

/// Who it is, if the PIN is hers, or the badge: that says itself whose it is. Wrong ones count, whatever they are typed for.
pub(crate) fn verify(app: &App, id: Id, secret: &str) -> Result<User, Failure> {
    let badge = Badge::read(secret);
    let (id, secret) = badge.as_ref().map_or((id, secret), |badge| (badge.user, badge.secret.as_str()));
    let _one_at_a_time = app.signing_in.lock().unwrap_or_else(PoisonError::into_inner);
    let tries = app.tries(id)?;
    if tries.left_ms > 0 {
        return Err(locked_out(tries.left_ms));
    }
    let user = app.store.read(|conn| read::users::find(conn, id))?.filter(|user| user.active);
    let hash = user.as_ref().and_then(|user| if badge.is_some() { user.badge.clone() } else { user.secret.clone() });
    // nobody's PIN takes as long as somebody's, so that the time does not tell who exists
    let matches = hashing::matches(app.store.keys(), secret, hash.as_deref().unwrap_or(hashing::NOBODYS));
    let wrong = |failure: Failure| if badge.is_some() && failure.code == "wrong_pin" { wrong_badge() } else { failure };
    let Some(user) = user else {
        return Err(wrong(wrong_pin(FREE_TRIES - 1)));
    };
    if !matches {
        return Err(wrong(refusal(app.one_more_try(user.id)?)));
    }
    if tries != Tries::default() {
        app.forget_tries(user.id);
    }
    if badge.is_none() && !hash.is_some_and(|hash| hashing::is_peppered(&hash)) {
        pepper(app, &user, secret);
    }
    Ok(user)
}

/// A hash from before there was a pepper is replaced, once, when its PIN is known. Failing that, she comes in all the same.
fn pepper(app: &App, user: &User, secret: &str) {
    let replaced = hashing::hash(app.store.keys(), secret).and_then(|hash| users::rehash(app, user.id, hash));
    if let Err(failure) = replaced {
        tracing::warn!(%failure, "A PIN's hash could not be replaced by a peppered one");
    }
}

fn refusal(tries: Tries) -> Failure {
    if tries.left_ms > 0 { locked_out(tries.left_ms) } else { wrong_pin(FREE_TRIES - tries.failures) }
}

fn wrong_pin(left: i64) -> Failure {
    Failure::new("wrong_pin", "the PIN is wrong").with("left", left)
}

fn wrong_badge() -> Failure {
    Failure::new("wrong_badge", "this badge opens nothing")
}

fn locked_out(left_ms: i64) -> Failure {
    Failure::new("locked_out", "too many wrong PINs").with("seconds", (left_ms + 999) / 1000)
}

pub fn lock(app: &App, caller: &Caller<'_>, (): ()) -> Result<AppState, Failure> {
    app.sessions.lock(caller.token);
    preferences::state(app, &Caller { standing: Standing::Locked, ..*caller }, ())
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;
    use std::sync::atomic::{AtomicU64, Ordering};
    use std::time::Duration;

    use domain::entry::Fact;
    use store::Place;

    use super::*;
    use crate::{Machine, Surface};

    /// A shop with an owner, and the seconds of its uptime.
    fn shop(folder: &std::path::Path) -> (App, Id, Arc<AtomicU64>) {
        let seconds = Arc::new(AtomicU64::new(0));
        let passing = Arc::clone(&seconds);
        let uptime = Arc::new(move || Duration::from_secs(passing.load(Ordering::SeqCst)));
        let place = Place::in_folders(&folder.join("data"), &folder.join("config"), "this machine".to_owned());
        let app = App::open_with(place, Machine { uptime, ..Machine::real() }, None).unwrap();
        let ask = |name, arguments| app.call(Caller::new("here", Surface::Till), name, arguments).unwrap();
        let mut draft = ask("setup.get", serde_json::Value::Null);
        draft["shop_name"] = "Peñafiel".into();
        let state = ask("setup.finish", serde_json::json!({"draft": draft, "owner_pin": "407193"}));
        let owner = serde_json::from_value(state["user"]["id"].clone()).unwrap();
        (app, owner, seconds)
    }

    fn lockouts(app: &App) -> usize {
        let read = |conn: &store::Connection| {
            let last: i64 = conn.query_row("select max(arrival) from journal", [], |row| row.get(0)).map_err(store::StoreError::from)?;
            (1..=last).map(|arrival| read::entries::entry(conn, arrival)).collect::<Result<Vec<_>, _>>()
        };
        app.store.read(read).unwrap().into_iter().flatten().filter(|entry| matches!(entry.fact, Fact::UserLockedOut(_))).count()
    }

    /// What the pad does with a wrong PIN, without the 50 ms of its hash.
    fn wrong(app: &App, user: Id) -> bool {
        app.tries(user).unwrap().left_ms == 0 && app.one_more_try(user).unwrap().left_ms > 0
    }

    #[test]
    fn ten_thousand_wrong_pins_add_one_entry_a_lockout() {
        let folder = tempfile::tempdir().unwrap();
        let (app, owner, seconds) = shop(folder.path());
        let locked = (0..10_000).filter(|_| wrong(&app, owner)).count();
        assert_eq!((locked, lockouts(&app)), (1, 1), "all at once: one lock-out");
        let more = (0..10_000).filter(|_| {
            seconds.fetch_add(1, Ordering::SeqCst);
            wrong(&app, owner)
        });
        // 30 + 60 + 120 + ... + 3600 s: the eighth is under way
        assert_eq!((more.count(), lockouts(&app)), (8, 9), "one a second: one each time that a delay has passed");
        seconds.fetch_add(3600, Ordering::SeqCst);
        assert_eq!(app.tries(owner).unwrap().left_ms, 0, "after the longest delay she has one more try");
    }
}
