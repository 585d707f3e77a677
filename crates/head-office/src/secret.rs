//! The one secret of an installation, in a file that all its instances share. What is signed with is derived from it, a key a purpose.

use std::path::Path;

use anyhow::Context;
use domain::Id;
use journal::SigningKey;
use sha2::{Digest, Sha256};

#[derive(Clone)]
pub struct Secret([u8; 32]);

impl Secret {
    #[must_use]
    pub fn of(bytes: [u8; 32]) -> Self {
        Self(bytes)
    }

    /// Made at the first start, readable by its owner only.
    pub fn in_file(path: &Path) -> anyhow::Result<Self> {
        match std::fs::read_to_string(path) {
            Ok(text) => {
                let bytes = hex::decode(text.trim()).ok().and_then(|bytes| bytes.try_into().ok());
                bytes.map(Self).with_context(|| format!("{} does not hold 64 hex digits", path.display()))
            }
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => Self::new_in(path),
            Err(error) => Err(error).with_context(|| format!("{} cannot be read", path.display())),
        }
    }

    fn new_in(path: &Path) -> anyhow::Result<Self> {
        let mut bytes = [0; 32];
        getrandom::fill(&mut bytes).map_err(|error| anyhow::anyhow!("no randomness: {error}"))?;
        let mut options = std::fs::OpenOptions::new();
        options.write(true).create_new(true);
        #[cfg(unix)]
        std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
        let mut file = options.open(path).with_context(|| format!("{} cannot be made", path.display()))?;
        std::io::Write::write_all(&mut file, hex::encode(bytes).as_bytes())?;
        file.sync_all()?;
        Ok(Self(bytes))
    }

    fn derive(&self, purpose: &str, of: &[u8]) -> [u8; 32] {
        Sha256::new().chain_update(self.0).chain_update(purpose).chain_update([0]).chain_update(of).finalize().into()
    }

    /// Acknowledgements to one tenant's devices.
    #[must_use]
    pub fn acks_of(&self, tenant: Id) -> SigningKey {
        SigningKey::from_seed(&self.derive("acks", tenant.as_bytes()))
    }

    /// Tokens and challenges.
    #[must_use]
    pub fn tokens(&self) -> [u8; 32] {
        self.derive("tokens", &[])
    }
}
