//! The key store: a file of its own, outside the data folder and every backup of the journal, readable by its owner only.
//! Signing keys by epoch, sealing keys by name, the pepper of the PINs. A key is on disk, in two files, before the first entry that needs it.

use std::collections::{BTreeSet, HashMap};
use std::path::{Path, PathBuf};
use std::sync::{Mutex, PoisonError};

use domain::Id;
use domain::entry::Sealed;
use journal::SigningKey;
use journal::seal::{self, SealKey};
use journal::wire::Keys;
use serde::{Deserialize, Serialize};

use crate::{StoreError, write_durably};

#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
struct Content {
    /// Counts the saves: of two files that differ, the one with more of them is the newer.
    #[serde(default)]
    saved: u64,
    signing: HashMap<Id, String>,
    sealing: HashMap<String, String>,
    /// What PINs are hashed with beside their salt, so that the database alone opens no pad.
    #[serde(default)]
    pepper: Option<String>,
    /// Those of other tills of the shop, which their PINs were hashed with.
    #[serde(default)]
    peppers: Vec<String>,
    /// Whose keys were destroyed: an older database that is put back must not bring them back.
    #[serde(default)]
    erased: BTreeSet<Id>,
}

#[derive(Debug)]
pub struct KeyStore {
    path: Option<PathBuf>,
    content: Mutex<Content>,
}

pub fn random<const N: usize>() -> [u8; N] {
    let mut bytes = [0; N];
    getrandom::fill(&mut bytes).expect("the operating system has randomness");
    bytes
}

/// The second file: what one bad sector takes, the other still has.
fn copy_of(path: &Path) -> PathBuf {
    path.with_extension("copy.json")
}

/// What one file holds: nothing, something whole, or something damaged.
fn read_one(path: &Path) -> Result<Option<Content>, StoreError> {
    match std::fs::read(path) {
        Ok(bytes) => serde_json::from_slice(&bytes)
            .map(Some)
            .map_err(|error| StoreError::Impossible(format!("the key file {} is damaged: {error}", path.display()))),
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => Ok(None),
        Err(error) => Err(error.into()),
    }
}

/// The newer of the two, and whether one of them has to be written again.
fn read_both(path: &Path) -> Result<(Content, bool), StoreError> {
    match (read_one(path), read_one(&copy_of(path))) {
        (Ok(Some(first)), Ok(Some(second))) => {
            let differ = first != second;
            Ok((if second.saved > first.saved { second } else { first }, differ))
        }
        (Ok(Some(whole)), _) | (_, Ok(Some(whole))) => Ok((whole, true)),
        (Ok(None), Ok(None)) => Ok((Content::default(), false)),
        (Err(error), _) | (_, Err(error)) => Err(error),
    }
}

fn write_both(path: &Path, content: &Content) -> Result<(), StoreError> {
    let bytes = serde_json::to_vec(content).map_err(|error| StoreError::Impossible(error.to_string()))?;
    write_durably(path, &bytes)?;
    Ok(write_durably(&copy_of(path), &bytes)?)
}

fn person(id: Id) -> String {
    format!("person-{id}")
}

impl KeyStore {
    /// For the program that has the till open: a file that is missing, damaged or older is written again from the other.
    pub fn open(path: &Path) -> Result<Self, StoreError> {
        let (content, is_worn) = read_both(path)?;
        if is_worn {
            write_both(path, &content)?;
        }
        Ok(Self { path: Some(path.to_owned()), content: Mutex::new(content) })
    }

    /// For whoever looks beside an open till: nothing is ever written.
    pub fn read(path: &Path) -> Result<Self, StoreError> {
        Ok(Self { path: None, content: Mutex::new(read_both(path)?.0) })
    }

    /// Forgets everything at its end: for replays and tests.
    #[must_use]
    pub fn in_memory() -> Self {
        Self { path: None, content: Mutex::new(Content::default()) }
    }

    fn with<T>(&self, act: impl FnOnce(&mut Content) -> T) -> T {
        act(&mut self.content.lock().unwrap_or_else(PoisonError::into_inner))
    }

    fn save(&self, content: &Content) -> Result<(), StoreError> {
        self.path.as_ref().map_or(Ok(()), |path| write_both(path, content))
    }

    /// A key is in both files before anybody may use it: one that could not be saved is not kept in memory either.
    fn change(&self, act: impl FnOnce(&mut Content)) -> Result<(), StoreError> {
        self.with(|content| {
            let mut next = content.clone();
            act(&mut next);
            next.saved += 1;
            self.save(&next)?;
            *content = next;
            Ok(())
        })
    }

    #[must_use]
    pub fn signing(&self, epoch: Id) -> Option<SigningKey> {
        let seed = self.with(|content| content.signing.get(&epoch).cloned())?;
        Some(SigningKey::from_seed(&hex::decode(seed).ok()?.try_into().ok()?))
    }

    /// Whether these are the keys of a till that has been open: a new machine has none.
    #[must_use]
    pub fn has_signing(&self) -> bool {
        self.with(|content| !content.signing.is_empty())
    }

    pub fn new_signing(&self, epoch: Id) -> Result<SigningKey, StoreError> {
        let seed = random::<32>();
        self.change(|content| drop(content.signing.insert(epoch, hex::encode(seed))))?;
        Ok(SigningKey::from_seed(&seed))
    }

    #[must_use]
    pub fn pepper(&self) -> Option<[u8; 32]> {
        let pepper = self.with(|content| content.pepper.clone())?;
        hex::decode(pepper).ok()?.try_into().ok()
    }

    /// The own first, then those of other tills.
    #[must_use]
    pub fn peppers(&self) -> Vec<[u8; 32]> {
        let all = self.with(|content| content.pepper.iter().chain(&content.peppers).cloned().collect::<Vec<_>>());
        all.iter().filter_map(|pepper| hex::decode(pepper).ok()?.try_into().ok()).collect()
    }

    /// All that others need to read what was sealed here.
    #[must_use]
    pub fn to_share(&self) -> Keys {
        self.with(|content| Keys {
            sealing: content.sealing.iter().map(|(name, key)| (name.clone(), key.clone())).collect(),
            peppers: content.pepper.iter().chain(&content.peppers).cloned().collect(),
            erased: content.erased.iter().copied().collect(),
            at: 0,
        })
    }

    /// What others made. A name that has a key here keeps it, and nobody who was erased comes back. A till that has no pepper takes the first.
    pub fn take(&self, keys: &Keys) -> Result<(), StoreError> {
        self.change(|content| {
            content.erased.extend(&keys.erased);
            let erased: BTreeSet<String> = content.erased.iter().map(|id| person(*id)).collect();
            for (name, key) in keys.sealing.iter().filter(|(name, _)| !erased.contains(*name)) {
                content.sealing.entry(name.clone()).or_insert_with(|| key.clone());
            }
            content.sealing.retain(|name, _| !erased.contains(name));
            for pepper in &keys.peppers {
                if content.pepper.get_or_insert_with(|| pepper.clone()) != pepper && !content.peppers.contains(pepper) {
                    content.peppers.push(pepper.clone());
                }
            }
        })
    }

    /// Made at its first need.
    pub fn pepper_or_new(&self) -> Result<[u8; 32], StoreError> {
        if let Some(pepper) = self.pepper() {
            return Ok(pepper);
        }
        let pepper = random::<32>();
        self.change(|content| content.pepper = Some(hex::encode(pepper)))?;
        Ok(pepper)
    }

    fn sealing(&self, name: &str) -> Option<SealKey> {
        self.with(|content| content.sealing.get(name).cloned()).and_then(|key| hex::decode(key).ok()?.try_into().ok())
    }

    /// Seals with the key of that name, which is made and saved at its first use.
    pub fn seal(&self, name: &str, text: &str) -> Result<Sealed, StoreError> {
        let key = match self.sealing(name) {
            Some(key) => key,
            None => self.new_sealing(name)?,
        };
        Ok(seal::seal(name, &key, random(), text))
    }

    pub fn seal_of_person(&self, id: Id, text: &str) -> Result<Sealed, StoreError> {
        self.seal(&person(id), text)
    }

    /// Whether what was sealed for her can be opened here.
    #[must_use]
    pub fn has_person(&self, id: Id) -> bool {
        self.sealing(&person(id)).is_some()
    }

    fn new_sealing(&self, name: &str) -> Result<SealKey, StoreError> {
        let key = random::<32>();
        self.change(|content| drop(content.sealing.insert(name.to_owned(), hex::encode(key))))?;
        Ok(key)
    }

    /// Destroys the key of a person in memory and in both files. It is out of use even where the files cannot be written now: the next save,
    /// or the next opening, writes them without it.
    pub fn erase(&self, id: Id) -> Result<(), StoreError> {
        self.with(|content| {
            let had = content.sealing.remove(&person(id)).is_some();
            let is_new = content.erased.insert(id);
            if !had && !is_new {
                return Ok(());
            }
            content.saved += 1;
            self.save(content)
        })
    }

    #[must_use]
    pub fn erased(&self) -> BTreeSet<Id> {
        self.with(|content| content.erased.clone())
    }

    /// `None` once the key is gone: what it sealed is erased.
    #[must_use]
    pub fn open_text(&self, sealed: &Sealed) -> Option<String> {
        seal::open(sealed, &self.sealing(&sealed.key)?)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn texts(keys: &KeyStore, sealed: &[Sealed]) -> Vec<Option<String>> {
        sealed.iter().map(|sealed| keys.open_text(sealed)).collect()
    }

    #[test]
    fn either_file_alone_is_enough_and_mends_the_other() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("keys.json");
        let keys = KeyStore::open(&path).unwrap();
        let sealed = keys.seal("a", "Rosa").unwrap();
        let whole = std::fs::read(&path).unwrap();
        for (file, damage) in [(path.clone(), None), (path.clone(), Some("{")), (copy_of(&path), None), (copy_of(&path), Some("{"))] {
            match damage {
                None => std::fs::remove_file(&file).unwrap(),
                Some(bytes) => std::fs::write(&file, bytes).unwrap(),
            }
            let again = KeyStore::open(&path).unwrap();
            assert_eq!(again.open_text(&sealed).as_deref(), Some("Rosa"), "{} {damage:?}", file.display());
            assert_eq!(std::fs::read(&file).unwrap(), whole, "it is mended");
        }
        for file in [&path, &copy_of(&path)] {
            std::fs::write(file, "{").unwrap();
        }
        assert!(KeyStore::open(&path).is_err(), "keys that are lost are not replaced by none");
    }

    #[test]
    fn of_two_whole_files_the_newer_holds() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("keys.json");
        let keys = KeyStore::open(&path).unwrap();
        let first = keys.seal("a", "Rosa").unwrap();
        let old = std::fs::read(&path).unwrap();
        let second = keys.seal("b", "Luz").unwrap();
        for file in [path.clone(), copy_of(&path)] {
            std::fs::write(&file, &old).unwrap();
            let again = KeyStore::open(&path).unwrap();
            assert_eq!(texts(&again, &[first.clone(), second.clone()]), [Some("Rosa".to_owned()), Some("Luz".to_owned())]);
        }
    }

    #[test]
    fn a_key_that_was_not_saved_seals_nothing() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("keys.json");
        let keys = KeyStore::open(&path).unwrap();
        // a folder in the place of the file that is written first
        std::fs::create_dir(path.with_extension("new")).unwrap();
        assert!(keys.seal("a", "Rosa").is_err());
        assert!(keys.new_signing(Id::nil()).is_err() && keys.signing(Id::nil()).is_none());
        assert!(keys.pepper_or_new().is_err() && keys.pepper().is_none());
        std::fs::remove_dir(path.with_extension("new")).unwrap();
        let sealed = keys.seal("a", "Rosa").unwrap();
        assert_eq!(KeyStore::read(&path).unwrap().open_text(&sealed).as_deref(), Some("Rosa"));
    }

    #[test]
    fn an_erased_persons_key_is_in_neither_file() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("keys.json");
        let keys = KeyStore::open(&path).unwrap();
        let sealed = keys.seal_of_person(Id::nil(), "Rosa").unwrap();
        let key = hex::encode(keys.sealing(&person(Id::nil())).unwrap());
        keys.erase(Id::nil()).unwrap();
        assert_eq!(keys.open_text(&sealed), None);
        for file in [path.clone(), copy_of(&path)] {
            assert!(!std::fs::read_to_string(&file).unwrap().contains(&key), "{}", file.display());
        }
        assert_eq!(KeyStore::open(&path).unwrap().erased(), BTreeSet::from([Id::nil()]));
    }
}
