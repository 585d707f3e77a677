#![allow(dead_code, clippy::unwrap_used)]
//! Tills in temporary folders, and the facts that happen at them.

pub mod happenings;

use std::path::Path;

use domain::cart::{Cart, Offered};
use domain::country::Country;
use domain::entry::*;
use domain::product::{Pricing, ProductFields, Unit};
use domain::refund::Returns;
use domain::sale::{Counter, Ready, complete};
use domain::tender::Tender;
use domain::user::{Powers, Role};
use domain::{Id, Money, Quantity, UnitPrice};
use store::{Lane, Now, Place, Store, StoreError, Tx};

pub fn now(ms: i64) -> Now {
    Now { ms: 1_795_392_000_000 + ms, offset_minutes: -360 }
}

pub fn place(folder: &Path, till: &str) -> Place {
    Place { till: till.to_owned(), ..Place::in_folders(&folder.join("data"), &folder.join("config"), "this machine".to_owned()) }
}

pub fn till(folder: &Path) -> Store {
    Store::open(place(folder, "A"), None, now(0)).unwrap()
}

pub fn write<T: Send + 'static>(store: &Store, act: impl FnOnce(&mut Tx<'_>) -> Result<T, StoreError> + Send + 'static) -> T {
    store.write(Lane::Interactive, act).unwrap()
}

pub fn product(id: u128, name: &str, price: i64) -> ProductSaved {
    ProductSaved {
        id: Id::from_u128(id),
        fields: ProductFields {
            name: Some(name.to_owned()),
            sku: Some(id.to_string()),
            unit: Some(Unit::Piece),
            pricing: Some(Pricing { price: UnitPrice::of(price), tax_class: "iva16".to_owned() }),
            cost: Some(None),
            favourite: Some(false),
            active: Some(true),
            track_stock: Some(true),
            ..ProductFields::default()
        },
        barcodes_added: vec![format!("750000000{id:04}")],
        barcodes_removed: vec![],
    }
}

/// A cash sale of these products, one line each.
pub fn ready(sale: u128, products: &[u128]) -> Ready {
    let country = Country::find("MX").unwrap();
    let mut cart = Cart::empty(Id::from_u128(sale));
    for (n, product) in (1..).zip(products) {
        let offered = Offered {
            product: Some(Id::from_u128(*product)),
            name: format!("Artículo {product}"),
            unit: Unit::Piece,
            barcode: None,
            price: UnitPrice::of(105_000),
            cost: Some(UnitPrice::of(70_000)),
            tax_class: "iva16".to_owned(),
            ..Offered::default()
        };
        cart.add(Id::from_u128(sale * 1000 + n), offered, Quantity::ONE).unwrap();
    }
    let counter = Counter {
        country,
        till: "A".to_owned(),
        cashier: Id::from_u128(7),
        powers: Powers::of(Role::Owner),
        business_date: "2026-11-22".parse().unwrap(),
        demo: false,
    };
    let tenders = [Tender::Cash { amount: Money::of(1_000_000) }];
    complete(&counter, &cart, &[], &Returns::none(), &tenders, |_| Sealed { key: String::new(), text: String::new() }).unwrap()
}

pub fn sell(store: &Store, sale: u128, products: &[u128]) -> String {
    let ready = ready(sale, products);
    let sold = write(store, move |tx| tx.append_sale(ready, Id::from_u128(7), now(i64::try_from(sale).unwrap())));
    format!("{}-{}", sold.number.series, sold.number.number)
}
