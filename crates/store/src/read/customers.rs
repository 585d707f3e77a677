//! Who buys here. Search folds as the projection does: no accents, no case, words in any order.

use domain::Id;
use domain::customer::{Contact, Fiscal, fold};
use rusqlite::{Connection, OptionalExtension, Row, params_from_iter};

use crate::StoreError;

#[derive(Debug, Clone)]
pub struct Customer {
    pub id: Id,
    /// Blank once she is erased.
    pub contact: Contact,
    pub fiscal: Fiscal,
    pub active: bool,
}

const SELECT: &str = "select id, contact, fiscal, active from customers";

fn customer(row: &Row<'_>) -> rusqlite::Result<Customer> {
    let text = |at: usize| row.get::<_, Option<String>>(at).map(Option::unwrap_or_default);
    Ok(Customer {
        id: row.get(0)?,
        contact: serde_json::from_str(&text(1)?).unwrap_or_default(),
        fiscal: serde_json::from_str(&text(2)?).unwrap_or_default(),
        active: row.get(3)?,
    })
}

pub fn find(conn: &Connection, id: Id) -> Result<Option<Customer>, StoreError> {
    Ok(conn.prepare_cached(&format!("{SELECT} where id = ?"))?.query_row([id], customer).optional()?)
}

pub const PAGE: i64 = 50;
const MOST_WORDS: usize = 6;

/// Whoever has all the words, the active first. Nothing asked: everybody, by name.
pub fn search(conn: &Connection, text: &str) -> Result<Vec<Customer>, StoreError> {
    // a telephone is written with blanks and dashes, and kept without
    let folded = fold(text);
    let is_number = folded.chars().all(|it| it.is_ascii_digit() || " -+().".contains(it)) && folded.chars().any(|it| it.is_ascii_digit());
    let words: Vec<String> = if is_number {
        vec![folded.chars().filter(char::is_ascii_digit).collect()]
    } else {
        folded
            .split(|it: char| !it.is_alphanumeric() && it != '&')
            .filter(|it| !it.is_empty())
            .take(MOST_WORDS)
            .map(str::to_owned)
            .collect()
    };
    // nobody is called "--"
    if words.is_empty() && !text.trim().is_empty() {
        return Ok(Vec::new());
    }
    let has = " and search like '%' || ? || '%'".repeat(words.len());
    let sql = format!("{SELECT} where search is not null{has} order by active desc, search, id limit {PAGE}");
    let mut statement = conn.prepare_cached(&sql)?;
    let found = statement.query_map(params_from_iter(words), customer)?.collect::<Result<_, _>>()?;
    Ok(found)
}

/// Everybody that is not erased, for whoever looks for the same person.
pub fn all(conn: &Connection) -> Result<Vec<Customer>, StoreError> {
    let mut statement = conn.prepare_cached(&format!("{SELECT} where contact is not null"))?;
    let all = statement.query_map([], customer)?.collect::<Result<_, _>>()?;
    Ok(all)
}

/// What she bought, and when.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Visits {
    pub count: i64,
    pub last_ms: Option<i64>,
    /// Name and thousandths, the most often bought first.
    pub favourites: Vec<(String, i64)>,
}

/// The last time that she bought something, and did not only bring something back.
pub fn last_sale(conn: &Connection, id: Id) -> Result<Option<Id>, StoreError> {
    let sql = "select id from sales where customer = ? and total > 0 order by at_ms desc, arrival desc limit 1";
    Ok(conn.prepare_cached(sql)?.query_row([id], |row| row.get(0)).optional()?)
}

pub fn visits(conn: &Connection, id: Id) -> Result<Visits, StoreError> {
    let (count, last_ms) = conn
        .prepare_cached("select count(*), max(at_ms) from sales where customer = ?")?
        .query_row([id], |row| Ok((row.get(0)?, row.get(1)?)))?;
    let mut statement = conn.prepare_cached(
        "select p.name, sum(l.quantity) q from sales s join sale_lines l on l.sale = s.arrival join products p on p.id = l.product
         where s.customer = ? group by p.id having q > 0 order by count(*) desc, q desc, p.name limit 5",
    )?;
    let favourites = statement.query_map([id], |row| Ok((row.get(0)?, row.get(1)?)))?.collect::<Result<_, _>>()?;
    Ok(Visits { count, last_ms, favourites })
}
