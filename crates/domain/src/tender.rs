//! What the customer pays with, and whether it is enough. Change comes from cash only; only what is paid in cash is rounded.

use serde::{Deserialize, Serialize};
use ts_rs::TS;

use crate::units::Money;
use crate::{Id, Refusal, card_number};

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(tag = "method", rename_all = "snake_case")]
pub enum Tender {
    Cash {
        amount: Money,
    },
    /// An external terminal's payment: never a card number.
    Card {
        amount: Money,
        reference: String,
        brand: String,
        last_four: String,
        authorisation: String,
    },
    Transfer {
        amount: Money,
        reference: String,
    },
    /// No money: the customer owes it, or owes it no longer.
    Account {
        amount: Money,
    },
    /// A gift card, a voucher or store credit. Below zero: new store credit, whose code the commit gives.
    Value {
        amount: Money,
        code: String,
        #[serde(default, skip_serializing_if = "Option::is_none")]
        value: Option<Id>,
    },
    /// What was left for an order, which the sale that takes it up is paid with. The commit says how it came.
    Deposit {
        amount: Money,
        #[serde(default, skip_serializing_if = "Option::is_none")]
        paid_by: Option<PaidBy>,
    },
    /// What her points are worth.
    Points {
        amount: Money,
    },
}

/// How money comes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum PaidBy {
    Cash,
    Card,
    Transfer,
}

impl PaidBy {
    #[must_use]
    pub fn method(self) -> &'static str {
        match self {
            Self::Cash => "cash",
            Self::Card => "card",
            Self::Transfer => "transfer",
        }
    }
}

impl Tender {
    #[must_use]
    pub fn amount(&self) -> Money {
        match self {
            Self::Cash { amount }
            | Self::Card { amount, .. }
            | Self::Transfer { amount, .. }
            | Self::Account { amount }
            | Self::Value { amount, .. }
            | Self::Deposit { amount, .. }
            | Self::Points { amount } => *amount,
        }
    }

    #[must_use]
    pub fn method(&self) -> &'static str {
        match self {
            Self::Cash { .. } => "cash",
            Self::Card { .. } => "card",
            Self::Transfer { .. } => "transfer",
            Self::Account { .. } => "account",
            Self::Value { .. } => "value",
            Self::Deposit { .. } => "deposit",
            Self::Points { .. } => "points",
        }
    }

    /// As money, where it is money.
    #[must_use]
    pub fn money(&self) -> Option<PaidBy> {
        match self {
            Self::Cash { .. } => Some(PaidBy::Cash),
            Self::Card { .. } => Some(PaidBy::Card),
            Self::Transfer { .. } => Some(PaidBy::Transfer),
            Self::Account { .. } | Self::Value { .. } | Self::Deposit { .. } | Self::Points { .. } => None,
        }
    }

    #[must_use]
    pub fn is_money(&self) -> bool {
        self.money().is_some()
    }

    /// The method by which it goes back: a deposit goes back as it came.
    #[must_use]
    pub fn came_by(&self) -> &'static str {
        match self {
            Self::Deposit { paid_by: Some(by), .. } => by.method(),
            other => other.method(),
        }
    }

    #[must_use]
    pub fn is_cash(&self) -> bool {
        matches!(self, Self::Cash { .. })
    }

    #[must_use]
    pub fn is_value(&self) -> bool {
        matches!(self, Self::Value { .. })
    }

    #[must_use]
    pub fn is_deposit(&self) -> bool {
        matches!(self, Self::Deposit { .. })
    }

    #[must_use]
    pub fn is_account(&self) -> bool {
        matches!(self, Self::Account { .. })
    }

    /// Anything in the last four that is not four digits could be more of the card than may be kept.
    fn check(&self, is_refund: bool) -> Result<(), Refusal> {
        let amount = if is_refund { -self.amount() } else { self.amount() };
        if amount.is_negative() || (amount == Money::ZERO && !self.is_cash()) {
            return Err(Refusal::TenderInvalid);
        }
        match self {
            Self::Card { reference, brand, last_four, authorisation, .. } => {
                let four = last_four.is_empty() || (last_four.len() == 4 && last_four.bytes().all(|byte| byte.is_ascii_digit()));
                let safe = ![reference, brand, authorisation].into_iter().any(|text| card_number::is_in(text));
                if four && safe { Ok(()) } else { Err(Refusal::CardDetailsInvalid) }
            }
            Self::Transfer { reference, .. } if card_number::is_in(reference) => Err(Refusal::CardDetailsInvalid),
            // it goes back as it came
            Self::Deposit { .. } if is_refund => Err(Refusal::TenderInvalid),
            _ => Ok(()),
        }
    }
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum RoundingMode {
    /// To the nearest; half away from zero.
    Nearest,
    /// Never more than the price: Argentina's Ley 25.954.
    CustomerFavour,
}

/// What the smallest coin makes of an amount paid in cash.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct CashRounding {
    pub step: Money,
    pub mode: RoundingMode,
}

impl CashRounding {
    /// Rounds the absolute value, then restores the sign.
    #[must_use]
    pub fn apply(self, amount: Money) -> Money {
        let step = self.step.get().max(1);
        let extra = match self.mode {
            RoundingMode::Nearest => step / 2,
            RoundingMode::CustomerFavour if amount.is_negative() => step - 1,
            RoundingMode::CustomerFavour => 0,
        };
        let rounded = (amount.get().abs() + extra) / step * step;
        Money::of(rounded * amount.get().signum())
    }
}

/// `total` + `rounding` = payments − `change`, once `refusal` is `None`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Settlement {
    pub paid: Money,
    /// What rounding the cash part adds to the total.
    pub rounding: Money,
    /// Still to pay, in cash if cash was chosen.
    pub due: Money,
    pub change: Money,
    pub refusal: Option<Refusal>,
}

/// Nobody pays one ticket in more parts, and so many bounded amounts cannot overflow their sum.
const MOST_TENDERS: usize = 50;

/// Whether each can be taken, or given back, and what they come to.
pub fn check_tenders(tenders: &[Tender], is_refund: bool) -> Result<Money, Refusal> {
    if tenders.len() > MOST_TENDERS {
        return Err(Refusal::TooLarge);
    }
    tenders.iter().try_for_each(|tender| tender.check(is_refund))?;
    Ok(tenders.iter().map(Tender::amount).sum::<Money>().checked()?)
}

/// Cash first looks at what the other tenders leave, so that nothing but cash is ever rounded. A total below zero is given back: to the cent,
/// without change. `rounding_back` is the rounding of a sale that comes back whole.
pub fn settle(total: Money, rounding_back: Money, tenders: &[Tender], cash_rounding: CashRounding) -> Result<Settlement, Refusal> {
    let all = total + rounding_back;
    let paid = check_tenders(tenders, all.is_negative())?;
    let cash: Money = tenders.iter().filter(|it| it.is_cash()).map(Tender::amount).sum();
    let left = all - (paid - cash);
    let has_cash = tenders.iter().any(Tender::is_cash);
    let cash_due = if has_cash { cash_rounding.apply(left) } else { left };
    let missing = cash_due - cash;
    let refusal = if all.is_negative() { refused_refund(missing) } else { refused_payment(left, cash, missing) };
    let settled = refusal.is_none();
    let is_rounded = has_cash && left.is_negative() == all.is_negative();
    Ok(Settlement {
        paid,
        rounding: rounding_back + if is_rounded { cash_due - left } else { Money::ZERO },
        due: if all.is_negative() { missing.min(Money::ZERO) } else { missing.max(Money::ZERO) },
        change: if settled { -missing } else { Money::ZERO },
        refusal,
    })
}

fn refused_payment(left: Money, cash: Money, missing: Money) -> Option<Refusal> {
    if left.is_negative() {
        Some(Refusal::TenderExceeds { excess: -left })
    } else if left == Money::ZERO && cash > Money::ZERO {
        Some(Refusal::CashNotNeeded)
    } else {
        (missing > Money::ZERO).then_some(Refusal::TenderShort { missing })
    }
}

fn refused_refund(missing: Money) -> Option<Refusal> {
    match missing {
        Money::ZERO => None,
        missing if missing.is_negative() => Some(Refusal::RefundShort { missing: -missing }),
        excess => Some(Refusal::RefundExceeds { excess }),
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use rstest::rstest;

    use super::*;

    const EXACT: CashRounding = CashRounding { step: Money::of(1), mode: RoundingMode::Nearest };
    const FIFTY: CashRounding = CashRounding { step: Money::of(50), mode: RoundingMode::Nearest };
    const FAVOUR: CashRounding = CashRounding { step: Money::of(100), mode: RoundingMode::CustomerFavour };

    fn cash(amount: i64) -> Tender {
        Tender::Cash { amount: Money::of(amount) }
    }

    fn card(amount: i64) -> Tender {
        let text = String::new;
        Tender::Card {
            amount: Money::of(amount),
            reference: text(),
            brand: "Visa".to_owned(),
            last_four: "4821".to_owned(),
            authorisation: text(),
        }
    }

    fn settled(total: i64, tenders: &[Tender], rule: CashRounding) -> Settlement {
        settle(Money::of(total), Money::ZERO, tenders, rule).unwrap()
    }

    /// Rule 1. Enough is `due <= 0`; a cent short is short, a cent is never forgiven by a tolerance.
    #[test]
    fn rule_1_enough_is_enough_to_the_cent() {
        assert_eq!(settled(10_000, &[cash(9_999)], EXACT).refusal, Some(Refusal::TenderShort { missing: Money::of(1) }));
        assert_eq!(settled(10_000, &[cash(10_000)], EXACT).refusal, None);
    }

    #[test]
    fn change_comes_from_cash_after_the_card() {
        let settlement = settled(31_850, &[card(20_000), cash(20_000)], EXACT);
        assert_eq!((settlement.change, settlement.refusal), (Money::of(8150), None));
    }

    /// Rule 7. Cash is rounded after other tenders, never a card, and symmetrically.
    #[rstest]
    #[case::cash_down(10_024, &[cash(10_000)], 0, -24)]
    #[case::cash_up(10_025, &[cash(10_050)], 0, 25)]
    #[case::card_is_not_rounded(10_024, &[card(10_024)], 0, 0)]
    #[case::only_the_cash_part(10_024, &[card(4_000), cash(6_000)], 0, -24)]
    fn rule_7_only_cash_is_rounded(#[case] total: i64, #[case] tenders: &[Tender], #[case] change: i64, #[case] rounding: i64) {
        let settlement = settled(total, tenders, FIFTY);
        assert_eq!(settlement.refusal, None);
        assert_eq!((settlement.change.get(), settlement.rounding.get()), (change, rounding));
    }

    #[rstest]
    #[case::nearest(FIFTY, 25, 50)]
    #[case::nearest_negative(FIFTY, -25, -50)]
    #[case::nearest_down(FIFTY, 24, 0)]
    #[case::favour_pays_less(FAVOUR, 199, 100)]
    #[case::favour_gets_more_back(FAVOUR, -101, -200)]
    #[case::exact(EXACT, 7, 7)]
    fn rule_7_rounding_is_symmetric_or_in_the_customers_favour(#[case] rule: CashRounding, #[case] amount: i64, #[case] rounded: i64) {
        assert_eq!(rule.apply(Money::of(amount)), Money::of(rounded));
    }

    #[rstest]
    #[case::card_too_much(&[card(101)], Refusal::TenderExceeds { excess: Money::of(1) })]
    #[case::cash_beside_a_full_card(&[card(100), cash(50)], Refusal::CashNotNeeded)]
    #[case::nothing(&[], Refusal::TenderShort { missing: Money::of(100) })]
    fn what_cannot_be_settled_says_why(#[case] tenders: &[Tender], #[case] refusal: Refusal) {
        assert_eq!(settled(100, tenders, EXACT).refusal, Some(refusal));
    }

    #[rstest]
    #[case::a_whole_number("4111 1111 1111 1111")]
    #[case::with_dashes("4111-1111-1111-1111")]
    #[case::with_points("4111.1111.1111.1111")]
    #[case::behind_a_word("Visa 4111 1111 1111 1111 aut 99")]
    fn a_card_number_is_never_kept(#[case] number: &str) {
        let tender = Tender::Transfer { amount: Money::of(1), reference: number.to_owned() };
        assert_eq!(settle(Money::of(1), Money::ZERO, &[tender], EXACT).unwrap_err(), Refusal::CardDetailsInvalid);
    }

    proptest! {
        #[test]
        fn total_is_payments_less_change(
            total in 0_i64..10_000_000, by_card in 0_i64..10_000_000, extra in 0_i64..100_000, step in prop_oneof![Just(1_i64), Just(5), Just(10), Just(50), Just(100)], favour: bool,
        ) {
            let mode = if favour { RoundingMode::CustomerFavour } else { RoundingMode::Nearest };
            let rule = CashRounding { step: Money::of(step), mode };
            let by_card = by_card.min(total);
            let mut tenders = if by_card > 0 { vec![card(by_card)] } else { vec![] };
            if by_card < total {
                tenders.push(cash(rule.apply(Money::of(total - by_card)).get() + extra));
            }
            let settlement = settled(total, &tenders, rule);
            prop_assert_eq!(&settlement.refusal, &None);
            prop_assert_eq!(Money::of(total) + settlement.rounding, settlement.paid - settlement.change);
            prop_assert!(settlement.change.get() >= 0 && settlement.rounding.get().abs() < step.max(1));
        }
    }
}
