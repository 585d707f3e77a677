//! What people did, by the day on the clock of the till where they did it. Deferred: no sale waits for it.

use chrono::{DateTime, FixedOffset, NaiveDate};
use domain::acts::acts_of;
use domain::clocking::PersonClocked;
use journal::Entry;
use rusqlite::{Connection, params};

use super::Arrived;
use crate::StoreError;
use crate::names::name_of;
use crate::read::entries;

/// Of the entries after the first arrival, up to and including the second.
pub fn of_entries(conn: &Connection, from: i64, to: i64) -> Result<(), StoreError> {
    for arrival in from + 1..=to {
        if let Some(entry) = entries::entry(conn, arrival)? {
            done(conn, arrival, &entry)?;
        }
    }
    Ok(())
}

/// What nobody did, the program did: that is no act.
pub fn done(conn: &Connection, arrival: i64, entry: &Entry) -> Result<(), StoreError> {
    let Some(person) = entry.actor else { return Ok(()) };
    for act in acts_of(&entry.fact) {
        conn.prepare_cached("insert into acts (arrival, kind, person, date, count, amount) values (?, ?, ?, ?, ?, ?)")?
            .execute(params![arrival, name_of(&act.kind)?, person, local_date(entry).to_string(), act.count, act.amount.get()])?;
    }
    Ok(())
}

#[must_use]
pub fn local_date(entry: &Entry) -> NaiveDate {
    let utc = DateTime::from_timestamp_millis(entry.at_ms).unwrap_or_default();
    FixedOffset::east_opt(entry.offset_minutes * 60).map_or(utc.date_naive(), |offset| utc.with_timezone(&offset).date_naive())
}

pub fn clocked(conn: &Connection, arrived: &Arrived<'_>, clocked: &PersonClocked) -> Result<(), StoreError> {
    let PersonClocked { id, person, direction, .. } = clocked;
    conn.prepare_cached("insert into clockings (arrival, id, person, at_ms, direction) values (?, ?, ?, ?, ?)")?.execute(params![
        arrived.arrival,
        id,
        person,
        arrived.entry.at_ms,
        name_of(direction)?
    ])?;
    Ok(())
}
