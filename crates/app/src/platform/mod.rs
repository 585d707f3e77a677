//! What differs between operating systems: folders, disks, and what names this machine.

pub mod disk;
pub mod network;

use std::path::PathBuf;

use sha2::{Digest, Sha256};

/// `data` is what backups copy; `config` (keys, witness) is what they must not.
#[derive(Debug, Clone)]
pub struct Folders {
    pub data: PathBuf,
    pub config: PathBuf,
}

impl Folders {
    /// `MOSTRADOR_HOME` keeps everything under one folder, for trials and tests; otherwise each system's usual places.
    #[must_use]
    pub fn usual() -> Self {
        if let Some(home) = std::env::var_os("MOSTRADOR_HOME").map(PathBuf::from) {
            return Self { data: home.join("data"), config: home.join("config") };
        }
        if cfg!(windows) {
            let local = folder("LOCALAPPDATA", "AppData/Local").join("Mostrador");
            return Self { data: local.join("data"), config: local.join("config") };
        }
        if cfg!(target_os = "macos") {
            let support = folder("HOME", ".").join("Library/Application Support/Mostrador");
            return Self { data: support.join("data"), config: support.join("config") };
        }
        Self {
            data: folder("XDG_DATA_HOME", ".local/share").join("mostrador"),
            config: folder("XDG_CONFIG_HOME", ".config").join("mostrador"),
        }
    }
}

/// Where a person looks for what the program wrote for her.
#[must_use]
pub fn downloads() -> PathBuf {
    if let Some(home) = std::env::var_os("MOSTRADOR_HOME").map(PathBuf::from) {
        return home.join("downloads");
    }
    let home = folder(if cfg!(windows) { "USERPROFILE" } else { "HOME" }, ".");
    let usual = folder("XDG_DOWNLOAD_DIR", "Downloads");
    [usual, home.join("Downloads"), home.join("Documents")].into_iter().find(|folder| folder.is_dir()).unwrap_or(home)
}

fn folder(variable: &str, below_home: &str) -> PathBuf {
    let home = || PathBuf::from(std::env::var_os("HOME").unwrap_or_else(|| ".".into())).join(below_home);
    std::env::var_os(variable).filter(|value| !value.is_empty()).map_or_else(home, PathBuf::from)
}

/// A digest of what names this machine; never the name itself, which would identify its owner elsewhere.
#[must_use]
pub fn machine() -> String {
    let named = ["/etc/machine-id", "/var/lib/dbus/machine-id"].iter().find_map(|file| std::fs::read_to_string(file).ok());
    let name = named.or_else(|| std::env::var("COMPUTERNAME").ok()).or_else(|| std::env::var("HOSTNAME").ok()).unwrap_or_default();
    hex::encode(Sha256::digest(format!("mostrador:{}", name.trim())))[..32].to_owned()
}
