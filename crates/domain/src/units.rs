//! The four kinds of number that a shop reckons in. All are integers; `rust_decimal` computes between them, and [`round`] is the one rounding.

use std::iter::Sum;
use std::ops::{Add, AddAssign, Neg, Sub};

use rust_decimal::{Decimal, RoundingStrategy, prelude::ToPrimitive};
use serde::{Deserialize, Serialize};
use ts_rs::TS;

/// The largest integer that JavaScript holds exactly, so that every amount crosses every boundary as a plain number.
pub const LARGEST: i64 = (1 << 53) - 1;

#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("the number is beyond ±(2^53−1)")]
pub struct OutOfRange;

/// Half away from zero: symmetric, so that a return is the exact opposite of its sale.
pub fn round(exact: Decimal) -> Result<i64, OutOfRange> {
    let whole = exact.round_dp_with_strategy(0, RoundingStrategy::MidpointAwayFromZero);
    bounded(whole.to_i64().ok_or(OutOfRange)?)
}

fn bounded(value: i64) -> Result<i64, OutOfRange> {
    if (-LARGEST..=LARGEST).contains(&value) { Ok(value) } else { Err(OutOfRange) }
}

macro_rules! unit {
    ($(#[$doc:meta])* $name:ident, $decimals:expr) => {
        $(#[$doc])*
        #[derive(Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, TS)]
        #[serde(try_from = "i64", into = "i64")]
        #[ts(type = "number")]
        pub struct $name(i64);

        impl $name {
            pub const ZERO: Self = Self(0);

            pub fn new(value: i64) -> Result<Self, OutOfRange> {
                bounded(value).map(Self)
            }

            /// For constants in code; a value from outside goes through [`Self::new`].
            pub const fn of(value: i64) -> Self {
                assert!(value >= -LARGEST && value <= LARGEST);
                Self(value)
            }

            pub const fn get(self) -> i64 {
                self.0
            }

            pub const fn is_negative(self) -> bool {
                self.0 < 0
            }

            pub const fn abs(self) -> Self {
                Self(self.0.abs())
            }

            /// The integer with its decimal point in place.
            #[must_use]
            pub fn scaled(self) -> Decimal {
                Decimal::new(self.0, $decimals)
            }
        }

        impl TryFrom<i64> for $name {
            type Error = OutOfRange;
            fn try_from(value: i64) -> Result<Self, OutOfRange> {
                Self::new(value)
            }
        }

        impl From<$name> for i64 {
            fn from(value: $name) -> i64 {
                value.0
            }
        }

        impl Neg for $name {
            type Output = Self;
            fn neg(self) -> Self {
                Self(-self.0)
            }
        }

        // Each operand is within ±2^53 where it was born, so a thousand of them stay within an i64;
        // what leaves a computation is bounded again by the engine's own check.
        impl Add for $name {
            type Output = Self;
            fn add(self, other: Self) -> Self {
                Self(self.0.checked_add(other.0).expect("sums of bounded numbers stay within an i64"))
            }
        }

        impl Sub for $name {
            type Output = Self;
            fn sub(self, other: Self) -> Self {
                self + -other
            }
        }

        impl AddAssign for $name {
            fn add_assign(&mut self, other: Self) {
                *self = *self + other;
            }
        }

        impl Sum for $name {
            fn sum<I: Iterator<Item = Self>>(values: I) -> Self {
                values.fold(Self::ZERO, Add::add)
            }
        }
    };
}

unit!(
    /// Minor units of the shop's currency: centavos in Mexico, whole pesos in Colombia.
    Money, 0
);
unit!(
    /// Ten-thousandths of the currency unit: the price or cost of one piece or one kilogram.
    UnitPrice, 4
);
unit!(
    /// Thousandths: 1000 is one piece, 725 is 0.725 kg.
    Quantity, 3
);
unit!(
    /// Millionths: 160000 is 16 %.
    Rate, 6
);

impl Quantity {
    pub const ONE: Self = Self(1000);
}

impl Rate {
    pub const WHOLE: Self = Self(1_000_000);
}

impl Money {
    /// Refuses what arithmetic pushed beyond the bound.
    pub fn checked(self) -> Result<Self, OutOfRange> {
        Self::new(self.0)
    }

    /// `rate` of this amount, rounded.
    pub fn portion(self, rate: Rate) -> Result<Self, OutOfRange> {
        round(self.scaled() * rate.scaled()).map(Self)
    }
}

impl UnitPrice {
    /// The price of `quantity`, in a currency with `decimals`: the one place where a unit price becomes money.
    pub fn times(self, quantity: Quantity, decimals: u32) -> Result<Money, OutOfRange> {
        let exact = self.scaled().checked_mul(quantity.scaled()).ok_or(OutOfRange)?;
        let minor = exact.checked_mul(Decimal::from(10_i64.pow(decimals))).ok_or(OutOfRange)?;
        round(minor).map(Money)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn half_a_cent_goes_away_from_zero_on_both_sides() {
        assert_eq!(round(Decimal::new(25, 1)), Ok(3));
        assert_eq!(round(Decimal::new(-25, 1)), Ok(-3));
    }

    #[test]
    fn a_unit_price_of_four_decimals_meets_cents_once() {
        let three = Quantity::of(3000);
        assert_eq!(UnitPrice::of(3333).times(three, 2), Ok(Money::of(100)), "3 x 0.3333 is 0.9999, shown as 1.00");
        assert_eq!(UnitPrice::of(12_345_678).times(Quantity::ONE, 0), Ok(Money::of(1235)), "no cents in pesos of Colombia");
    }

    #[test]
    fn beyond_two_to_the_53_is_refused_at_the_boundary() {
        let text = (LARGEST + 1).to_string();
        assert!(serde_json::from_str::<Money>(&text).is_err());
        assert!(serde_json::from_str::<Money>("1.5").is_err(), "a float is never money");
        assert_eq!(UnitPrice::of(LARGEST).times(Quantity::of(LARGEST), 2), Err(OutOfRange));
    }

    proptest! {
        #[test]
        fn every_unit_survives_json_as_a_plain_number(value in -LARGEST..=LARGEST) {
            let text = serde_json::to_string(&Money::of(value)).unwrap();
            prop_assert_eq!(&text, &value.to_string());
            prop_assert_eq!(serde_json::from_str::<Money>(&text).unwrap(), Money::of(value));
            prop_assert_eq!(serde_json::from_str::<UnitPrice>(&text).unwrap(), UnitPrice::of(value));
            prop_assert_eq!(serde_json::from_str::<Quantity>(&text).unwrap(), Quantity::of(value));
            prop_assert_eq!(serde_json::from_str::<Rate>(&text).unwrap(), Rate::of(value));
        }
    }
}
