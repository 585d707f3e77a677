use domain::Id;
use domain::units::{Money, Quantity};
use serde::{Deserialize, Serialize};
use ts_rs::TS;

/// Offers the ticket in hand for so many days.
#[derive(Debug, Clone, Deserialize, TS)]
pub struct MakeQuotation {
    /// The ticket on the screen; the same one sent twice is one offer.
    pub cart: Id,
    pub days: i64,
    pub print: bool,
}

#[derive(Debug, Clone, Serialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum QuotationState {
    Open,
    Expired,
    /// A sale took it up.
    Taken,
}

#[derive(Debug, Clone, Serialize, TS)]
pub struct QuotationRow {
    pub id: Id,
    pub number: String,
    pub at_ms: i64,
    pub by: String,
    pub customer: Option<String>,
    pub valid_until: String,
    pub count: Quantity,
    pub total: Money,
    pub state: QuotationState,
}
