//! Tickets that wait: several customers at once. They are local state of this till, have no number, and are there after a power cut.

use domain::Id;
use domain::cart::clean_note;
use store::local::carts::{self, Parked};
use store::{Connection, Lane, read};

use crate::messages::{CartView, ParkTicket, Tickets, WaitingTicket};
use crate::program::Shop;
use crate::requests::NameRecord;
use crate::use_cases::sell;
use crate::{App, Caller, Failure};

/// More than a counter has room for; and so few are all shown.
const MOST_PARKED: i64 = 99;

pub fn list(app: &App, caller: &Caller<'_>, (): ()) -> Result<Tickets, Failure> {
    let (shop, user) = (app.shop()?, caller.user()?);
    app.store.read(|conn| tickets(conn, &shop, user, app.now_ms()))
}

fn tickets(conn: &Connection, shop: &Shop, user: Id, now_ms: i64) -> Result<Tickets, Failure> {
    let users = read::users::all(conn)?;
    let owner = |id: Id| users.iter().find(|user| user.id == id).map_or_else(String::new, |user| user.name.clone());
    let row = |parked: Parked| row(conn, &parked, shop, now_ms, owner(parked.user));
    let waiting = carts::parked(conn)?.into_iter().map(row).collect::<Result<_, Failure>>()?;
    Ok(Tickets { waiting, cart: sell::shown(conn, &sell::cart_of(conn, user)?, shop, now_ms)? })
}

fn row(conn: &Connection, parked: &Parked, shop: &Shop, now_ms: i64, owner: String) -> Result<WaitingTicket, Failure> {
    let CartView { id, count, total, customer, .. } = sell::shown(conn, &parked.cart, shop, now_ms)?;
    // under the name of whom it is for, where it was given no other
    let note = parked.note.clone().or(customer.map(|customer| customer.name));
    Ok(WaitingTicket { id, owner, note, parked_at_ms: parked.at_ms, count, total })
}

pub fn park(app: &App, caller: &Caller<'_>, asked: ParkTicket) -> Result<Tickets, Failure> {
    let note = clean_note(asked.note.as_deref())?;
    change(app, caller, move |conn, user, now_ms| {
        let in_hand = carts::current(conn, user)?.filter(|cart| cart.id == asked.cart);
        match in_hand {
            Some(cart) if cart.lines.is_empty() => Err(domain::Refusal::EmptyCart.into()),
            Some(cart) => put_aside(conn, cart.id, note.as_deref(), now_ms),
            // the second press, or an answer that was lost
            None if carts::parked(conn)?.iter().any(|parked| parked.cart.id == asked.cart) => Ok(()),
            None => Err(Failure::new("cart_changed", "another ticket is open now")),
        }
    })
}

pub(super) fn put_aside(conn: &Connection, cart: Id, note: Option<&str>, now_ms: i64) -> Result<(), Failure> {
    if carts::count_parked(conn)? >= MOST_PARKED {
        return Err(Failure::new("too_many_waiting", "no more tickets can wait").with("limit", MOST_PARKED.to_string()));
    }
    carts::park(conn, cart, note, now_ms)?;
    Ok(())
}

/// The ticket in hand, if there is something on it, waits instead.
pub fn resume(app: &App, caller: &Caller<'_>, asked: NameRecord) -> Result<Tickets, Failure> {
    change(app, caller, move |conn, user, now_ms| {
        let (empty, in_hand) = carts::current(conn, user)?
            .map_or((None, None), |cart| if cart.lines.is_empty() { (Some(cart.id), None) } else { (None, Some(cart)) });
        if in_hand.as_ref().is_some_and(|cart| cart.id == asked.id) {
            return Ok(());
        }
        // first, so that one that is taken up makes room for the one that is put aside
        if !carts::resume(conn, asked.id, user, now_ms)? {
            return Err(Failure::new("ticket_gone", "the ticket does not wait any more"));
        }
        // it is taken up again when this one is paid, by then for somebody else
        empty.map_or(Ok(()), |cart| carts::make_plain(conn, cart))?;
        in_hand.map_or(Ok(()), |cart| put_aside(conn, cart.id, None, now_ms))
    })
}

fn change(
    app: &App,
    caller: &Caller<'_>,
    act: impl FnOnce(&Connection, Id, i64) -> Result<(), Failure> + Send + 'static,
) -> Result<Tickets, Failure> {
    let (user, shop, now_ms) = (caller.user()?, app.shop()?, app.now_ms());
    let answer = app.store.write(Lane::Interactive, move |tx| {
        act(tx, user, now_ms)?;
        tickets(tx, &shop, user, now_ms)
    })?;
    app.events.emit("tickets.changed", &());
    Ok(answer)
}
