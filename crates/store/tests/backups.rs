#![allow(clippy::unwrap_used)]
//! Copies: each is read back before it counts, a bad one is found before it is used, and a till is put together again from what there is.

mod support;

use std::fs;
use std::path::{Path, PathBuf};

use domain::entry::EpochReason;
use rstest::rstest;
use store::copies::{Folder, Found, Seal, full, retention, segment::Segment};
use store::recovery::{self, Recovery, Sources};
use store::{Connection, KeyStore, Place, Store, StoreError};
use support::*;

const HOUR: i64 = 3_600_000;

struct Shop {
    folder: tempfile::TempDir,
    place: Place,
    store: Option<Store>,
}

impl Shop {
    fn new() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let (place, store) = (place(folder.path(), "A"), till(folder.path()));
        write(&store, |tx| tx.append(product(1, "Leche", 285_000), None, now(1)));
        Self { folder, place, store: Some(store) }
    }

    fn store(&self) -> &Store {
        self.store.as_ref().unwrap()
    }

    fn sell(&self, sales: std::ops::Range<u128>) {
        sales.for_each(|id| drop(sell(self.store(), id, &[1])));
    }

    fn copies(&self) -> Folder {
        Folder::plain(self.place.copies())
    }

    fn full(&self, at_ms: i64) -> Found {
        let (name, _) = full::make(&self.place.database, &self.place.copies(), at_ms, &|_| true).unwrap();
        self.copies().fulls().into_iter().find(|found| found.name == name).unwrap()
    }

    fn segments(&self, folder: &Folder) -> i64 {
        folder.make().unwrap();
        folder.take_segments(&self.reader(), &|_| true).unwrap()
    }

    fn reader(&self) -> Connection {
        store::open_read_only(&self.place.database).unwrap()
    }

    fn close(&mut self) {
        drop(self.store.take());
    }

    fn restore(&self, folders: Vec<Folder>, password: Option<&str>) -> Result<Recovery, StoreError> {
        let live = Some(self.place.database.clone());
        recovery::restore(&self.place, &Sources { folders, password: password.map(str::to_owned), live }, 9 * HOUR)
    }

    /// Opens what was restored. It must be good, be a new epoch, and hold so many sales.
    fn reopen(&mut self, sales: i64) {
        let store = Store::open(self.place.clone(), None, now(100_000)).unwrap();
        assert_eq!(store.new_epoch(), Some(EpochReason::Rewound));
        assert_eq!(count(&store, "sales"), sales);
        assert_eq!(store::testing::replay(&store).unwrap(), None);
        let number = sell(&store, 99_999, &[1]);
        assert!(number.ends_with("-1") && number != "A-1", "{number}: no number is used twice");
        self.store = Some(store);
        let report = store::verify_chain(&store::open_read_only(&self.place.database).unwrap()).unwrap();
        assert_eq!((report.first_bad, report.epochs), (None, 2));
    }

    fn destroy(&self, how: impl FnOnce(&Path)) {
        for ending in ["-wal", "-shm"] {
            let _ = fs::remove_file(format!("{}{ending}", self.place.database.display()));
        }
        how(&self.place.database);
    }
}

fn count(store: &Store, table: &str) -> i64 {
    store.read(|conn| Ok::<_, StoreError>(conn.query_row(&format!("select count(*) from {table}"), [], |row| row.get(0))?)).unwrap()
}

fn flip(file: &Path, at: usize) {
    let mut bytes = fs::read(file).unwrap();
    bytes[at] ^= 1;
    fs::write(file, bytes).unwrap();
}

#[test]
fn a_full_copy_is_one_snapshot_while_the_till_sells() {
    let shop = Shop::new();
    shop.sell(10..20);
    std::thread::scope(|scope| {
        let selling = scope.spawn(|| shop.sell(20..120));
        for at in 1..6 {
            let copy = shop.full(at * HOUR);
            let examined = full::examine(&copy.path, &|_| true).unwrap();
            assert_eq!((examined.sequence, examined.sales), (copy.name.to, examined.entries - 2));
            assert_eq!(examined.newest_sale.unwrap().number, examined.sales, "the numbers of one snapshot have no gap");
        }
        selling.join().unwrap();
    });
    assert_eq!(count(shop.store(), "sales"), 110);
}

#[test]
fn segments_continue_without_a_gap_and_fill_one() {
    let shop = Shop::new();
    shop.sell(10..13);
    assert_eq!(shop.segments(&shop.copies()), 5);
    assert_eq!(shop.segments(&shop.copies()), 0, "what is there is not written again");
    shop.sell(13..15);
    assert_eq!(shop.segments(&shop.copies()), 2);
    let first = shop.copies().segments().remove(0);
    let bytes = fs::read(&first.path).unwrap();
    fs::remove_file(&first.path).unwrap();
    assert_eq!(shop.segments(&shop.copies()), 5);
    assert_eq!(fs::read(&first.path).unwrap(), bytes, "the same entries make the same bytes");
}

#[test]
fn any_flipped_bit_of_a_segment_is_found() {
    let shop = Shop::new();
    shop.sell(10..13);
    shop.segments(&shop.copies());
    let segment = shop.copies().segments().remove(0);
    let good = fs::read(&segment.path).unwrap();
    let head = Segment::open(&good[..]).unwrap().verify().unwrap();
    for at in 0..good.len() * 8 {
        let mut bad = good.clone();
        bad[at / 8] ^= 1 << (at % 8);
        let read = Segment::open(&bad[..]).and_then(Segment::verify);
        // a bit of the frame's own head may change nothing of what comes out
        assert!(read.as_ref().map_or(true, |hash| *hash == head), "bit {at}: {read:?}");
    }
    for end in 0..good.len() {
        assert!(Segment::open(&good[..end]).and_then(Segment::verify).is_err(), "cut at {end}");
    }
}

/// Days back from the newest.
#[rstest]
#[case::a_week_of_days(&[0, 1, 2, 3, 4, 5, 6], &[])]
#[case::the_last_of_each_week_stays(&[0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 17], &[8, 9, 10])]
#[case::a_till_that_is_seldom_on(&[0, 30, 60, 90], &[])]
#[case::nothing(&[], &[])]
fn retention_keeps_seven_days_and_four_weeks(#[case] made: &[i64], #[case] gone: &[i64]) {
    // a Sunday
    let newest = 1_795_953_600_000;
    let at = |days: &[i64]| -> Vec<i64> { days.iter().map(|day| newest - day * 24 * HOUR).collect() };
    let goes = retention::superfluous(&at(made));
    assert_eq!(made.iter().zip(goes).filter(|(_, goes)| *goes).map(|(day, _)| *day).collect::<Vec<_>>(), gone);
}

#[test]
fn of_two_copies_of_a_day_the_last_stays() {
    let shop = Shop::new();
    for hour in [1, 2, 30] {
        shop.full(hour * HOUR);
    }
    shop.copies().retain(&shop.reader()).unwrap();
    let kept: Vec<i64> = shop.copies().fulls().iter().filter_map(|found| found.name.at_ms()).collect();
    assert_eq!(kept, [30 * HOUR, 2 * HOUR]);
}

/// For ten nights the clock said 2036; then somebody set it right.
#[test]
fn under_a_clock_that_was_wrong_the_copy_that_reaches_furthest_stays_and_counts() {
    let shop = Shop::new();
    for day in 0..10 {
        shop.sell(day * 10 + 10..day * 10 + 12);
        shop.full((3650 + i64::try_from(day).unwrap()) * 24 * HOUR);
    }
    shop.sell(500..502);
    let newest = shop.full(HOUR);
    shop.copies().retain(&shop.reader()).unwrap();
    let kept = shop.copies().fulls_of(&shop.reader()).unwrap();
    assert_eq!((&kept[0], kept.len()), (&newest, 8), "seven days, and the last of one more week");
    shop.copies().retain(&shop.reader()).unwrap();
    assert_eq!(shop.copies().fulls_of(&shop.reader()).unwrap(), kept, "and a second look takes nothing away");
    let drill = recovery::drill(&shop.place, vec![shop.copies()], None, 2 * HOUR, &|_| true).unwrap();
    assert_eq!((drill.sales, drill.from), (22, Some(newest.name.to_string())));
}

#[test]
fn copies_of_another_life_are_never_thrown_away() {
    let shop = Shop::new();
    shop.sell(10..12);
    let other = Shop::new();
    other.sell(10..12);
    let theirs = other.full(HOUR);
    for hour in [25, 26, 27] {
        shop.full(hour * HOUR);
    }
    let here = shop.place.copies().join(theirs.name.to_string());
    fs::copy(&theirs.path, &here).unwrap();
    shop.copies().retain(&shop.reader()).unwrap();
    assert_eq!(shop.copies().fulls_of(&shop.reader()).unwrap().len(), 1);
    assert!(here.exists());
}

/// Somebody made a stick say that coffee costs nothing, and that the cashier is an owner: entries are signed, tables are not.
#[test]
fn a_copy_that_lay_elsewhere_gives_its_entries_and_nothing_else() {
    let mut shop = Shop::new();
    shop.sell(10..13);
    let made = shop.full(HOUR);
    let stick = Folder::plain(shop.folder.path().join("stick"));
    stick.make().unwrap();
    stick.take_full(&made.path, &made.name, &|_| true).unwrap();
    fs::remove_dir_all(shop.place.copies()).unwrap();
    let changed = store::testing::connect(&stick.fulls()[0].path).unwrap();
    changed.execute_batch("update products set price = 1; update users set role = 'owner'").unwrap();
    drop(changed);
    shop.close();
    shop.destroy(|file| fs::remove_file(file).unwrap());
    let recovery = shop.restore(vec![stick], None).unwrap();
    assert_eq!((recovery.from, recovery.sales, recovery.missing_entries), (None, 3, 0));
    // P1: tables are what the journal says
    shop.reopen(3);
}

#[test]
fn the_copies_of_another_till_are_no_beginning() {
    let mut shop = Shop::new();
    shop.sell(10..12);
    let other = Shop::new();
    other.sell(10..19);
    let theirs = other.full(9 * HOUR);
    shop.segments(&shop.copies());
    fs::copy(&theirs.path, shop.place.copies().join(theirs.name.to_string())).unwrap();
    shop.close();
    shop.destroy(|file| fs::remove_file(file).unwrap());
    let recovery = shop.restore(vec![shop.copies()], None).unwrap();
    assert_eq!((recovery.from, recovery.unusable), (None, vec![theirs.name.to_string()]));
}

#[test]
fn what_a_newer_full_copy_has_and_no_segment_is_taken_from_it() {
    let mut shop = Shop::new();
    shop.sell(10..13);
    let older = shop.full(2 * HOUR);
    shop.sell(13..16);
    // dated before the other
    let newer = shop.full(HOUR);
    shop.close();
    shop.destroy(|file| fs::remove_file(file).unwrap());
    let recovery = shop.restore(vec![shop.copies()], None).unwrap();
    assert_eq!((recovery.from, recovery.sales, recovery.missing_entries), (Some(older.name.to_string()), 6, 0), "{newer:?}");
    shop.reopen(6);
}

#[test]
fn a_place_that_went_away_is_not_made_anew() {
    let shop = Shop::new();
    shop.sell(10..13);
    let made = shop.full(HOUR);
    let share = Folder::plain(shop.folder.path().join("share"));
    let taken = [share.take_entries(&shop.place, &|_| true), share.take_full(&made.path, &made.name, &|_| true).map(drop)];
    assert!(taken.iter().all(Result::is_err), "{taken:?}");
    assert!(!share.path.exists());
}

#[test]
fn two_restores_of_one_second_set_two_files_aside() {
    let mut shop = Shop::new();
    shop.sell(10..13);
    shop.full(HOUR);
    shop.close();
    let asides: Vec<String> = (0..2).map(|_| shop.restore(vec![shop.copies()], None).unwrap().set_aside.unwrap()).collect();
    assert_ne!(asides[0], asides[1]);
    assert!(asides.iter().all(|aside| shop.place.database.with_file_name(aside).join("mostrador.db").exists()));
    shop.reopen(3);
}

#[test]
fn what_was_cut_off_while_it_was_made_is_cleared_away_at_the_opening() {
    let mut shop = Shop::new();
    shop.sell(10..13);
    shop.full(HOUR);
    let leftovers = [
        shop.place.database.with_file_name("drill/mostrador.db"),
        shop.place.database.with_file_name("recovering/mostrador.db"),
        shop.place.copies().join("making.db"),
    ];
    for file in &leftovers {
        fs::create_dir_all(file.parent().unwrap()).unwrap();
        fs::write(file, b"half").unwrap();
    }
    shop.close();
    let claim = store::copies::claim(&shop.place).unwrap();
    drop(Store::open(shop.place.clone(), None, now(50)).unwrap());
    assert_eq!(leftovers.each_ref().map(|file| file.exists()), [true, false, true], "somebody tries the copies just now");
    drop(claim);
    drop(Store::open(shop.place.clone(), None, now(60)).unwrap());
    assert!(leftovers.iter().all(|file| !file.exists()) && shop.copies().fulls().len() == 1);
}

#[rstest]
#[case::deleted(|file: &Path| fs::remove_file(file).unwrap())]
#[case::emptied(|file: &Path| fs::write(file, b"").unwrap())]
#[case::cut(|file: &Path| fs::OpenOptions::new().write(true).open(file).unwrap().set_len(4096 * 3).unwrap())]
#[case::overwritten(|file: &Path| fs::write(file, vec![0x5a; 90_000]).unwrap())]
fn a_destroyed_till_is_put_together_from_copy_and_segments(#[case] destroy: fn(&Path)) {
    let mut shop = Shop::new();
    shop.sell(10..13);
    shop.full(HOUR);
    shop.sell(13..16);
    shop.segments(&shop.copies());
    shop.sell(16..18);
    shop.close();
    shop.destroy(destroy);
    let had_file = shop.place.database.exists();
    let opened = Store::open(shop.place.clone(), None, now(5));
    assert!(opened.is_err(), "no till begins again as an empty shop");
    let recovery = shop.restore(vec![shop.copies()], None).unwrap();
    assert_eq!((recovery.sales, recovery.missing_sales, recovery.missing_entries), (6, 2, 2));
    assert_eq!(recovery.newest_sale.as_ref().unwrap().number, 6);
    shop.reopen(6);
    let told = shop.store().read(recovery::last).unwrap().unwrap();
    assert_eq!(told, Recovery { settled: true, ..recovery.clone() });
    match recovery.set_aside {
        Some(aside) => assert!(shop.place.database.with_file_name(aside).join("mostrador.db").exists(), "the old file is never deleted"),
        None => assert!(!had_file, "only what was not there is not set aside"),
    }
}

#[test]
fn what_a_damaged_file_still_has_is_kept() {
    let mut shop = Shop::new();
    shop.sell(10..40);
    shop.full(HOUR);
    shop.sell(40..60);
    shop.close();
    // a projection is gone, the journal is not
    shop.destroy(|file| Connection::open(file).unwrap().execute_batch("drop table sale_lines; drop table barcodes").unwrap());
    let recovery = shop.restore(vec![shop.copies()], None).unwrap();
    assert_eq!((recovery.sales, recovery.missing_entries), (50, 0));
    shop.reopen(50);
}

#[test]
fn an_entry_that_was_changed_in_the_damaged_file_is_not_admitted() {
    let mut shop = Shop::new();
    shop.sell(10..20);
    shop.close();
    shop.destroy(|file| {
        Connection::open(file).unwrap().execute_batch("update journal set signature = zeroblob(64) where arrival = 8").unwrap();
    });
    let recovery = shop.restore(vec![], None).unwrap();
    assert_eq!((recovery.entries, recovery.missing_entries), (7, 5));
    shop.reopen(5);
}

#[test]
fn a_bad_full_copy_is_passed_over_for_the_next_older_one() {
    let mut shop = Shop::new();
    shop.sell(10..20);
    let older = shop.full(HOUR);
    shop.sell(20..30);
    let newer = shop.full(2 * HOUR);
    shop.segments(&shop.copies());
    shop.close();
    let sql = "select signature from journal where arrival = 5";
    let signature: Vec<u8> = store::open_read_only(&newer.path).unwrap().query_row(sql, [], |row| row.get(0)).unwrap();
    // SQLite leaves what it has moved in the free room of its pages: one of these is the row
    let bytes = fs::read(&newer.path).unwrap();
    let places = (0..bytes.len() - 64).filter(|at| bytes[*at..*at + 64] == signature);
    places.for_each(|at| flip(&newer.path, at + 20));
    let examined = full::examine(&newer.path, &|_| true);
    assert!(matches!(examined, Err(StoreError::CopyUnusable(_))), "{examined:?}");
    shop.destroy(|file| fs::remove_file(file).unwrap());
    let recovery = shop.restore(vec![shop.copies()], None).unwrap();
    assert_eq!(recovery.from, Some(older.name.to_string()));
    assert_eq!(recovery.unusable, [newer.name.to_string()]);
    shop.reopen(20);
}

#[test]
fn closed_copies_open_with_their_password_and_with_no_other() {
    let mut shop = Shop::new();
    shop.sell(10..14);
    let stick = Folder { path: shop.folder.path().join("stick"), seal: Some(Seal::with_password("jamón serrano").unwrap()) };
    let made = shop.full(HOUR);
    stick.make().unwrap();
    stick.take_full(&made.path, &made.name, &|_| true).unwrap();
    shop.sell(14..16);
    shop.segments(&stick);
    for found in stick.list() {
        let bytes = fs::read(&found.path).unwrap();
        assert!(found.name.is_sealed && bytes.starts_with(b"age-encryption.org/v1"));
    }
    assert!(files(&stick.path).iter().all(|file| !fs::read(file).unwrap().starts_with(b"SQLite")), "nothing lies there in the clear");
    shop.close();
    shop.destroy(|file| fs::remove_file(file).unwrap());
    assert!(matches!(shop.restore(vec![stick.clone()], None), Err(StoreError::PasswordNeeded)));
    assert!(matches!(shop.restore(vec![stick.clone()], Some("jamon")), Err(StoreError::WrongPassword)));
    assert_eq!(shop.restore(vec![stick], Some("jamón serrano")).unwrap().sales, 6);
    shop.reopen(6);
}

fn files(folder: &Path) -> Vec<PathBuf> {
    fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).filter(|path| path.is_file()).collect()
}

#[test]
fn a_drill_changes_nothing() {
    let shop = Shop::new();
    shop.sell(10..14);
    shop.full(HOUR);
    let before = count(shop.store(), "journal");
    let drill = recovery::drill(&shop.place, vec![shop.copies()], None, HOUR, &|_| true).unwrap();
    assert_eq!((drill.sales, drill.newest_sale.unwrap().number, drill.set_aside), (4, 4, None));
    assert_eq!(count(shop.store(), "journal"), before);
    assert!(!shop.place.database.with_file_name("drill").exists());
}

#[test]
fn a_till_that_is_open_is_not_restored() {
    let shop = Shop::new();
    shop.sell(10..12);
    assert!(matches!(shop.restore(vec![shop.copies()], None), Err(StoreError::AlreadyOpen)));
}

#[test]
fn where_there_is_nothing_nothing_is_replaced() {
    let mut shop = Shop::new();
    shop.close();
    shop.destroy(|file| fs::write(file, b"no database").unwrap());
    assert!(matches!(shop.restore(vec![], None), Err(StoreError::NothingToRecover)));
    assert_eq!(fs::read(&shop.place.database).unwrap(), b"no database");
}

/// The plan is carried out by whoever opens next, wherever it was cut off.
#[test]
fn a_restore_that_was_cut_off_goes_on_at_the_next_opening() {
    for cut in 0..3 {
        let mut shop = Shop::new();
        shop.sell(10..14);
        shop.full(HOUR);
        shop.close();
        let staging = shop.place.database.with_file_name("recovering");
        let live = Some(shop.place.database.clone());
        recovery::rebuild(&shop.place, &Sources { folders: vec![shop.copies()], password: None, live }, &staging, HOUR, &|_| true).unwrap();
        recovery::plan(&shop.place, &staging, "set-aside-test").unwrap();
        let aside = shop.place.database.with_file_name("set-aside-test");
        if cut > 0 {
            fs::create_dir_all(&aside).unwrap();
            fs::rename(&shop.place.database, aside.join("mostrador.db")).unwrap();
        }
        if cut > 1 {
            fs::rename(staging.join("mostrador.db"), &shop.place.database).unwrap();
        }
        shop.reopen(4);
        assert!(aside.join("mostrador.db").exists() && !staging.exists());
    }
}

/// Who cannot open what was sealed sees no names; sales and their sums are there all the same.
#[test]
fn without_the_keys_everything_but_sealed_texts_is_there() {
    let shop = Shop::new();
    shop.sell(10..14);
    shop.full(HOUR);
    let elsewhere = tempfile::tempdir().unwrap();
    let other = Place { machine: "another".to_owned(), ..place(elsewhere.path(), "A") };
    let sources = Sources { folders: vec![shop.copies()], password: None, live: None };
    recovery::restore(&other, &sources, HOUR).unwrap();
    let store = Store::open(other.clone(), None, now(9)).unwrap();
    assert_eq!(store.new_epoch(), Some(EpochReason::Moved));
    assert_eq!(count(&store, "sales"), 4);
    drop(store);
    let mut conn = Connection::open(&other.database).unwrap();
    assert_eq!(store::verify(&mut conn, &KeyStore::open(&other.keys).unwrap(), &other.blobs()).unwrap().first_bad, None);
}

/// Its log alone is no shop either: SQLite would throw it away and begin anew.
#[test]
fn a_database_that_is_gone_while_its_log_is_left_is_no_new_shop() {
    let mut shop = Shop::new();
    shop.sell(10..13);
    shop.segments(&shop.copies());
    let log = PathBuf::from(format!("{}-wal", shop.place.database.display()));
    let bytes = fs::read(&log).unwrap();
    assert!(!bytes.is_empty());
    shop.close();
    fs::remove_file(&shop.place.database).unwrap();
    fs::write(&log, &bytes).unwrap();
    assert!(matches!(Store::open(shop.place.clone(), None, now(0)), Err(StoreError::Damaged(_))));
    assert_eq!(fs::read(&log).unwrap(), bytes, "what may still be of use is left alone");
    shop.restore(vec![shop.copies()], None).unwrap();
    shop.reopen(3);
}
