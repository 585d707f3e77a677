//! Taking the money. The sale is on disk before the answer, and the answer comes before the drawer and the paper.

use std::sync::Arc;

use chrono::DateTime;
use domain::cart::Cart;
use domain::currency::Currency;
use domain::number::LegalNumber;
use domain::sale::{Counter, SaleCompleted, complete as decide};
use domain::tender::{Settlement, settle};
use domain::user::Role;
use domain::{Id, Refusal};
use store::local::carts;
use store::read::receipts;
use store::{Connection, Lane, StoreError, Tx, read};

use crate::messages::{CompleteSale, Notice, Quote, SaleDone, SettlementView};
use crate::program::Shop;
use crate::{App, Caller, Failure, print_jobs};

/// Notes are sealed with a key of their month: destroying it erases them all.
pub fn notes_key(ms: i64) -> String {
    DateTime::from_timestamp_millis(ms).unwrap_or_default().format("notes-%Y-%m").to_string()
}

pub fn quote(app: &App, caller: &Caller<'_>, asked: Quote) -> Result<SettlementView, Failure> {
    let shop = app.shop()?;
    let user = caller.user()?;
    let cart = app.store.read(|conn| carts::current(conn, user))?.unwrap_or_else(|| Cart::empty(Id::nil()));
    let total = cart.check_limits(shop.country, caller.role()?)?.total;
    let Settlement { paid, rounding, due, change, refusal } = settle(total, &asked.tenders, shop.country.cash_rounding)?;
    let currency = &shop.country.currency;
    let left = if asked.tenders.iter().any(domain::tender::Tender::is_cash) { due } else { shop.country.cash_rounding.apply(due) };
    Ok(SettlementView {
        total,
        paid,
        rounding,
        due,
        change,
        hand_back: currency.hand_back(change),
        quick_cash: currency.quick_cash(left),
        refusal: refusal.map(Notice::from),
    })
}

pub fn complete(app: &App, caller: &Caller<'_>, asked: CompleteSale) -> Result<SaleDone, Failure> {
    let shop = app.shop()?;
    let (user, role) = (caller.user()?, caller.role()?);
    let asked = Arc::new(asked);
    let (sale, job) = app.finish(|| commit(app, &shop, user, role, Arc::clone(&asked)))?;
    store::failpoint("sale answered");
    app.printer.wake();
    Ok(done(&sale, &shop, job))
}

fn commit(app: &App, shop: &Shop, user: Id, role: Role, asked: Arc<CompleteSale>) -> Result<(SaleCompleted, Option<Id>), Failure> {
    let (clock, seller) = (app.clock.clone(), shop.clone());
    app.store.write(Lane::Sale, move |tx| {
        // a second Enter, an answer that was lost, or a commit in doubt that is settled now: the same cart is the same sale
        if let Some(sale) = already_sold(tx, asked.cart)? {
            return Ok((sale, None));
        }
        // a queued sale is of the day on which it is committed
        let at = clock();
        let counter = Counter {
            country: seller.country,
            till: tx.till().to_owned(),
            cashier: user,
            role,
            business_date: seller.business_date(at, read::shop::last_business_date(tx)?),
            demo: seller.configured.demo,
        };
        let now = seller.now(at);
        let sale = sell(tx, &counter, &asked, user, now)?;
        let job = if asked.print || opens_drawer(&sale) { print_jobs::of_sale(tx, &sale, asked.print, now.ms)? } else { None };
        Ok((sale, job))
    })
}

fn opens_drawer(sale: &SaleCompleted) -> bool {
    sale.tenders.iter().any(|paid| paid.tender.is_cash())
}

fn already_sold(conn: &Connection, cart: Id) -> Result<Option<SaleCompleted>, StoreError> {
    Ok(receipts::stored(conn, cart)?.map(|stored| stored.sale))
}

fn sell(tx: &mut Tx<'_>, counter: &Counter, asked: &CompleteSale, user: Id, now: store::Now) -> Result<SaleCompleted, Failure> {
    let cart = carts::current(tx, user)?.filter(|cart| cart.id == asked.cart);
    let cart = cart.ok_or_else(|| Failure::new("cart_changed", "another ticket is open now; nothing was charged"))?;
    // a till that counts its drawer knows of every sale in which shift it was
    if read::shifts::open_here(tx)?.is_none() && read::shifts::are_used_here(tx)? {
        return Err(Refusal::ShiftNeeded.into());
    }
    let removed = carts::lines(tx, cart.id, true)?;
    let key = notes_key(now.ms);
    let mut unsealed = None;
    let seal = |text: &str| {
        tx.seal(&key, text).unwrap_or_else(|error| {
            unsealed = Some(error);
            domain::entry::Sealed { key: String::new(), text: String::new() }
        })
    };
    let ready = decide(counter, &cart, &removed, &asked.tenders, seal)?;
    if let Some(error) = unsealed {
        return Err(error.into());
    }
    let sale = tx.append_sale(ready, user, now)?;
    carts::delete(tx, cart.id)?;
    Ok(sale)
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
    }
}
