#![allow(clippy::unwrap_used)]
//! Databases of older schemas: brought up to date in one step, equal to what their journal says, selling on; and the old file is kept meanwhile.
//! The fixtures are what programs of those schemas wrote. `FIXTURE_WRITE=1 cargo test -p store --test upgrades` writes that of this program's
//! schema, before another migration leaves it behind.

mod support;

use std::fs;
use std::path::{Path, PathBuf};
use std::time::{Duration, SystemTime};

use rstest::rstest;
use store::testing::{catch_up, replay};
use store::{CheckFrom, Connection, KeyStore, Place, SCHEMA, Store, StoreError, verify};
use support::*;

fn fixture(schema: i32) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join(format!("tests/fixtures/schema-{schema}"))
}

const OWN_FILES: [&str; 2] = ["keys.json", "witness.json"];

/// A till as the program of that schema left it: three products, three sales, closed.
fn till_of(folder: &Path, schema: i32) -> Place {
    till_from(&fixture(schema), folder)
}

fn till_from(fixture: &Path, folder: &Path) -> Place {
    for name in ["data", "config"] {
        fs::create_dir_all(folder.join(name)).unwrap();
    }
    for file in OWN_FILES {
        fs::copy(fixture.join(file), folder.join("config").join(file)).unwrap();
    }
    let place = place(folder, "A");
    let conn = Connection::open(&place.database).unwrap();
    conn.pragma_update(None, "foreign_keys", false).unwrap();
    conn.execute_batch(&format!("begin; {} commit;", fs::read_to_string(fixture.join("mostrador.sql")).unwrap())).unwrap();
    place
}

fn schema(database: &Path) -> i32 {
    let sql = "select max(version) from refinery_schema_history";
    Connection::open(database).unwrap().query_row(sql, [], |row| row.get(0)).unwrap()
}

fn kept(place: &Place, schema: i32) -> PathBuf {
    place.database.with_file_name(format!("schema-{schema}.db"))
}

fn open(place: &Place) -> Result<Store, StoreError> {
    Store::open(place.clone(), None, now(1_000_000))
}

#[rstest]
#[case(1)]
#[case(2)]
#[case(3)]
#[case(4)]
#[case(8)]
#[case(9)]
#[case(10)]
#[case(11)]
#[case(12)]
#[case(13)]
#[case(14)]
#[case(15)]
#[case(16)]
fn an_older_till_is_as_its_journal_says_and_sells_on(#[case] older: i32) {
    let folder = tempfile::tempdir().unwrap();
    let place = till_of(folder.path(), older);
    assert_eq!(schema(&place.database), older);
    let store = open(&place).unwrap();
    assert_eq!((schema(&place.database), store.new_epoch()), (SCHEMA, None));
    assert_eq!(replay(&store).unwrap(), None, "migrated is as replayed");
    assert_eq!(sell(&store, 50, &[1, 2]), "A-4");
    drop(store);
    let report = verify(&mut Connection::open(&place.database).unwrap(), &KeyStore::open(&place.keys).unwrap(), &place.blobs()).unwrap();
    assert_eq!((report.first_bad, report.sales), (None, 4));
}

#[rstest]
#[case(1)]
fn the_old_file_is_kept_until_a_full_check_was_good(#[case] older: i32) {
    let folder = tempfile::tempdir().unwrap();
    let place = till_of(folder.path(), older);
    let store = open(&place).unwrap();
    let old = kept(&place, older);
    assert_eq!(schema(&old), older);
    let sales: i64 = Connection::open(&old).unwrap().query_row("select count(*) from sales", [], |row| row.get(0)).unwrap();
    assert_eq!(sales, 3);
    assert!(store.check(CheckFrom::LastGood, 7, || true).unwrap().report.first_bad.is_none() && old.exists(), "not after a part of it");
    assert!(store.check(CheckFrom::Start, 7, || true).unwrap().report.first_bad.is_none() && !old.exists());
}

#[test]
fn the_old_file_is_kept_for_seven_days_at_most() {
    let folder = tempfile::tempdir().unwrap();
    let place = till_of(folder.path(), 1);
    drop(open(&place).unwrap());
    let old = kept(&place, 1);
    let days = |days: u64| {
        fs::File::options().write(true).open(&old).unwrap().set_modified(SystemTime::now() - Duration::from_secs(days * 86_400))
    };
    days(6).unwrap();
    drop(open(&place).unwrap());
    assert!(old.exists());
    days(8).unwrap();
    drop(open(&place).unwrap());
    assert!(!old.exists());
}

/// Something stands where the copy belongs: nothing is changed, nothing is left over, and it works once that is gone.
#[test]
fn without_its_copy_an_old_till_is_left_as_it_was() {
    let folder = tempfile::tempdir().unwrap();
    let place = till_of(folder.path(), 1);
    let in_the_way = kept(&place, 1);
    fs::create_dir_all(in_the_way.join("full")).unwrap();
    assert!(open(&place).is_err());
    assert_eq!(schema(&place.database), 1);
    assert!(!in_the_way.with_extension("new").exists());
    fs::remove_dir_all(&in_the_way).unwrap();
    assert_eq!(sell(&open(&place).unwrap(), 50, &[1]), "A-4");
}

/// A small disk has room for the till, and none for another of it.
#[test]
fn a_full_disk_is_named_and_the_old_till_is_left_as_it_was() {
    let folder = tempfile::tempdir().unwrap();
    let mounted = std::process::Command::new("mount").args(["-t", "tmpfs", "-o", "size=2m", "tmpfs"]).arg(folder.path()).output().unwrap();
    if !mounted.status.success() {
        eprintln!("not looked at: only root may mount a small disk");
        return;
    }
    let place = till_of(folder.path(), 1);
    leave_free(folder.path(), 100 << 10);
    let refused = open(&place).err();
    let (left, half) = (schema(&place.database), kept(&place, 1).with_extension("new").exists());
    std::process::Command::new("umount").arg(folder.path()).output().unwrap();
    assert!(matches!(refused, Some(StoreError::DiskFull)), "{refused:?}");
    assert_eq!((left, half), (1, false));
}

fn leave_free(disk: &Path, bytes: u64) {
    let mut ballast = fs::File::create(disk.join("ballast")).unwrap();
    while std::io::Write::write_all(&mut ballast, &[1; 4096]).is_ok() {}
    let full = ballast.metadata().unwrap().len();
    ballast.set_len(full - bytes).unwrap();
}

#[test]
fn a_new_till_has_no_older_file() {
    let folder = tempfile::tempdir().unwrap();
    drop(till(folder.path()));
    drop(till(folder.path()));
    let names: Vec<_> = fs::read_dir(folder.path().join("data")).unwrap().map(|it| it.unwrap().file_name()).collect();
    assert!(!names.iter().any(|name| name.to_string_lossy().contains("schema")), "{names:?}");
}

#[test]
fn a_database_of_a_newer_program_is_refused_by_name_and_left_alone() {
    let folder = tempfile::tempdir().unwrap();
    drop(till(folder.path()));
    let place = place(folder.path(), "A");
    let newer =
        "insert into refinery_schema_history (version, name, applied_on, checksum) values (999, 'later', '2027-01-01T00:00:00Z', '1')";
    store::testing::connect(&place.database).unwrap().execute(newer, []).unwrap();
    let refused = open(&place).err();
    assert!(matches!(refused, Some(StoreError::NewerDatabase { found: 999, known: SCHEMA })), "{refused:?}");
    assert!(!kept(&place, 999).exists());
}

/// Every pending migration is one transaction: one that fails takes those before it along.
#[test]
fn migrations_happen_all_or_none() {
    let folder = tempfile::tempdir().unwrap();
    let database = folder.path().join("half.db");
    let conn = Connection::open(&database).unwrap();
    // of the first migration's tables one is there already, so it fails after it has made others
    conn.execute_batch("create table local_preferences (name text)").unwrap();
    drop(conn);
    let refused = Store::open(Place { database: database.clone(), ..place(folder.path(), "A") }, None, now(0)).err();
    assert!(matches!(refused, Some(StoreError::Migration(_))), "{refused:?}");
    let conn = Connection::open(&database).unwrap();
    let tables: i64 =
        conn.query_row("select count(*) from sqlite_schema where name in ('journal', 'sales')", [], |row| row.get(0)).unwrap();
    let applied: i64 = conn.query_row("select count(*) from refinery_schema_history", [], |row| row.get(0)).unwrap();
    assert_eq!((tables, applied), (0, 0));
}

/// What this program writes is read again by itself, and so by the programs after it.
#[test]
fn a_fixture_of_this_schema_opens_and_sells_on() {
    let (folder, temporary) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
    let written = if std::env::var_os("FIXTURE_WRITE").is_some() { fixture(SCHEMA) } else { temporary.path().to_owned() };
    write_fixture(&written);
    let place = till_from(&written, folder.path());
    let store = open(&place).unwrap();
    assert_eq!((store.new_epoch(), replay(&store).unwrap(), sell(&store, 50, &[1]).as_str()), (None, None, "A-4"));
}

fn write_fixture(to: &Path) {
    let folder = tempfile::tempdir().unwrap();
    let store = till(folder.path());
    for id in 1..=3 {
        write(&store, move |tx| tx.append(product(id, "Leche", 285_000), None, now(1)));
        sell(&store, id + 10, &[1, id]);
    }
    catch_up(&store).unwrap();
    drop(store);
    fs::create_dir_all(to).unwrap();
    for file in OWN_FILES {
        fs::copy(folder.path().join("config").join(file), to.join(file)).unwrap();
    }
    fs::write(to.join("mostrador.sql"), dump(&Connection::open(place(folder.path(), "A").database).unwrap())).unwrap();
}

fn dump(conn: &Connection) -> String {
    let texts = |sql: &str| -> Vec<String> {
        conn.prepare(sql).unwrap().query_map([], |row| row.get(0)).unwrap().collect::<Result<_, _>>().unwrap()
    };
    let made = "select sql || ';' from sqlite_schema where sql is not null order by rowid";
    let tables = texts("select name from sqlite_schema where type = 'table' and name not like 'sqlite_%' order by rowid");
    let rows = tables.iter().flat_map(|table| {
        let columns = texts(&format!("select 'quote(\"' || name || '\")' from pragma_table_info('{table}')")).join(" || ', ' || ");
        texts(&format!("select 'insert into {table} values (' || {columns} || ');' from {table}"))
    });
    texts(made).into_iter().chain(rows).collect::<Vec<_>>().join("\n") + "\n"
}
