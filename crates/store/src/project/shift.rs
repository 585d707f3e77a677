//! Shifts: what belongs to one, and the report that closed it.

use domain::Id;
use domain::cash_rules::CashRules;
use domain::shift::{Report, ShiftOpened};
use rusqlite::{Connection, OptionalExtension, params};

use super::{Arrived, register::beats};
use crate::StoreError;

pub fn belongs(conn: &Connection, arrival: i64, shift: Id) -> Result<(), StoreError> {
    conn.prepare_cached("insert into shift_entries (shift, arrival) values (?, ?)")?.execute((shift, arrival))?;
    Ok(())
}

pub fn opened(conn: &Connection, arrival: i64, opened: &ShiftOpened) -> Result<(), StoreError> {
    conn.execute("insert into shifts (arrival, id, till) values (?, ?, ?)", (arrival, opened.shift, &opened.till))?;
    Ok(())
}

/// Acts of before had no id of their own.
pub fn done(conn: &Connection, arrival: i64, id: Id) -> Result<(), StoreError> {
    if id.is_nil() {
        return Ok(());
    }
    conn.execute("insert into drawer_acts (arrival, id) values (?, ?)", (arrival, id))?;
    Ok(())
}

pub fn closed(conn: &Connection, arrival: i64, report: &Report) -> Result<(), StoreError> {
    conn.execute(
        "insert into z_reports (arrival, shift, till, series, number, business_date, total, difference, perpetual, counted)
         values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        params![
            arrival,
            report.shift,
            report.till,
            report.number.series,
            report.number.number,
            report.business_date.to_string(),
            report.totals.total.get(),
            report.difference.get(),
            report.perpetual.get(),
            report.count.total.get(),
        ],
    )?;
    Ok(())
}

pub fn ruled(conn: &Connection, arrived: &Arrived<'_>, rules: &CashRules) -> Result<(), StoreError> {
    let set_by = conn.query_row("select stamp from cash_rules", [], |row| row.get(0)).optional()?;
    if beats(conn, arrived.arrival, set_by)? {
        let body = serde_json::to_string(rules).map_err(|error| StoreError::Impossible(error.to_string()))?;
        conn.execute("insert or replace into cash_rules (one, body, stamp) values (1, ?, ?)", (body, arrived.arrival))?;
    }
    Ok(())
}
