//! The disk under a folder: how much is free, and what kind of disk it is. What cannot be found out is said to be unknown.

use std::path::{Path, PathBuf};

use serde::Serialize;
use sysinfo::{Disk, DiskRefreshKind, Disks};
use ts_rs::TS;

/// Whether a thief who takes the disk can read it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum Encryption {
    On,
    Off,
    Unknown,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct DiskFacts {
    pub free: u64,
    pub removable: bool,
    pub read_only: bool,
    pub encryption: Encryption,
}

/// A stick or a card that somebody plugged in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RemovableDisk {
    pub name: String,
    /// Where it is mounted.
    pub path: PathBuf,
}

/// Those that can be written to.
#[must_use]
pub fn removable() -> Vec<RemovableDisk> {
    let disks = Disks::new_with_refreshed_list_specifics(DiskRefreshKind::nothing().with_storage());
    let usable = disks.list().iter().filter(|disk| disk.is_removable() && !disk.is_read_only());
    usable.map(|disk| RemovableDisk { name: label(disk), path: disk.mount_point().to_owned() }).collect()
}

/// Whether one fault of a disk takes both. What is not there is on none.
#[cfg(unix)]
#[must_use]
pub fn is_same(one: &Path, other: &Path) -> bool {
    use std::os::unix::fs::MetadataExt;
    let device = |path: &Path| std::fs::metadata(path).ok().map(|found| found.dev());
    device(one).is_some_and(|found| device(other) == Some(found))
}

/// By their letters.
#[cfg(not(unix))]
#[must_use]
pub fn is_same(one: &Path, other: &Path) -> bool {
    let disk = |path: &Path| path.canonicalize().ok()?.components().next().map(|first| first.as_os_str().to_owned());
    disk(one).is_some_and(|found| disk(other) == Some(found))
}

/// Systems mount a stick under its label, or under a letter.
fn label(disk: &Disk) -> String {
    let last = disk.mount_point().file_name().map(|name| name.to_string_lossy().into_owned());
    last.unwrap_or_else(|| format!("{} {}", disk.name().to_string_lossy(), disk.mount_point().display()).trim().to_owned())
}

/// One disk, found once; asking it again how much is free is one system call.
pub struct DataDisk(Disk);

impl DataDisk {
    /// The disk that holds `folder`: of those mounted above it the nearest, and of two in one place the later, which hides the other.
    #[must_use]
    pub fn of(folder: &Path) -> Option<Self> {
        let folder = std::fs::canonicalize(folder).ok()?;
        let disks: Vec<Disk> = Disks::new_with_refreshed_list_specifics(DiskRefreshKind::nothing().with_storage()).into();
        let above = disks.into_iter().filter(|disk| folder.starts_with(disk.mount_point()));
        above.max_by_key(|disk| disk.mount_point().components().count()).map(Self)
    }

    pub fn free(&mut self) -> u64 {
        self.0.refresh_specifics(DiskRefreshKind::nothing().with_storage());
        self.0.available_space()
    }

    /// Of its file system, in the words of the kernel.
    #[must_use]
    pub fn kind(&self) -> String {
        self.0.file_system().to_string_lossy().into_owned()
    }

    #[must_use]
    pub fn facts(&self) -> DiskFacts {
        DiskFacts {
            free: self.0.available_space(),
            removable: self.0.is_removable(),
            read_only: self.0.is_read_only(),
            encryption: encryption(&self.0),
        }
    }
}

fn encryption(disk: &Disk) -> Encryption {
    let answer = if cfg!(target_os = "linux") {
        crypt_below(Path::new("/sys/class/block"), disk.name().as_ref())
    } else if cfg!(target_os = "macos") {
        said("fdesetup", &["status"]).map(|said| said.contains("FileVault is On"))
    } else if cfg!(windows) {
        let drive = disk.mount_point().to_string_lossy().trim_end_matches('\\').to_owned();
        said("manage-bde", &["-status", &drive]).map(|said| said.contains("Protection On"))
    } else {
        None
    };
    answer.map_or(Encryption::Unknown, |on| if on { Encryption::On } else { Encryption::Off })
}

fn said(program: &str, arguments: &[&str]) -> Option<String> {
    let output = std::process::Command::new(program).args(arguments).output().ok()?;
    output.status.success().then(|| String::from_utf8_lossy(&output.stdout).into_owned())
}

/// Linux: a device is encrypted if it, or all that it rests on, is a mapping of dm-crypt. `None` where it is no block device.
fn crypt_below(blocks: &Path, device: &Path) -> Option<bool> {
    let device = std::fs::canonicalize(device).ok()?;
    let block = blocks.join(device.file_name()?);
    block.exists().then(|| is_crypt(&block))
}

fn is_crypt(block: &Path) -> bool {
    let uuid = std::fs::read_to_string(block.join("dm/uuid")).unwrap_or_default();
    let below: Vec<PathBuf> = std::fs::read_dir(block.join("slaves")).into_iter().flatten().flatten().map(|it| it.path()).collect();
    uuid.starts_with("CRYPT-") || (!below.is_empty() && below.iter().all(|block| is_crypt(block)))
}

#[cfg(all(test, target_os = "linux"))]
mod tests {
    use super::*;

    #[expect(clippy::unwrap_used, reason = "part of a test")]
    fn block(blocks: &Path, name: &str, uuid: Option<&str>) -> PathBuf {
        let block = blocks.join(name);
        std::fs::create_dir_all(block.join("slaves")).unwrap();
        if let Some(uuid) = uuid {
            std::fs::create_dir_all(block.join("dm")).unwrap();
            std::fs::write(block.join("dm/uuid"), uuid).unwrap();
        }
        block
    }

    #[test]
    fn a_disk_is_encrypted_if_it_or_all_below_it_is() {
        let folder = tempfile::tempdir().unwrap();
        let (plain, crypt) = (block(folder.path(), "sda1", None), block(folder.path(), "dm-0", Some("CRYPT-LUKS2-1f-x")));
        let volume = block(folder.path(), "dm-1", Some("LVM-abc"));
        assert!(!is_crypt(&plain) && is_crypt(&crypt) && !is_crypt(&volume));
        std::os::unix::fs::symlink(&crypt, volume.join("slaves/dm-0")).unwrap();
        assert!(is_crypt(&volume), "a volume on an encrypted disk");
        std::os::unix::fs::symlink(&plain, volume.join("slaves/sda1")).unwrap();
        assert!(!is_crypt(&volume), "half of it is readable");
        assert_eq!(crypt_below(folder.path(), Path::new("overlay")), None, "no block device, no answer");
    }

    #[test]
    fn the_disk_of_a_folder_says_what_is_free() {
        let folder = tempfile::tempdir().unwrap();
        let mut disk = DataDisk::of(folder.path()).unwrap();
        assert!(disk.free() > 0 && !disk.facts().read_only);
        assert!(DataDisk::of(&folder.path().join("not there")).is_none());
    }
}
