use domain::Id;
use domain::acts::ActKind;
use domain::approval::Approved;
use domain::clocking::Direction;
use domain::units::Money;
use serde::{Deserialize, Serialize};
use ts_rs::TS;

/// What everybody did from the first day to the last.
#[derive(Debug, Clone, Deserialize, TS)]
pub struct AskActs {
    pub from: String,
    pub to: String,
}

#[derive(Debug, Clone, Serialize, TS)]
pub struct PeopleActs {
    pub rows: Vec<PersonActs>,
}

#[derive(Debug, Clone, Serialize, TS)]
pub struct PersonActs {
    pub person: Id,
    pub name: String,
    pub sales: i64,
    pub total: Money,
    pub acts: Vec<ActSum>,
    /// Between her comings and goings, where both are known.
    pub worked_ms: i64,
    /// She came and has not gone.
    pub here_since_ms: Option<i64>,
}

#[derive(Debug, Clone, Serialize, TS)]
pub struct ActSum {
    pub kind: ActKind,
    pub count: i64,
    pub amount: Money,
}

#[derive(Debug, Clone, Deserialize, TS)]
pub struct AskActsOf {
    pub person: Id,
    pub kind: ActKind,
    pub from: String,
    pub to: String,
}

/// One of them: when, of which document, for how much, and what else there is to say.
#[derive(Debug, Clone, Serialize, TS)]
pub struct ActView {
    pub at_ms: i64,
    pub number: Option<String>,
    pub amount: Money,
    /// Names of things, a note, a reason.
    pub text: String,
    /// Who granted it.
    pub granted_by: Option<String>,
    /// Of an approval: what was granted, and for how many minutes.
    pub approved: Option<Approved>,
    pub minutes: Option<u8>,
}

#[derive(Debug, Clone, Serialize, TS)]
pub struct ClockState {
    pub here_since_ms: Option<i64>,
}

/// She comes or goes. The same press sent twice is one.
#[derive(Debug, Clone, Deserialize, TS)]
pub struct Punch {
    pub id: Id,
    pub direction: Direction,
}
