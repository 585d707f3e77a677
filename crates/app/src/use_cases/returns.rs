//! What comes back: lines of a sale, or things without their receipt. They go into the open ticket; alone it is a refund, beside new goods an exchange.

use domain::cart::{Cart, CartLine, clean_note};
use domain::country::Country;
use domain::number::LegalNumber;
use domain::refund::{Origin, without_receipt};
use domain::{Id, Quantity, Refusal};
use store::read::{receipts, returns};
use store::{Connection, StoreError};

use crate::messages::{
    CartView, FindReturnable, Notice, ReturnHow, ReturnLines, ReturnWithoutReceipt, ReturnableLine, ReturnableView, ScanAnswer,
};
use crate::program::Shop;
use crate::use_cases::sell::{Change, change};
use crate::{App, Caller, Failure};

/// By its entry; where that is not here, by what its receipt tells.
fn origin(conn: &Connection, sale: Id, country: &Country, receipt: Option<&str>) -> Result<Origin, Failure> {
    let known = returns::origin(conn, sale)?;
    let told = || Ok::<_, StoreError>(receipt.map(|receipt| returns::told(conn, country, receipt)).transpose()?.flatten());
    let found = if known.is_some() { known } else { told()?.filter(|told| told.sale.id == sale) };
    found.ok_or_else(|| Failure::not_found("receipt"))
}

pub fn find(app: &App, _: &Caller<'_>, asked: FindReturnable) -> Result<ReturnableView, Failure> {
    let shop = app.shop()?;
    let origin = app.store.read(|conn| origin(conn, asked.id, shop.country, asked.receipt.as_deref()))?;
    let Origin { sale, carried, .. } = &origin;
    Ok(ReturnableView {
        sale: asked.id,
        number: sale.number.short(&shop.country.number),
        business_date: sale.business_date.to_string(),
        elsewhere: carried.is_some(),
        lines: lines(&origin)?,
    })
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
    let origin = returns::origin(conn, sale)?.ok_or_else(|| Failure::not_found("receipt"))?;
    Ok(origin.all_left()?.iter().any(|left| left.quantity > Quantity::ZERO))
}

/// The sales that something in a cart comes from.
pub(crate) fn origins(conn: &Connection, country: &Country, cart: &Cart) -> Result<Vec<Origin>, Failure> {
    Ok(returns::origins(conn, country, cart)?.ok_or(Refusal::NotReturnable)?)
}

pub fn take_back(app: &App, caller: &Caller<'_>, asked: ReturnLines) -> Result<CartView, Failure> {
    let notes = asked.lines.iter().map(|line| clean_note(line.how.note.as_deref())).collect::<Result<Vec<_>, _>>()?;
    let (view, ()) = change(app, caller, move |change| {
        let origin = origin(change.tx, asked.sale, change.shop.country, asked.receipt.as_deref())?;
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

/// The sale of a receipt whose square code was scanned, and the code where only that tells of it.
pub(crate) fn scanned(app: &App, text: &str) -> Result<Option<ScanAnswer>, Failure> {
    let Ok(code) = text.parse() else { return Ok(None) };
    let shop = app.shop()?;
    if let Some(sale) = app.store.read(|conn| receipts::by_code(conn, &code))? {
        return Ok(Some(ScanAnswer::Receipt { sale, receipt: None }));
    }
    let told = app.store.read(|conn| returns::told(conn, shop.country, text))?.ok_or(Refusal::ReceiptUnknown)?;
    Ok(Some(ScanAnswer::Receipt { sale: told.sale.id, receipt: Some(text.to_owned()) }))
}

/// For how long a thing that came back twice is told of.
const TOLD_FOR: chrono::Days = chrono::Days::new(7);

/// What two tills gave back for the same thing while they were apart.
pub(crate) fn twice(app: &App) -> Result<Option<Notice>, Failure> {
    let Some(shop) = app.store.read(store::read::shop::shop)?.map(Shop::of).transpose()? else { return Ok(None) };
    let since = app.business_date(&shop)? - TOLD_FOR;
    let found = app.store.read(|conn| returns::twice(conn, since))?;
    let Some((sale, last)) = found.first() else { return Ok(None) };
    let short = |number: &LegalNumber| number.short(&shop.country.number);
    let params = [("receipt", short(sale)), ("by", short(last)), ("count", found.len().to_string())];
    let params = params.into_iter().map(|(name, value)| (name.to_owned(), value)).collect();
    Ok(Some(Notice { code: "returned_twice".to_owned(), params }))
}
