//! Taxes: data of the country, and the factor that several of them make together.

use rust_decimal::Decimal;
use serde::{Deserialize, Serialize};
use ts_rs::TS;

use crate::units::Rate;

/// One tax at one rate.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Tax {
    pub code: String,
    pub rate: Rate,
    /// Charged on the price *and* the taxes before it, as Mexico's IVA is on IEPS.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub on_previous: bool,
}

/// The taxes that a product of this class bears, in the order in which they are charged.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct TaxClass {
    pub code: String,
    pub name: String,
    pub taxes: Vec<Tax>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum PriceMode {
    /// The price holds its taxes: the gross is the truth.
    Inclusive,
    /// Taxes come on top: the net is the truth.
    Exclusive,
}

/// Where the law rounds a tax: on each line, or once for each set of rates on the document.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum TaxRounding {
    Line,
    Document,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct TaxRules {
    pub mode: PriceMode,
    pub rounding: TaxRounding,
}

/// Each tax as a share of the net: 0.08 and 0.16 on top of it are 0.08 and 0.1728.
#[must_use]
pub fn factors(taxes: &[Tax]) -> Vec<Decimal> {
    let mut sum = Decimal::ZERO;
    let mut shares = Vec::with_capacity(taxes.len());
    for tax in taxes {
        let base = if tax.on_previous { Decimal::ONE + sum } else { Decimal::ONE };
        let share = base * tax.rate.scaled();
        sum += share;
        shares.push(share);
    }
    shares
}
