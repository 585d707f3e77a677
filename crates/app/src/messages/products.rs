use domain::Id;
use domain::product::Unit;
use domain::units::{Quantity, UnitPrice};
use serde::{Deserialize, Serialize};
use ts_rs::TS;

/// A product as lists and results show it.
#[derive(Debug, Clone, Serialize, TS)]
pub struct ProductHit {
    pub id: Id,
    pub name: String,
    pub sku: String,
    pub barcode: Option<String>,
    pub unit: Unit,
    pub price: UnitPrice,
    pub category: Option<String>,
    pub icon: String,
    pub tint: String,
    /// `null` where stock is not tracked.
    pub stock: Option<Quantity>,
    pub active: bool,
}

#[derive(Debug, Clone, Serialize, TS)]
pub struct Tile {
    #[serde(flatten)]
    pub product: ProductHit,
    pub low: bool,
}

#[derive(Debug, Clone, Serialize, TS)]
pub struct Category {
    pub id: Id,
    pub name: String,
    pub icon: String,
    pub tint: String,
}

#[derive(Debug, Clone, Deserialize, TS)]
pub struct CategorySave {
    pub id: Option<Id>,
    pub name: String,
    pub icon: String,
    pub tint: String,
}

#[derive(Debug, Clone, Serialize, TS)]
#[ts(rename = "Product")]
pub struct ProductView {
    pub id: Id,
    pub name: String,
    pub sku: String,
    pub barcodes: Vec<String>,
    pub unit: Unit,
    pub price: UnitPrice,
    pub cost: Option<UnitPrice>,
    pub tax_class: String,
    pub category: Option<Id>,
    pub favourite: bool,
    pub active: bool,
    pub stock: Quantity,
    pub track_stock: bool,
    pub min_stock: Option<Quantity>,
    pub minimum_age: Option<u8>,
    pub warning: String,
}

#[derive(Debug, Clone, Deserialize, TS)]
pub struct ProductSave {
    pub id: Option<Id>,
    pub name: String,
    /// Empty: the next free one.
    pub sku: String,
    pub barcodes: Vec<String>,
    pub unit: Unit,
    pub price: UnitPrice,
    pub cost: Option<UnitPrice>,
    pub tax_class: String,
    pub category: Option<Id>,
    pub favourite: bool,
    pub active: bool,
    pub track_stock: bool,
    pub min_stock: Option<Quantity>,
    /// Whoever is younger may not buy it.
    #[serde(default)]
    pub minimum_age: Option<u8>,
    /// What the cashier should know when she sells it.
    #[serde(default)]
    pub warning: String,
    /// Of a new product, what is on the shelf.
    pub opening_stock: Option<Quantity>,
}

#[derive(Debug, Clone, Deserialize, TS)]
pub struct SearchProducts {
    pub text: String,
    pub limit: u32,
}

#[derive(Debug, Clone, Deserialize, TS)]
pub struct Favourites {
    /// `null`: the starred ones.
    pub category: Option<Id>,
}

#[derive(Debug, Clone, Deserialize, TS)]
pub struct ListProducts {
    pub text: String,
    pub category: Option<Id>,
    pub active: Option<bool>,
    pub after: Option<String>,
}

#[derive(Debug, Clone, Serialize, TS)]
pub struct ProductList {
    pub rows: Vec<ProductHit>,
    pub next: Option<String>,
    pub total: i64,
}

#[derive(Debug, Clone, Deserialize, TS)]
pub struct ByCode {
    pub code: String,
}
