use domain::Id;
use domain::user::Role;
use serde::{Deserialize, Serialize};
use ts_rs::TS;

#[derive(Debug, Clone, Serialize, TS)]
pub struct UserTile {
    pub id: Id,
    pub name: String,
    pub role: Role,
    /// What the owner calls the role that she made for her.
    pub title: Option<String>,
    /// She may grant what others may not do alone.
    pub approves: bool,
    pub locked_until_ms: Option<i64>,
}

#[derive(Debug, Clone, Serialize, TS)]
pub struct UserRow {
    #[serde(flatten)]
    pub tile: UserTile,
    pub own_role: Option<Id>,
    pub has_badge: bool,
    pub active: bool,
}

#[derive(Debug, Clone, Deserialize, TS)]
pub struct UserSave {
    pub id: Option<Id>,
    pub name: String,
    pub role: Role,
    /// One that the owner made; its rank is what counts then.
    #[serde(default)]
    #[ts(optional)]
    pub own_role: Option<Id>,
    pub pin: Option<String>,
    pub active: bool,
}

#[derive(Debug, Clone, Deserialize, TS)]
pub struct Login {
    pub user: Id,
    pub secret: String,
}

#[derive(Debug, Clone, Serialize, Deserialize, TS)]
pub struct SessionRules {
    /// Minutes without a request; 0: never.
    pub lock_after_minutes: u32,
}
