//! Customers, and what they owe. A debt is a set of movements, so that it does not matter which arrives first.

use domain::Id;
use domain::account::{AccountPaid, AccountTerms, Allocation};
use domain::customer::{Contact, CustomerSaved, Fiscal, digits, fold};
use domain::entry::Sealed;
use domain::sale::SaleCompleted;
use rusqlite::{Connection, OptionalExtension, params};

use super::{Arrived, register::beats};
use crate::read::users::is_erased;
use crate::{KeyStore, StoreError};

/// One register. Of an erased person only its order is kept.
pub fn saved(conn: &Connection, arrived: &Arrived<'_>, customer: &CustomerSaved, keys: &KeyStore) -> Result<(), StoreError> {
    let set_by = conn.query_row("select stamp from customers where id = ?", [customer.id], |row| row.get(0)).optional()?;
    if !beats(conn, arrived.arrival, set_by)? {
        return Ok(());
    }
    let texts = if is_erased(conn, customer.id)? { Texts::default() } else { Texts::open(customer, keys) };
    conn.execute(
        "insert into customers (id, contact, fiscal, search, active, stamp) values (?, ?, ?, ?, ?, ?)
         on conflict (id) do update set contact = excluded.contact, fiscal = excluded.fiscal, search = excluded.search,
             active = excluded.active, stamp = excluded.stamp",
        params![customer.id, texts.contact, texts.fiscal, texts.search, customer.active, arrived.arrival],
    )?;
    Ok(())
}

/// What is known of her in clear, as far as the keys are here.
#[derive(Debug, Default)]
pub(crate) struct Texts {
    pub contact: Option<String>,
    pub fiscal: Option<String>,
    pub search: Option<String>,
}

impl Texts {
    pub fn open(customer: &CustomerSaved, keys: &KeyStore) -> Self {
        let open = |sealed: &Sealed| keys.open_text(sealed);
        let (contact, fiscal) = (open(&customer.contact), customer.fiscal.as_ref().and_then(open));
        let search = contact.as_deref().map(|contact| searched(contact, fiscal.as_deref()));
        Self { fiscal: fiscal.filter(|_| contact.is_some()), contact, search }
    }
}

fn searched(contact: &str, fiscal: Option<&str>) -> String {
    let contact: Contact = serde_json::from_str(contact).unwrap_or_default();
    let fiscal: Fiscal = fiscal.and_then(|fiscal| serde_json::from_str(fiscal).ok()).unwrap_or_default();
    format!("{} {} {} {}", fold(&contact.name), digits(&contact.phone), fold(&fiscal.tax_id), fold(&fiscal.tax_name)).trim().to_owned()
}

pub fn erased(conn: &Connection, person: Id) -> Result<(), StoreError> {
    conn.execute("update customers set contact = null, fiscal = null, search = null where id = ?", [person])?;
    Ok(())
}

pub fn terms(conn: &Connection, arrived: &Arrived<'_>, terms: &AccountTerms) -> Result<(), StoreError> {
    let set_by = conn.query_row("select stamp from account_terms where customer = ?", [terms.customer], |row| row.get(0)).optional()?;
    if beats(conn, arrived.arrival, set_by)? {
        let body = serde_json::to_string(terms).map_err(|error| StoreError::Impossible(error.to_string()))?;
        conn.execute(
            "insert or replace into account_terms (customer, body, stamp) values (?, ?, ?)",
            (terms.customer, body, arrived.arrival),
        )?;
    }
    Ok(())
}

const MOVE: &str = "insert into account_moves (arrival, customer, document, kind, amount, charged, business_date, due, series, number)
                    values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)";

pub fn sold(conn: &Connection, arrival: i64, sale: &SaleCompleted) -> Result<(), StoreError> {
    let (Some(customer), Some(account)) = (sale.customer, &sale.account) else { return Ok(()) };
    let kind = match account.amount.get() {
        ..0 => "return",
        0 => "exchange",
        _ => "charge",
    };
    let (date, due) = (sale.business_date.to_string(), account.due.map(|due| due.to_string()));
    let (series, number) = (&sale.number.series, sale.number.number);
    let (amount, charged) = (account.amount.get(), account.charge().get());
    conn.prepare_cached(MOVE)?.execute(params![arrival, customer, sale.id, kind, amount, charged, date, due, series, number])?;
    allocated(conn, arrival, &account.allocations)
}

pub fn paid(conn: &Connection, arrival: i64, paid: &AccountPaid) -> Result<(), StoreError> {
    let (date, due) = (paid.business_date.to_string(), None::<String>);
    let (series, number, amount) = (&paid.number.series, paid.number.number, -paid.amount.get());
    conn.prepare_cached(MOVE)?.execute(params![arrival, paid.customer, paid.id, "payment", amount, 0, date, due, series, number])?;
    allocated(conn, arrival, &paid.allocations)
}

fn allocated(conn: &Connection, arrival: i64, allocations: &[Allocation]) -> Result<(), StoreError> {
    for (n, own) in (1_i64..).zip(allocations) {
        conn.prepare_cached("insert into account_allocations (arrival, n, charge, amount) values (?, ?, ?, ?)")?.execute((
            arrival,
            n,
            own.charge,
            own.amount.get(),
        ))?;
    }
    Ok(())
}
