//! A register keeps the value of its last writer: the greatest (clock, device, epoch, sequence), whatever arrived first.

use rusqlite::{Connection, OptionalExtension};

use crate::StoreError;
use crate::faults::{Fault, planted};

/// Whether the entry at `arrival` beats the one that set the register. A register that nobody set is beaten by anybody.
pub fn beats(conn: &Connection, arrival: i64, set_by: Option<i64>) -> Result<bool, StoreError> {
    let Some(set_by) = set_by else { return Ok(true) };
    if planted(Fault::LastArrivalWins) {
        return Ok(true);
    }
    let sql = "select (a.clock, x.device, x.epoch, a.sequence) > (b.clock, y.device, y.epoch, b.sequence)
               from journal a join epochs x on x.no = a.epoch, journal b join epochs y on y.no = b.epoch
               where a.arrival = ? and b.arrival = ?";
    Ok(conn.prepare_cached(sql)?.query_row((arrival, set_by), |row| row.get(0)).optional()?.unwrap_or(true))
}
