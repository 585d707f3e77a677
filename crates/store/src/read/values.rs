//! What codes are worth, as far as this till has heard.

use chrono::NaiveDate;
use domain::value::{Value, ValueKind};
use domain::{Id, Money};
use rusqlite::{Connection, OptionalExtension, Row};

use crate::StoreError;
use crate::names::named;

/// A value, and where it comes from.
#[derive(Debug, Clone)]
pub struct Held {
    pub value: Value,
    pub issued: Money,
    pub business_date: String,
}

// the move that issued it says what it is; what was spent before that was heard of counts too
const SELECT: &str = "select m.value, m.code, m.kind, m.amount, m.valid_until, m.business_date,
        (select sum(amount) from value_moves own where own.value = m.value) balance
    from value_moves m where m.kind <> 'spent'";

fn held(row: &Row<'_>) -> rusqlite::Result<Held> {
    let until: Option<String> = row.get(4)?;
    let value = Value {
        id: row.get(0)?,
        code: row.get(1)?,
        kind: named(&row.get::<_, String>(2)?).unwrap_or(ValueKind::Credit),
        balance: Money::new(row.get(6)?).unwrap_or_default(),
        valid_until: until.and_then(|until| until.parse().ok()),
    };
    Ok(Held { value, issued: Money::new(row.get(3)?).unwrap_or_default(), business_date: row.get(5)? })
}

pub fn by_code(conn: &Connection, code: &str) -> Result<Option<Held>, StoreError> {
    Ok(conn.prepare_cached(&format!("{SELECT} and m.code = ? limit 1"))?.query_row([code], held).optional()?)
}

pub fn find(conn: &Connection, id: Id) -> Result<Option<Held>, StoreError> {
    Ok(conn.prepare_cached(&format!("{SELECT} and m.value = ? limit 1"))?.query_row([id], held).optional()?)
}

/// Those that are not spent, and those of which more was spent than there was; the newest first.
pub fn open(conn: &Connection) -> Result<Vec<Held>, StoreError> {
    let sql = format!("select * from ({SELECT} order by m.arrival desc) where balance <> 0 limit 500");
    let mut statement = conn.prepare_cached(&sql)?;
    let rows = statement.query_map([], held)?;
    Ok(rows.collect::<Result<_, _>>()?)
}

/// What the shop owes to all who hold a code that is good today.
pub fn owed(conn: &Connection, today: NaiveDate) -> Result<Money, StoreError> {
    let sql = format!("select coalesce(sum(balance), 0) from ({SELECT}) where balance > 0 and coalesce(valid_until, '9999') >= ?");
    let owed: i64 = conn.prepare_cached(&sql)?.query_row([today.to_string()], |row| row.get(0))?;
    Ok(Money::new(owed).unwrap_or_default())
}

/// Issues are counted in a series of their own; only those that were not a sale have a number.
pub fn next_number(conn: &Connection) -> Result<i64, StoreError> {
    let sql = "select count(*) + 1 from value_moves m join journal j on j.arrival = m.arrival
               where m.kind in ('gift_card', 'voucher') and j.epoch = (select epoch from local_device)";
    Ok(conn.prepare_cached(sql)?.query_row([], |row| row.get(0))?)
}
