//! Files that a person hands to the program. A transport brings the bytes; JavaScript never supplies a path. They are gone at the next start.

use std::fs::{self, File};
use std::io::{self, BufWriter, Write};
use std::path::PathBuf;

use domain::Id;
use domain::user::Permission;
use serde::Serialize;

use crate::door::may;
use crate::{App, Caller, Failure};

const LARGEST: u64 = 2 << 30;

#[derive(Debug, Clone, Serialize, ts_rs::TS)]
pub struct Uploaded {
    pub id: Id,
    pub size: u64,
}

impl App {
    fn uploads(&self) -> PathBuf {
        self.store.place().database.with_file_name("uploads")
    }

    pub(crate) fn clear_uploads(&self) {
        let _ = fs::remove_dir_all(self.uploads());
    }

    /// Takes a file's bytes as they come. Only somebody who could use the file may bring it.
    pub fn upload<B: AsRef<[u8]>>(&self, caller: Caller<'_>, chunks: impl Iterator<Item = io::Result<B>>) -> Result<Uploaded, Failure> {
        let caller = self.known(caller);
        may(Permission::EditProducts, caller.powers()?)?;
        self.may_write_extras()?;
        let id = Id::now_v7();
        self.take(id, chunks).inspect_err(|_| {
            let _ = fs::remove_file(self.upload_path(id));
        })
    }

    fn take<B: AsRef<[u8]>>(&self, id: Id, chunks: impl Iterator<Item = io::Result<B>>) -> Result<Uploaded, Failure> {
        fs::create_dir_all(self.uploads()).map_err(not_stored)?;
        let mut file = BufWriter::new(File::create(self.upload_path(id)).map_err(not_stored)?);
        let mut size = 0;
        for chunk in chunks {
            let chunk = chunk.map_err(not_stored)?;
            size += chunk.as_ref().len() as u64;
            if size > LARGEST {
                return Err(Failure::new("file_too_large", "the file is larger than 2 GiB"));
            }
            file.write_all(chunk.as_ref()).map_err(not_stored)?;
        }
        file.flush().map_err(not_stored)?;
        Ok(Uploaded { id, size })
    }

    /// The id is parsed, so a path cannot be made of it.
    pub(crate) fn upload_path(&self, id: Id) -> PathBuf {
        self.uploads().join(id.to_string())
    }
}

fn not_stored(error: io::Error) -> Failure {
    let code = if error.kind() == io::ErrorKind::StorageFull { "disk_full" } else { "upload_failed" };
    Failure::new(code, format!("the file could not be taken: {error}"))
}
