//! Why the domain says no. A refusal is a value with a name: the door sends its code, the screen has its words.

use crate::units::{Money, OutOfRange, Quantity};

#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Refusal {
    #[error("a ticket needs at least one line")]
    EmptyCart,
    #[error("the quantity must be above zero and below {limit}")]
    QuantityInvalid { limit: i64 },
    #[error("pieces are sold whole")]
    QuantityNotWhole,
    #[error("the price cannot be negative")]
    PriceInvalid,
    #[error("the discount is larger than what it discounts")]
    DiscountTooLarge,
    #[error("this discount is above the role's limit of {limit_percent} %")]
    DiscountNotPermitted { limit_percent: i64 },
    #[error("the price is below what this role may sell for")]
    PriceTooLow,
    #[error("the price is not this role's to change")]
    PriceNotPermitted,
    #[error("the total is below zero")]
    NegativeTotal,
    #[error("{missing:?} is missing")]
    TenderShort { missing: Money },
    #[error("{missing:?} is still to be given back")]
    RefundShort { missing: Money },
    #[error("{excess:?} more than that would be given back")]
    RefundExceeds { excess: Money },
    #[error("whoever buys this has to be {age}, and nobody has looked")]
    AgeCheckNeeded { age: u8 },
    #[error("this offer was taken up already")]
    QuotationTaken,
    #[error("this offer held until {until}")]
    QuotationExpired { until: chrono::NaiveDate },
    #[error("this order was taken up or cancelled already")]
    OrderClosed,
    #[error("less than {least:?} is left for it")]
    DepositShort { least: Money },
    #[error("all that is held for the order pays it: {held:?}")]
    DepositWhole { held: Money },
    #[error("she has only {left} points")]
    PointsShort { left: i64 },
    #[error("no gift card, voucher or store credit has this code")]
    ValueUnknown,
    #[error("only {left:?} is left on this code")]
    ValueShort { left: Money },
    #[error("this code was good until {until}")]
    ValueExpired { until: chrono::NaiveDate },
    #[error("this line does not come back")]
    NotReturnable,
    #[error("this till has no sale of this receipt, and no till that it knows has signed it")]
    ReceiptUnknown,
    #[error("of this line only {left:?} is left to come back")]
    ReturnTooMuch { left: Quantity },
    #[error("something of it came back meanwhile")]
    ReturnChanged,
    #[error("a line that comes back keeps its amount")]
    ReturnFixed,
    #[error("another reason needs a note")]
    ReasonNeeded,
    #[error("only cash can exceed what is due; {excess:?} too much")]
    TenderExceeds { excess: Money },
    #[error("nothing is left to pay in cash")]
    CashNotNeeded,
    #[error("a tender needs an amount above zero")]
    TenderInvalid,
    #[error("a card payment keeps the last four digits only")]
    CardDetailsInvalid,
    #[error("the name is empty")]
    NameRequired,
    #[error("{field} is not valid")]
    FieldInvalid { field: &'static str },
    #[error("the check digit of {code} does not match")]
    BarcodeCheckDigit { code: String },
    #[error("the tax class {code} does not exist in this country")]
    TaxClassUnknown { code: String },
    #[error("a PIN needs at least {least} digits")]
    PinTooShort { least: usize },
    #[error("this PIN is among the first that anybody would try")]
    PinTooCommon,
    #[error("somebody has this role")]
    RoleInUse,
    #[error("the shop needs an active owner")]
    LastOwner,
    #[error("no drawer holds such a count")]
    CountInvalid,
    #[error("the amount must be above zero")]
    AmountInvalid,
    #[error("a supervisor has to approve it")]
    SupervisorNeeded,
    #[error("above {limit:?} a supervisor has to approve it")]
    ApprovalNeeded { limit: Money },
    #[error("this till has no open shift")]
    ShiftNeeded,
    #[error("this till has an open shift already")]
    ShiftOpen,
    #[error("the shift of it is closed")]
    ShiftClosed,
    #[error("it was paid so already")]
    TendersSame,
    #[error("the drawer was not counted yet")]
    NotCounted,
    #[error("the drawer has changed since it was counted")]
    CountOutdated,
    #[error("only a named customer buys on account")]
    CustomerNeeded,
    #[error("this customer has no credit")]
    CreditClosed,
    #[error("this customer has a debt that is overdue")]
    CreditOverdue,
    #[error("more than is open would be paid of a debt")]
    AllocationInvalid,
    #[error("what is on account stays on account")]
    AccountFixed,
    #[error("what comes back was bought by another customer")]
    OtherCustomer,
    #[error("the account of this customer is not even")]
    AccountOpen,
    #[error("the check digit of the tax number does not match")]
    TaxIdCheckDigit,
    #[error("only {free:?} of credit is left")]
    CreditExceeded { free: Money },
    #[error("{open:?} of it is not paid: that goes off the debt first")]
    DebtFirst { open: Money },
    #[error("a number is beyond what the program can hold")]
    TooLarge,
}

impl From<OutOfRange> for Refusal {
    fn from(_: OutOfRange) -> Self {
        Self::TooLarge
    }
}

impl Refusal {
    /// A supervisor could have lowered it so.
    #[must_use]
    pub fn is_of_prices(&self) -> bool {
        matches!(self, Self::DiscountNotPermitted { .. } | Self::PriceNotPermitted | Self::PriceTooLow)
    }

    /// The stable name that crosses the door; the screen's resources have a text for each.
    #[must_use]
    pub fn code(&self) -> &'static str {
        match self {
            Self::EmptyCart => "empty_cart",
            Self::QuantityInvalid { .. } => "quantity_invalid",
            Self::QuantityNotWhole => "quantity_not_whole",
            Self::PriceInvalid => "price_invalid",
            Self::DiscountTooLarge => "discount_too_large",
            Self::DiscountNotPermitted { .. } => "discount_not_permitted",
            Self::PriceTooLow => "price_too_low",
            Self::PriceNotPermitted => "price_not_permitted",
            Self::NegativeTotal => "negative_total",
            Self::TenderShort { .. } => "tender_short",
            Self::TenderExceeds { .. } => "tender_exceeds",
            Self::RefundShort { .. } => "refund_short",
            Self::RefundExceeds { .. } => "refund_exceeds",
            Self::AgeCheckNeeded { .. } => "age_check_needed",
            Self::QuotationTaken => "quotation_taken",
            Self::QuotationExpired { .. } => "quotation_expired",
            Self::OrderClosed => "order_closed",
            Self::DepositShort { .. } => "deposit_short",
            Self::DepositWhole { .. } => "deposit_whole",
            Self::PointsShort { .. } => "points_short",
            Self::ValueUnknown => "value_unknown",
            Self::ValueShort { .. } => "value_short",
            Self::ValueExpired { .. } => "value_expired",
            Self::NotReturnable => "not_returnable",
            Self::ReceiptUnknown => "receipt_unknown",
            Self::ReturnTooMuch { .. } => "return_too_much",
            Self::ReturnChanged => "return_changed",
            Self::ReturnFixed => "return_fixed",
            Self::ReasonNeeded => "reason_needed",
            Self::CashNotNeeded => "cash_not_needed",
            Self::TenderInvalid => "tender_invalid",
            Self::CardDetailsInvalid => "card_details_invalid",
            Self::NameRequired => "name_required",
            Self::FieldInvalid { .. } => "field_invalid",
            Self::BarcodeCheckDigit { .. } => "barcode_check_digit",
            Self::TaxClassUnknown { .. } => "tax_class_unknown",
            Self::PinTooShort { .. } => "pin_too_short",
            Self::PinTooCommon => "pin_too_common",
            Self::CountInvalid => "count_invalid",
            Self::AmountInvalid => "amount_invalid",
            Self::SupervisorNeeded => "supervisor_needed",
            Self::TendersSame => "tenders_same",
            Self::ShiftClosed => "shift_closed",
            Self::ApprovalNeeded { .. } => "approval_needed",
            Self::ShiftNeeded => "shift_needed",
            Self::ShiftOpen => "shift_open",
            Self::NotCounted => "not_counted",
            Self::CountOutdated => "count_outdated",
            Self::RoleInUse => "role_in_use",
            Self::LastOwner => "last_owner",
            Self::CustomerNeeded => "customer_needed",
            Self::CreditClosed => "credit_closed",
            Self::CreditOverdue => "credit_overdue",
            Self::AllocationInvalid => "allocation_invalid",
            Self::AccountFixed => "account_fixed",
            Self::OtherCustomer => "other_customer",
            Self::AccountOpen => "account_open",
            Self::TaxIdCheckDigit => "tax_id_check_digit",
            Self::CreditExceeded { .. } => "credit_exceeded",
            Self::DebtFirst { .. } => "debt_first",
            Self::TooLarge => "too_large",
        }
    }

    /// What the text of [`Self::code`] interpolates.
    #[must_use]
    pub fn params(&self) -> Vec<(&'static str, String)> {
        match self {
            Self::QuantityInvalid { limit } => vec![("limit", limit.to_string())],
            Self::ValueExpired { until } => vec![("until", until.to_string())],
            Self::PointsShort { left } => vec![("left", left.to_string())],
            Self::DepositShort { least } => vec![("least", least.get().to_string())],
            Self::DepositWhole { held } => vec![("held", held.get().to_string())],
            Self::ValueShort { left } => vec![("left", left.get().to_string())],
            Self::QuotationExpired { until } => vec![("until", until.to_string())],
            Self::AgeCheckNeeded { age } => vec![("age", age.to_string())],
            Self::DiscountNotPermitted { limit_percent } => vec![("limit", limit_percent.to_string())],
            Self::RefundShort { missing } => vec![("missing", missing.get().to_string())],
            Self::RefundExceeds { excess } => vec![("excess", excess.get().to_string())],
            Self::ReturnTooMuch { left } => vec![("left", left.get().to_string())],
            Self::TenderShort { missing } => vec![("missing", missing.get().to_string())],
            Self::TenderExceeds { excess } => vec![("excess", excess.get().to_string())],
            Self::ApprovalNeeded { limit } => vec![("limit", limit.get().to_string())],
            Self::FieldInvalid { field } => vec![("field", (*field).to_owned())],
            Self::CreditExceeded { free } => vec![("free", free.get().to_string())],
            Self::DebtFirst { open } => vec![("open", open.get().to_string())],
            Self::TaxIdCheckDigit => vec![("field", "tax_id".to_owned())],
            Self::NameRequired => vec![("field", "name".to_owned())],
            Self::BarcodeCheckDigit { code } => vec![("code", code.clone()), ("field", "barcodes".to_owned())],
            Self::TaxClassUnknown { code } => vec![("code", code.clone()), ("field", "tax_class".to_owned())],
            Self::PinTooShort { least } => vec![("least", least.to_string())],
            _ => Vec::new(),
        }
    }
}
