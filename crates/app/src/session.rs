//! Who is signed in where. A session belongs to a window or to a browser's cookie, lives in memory, and ends with the program.

use std::collections::HashMap;
use std::sync::{Mutex, PoisonError};

use domain::Id;
use domain::user::Role;

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Session {
    pub user: Id,
    pub role: Role,
}

#[derive(Debug, Default)]
pub struct Sessions(Mutex<HashMap<String, Session>>);

impl Sessions {
    fn with<T>(&self, act: impl FnOnce(&mut HashMap<String, Session>) -> T) -> T {
        act(&mut self.0.lock().unwrap_or_else(PoisonError::into_inner))
    }

    pub fn find(&self, token: &str) -> Option<Session> {
        self.with(|sessions| sessions.get(token).copied())
    }

    pub fn start(&self, token: &str, session: Session) {
        self.with(|sessions| sessions.insert(token.to_owned(), session));
    }

    pub fn end(&self, token: &str) {
        self.with(|sessions| sessions.remove(token));
    }

    /// A changed role or a deactivated user takes effect at once, wherever she is signed in.
    pub fn end_of_user(&self, user: Id) {
        self.with(|sessions| sessions.retain(|_, session| session.user != user));
    }
}
