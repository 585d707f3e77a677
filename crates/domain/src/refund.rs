//! What comes back. A return is a line below zero in a ticket: alone it is a refund, beside new goods an exchange, and only the difference is paid.
//! It is worth exactly what was paid for it: its share of the line that stands in the sale, of which the last unit takes the remainder.

use std::collections::BTreeMap;

use rust_decimal::Decimal;
use serde::{Deserialize, Serialize};
use ts_rs::TS;

use crate::account::{Allocation, OnAccount};
use crate::cart::CartLine;
use crate::cash_rules::CashRules;
use crate::country::Country;
use crate::number::LegalNumber;
use crate::product::check_quantity;
use crate::sale::{SaleCompleted, SaleLine};
use crate::shift::Asking;
use crate::tax::{PriceMode, Tax};
use crate::tender::Tender;
use crate::ticket::{LineResult, LineTax};
use crate::units::{Money, Quantity, round};
use crate::user::{Powers, Role};
use crate::{Id, Refusal};

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum ReturnReason {
    Damaged,
    Expired,
    WrongProduct,
    ChangedMind,
    /// The line's note says what.
    Other,
}

/// The line of a sale that a return belongs to (rule 13).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ReturnOf {
    pub sale: Id,
    pub line: Id,
    /// As it stands on the receipt, so that paper can name it.
    pub number: LegalNumber,
}

/// Why a line came back, and whether it can be sold again.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Returned {
    /// None: it came without its receipt, and a supervisor allowed it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub of: Option<ReturnOf>,
    pub reason: ReturnReason,
    pub restock: bool,
}

/// What a line of the cart gives back: computed when it was added, for as many as had come back before.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Share {
    pub before: Quantity,
    pub result: LineResult,
}

/// A sale from which something comes back, as it is now: how it was paid, and the documents that took something back before.
#[derive(Debug, Clone)]
pub struct Origin {
    pub sale: SaleCompleted,
    pub refunds: Vec<SaleCompleted>,
    /// What of it is still owed on account.
    pub open: Money,
    /// The receipt that says so, where the sale is not known here.
    pub carried: Option<String>,
}

impl Returned {
    fn is_of(&self, sale: Id) -> bool {
        self.of.as_ref().is_some_and(|of| of.sale == sale)
    }
}

impl Origin {
    fn line(&self, line: Id) -> Result<&SaleLine, Refusal> {
        // what came back once was a return itself, and is none of the shop's any more
        self.sale.lines.iter().find(|own| own.id == line && own.returned.is_none()).ok_or(Refusal::NotReturnable)
    }

    /// How much of a line came back before.
    #[must_use]
    pub fn returned(&self, line: Id) -> Quantity {
        let is_of = |own: &&SaleLine| {
            own.returned.as_ref().and_then(|it| it.of.as_ref()).is_some_and(|of| of.sale == self.sale.id && of.line == line)
        };
        -self.refunds.iter().flat_map(|refund| &refund.lines).filter(is_of).map(|own| own.quantity).sum::<Quantity>()
    }

    /// More of a line came back than was sold: no till could know, both stand, and a person has to hear of it.
    #[must_use]
    pub fn is_beyond(&self) -> bool {
        self.sale.lines.iter().filter(|line| line.returned.is_none()).any(|line| self.returned(line.id) > line.quantity)
    }

    pub fn left(&self, line: Id) -> Result<Quantity, Refusal> {
        Ok((self.line(line)?.quantity - self.returned(line)).max(Quantity::ZERO))
    }

    /// A line of the cart that takes `quantity` of `line` back.
    pub fn take_back(&self, id: Id, line: Id, quantity: Quantity, reason: ReturnReason, restock: bool) -> Result<CartLine, Refusal> {
        let sold = self.line(line)?;
        check_quantity(quantity, sold.unit)?;
        let left = self.left(line)?;
        if quantity > left {
            return Err(Refusal::ReturnTooMuch { left });
        }
        let before = self.returned(line);
        let of = ReturnOf { sale: self.sale.id, line, number: self.sale.number.clone() };
        Ok(CartLine {
            id,
            product: sold.product,
            name: sold.name.clone(),
            unit: sold.unit,
            barcode: sold.barcode.clone(),
            quantity: -quantity,
            unit_price: sold.unit_price,
            list_price: sold.list_price,
            cost: sold.cost,
            tax_class: sold.tax_class.clone(),
            printed: None,
            discount: None,
            note: None,
            note_inside: false,
            returned: Some(Returned { of: Some(of), reason, restock }),
            share: Some(Share { before, result: share(sold, self.sale.price_mode, before, quantity)? }),
            receipt: self.carried.clone(),
            minimum_age: None,
            warning: String::new(),
            quoted: false,
        })
    }

    /// What was paid by each method, less what was given back by it: more is not given back so without a supervisor.
    #[must_use]
    pub fn caps(&self) -> BTreeMap<&'static str, Money> {
        let on_account = self.left_on_account();
        let mut caps = BTreeMap::from([("account", on_account)]);
        let mut add = |tender: &Tender, amount: Money| *caps.entry(tender.came_by()).or_insert(Money::ZERO) += amount;
        let mut change = self.sale.change;
        for paid in self.sale.tenders.iter().filter(|paid| !paid.tender.is_account()) {
            let back = if paid.tender.is_cash() { change.min(paid.base_amount) } else { Money::ZERO };
            change = change - back;
            add(&paid.tender, paid.base_amount - back);
        }
        let given_back = self.refunds.iter().filter(|refund| refund.total.is_negative()).flat_map(|refund| &refund.tenders);
        given_back.filter(|paid| !paid.tender.is_account()).for_each(|paid| add(&paid.tender, paid.base_amount));
        // what was on account and has been paid since can be given back in cash
        *caps.entry("cash").or_insert(Money::ZERO) += (on_account - self.open).max(Money::ZERO);
        caps
    }

    /// What the sale put on account, less what came back of it unpaid.
    fn left_on_account(&self) -> Money {
        let lowered = self.refunds.iter().filter_map(|refund| refund.account.as_ref()).flat_map(|account| &account.allocations);
        let lowered: Money = lowered.filter(|own| own.charge == self.sale.id).map(|own| own.amount).sum();
        self.sale.account.as_ref().map_or(Money::ZERO, OnAccount::charge) - lowered
    }

    /// Whether, with these lines, all of the sale has come back.
    fn is_whole_with(&self, lines: &[CartLine]) -> bool {
        let now = |line: Id| lines.iter().filter(|own| own.comes_from(self.sale.id, line)).map(|own| -own.quantity).sum::<Quantity>();
        let mut sold = self.sale.lines.iter().filter(|own| own.returned.is_none());
        sold.all(|own| self.returned(own.id) + now(own.id) == own.quantity)
    }

    /// What the shop still has of what was paid for what it sold.
    fn kept(&self) -> Money {
        let sold = own_worth(&self.sale, |line| line.returned.is_none());
        let is_own = |line: &SaleLine| line.returned.as_ref().is_some_and(|it| it.is_of(self.sale.id));
        sold + self.refunds.iter().map(|refund| own_worth(refund, is_own)).sum::<Money>()
    }

    /// Rule 8: with the last of it goes all that is kept, so that a sale that was rounded comes back as it was paid. Before that, never more than
    /// is kept: coins that rounded in the customer's favour are not given back twice.
    fn rounding_back(&self, lines: &[CartLine]) -> Money {
        self.due(lines) - self.price(lines)
    }

    /// What the lines that come back were sold for, below zero.
    fn price(&self, lines: &[CartLine]) -> Money {
        let is_own = |line: &&CartLine| line.returned.as_ref().is_some_and(|it| it.is_of(self.sale.id));
        lines.iter().filter(is_own).filter_map(|line| line.share.as_ref()).map(|share| share.result.total).sum()
    }

    /// What they give back, below zero.
    fn due(&self, lines: &[CartLine]) -> Money {
        if self.is_whole_with(lines) { -self.kept() } else { self.price(lines).max(-self.kept()) }
    }

    /// What of the lines that come back is still owed.
    fn unpaid(&self, lines: &[CartLine]) -> Money {
        self.open.min(-self.due(lines)).max(Money::ZERO)
    }
}

/// What some lines of a document were worth, with its rounding where they are all of it: what rounding did in an exchange belongs to the exchange.
fn own_worth(document: &SaleCompleted, is_own: impl Fn(&SaleLine) -> bool) -> Money {
    let own: Money = document.lines.iter().filter(|line| is_own(line)).map(|line| line.total).sum();
    own + if document.lines.iter().all(is_own) { document.rounding } else { Money::ZERO }
}

/// What was paid for the units after the first `before`, up to `quantity` of them, below zero (rule 9). Each figure of the line is shared by
/// itself, from its beginning, so that all shares together are the line, in whatever parts it comes back.
fn share(line: &SaleLine, mode: PriceMode, before: Quantity, quantity: Quantity) -> Result<LineResult, Refusal> {
    let part = |amount: Money| -> Result<Money, Refusal> { Ok(upto(amount, before, line)? - upto(amount, before + quantity, line)?) };
    let taxes = line.taxes.iter().map(|tax| part(tax.amount)).collect::<Result<Vec<_>, _>>()?;
    let tax: Money = taxes.iter().copied().sum();
    let (net, total) = match mode {
        PriceMode::Inclusive => (part(line.total)? - tax, part(line.total)?),
        PriceMode::Exclusive => (part(line.net)?, part(line.net)? + tax),
    };
    let face = if mode == PriceMode::Inclusive { total } else { net };
    let (list, after_line) = (part(line.list)?, part(line.list - line.line_discount)?);
    let base = |tax: &LineTax| if tax.base == line.net { Ok(net) } else { part(tax.base) };
    let taxes =
        line.taxes.iter().zip(taxes).map(|(tax, amount)| Ok(LineTax { code: tax.code.clone(), rate: tax.rate, base: base(tax)?, amount }));
    Ok(LineResult {
        list,
        line_discount: list - after_line,
        promotion: Money::ZERO,
        ticket_discount: after_line - face,
        net,
        taxes: taxes.collect::<Result<_, Refusal>>()?,
        total,
    })
}

/// The part of `amount` that the first `quantity` of the line make.
fn upto(amount: Money, quantity: Quantity, line: &SaleLine) -> Result<Money, Refusal> {
    let exact = Decimal::from(amount.get()) * Decimal::from(quantity.get()) / Decimal::from(line.quantity.get().max(1));
    Ok(Money::new(round(exact)?)?)
}

/// The taxes of a line as they were then: rates may have changed since.
#[must_use]
pub fn taxes_then(result: &LineResult) -> Vec<Tax> {
    let tax = |tax: &LineTax| Tax { code: tax.code.clone(), rate: tax.rate, on_previous: tax.base != result.net };
    result.taxes.iter().map(tax).collect()
}

/// A thing that comes back without its receipt: at no more than what it costs today, and by whoever may allow it.
pub fn without_receipt(sold: CartLine, quantity: Quantity, reason: ReturnReason, restock: bool) -> Result<CartLine, Refusal> {
    check_quantity(quantity, sold.unit)?;
    if sold.unit_price > sold.list_price {
        return Err(Refusal::PriceInvalid);
    }
    let returned = Some(Returned { of: None, reason, restock });
    // what a scale printed is given back as it was printed; a discount on it would be given a second time
    Ok(CartLine { quantity: -quantity, printed: sold.printed.map(std::ops::Neg::neg), discount: None, returned, ..sold })
}

/// What the owner allows where something comes back, and what it comes from.
#[derive(Debug, Clone, Copy)]
pub struct Returns<'a> {
    pub origins: &'a [Origin],
    pub rules: &'a CashRules,
    pub asking: Asking,
    pub business_date: chrono::NaiveDate,
}

/// Of a ticket in which nothing comes back.
const NOTHING: CashRules = CashRules {
    blind: false,
    difference_limit: None,
    cash_out_limit: None,
    refund_limit: None,
    return_days: None,
    elsewhere_limit: None,
    deposit_percent: None,
};

impl Returns<'_> {
    /// Nothing comes back.
    #[must_use]
    pub fn none() -> Self {
        let asking = Asking { user: Id::nil(), powers: Powers::of(Role::Cashier), approved_by: None };
        Self { origins: &[], rules: &NOTHING, asking, business_date: chrono::NaiveDate::MIN }
    }

    /// What rounding gives back with these lines.
    #[must_use]
    pub fn rounding_back(&self, lines: &[CartLine]) -> Money {
        self.origins.iter().map(|origin| origin.rounding_back(lines)).sum()
    }

    /// Refused where more came back meanwhile than when the lines were added.
    pub fn check_lines(&self, lines: &[CartLine]) -> Result<(), Refusal> {
        let is_mute = |line: &CartLine| line.reason() == Some(ReturnReason::Other) && line.note.is_none();
        lines.iter().try_for_each(|line| self.stands(line))?;
        if lines.iter().any(is_mute) { Err(Refusal::ReasonNeeded) } else { Ok(()) }
    }

    /// The debts that go with what comes back (rule 11). In an exchange they become debts of what is taken instead.
    pub fn lowered(&self, lines: &[CartLine], customer: Option<Id>) -> Result<Vec<Allocation>, Refusal> {
        let unpaid = self.origins.iter().map(|origin| (&origin.sale, origin.unpaid(lines))).filter(|(_, unpaid)| *unpaid > Money::ZERO);
        let of = |(sale, amount): (&SaleCompleted, Money)| {
            if sale.customer == customer { Ok(Allocation { charge: sale.id, amount }) } else { Err(Refusal::OtherCustomer) }
        };
        unpaid.map(of).collect()
    }

    /// Rule 11: what comes back and is not paid lowers the debt, and only the rest is given back in money.
    pub fn check_debt(&self, lines: &[CartLine], due: Money, tenders: &[Tender]) -> Result<(), Refusal> {
        let owed = unpaid(self.origins, lines).min(-due).max(Money::ZERO);
        let lowered: Money = tenders.iter().filter(|tender| tender.is_account()).map(|tender| -tender.amount()).sum();
        if due.is_negative() && lowered < owed { Err(Refusal::DebtFirst { open: owed }) } else { Ok(()) }
    }

    /// Who allows it, where somebody has to.
    pub fn allow(&self, lines: &[CartLine], due: Money, tenders: &[Tender]) -> Result<Option<Id>, Refusal> {
        let mut back = lines.iter().filter(|line| line.returned.is_some()).peekable();
        if back.peek().is_none() {
            return Ok(None);
        }
        if back.any(|line| line.share.is_none()) || self.is_late() || self.is_otherwise(tenders) {
            return self.asking.approved().map(Some);
        }
        let elsewhere = self.asking.grant(self.sold_elsewhere(lines), Some(self.rules.elsewhere_limit.unwrap_or_default()))?;
        let limit = self.asking.powers.refund_limit.or(self.rules.refund_limit);
        Ok(self.asking.grant(due.min(Money::ZERO), limit)?.or(elsewhere))
    }

    /// What comes back of sales that are known here only by their receipts.
    fn sold_elsewhere(&self, lines: &[CartLine]) -> Money {
        self.origins.iter().filter(|origin| origin.carried.is_some()).map(|origin| origin.price(lines)).sum()
    }

    pub(crate) fn carried(&self) -> Vec<String> {
        self.origins.iter().filter_map(|origin| origin.carried.clone()).collect()
    }

    fn stands(&self, line: &CartLine) -> Result<(), Refusal> {
        let Some(of) = line.returned.as_ref().and_then(|it| it.of.as_ref()) else { return Ok(()) };
        let origin = self.origins.iter().find(|origin| origin.sale.id == of.sale).ok_or(Refusal::NotReturnable)?;
        let before = line.share.as_ref().map(|share| share.before);
        if before == Some(origin.returned(of.line)) { Ok(()) } else { Err(Refusal::ReturnChanged) }
    }

    fn is_late(&self) -> bool {
        let days = |origin: &Origin| (self.business_date - origin.sale.business_date).num_days();
        self.rules.return_days.is_some_and(|most| self.origins.iter().any(|origin| days(origin) > most))
    }

    /// More by a method than was paid by it: money that came by card goes out in cash.
    fn is_otherwise(&self, tenders: &[Tender]) -> bool {
        let caps: Vec<_> = self.origins.iter().map(Origin::caps).collect();
        let cap = |method: &str| caps.iter().filter_map(|caps| caps.get(method)).map(|cap| (*cap).max(Money::ZERO)).sum::<Money>();
        let mut back: BTreeMap<&str, Money> = BTreeMap::new();
        // store credit takes no money out
        for tender in tenders.iter().filter(|tender| tender.amount().is_negative() && !tender.is_value()) {
            *back.entry(tender.method()).or_insert(Money::ZERO) += -tender.amount();
        }
        back.into_iter().any(|(method, amount)| amount > cap(method))
    }
}

/// What of a sale can still come back, for whoever chooses.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Left {
    pub line: Id,
    pub quantity: Quantity,
    /// What all of it is worth now.
    pub amount: Money,
}

impl Origin {
    pub fn all_left(&self) -> Result<Vec<Left>, Refusal> {
        let sold = self.sale.lines.iter().filter(|line| line.returned.is_none());
        sold.map(|line| {
            let quantity = self.left(line.id)?;
            let before = self.returned(line.id);
            let amount = if quantity > Quantity::ZERO { -share(line, self.sale.price_mode, before, quantity)?.total } else { Money::ZERO };
            Ok(Left { line: line.id, quantity, amount })
        })
        .collect()
    }
}

fn unpaid(origins: &[Origin], lines: &[CartLine]) -> Money {
    origins.iter().map(|origin| origin.unpaid(lines)).sum()
}

/// How a refund is proposed to be paid: as it came, and the rest in cash. `due` is below zero.
#[must_use]
pub fn proposed(due: Money, lines: &[CartLine], origins: &[Origin], country: &Country) -> Vec<(&'static str, Money)> {
    let lowered = due.max(-unpaid(origins, lines)).min(Money::ZERO);
    let mut rest = due - lowered;
    let mut proposed = Vec::new();
    if lowered.is_negative() {
        proposed.push(("account", lowered));
    }
    for method in ["points", "value", "card", "transfer"] {
        // no more by card than what came back of what was paid by card
        let cap = |origin: &Origin| origin.caps().get(method).copied().unwrap_or_default().min(-origin.due(lines)).max(Money::ZERO);
        let amount = rest.max(-origins.iter().map(cap).sum::<Money>());
        if amount.is_negative() {
            proposed.push((method, amount));
            rest = rest - amount;
        }
    }
    // also where no coin is so small: nothing goes out, and that is said
    if rest.is_negative() {
        proposed.push(("cash", country.cash_rounding.apply(rest)));
    }
    proposed
}

#[cfg(test)]
#[path = "refund_tests.rs"]
mod tests;
