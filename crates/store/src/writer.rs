//! One thread owns the write connection. Work waits in lanes, and a sale never waits behind anything but the job that is running.

use std::collections::VecDeque;
use std::sync::mpsc::{Receiver, TryRecvError};
use std::sync::{Arc, Condvar, Mutex, PoisonError};
use std::thread::JoinHandle;
use std::time::{Duration, Instant};

use crate::StoreError;
use crate::tx::Writing;

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Lane {
    Sale,
    Interactive,
    Sync,
    Bulk,
}

type Job = Box<dyn FnOnce(&mut Writing) + Send>;

#[derive(Default)]
struct Waiting {
    lanes: [VecDeque<Job>; 4],
    stop: bool,
}

impl Waiting {
    fn take(&mut self) -> Option<Job> {
        self.lanes.iter_mut().find_map(VecDeque::pop_front)
    }
}

type Shared = Arc<(Mutex<Waiting>, Condvar)>;

pub struct Writer {
    shared: Shared,
    thread: Option<JoinHandle<()>>,
}

/// How long the till must be quiet before deferred work begins.
const QUIET: Duration = Duration::from_millis(40);
const LONGEST_WITHOUT_SLICE: Duration = Duration::from_millis(150);
const PATIENCE: Duration = Duration::from_millis(2);

impl Writer {
    pub fn start(mut writing: Writing) -> Result<Self, StoreError> {
        let shared: Shared = Arc::default();
        let theirs = Arc::clone(&shared);
        let thread = std::thread::Builder::new().name("writer".to_owned()).spawn(move || {
            let mut last_slice = Instant::now();
            while let Some(job) = next(&theirs, &mut writing, &mut last_slice) {
                unharmed(|| job(&mut writing));
                unharmed(|| writing.tell_witness());
            }
            writing.close();
        })?;
        Ok(Self { shared, thread: Some(thread) })
    }

    /// Runs `job` on the writer's thread and waits for its answer.
    pub fn run<T: Send + 'static>(&self, lane: Lane, job: impl FnOnce(&mut Writing) -> T + Send + 'static) -> Result<T, StoreError> {
        let (answer, answered) = std::sync::mpsc::sync_channel(1);
        let job: Job = Box::new(move |writing| {
            // the asker may have gone; the work is done all the same
            let _ = answer.send(job(writing));
        });
        let (waiting, changed) = &*self.shared;
        waiting.lock().unwrap_or_else(PoisonError::into_inner).lanes[lane as usize].push_back(job);
        changed.notify_one();
        wait_for(&answered)
    }
}

/// A sale takes less time than it takes to put a thread to sleep and wake it, so the asker looks a few times before it sleeps.
fn wait_for<T>(answered: &Receiver<T>) -> Result<T, StoreError> {
    let patient_until = Instant::now() + PATIENCE;
    while Instant::now() < patient_until {
        match answered.try_recv() {
            Ok(answer) => return Ok(answer),
            Err(TryRecvError::Disconnected) => return Err(StoreError::Stopped),
            Err(TryRecvError::Empty) => std::thread::yield_now(),
        }
    }
    answered.recv().map_err(|_| StoreError::Stopped)
}

impl Drop for Writer {
    fn drop(&mut self) {
        let (waiting, changed) = &*self.shared;
        waiting.lock().unwrap_or_else(PoisonError::into_inner).stop = true;
        changed.notify_one();
        if let Some(thread) = self.thread.take() {
            let _ = thread.join();
        }
    }
}

/// A panic in one job must not end the thread that every sale needs. Its transaction is rolled back on the way out, and its asker hears
/// that it was stopped; the head of the chain moves only after a commit.
fn unharmed<T>(act: impl FnOnce() -> T) -> Option<T> {
    let done = std::panic::catch_unwind(std::panic::AssertUnwindSafe(act));
    done.inspect_err(|_| tracing::error!("A write panicked; nothing of it was kept")).ok()
}

/// The next job; in quiet moments, a short piece of deferred work, then look again. `None`: stop, with nothing left waiting.
/// A till that is never quiet still gets a slice now and then, so that an import under a queue of customers ends.
fn next(shared: &Shared, writing: &mut Writing, last_slice: &mut Instant) -> Option<Job> {
    let (waiting, changed) = &**shared;
    if last_slice.elapsed() > LONGEST_WITHOUT_SLICE {
        unharmed(|| writing.squeeze_in());
        *last_slice = Instant::now();
    }
    let mut pause = Some(QUIET);
    loop {
        let guard = waiting.lock().unwrap_or_else(PoisonError::into_inner);
        let is_idle = |waiting: &mut Waiting| waiting.lanes.iter().all(VecDeque::is_empty) && !waiting.stop;
        let mut guard = match pause {
            Some(pause) => changed.wait_timeout_while(guard, pause, is_idle).unwrap_or_else(PoisonError::into_inner).0,
            None => changed.wait_while(guard, is_idle).unwrap_or_else(PoisonError::into_inner),
        };
        if let Some(job) = guard.take() {
            return Some(job);
        }
        if guard.stop {
            return None;
        }
        drop(guard);
        // once it is quiet, slice follows slice until somebody comes
        pause = unharmed(|| writing.catch_up()).unwrap_or(false).then_some(Duration::ZERO);
        *last_slice = Instant::now();
    }
}
