//! Orders as the screen shows them.

use chrono::NaiveDate;
use domain::customer::Contact;
use domain::entry::Fact;
use domain::order::{Ended, OrderPlaced};
use domain::product::articles;
use domain::sale::PaidTender;
use domain::{Id, Money, Quantity};
use journal::Entry;
use store::Connection;
use store::read::orders::{self, Known};
use store::read::{customers, users};

use crate::messages::*;
use crate::program::Shop;
use crate::requests::NameRecord;
use crate::use_cases::accounts::today;
use crate::use_cases::pay;
use crate::{App, Caller, Failure};

pub(super) fn known(conn: &Connection, id: Id) -> Result<Known, Failure> {
    orders::find(conn, id)?.ok_or_else(|| Failure::not_found("order"))
}

/// Who was erased has no name.
pub(super) fn customer_of(conn: &Connection, placed: &OrderPlaced) -> Result<Contact, Failure> {
    let found = placed.offer.customer.map(|id| customers::find(conn, id)).transpose()?.flatten();
    Ok(found.map(|customer| customer.contact).unwrap_or_default())
}

pub fn list(app: &App, _: &Caller<'_>, (): ()) -> Result<OrderList, Failure> {
    let shop = app.shop()?;
    let today = today(app, &shop)?;
    app.store.read(|conn| {
        let rows = |all: Vec<Known>| all.iter().map(|known| row(conn, &shop, known, today)).collect::<Result<Vec<_>, _>>();
        let mut open = rows(orders::open(conn)?)?;
        open.sort_by_key(|row| row.state != OrderState::Overdue);
        Ok(OrderList { open, ended: rows(orders::ended(conn)?)?, owed: orders::owed(conn)? })
    })
}

pub fn get(app: &App, _: &Caller<'_>, asked: NameRecord) -> Result<OrderView, Failure> {
    view_of(app, &app.shop()?, asked.id)
}

/// How much of a product is put aside for somebody.
pub fn kept(app: &App, _: &Caller<'_>, asked: NameRecord) -> Result<Quantity, Failure> {
    Ok(app.store.read(|conn| orders::put_aside(conn, asked.id))?)
}

fn row(conn: &Connection, shop: &Shop, Known { placed, entry, standing }: &Known, today: NaiveDate) -> Result<OrderRow, Failure> {
    let held = standing.held();
    let state = match standing.ended {
        Some(Ended::Sold(_)) => OrderState::Sold,
        Some(Ended::Cancelled) => OrderState::Cancelled,
        None if placed.is_overdue(held, today) => OrderState::Overdue,
        None => OrderState::Open,
    };
    let is_open = standing.ended.is_none();
    Ok(OrderRow {
        id: placed.id,
        number: placed.offer.number.short(&shop.country.number),
        kind: placed.kind,
        at_ms: entry.at_ms,
        customer: Some(customer_of(conn, placed)?.name).filter(|name| !name.is_empty()),
        valid_until: placed.valid_until.to_string(),
        count: placed.offer.lines.iter().map(|line| articles(line.unit, line.quantity)).sum(),
        total: standing.total,
        held,
        left: if is_open { standing.left() } else { Money::ZERO },
        next: placed.next(held).filter(|_| is_open),
        state,
    })
}

pub(super) fn view_of(app: &App, shop: &Shop, id: Id) -> Result<OrderView, Failure> {
    let today = today(app, shop)?;
    app.store.read(|conn| {
        let known = known(conn, id)?;
        let Known { placed, entry, standing } = &known;
        let entries = orders::documents(conn, id)?;
        Ok(OrderView {
            row: row(conn, shop, &known, today)?,
            by: name(conn, entry)?,
            phone: customer_of(conn, placed)?.phone,
            lines: placed.offer.lines.iter().map(line).collect(),
            schedule: if standing.ended.is_none() { placed.open_schedule(standing.held()) } else { Vec::new() },
            documents: entries.iter().filter_map(|entry| document(conn, shop, entry).transpose()).collect::<Result<_, _>>()?,
            sale: match standing.ended {
                Some(Ended::Sold(sale)) => Some(sale),
                _ => None,
            },
            give_back: standing
                .as_it_came()
                .into_iter()
                .map(|(by, amount)| ProposedTender { method: by.method().to_owned(), amount })
                .collect(),
            credit: entries.iter().filter_map(moved).flat_map(|(_, _, tenders)| pay::credit(tenders)).map(|(_, code)| code).collect(),
        })
    })
}

fn line(line: &domain::sale::SaleLine) -> OrderLine {
    OrderLine { name: line.name.clone(), unit: line.unit, quantity: line.quantity, total: line.total }
}

fn name(conn: &Connection, entry: &Entry) -> Result<String, Failure> {
    Ok(users::find(conn, entry.actor.unwrap_or_default())?.map(|user| user.name).unwrap_or_default())
}

fn moved(entry: &Entry) -> Option<(Id, &domain::number::LegalNumber, &[PaidTender])> {
    match &entry.fact {
        Fact::DepositTaken(taken) => Some((taken.id, &taken.number, &taken.tenders)),
        Fact::OrderCancelled(cancelled) => Some((cancelled.id, &cancelled.number, &cancelled.tenders)),
        _ => None,
    }
}

fn document(conn: &Connection, shop: &Shop, entry: &Entry) -> Result<Option<OrderDocument>, Failure> {
    let Some((id, number, tenders)) = moved(entry) else { return Ok(None) };
    Ok(Some(OrderDocument {
        id,
        number: number.short(&shop.country.number),
        at_ms: entry.at_ms,
        by: name(conn, entry)?,
        amount: tenders.iter().map(|paid| paid.base_amount).sum(),
        methods: tenders.iter().map(|paid| paid.tender.method().to_owned()).collect(),
    }))
}
