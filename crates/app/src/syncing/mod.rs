//! Sync by itself: a thread that carries to head office what happened here and brings what happened elsewhere. Nothing waits for it.

mod storage;

use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc::{Receiver, RecvTimeoutError, Sender, channel};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError, Weak};
use std::thread::JoinHandle;
use std::time::{Duration, Instant};

use journal::VerifyingKey;
use store::syncing::{self, Job, Pairing};
use store::{Lane, Now, Store, StoreError};
use sync::http::Http;
use sync::{Done, Till, Trouble, backoff};

use crate::events::EventSink;
use crate::program::Clock;
pub use storage::Storage;

/// How soon after a sale it is on its way: not with it, and while the customer still packs.
const LOOK_EVERY: Duration = Duration::from_secs(2);
/// A program that is closed waits for it so long: longer than a request that hangs would be missed by nobody.
const LETTING_GO: Duration = Duration::from_secs(5);
/// How often a round that goes on tells the screens.
const TELL_EVERY: Duration = Duration::from_millis(500);

enum Order {
    Now,
    Stop,
}

pub struct Syncing {
    pub desk: Arc<Desk>,
    orders: Sender<Order>,
    thread: Option<JoinHandle<()>>,
}

pub struct Desk {
    store: Weak<Store>,
    events: Arc<EventSink>,
    clock: Clock,
    state: Mutex<State>,
    is_stopped: AtomicBool,
}

/// How it goes, since the program was started.
#[derive(Debug, Clone, Default)]
pub struct State {
    pub is_running: bool,
    pub last_success_ms: Option<i64>,
    /// Failures in a row, and the last one.
    pub failures: u32,
    pub trouble: Option<Trouble>,
    pub next_at_ms: i64,
}

impl Syncing {
    pub fn start(store: &Arc<Store>, events: Arc<EventSink>, clock: Clock) -> Self {
        let desk =
            Arc::new(Desk { store: Arc::downgrade(store), events, clock, state: Mutex::default(), is_stopped: AtomicBool::new(false) });
        let (orders, taken) = channel();
        let worker = Arc::clone(&desk);
        let thread = std::thread::Builder::new().name("sync".to_owned()).spawn(move || work(&worker, &taken)).ok();
        Self { desk, orders, thread }
    }

    /// Answers at once; events tell how it went.
    pub fn now(&self) {
        let _ = self.orders.send(Order::Now);
    }
}

impl Drop for Syncing {
    fn drop(&mut self) {
        self.desk.is_stopped.store(true, Ordering::SeqCst);
        let _ = self.orders.send(Order::Stop);
        let Some(thread) = self.thread.take() else { return };
        let begun = Instant::now();
        while !thread.is_finished() && begun.elapsed() < LETTING_GO {
            std::thread::sleep(Duration::from_millis(2));
        }
        // one that hangs in a dead line is left behind: it holds nothing that is not acknowledged
        if thread.is_finished() {
            let _ = thread.join();
        }
    }
}

fn work(desk: &Desk, orders: &Receiver<Order>) {
    desk.remember();
    let mut office = None;
    loop {
        let is_asked = match orders.recv_timeout(LOOK_EVERY) {
            Ok(Order::Now) => true,
            Err(RecvTimeoutError::Timeout) => false,
            Ok(Order::Stop) | Err(RecvTimeoutError::Disconnected) => return,
        };
        if let Err(error) = desk.look(&mut office, is_asked) {
            tracing::warn!(%error, "Sync could not look at the till; it tries again");
        }
    }
}

/// What was paired, and the line to it with its token.
type Office = Option<(Pairing, Http)>;

const BACKOFF: &str = "sync.backoff";

impl Desk {
    fn state_of(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    #[must_use]
    pub fn state(&self) -> State {
        self.state_of().clone()
    }

    /// For as long as an answer takes: see [`Storage`].
    fn store(&self) -> Result<Arc<Store>, StoreError> {
        self.store.upgrade().ok_or(StoreError::Stopped)
    }

    fn now_ms(&self) -> i64 {
        (self.clock)().timestamp_millis()
    }

    /// How long to wait outlives the program: a till that is started again and again asks no more often for it.
    fn remember(&self) {
        let Ok(store) = self.store() else { return };
        let kept: Option<(u32, i64)> = store.read(|conn| store::local::preferences::get(conn, BACKOFF)).ok().flatten();
        let last = store.read(|conn| syncing::jobs(conn, 200)).unwrap_or_default();
        let mut state = self.state_of();
        (state.failures, state.next_at_ms) = kept.unwrap_or_default();
        state.last_success_ms = last.iter().find(|job| job.failure.is_none()).map(|job| job.completed_ms);
    }

    fn look(&self, office: &mut Office, is_asked: bool) -> Result<(), StoreError> {
        let Some(pairing) = self.store()?.read(syncing::pairing)? else {
            *office = None;
            return Ok(());
        };
        let state = self.state();
        let is_due = backoff::is_due(state.next_at_ms, self.now_ms());
        // with a line that works, what was sold goes now; without one, when it is time
        let has_news = || state.failures == 0 && self.storage().chains().is_ok_and(|all| all.iter().any(|it| it.acknowledged < it.last));
        if !is_asked && !is_due && !has_news() {
            return Ok(());
        }
        self.run(&pairing, office)
    }

    fn run(&self, pairing: &Pairing, office: &mut Office) -> Result<(), StoreError> {
        self.state_of().is_running = true;
        self.tell();
        let (started, mut done) = (self.now_ms(), Done::default());
        let ended = self.round(pairing, office, &mut done);
        self.keep(started, done, ended.err())?;
        self.tell();
        if done.received > 0 {
            self.tell_all();
        }
        Ok(())
    }

    fn round(&self, pairing: &Pairing, office: &mut Office, done: &mut Done) -> Result<(), Trouble> {
        let ended = self.talk(pairing, office, done);
        if let Err(Trouble::Forked { sequence }) = &ended {
            tracing::error!(sequence, "Head office knows another history of this till: it goes on as another");
            let now = Now { ms: self.now_ms(), offset_minutes: 0 };
            self.store().and_then(|store| store.become_another(now)).map_err(|error| Trouble::Storage(error.to_string()))?;
        }
        ended
    }

    fn talk(&self, pairing: &Pairing, office: &mut Office, done: &mut Done) -> Result<(), Trouble> {
        let key = VerifyingKey::from_hex(&pairing.key).ok_or(Trouble::NotItsKey)?;
        if office.as_ref().is_none_or(|(of, _)| of != pairing) {
            *office = Some((pairing.clone(), self.line_to(pairing)?));
        }
        let Some((_, http)) = office else { return Ok(()) };
        let told = Mutex::new(Instant::now());
        let go_on = || {
            let mut told = told.lock().unwrap_or_else(PoisonError::into_inner);
            if told.elapsed() > TELL_EVERY {
                *told = Instant::now();
                self.tell();
            }
            !self.is_stopped.load(Ordering::SeqCst)
        };
        sync::round(&self.storage(), http, key, done, &go_on)
    }

    fn line_to(&self, pairing: &Pairing) -> Result<Http, Trouble> {
        let url = sync::http::address(&pairing.url).map_err(|_| Trouble::Unreachable(pairing.url.clone()))?;
        let identity = self.store().and_then(|store| store.read(|conn| syncing::identity(conn, store.keys())));
        let (device, key) = identity.map_err(|error| Trouble::Storage(error.to_string()))?;
        Http::new(url, pairing.tenant, device, key)
    }

    /// For the screen, and for whoever asks later why.
    fn keep(&self, started_ms: i64, done: Done, trouble: Option<Trouble>) -> Result<(), StoreError> {
        let now_ms = self.now_ms();
        let mut state = self.state_of();
        state.is_running = false;
        state.failures = if trouble.is_some() { state.failures.saturating_add(1) } else { 0 };
        let mut pause = backoff::pause(state.failures, rand());
        if let Some(Trouble::Busy { retry_after_s: Some(seconds) }) = trouble {
            pause = pause.max(Duration::from_secs(seconds.min(300)));
        }
        state.next_at_ms = now_ms + i64::try_from(pause.as_millis()).unwrap_or(0);
        if trouble.is_none() {
            state.last_success_ms = Some(now_ms);
        }
        state.trouble.clone_from(&trouble);
        let backoff = (state.failures, state.next_at_ms);
        drop(state);
        let count = |n: usize| i64::try_from(n).unwrap_or(i64::MAX);
        let job = Job {
            started_ms,
            completed_ms: now_ms,
            pushed: count(done.pushed),
            received: count(done.received),
            quarantined: count(done.quarantined),
            failure: trouble.as_ref().map(|trouble| trouble.code().to_owned()),
            detail: trouble.as_ref().map(ToString::to_string),
        };
        self.store()?.write(Lane::Sync, move |tx| {
            // a calm round leaves no trace, so that the history shows what happened
            if job.failure.is_some() || job.pushed + job.received > 0 {
                syncing::remember(tx, &job)?;
            }
            if backoff.0 > 0 {
                store::local::preferences::set(tx, BACKOFF, &backoff)
            } else {
                store::local::preferences::remove(tx, BACKOFF)
            }
        })
    }

    fn storage(&self) -> Storage {
        Storage(self.store.clone())
    }

    fn tell(&self) {
        self.events.emit("sync.changed", &());
    }

    /// What came may concern any screen.
    fn tell_all(&self) {
        self.events.emit("journal.received", &());
    }
}

fn rand() -> u64 {
    let mut bytes = [0; 8];
    getrandom::fill(&mut bytes).map_or(0, |()| u64::from_le_bytes(bytes))
}
