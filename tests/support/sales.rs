//! Sales as the domain decides them, for whoever writes them without a screen.

use domain::cart::{Cart, Offered};
use domain::country::Country;
use domain::entry::Sealed;
use domain::product::Unit;
use domain::refund::Returns;
use domain::sale::{Counter, Ready, complete};
use domain::tender::Tender;
use domain::user::{Powers, Role};
use domain::{Id, Money, Quantity, UnitPrice};

/// One piece of each, a line each, paid in cash.
#[must_use]
pub fn ready(till: &str, business_date: chrono::NaiveDate, products: &[Id]) -> Ready {
    let counter = Counter {
        country: Country::find("MX").unwrap(),
        till: till.to_owned(),
        cashier: Id::from_u128(7),
        powers: Powers::of(Role::Owner),
        business_date,
        demo: false,
    };
    let mut cart = Cart::empty(Id::now_v7());
    for product in products {
        cart.add(Id::now_v7(), offered(*product), Quantity::ONE).unwrap();
    }
    let tenders = [Tender::Cash { amount: Money::of(1_000_000) }];
    complete(&counter, &cart, &[], &Returns::none(), &tenders, |_| Sealed { key: String::new(), text: String::new() }).unwrap()
}

fn offered(product: Id) -> Offered {
    Offered {
        product: Some(product),
        name: "Leche entera 1 L".to_owned(),
        unit: Unit::Piece,
        barcode: Some("7501020512328".to_owned()),
        price: UnitPrice::of(105_000),
        cost: None,
        tax_class: "iva16".to_owned(),
        ..Offered::default()
    }
}
