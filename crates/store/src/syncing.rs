//! What sync needs of the journal: which entries head office has not acknowledged, and a place for what others wrote.

use domain::Id;
use journal::wire::{Ack, Cursor, FULL_RANGE, Fed, KeyChange, MOST_ENTRIES, Range, Signed, Told};
use journal::{Hash, Head, codec};
use rusqlite::{Connection, OptionalExtension, params};
use serde::{Deserialize, Serialize};

use crate::held::{Held, hash_at};
use crate::local::preferences;
use crate::tx::{Tx, head_of};
use crate::{KeyStore, StoreError};

/// An epoch of this device.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Chain {
    pub epoch: Id,
    pub epoch_no: i64,
    pub head: Head,
    /// What head office has of it.
    pub acknowledged: i64,
    /// The one that this device is writing.
    pub is_current: bool,
}

/// All that this device has ever been, the oldest first.
pub fn chains(conn: &Connection) -> Result<Vec<Chain>, StoreError> {
    let sql = "select e.no, e.epoch, coalesce(a.sequence, 0), e.no = d.epoch from epochs e join local_device d on d.device = e.device
               left join local_sync_acks a on a.epoch = e.no order by e.no";
    let mut statement = conn.prepare_cached(sql)?;
    let rows = statement.query_map([], |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?, row.get(3)?)))?;
    rows.map(|row| {
        let (epoch_no, epoch, acknowledged, is_current) = row?;
        Ok(Chain { epoch, epoch_no, head: head_of(conn, epoch_no)?, acknowledged, is_current })
    })
    .collect()
}

/// From this sequence on, as much as goes in one range.
pub fn range(conn: &Connection, chain: &Chain, first: i64) -> Result<Range, StoreError> {
    let device = conn.query_row("select device from epochs where no = ?", [chain.epoch_no], |row| row.get(0))?;
    let mut statement =
        conn.prepare_cached("select codec, bytes, signature from journal where epoch = ? and sequence >= ? order by sequence")?;
    let mut rows = statement.query([chain.epoch_no, first])?;
    let (mut entries, mut size) = (Vec::new(), 0);
    while let Some(row) = rows.next()?.filter(|_| entries.len() < MOST_ENTRIES) {
        let bytes = codec::unpack(row.get(0)?, row.get_ref(1)?.as_blob().unwrap_or_default())?;
        size += bytes.len();
        if size > FULL_RANGE && !entries.is_empty() {
            break;
        }
        entries.push(Signed { bytes, signature: row.get(2)? });
    }
    Ok(Range { device, epoch: chain.epoch, first, entries })
}

/// Whether this is what stands at that place of this device's journal.
pub fn is_mine(conn: &Connection, chain: &Chain, sequence: i64, hash: Hash) -> Result<bool, StoreError> {
    Ok(sequence == 0 || hash_at(conn, chain.epoch_no, sequence)? == Some(hash))
}

/// Head office's word on how much it has. It may be less than before: then it was put back from an older copy of itself.
pub fn acknowledge(conn: &Connection, chain: &Chain, ack: Option<&Ack>) -> Result<(), StoreError> {
    let Some(ack) = ack else {
        conn.execute("delete from local_sync_acks where epoch = ?", [chain.epoch_no])?;
        return Ok(());
    };
    let sql = "insert or replace into local_sync_acks (epoch, sequence, head, received_at_ms, signature) values (?, ?, ?, ?, ?)";
    conn.execute(sql, params![chain.epoch_no, ack.sequence, ack.head.0, ack.received_at_ms, ack.signature])?;
    Ok(())
}

const FEED: &str = "sync.feed";
const KEY_CHANGE: &str = "sync.key_change";

pub fn feed(conn: &Connection) -> Result<Option<Id>, StoreError> {
    preferences::get(conn, FEED)
}

pub fn save_feed(conn: &Connection, feed: Id) -> Result<(), StoreError> {
    preferences::set(conn, FEED, &feed)
}

pub fn save_key_change(conn: &Connection, change: KeyChange) -> Result<(), StoreError> {
    preferences::set(conn, KEY_CHANGE, &change)
}

/// Its last words.
pub fn told(conn: &Connection) -> Result<Told, StoreError> {
    Ok(Told { acks: acks(conn)?, keys: preferences::get(conn, KEY_CHANGE)? })
}

fn acks(conn: &Connection) -> Result<Vec<Ack>, StoreError> {
    let sql = "select e.epoch, a.sequence, a.head, a.received_at_ms, a.signature from local_sync_acks a join epochs e on e.no = a.epoch";
    let mut statement = conn.prepare_cached(sql)?;
    let acks = statement.query_map([], |row| {
        let (epoch, sequence, head) = (row.get(0)?, row.get(1)?, Hash(row.get(2)?));
        Ok(Ack { epoch, sequence, head, received_at_ms: row.get(3)?, signature: row.get(4)? })
    })?;
    Ok(acks.collect::<Result<_, _>>()?)
}

/// What head office holds of this journal, for whoever asks what its owner could not have written again.
pub fn held(conn: &Connection, by: &str) -> Result<Vec<Held>, StoreError> {
    let sql = "select e.device, e.epoch, a.sequence, lower(hex(a.head)) from local_sync_acks a join epochs e on e.no = a.epoch";
    let mut statement = conn.prepare(sql)?;
    let held = statement.query_map([], |row| {
        Ok(Held { by: by.to_owned(), device: row.get(0)?, epoch: row.get(1)?, sequence: row.get(2)?, head: row.get(3)? })
    })?;
    Ok(held.collect::<Result<_, _>>()?)
}

/// What is still here alone.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Pending {
    pub entries: i64,
    pub sales: i64,
}

pub fn pending(conn: &Connection) -> Result<Pending, StoreError> {
    let mut pending = Pending::default();
    for chain in chains(conn)? {
        let sql = "select count(*), count(s.arrival) from journal j left join sales s on s.arrival = j.arrival where j.epoch = ? and j.sequence > ?";
        let counted: (i64, i64) =
            conn.prepare_cached(sql)?.query_row([chain.epoch_no, chain.acknowledged], |row| Ok((row.get(0)?, row.get(1)?)))?;
        pending.entries += counted.0;
        pending.sales += counted.1;
    }
    Ok(pending)
}

const CURSOR: &str = "sync.cursor";

pub fn cursor(conn: &Connection) -> Result<Cursor, StoreError> {
    Ok(preferences::get(conn, CURSOR)?.unwrap_or_default())
}

pub fn save_cursor(conn: &Connection, cursor: Cursor) -> Result<(), StoreError> {
    preferences::set(conn, CURSOR, &cursor)
}

impl Tx<'_> {
    /// A part of what others wrote. What is here already is passed over; so is the epoch that this till is writing, which nobody else may.
    /// Answers how many entries are new.
    pub fn receive_fed(&mut self, fed: &Fed) -> Result<usize, StoreError> {
        if fed.range.epoch == self.me.epoch {
            return Ok(0);
        }
        let mut new = 0;
        for signed in &fed.range.entries {
            new += usize::from(self.receive(&signed.bytes, &signed.signature)?);
        }
        Ok(new)
    }
}

/// Attachments that entries here name and that are not here.
pub fn missing_blobs(conn: &Connection, has: impl Fn(&str) -> bool) -> Result<Vec<String>, StoreError> {
    let sql = "select sha256 from bulk union select json_extract(body, '$.logo') from shop where json_extract(body, '$.logo') is not null";
    let mut statement = conn.prepare_cached(sql)?;
    let names: Vec<String> = statement.query_map([], |row| row.get(0))?.collect::<Result<_, _>>()?;
    Ok(names.into_iter().filter(|name| !has(name)).collect())
}

/// Names of keys that head office has.
pub fn sent_keys(conn: &Connection) -> Result<std::collections::BTreeSet<String>, StoreError> {
    let mut statement = conn.prepare_cached("select name from local_sync_keys")?;
    Ok(statement.query_map([], |row| row.get(0))?.collect::<Result<_, _>>()?)
}

pub fn keys_sent(conn: &Connection, names: &[String]) -> Result<(), StoreError> {
    let mut statement = conn.prepare_cached("insert into local_sync_keys (name) values (?) on conflict do nothing")?;
    names.iter().try_for_each(|name| statement.execute([name]).map(drop).map_err(StoreError::from))
}

pub fn forget_keys_sent(conn: &Connection) -> Result<(), StoreError> {
    conn.execute_batch("delete from local_sync_keys")?;
    preferences::remove(conn, KEY_CHANGE)?;
    preferences::remove(conn, KEYS_AT)
}

/// A round of sync, as it is remembered.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Job {
    pub started_ms: i64,
    pub completed_ms: i64,
    pub pushed: i64,
    pub received: i64,
    pub quarantined: i64,
    pub failure: Option<String>,
    pub detail: Option<String>,
}

const JOBS_KEPT: i64 = 200;

pub fn remember(conn: &Connection, job: &Job) -> Result<(), StoreError> {
    let Job { started_ms, completed_ms, pushed, received, quarantined, failure, detail } = job;
    let sql = "insert into local_sync_jobs (started_ms, completed_ms, pushed, received, quarantined, failure, detail) values (?, ?, ?, ?, ?, ?, ?)";
    conn.execute(sql, params![started_ms, completed_ms, pushed, received, quarantined, failure, detail])?;
    conn.execute("delete from local_sync_jobs where id <= (select max(id) from local_sync_jobs) - ?", [JOBS_KEPT])?;
    Ok(())
}

/// The newest first.
pub fn jobs(conn: &Connection, most: i64) -> Result<Vec<Job>, StoreError> {
    let sql =
        "select started_ms, completed_ms, pushed, received, quarantined, failure, detail from local_sync_jobs order by id desc limit ?";
    let mut statement = conn.prepare_cached(sql)?;
    let rows = statement.query_map([most], |row| {
        let (started_ms, completed_ms, pushed) = (row.get(0)?, row.get(1)?, row.get(2)?);
        let (received, quarantined, failure, detail) = (row.get(3)?, row.get(4)?, row.get(5)?, row.get(6)?);
        Ok(Job { started_ms, completed_ms, pushed, received, quarantined, failure, detail })
    })?;
    Ok(rows.collect::<Result<_, _>>()?)
}

/// Who this till is paired with.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Pairing {
    pub url: String,
    pub tenant: Id,
    pub tenant_name: String,
    pub store: String,
    /// Of head office's acknowledgements: hex.
    pub key: String,
    pub paired_at_ms: i64,
}

const PAIRING: &str = "sync.pairing";

pub fn pairing(conn: &Connection) -> Result<Option<Pairing>, StoreError> {
    preferences::get(conn, PAIRING)
}

/// What was learned of another head office says nothing of this one.
pub fn pair(conn: &Connection, pairing: &Pairing) -> Result<(), StoreError> {
    forget(conn)?;
    preferences::set(conn, PAIRING, pairing)
}

pub fn forget(conn: &Connection) -> Result<(), StoreError> {
    forget_keys_sent(conn)?;
    conn.execute_batch("delete from local_sync_acks")?;
    preferences::remove(conn, CURSOR)?;
    preferences::remove(conn, FEED)?;
    preferences::remove(conn, PAIRING)
}

const KEYS_AT: &str = "sync.keys_at";

pub fn keys_at(conn: &Connection) -> Result<i64, StoreError> {
    Ok(preferences::get(conn, KEYS_AT)?.unwrap_or(0))
}

pub fn save_keys_at(conn: &Connection, at: i64) -> Result<(), StoreError> {
    preferences::set(conn, KEYS_AT, &at)
}

/// The device and its key for head office, which is made at its first need and is in the key files, not in the journal's copies.
pub fn identity(conn: &Connection, keys: &KeyStore) -> Result<(Id, journal::SigningKey), StoreError> {
    let device: Option<Id> = conn.query_row("select device from local_device", [], |row| row.get(0)).optional()?;
    let device = device.ok_or_else(|| StoreError::Impossible("a till that is open has a device".to_owned()))?;
    Ok((device, keys.signing(device).map_or_else(|| keys.new_signing(device), Ok)?))
}
