//! Years of sales, written as the till writes them, a thousand a transaction.

use domain::Id;
use domain::sale::Ready;
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

/// One to eight pieces.
fn sale(business_date: chrono::NaiveDate, products: &[Id], random: &mut Random) -> Ready {
    let pieces: Vec<Id> = (0..=random.below(8)).map(|_| products[random.below(products.len())]).collect();
    scenarios::sales::ready("A", business_date, &pieces)
}
