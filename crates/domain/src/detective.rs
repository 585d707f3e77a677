//! The drawer detective: with a difference, what is likely to have caused it. Each clue names something that happened in the shift, or a figure
//! that was counted, whose amount is exactly that of the difference. It accuses nobody; it says where to look first.

use std::collections::BTreeMap;

use serde::Serialize;
use ts_rs::TS;

use crate::Id;
use crate::currency::Currency;
use crate::entry::{CartDiscarded, Fact};
use crate::number::LegalNumber;
use crate::sale::{PaidTender, SaleCompleted};
use crate::shift::{CashCount, CashDirection, CashMoved, cash_of};
use crate::tender::Tender;
use crate::units::Money;

#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum Suspicion {
    /// The sale was paid by another method than was written down.
    PaidOtherwise,
    /// The change was counted for another note than was taken.
    WrongNote,
    /// Money that was to go in or out did not.
    MoveNotDone,
    /// What went out came in, or the other way.
    MoveReversed,
    /// The same movement was done twice and written down once.
    MoveTwice,
    /// A ticket that was thrown away had been paid.
    TicketDiscarded,
    /// A line that was taken out had been paid.
    LineRemoved,
    /// One note or coin more or less.
    OnePiece,
    /// Two digits of the count changed places.
    DigitsSwapped,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Clue {
    pub suspicion: Suspicion,
    /// Of the sale, the movement, the ticket or the piece.
    pub amount: Money,
    /// The sale, the payment of a debt, the deposit or the gift card.
    pub receipt: Option<(Id, LegalNumber)>,
    /// How it is said to have been paid.
    pub method: Option<&'static str>,
    pub at_ms: Option<i64>,
}

impl Clue {
    fn new(suspicion: Suspicion, amount: Money) -> Self {
        Self { suspicion, amount, receipt: None, method: None, at_ms: None }
    }

    fn at(self, at_ms: i64) -> Self {
        Self { at_ms: Some(at_ms), ..self }
    }

    fn of(self, id: Id, number: &LegalNumber) -> Self {
        Self { receipt: Some((id, number.clone())), ..self }
    }
}

/// More than these are no help.
const MOST_CLUES: usize = 8;

/// The likely causes of `difference` (what was counted less what should be there) among what happened in the shift, the strongest first.
#[must_use]
pub fn clues(difference: Money, expected: Money, count: &CashCount, happened: &[(&Fact, i64)], currency: &Currency) -> Vec<Clue> {
    if difference == Money::ZERO {
        return Vec::new();
    }
    let paid = corrected(happened);
    let mut clues: Vec<Clue> = happened
        .iter()
        .flat_map(|&(fact, at_ms)| match fact {
            Fact::SaleCompleted(sale) => of_sale(difference, sale, paid.get(&sale.id).copied(), at_ms, currency),
            Fact::AccountPaid(paid) => of_receipt(difference, paid.id, &paid.number, &paid.tenders, at_ms),
            Fact::DepositTaken(taken) => of_receipt(difference, taken.id, &taken.number, &taken.tenders, at_ms),
            Fact::ValueIssued(issued) => of_receipt(difference, issued.id, &issued.number, &issued.tenders, at_ms),
            Fact::CashMoved(moved) => of_move(difference, moved).map(|clue| clue.at(at_ms)).into_iter().collect(),
            Fact::CartDiscarded(cart) => of_discarded(difference, cart, currency).map(|clue| clue.at(at_ms)).into_iter().collect(),
            _ => Vec::new(),
        })
        .chain(of_pieces(difference, count, currency))
        .chain(of_digits(expected, count))
        .collect();
    clues.sort_by_key(|clue| (clue.suspicion, std::cmp::Reverse(clue.at_ms)));
    clues.truncate(MOST_CLUES);
    clues
}

/// How sales were paid that were put right since.
fn corrected<'a>(happened: &[(&'a Fact, i64)]) -> BTreeMap<Id, &'a [PaidTender]> {
    let corrections = happened.iter().filter_map(|(fact, _)| match fact {
        Fact::TendersCorrected(corrected) => Some((corrected.sale, corrected.tenders.as_slice())),
        _ => None,
    });
    corrections.collect()
}

fn of_sale(difference: Money, sale: &SaleCompleted, paid: Option<&[PaidTender]>, at_ms: i64, currency: &Currency) -> Vec<Clue> {
    let (tenders, change) = paid.map_or((sale.tenders.as_slice(), sale.change), |tenders| (tenders, Money::ZERO));
    let otherwise = paid_otherwise(difference, tenders, change);
    let note = wrong_note(difference, tenders, change, currency).map(|note| Clue::new(Suspicion::WrongNote, note));
    let removed = sale.removed.iter().filter_map(|line| line.unit_price.times(line.quantity, currency.decimals).ok());
    let removed = removed.filter(|amount| *amount == difference).map(|amount| Clue::new(Suspicion::LineRemoved, amount));
    otherwise.into_iter().chain(note).chain(removed).map(|clue| clue.of(sale.id, &sale.number).at(at_ms)).collect()
}

/// Of money that came in and was no sale: no change was given for it.
fn of_receipt(difference: Money, id: Id, number: &LegalNumber, tenders: &[PaidTender], at_ms: i64) -> Vec<Clue> {
    paid_otherwise(difference, tenders, Money::ZERO).map(|clue| clue.of(id, number).at(at_ms)).into_iter().collect()
}

/// Short by what came in cash: perhaps it did not. Over by what came otherwise: perhaps it was cash.
fn paid_otherwise(difference: Money, tenders: &[PaidTender], change: Money) -> Option<Clue> {
    let method = if difference.is_negative() {
        (cash_of(tenders, change) == -difference).then_some("cash")
    } else {
        let is_money =
            |paid: &&PaidTender| !paid.tender.is_cash() && !matches!(paid.tender, Tender::Deposit { .. } | Tender::Points { .. });
        tenders.iter().filter(is_money).find(|paid| paid.base_amount == difference).map(|paid| paid.tender.method())
    };
    method.map(|method| Clue { method: Some(method), ..Clue::new(Suspicion::PaidOtherwise, difference.abs()) })
}

/// The note that would explain it, where the change was counted for another one.
fn wrong_note(difference: Money, tenders: &[PaidTender], change: Money, currency: &Currency) -> Option<Money> {
    let mut cash = tenders.iter().filter(|paid| paid.tender.is_cash());
    let (said, None) = (cash.next()?.base_amount, cash.next()) else { return None };
    let taken = said + difference;
    let is_note = |amount: Money| currency.denominations.iter().any(|it| it.value == amount);
    let pays = taken >= said - change;
    (change > Money::ZERO && pays && is_note(said) && is_note(taken)).then_some(taken)
}

fn of_move(difference: Money, moved: &CashMoved) -> Option<Clue> {
    let written = if moved.direction == CashDirection::In { moved.amount } else { -moved.amount };
    let suspicion = if difference == -written {
        Suspicion::MoveNotDone
    } else if difference == written {
        Suspicion::MoveTwice
    } else if difference == -(written + written) {
        Suspicion::MoveReversed
    } else {
        return None;
    };
    Some(Clue::new(suspicion, written))
}

/// Only with prices that hold their taxes is it known without the engine what the ticket came to; elsewhere the clue is not given.
fn of_discarded(difference: Money, cart: &CartDiscarded, currency: &Currency) -> Option<Clue> {
    let amounts = cart.lines.iter().map(|line| line.unit_price.times(line.quantity, currency.decimals));
    let total = amounts.sum::<Result<Money, _>>().ok()?;
    (total == difference).then(|| Clue::new(Suspicion::TicketDiscarded, total))
}

fn of_pieces(difference: Money, count: &CashCount, currency: &Currency) -> Option<Clue> {
    let is_one = currency.denominations.iter().any(|it| it.value == difference.abs());
    (is_one && !count.pieces.is_empty()).then(|| Clue::new(Suspicion::OnePiece, difference.abs()))
}

fn of_digits(expected: Money, count: &CashCount) -> Option<Clue> {
    let digits: Vec<char> = expected.get().to_string().chars().collect();
    let swapped = (1..digits.len()).any(|at| {
        let mut digits = digits.clone();
        digits.swap(at - 1, at);
        digits.iter().collect::<String>().parse() == Ok(count.total.get())
    });
    (swapped && count.pieces.is_empty()).then(|| Clue::new(Suspicion::DigitsSwapped, count.total))
}

#[cfg(test)]
#[path = "detective_tests.rs"]
mod tests;
