//! A sale that more than one golden file is about.

use domain::Id;
use domain::entry::Sealed;
use domain::number::LegalNumber;
use domain::product::Unit;
use domain::sale::{PaidTender, RemovedLine, SaleCompleted, SaleLine};
use domain::tax::PriceMode;
use domain::tender::Tender;
use domain::ticket::{Discount, LineTax, TaxSum};
use domain::units::{Money, Quantity, Rate, UnitPrice};

pub fn sealed() -> Sealed {
    journal::seal::seal("notes-2026-11", &[3; 32], [5; 24], "sin hielo")
}

pub fn sale() -> SaleCompleted {
    let (net, tax, total) = (Money::of(17_240), Money::of(2_760), Money::of(20_000));
    SaleCompleted {
        id: Id::from_u128(100),
        number: LegalNumber { series: "A".to_owned(), number: 1042 },
        business_date: "2026-11-22".parse().unwrap(),
        till: "A".to_owned(),
        cashier: Id::from_u128(7),
        shift: None,
        customer: None,
        account: None,
        country: "MX".to_owned(),
        currency: "MXN".to_owned(),
        price_mode: PriceMode::Inclusive,
        lines: vec![SaleLine {
            id: Id::from_u128(101),
            product: Some(Id::from_u128(50)),
            name: "Café de olla 1 kg".to_owned(),
            unit: Unit::Piece,
            barcode: Some("7501055300075".to_owned()),
            quantity: Quantity::of(2000),
            unit_price: UnitPrice::of(1_050_000),
            list_price: UnitPrice::of(1_050_000),
            cost: Some(UnitPrice::of(700_000)),
            tax_class: "iva16".to_owned(),
            printed: None,
            discount: Some(Discount::Amount { amount: Money::of(1000) }),
            list: Money::of(21_000),
            line_discount: Money::of(1000),
            ticket_discount: Money::ZERO,
            net,
            taxes: vec![LineTax { code: "iva".to_owned(), rate: Rate::of(160_000), base: net, amount: tax }],
            total,
            note: Some(sealed()),
            note_inside: false,
            returned: None,
        }],
        discount: None,
        taxes: vec![TaxSum { code: "iva".to_owned(), rate: Rate::of(160_000), base: net, amount: tax }],
        subtotal: Money::of(21_000),
        discounts: Money::of(1000),
        net,
        tax,
        total,
        rounding: Money::ZERO,
        tenders: vec![PaidTender {
            tender: Tender::Cash { amount: Money::of(50_000) },
            currency: "MXN".to_owned(),
            exchange_rate: Rate::WHOLE,
            base_amount: Money::of(50_000),
        }],
        change: Money::of(30_000),
        removed: vec![RemovedLine { product: None, name: "Bolsa".to_owned(), quantity: Quantity::ONE, unit_price: UnitPrice::of(10_000) }],
        approved_by: None,
        age_checked: None,
        quotation: None,
        points: Vec::new(),
        carried: Vec::new(),
        fiscal: None,
        demo: false,
    }
}
