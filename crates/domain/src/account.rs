//! A customer's account: what she may owe, what she owes, and what her payments pay. A debt is a sum of movements; which debt a payment pays is
//! decided where it is paid, and stands in its entry.

use chrono::{Days, NaiveDate};
use serde::{Deserialize, Serialize};
use ts_rs::TS;

use crate::number::LegalNumber;
use crate::sale::{PaidTender, paid};
use crate::shift::{Asking, MethodSum, Totals, add_to, cash_of};
use crate::tender::{Tender, check_tenders};
use crate::units::Money;
use crate::value::ValueIssued;
use crate::{Id, Refusal};

/// What she may owe. Without terms nothing; closed ones leave the debt as it is and allow no more.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct AccountTerms {
    pub customer: Id,
    pub open: bool,
    /// None: any amount.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub limit: Option<Money>,
    /// Until a sale has to be paid. None: whenever she comes.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub days: Option<i64>,
}

/// Nobody lends for longer.
const MOST_DAYS: i64 = 3650;

impl AccountTerms {
    pub fn check(&self) -> Result<(), Refusal> {
        if self.limit.is_some_and(Money::is_negative) {
            return Err(Refusal::AmountInvalid);
        }
        let is_odd = self.days.is_some_and(|days| !(0..=MOST_DAYS).contains(&days));
        if is_odd { Err(Refusal::FieldInvalid { field: "days" }) } else { Ok(()) }
    }

    fn due(&self, today: NaiveDate) -> Option<NaiveDate> {
        today.checked_add_days(Days::new(u64::try_from(self.days?).ok()?))
    }
}

/// So much of a sale on credit is settled.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct Allocation {
    /// The sale.
    pub charge: Id,
    pub amount: Money,
}

/// What a sale puts on the account, or a return takes off it (below zero).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct OnAccount {
    pub amount: Money,
    /// What is owed for what it sold, where that is not `amount`: an exchange puts on it what it takes off the sale that comes back.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub charged: Option<Money>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub due: Option<NaiveDate>,
    /// Of a return: the debts that it lowers. Of a sale: itself, as far as she had money in favour.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub allocations: Vec<Allocation>,
}

impl OnAccount {
    /// What is owed for what it sold.
    #[must_use]
    pub fn charge(&self) -> Money {
        self.charged.unwrap_or(self.amount.max(Money::ZERO))
    }
}

/// A payment of debt: a receipt with a number of its own, and no sale (rule 35).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct AccountPaid {
    pub id: Id,
    pub number: LegalNumber,
    pub customer: Id,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub shift: Option<Id>,
    pub till: String,
    pub business_date: NaiveDate,
    pub currency: String,
    pub amount: Money,
    pub tenders: Vec<PaidTender>,
    pub allocations: Vec<Allocation>,
    /// What she owes after it, as this till knows it; below zero: money in her favour.
    pub balance: Money,
}

/// A sale on credit of which something is open.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OpenCharge {
    pub sale: Id,
    pub date: NaiveDate,
    pub due: Option<NaiveDate>,
    pub amount: Money,
    pub open: Money,
}

/// An account as it is: the open charges are the oldest first.
#[derive(Debug, Clone, Default)]
pub struct Standing {
    pub terms: Option<AccountTerms>,
    pub balance: Money,
    pub open: Vec<OpenCharge>,
}

/// What of the tenders is no money.
#[must_use]
pub fn on_account(tenders: &[PaidTender]) -> Money {
    tenders.iter().filter(|paid| paid.tender.is_account()).map(|paid| paid.base_amount).sum()
}

/// The oldest debts first, as far as `amount` goes.
#[must_use]
pub fn oldest_first<'a>(open: impl IntoIterator<Item = &'a OpenCharge>, amount: Money) -> Vec<Allocation> {
    let mut rest = amount;
    let mut allocations = Vec::new();
    for charge in open {
        let amount = rest.min(charge.open);
        if amount > Money::ZERO {
            allocations.push(Allocation { charge: charge.sale, amount });
            rest = rest - amount;
        }
    }
    allocations
}

impl Standing {
    /// Paid before it was owed, and not used yet.
    #[must_use]
    pub fn in_favour(&self) -> Money {
        (self.open.iter().map(|charge| charge.open).sum::<Money>() - self.balance).max(Money::ZERO)
    }

    /// What she may still owe. None: any amount.
    #[must_use]
    pub fn free(&self) -> Option<Money> {
        match &self.terms {
            Some(terms) if terms.open => terms.limit.map(|limit| (limit - self.balance).max(Money::ZERO)),
            _ => Some(Money::ZERO),
        }
    }

    #[must_use]
    pub fn overdue(&self, today: NaiveDate) -> Money {
        let late: Money = self.open.iter().filter(|charge| charge.due.is_some_and(|due| due < today)).map(|charge| charge.open).sum();
        (late - self.in_favour()).max(Money::ZERO)
    }

    /// Why a supervisor has to grant it. It is the method that is refused, never the sale (rule 34).
    #[must_use]
    pub fn refused(&self, amount: Money, today: NaiveDate) -> Option<Refusal> {
        // she borrows nothing, or spends her own money
        if amount <= Money::ZERO || self.balance + amount <= Money::ZERO {
            return None;
        }
        if !self.terms.as_ref().is_some_and(|terms| terms.open) {
            return Some(Refusal::CreditClosed);
        }
        if self.overdue(today) > Money::ZERO {
            return Some(Refusal::CreditOverdue);
        }
        self.free().filter(|free| amount > *free).map(|free| Refusal::CreditExceeded { free })
    }

    /// What a sale does to the account, and who granted it where that was needed. `amount` is what its tenders put on it, or take off; `lowered` are
    /// the debts that go with what comes back.
    pub fn charge(
        &self,
        sale: Id,
        amount: Money,
        lowered: Vec<Allocation>,
        today: NaiveDate,
        asking: Asking,
    ) -> Result<(OnAccount, Option<Id>), Refusal> {
        let approved_by = match self.refused(amount, today) {
            Some(refusal) => Some(asking.approved().map_err(|_| refusal)?),
            None => None,
        };
        let charged = (amount + lowered.iter().map(|own| own.amount).sum()).max(Money::ZERO);
        let due = if charged > Money::ZERO { self.due(amount, &lowered, today) } else { None };
        let used = self.in_favour().min(amount);
        let mut allocations = lowered;
        if used > Money::ZERO {
            allocations.push(Allocation { charge: sale, amount: used });
        }
        let charged = Some(charged).filter(|charged| *charged != amount.max(Money::ZERO));
        Ok((OnAccount { amount, charged, due, allocations }, approved_by))
    }

    /// A debt that goes over to what was taken instead has to be paid when it had to be.
    fn due(&self, amount: Money, moved: &[Allocation], today: NaiveDate) -> Option<NaiveDate> {
        let new = self.terms.as_ref().filter(|_| amount > Money::ZERO).and_then(|terms| terms.due(today));
        let own = self.open.iter().filter(|open| moved.iter().any(|own| own.charge == open.sale));
        own.filter_map(|open| open.due).chain(new).min()
    }

    /// What a payment pays: what was said, then the oldest first; the rest stays in her favour (rule 35).
    pub fn allocate(&self, amount: Money, explicit: Option<&[Allocation]>) -> Result<Vec<Allocation>, Refusal> {
        let Some(explicit) = explicit else { return Ok(oldest_first(&self.open, amount)) };
        let asked = |charge: Id| explicit.iter().filter(|own| own.charge == charge).map(|own| own.amount).sum::<Money>();
        let open = |charge: Id| self.open.iter().find(|own| own.sale == charge).map_or(Money::ZERO, |own| own.open);
        let is_wrong = |own: &Allocation| own.amount <= Money::ZERO || asked(own.charge) > open(own.charge);
        let all: Money = explicit.iter().map(|own| own.amount).sum();
        if all > amount || explicit.iter().any(is_wrong) {
            return Err(Refusal::AllocationInvalid);
        }
        let left: Vec<OpenCharge> = self.open.iter().map(|own| OpenCharge { open: own.open - asked(own.sale), ..own.clone() }).collect();
        Ok([explicit, &oldest_first(&left, amount - all)].concat())
    }
}

/// What a till knows of a payment and the customer does not.
#[derive(Debug, Clone)]
pub struct Receiving {
    pub id: Id,
    pub number: LegalNumber,
    pub customer: Id,
    pub shift: Option<Id>,
    pub till: String,
    pub business_date: NaiveDate,
    pub currency: String,
}

/// Decides a payment on account. It is paid in money, to the cent.
pub fn pay(standing: &Standing, to: Receiving, tenders: &[Tender], explicit: Option<&[Allocation]>) -> Result<AccountPaid, Refusal> {
    let amount = check_tenders(tenders, false)?;
    if amount <= Money::ZERO || !tenders.iter().all(Tender::is_money) {
        return Err(Refusal::AmountInvalid);
    }
    let Receiving { id, number, customer, shift, till, business_date, currency } = to;
    Ok(AccountPaid {
        id,
        number,
        customer,
        shift,
        till,
        business_date,
        amount,
        tenders: tenders.iter().map(|tender| paid(tender, &currency)).collect(),
        currency,
        allocations: standing.allocate(amount, explicit)?,
        balance: (standing.balance - amount).checked()?,
    })
}

impl Totals {
    /// What a terminal or a bank should say of a method: sales, what was paid on account, gift cards and deposits.
    #[must_use]
    pub fn taken_by(&self, method: &str) -> Money {
        self.taken().filter(|sum| sum.method == method).map(|sum| sum.amount).sum()
    }

    /// All that came in and went back, by method: what was a sale, and what was not.
    pub fn taken(&self) -> impl Iterator<Item = &MethodSum> {
        [&self.methods, &self.collected, &self.issued, &self.deposits].into_iter().flatten()
    }

    pub(crate) fn collect(&mut self, paid: &AccountPaid) {
        for tender in &paid.tenders {
            add_to(&mut self.collected, tender.tender.method(), 1, tender.base_amount);
        }
        self.cash.collected += cash_of(&paid.tenders, Money::ZERO);
    }

    pub(crate) fn issue(&mut self, issued: &ValueIssued) {
        for tender in &issued.tenders {
            add_to(&mut self.issued, tender.tender.method(), 1, tender.base_amount);
        }
        self.cash.issued += cash_of(&issued.tenders, Money::ZERO);
    }
}

#[cfg(test)]
#[path = "account_tests.rs"]
mod tests;
