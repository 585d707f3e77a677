#![allow(
    clippy::unwrap_used,
    clippy::float_arithmetic,
    clippy::cast_precision_loss,
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss
)]
#![allow(dead_code, reason = "what the other benchmark needs of the same files")]
//! `make bench-large`: a till whose database has grown to 5 GB (`LARGE_GB`): it starts, sells while it is copied, and its copy is tried out.
//! `LARGE_FOLDER` keeps the database for another run; it takes twenty minutes to fill.

mod bars;
mod catalogue;
mod history;
mod measure;
mod rows;

use std::fs;
use std::path::{Path, PathBuf};
use std::time::Instant;

use domain::Id;
use measure::{Table, Times};
use rows::{NOW, Random, Till};
use store::copies::{Folder, full};
use store::recovery;
use store::{KeyStore, Place, Store, StoreError};

const GB: u64 = 1 << 30;
const SALES_A_DAY: i64 = 2000;
const SALES: usize = 1000;

type Products = [(String, String)];

fn main() {
    let passing = tempfile::Builder::new().prefix("large").tempdir_in(env!("CARGO_TARGET_TMPDIR")).unwrap();
    let folder = std::env::var_os("LARGE_FOLDER").map_or_else(|| passing.path().to_owned(), PathBuf::from);
    fs::create_dir_all(&folder).unwrap();
    let wanted = std::env::var("LARGE_GB").map_or(5, |wanted| wanted.parse().unwrap());
    let mut table = Table::default();
    let base = bars::append_and_flush(&folder);
    table.info("base: append 4 KiB + fdatasync", &base);
    let products = catalogue::products(100_000);
    let place = rows::place(&folder, "large");
    if !place.database.exists() {
        rows::filled(&place, &products);
        Till::open(place.clone()).set_up();
    }
    grow(&mut table, &place, wanted * GB);
    let till = start(&mut table, &place);
    let copies = Folder::plain(place.copies());
    sales(&mut table, &till, &products, &copies, &place);
    drop(till);
    examinations(&mut table, &place, &copies);
    table.print();
}

/// Years of sales, written as the till writes them.
fn grow(table: &mut Table, place: &Place, to_bytes: u64) {
    let begun = Instant::now();
    let store = opened(place);
    let sql = "select id from products order by id limit 100000";
    let products: Vec<Id> =
        store.read(|conn| Ok::<_, StoreError>(conn.prepare(sql)?.query_map([], |row| row.get(0))?.collect::<Result<_, _>>()?)).unwrap();
    let mut random = Random(11);
    let mut days = 0;
    while size(&place.database) < to_bytes {
        history::write_day(&store, NOW.ms - (4000 - days) * history::DAY_MS, SALES_A_DAY, &products, &mut random);
        days += 1;
        if days % 100 == 0 {
            eprintln!("{} sales, {:.1} GB, {} s", days * SALES_A_DAY, gb(&place.database), begun.elapsed().as_secs());
        }
    }
    let rate = (days * SALES_A_DAY) as f64 / begun.elapsed().as_secs_f64();
    if days > 0 {
        table.add("sales that filled it", &format!("{}, {rate:.0} a second", days * SALES_A_DAY), "", true, "");
    }
    drop(store);
    told(table, "deferred work, done at once", seconds(|| store::testing::catch_up_at_once(&place.database).unwrap()), place);
    table.at_least("database", gb(&place.database), " GB", to_bytes as f64 / GB as f64, "");
}

/// The last thread of a program that was let go may hold the lock for an instant.
fn opened(place: &Place) -> Store {
    loop {
        match Store::open(place.clone(), None, NOW) {
            Err(StoreError::AlreadyOpen) => std::thread::yield_now(),
            opened => return opened.unwrap(),
        }
    }
}

fn size(file: &Path) -> u64 {
    fs::metadata(file).map_or(0, |file| file.len())
}

fn gb(file: &Path) -> f64 {
    size(file) as f64 / GB as f64
}

fn start(table: &mut Table, place: &Place) -> Till {
    let begun = Instant::now();
    let till = Till::open(place.clone());
    table.at_most("start to open", begun.elapsed().as_secs_f64(), " s", 1.0, "");
    till.call("login", serde_json::json!({"user": owner(place), "secret": "407193"}));
    till
}

fn owner(place: &Place) -> Id {
    let conn = store::open_read_only(&place.database).unwrap();
    conn.query_row("select id from users where role = 'owner'", [], |row| row.get(0)).unwrap()
}

fn sales(table: &mut Table, till: &Till, products: &Products, copies: &Folder, place: &Place) {
    let mut random = Random(1);
    Times::of(100, |_| {
        till.sell(products, &mut random);
    });
    let alone = Times::collect((0..SALES).map(|_| till.sell(products, &mut random)));
    table.info("sale of 8 lines, alone", &alone);
    let (beside, took) = std::thread::scope(|scope| {
        let copying = scope.spawn(|| seconds(|| full::make(&place.database, &copies.path, NOW.ms, &|_| true).unwrap()));
        let mut times = Vec::new();
        while !copying.is_finished() {
            times.push(till.sell(products, &mut random));
        }
        (Times::collect(times.into_iter()), copying.join().unwrap())
    });
    table.info("  while it is copied and the copy verified", &beside);
    table.at_most("  p99 of these", beside.ms(99), " ms", 50.0, &format!("alone {:.3} ms", alone.ms(99)));
    told(table, "a full copy, verified", took, place);
    let took = seconds(|| copies.take_segments(&store::open_read_only(&place.database).unwrap(), &|_| true).unwrap());
    told(table, "segments of the whole journal", took, place);
}

fn seconds<T>(act: impl FnOnce() -> T) -> f64 {
    let begun = Instant::now();
    act();
    begun.elapsed().as_secs_f64()
}

fn told(table: &mut Table, what: &str, took: f64, place: &Place) {
    table.add(what, &format!("{took:.0} s, {:.0} MB/s", gb(&place.database) * 1024.0 / took), "", true, "");
}

fn examinations(table: &mut Table, place: &Place, copies: &Folder) {
    let copy = copies.fulls().remove(0);
    told(table, "verification of the copy alone", seconds(|| full::examine(&copy.path, &|_| true).unwrap()), place);
    let keys = KeyStore::read(&place.keys).unwrap();
    let conn = store::open_read_only(&place.database).unwrap();
    let before = resident_mb();
    let took = seconds(|| {
        let report = store::verify_beside(&conn, &keys, &place.blobs(), false).unwrap();
        assert_eq!(report.first_bad, None);
    });
    told(table, "mostradorctl verify", took, place);
    table.at_most("  memory that it keeps", resident_mb() - before, " MB", 200.0, "");
    drop(conn);
    let took = seconds(|| {
        let tried = recovery::drill(place, vec![copies.clone()], None, NOW.ms, &|_| true).unwrap();
        assert_eq!(tried.missing_entries, 0, "the segments hold what came after the full copy");
    });
    told(table, "drill", took, place);
}

fn resident_mb() -> f64 {
    let status = fs::read_to_string("/proc/self/status").unwrap();
    let kb = status.lines().find_map(|line| line.strip_prefix("VmRSS:")?.split_whitespace().next()?.parse::<f64>().ok());
    kb.unwrap_or(0.0) / 1024.0
}
