//! Taking the money. The sale is on disk before the answer, and the answer comes before the drawer and the paper.

use std::sync::Arc;

use chrono::{DateTime, NaiveDate, Utc};
use domain::account::Standing;
use domain::approval::Approved;
use domain::cart::Cart;
use domain::cash_rules::CashRules;
use domain::currency::Currency;
use domain::number::LegalNumber;
use domain::refund::Returns;
use domain::sale::{Counter, PaidTender, SaleCompleted, complete as decide};
use domain::shift::Asking;
use domain::tender::Tender;
use domain::value::in_groups;
use domain::{Id, Refusal};
use store::local::carts;
use store::read::receipts;
use store::read::shifts::Drawer;
use store::{Connection, Lane, StoreError, Tx, read};

use crate::messages::{CompleteSale, SaleDone};
use crate::program::Shop;
use crate::use_cases::approvals::{self, Approving};
use crate::use_cases::{orders, points, quotations, returns, shifts, values};
use crate::{App, Caller, Failure, print_jobs};

/// Notes are sealed with a key of their month: destroying it erases them all.
pub fn notes_key(ms: i64) -> String {
    DateTime::from_timestamp_millis(ms).unwrap_or_default().format("notes-%Y-%m").to_string()
}

pub fn complete(app: &App, caller: &Caller<'_>, asked: CompleteSale) -> Result<SaleDone, Failure> {
    let shop = app.shop()?;
    let allowed = Allowed {
        rules: shifts::rules(app, &shop)?,
        approving: approvals::approving(app, caller, Approved::Sale, asked.approval.as_ref())?,
    };
    let asked = Arc::new(asked);
    let (sale, job) = app.finish(|| commit(app, &shop, allowed.clone(), Arc::clone(&asked)))?;
    allowed.approving.begin(app);
    store::failpoint("sale answered");
    app.printer.wake();
    Ok(done(&sale, &shop, job))
}

/// What the owner's rules allow whoever asks.
#[derive(Clone)]
struct Allowed {
    rules: CashRules,
    approving: Approving,
}

fn commit(app: &App, shop: &Shop, allowed: Allowed, asked: Arc<CompleteSale>) -> Result<(SaleCompleted, Option<Id>), Failure> {
    let (clock, seller) = (app.clock.clone(), shop.clone());
    app.store.write(Lane::Sale, move |tx| {
        // a second Enter, an answer that was lost, or a commit in doubt that is settled now: the same cart is the same sale
        if let Some(sale) = already_sold(tx, asked.cart)? {
            return Ok((sale, None));
        }
        // a queued sale is of the day on which it is committed
        let at = clock();
        let counter = counter(tx, &seller, allowed.approving.asking, at)?;
        let now = seller.now(at);
        let sale = sell(tx, &counter, &allowed, &asked, now)?;
        let job = if asked.print || opens_drawer(&sale) { print_jobs::of_sale(tx, &sale, asked.print, now.ms)? } else { None };
        print_credit(tx, &sale.tenders, now)?;
        Ok((sale, job))
    })
}

/// Who sells here and now.
pub(super) fn counter(tx: &Tx<'_>, shop: &Shop, by: Asking, at: DateTime<Utc>) -> Result<Counter, StoreError> {
    Ok(Counter {
        country: shop.country,
        till: tx.till().to_owned(),
        cashier: by.user,
        powers: by.powers,
        business_date: shop.business_date(at, read::shop::last_business_date(tx)?),
        demo: shop.configured.demo,
    })
}

/// New store credit is on paper, or nobody could spend it.
pub(super) fn print_credit(conn: &Connection, tenders: &[PaidTender], now: store::Now) -> Result<(), StoreError> {
    credit(tenders).into_iter().try_for_each(|(value, code)| print_jobs::of_shift(conn, "value", value, code, 0, now.ms).map(drop))
}

fn opens_drawer(sale: &SaleCompleted) -> bool {
    sale.tenders.iter().any(|paid| paid.tender.is_cash())
}

fn already_sold(conn: &Connection, cart: Id) -> Result<Option<SaleCompleted>, StoreError> {
    Ok(receipts::stored(conn, cart)?.map(|stored| stored.sale))
}

/// A till that counts its drawer knows of every sale in which shift it was.
fn check_drawer(conn: &Connection) -> Result<(), Failure> {
    if read::shifts::drawer(conn)? == Drawer::Closed { Err(Refusal::ShiftNeeded.into()) } else { Ok(()) }
}

fn sell(tx: &mut Tx<'_>, counter: &Counter, allowed: &Allowed, asked: &CompleteSale, now: store::Now) -> Result<SaleCompleted, Failure> {
    let cart = carts::current(tx, counter.cashier)?.filter(|cart| cart.id == asked.cart);
    let cart = cart.ok_or_else(|| Failure::new("cart_changed", "another ticket is open now; nothing was charged"))?;
    check_drawer(tx)?;
    cart.quotation.map_or(Ok(()), |quotation| quotations::check_free(tx, quotation))?;
    let tenders = resolved(tx, &cart, &asked.tenders, counter.business_date)?;
    let removed = carts::lines(tx, cart.id, true)?;
    let origins = returns::origins(tx, counter.country, &cart)?;
    let returns =
        Returns { origins: &origins, rules: &allowed.rules, asking: allowed.approving.asking, business_date: counter.business_date };
    let key = notes_key(now.ms);
    let mut unsealed = None;
    let seal = |text: &str| {
        tx.seal(&key, text).unwrap_or_else(|error| {
            unsealed = Some(error);
            domain::entry::Sealed { key: String::new(), text: String::new() }
        })
    };
    let (account, points_rules) = (account_of(tx, &cart)?, read::points::rules(tx)?);
    let ready = decide(counter, &cart, &removed, &returns, &tenders, seal)?
        .charged(account.as_ref(), allowed.approving.asking)?
        .with_points(points_rules.as_ref(), points_of(tx, &cart)?, &origins)?;
    if let Some(error) = unsealed {
        return Err(error.into());
    }
    let sale = tx.append_sale(ready, counter.cashier, now)?;
    allowed.approving.record(tx, sale.id, sale.approved_by, now)?;
    carts::delete(tx, cart.id)?;
    Ok(sale)
}

/// What whoever buys has to spend.
fn points_of(conn: &Connection, cart: &Cart) -> Result<i64, StoreError> {
    cart.customer.map_or(Ok(0), |customer| read::points::balance(conn, customer))
}

/// The payments as they are written: a code is a value, and a deposit is all that is held for the order, as it came.
pub(super) fn resolved(conn: &Connection, cart: &Cart, tenders: &[Tender], today: NaiveDate) -> Result<Vec<Tender>, Failure> {
    points::check(conn, cart.customer, tenders)?;
    orders::applied(conn, cart.quotation, &values::resolved(conn, tenders, today)?)
}

/// Of whoever the ticket is for. Who was erased has none.
pub(super) fn account_of(conn: &Connection, cart: &Cart) -> Result<Option<Standing>, StoreError> {
    match cart.customer {
        Some(customer) if !read::users::is_erased(conn, customer)? => read::accounts::standing(conn, customer).map(Some),
        _ => Ok(None),
    }
}

/// Store credit that was given: the id, and the code as one reads it out.
pub(super) fn credit(tenders: &[PaidTender]) -> Vec<(Id, String)> {
    let of = |paid: &PaidTender| match &paid.tender {
        Tender::Value { value: Some(value), code, amount } if amount.is_negative() => Some((*value, in_groups(code))),
        _ => None,
    };
    tenders.iter().filter_map(of).collect()
}

fn done(sale: &SaleCompleted, shop: &Shop, print_job: Option<Id>) -> SaleDone {
    let currency: &Currency = &shop.country.currency;
    let number: &LegalNumber = &sale.number;
    SaleDone {
        id: sale.id,
        number: number.on_paper(&shop.country.number),
        short_number: number.short(&shop.country.number),
        total: sale.total,
        change: sale.change,
        hand_back: currency.hand_back(sale.change),
        print_job,
        drawer: opens_drawer(sale),
        points: sale.points.iter().map(|own| own.earned - own.spent).sum(),
        credit: credit(&sale.tenders).into_iter().map(|(_, code)| code).collect(),
    }
}
