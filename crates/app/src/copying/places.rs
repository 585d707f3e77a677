//! Where copies go. It is written beside the keys and not in the database: it is needed most when that cannot be opened, and an older database
//! that is put back must not make the till forget where its newer copies are.

use std::path::{Path, PathBuf};
use std::time::Duration;

use domain::Id;
use serde::{Deserialize, Serialize};
use store::copies::{Folder, Seal};
use store::{Held, Place};

use super::reach::Reach;
use crate::Failure;
use crate::messages::PlaceKind;
use crate::platform::disk::RemovableDisk;

/// When a place was last brought up to date, and why the last attempt failed if it did.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Made {
    pub full_at_ms: Option<i64>,
    /// Under which key the newest full copy was closed, if it was.
    pub full_closed_as: Option<String>,
    pub entries_at_ms: Option<i64>,
    pub tried_at_ms: Option<i64>,
    pub failure: Option<Failure>,
}

impl Made {
    pub fn newest(&self) -> Option<i64> {
        self.full_at_ms.max(self.entries_at_ms)
    }
}

/// A place that somebody named.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Other {
    pub id: Id,
    pub kind: PlaceKind,
    pub name: String,
    /// The folder of the copies, where it was last seen.
    pub path: PathBuf,
    #[serde(default)]
    pub made: Made,
}

#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Places {
    /// Closes copies outside of the till's own folder.
    pub seal: Option<Seal>,
    /// The till's own folder.
    pub till: Made,
    pub others: Vec<Other>,
}

#[must_use]
pub fn file_of(place: &Place) -> PathBuf {
    place.keys.with_file_name("copies.json")
}

/// One that cannot be read is as good as none: copies go on beside the data, and the owner names the others again.
#[must_use]
pub fn read(place: &Place) -> Places {
    let Ok(bytes) = std::fs::read(file_of(place)) else { return Places::default() };
    serde_json::from_slice(&bytes).unwrap_or_else(|error| {
        tracing::warn!(%error, "It is not known any more where copies go");
        Places::default()
    })
}

pub fn write(place: &Place, places: &Places) -> Result<(), Failure> {
    let bytes = serde_json::to_vec_pretty(places).map_err(|error| Failure::new("internal", error.to_string()))?;
    Ok(store::write_durably(&file_of(place), &bytes).map_err(store::StoreError::from)?)
}

/// What tells one stick from another, and a network folder from the empty one that is seen while the network is away.
#[derive(Debug, Serialize, Deserialize)]
struct Marker {
    id: Id,
}

const MARKER: &str = "place.json";

pub fn mark(folder: &Path, id: Id) -> Result<(), Failure> {
    let bytes = serde_json::to_vec(&Marker { id }).map_err(|error| Failure::new("internal", error.to_string()))?;
    Ok(store::write_durably(&folder.join(MARKER), &bytes).map_err(store::StoreError::from)?)
}

pub fn marked(folder: &Path) -> Option<Id> {
    serde_json::from_slice(&std::fs::read(folder.join(MARKER)).ok()?).ok().map(|marker: Marker| marker.id)
}

impl Other {
    /// The folder, if it is here now. A stick may come back under another path.
    #[must_use]
    pub fn here(&self, disks: &[RemovableDisk]) -> Option<PathBuf> {
        let name = self.path.file_name().unwrap_or_default();
        let elsewhere = disks.iter().filter(|_| self.kind == PlaceKind::Disk).map(|disk| disk.path.join(name));
        std::iter::once(self.path.clone()).chain(elsewhere).find(|folder| marked(folder) == Some(self.id))
    }
}

/// Every folder with copies that is here now and answers: the till's own first.
#[must_use]
pub fn folders(place: &Place, disks: &[RemovableDisk]) -> Vec<Folder> {
    let others = Reach::default().ask(&read(place).others, disks, LONGEST_LOOK, Path::to_owned);
    std::iter::once(place.copies()).chain(others.into_iter().flatten()).map(Folder::plain).collect()
}

/// Somebody waits for it.
pub const LONGEST_LOOK: Duration = Duration::from_secs(5);
/// A network that does not answer must not keep the till closed.
const LONGEST_AT_OPENING: Duration = Duration::from_secs(1);

/// What the copies that are here hold of this till's journal: a till that was put back together with its witness is found out by them.
#[must_use]
pub fn held(place: &Place, disks: &[RemovableDisk]) -> Vec<Held> {
    let Some(device) = store::read_witness(&place.witness).map(|witness| witness.device) else { return Vec::new() };
    let in_others = move |path: &Path| held_in(&Folder::plain(path.to_owned()), device);
    let others = Reach::default().ask(&read(place).others, disks, LONGEST_AT_OPENING, in_others);
    others.into_iter().flatten().flatten().chain(held_in(&Folder::plain(place.copies()), device)).collect()
}

/// Of each epoch the last entry that any copy in the folder has.
fn held_in(folder: &Folder, device: Id) -> Vec<Held> {
    let mut newest = std::collections::BTreeMap::new();
    for name in folder.list().into_iter().map(|found| found.name) {
        let last = newest.entry(name.epoch).or_insert((0, String::new()));
        if name.to > last.0 {
            *last = (name.to, name.hash);
        }
    }
    let by = format!("the copy in {}", folder.path.display());
    let held = |(epoch, (sequence, head))| Held { by: by.clone(), device, epoch, sequence, head };
    newest.into_iter().map(held).collect()
}
