use domain::points::PointsRules;
use serde::Serialize;
use ts_rs::TS;

/// What the owner gives in points, and what customers have.
#[derive(Debug, Clone, Serialize, TS)]
pub struct PointsState {
    /// None: the shop has never set any.
    pub rules: Option<PointsRules>,
    /// All that customers could spend today.
    pub owed: i64,
}

/// What whoever buys has in points.
#[derive(Debug, Clone, Copy, Serialize, TS)]
pub struct PointsHeld {
    pub points: i64,
    /// What they are worth; nothing where there are none.
    pub worth: domain::Money,
}
