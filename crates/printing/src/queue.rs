//! The print queue, in its own thread: a sale hands its job over and never waits.
//!
//! An original prints at most once. A job is marked before its first byte leaves; from then on only a printer's word, or a person's, says what became of it.

use std::sync::mpsc::{Receiver, RecvTimeoutError, Sender, channel};
use std::sync::{Arc, Mutex, PoisonError};
use std::thread;
use std::time::Duration;

use domain::Id;

use crate::driver::{Connection, Delivery, PrinterError};
use crate::profile::PrinterProfile;

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum JobState {
    Queued,
    /// Bytes may be leaving. Found at a start, it is what a crash left behind.
    Sending,
    Sent,
    Confirmed,
    /// A person looks at the paper and decides.
    Unknown,
    Cancelled,
}

impl JobState {
    const ALL: [Self; 6] = [Self::Queued, Self::Sending, Self::Sent, Self::Confirmed, Self::Unknown, Self::Cancelled];

    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Queued => "queued",
            Self::Sending => "sending",
            Self::Sent => "sent",
            Self::Confirmed => "confirmed",
            Self::Unknown => "unknown",
            Self::Cancelled => "cancelled",
        }
    }

    #[must_use]
    pub fn parse(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|state| state.name() == name)
    }
}

#[derive(Debug, Clone)]
pub struct Job {
    pub id: Id,
    pub state: JobState,
    pub bytes: Vec<u8>,
    /// Since it was queued, or since a person asked for it again.
    pub age: Duration,
    pub error: Option<String>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("the job's state was not stored")]
pub struct NotStored;

/// Where jobs are kept.
pub trait Jobs: Send + Sync {
    /// The oldest job that is queued or sending.
    fn next(&self) -> Option<Job>;
    /// On disk when it answers. Refuses `Sending` for a job that is no longer queued, because somebody has cancelled it meanwhile.
    fn mark(&self, id: Id, state: JobState, error: Option<String>) -> Result<(), NotStored>;
}

/// What the last attempt showed.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Condition {
    #[default]
    Unknown,
    Ready,
    Off,
}

/// A receipt that comes out later than this surprises whoever stands there.
pub const OLDEST: Duration = Duration::from_secs(600);
const SHORTEST_DELAY: Duration = Duration::from_millis(500);
const LONGEST_DELAY: Duration = Duration::from_secs(15);
/// A device may hold a write for as long as its printer is off; closing the program does not wait for that.
const STOP_PATIENCE: Duration = Duration::from_secs(2);

pub const ERROR_CRASHED: &str = "print_crashed";
pub const ERROR_TOO_OLD: &str = "print_too_old";

enum Message {
    Wake,
    Stop,
}

pub struct PrintQueue {
    messages: Sender<Message>,
    stopped: Receiver<()>,
    condition: Arc<Mutex<Condition>>,
}

impl PrintQueue {
    #[must_use]
    pub fn start(
        jobs: Arc<dyn Jobs>,
        profile: Arc<dyn Fn() -> PrinterProfile + Send + Sync>,
        on_change: Arc<dyn Fn() + Send + Sync>,
    ) -> Self {
        let (messages, inbox) = channel();
        let (alive, stopped) = channel();
        let condition = Arc::default();
        let worker = Worker { jobs, profile, on_change, condition: Arc::clone(&condition) };
        thread::spawn(move || {
            worker.run(&inbox);
            // the storage is let go before anybody hears that the queue has stopped
            drop(worker);
            drop(alive);
        });
        Self { messages, stopped, condition }
    }

    /// There is a new job, or reason to try the old ones now.
    pub fn wake(&self) {
        // The worker ends only when this handle is dropped.
        let _ = self.messages.send(Message::Wake);
    }

    #[must_use]
    pub fn condition(&self) -> Condition {
        *self.condition.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Drop for PrintQueue {
    fn drop(&mut self) {
        let _ = self.messages.send(Message::Stop);
        let _ = self.stopped.recv_timeout(STOP_PATIENCE);
    }
}

#[derive(Debug, PartialEq, Eq)]
enum Step {
    Idle,
    Done,
    TryLater,
}

struct Worker {
    jobs: Arc<dyn Jobs>,
    profile: Arc<dyn Fn() -> PrinterProfile + Send + Sync>,
    on_change: Arc<dyn Fn() + Send + Sync>,
    condition: Arc<Mutex<Condition>>,
}

impl Worker {
    fn run(&self, inbox: &Receiver<Message>) {
        let mut delay = SHORTEST_DELAY;
        loop {
            let pause = match self.step() {
                Step::Done => Duration::ZERO,
                Step::Idle => Duration::MAX,
                Step::TryLater => delay,
            };
            delay = if pause == delay { (delay * 2).min(LONGEST_DELAY) } else { SHORTEST_DELAY };
            if !wait(inbox, pause) {
                return;
            }
        }
    }

    fn step(&self) -> Step {
        let Some(job) = self.jobs.next() else { return Step::Idle };
        match job.state {
            JobState::Queued if job.age > OLDEST => self.settle(&job, JobState::Unknown, Some(ERROR_TOO_OLD)),
            JobState::Queued => self.attempt(&job),
            // Only this thread sends, and it is not sending now.
            _ => self.settle(&job, JobState::Unknown, Some(ERROR_CRASHED)),
        }
    }

    fn attempt(&self, job: &Job) -> Step {
        let connection = match Connection::open(&(self.profile)()) {
            Ok(connection) => connection,
            Err(PrinterError::NoPrinter) => return self.settle(job, JobState::Cancelled, Some(PrinterError::NoPrinter.code())),
            Err(error) => return self.keep(job, &error, job.error.as_deref() != Some(error.code())),
        };
        if !self.is_still_next(job) {
            return Step::Done;
        }
        // What is not on disk now would print again after a crash.
        if self.jobs.mark(job.id, JobState::Sending, None).is_err() {
            return Step::TryLater;
        }
        match connection.deliver(&job.bytes) {
            Ok(delivery) => self.delivered(job, delivery),
            Err(error) if error.is_safe_to_retry() => self.keep(job, &error, true),
            Err(error) => self.lost(job, &error),
        }
    }

    /// A printer answers when it likes: meanwhile a job may have been cancelled, or become too old.
    fn is_still_next(&self, job: &Job) -> bool {
        self.jobs.next().is_some_and(|next| next.id == job.id && next.age <= OLDEST)
    }

    fn delivered(&self, job: &Job, delivery: Delivery) -> Step {
        self.note(Condition::Ready);
        let state = match delivery {
            Delivery::Confirmed => JobState::Confirmed,
            Delivery::Sent => JobState::Sent,
        };
        self.settle(job, state, None)
    }

    fn lost(&self, job: &Job, error: &PrinterError) -> Step {
        tracing::warn!(job.id = %job.id, %error, "Print job {} may or may not be on paper", job.id);
        self.note(Condition::Off);
        self.settle(job, JobState::Unknown, Some(error.code()))
    }

    /// Nothing left: the job waits. It is stored again only when there is something to say, not at each of a night's attempts.
    fn keep(&self, job: &Job, error: &PrinterError, is_news: bool) -> Step {
        self.note(Condition::Off);
        if is_news {
            tracing::info!(job.id = %job.id, %error, "Print job {} waits", job.id);
            self.settle(job, JobState::Queued, Some(error.code()));
        }
        Step::TryLater
    }

    fn settle(&self, job: &Job, state: JobState, error: Option<&str>) -> Step {
        let stored = self.jobs.mark(job.id, state, error.map(str::to_owned));
        (self.on_change)();
        stored.map_or(Step::TryLater, |()| Step::Done)
    }

    fn note(&self, condition: Condition) {
        *self.condition.lock().unwrap_or_else(PoisonError::into_inner) = condition;
    }
}

/// Until the pause is over or somebody wakes the queue; false: stop.
fn wait(inbox: &Receiver<Message>, pause: Duration) -> bool {
    let message = if pause == Duration::MAX { inbox.recv().map_err(|_| RecvTimeoutError::Disconnected) } else { inbox.recv_timeout(pause) };
    let is_stop = |message: &Message| matches!(message, Message::Stop);
    match message {
        Ok(Message::Stop) | Err(RecvTimeoutError::Disconnected) => false,
        // A hundred sales at once are one reason to look.
        Ok(Message::Wake) => !inbox.try_iter().any(|message| is_stop(&message)),
        Err(RecvTimeoutError::Timeout) => true,
    }
}

#[cfg(test)]
#[path = "queue_tests.rs"]
mod tests;
