//! What comes back: lines of a sale, or things without their receipt. They go into the open ticket; alone it is a refund, beside new goods an exchange.

use domain::cart::{CartLine, clean_note};
use domain::refund::{Origin, without_receipt};
use domain::{Id, Quantity, Refusal};
use store::read::{receipts, returns};
use store::{Connection, StoreError};

use crate::messages::{CartView, ReturnHow, ReturnLines, ReturnWithoutReceipt, ReturnableLine, ReturnableView};
use crate::requests::NameRecord;
use crate::use_cases::sell::{Change, change};
use crate::{App, Caller, Failure};

fn origin(conn: &Connection, sale: Id) -> Result<Origin, Failure> {
    returns::origin(conn, sale)?.ok_or_else(|| Failure::not_found("receipt"))
}

pub fn find(app: &App, _: &Caller<'_>, asked: NameRecord) -> Result<ReturnableView, Failure> {
    let shop = app.shop()?;
    let origin = app.store.read(|conn| origin(conn, asked.id))?;
    let row = app.store.read(|conn| receipts::find(conn, asked.id))?.ok_or_else(|| Failure::not_found("receipt"))?;
    Ok(ReturnableView { sale: asked.id, number: origin.sale.number.short(&shop.country.number), at_ms: row.at_ms, lines: lines(&origin)? })
}

fn lines(origin: &Origin) -> Result<Vec<ReturnableLine>, Refusal> {
    let sold = origin.sale.lines.iter().filter(|line| line.returned.is_none());
    let left = origin.all_left()?;
    let line = |(sold, left): (&domain::sale::SaleLine, domain::refund::Left)| ReturnableLine {
        line: sold.id,
        name: sold.name.clone(),
        unit: sold.unit,
        sold: sold.quantity,
        left: left.quantity,
        amount: left.amount,
    };
    Ok(sold.zip(left).map(line).collect())
}

/// Whether anything of a sale may still come back.
pub(crate) fn is_returnable(conn: &Connection, sale: Id) -> Result<bool, Failure> {
    Ok(origin(conn, sale)?.all_left()?.iter().any(|left| left.quantity > Quantity::ZERO))
}

/// The sales that something in a cart comes from.
pub(crate) fn origins(conn: &Connection, cart: &domain::cart::Cart) -> Result<Vec<Origin>, Failure> {
    let found: Result<_, StoreError> = returns::origins(conn, &cart.origins());
    Ok(found?.ok_or(Refusal::NotReturnable)?)
}

pub fn take_back(app: &App, caller: &Caller<'_>, asked: ReturnLines) -> Result<CartView, Failure> {
    let notes = asked.lines.iter().map(|line| clean_note(line.how.note.as_deref())).collect::<Result<Vec<_>, _>>()?;
    let (view, ()) = change(app, caller, move |change| {
        let origin = origin(change.tx, asked.sale)?;
        change.belongs_to(origin.sale.customer)?;
        asked.lines.into_iter().zip(notes).try_for_each(|(line, note)| {
            let ReturnHow { reason, restock, .. } = line.how;
            let taken = origin.take_back(Id::now_v7(), line.line, line.quantity, reason, restock)?;
            let at = change.cart.take_back(CartLine { note, ..taken })?;
            change.save(at).map(drop)
        })
    })?;
    Ok(view)
}

/// A line that was scanned turns into one that comes back; who may allow it is asked when money is given for it.
pub fn without(app: &App, caller: &Caller<'_>, asked: ReturnWithoutReceipt) -> Result<CartView, Failure> {
    let (view, ()) = change(app, caller, move |change: &mut Change<'_, '_>| {
        let at = change.position(asked.line)?;
        let line = change.cart.lines[at].clone();
        if line.returned.is_some() {
            return Err(Refusal::ReturnFixed.into());
        }
        let quantity = line.quantity;
        let mut taken = without_receipt(line, quantity, asked.how.reason, asked.how.restock)?;
        taken.note = clean_note(asked.how.note.as_deref())?;
        change.cart.lines[at] = taken;
        change.save(at).map(drop)
    })?;
    Ok(view)
}

/// Of a receipt whose square code was scanned.
pub(crate) fn scanned(app: &App, code: &str) -> Result<Option<Id>, Failure> {
    let Ok(code) = code.parse() else { return Ok(None) };
    Ok(app.store.read(|conn| receipts::by_code(conn, &code))?)
}
