//! The one stream of events towards the screens. The UI invalidates its queries by event; it never polls.

use std::sync::mpsc::{Receiver, Sender, channel};
use std::sync::{Mutex, PoisonError};

use serde::Serialize;

#[derive(Debug, Clone, Serialize)]
pub struct Event {
    pub name: &'static str,
    pub payload: serde_json::Value,
}

/// Fans events out to every transport that listens.
#[derive(Debug, Default)]
pub struct EventSink(Mutex<Vec<Sender<Event>>>);

impl EventSink {
    pub fn listen(&self) -> Receiver<Event> {
        let (sender, receiver) = channel();
        self.listeners().push(sender);
        receiver
    }

    pub fn emit(&self, name: &'static str, payload: &impl Serialize) {
        let event = Event { name, payload: serde_json::to_value(payload).unwrap_or_default() };
        self.listeners().retain(|listener| listener.send(event.clone()).is_ok());
    }

    fn listeners(&self) -> std::sync::MutexGuard<'_, Vec<Sender<Event>>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
