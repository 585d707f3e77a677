//! Layaways and orders: placed from the ticket in hand, paid in parts, taken up by a sale that the deposits pay, or cancelled and given back.

use chrono::NaiveDate;
use domain::approval::Approved;
use domain::cart::clean_note;
use domain::entry::Fact;
use domain::number::{Counted, LegalNumber};
use domain::order::{Booking, DepositTaken, OrderCancelled, Placing, least_deposit, place as decide, schedule};
use domain::quotation::last_day;
use domain::sale::PaidTender;
use domain::tender::{Tender, check_tenders};
use domain::{Id, Money, Refusal};
use printing::{ShiftPaper, Slip};
use store::local::carts;
use store::read;
use store::read::orders::{self, Known};
use store::read::shifts::Drawer;
use store::{Connection, Lane, Now, Store, Tx};

use super::order_views::{customer_of, known, view_of};
use crate::messages::*;
use crate::program::Shop;
use crate::requests::NameRecord;
use crate::use_cases::accounts::today;
use crate::use_cases::approvals::approving;
use crate::use_cases::receipts::{name_of, notes};
use crate::use_cases::reports::paper;
use crate::use_cases::{pay, quotations, shifts, values};
use crate::{App, Caller, Failure, print_jobs};

/// What an order of the ticket in hand would be. Nothing is written.
pub fn terms(app: &App, caller: &Caller<'_>, asked: AskOrder) -> Result<OrderTerms, Failure> {
    let (shop, user) = (app.shop()?, caller.user()?);
    let today = today(app, &shop)?;
    let cart = app.store.read(|conn| in_hand(conn, user, asked.cart))?;
    let total = cart.ticket(shop.country)?.total;
    let valid_until = last_day(today, asked.days)?;
    let (left, coin) = ((total - asked.deposit).max(Money::ZERO), shop.country.cash_rounding.step);
    Ok(OrderTerms {
        total,
        least: least_deposit(total, &shifts::rules(app, &shop)?, coin),
        valid_until: valid_until.to_string(),
        schedule: schedule(left, today, valid_until, asked.payments, coin)?,
    })
}

fn in_hand(conn: &Connection, user: Id, cart: Id) -> Result<domain::cart::Cart, Failure> {
    let found = carts::current(conn, user)?.filter(|own| own.id == cart);
    found.ok_or_else(|| Failure::new("cart_changed", "another ticket is open now"))
}

/// The order and its first deposit, in one transaction.
pub fn place(app: &App, caller: &Caller<'_>, asked: PlaceOrder) -> Result<OrderView, Failure> {
    let (shop, clock, order) = (app.shop()?, app.clock.clone(), asked.cart);
    // whatever else is wrong, a card number goes no further
    let deposit = check_tenders(&asked.tenders, false)?;
    let rules = shifts::rules(app, &shop)?;
    let approving = approving(app, caller, Approved::PlaceOrder, asked.approval.as_ref())?;
    let (granted, seller) = (approving.clone(), shop.clone());
    app.store.write(Lane::Sale, move |tx| {
        if orders::find(tx, asked.cart)?.is_some() {
            return Ok(());
        }
        let cart = in_hand(tx, granted.asking.user, asked.cart)?;
        let at = clock();
        let counter = pay::counter(tx, &seller, granted.asking, at)?;
        cart.quotation.map_or(Ok(()), |quotation| quotations::check_free(tx, quotation))?;
        if cart.quotation.map(|from| orders::find(tx, from)).transpose()?.flatten().is_some() {
            return Err(Failure::new("order_again", "the ticket is of an order already"));
        }
        let now = seller.now(at);
        let mut offer = quotations::offered(tx, &counter, &cart, now)?;
        let series = Counted::Orders.beside(tx.series());
        offer.number = LegalNumber { number: orders::next_number(tx, &series)?, series };
        let valid_until = last_day(counter.business_date, asked.days)?;
        let coin = seller.country.cash_rounding.step;
        let placing = Placing { kind: asked.kind, valid_until, payments: asked.payments, deposit, coin };
        let placed = decide(offer, placing, &rules, granted.asking)?;
        granted.record(tx, placed.id, placed.approved_by, now)?;
        tx.append(placed.clone(), Some(granted.asking.user), now)?;
        if asked.print {
            let number = placed.offer.number.short(&seller.country.number);
            print_jobs::of_shift(tx, "order", placed.id, number, 0, now.ms)?;
        }
        carts::delete(tx, cart.id)?;
        if asked.tenders.is_empty() {
            return Ok(());
        }
        let to = booking(tx, &seller, asked.deposit, placed.id, counter.business_date)?;
        let known = known(tx, placed.id)?;
        let taken = known.standing.deposit(to, &asked.tenders)?;
        deposited(tx, &seller, taken, granted.asking.user, now, asked.print)
    })?;
    approving.begin(app);
    done(app, &shop, order)
}

fn done(app: &App, shop: &Shop, order: Id) -> Result<OrderView, Failure> {
    app.printer.wake();
    app.events.emit("shift.changed", &());
    app.events.emit("orders.changed", &());
    view_of(app, shop, order)
}

/// What a till that counts its drawer writes on a deposit.
fn booking(tx: &Tx<'_>, shop: &Shop, id: Id, order: Id, business_date: NaiveDate) -> Result<Booking, Failure> {
    let drawer = read::shifts::drawer(tx)?;
    if drawer == Drawer::Closed {
        return Err(Refusal::ShiftNeeded.into());
    }
    let series = Counted::Deposits.beside(tx.series());
    Ok(Booking {
        id,
        number: LegalNumber { number: orders::next_document(tx, &series)?, series },
        order,
        shift: drawer.shift(),
        till: tx.till().to_owned(),
        business_date,
        currency: shop.country.currency.code.clone(),
    })
}

fn deposited(tx: &mut Tx<'_>, shop: &Shop, taken: DepositTaken, user: Id, now: Now, print: bool) -> Result<(), Failure> {
    tx.append(taken.clone(), Some(user), now)?;
    on_paper(tx, shop, (taken.id, &taken.number), &taken.tenders, now, print)
}

/// Its slip, or only the drawer where no paper is wanted.
fn on_paper(tx: &Tx<'_>, shop: &Shop, of: (Id, &LegalNumber), tenders: &[PaidTender], now: Now, print: bool) -> Result<(), Failure> {
    let has_cash = tenders.iter().any(|paid| paid.tender.is_cash());
    if print || has_cash {
        let kind = if print { "deposit" } else { "drawer" };
        print_jobs::of_shift(tx, kind, of.0, of.1.short(&shop.country.number), 0, now.ms)?;
    }
    Ok(())
}

pub fn deposit(app: &App, caller: &Caller<'_>, asked: TakeDeposit) -> Result<OrderView, Failure> {
    let (shop, user, clock, order) = (app.shop()?, caller.user()?, app.clock.clone(), asked.order);
    check_tenders(&asked.tenders, false)?;
    let seller = shop.clone();
    app.store.write(Lane::Sale, move |tx| {
        if orders::document(tx, asked.id)?.is_some() {
            return Ok(());
        }
        let at = clock();
        let business_date = seller.business_date(at, read::shop::last_business_date(tx)?);
        let to = booking(tx, &seller, asked.id, asked.order, business_date)?;
        let taken = known(tx, asked.order)?.standing.deposit(to, &asked.tenders)?;
        deposited(tx, &seller, taken, user, seller.now(at), asked.print)
    })?;
    done(app, &shop, order)
}

/// What was ordered becomes the ticket in hand, at the prices that were said; a ticket that was begun waits.
pub fn take(app: &App, caller: &Caller<'_>, asked: NameRecord) -> Result<CartView, Failure> {
    let found = app.store.read(|conn| known(conn, asked.id))?;
    found.standing.check_open()?;
    let notes = notes(&app.store, &found.placed.offer);
    quotations::into_hand(app, caller, asked.id, move |tx| {
        known(tx, asked.id)?.standing.check_open()?;
        Ok(found.placed.cart(Id::now_v7(), &notes, Id::now_v7))
    })
}

pub fn cancel(app: &App, caller: &Caller<'_>, asked: CancelOrder) -> Result<OrderView, Failure> {
    let (shop, clock, order) = (app.shop()?, app.clock.clone(), asked.order);
    check_tenders(&asked.tenders, true)?;
    let reason = clean_note(asked.reason.as_deref())?;
    let approving = approving(app, caller, Approved::CancelOrder, asked.approval.as_ref())?;
    let (granted, seller) = (approving.clone(), shop.clone());
    app.store.write(Lane::Sale, move |tx| {
        if orders::document(tx, asked.id)?.is_some() {
            return Ok(());
        }
        let (at, now) = (clock(), seller.now(clock()));
        let business_date = seller.business_date(at, read::shop::last_business_date(tx)?);
        let to = booking(tx, &seller, asked.id, asked.order, business_date)?;
        let reason = reason.map(|reason| tx.seal(&pay::notes_key(now.ms), &reason)).transpose()?;
        let tenders = values::resolved(tx, &asked.tenders, business_date)?;
        let cancelled = known(tx, asked.order)?.standing.cancel(to, &tenders, reason, granted.asking)?;
        granted.record(tx, cancelled.id, Some(cancelled.approved_by), now)?;
        tx.append(cancelled.clone(), Some(granted.asking.user), now)?;
        pay::print_credit(tx, &cancelled.tenders, now)?;
        on_paper(tx, &seller, (cancelled.id, &cancelled.number), &cancelled.tenders, now, asked.print)
    })?;
    approving.begin(app);
    done(app, &shop, order)
}

/// What pays a ticket that takes up an order, as the commit writes it. Of another ticket no deposit is a payment.
pub(crate) fn applied(conn: &Connection, from: Option<Id>, tenders: &[Tender]) -> Result<Vec<Tender>, Failure> {
    let order = from.map(|from| orders::find(conn, from)).transpose()?.flatten();
    Ok(order.map(|known| known.standing).unwrap_or_default().applied(tenders)?)
}

/// The order of a ticket in hand.
pub(crate) fn of_cart(conn: &Connection, from: Option<Id>, shop: &Shop) -> Result<Option<CartOrder>, Failure> {
    let Some(Known { placed, standing, .. }) = from.map(|from| orders::find(conn, from)).transpose()?.flatten() else { return Ok(None) };
    let number = placed.offer.number.short(&shop.country.number);
    Ok(Some(CartOrder { id: placed.id, number, kind: placed.kind, held: standing.held() }))
}

/// The order whose paper was scanned.
pub(crate) fn scanned(app: &App, shop: &Shop, text: &str) -> Result<Option<ScanAnswer>, Failure> {
    let Some(number) = LegalNumber::read(text.trim(), &shop.country.number) else { return Ok(None) };
    let found = app.store.read(|conn| orders::numbered(conn, &number.series, number.number))?;
    Ok(found.map(|order| ScanAnswer::Order { order }))
}

/// Once more on paper: the order as it stands, or one of its receipts, which says that it is a copy.
pub fn reprint(app: &App, caller: &Caller<'_>, asked: NameRecord) -> Result<PrintJob, Failure> {
    if !app.printer.is_set_up(&app.store)? {
        return Err(Failure::new("printer_none", "no printer is set up"));
    }
    let (shop, user) = (app.shop()?, caller.user()?);
    let now = app.now(&shop);
    let job = app.store.write(Lane::Interactive, move |tx| {
        if let Some(Known { placed, .. }) = orders::find(tx, asked.id)? {
            return Ok(print_jobs::of_shift(tx, "order", placed.id, placed.offer.number.short(&shop.country.number), 0, now.ms)?);
        }
        let number = document(tx, asked.id)?.number().short(&shop.country.number);
        print_jobs::copy_of(tx, "deposit", asked.id, number, (user, now)).map(Some)
    })?;
    app.printer.wake();
    job.map(|job| print_jobs::view(&job)).ok_or_else(|| Failure::new("printer_none", "no printer is set up"))
}

/// A receipt of an order, and who wrote it when.
struct Document {
    fact: Moved,
    by: Id,
    at_ms: i64,
    offset_minutes: i32,
}

enum Moved {
    Deposit(DepositTaken),
    Cancelled(OrderCancelled),
}

impl Document {
    fn number(&self) -> &LegalNumber {
        match &self.fact {
            Moved::Deposit(taken) => &taken.number,
            Moved::Cancelled(cancelled) => &cancelled.number,
        }
    }
}

fn document(conn: &Connection, id: Id) -> Result<Document, Failure> {
    let missing = || Failure::not_found("order");
    let entry = orders::document(conn, id)?.ok_or_else(missing)?;
    let fact = match entry.fact {
        Fact::DepositTaken(taken) => Moved::Deposit(taken),
        Fact::OrderCancelled(cancelled) => Moved::Cancelled(cancelled),
        _ => return Err(missing()),
    };
    Ok(Document { fact, by: entry.actor.unwrap_or_default(), at_ms: entry.at_ms, offset_minutes: entry.offset_minutes })
}

/// The order as it stands when it is printed.
pub(crate) fn slip(store: &Store, shop: &Shop, id: Id) -> Result<Slip, Failure> {
    let Known { placed, entry, standing } = store.read(|conn| known(conn, id))?;
    let by = name_of(store, entry.actor.unwrap_or_default())?;
    let approved_by = placed.approved_by.map(|id| name_of(store, id)).transpose()?;
    let customer = store.read(|conn| customer_of(conn, &placed))?;
    let paper =
        ShiftPaper { approved_by: approved_by.as_deref(), ..paper(shop, &placed.offer.till, &by, entry.at_ms, entry.offset_minutes) };
    Ok(printing::order_slip(paper, &placed, &standing, &customer.name))
}

pub(crate) fn document_slip(store: &Store, shop: &Shop, id: Id, copy: Option<u32>) -> Result<Slip, Failure> {
    let of = store.read(|conn| document(conn, id))?;
    let (order, till) = match &of.fact {
        Moved::Deposit(taken) => (taken.order, &taken.till),
        Moved::Cancelled(cancelled) => (cancelled.order, &cancelled.till),
    };
    let placed = store.read(|conn| known(conn, order))?.placed;
    let customer = store.read(|conn| customer_of(conn, &placed))?;
    let by = name_of(store, of.by)?;
    let paper = ShiftPaper { copy, ..paper(shop, till, &by, of.at_ms, of.offset_minutes) };
    match &of.fact {
        Moved::Deposit(taken) => Ok(printing::deposit_slip(paper, taken, &placed, &customer.name)),
        Moved::Cancelled(cancelled) => {
            let note = cancelled.reason.as_ref().and_then(|reason| store.keys().open_text(reason));
            let approved_by = name_of(store, cancelled.approved_by)?;
            let paper = ShiftPaper { note: note.as_deref(), approved_by: Some(&approved_by), ..paper };
            Ok(printing::cancelled_slip(paper, cancelled, &placed, &customer.name))
        }
    }
}
