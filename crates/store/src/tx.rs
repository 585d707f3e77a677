//! A write: entries appended and projected in one transaction, and the head of the chain moved only once it is committed.

use std::cell::Cell;
use std::path::PathBuf;
use std::sync::Arc;
use std::time::{Duration, Instant};

use domain::Id;
use domain::entry::{EpochReason, EpochStarted, Fact, Sealed};
use domain::fiscal::FiscalAdapter;
use domain::number::LegalNumber;
use domain::sale::{Ready, SaleCompleted};
use journal::witness::Witness;
use journal::{Clock, Entry, EntryId, Hash, Head, SigningKey, VerifyingKey, codec};
use rusqlite::{Connection, OptionalExtension, Transaction, TransactionBehavior, params};

use crate::blobs::Blobs;
use crate::clock_jump::{self, Seen};
use crate::faults::{self, Fault, planted};
use crate::held::hash_at;
use crate::local::preferences;
use crate::parked::Unparking;
use crate::project::{self, Arrived};
use crate::search::Indexer;
use crate::witness::Keeper;
use crate::{KeyStore, StoreError, bulk, deferred, epoch, failpoint, keys, open, read};

/// When it happens: wall time in UTC, and how far ahead of it the shop's clock is.
#[derive(Debug, Clone, Copy)]
pub struct Now {
    pub ms: i64,
    pub offset_minutes: i32,
}

/// What this till is in the journal: its device, its epoch, its key.
pub struct Me {
    pub device: Id,
    pub epoch: Id,
    pub epoch_no: i64,
    pub series: String,
    pub till: String,
    pub key: SigningKey,
    pub machine: String,
}

/// The writer thread's own things.
pub struct Writing {
    pub(crate) path: PathBuf,
    pub(crate) conn: Connection,
    pub(crate) me: Me,
    pub(crate) head: Head,
    pub(crate) clock: Clock,
    pub(crate) seen: Cell<Option<Seen>>,
    pub(crate) keys: Arc<KeyStore>,
    pub(crate) fiscal: Option<Arc<dyn FiscalAdapter>>,
    pub(crate) keeper: Option<Keeper>,
    /// A commit has failed and is not settled.
    pub(crate) is_in_doubt: bool,
    /// Something was appended that the witness does not know yet.
    pub(crate) has_news: bool,
    pub(crate) indexer: Indexer,
    pub(crate) bulk: Option<bulk::Reading>,
    pub(crate) unparking: Unparking,
    pub(crate) blobs: Blobs,
}

/// Beyond this many frames the log is folded back even if the till is busy.
const LONGEST_LOG_FRAMES: i64 = 20_000;
const CHECKPOINT_FRAMES: i64 = 1_000;
/// What is written in the place of a failed commit.
const SETTLED: &str = "settled";
const SLICE: Duration = Duration::from_millis(8);

/// Where the chain is once a transaction is committed.
struct Moved {
    head: Head,
    clock: Clock,
    /// Nobody is answered before the witness knows of it.
    is_witnessed: bool,
}

/// What an act answered, where the chain would then be, and whether it was committed.
type Attempt<T> = (T, Moved, rusqlite::Result<()>);

impl Writing {
    /// Runs `act` in a transaction. Its error undoes everything. A failed commit is settled before anything else is written: see [`Self::settle`].
    pub fn transact<T, E: From<StoreError>>(&mut self, act: impl FnOnce(&mut Tx<'_>) -> Result<T, E>) -> Result<T, E> {
        if self.is_in_doubt {
            self.settle()?;
        }
        failpoint("before writing");
        let (answer, moved, committed) = self.attempt(act)?;
        match committed {
            Err(error) if !planted(Fault::AnswerAnyway) => return Err(self.after_failed_commit(error).into()),
            _ => {}
        }
        failpoint("after commit");
        self.has_news |= moved.head.sequence != self.head.sequence;
        (self.head, self.clock) = (moved.head, moved.clock);
        if moved.is_witnessed {
            self.flush_witness();
        }
        Ok(answer)
    }

    /// What is committed stands, whether or not the witness can be written.
    fn flush_witness(&self) {
        let written = self.keeper.as_ref().map_or(Ok(()), |keeper| keeper.write_now(&self.witness()?));
        if let Err(error) = written {
            tracing::warn!(%error, "The witness could not be written");
        }
    }

    fn attempt<T, E: From<StoreError>>(&self, act: impl FnOnce(&mut Tx<'_>) -> Result<T, E>) -> Result<Attempt<T>, E> {
        let inner =
            Transaction::new_unchecked(&self.conn, TransactionBehavior::Immediate).map_err(|error| StoreError::from(error).plain())?;
        let mut tx = Tx {
            inner,
            me: &self.me,
            head: self.head,
            clock: self.clock,
            seen: &self.seen,
            keys: &self.keys,
            fiscal: self.fiscal.as_deref(),
            is_witnessed: false,
        };
        let answer = act(&mut tx)?;
        if planted(Fault::WitnessFirst) {
            self.keeper
                .as_ref()
                .map_or(Ok(()), |keeper| keeper.write_now(&self.witness_of(tx.head, last_number(&tx, self.me.epoch_no)?)))?;
        }
        failpoint("before commit");
        let moved = Moved { head: tx.head, clock: tx.clock, is_witnessed: tx.is_witnessed };
        Ok((answer, moved, tx.inner.commit()))
    }

    /// Settled, it did not happen; otherwise nobody knows, and nothing is written until it is settled.
    fn after_failed_commit(&mut self, error: rusqlite::Error) -> StoreError {
        tracing::error!(%error, "A commit failed");
        let error = match StoreError::from(error).plain() {
            // the frame that commits is written last, and it was not
            certain @ (StoreError::DiskFull | StoreError::ReadOnly(_)) => return certain,
            doubtful => doubtful,
        };
        self.is_in_doubt = !planted(Fault::DoubtIgnored);
        match self.settle() {
            Ok(()) => StoreError::NotCommitted(error.to_string()),
            Err(second) => StoreError::CommitUnknown(format!("{error}; settling it failed too: {second}")),
        }
    }

    /// A commit that failed may lie whole in the log, where the next recovery would find it: nobody may be told that it did not happen as long as
    /// that can be. Another commit in its place, flushed, ends that. The flush that failed is never asked for again: the disk may have forgotten
    /// what it had not written.
    fn settle(&mut self) -> Result<(), StoreError> {
        if !self.is_in_doubt {
            return Ok(());
        }
        self.conn = Connection::open_in_memory()?;
        self.conn = open::reopen_writer(&self.path)?;
        preferences::set(&self.conn, SETTLED, &hex::encode(keys::random::<8>()))?;
        (self.head, self.clock) = (head_of(&self.conn, self.me.epoch_no)?, latest_clock(&self.conn)?);
        self.is_in_doubt = false;
        Ok(())
    }

    /// A new epoch; in a series of that name, where there is one.
    pub(crate) fn go_on_as(&mut self, reason: EpochReason, till: Option<&str>, now: Now) -> Result<(), StoreError> {
        if self.is_in_doubt {
            self.settle()?;
        }
        let inner = Transaction::new_unchecked(&self.conn, TransactionBehavior::Immediate)?;
        let (me, started) = epoch::leave(&inner, &self.keys, &self.me, self.head, (reason, till))?;
        Tx::start_epoch(inner, &me, &self.keys, started, now)?;
        (self.head, self.clock) = (head_of(&self.conn, me.epoch_no)?, latest_clock(&self.conn)?);
        self.me = me;
        self.flush_witness();
        Ok(())
    }

    pub(crate) fn witness(&self) -> Result<Witness, StoreError> {
        Ok(self.witness_of(self.head, last_number(&self.conn, self.me.epoch_no)?))
    }

    fn witness_of(&self, head: Head, last_number: i64) -> Witness {
        Witness {
            device: self.me.device,
            epoch: self.me.epoch,
            sequence: head.sequence,
            head: head.hash.hex(),
            series: self.me.series.clone(),
            last_number,
            machine: self.me.machine.clone(),
        }
    }

    /// Once whoever waited has the answer.
    pub(crate) fn tell_witness(&mut self) {
        let Some(keeper) = self.keeper.as_ref().filter(|_| self.has_news && !planted(Fault::WitnessFirst)) else { return };
        match self.witness() {
            Ok(witness) => keeper.tell(witness),
            Err(error) => tracing::warn!(%error, "The witness could not be told"),
        }
        self.has_news = false;
    }

    /// One short slice of deferred work in a quiet moment. Answers whether there is more.
    pub(crate) fn catch_up(&mut self) -> bool {
        let sliced = self.slice(Instant::now() + SLICE);
        let folded = self.fold_log(CHECKPOINT_FRAMES);
        sliced.and_then(|more| folded.map(|()| more)).unwrap_or_else(|error| {
            tracing::warn!(%error, "Deferred work failed; it is tried again after the next write");
            false
        })
    }

    /// The same between two customers: the log is folded back only when it has grown too long.
    pub(crate) fn squeeze_in(&mut self) {
        if let Err(error) = self.slice(Instant::now() + SLICE).and_then(|_| self.fold_log(LONGEST_LOG_FRAMES)) {
            tracing::warn!(%error, "Deferred work failed; it is tried again after the next write");
        }
    }

    fn slice(&mut self, until: Instant) -> Result<bool, StoreError> {
        if self.is_in_doubt {
            return Ok(false);
        }
        Ok(self.unparking.catch_up(&mut self.conn, &self.keys, until)?
            || deferred::catch_up(&mut self.conn, until)?
            || bulk::catch_up(&mut self.conn, &mut self.bulk, &self.blobs, until)?
            || self.indexer.catch_up(&mut self.conn, until)?)
    }

    /// Folds the log back into the database. Readers may hold it off; then the next quiet moment tries again.
    fn fold_log(&self, from_frames: i64) -> Result<(), StoreError> {
        if self.is_in_doubt {
            return Ok(());
        }
        let frames: i64 = self.conn.prepare_cached("pragma wal_checkpoint(noop)")?.query_row([], |row| row.get(1))?;
        if frames < from_frames {
            return Ok(());
        }
        let mode = if frames > LONGEST_LOG_FRAMES { "pragma wal_checkpoint(restart)" } else { "pragma wal_checkpoint(passive)" };
        // a reader that is in the way is waited for no longer than a customer would notice
        self.conn.busy_timeout(Duration::from_millis(5))?;
        let folded = self.conn.query_row(mode, [], |_| Ok(()));
        self.conn.busy_timeout(open::PATIENCE)?;
        Ok(folded?)
    }

    /// Folds the whole log back and cuts its file: what was in it in the clear is gone. Readers may hold it off; then the end of the program
    /// does it.
    pub(crate) fn empty_log(&mut self) -> Result<(), StoreError> {
        Ok(self.conn.query_row("pragma wal_checkpoint(truncate)", [], |_| Ok(()))?)
    }

    pub(crate) fn close(self) {
        if self.is_in_doubt {
            return;
        }
        let _ = self.conn.query_row("pragma wal_checkpoint(truncate)", [], |_| Ok(()));
    }
}

pub(crate) fn head_of(conn: &Connection, epoch_no: i64) -> Result<Head, StoreError> {
    let head = conn
        .prepare_cached("select sequence, hash from journal where epoch = ? order by sequence desc limit 1")?
        .query_row([epoch_no], |row| Ok(Head { sequence: row.get(0)?, hash: Hash(row.get(1)?) }))
        .optional()?;
    Ok(head.unwrap_or_default())
}

pub(crate) fn latest_clock(conn: &Connection) -> Result<Clock, StoreError> {
    // of every chain its last: an entry that arrived late is not the latest
    let sql = "select max((select clock from journal j where j.epoch = e.no order by j.sequence desc limit 1)) from epochs e";
    let raw: Option<i64> = conn.query_row(sql, [], |row| row.get(0))?;
    Ok(Clock::from_raw(raw.unwrap_or(0)))
}

/// What the clock said when this till last wrote.
pub(crate) fn last_seen(conn: &Connection, epoch_no: i64) -> Result<Option<Seen>, StoreError> {
    let last: Option<i64> = conn.query_row("select max(arrival) from journal where epoch = ?", [epoch_no], |row| row.get(0))?;
    let entry = last.map(|arrival| read::entries::entry(conn, arrival)).transpose()?.flatten();
    Ok(entry.map(|entry| Seen::before_start(entry.at_ms)))
}

pub(crate) fn last_number(conn: &Connection, epoch_no: i64) -> Result<i64, StoreError> {
    let last = conn.prepare_cached("select last_number from series where epoch = ?")?.query_row([epoch_no], |row| row.get(0)).optional()?;
    Ok(last.unwrap_or(0))
}

/// A transaction under way. Dropped without commit, it undoes everything.
pub struct Tx<'w> {
    pub(crate) inner: Transaction<'w>,
    pub(crate) me: &'w Me,
    head: Head,
    clock: Clock,
    seen: &'w Cell<Option<Seen>>,
    keys: &'w KeyStore,
    fiscal: Option<&'w dyn FiscalAdapter>,
    is_witnessed: bool,
}

impl std::ops::Deref for Tx<'_> {
    type Target = Connection;
    fn deref(&self) -> &Connection {
        &self.inner
    }
}

impl<'w> Tx<'w> {
    /// For a database that is put together again from copies: it only receives.
    pub(crate) fn receiving(inner: Transaction<'w>, me: &'w Me, seen: &'w Cell<Option<Seen>>, keys: &'w KeyStore) -> Self {
        Tx { inner, me, head: Head::default(), clock: Clock::default(), seen, keys, fiscal: None, is_witnessed: false }
    }

    /// The first entry of an epoch, in the transaction that registered it.
    pub(crate) fn start_epoch(
        inner: Transaction<'w>,
        me: &'w Me,
        keys: &'w KeyStore,
        started: EpochStarted,
        now: Now,
    ) -> Result<(), StoreError> {
        let clock = latest_clock(&inner)?;
        let mut tx = Tx { inner, me, head: Head::default(), clock, seen: &Cell::default(), keys, fiscal: None, is_witnessed: false };
        tx.append(started, None, now)?;
        Ok(tx.inner.commit()?)
    }

    /// Writes a fact as this till's next entry, and projects it.
    pub fn append(&mut self, fact: impl Into<Fact>, actor: Option<Id>, now: Now) -> Result<EntryId, StoreError> {
        clock_jump::watch(&self.inner, self.seen, now.ms)?;
        let entry = Entry {
            id: EntryId { device: self.me.device, epoch: self.me.epoch, sequence: self.head.sequence + 1 },
            clock: self.clock.next(now.ms),
            at_ms: now.ms,
            offset_minutes: now.offset_minutes,
            actor,
            fact: fact.into(),
        };
        let bytes = entry.to_bytes().map_err(|error| StoreError::Impossible(error.to_string()))?;
        let hash = self.head.hash.next(&bytes);
        let arrival = self.insert(self.me.epoch_no, &entry, &bytes, hash, &self.me.key.sign(hash))?;
        project::project(&self.inner, &Arrived { arrival, epoch_no: self.me.epoch_no, entry: &entry }, self.keys)?;
        self.head = Head { sequence: entry.id.sequence, hash };
        self.clock = entry.clock;
        Ok(entry.id)
    }

    fn insert(&self, epoch_no: i64, entry: &Entry, bytes: &[u8], hash: Hash, signature: &[u8]) -> Result<i64, StoreError> {
        let (codec, packed) = codec::pack(bytes);
        self.inner
            .prepare_cached("insert into journal (epoch, sequence, clock, codec, bytes, hash, signature) values (?, ?, ?, ?, ?, ?, ?)")?
            .execute(params![epoch_no, entry.id.sequence, entry.clock.raw(), codec, packed, hash.0, signature])
            .map_err(|error| StoreError::from(error).plain())?;
        Ok(self.inner.last_insert_rowid())
    }

    /// Gives a decided sale its number, runs the country's adapter, and writes it.
    pub fn append_sale(&mut self, ready: Ready, actor: Id, now: Now) -> Result<SaleCompleted, StoreError> {
        let last = last_number(&self.inner, self.me.epoch_no)?;
        let number = faults::number_outside(self.me.epoch, last).unwrap_or(last + 1);
        let mut sale = ready.numbered(LegalNumber { series: self.me.series.clone(), number });
        sale.shift = read::shifts::drawer(&self.inner)?.shift();
        if let Some(adapter) = self.fiscal {
            let previous = self.fiscal_state()?;
            sale.fiscal = Some(adapter.record(previous.as_ref(), &sale));
        }
        self.append(sale.clone(), Some(actor), now)?;
        Ok(sale)
    }

    fn fiscal_state(&self) -> Result<Option<serde_json::Value>, StoreError> {
        let text: Option<Option<String>> =
            self.inner.query_row("select fiscal from series where epoch = ?", [self.me.epoch_no], |row| row.get(0)).optional()?;
        Ok(text.flatten().and_then(|text| serde_json::from_str(&text).ok()))
    }

    /// Keeps another device's entry, if it continues that device's chain and its key signed it. Answers whether it is new.
    pub fn receive(&mut self, bytes: &[u8], signature: &[u8]) -> Result<bool, StoreError> {
        let entry = Entry::from_bytes(bytes).map_err(|error| StoreError::BrokenChain(error.to_string()))?;
        let (epoch_no, key) = self.epoch_of(&entry)?;
        let head = head_of(&self.inner, epoch_no)?;
        if entry.id.sequence <= head.sequence {
            return self.stands_already(epoch_no, &entry, bytes);
        }
        let hash = head.hash.next(bytes);
        if entry.id.sequence != head.sequence + 1 || !key.has_signed(hash, signature) {
            return Err(StoreError::BrokenChain(format!("{:?} after sequence {}", entry.id, head.sequence)));
        }
        let arrival = self.insert(epoch_no, &entry, bytes, hash, signature)?;
        project::project(&self.inner, &Arrived { arrival, epoch_no, entry: &entry }, self.keys)?;
        self.clock = self.clock.seen(entry.clock);
        Ok(true)
    }

    /// The same entry again is not new. Another in its place is a fork: it is refused, never taken for the same.
    fn stands_already(&self, epoch_no: i64, entry: &Entry, bytes: &[u8]) -> Result<bool, StoreError> {
        let at = |sequence| hash_at(&self.inner, epoch_no, sequence);
        let previous = if entry.id.sequence == 1 { Some(Hash::START) } else { at(entry.id.sequence - 1)? };
        if previous.map(|previous| previous.next(bytes)) == at(entry.id.sequence)? {
            Ok(false)
        } else {
            Err(StoreError::BrokenChain(format!("{:?}: another entry stands in its place", entry.id)))
        }
    }

    fn epoch_of(&self, entry: &Entry) -> Result<(i64, VerifyingKey), StoreError> {
        let broken = |what: &str| StoreError::BrokenChain(format!("{:?}: {what}", entry.id));
        if let Fact::EpochStarted(started) = &entry.fact
            && entry.id.sequence == 1
        {
            self.inner.execute(
                "insert into epochs (device, epoch, public_key, series) values (?, ?, ?, ?) on conflict do nothing",
                params![entry.id.device, entry.id.epoch, started.key, started.series],
            )?;
        }
        let (no, key): (i64, String) = self
            .inner
            .query_row("select no, public_key from epochs where epoch = ?", [entry.id.epoch], |row| Ok((row.get(0)?, row.get(1)?)))
            .optional()?
            .ok_or_else(|| broken("its epoch never started here"))?;
        Ok((no, VerifyingKey::from_hex(&key).ok_or_else(|| broken("its epoch has no valid key"))?))
    }

    /// With a key of this device's own: two tills that never met must not both have made one of the same name.
    pub fn seal(&self, name: &str, text: &str) -> Result<Sealed, StoreError> {
        self.keys.seal(&format!("{name}.{}", &self.me.device.simple().to_string()[..8]), text)
    }

    /// What invoices must keep has a key that outlives her own.
    pub fn seal_fiscal(&self, person: Id, text: &str) -> Result<Sealed, StoreError> {
        self.keys.seal(&format!("fiscal-{person}"), text)
    }

    /// A person's texts have a key of their own, which goes with her.
    pub fn seal_of_person(&self, person: Id, text: &str) -> Result<Sealed, StoreError> {
        self.keys.seal_of_person(person, text)
    }

    /// Whoever asked is answered once the witness file is on the disk too: a drawer that was opened or closed can then be missed by no copy.
    pub fn witness_before_answer(&mut self) {
        self.is_witnessed = true;
    }

    /// Where the chain stands: hex.
    #[must_use]
    pub fn head_hex(&self) -> String {
        self.head.hash.hex()
    }

    /// The series of this epoch's numbers.
    #[must_use]
    pub fn series(&self) -> &str {
        &self.me.series
    }

    #[must_use]
    pub fn till(&self) -> &str {
        &self.me.till
    }
}
