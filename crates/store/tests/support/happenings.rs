//! What happens at three tills that write over each other, and what a fourth that only listens makes of it.

use std::path::Path;

use domain::Id;
use domain::entry::*;
use domain::product::{Pricing, ProductFields};
use domain::units::{Quantity, UnitPrice};
use store::testing::catch_up;
use store::{Store, shared_dump};

use super::*;

/// Something that happens at a till.
#[derive(Debug, Clone)]
pub enum Happening {
    Create(u128),
    Rename(u128, u8),
    Reprice(u128, i64),
    ClearCost(u128),
    SetCost(u128, i64),
    AddCode(u128, u8),
    RemoveCode(u128, u8),
    Stock(u128, i64),
    Sell(Vec<u128>),
    Category(u128, u8),
    Shop(u8),
    Reprint(u128),
}

fn edit(id: u128, fields: ProductFields) -> Fact {
    ProductSaved { id: Id::from_u128(id), fields, barcodes_added: vec![], barcodes_removed: vec![] }.into()
}

fn codes(id: u128, added: Vec<String>, removed: Vec<String>) -> Fact {
    ProductSaved { id: Id::from_u128(id), fields: ProductFields::default(), barcodes_added: added, barcodes_removed: removed }.into()
}

fn fact(happening: &Happening) -> Option<Fact> {
    let none = ProductFields::default;
    Some(match happening.clone() {
        Happening::Create(id) => product(id, "Nuevo", 100_000).into(),
        Happening::Rename(id, to) => edit(id, ProductFields { name: Some(format!("Nombre {to}")), ..none() }),
        Happening::Reprice(id, to) => {
            edit(id, ProductFields { pricing: Some(Pricing { price: UnitPrice::of(to), tax_class: "iva0".to_owned() }), ..none() })
        }
        Happening::ClearCost(id) => edit(id, ProductFields { cost: Some(None), ..none() }),
        Happening::SetCost(id, to) => edit(id, ProductFields { cost: Some(Some(UnitPrice::of(to))), ..none() }),
        Happening::AddCode(id, code) => codes(id, vec![format!("c{code}")], vec![]),
        Happening::RemoveCode(id, code) => codes(id, vec![], vec![format!("c{code}")]),
        Happening::Stock(id, by) => {
            StockMoved { product: Id::from_u128(id), quantity: Quantity::of(by), reason: StockReason::Correction }.into()
        }
        Happening::Category(id, to) => CategorySaved {
            id: Id::from_u128(id),
            name: format!("Categoría {to}"),
            icon: "box".to_owned(),
            tint: "azul".to_owned(),
            position: i64::from(to),
            active: true,
        }
        .into(),
        Happening::Shop(to) => ShopConfigured {
            name: format!("Tienda {to}"),
            tax_id: String::new(),
            address: String::new(),
            country: "MX".to_owned(),
            language: domain::country::Language::Es,
            time_zone: "UTC".to_owned(),
            day_cut_hour: 0,
            demo: false,
            logo: None,
        }
        .into(),
        Happening::Reprint(sale) => ReceiptReprinted { sale: Id::from_u128(sale) }.into(),
        Happening::Sell(_) => return None,
    })
}

/// A device lives through its happenings, its wall clock `skew_ms` away from the others'.
pub fn live(folder: &Path, device: u128, skew_ms: i64, happenings: &[Happening]) -> Store {
    let store = till(folder);
    for (n, happening) in (1_u128..).zip(happenings) {
        let at = now(skew_ms + i64::try_from(n).unwrap() * 1000);
        if let Some(fact) = fact(happening) {
            write(&store, move |tx| tx.append(fact, None, at));
        } else if let Happening::Sell(products) = happening {
            sell(&store, device * 10_000 + n, products);
        }
    }
    store
}

pub use store::testing::Chain;

/// A device that only listens hears the chains in this interleaving. Answers its shared tables.
pub fn hear(chains: &[Chain], order: &[usize]) -> Vec<String> {
    let folder = tempfile::tempdir().unwrap();
    let store = till(folder.path());
    let mut next = vec![0; chains.len()];
    for &turn in order {
        let device = (0..chains.len()).map(|offset| (turn + offset) % chains.len()).find(|&device| next[device] < chains[device].len());
        let Some(device) = device else { break };
        let (bytes, signature) = chains[device][next[device]].clone();
        next[device] += 1;
        assert!(write(&store, move |tx| tx.receive(&bytes, &signature)), "an entry in its order is new");
    }
    catch_up(&store).unwrap();
    store.read(shared_dump).unwrap()
}
