//! The kinds of entry: every business fact, once. A kind's version says how its body is written; `min_reader` who can still understand it.

use serde::{Deserialize, Serialize};
use serde_json::Value;

use crate::Id;
use crate::account::{AccountPaid, AccountTerms};
use crate::approval::ApprovalGranted;
use crate::cash_rules::CashRules;
use crate::clocking::PersonClocked;
use crate::country::Language;
use crate::customer::CustomerSaved;
use crate::order::{DepositTaken, OrderCancelled, OrderPlaced};
use crate::points::PointsRules;
use crate::product::ProductFields;
use crate::quotation::QuotationMade;
use crate::role::RoleSaved;
use crate::sale::{RemovedLine, SaleCompleted, TendersCorrected};
use crate::shift::{CashMoved, DrawerOpened, ShiftClosed, ShiftCounted, ShiftOpened};
use crate::units::{Money, Quantity};
use crate::user::Role;
use crate::value::ValueIssued;

/// Personal data inside an entry: closed with a key that lives outside the journal, so that destroying the key erases it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Sealed {
    pub key: String,
    /// Nonce and ciphertext, base64.
    pub text: String,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum EpochReason {
    /// A new till.
    First,
    /// A restored or rewound database: the witness knows of later entries.
    Rewound,
    /// The database is on another machine, or its key or witness is gone.
    Moved,
    /// Head office gave this till another series: its own was somebody else's already.
    Named,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct EpochStarted {
    pub reason: EpochReason,
    /// The public key that signs this epoch, hex.
    pub key: String,
    pub series: String,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub parent: Option<ParentEpoch>,
}

/// Where the epoch before stood when this one left it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ParentEpoch {
    pub epoch: Id,
    pub sequence: i64,
    pub head: String,
    /// Of the old series, the last number that this copy knows of; what came after is a declared gap.
    pub last_number: i64,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ShopConfigured {
    pub name: String,
    pub tax_id: String,
    pub address: String,
    pub country: String,
    pub language: Language,
    pub time_zone: String,
    pub day_cut_hour: u8,
    pub demo: bool,
    /// The attachment that is printed above the name: SHA-256 of a small grey PNG.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub logo: Option<String>,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct UserSaved {
    pub id: Id,
    pub name: Sealed,
    pub role: Role,
    /// The role that the owner made for her, whose rank is `role`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub own_role: Option<Id>,
    pub active: bool,
    /// The argon2id hash of the PIN or password; absent: unchanged.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub secret: Option<Sealed>,
    /// The hash of what her badge says; absent: unchanged; empty text: she has none.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub badge: Option<Sealed>,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct CategorySaved {
    pub id: Id,
    pub name: String,
    pub icon: String,
    pub tint: String,
    pub position: i64,
    pub active: bool,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ProductSaved {
    pub id: Id,
    #[serde(flatten)]
    pub fields: ProductFields,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub barcodes_added: Vec<String>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub barcodes_removed: Vec<String>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum StockReason {
    Opening,
    Correction,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct StockMoved {
    pub product: Id,
    pub quantity: Quantity,
    pub reason: StockReason,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct CartDiscarded {
    pub cart: Id,
    /// In which it was thrown away: the count of that shift may miss what it was paid with.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub shift: Option<Id>,
    pub lines: Vec<RemovedLine>,
    /// What it came to.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub total: Option<Money>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reason: Option<Sealed>,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ReceiptReprinted {
    pub sale: Id,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct UserLockedOut {
    pub user: Id,
    pub tries: i64,
}

/// Whatever was sealed with her key is closed for ever; what she sold stays, under her number.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PersonErased {
    pub person: Id,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ReportReprinted {
    pub shift: Id,
}

/// More than a hundred rows at once: the rows are an attachment, named by its hash.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct BulkImported {
    pub sha256: String,
    pub format: String,
    pub rows: i64,
}

macro_rules! facts {
    ($($variant:ident($body:ty) = $kind:literal, version $version:literal, min_reader $min_reader:literal;)*) => {
        /// One business fact.
        #[derive(Debug, Clone, PartialEq, Eq)]
        pub enum Fact {
            $($variant($body),)*
            /// A kind, or a version of one, that this program is too old for: kept, verified, forwarded, and parked until it is understood.
            Unknown { kind: String, version: i64, body: Value },
        }

        impl Fact {
            pub const KINDS: &'static [&'static str] = &[$($kind,)*];

            #[must_use]
            pub fn kind(&self) -> &str {
                match self {
                    $(Self::$variant(_) => $kind,)*
                    Self::Unknown { kind, .. } => kind,
                }
            }

            /// Version of the body, and the oldest version that a reader must know to understand it.
            #[must_use]
            pub fn versions(&self) -> (i64, i64) {
                match self {
                    $(Self::$variant(_) => ($version, $min_reader),)*
                    Self::Unknown { version, .. } => (*version, *version),
                }
            }

            pub fn to_body(&self) -> Result<Value, serde_json::Error> {
                match self {
                    $(Self::$variant(body) => serde_json::to_value(body),)*
                    Self::Unknown { body, .. } => Ok(body.clone()),
                }
            }

            pub fn from_body(kind: &str, version: i64, min_reader: i64, body: Value) -> Result<Self, serde_json::Error> {
                match kind {
                    $($kind if min_reader <= $version => serde_json::from_value(body).map(Self::$variant),)*
                    _ => Ok(Self::Unknown { kind: kind.to_owned(), version, body }),
                }
            }
        }

        $(impl From<$body> for Fact {
            fn from(body: $body) -> Self {
                Self::$variant(body)
            }
        })*
    };
}

facts! {
    EpochStarted(EpochStarted) = "epoch.started", version 1, min_reader 1;
    ShopConfigured(ShopConfigured) = "shop.configured", version 1, min_reader 1;
    UserSaved(UserSaved) = "user.saved", version 1, min_reader 1;
    RoleSaved(RoleSaved) = "role.saved", version 1, min_reader 1;
    UserLockedOut(UserLockedOut) = "user.locked_out", version 1, min_reader 1;
    PersonErased(PersonErased) = "person.erased", version 1, min_reader 1;
    CategorySaved(CategorySaved) = "category.saved", version 1, min_reader 1;
    ProductSaved(ProductSaved) = "product.saved", version 1, min_reader 1;
    StockMoved(StockMoved) = "stock.moved", version 1, min_reader 1;
    SaleCompleted(SaleCompleted) = "sale.completed", version 1, min_reader 1;
    CartDiscarded(CartDiscarded) = "cart.discarded", version 1, min_reader 1;
    ReceiptReprinted(ReceiptReprinted) = "receipt.reprinted", version 1, min_reader 1;
    TendersCorrected(TendersCorrected) = "sale.tenders_corrected", version 1, min_reader 1;
    CashRulesSaved(CashRules) = "cash_rules.saved", version 1, min_reader 1;
    ShiftOpened(ShiftOpened) = "shift.opened", version 1, min_reader 1;
    CashMoved(CashMoved) = "cash.moved", version 1, min_reader 1;
    DrawerOpened(DrawerOpened) = "drawer.opened", version 1, min_reader 1;
    ShiftCounted(ShiftCounted) = "shift.counted", version 1, min_reader 1;
    ShiftClosed(ShiftClosed) = "shift.closed", version 1, min_reader 1;
    CustomerSaved(CustomerSaved) = "customer.saved", version 1, min_reader 1;
    AccountTermsSaved(AccountTerms) = "account.terms_saved", version 1, min_reader 1;
    AccountPaid(AccountPaid) = "account.paid", version 1, min_reader 1;
    ReportReprinted(ReportReprinted) = "report.reprinted", version 1, min_reader 1;
    QuotationMade(QuotationMade) = "quotation.made", version 1, min_reader 1;
    ValueIssued(ValueIssued) = "value.issued", version 1, min_reader 1;
    OrderPlaced(OrderPlaced) = "order.placed", version 1, min_reader 1;
    DepositTaken(DepositTaken) = "order.deposit_taken", version 1, min_reader 1;
    OrderCancelled(OrderCancelled) = "order.cancelled", version 1, min_reader 1;
    PointsRulesSaved(PointsRules) = "points.rules_saved", version 1, min_reader 1;
    ApprovalGranted(ApprovalGranted) = "approval.granted", version 1, min_reader 1;
    PersonClocked(PersonClocked) = "person.clocked", version 1, min_reader 1;
    BulkImported(BulkImported) = "bulk.imported", version 1, min_reader 1;
}

impl Fact {
    /// The shift that it belongs to, if it belongs to one: by id, never by time (rule 26).
    #[must_use]
    pub fn shift(&self) -> Option<Id> {
        match self {
            Self::ShiftOpened(opened) => Some(opened.shift),
            Self::SaleCompleted(sale) => sale.shift,
            Self::CartDiscarded(discarded) => discarded.shift,
            Self::TendersCorrected(corrected) => Some(corrected.shift),
            Self::AccountPaid(paid) => paid.shift,
            Self::ValueIssued(issued) => issued.shift,
            Self::DepositTaken(taken) => taken.shift,
            Self::OrderCancelled(cancelled) => cancelled.shift,
            Self::CashMoved(moved) => Some(moved.shift),
            Self::ApprovalGranted(granted) => granted.shift,
            Self::DrawerOpened(opened) => Some(opened.shift),
            Self::ShiftCounted(counted) => Some(counted.shift),
            Self::ShiftClosed(closed) => Some(closed.report.shift),
            _ => None,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_kind_from_the_future_is_kept_as_it_is() {
        let body = serde_json::json!({"wings": 2});
        let fact = Fact::from_body("drone.landed", 3, 2, body.clone()).unwrap();
        assert_eq!((fact.kind(), fact.versions()), ("drone.landed", (3, 3)));
        assert_eq!(fact.to_body().unwrap(), body);
    }

    #[test]
    fn a_newer_version_that_older_readers_understand_is_read() {
        let body = serde_json::json!({"sale": Id::nil(), "colour": "blue"});
        assert!(matches!(Fact::from_body("receipt.reprinted", 2, 1, body.clone()), Ok(Fact::ReceiptReprinted(_))));
        assert!(matches!(Fact::from_body("receipt.reprinted", 2, 2, body), Ok(Fact::Unknown { .. })));
    }
}
