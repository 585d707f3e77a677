//! What customers owe: payments on account, each a receipt of its own, and who is late.

use chrono::NaiveDate;
use domain::Money;
use domain::account::{OpenCharge, Receiving, Standing, pay as decide};
use domain::number::{Counted, LegalNumber};
use domain::tender::check_tenders;
use domain::{Id, Refusal};
use printing::{ShiftPaper, Slip};
use store::read::shifts::Drawer;
use store::read::{self, accounts, customers};
use store::{Connection, Lane, Store};

use crate::messages::*;
use crate::program::Shop;
use crate::requests::NameRecord;
use crate::use_cases::customers::{known, row};
use crate::use_cases::receipts::{local_time, name_of};
use crate::{App, Caller, Failure, print_jobs};

pub(crate) fn today(app: &App, shop: &Shop) -> Result<NaiveDate, Failure> {
    Ok(shop.business_date((app.clock)(), app.store.read(read::shop::last_business_date)?))
}

pub(crate) fn charge(own: &OpenCharge, today: NaiveDate) -> OpenChargeView {
    OpenChargeView {
        sale: own.sale,
        date: own.date.to_string(),
        due: own.due.map(|due| due.to_string()),
        amount: own.amount,
        open: own.open,
        overdue: own.due.is_some_and(|due| due < today),
    }
}

pub(crate) fn moved(own: accounts::Move, shop: &Shop) -> AccountMove {
    AccountMove {
        document: own.document,
        kind: own.kind,
        number: LegalNumber { series: own.series, number: own.number }.short(&shop.country.number),
        date: own.business_date,
        due: own.due,
        amount: own.amount,
        balance: own.balance,
    }
}

pub fn pay(app: &App, caller: &Caller<'_>, asked: PayAccount) -> Result<AccountReceipt, Failure> {
    let (shop, user, clock) = (app.shop()?, caller.user()?, app.clock.clone());
    // whatever else is wrong, a card number goes no further
    check_tenders(&asked.tenders, false)?;
    let seller = shop.clone();
    let (paid, print_job) = app.store.write(Lane::Sale, move |tx| {
        if let Some((paid, _)) = accounts::payment(tx, asked.id)? {
            return Ok((paid, None));
        }
        let drawer = read::shifts::drawer(tx)?;
        if drawer == Drawer::Closed {
            return Err(Refusal::ShiftNeeded.into());
        }
        known(tx, asked.customer)?;
        let (at, series) = (clock(), Counted::Payments.beside(tx.series()));
        let to = Receiving {
            id: asked.id,
            number: LegalNumber { number: accounts::next_payment(tx, &series)?, series },
            customer: asked.customer,
            shift: drawer.shift(),
            till: tx.till().to_owned(),
            business_date: seller.business_date(at, read::shop::last_business_date(tx)?),
            currency: seller.country.currency.code.clone(),
        };
        let standing = accounts::standing(tx, asked.customer)?;
        let paid = decide(&standing, to, &asked.tenders, asked.allocations.as_deref())?;
        let now = seller.now(at);
        tx.append(paid.clone(), Some(user), now)?;
        let has_cash = paid.tenders.iter().any(|it| it.tender.is_cash());
        let kind = if asked.print { "payment" } else { "drawer" };
        let number = paid.number.short(&seller.country.number);
        let job = if asked.print || has_cash { print_jobs::of_shift(tx, kind, paid.id, number, 0, now.ms)? } else { None };
        Ok::<_, Failure>((paid, job.map(|job| job.id)))
    })?;
    app.printer.wake();
    app.events.emit("shift.changed", &());
    let number = paid.number.on_paper(&shop.country.number);
    Ok(AccountReceipt { id: paid.id, number, amount: paid.amount, balance: paid.balance, print_job })
}

/// The receipt of a payment once more, marked as a copy.
pub fn reprint(app: &App, caller: &Caller<'_>, asked: NameRecord) -> Result<PrintJob, Failure> {
    let (shop, user) = (app.shop()?, caller.user()?);
    let now = app.now(&shop);
    let job = app.store.write(Lane::Interactive, move |tx| {
        let (paid, _) = accounts::payment(tx, asked.id)?.ok_or_else(|| Failure::not_found("payment"))?;
        print_jobs::copy_of(tx, "payment", paid.id, paid.number.short(&shop.country.number), (user, now))
    })?;
    app.printer.wake();
    Ok(print_jobs::view(&job))
}

pub(crate) fn payment_slip(store: &Store, shop: &Shop, id: Id, copy: Option<u32>) -> Result<Slip, Failure> {
    let (paid, entry) = store.read(|conn| accounts::payment(conn, id))?.ok_or_else(|| Failure::not_found("payment"))?;
    let by = name_of(store, entry.actor.unwrap_or_default())?;
    let customer = store.read(|conn| customers::find(conn, paid.customer))?.map(|it| it.contact.name).unwrap_or_default();
    let paper = ShiftPaper {
        shop: &shop.configured,
        country: shop.country,
        language: shop.language(),
        till: &paid.till,
        by: &by,
        at: local_time(entry.at_ms, entry.offset_minutes),
        approved_by: None,
        note: None,
        copy,
    };
    Ok(printing::payment_slip(paper, &paid, &customer))
}

/// Who owes, the most first, and for how long.
pub fn debtors(app: &App, _: &Caller<'_>, (): ()) -> Result<Vec<Debtor>, Failure> {
    let today = today(app, &app.shop()?)?;
    app.store.read(|conn| accounts::debtors(conn)?.into_iter().filter_map(|id| debtor(conn, id, today).transpose()).collect())
}

fn debtor(conn: &Connection, id: Id, today: NaiveDate) -> Result<Option<Debtor>, Failure> {
    let Some(customer) = customers::find(conn, id)? else { return Ok(None) };
    let standing = accounts::standing(conn, id)?;
    let [not_due, to_30, to_60, beyond] = aged(&standing, today);
    let oldest_due = standing.open.iter().filter_map(|own| own.due).filter(|due| *due < today).min();
    Ok(Some(Debtor { row: row(conn, customer)?, not_due, to_30, to_60, beyond, oldest_due: oldest_due.map(|due| due.to_string()) }))
}

/// Not due yet, and late for up to thirty days, sixty, and longer.
fn aged(standing: &Standing, today: NaiveDate) -> [Money; 4] {
    let mut sums = [Money::ZERO; 4];
    let mut favour = standing.in_favour();
    for own in &standing.open {
        let used = favour.min(own.open);
        favour = favour - used;
        let late = own.due.map_or(0, |due| (today - due).num_days());
        let at = usize::from(late > 0) + usize::from(late > 30) + usize::from(late > 60);
        sums[at] += own.open - used;
    }
    sums
}
