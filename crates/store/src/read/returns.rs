//! What came back of a sale: the sale as it was paid, and the documents that took something of it back.

use domain::Id;
use domain::entry::Fact;
use domain::refund::Origin;
use domain::sale::SaleCompleted;
use rusqlite::Connection;

use crate::StoreError;
use crate::read::{accounts, entries, receipts};

pub fn origin(conn: &Connection, sale: Id) -> Result<Option<Origin>, StoreError> {
    let Some(stored) = receipts::paid(conn, sale)? else { return Ok(None) };
    Ok(Some(Origin { sale: stored.sale, refunds: refunds_of(conn, sale)?, open: accounts::open_of(conn, sale)? }))
}

/// In the order in which they are known here; how much came back does not depend on it.
fn refunds_of(conn: &Connection, sale: Id) -> Result<Vec<SaleCompleted>, StoreError> {
    let mut statement = conn.prepare_cached("select distinct document from return_lines where sale = ? order by document")?;
    let documents = statement.query_map([sale], |row| row.get(0))?.collect::<Result<Vec<i64>, _>>()?;
    let mut refunds = Vec::with_capacity(documents.len());
    for document in documents {
        if let Some(Fact::SaleCompleted(refund)) = entries::entry(conn, document)?.map(|entry| entry.fact) {
            refunds.push(refund);
        }
    }
    Ok(refunds)
}

/// All the sales that something in a cart comes from; `None` where one of them is not known here.
pub fn origins(conn: &Connection, sales: &[Id]) -> Result<Option<Vec<Origin>>, StoreError> {
    sales.iter().map(|sale| origin(conn, *sale)).collect()
}
