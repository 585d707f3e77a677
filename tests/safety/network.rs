//! A data folder on another machine: there nothing holds two programs apart, so none of them opens.

use std::fs::{File, OpenOptions};
use std::io::{Read, Write};
use std::path::Path;
use std::process::{Command, Stdio};

use app::messages::{HealthValue, HealthWord};
use scenarios::Till;
use store::Place;
use tempfile::TempDir;

const LOOKUP: u32 = 1;
const GETATTR: u32 = 3;
const INIT: u32 = 26;
const NO_SUCH_FILE: i32 = -2;
const NOT_KNOWN: i32 = -38;

/// An empty folder as `sshfs` shows it: the kernel's own mount, with answers from here.
struct FarFolder(TempDir);

impl FarFolder {
    /// `None` where this user may not mount one: then there is nothing to look at, and it is said.
    fn mounted() -> Option<Self> {
        let folder = tempfile::tempdir().unwrap();
        let kernel = OpenOptions::new().read(true).write(true).open("/dev/fuse").ok();
        let mounted = kernel.filter(|kernel| mount(kernel, folder.path()));
        let Some(kernel) = mounted else {
            eprintln!("NOT LOOKED AT: this user may not mount a folder of another machine");
            return None;
        };
        std::thread::spawn(move || answer(kernel));
        Some(Self(folder))
    }
}

impl Drop for FarFolder {
    fn drop(&mut self) {
        let _ = Command::new("umount").arg("-l").arg(self.0.path()).status();
    }
}

/// The kernel is talked to by what is the standard input of `mount`.
fn mount(kernel: &File, at: &Path) -> bool {
    let options = "fd=0,rootmode=40000,user_id=0,group_id=0";
    let mut mount = Command::new("mount");
    mount.args(["-i", "-t", "fuse.sshfs", "-o", options, "ana@far:/till"]).arg(at);
    mount.stdin(Stdio::from(kernel.try_clone().unwrap())).output().is_ok_and(|output| output.status.success())
}

/// Until it is unmounted.
fn answer(mut kernel: File) {
    let mut asked = vec![0; 1 << 18];
    while let Ok(length) = kernel.read(&mut asked) {
        let number = |at: usize| u32::from_le_bytes(asked[at..at + 4].try_into().unwrap());
        assert!(length >= 40, "each question has its head");
        let (error, body) = match number(4) {
            INIT => (0, words(&[7, 12, 1 << 16, 0, 0, 1 << 16])),
            GETATTR => (0, attributes()),
            LOOKUP => (NO_SUCH_FILE, Vec::new()),
            _ => (NOT_KNOWN, Vec::new()),
        };
        let head = [u32::try_from(16 + body.len()).unwrap(), error.cast_unsigned(), number(8), number(12)];
        if kernel.write_all(&[words(&head), body].concat()).is_err() {
            return;
        }
    }
}

fn words(words: &[u32]) -> Vec<u8> {
    words.iter().flat_map(|word| word.to_le_bytes()).collect()
}

/// Of a folder that everybody may use; zero is good enough for everything else.
fn attributes() -> Vec<u8> {
    let mut attributes = [0; 26];
    (attributes[4], attributes[19], attributes[20]) = (1, 0o40777, 2);
    words(&attributes)
}

#[test]
fn a_data_folder_on_another_machine_is_refused_and_left_alone() {
    let Some(far) = FarFolder::mounted() else { return };
    let mut till = Till::closed();
    let (data, config) = (far.0.path().join("data"), till.folder().join("config"));
    let elsewhere = Place::in_folders(&data, &config, app::platform::machine());
    let near = std::mem::replace(&mut till.place, elsewhere);
    for _ in 0..2 {
        assert_eq!(till.try_open().unwrap_err().code, "data_on_network");
    }
    assert!(!till.place.keys.exists(), "nothing was begun");
    let health = app::health::judge(&app::health::of_folders(&data, &config, 0));
    assert!(health.iter().any(|item| item.value == HealthValue::Word(HealthWord::Network)), "doctor says why");
    till.place = near;
    till.open();
    till.set_up("MX", false, None);
}
