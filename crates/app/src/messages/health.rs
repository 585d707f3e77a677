use serde::Serialize;
use ts_rs::TS;

use crate::platform::disk::Encryption;
use crate::room::RoomState;

/// How the till is, item by item.
#[derive(Debug, Clone, Serialize, TS)]
pub struct Health {
    pub at_ms: i64,
    pub items: Vec<HealthItem>,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
pub struct HealthItem {
    pub name: ItemName,
    pub group: HealthGroup,
    pub verdict: Verdict,
    pub value: HealthValue,
    /// The finer points, for whoever wants them.
    pub details: Vec<HealthDetail>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum Verdict {
    Good,
    Look,
    Bad,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum HealthGroup {
    Sales,
    Copies,
    Machine,
    Versions,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum ItemName {
    Journal,
    Verified,
    Witnessed,
    Parked,
    Imports,
    PrintJobs,
    Copies,
    DiskRoom,
    DiskEncryption,
    Disk,
    Printer,
    Clock,
    Database,
    Program,
    Schema,
    Sqlite,
    Dictionary,
    Device,
    Uptime,
}

/// What an item shows; the screen and the terminal write it in their own way.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
#[serde(tag = "kind", content = "of", rename_all = "snake_case")]
pub enum HealthValue {
    Count(i64),
    Bytes(i64),
    Instant(i64),
    Seconds(i64),
    Text(String),
    /// A word that the screen has in its language.
    Word(HealthWord),
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum HealthWord {
    Never,
    Unknown,
    Unreadable,
    On,
    Off,
    Ready,
    None,
    Fixed,
    Removable,
    Network,
    ReadOnly,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
pub struct HealthDetail {
    pub name: DetailName,
    pub value: HealthValue,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum DetailName {
    Series,
    Sequence,
    Head,
    Behind,
    Place,
    Log,
    Zone,
    LastEntry,
    Row,
    Jump,
    Epoch,
    Till,
    Reason,
}

#[derive(Debug, Clone, Serialize, TS)]
pub struct HealthExport {
    /// Where the file is, for a person to find it.
    pub path: String,
}

/// What was found out, before it is judged. `None`: it could not be.
#[derive(Debug, Clone)]
pub struct HealthFacts {
    pub at_ms: i64,
    pub zone: Option<String>,
    pub figures: Result<Option<store::read::health::Figures>, String>,
    pub verified: Option<Seen>,
    /// The row of the journal that the check behind the start found to be wrong, or 0 for a projection.
    pub first_bad: Option<i64>,
    pub clock_jump: Option<store::ClockJump>,
    pub witnessed: Option<i64>,
    pub copies: Vec<CopyMade>,
    pub free: Option<u64>,
    pub room: RoomState,
    pub disk: Option<(Encryption, bool, bool)>,
    pub on_network: bool,
    pub printer: Option<crate::messages::PrinterState>,
    pub database_bytes: u64,
    pub log_bytes: u64,
    pub uptime_s: Option<u64>,
}

/// How many entries somebody has looked at, and when.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Seen {
    pub entries: i64,
    pub at_ms: i64,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CopyMade {
    pub place: String,
    pub at_ms: i64,
}
