//! Checks a database against itself: the chain, the signatures, the numbers, the balance of each sale, and the projections. Names the first bad row.

use std::collections::HashMap;

use domain::entry::Fact;
use domain::number::LegalNumber;
use journal::{Entry, Hash, VerifyingKey};
use rusqlite::Connection;

use crate::replay::{catch_up, dump, first_difference, replayed};
use crate::{Blobs, KeyStore, StoreError, codec, open};

/// What is wrong, and with which row of the journal (none: with a projection).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Finding {
    pub arrival: Option<i64>,
    pub what: String,
}

#[derive(Debug, Default)]
pub struct Report {
    pub entries: i64,
    pub sales: i64,
    pub epochs: usize,
    pub heads: Vec<String>,
    pub first_bad: Option<Finding>,
}

/// One epoch's chain as far as it has been followed.
struct Chain {
    key: Option<VerifyingKey>,
    series: String,
    sequence: i64,
    head: Hash,
    /// As stored with the last row that was read; reading is ahead of following.
    read: Hash,
    last_number: i64,
}

/// `conn` must be able to write: its schema is brought up to date and deferred projections are caught up first. Give it a copy, or a database
/// that is not in use.
pub fn verify(conn: &mut Connection, keys: &KeyStore, blobs: &Blobs) -> Result<Report, StoreError> {
    open::migrate(conn)?;
    let mut report = verify_chain(conn)?;
    if report.first_bad.is_none() {
        report.first_bad = projections(conn, keys, blobs)?;
    }
    Ok(report)
}

/// Without the projections: what the journal alone can prove.
pub fn verify_chain(conn: &Connection) -> Result<Report, StoreError> {
    let mut report = Report::default();
    let mut chains = chains(conn)?;
    follow(conn, &mut chains, &mut report)?;
    report.epochs = chains.len();
    report.heads = chains.values().map(|chain| format!("{} {} {}", chain.series, chain.sequence, chain.head.hex())).collect();
    report.heads.sort();
    Ok(report)
}

fn chains(conn: &Connection) -> Result<HashMap<i64, Chain>, StoreError> {
    let mut statement = conn.prepare("select no, public_key, series from epochs")?;
    let chains = statement.query_map([], |row| {
        let key: String = row.get(1)?;
        let chain = Chain {
            key: VerifyingKey::from_hex(&key),
            series: row.get(2)?,
            sequence: 0,
            head: Hash::START,
            read: Hash::START,
            last_number: 0,
        };
        Ok((row.get(0)?, chain))
    })?;
    Ok(chains.collect::<Result<_, _>>()?)
}

/// Rows that are examined side by side.
const CHUNK: usize = 1024;

fn follow(conn: &Connection, chains: &mut HashMap<i64, Chain>, report: &mut Report) -> Result<(), StoreError> {
    let mut statement =
        conn.prepare("select arrival, epoch, sequence, clock, codec, bytes, hash, signature from journal order by arrival")?;
    let mut rows = statement.query([])?;
    loop {
        let chunk = next_chunk(&mut rows, chains)?;
        if chunk.is_empty() {
            return Ok(());
        }
        for (row, examined) in chunk.iter().zip(examine_all(&chunk)) {
            let checked =
                chains.get_mut(&row.epoch).ok_or("its epoch is not known".to_owned()).and_then(|chain| chain.check(row, examined));
            match checked {
                Ok(is_sale) => {
                    report.entries += 1;
                    report.sales += i64::from(is_sale);
                }
                Err(what) => {
                    report.first_bad = Some(Finding { arrival: Some(row.arrival), what });
                    return Ok(());
                }
            }
        }
    }
}

fn next_chunk(rows: &mut rusqlite::Rows<'_>, chains: &mut HashMap<i64, Chain>) -> Result<Vec<Row>, StoreError> {
    let mut chunk = Vec::with_capacity(CHUNK);
    while chunk.len() < CHUNK
        && let Some(row) = rows.next()?
    {
        // one of another length is no hash, and its row says so
        let (epoch, hash) = (row.get(1)?, row.get(6).map(Hash).unwrap_or_default());
        // the hash that stands before it: a wrong one is found at its own row, which comes first
        let (key, previous) = match chains.get_mut(&epoch) {
            Some(chain) => (chain.key, std::mem::replace(&mut chain.read, hash)),
            None => (None, Hash::START),
        };
        chunk.push(Row {
            arrival: row.get(0)?,
            epoch,
            sequence: row.get(2)?,
            clock: row.get(3)?,
            codec: row.get(4)?,
            packed: row.get(5)?,
            hash,
            signature: row.get(7)?,
            key,
            previous,
        });
    }
    Ok(chunk)
}

/// What a row says of itself needs no other row, so every core takes a part.
fn examine_all(chunk: &[Row]) -> Vec<Result<Entry, String>> {
    let cores = std::thread::available_parallelism().map_or(1, usize::from);
    let parts = chunk.chunks(chunk.len().div_ceil(cores).max(1));
    let examine_part = |part: &[Row]| part.iter().map(Row::examine).collect::<Vec<_>>();
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
    /// Of its epoch.
    key: Option<VerifyingKey>,
    /// As stored with the entry before it.
    previous: Hash,
}

impl Row {
    fn examine(&self) -> Result<Entry, String> {
        let bytes = codec::unpack(self.codec, &self.packed).map_err(|error| format!("its bytes cannot be read: {error}"))?;
        if self.previous.next(&bytes) != self.hash {
            return Err("its hash is not that of its bytes after the entry before".to_owned());
        }
        if !self.key.is_some_and(|key| key.has_signed(self.hash, &self.signature)) {
            return Err("its signature is not by the key of its epoch".to_owned());
        }
        let entry = Entry::from_hashed_bytes(&bytes).map_err(|error| format!("it is not an entry: {error}"))?;
        if (entry.id.sequence, entry.clock.raw()) != (self.sequence, self.clock) {
            return Err("its sequence or clock is not what its bytes say".to_owned());
        }
        Ok(entry)
    }
}

impl Chain {
    /// Answers whether the row is a sale.
    fn check(&mut self, row: &Row, examined: Result<Entry, String>) -> Result<bool, String> {
        if row.sequence != self.sequence + 1 {
            return Err(format!("its sequence is {}, after {}", row.sequence, self.sequence));
        }
        let is_sale = self.check_fact(&examined?)?;
        (self.sequence, self.head) = (row.sequence, row.hash);
        Ok(is_sale)
    }

    fn check_fact(&mut self, entry: &Entry) -> Result<bool, String> {
        match &entry.fact {
            Fact::EpochStarted(started) if VerifyingKey::from_hex(&started.key) != self.key => Err("its epoch has another key".to_owned()),
            Fact::SaleCompleted(sale) => {
                let expected = LegalNumber { series: self.series.clone(), number: self.last_number + 1 };
                if sale.number != expected {
                    return Err(format!("its number is {:?}; expected {expected:?}", sale.number));
                }
                sale.check_balance().map_err(|imbalance| imbalance.to_string())?;
                self.last_number = expected.number;
                Ok(true)
            }
            _ => Ok(false),
        }
    }
}

fn projections(conn: &mut Connection, keys: &KeyStore, blobs: &Blobs) -> Result<Option<Finding>, StoreError> {
    catch_up(conn, blobs)?;
    let fresh = replayed(conn, keys, blobs)?;
    let difference = first_difference(&dump(conn)?, &dump(&fresh)?);
    Ok(difference.map(|it| Finding {
        arrival: None,
        what: format!("a projection differs from its replay\n  stored:   {}\n  replayed: {}", shown(it.stored), shown(it.replayed)),
    }))
}

fn shown(row: Option<String>) -> String {
    row.unwrap_or_else(|| "(no row)".to_owned())
}
