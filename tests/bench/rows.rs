//! The rows of the table, as DESIGN section 5 promises them.

use std::path::Path;
use std::sync::Arc;
use std::time::Instant;

use app::{App, Caller, Surface};
use domain::entry::ProductSaved;
use domain::product::{Pricing, ProductFields, Unit};
use domain::{Id, Quantity, UnitPrice};
use serde_json::{Value, json};
use store::bulk::{Attachment, Row};
use store::read::products;
use store::search::{Vocabulary, words_of};
use store::{Connection, Lane, Now, Place, Store, StoreError};

use crate::measure::{Table, Times};
use crate::{bars, catalogue};

pub struct Random(pub u64);

impl Random {
    pub fn below(&mut self, limit: usize) -> usize {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) as usize % limit
    }
}

pub const NOW: Now = Now { ms: 1_795_392_000_000, offset_minutes: -360 };

pub fn place(folder: &Path, name: &str) -> Place {
    let home = folder.join(name).join("till");
    Place::in_folders(&home.join("data"), &home.join("config"), app::platform::machine())
}

fn row((barcode, name): &(String, String)) -> Row {
    let fields = ProductFields {
        name: domain::product::clean_name(name).ok(),
        unit: Some(Unit::Piece),
        pricing: Some(Pricing { price: UnitPrice::of(105_000), tax_class: "iva16".to_owned() }),
        active: Some(true),
        track_stock: Some(true),
        ..ProductFields::default()
    };
    let product =
        ProductSaved { id: Id::now_v7(), fields, barcodes_added: vec![domain::barcode::normalise(barcode)], barcodes_removed: vec![] };
    Row { product, opening: Some(Quantity::of(100_000)) }
}

fn append_import(store: &Store, products: &[(String, String)]) {
    let mut attachment = Attachment::begin(&store.place().blobs()).unwrap();
    products.iter().for_each(|product| attachment.add(&row(product)).unwrap());
    let bulk = attachment.finish().unwrap();
    store.write(Lane::Bulk, move |tx| tx.append(bulk, None, NOW)).map(drop).unwrap_or_else(|error: StoreError| panic!("{error}"));
}

/// Fills a till's database before the program opens it.
pub fn filled(place: &Place, products: &[(String, String)]) {
    let store = Store::open(place.clone(), None, NOW).unwrap();
    append_import(&store, products);
    store.catch_up_wholly().unwrap();
}

pub struct Till {
    app: Arc<App>,
}

impl Till {
    pub fn open(place: Place) -> Self {
        let app = App::open_at(place, Arc::new(chrono::Utc::now), None).unwrap();
        Self { app: Arc::new(app) }
    }

    pub fn call(&self, name: &str, arguments: Value) -> Value {
        self.app.call(Caller::new("bench", Surface::Till), name, arguments).unwrap_or_else(|failure| panic!("{name}: {failure}"))
    }

    pub fn set_up(&self) {
        let mut draft = self.call("setup.get", Value::Null);
        draft["shop_name"] = json!("Banco de pruebas");
        self.call("setup.finish", json!({"draft": draft, "owner_pin": "407193"}));
    }

    /// Eight scans, unmeasured; then what a customer waits for.
    pub fn sell(&self, products: &[(String, String)], random: &mut Random) -> std::time::Duration {
        let mut cart = Value::Null;
        for _ in 0..8 {
            let (barcode, _) = &products[random.below(products.len())];
            let mut scanned = self.call("cart.scan", json!({"code": barcode}));
            // the real catalogue has a few codes twice, with and without their leading zero
            if scanned["kind"] == "choose" {
                scanned = self.call("cart.add", json!({"product": scanned["products"][0]["id"]}));
            }
            cart = scanned["cart"].clone();
        }
        let tenders = json!([{"method": "cash", "amount": 1_000_000}]);
        let start = Instant::now();
        self.call("sale.complete", json!({"cart": cart["id"], "tenders": tenders, "print": true}));
        start.elapsed()
    }
}

pub fn sales(table: &mut Table, folder: &Path, base: &Times) {
    let products = catalogue::products(100_000);
    let place = place(folder, "sales");
    filled(&place, &products);
    let till = Till::open(place.clone());
    till.set_up();
    let mut random = Random(1);
    Times::of(300, |_| {
        till.sell(&products, &mut random);
    });
    let times = Times::collect((0..2000).map(|_| till.sell(&products, &mut random)));
    let bare = bars::bare_sale(folder);
    let bar = |percentile: usize| format!("bare SQLite {:.2} x", bare.ms(percentile) / base.ms(percentile));
    table.info("sale of 8 lines, door to flushed, 100,000 products", &times);
    table.at_most("  p50 over base p50", times.ms(50) / base.ms(50), " x", 2.5, &bar(50));
    table.at_most("  p99 over base p99", times.ms(99) / base.ms(99), " x", 2.0, &bar(99));
    let under_import = while_importing(&till, &products, &mut random);
    table.at_most("  p99 while 100,000 products are imported", under_import.ms(99), " ms", 50.0, "");
    drop(till);
    bytes_per_sale(table, &place);
}

/// The import comes as a person's does: a file through the door, while the till sells.
fn while_importing(till: &Till, products: &[(String, String)], random: &mut Random) -> Times {
    let names = catalogue::products(807_919).into_iter().skip(7).step_by(8).take(100_000);
    let file: String = names.map(|(_, name)| format!("{}\n", name.replace([',', '"', '\n'], " "))).collect();
    let uploaded = till.app.upload(Caller::new("bench", Surface::Till), std::iter::once(Ok(format!("nombre\n{file}")))).unwrap();
    let preview = till.call("imports.preview", json!({"upload": uploaded.id, "name": "catalogo.csv", "mapping": null}));
    till.call("imports.start", json!({"upload": uploaded.id, "mapping": preview["mapping"]}));
    let is_running = || till.call("imports.state", Value::Null)["phase"] != "idle";
    let mut times = Vec::new();
    while is_running() || times.len() < 300 {
        times.push(till.sell(products, random));
    }
    Times::collect(times.into_iter())
}

fn bytes_per_sale(table: &mut Table, place: &Place) {
    let conn = Connection::open(&place.database).unwrap();
    let pages = |names: &str| -> i64 {
        let sql = format!("select coalesce(sum(pgsize), 0) from dbstat where name in ({names})");
        conn.query_row(&sql, [], |row| row.get(0)).unwrap_or(0)
    };
    let of_sales = pages(
        "'sales', 'sales_by_id', 'sales_by_date', 'sales_by_number', 'sale_lines', 'sale_tenders', 'journal', 'sqlite_autoindex_journal_1'",
    );
    let sales: i64 = conn.query_row("select count(*) from sales", [], |row| row.get(0)).unwrap();
    table.at_most("database per sale of 8 lines", of_sales as f64 / sales as f64 / 1024.0, " KB", 3.0, "uncompressed JSON alone: 5.9 KB");
}

pub fn whole_catalogue(table: &mut Table, folder: &Path) {
    for count in [100_000, 807_919] {
        let products = catalogue::products(count);
        let place = place(folder, &format!("catalogue{count}"));
        let start = Instant::now();
        filled(&place, &products);
        let rate = products.len() as f64 / start.elapsed().as_secs_f64();
        table.add(&format!("import of {} products, indexed", products.len()), &format!("{rate:.0} products/s"), "", true, "");
        searches(table, folder, &place, &products);
        if count > 100_000 {
            lookups(table, place, &products);
        }
    }
}

fn lookups(table: &mut Table, place: Place, products: &[(String, String)]) {
    let mut random = Random(5);
    let store = Store::open(place.clone(), None, NOW).unwrap();
    let times = Times::of(20_000, |_| {
        let barcode = domain::barcode::normalise(&products[random.below(products.len())].0);
        let found = store.read(|conn| products::by_barcode(conn, &barcode)).unwrap();
        assert!(!found.is_empty(), "{barcode} is in the catalogue");
    });
    table.at_most(
        &format!("barcode to product in the store, {} products, p99", products.len()),
        times.ms(99),
        " ms",
        0.1,
        "unique index alone: 0.098 ms",
    );
    drop(store);
    let start = Instant::now();
    let till = Till::open(place);
    let opened = start.elapsed().as_secs_f64() * 1000.0;
    till.set_up();
    let times = Times::of(5000, |_| {
        let (barcode, _) = &products[random.below(products.len())];
        till.call("products.by_code", json!({"code": barcode}));
    });
    table.at_most("  at the door, p99", times.ms(99), " ms", 1.0, "");
    table.add("  opening this database", &format!("{opened:.0} ms"), "", true, "");
}

/// The first three words of a real name with one random edit in one of them.
fn query(name: &str, random: &mut Random) -> Option<(Vec<String>, String)> {
    let words: Vec<String> = words_of(name).into_iter().take(3).collect();
    let long: Vec<usize> = (0..words.len()).filter(|&at| words[at].chars().count() >= 4).collect();
    if words.len() < 3 || long.is_empty() {
        return None;
    }
    let mut typed = words.clone();
    let at = long[random.below(long.len())];
    let mut letters: Vec<char> = typed[at].chars().collect();
    let place = random.below(letters.len() - 1);
    match random.below(4) {
        0 => letters[place] = 'x',
        1 => drop(letters.remove(place)),
        2 => letters.insert(place, 'e'),
        _ => letters.swap(place, place + 1),
    }
    typed[at] = letters.into_iter().collect();
    Some((words, typed.join(" ")))
}

fn searches(table: &mut Table, folder: &Path, place: &Place, products: &[(String, String)]) {
    let mut random = Random(9);
    let queries: Vec<(Vec<String>, String)> = std::iter::repeat_with(|| products[random.below(products.len())].1.clone())
        .filter_map(|name| query(&name, &mut Random(name.len() as u64 * 31)))
        .take(300)
        .collect();
    let store = Store::open(place.clone(), None, NOW).unwrap();
    let vocabulary = Vocabulary::default();
    let find = |text: &str| store.read(|conn| products::by_name(conn, &vocabulary, text, 10)).unwrap();
    find("leche");
    let mut hits = 0;
    let times = Times::of(queries.len(), |n| {
        let (meant, typed) = &queries[n];
        let found = find(typed);
        hits += usize::from(found.iter().any(|product| {
            let words = words_of(&product.name);
            meant.iter().all(|word| words.contains(word))
        }));
    });
    let typed: Vec<String> = queries.iter().map(|(_, typed)| typed.clone()).collect();
    let bar = if products.len() <= 100_000 {
        format!("FTS5 trigrams p95 {:.1} ms", bars::trigram_search(folder, products, &typed).ms(95))
    } else {
        String::new()
    };
    let bound = if products.len() <= 100_000 { 5.0 } else { 16.0 };
    table.at_most(&format!("search with one typo, {} products, p95", products.len()), times.ms(95), " ms", bound, &bar);
    table.at_least("  recall at 10", hits as f64 / queries.len() as f64, "", 0.97, "");
}

/// Verify and replay of the journal that the sales wrote.
pub fn journal(table: &mut Table, folder: &Path) {
    let place = place(folder, "sales");
    let keys = store::KeyStore::read(&place.keys).unwrap();
    let mut conn = Connection::open_in_memory().unwrap();
    store::copy_into(&store::open_read_only(&place.database).unwrap(), &mut conn).unwrap();
    let start = Instant::now();
    let chain = store::verify_chain(&conn).unwrap();
    let verified = chain.sales as f64 / start.elapsed().as_secs_f64();
    assert_eq!(chain.first_bad, None);
    table.at_least("verify only", verified, " sales/s", 15_000.0, "");
    let start = Instant::now();
    let fresh = store::project_again(&conn, &keys).unwrap();
    let sales: i64 = fresh.query_row("select count(*) from sales", [], |row| row.get(0)).unwrap();
    table.at_least("replay", sales as f64 / start.elapsed().as_secs_f64(), " sales/s", 4_000.0, "prototype 4,445");
}
