//! A product: several barcodes, sold by piece or by weight, in one tax class. Fields are registers: each keeps its last writer.

use serde::{Deserialize, Serialize};
use ts_rs::TS;

use crate::units::{Quantity, UnitPrice};
use crate::{Id, Refusal, barcode, card_number};

#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum Unit {
    #[default]
    Piece,
    Kg,
    G,
    L,
    M,
}

impl Unit {
    #[must_use]
    pub fn symbol(self) -> &'static str {
        match self {
            Self::Piece => "",
            Self::Kg => "kg",
            Self::G => "g",
            Self::L => "l",
            Self::M => "m",
        }
    }

    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        [Self::Piece, Self::Kg, Self::G, Self::L, Self::M].into_iter().find(|unit| unit.name() == text)
    }

    #[must_use]
    pub fn name(self) -> &'static str {
        if matches!(self, Self::Piece) { "piece" } else { self.symbol() }
    }
}

/// Articles as a customer counts them: pieces one by one, a weighed bag as one; what comes back counts against them.
#[must_use]
pub fn articles(unit: Unit, quantity: Quantity) -> Quantity {
    match unit {
        Unit::Piece => quantity,
        _ if quantity.is_negative() => -Quantity::ONE,
        _ => Quantity::ONE,
    }
}

/// Above this a quantity is a barcode typed into the wrong field.
pub const LARGEST_QUANTITY: Quantity = Quantity::of(99_999_000);

/// What a cashier may ask for: above zero, not absurd, and whole where pieces are sold.
pub fn check_quantity(quantity: Quantity, unit: Unit) -> Result<(), Refusal> {
    if quantity <= Quantity::ZERO || quantity > LARGEST_QUANTITY {
        return Err(Refusal::QuantityInvalid { limit: LARGEST_QUANTITY.get() / 1000 });
    }
    if unit == Unit::Piece && quantity.get() % 1000 != 0 { Err(Refusal::QuantityNotWhole) } else { Ok(()) }
}

/// A hundred million of the currency unit: dearer than anything that goes over a counter.
pub const LARGEST_PRICE: UnitPrice = UnitPrice::of(1_000_000_000_000);

pub fn check_price(price: UnitPrice) -> Result<(), Refusal> {
    if price.is_negative() || price > LARGEST_PRICE { Err(Refusal::PriceInvalid) } else { Ok(()) }
}

/// Price and tax class are one register: half of one edit and half of another would be a price that nobody set.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Pricing {
    pub price: UnitPrice,
    pub tax_class: String,
}

/// The fields of a product that one entry sets; what is absent stays as it was.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct ProductFields {
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub sku: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub unit: Option<Unit>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub pricing: Option<Pricing>,
    /// `Some(None)` takes the cost away.
    #[serde(default, skip_serializing_if = "Option::is_none", with = "twice")]
    pub cost: Option<Option<UnitPrice>>,
    #[serde(default, skip_serializing_if = "Option::is_none", with = "twice")]
    pub category: Option<Option<Id>>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub favourite: Option<bool>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub active: Option<bool>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub track_stock: Option<bool>,
    #[serde(default, skip_serializing_if = "Option::is_none", with = "twice")]
    pub min_stock: Option<Option<Quantity>>,
    /// Whoever is younger may not buy it.
    #[serde(default, skip_serializing_if = "Option::is_none", with = "twice")]
    pub minimum_age: Option<Option<u8>>,
    /// What the cashier should know when she sells it; empty: nothing.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub warning: Option<String>,
}

impl ProductFields {
    /// Trims names and refuses what no shelf could hold.
    pub fn check(mut self) -> Result<Self, Refusal> {
        self.name = self.name.map(|name| clean_name(&name)).transpose()?;
        self.sku = self.sku.map(|sku| clean_sku(&sku)).transpose()?;
        self.pricing.as_ref().map_or(Ok(()), |pricing| check_price(pricing.price))?;
        self.cost.flatten().map_or(Ok(()), check_price)?;
        self.minimum_age.flatten().map_or(Ok(()), check_age)?;
        self.warning = self.warning.map(|warning| clean_warning(&warning)).transpose()?;
        Ok(self)
    }
}

const OLDEST: u8 = 99;

fn check_age(age: u8) -> Result<(), Refusal> {
    if (1..=OLDEST).contains(&age) { Ok(()) } else { Err(Refusal::FieldInvalid { field: "minimum_age" }) }
}

fn clean_warning(warning: &str) -> Result<String, Refusal> {
    if warning.trim().is_empty() { Ok(String::new()) } else { clean_name(warning) }
}

pub const LONGEST_NAME: usize = 120;

/// Names are one line of visible characters.
pub fn clean_name(name: &str) -> Result<String, Refusal> {
    card_number::refuse(name)?;
    let visible: String = name.chars().map(|it| if it.is_control() { ' ' } else { it }).collect();
    let name = visible.split_whitespace().collect::<Vec<_>>().join(" ");
    if name.is_empty() || name.chars().count() > LONGEST_NAME { Err(Refusal::NameRequired) } else { Ok(name) }
}

fn clean_sku(sku: &str) -> Result<String, Refusal> {
    card_number::refuse(sku)?;
    let sku = sku.trim().to_owned();
    let fits = !sku.is_empty() && sku.len() <= barcode::LONGEST && !sku.chars().any(char::is_control);
    if fits { Ok(sku) } else { Err(Refusal::FieldInvalid { field: "sku" }) }
}

/// An option inside an option: absent, null and a value are three different things.
mod twice {
    use serde::{Deserialize, Deserializer, Serialize, Serializer};

    pub fn serialize<S: Serializer, T: Serialize>(value: &Option<Option<T>>, serializer: S) -> Result<S::Ok, S::Error> {
        value.as_ref().and_then(Option::as_ref).serialize(serializer)
    }

    pub fn deserialize<'de, D: Deserializer<'de>, T: Deserialize<'de>>(deserializer: D) -> Result<Option<Option<T>>, D::Error> {
        Option::<T>::deserialize(deserializer).map(Some)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_lose_their_control_characters_and_nothing_else() {
        assert_eq!(clean_name("  Piñata \u{1b}p\u{0}  grande\n"), Ok("Piñata p grande".to_owned()));
        assert_eq!(clean_name("\u{7}"), Err(Refusal::NameRequired));
    }

    #[test]
    fn absent_null_and_a_value_survive_json() {
        for cost in [None, Some(None), Some(Some(UnitPrice::of(5)))] {
            let fields = ProductFields { cost, ..ProductFields::default() };
            let text = serde_json::to_string(&fields).unwrap();
            assert_eq!(serde_json::from_str::<ProductFields>(&text).unwrap(), fields, "{text}");
        }
    }

    #[test]
    fn quantities_are_positive_sane_and_whole_for_pieces() {
        assert!(check_quantity(Quantity::of(725), Unit::Kg).is_ok());
        assert_eq!(check_quantity(Quantity::of(725), Unit::Piece), Err(Refusal::QuantityNotWhole));
        assert!(check_quantity(Quantity::ZERO, Unit::Kg).is_err());
        assert!(check_quantity(Quantity::of(7_501_055_300_075_000), Unit::Piece).is_err(), "a barcode is not a quantity");
    }
}
