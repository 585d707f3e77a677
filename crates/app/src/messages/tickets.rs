use domain::Id;
use domain::units::{Money, Quantity};
use serde::{Deserialize, Serialize};
use ts_rs::TS;

use crate::messages::CartView;

/// A ticket that was put aside.
#[derive(Debug, Clone, Serialize, TS)]
pub struct WaitingTicket {
    pub id: Id,
    /// Who put it aside.
    pub owner: String,
    pub note: Option<String>,
    pub parked_at_ms: i64,
    pub count: Quantity,
    pub total: Money,
}

#[derive(Debug, Clone, Deserialize, TS)]
pub struct ParkTicket {
    /// The one on the screen, so that a second press does not put the next one aside.
    pub cart: Id,
    pub note: Option<String>,
}

/// The ticket in hand, and all that wait.
#[derive(Debug, Clone, Serialize, TS)]
pub struct Tickets {
    pub cart: CartView,
    pub waiting: Vec<WaitingTicket>,
}

/// What was sold once, on the ticket again at the prices of today.
#[derive(Debug, Clone, Serialize, TS)]
pub struct Repeated {
    pub cart: CartView,
    /// What was bought then and cannot be sold now, by name.
    pub missing: Vec<String>,
}
