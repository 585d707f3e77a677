use domain::Id;
use domain::tender::Tender;
use domain::units::{Money, Quantity};
use serde::{Deserialize, Serialize};
use ts_rs::TS;

use crate::messages::CartView;

#[derive(Debug, Clone, Deserialize, TS)]
pub struct ListReceipts {
    /// A number or a total; empty lists a day.
    pub text: String,
    pub date: Option<String>,
    pub after: Option<Id>,
}

#[derive(Debug, Clone, Serialize, TS)]
pub struct ReceiptList {
    pub rows: Vec<ReceiptRow>,
    pub next: Option<Id>,
    /// Of the day. None: whoever counts the drawer blind does not see it.
    pub total: Option<Money>,
    pub count: i64,
}

#[derive(Debug, Clone, Serialize, TS)]
pub struct ReceiptRow {
    pub id: Id,
    pub number: String,
    pub at_ms: i64,
    pub business_date: String,
    pub cashier: String,
    pub total: Money,
    pub methods: Vec<String>,
    pub items: Quantity,
}

#[derive(Debug, Clone, Serialize, TS)]
pub struct ReceiptView {
    pub row: ReceiptRow,
    pub cart: CartView,
    pub tenders: Vec<Tender>,
    pub change: Money,
    pub rounding: Money,
    pub copies: i64,
    /// Its shift is open: how it was paid can still be put right.
    pub correctable: bool,
    /// It was put right.
    pub corrected: bool,
    /// Something of it is left that may come back.
    pub returnable: bool,
    pub text: String,
    pub image_png_base64: String,
}
