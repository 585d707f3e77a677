//! A disk as a power cut leaves it: of what was not flushed, nothing, everything, a torn piece or any part may be there.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use crate::recorder::Op;

/// What is promised of names that are not flushed yet.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Folders {
    /// A name is safe once its folder was flushed.
    Strict,
    /// Any flush takes all earlier names with it, as journalling file systems do.
    Journalled,
}

impl Folders {
    pub const BOTH: [Self; 2] = [Self::Strict, Self::Journalled];
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Fate {
    Lost,
    Kept,
    /// The last write stops at a sector.
    Torn,
    /// Any of the writes, any number of the first names.
    Random,
}

impl Fate {
    pub const ALL: [Self; 4] = [Self::Lost, Self::Kept, Self::Torn, Self::Random];
}

const SECTOR: usize = 512;

#[derive(Debug, Clone)]
enum Change {
    Write(u64, Vec<u8>),
    Truncate(u64),
}

#[derive(Debug, Clone, Default)]
struct Inode {
    flushed: Vec<u8>,
    pending: Vec<Change>,
}

#[derive(Debug, Clone)]
enum NameChange {
    Add(PathBuf, Entry),
    Rename(PathBuf, PathBuf),
    Remove(PathBuf),
}

impl NameChange {
    fn is_in(&self, folder: &Path) -> bool {
        match self {
            Self::Add(path, _) | Self::Remove(path) => path.parent() == Some(folder),
            Self::Rename(from, to) => from.parent() == Some(folder) || to.parent() == Some(folder),
        }
    }
}

/// Locks and shared memory end with the program; the reserve is only room, and large.
pub fn is_kept(path: &Path) -> bool {
    let name = path.file_name().and_then(|name| name.to_str()).unwrap_or_default();
    !name.ends_with(".lock") && !name.ends_with("-shm") && name != "reserve"
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Entry {
    File(usize),
    Folder,
}

type Names = BTreeMap<PathBuf, Entry>;

pub struct Disk {
    root: PathBuf,
    folders: Folders,
    inodes: Vec<Inode>,
    flushed: Names,
    /// As the running program sees them.
    now: Names,
    pending: Vec<NameChange>,
}

impl Disk {
    /// What stands below `root` now is flushed.
    pub fn of(root: &Path, folders: Folders) -> Self {
        let mut disk =
            Self { root: root.to_owned(), folders, inodes: Vec::new(), flushed: Names::new(), now: Names::new(), pending: Vec::new() };
        disk.flushed.insert(root.to_owned(), Entry::Folder);
        disk.take_in(root);
        disk.now = disk.flushed.clone();
        disk
    }

    fn take_in(&mut self, folder: &Path) {
        for entry in std::fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                self.flushed.insert(path.clone(), Entry::Folder);
                self.take_in(&path);
            } else if is_kept(&path) {
                self.inodes.push(Inode { flushed: std::fs::read(&path).unwrap(), pending: Vec::new() });
                self.flushed.insert(path, Entry::File(self.inodes.len() - 1));
            }
        }
    }

    fn inode(&mut self, path: &Path) -> Option<&mut Inode> {
        match self.now.get(path) {
            Some(Entry::File(inode)) => Some(&mut self.inodes[*inode]),
            _ => None,
        }
    }

    fn rename_now(&mut self, change: NameChange) {
        apply(&mut self.now, &change);
        self.pending.push(change);
    }

    fn flush_names(&mut self, of: Option<&Path>) {
        let pending = std::mem::take(&mut self.pending);
        let (flushed, left) = pending.into_iter().partition::<Vec<_>, _>(|change| of.is_none_or(|folder| change.is_in(folder)));
        flushed.iter().for_each(|change| apply(&mut self.flushed, change));
        self.pending = left;
    }

    pub fn apply(&mut self, op: &Op) {
        match op {
            Op::Create(path) => match self.inode(path) {
                Some(inode) => inode.pending.push(Change::Truncate(0)),
                None => {
                    self.inodes.push(Inode::default());
                    self.rename_now(NameChange::Add(path.clone(), Entry::File(self.inodes.len() - 1)));
                }
            },
            Op::Write(path, at, bytes) => self.change(path, Change::Write(*at, bytes.clone())),
            Op::Truncate(path, size) => self.change(path, Change::Truncate(*size)),
            Op::Sync(path) => self.sync(path),
            Op::Rename(from, to) => self.rename_now(NameChange::Rename(from.clone(), to.clone())),
            Op::Remove(path) => self.rename_now(NameChange::Remove(path.clone())),
            Op::MakeFolder(path) if !self.now.contains_key(path) => self.rename_now(NameChange::Add(path.clone(), Entry::Folder)),
            Op::SyncFolder(folder) => self.flush_names((self.folders == Folders::Strict).then_some(folder)),
            Op::MakeFolder(_) | Op::Told(_) => {}
        }
    }

    fn change(&mut self, path: &Path, change: Change) {
        self.inode(path).unwrap_or_else(|| panic!("{} is written and does not exist", path.display())).pending.push(change);
    }

    fn sync(&mut self, path: &Path) {
        let Some(inode) = self.inode(path) else { return };
        for change in std::mem::take(&mut inode.pending) {
            done(&mut inode.flushed, &change);
        }
        if self.folders == Folders::Journalled {
            self.flush_names(None);
        }
    }

    /// The files as they are after the cut, by their path below the root. Of equal fates nothing new can be learned.
    pub fn after(&self, fate: Fate, random: &mut impl FnMut() -> u64) -> BTreeMap<PathBuf, Option<Vec<u8>>> {
        let names = self.names_after(fate, random);
        let last = self.inodes.iter().rposition(|inode| !inode.pending.is_empty());
        let mut files = BTreeMap::new();
        for (path, entry) in &names {
            if path.ancestors().skip(1).take_while(|above| above.starts_with(&self.root)).any(|above| !names.contains_key(above)) {
                continue;
            }
            let relative = path.strip_prefix(&self.root).unwrap().to_owned();
            let bytes = match entry {
                Entry::Folder => None,
                Entry::File(inode) => Some(self.inodes[*inode].after(fate, last == Some(*inode), random)),
            };
            files.insert(relative, bytes);
        }
        files
    }

    fn names_after(&self, fate: Fate, random: &mut impl FnMut() -> u64) -> Names {
        let kept = match fate {
            Fate::Lost => 0,
            Fate::Kept | Fate::Torn => self.pending.len(),
            Fate::Random => usize::try_from(random()).unwrap_or(0) % (self.pending.len() + 1),
        };
        let mut names = self.flushed.clone();
        self.pending[..kept].iter().for_each(|change| apply(&mut names, change));
        names
    }

    pub fn has_pending(&self) -> bool {
        !self.pending.is_empty() || self.inodes.iter().any(|inode| !inode.pending.is_empty())
    }
}

impl Inode {
    fn after(&self, fate: Fate, is_last: bool, random: &mut impl FnMut() -> u64) -> Vec<u8> {
        let mut bytes = self.flushed.clone();
        let count = self.pending.len();
        for (n, change) in self.pending.iter().enumerate() {
            match fate {
                Fate::Lost => {}
                Fate::Random if random().is_multiple_of(2) => {}
                Fate::Torn if is_last && n + 1 == count => done(&mut bytes, &torn(change, random)),
                _ => done(&mut bytes, change),
            }
        }
        bytes
    }
}

fn torn(change: &Change, random: &mut impl FnMut() -> u64) -> Change {
    match change {
        Change::Write(at, bytes) => {
            let sectors = bytes.len().div_ceil(SECTOR);
            let kept = usize::try_from(random()).unwrap_or(0) % sectors.max(1) * SECTOR;
            Change::Write(*at, bytes[..kept.min(bytes.len())].to_vec())
        }
        other => other.clone(),
    }
}

fn done(bytes: &mut Vec<u8>, change: &Change) {
    match change {
        Change::Write(_, new) if new.is_empty() => {}
        Change::Write(at, new) => {
            let at = usize::try_from(*at).unwrap();
            if bytes.len() < at + new.len() {
                bytes.resize(at + new.len(), 0);
            }
            bytes[at..at + new.len()].copy_from_slice(new);
        }
        Change::Truncate(size) => bytes.resize(usize::try_from(*size).unwrap(), 0),
    }
}

fn apply(names: &mut Names, change: &NameChange) {
    match change {
        NameChange::Add(path, entry) => drop(names.insert(path.clone(), *entry)),
        NameChange::Remove(path) => drop(names.remove(path)),
        NameChange::Rename(from, to) => {
            let below: Vec<PathBuf> = names.keys().filter(|path| path.starts_with(from)).cloned().collect();
            for path in below {
                let entry = names.remove(&path).expect("listed just now");
                let target = if path == *from { to.clone() } else { to.join(path.strip_prefix(from).unwrap()) };
                names.insert(target, entry);
            }
        }
    }
}
