//! What is offered at a price until a day. It is no sale: it has a number of its own, moves nothing, and is taken up at what it says.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use crate::cart::{Cart, CartLine};
use crate::sale::{SaleCompleted, SaleLine};
use crate::{Id, Refusal};

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct QuotationMade {
    pub id: Id,
    /// The last day on which it holds.
    pub valid_until: NaiveDate,
    /// As a sale would be that nobody has paid.
    pub offer: SaleCompleted,
}

/// Longer than this nobody keeps a price.
const MOST_DAYS: i64 = 365;

/// The last day of an offer of so many days.
pub fn last_day(today: NaiveDate, days: i64) -> Result<NaiveDate, Refusal> {
    let wrong = Refusal::FieldInvalid { field: "days" };
    let days = u64::try_from(days).ok().filter(|_| (1..=MOST_DAYS).contains(&days)).ok_or(wrong.clone())?;
    today.checked_add_days(chrono::Days::new(days)).ok_or(wrong)
}

impl QuotationMade {
    /// Whether it still holds.
    #[must_use]
    pub fn holds(&self, today: NaiveDate) -> bool {
        today <= self.valid_until
    }

    /// Its ticket, at its prices. What was granted when it was made needs nobody again.
    #[must_use]
    pub fn cart(&self, cart: Id, notes: &[Option<String>], new_id: impl FnMut() -> Id) -> Cart {
        cart_of(&self.offer, self.id, cart, notes, new_id)
    }
}

/// The ticket of an offer, which says where it comes from.
pub(crate) fn cart_of(offer: &SaleCompleted, from: Id, cart: Id, notes: &[Option<String>], mut new_id: impl FnMut() -> Id) -> Cart {
    let notes = notes.iter().cloned().chain(std::iter::repeat(None));
    let lines = offer.lines.iter().zip(notes).map(|(line, note)| quoted(new_id(), line, note)).collect();
    Cart { id: cart, lines, discount: offer.discount, customer: offer.customer, age_checked: None, quotation: Some(from), granted: None }
}

fn quoted(id: Id, line: &SaleLine, note: Option<String>) -> CartLine {
    let line = line.clone();
    CartLine {
        id,
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
        note,
        note_inside: line.note_inside,
        returned: None,
        share: None,
        receipt: None,
        minimum_age: None,
        warning: String::new(),
        quoted: true,
    }
}
