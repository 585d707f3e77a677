//! Asks places whether they are here. A network that is gone may never answer: each is asked on a thread of its own, and none keeps anybody waiting or
//! takes the answer of another away.

use std::collections::BTreeMap;
use std::path::Path;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError, mpsc};
use std::thread;
use std::time::{Duration, Instant};

use domain::Id;

use super::places::Other;
use crate::platform::disk::RemovableDisk;

#[derive(Default)]
pub struct Reach {
    /// Those that have not answered yet, and since when. One that is silent for long is not asked again.
    asking: Arc<Mutex<BTreeMap<Id, Instant>>>,
}

fn lock(asking: &Mutex<BTreeMap<Id, Instant>>) -> MutexGuard<'_, BTreeMap<Id, Instant>> {
    asking.lock().unwrap_or_else(PoisonError::into_inner)
}

impl Reach {
    /// The answer of each place, in their order; `None` from one that is not here, or did not answer in time.
    pub fn ask<T: Send + 'static>(
        &self,
        others: &[Other],
        disks: &[RemovableDisk],
        longest: Duration,
        ask: impl Fn(&Path) -> T + Clone + Send + 'static,
    ) -> Vec<Option<T>> {
        let (sender, receiver) = mpsc::channel();
        let until = Instant::now() + longest;
        for (at, other) in others.iter().enumerate() {
            let (id, other, disks, ask, sender) = (other.id, other.clone(), disks.to_vec(), ask.clone(), sender.clone());
            let asked = move || other.here(&disks).map(|path| ask(&path));
            self.on_a_thread(id, longest, asked, move |answer| drop(sender.send((at, answer))));
        }
        drop(sender);
        let mut answers: Vec<Option<T>> = others.iter().map(|_| None).collect();
        while let Ok((at, answer)) = receiver.recv_timeout(until.saturating_duration_since(Instant::now())) {
            answers[at] = answer;
        }
        answers
    }

    fn on_a_thread<T>(&self, id: Id, longest: Duration, act: impl FnOnce() -> T + Send + 'static, tell: impl FnOnce(T) + Send + 'static) {
        if lock(&self.asking).entry(id).or_insert_with(Instant::now).elapsed() > longest {
            return;
        }
        let asking = Arc::clone(&self.asking);
        let asked = move || {
            let answer = act();
            lock(&asking).remove(&id);
            tell(answer);
        };
        if thread::Builder::new().name("place".to_owned()).spawn(asked).is_err() {
            lock(&self.asking).remove(&id);
        }
    }
}

#[cfg(test)]
mod tests {
    use std::path::PathBuf;
    use std::sync::atomic::{AtomicUsize, Ordering};

    use super::*;
    use crate::copying::places::{Made, mark};
    use crate::messages::PlaceKind;

    fn place(folder: PathBuf) -> Other {
        let id = Id::now_v7();
        std::fs::create_dir(&folder).unwrap();
        mark(&folder, id).unwrap();
        Other { id, kind: PlaceKind::Folder, name: String::new(), path: folder, made: Made::default() }
    }

    #[test]
    fn a_place_that_does_not_answer_is_away_and_the_others_are_here() {
        let folder = tempfile::tempdir().unwrap();
        let others: Vec<Other> = ["first", "dead", "last"].map(|name| place(folder.path().join(name))).into();
        let reach = Reach::default();
        let (answer, waits) = mpsc::channel::<()>();
        let (waits, asks) = (Arc::new(Mutex::new(waits)), Arc::new(AtomicUsize::new(0)));
        let counted = Arc::clone(&asks);
        let asked = move |path: &Path| {
            if path.ends_with("dead") {
                counted.fetch_add(1, Ordering::SeqCst);
                let _ = waits.lock().unwrap().recv();
            }
            path.file_name().unwrap().to_owned()
        };
        let here = || -> Vec<bool> {
            let answers = reach.ask(&others, &[], Duration::from_secs(2), asked.clone());
            answers.iter().map(Option::is_some).collect()
        };
        assert_eq!(here(), [true, false, true]);
        thread::sleep(Duration::from_millis(10));
        assert_eq!(here(), [true, false, true]);
        assert_eq!(asks.load(Ordering::SeqCst), 1, "it is not asked a second time");
        assert_eq!(lock(&reach.asking).keys().collect::<Vec<_>>(), [&others[1].id]);
        drop(answer);
        while !lock(&reach.asking).is_empty() {
            thread::yield_now();
        }
        assert_eq!(here(), [true, true, true]);
    }
}
