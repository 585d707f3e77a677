//! Following the chains of the journal row by row, from the start or from where an earlier walk came to: hashes, signatures, numbers and balances.

use std::collections::{BTreeMap, HashMap};

use domain::Id;
use domain::entry::{EpochStarted, Fact};
use domain::number::LegalNumber;
use domain::sale::SaleCompleted;
use journal::{Entry, Hash, VerifyingKey, codec};
use rusqlite::{Connection, OptionalExtension};
use serde::{Deserialize, Serialize};

use crate::StoreError;
use crate::verify::Finding;

/// How far one epoch's chain has been followed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
struct Followed {
    sequence: i64,
    head: Hash,
    /// Of its series. Not known after an entry that is not understood: that may have taken numbers.
    last_number: Option<i64>,
}

impl Default for Followed {
    fn default() -> Self {
        Self { sequence: 0, head: Hash::START, last_number: Some(0) }
    }
}

/// Everything up to `arrival` was good. Saved, it is where the next walk may begin.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Walk {
    arrival: i64,
    pub(crate) entries: i64,
    pub(crate) sales: i64,
    chains: BTreeMap<i64, Followed>,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Step {
    More,
    End,
    Bad(Finding),
}

/// What the table says of an epoch. It is believed only as far as signed entries say the same.
struct Epoch {
    device: Id,
    id: Id,
    key: Option<VerifyingKey>,
    series: String,
}

impl Walk {
    /// Whether what was followed still stands there. A rewritten or shortened journal is walked from its start.
    pub fn still_stands(&self, conn: &Connection) -> Result<bool, StoreError> {
        let mut statement = conn.prepare_cached("select hash from journal where epoch = ? and sequence = ?")?;
        for (epoch, followed) in &self.chains {
            let hash: Option<Vec<u8>> = statement.query_row((epoch, followed.sequence), |row| row.get(0)).optional()?;
            if hash.as_deref().and_then(Hash::from_slice) != Some(followed.head) {
                return Ok(false);
            }
        }
        Ok(true)
    }

    /// Examines at most `rows` further rows on as many cores. `conn` need not be in one transaction from step to step: entries only ever
    /// come behind.
    pub fn step(&mut self, conn: &Connection, rows: usize, cores: usize) -> Result<Step, StoreError> {
        let epochs = epochs(conn)?;
        let chunk = self.next_rows(conn, &epochs, rows)?;
        for (row, examined) in chunk.iter().zip(examine_all(&chunk, &epochs, cores)) {
            if let Err(what) = self.follow(row, examined, &epochs) {
                return Ok(Step::Bad(Finding { arrival: Some(row.arrival), what }));
            }
        }
        if chunk.len() == rows {
            return Ok(Step::More);
        }
        let empty = epochs.iter().filter(|(no, _)| !self.chains.contains_key(no)).map(|(_, epoch)| epoch.series.as_str()).min();
        Ok(empty
            .map_or(Step::End, |series| Step::Bad(Finding { arrival: None, what: format!("the epoch of series {series} has no entry") })))
    }

    fn next_rows(&self, conn: &Connection, epochs: &HashMap<i64, Epoch>, rows: usize) -> Result<Vec<Row>, StoreError> {
        let mut heads: HashMap<i64, Hash> = epochs.keys().map(|&no| (no, self.chains.get(&no).map_or(Hash::START, |it| it.head))).collect();
        let sql =
            "select arrival, epoch, sequence, clock, codec, bytes, hash, signature from journal where arrival > ? order by arrival limit ?";
        let mut statement = conn.prepare_cached(sql)?;
        let found = statement.query_map((self.arrival, i64::try_from(rows).unwrap_or(i64::MAX)), |row| {
            // one of another length is no hash, and its row says so
            let (epoch, hash) = (row.get(1)?, row.get(6).map(Hash).unwrap_or_default());
            // the hash that stands before it: a wrong one is found at its own row, which comes first
            let previous = heads.insert(epoch, hash).unwrap_or(Hash::START);
            Ok(Row {
                arrival: row.get(0)?,
                epoch,
                sequence: row.get(2)?,
                clock: row.get(3)?,
                codec: row.get(4)?,
                packed: row.get(5)?,
                hash,
                signature: row.get(7)?,
                previous,
            })
        })?;
        Ok(found.collect::<Result<_, _>>()?)
    }

    fn follow(&mut self, row: &Row, examined: Result<Entry, String>, epochs: &HashMap<i64, Epoch>) -> Result<(), String> {
        let epoch = epochs.get(&row.epoch).ok_or("its epoch is not known")?;
        let before = self.chains.get(&row.epoch).cloned().unwrap_or_default();
        if row.sequence != before.sequence + 1 {
            return Err(format!("its sequence is {}, after {}", row.sequence, before.sequence));
        }
        let entry = examined?;
        let last_number = check_fact(&entry, epoch, before.last_number)?;
        self.chains.insert(row.epoch, Followed { sequence: row.sequence, head: row.hash, last_number });
        self.arrival = row.arrival;
        self.entries += 1;
        self.sales += i64::from(matches!(entry.fact, Fact::SaleCompleted(_)));
        Ok(())
    }

    /// Series, sequence and hash of each head.
    pub(crate) fn heads(&self, conn: &Connection) -> Result<Vec<String>, StoreError> {
        let told = |(no, epoch): (i64, Epoch)| {
            let followed = self.chains.get(&no).cloned().unwrap_or_default();
            format!("{} {} {}", epoch.series, followed.sequence, followed.head.hex())
        };
        let mut heads: Vec<String> = epochs(conn)?.into_iter().map(told).collect();
        heads.sort();
        Ok(heads)
    }
}

fn epochs(conn: &Connection) -> Result<HashMap<i64, Epoch>, StoreError> {
    let mut statement = conn.prepare_cached("select no, device, epoch, public_key, series from epochs")?;
    let epochs = statement.query_map([], |row| {
        let key: String = row.get(3)?;
        Ok((row.get(0)?, Epoch { device: row.get(1)?, id: row.get(2)?, key: VerifyingKey::from_hex(&key), series: row.get(4)? }))
    })?;
    Ok(epochs.collect::<Result<_, _>>()?)
}

/// Answers the last number of the series after this entry.
fn check_fact(entry: &Entry, epoch: &Epoch, last_number: Option<i64>) -> Result<Option<i64>, String> {
    match (&entry.fact, entry.id.sequence) {
        (Fact::EpochStarted(started), 1) => check_start(started, epoch).map(|()| last_number),
        (_, 1) => Err("it does not start its epoch".to_owned()),
        (Fact::EpochStarted(_), _) => Err("its epoch has started before".to_owned()),
        (Fact::SaleCompleted(sale), _) => check_sale(sale, epoch, last_number).map(Some),
        (Fact::Unknown { .. }, _) => Ok(None),
        _ => Ok(last_number),
    }
}

fn check_start(started: &EpochStarted, epoch: &Epoch) -> Result<(), String> {
    let what = match started {
        _ if VerifyingKey::from_hex(&started.key) != epoch.key => "its epoch has another key",
        _ if started.series != epoch.series => "its epoch has another series",
        _ => return Ok(()),
    };
    Err(what.to_owned())
}

fn check_sale(sale: &SaleCompleted, epoch: &Epoch, last_number: Option<i64>) -> Result<i64, String> {
    let number = last_number.map_or(sale.number.number, |last| last + 1);
    let expected = LegalNumber { series: epoch.series.clone(), number };
    if sale.number != expected {
        return Err(format!("its number is {:?}; expected {expected:?}", sale.number));
    }
    sale.check_balance().map_err(|imbalance| imbalance.to_string())?;
    Ok(number)
}

/// What a row says of itself needs no other row, so every core takes a part.
fn examine_all(chunk: &[Row], epochs: &HashMap<i64, Epoch>, cores: usize) -> Vec<Result<Entry, String>> {
    let examine_part = |part: &[Row]| part.iter().map(|row| row.examine(epochs.get(&row.epoch))).collect::<Vec<_>>();
    if cores < 2 {
        return examine_part(chunk);
    }
    let parts = chunk.chunks(chunk.len().div_ceil(cores).max(1));
    std::thread::scope(|scope| {
        let working: Vec<_> = parts.map(|part| scope.spawn(move || examine_part(part))).collect();
        working.into_iter().flat_map(|part| part.join().expect("examining a row does not panic")).collect()
    })
}

struct Row {
    arrival: i64,
    epoch: i64,
    sequence: i64,
    clock: i64,
    codec: i64,
    packed: Vec<u8>,
    hash: Hash,
    signature: Vec<u8>,
    /// As stored with the entry before it.
    previous: Hash,
}

impl Row {
    fn examine(&self, epoch: Option<&Epoch>) -> Result<Entry, String> {
        let bytes = codec::unpack(self.codec, &self.packed).map_err(|error| format!("its bytes cannot be read: {error}"))?;
        if self.previous.next(&bytes) != self.hash {
            return Err("its hash is not that of its bytes after the entry before".to_owned());
        }
        if !epoch.and_then(|epoch| epoch.key).is_some_and(|key| key.has_signed(self.hash, &self.signature)) {
            return Err("its signature is not by the key of its epoch".to_owned());
        }
        let entry = Entry::from_hashed_bytes(&bytes).map_err(|error| format!("it is not an entry: {error}"))?;
        if (entry.id.sequence, entry.clock.raw()) != (self.sequence, self.clock) {
            return Err("its sequence or clock is not what its bytes say".to_owned());
        }
        if epoch.map(|epoch| (epoch.device, epoch.id)) != Some((entry.id.device, entry.id.epoch)) {
            return Err("its device or epoch is not what its bytes say".to_owned());
        }
        Ok(entry)
    }
}
