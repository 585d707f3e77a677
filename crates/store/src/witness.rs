//! Writes the witness file, off the sale's path and within a second of the commit.

use std::path::{Path, PathBuf};
use std::sync::{Arc, Condvar, Mutex, PoisonError};
use std::thread::JoinHandle;
use std::time::Duration;

use journal::witness::Witness;

use crate::faults::{Fault, planted};
use crate::{StoreError, failpoint, write_durably};

const PAUSE: Duration = Duration::from_millis(600);

#[must_use]
pub fn read(path: &Path) -> Option<Witness> {
    serde_json::from_slice(&std::fs::read(path).ok()?).ok()
}

pub fn write(path: &Path, witness: &Witness) -> Result<(), StoreError> {
    if planted(Fault::WitnessNever) {
        return Ok(());
    }
    let bytes = serde_json::to_vec(witness).map_err(|error| StoreError::Impossible(error.to_string()))?;
    write_durably(path, &bytes)?;
    failpoint("witness written");
    Ok(())
}

#[derive(Default)]
struct Slot {
    latest: Option<Witness>,
    stop: bool,
}

/// Holds the latest witness and a thread that writes it. Dropping it writes the last one.
pub struct Keeper {
    path: PathBuf,
    slot: Arc<(Mutex<Slot>, Condvar)>,
    /// Two threads write the file: never at once.
    writing: Arc<Mutex<()>>,
    thread: Option<JoinHandle<()>>,
}

impl Keeper {
    pub fn start(path: PathBuf) -> Self {
        let slot = Arc::new((Mutex::new(Slot::default()), Condvar::new()));
        let writing = Arc::<Mutex<()>>::default();
        let (shared, theirs, alone) = (Arc::clone(&slot), path.clone(), Arc::clone(&writing));
        let thread = std::thread::Builder::new().name("witness".to_owned()).spawn(move || keep(&theirs, &shared, &alone)).ok();
        Self { path, slot, writing, thread }
    }

    /// Whoever asks waits for the disk. What was told before it is older.
    pub fn write_now(&self, witness: &Witness) -> Result<(), StoreError> {
        let _alone = self.writing.lock().unwrap_or_else(PoisonError::into_inner);
        self.slot.0.lock().unwrap_or_else(PoisonError::into_inner).latest = None;
        write(&self.path, witness)
    }

    pub fn tell(&self, witness: Witness) {
        let (slot, changed) = &*self.slot;
        slot.lock().unwrap_or_else(PoisonError::into_inner).latest = Some(witness);
        changed.notify_one();
    }
}

impl Drop for Keeper {
    fn drop(&mut self) {
        let (slot, changed) = &*self.slot;
        slot.lock().unwrap_or_else(PoisonError::into_inner).stop = true;
        changed.notify_one();
        if let Some(thread) = self.thread.take() {
            let _ = thread.join();
        }
    }
}

fn keep(path: &Path, shared: &(Mutex<Slot>, Condvar), writing: &Mutex<()>) {
    loop {
        let (slot, changed) = shared;
        let slot = changed
            .wait_while(slot.lock().unwrap_or_else(PoisonError::into_inner), |slot| slot.latest.is_none() && !slot.stop)
            .unwrap_or_else(PoisonError::into_inner);
        let stop = slot.stop;
        drop(slot);
        write_latest(path, shared, writing);
        if stop {
            return;
        }
        pause(shared);
    }
}

/// What is told is taken only once the file is free: it is not written over by what is older.
fn write_latest(path: &Path, (slot, _): &(Mutex<Slot>, Condvar), writing: &Mutex<()>) {
    let _alone = writing.lock().unwrap_or_else(PoisonError::into_inner);
    let latest = slot.lock().unwrap_or_else(PoisonError::into_inner).latest.take();
    if let Some(witness) = latest
        && let Err(error) = write(path, &witness)
    {
        tracing::warn!(%error, "The witness could not be written");
    }
}

/// A busy till writes its witness once or twice a second, not after each sale. A stop does not wait.
fn pause((slot, changed): &(Mutex<Slot>, Condvar)) {
    let guard = slot.lock().unwrap_or_else(PoisonError::into_inner);
    drop(changed.wait_timeout_while(guard, PAUSE, |slot| !slot.stop));
}
