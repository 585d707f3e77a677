#![allow(clippy::unwrap_used)]
//! Entries from the future: verified, kept and forwarded as they are, and understood once the program is new enough. A process of its own,
//! because a kind is hidden for all of it.

mod support;

use std::sync::{Mutex, PoisonError};

use domain::Id;
use domain::entry::{Fact, ReceiptReprinted, StockMoved, StockReason};
use domain::units::Quantity;
use store::testing::{Chain, catch_up, exported, hidden, replay};
use store::{Store, shared_dump, verify_chain};
use support::*;

/// What is hidden is hidden for every test of this process.
static ONE_AT_A_TIME: Mutex<()> = Mutex::new(());

/// A newer till's chain: a kind that nobody here knows among others.
fn newer() -> Chain {
    let folder = tempfile::tempdir().unwrap();
    let store = till(folder.path());
    write(&store, move |tx| tx.append(product(1, "Leche", 285_000), None, now(1)));
    let landed = Fact::Unknown { kind: "drone.landed".to_owned(), version: 3, body: serde_json::json!({"wings": 2}) };
    write(&store, move |tx| tx.append(landed, None, now(2)));
    for sale in 10..14 {
        sell(&store, sale, &[1, 2]);
        let moved = StockMoved { product: Id::from_u128(2), quantity: Quantity::of(7_000), reason: StockReason::Correction };
        write(&store, move |tx| tx.append(moved, None, now(3)));
        write(&store, move |tx| tx.append(product(2, &format!("Pan {sale}"), 100_000), None, now(3)));
        write(&store, move |tx| tx.append(ReceiptReprinted { sale: Id::from_u128(sale) }, None, now(4)));
    }
    exported(&store).unwrap()
}

fn hear(store: &Store, chain: &Chain) {
    let chain = chain.clone();
    write(store, move |tx| chain.iter().try_for_each(|(bytes, signature)| tx.receive(bytes, signature).map(|is_new| assert!(is_new))));
}

fn parked(store: &Store) -> i64 {
    store.read(|conn| Ok::<_, store::StoreError>(conn.query_row("select count(*) from parked", [], |row| row.get(0))?)).unwrap()
}

#[test]
fn an_unknown_kind_is_verified_kept_and_forwarded_as_it_came() {
    let _one = ONE_AT_A_TIME.lock().unwrap_or_else(PoisonError::into_inner);
    let chain = newer();
    let folder = tempfile::tempdir().unwrap();
    let store = till(folder.path());
    hear(&store, &chain);
    assert_eq!(parked(&store), 1);
    assert_eq!(exported(&store).unwrap()[1..], chain, "bytes and signatures, after this till's own first entry");
    catch_up(&store).unwrap();
    assert_eq!(parked(&store), 1, "it is still not understood");
    assert_eq!((store.read(verify_chain).unwrap().first_bad, replay(&store).unwrap()), (None, None));
}

/// Hears a chain while a kind is unknown, sells, is updated, and understands: every table is as if it had always understood.
fn understood_late(kind: &str) {
    let chain = newer();
    let folder = tempfile::tempdir().unwrap();
    let store = till(folder.path());
    let unknown = hidden::hide(kind);
    hear(&store, &chain);
    write(&store, move |tx| tx.append(product(2, "Pan de aquí", 90_000), None, now(500)));
    sell(&store, 900, &[1, 2]);
    catch_up(&store).unwrap();
    assert!(parked(&store) > 1, "{kind} is parked");
    drop(store);
    drop(unknown);
    let store = till(folder.path());
    catch_up(&store).unwrap();
    assert_eq!(parked(&store), 1, "all but the one that nobody knows");
    assert_eq!(replay(&store).unwrap(), None, "{kind}: late is as good as in time");
    assert_eq!(store.read(shared_dump).unwrap(), understood_at_once(&store), "{kind}");
}

/// Of a till that knew every kind when it heard the same entries.
fn understood_at_once(of: &Store) -> Vec<String> {
    let folder = tempfile::tempdir().unwrap();
    let store = till(folder.path());
    hear(&store, &exported(of).unwrap());
    catch_up(&store).unwrap();
    store.read(shared_dump).unwrap()
}

#[test]
fn what_is_understood_later_is_projected_as_if_it_always_had_been() {
    let _one = ONE_AT_A_TIME.lock().unwrap_or_else(PoisonError::into_inner);
    for kind in ["product.saved", "sale.completed", "stock.moved", "receipt.reprinted"] {
        understood_late(kind);
    }
}

/// The opening does not wait for it, and neither does a customer.
#[test]
fn a_sale_goes_on_while_parked_entries_are_understood() {
    let _one = ONE_AT_A_TIME.lock().unwrap_or_else(PoisonError::into_inner);
    let folder = tempfile::tempdir().unwrap();
    let store = till(folder.path());
    let unknown = hidden::hide("product.saved");
    write(&store, move |tx| {
        (1..=2_000).try_for_each(|id| tx.append(product(id, &format!("Artículo {id}"), 100_000), None, now(1)).map(drop))
    });
    drop(store);
    drop(unknown);
    let store = till(folder.path());
    let mut while_parked = 0;
    while parked(&store) > 0 {
        sell(&store, 10_000 + while_parked, &[1]);
        while_parked += 1;
    }
    assert!(while_parked > 0, "the first customer was served before it ended");
    catch_up(&store).unwrap();
    assert_eq!((store.read(verify_chain).unwrap().sales, replay(&store).unwrap()), (i64::try_from(while_parked).unwrap(), None));
}
