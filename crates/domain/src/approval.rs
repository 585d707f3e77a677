//! What a supervisor granted in place: to whom, what for, and for how long.

use serde::{Deserialize, Serialize};
use ts_rs::TS;

use crate::entry::Sealed;
use crate::{Id, Refusal};

/// What she granted.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum Approved {
    Sale,
    OpenShift,
    MoveCash,
    CloseShift,
    CorrectTenders,
    IssueVoucher,
    PlaceOrder,
    CancelOrder,
    LowerPrice,
}

/// Written with what it was granted for, in one transaction. Where it holds for minutes, what is done in them names the granter too.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ApprovalGranted {
    pub till: String,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub shift: Option<Id>,
    pub requester: Id,
    pub granter: Id,
    pub approved: Approved,
    /// The sale, shift or movement.
    pub document: Id,
    /// None: for this alone.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub minutes: Option<u8>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reason: Option<Sealed>,
}

/// Nobody stands beside a till for longer.
const MOST_MINUTES: u8 = 60;

pub fn check_minutes(minutes: Option<u8>) -> Result<(), Refusal> {
    let fits = minutes.is_none_or(|minutes| (1..=MOST_MINUTES).contains(&minutes));
    if fits { Ok(()) } else { Err(Refusal::FieldInvalid { field: "minutes" }) }
}
