//! What came back of a sale: the sale as it was paid, and the documents that took something of it back.

use std::collections::BTreeMap;

use chrono::NaiveDate;
use domain::carried::Carried;
use domain::cart::Cart;
use domain::country::Country;
use domain::entry::Fact;
use domain::number::LegalNumber;
use domain::receipt_code::ReceiptCode;
use domain::refund::Origin;
use domain::sale::SaleCompleted;
use domain::{Id, Money};
use journal::VerifyingKey;
use rusqlite::{Connection, OptionalExtension};

use crate::read::{accounts, entries, products, receipts};
use crate::{KeyStore, StoreError};

pub fn origin(conn: &Connection, sale: Id) -> Result<Option<Origin>, StoreError> {
    let Some(stored) = receipts::paid(conn, sale)? else { return Ok(None) };
    Ok(Some(Origin { sale: stored.sale, refunds: refunds_of(conn, sale)?, open: accounts::open_of(conn, sale)?, carried: None }))
}

/// As its receipt tells it, where a till of the shop has signed that.
pub fn told(conn: &Connection, country: &Country, receipt: &str) -> Result<Option<Origin>, StoreError> {
    let Ok(code) = receipt.parse() else { return Ok(None) };
    let Some(carried) = journal::carried::open(&code, &keys_of_shop(conn)?) else { return Ok(None) };
    let mut known = BTreeMap::new();
    for end in carried.products() {
        known.extend(products::by_end(conn, end)?.map(|product| (end, product)));
    }
    let Some(sale) = carried.sale(&code, country, |end| known.get(&end).cloned()) else { return Ok(None) };
    let refunds = refunds_of(conn, sale.id)?;
    Ok(Some(Origin { sale, refunds, open: Money::ZERO, carried: Some(receipt.to_owned()) }))
}

/// What a till has signed, by the first entry of each of its epochs.
fn keys_of_shop(conn: &Connection) -> Result<Vec<VerifyingKey>, StoreError> {
    let mut statement = conn.prepare_cached("select public_key from epochs")?;
    let keys = statement.query_map([], |row| row.get::<_, String>(0))?.collect::<Result<Vec<_>, _>>()?;
    Ok(keys.iter().filter_map(|key| VerifyingKey::from_hex(key)).collect())
}

/// The code of a receipt with what it can carry, signed by this till.
pub fn signed(conn: &Connection, keys: &KeyStore, code: ReceiptCode, sale: &SaleCompleted) -> Result<ReceiptCode, StoreError> {
    let sql = "select e.epoch from local_device d join epochs e on e.no = d.epoch";
    let epoch: Option<Id> = conn.prepare_cached(sql)?.query_row([], |row| row.get(0)).optional()?;
    let key = epoch.and_then(|epoch| keys.signing(epoch));
    Ok(match (Carried::of(sale), key) {
        (Some(carried), Some(key)) => journal::carried::sign(code, &carried, &key),
        _ => code,
    })
}

/// Sales of which more came back than was sold, and the last document that took it: two tills gave it back while they were apart.
pub fn twice(conn: &Connection, since: NaiveDate) -> Result<Vec<(LegalNumber, LegalNumber)>, StoreError> {
    let sql = "select r.sale, max(s.arrival) from return_lines r join sales s on s.arrival = r.document
               group by r.sale having count(distinct r.document) > 1 and max(s.business_date) >= ?";
    let mut statement = conn.prepare_cached(sql)?;
    let found: Vec<(Id, i64)> =
        statement.query_map([since.to_string()], |row| Ok((row.get(0)?, row.get(1)?)))?.collect::<Result<_, _>>()?;
    let mut twice = Vec::new();
    for (sale, last) in found {
        let Some(origin) = origin(conn, sale)? else { continue };
        let Some(Fact::SaleCompleted(last)) = entries::entry(conn, last)?.map(|entry| entry.fact) else { continue };
        if origin.is_beyond() {
            twice.push((origin.sale.number, last.number));
        }
    }
    Ok(twice)
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

/// All the sales that something in a cart comes from; `None` where one of them is neither known here nor told by its receipt.
pub fn origins(conn: &Connection, country: &Country, cart: &Cart) -> Result<Option<Vec<Origin>>, StoreError> {
    let of = |sale: Id| match (origin(conn, sale)?, cart.receipt_of(sale)) {
        (None, Some(receipt)) => Ok(told(conn, country, receipt)?.filter(|told| told.sale.id == sale)),
        (known, _) => Ok(known),
    };
    cart.origins().into_iter().map(of).collect()
}
