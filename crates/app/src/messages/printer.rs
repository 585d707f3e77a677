use domain::Id;
use printing::PrinterProfile;
use serde::{Deserialize, Serialize};
use ts_rs::TS;

#[derive(Debug, Clone, Deserialize, TS)]
pub struct TestPrinter {
    /// `null`: the saved one.
    pub profile: Option<PrinterProfile>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum PrinterState {
    /// No printer is set up.
    None,
    Ready,
    Off,
    /// A slip went out and nobody knows whether it was printed.
    Unknown,
}

#[derive(Debug, Clone, Serialize, TS)]
pub struct PrinterStatus {
    pub state: PrinterState,
    pub waiting: i64,
    /// Slips that need a person.
    pub failed: Vec<PrintJob>,
}

#[derive(Debug, Clone, Serialize, TS)]
pub struct PrintJob {
    pub id: Id,
    #[ts(type = "\"queued\" | \"sending\" | \"sent\" | \"confirmed\" | \"unknown\" | \"cancelled\"")]
    pub state: String,
    pub title: String,
    pub receipt: Option<Id>,
    pub error: Option<String>,
    pub copy: bool,
}

#[derive(Debug, Clone, Copy, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum Resolution {
    Retry,
    Cancel,
    Printed,
}

#[derive(Debug, Clone, Deserialize, TS)]
pub struct ResolveJob {
    pub job: Id,
    pub action: Resolution,
}
