//! A place for copies: a folder beside the data, or on another disk.

use std::fs::{self, File};
use std::io::{self, BufWriter, Read, Write};
use std::path::{Path, PathBuf};

use domain::Id;
use rusqlite::{Connection, OptionalExtension, params};
use sha2::{Digest, Sha256};

use super::name::{HASH_DIGITS, Kind, Name};
use super::segment::{self, Segment};
use super::{GoOn, Progress, Seal, Step, Unsealing, retention};
use crate::disk;
use crate::{Blobs, Place, StoreError, failpoint, open_read_only, write_durably};

/// How the closed half of a key lies beside what it opens: one for each password there has been.
const KEY: &str = "key-";
/// What a file is called until it counts.
const MAKING: &str = "making.part";
/// Entries of one segment at most: so much is lost to one bad file.
const LONGEST: i64 = 20_000;
/// Bytes between two looks at whether to go on.
const PIECE: u64 = 1 << 20;

#[derive(Debug, Clone)]
pub struct Folder {
    pub path: PathBuf,
    /// Copies that are made here are closed with it.
    pub seal: Option<Seal>,
}

/// A copy that lies in a folder.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Found {
    pub name: Name,
    pub path: PathBuf,
    pub bytes: u64,
}

impl Folder {
    #[must_use]
    pub fn plain(path: PathBuf) -> Self {
        Self { path, seal: None }
    }

    /// What lies here under the name of a copy, in the order of the names. A folder that is not there has none.
    #[must_use]
    pub fn list(&self) -> Vec<Found> {
        let entries = fs::read_dir(&self.path).into_iter().flatten().flatten();
        let mut found: Vec<Found> = entries.filter_map(|entry| found(&entry)).collect();
        found.sort_by_key(|found| found.name.to_string());
        found
    }

    /// A place has to be there before anything is kept in it: what is seen of a network folder while the network is away is an empty folder of this
    /// disk, and must not be filled.
    pub fn make(&self) -> Result<(), StoreError> {
        Ok(disk::make_folder(&self.path)?)
    }

    /// Full copies, the newest first, as their dates say.
    #[must_use]
    pub fn fulls(&self) -> Vec<Found> {
        let mut fulls: Vec<Found> = self.list().into_iter().filter(|found| found.name.at_ms().is_some()).collect();
        fulls.sort_by_key(|found| std::cmp::Reverse(found.name.at_ms()));
        fulls
    }

    /// Full copies of this journal, the one that reaches furthest first: a clock that was wrong has dated one too late.
    pub fn fulls_of(&self, conn: &Connection) -> Result<Vec<Found>, StoreError> {
        Ok(self.reaching(conn)?.into_iter().map(|(_, found)| found).collect())
    }

    /// With how far each reaches.
    fn reaching(&self, conn: &Connection) -> Result<Vec<(i64, Found)>, StoreError> {
        let mut fulls = Vec::new();
        for found in self.fulls() {
            fulls.extend(last_arrival(conn, &found.name)?.map(|arrival| (arrival, found)));
        }
        fulls.sort_by_key(|(arrival, _)| std::cmp::Reverse(*arrival));
        Ok(fulls)
    }

    #[must_use]
    pub fn segments(&self) -> Vec<Found> {
        self.list().into_iter().filter(|found| matches!(found.name.kind, Kind::Segment { .. })).collect()
    }

    /// What opens the copies here, if somebody has closed them.
    #[must_use]
    pub fn keys(&self) -> Vec<Seal> {
        let entries = fs::read_dir(&self.path).into_iter().flatten().flatten();
        let keys = entries.filter(|entry| entry.file_name().to_string_lossy().starts_with(KEY));
        keys.filter_map(|entry| serde_json::from_slice(&fs::read(entry.path()).ok()?).ok()).collect()
    }

    /// Takes a verified copy from the folder where it was made. It is read back before it has its name.
    pub fn take_full(&self, made: &Path, name: &Name, go_on: GoOn<'_>) -> Result<Name, StoreError> {
        let name = name.sealed(self.seal.is_some());
        self.keep(&name.to_string(), |into| send(&mut File::open(made)?, into, go_on))?;
        Ok(name)
    }

    /// What a till has and this folder has not: entries, and their attachments.
    pub fn take_entries(&self, place: &Place, go_on: GoOn<'_>) -> Result<(), StoreError> {
        self.take_segments(&open_read_only(&place.database)?, go_on)?;
        self.take_blobs(&place.blobs(), go_on)
    }

    /// Writes what the journal has and this folder has not, epoch by epoch: also what is missing in between. Answers how many entries.
    pub fn take_segments(&self, conn: &Connection, go_on: GoOn<'_>) -> Result<i64, StoreError> {
        let (open, sealed): (Vec<Found>, Vec<Found>) = self.segments().into_iter().partition(|found| !found.name.is_sealed);
        let mut missing = Vec::new();
        for (epoch, last) in heads(conn)? {
            let gaps = gaps(conn, epoch, last, if self.seal.is_some() { &sealed } else { &open })?;
            missing.extend(gaps.into_iter().map(|(from, to)| (epoch, from, to)));
        }
        let of: i64 = missing.iter().map(|(_, from, to)| to - from + 1).sum();
        let mut taken: i64 = 0;
        for (epoch, from, to) in missing {
            going_on(go_on, taken.unsigned_abs(), of.unsigned_abs())?;
            self.take_segment(conn, epoch, from, to)?;
            taken += to - from + 1;
        }
        if self.seal.is_some() {
            open.iter().try_for_each(|found| remove_closed_since(conn, found))?;
        }
        Ok(taken)
    }

    fn take_segment(&self, conn: &Connection, epoch: Id, from: i64, to: i64) -> Result<(), StoreError> {
        let mut plain = Vec::new();
        segment::write(conn, epoch, from, to, &mut plain)?;
        let hash = Segment::open(&plain[..])?.verify()?.hex()[..HASH_DIGITS].to_owned();
        let name = Name { kind: Kind::Segment { from }, epoch, to, hash, is_sealed: self.seal.is_some() };
        self.keep(&name.to_string(), |into| Ok(into.write_all(&plain)?))?;
        failpoint("segment kept");
        Ok(())
    }

    /// Attachments of entries, which this folder has not yet.
    pub fn take_blobs(&self, blobs: &Blobs, go_on: GoOn<'_>) -> Result<(), StoreError> {
        let here = self.path.join("blobs");
        for sha256 in blobs.names() {
            going_on(go_on, 0, 0)?;
            let name = if self.seal.is_some() { format!("{sha256}.age") } else { sha256.clone() };
            if here.join(&name).exists() {
                continue;
            }
            disk::make_folder_within(&self.path, &here)?;
            let folder = Self { path: here.clone(), seal: self.seal.clone() };
            folder.keep(&name, |into| io::copy(&mut File::open(blobs.path_of(&sha256))?, into).map(drop).map_err(StoreError::from))?;
            if self.seal.is_some() && here.join(&sha256).exists() {
                disk::remove(&here.join(&sha256))?;
            }
        }
        Ok(())
    }

    /// Puts attachments back that `blobs` has not. Only what has the hash that its name says.
    pub fn give_blobs(&self, blobs: &Blobs, unsealing: Option<&Unsealing>) -> Result<(), StoreError> {
        for entry in fs::read_dir(self.path.join("blobs")).into_iter().flatten().flatten() {
            let name = entry.file_name().to_string_lossy().into_owned();
            let (sha256, is_sealed) = name.strip_suffix(".age").map_or((name.as_str(), false), |name| (name, true));
            if blobs.path_of(sha256).exists() || sha256.len() != 64 || (is_sealed && unsealing.is_none()) {
                continue;
            }
            let mut blob = blobs.begin()?;
            // a bad one is as good as none: its entry waits for it
            if let Ok(mut input) = reading(&entry.path(), is_sealed, unsealing)
                && io::copy(&mut input, &mut blob).is_ok()
            {
                blob.finish_as(sha256)?;
            }
        }
        Ok(())
    }

    /// Lets full copies go that nobody needs; a verified one reaches further. Those of another life than this journal's stay: they may hold what it
    /// has not.
    pub fn retain(&self, conn: &Connection) -> Result<(), StoreError> {
        let fulls = self.reaching(conn)?;
        // a copy in clear is not kept beside a closed one that reaches as far
        let closed = fulls.iter().find(|(_, found)| found.name.is_sealed).filter(|_| self.seal.is_some()).map(|(reach, _)| *reach);
        let (open, kept): (Vec<_>, Vec<_>) = fulls.into_iter().partition(|(reach, found)| !found.name.is_sealed && Some(*reach) <= closed);
        let made: Vec<i64> = kept.iter().filter_map(|(_, found)| found.name.at_ms()).collect();
        let superfluous = kept.iter().zip(retention::superfluous(&made)).filter(|(_, goes)| *goes).map(|(found, _)| found);
        open.iter().chain(superfluous).try_for_each(|(_, found)| disk::remove(&found.path))?;
        Ok(disk::sync_folder(&self.path)?)
    }

    /// Writes a file beside, flushes it, reads it back, and only then gives it its name.
    fn keep(&self, name: &str, write: impl FnOnce(&mut dyn Write) -> Result<(), StoreError>) -> Result<(), StoreError> {
        self.keep_key()?;
        let beside = self.path.join(MAKING);
        let kept = self.write(&beside, write).and_then(|written| {
            if hash_of(&beside)? == written {
                disk::rename(&beside, &self.path.join(name))?;
                Ok(disk::sync_folder(&self.path)?)
            } else {
                Err(StoreError::CopyUnusable("the disk does not give back what was written".to_owned()))
            }
        });
        kept.inspect_err(|_| drop(disk::remove(&beside)))
    }

    /// Answers the hash of what the disk was given.
    fn write(&self, beside: &Path, write: impl FnOnce(&mut dyn Write) -> Result<(), StoreError>) -> Result<[u8; 32], StoreError> {
        let mut file = Hashing { into: BufWriter::with_capacity(256 << 10, disk::create(beside)?), hash: Sha256::new() };
        if let Some(seal) = &self.seal {
            let mut closing = seal.close(&mut file)?;
            write(&mut closing)?;
            closing.finish()?;
        } else {
            write(&mut file)?;
        }
        file.into.flush()?;
        file.into.get_ref().sync()?;
        Ok(file.hash.finalize().into())
    }

    fn keep_key(&self) -> Result<(), StoreError> {
        let Some(seal) = &self.seal else { return Ok(()) };
        let file = self.path.join(format!("{KEY}{}.json", seal.name()));
        if self.keys().contains(seal) {
            return Ok(());
        }
        let bytes = serde_json::to_vec(seal).map_err(|error| StoreError::Impossible(error.to_string()))?;
        Ok(write_durably(&file, &bytes)?)
    }
}

impl Found {
    /// Its content, opened if it is closed.
    pub fn read(&self, unsealing: Option<&Unsealing>) -> Result<Box<dyn Read>, StoreError> {
        reading(&self.path, self.name.is_sealed, unsealing)
    }

    /// Writes its content to a file of its own.
    pub fn unpack(&self, to: &Path, unsealing: Option<&Unsealing>) -> Result<(), StoreError> {
        let mut file = disk::create(to)?;
        io::copy(&mut self.read(unsealing)?, &mut file)?;
        Ok(file.sync()?)
    }
}

fn going_on(go_on: GoOn<'_>, done: u64, of: u64) -> Result<(), StoreError> {
    if go_on(Progress { step: Step::Sending, done, of }) { Ok(()) } else { Err(StoreError::Cancelled) }
}

fn send(from: &mut File, into: &mut dyn Write, go_on: GoOn<'_>) -> Result<(), StoreError> {
    let of = from.metadata()?.len();
    let mut done = 0;
    while go_on(Progress { step: Step::Sending, done, of }) {
        match io::copy(&mut from.take(PIECE), into)? {
            0 => return Ok(()),
            piece => done += piece,
        }
    }
    Err(StoreError::Cancelled)
}

fn reading(path: &Path, is_sealed: bool, unsealing: Option<&Unsealing>) -> Result<Box<dyn Read>, StoreError> {
    let file = io::BufReader::with_capacity(256 << 10, File::open(path)?);
    match (is_sealed, unsealing) {
        (false, _) => Ok(Box::new(file)),
        (true, Some(unsealing)) => Ok(Box::new(unsealing.read(file)?)),
        (true, None) => Err(StoreError::PasswordNeeded),
    }
}

fn found(entry: &fs::DirEntry) -> Option<Found> {
    let name = Name::parse(entry.file_name().to_str()?)?;
    Some(Found { name, path: entry.path(), bytes: entry.metadata().ok()?.len() })
}

/// What the journal has lies there closed by now; what it does not have stays as it is.
fn remove_closed_since(conn: &Connection, open: &Found) -> Result<(), StoreError> {
    let is_ours = hash_at(conn, open.name.epoch, open.name.to)?.is_some_and(|hash| hash.starts_with(&open.name.hash));
    if is_ours { Ok(disk::remove(&open.path)?) } else { Ok(()) }
}

/// Each epoch, and its last sequence here.
fn heads(conn: &Connection) -> Result<Vec<(Id, i64)>, StoreError> {
    let mut statement =
        conn.prepare("select e.epoch, max(j.sequence) from epochs e join journal j on j.epoch = e.no group by e.no order by e.no")?;
    let heads = statement.query_map([], |row| Ok((row.get(0)?, row.get(1)?)))?.collect::<Result<_, _>>()?;
    Ok(heads)
}

/// Runs of an epoch that no segment holds. A segment whose last entry is another than the journal's belongs to another life and holds nothing of this one.
fn gaps(conn: &Connection, epoch: Id, last: i64, segments: &[Found]) -> Result<Vec<(i64, i64)>, StoreError> {
    let mut held: Vec<(i64, i64)> = Vec::new();
    for Found { name, .. } in segments.iter().filter(|found| found.name.epoch == epoch) {
        if let Kind::Segment { from } = name.kind
            && hash_at(conn, epoch, name.to)?.is_some_and(|hash| hash.starts_with(&name.hash))
        {
            held.push((from, name.to));
        }
    }
    held.sort_unstable();
    held.push((last + 1, last + 1));
    let (mut next, mut gaps) = (1, Vec::new());
    for (from, to) in held {
        while next < from {
            let end = (from - 1).min(next + LONGEST - 1);
            gaps.push((next, end));
            next = end + 1;
        }
        next = next.max(to + 1);
    }
    Ok(gaps)
}

fn hash_at(conn: &Connection, epoch: Id, sequence: i64) -> Result<Option<String>, StoreError> {
    let sql = "select lower(hex(j.hash)) from journal j join epochs e on e.no = j.epoch where e.epoch = ? and j.sequence = ?";
    Ok(conn.prepare_cached(sql)?.query_row((epoch, sequence), |row| row.get(0)).optional()?)
}

/// Where this journal has the entry that a copy ends with; `None` if the copy is of another life.
fn last_arrival(conn: &Connection, name: &Name) -> Result<Option<i64>, StoreError> {
    let sql = "select j.arrival from journal j join epochs e on e.no = j.epoch
               where e.epoch = ? and j.sequence = ? and lower(hex(j.hash)) like ? || '%'";
    Ok(conn.query_row(sql, params![name.epoch, name.to, name.hash], |row| row.get(0)).optional()?)
}

struct Hashing<W> {
    into: W,
    hash: Sha256,
}

impl<W: Write> Write for Hashing<W> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        let written = self.into.write(bytes)?;
        self.hash.update(&bytes[..written]);
        Ok(written)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.into.flush()
    }
}

fn hash_of(path: &Path) -> Result<[u8; 32], StoreError> {
    let mut hash = Hashing { into: io::sink(), hash: Sha256::new() };
    io::copy(&mut disk::open_uncached(path)?, &mut hash)?;
    Ok(hash.hash.finalize().into())
}
