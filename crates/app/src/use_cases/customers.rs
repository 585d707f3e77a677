//! The shop's customers. Their texts are sealed in the journal with keys of their own.

use domain::Id;
use domain::Refusal;
use domain::account::AccountTerms;
use domain::customer::{Contact, CustomerSaved, Fiscal, likeness};
use domain::entry::PersonErased;
use domain::tax_id;
use store::local::carts;
use store::read::customers::Customer;
use store::read::{accounts, customers, orders, users};
use store::{Connection, Lane, StoreError};

use crate::messages::*;
use crate::requests::NameRecord;
use crate::use_cases::accounts::{charge, moved, today};
use crate::use_cases::points;
use crate::use_cases::sell::change;
use crate::{App, Caller, Failure};

pub(crate) fn row(conn: &Connection, customer: Customer) -> Result<CustomerRow, StoreError> {
    let Customer { id, contact, fiscal, active } = customer;
    let balance = accounts::balance(conn, id)?;
    Ok(CustomerRow { id, name: contact.name, phone: contact.phone, tax_id: fiscal.tax_id, active, balance })
}

pub(crate) fn known(conn: &Connection, id: Id) -> Result<Customer, Failure> {
    if users::is_erased(conn, id)? {
        return Err(Failure::not_found("customer"));
    }
    customers::find(conn, id)?.ok_or_else(|| Failure::not_found("customer"))
}

pub fn search(app: &App, _: &Caller<'_>, asked: SearchCustomers) -> Result<Vec<CustomerRow>, Failure> {
    let rows = app.store.read(|conn| customers::search(conn, &asked.text)?.into_iter().map(|found| row(conn, found)).collect())?;
    Ok(rows)
}

pub fn get(app: &App, _: &Caller<'_>, asked: NameRecord) -> Result<CustomerView, Failure> {
    let shop = app.shop()?;
    let today = today(app, &shop)?;
    app.store.read(|conn| {
        let Customer { id, contact, fiscal, active } = known(conn, asked.id)?;
        let (standing, visits) = (accounts::standing(conn, id)?, customers::visits(conn, id)?);
        Ok::<_, Failure>(CustomerView {
            id,
            contact,
            fiscal,
            active,
            balance: standing.balance,
            free: standing.free(),
            overdue: standing.overdue(today),
            points: points::held(conn, id)?,
            open: standing.open.iter().map(|own| charge(own, today)).collect(),
            terms: standing.terms,
            statement: accounts::statement(conn, id)?.into_iter().map(|own| moved(own, &shop)).collect(),
            visits: visits.count,
            last_visit_ms: visits.last_ms,
            last_sale: customers::last_sale(conn, id)?,
            favourites: visits.favourites.into_iter().map(favourite).collect::<Result<_, _>>()?,
        })
    })
}

fn favourite((name, quantity): (String, i64)) -> Result<Favourite, Refusal> {
    Ok(Favourite { name, quantity: domain::Quantity::new(quantity)? })
}

/// Whether she looks like somebody who is known, and whether her tax number looks wrong.
pub fn doubts(app: &App, _: &Caller<'_>, asked: CustomerSave) -> Result<CustomerDoubts, Failure> {
    let (contact, fiscal) = (asked.contact.cleaned()?, asked.fiscal.cleaned()?);
    let tax_id = if fiscal.tax_id.is_empty() { None } else { tax_id::check(&fiscal.tax_id, app.shop()?.country)? };
    let similar = app.store.read(|conn| {
        let others = customers::all(conn)?.into_iter().filter(|other| other.id != asked.id);
        let like = |other: Customer| likeness((&contact, &fiscal), (&other.contact, &other.fiscal)).map(|like| (other, like));
        let found = others.filter_map(like).take(5);
        found.map(|(other, likeness)| Ok(Lookalike { row: row(conn, other)?, likeness })).collect::<Result<_, StoreError>>()
    })?;
    Ok(CustomerDoubts { similar, tax_id })
}

pub fn save(app: &App, caller: &Caller<'_>, asked: CustomerSave) -> Result<CustomerView, Failure> {
    let (contact, fiscal) = (asked.contact.cleaned()?, asked.fiscal.cleaned()?);
    if !fiscal.tax_id.is_empty() {
        tax_id::check(&fiscal.tax_id, app.shop()?.country)?;
    }
    let (id, active, user, now) = (asked.id, asked.active, caller.user()?, app.now(&app.shop()?));
    app.store.write(Lane::Interactive, move |tx| {
        // she may have been erased since
        if users::is_erased(tx, id)? {
            return Err(Failure::not_found("customer"));
        }
        let before = customers::find(tx, id)?;
        if before.is_some_and(|it| it.contact == contact && it.fiscal == fiscal && it.active == active) {
            return Ok(());
        }
        let contact = tx.seal_of_person(id, &text(&contact)?)?;
        let fiscal = if fiscal.is_empty() { None } else { Some(tx.seal_fiscal(id, &text::<Fiscal>(&fiscal)?)?) };
        tx.append(CustomerSaved { id, contact, fiscal, active }, Some(user), now)?;
        Ok(())
    })?;
    get(app, caller, NameRecord { id })
}

fn text<T: serde::Serialize>(value: &T) -> Result<String, Failure> {
    serde_json::to_string(value).map_err(|error| Failure::new("internal", error.to_string()))
}

/// What she may owe, by whoever may grant it.
pub fn terms(app: &App, caller: &Caller<'_>, asked: AccountTerms) -> Result<CustomerView, Failure> {
    asked.check()?;
    let (customer, user, now) = (asked.customer, caller.user()?, app.now(&app.shop()?));
    app.store.write(Lane::Interactive, move |tx| {
        known(tx, customer)?;
        tx.append(asked, Some(user), now)?;
        Ok::<_, Failure>(())
    })?;
    get(app, caller, NameRecord { id: customer })
}

/// Forgets her. As long as anything is owed by her, or to her, the shop has to know who she is.
pub fn erase(app: &App, caller: &Caller<'_>, asked: NameRecord) -> Result<(), Failure> {
    let (person, user, now) = (asked.id, caller.user()?, app.now(&app.shop()?));
    app.store.write(Lane::Interactive, move |tx| {
        if users::is_erased(tx, person)? {
            return Ok(());
        }
        known(tx, person)?;
        if accounts::balance(tx, person)? != domain::Money::ZERO || orders::has_open(tx, person)? {
            return Err(Refusal::AccountOpen.into());
        }
        carts::forget_customer(tx, person)?;
        tx.append(PersonErased { person }, Some(user), now)?;
        Ok::<_, Failure>(())
    })?;
    super::users::destroy(app, person)
}

/// Whom the open ticket is for.
pub fn choose(app: &App, caller: &Caller<'_>, asked: ChooseCustomer) -> Result<CartView, Failure> {
    let (view, ()) = change(app, caller, move |change| {
        if let Some(customer) = asked.customer {
            known(change.tx, customer)?;
        }
        change.cart.customer = asked.customer;
        Ok(carts::save_customer(change.tx, change.cart.id, asked.customer)?)
    })?;
    Ok(view)
}

/// As the till shows her: blank once she is erased.
pub(crate) fn chosen(conn: &Connection, id: Id, today: chrono::NaiveDate) -> Result<Option<CartCustomer>, StoreError> {
    let Some(Customer { id, contact: Contact { name, warning, .. }, .. }) = customers::find(conn, id)? else { return Ok(None) };
    let standing = accounts::standing(conn, id)?;
    let (free, overdue) = (standing.free(), standing.overdue(today));
    Ok(Some(CartCustomer { id, name, warning, balance: standing.balance, free, overdue, points: points::held(conn, id)? }))
}
