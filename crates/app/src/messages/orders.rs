use domain::Id;
use domain::order::{Instalment, OrderKind};
use domain::product::Unit;
use domain::tender::Tender;
use domain::units::{Money, Quantity};
use serde::{Deserialize, Serialize};
use ts_rs::TS;

use crate::messages::{Approval, ProposedTender};

/// What an order of the ticket in hand would be.
#[derive(Debug, Clone, Deserialize, TS)]
pub struct AskOrder {
    pub cart: Id,
    pub days: i64,
    pub payments: i64,
    pub deposit: Money,
}

#[derive(Debug, Clone, Serialize, TS)]
pub struct OrderTerms {
    pub total: Money,
    /// The least that the shop asks for.
    pub least: Money,
    pub valid_until: String,
    pub schedule: Vec<Instalment>,
}

#[derive(Debug, Clone, Deserialize, TS)]
pub struct PlaceOrder {
    /// The ticket on the screen; the same one sent twice is one order.
    pub cart: Id,
    pub kind: OrderKind,
    pub days: i64,
    /// In how many parts the rest is brought. None: whenever she comes.
    pub payments: i64,
    /// Of what is left now: made by the screen.
    pub deposit: Id,
    /// Empty: nothing is left.
    pub tenders: Vec<Tender>,
    pub approval: Option<Approval>,
    pub print: bool,
}

#[derive(Debug, Clone, Deserialize, TS)]
pub struct TakeDeposit {
    /// Made by the screen: the same deposit sent twice is one.
    pub id: Id,
    pub order: Id,
    pub tenders: Vec<Tender>,
    pub print: bool,
}

#[derive(Debug, Clone, Deserialize, TS)]
pub struct CancelOrder {
    /// Made by the screen: the same cancellation sent twice is one.
    pub id: Id,
    pub order: Id,
    /// What goes back: below zero.
    pub tenders: Vec<Tender>,
    pub reason: Option<String>,
    pub approval: Option<Approval>,
    pub print: bool,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum OrderState {
    Open,
    /// She is late with a payment, or has not come for it.
    Overdue,
    /// A sale took it up.
    Sold,
    Cancelled,
}

#[derive(Debug, Clone, Serialize, TS)]
pub struct OrderRow {
    pub id: Id,
    pub number: String,
    pub kind: OrderKind,
    pub at_ms: i64,
    pub customer: Option<String>,
    pub valid_until: String,
    pub count: Quantity,
    pub total: Money,
    pub held: Money,
    pub left: Money,
    /// What she is to bring next.
    pub next: Option<Instalment>,
    pub state: OrderState,
}

#[derive(Debug, Clone, Serialize, TS)]
pub struct OrderLine {
    pub name: String,
    pub unit: Unit,
    pub quantity: Quantity,
    pub total: Money,
}

/// A deposit, or what went back (below zero).
#[derive(Debug, Clone, Serialize, TS)]
pub struct OrderDocument {
    pub id: Id,
    pub number: String,
    pub at_ms: i64,
    pub by: String,
    pub amount: Money,
    pub methods: Vec<String>,
}

#[derive(Debug, Clone, Serialize, TS)]
pub struct OrderView {
    pub row: OrderRow,
    pub by: String,
    pub phone: String,
    pub lines: Vec<OrderLine>,
    /// What is still to be brought, and when.
    pub schedule: Vec<Instalment>,
    pub documents: Vec<OrderDocument>,
    /// The sale that took it up.
    pub sale: Option<Id>,
    /// How what is held is proposed to go back.
    pub give_back: Vec<ProposedTender>,
    /// What went back as store credit: the code.
    pub credit: Vec<String>,
}

#[derive(Debug, Clone, Serialize, TS)]
pub struct OrderList {
    /// Whoever should have come first stands first.
    pub open: Vec<OrderRow>,
    pub ended: Vec<OrderRow>,
    /// All that is held: what the shop owes to those who wait.
    pub owed: Money,
}

/// The order that a ticket takes up.
#[derive(Debug, Clone, Serialize, TS)]
pub struct CartOrder {
    pub id: Id,
    pub number: String,
    pub kind: OrderKind,
    /// It pays this ticket, all of it.
    pub held: Money,
}
