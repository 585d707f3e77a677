//! What happens at three tills that write over each other, and what a fourth that only listens makes of it.

use std::fs;
use std::path::Path;
use std::sync::LazyLock;

use domain::Id;
use domain::entry::*;
use domain::product::{Pricing, ProductFields};
use domain::units::{Quantity, UnitPrice};
use store::read::users::is_erased;
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
    Person(u128, u8),
    Erase(u128),
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
        Happening::Erase(person) => PersonErased { person: Id::from_u128(person) }.into(),
        Happening::Sell(_) | Happening::Person(..) => return None,
    })
}

/// Key files that know two people: tills of one shop share the keys of its people, so that each could open what another has sealed.
static SHARED_KEYS: LazyLock<Vec<u8>> = LazyLock::new(|| {
    let folder = tempfile::tempdir().unwrap();
    let store = till(folder.path());
    (1..3).for_each(|person| drop(store.keys().seal_of_person(Id::from_u128(person), "").unwrap()));
    let mut keys: serde_json::Value = serde_json::from_slice(&fs::read(&store.place().keys).unwrap()).unwrap();
    keys["signing"] = serde_json::json!({});
    serde_json::to_vec(&keys).unwrap()
});

fn till_of_the_shop(folder: &Path) -> Store {
    let keys = place(folder, "A").keys;
    fs::create_dir_all(keys.parent().unwrap()).unwrap();
    fs::write(&keys, &*SHARED_KEYS).unwrap();
    till(folder)
}

/// Nobody edits whom this till knows to be erased; another till may not know it yet.
fn save_person(store: &Store, person: u128, to: u8, at: Now) {
    let id = Id::from_u128(person);
    write(store, move |tx| {
        if is_erased(tx, id)? {
            return Ok(());
        }
        let secret = to.is_multiple_of(2).then(|| tx.seal_of_person(id, &format!("PIN {to}"))).transpose()?;
        let name = tx.seal_of_person(id, &format!("Persona {to}"))?;
        tx.append(UserSaved { id, name, role: Role::Cashier, own_role: None, active: !to.is_multiple_of(3), secret, badge: None }, None, at)
            .map(drop)
    });
}

/// A device lives through its happenings, its wall clock `skew_ms` away from the others'.
pub fn live(folder: &Path, device: u128, skew_ms: i64, happenings: &[Happening]) -> Store {
    let store = till_of_the_shop(folder);
    for (n, happening) in (1_u128..).zip(happenings) {
        let at = now(skew_ms + i64::try_from(n).unwrap() * 1000);
        if let Some(fact) = fact(happening) {
            write(&store, move |tx| tx.append(fact, None, at));
        }
        match happening {
            Happening::Sell(products) => drop(sell(&store, device * 10_000 + n, products)),
            Happening::Person(person, to) => save_person(&store, *person, *to, at),
            Happening::Erase(person) => store.erase(Id::from_u128(*person)).unwrap(),
            _ => {}
        }
    }
    store
}

pub use store::testing::Chain;

/// A device that only listens hears the chains in this interleaving. Answers its shared tables.
pub fn hear(chains: &[Chain], order: &[usize]) -> Vec<String> {
    let folder = tempfile::tempdir().unwrap();
    let store = till_of_the_shop(folder.path());
    let mut next = vec![0; chains.len()];
    for &turn in order {
        let device = (0..chains.len()).map(|offset| (turn + offset) % chains.len()).find(|&device| next[device] < chains[device].len());
        let Some(device) = device else { break };
        let (bytes, signature) = chains[device][next[device]].clone();
        next[device] += 1;
        assert!(write(&store, move |tx| tx.receive(&bytes, &signature)), "an entry in its order is new");
    }
    catch_up(&store).unwrap();
    assert_eq!(store::testing::replay(&store).unwrap(), None, "P1 holds for what is heard, too");
    store.read(shared_dump).unwrap()
}
