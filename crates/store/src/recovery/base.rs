//! The full copy that a rebuilt database begins with.

use std::path::Path;

use domain::Id;
use rusqlite::OptionalExtension;

use super::rebuild::Opened;
use crate::copies::{Found, GoOn, Unsealing, full};
use crate::{KeyStore, Place, StoreError, disk, open, witness};

pub struct Base {
    pub from: Option<String>,
    /// Copies that were tried before and were not good.
    pub unusable: Vec<String>,
}

struct Candidate<'a> {
    full: Found,
    unsealing: Option<&'a Unsealing>,
    is_trusted: bool,
}

impl Base {
    /// Unpacks the newest full copy that is good. A chain and its signatures prove the entries of a copy and nothing else of it, so one that lay where
    /// others can reach it gives its entries only, as long as this machine has the keys that tell: who may do what is read out of those.
    pub fn lay(place: &Place, opened: &[Opened], keys: &KeyStore, path: &Path, now_ms: i64, go_on: GoOn<'_>) -> Result<Self, StoreError> {
        let (mut unusable, mut needs_password, mut others) = (Vec::new(), false, false);
        for Candidate { full, unsealing, is_trusted } in candidates(place, opened, keys, now_ms) {
            if full.name.is_sealed && unsealing.is_none() {
                needs_password = true;
                continue;
            }
            if !is_trusted {
                others = true;
                continue;
            }
            let unpacked = full.unpack(path, unsealing).map_err(StoreError::plain).and_then(|()| full::examine(path, go_on).map(drop));
            match unpacked.and_then(|()| is_of_this_till(place, path)) {
                Ok(()) => return Ok(Self { from: Some(full.name.to_string()), unusable }),
                Err(error @ (StoreError::DiskFull | StoreError::NewerDatabase { .. } | StoreError::Cancelled)) => return Err(error),
                Err(error) => {
                    tracing::warn!(%error, file = %full.path.display(), "A copy cannot be used");
                    unusable.push(full.name.to_string());
                }
            }
        }
        let _ = disk::remove(path);
        // closed copies and nothing else: whoever asks must be asked for the password
        if needs_password && !others { Err(StoreError::PasswordNeeded) } else { Ok(Self { from: None, unusable }) }
    }
}

/// The newest first; one that is dated later than now was made under a clock that was wrong, and comes last.
fn candidates<'a>(place: &Place, opened: &'a [Opened], keys: &KeyStore, now_ms: i64) -> Vec<Candidate<'a>> {
    let mut all: Vec<Candidate<'a>> = Vec::new();
    for Opened { folder, unsealing } in opened {
        let is_trusted = folder.path == place.copies() || !keys.has_signing();
        all.extend(folder.fulls().into_iter().map(|full| Candidate { full, unsealing: unsealing.as_ref(), is_trusted }));
    }
    all.sort_by_key(|Candidate { full, .. }| {
        let at_ms = full.name.at_ms();
        (at_ms > Some(now_ms), std::cmp::Reverse(at_ms), full.name.is_sealed)
    });
    all
}

/// Two tills may have had their copies in one folder.
fn is_of_this_till(place: &Place, path: &Path) -> Result<(), StoreError> {
    let Some(witness) = witness::read(&place.witness) else { return Ok(()) };
    let device = "select device from local_device";
    let device: Option<Id> = open::open_read_only(path)?.query_row(device, [], |row| row.get(0)).optional()?;
    if device.is_none_or(|device| device == witness.device) {
        Ok(())
    } else {
        Err(StoreError::CopyUnusable("it is of another till".to_owned()))
    }
}
