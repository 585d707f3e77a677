//! Copies that leave the shop can be closed with a password (age). The till keeps only the public half and the private half closed with the
//! password: it can make copies without anybody, and read them with nobody but who knows the password.

use std::io::{BufReader, Read, Write};
use std::str::FromStr;

use age::secrecy::{ExposeSecret, SecretString};
use age::x25519::{Identity, Recipient};
use age::{DecryptError, Decryptor, Encryptor, scrypt};
use base64::{Engine, prelude::BASE64_STANDARD};
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

use crate::StoreError;

/// 64 MiB and part of a second a guess: a till has little memory, and whoever restores waits once.
const WORK: u8 = 16;

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Seal {
    /// The public half: what copies are closed with.
    recipient: String,
    /// The private half, closed with the password, base64.
    closed: String,
}

/// Private halves: what opens copies.
pub struct Unsealing(Vec<Identity>);

fn failed(error: impl std::fmt::Display) -> StoreError {
    StoreError::Impossible(format!("a copy could not be sealed: {error}"))
}

impl Seal {
    pub fn with_password(password: &str) -> Result<Self, StoreError> {
        let identity = Identity::generate();
        let mut recipient = scrypt::Recipient::new(SecretString::from(password.to_owned()));
        recipient.set_work_factor(WORK);
        let text = identity.to_string();
        let closed = age::encrypt(&recipient, text.expose_secret().as_bytes()).map_err(failed)?;
        Ok(Self { recipient: identity.to_public().to_string(), closed: BASE64_STANDARD.encode(closed) })
    }

    pub fn open(&self, password: &str) -> Result<Unsealing, StoreError> {
        let closed = BASE64_STANDARD.decode(&self.closed).map_err(failed)?;
        let mut identity = scrypt::Identity::new(SecretString::from(password.to_owned()));
        identity.set_max_work_factor(WORK);
        let text = age::decrypt(&identity, &closed).map_err(|_| StoreError::WrongPassword)?;
        let text = String::from_utf8(text).map_err(failed)?;
        Ok(Unsealing(vec![Identity::from_str(&text).map_err(failed)?]))
    }

    /// Tells this key from others that were used before it.
    #[must_use]
    pub fn name(&self) -> String {
        hex::encode(&Sha256::digest(&self.recipient)[..4])
    }

    /// What is written into it goes closed into `output`; it must be finished.
    pub fn close<W: Write>(&self, output: W) -> Result<age::stream::StreamWriter<W>, StoreError> {
        let recipient = Recipient::from_str(&self.recipient).map_err(failed)?;
        let encryptor = Encryptor::with_recipients(std::iter::once(&recipient as _)).map_err(failed)?;
        Ok(encryptor.wrap_output(output)?)
    }
}

impl Unsealing {
    /// All that one password opens. `None` if it opens nothing.
    #[must_use]
    pub fn of(seals: &[Seal], password: &str) -> Option<Self> {
        let opened: Vec<Identity> = seals.iter().filter_map(|seal| seal.open(password).ok()).flat_map(|it| it.0).collect();
        (!opened.is_empty()).then_some(Self(opened))
    }

    pub fn read<R: Read>(&self, input: R) -> Result<age::stream::StreamReader<BufReader<R>>, StoreError> {
        let decryptor = Decryptor::new_buffered(BufReader::new(input)).map_err(unusable)?;
        decryptor.decrypt(self.0.iter().map(|identity| identity as _)).map_err(unusable)
    }
}

fn unusable(error: DecryptError) -> StoreError {
    match error {
        DecryptError::NoMatchingKeys | DecryptError::DecryptionFailed => StoreError::WrongPassword,
        other => StoreError::CopyUnusable(other.to_string()),
    }
}
