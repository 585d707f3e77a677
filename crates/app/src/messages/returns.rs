use domain::Id;
use domain::product::Unit;
use domain::refund::ReturnReason;
use domain::units::{Money, Quantity};
use serde::{Deserialize, Serialize};
use ts_rs::TS;

/// Asks what of a sale may come back. `receipt` is the code that was scanned, for a sale that this till does not have.
#[derive(Debug, Clone, Deserialize, TS)]
pub struct FindReturnable {
    pub id: Id,
    #[serde(default)]
    #[ts(optional)]
    pub receipt: Option<String>,
}

/// A sale from which something may come back: what of each line is left.
#[derive(Debug, Clone, Serialize, TS)]
#[ts(rename = "Returnable")]
pub struct ReturnableView {
    pub sale: Id,
    pub number: String,
    pub business_date: String,
    /// This till knows it only by its receipt.
    pub elsewhere: bool,
    pub lines: Vec<ReturnableLine>,
}

#[derive(Debug, Clone, Serialize, TS)]
pub struct ReturnableLine {
    pub line: Id,
    pub name: String,
    pub unit: Unit,
    pub sold: Quantity,
    pub left: Quantity,
    /// What all that is left is worth: what was paid for it.
    pub amount: Money,
}

/// Takes back so much of lines of a sale. Asked again for a line, the last word holds.
#[derive(Debug, Clone, Deserialize, TS)]
pub struct ReturnLines {
    pub sale: Id,
    #[serde(default)]
    #[ts(optional)]
    pub receipt: Option<String>,
    pub lines: Vec<ReturnLine>,
}

#[derive(Debug, Clone, Deserialize, TS)]
pub struct ReturnLine {
    pub line: Id,
    pub quantity: Quantity,
    #[serde(flatten)]
    pub how: ReturnHow,
}

#[derive(Debug, Clone, Deserialize, TS)]
pub struct ReturnHow {
    pub reason: ReturnReason,
    /// It can be sold again.
    pub restock: bool,
    /// Printed with the line; another reason says here which.
    pub note: Option<String>,
}

/// Makes a line of the ticket one that comes back without its receipt.
#[derive(Debug, Clone, Deserialize, TS)]
pub struct ReturnWithoutReceipt {
    pub line: Id,
    #[serde(flatten)]
    pub how: ReturnHow,
}

/// What a line of the ticket says of its return.
#[derive(Debug, Clone, Serialize, TS)]
#[ts(rename = "ReturnedLine")]
pub struct ReturnedView {
    /// Of the receipt. None: it came without one.
    pub number: Option<String>,
    pub reason: ReturnReason,
    pub restock: bool,
}

/// How much is proposed to be given back by which method: below zero.
#[derive(Debug, Clone, Serialize, TS)]
pub struct ProposedTender {
    pub method: String,
    pub amount: Money,
}
