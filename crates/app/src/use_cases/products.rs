//! Products: found by code, by name or in the list; created and edited field by field.

use domain::barcode;
use domain::entry::{ProductSaved, StockMoved, StockReason};
use domain::product::{Pricing, ProductFields, check_quantity};
use domain::{Id, Quantity};
use store::Lane;
use store::read::products::{self, Page, Product};

use crate::messages::*;
use crate::requests::NameRecord;
use crate::use_cases::views;
use crate::{App, Caller, Failure};

const MOST_HITS: usize = 50;
const TILES: i64 = 200;

/// Names by the index; a number also by its code.
pub fn search(app: &App, caller: &Caller<'_>, asked: SearchProducts) -> Result<Vec<ProductHit>, Failure> {
    let limit = usize::try_from(asked.limit).unwrap_or(MOST_HITS).min(MOST_HITS);
    let mut found = by_code(app, caller, ByCode { code: asked.text.clone() })?;
    let named = app.store.read(|conn| products::by_name(conn, &app.vocabulary, &asked.text, limit * 2))?;
    let named = named.into_iter().filter(|product| product.active && !found.iter().any(|hit| hit.id == product.id)).collect();
    found.extend(views::hits(&app.store, named)?);
    found.truncate(limit);
    Ok(found)
}

pub fn by_code(app: &App, _: &Caller<'_>, asked: ByCode) -> Result<Vec<ProductHit>, Failure> {
    let code = barcode::normalise(&asked.code);
    if code.is_empty() {
        return Ok(Vec::new());
    }
    let mut found = app.store.read(|conn| products::by_barcode(conn, &code))?;
    found.extend(app.store.read(|conn| products::by_sku(conn, &code))?);
    found.dedup_by_key(|product| product.id);
    views::hits(&app.store, found)
}

pub fn favourites(app: &App, _: &Caller<'_>, asked: Favourites) -> Result<Vec<Tile>, Failure> {
    let found = app.store.read(|conn| match asked.category {
        None => products::favourites(conn, TILES),
        Some(category) => products::of_category(conn, category, TILES),
    })?;
    let low: Vec<bool> = found.iter().map(views::is_low).collect();
    Ok(views::hits(&app.store, found)?.into_iter().zip(low).map(|(product, low)| Tile { product, low }).collect())
}

/// Paged by name; with a text, what the search finds.
pub fn list(app: &App, _: &Caller<'_>, asked: ListProducts) -> Result<ProductList, Failure> {
    let ListProducts { text, category, active, after } = asked;
    if !text.trim().is_empty() {
        return search_list(app, &text, category, active);
    }
    let after = after.as_deref().and_then(|after| after.rsplit_once('\n')).and_then(|(name, id)| Some((name.to_owned(), id.parse().ok()?)));
    let page = Page { category, active, after };
    let rows = app.store.read(|conn| products::page(conn, &page))?;
    let is_full = i64::try_from(rows.len()).is_ok_and(|count| count == products::PAGE);
    let next = rows.last().filter(|_| is_full).map(|last| format!("{}\n{}", last.name, last.id));
    Ok(ProductList { rows: views::hits(&app.store, rows)?, next, total: app.store.read(|conn| products::count(conn, &page))? })
}

fn search_list(app: &App, text: &str, category: Option<Id>, active: Option<bool>) -> Result<ProductList, Failure> {
    let code = barcode::normalise(text);
    let mut found = app.store.read(|conn| products::by_barcode(conn, &code))?;
    found.extend(app.store.read(|conn| products::by_sku(conn, &code))?);
    found.extend(app.store.read(|conn| products::by_name(conn, &app.vocabulary, text, 200))?);
    let mut seen = std::collections::HashSet::new();
    let wanted = |product: &Product| {
        category.is_none_or(|category| product.category == Some(category)) && active.is_none_or(|active| product.active == active)
    };
    found.retain(|product| wanted(product) && seen.insert(product.id));
    let total = i64::try_from(found.len()).unwrap_or(0);
    Ok(ProductList { rows: views::hits(&app.store, found)?, next: None, total })
}

pub fn get(app: &App, _: &Caller<'_>, asked: NameRecord) -> Result<ProductView, Failure> {
    let product = app.store.read(|conn| products::find(conn, asked.id))?.ok_or_else(|| Failure::not_found("product"))?;
    let barcodes = app.store.read(|conn| products::barcodes(conn, asked.id))?;
    Ok(view(product, barcodes))
}

fn view(product: Product, barcodes: Vec<String>) -> ProductView {
    ProductView {
        id: product.id,
        name: product.name,
        sku: product.sku,
        barcodes,
        unit: product.unit,
        price: product.price,
        cost: product.cost,
        tax_class: product.tax_class,
        category: product.category,
        favourite: product.favourite,
        active: product.active,
        stock: product.stock,
        track_stock: product.track_stock,
        min_stock: product.min_stock,
        minimum_age: product.minimum_age,
        warning: product.warning,
    }
}

pub fn save(app: &App, caller: &Caller<'_>, asked: ProductSave) -> Result<ProductView, Failure> {
    let actor = caller.user()?;
    let shop = app.shop()?;
    shop.country.tax_class(&asked.tax_class)?;
    let before = match asked.id {
        Some(id) => Some(get(app, caller, NameRecord { id })?),
        None => None,
    };
    let id = asked.id.unwrap_or_else(Id::now_v7);
    let opening = asked.opening_stock.filter(|quantity| before.is_none() && *quantity > Quantity::ZERO);
    opening.map_or(Ok(()), |quantity| check_quantity(quantity, asked.unit))?;
    let saved = decide(app, id, asked, before.as_ref())?;
    let now = app.now(&shop);
    app.store.write(Lane::Interactive, move |tx| {
        tx.append(saved, Some(actor), now)?;
        if let Some(quantity) = opening {
            tx.append(StockMoved { product: id, quantity, reason: StockReason::Opening }, Some(actor), now)?;
        }
        Ok::<_, Failure>(())
    })?;
    app.events.emit("products.changed", &());
    get(app, caller, NameRecord { id })
}

/// The entry that takes the product from what it was to what is asked: only the fields that change.
fn decide(app: &App, id: Id, asked: ProductSave, before: Option<&ProductView>) -> Result<ProductSaved, Failure> {
    let codes = codes_of(app, id, &asked)?;
    let sku = if asked.sku.trim().is_empty() { next_sku(app)? } else { asked.sku.trim().to_owned() };
    refuse_taken(app.store.read(|conn| products::by_sku(conn, &sku))?, id, "sku_taken", "sku", &sku)?;
    let now = ProductFields {
        name: Some(asked.name),
        sku: Some(sku),
        unit: Some(asked.unit),
        pricing: Some(Pricing { price: asked.price, tax_class: asked.tax_class }),
        cost: Some(asked.cost),
        category: Some(asked.category),
        favourite: Some(asked.favourite),
        active: Some(asked.active),
        track_stock: Some(asked.track_stock),
        min_stock: Some(asked.min_stock),
        minimum_age: Some(asked.minimum_age),
        warning: Some(asked.warning),
    };
    let had_codes = before.map(|before| before.barcodes.clone()).unwrap_or_default();
    Ok(ProductSaved {
        id,
        fields: changed(now.check()?, before),
        barcodes_added: codes.iter().filter(|code| !had_codes.contains(code)).cloned().collect(),
        barcodes_removed: had_codes.into_iter().filter(|code| !codes.contains(code)).collect(),
    })
}

fn codes_of(app: &App, id: Id, asked: &ProductSave) -> Result<Vec<String>, Failure> {
    let written = asked.barcodes.iter().filter(|code| !code.trim().is_empty());
    let codes = written.map(|code| barcode::for_product(code)).collect::<Result<Vec<_>, _>>()?;
    for code in &codes {
        refuse_taken(app.store.read(|conn| products::by_barcode(conn, code))?, id, "barcode_taken", "barcodes", code)?;
    }
    Ok(codes)
}

/// Without what is as it was: an edit must not win over somebody else's in a field that it did not touch.
fn changed(now: ProductFields, before: Option<&ProductView>) -> ProductFields {
    fn unless<T: PartialEq>(now: Option<T>, was: T) -> Option<T> {
        now.filter(|now| *now != was)
    }
    let Some(was) = before else {
        // a new product says nothing of what it does not have
        return ProductFields { minimum_age: unless(now.minimum_age, None), warning: unless(now.warning, String::new()), ..now };
    };
    ProductFields {
        name: unless(now.name, was.name.clone()),
        sku: unless(now.sku, was.sku.clone()),
        unit: unless(now.unit, was.unit),
        pricing: unless(now.pricing, Pricing { price: was.price, tax_class: was.tax_class.clone() }),
        cost: unless(now.cost, was.cost),
        category: unless(now.category, was.category),
        favourite: unless(now.favourite, was.favourite),
        active: unless(now.active, was.active),
        track_stock: unless(now.track_stock, was.track_stock),
        min_stock: unless(now.min_stock, was.min_stock),
        minimum_age: unless(now.minimum_age, was.minimum_age),
        warning: unless(now.warning, was.warning.clone()),
    }
}

fn refuse_taken(holders: Vec<Product>, id: Id, code: &str, field: &str, value: &str) -> Result<(), Failure> {
    match holders.into_iter().find(|product| product.id != id && product.active) {
        Some(holder) => {
            Err(Failure::new(code, "another product has it").with("field", field).with("code", value).with("name", holder.name))
        }
        None => Ok(()),
    }
}

/// Four digits and up, above all that are taken: short enough to type at the counter.
fn next_sku(app: &App) -> Result<String, Failure> {
    let highest = app.store.read(products::highest_sku)?;
    Ok((highest.max(999) + 1).to_string())
}
