use domain::Id;
use serde::{Deserialize, Serialize};
use ts_rs::TS;

use crate::Failure;

/// Where copies are, how they are doing, and what is being done about them.
#[derive(Debug, Clone, Serialize, TS)]
pub struct CopiesState {
    /// The till's own folder first.
    pub places: Vec<CopyPlace>,
    pub job: Option<CopyJob>,
    /// How the last one that somebody asked for ended, since the program was started.
    pub last: Option<CopyOutcome>,
    /// Copies outside of the till's own folder are closed with a password.
    pub sealed: bool,
    /// Removable disks that are here and hold no copies of this till.
    pub disks: Vec<CopyDisk>,
    pub recovery: Option<Recovered>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
#[ts(rename = "CopyPlaceKind")]
pub enum PlaceKind {
    Till,
    Folder,
    Disk,
}

#[derive(Debug, Clone, Serialize, TS)]
pub struct CopyPlace {
    /// None: the till's own folder.
    pub id: Option<Id>,
    pub kind: PlaceKind,
    pub name: String,
    /// Where it is now, if it is here.
    pub path: Option<String>,
    /// The newest verified full copy.
    pub full_at_ms: Option<i64>,
    /// When the newest entries were copied.
    pub entries_at_ms: Option<i64>,
    /// Full copies there.
    pub copies: u32,
    pub bytes: u64,
    /// It lies on the disk of the data: what takes the one takes the other.
    pub same_disk: bool,
    /// Why the last attempt did not work.
    pub failure: Option<Failure>,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
pub struct CopyDisk {
    pub name: String,
    pub path: String,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum CopyJobKind {
    Copy,
    Drill,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum CopyOutcomeKind {
    Copy,
    Drill,
    /// One that did not come about; one that did is told by its recovery.
    Restore,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum CopyStep {
    Reading,
    Checking,
    Sending,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, TS)]
pub struct CopyJob {
    pub kind: CopyJobKind,
    pub step: CopyStep,
    pub done: u64,
    /// 0: not known.
    pub of: u64,
}

#[derive(Debug, Clone, Serialize, TS)]
pub struct CopyOutcome {
    pub kind: CopyOutcomeKind,
    pub at_ms: i64,
    pub failure: Option<Failure>,
    /// Of a drill.
    pub recovered: Option<Recovered>,
}

/// What was put together from copies, and what was not found.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
pub struct Recovered {
    pub at_ms: i64,
    /// When the full copy was made that it began with.
    pub from_at_ms: Option<i64>,
    /// Full copies that were not good.
    pub passed_over: u32,
    pub entries: i64,
    pub sales: i64,
    pub newest_receipt: Option<String>,
    pub newest_at_ms: Option<i64>,
    pub missing_entries: i64,
    pub missing_sales: i64,
    /// The folder that keeps the file that was replaced.
    pub set_aside: Option<String>,
}

/// What opens closed copies, or is to close them.
#[derive(Debug, Clone, Deserialize, TS)]
pub struct CopiesPassword {
    pub password: Option<String>,
}

#[derive(Debug, Clone, Deserialize, TS)]
pub struct AddCopyPlace {
    pub path: String,
}
