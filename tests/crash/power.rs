//! Power cuts: after every step of a workload, the disk is left in each of its possible states, and the till is opened on what is there.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::Mutex;
use std::sync::atomic::{AtomicUsize, Ordering};

use store::Place;
use store::testing::planted::Fault;

use crate::check::{Broken, check, sells};
use crate::disk::{Disk, Fate, Folders};
use crate::promise::Promised;
use crate::recorder::Op;
use crate::workloads::{COFFEE, Workload};

/// Of the images, how many are opened.
#[derive(Debug, Clone, Copy)]
pub enum Share {
    All,
    /// About this many, chosen by a seed.
    Sample(usize),
}

#[derive(Debug, Default)]
pub struct Counts {
    pub steps: usize,
    pub images: usize,
    pub sold_after: usize,
    pub broken: BTreeMap<Broken, usize>,
    pub first: Option<String>,
}

impl Counts {
    pub fn red(&self) -> usize {
        self.broken.values().sum()
    }
}

type Image = BTreeMap<PathBuf, Option<Vec<u8>>>;

struct Cut {
    step: usize,
    fate: Fate,
    image: Image,
    promised: Promised,
    then_sells: bool,
}

/// Nothing beyond the reach of a test is random.
pub fn random(seed: u64) -> impl FnMut() -> u64 {
    let mut state = seed.wrapping_mul(0x9E37_79B9_7F4A_7C15) | 1;
    move || {
        state ^= state << 13;
        state ^= state >> 7;
        state ^= state << 17;
        state
    }
}

/// `planted`: a fault that is there while the workload runs, and gone when the till is opened again.
pub fn try_cuts(workload: &Workload, folders: Folders, share: Share, seed: u64, planted: Option<Fault>) -> Counts {
    let (till, promised, mut disk, ops) = workload.recorded(folders, planted);
    let counts = Mutex::new(Counts { steps: ops.len(), ..Counts::default() });
    let mut cuts = Cuts { random: random(seed), promised, one_in: one_in(share, ops.len()), made: 0 };
    let (sender, receiver) = std::sync::mpsc::sync_channel::<Cut>(8);
    let receiver = Mutex::new(receiver);
    let number = AtomicUsize::new(0);
    std::thread::scope(|scope| {
        for _ in 0..std::thread::available_parallelism().map_or(2, usize::from) {
            scope.spawn(|| {
                while let Ok(cut) = { receiver.lock().unwrap().recv() } {
                    let folder = images().join(number.fetch_add(1, Ordering::Relaxed).to_string());
                    let verdict = try_cut(&cut, &folder, &till.place, till.folder(), &till.owner);
                    count(&counts, &cut, verdict);
                    let _ = std::fs::remove_dir_all(&folder);
                }
            });
        }
        for (step, op) in ops.iter().enumerate() {
            disk.apply(op);
            cuts.after(step, op, &disk, &sender);
        }
        drop(sender);
    });
    counts.into_inner().unwrap()
}

/// In memory: what is tested is what SQLite makes of the bytes.
fn images() -> PathBuf {
    let base = Path::new("/dev/shm");
    let base = if base.is_dir() { base.to_owned() } else { std::env::temp_dir() };
    base.join(format!("mostrador-crash-{}", std::process::id()))
}

fn one_in(share: Share, steps: usize) -> u64 {
    match share {
        Share::All => 1,
        Share::Sample(images) => ((steps * Fate::ALL.len()) as u64 / images as u64).max(1),
    }
}

struct Cuts<R> {
    random: R,
    promised: Promised,
    one_in: u64,
    made: usize,
}

impl<R: FnMut() -> u64> Cuts<R> {
    fn after(&mut self, step: usize, op: &Op, disk: &Disk, to: &std::sync::mpsc::SyncSender<Cut>) {
        if let Op::Told(told) = op {
            self.promised.hear(told);
        }
        // without anything unflushed, all fates are one
        let fates = if disk.has_pending() { &Fate::ALL[..] } else { &Fate::ALL[..1] };
        for &fate in fates.iter().chain(disk.has_pending().then_some(&Fate::Random)) {
            if !(self.random)().is_multiple_of(self.one_in) {
                continue;
            }
            let image = disk.after(fate, &mut self.random);
            self.made += 1;
            let cut = Cut { step, fate, image, promised: self.promised.clone(), then_sells: self.made.is_multiple_of(20) };
            to.send(cut).expect("somebody opens the images");
        }
    }
}

fn try_cut(cut: &Cut, folder: &Path, place: &Place, root: &Path, owner: &str) -> Result<bool, (Broken, String)> {
    for (path, bytes) in &cut.image {
        let path = folder.join(path);
        match bytes {
            None => std::fs::create_dir_all(&path).unwrap(),
            Some(bytes) => {
                std::fs::create_dir_all(path.parent().unwrap()).unwrap();
                std::fs::write(&path, bytes).unwrap();
            }
        }
    }
    let place = moved(place, root, folder);
    check(&place, &cut.promised)?;
    let can_sell = cut.then_sells && !cut.promised.sold.is_empty();
    if can_sell {
        sells(&place, owner, COFFEE)?;
    }
    Ok(can_sell)
}

pub fn moved(place: &Place, root: &Path, folder: &Path) -> Place {
    let there = |path: &Path| folder.join(path.strip_prefix(root).expect("a till keeps everything in its folder"));
    Place { database: there(&place.database), keys: there(&place.keys), witness: there(&place.witness), ..place.clone() }
}

fn count(counts: &Mutex<Counts>, cut: &Cut, verdict: Result<bool, (Broken, String)>) {
    let mut counts = counts.lock().unwrap();
    counts.images += 1;
    match verdict {
        Ok(sold) => counts.sold_after += usize::from(sold),
        Err((broken, what)) => {
            *counts.broken.entry(broken).or_default() += 1;
            counts.first.get_or_insert_with(|| format!("after step {}, {:?}: {broken:?}: {what}", cut.step, cut.fate));
        }
    }
}
