//! Room on the disk. Well before it is full, what is not needed for selling stops; then no new sale begins; and what is open can still be paid, from
//! a file that holds room for exactly that.

use std::fs::{self, File};
use std::io::{self, Write};
use std::path::{Path, PathBuf};
use std::sync::{Arc, Condvar, Mutex, PoisonError};
use std::thread::JoinHandle;
use std::time::{Duration, Instant};

use serde::Serialize;
use ts_rs::TS;

use crate::events::EventSink;
use crate::platform::disk::DataDisk;
use crate::{Failure, log};

/// Below it the owner is warned, and what is not needed for selling stops.
const NEARLY_FULL: u64 = 1 << 30;
/// What the next sales need beside the reserve: the log, its index, and the database's growth when the log is folded back.
const NEXT_SALES: u64 = 4 << 20;
/// What is kept to pay the open tickets with.
pub const RESERVE: u64 = 16 << 20;
const RESERVE_FILE: &str = "reserve";

const LOOK_AGAIN: Duration = Duration::from_secs(1);
const WATCH: Duration = Duration::from_secs(3);

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum RoomState {
    Plenty,
    NearlyFull,
    /// What is open can be paid; nothing new begins.
    NoNewSale,
}

/// The policy. A disk that does not say what is free holds nobody up: the reserve is there all the same.
#[must_use]
pub fn judge(free: Option<u64>, has_reserve: bool) -> RoomState {
    let enough = if has_reserve { NEXT_SALES } else { RESERVE + NEXT_SALES };
    match free {
        Some(free) if free < enough => RoomState::NoNewSale,
        Some(free) if free < NEARLY_FULL => RoomState::NearlyFull,
        _ => RoomState::Plenty,
    }
}

struct Look {
    disk: Option<DataDisk>,
    free: Option<u64>,
    at: Instant,
}

/// How much room there is under the data folder, and the file that keeps some of it.
pub struct Room {
    folder: PathBuf,
    look: Mutex<Look>,
    stop: Mutex<bool>,
    stopped: Condvar,
}

impl Room {
    #[must_use]
    pub fn of(folder: &Path) -> Self {
        let mut disk = DataDisk::of(folder);
        let free = disk.as_mut().map(DataDisk::free);
        let look = Mutex::new(Look { disk, free, at: Instant::now() });
        Self { folder: folder.to_owned(), look, stop: Mutex::new(false), stopped: Condvar::new() }
    }

    /// At most once a second it asks the disk.
    pub fn free(&self) -> Option<u64> {
        let mut look = self.look.lock().unwrap_or_else(PoisonError::into_inner);
        if look.at.elapsed() >= LOOK_AGAIN {
            look.free = look.disk.as_mut().map(DataDisk::free);
            look.at = Instant::now();
        }
        look.free
    }

    fn look_now(&self) -> Option<u64> {
        let mut look = self.look.lock().unwrap_or_else(PoisonError::into_inner);
        look.at = Instant::now();
        look.free = look.disk.as_mut().map(DataDisk::free);
        look.free
    }

    pub fn state(&self) -> RoomState {
        judge(self.free(), self.has_reserve())
    }

    pub fn may_write_extras(&self) -> Result<(), Failure> {
        if self.state() == RoomState::Plenty { Ok(()) } else { Err(little_room()) }
    }

    fn reserve(&self) -> PathBuf {
        self.folder.join(RESERVE_FILE)
    }

    #[must_use]
    pub fn has_reserve(&self) -> bool {
        Self::is_reserved(&self.folder)
    }

    #[must_use]
    pub fn is_reserved(folder: &Path) -> bool {
        fs::metadata(folder.join(RESERVE_FILE)).is_ok_and(|reserve| reserve.len() == RESERVE)
    }

    /// Gives the reserve's room to whoever needs it now. Answers whether there was any.
    pub fn give_up_reserve(&self) -> bool {
        let given = fs::remove_file(self.reserve()).is_ok();
        if given {
            tracing::warn!("The disk is full: the reserve is given up, so that what is open can be paid");
            self.look_now();
        }
        given
    }

    fn keep_reserve(&self) -> io::Result<()> {
        let is_room = self.look_now().is_some_and(|free| free >= RESERVE + NEXT_SALES);
        if self.has_reserve() || !is_room {
            return Ok(());
        }
        let made = make(&self.folder.join("reserve.new"), &self.reserve());
        self.look_now();
        made
    }
}

pub fn little_room() -> Failure {
    Failure::new("disk_nearly_full", "there is little room on the disk, and it is kept for selling")
}

/// Real bytes that no file system can store in fewer.
fn make(beside: &Path, reserve: &Path) -> io::Result<()> {
    let written = File::create(beside).and_then(|mut file| {
        let mut block = vec![0; 1 << 20];
        getrandom::fill(&mut block).map_err(|error| io::Error::other(error.to_string()))?;
        (0..RESERVE >> 20).try_for_each(|_| file.write_all(&block))
    });
    let made = written.and_then(|()| fs::rename(beside, reserve));
    if made.is_err() {
        let _ = fs::remove_file(beside);
    }
    made
}

/// Looks after the reserve away from any sale, and tells the screens when the room has changed.
pub struct Watch {
    pub room: Arc<Room>,
    thread: Option<JoinHandle<()>>,
}

impl Watch {
    pub fn start(room: Arc<Room>, events: Arc<EventSink>) -> Self {
        let watched = Arc::clone(&room);
        let thread = std::thread::Builder::new().name("room".to_owned()).spawn(move || watch(&watched, &events)).ok();
        Self { room, thread }
    }
}

impl Drop for Watch {
    fn drop(&mut self) {
        *self.room.stop.lock().unwrap_or_else(PoisonError::into_inner) = true;
        self.room.stopped.notify_one();
        if let Some(thread) = self.thread.take() {
            let _ = thread.join();
        }
    }
}

fn watch(room: &Room, events: &EventSink) {
    let mut told = RoomState::Plenty;
    let mut is_stopped = false;
    while !is_stopped {
        if let Err(error) = room.keep_reserve() {
            tracing::warn!(%error, "The reserve could not be made; it is tried again");
        }
        let state = room.state();
        log::pause(state != RoomState::Plenty);
        if state != told {
            events.emit("health.changed", &());
            told = state;
        }
        let stop = room.stop.lock().unwrap_or_else(PoisonError::into_inner);
        is_stopped = *room.stopped.wait_timeout_while(stop, WATCH, |stop| !*stop).unwrap_or_else(PoisonError::into_inner).0;
    }
}

impl crate::App {
    /// Whether there is room for what selling does not need: imports, pictures, practice data, copies.
    pub fn may_write_extras(&self) -> Result<(), Failure> {
        self.room().may_write_extras()
    }

    pub(crate) fn may_begin_sale(&self) -> Result<(), Failure> {
        match self.room().state() {
            RoomState::NoNewSale => Err(Failure::new("disk_full_no_new_sale", "the disk is full; no new sale begins until there is room")),
            _ => Ok(()),
        }
    }

    /// What must be finished even on a full disk: the reserve is given up and `act` tried once more. It must find out itself what it has done.
    pub(crate) fn finish<T>(&self, act: impl Fn() -> Result<T, Failure>) -> Result<T, Failure> {
        let failure = match act() {
            Err(failure) if is_for_room(&failure, self.room()) => failure,
            answer => return answer,
        };
        if self.room().give_up_reserve() { act() } else { Err(failure) }
    }

    pub(crate) fn room(&self) -> &Room {
        &self.room_watch.room
    }
}

/// A commit on a full disk cannot be settled for want of room either.
fn is_for_room(failure: &Failure, room: &Room) -> bool {
    match failure.code.as_str() {
        "disk_full" => true,
        "commit_unknown" => judge(room.look_now(), true) == RoomState::NoNewSale,
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const MIB: u64 = 1 << 20;

    #[test]
    fn what_is_free_decides_what_may_be_written() {
        let table = [
            (None, true, RoomState::Plenty),
            (None, false, RoomState::Plenty),
            (Some(1024 * MIB), true, RoomState::Plenty),
            (Some(1024 * MIB - 1), true, RoomState::NearlyFull),
            (Some(1024 * MIB - 1), false, RoomState::NearlyFull),
            (Some(4 * MIB), true, RoomState::NearlyFull),
            (Some(4 * MIB - 1), true, RoomState::NoNewSale),
            (Some(0), true, RoomState::NoNewSale),
            (Some(20 * MIB), false, RoomState::NearlyFull),
            (Some(20 * MIB - 1), false, RoomState::NoNewSale),
        ];
        for (free, has_reserve, state) in table {
            assert_eq!(judge(free, has_reserve), state, "{free:?} free, reserve {has_reserve}");
        }
    }

    /// So that a till on a small disk goes on, or stops, with its reserve as without.
    #[test]
    fn making_the_reserve_changes_no_verdict() {
        for free in (RESERVE..64 * MIB).step_by(1 << 18) {
            assert_eq!(
                judge(Some(free), false) == RoomState::NoNewSale,
                judge(Some(free - RESERVE), true) == RoomState::NoNewSale,
                "{free}"
            );
        }
    }

    #[test]
    fn the_reserve_is_real_and_comes_back() {
        let folder = tempfile::tempdir().unwrap();
        let room = Room::of(folder.path());
        assert!(!room.has_reserve() && !room.give_up_reserve());
        for _ in 0..2 {
            room.keep_reserve().unwrap();
            assert!(room.has_reserve());
        }
        #[cfg(unix)]
        assert!(std::os::unix::fs::MetadataExt::blocks(&fs::metadata(room.reserve()).unwrap()) * 512 >= RESERVE, "it is not sparse");
        assert!(room.give_up_reserve() && !room.has_reserve());
        assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 0, "nothing else is left");
    }
}
