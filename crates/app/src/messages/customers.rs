use domain::Id;
use domain::account::{AccountTerms, Allocation};
use domain::customer::{Contact, Fiscal, Likeness};
use domain::tax_id::TaxIdDoubt;
use domain::tender::Tender;
use domain::units::{Money, Quantity};
use serde::{Deserialize, Serialize};
use ts_rs::TS;

use crate::messages::PointsHeld;

/// Whom a ticket is for, as the till shows it.
#[derive(Debug, Clone, Serialize, TS)]
pub struct CartCustomer {
    pub id: Id,
    pub name: String,
    pub warning: String,
    pub balance: Money,
    /// Of credit. None: without limit.
    pub free: Option<Money>,
    pub overdue: Money,
    /// None: the shop gives none.
    pub points: Option<PointsHeld>,
}

#[derive(Debug, Clone, Deserialize, TS)]
pub struct ChooseCustomer {
    pub customer: Option<Id>,
}

#[derive(Debug, Clone, Deserialize, TS)]
pub struct SearchCustomers {
    pub text: String,
}

#[derive(Debug, Clone, Serialize, TS)]
pub struct CustomerRow {
    pub id: Id,
    pub name: String,
    pub phone: String,
    pub tax_id: String,
    pub active: bool,
    pub balance: Money,
}

#[derive(Debug, Clone, Deserialize, TS)]
pub struct CustomerSave {
    /// Made by the screen: the same customer sent twice is one.
    pub id: Id,
    pub contact: Contact,
    pub fiscal: Fiscal,
    pub active: bool,
}

/// What a person should look at before it is saved. Nothing of it forbids.
#[derive(Debug, Clone, Serialize, TS)]
pub struct CustomerDoubts {
    pub similar: Vec<Lookalike>,
    pub tax_id: Option<TaxIdDoubt>,
}

#[derive(Debug, Clone, Serialize, TS)]
pub struct Lookalike {
    pub row: CustomerRow,
    pub likeness: Likeness,
}

#[derive(Debug, Clone, Serialize, TS)]
pub struct CustomerView {
    pub id: Id,
    pub contact: Contact,
    pub fiscal: Fiscal,
    pub active: bool,
    pub terms: Option<AccountTerms>,
    pub balance: Money,
    pub free: Option<Money>,
    pub overdue: Money,
    /// None: the shop gives none.
    pub points: Option<PointsHeld>,
    pub open: Vec<OpenChargeView>,
    pub statement: Vec<AccountMove>,
    pub visits: i64,
    pub last_visit_ms: Option<i64>,
    /// What she bought last: it can be sold again.
    pub last_sale: Option<Id>,
    pub favourites: Vec<Favourite>,
}

#[derive(Debug, Clone, Serialize, TS)]
pub struct Favourite {
    pub name: String,
    pub quantity: Quantity,
}

/// A sale on credit of which something is open.
#[derive(Debug, Clone, Serialize, TS)]
#[ts(rename = "OpenCharge")]
pub struct OpenChargeView {
    pub sale: Id,
    pub date: String,
    pub due: Option<String>,
    pub amount: Money,
    pub open: Money,
    pub overdue: bool,
}

#[derive(Debug, Clone, Serialize, TS)]
pub struct AccountMove {
    pub document: Id,
    /// `charge`, `return` or `payment`.
    pub kind: String,
    pub number: String,
    pub date: String,
    pub due: Option<String>,
    pub amount: Money,
    pub balance: Money,
}

#[derive(Debug, Clone, Deserialize, TS)]
pub struct PayAccount {
    /// Made by the screen: the same payment sent twice is one.
    pub id: Id,
    pub customer: Id,
    pub tenders: Vec<Tender>,
    /// None: the oldest debts first.
    pub allocations: Option<Vec<Allocation>>,
    pub print: bool,
}

#[derive(Debug, Clone, Serialize, TS)]
pub struct AccountReceipt {
    pub id: Id,
    pub number: String,
    pub amount: Money,
    pub balance: Money,
    pub print_job: Option<Id>,
}

/// Somebody who owes, and for how long: by days since it was due.
#[derive(Debug, Clone, Serialize, TS)]
pub struct Debtor {
    pub row: CustomerRow,
    pub not_due: Money,
    pub to_30: Money,
    pub to_60: Money,
    pub beyond: Money,
    pub oldest_due: Option<String>,
}
