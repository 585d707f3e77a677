use chrono::{Months, NaiveDate};
use domain::currency::HandBack;
use domain::product::Unit;
use domain::tender::Tender;
use domain::ticket::Discount;
use domain::units::{Money, Quantity, Rate, UnitPrice};
use domain::{Id, Refusal};
use serde::{Deserialize, Deserializer, Serialize};
use ts_rs::TS;

use crate::messages::{Approval, CartCustomer, CartOrder, Notice, ProductHit, ProposedTender, ReturnedView};

/// A cart with its computed ticket. The screen formats it and computes nothing.
#[derive(Debug, Clone, Serialize, TS)]
#[ts(rename = "Cart")]
pub struct CartView {
    pub id: Id,
    pub lines: Vec<CartLineView>,
    pub discount: Option<Discount>,
    pub customer: Option<CartCustomer>,
    /// The order that it takes up.
    pub order: Option<CartOrder>,
    /// Somebody has to look at whoever buys.
    pub age_needed: Option<AgeNeeded>,
    /// Articles, as a customer counts them.
    pub count: Quantity,
    pub subtotal: Money,
    pub discounts: Money,
    pub tax: Money,
    pub taxes: Vec<TaxTotal>,
    pub total: Money,
}

#[derive(Debug, Clone, Serialize, TS)]
pub struct AgeNeeded {
    pub age: u8,
    /// Whoever was born later is too young.
    pub born_by: String,
}

impl AgeNeeded {
    #[must_use]
    pub fn on(today: NaiveDate, age: u8) -> Self {
        let born_by = today.checked_sub_months(Months::new(u32::from(age) * 12)).unwrap_or_default();
        Self { age, born_by: born_by.to_string() }
    }
}

/// Says whether whoever buys is of that age.
#[derive(Debug, Clone, Deserialize, TS)]
pub struct CheckAge {
    pub age: u8,
    pub old_enough: bool,
}

#[derive(Debug, Clone, Serialize, TS)]
#[ts(rename = "CartLine")]
pub struct CartLineView {
    pub id: Id,
    pub product: Option<Id>,
    pub name: String,
    pub unit: Unit,
    pub quantity: Quantity,
    pub unit_price: UnitPrice,
    pub list_price: UnitPrice,
    /// What the line adds before the ticket's own discount.
    pub amount: Money,
    pub discount: Option<Discount>,
    pub discount_amount: Money,
    pub note: Option<String>,
    /// It is not printed.
    pub note_inside: bool,
    /// What the cashier should know of it; empty: nothing.
    pub warning: String,
    pub provisional: bool,
    pub label: bool,
    /// It comes back: quantity and amount are below zero.
    pub returned: Option<ReturnedView>,
}

#[derive(Debug, Clone, Serialize, TS)]
pub struct TaxTotal {
    pub code: String,
    pub name: String,
    pub rate: Rate,
    pub base: Money,
    pub amount: Money,
}

#[derive(Debug, Clone, Deserialize, TS)]
pub struct Scan {
    pub code: String,
    #[serde(default)]
    #[ts(optional)]
    pub quantity: Option<Quantity>,
}

#[derive(Debug, Clone, Serialize, TS)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum ScanAnswer {
    Added {
        cart: CartView,
        line: Id,
    },
    /// Several products carry the code: two tills created it while apart.
    Choose {
        code: String,
        products: Vec<ProductHit>,
    },
    Unknown {
        code: String,
        wrong_check_digit: bool,
    },
    Inactive {
        product: ProductHit,
    },
    /// The square code of a receipt: something of that sale may come back.
    Receipt {
        sale: Id,
        /// Its code, where this till does not have the sale and the code is what tells of it.
        receipt: Option<String>,
    },
    /// The paper of an order.
    Order {
        order: Id,
    },
}

#[derive(Debug, Clone, Serialize, TS)]
pub struct CartChanged {
    pub cart: CartView,
    pub line: Id,
}

#[derive(Debug, Clone, Deserialize, TS)]
pub struct AddProduct {
    pub product: Id,
    #[serde(default)]
    #[ts(optional)]
    pub quantity: Option<Quantity>,
}

#[derive(Debug, Clone, Deserialize, TS)]
pub struct FreeLine {
    pub name: String,
    pub unit_price: UnitPrice,
    pub quantity: Quantity,
    pub tax_class: String,
    pub barcode: Option<String>,
}

#[derive(Debug, Clone, Deserialize, TS)]
pub struct ChangeLine {
    pub line: Id,
    pub change: LineChange,
    /// Of a price that she may not give alone.
    #[serde(default)]
    #[ts(optional)]
    pub approval: Option<Approval>,
}

/// Absent: as it was. Null: taken away.
#[derive(Debug, Clone, Default, Deserialize, TS)]
pub struct LineChange {
    #[serde(default)]
    #[ts(optional)]
    pub quantity: Option<Quantity>,
    #[serde(default)]
    #[ts(optional)]
    pub unit_price: Option<UnitPrice>,
    #[serde(default, deserialize_with = "present")]
    #[ts(optional, type = "Discount | null")]
    pub discount: Option<Option<Discount>>,
    #[serde(default, deserialize_with = "present")]
    #[ts(optional, type = "string | null")]
    pub note: Option<Option<String>>,
    /// Whether the note is for the shop alone.
    #[serde(default)]
    #[ts(optional)]
    pub note_inside: Option<bool>,
}

fn present<'de, D: Deserializer<'de>, T: Deserialize<'de>>(deserializer: D) -> Result<Option<Option<T>>, D::Error> {
    Option::<T>::deserialize(deserializer).map(Some)
}

#[derive(Debug, Clone, Deserialize, TS)]
pub struct NameLine {
    pub line: Id,
}

#[derive(Debug, Clone, Deserialize, TS)]
pub struct DiscountCart {
    pub discount: Option<Discount>,
    /// Of one that she may not give alone.
    #[serde(default)]
    #[ts(optional)]
    pub approval: Option<Approval>,
}

#[derive(Debug, Clone, Deserialize, TS)]
pub struct DiscardCart {
    pub reason: Option<String>,
}

#[derive(Debug, Clone, Deserialize, TS)]
pub struct Quote {
    pub tenders: Vec<Tender>,
}

#[derive(Debug, Clone, Serialize, TS)]
#[ts(rename = "Settlement")]
pub struct SettlementView {
    pub total: Money,
    pub paid: Money,
    pub rounding: Money,
    pub due: Money,
    pub change: Money,
    pub hand_back: Vec<HandBack>,
    pub quick_cash: Vec<Money>,
    /// Where money goes back: how, as it came.
    pub give_back: Vec<ProposedTender>,
    pub refusal: Option<Notice>,
    /// What a supervisor has to allow: said before a card is charged.
    pub to_allow: Option<Notice>,
}

#[derive(Debug, Clone, Deserialize, TS)]
pub struct CompleteSale {
    pub cart: Id,
    pub tenders: Vec<Tender>,
    pub print: bool,
    /// Of a supervisor, where something comes back that a cashier does not take back alone.
    #[serde(default)]
    pub approval: Option<Approval>,
}

#[derive(Debug, Clone, Serialize, TS)]
pub struct SaleDone {
    pub id: Id,
    pub number: String,
    pub short_number: String,
    pub total: Money,
    pub change: Money,
    pub hand_back: Vec<HandBack>,
    pub print_job: Option<Id>,
    pub drawer: bool,
    /// Points that she has earned, less those that she has spent.
    pub points: i64,
    /// Codes of store credit that it gives.
    pub credit: Vec<String>,
}

impl From<Refusal> for Notice {
    fn from(refusal: Refusal) -> Self {
        let params = refusal.params().into_iter().map(|(name, value)| (name.to_owned(), value)).collect();
        Self { code: refusal.code().to_owned(), params }
    }
}
