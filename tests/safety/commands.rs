//! `mostradorctl` as a technician or an auditor runs it: a process of its own, its exit code, and what it says.

use std::fs;
use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use scenarios::{Till, cash};
use serde_json::{Value, json};
use store::copies::Folder;

const COFFEE: &str = "7501055300075";

struct Said {
    is_good: bool,
    out: String,
    err: String,
}

/// On the machine of this till, with so much typed into it.
fn typed(till: &Till, arguments: &[&str], input: &str) -> Said {
    let mut command = Command::new(env!("CARGO_BIN_EXE_mostradorctl-mortal"));
    command
        .args(arguments)
        .current_dir(till.folder())
        .env("MOSTRADOR_HOME", till.folder())
        .env_remove("RUST_LOG")
        .env_remove("RUST_BACKTRACE");
    let mut child = command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
    // who does not read it has ended already
    let _ = child.stdin.take().unwrap().write_all(input.as_bytes());
    let output = child.wait_with_output().unwrap();
    let [out, err] = [output.stdout, output.stderr].map(|bytes| String::from_utf8(bytes).unwrap());
    println!("$ mostradorctl {}\n{out}{err}", arguments.join(" "));
    Said { is_good: output.status.success(), out, err }
}

fn good(till: &Till, arguments: &[&str]) -> String {
    let said = typed(till, arguments, "");
    assert!(said.is_good && said.err.is_empty(), "{arguments:?}: {}{}", said.out, said.err);
    said.out
}

/// What is refused says so on its error output, with exit code 1.
fn refused(till: &Till, arguments: &[&str]) -> String {
    let said = typed(till, arguments, "");
    assert!(!said.is_good && said.err.starts_with("Error: "), "{arguments:?}: {}{}", said.out, said.err);
    said.err
}

fn assert_says(said: &str, words: &[&str]) {
    words.iter().for_each(|words| assert!(said.contains(words), "`{words}` is not in: {said}"));
}

/// A shop that has sold three coffees today, by the clock that the commands see.
fn shop() -> Till {
    let mut till = Till::closed();
    till.set_clock(&chrono::Utc::now().to_rfc3339());
    till.open();
    till.set_up("MX", false, None);
    till.stock("Café de olla", COFFEE, 325_000, json!({}));
    sell(&till, 3);
    till
}

fn sell(till: &Till, times: usize) {
    (0..times).for_each(|_| drop(till.sell(&[COFFEE], &[cash(5000)])));
}

fn closed_shop() -> Till {
    let mut till = shop();
    till.close();
    till
}

fn reopen(till: &mut Till) {
    till.open();
    till.sign_in_owner();
}

fn path(path: &Path) -> &str {
    path.to_str().unwrap()
}

/// The page that each opening reads first.
fn damage(till: &Till) {
    let sql = "select (rootpage - 1) * page_size from sqlite_schema, pragma_page_size where name = 'local_device'";
    let page: i64 = till.reader().query_row(sql, [], |row| row.get(0)).unwrap();
    let mut bytes = fs::read(&till.place.database).unwrap();
    bytes[usize::try_from(page).unwrap()] ^= 1;
    fs::write(&till.place.database, bytes).unwrap();
}

#[test]
fn it_says_where_data_and_keys_are() {
    let till = closed_shop();
    let [data, keys] = [&till.place.database, &till.place.keys].map(|file| path(file.parent().unwrap()).to_owned());
    assert_eq!(good(&till, &["where"]), format!("data    {data}\nkeys    {keys}\n"));
}

#[test]
fn the_doctor_finds_a_healthy_till_good_and_a_damaged_one_bad() {
    let mut till = shop();
    let [open, closed] = [false, true].map(|is_closed| {
        if is_closed {
            till.close();
        }
        good(&till, &["doctor"])
    });
    for said in [open, closed] {
        assert_says(&said, &["journal", "verified", "witnessed", "copies", "disk room", "clock"]);
        assert!(said.lines().all(|line| line.starts_with("good") || line.starts_with("LOOK")), "{said}");
    }
    damage(&till);
    let said = typed(&till, &["doctor"], "");
    assert!(!said.is_good && said.out.lines().any(|line| line.starts_with("BAD")), "{}", said.out);
    till.spoil();
}

#[test]
fn what_the_doctor_exports_names_nobody() {
    let till = shop();
    let _ = till.hire("Rosaura Quintanilla", "cashier", "583014");
    let zip = till.folder().join("diagnostics.zip");
    assert_says(&good(&till, &["doctor", "--export", path(&zip)]), &["written to ", path(&zip)]);
    let mut zip = zip::ZipArchive::new(fs::File::open(zip).unwrap()).unwrap();
    assert!(zip.len() >= 5);
    let keys: Value = serde_json::from_slice(&fs::read(&till.place.keys).unwrap()).unwrap();
    let pepper = keys["pepper"].as_str().unwrap();
    for at in 0..zip.len() {
        let text = std::io::read_to_string(zip.by_index(at).unwrap()).unwrap();
        for personal in ["Rosaura", "Quintanilla", "Inés", "Peñafiel", "Juárez", "XAXX010101000", pepper] {
            assert!(!text.contains(personal), "{personal} is in part {at}");
        }
    }
}

#[test]
fn a_till_that_sells_is_copied_and_its_copies_are_listed() {
    let till = shop();
    let stick = till.folder().join("stick");
    let said = good(&till, &["backup", "--to", path(&stick)]);
    assert_says(&said, &["3 sales, the newest sale A-3 of ", &format!("copied to {} and verified", stick.display())]);
    sell(&till, 1);
    good(&till, &["backup", "--to", path(&stick)]);
    let copies = [till.place.copies(), stick.clone()].map(Folder::plain);
    assert!(copies.iter().all(|folder| !folder.fulls().is_empty() && folder.segments().len() == 2));
    let listed = good(&till, &["copies", "--from", path(&stick)]);
    for folder in &copies {
        assert_says(&listed, &[path(&folder.path), "full copy of ", "entries 1 to "]);
        folder.list().iter().for_each(|found| assert_says(&listed, &[&found.name.to_string()]));
    }
    let empty = till.folder().join("empty");
    assert_says(&good(&till, &["copies", "--from", path(&empty)]), &["no copies"]);
}

#[test]
fn what_cannot_be_copied_is_told_and_no_half_copy_is_left() {
    let mut till = closed_shop();
    damage(&till);
    assert_says(&refused(&till, &["backup"]), &["was not copied; older copies are as they were", "damaged"]);
    assert_eq!(fs::read_dir(till.place.copies()).map_or(0, Iterator::count), 0);
    till.spoil();
}

#[test]
fn a_drill_tries_the_copies_out_and_changes_nothing() {
    let mut till = shop();
    assert_says(&refused(&till, &["restore", "--drill"]), &["nothing was changed", "no copy and no entry was found"]);
    good(&till, &["backup"]);
    sell(&till, 2);
    till.close();
    let files = || {
        let mut names: Vec<PathBuf> =
            fs::read_dir(till.place.database.parent().unwrap()).unwrap().map(|entry| entry.unwrap().path()).collect();
        names.sort();
        names
    };
    let before = files();
    let said = good(&till, &["restore", "--drill"]);
    assert_says(
        &said,
        &["begun with full-", "3 sales, the newest sale A-3 of ", "MISSING: 2 later entries, 2 of them receipts", "nothing was changed"],
    );
    assert_eq!(files(), before);
}

#[test]
fn a_damaged_till_is_put_together_again_and_sells() {
    let mut till = shop();
    let stick = till.folder().join("stick");
    good(&till, &["backup", "--to", path(&stick)]);
    sell(&till, 2);
    till.close();
    damage(&till);
    assert_eq!(till.try_open().unwrap_err().code, "database_damaged");
    fs::remove_dir_all(till.place.copies()).unwrap();
    let asked = typed(&till, &["restore", "--from", path(&stick)], "no\n");
    assert!(!asked.is_good);
    assert_says(&asked.err, &["nothing was changed"]);
    assert_eq!(till.try_open().unwrap_err().code, "database_damaged", "whoever does not say yes has changed nothing");
    let said = typed(&till, &["restore", "--from", path(&stick)], "yes\n");
    assert!(said.is_good, "{}", said.err);
    assert_says(
        &said.out,
        &["put together entry by entry", "5 sales, the newest sale A-5 of ", "the old file is in ", "a new series of receipts"],
    );
    assert!(!said.out.contains("MISSING"));
    reopen(&mut till);
    sell(&till, 1);
    assert_eq!(till.sales().len(), 6);
}

#[test]
fn a_till_that_is_open_is_not_restored() {
    let till = shop();
    good(&till, &["backup"]);
    assert_says(&refused(&till, &["restore", "--yes"]), &["nothing was changed", "the till is open: close it, and try again"]);
    sell(&till, 1);
    assert_eq!(till.sales().len(), 4);
}

/// The text of the square code on the last receipt.
fn receipt(till: &Till) -> String {
    let last = till.sales().len();
    let sales = till.ask("receipts.list", json!({"date": null, "text": "", "after": null}));
    assert_eq!(sales["rows"].as_array().unwrap().len(), last);
    let receipt = till.ask("receipts.get", json!({"id": sales["rows"][0]["id"]}));
    let code = receipt["text"].as_str().unwrap().lines().find_map(|line| line.trim().strip_prefix("[QR ")?.strip_suffix(']'));
    code.expect("a receipt has a square code").to_owned()
}

#[test]
fn a_good_journal_is_verified_beside_a_till_that_sells() {
    let mut till = shop();
    let said = good(&till, &["verify"]);
    let entries = till.entries().len();
    assert_says(&said, &[&format!("{entries} entries, 3 sales, 1 epoch"), "numbers and balances: good", "projections: good\n"]);
    let database = path(&till.place.database);
    assert_says(&good(&till, &["verify", database]), &["series A: nobody else is asked"]);
    let said = good(&till, &["verify", database, "--receipt", &receipt(&till)]);
    assert_says(&said, &[&format!("series A: witnessed up to sequence {entries} of {entries} (receipt A-000003)")]);
    till.close();
    let witness = format!("series A: witnessed up to sequence {entries} of {entries} (the witness)");
    assert_says(&good(&till, &["verify"]), &[&witness]);
    assert_says(&good(&till, &["verify", path(&till.place.database), "--witness", path(&till.place.witness)]), &[&witness]);
    assert_says(&refused(&till, &["verify", "--receipt", "what somebody typed"]), &["`what somebody typed`"]);
    assert_says(&refused(&till, &["verify", path(&till.folder().join("nothing.db"))]), &["nothing.db cannot be read"]);
}

#[test]
fn a_bad_row_is_named_and_so_is_a_journal_that_was_put_back() {
    let mut till = shop();
    till.close();
    let old = till.folder().join("old.db");
    fs::copy(&till.place.database, &old).unwrap();
    reopen(&mut till);
    sell(&till, 1);
    let receipt = receipt(&till);
    till.close();
    let said = typed(&till, &["verify", path(&old), "--witness", path(&till.place.witness)], "");
    assert!(!said.is_good);
    assert_says(&said.out, &["numbers and balances: good", "BAD: rewound: the witness knows sequence"]);
    let said = typed(&till, &["verify", path(&old), "--receipt", &receipt], "");
    assert!(!said.is_good);
    assert_says(&said.out, &["BAD: receipt A-000004 is not in the journal"]);
    let conn = store::testing::connect(&till.place.database).unwrap();
    conn.execute("update journal set clock = clock + 1 where arrival = 3", []).unwrap();
    drop(conn);
    let said = typed(&till, &["verify"], "");
    assert!(!said.is_good && !said.out.contains("good"), "{}", said.out);
    assert_says(&said.out, &["BAD: row 3 of the journal: its sequence or clock is not what its bytes say"]);
    till.spoil();
}

#[test]
fn the_owner_gets_a_new_pin_while_the_till_is_closed() {
    let mut till = shop();
    assert_says(&typed(&till, &["owner-pin"], "583014\n").err, &["no PIN was changed", "another program has this till open"]);
    till.close();
    let short = typed(&till, &["owner-pin"], "12\n");
    assert!(!short.is_good && short.err.contains("a PIN needs at least 6 digits"), "{}", short.err);
    let said = typed(&till, &["owner-pin"], "583014\n");
    assert!(said.is_good);
    assert_eq!(said.out, "Inés Núñez signs in with the new PIN. Nothing else was changed.\n");
    till.open();
    assert_eq!(till.refused("login", json!({"user": till.owner, "secret": scenarios::till::OWNER_PIN})).code, "wrong_pin");
    till.sign_in(&till.owner, "583014");
}
