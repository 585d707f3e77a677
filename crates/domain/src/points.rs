//! Points: earned by what is sold, worth money when they are spent, and undone by what comes back (rule 12). A balance is the sum of its moves.

use serde::{Deserialize, Serialize};
use ts_rs::TS;

use crate::refund::Origin;
use crate::sale::SaleCompleted;
use crate::tender::Tender;
use crate::units::Money;
use crate::{Id, Refusal};

/// What the owner gives for what is spent, and what it is worth.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct PointsRules {
    pub active: bool,
    /// So much earns a point.
    pub spend: Money,
    /// So much is a point worth.
    pub worth: Money,
}

impl PointsRules {
    /// Nobody gives back all that was spent.
    pub fn check(&self) -> Result<(), Refusal> {
        let is_odd = self.spend <= Money::ZERO || self.worth <= Money::ZERO || self.worth >= self.spend;
        if self.active && is_odd { Err(Refusal::AmountInvalid) } else { Ok(()) }
    }

    /// The points that pay so much: what does not come out even costs one more.
    #[must_use]
    pub fn cost(&self, amount: Money) -> i64 {
        let worth = self.worth.get().max(1);
        (amount.get() + worth - 1) / worth
    }
}

/// What a sale does to somebody's points.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct PointsMoved {
    pub customer: Id,
    /// The sale of which something came back. None: what this one sold.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub of: Option<Id>,
    /// Below zero: taken back.
    #[serde(default, skip_serializing_if = "is_none")]
    pub earned: i64,
    /// Below zero: given back.
    #[serde(default, skip_serializing_if = "is_none")]
    pub spent: i64,
}

#[expect(clippy::trivially_copy_pass_by_ref, reason = "serde asks so")]
fn is_none(points: &i64) -> bool {
    *points == 0
}

/// What pays in points, or is given back so.
fn by_points(sale: &SaleCompleted) -> Money {
    let own = sale.tenders.iter().filter(|paid| matches!(paid.tender, Tender::Points { .. }));
    own.map(|paid| paid.base_amount).sum()
}

fn sold(sale: &SaleCompleted) -> Money {
    sale.lines.iter().filter(|line| line.returned.is_none()).map(|line| line.total).sum()
}

/// Shares of a whole that sum to it, in whatever parts it goes.
fn upto(points: i64, part: Money, whole: Money) -> i64 {
    let exact = i128::from(points) * i128::from(part.get()) / i128::from(whole.get().max(1));
    i64::try_from(exact).unwrap_or(points)
}

/// What `sale` does to points: it earns on what it sold and was not paid in points, and undoes what comes back in it. Nothing that comes back earns.
pub fn moves(sale: &SaleCompleted, origins: &[Origin], rules: Option<&PointsRules>, balance: i64) -> Result<Vec<PointsMoved>, Refusal> {
    let mut moves: Vec<PointsMoved> = Vec::new();
    let (mut back, paid) = ((-by_points(sale)).max(Money::ZERO), by_points(sale).max(Money::ZERO));
    for origin in origins {
        let Some(first) = first_of(&origin.sale) else { continue };
        let undone = Undone::of(sale, origin, first, back);
        back = back - undone.amount;
        moves.extend(undone.moved(origin.sale.id, first.customer));
    }
    if back > Money::ZERO {
        return Err(Refusal::TenderInvalid);
    }
    let rules = rules.filter(|rules| rules.active);
    let Some((customer, rules)) = sale.customer.zip(rules) else {
        return if paid > Money::ZERO { Err(Refusal::PointsShort { left: 0 }) } else { Ok(moves) };
    };
    let spent = rules.cost(paid);
    if spent > balance {
        return Err(Refusal::PointsShort { left: balance.max(0) });
    }
    let earned = (sold(sale) - paid).max(Money::ZERO).get() / rules.spend.get().max(1);
    if earned > 0 || spent > 0 {
        moves.insert(0, PointsMoved { customer, of: None, earned, spent });
    }
    Ok(moves)
}

fn first_of(sale: &SaleCompleted) -> Option<PointsMoved> {
    sale.points.iter().copied().find(|moved| moved.of.is_none())
}

/// What goes with what comes back of one sale.
struct Undone {
    earned: i64,
    spent: i64,
    /// What of the refund in points is of this sale.
    amount: Money,
}

impl Undone {
    fn of(sale: &SaleCompleted, origin: &Origin, first: PointsMoved, back: Money) -> Self {
        let is_own = |own: &&PointsMoved| own.of == Some(origin.sale.id);
        let before: Vec<PointsMoved> = origin.refunds.iter().flat_map(|refund| &refund.points).filter(is_own).copied().collect();
        let whole = sold(&origin.sale);
        let came = |document: &SaleCompleted| -> Money {
            let of = |line: &&crate::sale::SaleLine| {
                line.returned.as_ref().and_then(|it| it.of.as_ref()).is_some_and(|of| of.sale == origin.sale.id)
            };
            -document.lines.iter().filter(of).map(|line| line.total).sum::<Money>()
        };
        let all = origin.refunds.iter().map(came).sum::<Money>() + came(sale);
        let earned =
            first.earned - upto(first.earned, (whole - all).max(Money::ZERO), whole) + before.iter().map(|own| own.earned).sum::<i64>();
        let paid = by_points(&origin.sale).max(Money::ZERO);
        let given: Money = origin.refunds.iter().map(|refund| (-by_points(refund)).max(Money::ZERO)).sum();
        let amount = back.min((paid - given).max(Money::ZERO));
        let spent = upto(first.spent, given + amount, paid) + before.iter().map(|own| own.spent).sum::<i64>();
        Self { earned, spent, amount }
    }

    fn moved(&self, sale: Id, customer: Id) -> Option<PointsMoved> {
        let moved = PointsMoved { customer, of: Some(sale), earned: -self.earned, spent: -self.spent };
        (moved.earned != 0 || moved.spent != 0).then_some(moved)
    }
}

#[cfg(test)]
#[path = "points_tests.rs"]
mod tests;
