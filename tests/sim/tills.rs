//! A till as it is in a shop: a real store in folders that can be lost, copied and put back.

use std::fs;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use app::SyncStorage;
use domain::customer::CustomerSaved;
use domain::entry::ProductSaved;
use domain::product::{Pricing, ProductFields};
use domain::{Id, UnitPrice};
use scenarios::sales::ready;
use store::{Lane, Now, Place, Store, StoreError, syncing};
use tempfile::TempDir;

/// Noon of some day.
const START_MS: i64 = 1_795_392_000_000;

/// A sale that somebody was told is saved.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Sold {
    pub epoch: Id,
    pub sequence: i64,
    pub sale: Id,
}

pub struct SimTill {
    folder: TempDir,
    place: Place,
    store: Option<Arc<Store>>,
    /// How far its clock is from the right time.
    pub ahead_ms: i64,
    copy: Option<PathBuf>,
    pub sold: Vec<Sold>,
    pub device: Id,
}

fn in_memory() -> TempDir {
    let fast = Path::new("/dev/shm");
    if fast.is_dir() { tempfile::tempdir_in(fast).unwrap() } else { tempfile::tempdir().unwrap() }
}

fn copy_folder(from: &Path, to: &Path) {
    fs::create_dir_all(to).unwrap();
    for entry in fs::read_dir(from).unwrap().flatten() {
        let target = to.join(entry.file_name());
        if entry.path().is_dir() {
            copy_folder(&entry.path(), &target);
        } else {
            fs::copy(entry.path(), target).unwrap();
        }
    }
}

impl SimTill {
    pub fn new(letter: &str) -> Self {
        Self::below(in_memory(), letter)
    }

    fn below(folder: TempDir, letter: &str) -> Self {
        let place = Place::in_folders(&folder.path().join("data"), &folder.path().join("config"), "a machine".to_owned());
        let place = Place { till: letter.to_owned(), ..place };
        let mut till = Self { folder, place, store: None, ahead_ms: 0, copy: None, sold: Vec::new(), device: Id::nil() };
        till.open(0);
        till
    }

    pub fn store(&self) -> &Arc<Store> {
        self.store.as_ref().unwrap()
    }

    pub fn sync(&self) -> SyncStorage {
        SyncStorage::of(self.store())
    }

    fn now(&self, time_ms: i64) -> Now {
        Now { ms: START_MS + time_ms + self.ahead_ms, offset_minutes: -360 }
    }

    pub fn open(&mut self, time_ms: i64) {
        let store = Store::open(self.place.clone(), None, self.now(time_ms)).unwrap();
        self.device = store.read(|conn| syncing::identity(conn, store.keys())).map(|(device, _)| device).unwrap();
        self.store = Some(Arc::new(store));
    }

    /// What was not committed is gone; what was, is there.
    pub fn crash(&mut self, time_ms: i64) {
        self.store = None;
        self.open(time_ms);
    }

    pub fn make_copy(&mut self, time_ms: i64) {
        self.store = None;
        let copy = self.folder.path().join("copy");
        let _ = fs::remove_dir_all(&copy);
        copy_folder(&self.folder.path().join("data"), &copy);
        self.copy = Some(copy);
        self.open(time_ms);
    }

    /// Somebody puts the copy in place of the data. Answers whether there was one.
    pub fn put_back(&mut self, time_ms: i64) -> bool {
        let Some(copy) = self.copy.clone() else { return false };
        self.store = None;
        fs::remove_dir_all(self.folder.path().join("data")).unwrap();
        copy_folder(&copy, &self.folder.path().join("data"));
        self.open(time_ms);
        true
    }

    /// The whole machine is copied, and both go on.
    pub fn cloned(&mut self, time_ms: i64) -> Self {
        self.store = None;
        let folder = in_memory();
        for part in ["data", "config"] {
            copy_folder(&self.folder.path().join(part), &folder.path().join(part));
        }
        self.open(time_ms);
        Self { ahead_ms: self.ahead_ms, ..Self::below(folder, &self.place.till) }
    }

    pub fn become_another(&self, time_ms: i64) {
        self.store().become_another(self.now(time_ms)).unwrap();
    }

    pub fn sell(&mut self, products: &[Id], time_ms: i64) {
        let date = "2026-11-22".parse().unwrap();
        let (sale, now) = (ready(&self.place.till, date, products), self.now(time_ms));
        let sold = self.store().write(Lane::Sale, move |tx| tx.append_sale(sale, Id::from_u128(7), now));
        let sale = sold.unwrap_or_else(|error: StoreError| panic!("{error}")).id;
        let chains = self.store().read(syncing::chains).unwrap();
        let current = chains.iter().find(|chain| chain.is_current).unwrap();
        self.sold.push(Sold { epoch: current.epoch, sequence: current.head.sequence, sale });
    }

    pub fn price(&self, product: Id, price: i64, time_ms: i64) {
        let fields = ProductFields {
            name: Some(format!("Leche {price}")),
            pricing: Some(Pricing { price: UnitPrice::of(price), tax_class: "iva16".to_owned() }),
            ..ProductFields::default()
        };
        let saved = ProductSaved { id: product, fields, barcodes_added: vec![format!("7{price}")], barcodes_removed: Vec::new() };
        let now = self.now(time_ms);
        self.store()
            .write(Lane::Interactive, move |tx| tx.append(saved, None, now))
            .map(drop)
            .unwrap_or_else(|error: StoreError| panic!("{error}"));
    }

    /// A person, whose name is sealed with a key of her own.
    pub fn customer(&self, time_ms: i64) {
        let now = self.now(time_ms);
        let saved = self.store().write(Lane::Interactive, move |tx| {
            let id = Id::new_v4();
            let whole = domain::customer::Contact { name: "Doña Lupe".to_owned(), ..Default::default() };
            let contact = tx.seal_of_person(id, &serde_json::to_string(&whole).unwrap())?;
            tx.append(CustomerSaved { id, contact, fiscal: None, active: true }, None, now)
        });
        saved.map(drop).unwrap_or_else(|error: StoreError| panic!("{error}"));
    }

    /// Whether an entry is in this till's journal.
    pub fn holds(&self, sold: &Sold) -> bool {
        let chains = self.store().read(|conn| {
            let mut statement = conn.prepare("select 1 from sales where id = ?")?;
            Ok::<_, StoreError>(statement.exists([sold.sale])?)
        });
        chains.unwrap()
    }
}
