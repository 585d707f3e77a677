//! A finished sale: what the entry `sale.completed` says. Everything that a receipt, a report or a server shows stands in it as it was computed.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use crate::account::{self, Allocation, OnAccount, Standing};
use crate::cart::{Cart, CartLine};
use crate::country::Country;
use crate::entry::Sealed;
use crate::number::LegalNumber;
use crate::points::{self, PointsMoved, PointsRules};
use crate::product::Unit;
use crate::refund::{Origin, Returned, Returns};
use crate::shift::Asking;
use crate::tax::PriceMode;
use crate::tender::{Settlement, Tender, check_tenders, settle};
use crate::ticket::{Discount, LineResult, LineTax, TaxSum, Ticket};
use crate::units::{Money, Quantity, Rate, UnitPrice};
use crate::user::Powers;
use crate::value;
use crate::{Id, Refusal};

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct SaleCompleted {
    pub id: Id,
    pub number: LegalNumber,
    pub business_date: NaiveDate,
    pub till: String,
    pub cashier: Id,
    /// Given inside the commit, like the number. None: this till does not count its drawer.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub shift: Option<Id>,
    /// Who bought it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub customer: Option<Id>,
    /// What of it went to the account, and what that settles.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub account: Option<OnAccount>,
    pub country: String,
    pub currency: String,
    pub price_mode: PriceMode,
    pub lines: Vec<SaleLine>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub discount: Option<Discount>,
    pub taxes: Vec<TaxSum>,
    pub subtotal: Money,
    pub discounts: Money,
    pub net: Money,
    pub tax: Money,
    pub total: Money,
    pub rounding: Money,
    pub tenders: Vec<PaidTender>,
    pub change: Money,
    /// Lines that were in the cart and were taken out: a fact that a supervisor may want to see.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub removed: Vec<RemovedLine>,
    /// Who allowed what a cashier may not do alone.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub approved_by: Option<Id>,
    /// The age for which the cashier looked at whoever bought.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub age_checked: Option<u8>,
    /// The offer that it took up.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub quotation: Option<Id>,
    /// What it does to the points of whoever buys, and of whose things come back.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub points: Vec<PointsMoved>,
    /// The receipts that came with what came back from sales that this till did not have: signed by a till of the shop.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub carried: Vec<String>,
    /// Reserved for the country's adapter, which fills it inside the commit.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub fiscal: Option<serde_json::Value>,
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub demo: bool,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct SaleLine {
    pub id: Id,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub product: Option<Id>,
    pub name: String,
    pub unit: Unit,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub barcode: Option<String>,
    pub quantity: Quantity,
    pub unit_price: UnitPrice,
    pub list_price: UnitPrice,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub cost: Option<UnitPrice>,
    pub tax_class: String,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub printed: Option<Money>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub discount: Option<Discount>,
    pub list: Money,
    pub line_discount: Money,
    pub ticket_discount: Money,
    pub net: Money,
    pub taxes: Vec<LineTax>,
    pub total: Money,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub note: Option<Sealed>,
    /// The note is for the shop: it is not printed.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub note_inside: bool,
    /// It came back: quantity and amounts are below zero.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub returned: Option<Returned>,
}

/// A tender as it was taken, with what it is worth in the shop's currency.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PaidTender {
    #[serde(flatten)]
    pub tender: Tender,
    pub currency: String,
    /// Millionths of the shop's currency for one unit of this one.
    pub exchange_rate: Rate,
    pub base_amount: Money,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct RemovedLine {
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub product: Option<Id>,
    pub name: String,
    pub quantity: Quantity,
    pub unit_price: UnitPrice,
}

impl From<&CartLine> for RemovedLine {
    fn from(line: &CartLine) -> Self {
        Self { product: line.product, name: line.name.clone(), quantity: line.quantity, unit_price: line.unit_price }
    }
}

/// How a sale was paid, put right while its shift is open: the same money by other methods, and no change.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct TendersCorrected {
    pub id: Id,
    pub sale: Id,
    pub shift: Id,
    pub till: String,
    pub was: Vec<PaidTender>,
    /// That was given when it was said to be paid so.
    pub change: Money,
    pub tenders: Vec<PaidTender>,
    pub approved_by: Id,
}

impl TendersCorrected {
    /// Decides whether what `sale` cost can have been paid by `tenders`. `before` is the last correction of it.
    pub fn of(
        id: Id,
        sale: &SaleCompleted,
        before: Option<&TendersCorrected>,
        tenders: &[Tender],
        approved_by: Id,
    ) -> Result<Self, Refusal> {
        let (was, change) = before.map_or((&sale.tenders, sale.change), |before| (&before.tenders, Money::ZERO));
        let is = paid_exactly(sale.total + sale.rounding, tenders, &sale.currency)?;
        if *was == is {
            return Err(Refusal::TendersSame);
        }
        if account::on_account(was) != account::on_account(&is) {
            return Err(Refusal::AccountFixed);
        }
        // what a code is worth was changed in the commit
        if value::by_value(was) != value::by_value(&is) || fixed(was) != fixed(&is) {
            return Err(Refusal::AccountFixed);
        }
        let shift = sale.shift.ok_or(Refusal::ShiftClosed)?;
        Ok(Self { id, sale: sale.id, shift, till: sale.till.clone(), was: was.clone(), change, tenders: is, approved_by })
    }
}

/// What is no money in the drawer or the bank, and was counted elsewhere in the commit.
fn fixed(tenders: &[PaidTender]) -> Vec<&PaidTender> {
    tenders.iter().filter(|paid| !paid.tender.is_money() && !paid.tender.is_account()).collect()
}

/// The amount was rounded when it was paid, if it was: it is not rounded again.
fn paid_exactly(amount: Money, tenders: &[Tender], currency: &str) -> Result<Vec<PaidTender>, Refusal> {
    let missing = amount - check_tenders(tenders, amount.is_negative())?;
    let short = missing.is_negative() == amount.is_negative();
    match missing {
        Money::ZERO => Ok(tenders.iter().map(|tender| paid(tender, currency)).collect()),
        missing if short => Err(Refusal::TenderShort { missing: missing.abs() }),
        missing => Err(Refusal::TenderExceeds { excess: missing.abs() }),
    }
}

/// Who sells, where and when: what the till knows and the cart does not.
#[derive(Debug, Clone)]
pub struct Counter {
    pub country: &'static Country,
    pub till: String,
    pub cashier: Id,
    pub powers: Powers,
    pub business_date: NaiveDate,
    pub demo: bool,
}

/// A sale that everything speaks for and that lacks only its number, which the commit gives.
#[derive(Debug, Clone)]
pub struct Ready {
    sale: SaleCompleted,
    /// The debts that go with what comes back.
    lowered: Vec<Allocation>,
    pub settlement: Settlement,
}

impl Ready {
    #[must_use]
    pub fn numbered(self, number: LegalNumber) -> SaleCompleted {
        SaleCompleted { number, ..self.sale }
    }

    /// Puts on the customer's account what is paid so, and takes off what comes back unpaid. Without an account nothing can be.
    pub fn charged(mut self, account: Option<&Standing>, asking: Asking) -> Result<Self, Refusal> {
        let amount = account::on_account(&self.sale.tenders);
        if amount == Money::ZERO && self.lowered.is_empty() {
            return Ok(self);
        }
        let standing = account.filter(|_| self.sale.customer.is_some()).ok_or(Refusal::CustomerNeeded)?;
        let (charged, approved_by) = standing.charge(self.sale.id, amount, self.lowered.clone(), self.sale.business_date, asking)?;
        self.sale.account = Some(charged);
        self.sale.approved_by = self.sale.approved_by.or(approved_by);
        Ok(self)
    }

    /// Earns and spends points, and undoes those of what comes back. `balance` is of whoever the sale is for.
    pub fn with_points(mut self, rules: Option<&PointsRules>, balance: i64, origins: &[Origin]) -> Result<Self, Refusal> {
        self.sale.points = points::moves(&self.sale, origins, rules, balance)?;
        Ok(self)
    }

    /// Cash came in, so the drawer has work to do.
    #[must_use]
    pub fn opens_drawer(&self) -> bool {
        self.sale.tenders.iter().any(|paid| paid.tender.is_cash())
    }
}

/// Decides whether `cart` can be sold for `tenders`, or what comes back in it be paid by them. `seal` closes a note before it goes where it
/// can never be erased.
pub fn complete(
    counter: &Counter,
    cart: &Cart,
    removed: &[CartLine],
    returns: &Returns<'_>,
    tenders: &[Tender],
    mut seal: impl FnMut(&str) -> Sealed,
) -> Result<Ready, Refusal> {
    if cart.lines.is_empty() {
        return Err(Refusal::EmptyCart);
    }
    let country = counter.country;
    if let Some(age) = cart.age_needed() {
        return Err(Refusal::AgeCheckNeeded { age });
    }
    let ticket = cart.check_limits(country, counter.powers)?;
    returns.check_lines(&cart.lines)?;
    let rounding_back = returns.rounding_back(&cart.lines);
    let settlement = settle(ticket.total, rounding_back, tenders, country.cash_rounding)?;
    if let Some(refusal) = settlement.refusal.clone() {
        return Err(refusal);
    }
    let lowered = returns.lowered(&cart.lines, cart.customer)?;
    returns.check_debt(&cart.lines, ticket.total + rounding_back, tenders)?;
    let approved_by = returns.allow(&cart.lines, ticket.total + rounding_back, tenders)?;
    let sale = SaleCompleted {
        rounding: settlement.rounding,
        tenders: tenders.iter().map(|tender| paid(tender, &country.currency.code)).collect(),
        change: settlement.change,
        approved_by: approved_by.or_else(|| cart.granted_by(country, counter.powers)),
        carried: returns.carried(),
        ..unpaid(counter, cart, removed, ticket, &mut seal)
    };
    Ok(Ready { sale, lowered, settlement })
}

/// What a cart would be as a sale that nobody has paid.
fn unpaid(counter: &Counter, cart: &Cart, removed: &[CartLine], ticket: Ticket, seal: &mut impl FnMut(&str) -> Sealed) -> SaleCompleted {
    let country = counter.country;
    SaleCompleted {
        id: cart.id,
        number: LegalNumber { series: String::new(), number: 0 },
        business_date: counter.business_date,
        till: counter.till.clone(),
        cashier: counter.cashier,
        shift: None,
        customer: cart.customer,
        account: None,
        country: country.code.clone(),
        currency: country.currency.code.clone(),
        price_mode: country.taxes.mode,
        lines: cart.lines.iter().zip(&ticket.lines).map(|(line, result)| sale_line(line, result, seal)).collect(),
        discount: cart.discount,
        taxes: ticket.taxes,
        subtotal: ticket.subtotal,
        discounts: ticket.discounts,
        net: ticket.net,
        tax: ticket.tax,
        total: ticket.total,
        rounding: Money::ZERO,
        tenders: Vec::new(),
        change: Money::ZERO,
        removed: removed.iter().map(RemovedLine::from).collect(),
        approved_by: None,
        age_checked: cart.minimum_age(),
        quotation: cart.quotation,
        points: Vec::new(),
        carried: Vec::new(),
        fiscal: None,
        demo: counter.demo,
    }
}

/// What is offered, at what a role may grant. What comes back cannot be offered.
pub fn offer(counter: &Counter, cart: &Cart, mut seal: impl FnMut(&str) -> Sealed) -> Result<SaleCompleted, Refusal> {
    if cart.lines.is_empty() {
        return Err(Refusal::EmptyCart);
    }
    if cart.lines.iter().any(|line| line.returned.is_some()) {
        return Err(Refusal::NotReturnable);
    }
    let ticket = cart.check_limits(counter.country, counter.powers)?;
    Ok(unpaid(counter, cart, &[], ticket, &mut seal))
}

fn sale_line(line: &CartLine, result: &LineResult, seal: &mut impl FnMut(&str) -> Sealed) -> SaleLine {
    let line = line.clone();
    let result = result.clone();
    SaleLine {
        id: line.id,
        product: line.product,
        name: line.name,
        unit: line.unit,
        barcode: line.barcode,
        quantity: line.quantity,
        unit_price: line.unit_price,
        list_price: line.list_price,
        cost: line.cost,
        tax_class: line.tax_class,
        printed: line.printed,
        discount: line.discount,
        list: result.list,
        line_discount: result.line_discount,
        ticket_discount: result.ticket_discount,
        net: result.net,
        taxes: result.taxes,
        total: result.total,
        note_inside: line.note_inside && line.note.is_some(),
        note: line.note.as_deref().map(seal),
        returned: line.returned,
    }
}

pub(crate) fn paid(tender: &Tender, currency: &str) -> PaidTender {
    PaidTender { tender: tender.clone(), currency: currency.to_owned(), exchange_rate: Rate::WHOLE, base_amount: tender.amount() }
}

#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("sale {sale}: {what}")]
pub struct Imbalance {
    pub sale: Id,
    pub what: &'static str,
}

impl SaleCompleted {
    /// The amounts of what came back in it: below zero.
    #[must_use]
    pub fn returned(&self) -> Money {
        self.lines.iter().filter(|line| line.returned.is_some()).map(|line| line.total).sum()
    }

    /// I3: lines + tax = total = payments − change. Holds for every stored sale; `verify` and the server check it again.
    pub fn check_balance(&self) -> Result<(), Imbalance> {
        let paid: Money = self.tenders.iter().map(|it| it.base_amount).sum();
        let line_totals: Money = self.lines.iter().map(|line| line.total).sum();
        let line_taxes: Money = self.lines.iter().flat_map(|line| &line.taxes).map(|tax| tax.amount).sum();
        let checks = [
            (line_totals == self.total, "the lines do not sum to the total"),
            (self.net + self.tax == self.total, "net and tax do not make the total"),
            (line_taxes == self.tax, "the taxes of the lines do not sum to the tax"),
            (self.taxes.iter().map(|tax| tax.amount).sum::<Money>() == self.tax, "the tax table does not sum to the tax"),
            (self.total + self.rounding == paid - self.change, "the payments less change are not the total"),
        ];
        match checks.into_iter().find(|(holds, _)| !holds) {
            Some((_, what)) => Err(Imbalance { sale: self.id, what }),
            None => Ok(()),
        }
    }
}

#[cfg(test)]
pub(crate) mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::cart::Offered;
    use crate::user::Role;

    pub(crate) fn counter(country: &'static Country) -> Counter {
        Counter {
            country,
            till: "A".to_owned(),
            cashier: Id::from_u128(7),
            powers: Powers::of(Role::Owner),
            business_date: "2026-11-22".parse().unwrap(),
            demo: false,
        }
    }

    pub(crate) fn seal(_: &str) -> Sealed {
        Sealed { key: "k".to_owned(), text: "x".to_owned() }
    }

    pub(crate) fn any_cart() -> impl Strategy<Value = (Cart, &'static Country)> {
        let line = (0_i64..5_000_000, 1_i64..20, 0_usize..4, 0_i64..=300_000);
        (0..Country::all().len(), prop::collection::vec(line, 1..12), 0_i64..=500_000).prop_map(|(country, lines, off)| {
            let country = &Country::all()[country];
            let mut cart = Cart::empty(Id::from_u128(1));
            for (index, (price, pieces, class, discount)) in lines.into_iter().enumerate() {
                let id = Id::from_u128(index as u128 + 10);
                let tax_class = country.tax_classes[class.min(country.tax_classes.len() - 1)].code.clone();
                let offered = Offered {
                    product: Some(id),
                    name: "Leche".to_owned(),
                    unit: Unit::Piece,
                    barcode: None,
                    price: UnitPrice::of(price),
                    cost: None,
                    tax_class,
                    ..Offered::default()
                };
                let at = cart.add(id, offered, Quantity::of(pieces * 1000)).unwrap();
                cart.lines[at].discount = (discount > 0).then_some(Discount::Rate { rate: Rate::of(discount) });
            }
            cart.discount = Some(Discount::Rate { rate: Rate::of(off) });
            (cart, country)
        })
    }

    #[test]
    fn an_empty_cart_is_not_a_sale() {
        let country = Country::find("MX").unwrap();
        let refused = complete(&counter(country), &Cart::empty(Id::nil()), &[], &Returns::none(), &[], seal).unwrap_err();
        assert_eq!(refused, Refusal::EmptyCart);
    }

    proptest! {
        /// I3 for any ticket of any country, and the whole entry survives JSON.
        #[test]
        fn any_sale_balances_and_survives_json((cart, country) in any_cart(), by_card in 0_i64..1_000_000, extra in 0_i64..10_000) {
            let total = cart.ticket(country).unwrap().total;
            let by_card = Money::of(by_card.min(total.get()));
            let text = String::new;
            let mut tenders = Vec::new();
            if by_card > Money::ZERO {
                tenders.push(Tender::Card { amount: by_card, reference: text(), brand: text(), last_four: text(), authorisation: text() });
            }
            if by_card < total {
                tenders.push(Tender::Cash { amount: country.cash_rounding.apply(total - by_card) + Money::of(extra) });
            }
            let sale = complete(&counter(country), &cart, &[], &Returns::none(), &tenders, seal).unwrap().numbered(LegalNumber { series: "A".to_owned(), number: 1 });
            prop_assert_eq!(sale.check_balance(), Ok(()));
            let text = serde_json::to_string(&sale).unwrap();
            prop_assert_eq!(serde_json::from_str::<SaleCompleted>(&text).unwrap(), sale);
        }
    }
}
