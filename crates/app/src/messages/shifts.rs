use domain::Id;
use domain::approval::Approved;
use domain::cash_rules::CashRules;
use domain::detective::Suspicion;
use domain::shift::{CashDirection, CashReason, CashSums, Checked, MethodSum, Pieces};
use domain::tender::Tender;
use domain::units::Money;
use serde::{Deserialize, Serialize};
use ts_rs::TS;

/// What somebody counted: by note and coin, and what she typed as an amount.
#[derive(Debug, Clone, Deserialize, TS)]
pub struct CountedCash {
    pub pieces: Vec<Pieces>,
    pub loose: Money,
}

/// A supervisor who stands beside the till and grants one thing.
#[derive(Debug, Clone, Deserialize, TS)]
pub struct Approval {
    pub user: Id,
    pub secret: String,
    /// She grants all such things for so long. None: this one alone.
    #[serde(default)]
    #[ts(optional)]
    pub minutes: Option<u8>,
    #[serde(default)]
    #[ts(optional)]
    pub reason: Option<String>,
}

/// What was granted for minutes, while it holds.
#[derive(Debug, Clone, Serialize, TS)]
pub struct RunningGrant {
    pub by: String,
    pub approved: Approved,
    pub until_ms: i64,
}

#[derive(Debug, Clone, Deserialize, TS)]
pub struct OpenShift {
    /// Made by the screen: the same opening sent twice is one.
    pub shift: Id,
    pub cash: CountedCash,
    /// The first opening binds this till to count its drawer from now on.
    pub approval: Option<Approval>,
}

#[derive(Debug, Clone, Deserialize, TS)]
pub struct MoveCash {
    /// Made by the screen: the same movement sent twice is one.
    pub id: Id,
    pub direction: CashDirection,
    pub reason: CashReason,
    pub amount: Money,
    pub note: Option<String>,
    /// Of what is paid to a supplier.
    #[serde(default)]
    #[ts(optional)]
    pub supplier: Option<String>,
    #[serde(default)]
    #[ts(optional)]
    pub invoice: Option<String>,
    pub approval: Option<Approval>,
    pub print: bool,
}

#[derive(Debug, Clone, Deserialize, TS)]
pub struct OpenDrawer {
    /// Made by the screen: the same press sent twice is one.
    pub id: Id,
    pub note: Option<String>,
}

#[derive(Debug, Clone, Deserialize, TS)]
pub struct CountShift {
    /// Made by the screen: the same count sent twice is one.
    pub id: Id,
    pub shift: Id,
    pub cash: CountedCash,
    pub checked: Vec<Checked>,
}

#[derive(Debug, Clone, Deserialize, TS)]
pub struct CloseShift {
    pub shift: Id,
    pub note: Option<String>,
    pub approval: Option<Approval>,
    pub print: bool,
}

/// The drawer of this till: the shift that is open, or what the next one begins with.
#[derive(Debug, Clone, Serialize, TS)]
pub struct DrawerState {
    pub open: Option<ShiftView>,
    /// A till that has never opened a shift sells without.
    pub used: bool,
    /// What the last count left. None: whoever counts blind opens blind too.
    pub carried: Option<Money>,
    pub rules: CashRules,
}

#[derive(Debug, Clone, Serialize, TS)]
pub struct ShiftView {
    pub shift: Id,
    pub till: String,
    pub opened_at_ms: i64,
    pub opened_by: String,
    pub opening: Money,
    pub opening_difference: Money,
    /// None: she counts blind and has not counted yet.
    pub totals: Option<ShiftTotals>,
    /// That are not cash and have something to compare with a terminal or a bank.
    pub methods: Vec<String>,
    pub counts: i64,
    pub counted: Option<CountView>,
    pub moves: Vec<MoveRow>,
    pub openings: i64,
}

#[derive(Debug, Clone, Serialize, TS)]
pub struct ShiftTotals {
    pub sales: i64,
    pub total: Money,
    /// What rounding the cash added to it.
    pub rounding: Money,
    pub methods: Vec<MethodSum>,
    /// Paid on account, which is no sale.
    pub collected: Vec<MethodSum>,
    /// Gift cards, which are no sale.
    pub issued: Vec<MethodSum>,
    /// Deposits less those that went back, which are no sale.
    pub deposits: Vec<MethodSum>,
    pub cash: CashSums,
    pub expected: Money,
}

/// The last count of a shift that is open.
#[derive(Debug, Clone, Serialize, TS)]
pub struct CountView {
    pub total: Money,
    pub pieces: Vec<Pieces>,
    pub checked: Vec<Checked>,
    pub expected: Money,
    pub difference: Money,
    pub first_difference: Money,
    /// Something went through the drawer since.
    pub outdated: bool,
    /// A supervisor has to grant it.
    pub needs_approval: bool,
    /// Where a difference may come from, the likeliest first.
    pub clues: Vec<ClueView>,
}

/// Something in the shift that would explain the difference.
#[derive(Debug, Clone, Serialize, TS)]
#[ts(rename = "Clue")]
pub struct ClueView {
    pub suspicion: Suspicion,
    pub amount: Money,
    /// Of the sale, the payment of a debt, the deposit or the gift card.
    pub receipt: Option<Id>,
    pub number: Option<String>,
    pub method: Option<String>,
    pub at_ms: Option<i64>,
}

/// How a sale was paid in truth, while its shift is open.
#[derive(Debug, Clone, Deserialize, TS)]
pub struct CorrectTenders {
    /// Made by the screen: the same correction sent twice is one.
    pub id: Id,
    pub sale: Id,
    pub tenders: Vec<Tender>,
    pub approval: Option<Approval>,
}

#[derive(Debug, Clone, Serialize, TS)]
pub struct MoveRow {
    pub id: Id,
    pub at_ms: i64,
    pub by: String,
    pub direction: CashDirection,
    pub reason: CashReason,
    pub amount: Money,
    pub note: Option<String>,
    pub supplier: Option<String>,
    pub invoice: Option<String>,
}

#[derive(Debug, Clone, Deserialize, TS)]
pub struct ListZ {
    /// The shift of the last row that is known.
    pub after: Option<Id>,
}

#[derive(Debug, Clone, Serialize, TS)]
pub struct ZList {
    pub rows: Vec<ZRow>,
    pub next: Option<Id>,
}

#[derive(Debug, Clone, Serialize, TS)]
pub struct ZRow {
    pub shift: Id,
    pub number: String,
    pub till: String,
    pub business_date: String,
    pub total: Money,
    pub difference: Money,
}

/// A Z report as it was stored, and its paper.
#[derive(Debug, Clone, Serialize, TS)]
pub struct ZView {
    pub row: ZRow,
    pub at_ms: i64,
    pub opened_at_ms: i64,
    pub opened_by: String,
    pub closed_by: String,
    pub totals: ShiftTotals,
    pub counted: Money,
    pub expected: Money,
    pub first_difference: Money,
    pub perpetual: Money,
    pub hash: String,
    pub image_png_base64: String,
}
