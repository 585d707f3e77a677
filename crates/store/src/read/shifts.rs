//! Shifts as they are: the one that is open here, its sums, and the reports of those that were closed.

use domain::cash_rules::CashRules;
use domain::entry::Fact;
use domain::shift::{CashMoved, OpenShift, Report, ShiftClosed, Totals};
use domain::{Id, Money};
use journal::Entry;
use rusqlite::{Connection, OptionalExtension, Row};

use crate::StoreError;
use crate::read::entries;
use crate::read::own::{self, Stretch};

/// What the owner has set.
pub fn rules(conn: &Connection) -> Result<Option<CashRules>, StoreError> {
    let body: Option<String> = conn.prepare_cached("select body from cash_rules")?.query_row([], |row| row.get(0)).optional()?;
    body.map(|body| serde_json::from_str(&body).map_err(|error| StoreError::Impossible(error.to_string()))).transpose()
}

/// How the drawer of this till stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Drawer {
    /// It was never counted: this till sells without shifts.
    Uncounted,
    Open(Id),
    Closed,
}

impl Drawer {
    #[must_use]
    pub fn shift(self) -> Option<Id> {
        if let Self::Open(shift) = self { Some(shift) } else { None }
    }
}

pub fn drawer(conn: &Connection) -> Result<Drawer, StoreError> {
    let own = own::stretches(conn)?;
    let sql = "select s.id from shifts s join journal j on j.arrival = s.arrival where j.epoch = ? and j.sequence <= ? order by j.sequence desc limit 1";
    let Some(shift) = newest(conn, sql, &own)? else { return Ok(Drawer::Uncounted) };
    Ok(if z_here(conn, shift, &own)?.is_some() { Drawer::Closed } else { Drawer::Open(shift) })
}

/// Of what this till wrote, the newest that `sql` finds in a stretch.
fn newest<T: rusqlite::types::FromSql>(conn: &Connection, sql: &str, own: &[Stretch]) -> Result<Option<T>, StoreError> {
    for Stretch { epoch_no, last } in own {
        if let Some(found) = conn.prepare_cached(sql)?.query_row((epoch_no, last), |row| row.get(0)).optional()? {
            return Ok(Some(found));
        }
    }
    Ok(None)
}

/// Another life of this till may have closed its shift too.
fn z_here(conn: &Connection, shift: Id, own: &[Stretch]) -> Result<Option<i64>, StoreError> {
    let sql = "select z.arrival, j.epoch, j.sequence from z_reports z join journal j on j.arrival = z.arrival where z.shift = ?";
    let mut statement = conn.prepare_cached(sql)?;
    let found =
        statement.query_map([shift], |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?)))?.collect::<Result<Vec<(i64, i64, i64)>, _>>()?;
    let is_own = |epoch: i64, sequence: i64| own.iter().any(|stretch| stretch.epoch_no == epoch && sequence <= stretch.last);
    Ok(found.into_iter().find(|(_, epoch, sequence)| is_own(*epoch, *sequence)).map(|(arrival, ..)| arrival))
}

/// Whether a shift was ever opened under this id.
pub fn is_known(conn: &Connection, shift: Id) -> Result<bool, StoreError> {
    Ok(conn.prepare_cached("select exists (select 1 from shifts where id = ?)")?.query_row([shift], |row| row.get(0))?)
}

/// Of a shift, its entries as they happened.
pub fn entries_of(conn: &Connection, shift: Id) -> Result<Vec<Entry>, StoreError> {
    let mut statement = conn.prepare_cached("select arrival from shift_entries where shift = ? order by arrival")?;
    let arrivals: Vec<i64> = statement.query_map([shift], |row| row.get(0))?.collect::<Result<_, _>>()?;
    arrivals.into_iter().filter_map(|arrival| entries::entry(conn, arrival).transpose()).collect()
}

/// All of a shift, summed from its entries.
#[must_use]
pub fn sum_up(entries: &[Entry]) -> Option<OpenShift> {
    let mut whole: Option<OpenShift> = None;
    for entry in entries {
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
    whole
}

pub fn whole(conn: &Connection, shift: Id) -> Result<Option<OpenShift>, StoreError> {
    Ok(sum_up(&entries_of(conn, shift)?))
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

/// The last report of this till.
pub fn last_z(conn: &Connection) -> Result<Option<ZRow>, StoreError> {
    let sql = "select z.arrival from z_reports z join journal j on j.arrival = z.arrival where j.epoch = ? and j.sequence <= ? order by j.sequence desc limit 1";
    let Some(arrival) = newest::<i64>(conn, sql, &own::stretches(conn)?)? else { return Ok(None) };
    Ok(conn.prepare_cached(&format!("{SELECT} where z.arrival = ?"))?.query_row([arrival], z_row).optional()?)
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

/// The entry of what was done at the drawer under this id.
pub fn act(conn: &Connection, id: Id) -> Result<Option<Entry>, StoreError> {
    let sql = "select arrival from drawer_acts where id = ? order by arrival limit 1";
    let arrival = conn.prepare_cached(sql)?.query_row([id], |row| row.get(0)).optional()?;
    Ok(arrival.map(|arrival| entries::entry(conn, arrival)).transpose()?.flatten())
}

/// A movement of cash, and who wrote it when.
pub fn moved(conn: &Connection, id: Id) -> Result<Option<(CashMoved, Entry)>, StoreError> {
    Ok(act(conn, id)?.and_then(|entry| match &entry.fact {
        Fact::CashMoved(moved) => Some((moved.clone(), entry)),
        _ => None,
    }))
}
