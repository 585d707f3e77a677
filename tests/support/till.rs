//! A till in a folder of its own, with a clock that the scenario sets. When it goes, its journal is verified.

use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicI64, AtomicU64, Ordering};
use std::sync::{Arc, Mutex};
use std::time::Duration;

use app::platform::disk::RemovableDisk;
use app::{App, Caller, Failure, Machine, Surface};
use chrono::DateTime;
use domain::entry::Fact;
use domain::sale::SaleCompleted;
use journal::Entry;
use serde_json::{Value, json};
use store::{Connection, KeyStore, Place, Report};
use tempfile::TempDir;

use crate::{FakePrinter, wait_until};

/// Noon in Mexico.
const START: &str = "2026-11-23T18:00:00Z";
/// The session of the till's window.
const WINDOW: &str = "window:till";
pub const OWNER_PIN: &str = "407193";

#[must_use]
pub fn cash(amount: i64) -> Value {
    json!({"method": "cash", "amount": amount})
}

#[must_use]
pub fn card(amount: i64) -> Value {
    json!({"method": "card", "amount": amount, "reference": "R-77", "brand": "Visa", "last_four": "4242", "authorisation": "A81"})
}

#[must_use]
pub fn transfer(amount: i64) -> Value {
    json!({"method": "transfer", "amount": amount, "reference": "SPEI 9"})
}

pub struct Till {
    folder: TempDir,
    pub place: Place,
    clock_ms: Arc<AtomicI64>,
    uptime_ms: Arc<AtomicU64>,
    /// What is plugged in.
    pub disks: Arc<Mutex<Vec<RemovableDisk>>>,
    app: Option<App>,
    pub owner: String,
    is_spoiled: bool,
}

impl Till {
    /// A till that nobody has set up.
    #[must_use]
    pub fn new() -> Self {
        Self::below(&std::env::temp_dir())
    }

    /// The same on a disk of the scenario's own.
    #[must_use]
    pub fn below(disk: &Path) -> Self {
        let mut till = Self::closed_below(disk);
        till.open();
        till
    }

    /// A machine on which the program has never been started.
    #[must_use]
    pub fn closed() -> Self {
        Self::closed_below(&std::env::temp_dir())
    }

    fn closed_below(disk: &Path) -> Self {
        let folder = tempfile::tempdir_in(disk).unwrap();
        let place = Place::in_folders(&folder.path().join("data"), &folder.path().join("config"), app::platform::machine());
        let start = START.parse::<DateTime<chrono::Utc>>().unwrap().timestamp_millis();
        let (clock_ms, uptime_ms) = (Arc::new(AtomicI64::new(start)), Arc::default());
        Self { folder, place, clock_ms, uptime_ms, disks: Arc::default(), app: None, owner: String::new(), is_spoiled: false }
    }

    /// A shop that sells, with its owner signed in.
    #[must_use]
    pub fn of(country: &str, printer: Option<&FakePrinter>) -> Self {
        let mut till = Self::new();
        till.set_up(country, false, printer);
        // days pass in scenarios while somebody stays signed in
        till.ask("sessions.save", json!({"lock_after_minutes": 0}));
        till
    }

    pub fn set_up(&mut self, country: &str, demo: bool, printer: Option<&FakePrinter>) {
        let mut draft = self.ask("setup.get", Value::Null);
        draft["country"] = json!(country);
        draft["shop_name"] = json!("Peñafiel Café y Jamón");
        draft["tax_id"] = json!("XAXX010101000");
        draft["address"] = json!("Av. Juárez 12");
        draft["owner_name"] = json!("Inés Núñez");
        draft["start"] = json!(if demo { "demo" } else { "empty" });
        draft["printer"] = printer.map_or(Value::Null, FakePrinter::profile);
        let state = self.ask("setup.finish", json!({"draft": draft, "owner_pin": OWNER_PIN}));
        self.owner = state["user"]["id"].as_str().unwrap().to_owned();
    }

    /// Opens the program, as after a start of the machine.
    pub fn open(&mut self) {
        self.try_open().unwrap();
    }

    pub fn try_open(&mut self) -> Result<(), Failure> {
        self.app = Some(App::open_with(self.place.clone(), self.machine(), None)?);
        Ok(())
    }

    /// The machine as the scenario has it: its clock, its uptime, its disks.
    #[must_use]
    pub fn machine(&self) -> Machine {
        let (clock_ms, uptime_ms, disks) = (Arc::clone(&self.clock_ms), Arc::clone(&self.uptime_ms), Arc::clone(&self.disks));
        Machine {
            clock: Arc::new(move || DateTime::from_timestamp_millis(clock_ms.load(Ordering::SeqCst)).unwrap()),
            uptime: Arc::new(move || Duration::from_millis(uptime_ms.load(Ordering::SeqCst))),
            disks: Arc::new(move || disks.lock().unwrap().clone()),
        }
    }

    /// Ends the program and waits until it has let go of its files: its last thread may outlive it by an instant.
    pub fn close(&mut self) {
        drop(self.app.take());
        let database = self.place.database.clone();
        wait_until("the program has closed its database", || !is_open(&database));
    }

    pub fn restart(&mut self) {
        self.close();
        self.open();
    }

    /// A fault was planted in it: its journal is not expected to be good at the end.
    pub fn spoil(&mut self) {
        self.is_spoiled = true;
    }

    /// Time passes, on the clock and on what nobody can set.
    pub fn pass_seconds(&self, seconds: u64) {
        self.uptime_ms.fetch_add(seconds * 1000, Ordering::SeqCst);
        self.set_clock_by(i64::try_from(seconds).unwrap());
    }

    /// Somebody puts the clock forward, or back.
    pub fn set_clock_by(&self, seconds: i64) {
        self.clock_ms.fetch_add(seconds * 1000, Ordering::SeqCst);
    }

    /// Sets the clock, to a time in UTC.
    pub fn set_clock(&self, at: &str) {
        self.clock_ms.store(at.parse::<DateTime<chrono::Utc>>().unwrap().timestamp_millis(), Ordering::SeqCst);
    }

    #[must_use]
    pub fn app(&self) -> &App {
        self.app.as_ref().expect("the program is open")
    }

    /// For files of the scenario's own.
    #[must_use]
    pub fn folder(&self) -> &Path {
        self.folder.path()
    }

    pub fn call(&self, name: &str, arguments: Value) -> Result<Value, Failure> {
        self.call_from(WINDOW, Surface::Till, name, arguments)
    }

    pub fn call_from(&self, token: &str, surface: Surface, name: &str, arguments: Value) -> Result<Value, Failure> {
        self.app().call(Caller::new(token, surface), name, arguments)
    }

    /// What must be granted.
    pub fn ask(&self, name: &str, arguments: Value) -> Value {
        self.call(name, arguments).unwrap_or_else(|failure| panic!("{name} was refused: {failure} {:?}", failure.params))
    }

    /// What must be refused.
    pub fn refused(&self, name: &str, arguments: Value) -> Failure {
        self.call(name, arguments).err().unwrap_or_else(|| panic!("{name} was granted"))
    }

    /// A new user; answers her id.
    #[must_use]
    pub fn hire(&self, name: &str, role: &str, pin: &str) -> String {
        let saved = self.ask("users.save", json!({"id": null, "name": name, "role": role, "pin": pin, "active": true}));
        saved["id"].as_str().unwrap().to_owned()
    }

    pub fn sign_in(&self, user: &str, pin: &str) {
        self.ask("login", json!({"user": user, "secret": pin}));
    }

    pub fn sign_in_owner(&self) {
        self.sign_in(&self.owner, OWNER_PIN);
    }

    /// Saves a product of the country's first tax class; `fields` say what is different. `price` is in ten-thousandths.
    pub fn stock(&self, name: &str, barcode: &str, price: i64, fields: Value) -> Value {
        let mut product = json!({
            "id": null, "name": name, "sku": "", "barcodes": [barcode], "unit": "piece", "price": price, "cost": null,
            "tax_class": self.ask("app.state", Value::Null)["shop"]["tax_classes"][0]["code"], "category": null, "favourite": false,
            "active": true, "track_stock": true, "min_stock": null, "opening_stock": null,
        });
        product.as_object_mut().unwrap().extend(fields.as_object().cloned().unwrap_or_default());
        self.ask("products.save", product)
    }

    /// Brings a file in; answers its name.
    #[must_use]
    pub fn upload(&self, text: &str) -> String {
        let uploaded = self.app().upload(Caller::new(WINDOW, Surface::Till), std::iter::once(Ok(text.to_owned()))).unwrap();
        uploaded.id.to_string()
    }

    /// Scans what must be known; answers the cart.
    pub fn scan(&self, code: &str) -> Value {
        let answer = self.ask("cart.scan", json!({"code": code}));
        assert_eq!(answer["kind"], "added", "{code} is known: {answer}");
        answer["cart"].clone()
    }

    /// Pays the open cart, and prints.
    pub fn pay(&self, tenders: &[Value]) -> Result<Value, Failure> {
        let cart = self.ask("cart.current", Value::Null);
        self.call("sale.complete", json!({"cart": cart["id"], "tenders": tenders, "print": true}))
    }

    pub fn sell(&self, codes: &[&str], tenders: &[Value]) -> Value {
        for code in codes {
            self.scan(code);
        }
        self.pay(tenders).unwrap_or_else(|failure| panic!("the sale was refused: {failure}"))
    }

    /// Waits until no slip is under way.
    pub fn wait_for_printer(&self) {
        wait_until("no slip waits", || self.ask("printer.status", Value::Null)["waiting"] == 0);
    }

    /// Everything that the journal holds, in order.
    #[must_use]
    pub fn entries(&self) -> Vec<Entry> {
        let conn = self.reader();
        let last: i64 = conn.query_row("select coalesce(max(arrival), 0) from journal", [], |row| row.get(0)).unwrap();
        (1..=last).map(|arrival| store::read::entries::entry(&conn, arrival).unwrap().expect("arrivals have no gap")).collect()
    }

    #[must_use]
    pub fn sales(&self) -> Vec<SaleCompleted> {
        let sale = |entry: Entry| if let Fact::SaleCompleted(sale) = entry.fact { Some(sale) } else { None };
        self.entries().into_iter().filter_map(sale).collect()
    }

    #[must_use]
    pub fn reader(&self) -> Connection {
        store::open_read_only(&self.place.database).unwrap()
    }

    /// Verifies a copy, as `mostradorctl verify` does.
    #[must_use]
    pub fn verify(&self) -> Report {
        let mut copy = Connection::open_in_memory().unwrap();
        store::copy_into(&self.reader(), &mut copy).unwrap();
        store::verify(&mut copy, &KeyStore::read(&self.place.keys).unwrap(), &self.place.blobs()).unwrap()
    }
}

impl Default for Till {
    fn default() -> Self {
        Self::new()
    }
}

/// No scenario ends with a journal that does not verify.
impl Drop for Till {
    fn drop(&mut self) {
        if !std::thread::panicking() && !self.is_spoiled {
            let report = self.verify();
            assert_eq!(report.first_bad, None, "the journal is good after whatever happened");
        }
    }
}

fn is_open(file: &PathBuf) -> bool {
    let open = std::fs::read_dir("/proc/self/fd").unwrap();
    open.filter_map(|entry| std::fs::read_link(entry.ok()?.path()).ok()).any(|target| target == *file)
}
