//! Content-addressed files: named by the SHA-256 of their bytes, whole or not there, flushed before the entry that names them.

use std::io::{BufWriter, Write};
use std::path::{Path, PathBuf};

use sha2::{Digest, Sha256};

use crate::disk::{self, NewFile};
use crate::{StoreError, failpoint};

#[derive(Debug, Clone)]
pub struct Blobs {
    folder: PathBuf,
}

impl Blobs {
    #[must_use]
    pub fn in_folder(folder: PathBuf) -> Self {
        Self { folder }
    }

    #[must_use]
    pub fn path_of(&self, sha256: &str) -> PathBuf {
        self.folder.join(sha256.get(..2).unwrap_or("__")).join(sha256)
    }

    /// A small one at once; answers its name.
    pub fn keep(&self, bytes: &[u8]) -> Result<String, StoreError> {
        let mut blob = self.begin()?;
        blob.write_all(bytes)?;
        blob.finish()
    }

    pub fn read(&self, sha256: &str) -> Result<Vec<u8>, StoreError> {
        Ok(std::fs::read(self.path_of(sha256))?)
    }

    /// The names of all that are here.
    pub(crate) fn names(&self) -> Vec<String> {
        let folders = std::fs::read_dir(&self.folder).into_iter().flatten().flatten();
        let files = folders.flat_map(|folder| std::fs::read_dir(folder.path()).into_iter().flatten().flatten());
        files.map(|file| file.file_name().to_string_lossy().into_owned()).filter(|name| name.len() == 64).collect()
    }

    /// Begins a blob; it has no name until it is finished.
    pub fn begin(&self) -> Result<NewBlob, StoreError> {
        disk::make_folder(&self.folder)?;
        let path = self.folder.join(format!("{}.new", hex::encode(crate::keys::random::<8>())));
        let file = BufWriter::new(disk::create(&path)?);
        Ok(NewBlob { blobs: self.clone(), path, file, hash: Sha256::new() })
    }
}

/// A blob under way; given up, it leaves nothing behind.
pub struct NewBlob {
    blobs: Blobs,
    path: PathBuf,
    file: BufWriter<NewFile>,
    hash: Sha256,
}

impl Write for NewBlob {
    fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
        let written = self.file.write(bytes)?;
        self.hash.update(&bytes[..written]);
        Ok(written)
    }

    fn flush(&mut self) -> std::io::Result<()> {
        self.file.flush()
    }
}

impl NewBlob {
    /// Only if its bytes are those of that name. Answers whether they are.
    pub(crate) fn finish_as(self, sha256: &str) -> Result<bool, StoreError> {
        let is_it = hex::encode(self.hash.clone().finalize()) == sha256;
        if is_it { self.finish().map(|_| true) } else { Ok(false) }
    }

    /// Flushes it under its name and answers that.
    pub fn finish(mut self) -> Result<String, StoreError> {
        self.file.flush()?;
        self.file.get_ref().sync()?;
        let sha256 = hex::encode(self.hash.clone().finalize());
        let path = self.blobs.path_of(&sha256);
        let folder = path.parent().unwrap_or(Path::new("."));
        disk::make_folder(folder)?;
        disk::rename(&self.path, &path)?;
        failpoint("blob renamed");
        disk::sync_folder(folder)?;
        Ok(sha256)
    }
}

impl Drop for NewBlob {
    fn drop(&mut self) {
        // gone already where it was finished
        if self.path.exists() {
            let _ = disk::remove(&self.path);
        }
    }
}
