//! Brings the name index up to date in short steps: gathers the words of a segment's new names, then writes them a few at a time.
//! The cursor moves only when all are written; writing a word again changes nothing, so a crash in between costs only time.

use std::collections::HashMap;
use std::time::Instant;

use rusqlite::{Connection, OptionalExtension, TransactionBehavior};

use super::segments::{SIZE, encode, merge, offset_of, segment_of};
use super::words::words_of;
use crate::StoreError;
use crate::deferred::applied;

const NAMES_A_STEP: i64 = 400;
const WORDS_A_STEP: usize = 150;

/// Where the work on the index stands.
#[derive(Default)]
pub enum Indexer {
    #[default]
    Resting,
    Gathering(Batch),
    Writing(Batch, Vec<(String, Vec<u16>)>),
}

/// New products of one segment, up to the number `upto`.
pub struct Batch {
    upto: i64,
    words: HashMap<String, Vec<u16>>,
}

impl Indexer {
    /// Answers whether anything is left to do.
    pub fn catch_up(&mut self, conn: &mut Connection, until: Instant) -> Result<bool, StoreError> {
        loop {
            if Instant::now() >= until {
                return Ok(true);
            }
            *self = match std::mem::take(self) {
                Self::Resting if reindex_renamed(conn)? => Self::Resting,
                Self::Resting => match start(conn)? {
                    Some(batch) => Self::Gathering(batch),
                    None => return Ok(false),
                },
                Self::Gathering(batch) => gather(conn, batch)?,
                Self::Writing(batch, rest) => write(conn, batch, rest)?,
            };
        }
    }
}

fn start(conn: &Connection) -> Result<Option<Batch>, StoreError> {
    let done = applied(conn, "names")?;
    let newest: i64 = conn.prepare_cached("select coalesce(max(no), 0) from products")?.query_row([], |row| row.get(0))?;
    Ok((newest > done).then(|| Batch { upto: done, words: HashMap::new() }))
}

fn gather(conn: &Connection, mut batch: Batch) -> Result<Indexer, StoreError> {
    let last_of_segment = segment_of(batch.upto + 1) * SIZE + SIZE - 1;
    let mut statement = conn.prepare_cached("select no, coalesce(name, '') from products where no > ? and no <= ? order by no limit ?")?;
    let mut rows = statement.query((batch.upto, last_of_segment, NAMES_A_STEP))?;
    let mut seen = 0;
    while let Some(row) = rows.next()? {
        seen += 1;
        batch.upto = row.get(0)?;
        let name = row.get_ref(1)?.as_str().map_err(rusqlite::Error::from)?;
        for word in words_of(name) {
            batch.words.entry(word).or_default().push(offset_of(batch.upto));
        }
    }
    if seen == NAMES_A_STEP {
        return Ok(Indexer::Gathering(batch));
    }
    let rest = batch.words.drain().collect();
    Ok(Indexer::Writing(batch, rest))
}

fn write(conn: &mut Connection, batch: Batch, mut rest: Vec<(String, Vec<u16>)>) -> Result<Indexer, StoreError> {
    let tx = conn.transaction_with_behavior(TransactionBehavior::Immediate)?;
    for (word, offsets) in rest.drain(rest.len().saturating_sub(WORDS_A_STEP)..) {
        add(&tx, &word, segment_of(batch.upto), &offsets)?;
    }
    if rest.is_empty() {
        tx.prepare_cached("update deferred set applied = ? where name = 'names'")?.execute([batch.upto])?;
    }
    tx.commit()?;
    Ok(if rest.is_empty() { Indexer::Resting } else { Indexer::Writing(batch, rest) })
}

fn add(conn: &Connection, word: &str, segment: i64, offsets: &[u16]) -> Result<(), StoreError> {
    let word = word_no(conn, word)?;
    let stored: Option<Vec<u8>> = conn
        .prepare_cached("select products from word_segments where word = ? and segment = ?")?
        .query_row((word, segment), |row| row.get(0))
        .optional()?;
    let merged = merge(stored.as_deref().unwrap_or_default(), offsets);
    conn.prepare_cached("insert or replace into word_segments (word, segment, products) values (?, ?, ?)")?.execute((
        word,
        segment,
        encode(&merged),
    ))?;
    Ok(())
}

fn word_no(conn: &Connection, word: &str) -> Result<i64, StoreError> {
    let known = conn.prepare_cached("select no from words where word = ?")?.query_row([word], |row| row.get(0)).optional()?;
    if let Some(no) = known {
        return Ok(no);
    }
    conn.prepare_cached("insert into words (word) values (?)")?.execute([word])?;
    Ok(conn.last_insert_rowid())
}

/// One product that was renamed; answers whether there was one.
fn reindex_renamed(conn: &mut Connection) -> Result<bool, StoreError> {
    let sql = "select p.no, coalesce(p.name, '') from local_renamed r join products p on p.no = r.product limit 1";
    let renamed: Option<(i64, String)> = conn.prepare_cached(sql)?.query_row([], |row| Ok((row.get(0)?, row.get(1)?))).optional()?;
    let Some((product, name)) = renamed else { return Ok(false) };
    let tx = conn.transaction_with_behavior(TransactionBehavior::Immediate)?;
    for word in words_of(&name) {
        add(&tx, &word, segment_of(product), &[offset_of(product)])?;
    }
    tx.execute("delete from local_renamed where product = ?", [product])?;
    tx.commit()?;
    Ok(true)
}
