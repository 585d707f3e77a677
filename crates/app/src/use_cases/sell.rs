//! The open cart. Every change is decided by the domain and saved before the answer, so a crash loses at most the scan under way.

use domain::acts::worth;
use domain::approval::Approved;
use domain::barcode::{self, LabelValue};
use domain::cart::{self, Cart, Offered, PriceGrant, free};
use domain::entry::CartDiscarded;
use domain::sale::{RemovedLine, SaleCompleted};
use domain::user::{Permission, Powers};
use domain::{Id, Quantity, Refusal};
use store::local::carts;
use store::read::products::{self, Product};
use store::read::{receipts, shifts, users};
use store::{Connection, Lane, Now, Tx};

use crate::messages::*;
use crate::program::Shop;
use crate::requests::NameRecord;
use crate::use_cases::approvals::{Approving, approving};
use crate::use_cases::{customers, orders, returns, views};
use crate::{App, Caller, Failure};

/// The cart of whoever is signed in; a new one where there is none.
pub(super) fn cart_of(conn: &Connection, user: Id) -> Result<Cart, Failure> {
    Ok(carts::current(conn, user)?.unwrap_or_else(|| Cart::empty(Id::now_v7())))
}

/// What a change of the cart works with.
pub(super) struct Change<'a, 'w> {
    pub tx: &'a mut Tx<'w>,
    pub cart: Cart,
    pub shop: Shop,
    powers: Powers,
}

pub(super) fn change<T: Send + 'static>(
    app: &App,
    caller: &Caller<'_>,
    act: impl FnOnce(&mut Change<'_, '_>) -> Result<T, Failure> + Send + 'static,
) -> Result<(CartView, T), Failure> {
    let may_begin = app.may_begin_sale();
    let (user, powers, shop, now_ms) = (caller.user()?, caller.powers()?, app.shop()?, app.now_ms());
    app.store.write(Lane::Interactive, move |tx| {
        let cart = cart_of(tx, user)?;
        if cart.lines.is_empty() {
            may_begin?;
        }
        carts::open(tx, cart.id, user, now_ms)?;
        let mut change = Change { tx, cart, shop, powers };
        let answer = act(&mut change)?;
        let view = shown(change.tx, &change.cart, &change.shop, now_ms)?;
        Ok((view, answer))
    })
}

impl Change<'_, '_> {
    pub fn save(&mut self, at: usize) -> Result<Id, Failure> {
        // refuses what the engine could not compute before it is saved
        self.cart.ticket(self.shop.country)?;
        let line = &self.cart.lines[at];
        carts::save_line(self.tx, self.cart.id, line)?;
        Ok(line.id)
    }

    /// Lower prices than she may give need a supervisor, who grants as far as her own limit.
    fn priced(&mut self, by: &Approving, now: Now, act: impl Fn(&mut Cart, bool) -> Result<(), Refusal>) -> Result<(), Failure> {
        let before = self.cart.clone();
        let may_price = self.powers.may(Permission::ChangePrice);
        let attempt = |cart: &mut Cart| {
            act(cart, may_price || cart.granted.is_some())?;
            cart.check_limits(self.shop.country, self.powers).map(drop)
        };
        let Err(refused) = attempt(&mut self.cart) else { return Ok(()) };
        let granter = by.asking.approved_by.filter(|_| refused.is_of_prices()).ok_or(refused)?;
        let user = users::find(self.tx, granter)?.ok_or_else(|| Failure::not_found("user"))?;
        let granted = PriceGrant::of(granter, users::powers(self.tx, &user)?);
        self.cart = Cart { granted: Some(granted), ..before };
        attempt(&mut self.cart)?;
        carts::save_granted(self.tx, self.cart.id, &granted)?;
        Ok(by.record(self.tx, self.cart.id, Some(granter), now)?)
    }

    pub fn position(&self, line: Id) -> Result<usize, Failure> {
        self.cart.lines.iter().position(|it| it.id == line).ok_or_else(line_not_found)
    }

    /// What comes back was bought by her: the ticket is hers where it was nobody's.
    pub fn belongs_to(&mut self, customer: Option<Id>) -> Result<(), Failure> {
        let Some(buyer) = customer.filter(|_| self.cart.customer.is_none()) else { return Ok(()) };
        if !users::is_erased(self.tx, buyer)? {
            self.cart.customer = customer;
            carts::save_customer(self.tx, self.cart.id, customer)?;
        }
        Ok(())
    }

    fn reload_lines(&mut self) -> Result<(), Failure> {
        self.cart.lines = carts::lines(self.tx, self.cart.id, false)?;
        Ok(())
    }
}

fn line_not_found() -> Failure {
    Failure::new("line_not_found", "the ticket has no such line any more")
}

pub fn current(app: &App, caller: &Caller<'_>, (): ()) -> Result<CartView, Failure> {
    let (user, shop) = (caller.user()?, app.shop()?);
    app.store.read(|conn| shown(conn, &cart_of(conn, user)?, &shop, app.now_ms()))
}

/// With whom it is for, and how old she has to be.
pub(super) fn shown(conn: &Connection, cart: &Cart, shop: &Shop, now_ms: i64) -> Result<CartView, Failure> {
    let view = views::cart(cart, shop.country)?;
    // most tickets are nobody's and for everybody, and ask for nothing more at each scan
    if cart.customer.is_none() && cart.age_needed().is_none() && cart.quotation.is_none() {
        return Ok(view);
    }
    let at = chrono::DateTime::from_timestamp_millis(now_ms).unwrap_or_default();
    let today = shop.business_date(at, store::read::shop::last_business_date(conn)?);
    let customer = cart.customer.map(|customer| customers::chosen(conn, customer, today)).transpose()?.flatten();
    let order = orders::of_cart(conn, cart.quotation, shop)?;
    Ok(CartView { customer, order, age_needed: cart.age_needed().map(|age| AgeNeeded::on(today, age)), ..view })
}

/// Somebody has looked at whoever buys. Who is too young goes without what is not for her; that it was taken out is a fact as for any line.
pub fn check_age(app: &App, caller: &Caller<'_>, asked: CheckAge) -> Result<CartView, Failure> {
    let (view, ()) = change(app, caller, move |change| {
        let needed = change.cart.age_needed();
        if needed != Some(asked.age) {
            return Err(Refusal::AgeCheckNeeded { age: needed.unwrap_or(asked.age) }.into());
        }
        if asked.old_enough {
            change.cart.age_checked = needed;
            return Ok(carts::save_age_checked(change.tx, change.cart.id, asked.age)?);
        }
        let checked = change.cart.age_checked;
        for line in change.cart.lines.iter().filter(|line| line.returned.is_none() && line.minimum_age > checked) {
            carts::set_removed(change.tx, change.cart.id, line.id, true)?;
        }
        change.reload_lines()
    })?;
    Ok(view)
}

fn offered(product: Product, barcode: Option<String>) -> Offered {
    Offered {
        product: Some(product.id),
        name: product.name,
        unit: product.unit,
        barcode: barcode.or(product.barcode),
        price: product.price,
        cost: product.cost,
        tax_class: product.tax_class,
        minimum_age: product.minimum_age,
        warning: product.warning,
    }
}

/// What a code turned out to be.
enum Found {
    Products(Vec<Product>),
    Label(Product, LabelValue),
}

/// Full match first, by barcode and then by SKU; then the labels of the country's scales, in order.
fn find(app: &App, shop: &Shop, code: &str) -> Result<Found, Failure> {
    let by_barcode = app.store.read(|conn| products::by_barcode(conn, code))?;
    if !by_barcode.is_empty() {
        return Ok(Found::Products(by_barcode));
    }
    let decimals = shop.country.currency.decimals;
    if let Some(label) = barcode::read_label(code, &shop.country.labels, decimals)
        && let Some(product) = by_label_item(app, &label.item)?
    {
        return Ok(Found::Label(product, label.value));
    }
    Ok(Found::Products(app.store.read(|conn| products::by_sku(conn, code))?))
}

/// A scale pads the number of its product with zeros; the shop may have typed it without.
fn by_label_item(app: &App, item: &str) -> Result<Option<Product>, Failure> {
    let exact = app.store.read(|conn| products::by_sku(conn, item))?;
    let found = if exact.is_empty() { app.store.read(|conn| products::by_sku(conn, item.trim_start_matches('0')))? } else { exact };
    Ok(found.into_iter().find(|product| product.active))
}

pub fn scan(app: &App, caller: &Caller<'_>, asked: Scan) -> Result<ScanAnswer, Failure> {
    let shop = app.shop()?;
    if let Some(receipt) = returns::scanned(app, &asked.code)? {
        return Ok(receipt);
    }
    if let Some(order) = orders::scanned(app, &shop, &asked.code)? {
        return Ok(order);
    }
    let code = barcode::normalise(&asked.code);
    let quantity = asked.quantity.unwrap_or(Quantity::ONE);
    match find(app, &shop, &code)? {
        Found::Label(product, value) => add_label(app, caller, product, code, value),
        Found::Products(mut found) => {
            let active = found.iter().filter(|product| product.active).count();
            match (active, found.len()) {
                (0, 0) => Ok(unknown(code)),
                (0, _) => Ok(ScanAnswer::Inactive { product: views::hits(&app.store, found)?.remove(0) }),
                (1, _) => {
                    found.retain(|product| product.active);
                    added(app, caller, offered(found.remove(0), Some(code)), quantity)
                        .map(|it| ScanAnswer::Added { cart: it.cart, line: it.line })
                }
                _ => Ok(ScanAnswer::Choose { code, products: views::hits(&app.store, found)? }),
            }
        }
    }
}

fn unknown(code: String) -> ScanAnswer {
    let wrong_check_digit = matches!(code.len(), 13 | 14) && barcode::is_gs1(&code) && !barcode::check_digit_matches(&code);
    ScanAnswer::Unknown { code, wrong_check_digit }
}

fn add_label(app: &App, caller: &Caller<'_>, product: Product, code: String, value: LabelValue) -> Result<ScanAnswer, Failure> {
    let (cart, line) = change(app, caller, move |change| {
        let at = change.cart.add_label(Id::now_v7(), offered(product, Some(code)), value, change.shop.country.currency.decimals)?;
        change.save(at)
    })?;
    Ok(ScanAnswer::Added { cart, line })
}

fn added(app: &App, caller: &Caller<'_>, offered: Offered, quantity: Quantity) -> Result<CartChanged, Failure> {
    let (cart, line) = change(app, caller, move |change| {
        let at = change.cart.add(Id::now_v7(), offered, quantity)?;
        change.save(at)
    })?;
    Ok(CartChanged { cart, line })
}

pub fn add(app: &App, caller: &Caller<'_>, asked: AddProduct) -> Result<CartChanged, Failure> {
    let product = app
        .store
        .read(|conn| products::find(conn, asked.product))?
        .ok_or_else(|| Failure::new("unknown_product", "there is no such product"))?;
    if !product.active {
        return Err(Failure::new("product_inactive", "the product is not sold any more").with("name", product.name));
    }
    added(app, caller, offered(product, None), asked.quantity.unwrap_or(Quantity::ONE))
}

pub fn add_free(app: &App, caller: &Caller<'_>, asked: FreeLine) -> Result<CartChanged, Failure> {
    let FreeLine { name, unit_price, quantity, tax_class, barcode } = asked;
    let offered = free(&name, barcode, unit_price, &tax_class, app.shop()?.country)?;
    added(app, caller, offered, quantity)
}

/// What a sale sold goes on the ticket, as it costs today. A free product has no price of today.
pub fn repeat(app: &App, caller: &Caller<'_>, asked: NameRecord) -> Result<Repeated, Failure> {
    let sold = app.store.read(|conn| receipts::stored(conn, asked.id))?.ok_or_else(|| Failure::not_found("receipt"))?.sale;
    put_again(app, caller, sold)
}

pub(super) fn put_again(app: &App, caller: &Caller<'_>, sold: SaleCompleted) -> Result<Repeated, Failure> {
    let (cart, missing) = change(app, caller, move |change| {
        let mut missing = Vec::new();
        for line in sold.lines.iter().filter(|line| line.returned.is_none()) {
            let today = line.product.map(|product| products::find(change.tx, product)).transpose()?.flatten();
            match today.filter(|product| product.active && product.unit == line.unit) {
                Some(product) => {
                    let at = change.cart.add(Id::now_v7(), offered(product, line.barcode.clone()), line.quantity)?;
                    change.save(at)?;
                }
                None => missing.push(line.name.clone()),
            }
        }
        change.belongs_to(sold.customer)?;
        Ok(missing)
    })?;
    Ok(Repeated { cart, missing })
}

pub fn change_line(app: &App, caller: &Caller<'_>, asked: ChangeLine) -> Result<CartView, Failure> {
    let LineChange { quantity, unit_price, discount, note, note_inside } = asked.change;
    let wanted = cart::LineChange { quantity, unit_price, discount, note, note_inside };
    let approving = approving(app, caller, Approved::LowerPrice, asked.approval.as_ref())?;
    let (granted, now) = (approving.clone(), app.now(&app.shop()?));
    let (view, _) = change(app, caller, move |change| {
        let at = change.position(asked.line)?;
        change.priced(&granted, now, |cart, may_price| cart.lines[at].change(wanted.clone(), may_price))?;
        change.save(at)
    })?;
    approving.begin(app);
    Ok(view)
}

pub fn remove(app: &App, caller: &Caller<'_>, asked: NameLine) -> Result<CartView, Failure> {
    set_removed(app, caller, asked.line, true)
}

pub fn restore(app: &App, caller: &Caller<'_>, asked: NameLine) -> Result<CartView, Failure> {
    set_removed(app, caller, asked.line, false)
}

fn set_removed(app: &App, caller: &Caller<'_>, line: Id, removed: bool) -> Result<CartView, Failure> {
    let (view, ()) = change(app, caller, move |change| {
        if !carts::set_removed(change.tx, change.cart.id, line, removed)? {
            return Err(line_not_found());
        }
        change.reload_lines()
    })?;
    Ok(view)
}

pub fn discount(app: &App, caller: &Caller<'_>, asked: DiscountCart) -> Result<CartView, Failure> {
    let approving = approving(app, caller, Approved::LowerPrice, asked.approval.as_ref())?;
    let (granted, now) = (approving.clone(), app.now(&app.shop()?));
    let (view, ()) = change(app, caller, move |change| {
        let quoted: Vec<usize> = (0..change.cart.lines.len()).filter(|at| change.cart.lines[*at].quoted).collect();
        change.priced(&granted, now, |cart, _| {
            cart.discount = asked.discount;
            // another discount is another price than the one that was offered
            cart.lines.iter_mut().for_each(|line| line.quoted = false);
            Ok(())
        })?;
        for at in quoted {
            change.save(at)?;
        }
        Ok(carts::save_discount(change.tx, change.cart.id, asked.discount)?)
    })?;
    approving.begin(app);
    Ok(view)
}

/// Clears the cart. What stood in it is a fact: an owner may ask where it went.
pub fn discard(app: &App, caller: &Caller<'_>, asked: DiscardCart) -> Result<CartView, Failure> {
    let user = caller.user()?;
    let shop = app.shop()?;
    let now = app.now(&shop);
    app.store.write(Lane::Interactive, move |tx| {
        let cart = cart_of(tx, user)?;
        let all = cart.lines.iter().chain(&carts::lines(tx, cart.id, true)?).map(RemovedLine::from).collect::<Vec<_>>();
        if !all.is_empty() {
            let reason = asked.reason.as_deref().filter(|reason| !reason.is_empty());
            domain::card_number::refuse(reason.unwrap_or_default())?;
            let reason = reason.map(|reason| tx.seal(&super::pay::notes_key(now.ms), reason)).transpose()?;
            let shift = shifts::drawer(tx)?.shift();
            let total = Some(worth(&all, shop.country.currency.decimals));
            tx.append(CartDiscarded { cart: cart.id, shift, lines: all, total, reason }, Some(user), now)?;
        }
        carts::delete(tx, cart.id)?;
        Ok::<_, Failure>(())
    })?;
    current(app, caller, ())
}
