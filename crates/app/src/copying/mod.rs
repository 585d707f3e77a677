//! Copies by themselves: a thread that looks now and then what is due, and does what somebody asks for. The till sells meanwhile.

mod desk;
pub mod places;
mod reach;
mod round;
mod schedule;

use std::sync::Arc;
use std::sync::mpsc::{Receiver, RecvTimeoutError, Sender, channel};
use std::thread::JoinHandle;
use std::time::{Duration, Instant};

pub use desk::Desk;

use store::Place;
use store::copies::{Folder, Seal};
use store::recovery::Recovery;

use crate::messages::{CopyJobKind, Recovered};
use crate::{Failure, platform};

/// After the start: the first customer comes first.
const FIRST_LOOK: Duration = Duration::from_secs(60);
const LOOK_EVERY: Duration = Duration::from_secs(60);
/// While somebody looks at the copies, a stick is seen soon after it is plugged in.
const SURVEY_EVERY: Duration = Duration::from_secs(3);
const SHOWN: Duration = Duration::from_secs(120);

/// A program that is closed waits for it so long.
const LETTING_GO: Duration = Duration::from_secs(20);

enum Order {
    Copy,
    Drill(Option<String>),
    /// See what is where, for a screen that shows it.
    Survey,
    Stop,
}

pub struct Copying {
    pub desk: Arc<Desk>,
    orders: Sender<Order>,
    thread: Option<JoinHandle<()>>,
}

impl Copying {
    pub fn start(desk: Arc<Desk>) -> Self {
        let (orders, taken) = channel();
        let worker = Arc::clone(&desk);
        let thread = std::thread::Builder::new().name("copies".to_owned()).spawn(move || work(&worker, &taken)).ok();
        Self { desk, orders, thread }
    }

    pub fn copy(&self) -> Result<(), Failure> {
        self.order(CopyJobKind::Copy, Order::Copy)
    }

    pub fn drill(&self, password: Option<String>) -> Result<(), Failure> {
        self.order(CopyJobKind::Drill, Order::Drill(password))
    }

    /// Answers at once; events tell what was found.
    pub fn survey(&self) {
        if self.desk.ask_survey() {
            let _ = self.orders.send(Order::Survey);
        }
    }

    fn order(&self, kind: CopyJobKind, order: Order) -> Result<(), Failure> {
        self.desk.begin(kind)?;
        self.orders.send(order).map_err(|_| {
            self.desk.forget_job();
            Failure::new("internal", "the thread that copies has ended")
        })
    }
}

impl Drop for Copying {
    fn drop(&mut self) {
        self.desk.stop();
        let _ = self.orders.send(Order::Stop);
        let Some(thread) = self.thread.take() else { return };
        let begun = Instant::now();
        while !thread.is_finished() && begun.elapsed() < LETTING_GO {
            std::thread::sleep(Duration::from_millis(2));
        }
        // one that hangs in a dead disk is left behind
        if thread.is_finished() {
            let _ = thread.join();
        }
    }
}

fn work(desk: &Desk, orders: &Receiver<Order>) {
    let mut look_at = Instant::now() + FIRST_LOOK;
    let mut shown_until = Instant::now();
    loop {
        let now = Instant::now();
        let until_look = look_at.saturating_duration_since(now);
        let wait = if now < shown_until { until_look.min(SURVEY_EVERY) } else { until_look };
        match orders.recv_timeout(wait) {
            Ok(Order::Copy) => desk.copy_now(),
            Ok(Order::Drill(password)) => desk.drill_now(password),
            Ok(Order::Survey) => {
                desk.survey();
                shown_until = now + SHOWN;
            }
            Err(RecvTimeoutError::Timeout) if Instant::now() >= look_at => {
                desk.look();
                look_at = Instant::now() + LOOK_EVERY;
            }
            Err(RecvTimeoutError::Timeout) => desk.survey(),
            Ok(Order::Stop) | Err(RecvTimeoutError::Disconnected) => return,
        }
    }
}

/// What closes copies outside of the till's own folder, if anything does.
#[must_use]
pub fn copies_seal(place: &Place) -> Option<Seal> {
    places::read(place).seal
}

/// Every folder with copies that is here now, for whoever has no window.
#[must_use]
pub fn copies_folders(place: &Place) -> Vec<Folder> {
    places::folders(place, &platform::disk::removable())
}

/// As screens show it.
#[must_use]
pub fn recovered(recovery: &Recovery, place: &Place) -> Recovered {
    let newest = recovery.newest_sale.as_ref();
    let base = recovery.from.as_deref().and_then(store::copies::Name::parse);
    Recovered {
        at_ms: recovery.at_ms,
        from_at_ms: base.and_then(|name| name.at_ms()),
        passed_over: u32::try_from(recovery.unusable.len()).unwrap_or(u32::MAX),
        entries: recovery.entries,
        sales: recovery.sales,
        newest_receipt: newest.map(|sale| format!("{}-{}", sale.series, sale.number)),
        newest_at_ms: newest.map(|sale| sale.at_ms),
        missing_entries: recovery.missing_entries,
        missing_sales: recovery.missing_sales,
        set_aside: recovery.set_aside.as_ref().map(|folder| place.database.with_file_name(folder).display().to_string()),
    }
}
