//! What is copied, checked and tried out, one thing at a time, and what the screens are told of it.

use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError, TryLockError};
use std::time::{Duration, Instant};

use chrono::{DateTime, Timelike};
use store::copies::{Folder, Progress, Step, full};
use store::recovery::{self, Recovery};
use store::{CheckFrom, Place, Store, Verified, read};

use super::places::{self, Places};
use super::reach::Reach;
use super::recovered;
use super::schedule::{self, Calm, Due, QUIET_MS};
use crate::events::EventSink;
use crate::messages::{CopyDisk, CopyJob, CopyJobKind, CopyOutcome, CopyOutcomeKind, CopyPlace, CopyStep, PlaceKind, Recovered};
use crate::program::{Machine, Shop};
use crate::room::Room;
use crate::watch::Watch;
use crate::{Failure, platform};

/// Within this a copy sees that it is to end.
const LETTING_GO: Duration = Duration::from_secs(10);
/// Between two tellings of how far a job is.
const TELL_EVERY: Duration = Duration::from_millis(300);

pub struct Desk {
    pub(super) store: Arc<Store>,
    watch: Arc<Watch>,
    pub(super) room: Arc<Room>,
    events: Arc<EventSink>,
    pub(super) machine: Machine,
    /// Held by whoever copies, tries out, or must know that nobody does.
    working: Mutex<()>,
    places: Mutex<Places>,
    seen: Mutex<Seen>,
    job: Mutex<Option<CopyJob>>,
    last: Mutex<Option<CopyOutcome>>,
    told: Mutex<Instant>,
    is_cancelled: AtomicBool,
    pub(super) is_stopped: AtomicBool,
    is_survey_asked: AtomicBool,
    reach: Reach,
}

/// What was found at the last survey: a request must not wait for a disk that sleeps.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
struct Seen {
    /// In the order of the places, the till's own first.
    folders: Vec<Option<SeenFolder>>,
    disks: Vec<CopyDisk>,
}

#[derive(Debug, Clone, PartialEq, Eq)]
struct SeenFolder {
    path: PathBuf,
    copies: usize,
    bytes: u64,
    same_disk: bool,
}

fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

impl Desk {
    pub fn new(store: Arc<Store>, watch: Arc<Watch>, room: Arc<Room>, events: Arc<EventSink>, machine: Machine) -> Self {
        let places = Mutex::new(places::read(store.place()));
        Self {
            store,
            watch,
            room,
            events,
            machine,
            working: Mutex::default(),
            places,
            seen: Mutex::default(),
            job: Mutex::default(),
            last: Mutex::default(),
            told: Mutex::new(Instant::now()),
            is_cancelled: AtomicBool::new(false),
            is_stopped: AtomicBool::new(false),
            is_survey_asked: AtomicBool::new(false),
            reach: Reach::default(),
        }
    }

    pub(super) fn place(&self) -> &Place {
        self.store.place()
    }

    pub(super) fn now_ms(&self) -> i64 {
        (self.machine.clock)().timestamp_millis()
    }

    // --- what is under way

    /// Refuses a second job beside the first.
    pub fn begin(&self, kind: CopyJobKind) -> Result<(), Failure> {
        let mut job = lock(&self.job);
        if job.is_some() {
            return Err(Failure::new("copy_running", "a copy is being made already"));
        }
        self.is_cancelled.store(false, Ordering::SeqCst);
        *job = Some(CopyJob { kind, step: CopyStep::Reading, done: 0, of: 0 });
        drop(job);
        self.tell();
        Ok(())
    }

    pub fn cancel(&self) {
        self.is_cancelled.store(true, Ordering::SeqCst);
    }

    pub fn stop(&self) {
        self.is_stopped.store(true, Ordering::SeqCst);
    }

    /// One that was begun and cannot be done.
    pub fn forget_job(&self) {
        *lock(&self.job) = None;
        self.tell();
    }

    /// Ends what is under way, and lets nothing begin until the answer is dropped. `None` if it does not end: a disk may hang.
    pub fn pause(&self) -> Option<MutexGuard<'_, ()>> {
        let begun = Instant::now();
        loop {
            self.cancel();
            match self.working.try_lock() {
                Ok(working) => return Some(working),
                Err(TryLockError::Poisoned(working)) => return Some(working.into_inner()),
                Err(TryLockError::WouldBlock) if begun.elapsed() > LETTING_GO => return None,
                Err(TryLockError::WouldBlock) => std::thread::sleep(Duration::from_millis(20)),
            }
        }
    }

    fn tell(&self) {
        self.events.emit("copies.changed", &());
    }

    /// Keeps the job's place, now and then tells the screens, and says whether to go on.
    pub(super) fn go_on(&self, progress: Progress) -> bool {
        if let Some(job) = lock(&self.job).as_mut() {
            let step = match progress.step {
                Step::Reading => CopyStep::Reading,
                Step::Checking => CopyStep::Checking,
                Step::Sending => CopyStep::Sending,
            };
            *job = CopyJob { step, done: progress.done, of: progress.of, ..*job };
        }
        let mut told = lock(&self.told);
        if told.elapsed() >= TELL_EVERY {
            *told = Instant::now();
            self.tell();
        }
        !self.is_cancelled.load(Ordering::SeqCst) && !self.is_stopped.load(Ordering::SeqCst)
    }

    fn end(&self, kind: CopyOutcomeKind, outcome: Result<Option<Recovered>, Failure>) {
        let (recovered, failure) = outcome.map_or_else(|failure| (None, Some(failure)), |recovered| (recovered, None));
        *lock(&self.last) = Some(CopyOutcome { kind, at_ms: self.now_ms(), failure, recovered });
        self.survey();
        self.forget_job();
    }

    pub fn not_restored(&self, failure: Failure) {
        self.end(CopyOutcomeKind::Restore, Err(failure));
    }

    // --- what somebody asked for

    pub fn copy_now(&self) {
        let working = lock(&self.working);
        let copied = self.round(|_| Due::ALL);
        drop(working);
        self.end(CopyOutcomeKind::Copy, copied.map(|()| None));
    }

    /// Puts a database together from the copies, beside the live one, and takes it away again.
    pub fn drill_now(&self, password: Option<String>) {
        let working = lock(&self.working);
        let tried = self.drill(password);
        drop(working);
        self.end(CopyOutcomeKind::Drill, tried.map(|recovery| Some(recovered(&recovery, self.place()))));
    }

    fn drill(&self, password: Option<String>) -> Result<Recovery, Failure> {
        let _claim = self.claim()?;
        // what a power cut left of one takes the room of the next
        recovery::end_drill(self.place())?;
        self.may_write_full()?;
        let folders = places::folders(self.place(), &(self.machine.disks)());
        Ok(recovery::drill(self.place(), folders, password, self.now_ms(), &|progress| self.go_on(progress))?)
    }

    // --- what is due by itself

    /// Copies what is due and checks the whole journal once a day.
    pub fn look(&self) {
        let Ok(Some(calm)) = self.calm() else { return };
        let now_ms = self.now_ms();
        if self.is_any_due(now_ms, calm) && self.begin(CopyJobKind::Copy).is_ok() {
            let working = lock(&self.working);
            if let Err(failure) = self.round(|made| schedule::due(made, now_ms, calm)) {
                tracing::warn!(%failure, "A copy was not made; it is tried again");
            }
            drop(working);
            self.forget_job();
        }
        self.survey();
        self.check_journal(now_ms, calm);
    }

    fn is_any_due(&self, now_ms: i64, calm: Calm) -> bool {
        let places = self.places();
        let here = self.here(&places, &(self.machine.disks)());
        let here = places.others.iter().zip(here).filter(|(_, here)| here.is_some()).map(|(other, _)| &other.made);
        std::iter::once(&places.till).chain(here).any(|made| schedule::due(made, now_ms, calm).is_any())
    }

    /// `None` before there is a shop: nothing is worth a copy yet.
    fn calm(&self) -> Result<Option<Calm>, Failure> {
        let Some(shop) = self.store.read(read::shop::shop)?.map(Shop::of).transpose()? else { return Ok(None) };
        let newest = self.store.read(full::newest_sale)?;
        let hour = DateTime::from_timestamp_millis(self.now_ms()).unwrap_or_default().with_timezone(&shop.zone).hour();
        let is_quiet = newest.is_none_or(|sale| (self.now_ms() - sale.at_ms).abs() >= QUIET_MS);
        Ok(Some(Calm { is_quiet, is_night: (1..5).contains(&hour) }))
    }

    fn check_journal(&self, now_ms: i64, calm: Calm) {
        let last = self.store.read(Verified::last).ok().flatten().and_then(|verified| verified.full_at_ms);
        if !schedule::is_daily_due(last, now_ms, calm) || self.watch.found().is_some() {
            return;
        }
        let go_on = || !self.is_stopped.load(Ordering::SeqCst);
        if let Err(error) = self.watch.check(CheckFrom::Start, go_on) {
            tracing::warn!(%error, "The journal could not be checked as a whole; it is tried again");
        }
    }

    // --- places

    pub fn change<T>(&self, act: impl FnOnce(&mut Places) -> T) -> Result<T, Failure> {
        let mut places = lock(&self.places);
        let mut changed = places.clone();
        let answer = act(&mut changed);
        if *places != changed {
            places::write(self.place(), &changed)?;
            *places = changed;
        }
        Ok(answer)
    }

    /// Where each place is now, if it is here.
    pub(super) fn here(&self, places: &Places, disks: &[platform::disk::RemovableDisk]) -> Vec<Option<PathBuf>> {
        self.reach.ask(&places.others, disks, places::LONGEST_LOOK, Path::to_owned)
    }

    #[must_use]
    pub fn places(&self) -> Places {
        lock(&self.places).clone()
    }

    /// Whether nobody has asked for a survey that is still to come.
    pub fn ask_survey(&self) -> bool {
        !self.is_survey_asked.swap(true, Ordering::SeqCst)
    }

    /// Looks what is where. Screens hear of it if it has changed.
    pub fn survey(&self) {
        self.is_survey_asked.store(false, Ordering::SeqCst);
        let disks = (self.machine.disks)();
        let places = self.places();
        let others = self.here(&places, &disks);
        let is_used = |disk: &platform::disk::RemovableDisk| others.iter().flatten().any(|folder| folder.starts_with(&disk.path));
        let free = disks.iter().filter(|disk| !is_used(disk));
        let free = free.map(|disk| CopyDisk { name: disk.name.clone(), path: disk.path.display().to_string() }).collect();
        let folders = std::iter::once(Some(self.place().copies())).chain(others).map(|path| Some(self.seen_folder(path?))).collect();
        let now = Seen { folders, disks: free };
        let before = std::mem::replace(&mut *lock(&self.seen), now.clone());
        if before != now {
            self.tell();
        }
    }

    fn seen_folder(&self, path: PathBuf) -> SeenFolder {
        let found = Folder::plain(path.clone()).list();
        let copies = found.iter().filter(|found| found.name.at_ms().is_some()).count();
        let same_disk = platform::disk::is_same(&path, &self.place().database);
        SeenFolder { path, copies, bytes: found.iter().map(|found| found.bytes).sum(), same_disk }
    }

    #[must_use]
    pub fn disks(&self) -> Vec<platform::disk::RemovableDisk> {
        (self.machine.disks)()
    }

    /// For the screen: places, what is under way, how the last ended, and the disks that are free.
    #[must_use]
    pub fn shown(&self) -> (Vec<CopyPlace>, Option<CopyJob>, Option<CopyOutcome>, Vec<CopyDisk>) {
        let (places, seen) = (self.places(), lock(&self.seen).clone());
        let own = (None, PlaceKind::Till, self.place().copies().display().to_string(), &places.till);
        let others = places.others.iter().map(|other| (Some(other.id), other.kind, other.name.clone(), &other.made));
        let found = seen.folders.into_iter().chain(std::iter::repeat(None));
        let shown = std::iter::once(own).chain(others).zip(found).map(|((id, kind, name, made), found)| CopyPlace {
            id,
            kind,
            name,
            path: found.as_ref().map(|found| found.path.display().to_string()),
            full_at_ms: made.full_at_ms,
            entries_at_ms: made.entries_at_ms,
            same_disk: found.as_ref().is_some_and(|found| found.same_disk),
            copies: found.as_ref().map_or(0, |found| u32::try_from(found.copies).unwrap_or(u32::MAX)),
            bytes: found.map_or(0, |found| found.bytes),
            // whoever cancelled it knows
            failure: made.failure.clone().filter(|failure| failure.code != "copy_cancelled"),
        });
        (shown.collect(), *lock(&self.job), lock(&self.last).clone(), seen.disks)
    }
}
