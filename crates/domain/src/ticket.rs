//! The one engine that computes a ticket. Screen, receipt, report and server show its stored result and never compute it again.
//!
//! A line's *face* is what its price mode calls the truth: the gross with tax-inclusive prices, the net with tax-exclusive ones.
//! Discounts lower the face in a fixed order (line rate, line amount, promotion, share of the ticket's); then taxes are split from it or put on it.

use rust_decimal::Decimal;
use serde::{Deserialize, Serialize};
use ts_rs::TS;

use crate::Refusal;
use crate::remainder::{in_proportion, spread};
use crate::tax::{PriceMode, Tax, TaxRounding, TaxRules, factors};
use crate::units::{Money, Quantity, Rate, UnitPrice, round};

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum Discount {
    Rate { rate: Rate },
    Amount { amount: Money },
}

impl Discount {
    /// What it takes off `face`; never more than there is.
    pub fn of(self, face: Money) -> Result<Money, Refusal> {
        let off = match self {
            Self::Rate { rate } => face.portion(rate)?,
            Self::Amount { amount } => amount,
        };
        if off.is_negative() || off > face.abs() { Err(Refusal::DiscountTooLarge) } else { Ok(off) }
    }
}

/// What the engine needs to know of a line.
#[derive(Debug, Clone)]
pub struct LineInput {
    pub quantity: Quantity,
    pub unit_price: UnitPrice,
    /// The price printed on a scale's label: it is the line's total, whatever quantity times price says.
    pub printed: Option<Money>,
    pub rate_off: Option<Rate>,
    pub amount_off: Money,
    pub promotion: Money,
    pub taxes: Vec<Tax>,
    /// What comes back was computed when it was sold: its share of that is the result, and nothing of it is computed again (rule 9).
    pub given: Option<LineResult>,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct LineTax {
    pub code: String,
    pub rate: Rate,
    pub base: Money,
    pub amount: Money,
}

/// A computed line. `list` − discounts = face; `net` + taxes = `total`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct LineResult {
    pub list: Money,
    pub line_discount: Money,
    pub promotion: Money,
    pub ticket_discount: Money,
    pub net: Money,
    pub taxes: Vec<LineTax>,
    pub total: Money,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct TaxSum {
    pub code: String,
    pub rate: Rate,
    pub base: Money,
    pub amount: Money,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Ticket {
    pub lines: Vec<LineResult>,
    pub subtotal: Money,
    pub discounts: Money,
    pub taxes: Vec<TaxSum>,
    pub net: Money,
    pub tax: Money,
    pub total: Money,
}

/// A line on its way through the discounts.
struct Faced<'a> {
    input: &'a LineInput,
    list: Money,
    line_discount: Money,
    ticket_discount: Money,
    face: Money,
}

pub fn compute(lines: &[LineInput], discount: Option<Discount>, rules: TaxRules, decimals: u32) -> Result<Ticket, Refusal> {
    let mut faced = lines.iter().map(|line| face(line, rules.mode, decimals)).collect::<Result<Vec<_>, _>>()?;
    if let Some(discount) = discount {
        spread_ticket_discount(&mut faced, discount)?;
    }
    let taxes = taxes_by_line(&faced, rules)?;
    let lines = faced.iter().zip(taxes).map(|(line, taxes)| finish(line, &taxes, rules.mode)).collect::<Result<Vec<_>, _>>()?;
    sum_up(lines)
}

fn face(input: &LineInput, mode: PriceMode, decimals: u32) -> Result<Faced<'_>, Refusal> {
    if let Some(given) = &input.given {
        let face = if mode == PriceMode::Inclusive { given.total } else { given.net };
        return Ok(Faced { input, list: given.list, line_discount: given.line_discount, ticket_discount: given.ticket_discount, face });
    }
    let list = match input.printed {
        Some(printed) => printed,
        None => input.unit_price.times(input.quantity, decimals)?,
    };
    let by_rate = input.rate_off.map_or(Ok(Money::ZERO), |rate| Discount::Rate { rate }.of(list))?;
    let by_amount = Discount::Amount { amount: input.amount_off }.of(list - by_rate)?;
    let after_line = list - by_rate - by_amount;
    let promotion = Discount::Amount { amount: input.promotion }.of(after_line)?;
    Ok(Faced { input, list, line_discount: by_rate + by_amount, ticket_discount: Money::ZERO, face: after_line - promotion })
}

/// Shares fall on what is sold, not on what comes back, in proportion to what is left of each line; they sum exactly to the discount.
fn spread_ticket_discount(lines: &mut [Faced<'_>], discount: Discount) -> Result<(), Refusal> {
    let weights: Vec<Decimal> = lines.iter().map(|line| line.face.scaled().max(Decimal::ZERO)).collect();
    let discountable: Money = lines.iter().map(|line| line.face.max(Money::ZERO)).sum();
    let whole = discount.of(discountable)?;
    for (line, share) in lines.iter_mut().zip(in_proportion(whole.get(), &weights)?).filter(|(line, _)| line.input.given.is_none()) {
        line.ticket_discount = Money::new(share)?;
        line.face = line.face - line.ticket_discount;
    }
    Ok(())
}

/// Amount of each tax on each line. Lines that round together share one target, spread by largest remainder over those that are not given.
fn taxes_by_line(lines: &[Faced<'_>], rules: TaxRules) -> Result<Vec<Vec<Money>>, Refusal> {
    let mut amounts: Vec<Vec<Money>> = lines.iter().map(Faced::given_taxes).collect();
    for group in groups(lines, rules.rounding) {
        let factors = factors(&lines[group[0]].input.taxes);
        let face: Decimal = group.iter().map(|&index| lines[index].face.scaled()).sum();
        let open: Vec<usize> = group.iter().copied().filter(|&index| lines[index].input.given.is_none()).collect();
        for (tax, (factor, target)) in factors.iter().zip(targets(face, &factors, rules.mode)?).enumerate() {
            let given: Money = group.iter().map(|&index| amounts[index][tax]).sum();
            let exact: Vec<Decimal> =
                open.iter().map(|&index| exact_tax(lines[index].face.scaled(), *factor, &factors, rules.mode)).collect();
            for (&index, amount) in open.iter().zip(spread(target - given.get(), &exact)?) {
                amounts[index][tax] = Money::new(amount)?;
            }
        }
    }
    Ok(amounts)
}

impl Faced<'_> {
    fn given_taxes(&self) -> Vec<Money> {
        match &self.input.given {
            Some(given) => given.taxes.iter().map(|tax| tax.amount).collect(),
            None => vec![Money::ZERO; self.input.taxes.len()],
        }
    }
}

/// Which lines are rounded together. By line, except that a set of rates whose faces cancel out must have no tax at all (rule 4).
fn groups(lines: &[Faced<'_>], rounding: TaxRounding) -> Vec<Vec<usize>> {
    let mut sets: Vec<Vec<usize>> = Vec::new();
    for (index, line) in lines.iter().enumerate() {
        match sets.iter_mut().find(|set| lines[set[0]].input.taxes == line.input.taxes) {
            Some(set) => set.push(index),
            None => sets.push(vec![index]),
        }
    }
    let cancels = |set: &[usize]| set.iter().map(|&index| lines[index].face).sum::<Money>() == Money::ZERO;
    sets.into_iter()
        .flat_map(|set| match rounding {
            TaxRounding::Line if !cancels(&set) => set.into_iter().map(|index| vec![index]).collect(),
            _ => vec![set],
        })
        .collect()
}

/// What each tax of a group comes to. Inclusive: the net is rounded once and the taxes are what is left of the gross. Exclusive: each tax is rounded.
fn targets(face: Decimal, factors: &[Decimal], mode: PriceMode) -> Result<Vec<i64>, Refusal> {
    let exact: Vec<Decimal> = factors.iter().map(|factor| exact_tax(face, *factor, factors, mode)).collect();
    match mode {
        PriceMode::Exclusive => exact.into_iter().map(|tax| Ok(round(tax)?)).collect(),
        PriceMode::Inclusive => {
            let net = round(face / (Decimal::ONE + factors.iter().sum::<Decimal>()))?;
            Ok(spread(round(face)? - net, &exact)?)
        }
    }
}

fn exact_tax(face: Decimal, factor: Decimal, factors: &[Decimal], mode: PriceMode) -> Decimal {
    match mode {
        PriceMode::Exclusive => face * factor,
        PriceMode::Inclusive => face * factor / (Decimal::ONE + factors.iter().sum::<Decimal>()),
    }
}

fn finish(line: &Faced<'_>, amounts: &[Money], mode: PriceMode) -> Result<LineResult, Refusal> {
    if let Some(given) = &line.input.given {
        return Ok(given.clone());
    }
    let tax: Money = amounts.iter().copied().sum();
    let (net, total) = match mode {
        PriceMode::Inclusive => (line.face - tax, line.face),
        PriceMode::Exclusive => (line.face, line.face + tax),
    };
    let mut charged = Money::ZERO;
    let mut taxes = Vec::with_capacity(amounts.len());
    for (tax, &amount) in line.input.taxes.iter().zip(amounts) {
        let base = if tax.on_previous { net + charged } else { net };
        charged += amount;
        taxes.push(LineTax { code: tax.code.clone(), rate: tax.rate, base, amount });
    }
    Ok(LineResult {
        list: line.list,
        line_discount: line.line_discount,
        promotion: line.input.promotion,
        ticket_discount: line.ticket_discount,
        net: net.checked()?,
        taxes,
        total: total.checked()?,
    })
}

pub(crate) fn sum_up(lines: Vec<LineResult>) -> Result<Ticket, Refusal> {
    let mut taxes: Vec<TaxSum> = Vec::new();
    for tax in lines.iter().flat_map(|line| &line.taxes) {
        match taxes.iter_mut().find(|sum| sum.code == tax.code && sum.rate == tax.rate) {
            Some(sum) => {
                sum.base += tax.base;
                sum.amount += tax.amount;
            }
            None => taxes.push(TaxSum { code: tax.code.clone(), rate: tax.rate, base: tax.base, amount: tax.amount }),
        }
    }
    taxes.sort_by(|a, b| (&a.code, a.rate).cmp(&(&b.code, b.rate)));
    let sum = |pick: fn(&LineResult) -> Money| lines.iter().map(pick).sum::<Money>().checked();
    Ok(Ticket {
        subtotal: sum(|line| line.list)?,
        discounts: sum(|line| line.line_discount + line.promotion + line.ticket_discount)?,
        net: sum(|line| line.net)?,
        tax: taxes.iter().map(|tax| tax.amount).sum(),
        total: sum(|line| line.total)?,
        taxes,
        lines,
    })
}

#[cfg(test)]
#[path = "ticket_tests.rs"]
mod tests;
