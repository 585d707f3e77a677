//! A segment: a run of one epoch's entries, as they were hashed and signed. It needs nothing else to be verified: it names the key, the hash
//! before its first entry, and how many follow.
//!
//! Bytes: a line that names the format, then one zstd frame with a checksum: a line of JSON (the head), then the entries, each as its length
//! (32 bits, little endian), its bytes and its signature. The same entries always make the same bytes.

use std::io::{self, BufRead, BufReader, Read, Write};

use domain::Id;
use journal::{Hash, VerifyingKey, codec};
use rusqlite::{Connection, params};
use serde::{Deserialize, Serialize};

use crate::StoreError;

const FORMAT: &[u8] = b"mostrador segment 1\n";
const LARGEST_ENTRY: usize = 16 << 20;
const LARGEST_HEAD: u64 = 4 << 10;
/// Rows a read: each is short, so that it holds back no folding of the log.
const CHUNK: i64 = 500;

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Head {
    pub device: Id,
    pub epoch: Id,
    /// The public key of the epoch, hex.
    pub key: String,
    pub series: String,
    pub from: i64,
    pub to: i64,
    /// Hex of the hash before the first entry.
    pub previous: String,
    /// Of the first entry: epochs of one till are put back in this order.
    pub clock: i64,
}

/// An entry's bytes and its signature.
pub type Signed = (Vec<u8>, Vec<u8>);

fn unusable(what: impl std::fmt::Display) -> StoreError {
    StoreError::CopyUnusable(what.to_string())
}

/// Writes the entries `from..=to` of an epoch of this database.
pub fn write<W: Write>(conn: &Connection, epoch: Id, from: i64, to: i64, mut into: W) -> Result<W, StoreError> {
    let (epoch_no, head) = head(conn, epoch, from, to)?;
    into.write_all(FORMAT)?;
    let mut frame = zstd::Encoder::new(into, 6)?;
    frame.include_checksum(true)?;
    serde_json::to_writer(&mut frame, &head).map_err(io::Error::from)?;
    frame.write_all(b"\n")?;
    let mut next = from;
    while next <= to {
        let entries = read(conn, epoch_no, next, to)?;
        if entries.is_empty() {
            return Err(StoreError::Damaged(format!("entry {next} of series {} is not there", head.series)));
        }
        for (bytes, signature) in &entries {
            frame.write_all(&u32::try_from(bytes.len()).map_err(unusable)?.to_le_bytes())?;
            frame.write_all(bytes)?;
            frame.write_all(signature)?;
            next += 1;
        }
    }
    Ok(frame.finish()?)
}

fn head(conn: &Connection, epoch: Id, from: i64, to: i64) -> Result<(i64, Head), StoreError> {
    let sql = "select e.no, e.device, e.public_key, e.series, j.clock,
                      coalesce((select lower(hex(hash)) from journal where epoch = e.no and sequence = j.sequence - 1), ?3)
               from epochs e join journal j on j.epoch = e.no and j.sequence = ?2 where e.epoch = ?1";
    Ok(conn.query_row(sql, params![epoch, from, Hash::START.hex()], |row| {
        let (device, key, series) = (row.get(1)?, row.get(2)?, row.get(3)?);
        Ok((row.get(0)?, Head { device, epoch, key, series, from, to, previous: row.get(5)?, clock: row.get(4)? }))
    })?)
}

fn read(conn: &Connection, epoch_no: i64, from: i64, to: i64) -> Result<Vec<Signed>, StoreError> {
    let sql = "select codec, bytes, signature from journal where epoch = ? and sequence between ? and ? order by sequence";
    let mut statement = conn.prepare_cached(sql)?;
    let rows = statement.query_map([epoch_no, from, to.min(from + CHUNK - 1)], |row| {
        Ok((row.get::<_, i64>(0)?, row.get::<_, Vec<u8>>(1)?, row.get::<_, Vec<u8>>(2)?))
    })?;
    rows.map(|row| {
        let (codec, packed, signature) = row?;
        Ok((codec::unpack(codec, &packed)?, signature))
    })
    .collect()
}

/// A segment that is being read. What it gives is verified: it continues its chain, and the epoch's key signed it.
pub struct Segment<R: Read> {
    pub head: Head,
    key: VerifyingKey,
    hash: Hash,
    next: i64,
    rest: BufReader<zstd::Decoder<'static, BufReader<R>>>,
}

impl<R: Read> Segment<R> {
    pub fn open(mut input: R) -> Result<Self, StoreError> {
        let mut format = [0; FORMAT.len()];
        input.read_exact(&mut format).map_err(unusable)?;
        if format != FORMAT {
            return Err(unusable("it is no segment that this program knows"));
        }
        let mut rest = BufReader::new(zstd::Decoder::new(input)?);
        let mut line = Vec::new();
        rest.by_ref().take(LARGEST_HEAD).read_until(b'\n', &mut line).map_err(unusable)?;
        let head: Head = serde_json::from_slice(&line).map_err(unusable)?;
        let key = VerifyingKey::from_hex(&head.key).ok_or_else(|| unusable("its epoch has no valid key"))?;
        let hash = Hash::from_hex(&head.previous).ok_or_else(|| unusable("it does not say what it follows"))?;
        Ok(Self { next: head.from, head, key, hash, rest })
    }

    /// `None` once all that its head promises has come, and nothing more.
    pub fn next_entry(&mut self) -> Result<Option<Signed>, StoreError> {
        if self.next > self.head.to {
            return if self.rest.read(&mut [0]).map_err(unusable)? == 0 { Ok(None) } else { Err(unusable("it goes on after its end")) };
        }
        let (bytes, signature) = self.row().map_err(unusable)?;
        self.hash = self.hash.next(&bytes);
        if !self.key.has_signed(self.hash, &signature) {
            return Err(unusable(format!("entry {} is not what the key of its epoch signed", self.next)));
        }
        self.next += 1;
        Ok(Some((bytes, signature)))
    }

    fn row(&mut self) -> io::Result<Signed> {
        let mut length = [0; 4];
        self.rest.read_exact(&mut length)?;
        let length = usize::try_from(u32::from_le_bytes(length)).unwrap_or(usize::MAX);
        if length > LARGEST_ENTRY {
            return Err(io::Error::new(io::ErrorKind::InvalidData, "an entry is larger than it can be"));
        }
        let (mut bytes, mut signature) = (vec![0; length], vec![0; 64]);
        self.rest.read_exact(&mut bytes)?;
        self.rest.read_exact(&mut signature)?;
        Ok((bytes, signature))
    }

    /// Reads it to its end. Answers the hash of its last entry.
    pub fn verify(mut self) -> Result<Hash, StoreError> {
        while self.next_entry()?.is_some() {}
        Ok(self.hash)
    }
}
