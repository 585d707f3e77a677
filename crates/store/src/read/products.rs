//! Products as the counter needs them: by barcode, by SKU, by name, by favourite, and paged for the list.

use domain::carried::ProductEnd;
use domain::product::Unit;
use domain::{Id, Quantity, UnitPrice};
use rusqlite::{Connection, OptionalExtension, Row, ToSql, params_from_iter};

use crate::StoreError;
use crate::search::{self, Vocabulary};

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Product {
    pub id: Id,
    pub name: String,
    pub sku: String,
    pub unit: Unit,
    pub price: UnitPrice,
    pub tax_class: String,
    pub cost: Option<UnitPrice>,
    pub category: Option<Id>,
    pub favourite: bool,
    pub active: bool,
    pub track_stock: bool,
    pub min_stock: Option<Quantity>,
    pub minimum_age: Option<u8>,
    /// Empty: none.
    pub warning: String,
    pub stock: Quantity,
    pub barcode: Option<String>,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Category {
    pub id: Id,
    pub name: String,
    pub icon: String,
    pub tint: String,
}

// A product without a name or a price is one whose creation has not arrived yet: it cannot be shown or sold.
// Its stock is the sum, less what was sold since the sum was caught up.
const SELECT: &str = "select p.id, p.name, coalesce(p.sku, ''), p.unit, p.price, p.tax_class, p.cost, p.category, coalesce(p.favourite, 0),
    coalesce(p.active, 1), coalesce(p.track_stock, 1), p.min_stock,
    coalesce(s.quantity, 0) - coalesce((select sum(l.quantity) from sale_lines l
        where l.sale > (select applied from deferred where name = 'stock') and l.product = p.id and l.restocked is not 0), 0),
    (select code from barcodes b where b.product = p.id and b.present = 1 order by code limit 1), p.minimum_age, coalesce(p.warning, '')
    from products p left join stock s on s.product = p.id";
const KNOWN: &str = "p.name is not null and p.price is not null and p.tax_class is not null";

fn product(row: &Row<'_>) -> rusqlite::Result<Product> {
    let unit: Option<String> = row.get(3)?;
    let cost: Option<i64> = row.get(6)?;
    let min_stock: Option<i64> = row.get(11)?;
    Ok(Product {
        id: row.get(0)?,
        name: row.get(1)?,
        sku: row.get(2)?,
        unit: unit.as_deref().and_then(Unit::parse).unwrap_or_default(),
        price: bounded(UnitPrice::new(row.get(4)?), 4)?,
        tax_class: row.get(5)?,
        cost: cost.map(|cost| bounded(UnitPrice::new(cost), 6)).transpose()?,
        category: row.get(7)?,
        favourite: row.get(8)?,
        active: row.get(9)?,
        track_stock: row.get(10)?,
        min_stock: min_stock.map(|it| bounded(Quantity::new(it), 11)).transpose()?,
        stock: bounded(Quantity::new(row.get(12)?), 12)?,
        barcode: row.get(13)?,
        minimum_age: row.get(14)?,
        warning: row.get(15)?,
    })
}

fn bounded<T>(value: Result<T, domain::units::OutOfRange>, column: usize) -> rusqlite::Result<T> {
    value.map_err(|error| rusqlite::Error::FromSqlConversionFailure(column, rusqlite::types::Type::Integer, Box::new(error)))
}

fn query(conn: &Connection, rest: &str, values: &[&dyn ToSql]) -> Result<Vec<Product>, StoreError> {
    let mut statement = conn.prepare_cached(&format!("{SELECT} {rest}"))?;
    let products = statement.query_map(params_from_iter(values), product)?.collect::<Result<_, _>>()?;
    Ok(products)
}

pub fn find(conn: &Connection, id: Id) -> Result<Option<Product>, StoreError> {
    Ok(query(conn, &format!("where p.id = ? and {KNOWN}"), &[&id])?.pop())
}

/// By how its id ends. A receipt has no room for all of it.
pub fn by_end(conn: &Connection, end: ProductEnd) -> Result<Option<(Id, String)>, StoreError> {
    let sql = "select id, name from products where substr(id, 11) = ? and name is not null limit 1";
    Ok(conn.prepare_cached(sql)?.query_row([end.as_slice()], |row| Ok((row.get(0)?, row.get(1)?))).optional()?)
}

/// All products that carry this code: two tills may both have created it.
pub fn by_barcode(conn: &Connection, code: &str) -> Result<Vec<Product>, StoreError> {
    let rest = format!(
        "where p.id in (select product from barcodes where code = ? and present = 1) and {KNOWN} order by coalesce(p.active, 1) desc, p.id"
    );
    query(conn, &rest, &[&code])
}

pub fn by_sku(conn: &Connection, sku: &str) -> Result<Vec<Product>, StoreError> {
    query(conn, &format!("where p.sku = ? and {KNOWN} order by coalesce(p.active, 1) desc, p.id"), &[&sku])
}

pub fn favourites(conn: &Connection, limit: i64) -> Result<Vec<Product>, StoreError> {
    query(conn, &format!("where p.favourite = 1 and coalesce(p.active, 1) = 1 and {KNOWN} order by p.category, p.name limit ?"), &[&limit])
}

pub fn of_category(conn: &Connection, category: Id, limit: i64) -> Result<Vec<Product>, StoreError> {
    let rest =
        format!("where p.category = ? and coalesce(p.active, 1) = 1 and {KNOWN} order by coalesce(p.favourite, 0) desc, p.name limit ?");
    query(conn, &rest, &[&category, &limit])
}

/// Best match first. The words of the last moments may still be waiting for their index; those products are found by code meanwhile.
pub fn by_name(conn: &Connection, vocabulary: &Vocabulary, text: &str, limit: usize) -> Result<Vec<Product>, StoreError> {
    let numbers = search::search(conn, vocabulary, text, limit)?;
    let mut found = Vec::with_capacity(numbers.len());
    for number in numbers {
        found.extend(query(conn, &format!("where p.no = ? and {KNOWN}"), &[&number])?);
    }
    Ok(found)
}

/// A page of the list, by name, after the last one of the page before.
#[derive(Debug, Default)]
pub struct Page {
    pub category: Option<Id>,
    pub active: Option<bool>,
    pub after: Option<(String, Id)>,
}

pub const PAGE: i64 = 100;

pub fn page(conn: &Connection, page: &Page) -> Result<Vec<Product>, StoreError> {
    let (name, id) = page.after.clone().unzip();
    let rest = format!(
        "where {KNOWN} and (?1 is null or p.category = ?1) and (?2 is null or coalesce(p.active, 1) = ?2)
         and (?3 is null or (p.name, p.id) > (?3, ?4)) order by p.name, p.id limit {PAGE}"
    );
    query(conn, &rest, &[&page.category, &page.active, &name, &id])
}

pub fn count(conn: &Connection, page: &Page) -> Result<i64, StoreError> {
    let sql = format!(
        "select count(*) from products p where {KNOWN} and (?1 is null or p.category = ?1) and (?2 is null or coalesce(p.active, 1) = ?2)"
    );
    Ok(conn.prepare_cached(&sql)?.query_row((page.category, page.active), |row| row.get(0))?)
}

pub fn barcodes(conn: &Connection, id: Id) -> Result<Vec<String>, StoreError> {
    let mut statement = conn.prepare_cached("select code from barcodes where product = ? and present = 1 order by code")?;
    let codes = statement.query_map([id], |row| row.get(0))?.collect::<Result<_, _>>()?;
    Ok(codes)
}

pub fn categories(conn: &Connection) -> Result<Vec<Category>, StoreError> {
    let mut statement = conn.prepare_cached("select id, name, icon, tint from categories where active = 1 order by position, name, id")?;
    let read = |row: &Row<'_>| Ok(Category { id: row.get(0)?, name: row.get(1)?, icon: row.get(2)?, tint: row.get(3)? });
    let categories = statement.query_map([], read)?.collect::<Result<_, _>>()?;
    Ok(categories)
}

/// The highest SKU that is a short number; barcodes used as SKU are not.
pub fn highest_sku(conn: &Connection) -> Result<i64, StoreError> {
    let sql = "select coalesce(max(cast(sku as integer)), 0) from products where length(sku) <= 6 and sku glob '[0-9]*' and not sku glob '*[^0-9]*'";
    Ok(conn.query_row(sql, [], |row| row.get(0))?)
}
