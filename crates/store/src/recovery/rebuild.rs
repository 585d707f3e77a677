//! Puts a database together in a folder of its own.

use std::cell::Cell;
use std::path::{Path, PathBuf};

use domain::Id;
use journal::SigningKey;
use rusqlite::{Connection, OptionalExtension, TransactionBehavior, params};

use super::base::Base;
use super::salvage::Salvage;
use super::{Recovery, local, plan, put_in_place, save};
use crate::copies::full::{self, newest_sale};
use crate::copies::segment::{Segment, Signed};
use crate::copies::{Folder, Found, GoOn, Kind, Unsealing, name};
use crate::disk;
use crate::tx::{Me, head_of, last_number};
use crate::{Blobs, KeyStore, Place, StoreError, Tx, keys, open, people, replay, store, witness};

/// Where a database can be put together from.
pub struct Sources {
    pub folders: Vec<Folder>,
    /// Opens those that are closed.
    pub password: Option<String>,
    /// The database that is replaced: what it still gives is kept, however bad it is.
    pub live: Option<PathBuf>,
}

/// A folder with copies, and what opens them.
pub(super) struct Opened {
    pub(super) folder: Folder,
    pub(super) unsealing: Option<Unsealing>,
}

impl Sources {
    /// A password that opens nothing is told; what it does not open is left out if another needs none or opens with it.
    fn open(&self) -> Result<Vec<Opened>, StoreError> {
        let open = |folder: &Folder| {
            let unsealing = self.password.as_ref().and_then(|password| Unsealing::of(&folder.keys(), password));
            Opened { folder: folder.clone(), unsealing }
        };
        let opened: Vec<Opened> = self.folders.iter().map(open).collect();
        let is_closed = self.folders.iter().any(|folder| !folder.keys().is_empty());
        if self.password.is_some() && is_closed && opened.iter().all(|it| it.unsealing.is_none()) {
            return Err(StoreError::WrongPassword);
        }
        Ok(opened)
    }
}

/// Rebuilds into `staging`, which is emptied first and holds a database and its attachments afterwards.
pub fn rebuild(place: &Place, sources: &Sources, staging: &Path, now_ms: i64, go_on: GoOn<'_>) -> Result<Recovery, StoreError> {
    disk::remove_folder(staging)?;
    disk::make_folder(staging)?;
    let recovered =
        Rebuilding::begin(place, sources, staging, now_ms, go_on).and_then(|rebuilding| rebuilding.finish(place, now_ms, go_on));
    recovered.inspect_err(|_| drop(disk::remove_folder(staging))).map_err(StoreError::plain)
}

/// Rebuilds and puts in place. A till that is open is refused: it would lose what it sells meanwhile.
pub fn restore(place: &Place, sources: &Sources, now_ms: i64) -> Result<Recovery, StoreError> {
    for folder in [place.database.parent(), place.keys.parent()].into_iter().flatten() {
        disk::make_folder(folder)?;
    }
    let _lock = store::lock(&place.database)?;
    // one that was cut off while it was put in place is finished first
    put_in_place(place)?;
    let staging = place.database.with_file_name(STAGING);
    let recovery = rebuild(place, sources, &staging, now_ms, &|_| true)?;
    plan(place, &staging, &aside_at(place, now_ms))?;
    put_in_place(place)?;
    Ok(recovery)
}

/// The folder beside the database that takes what was replaced. Never one that holds something already: the clock may have been put back.
fn aside_at(place: &Place, now_ms: i64) -> String {
    let name = format!("{ASIDE}{}", name::instant(now_ms));
    let more = (2..).map(|n| format!("{name}-{n}"));
    let free = |name: &String| !place.database.with_file_name(name).exists();
    std::iter::once(name.clone()).chain(more).find(free).unwrap_or(name)
}

pub(super) const ASIDE: &str = "set-aside-";
/// Where a restore is made, beside the database.
pub(super) const STAGING: &str = "recovering";
/// A closed copy that is read for its entries, beside the database that takes them.
const OTHER: &str = "other.db";
/// A drill touches nothing of the till's, not even its attachments.
pub(super) const DRILL: &str = "drill";

/// What a drill that was cut off left.
pub fn end_drill(place: &Place) -> Result<(), StoreError> {
    Ok(disk::remove_folder(&place.database.with_file_name(DRILL))?)
}

/// What a restore left that was cut off before it was planned. The caller holds the till's lock.
pub fn remove_unplanned(place: &Place) -> Result<(), StoreError> {
    Ok(disk::remove_folder(&place.database.with_file_name(STAGING))?)
}

/// The same from copies alone, looked at and taken away again.
pub fn drill(place: &Place, folders: Vec<Folder>, password: Option<String>, now_ms: i64, go_on: GoOn<'_>) -> Result<Recovery, StoreError> {
    let staging = place.database.with_file_name(DRILL);
    let recovered = rebuild(place, &Sources { folders, password, live: None }, &staging, now_ms, go_on);
    disk::remove_folder(&staging)?;
    recovered
}

struct Rebuilding {
    conn: Connection,
    path: PathBuf,
    blobs: Blobs,
    opened: Vec<Opened>,
    salvage: Option<Salvage>,
    keys: KeyStore,
    me: Me,
    from: Option<String>,
    unusable: Vec<String>,
    /// There is a file that will be set aside.
    replaces: bool,
}

/// Entries a transaction.
const CHUNK: usize = 500;

impl Rebuilding {
    fn begin(place: &Place, sources: &Sources, staging: &Path, now_ms: i64, go_on: GoOn<'_>) -> Result<Self, StoreError> {
        let opened = sources.open()?;
        let path = staging.join("mostrador.db");
        let (keys, me) = (KeyStore::read(&place.keys)?, nobody(place));
        let base = Base::lay(place, &opened, &keys, &path, now_ms, go_on)?;
        let blobs = if staging.file_name() != Some(DRILL.as_ref()) { place.blobs() } else { Blobs::in_folder(staging.join("blobs")) };
        for Opened { folder, unsealing } in &opened {
            folder.give_blobs(&blobs, unsealing.as_ref())?;
        }
        let salvage = sources.live.as_deref().and_then(Salvage::open);
        let replaces = sources.live.as_deref().is_some_and(Path::exists);
        let Base { from, unusable } = base;
        Ok(Self { conn: open::open_writer(&path)?, path, blobs, opened, salvage, keys, me, from, unusable, replaces })
    }

    fn finish(mut self, place: &Place, now_ms: i64, go_on: GoOn<'_>) -> Result<Recovery, StoreError> {
        // what one source lacks in the middle another may have, so both are asked until neither gives anything new
        while self.add_segments()? + self.add_salvaged()? + self.add_fulls()? > 0 {}
        self.settle_device(place)?;
        people::put_names_in(&mut self.conn, &self.keys)?;
        replay::catch_up(&mut self.conn, &self.blobs)?;
        local::carry_over(&self.conn, self.salvage.as_ref().map(Salvage::conn))?;
        let recovery = self.recovery(place, now_ms, go_on)?;
        save(&self.conn, &recovery)?;
        self.close()?;
        Ok(recovery)
    }

    fn add_segments(&mut self) -> Result<usize, StoreError> {
        let mut added = 0;
        for at in in_order(&self.opened) {
            let (folder, found) = at;
            if self.has(&found)? {
                continue;
            }
            let read = found.read(self.opened[folder].unsealing.as_ref()).and_then(Segment::open);
            let mut segment = match read {
                Ok(segment) => segment,
                Err(StoreError::PasswordNeeded) => continue,
                Err(error) => {
                    tracing::warn!(%error, file = %found.path.display(), "A segment cannot be used");
                    continue;
                }
            };
            // a bad one gives what stands before its first bad entry
            added += self.receive_all(&mut std::iter::from_fn(|| segment.next_entry().ok().flatten()))?;
        }
        Ok(added)
    }

    /// The entries of full copies that reach further than what there is. Also of a damaged one, as far as it gives any.
    fn add_fulls(&mut self) -> Result<usize, StoreError> {
        let mut added = 0;
        let unpacked = self.path.with_file_name(OTHER);
        for at in 0..self.opened.len() {
            for found in self.opened[at].folder.fulls() {
                if self.has(&found)? {
                    continue;
                }
                let path = if found.name.is_sealed { &unpacked } else { &found.path };
                if found.name.is_sealed && found.unpack(&unpacked, self.opened[at].unsealing.as_ref()).is_err() {
                    continue;
                }
                if let Some(mut rows) = Salvage::open(path) {
                    added += self.receive_all(&mut rows)?;
                }
                if found.name.is_sealed {
                    disk::remove(&unpacked)?;
                }
            }
        }
        Ok(added)
    }

    fn add_salvaged(&mut self) -> Result<usize, StoreError> {
        let Some(mut salvage) = self.salvage.take() else { return Ok(0) };
        salvage.rewind();
        let added = self.receive_all(&mut salvage);
        self.salvage = Some(salvage);
        added
    }

    /// Takes what continues a chain; whatever does not is left. Answers how many are new.
    fn receive_all(&mut self, entries: &mut dyn Iterator<Item = Signed>) -> Result<usize, StoreError> {
        let mut added = 0;
        loop {
            let chunk: Vec<Signed> = entries.take(CHUNK).collect();
            if chunk.is_empty() {
                return Ok(added);
            }
            let inner = self.conn.transaction_with_behavior(TransactionBehavior::Immediate)?;
            let seen = Cell::default();
            let mut tx = Tx::receiving(inner, &self.me, &seen, &self.keys);
            for (bytes, signature) in &chunk {
                match tx.receive(bytes, signature) {
                    Ok(is_new) => added += usize::from(is_new),
                    Err(StoreError::BrokenChain(_)) => {}
                    Err(error) => return Err(error),
                }
            }
            tx.inner.commit()?;
        }
    }

    fn has(&self, found: &Found) -> Result<bool, StoreError> {
        let sql = "select max(j.sequence) from journal j join epochs e on e.no = j.epoch where e.epoch = ?";
        let last: Option<i64> = self.conn.query_row(sql, [found.name.epoch], |row| row.get(0))?;
        Ok(last.is_some_and(|last| last >= found.name.to))
    }

    /// The till goes on from its newest epoch. A copy made before that epoch names an older one.
    fn settle_device(&self, place: &Place) -> Result<(), StoreError> {
        let of_copy: Option<Id> = self.conn.query_row("select device from local_device", [], |row| row.get(0)).optional()?;
        let of_witness = || witness::read(&place.witness).map(|witness| witness.device);
        let first = || self.conn.query_row("select device from epochs order by no limit 1", [], |row| row.get(0)).optional();
        let device = match of_copy.or_else(of_witness) {
            Some(device) => Some(device),
            None => first()?,
        };
        let sql = "select e.device, e.no from epochs e join journal j on j.epoch = e.no where e.device = ? order by j.clock desc limit 1";
        let newest: Option<(Id, i64)> = self.conn.query_row(sql, [device], |row| Ok((row.get(0)?, row.get(1)?))).optional()?;
        let (device, epoch_no) = newest.ok_or(StoreError::NothingToRecover)?;
        self.conn.execute(
            "insert into local_device (one, device, epoch, till) values (1, ?, ?, ?) on conflict (one) do update set epoch = excluded.epoch",
            params![device, epoch_no, place.till],
        )?;
        Ok(())
    }

    fn recovery(&self, place: &Place, now_ms: i64, go_on: GoOn<'_>) -> Result<Recovery, StoreError> {
        let walk = full::follow(&self.conn, go_on)?;
        let (missing_entries, missing_sales) = self.missing(place)?;
        Ok(Recovery {
            at_ms: now_ms,
            from: self.from.clone(),
            unusable: self.unusable.clone(),
            entries: walk.entries,
            sales: walk.sales,
            newest_sale: newest_sale(&self.conn)?,
            missing_entries,
            missing_sales,
            set_aside: self.replaces.then(|| aside_at(place, now_ms)),
            settled: false,
        })
    }

    /// Of the witness's epoch, what came after the last entry that was found.
    fn missing(&self, place: &Place) -> Result<(i64, i64), StoreError> {
        let Some(witness) = witness::read(&place.witness) else { return Ok((0, 0)) };
        let epoch_no: Option<i64> =
            self.conn.query_row("select no from epochs where epoch = ?", [witness.epoch], |row| row.get(0)).optional()?;
        let (sequence, number) = match epoch_no {
            Some(no) => (head_of(&self.conn, no)?.sequence, last_number(&self.conn, no)?),
            None => (0, 0),
        };
        Ok(((witness.sequence - sequence).max(0), (witness.last_number - number).max(0)))
    }

    /// One file, flushed: it is renamed as a whole.
    fn close(self) -> Result<(), StoreError> {
        let found: String = self.conn.query_row("pragma quick_check(1)", [], |row| row.get(0))?;
        if found != "ok" {
            return Err(StoreError::CopyUnusable(found));
        }
        self.conn.query_row("pragma wal_checkpoint(truncate)", [], |_| Ok(()))?;
        self.conn.close().map_err(|(_, error)| StoreError::from(error))?;
        disk::sync(&self.path)?;
        Ok(disk::sync_folder(self.path.parent().unwrap_or(Path::new(".")))?)
    }
}

/// Segments of all folders: epochs as they began, each in the order of its sequences.
fn in_order(opened: &[Opened]) -> Vec<(usize, Found)> {
    let mut all: Vec<(i64, usize, Found)> = Vec::new();
    for (at, Opened { folder, unsealing }) in opened.iter().enumerate() {
        for found in folder.segments() {
            let clock = found.read(unsealing.as_ref()).and_then(Segment::open).map_or(i64::MAX, |segment| segment.head.clock);
            all.push((clock, at, found));
        }
    }
    all.sort_by_key(|(clock, _, found)| {
        let Kind::Segment { from } = found.name.kind else { return (*clock, 0) };
        (*clock, from)
    });
    all.into_iter().map(|(_, at, found)| (at, found)).collect()
}

/// Who only receives signs nothing.
fn nobody(place: &Place) -> Me {
    Me {
        device: Id::nil(),
        epoch: Id::nil(),
        epoch_no: 0,
        series: String::new(),
        till: place.till.clone(),
        key: SigningKey::from_seed(&keys::random()),
        machine: place.machine.clone(),
    }
}
