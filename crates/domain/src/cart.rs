//! An open cart: local state until it is paid or discarded. Its id becomes the sale's id; it has no legal number.

use serde::{Deserialize, Serialize};

use crate::barcode::{self, LabelValue};
use crate::country::Country;
use crate::product::{Unit, check_price, check_quantity, clean_name};
use crate::refund::{ReturnReason, Returned, Share, taxes_then};
use crate::ticket::{Discount, LineInput, Ticket, compute};
use crate::units::{Money, Quantity, Rate, UnitPrice};
use crate::user::{Permission, Powers};
use crate::{Id, Refusal, card_number};

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Cart {
    pub id: Id,
    pub lines: Vec<CartLine>,
    pub discount: Option<Discount>,
    /// Who buys; nobody in particular where none was chosen.
    #[serde(default)]
    pub customer: Option<Id>,
    /// Up to which age somebody has looked at whoever buys.
    #[serde(default)]
    pub age_checked: Option<u8>,
    /// The offer that it takes up.
    #[serde(default)]
    pub quotation: Option<Id>,
    /// Who granted lower prices on it than whoever sells may give.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub granted: Option<PriceGrant>,
}

/// A supervisor lets a ticket go below a cashier's limits, as far as her own.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct PriceGrant {
    pub by: Id,
    pub discount: Rate,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub price_floor: Option<Rate>,
}

impl PriceGrant {
    #[must_use]
    pub fn of(by: Id, powers: Powers) -> Self {
        Self { by, discount: powers.discount, price_floor: powers.price_floor }
    }
}

/// A line keeps its own snapshot of the product, so that nothing that happens to the product later changes it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct CartLine {
    pub id: Id,
    pub product: Option<Id>,
    pub name: String,
    pub unit: Unit,
    pub barcode: Option<String>,
    pub quantity: Quantity,
    pub unit_price: UnitPrice,
    pub list_price: UnitPrice,
    pub cost: Option<UnitPrice>,
    pub tax_class: String,
    /// The total that a scale printed on the label.
    pub printed: Option<Money>,
    pub discount: Option<Discount>,
    pub note: Option<String>,
    /// The note is for the shop: it is not printed.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub note_inside: bool,
    /// It comes back: its quantity is below zero.
    pub returned: Option<Returned>,
    /// What it is worth, where it belongs to a line that was sold.
    pub share: Option<Share>,
    /// The receipt of its sale, where the sale is not known here.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub receipt: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub minimum_age: Option<u8>,
    /// What the cashier should know; empty: nothing.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub warning: String,
    /// It stands as it was offered: whoever offered it could grant it.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub quoted: bool,
}

/// What a product brings to a line.
#[derive(Debug, Clone, Default)]
pub struct Offered {
    pub product: Option<Id>,
    pub name: String,
    pub unit: Unit,
    pub barcode: Option<String>,
    pub price: UnitPrice,
    pub cost: Option<UnitPrice>,
    pub tax_class: String,
    pub minimum_age: Option<u8>,
    pub warning: String,
}

/// What a cashier asks of a line; `Some(None)` takes away.
#[derive(Debug, Clone, Default)]
pub struct LineChange {
    pub quantity: Option<Quantity>,
    pub unit_price: Option<UnitPrice>,
    pub discount: Option<Option<Discount>>,
    pub note: Option<Option<String>>,
    pub note_inside: Option<bool>,
}

pub const MOST_LINES: usize = 2000;

impl Cart {
    #[must_use]
    pub fn empty(id: Id) -> Self {
        Self { id, lines: Vec::new(), discount: None, customer: None, age_checked: None, quotation: None, granted: None }
    }

    /// Adds a product; a plain line of the same product grows instead. Answers the line's place.
    pub fn add(&mut self, line: Id, offered: Offered, quantity: Quantity) -> Result<usize, Refusal> {
        check_quantity(quantity, offered.unit)?;
        if let Some(at) = self.lines.iter().position(|it| it.is_plain() && it.product.is_some() && it.sells(&offered)) {
            let sum = self.lines[at].quantity + quantity;
            check_quantity(sum, offered.unit)?;
            self.lines[at].quantity = sum;
            return Ok(at);
        }
        self.push(CartLine::new(line, offered, quantity))
    }

    /// Adds what a scale weighed: always a line of its own.
    pub fn add_label(&mut self, line: Id, offered: Offered, value: LabelValue, currency_decimals: u32) -> Result<usize, Refusal> {
        let (quantity, printed) = match value {
            LabelValue::Weight(weight) => (weight, None),
            LabelValue::Price(price) => (barcode::quantity_for(price, offered.price, currency_decimals)?, Some(price)),
        };
        if quantity <= Quantity::ZERO {
            return Err(Refusal::QuantityInvalid { limit: 99_999 });
        }
        self.push(CartLine { printed, ..CartLine::new(line, offered, quantity) })
    }

    /// Takes back what was sold: more or less of the same line takes the place of what the cart took back of it before.
    pub fn take_back(&mut self, line: CartLine) -> Result<usize, Refusal> {
        let of = line.returned.as_ref().and_then(|it| it.of.clone());
        let same = of.and_then(|of| self.lines.iter().position(|own| own.comes_from(of.sale, of.line)));
        match same {
            Some(at) => {
                self.lines[at] = CartLine { id: self.lines[at].id, ..line };
                Ok(at)
            }
            None => self.push(line),
        }
    }

    /// The sales from which something in it comes back.
    #[must_use]
    pub fn origins(&self) -> Vec<Id> {
        let mut sales: Vec<Id> = self.lines.iter().filter_map(|line| Some(line.returned.as_ref()?.of.as_ref()?.sale)).collect();
        sales.sort_unstable();
        sales.dedup();
        sales
    }

    /// The receipt that tells of a sale which is not known here.
    #[must_use]
    pub fn receipt_of(&self, sale: Id) -> Option<&str> {
        let is_of = |line: &&CartLine| line.returned.as_ref().and_then(|it| it.of.as_ref()).is_some_and(|of| of.sale == sale);
        self.lines.iter().filter(is_of).find_map(|line| line.receipt.as_deref())
    }

    /// How old whoever buys this has to be.
    #[must_use]
    pub fn minimum_age(&self) -> Option<u8> {
        self.lines.iter().filter(|line| line.returned.is_none()).filter_map(|line| line.minimum_age).max()
    }

    /// The age that nobody has looked for yet.
    #[must_use]
    pub fn age_needed(&self) -> Option<u8> {
        self.minimum_age().filter(|age| Some(*age) > self.age_checked)
    }

    fn push(&mut self, line: CartLine) -> Result<usize, Refusal> {
        if self.lines.len() >= MOST_LINES {
            return Err(Refusal::TooLarge);
        }
        self.lines.push(line);
        Ok(self.lines.len() - 1)
    }

    pub fn ticket(&self, country: &Country) -> Result<Ticket, Refusal> {
        let lines = self.lines.iter().map(|line| line.input(country)).collect::<Result<Vec<_>, _>>()?;
        compute(&lines, self.discount, country.taxes, country.currency.decimals)
    }

    /// Refuses a ticket on which discounts and lowered prices together go beyond what she may give, or was granted (rule 37).
    pub fn check_limits(&self, country: &Country, powers: Powers) -> Result<Ticket, Refusal> {
        let Some(granted) = self.granted else { return self.check_within(country, powers.discount, powers.price_floor) };
        let own = self.check_within(country, powers.discount, powers.price_floor);
        own.or_else(|_| self.check_within(country, granted.discount.max(powers.discount), granted.price_floor))
    }

    /// Who granted it, where whoever sells could not give it alone.
    #[must_use]
    pub fn granted_by(&self, country: &Country, powers: Powers) -> Option<Id> {
        let granted = self.granted?;
        let is_lower = |line: &CartLine| line.product.is_some() && line.unit_price != line.list_price && !line.quoted;
        let changed = !powers.may(Permission::ChangePrice) && self.lines.iter().any(is_lower);
        let beyond = self.check_within(country, powers.discount, powers.price_floor).is_err();
        (changed || beyond).then_some(granted.by)
    }

    fn check_within(&self, country: &Country, limit: Rate, floor: Option<Rate>) -> Result<Ticket, Refusal> {
        let ticket = self.ticket(country)?;
        // what comes back is worth what was paid for it, whatever that was; what was offered was granted when it was
        for (line, result) in self.lines.iter().zip(&ticket.lines).filter(|(line, _)| line.returned.is_none() && !line.quoted) {
            let at_list = match line.printed {
                Some(printed) => printed,
                None => line.list_price.times(line.quantity, country.currency.decimals)?,
            };
            let asked = result.list - result.line_discount - result.ticket_discount;
            if at_list - asked > at_list.portion(limit)? {
                return Err(Refusal::DiscountNotPermitted { limit_percent: limit.get() / 10_000 });
            }
            let cost = line.cost.map(|cost| cost.times(line.quantity, country.currency.decimals)).transpose()?;
            if let (Some(cost), Some(floor)) = (cost, floor)
                && result.net < cost.portion(floor)?
            {
                return Err(Refusal::PriceTooLow);
            }
        }
        Ok(ticket)
    }
}

impl CartLine {
    #[must_use]
    pub fn new(id: Id, offered: Offered, quantity: Quantity) -> Self {
        let Offered { product, name, unit, barcode, price, cost, tax_class, minimum_age, warning } = offered;
        Self {
            id,
            product,
            name,
            unit,
            barcode,
            quantity,
            unit_price: price,
            list_price: price,
            cost,
            tax_class,
            printed: None,
            discount: None,
            note: None,
            note_inside: false,
            returned: None,
            share: None,
            receipt: None,
            minimum_age,
            warning,
            quoted: false,
        }
    }

    /// Whether it takes back what stands in that line of that sale.
    #[must_use]
    pub fn comes_from(&self, sale: Id, line: Id) -> bool {
        self.returned.as_ref().and_then(|it| it.of.as_ref()).is_some_and(|of| of.sale == sale && of.line == line)
    }

    #[must_use]
    pub fn reason(&self) -> Option<ReturnReason> {
        self.returned.as_ref().map(|returned| returned.reason)
    }

    fn is_plain(&self) -> bool {
        self.returned.is_none() && !self.quoted && self.printed.is_none() && self.discount.is_none() && self.note.is_none()
    }

    fn sells(&self, offered: &Offered) -> bool {
        self.product == offered.product && self.unit_price == offered.price && self.tax_class == offered.tax_class
    }

    fn input(&self, country: &Country) -> Result<LineInput, Refusal> {
        let (rate_off, amount_off) = match self.discount {
            Some(Discount::Rate { rate }) => (Some(rate), Money::ZERO),
            Some(Discount::Amount { amount }) => (None, amount),
            None => (None::<Rate>, Money::ZERO),
        };
        Ok(LineInput {
            quantity: self.quantity,
            unit_price: self.unit_price,
            printed: self.printed,
            rate_off,
            amount_off,
            promotion: Money::ZERO,
            taxes: match &self.share {
                Some(share) => taxes_then(&share.result),
                None => country.tax_class(&self.tax_class)?.taxes.clone(),
            },
            given: self.share.as_ref().map(|share| share.result.clone()),
        })
    }

    /// Applies a change. A changed quantity or price makes the printed total of a label void.
    pub fn change(&mut self, change: LineChange, may_price: bool) -> Result<(), Refusal> {
        let LineChange { quantity, unit_price, discount, note, note_inside } = change;
        if self.returned.is_some() && (quantity.is_some() || unit_price.is_some() || discount.is_some()) {
            return Err(Refusal::ReturnFixed);
        }
        self.quoted &= quantity.is_none() && unit_price.is_none() && discount.is_none();
        if let Some(quantity) = quantity {
            check_quantity(quantity, self.unit)?;
            self.quantity = quantity;
            self.printed = None;
        }
        if let Some(price) = unit_price {
            check_price(price)?;
            if price != self.list_price && self.product.is_some() && !may_price {
                return Err(Refusal::PriceNotPermitted);
            }
            self.unit_price = price;
            self.printed = None;
        }
        if let Some(discount) = discount {
            self.discount = discount;
        }
        if let Some(note) = note {
            self.note = clean_note(note.as_deref())?;
        }
        if let Some(inside) = note_inside {
            self.note_inside = inside;
        }
        Ok(())
    }
}

const LONGEST_NOTE: usize = 200;

/// What somebody typed, as it is kept; nothing where she typed nothing.
pub fn clean_note(note: Option<&str>) -> Result<Option<String>, Refusal> {
    let note = note.unwrap_or_default();
    card_number::refuse(note)?;
    let clean = note.chars().filter(|it| !it.is_control()).take(LONGEST_NOTE).collect::<String>().trim().to_owned();
    Ok(Some(clean).filter(|note| !note.is_empty()))
}

/// A product that the catalogue does not have, sold as it stands on the counter.
pub fn free(name: &str, barcode: Option<String>, price: UnitPrice, tax_class: &str, country: &Country) -> Result<Offered, Refusal> {
    check_price(price)?;
    barcode.as_deref().map_or(Ok(()), barcode::refuse_card)?;
    let tax_class = country.tax_class(tax_class)?.code.clone();
    Ok(Offered { product: None, name: clean_name(name)?, unit: Unit::Piece, barcode, price, tax_class, ..Offered::default() })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::user::Role;

    fn mexico() -> &'static Country {
        Country::find("MX").unwrap()
    }

    fn offered(product: u128, price: i64) -> Offered {
        Offered {
            product: Some(Id::from_u128(product)),
            name: "Leche".to_owned(),
            unit: Unit::Piece,
            barcode: None,
            price: UnitPrice::of(price),
            cost: None,
            tax_class: "iva0".to_owned(),
            ..Offered::default()
        }
    }

    fn cart_with(price: i64) -> Cart {
        let mut cart = Cart::empty(Id::from_u128(1));
        cart.add(Id::from_u128(2), offered(9, price), Quantity::ONE).unwrap();
        cart
    }

    #[test]
    fn the_same_product_again_makes_its_line_grow() {
        let mut cart = cart_with(285_000);
        cart.add(Id::from_u128(3), offered(9, 285_000), Quantity::of(2000)).unwrap();
        assert_eq!(cart.lines.len(), 1);
        assert_eq!(cart.lines[0].quantity, Quantity::of(3000));
    }

    #[test]
    fn a_line_with_a_note_or_a_discount_stays_alone() {
        let mut cart = cart_with(285_000);
        cart.lines[0].note = Some("frío".to_owned());
        cart.add(Id::from_u128(3), offered(9, 285_000), Quantity::ONE).unwrap();
        assert_eq!(cart.lines.len(), 2);
    }

    #[test]
    fn lowering_the_price_and_discounting_share_one_limit() {
        let mut cart = cart_with(1_000_000);
        cart.lines[0].discount = Some(Discount::Rate { rate: Rate::of(100_000) });
        assert!(cart.check_limits(mexico(), Powers::of(Role::Cashier)).is_ok());
        cart.lines[0].unit_price = UnitPrice::of(999_000);
        assert_eq!(cart.check_limits(mexico(), Powers::of(Role::Cashier)), Err(Refusal::DiscountNotPermitted { limit_percent: 10 }));
        assert!(cart.check_limits(mexico(), Powers::of(Role::Supervisor)).is_ok());
    }

    #[test]
    fn rule_37_what_a_supervisor_grants_reaches_as_far_as_her_own_limit() {
        let (cashier, boss) = (Powers::of(Role::Cashier), Powers::of(Role::Supervisor));
        let mut cart = cart_with(1_000_000);
        cart.granted = Some(PriceGrant::of(Id::from_u128(8), boss));
        assert_eq!(cart.granted_by(mexico(), cashier), None, "she could do that alone");
        cart.lines[0].discount = Some(Discount::Rate { rate: Rate::of(500_000) });
        assert!(cart.check_limits(mexico(), cashier).is_ok());
        assert_eq!(cart.granted_by(mexico(), cashier), Some(Id::from_u128(8)));
        cart.lines[0].discount = Some(Discount::Rate { rate: Rate::of(510_000) });
        assert_eq!(cart.check_limits(mexico(), cashier), Err(Refusal::DiscountNotPermitted { limit_percent: 50 }));
    }

    #[test]
    fn rule_37_below_the_floor_nothing_is_sold_by_whatever_means() {
        let careful = Powers { price_floor: Some(Rate::of(1_100_000)), discount: Rate::WHOLE, ..Powers::of(Role::Cashier) };
        let mut cart = cart_with(1_000_000);
        cart.lines[0].cost = Some(UnitPrice::of(800_000));
        assert!(cart.check_limits(mexico(), careful).is_ok(), "100.00 for what cost 80.00");
        cart.lines[0].discount = Some(Discount::Rate { rate: Rate::of(130_000) });
        assert_eq!(cart.check_limits(mexico(), careful), Err(Refusal::PriceTooLow), "87.00 is less than 88.00");
        cart.lines[0].discount = None;
        cart.discount = Some(Discount::Amount { amount: Money::of(1300) });
        assert_eq!(cart.check_limits(mexico(), careful), Err(Refusal::PriceTooLow));
        cart.granted = Some(PriceGrant::of(Id::from_u128(8), Powers::of(Role::Owner)));
        assert!(cart.check_limits(mexico(), careful).is_ok());
    }

    #[test]
    fn a_cashier_cannot_change_a_list_price_but_may_restore_it() {
        let mut line = cart_with(1_000_000).lines.remove(0);
        let to = |price| LineChange { unit_price: Some(UnitPrice::of(price)), ..LineChange::default() };
        assert_eq!(line.change(to(1), false), Err(Refusal::PriceNotPermitted));
        assert_eq!(line.change(to(1_000_000), false), Ok(()));
    }

    #[test]
    fn a_price_label_keeps_its_total_until_the_quantity_is_changed() {
        let mut cart = Cart::empty(Id::from_u128(1));
        let weighed = Offered { unit: Unit::Kg, ..offered(9, 329_000) };
        cart.add_label(Id::from_u128(2), weighed, LabelValue::Price(Money::of(2386)), 2).unwrap();
        assert_eq!(cart.ticket(mexico()).unwrap().total, Money::of(2386));
        cart.lines[0].change(LineChange { quantity: Some(Quantity::of(1000)), ..LineChange::default() }, false).unwrap();
        assert_eq!(cart.ticket(mexico()).unwrap().total, Money::of(3290));
    }
}
