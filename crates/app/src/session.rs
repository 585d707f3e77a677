//! Who is signed in where. A session belongs to a window or to a browser's cookie, lives in memory, and ends with the program.
//! Left alone, it locks: the cart stays, and the PIN opens it again.

use std::collections::HashMap;
use std::sync::mpsc::{RecvTimeoutError, Sender, channel};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use domain::Id;
use domain::user::Powers;

use crate::events::EventSink;
use crate::program::Uptime;

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Session {
    pub user: Id,
    pub powers: Powers,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Standing {
    Nobody,
    Locked,
    SignedIn(Session),
}

#[derive(Debug)]
struct Kept {
    session: Session,
    /// When she last asked for something.
    asked: Duration,
    is_locked: bool,
}

#[derive(Debug, Default)]
struct Everybody {
    by_token: HashMap<String, Kept>,
    /// `None`: a session never locks by itself.
    longest_idle: Option<Duration>,
}

fn is_idle(kept: &Kept, longest_idle: Option<Duration>, now: Duration) -> bool {
    longest_idle.is_some_and(|longest| now.saturating_sub(kept.asked) >= longest)
}

#[derive(Debug, Default)]
pub struct Sessions(Mutex<Everybody>);

impl Sessions {
    fn lock_up(&self) -> MutexGuard<'_, Everybody> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    pub fn lock_after(&self, longest_idle: Option<Duration>) {
        self.lock_up().longest_idle = longest_idle;
    }

    pub fn find(&self, token: &str, now: Duration) -> Standing {
        let everybody = self.lock_up();
        match everybody.by_token.get(token) {
            None => Standing::Nobody,
            Some(kept) if kept.is_locked || is_idle(kept, everybody.longest_idle, now) => Standing::Locked,
            Some(kept) => Standing::SignedIn(kept.session),
        }
    }

    pub fn start(&self, token: &str, session: Session, now: Duration) {
        self.lock_up().by_token.insert(token.to_owned(), Kept { session, asked: now, is_locked: false });
    }

    /// She asked for something, so she is there.
    pub fn touch(&self, token: &str, now: Duration) {
        if let Some(kept) = self.lock_up().by_token.get_mut(token) {
            kept.asked = now;
        }
    }

    pub fn lock(&self, token: &str) {
        if let Some(kept) = self.lock_up().by_token.get_mut(token) {
            kept.is_locked = true;
        }
    }

    /// Locks whoever was away too long; answers whether there was anybody.
    fn lock_idle(&self, now: Duration) -> bool {
        let mut everybody = self.lock_up();
        let longest_idle = everybody.longest_idle;
        let idle = everybody.by_token.values_mut().filter(|kept| !kept.is_locked && is_idle(kept, longest_idle, now));
        idle.map(|kept| kept.is_locked = true).count() > 0
    }

    /// A changed role or a deactivated user takes effect at once, wherever she is signed in.
    pub fn end_of_user(&self, user: Id) {
        self.lock_up().by_token.retain(|_, kept| kept.session.user != user);
    }
}

const LOOK: Duration = Duration::from_secs(1);

/// Tells the screens that a session has locked, since nobody asks from there. Ends when what it answers is dropped.
pub fn watch(sessions: Arc<Sessions>, events: Arc<EventSink>, uptime: Uptime) -> std::io::Result<Sender<()>> {
    let (end, ended) = channel();
    std::thread::Builder::new().name("sessions".to_owned()).spawn(move || {
        while ended.recv_timeout(LOOK) == Err(RecvTimeoutError::Timeout) {
            if sessions.lock_idle(uptime()) {
                events.emit("session.locked", &());
            }
        }
    })?;
    Ok(end)
}
