//! Gift cards, vouchers and store credit: issued, found by their code, spent as a tender, and given for what comes back.

use std::collections::BTreeMap;

use chrono::NaiveDate;
use domain::approval::Approved;
use domain::number::{Counted, LegalNumber};
use domain::quotation::last_day;
use domain::tender::{Tender, check_tenders};
use domain::value::{Issuing, code_of, in_groups, issue as decide, read_code};
use domain::{Id, Money, Refusal};
use printing::{ShiftPaper, Slip};
use store::read::shifts::Drawer;
use store::read::values::{self, Held};
use store::{Connection, Lane, Store, keys, read};

use crate::messages::{FindValue, IssueValue, PrintJob, ValueList, ValueView};
use crate::program::Shop;
use crate::requests::NameRecord;
use crate::use_cases::accounts::today;
use crate::use_cases::approvals::approving;
use crate::use_cases::receipts::local_time;
use crate::{App, Caller, Failure, print_jobs};

fn new_code() -> String {
    code_of(u64::from_le_bytes(keys::random()))
}

fn view(held: Held, today: NaiveDate) -> ValueView {
    let Held { value, issued, business_date } = held;
    ValueView {
        id: value.id,
        code: in_groups(&value.code),
        kind: value.kind,
        issued,
        balance: value.balance,
        date: business_date,
        valid_until: value.valid_until.map(|until| until.to_string()),
        expired: value.valid_until.is_some_and(|until| until < today),
    }
}

fn known(conn: &Connection, code: &str) -> Result<Held, Failure> {
    let code = read_code(code).ok_or(Refusal::ValueUnknown)?;
    Ok(values::by_code(conn, &code)?.ok_or(Refusal::ValueUnknown)?)
}

pub fn find(app: &App, _: &Caller<'_>, asked: FindValue) -> Result<ValueView, Failure> {
    let today = today(app, &app.shop()?)?;
    Ok(view(app.store.read(|conn| known(conn, &asked.code))?, today))
}

pub fn list(app: &App, _: &Caller<'_>, (): ()) -> Result<ValueList, Failure> {
    let today = today(app, &app.shop()?)?;
    let (open, owed) = app.store.read(|conn| Ok::<_, store::StoreError>((values::open(conn)?, values::owed(conn, today)?)))?;
    Ok(ValueList { rows: open.into_iter().map(|held| view(held, today)).collect(), owed })
}

pub fn issue(app: &App, caller: &Caller<'_>, asked: IssueValue) -> Result<ValueView, Failure> {
    let (shop, clock) = (app.shop()?, app.clock.clone());
    // whatever else is wrong, a card number goes no further
    check_tenders(&asked.tenders, false)?;
    let approving = approving(app, caller, Approved::IssueVoucher, asked.approval.as_ref())?;
    let (granted, seller, id) = (approving.clone(), shop.clone(), asked.id);
    app.store.write(Lane::Sale, move |tx| {
        if values::find(tx, asked.id)?.is_some() {
            return Ok(());
        }
        let drawer = read::shifts::drawer(tx)?;
        if drawer == Drawer::Closed {
            return Err(Refusal::ShiftNeeded.into());
        }
        let at = clock();
        let business_date = seller.business_date(at, read::shop::last_business_date(tx)?);
        let to = Issuing {
            id: asked.id,
            number: LegalNumber { series: Counted::Values.beside(tx.series()), number: values::next_number(tx)? },
            code: new_code(),
            shift: drawer.shift(),
            till: tx.till().to_owned(),
            business_date,
            currency: seller.country.currency.code.clone(),
            valid_until: asked.days.map(|days| last_day(business_date, days)).transpose()?,
        };
        let issued = decide(to, asked.kind, asked.amount, &asked.tenders, granted.asking)?;
        let now = seller.now(at);
        granted.record(tx, issued.id, issued.approved_by, now)?;
        tx.append(issued.clone(), Some(granted.asking.user), now)?;
        if asked.tenders.iter().any(Tender::is_cash) {
            print_jobs::of_shift(tx, "drawer", issued.id, String::new(), 0, now.ms)?;
        }
        if asked.print {
            print_jobs::of_shift(tx, "value", issued.id, in_groups(&issued.code), 0, now.ms)?;
        }
        Ok::<_, Failure>(())
    })?;
    approving.begin(app);
    app.printer.wake();
    app.events.emit("shift.changed", &());
    let held = app.store.read(|conn| values::find(conn, id))?.ok_or(Refusal::ValueUnknown)?;
    Ok(view(held, today(app, &shop)?))
}

/// What is spent is found by its code and has to be there; what is given gets a code that nobody knows yet.
pub(crate) fn resolved(conn: &Connection, tenders: &[Tender], today: NaiveDate) -> Result<Vec<Tender>, Failure> {
    let mut spent: BTreeMap<Id, Money> = BTreeMap::new();
    let resolve = |tender: &Tender| {
        let Tender::Value { amount, code, .. } = tender else { return Ok(tender.clone()) };
        if amount.is_negative() {
            return Ok(Tender::Value { amount: *amount, code: new_code(), value: Some(Id::now_v7()) });
        }
        let value = known(conn, code)?.value;
        let all = spent.entry(value.id).or_default();
        *all += *amount;
        value.spend(*all, today)?;
        Ok(Tender::Value { amount: *amount, code: value.code, value: Some(value.id) })
    };
    tenders.iter().map(resolve).collect()
}

pub fn reprint(app: &App, _: &Caller<'_>, asked: NameRecord) -> Result<PrintJob, Failure> {
    let now_ms = app.now_ms();
    let job = app.store.write(Lane::Interactive, move |tx| {
        let held = values::find(tx, asked.id)?.ok_or(Refusal::ValueUnknown)?;
        let job = print_jobs::of_shift(tx, "value", asked.id, in_groups(&held.value.code), 0, now_ms)?;
        job.ok_or_else(|| Failure::new("printer_none", "no printer is set up"))
    })?;
    app.printer.wake();
    Ok(print_jobs::view(&job))
}

/// With what is left on it when it is printed.
pub(crate) fn slip(store: &Store, shop: &Shop, id: Id, now: store::Now) -> Result<Slip, Failure> {
    let held = store.read(|conn| values::find(conn, id))?.ok_or(Refusal::ValueUnknown)?;
    let paper = ShiftPaper {
        shop: &shop.configured,
        country: shop.country,
        language: shop.language(),
        till: &store.read(read::own::till)?,
        by: "",
        at: local_time(now.ms, now.offset_minutes),
        approved_by: None,
        note: None,
        copy: None,
    };
    Ok(printing::value_slip(paper, &held.value))
}
