//! A real disk of 32 MiB that runs full under a till. No sale is lost, none begins that could not be finished, and what is open is paid.

use std::fs::{self, File, OpenOptions};
use std::io::{ErrorKind, Write};
use std::path::{Path, PathBuf};
use std::process::Command;

use scenarios::till::OWNER_PIN;
use scenarios::{Till, cash, wait_until};
use serde_json::{Value, json};
use tempfile::TempDir;

const COFFEE: &str = "7501055300075";

struct SmallDisk(TempDir);

impl SmallDisk {
    /// `None` where this user may not mount one: then there is nothing to look at, and it is said.
    fn mounted() -> Option<Self> {
        let disk = Self(tempfile::tempdir().unwrap());
        let mounted = mount(&["-t", "tmpfs", "-o", "size=32m", "mostrador-test"], disk.path());
        if !mounted {
            eprintln!("NOT LOOKED AT: this user may not mount a small disk");
            std::mem::forget(disk);
            return None;
        }
        Some(disk)
    }

    fn path(&self) -> &Path {
        self.0.path()
    }

    fn filler(&self) -> PathBuf {
        self.path().join("filler")
    }

    /// Takes `most` bytes of what is free, or all of it; answers whether it is full.
    fn fill(&self, most: usize) -> bool {
        let mut file = OpenOptions::new().append(true).create(true).open(self.filler()).unwrap();
        for _ in 0..most.div_ceil(4096) {
            match file.write_all(&[7; 4096]) {
                Ok(()) => {}
                Err(error) if error.kind() == ErrorKind::StorageFull => return true,
                Err(error) => panic!("filling the disk: {error}"),
            }
        }
        false
    }

    fn fill_wholly(&self) {
        assert!(self.fill(usize::MAX / 2), "full to the last page");
    }

    fn make_room(&self) {
        fs::remove_file(self.filler()).unwrap();
    }
}

impl Drop for SmallDisk {
    fn drop(&mut self) {
        let _ = Command::new("umount").arg("-l").arg(self.path()).status();
    }
}

fn mount(arguments: &[&str], at: &Path) -> bool {
    Command::new("mount").args(arguments).arg(at).output().is_ok_and(|output| output.status.success())
}

fn reserve(till: &Till) -> PathBuf {
    till.place.database.with_file_name("reserve")
}

fn wait_for_reserve(till: &Till) {
    wait_until("the reserve is there", || reserve(till).exists());
}

/// A shop on the small disk, with its reserve.
fn shop(disk: &SmallDisk) -> Till {
    let mut till = Till::below(disk.path());
    till.set_up("MX", false, None);
    till.stock("Café de olla", COFFEE, 325_000, json!({}));
    wait_for_reserve(&till);
    till
}

fn number(done: &Value) -> String {
    done["number"].as_str().unwrap().to_owned()
}

fn assert_sold(till: &Till, answered: usize) {
    let numbers: Vec<i64> = till.sales().iter().map(|sale| sale.number.number).collect();
    assert_eq!(numbers, (1..=i64::try_from(answered).unwrap()).collect::<Vec<_>>(), "each answered sale is there, once");
}

#[test]
fn sales_go_on_until_there_is_no_room_and_none_is_lost() {
    let Some(disk) = SmallDisk::mounted() else { return };
    let till = shop(&disk);
    let mut answered = 0;
    let refused = loop {
        disk.fill(256 << 10);
        if let Err(failure) = till.call("cart.scan", json!({"code": COFFEE})) {
            break failure;
        }
        till.pay(&[cash(3250)]).expect("what was begun is finished");
        answered += 1;
    };
    assert!(["disk_full_no_new_sale", "disk_full"].contains(&refused.code.as_str()), "{refused}");
    assert!(answered > 3, "it sold until then: {answered}");
    assert_sold(&till, answered);
    disk.fill_wholly();
    wait_until("a new sale is refused before money is taken", || {
        till.refused("cart.scan", json!({"code": COFFEE})).code == "disk_full_no_new_sale"
    });
    disk.make_room();
    wait_until("there is room again", || till.call("cart.scan", json!({"code": COFFEE})).is_ok());
    till.pay(&[cash(3250 * 9)]).unwrap();
    assert_sold(&till, answered + 1);
    wait_for_reserve(&till);
}

#[test]
fn the_open_ticket_is_paid_from_the_reserve() {
    let Some(disk) = SmallDisk::mounted() else { return };
    let till = shop(&disk);
    till.scan(COFFEE);
    disk.fill_wholly();
    assert!(number(&till.pay(&[cash(3250)]).unwrap()).ends_with("-000001"));
    assert!(!reserve(&till).exists(), "it was needed");
    assert_eq!(till.refused("cart.scan", json!({"code": COFFEE})).code, "disk_full_no_new_sale");
    assert_eq!(notices(&till), ["disk_full_no_new_sale"]);
    disk.make_room();
    wait_for_reserve(&till);
    till.sell(&[COFFEE], &[cash(3250)]);
    assert_sold(&till, 2);
}

/// The files that connections share are mapped into memory: a page of theirs that finds no room must be an error, never the end of the program.
#[test]
fn a_till_that_starts_on_a_full_disk_pays_what_was_open() {
    let Some(disk) = SmallDisk::mounted() else { return };
    let mut till = shop(&disk);
    till.scan(COFFEE);
    till.close();
    disk.fill_wholly();
    till.open();
    till.sign_in_owner();
    till.pay(&[cash(3250)]).unwrap();
    assert_sold(&till, 1);
    assert_eq!(till.refused("cart.scan", json!({"code": COFFEE})).code, "disk_full_no_new_sale");
}

#[test]
fn without_a_reserve_a_full_disk_is_said_at_the_start_and_nothing_breaks() {
    let Some(disk) = SmallDisk::mounted() else { return };
    let mut till = shop(&disk);
    till.scan(COFFEE);
    till.close();
    fs::remove_file(reserve(&till)).unwrap();
    disk.fill_wholly();
    for _ in 0..3 {
        assert_eq!(till.try_open().unwrap_err().code, "disk_full");
    }
    disk.make_room();
    till.open();
    till.sign_in_owner();
    till.pay(&[cash(3250)]).unwrap();
    assert_sold(&till, 1);
}

/// A disk that takes no count is no way to guess faster; and whoever has the right PIN comes in and pays what was open.
#[test]
fn wrong_pins_count_on_a_full_disk_and_the_right_one_opens() {
    let Some(disk) = SmallDisk::mounted() else { return };
    let mut till = shop(&disk);
    let rosa = till.hire("Rosa", "cashier", "5830");
    till.scan(COFFEE);
    disk.fill_wholly();
    let guess = |till: &Till, pin: &str| till.refused("login", json!({"user": rosa, "secret": pin}));
    let left: Vec<String> = (0..4).map(|_| guess(&till, "9999").params["left"].clone()).collect();
    assert_eq!(left, ["4", "3", "2", "1"]);
    assert!(counted_on_disk(&till, &rosa) < 4, "the disk did not take them");
    assert_eq!(guess(&till, "9999").code, "locked_out");
    assert_eq!(guess(&till, "5830").params["seconds"], "30", "the delay holds, also for her");
    assert!(reserve(&till).exists(), "it is kept for what is open");
    assert_eq!(till.refused("login", json!({"user": till.owner, "secret": "999999"})).code, "wrong_pin");
    till.sign_in_owner();
    till.pay(&[cash(3250)]).unwrap();
    till.pass_seconds(10);
    assert_eq!(guess(&till, "5830").params["seconds"], "20", "with room again, the count is written");
    assert_eq!(counted_on_disk(&till, &rosa), 5);
    till.restart();
    assert_eq!(guess(&till, "5830").params["seconds"], "20");
    till.pass_seconds(20);
    till.sign_in(&rosa, "5830");
    assert_eq!(counted_on_disk(&till, &rosa), 0);
}

/// A kill forgets what was counted in memory, once: the next start needs the reserve, and its room takes every further count.
#[test]
fn a_kill_on_a_full_disk_is_no_way_round_the_delay() {
    let Some(disk) = SmallDisk::mounted() else { return };
    let mut till = shop(&disk);
    disk.fill_wholly();
    let guesses = |till: &Till, count: usize| {
        (0..count).map(|_| till.refused("login", json!({"user": till.owner, "secret": "999999"})).code).collect::<Vec<_>>()
    };
    assert_eq!(guesses(&till, 4), ["wrong_pin"; 4]);
    till.restart();
    assert!(!reserve(&till).exists());
    assert_eq!(guesses(&till, 4), ["wrong_pin"; 4]);
    for _ in 0..3 {
        till.restart();
        assert_eq!(guesses(&till, 1), ["locked_out"]);
    }
    till.pass_seconds(60);
    till.sign_in(&till.owner, OWNER_PIN);
}

fn counted_on_disk(till: &Till, user: &str) -> i64 {
    let id: domain::Id = serde_json::from_value(json!(user)).unwrap();
    store::local::pins::tries(&till.reader(), id).unwrap().failures
}

#[test]
fn little_room_is_said_and_kept_for_selling() {
    let Some(disk) = SmallDisk::mounted() else { return };
    let till = shop(&disk);
    let bytes = || std::iter::once(Ok(b"name\n".to_vec()));
    let upload = till.app().upload(app::Caller::new("window:till", app::Surface::Till), bytes());
    assert_eq!(upload.unwrap_err().code, "disk_nearly_full");
    assert_eq!(notices(&till), ["disk_nearly_full"]);
    till.sell(&[COFFEE], &[cash(3250)]);
}

#[test]
fn a_disk_that_is_read_only_is_said_and_mended() {
    let Some(disk) = SmallDisk::mounted() else { return };
    let mut till = shop(&disk);
    till.close();
    assert!(mount(&["-o", "remount,ro"], disk.path()));
    assert!(File::create(disk.filler()).is_err(), "nothing can be written");
    for _ in 0..3 {
        assert_eq!(till.try_open().unwrap_err().code, "disk_read_only");
    }
    assert!(mount(&["-o", "remount,rw"], disk.path()));
    till.open();
    till.sign_in_owner();
    till.sell(&[COFFEE], &[cash(3250)]);
    assert_sold(&till, 1);
}

fn notices(till: &Till) -> Vec<String> {
    let state = till.ask("app.state", Value::Null);
    state["notices"].as_array().unwrap().iter().map(|notice| notice["code"].as_str().unwrap().to_owned()).collect()
}
