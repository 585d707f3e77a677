//! A shift: from the count that opens a till's drawer to the count that closes it, and the report (Z) that closing leaves for ever.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use ts_rs::TS;

use crate::cash_rules::CashRules;
use crate::currency::Currency;
use crate::entry::{Fact, Sealed};
use crate::number::LegalNumber;
use crate::sale::{PaidTender, SaleCompleted, TendersCorrected};
use crate::ticket::TaxSum;
use crate::units::Money;
use crate::user::{Permission, Powers};
use crate::{Id, Refusal};

/// So many pieces of one note or coin.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct Pieces {
    pub value: Money,
    pub pieces: i64,
}

/// What somebody counted in the drawer.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct CashCount {
    pub total: Money,
    /// By note and coin, where it was counted so.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub pieces: Vec<Pieces>,
}

/// Nobody holds more of one note in a drawer.
const MOST_PIECES: i64 = 100_000;

impl CashCount {
    /// Any count is accepted (rule 28) that a drawer can hold: `loose` is what was typed as an amount, without saying in which pieces.
    pub fn of(pieces: &[Pieces], loose: Money, currency: &Currency) -> Result<Self, Refusal> {
        let is_known = |it: &Pieces| currency.denominations.iter().any(|denomination| denomination.value == it.value);
        let is_countable = |it: &Pieces| (0..=MOST_PIECES).contains(&it.pieces) && is_known(it);
        if loose.is_negative() || pieces.len() > currency.denominations.len() || !pieces.iter().all(is_countable) {
            return Err(Refusal::CountInvalid);
        }
        let of_pieces = pieces.iter().map(|it| Money::new(it.value.get().saturating_mul(it.pieces))).sum::<Result<Money, _>>()?;
        let pieces = pieces.iter().copied().filter(|it| it.pieces > 0).collect();
        Ok(Self { total: (of_pieces + loose).checked()?, pieces })
    }
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ShiftOpened {
    pub shift: Id,
    pub till: String,
    pub business_date: NaiveDate,
    /// What the count before it left in the drawer.
    pub expected: Money,
    pub count: CashCount,
}

impl ShiftOpened {
    /// A fact of its own: it happened before this shift, and belongs to none (rule 27).
    #[must_use]
    pub fn difference(&self) -> Money {
        self.count.total - self.expected
    }
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum CashDirection {
    In,
    Out,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum CashReason {
    /// Coins and small notes to give change with.
    Change,
    /// To the safe or the bank.
    Safe,
    Supplier,
    Expense,
    Other,
}

/// Cash that went in or out of the drawer without a sale.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct CashMoved {
    pub id: Id,
    pub shift: Id,
    pub till: String,
    pub direction: CashDirection,
    pub reason: CashReason,
    pub amount: Money,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub note: Option<Sealed>,
    /// Who was paid, and the number of the invoice that was paid.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub supplier: Option<Sealed>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub invoice: Option<Sealed>,
    /// Who granted what the rules do not let her do alone.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub approved_by: Option<Id>,
}

/// The drawer was opened and nothing was sold.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct DrawerOpened {
    #[serde(default, skip_serializing_if = "Id::is_nil")]
    pub id: Id,
    pub shift: Id,
    pub till: String,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub note: Option<Sealed>,
}

/// What a terminal or a bank says of a method that is not cash.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct Checked {
    pub method: String,
    pub amount: Money,
}

/// A count before the closing. The first one stays for ever, whatever is counted after it (rule 28).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ShiftCounted {
    #[serde(default, skip_serializing_if = "Id::is_nil")]
    pub id: Id,
    pub shift: Id,
    pub till: String,
    pub count: CashCount,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub checked: Vec<Checked>,
    /// What should have been there at that moment.
    pub expected: Money,
    /// She did not see what was expected when she counted.
    pub blind: bool,
}

impl ShiftCounted {
    #[must_use]
    pub fn difference(&self) -> Money {
        self.count.total - self.expected
    }
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ShiftClosed {
    pub report: Report,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub note: Option<Sealed>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub approved_by: Option<Id>,
}

/// What came in by one method.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct MethodSum {
    pub method: String,
    pub count: i64,
    pub amount: Money,
}

#[expect(clippy::trivially_copy_pass_by_ref, reason = "serde asks so")]
fn is_zero(amount: &Money) -> bool {
    *amount == Money::ZERO
}

/// Where the cash of a shift came from and went. Expected is this and nothing else (rule 27).
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct CashSums {
    pub opening: Money,
    /// Taken for sales, less the change that was given.
    pub sales: Money,
    /// Given back for what was returned.
    #[serde(default, skip_serializing_if = "is_zero")]
    pub refunds: Money,
    /// Debts that were paid in cash.
    #[serde(default, skip_serializing_if = "is_zero")]
    pub collected: Money,
    /// Gift cards that were paid in cash.
    #[serde(default, skip_serializing_if = "is_zero")]
    pub issued: Money,
    /// Deposits that were left in cash, less those that went back.
    #[serde(default, skip_serializing_if = "is_zero")]
    pub deposits: Money,
    pub paid_in: Money,
    pub paid_out: Money,
}

impl CashSums {
    #[must_use]
    pub fn expected(&self) -> Money {
        self.opening + self.sales - self.refunds + self.collected + self.issued + self.deposits + self.paid_in - self.paid_out
    }
}

/// All that happened in a shift so far, summed from its entries.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Totals {
    pub sales: i64,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub first: Option<LegalNumber>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub last: Option<LegalNumber>,
    pub total: Money,
    pub net: Money,
    pub tax: Money,
    pub discounts: Money,
    pub rounding: Money,
    /// What came back, in tickets of its own and in exchanges: below zero, and within the total.
    #[serde(default, skip_serializing_if = "is_zero")]
    pub returned: Money,
    pub taxes: Vec<TaxSum>,
    pub methods: Vec<MethodSum>,
    /// What was paid on account, which is no sale, by method.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub collected: Vec<MethodSum>,
    /// What gift cards were sold for, which is no sale, by method.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub issued: Vec<MethodSum>,
    /// What was left for orders less what went back, which is no sale, by method.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub deposits: Vec<MethodSum>,
    pub cash: CashSums,
    /// Times that the drawer was opened without a sale.
    pub openings: i64,
    /// Lines that were taken out of tickets before they were paid.
    pub removed_lines: i64,
}

impl Totals {
    /// Facts of other shifts are not this one's business: whoever adds has chosen by shift (rule 26).
    pub fn add(&mut self, fact: &Fact) {
        match fact {
            Fact::ShiftOpened(opened) => self.cash.opening += opened.count.total,
            Fact::SaleCompleted(sale) => self.add_sale(sale),
            Fact::CashMoved(moved) => match moved.direction {
                CashDirection::In => self.cash.paid_in += moved.amount,
                CashDirection::Out => self.cash.paid_out += moved.amount,
            },
            Fact::TendersCorrected(corrected) => self.correct(corrected),
            Fact::AccountPaid(paid) => self.collect(paid),
            Fact::ValueIssued(issued) => self.issue(issued),
            Fact::DepositTaken(taken) => self.hold(taken),
            Fact::OrderCancelled(cancelled) => self.give_back(cancelled),
            Fact::DrawerOpened(_) => self.openings += 1,
            _ => {}
        }
    }

    /// The same money by other methods: no sale more, and none less.
    fn correct(&mut self, corrected: &TendersCorrected) {
        for paid in &corrected.was {
            self.add_method(paid.tender.method(), -1, -paid.base_amount);
        }
        self.take_change(-corrected.change);
        for paid in &corrected.tenders {
            self.add_method(paid.tender.method(), 1, paid.base_amount);
        }
        self.methods.retain(|own| own.count != 0 || own.amount != Money::ZERO);
        self.take_cash(cash_of(&corrected.tenders, Money::ZERO));
        let was = cash_of(&corrected.was, corrected.change);
        if was.is_negative() {
            self.cash.refunds += was;
        } else {
            self.cash.sales += -was;
        }
    }

    fn add_sale(&mut self, sale: &SaleCompleted) {
        self.sales += 1;
        self.first.get_or_insert_with(|| sale.number.clone());
        self.last = Some(sale.number.clone());
        self.total += sale.total;
        self.net += sale.net;
        self.tax += sale.tax;
        self.discounts += sale.discounts;
        self.rounding += sale.rounding;
        self.returned += sale.returned();
        self.removed_lines += i64::try_from(sale.removed.len()).unwrap_or(i64::MAX);
        sale.taxes.iter().for_each(|tax| self.add_tax(tax));
        for paid in &sale.tenders {
            self.add_method(paid.tender.method(), 1, paid.base_amount);
        }
        self.take_cash(cash_of(&sale.tenders, sale.change));
        self.take_change(sale.change);
    }

    fn take_cash(&mut self, cash: Money) {
        if cash.is_negative() {
            self.cash.refunds += -cash;
        } else {
            self.cash.sales += cash;
        }
    }

    fn add_tax(&mut self, tax: &TaxSum) {
        match self.taxes.iter_mut().find(|own| own.code == tax.code && own.rate == tax.rate) {
            Some(own) => {
                own.base += tax.base;
                own.amount += tax.amount;
            }
            None => self.taxes.push(tax.clone()),
        }
    }

    fn add_method(&mut self, method: &str, count: i64, amount: Money) {
        add_to(&mut self.methods, method, count, amount);
    }

    /// Change is cash that went back: no method has earned it.
    fn take_change(&mut self, change: Money) {
        if let Some(cash) = self.methods.iter_mut().find(|own| own.method == "cash") {
            cash.amount += -change;
        }
    }
}

pub(crate) fn add_to(sums: &mut Vec<MethodSum>, method: &str, count: i64, amount: Money) {
    match sums.iter_mut().find(|own| own.method == method) {
        Some(own) => {
            own.count += count;
            own.amount += amount;
        }
        None => sums.push(MethodSum { method: method.to_owned(), count, amount }),
    }
}

/// What went into the drawer: cash taken less change given.
#[must_use]
pub fn cash_of(tenders: &[PaidTender], change: Money) -> Money {
    tenders.iter().filter(|paid| paid.tender.is_cash()).map(|paid| paid.base_amount).sum::<Money>() - change
}

/// The Z report: a snapshot that is stored, numbered per till and series, and never computed again (rule 29).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Report {
    pub shift: Id,
    pub number: LegalNumber,
    pub till: String,
    pub business_date: NaiveDate,
    pub opened_at_ms: i64,
    pub opened_by: Id,
    /// What the count at its opening was, and should have been.
    pub opening_expected: Money,
    pub totals: Totals,
    pub count: CashCount,
    pub checked: Vec<Checked>,
    pub expected: Money,
    pub difference: Money,
    /// Of the first count: it stays, whatever was counted afterwards.
    pub first_difference: Money,
    pub counts: i64,
    pub blind: bool,
    /// Of all Z reports of this till, this one too.
    pub perpetual: Money,
    /// How the journal stood before this report: hex.
    pub head: String,
}

/// A shift that is open: how it began, and what was counted so far.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OpenShift {
    pub opened: ShiftOpened,
    pub opened_at_ms: i64,
    pub opened_by: Id,
    pub counts: Vec<ShiftCounted>,
    pub totals: Totals,
}

impl OpenShift {
    /// What is expected is hidden from whoever counts blind, until she has counted it. The owner made the rule and may look.
    #[must_use]
    pub fn is_hidden(&self, rules: &CashRules, powers: Powers) -> bool {
        rules.blind && !powers.may(Permission::EditSettings) && !self.is_counted()
    }

    /// Nothing went through the drawer since the last count.
    #[must_use]
    pub fn is_counted(&self) -> bool {
        self.counts.last().is_some_and(|last| last.expected == self.totals.cash.expected())
    }

    /// The largest of what the first and the last count miss: a figure that was shown can be counted to the cent.
    #[must_use]
    pub fn worst_difference(&self) -> Money {
        let ends = [self.counts.first(), self.counts.last()];
        ends.into_iter().flatten().map(|count| count.difference().abs()).max().unwrap_or(Money::ZERO)
    }

    /// A supervisor has to grant the closing.
    #[must_use]
    pub fn needs_approval(&self, rules: &CashRules, powers: Powers) -> bool {
        !powers.may(Permission::Approve) && rules.difference_limit.is_some_and(|limit| self.worst_difference() > limit)
    }
}

/// Who asks, and who grants it where that is somebody else.
#[derive(Debug, Clone, Copy)]
pub struct Asking {
    pub user: Id,
    pub powers: Powers,
    pub approved_by: Option<Id>,
}

impl Asking {
    /// What nobody does alone who may not grant it.
    pub fn approved(self) -> Result<Id, Refusal> {
        let own = self.powers.may(Permission::Approve).then_some(self.user);
        self.approved_by.or(own).ok_or(Refusal::SupervisorNeeded)
    }

    /// Whether an amount is within what she may do alone. Whoever may grant it grants it to herself.
    pub fn grant(self, amount: Money, limit: Option<Money>) -> Result<Option<Id>, Refusal> {
        match limit {
            Some(limit) if amount.abs() > limit => self.approved().map(Some).map_err(|_| Refusal::ApprovalNeeded { limit }),
            _ => Ok(None),
        }
    }
}

/// What one moves in or out, before it is written.
#[derive(Debug, Clone, Copy)]
pub struct Moving {
    pub direction: CashDirection,
    pub amount: Money,
}

impl Moving {
    /// Who approved it, where that was needed. What the drawer should hold is not asked: whoever counts blind could find it out by trying.
    pub fn check(self, rules: &CashRules, asking: Asking) -> Result<Option<Id>, Refusal> {
        if self.amount <= Money::ZERO {
            return Err(Refusal::AmountInvalid);
        }
        if self.direction == CashDirection::In {
            return Ok(None);
        }
        asking.grant(self.amount, rules.cash_out_limit)
    }
}

/// What the till knows when a shift is closed and the shift does not.
#[derive(Debug, Clone)]
pub struct Closing {
    pub number: LegalNumber,
    pub business_date: NaiveDate,
    /// Of the Z reports before.
    pub perpetual: Money,
    pub head: String,
}

/// Closes with the last count. Answers the report, and who approved it where that was needed.
pub fn close(shift: &OpenShift, closing: Closing, rules: &CashRules, asking: Asking) -> Result<(Report, Option<Id>), Refusal> {
    let (Some(first), Some(last)) = (shift.counts.first(), shift.counts.last()) else { return Err(Refusal::NotCounted) };
    let expected = shift.totals.cash.expected().checked()?;
    if !shift.is_counted() {
        return Err(Refusal::CountOutdated);
    }
    let approved_by = asking.grant(shift.worst_difference(), rules.difference_limit)?;
    let OpenShift { opened, totals, .. } = shift;
    let report = Report {
        shift: opened.shift,
        number: closing.number,
        till: opened.till.clone(),
        business_date: closing.business_date,
        opened_at_ms: shift.opened_at_ms,
        opened_by: shift.opened_by,
        opening_expected: opened.expected,
        totals: totals.clone(),
        count: last.count.clone(),
        checked: last.checked.clone(),
        expected,
        difference: last.difference(),
        first_difference: first.difference(),
        counts: i64::try_from(shift.counts.len()).unwrap_or(i64::MAX),
        blind: first.blind,
        perpetual: (closing.perpetual + totals.total).checked()?,
        head: closing.head,
    };
    Ok((report, approved_by))
}

#[cfg(test)]
#[path = "shift_tests.rs"]
pub(crate) mod tests;
