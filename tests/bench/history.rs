//! Years of sales, written as the till writes them, a thousand a transaction.

use domain::cart::{Cart, Offered};
use domain::country::Country;
use domain::entry::Sealed;
use domain::product::Unit;
use domain::refund::Returns;
use domain::sale::{Counter, Ready, complete};
use domain::tender::Tender;
use domain::user::{Powers, Role};
use domain::{Id, Money, Quantity, UnitPrice};
use store::{Lane, Now, Store, StoreError};

use crate::rows::{NOW, Random};

pub const DAYS: i64 = 5 * 365;
pub const SALES_A_DAY: i64 = 150;
pub const DAY_MS: i64 = 86_400_000;

/// Five years that end the day before now.
pub fn write(store: &Store, products: &[Id]) {
    let mut random = Random(11);
    for day in 0..DAYS {
        write_day(store, NOW.ms - (DAYS - day) * DAY_MS, SALES_A_DAY, products, &mut random);
    }
}

/// So many sales in the first ten hours of a day, in one transaction.
pub fn write_day(store: &Store, start_ms: i64, count: i64, products: &[Id], random: &mut Random) {
    let date = chrono::DateTime::from_timestamp_millis(start_ms).unwrap().date_naive();
    let sales: Vec<Ready> = (0..count).map(|_| sale(date, products, random)).collect();
    let between_ms = usize::try_from(36_000_000 / count).unwrap();
    let sold = store.write(Lane::Bulk, move |tx| {
        for (sale, at_ms) in sales.into_iter().zip((start_ms..).step_by(between_ms)) {
            tx.append_sale(sale, Id::from_u128(7), Now { ms: at_ms, offset_minutes: NOW.offset_minutes })?;
        }
        Ok(())
    });
    sold.unwrap_or_else(|error: StoreError| panic!("{error}"));
}

/// One to eight pieces, paid in cash.
fn sale(business_date: chrono::NaiveDate, products: &[Id], random: &mut Random) -> Ready {
    let counter = Counter {
        country: Country::find("MX").unwrap(),
        till: "A".to_owned(),
        cashier: Id::from_u128(7),
        powers: Powers::of(Role::Owner),
        business_date,
        demo: false,
    };
    let mut cart = Cart::empty(Id::now_v7());
    for _ in 0..=random.below(8) {
        cart.add(Id::now_v7(), offered(products[random.below(products.len())]), Quantity::ONE).unwrap();
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
