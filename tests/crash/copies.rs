//! Copies of a till: made as the program makes them, looked at as whoever needs one would, and a till put together from them.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::sync::{LazyLock, Mutex};

use sha2::{Digest, Sha256};
use store::copies::segment::Segment;
use store::copies::{Folder, Found, Kind, Seal, Unsealing, full};
use store::recovery::{self, Recovery, Sources};
use store::{Place, StoreError};

use crate::check::{Broken, Verdict};
use crate::promise::{Promised, Told};

const PASSWORD: &str = "nopal y canela";
static SEAL: LazyLock<(Seal, Unsealing)> = LazyLock::new(|| {
    let seal = Seal::with_password(PASSWORD).unwrap();
    let unsealing = seal.open(PASSWORD).unwrap();
    (seal, unsealing)
});

/// The folder that holds everything of a till of these tests.
fn root(place: &Place) -> &Path {
    place.database.parent().and_then(Path::parent).expect("a till has a folder for its data")
}

/// Beside the data, on a stick, and on a stick that is closed with a password.
pub fn folders(place: &Place) -> [Folder; 3] {
    let sealed = Folder { path: root(place).join("sealed"), seal: Some(SEAL.0.clone()) };
    [Folder::plain(place.copies()), Folder::plain(root(place).join("stick")), sealed]
}

/// A full copy, what the journal has since, and the attachments, into each folder.
pub fn make(place: &Place, at_ms: i64) -> Result<Told, StoreError> {
    let (name, examined) = full::make(&place.database, &place.copies(), at_ms, &|_| true)?;
    let made = place.copies().join(name.to_string());
    for folder in folders(place) {
        if folder.path != place.copies() {
            folder.make()?;
            folder.take_full(&made, &name, &|_| true)?;
        }
        folder.take_entries(place, &|_| true)?;
        folder.retain(&store::open_read_only(&place.database)?)?;
    }
    Ok(Told::Copied { at_ms, sequence: examined.sequence })
}

/// From the open copies and from what the live file still gives.
pub fn restore(place: &Place, now_ms: i64) -> Result<Recovery, StoreError> {
    let [beside, stick, _] = folders(place);
    recovery::restore(place, &Sources { folders: vec![beside, stick], password: None, live: Some(place.database.clone()) }, now_ms)
}

/// What has the name of a copy is good, and what was answered as copied is there.
pub fn check(place: &Place, promised: &Promised) -> Verdict {
    let bad = |what: String| (Broken::BadCopy, what);
    for folder in folders(place) {
        folder.list().iter().try_for_each(is_good).map_err(bad)?;
        attachments(&folder).map_err(bad)?;
        if let Some((at_ms, sequence)) = promised.copied {
            let newest = folder.fulls().first().and_then(|full| full.name.at_ms());
            let last = folder.segments().iter().map(|segment| segment.name.to).max();
            if newest < Some(at_ms) || last < Some(sequence) {
                let what = format!("its newest copy is of {newest:?}, its segments end at {last:?}; promised {at_ms}, {sequence}");
                return Err(bad(format!("{}: {what}", folder.path.display())));
            }
        }
    }
    Ok(())
}

/// The same bytes under the same name are looked at once.
fn is_good(found: &Found) -> Result<(), String> {
    static GOOD: Mutex<BTreeSet<Vec<u8>>> = Mutex::new(BTreeSet::new());
    let told = |what: String| format!("{}: {what}", found.path.display());
    let digest = Sha256::new().chain_update(found.name.to_string()).chain_update(std::fs::read(&found.path).unwrap()).finalize();
    if GOOD.lock().unwrap().contains(&*digest) {
        return Ok(());
    }
    let holds = match found.name.kind {
        Kind::Full { .. } => is_good_full(found),
        Kind::Segment { from } => is_good_segment(found, from),
    };
    match holds {
        Ok(true) => {
            GOOD.lock().unwrap().insert(digest.to_vec());
            Ok(())
        }
        Ok(false) => Err(told("it is not what its name says".to_owned())),
        Err(error) => Err(told(error.to_string())),
    }
}

fn is_good_full(found: &Found) -> Result<bool, StoreError> {
    let plain = found.path.with_file_name("looked-at.db");
    found.unpack(&plain, Some(&SEAL.1))?;
    let examined = full::examine(&plain, &|_| true);
    std::fs::remove_file(&plain).unwrap();
    let full::Examined { epoch, sequence, head, .. } = examined?;
    Ok((epoch, sequence) == (found.name.epoch, found.name.to) && head.starts_with(&found.name.hash))
}

fn is_good_segment(found: &Found, from: i64) -> Result<bool, StoreError> {
    let segment = Segment::open(found.read(Some(&SEAL.1))?)?;
    let says = (segment.head.epoch, segment.head.from, segment.head.to);
    let hash = segment.verify()?.hex();
    Ok(says == (found.name.epoch, from, found.name.to) && hash.starts_with(&found.name.hash))
}

/// Attachments are named by their hash, also where they are closed.
fn attachments(folder: &Folder) -> Result<(), String> {
    let is_named = |path: &PathBuf| path.file_stem().is_some_and(|stem| stem.len() == 64);
    let here = std::fs::read_dir(folder.path.join("blobs")).into_iter().flatten().map(|entry| entry.unwrap().path());
    for path in here.filter(is_named) {
        let mut bytes = std::fs::read(&path).unwrap();
        if path.extension().is_some() {
            let mut opened = Vec::new();
            let read = SEAL.1.read(&bytes[..]).and_then(|mut input| Ok(std::io::copy(&mut input, &mut opened)?));
            read.map_err(|error| format!("{}: {error}", path.display()))?;
            bytes = opened;
        }
        if path.file_stem().and_then(|stem| stem.to_str()) != Some(&format!("{:x}", Sha256::digest(&bytes))) {
            return Err(format!("{} does not have the hash of its name", path.display()));
        }
    }
    Ok(())
}
