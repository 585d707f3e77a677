//! What an owner asks of each person at the counter: what she took back, lowered, threw away, opened and had approved. It accuses nobody; it shows
//! where to look.

use serde::{Deserialize, Serialize};
use ts_rs::TS;

use crate::country::Country;
use crate::entry::Fact;
use crate::sale::{RemovedLine, SaleCompleted};
use crate::shift::CashDirection;
use crate::units::Money;

#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum ActKind {
    /// Something came back.
    Return,
    Discount,
    /// Sold at another price than the list's: the amount is what that took off.
    PriceChange,
    /// Taken out of a ticket before it was paid.
    RemovedLine,
    DiscardedTicket,
    /// The drawer was opened and nothing was sold.
    NoSale,
    CashOut,
    /// She asked, and a supervisor granted it.
    Approval,
    CorrectedTenders,
    Reprint,
}

/// So often, and for so much together.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Act {
    pub kind: ActKind,
    pub count: i64,
    pub amount: Money,
}

impl Act {
    fn once(kind: ActKind, amount: Money) -> Self {
        Self { kind, count: 1, amount }
    }
}

/// What an entry says of whoever wrote it.
#[must_use]
pub fn acts_of(fact: &Fact) -> Vec<Act> {
    match fact {
        Fact::SaleCompleted(sale) => of_sale(sale),
        Fact::CartDiscarded(cart) => vec![Act::once(ActKind::DiscardedTicket, cart.total.unwrap_or_default())],
        Fact::DrawerOpened(_) => vec![Act::once(ActKind::NoSale, Money::ZERO)],
        Fact::CashMoved(moved) if moved.direction == CashDirection::Out => vec![Act::once(ActKind::CashOut, moved.amount)],
        Fact::ApprovalGranted(_) => vec![Act::once(ActKind::Approval, Money::ZERO)],
        Fact::TendersCorrected(corrected) => {
            vec![Act::once(ActKind::CorrectedTenders, corrected.tenders.iter().map(|paid| paid.base_amount).sum())]
        }
        Fact::ReceiptReprinted(_) | Fact::ReportReprinted(_) => vec![Act::once(ActKind::Reprint, Money::ZERO)],
        _ => Vec::new(),
    }
}

fn of_sale(sale: &SaleCompleted) -> Vec<Act> {
    let decimals = Country::find(&sale.country).map_or(2, |country| country.currency.decimals);
    let sold = || sale.lines.iter().filter(|line| line.returned.is_none());
    let discounts: Money = sold().map(|line| line.line_discount + line.ticket_discount).sum();
    let below_list = |line: &crate::sale::SaleLine| line.product.is_some() && line.printed.is_none() && line.unit_price != line.list_price;
    let at_list = |line: &crate::sale::SaleLine| line.list_price.times(line.quantity, decimals).unwrap_or_default() - line.list;
    let changed: Vec<Money> = sold().filter(|line| below_list(line)).map(at_list).collect();
    let returned = sale.lines.len() - sold().count();
    let some = |kind, count: usize, amount| (count > 0).then(|| Act { kind, count: i64::try_from(count).unwrap_or(i64::MAX), amount });
    let acts = [
        some(ActKind::Return, returned.min(1), sale.returned()),
        some(ActKind::Discount, usize::from(discounts != Money::ZERO), discounts),
        some(ActKind::PriceChange, changed.len(), changed.into_iter().sum()),
        some(ActKind::RemovedLine, sale.removed.len(), worth(&sale.removed, decimals)),
    ];
    acts.into_iter().flatten().collect()
}

/// What lines that nobody bought would have come to.
#[must_use]
pub fn worth(lines: &[RemovedLine], decimals: u32) -> Money {
    lines.iter().filter_map(|line| line.unit_price.times(line.quantity, decimals).ok()).sum()
}
