//! Holds the program: open, or why it is not. A restore needs the till closed, so it is done here: close, put together, open again.

use std::panic::{self, AssertUnwindSafe};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::thread;
use std::time::{Duration, Instant};

use serde_json::Value;
use store::recovery::{self, Recovery, Sources};
use store::{Place, StoreError};

use crate::copying::places;
use crate::door::{Caller, Surface};
use crate::events::EventSink;
use crate::messages::CopiesPassword;
use crate::platform::Folders;
use crate::uploads::Uploaded;
use crate::use_cases::copies::check_password;
use crate::{App, Failure, Machine, platform};

/// Asked of a till that does not open.
const RECOVER: &str = "recovery.begin";
/// What is still at work in a program that was closed lets go within this.
const LETTING_GO: Duration = Duration::from_secs(60);

enum State {
    Open(Arc<App>),
    /// Whoever asks again tries again, e.g. once the other window is closed.
    Closed,
    /// A recovery did not come about: the next who asks is told, once.
    NotRecovered(Failure),
    Restoring,
}

type Opener = Box<dyn Fn(Arc<EventSink>) -> Result<App, Failure> + Send + Sync>;

pub struct Host {
    place: Place,
    machine: Machine,
    open: Opener,
    state: Mutex<State>,
    /// Of all the programs that are opened here, one after the other.
    pub events: Arc<EventSink>,
}

impl Host {
    #[must_use]
    pub fn of_machine(folders: &Folders) -> Arc<Self> {
        let place = Place::in_folders(&folders.data, &folders.config, platform::machine());
        let folders = folders.clone();
        Self::new(place, Machine::real(), Box::new(move |events| App::open(&folders, events)))
    }

    #[must_use]
    pub fn at(place: Place, machine: Machine) -> Arc<Self> {
        let (there, here) = (place.clone(), machine.clone());
        Self::new(place, machine, Box::new(move |events| App::open_for(there.clone(), here.clone(), events, None)))
    }

    fn new(place: Place, machine: Machine, open: Opener) -> Arc<Self> {
        Arc::new(Self { place, machine, open, state: Mutex::new(State::Closed), events: Arc::default() })
    }

    fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// The program, opened if it is not.
    pub fn app(&self) -> Result<Arc<App>, Failure> {
        let mut state = self.state();
        match &*state {
            State::Open(app) => return Ok(Arc::clone(app)),
            State::Restoring => return Err(Failure::new("restoring", "the till is being put together from its copies")),
            State::NotRecovered(failure) => {
                let failure = failure.clone();
                *state = State::Closed;
                return Err(failure);
            }
            State::Closed => {}
        }
        let app = Arc::new((self.open)(Arc::clone(&self.events))?);
        *state = State::Open(Arc::clone(&app));
        Ok(app)
    }

    pub fn call(self: &Arc<Self>, caller: Caller<'_>, name: &str, arguments: Value) -> Result<Value, Failure> {
        let app = match self.app() {
            Err(failure) if name == RECOVER && failure.code != "restoring" => return self.recover(&caller, arguments, failure),
            answer => answer?,
        };
        let answer = app.call(caller, name, arguments);
        if let Some(asked) = app.take_restore() {
            drop(app);
            self.begin(asked.password);
        }
        answer
    }

    pub fn upload<B: AsRef<[u8]>>(&self, caller: Caller<'_>, bytes: impl Iterator<Item = std::io::Result<B>>) -> Result<Uploaded, Failure> {
        self.app()?.upload(caller, bytes)
    }

    /// Nobody can sign in to a till that does not open. What this replaces is set aside, so whoever stands at the counter may ask for it.
    fn recover(self: &Arc<Self>, caller: &Caller<'_>, arguments: Value, why: Failure) -> Result<Value, Failure> {
        if caller.surface != Surface::Till {
            return Err(Failure::new("not_permitted", "this surface has no such request"));
        }
        if why.code != "database_damaged" && !is_of_recovery(&why) {
            return Err(why);
        }
        let asked: CopiesPassword =
            serde_json::from_value(arguments).map_err(|error| Failure::new("invalid_argument", error.to_string()))?;
        check_password(&places::folders(&self.place, &(self.machine.disks)()), asked.password.as_deref())?;
        self.begin(asked.password);
        Ok(Value::Null)
    }

    fn begin(self: &Arc<Self>, password: Option<String>) {
        let mut state = self.state();
        // two may have pressed at once
        if matches!(*state, State::Restoring) {
            return;
        }
        let before = std::mem::replace(&mut *state, State::Restoring);
        drop(state);
        let host = Arc::clone(self);
        let restore = move || {
            let was_open = matches!(before, State::Open(_));
            close(before);
            // whatever happens, nobody is left before a page that says it is at work
            let restored = panic::catch_unwind(AssertUnwindSafe(|| host.restore(password)));
            host.open_again(restored.unwrap_or_else(|_| Err(Failure::new("internal", "the restore stopped halfway"))), was_open);
        };
        if let Err(error) = thread::Builder::new().name("restore".to_owned()).spawn(restore) {
            *self.state() = State::NotRecovered(Failure::new("internal", error.to_string()));
        }
    }

    fn restore(&self, password: Option<String>) -> Result<Recovery, Failure> {
        let folders = places::folders(&self.place, &(self.machine.disks)());
        let sources = Sources { folders, password, live: Some(self.place.database.clone()) };
        let now_ms = (self.machine.clock)().timestamp_millis();
        let begun = Instant::now();
        loop {
            match recovery::restore(&self.place, &sources, now_ms) {
                Err(StoreError::AlreadyOpen) if begun.elapsed() < LETTING_GO => thread::sleep(Duration::from_millis(100)),
                answer => return Ok(answer?),
            }
        }
    }

    /// A till that was whole is whole: it opens as it was, and its owner is told why nothing came of it.
    fn open_again(&self, restored: Result<Recovery, Failure>, was_open: bool) {
        let opened = match restored {
            Err(failure) if !was_open => State::NotRecovered(failure),
            restored => match (self.open)(Arc::clone(&self.events)) {
                Ok(app) => {
                    if let Err(failure) = restored {
                        app.not_restored(failure);
                    }
                    State::Open(Arc::new(app))
                }
                Err(failure) => State::NotRecovered(failure),
            },
        };
        *self.state() = opened;
        self.events.emit("program.opened", &());
    }
}

fn is_of_recovery(failure: &Failure) -> bool {
    ["nothing_to_recover", "copy_password_needed", "copy_password_wrong", "copy_unusable"].contains(&failure.code.as_str())
}

/// Requests that are being answered are answered first.
fn close(state: State) {
    let State::Open(mut app) = state else { return };
    app.cancel_jobs();
    let begun = Instant::now();
    while begun.elapsed() < LETTING_GO {
        match Arc::try_unwrap(app) {
            Ok(app) => return drop(app),
            Err(still) => app = still,
        }
        thread::sleep(Duration::from_millis(20));
    }
}
