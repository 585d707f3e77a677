//! What each person did on some days, and when she came and went.

use std::collections::BTreeMap;

use chrono::NaiveDate;
use domain::acts::{ActKind, acts_of};
use domain::clocking::Direction;
use domain::{Id, Money};
use journal::Entry;
use rusqlite::{Connection, params};

use crate::names::{name_of, named};
use crate::project::acts::local_date;
use crate::read::entries;
use crate::{StoreError, deferred};

/// So often, and for so much.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Sum {
    pub count: i64,
    pub amount: Money,
}

impl Sum {
    fn add(&mut self, count: i64, amount: Money) {
        self.count += count;
        self.amount += amount;
    }
}

pub type Acts = BTreeMap<(Id, ActKind), Sum>;

/// From the first day to the last; what the cursor has not reached is added.
pub fn acts(conn: &Connection, from: NaiveDate, to: NaiveDate) -> Result<Acts, StoreError> {
    let mut acts = Acts::new();
    let sql = "select person, kind, sum(count), sum(amount) from acts where date between ? and ? group by 1, 2";
    let mut statement = conn.prepare_cached(sql)?;
    let mut rows = statement.query([from.to_string(), to.to_string()])?;
    while let Some(row) = rows.next()? {
        let Some(kind) = named(&row.get::<_, String>(1)?) else { continue };
        acts.entry((row.get(0)?, kind)).or_default().add(row.get(2)?, Money::new(row.get(3)?).unwrap_or_default());
    }
    for entry in behind(conn)? {
        let Some(person) = entry.actor.filter(|_| (from..=to).contains(&local_date(&entry))) else { continue };
        for act in acts_of(&entry.fact) {
            acts.entry((person, act.kind)).or_default().add(act.count, act.amount);
        }
    }
    Ok(acts)
}

/// The entries that the deferred table does not have yet.
fn behind(conn: &Connection) -> Result<Vec<Entry>, StoreError> {
    let applied = deferred::applied(conn, "acts")?;
    let newest: i64 = conn.query_row("select coalesce(max(arrival), 0) from journal", [], |row| row.get(0))?;
    (applied + 1..=newest).filter_map(|arrival| entries::entry(conn, arrival).transpose()).collect()
}

/// One person's acts of one kind, the newest first.
pub fn acts_of_person(conn: &Connection, person: Id, kind: ActKind, from: NaiveDate, to: NaiveDate) -> Result<Vec<Entry>, StoreError> {
    let sql = "select arrival from acts where person = ? and kind = ? and date between ? and ? order by arrival desc limit 200";
    let mut statement = conn.prepare_cached(sql)?;
    let arrivals = statement.query_map(params![person, name_of(&kind)?, from.to_string(), to.to_string()], |row| row.get(0))?;
    let arrivals = arrivals.collect::<Result<Vec<i64>, _>>()?;
    let is_asked = |entry: &Entry| {
        let acts = acts_of(&entry.fact);
        entry.actor == Some(person) && (from..=to).contains(&local_date(entry)) && acts.iter().any(|act| act.kind == kind)
    };
    let mut found: Vec<Entry> = behind(conn)?.into_iter().rev().filter(is_asked).collect();
    for arrival in arrivals {
        found.extend(entries::entry(conn, arrival)?);
    }
    Ok(found)
}

/// Sales by cashier.
pub fn sales(conn: &Connection, from: NaiveDate, to: NaiveDate) -> Result<BTreeMap<Id, Sum>, StoreError> {
    let sql = "select cashier, count(*), sum(total) from sales where business_date between ? and ? group by 1";
    let mut statement = conn.prepare_cached(sql)?;
    let rows = statement.query_map([from.to_string(), to.to_string()], |row| {
        Ok((row.get(0)?, Sum { count: row.get(1)?, amount: Money::new(row.get(2)?).unwrap_or_default() }))
    })?;
    Ok(rows.collect::<Result<_, _>>()?)
}

/// Comings and goings of everybody between two instants, in their order.
pub fn clockings(conn: &Connection, from_ms: i64, to_ms: i64) -> Result<Vec<(Id, i64, Direction)>, StoreError> {
    let sql = "select person, at_ms, direction from clockings where at_ms between ? and ? order by at_ms, id";
    let mut statement = conn.prepare_cached(sql)?;
    let rows = statement.query_map([from_ms, to_ms], |row| Ok((row.get(0)?, row.get(1)?, row.get::<_, String>(2)?)))?;
    let rows = rows.collect::<Result<Vec<(Id, i64, String)>, _>>()?;
    Ok(rows.into_iter().filter_map(|(person, at_ms, direction)| Some((person, at_ms, named(&direction)?))).collect())
}

/// Whether she is here: the last word on it.
pub fn is_here(conn: &Connection, person: Id) -> Result<Option<i64>, StoreError> {
    let sql = "select at_ms, direction from clockings where person = ? order by at_ms desc, id desc limit 1";
    let mut statement = conn.prepare_cached(sql)?;
    let mut rows = statement.query([person])?;
    let Some(row) = rows.next()? else { return Ok(None) };
    let is_in = named(&row.get::<_, String>(1)?) == Some(Direction::In);
    Ok(if is_in { Some(row.get(0)?) } else { None })
}

/// The same press sent twice is one.
pub fn is_clocked(conn: &Connection, id: Id) -> Result<bool, StoreError> {
    Ok(conn.prepare_cached("select exists (select 1 from clockings where id = ?)")?.query_row([id], |row| row.get(0))?)
}
