//! The demo shop: real products, so that a first try feels like a shop. Everything it sells is marked DEMO.

use domain::country::Country;
use domain::entry::{BulkImported, CategorySaved, ProductSaved};
use domain::product::{Pricing, ProductFields, Unit};
use domain::units::round;
use domain::{Id, Quantity, Refusal, UnitPrice, barcode};
use rust_decimal::Decimal;
use serde::Deserialize;
use store::bulk::{self, Attachment};
use store::{Blobs, Now, StoreError, Tx};

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

/// The demo's categories, and its products as one attachment, written and waiting for its entry.
pub(crate) struct Demo {
    categories: Vec<CategorySaved>,
    products: BulkImported,
}

impl Demo {
    pub fn prepare(blobs: &Blobs, country: &Country) -> Result<Self, Failure> {
        let categories = categories();
        let mut attachment = Attachment::begin(blobs)?;
        for row in csv::Reader::from_reader(CATALOGUE.as_bytes()).deserialize() {
            let row: Row = row.map_err(|error| Failure::new("internal", error.to_string()))?;
            let category = CATEGORIES.iter().position(|(key, ..)| *key == row.category).map(|at| categories[at].id);
            attachment.add(&product(country, category, &row)?)?;
        }
        Ok(Self { categories, products: attachment.finish()? })
    }

    pub fn append(self, tx: &mut Tx<'_>, owner: Id, now: Now) -> Result<(), StoreError> {
        for category in self.categories {
            tx.append(category, Some(owner), now)?;
        }
        tx.append(self.products, Some(owner), now).map(drop)
    }
}

fn categories() -> Vec<CategorySaved> {
    let saved = |(position, (_, name, icon, tint)): (i64, (&str, &str, &str, &str))| CategorySaved {
        id: Id::now_v7(),
        name: name.to_owned(),
        icon: icon.to_owned(),
        tint: tint.to_owned(),
        position,
        active: true,
    };
    (0_i64..).zip(CATEGORIES).map(saved).collect()
}

fn product(country: &Country, category: Option<Id>, row: &Row) -> Result<bulk::Row, Failure> {
    let pricing = row.pricing(country)?;
    let cost = round(pricing.price.scaled() * decimal(&row.cost_ratio)? * Decimal::from(10_000)).map_err(Refusal::from)?;
    let fields = ProductFields {
        name: Some(row.name.clone()),
        sku: Some(row.sku.clone()),
        unit: Unit::parse(&row.unit),
        cost: Some(UnitPrice::new(cost).ok()),
        pricing: Some(pricing),
        category: Some(category),
        favourite: Some(row.favourite == 1),
        active: Some(true),
        track_stock: Some(true),
        ..ProductFields::default()
    };
    let barcodes_added = if row.barcode.is_empty() { vec![] } else { vec![barcode::for_product(&row.barcode)?] };
    let opening = Quantity::new(scaled(&row.stock, 1000)?.get()).map_err(Refusal::from)?;
    Ok(bulk::Row {
        product: ProductSaved { id: Id::now_v7(), fields: fields.check()?, barcodes_added, barcodes_removed: vec![] },
        opening: Some(opening).filter(|quantity| *quantity > Quantity::ZERO),
    })
}
