//! Bulk entries: one entry for many products. Their rows are an attachment, written first; they are projected in short slices behind a cursor,
//! so that a till goes on selling while 800,000 products arrive. A missing attachment parks the entry, it never loses it.

use std::fs::File;
use std::io::{BufRead, BufReader, Write};
use std::time::Instant;

use domain::entry::{BulkImported, ProductSaved};
use domain::{Id, Quantity};
use journal::canonical;
use rusqlite::{Connection, TransactionBehavior};
use serde::{Deserialize, Serialize};

use crate::StoreError;
use crate::blobs::{Blobs, NewBlob};
use crate::project::{product, stock};

pub const FORMAT: &str = "products.1";

/// A line of the attachment: registers of a product, and its opening movement. Nothing else, so that later entries commute with it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Row {
    #[serde(flatten)]
    pub product: ProductSaved,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub opening: Option<Quantity>,
}

/// Writes an attachment: canonical JSON, a line a row, in order of their ids, compressed.
pub struct Attachment {
    encoder: zstd::Encoder<'static, NewBlob>,
    last: Option<Id>,
    rows: i64,
}

impl Attachment {
    pub fn begin(blobs: &Blobs) -> Result<Self, StoreError> {
        Ok(Self { encoder: zstd::Encoder::new(blobs.begin()?, 3)?, last: None, rows: 0 })
    }

    pub fn add(&mut self, row: &Row) -> Result<(), StoreError> {
        if self.last.is_some_and(|last| last >= row.product.id) {
            return Err(StoreError::Impossible("the rows of an attachment are in order of their ids".to_owned()));
        }
        let value = serde_json::to_value(row).map_err(|error| StoreError::Impossible(error.to_string()))?;
        let bytes = canonical::to_bytes(&value).map_err(|error| StoreError::Impossible(error.to_string()))?;
        self.encoder.write_all(&bytes)?;
        self.encoder.write_all(b"\n")?;
        (self.last, self.rows) = (Some(row.product.id), self.rows + 1);
        Ok(())
    }

    /// Flushed before the entry that it answers is appended.
    pub fn finish(self) -> Result<BulkImported, StoreError> {
        let sha256 = self.encoder.finish()?.finish()?;
        Ok(BulkImported { sha256, format: FORMAT.to_owned(), rows: self.rows })
    }
}

/// The attachment that is being projected, open where the last slice ended.
pub struct Reading {
    arrival: i64,
    applied: i64,
    rows: i64,
    lines: std::io::Lines<BufReader<zstd::Decoder<'static, BufReader<File>>>>,
}

/// Answers whether anything is left to do. After a failure the attachment is read again from the stored cursor: what was rolled back comes again.
pub fn catch_up(conn: &mut Connection, reading: &mut Option<Reading>, blobs: &Blobs, until: Instant) -> Result<bool, StoreError> {
    if reading.is_none() {
        *reading = open_next(conn, blobs)?;
    }
    let Some(current) = reading.as_mut() else { return Ok(false) };
    let sliced = slice(conn, current, until);
    match sliced {
        Ok(()) if current.applied < current.rows => {}
        Err(StoreError::Unreadable { arrival, reason }) => {
            tracing::error!(arrival, reason, "An import is parked: its attachment is damaged");
            conn.execute("update bulk set damaged = 1 where arrival = ?", [arrival])?;
            *reading = None;
        }
        other => {
            *reading = None;
            other?;
        }
    }
    Ok(true)
}

fn slice(conn: &mut Connection, current: &mut Reading, until: Instant) -> Result<(), StoreError> {
    let tx = conn.transaction_with_behavior(TransactionBehavior::Immediate)?;
    while Instant::now() < until && current.applied < current.rows {
        let line = current.lines.next().ok_or_else(|| damaged(current.arrival, "it ends too early"))?;
        apply(&tx, current, &line.map_err(|error| damaged(current.arrival, &error.to_string()))?)?;
        current.applied += 1;
    }
    tx.prepare_cached("update bulk set applied = ? where arrival = ?")?.execute((current.applied, current.arrival))?;
    Ok(tx.commit()?)
}

fn damaged(arrival: i64, what: &str) -> StoreError {
    StoreError::Unreadable { arrival, reason: format!("its attachment is damaged: {what}") }
}

fn open_next(conn: &Connection, blobs: &Blobs) -> Result<Option<Reading>, StoreError> {
    let sql = "select arrival, sha256, rows, applied from bulk where applied < rows and damaged = 0 order by arrival";
    let mut statement = conn.prepare_cached(sql)?;
    let mut rows = statement.query([])?;
    while let Some(row) = rows.next()? {
        let path = blobs.path_of(&row.get::<_, String>(1)?);
        // not here yet: it waits for its attachment, and others go on
        let Ok(file) = File::open(path) else { continue };
        let (arrival, applied): (i64, i64) = (row.get(0)?, row.get(3)?);
        let mut lines = BufReader::new(zstd::Decoder::new(file)?).lines();
        for _ in 0..applied {
            if lines.next().is_none() {
                break;
            }
        }
        return Ok(Some(Reading { arrival, applied, rows: row.get(2)?, lines }));
    }
    Ok(None)
}

fn apply(conn: &Connection, reading: &Reading, line: &str) -> Result<(), StoreError> {
    let Row { product: saved, opening } = serde_json::from_str(line).map_err(|error| damaged(reading.arrival, &error.to_string()))?;
    let id = saved.id;
    product::saved(conn, reading.arrival, &saved)?;
    opening.map_or(Ok(()), |quantity| stock::moved(conn, id, quantity))
}

/// Rows projected and rows in all of the imports that are under way. One that waits for its attachment is not under way.
pub fn progress(conn: &Connection, blobs: &Blobs) -> Result<Option<(i64, i64)>, StoreError> {
    let mut statement = conn.prepare_cached("select sha256, applied, rows from bulk where applied < rows and damaged = 0")?;
    let mut rows = statement.query([])?;
    let mut sums = None;
    while let Some(row) = rows.next()? {
        if blobs.path_of(&row.get::<_, String>(0)?).exists() {
            let (applied, all) = sums.unwrap_or((0, 0));
            sums = Some((applied + row.get::<_, i64>(1)?, all + row.get::<_, i64>(2)?));
        }
    }
    Ok(sums)
}
