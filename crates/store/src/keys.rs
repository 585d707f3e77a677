//! The key store: a file of its own, outside the data folder and every backup of the journal, readable by its owner only.
//! Signing keys by epoch, sealing keys by name. A key is on disk before the first entry that needs it.

use std::collections::HashMap;
use std::path::{Path, PathBuf};
use std::sync::{Mutex, PoisonError};

use domain::Id;
use domain::entry::Sealed;
use journal::SigningKey;
use journal::seal::{self, SealKey};
use serde::{Deserialize, Serialize};

use crate::{StoreError, write_durably};

#[derive(Debug, Default, Serialize, Deserialize)]
struct Content {
    signing: HashMap<Id, String>,
    sealing: HashMap<String, String>,
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

impl KeyStore {
    pub fn open(path: &Path) -> Result<Self, StoreError> {
        let content = match std::fs::read(path) {
            Ok(bytes) => {
                serde_json::from_slice(&bytes).map_err(|error| StoreError::Impossible(format!("the key file is damaged: {error}")))?
            }
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => Content::default(),
            Err(error) => return Err(error.into()),
        };
        Ok(Self { path: Some(path.to_owned()), content: Mutex::new(content) })
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
        let Some(path) = &self.path else { return Ok(()) };
        let bytes = serde_json::to_vec(content).map_err(|error| StoreError::Impossible(error.to_string()))?;
        Ok(write_durably(path, &bytes)?)
    }

    #[must_use]
    pub fn signing(&self, epoch: Id) -> Option<SigningKey> {
        let seed = self.with(|content| content.signing.get(&epoch).cloned())?;
        Some(SigningKey::from_seed(&hex::decode(seed).ok()?.try_into().ok()?))
    }

    pub fn new_signing(&self, epoch: Id) -> Result<SigningKey, StoreError> {
        let seed = random::<32>();
        self.with(|content| {
            content.signing.insert(epoch, hex::encode(seed));
            self.save(content)
        })?;
        Ok(SigningKey::from_seed(&seed))
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

    fn new_sealing(&self, name: &str) -> Result<SealKey, StoreError> {
        let key = random::<32>();
        self.with(|content| {
            content.sealing.insert(name.to_owned(), hex::encode(key));
            self.save(content)
        })?;
        Ok(key)
    }

    /// `None` once the key is gone: what it sealed is erased.
    #[must_use]
    pub fn open_text(&self, sealed: &Sealed) -> Option<String> {
        seal::open(sealed, &self.sealing(&sealed.key)?)
    }
}
