//! Reads what a damaged database still gives, row by row. Nothing that it says is believed: whoever takes the rows checks each.

use std::path::Path;

use rusqlite::{Connection, OpenFlags, OptionalExtension};

use journal::codec;

use crate::StoreError;
use crate::copies::segment::Signed;

/// So many rows in a row that cannot be read are its end.
const PATIENCE: i64 = 100_000;

pub struct Salvage {
    conn: Connection,
    next: i64,
    unreadable: i64,
}

impl Salvage {
    /// `None` where not even that can be opened.
    pub fn open(database: &Path) -> Option<Self> {
        let conn = Connection::open_with_flags(database, OpenFlags::SQLITE_OPEN_READ_ONLY | OpenFlags::SQLITE_OPEN_NO_MUTEX).ok()?;
        conn.query_row("select count(*) from sqlite_schema", [], |row| row.get::<_, i64>(0)).ok()?;
        Some(Self { conn, next: 1, unreadable: 0 })
    }

    pub fn rewind(&mut self) {
        (self.next, self.unreadable) = (1, 0);
    }

    pub fn conn(&self) -> &Connection {
        &self.conn
    }

    fn read(&self) -> Result<Option<(i64, Signed)>, StoreError> {
        let sql = "select arrival, codec, bytes, signature from journal where arrival >= ? order by arrival limit 1";
        let row = self
            .conn
            .prepare_cached(sql)?
            .query_row([self.next], |row| Ok((row.get(0)?, row.get::<_, i64>(1)?, row.get::<_, Vec<u8>>(2)?, row.get(3)?)))
            .optional()?;
        let Some((arrival, codec, packed, signature)) = row else { return Ok(None) };
        Ok(Some((arrival, (codec::unpack(codec, &packed)?, signature))))
    }
}

impl Iterator for Salvage {
    type Item = Signed;

    fn next(&mut self) -> Option<Signed> {
        while self.unreadable < PATIENCE {
            match self.read() {
                Ok(Some((arrival, signed))) => {
                    (self.next, self.unreadable) = (arrival + 1, 0);
                    return Some(signed);
                }
                Ok(None) => return None,
                Err(_) => (self.next, self.unreadable) = (self.next + 1, self.unreadable + 1),
            }
        }
        None
    }
}
