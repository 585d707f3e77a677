//! Whether a folder lies on another machine. Locks and mapped memory, on which the one writer and the log rest, are not kept there.

use std::path::{Component, Path, PathBuf, Prefix};

use super::disk::DataDisk;

/// Kinds of file systems as the kernels name them. A share of the machine that runs this one as a guest counts too: its other guests have it as well.
const KINDS: [&str; 21] = [
    "9p",
    "afpfs",
    "afs",
    "beegfs",
    "ceph",
    "cifs",
    "coda",
    "davfs",
    "gfs2",
    "glusterfs",
    "gpfs",
    "lustre",
    "ncpfs",
    "nfs",
    "nfs4",
    "ocfs2",
    "orangefs",
    "prl_fs",
    "smb3",
    "smbfs",
    "webdav",
];
/// Programs that show something far away as a folder.
const PROGRAMS: [&str; 14] = [
    "ceph",
    "curlftpfs",
    "davfs",
    "davfs2",
    "gcsfuse",
    "glusterfs",
    "goofys",
    "gvfsd-fuse",
    "juicefs",
    "onedriver",
    "rclone",
    "s3fs",
    "smbnetfs",
    "sshfs",
];

/// A folder that is not there yet is where the nearest one above it is.
#[must_use]
pub fn holds(folder: &Path) -> bool {
    let Some(folder) = nearest(folder) else { return false };
    if cfg!(windows) {
        return is_share(&folder);
    }
    // sysinfo passes the disks of other machines over, because asking one that does not answer may take for ever
    match std::fs::read_to_string("/proc/self/mountinfo") {
        Ok(mounts) => kind_of(&mounts, &folder).is_some_and(is_network),
        Err(_) => DataDisk::of(&folder).is_some_and(|disk| is_network(&disk.kind())),
    }
}

fn nearest(folder: &Path) -> Option<PathBuf> {
    std::path::absolute(folder).ok()?.ancestors().find_map(|it| std::fs::canonicalize(it).ok())
}

fn is_network(kind: &str) -> bool {
    KINDS.contains(&kind) || kind.strip_prefix("fuse.").is_some_and(|program| PROGRAMS.contains(&program))
}

/// Windows gives a mapped drive its real name, `\\server\share`, when it is asked.
fn is_share(folder: &Path) -> bool {
    matches!(folder.components().next(), Some(Component::Prefix(first)) if matches!(first.kind(), Prefix::UNC(..) | Prefix::VerbatimUNC(..)))
}

/// Of the nearest mount above, and of two in one place the later, which hides the other.
fn kind_of<'a>(mounts: &'a str, folder: &Path) -> Option<&'a str> {
    let above = mounts.lines().filter_map(mount).filter(|(place, _)| folder.starts_with(place));
    above.max_by_key(|(place, _)| place.components().count()).map(|(_, kind)| kind)
}

/// Of `36 35 98:0 / /mnt/a\040share rw,noatime master:1 - nfs4 server:/share rw`: the fifth field, and the first after the dash.
fn mount(line: &str) -> Option<(PathBuf, &str)> {
    let (place, kind) = line.split_once(" - ")?;
    Some((PathBuf::from(unescaped(place.split(' ').nth(4)?)), kind.split(' ').next()?))
}

fn unescaped(place: &str) -> String {
    [("\\040", " "), ("\\011", "\t"), ("\\012", "\n"), ("\\134", "\\")]
        .iter()
        .fold(place.to_owned(), |place, (escaped, character)| place.replace(escaped, character))
}

#[cfg(test)]
mod tests {
    use super::*;

    const MOUNTS: &str = r"22 1 254:0 / / rw,relatime shared:1 - ext4 /dev/vda rw
23 22 0:20 / /proc rw - proc proc rw
30 22 0:40 / /srv/till rw,relatime - nfs4 server:/till rw,vers=4.2
31 30 0:41 / /srv/till/local rw - xfs /dev/vdb rw
32 22 0:42 / /mnt/the\040shop rw master:1 propagate_from:2 - cifs //server/shop rw
33 22 0:43 / /home/ana/far rw - fuse.sshfs ana@far: rw
34 22 0:44 / /home/ana/vault rw - fuse.gocryptfs /home/ana/.vault rw
35 22 8:17 / /media/usb rw - fuseblk /dev/sdb1 rw
36 22 0:45 / /mnt/c rw - 9p C:\134 rw
37 22 0:46 / /twice rw - nfs server:/a rw
38 37 8:33 / /twice rw - ext4 /dev/sdc1 rw
";

    #[test]
    fn the_nearest_mount_says_whether_it_is_another_machine() {
        let table = [
            ("/home/ana/.local/share/mostrador/data", false),
            ("/srv/till", true),
            ("/srv/till/mostrador/data", true),
            ("/srv/tillage", false),
            ("/srv/till/local/data", false),
            ("/mnt/the shop/data", true),
            ("/mnt/the", false),
            ("/home/ana/far/data", true),
            ("/home/ana/vault/data", false),
            ("/media/usb/data", false),
            ("/mnt/c/Users/ana", true),
            ("/twice/data", false),
        ];
        for (folder, far) in table {
            let kind = kind_of(MOUNTS, Path::new(folder)).unwrap();
            assert_eq!(is_network(kind), far, "{folder} on {kind}");
        }
        assert_eq!(kind_of("", Path::new("/")), None, "what is not known is nobody's share");
    }

    #[test]
    fn what_is_here_is_not_there() {
        let folder = tempfile::tempdir().unwrap();
        assert!(!holds(folder.path()) && !holds(&folder.path().join("not/there/yet")));
    }

    #[cfg(windows)]
    #[test]
    fn a_share_has_a_name_of_its_own() {
        for (folder, far) in
            [(r"\\server\share\data", true), (r"\\?\UNC\server\share", true), (r"C:\Users", false), (r"\\?\C:\Users", false)]
        {
            assert_eq!(is_share(Path::new(folder)), far, "{folder}");
        }
    }
}
