//! The store as the rest of the program sees it: write through the one writer, read through a few read-only connections.

use std::cell::Cell;
use std::fs::{File, TryLockError};
use std::path::{Path, PathBuf};
use std::sync::{Arc, Condvar, Mutex, PoisonError};

use domain::Id;
use domain::entry::EpochReason;
use domain::fiscal::FiscalAdapter;
use rusqlite::Connection;

use crate::blobs::Blobs;
use crate::held::Held;
use crate::parked::Unparking;
use crate::recovery::Recovery;
use crate::search::Indexer;
use crate::tx::{Now, Tx, Writing, head_of, last_seen, latest_clock};
use crate::witness::Keeper;
use crate::writer::{Lane, Writer};
use crate::{KeyStore, StoreError, copies, disk, epoch, erasure, open, people, recovery, witness};

/// Where a till keeps what is its own. The witness and the keys are never in the data folder, and so never in its backups.
#[derive(Debug, Clone)]
pub struct Place {
    pub database: PathBuf,
    pub keys: PathBuf,
    pub witness: PathBuf,
    /// A digest of what names this machine.
    pub machine: String,
    /// The letter of a new till's series.
    pub till: String,
    /// What others are known to hold of this till's journal when it is opened, heads of copies on other disks for one: a till that was put back
    /// with its witness is found out by them alone.
    pub held: Vec<Held>,
}

impl Place {
    /// The usual layout: `data` is what backups copy, `config` is what they do not.
    #[must_use]
    pub fn in_folders(data: &Path, config: &Path, machine: String) -> Self {
        Self {
            database: data.join("mostrador.db"),
            keys: config.join("keys.json"),
            witness: config.join("witness.json"),
            machine,
            till: "A".to_owned(),
            held: Vec::new(),
        }
    }
}

impl Place {
    /// Where copies go by themselves.
    #[must_use]
    pub fn copies(&self) -> PathBuf {
        self.database.with_file_name("copies")
    }

    /// Content-addressed files, beside the database and in its backups.
    #[must_use]
    pub fn blobs(&self) -> Blobs {
        Blobs::in_folder(self.database.with_file_name("blobs"))
    }
}

const READERS: usize = 3;

struct Readers {
    idle: Mutex<Vec<Connection>>,
    returned: Condvar,
}

pub struct Store {
    place: Place,
    writer: Writer,
    readers: Readers,
    keys: Arc<KeyStore>,
    /// Why this opening started a new epoch, if it did: the owner is told.
    new_epoch: Option<EpochReason>,
    /// What was put together before this opening, if it is the first since.
    recovered: Option<Recovery>,
    /// Held as long as the till is open, and let go by the system whatever ends the program. Last, so that it outlives the writer.
    _lock: File,
}

/// Two writers on one journal would fork it: the second is refused, whoever it is.
pub(crate) fn lock(database: &Path) -> Result<File, StoreError> {
    let file = File::create(database.with_extension("lock"))?;
    match file.try_lock() {
        Ok(()) => Ok(file),
        Err(TryLockError::WouldBlock) => Err(StoreError::AlreadyOpen),
        Err(TryLockError::Error(error)) => Err(error.into()),
    }
}

/// What was cut off while it was made takes room that sales need. Copies are left to whoever makes one just now.
fn leftovers(place: &Place) -> Result<(), StoreError> {
    recovery::remove_unplanned(place)?;
    if let Some(_claim) = copies::claim(place)? {
        recovery::end_drill(place)?;
        copies::full::remove_unfinished(&place.copies())?;
    }
    Ok(())
}

impl Store {
    pub fn open(place: Place, fiscal: Option<Arc<dyn FiscalAdapter>>, now: Now) -> Result<Self, StoreError> {
        for file in [&place.database, &place.keys, &place.witness] {
            file.parent().map_or(Ok(()), disk::make_folder)?;
        }
        let lock = lock(&place.database)?;
        recovery::put_in_place(&place)?;
        if let Err(error) = leftovers(&place) {
            tracing::warn!(%error, "What was cut off while it was made could not be cleared away");
        }
        recovery::refuse_an_empty_start(&place)?;
        let keys = Arc::new(KeyStore::open(&place.keys)?);
        let mut conn = open::open_writer(&place.database)?;
        // somebody has put a copy here by hand
        people::put_names_in(&mut conn, &keys)?;
        let recovered = recovery::last(&conn)?.filter(|recovery| !recovery.settled);
        let (mut writing, new_epoch) = begin(conn, &place, &keys, fiscal, now)?;
        erasure::apply(&mut writing, &place, now)?;
        let idle = (0..READERS).map(|_| open::open_read_only(&place.database)).collect::<Result<_, _>>()?;
        let readers = Readers { idle: Mutex::new(idle), returned: Condvar::new() };
        Ok(Self { writer: Writer::start(writing)?, place, readers, keys, new_epoch, recovered, _lock: lock })
    }

    #[must_use]
    pub fn place(&self) -> &Place {
        &self.place
    }

    #[must_use]
    pub fn keys(&self) -> &KeyStore {
        &self.keys
    }

    /// Destroys the key of a person whose erasure is in the journal, and the traces of her in the log and in files beside the database. Nobody
    /// may be making a copy meanwhile.
    pub fn erase(&self, person: Id) -> Result<(), StoreError> {
        self.keys.erase(person)?;
        self.writer.run(Lane::Interactive, Writing::empty_log)??;
        erasure::forget_files(&self.place)
    }

    /// From now on this till counts in the series of that name, which head office gave to nobody else.
    pub fn name_till(&self, till: String, now: Now) -> Result<(), StoreError> {
        self.writer.run(Lane::Interactive, move |writing| {
            if writing.me.till == till { Ok(()) } else { writing.go_on_as(EpochReason::Named, Some(&till), now) }
        })?
    }

    /// Others know another history of this device: it goes on under a new epoch, key and series.
    pub fn become_another(&self, now: Now) -> Result<(), StoreError> {
        self.writer.run(Lane::Interactive, move |writing| writing.go_on_as(EpochReason::Rewound, None, now))?
    }

    #[must_use]
    pub fn new_epoch(&self) -> Option<EpochReason> {
        self.new_epoch.filter(|reason| *reason != EpochReason::First)
    }

    #[must_use]
    pub fn recovered(&self) -> Option<&Recovery> {
        self.recovered.as_ref()
    }

    /// All of `act` happens, flushed, or nothing does.
    pub fn write<T, E>(&self, lane: Lane, act: impl FnOnce(&mut Tx<'_>) -> Result<T, E> + Send + 'static) -> Result<T, E>
    where
        T: Send + 'static,
        E: From<StoreError> + Send + 'static,
    {
        self.writer.run(lane, move |writing| writing.transact(act))?
    }

    /// Does all deferred work now. Sales wait for none of it: it still goes slice by slice.
    pub fn catch_up_wholly(&self) -> Result<(), StoreError> {
        while self.writer.run(Lane::Bulk, Writing::catch_up)? {}
        Ok(())
    }

    /// Reads what is committed. A read is short: it holds back the folding of the log.
    pub fn read<T, E: From<StoreError>>(&self, act: impl FnOnce(&Connection) -> Result<T, E>) -> Result<T, E> {
        let lent = self.readers.lend();
        act(&lent)
    }
}

/// Goes back when it is dropped, also by a panic of whoever read.
struct Lent<'a> {
    readers: &'a Readers,
    conn: Option<Connection>,
}

impl std::ops::Deref for Lent<'_> {
    type Target = Connection;
    fn deref(&self) -> &Connection {
        self.conn.as_ref().expect("it is lent until it is dropped")
    }
}

impl Drop for Lent<'_> {
    fn drop(&mut self) {
        if let Some(conn) = self.conn.take() {
            self.readers.give_back(conn);
        }
    }
}

impl Readers {
    fn lend(&self) -> Lent<'_> {
        Lent { readers: self, conn: Some(self.take()) }
    }

    fn take(&self) -> Connection {
        let idle = self.idle.lock().unwrap_or_else(PoisonError::into_inner);
        let mut idle = self.returned.wait_while(idle, |idle| idle.is_empty()).unwrap_or_else(PoisonError::into_inner);
        idle.pop().expect("waited until one was there")
    }

    fn give_back(&self, conn: Connection) {
        self.idle.lock().unwrap_or_else(PoisonError::into_inner).push(conn);
        self.returned.notify_one();
    }
}

/// Settles who this till is. A new epoch is registered and started in one transaction, so that a power cut leaves none without its first entry.
fn begin(
    mut conn: Connection,
    place: &Place,
    keys: &Arc<KeyStore>,
    fiscal: Option<Arc<dyn FiscalAdapter>>,
    now: Now,
) -> Result<(Writing, Option<EpochReason>), StoreError> {
    let tx = conn.transaction_with_behavior(rusqlite::TransactionBehavior::Immediate)?;
    let opened = epoch::settle(&tx, keys, place)?;
    let reason = opened.started.as_ref().map(|started| started.reason);
    match opened.started {
        Some(started) => {
            recovery::settle(&tx)?;
            Tx::start_epoch(tx, &opened.me, keys, started, now)?;
        }
        None => tx.commit()?,
    }
    let (head, clock) = (head_of(&conn, opened.me.epoch_no)?, latest_clock(&conn)?);
    let seen = Cell::new(last_seen(&conn, opened.me.epoch_no)?);
    let mut writing = Writing {
        path: place.database.clone(),
        conn,
        me: opened.me,
        head,
        clock,
        seen,
        keys: Arc::clone(keys),
        fiscal,
        keeper: None,
        is_in_doubt: false,
        has_news: false,
        indexer: Indexer::default(),
        bulk: None,
        unparking: Unparking::default(),
        blobs: place.blobs(),
    };
    witness::write(&place.witness, &writing.witness()?)?;
    writing.keeper = Some(Keeper::start(place.witness.clone()));
    Ok((writing, reason))
}
