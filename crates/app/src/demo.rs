//! The demo shop: real products, so that a first try feels like a shop. Everything it sells is marked DEMO.

use std::collections::HashMap;

use domain::country::Country;
use domain::entry::{CategorySaved, ProductSaved, StockMoved, StockReason};
use domain::product::{Pricing, ProductFields, Unit};
use domain::units::round;
use domain::{Id, Quantity, Refusal, UnitPrice, barcode};
use rust_decimal::Decimal;
use serde::Deserialize;
use store::{Now, Tx};

use crate::Failure;

const CATALOGUE: &str = include_str!("demo/catalogue.csv");

/// Key in the catalogue, Spanish name, icon, tint; in the order of the tabs.
const CATEGORIES: [(&str, &str, &str, &str); 13] = [
    ("bebidas", "Bebidas", "bottle", "azul"),
    ("botanas", "Botanas", "bag", "naranja"),
    ("lacteos", "Lácteos", "milk", "cielo"),
    ("abarrotes", "Abarrotes", "grain", "oliva"),
    ("frutas", "Frutas y verduras", "apple", "verde"),
    ("panaderia", "Panadería", "bread", "ambar"),
    ("dulces", "Dulces", "cookie", "rosa"),
    ("desayuno", "Desayuno", "cup", "ambar"),
    ("salsas", "Salsas", "jug", "naranja"),
    ("carnes", "Carnes", "box", "rosa"),
    ("congelados", "Congelados", "box", "cielo"),
    ("limpieza", "Limpieza", "spray", "violeta"),
    ("higiene", "Higiene", "sparkle", "violeta"),
];

#[derive(Debug, Deserialize)]
struct Row {
    sku: String,
    barcode: String,
    name: String,
    category: String,
    unit: String,
    price_mx: String,
    price_co: String,
    price_ar: String,
    price_es: String,
    cost_ratio: String,
    tax_mx: String,
    tax_co: String,
    tax_ar: String,
    tax_es: String,
    stock: String,
    favourite: u8,
}

impl Row {
    /// Price and tax class in the shop's country. A country without its own column gets Spain's prices and its own first class.
    fn pricing(&self, country: &Country) -> Result<Pricing, Failure> {
        let (price, class) = match country.code.as_str() {
            "MX" => (&self.price_mx, &self.tax_mx),
            "CO" => (&self.price_co, &self.tax_co),
            "AR" => (&self.price_ar, &self.tax_ar),
            _ => (&self.price_es, &self.tax_es),
        };
        let tax_class = country.tax_class(class).map_or_else(|_| country.tax_classes[0].code.clone(), |class| class.code.clone());
        Ok(Pricing { price: scaled(price, 10_000)?, tax_class })
    }
}

fn decimal(text: &str) -> Result<Decimal, Failure> {
    text.trim().parse().map_err(|_| Failure::new("internal", format!("the demo catalogue has a bad number: {text}")))
}

fn scaled(text: &str, scale: i64) -> Result<UnitPrice, Failure> {
    Ok(UnitPrice::new(round(decimal(text)? * Decimal::from(scale)).map_err(Refusal::from)?).map_err(Refusal::from)?)
}

pub(crate) fn fill(tx: &mut Tx<'_>, country: &Country, owner: Id, now: Now) -> Result<(), Failure> {
    let categories = categories(tx, owner, now)?;
    for row in csv::Reader::from_reader(CATALOGUE.as_bytes()).deserialize() {
        let row: Row = row.map_err(|error| Failure::new("internal", error.to_string()))?;
        product(tx, country, &categories, &row, owner, now)?;
    }
    Ok(())
}

fn categories(tx: &mut Tx<'_>, owner: Id, now: Now) -> Result<HashMap<&'static str, Id>, Failure> {
    let mut ids = HashMap::new();
    for (position, (key, name, icon, tint)) in (0_i64..).zip(CATEGORIES) {
        let id = Id::now_v7();
        let saved = CategorySaved { id, name: name.to_owned(), icon: icon.to_owned(), tint: tint.to_owned(), position, active: true };
        tx.append(saved, Some(owner), now)?;
        ids.insert(key, id);
    }
    Ok(ids)
}

fn product(tx: &mut Tx<'_>, country: &Country, categories: &HashMap<&str, Id>, row: &Row, owner: Id, now: Now) -> Result<(), Failure> {
    let id = Id::now_v7();
    let pricing = row.pricing(country)?;
    let cost = round(pricing.price.scaled() * decimal(&row.cost_ratio)? * Decimal::from(10_000)).map_err(Refusal::from)?;
    let fields = ProductFields {
        name: Some(row.name.clone()),
        sku: Some(row.sku.clone()),
        unit: Unit::parse(&row.unit),
        cost: Some(UnitPrice::new(cost).ok()),
        pricing: Some(pricing),
        category: Some(categories.get(row.category.as_str()).copied()),
        favourite: Some(row.favourite == 1),
        active: Some(true),
        track_stock: Some(true),
        min_stock: None,
    };
    let barcodes_added = if row.barcode.is_empty() { vec![] } else { vec![barcode::for_product(&row.barcode)?] };
    tx.append(ProductSaved { id, fields: fields.check()?, barcodes_added, barcodes_removed: vec![] }, Some(owner), now)?;
    let quantity = Quantity::new(scaled(&row.stock, 1000)?.get()).map_err(Refusal::from)?;
    if quantity > Quantity::ZERO {
        tx.append(StockMoved { product: id, quantity, reason: StockReason::Opening }, Some(owner), now)?;
    }
    Ok(())
}
