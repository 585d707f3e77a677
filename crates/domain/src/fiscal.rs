//! The country's fiscal chain. An adapter is a pure function of the previous fiscal state and the sale; the store runs it inside the commit,
//! so that the adapter's own chain has exactly one writer (rule 40).

use serde_json::Value;

use crate::sale::SaleCompleted;

pub trait FiscalAdapter: Send + Sync {
    /// What the sale's `fiscal` field becomes; it is also the previous state of the next sale. Integers and texts only.
    fn record(&self, previous: Option<&Value>, sale: &SaleCompleted) -> Value;
}
