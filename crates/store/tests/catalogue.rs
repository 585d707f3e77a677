#![allow(clippy::unwrap_used)]
//! Many products at once, and finding them again by name.

mod support;

use domain::Id;
use domain::product::{Pricing, ProductFields};
use domain::units::{Quantity, UnitPrice};
use store::bulk::{Attachment, Row, progress};
use store::read::products;
use store::search::Vocabulary;
use store::testing::{catch_up, replay};
use store::{Store, StoreError};
use support::*;

const NAMES: [&str; 8] = [
    "Leche entera Lala 1 L",
    "Leche deslactosada Lala 1 L",
    "Café soluble Nescafé clásico 225 g",
    "Chocolate con leche Carlos V",
    "Jabón Zote rosa 400 g",
    "Refresco Coca-Cola 600 ml",
    "Piñata de papel",
    "Agua mineral Peñafiel 600 ml",
];

fn import(store: &Store, count: u128) {
    let mut attachment = Attachment::begin(&store.place().blobs()).unwrap();
    for id in 1..=count {
        let name = format!("{} {id}", NAMES[usize::try_from(id).unwrap() % NAMES.len()]);
        attachment.add(&Row { product: product(id, &name, 105_000), opening: Some(Quantity::of(1000)) }).unwrap();
    }
    let bulk = attachment.finish().unwrap();
    write(store, move |tx| tx.append(bulk, None, now(5)));
}

fn named(store: &Store, vocabulary: &Vocabulary, text: &str) -> Vec<String> {
    store.read(|conn| products::by_name(conn, vocabulary, text, 5)).unwrap().into_iter().map(|product| product.name).collect()
}

#[test]
fn an_import_commits_at_once_and_its_rows_follow() {
    let folder = tempfile::tempdir().unwrap();
    let store = till(folder.path());
    import(&store, 3000);
    sell(&store, 10, &[1, 2]);
    catch_up(&store).unwrap();
    assert_eq!(store.read(|conn| progress(conn, &store.place().blobs())).unwrap(), None);
    assert_eq!(store.read(|conn| products::count(conn, &products::Page::default())).unwrap(), 3000);
    let first = store.read(|conn| products::find(conn, Id::from_u128(1))).unwrap().unwrap();
    assert_eq!(first.stock, Quantity::ZERO, "the opening piece and the one sold meanwhile");
    assert_eq!(replay(&store).unwrap(), None);
}

#[test]
fn an_import_goes_on_after_a_restart() {
    let folder = tempfile::tempdir().unwrap();
    let store = till(folder.path());
    import(&store, 3000);
    drop(store);
    let store = till(folder.path());
    catch_up(&store).unwrap();
    assert_eq!(store.read(|conn| products::count(conn, &products::Page::default())).unwrap(), 3000);
}

#[test]
fn an_edit_made_before_its_row_is_projected_wins() {
    let folder = tempfile::tempdir().unwrap();
    let store = till(folder.path());
    import(&store, 3000);
    let fields =
        ProductFields { pricing: Some(Pricing { price: UnitPrice::of(7), tax_class: "iva0".to_owned() }), ..ProductFields::default() };
    let last = Id::from_u128(3000);
    let edit = domain::entry::ProductSaved { id: last, fields, barcodes_added: vec![], barcodes_removed: vec![] };
    write(&store, move |tx| tx.append(edit, None, now(6)));
    catch_up(&store).unwrap();
    assert_eq!(store.read(|conn| products::find(conn, last)).unwrap().unwrap().price, UnitPrice::of(7));
    assert_eq!(replay(&store).unwrap(), None);
}

#[test]
fn a_missing_attachment_waits_and_loses_nothing() {
    let folder = tempfile::tempdir().unwrap();
    let store = till(folder.path());
    let blobs = place(folder.path(), "A").database.with_file_name("blobs");
    import(&store, 50);
    drop(store);
    std::fs::rename(&blobs, blobs.with_extension("away")).unwrap();
    let store = till(folder.path());
    catch_up(&store).unwrap();
    assert_eq!(sell(&store, 10, &[1]), "A-1", "the till sells all the same");
    drop(store);
    if blobs.exists() {
        std::fs::remove_dir_all(&blobs).unwrap();
    }
    std::fs::rename(blobs.with_extension("away"), &blobs).unwrap();
    let store = till(folder.path());
    catch_up(&store).unwrap();
    assert_eq!(store.read(|conn| products::count(conn, &products::Page::default())).unwrap(), 50);
}

#[test]
fn rows_out_of_order_are_refused() {
    let folder = tempfile::tempdir().unwrap();
    let store = till(folder.path());
    let mut attachment = Attachment::begin(&store.place().blobs()).unwrap();
    let row = |id| Row { product: product(id, "Leche", 1), opening: None };
    attachment.add(&row(2)).unwrap();
    assert!(matches!(attachment.add(&row(1)), Err(StoreError::Impossible(_))));
}

#[test]
fn names_are_found_without_accents_in_any_order_and_with_typos() {
    let folder = tempfile::tempdir().unwrap();
    let store = till(folder.path());
    import(&store, 400);
    catch_up(&store).unwrap();
    let vocabulary = Vocabulary::default();
    let first = |text: &str| named(&store, &vocabulary, text).first().cloned().unwrap_or_default();
    assert!(first("cafe").starts_with("Café"));
    assert!(first("cafe nescafe 225").starts_with("Café"));
    assert!(first("lala leche").starts_with("Leche"), "word order does not matter");
    assert!(first("lech").starts_with("Leche"), "a name that begins with it comes before one that only has it");
    assert!(first("lehce lala").starts_with("Leche"), "a swap is one typo");
    assert!(first("cocacola").is_empty() && first("coca kola").starts_with("Refresco"));
    assert!(first("pinata").starts_with("Piñata"));
    assert!(first("penafeil").starts_with("Agua"));
    assert!(first("zzzz").is_empty() && first("").is_empty() && first("\"'*%").is_empty());
}

#[test]
fn a_new_name_is_found_and_the_old_one_is_not() {
    let folder = tempfile::tempdir().unwrap();
    let store = till(folder.path());
    import(&store, 20);
    catch_up(&store).unwrap();
    let vocabulary = Vocabulary::default();
    assert!(!named(&store, &vocabulary, "jabon 4").is_empty());
    let fields = ProductFields { name: Some("Detergente Ariel".to_owned()), ..ProductFields::default() };
    let edit = domain::entry::ProductSaved { id: Id::from_u128(4), fields, barcodes_added: vec![], barcodes_removed: vec![] };
    write(&store, move |tx| tx.append(edit, None, now(60_000)));
    catch_up(&store).unwrap();
    assert_eq!(named(&store, &vocabulary, "ariel"), ["Detergente Ariel"]);
    assert!(named(&store, &vocabulary, "jabon 4").iter().all(|name| name != "Detergente Ariel"));
}
