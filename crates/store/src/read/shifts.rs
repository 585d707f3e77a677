//! Shifts as they are: the one that is open here, its sums, and the reports of those that were closed.

use domain::entry::Fact;
use domain::shift::{CashMoved, CashRules, OpenShift, Report, ShiftClosed, Totals};
use domain::{Id, Money};
use journal::Entry;
use rusqlite::{Connection, OptionalExtension, Row};

use crate::StoreError;
use crate::read::entries;

/// What the owner has set.
pub fn rules(conn: &Connection) -> Result<Option<CashRules>, StoreError> {
    let body: Option<String> = conn.prepare_cached("select body from cash_rules")?.query_row([], |row| row.get(0)).optional()?;
    body.map(|body| serde_json::from_str(&body).map_err(|error| StoreError::Impossible(error.to_string()))).transpose()
}

/// The newest shift that this device has opened, and whether it is still open.
fn newest(conn: &Connection) -> Result<Option<(Id, bool)>, StoreError> {
    let sql = "select s.id, not exists (select 1 from z_reports z where z.shift = s.id)
               from shifts s join journal j on j.arrival = s.arrival join epochs e on e.no = j.epoch
               where e.device = (select device from local_device) order by s.arrival desc limit 1";
    Ok(conn.prepare_cached(sql)?.query_row([], |row| Ok((row.get(0)?, row.get(1)?))).optional()?)
}

/// The shift that is open at this till.
pub fn open_here(conn: &Connection) -> Result<Option<Id>, StoreError> {
    Ok(newest(conn)?.filter(|(_, is_open)| *is_open).map(|(id, _)| id))
}

/// Whether this till counts its drawer: one that has never opened a shift sells without.
pub fn are_used_here(conn: &Connection) -> Result<bool, StoreError> {
    Ok(newest(conn)?.is_some())
}

/// Of a shift, its entries as they happened.
pub fn entries_of(conn: &Connection, shift: Id) -> Result<Vec<Entry>, StoreError> {
    let mut statement = conn.prepare_cached("select arrival from shift_entries where shift = ? order by arrival")?;
    let arrivals: Vec<i64> = statement.query_map([shift], |row| row.get(0))?.collect::<Result<_, _>>()?;
    arrivals.into_iter().filter_map(|arrival| entries::entry(conn, arrival).transpose()).collect()
}

/// All of a shift, summed from its entries.
pub fn whole(conn: &Connection, shift: Id) -> Result<Option<OpenShift>, StoreError> {
    let mut whole: Option<OpenShift> = None;
    for entry in entries_of(conn, shift)? {
        match (&entry.fact, &mut whole) {
            (Fact::ShiftOpened(opened), None) => {
                let mut totals = Totals::default();
                totals.add(&entry.fact);
                let opened_by = entry.actor.unwrap_or_default();
                whole = Some(OpenShift { opened: opened.clone(), opened_at_ms: entry.at_ms, opened_by, counts: Vec::new(), totals });
            }
            (Fact::ShiftCounted(counted), Some(shift)) => shift.counts.push(counted.clone()),
            (fact, Some(shift)) => shift.totals.add(fact),
            (_, None) => {}
        }
    }
    Ok(whole)
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ZRow {
    pub arrival: i64,
    pub shift: Id,
    pub till: String,
    pub series: String,
    pub number: i64,
    pub business_date: String,
    pub total: Money,
    pub difference: Money,
    pub perpetual: Money,
    pub counted: Money,
}

const SELECT: &str = "select z.arrival, z.shift, z.till, z.series, z.number, z.business_date, z.total, z.difference, z.perpetual, z.counted from z_reports z";

fn z_row(row: &Row<'_>) -> rusqlite::Result<ZRow> {
    let money = |at: usize| row.get(at).map(|value| Money::new(value).unwrap_or_default());
    Ok(ZRow {
        arrival: row.get(0)?,
        shift: row.get(1)?,
        till: row.get(2)?,
        series: row.get(3)?,
        number: row.get(4)?,
        business_date: row.get(5)?,
        total: money(6)?,
        difference: money(7)?,
        perpetual: money(8)?,
        counted: money(9)?,
    })
}

/// The last report of this device.
pub fn last_z(conn: &Connection) -> Result<Option<ZRow>, StoreError> {
    let sql = format!(
        "{SELECT} join journal j on j.arrival = z.arrival join epochs e on e.no = j.epoch
         where e.device = (select device from local_device) order by z.arrival desc limit 1"
    );
    Ok(conn.prepare_cached(&sql)?.query_row([], z_row).optional()?)
}

/// The number of the next report of a series.
pub fn next_z(conn: &Connection, series: &str) -> Result<i64, StoreError> {
    let sql = "select coalesce(max(number), 0) + 1 from z_reports where series = ?";
    Ok(conn.prepare_cached(sql)?.query_row([series], |row| row.get(0))?)
}

pub const PAGE: i64 = 60;

/// Reports, the newest first, of all tills that this database knows: those before the report of a shift.
pub fn z_page(conn: &Connection, after: Option<Id>) -> Result<Vec<ZRow>, StoreError> {
    let sql = format!(
        "{SELECT} where ?1 is null or z.arrival < (select min(arrival) from z_reports where shift = ?1) order by z.arrival desc limit {PAGE}"
    );
    let mut statement = conn.prepare_cached(&sql)?;
    let rows = statement.query_map([after], z_row)?.collect::<Result<_, _>>()?;
    Ok(rows)
}

/// A report as its entry says it.
#[derive(Debug, Clone)]
pub struct StoredZ {
    pub closed: ShiftClosed,
    pub at_ms: i64,
    pub offset_minutes: i32,
    pub closed_by: Option<Id>,
    /// Hex of the entry's hash.
    pub hash: String,
}

impl StoredZ {
    #[must_use]
    pub fn report(&self) -> &Report {
        &self.closed.report
    }
}

pub fn z_of(conn: &Connection, shift: Id) -> Result<Option<StoredZ>, StoreError> {
    let sql = format!("{SELECT} where z.shift = ? order by z.arrival limit 1");
    let Some(row) = conn.prepare_cached(&sql)?.query_row([shift], z_row).optional()? else { return Ok(None) };
    let hash = entries::hash_hex(conn, row.arrival)?;
    Ok(entries::entry(conn, row.arrival)?.and_then(|entry| match entry.fact {
        Fact::ShiftClosed(closed) => {
            Some(StoredZ { closed, at_ms: entry.at_ms, offset_minutes: entry.offset_minutes, closed_by: entry.actor, hash })
        }
        _ => None,
    }))
}

/// A movement of cash, and who wrote it when.
pub fn moved(conn: &Connection, id: Id) -> Result<Option<(CashMoved, Entry)>, StoreError> {
    let sql = "select arrival from cash_moves where id = ? order by arrival limit 1";
    let Some(arrival) = conn.prepare_cached(sql)?.query_row([id], |row| row.get(0)).optional()? else { return Ok(None) };
    Ok(entries::entry(conn, arrival)?.and_then(|entry| match &entry.fact {
        Fact::CashMoved(moved) => Some((moved.clone(), entry)),
        _ => None,
    }))
}
