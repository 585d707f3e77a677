use domain::Id;
use domain::tender::Tender;
use domain::units::Money;
use domain::value::ValueKind;
use serde::{Deserialize, Serialize};
use ts_rs::TS;

use crate::messages::Approval;

#[derive(Debug, Clone, Deserialize, TS)]
pub struct FindValue {
    pub code: String,
}

/// What a code is worth.
#[derive(Debug, Clone, Serialize, TS)]
pub struct ValueView {
    pub id: Id,
    /// In groups, as it is on paper.
    pub code: String,
    pub kind: ValueKind,
    pub issued: Money,
    pub balance: Money,
    pub date: String,
    pub valid_until: Option<String>,
    pub expired: bool,
}

#[derive(Debug, Clone, Serialize, TS)]
pub struct ValueList {
    pub rows: Vec<ValueView>,
    /// All that is owed to whoever holds a code.
    pub owed: Money,
}

#[derive(Debug, Clone, Deserialize, TS)]
pub struct IssueValue {
    /// Made by the screen: the same issue sent twice is one.
    pub id: Id,
    pub kind: ValueKind,
    pub amount: Money,
    /// Of a gift card; a voucher costs nothing.
    pub tenders: Vec<Tender>,
    /// None: it is good for ever.
    pub days: Option<i64>,
    pub approval: Option<Approval>,
    pub print: bool,
}
