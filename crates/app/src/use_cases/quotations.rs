//! Offers: the ticket in hand with its prices until a day, taken up at them once, or afterwards at those of today.

use chrono::NaiveDate;
use domain::cart::Cart;
use domain::number::{Counted, LegalNumber};
use domain::product::articles;
use domain::quotation::{QuotationMade, last_day};
use domain::sale::{Counter, SaleCompleted, offer};
use domain::shift::Asking;
use domain::{Id, Refusal};
use journal::Entry;
use printing::Slip;
use store::local::carts;
use store::read::{self, customers, orders, products, quotations};
use store::{Connection, Lane, Store, Tx};

use crate::messages::{CartView, MakeQuotation, PrintJob, QuotationRow, QuotationState, Repeated};
use crate::program::Shop;
use crate::requests::NameRecord;
use crate::use_cases::accounts::today;
use crate::use_cases::{pay, receipts, sell, tickets};
use crate::{App, Caller, Failure, print_jobs};

pub fn make(app: &App, caller: &Caller<'_>, asked: MakeQuotation) -> Result<QuotationRow, Failure> {
    let (shop, user, powers, clock) = (app.shop()?, caller.user()?, caller.powers()?, app.clock.clone());
    let seller = shop.clone();
    let made = app.store.write(Lane::Interactive, move |tx| {
        if let Some(known) = quotations::find(tx, asked.cart)? {
            return Ok(known);
        }
        let cart = carts::current(tx, user)?.filter(|cart| cart.id == asked.cart);
        let cart = cart.ok_or_else(|| Failure::new("cart_changed", "another ticket is open now"))?;
        let at = clock();
        let counter = pay::counter(tx, &seller, Asking { user, powers, approved_by: None }, at)?;
        let now = seller.now(at);
        let valid_until = last_day(counter.business_date, asked.days)?;
        let mut offer = offered(tx, &counter, &cart, now)?;
        let series = Counted::Quotations.beside(tx.series());
        offer.number = LegalNumber { number: quotations::next_number(tx, &series)?, series };
        let made = QuotationMade { id: cart.id, valid_until, offer };
        tx.append(made.clone(), Some(user), now)?;
        carts::delete(tx, cart.id)?;
        if asked.print {
            let number = made.offer.number.short(&seller.country.number);
            print_jobs::of_shift(tx, "quotation", made.id, number, 0, now.ms)?;
        }
        quotations::find(tx, made.id)?.ok_or_else(|| Failure::not_found("quotation"))
    })?;
    app.printer.wake();
    app.store.read(|conn| row(conn, &shop, made.0, &made.1, None, today(app, &shop)?))
}

/// What the ticket in hand offers, without its number.
pub(super) fn offered(tx: &mut Tx<'_>, counter: &Counter, cart: &Cart, now: store::Now) -> Result<SaleCompleted, Failure> {
    let key = pay::notes_key(now.ms);
    let mut sealed = cart.lines.iter().filter_map(|line| line.note.as_deref()).map(|note| tx.seal(&key, note));
    let notes = sealed.by_ref().collect::<Result<Vec<_>, _>>()?;
    let mut notes = notes.into_iter();
    let nothing = || domain::entry::Sealed { key: String::new(), text: String::new() };
    Ok(offer(counter, cart, |_| notes.next().unwrap_or_else(nothing))?)
}

pub fn list(app: &App, _: &Caller<'_>, (): ()) -> Result<Vec<QuotationRow>, Failure> {
    let shop = app.shop()?;
    let today = today(app, &shop)?;
    app.store.read(|conn| {
        let newest = quotations::newest(conn)?;
        newest.into_iter().map(|(made, entry, sale)| row(conn, &shop, made, &entry, sale, today)).collect()
    })
}

fn row(
    conn: &Connection,
    shop: &Shop,
    made: QuotationMade,
    entry: &Entry,
    sale: Option<Id>,
    today: NaiveDate,
) -> Result<QuotationRow, Failure> {
    let customer = made.offer.customer.map(|id| customers::find(conn, id)).transpose()?.flatten();
    let by = read::users::find(conn, entry.actor.unwrap_or_default())?.map(|user| user.name).unwrap_or_default();
    let state = match (sale, made.holds(today)) {
        (Some(_), _) => QuotationState::Taken,
        (None, true) => QuotationState::Open,
        (None, false) => QuotationState::Expired,
    };
    Ok(QuotationRow {
        id: made.id,
        number: made.offer.number.short(&shop.country.number),
        at_ms: entry.at_ms,
        by,
        customer: customer.map(|customer| customer.contact.name),
        valid_until: made.valid_until.to_string(),
        count: made.offer.lines.iter().map(|line| articles(line.unit, line.quantity)).sum(),
        total: made.offer.total,
        state,
    })
}

fn known(conn: &Connection, id: Id) -> Result<(QuotationMade, Entry), Failure> {
    quotations::find(conn, id)?.ok_or_else(|| Failure::not_found("quotation"))
}

/// Refused where it was taken up already: by this ticket or by another one.
pub(crate) fn check_free(conn: &Connection, id: Id) -> Result<(), Failure> {
    if quotations::taken_by(conn, id)?.is_none() {
        return Ok(());
    }
    Err(if orders::find(conn, id)?.is_some() { Refusal::OrderClosed } else { Refusal::QuotationTaken }.into())
}

/// What stands on it becomes the ticket in hand, at its prices; a ticket that was begun waits.
pub fn take(app: &App, caller: &Caller<'_>, asked: NameRecord) -> Result<CartView, Failure> {
    let today = today(app, &app.shop()?)?;
    let (made, _) = app.store.read(|conn| known(conn, asked.id))?;
    let notes = receipts::notes(&app.store, &made.offer);
    into_hand(app, caller, made.id, move |tx| {
        check_free(tx, made.id)?;
        if !made.holds(today) {
            return Err(Refusal::QuotationExpired { until: made.valid_until }.into());
        }
        Ok(made.cart(Id::now_v7(), &notes, Id::now_v7))
    })
}

/// What was offered or ordered becomes the ticket in hand; a ticket that was begun waits.
pub(super) fn into_hand(
    app: &App,
    caller: &Caller<'_>,
    from: Id,
    cart: impl FnOnce(&Connection) -> Result<Cart, Failure> + Send + 'static,
) -> Result<CartView, Failure> {
    let (shop, user, now_ms) = (app.shop()?, caller.user()?, app.now_ms());
    let view = app.store.write(Lane::Interactive, move |tx| {
        let cart = with_ages(tx, cart(tx)?)?;
        let in_hand = sell::cart_of(tx, user)?;
        if in_hand.quotation == Some(from) {
            return sell::shown(tx, &in_hand, &shop, now_ms);
        }
        if in_hand.lines.is_empty() {
            carts::delete(tx, in_hand.id)?
        } else {
            tickets::put_aside(tx, in_hand.id, None, now_ms)?
        }
        // one of it that waits is as somebody left it
        let waiting = carts::parked(tx)?.into_iter().map(|parked| parked.cart).find(|waiting| waiting.quotation == Some(from));
        if let Some(waiting) = &waiting {
            carts::resume(tx, waiting.id, user, now_ms)?;
        } else {
            carts::save(tx, &cart, user, now_ms)?;
        }
        sell::shown(tx, waiting.as_ref().unwrap_or(&cart), &shop, now_ms)
    })?;
    app.events.emit("tickets.changed", &());
    Ok(view)
}

/// Who may buy something is a matter of today.
fn with_ages(conn: &Connection, mut cart: Cart) -> Result<Cart, Failure> {
    for line in &mut cart.lines {
        let product = line.product.map(|product| products::find(conn, product)).transpose()?.flatten();
        if let Some(product) = product {
            (line.minimum_age, line.warning) = (product.minimum_age, product.warning);
        }
    }
    Ok(cart)
}

/// After its last day: the same things at the prices of today.
pub fn again(app: &App, caller: &Caller<'_>, asked: NameRecord) -> Result<Repeated, Failure> {
    let (made, _) = app.store.read(|conn| known(conn, asked.id))?;
    sell::put_again(app, caller, made.offer)
}

pub fn reprint(app: &App, _: &Caller<'_>, asked: NameRecord) -> Result<PrintJob, Failure> {
    let (shop, now_ms) = (app.shop()?, app.now_ms());
    let job = app.store.write(Lane::Interactive, move |tx| {
        let (made, _) = known(tx, asked.id)?;
        let number = made.offer.number.short(&shop.country.number);
        let job = print_jobs::of_shift(tx, "quotation", made.id, number, 0, now_ms)?;
        job.ok_or_else(|| Failure::new("printer_none", "no printer is set up"))
    })?;
    app.printer.wake();
    Ok(print_jobs::view(&job))
}

pub(crate) fn slip(store: &Store, shop: &Shop, id: Id) -> Result<Slip, Failure> {
    let (made, entry) = store.read(|conn| known(conn, id))?;
    let at = (entry.at_ms, entry.offset_minutes);
    receipts::laid_out(store, shop, &made.offer, at, None, receipts::Marks { qr: String::new(), valid_until: Some(made.valid_until) })
}
