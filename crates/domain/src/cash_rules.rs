//! What the owner allows whoever works at the drawer.

use serde::{Deserialize, Serialize};
use ts_rs::TS;

use crate::Money;
use crate::currency::{Currency, DenominationKind};

/// What the owner allows at the drawer.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct CashRules {
    /// Whoever counts does not see what should be there until she has counted.
    pub blind: bool,
    /// A larger difference needs a supervisor. None: no difference does.
    pub difference_limit: Option<Money>,
    /// Taking out more at once needs a supervisor. None: no amount does.
    pub cash_out_limit: Option<Money>,
    /// Giving back more in one ticket needs a supervisor. None: no amount does.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub refund_limit: Option<Money>,
    /// What was sold longer ago comes back only with a supervisor. None: it is never too late.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub return_days: Option<i64>,
    /// Of sales that this till knows only by their receipts, more comes back only with a supervisor. None: nothing comes back without.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub elsewhere_limit: Option<Money>,
    /// The least that is left for an order, of its total. Less needs a supervisor. None: nothing has to be.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub deposit_percent: Option<i64>,
}

impl CashRules {
    /// Of a shop that has set none: a difference above the smallest note is looked at.
    #[must_use]
    pub fn usual(currency: &Currency) -> Self {
        let notes = currency.denominations.iter().filter(|it| it.kind == DenominationKind::Note).map(|it| it.value);
        Self {
            blind: false,
            difference_limit: notes.min(),
            cash_out_limit: None,
            refund_limit: None,
            return_days: None,
            elsewhere_limit: None,
            deposit_percent: None,
        }
    }
}
