//! Goods that are kept for a customer (a layaway) or that are to come for her (an order): prices that hold, and deposits that the shop owes until
//! the sale takes them as payment, or until it gives them back. A deposit is a receipt and no sale, and its money goes back as it came.

use chrono::{Days, NaiveDate};
use rust_decimal::Decimal;
use serde::{Deserialize, Serialize};
use ts_rs::TS;

use crate::cart::Cart;
use crate::cash_rules::CashRules;
use crate::entry::Sealed;
use crate::number::LegalNumber;
use crate::quotation::cart_of;
use crate::remainder::in_proportion;
use crate::sale::{PaidTender, SaleCompleted, paid};
use crate::shift::{Asking, Totals, add_to, cash_of};
use crate::tender::{PaidBy, Tender, check_tenders};
use crate::units::Money;
use crate::{Id, Refusal};

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum OrderKind {
    /// The goods are here, and put aside for her.
    Layaway,
    /// The goods are to come.
    Order,
}

/// What she said she would bring, and when.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct Instalment {
    #[ts(type = "string")]
    pub due: NaiveDate,
    pub amount: Money,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct OrderPlaced {
    pub id: Id,
    pub kind: OrderKind,
    /// The day on which she is to have taken it. Her money is not lost after it: a person decides.
    pub valid_until: NaiveDate,
    /// Of what the first deposit leaves.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub schedule: Vec<Instalment>,
    /// As a sale would be that nobody has paid.
    pub offer: SaleCompleted,
    /// Who granted a smaller deposit than the shop asks for.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub approved_by: Option<Id>,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct DepositTaken {
    pub id: Id,
    pub number: LegalNumber,
    pub order: Id,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub shift: Option<Id>,
    pub till: String,
    pub business_date: NaiveDate,
    pub currency: String,
    pub amount: Money,
    pub tenders: Vec<PaidTender>,
    /// All that is held for the order after it, as this till knows it.
    pub held: Money,
}

/// Nothing is sold, and all that is held goes back.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct OrderCancelled {
    pub id: Id,
    /// In the series of the deposits.
    pub number: LegalNumber,
    pub order: Id,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub shift: Option<Id>,
    pub till: String,
    pub business_date: NaiveDate,
    pub currency: String,
    /// What is given back: below zero.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub tenders: Vec<PaidTender>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reason: Option<Sealed>,
    pub approved_by: Id,
}

/// Nobody pays one thing in more parts.
const MOST_PAYMENTS: i64 = 24;

/// So many equal payments of `left`, evenly until the last day, in coins that there are: of what does not divide, the first ones take a coin more,
/// and the last one what no coin pays.
pub fn schedule(left: Money, today: NaiveDate, until: NaiveDate, payments: i64, coin: Money) -> Result<Vec<Instalment>, Refusal> {
    let days = (until - today).num_days();
    if !(0..=MOST_PAYMENTS.min(days)).contains(&payments) {
        return Err(Refusal::FieldInvalid { field: "payments" });
    }
    let coin = coin.get().max(1);
    let mut parts = in_proportion(left.get() / coin, &vec![Decimal::ONE; usize::try_from(payments).unwrap_or(0)])?;
    parts.iter_mut().for_each(|part| *part *= coin);
    parts.last_mut().into_iter().for_each(|last| *last += left.get() % coin);
    let due = |n: i64| today + Days::new(u64::try_from(days * n / payments).unwrap_or(0));
    let all = (1..).zip(parts).map(|(n, amount)| Instalment { due: due(n), amount: Money::of(amount) });
    Ok(all.filter(|own| own.amount > Money::ZERO).collect())
}

/// The least that the shop asks for, in coins that there are: never more than all of it.
#[must_use]
pub fn least_deposit(total: Money, rules: &CashRules, coin: Money) -> Money {
    let percent = rules.deposit_percent.unwrap_or(0).clamp(0, 100);
    let (exact, coin) = ((total.get() * percent + 99) / 100, coin.get().max(1));
    Money::of((exact + coin - 1) / coin * coin).min(total)
}

/// What whoever places an order says of it.
#[derive(Debug, Clone, Copy)]
pub struct Placing {
    pub kind: OrderKind,
    pub valid_until: NaiveDate,
    pub payments: i64,
    /// What she leaves now.
    pub deposit: Money,
    /// The smallest that there is.
    pub coin: Money,
}

/// Decides an order of what `offer` says, for whoever it names.
pub fn place(offer: SaleCompleted, placing: Placing, rules: &CashRules, asking: Asking) -> Result<OrderPlaced, Refusal> {
    let Placing { kind, valid_until, payments, deposit, coin } = placing;
    if offer.customer.is_none() {
        return Err(Refusal::CustomerNeeded);
    }
    if deposit > offer.total {
        return Err(Refusal::TenderExceeds { excess: deposit - offer.total });
    }
    let least = least_deposit(offer.total, rules, coin);
    let approved_by = if deposit < least { Some(asking.approved().map_err(|_| Refusal::DepositShort { least })?) } else { None };
    let schedule = schedule(offer.total - deposit, offer.business_date, valid_until, payments, coin)?;
    Ok(OrderPlaced { id: offer.id, kind, valid_until, schedule, offer, approved_by })
}

impl OrderPlaced {
    /// Its ticket, at its prices.
    #[must_use]
    pub fn cart(&self, cart: Id, notes: &[Option<String>], new_id: impl FnMut() -> Id) -> Cart {
        cart_of(&self.offer, self.id, cart, notes, new_id)
    }

    /// What of the schedule is still to be brought, when `held` has been.
    #[must_use]
    pub fn open_schedule(&self, held: Money) -> Vec<Instalment> {
        let scheduled: Money = self.schedule.iter().map(|own| own.amount).sum();
        let mut brought = held - (self.offer.total - scheduled);
        let mut open = |own: &Instalment| {
            brought = brought - own.amount;
            brought.is_negative().then(|| Instalment { due: own.due, amount: own.amount.min(-brought) })
        };
        self.schedule.iter().filter_map(&mut open).collect()
    }

    /// What she is to bring next, when `held` has been brought.
    #[must_use]
    pub fn next(&self, held: Money) -> Option<Instalment> {
        self.open_schedule(held).into_iter().next()
    }

    /// She is late with a payment, or has not come for it.
    #[must_use]
    pub fn is_overdue(&self, held: Money, today: NaiveDate) -> bool {
        self.valid_until < today || self.next(held).is_some_and(|next| next.due < today)
    }
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Ended {
    /// By this sale.
    Sold(Id),
    Cancelled,
}

/// An order as it is.
#[derive(Debug, Clone, Default)]
pub struct Standing {
    pub total: Money,
    /// What is held, by what it was paid with.
    pub held_by: Vec<(PaidBy, Money)>,
    pub ended: Option<Ended>,
}

/// What a till knows of a deposit, or of one that goes back, and the customer does not.
#[derive(Debug, Clone)]
pub struct Booking {
    pub id: Id,
    pub number: LegalNumber,
    pub order: Id,
    pub shift: Option<Id>,
    pub till: String,
    pub business_date: NaiveDate,
    pub currency: String,
}

impl Standing {
    #[must_use]
    pub fn held(&self) -> Money {
        self.held_by.iter().map(|(_, amount)| *amount).sum()
    }

    /// What is still to be paid of it.
    #[must_use]
    pub fn left(&self) -> Money {
        (self.total - self.held()).max(Money::ZERO)
    }

    pub fn check_open(&self) -> Result<(), Refusal> {
        if self.ended.is_some() { Err(Refusal::OrderClosed) } else { Ok(()) }
    }

    /// Decides a deposit: in money, to the cent, and no more than is to be paid.
    pub fn deposit(&self, to: Booking, tenders: &[Tender]) -> Result<DepositTaken, Refusal> {
        self.check_open()?;
        let amount = check_tenders(tenders, false)?;
        if amount <= Money::ZERO || !tenders.iter().all(Tender::is_money) {
            return Err(Refusal::AmountInvalid);
        }
        if amount > self.left() {
            return Err(Refusal::TenderExceeds { excess: amount - self.left() });
        }
        let Booking { id, number, order, shift, till, business_date, currency } = to;
        let tenders = tenders.iter().map(|tender| paid(tender, &currency)).collect();
        let held = (self.held() + amount).checked()?;
        Ok(DepositTaken { id, number, order, shift, till, business_date, currency, amount, tenders, held })
    }

    /// Gives back all that is held, in money or as store credit: by whoever may grant that. Also what another till, which did not know, was
    /// given after it had ended.
    pub fn cancel(&self, to: Booking, tenders: &[Tender], reason: Option<Sealed>, asking: Asking) -> Result<OrderCancelled, Refusal> {
        if self.held() <= Money::ZERO {
            self.check_open()?;
        }
        let missing = self.held() + check_tenders(tenders, true)?;
        if !tenders.iter().all(|tender| tender.is_money() || tender.is_value()) {
            return Err(Refusal::AmountInvalid);
        }
        match missing {
            Money::ZERO => {}
            excess if excess.is_negative() => return Err(Refusal::RefundExceeds { excess: -excess }),
            missing => return Err(Refusal::RefundShort { missing }),
        }
        let approved_by = asking.approved()?;
        let Booking { id, number, order, shift, till, business_date, currency } = to;
        let tenders = tenders.iter().map(|tender| paid(tender, &currency)).collect();
        Ok(OrderCancelled { id, number, order, shift, till, business_date, currency, tenders, reason, approved_by })
    }

    /// How what is held is proposed to go back: as it came.
    #[must_use]
    pub fn as_it_came(&self) -> Vec<(PaidBy, Money)> {
        self.held_by.iter().filter(|(_, amount)| *amount > Money::ZERO).map(|(by, amount)| (*by, -*amount)).collect()
    }

    /// The payments of the sale that takes it up: all that is held pays it, and each part says how it came.
    pub fn applied(&self, tenders: &[Tender]) -> Result<Vec<Tender>, Refusal> {
        self.check_open()?;
        let asked: Money = tenders.iter().filter(|tender| tender.is_deposit()).map(Tender::amount).sum();
        if asked != self.held() {
            return Err(Refusal::DepositWhole { held: self.held() });
        }
        let held = self.held_by.iter().filter(|(_, amount)| *amount > Money::ZERO);
        let held = held.map(|(by, amount)| Tender::Deposit { amount: *amount, paid_by: Some(*by) });
        Ok(held.chain(tenders.iter().filter(|tender| !tender.is_deposit()).cloned()).collect())
    }
}

impl Totals {
    pub(crate) fn hold(&mut self, taken: &DepositTaken) {
        self.deposited(&taken.tenders);
    }

    pub(crate) fn give_back(&mut self, cancelled: &OrderCancelled) {
        self.deposited(&cancelled.tenders);
    }

    fn deposited(&mut self, tenders: &[PaidTender]) {
        for tender in tenders {
            add_to(&mut self.deposits, tender.tender.method(), 1, tender.base_amount);
        }
        self.cash.deposits += cash_of(tenders, Money::ZERO);
    }
}

#[cfg(test)]
#[path = "order_tests.rs"]
mod tests;
