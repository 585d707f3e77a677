use serde::{Deserialize, Serialize};
use ts_rs::TS;

use crate::Failure;

/// How it stands between this till and head office.
#[derive(Debug, Clone, Serialize, TS)]
pub struct SyncState {
    pub paired: Option<PairedWith>,
    pub running: bool,
    /// What is here alone.
    pub pending_entries: i64,
    pub pending_sales: i64,
    pub last_success_ms: Option<i64>,
    pub failure: Option<SyncFailure>,
    /// The newest first; rounds that had nothing to do are left out.
    pub jobs: Vec<SyncJob>,
}

#[derive(Debug, Clone, Serialize, TS)]
pub struct PairedWith {
    pub url: String,
    pub name: String,
    pub store: String,
    /// The letter of this till's series.
    pub till: String,
    pub paired_at_ms: i64,
}

#[derive(Debug, Clone, Serialize, TS)]
pub struct SyncFailure {
    pub failure: Failure,
    /// When it is tried again by itself.
    pub next_at_ms: i64,
}

#[derive(Debug, Clone, Serialize, TS)]
pub struct SyncJob {
    pub started_ms: i64,
    pub completed_ms: i64,
    pub pushed: i64,
    pub received: i64,
    /// Entries that head office keeps and cannot make sense of.
    pub quarantined: i64,
    pub failure: Option<Failure>,
}

#[derive(Debug, Deserialize, TS)]
pub struct PairHeadOffice {
    pub address: String,
    /// As head office said it.
    pub code: String,
}

#[derive(Debug, Deserialize, TS)]
pub struct LeaveHeadOffice {
    /// Although something is here alone.
    pub insists: bool,
}
