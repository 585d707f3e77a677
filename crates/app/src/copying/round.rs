//! One round through the places: each gets what is due there.

use std::sync::atomic::Ordering;

use store::copies::{Folder, Seal, full};
use store::{StoreError, open_read_only};

use super::desk::Desk;
use super::places::{Made, Other, Places};
use super::schedule::Due;
use crate::Failure;
use crate::room::little_room;

/// How one place was brought up to date: what came since, and when the full copy was made that it got.
struct Copied {
    entries: Result<(), Failure>,
    full: Result<Option<i64>, Failure>,
}

impl Desk {
    /// Every place gets what is due there; one that fails keeps no other from it. The first failure is the answer.
    pub(super) fn round(&self, due: impl Fn(&Made) -> Due) -> Result<(), Failure> {
        let _claim = self.claim()?;
        let places = self.places();
        let here = self.here(&places, &(self.machine.disks)());
        let Places { seal, till, others } = places;
        let own = self.bring_up(None, &till, None, due(&till), |due| self.copy_here(due));
        let others = others.iter().zip(here).filter_map(|(other, here)| Some((other, here?))).map(|(other, path)| {
            let folder = Folder { path, seal: seal.clone() };
            self.bring_up(Some(other), &other.made, seal.as_ref(), due(&other.made), |due| self.copy_there(&folder, &other.made, due))
        });
        std::iter::once(own).chain(others).fold(Ok(()), Result::and)
    }

    /// A copy from a terminal writes to the same files.
    pub(super) fn claim(&self) -> Result<std::fs::File, Failure> {
        store::copies::claim(self.place())?.ok_or_else(|| Failure::new("copy_running", "another program is copying this till"))
    }

    /// Does it and keeps how it went.
    fn bring_up(
        &self,
        other: Option<&Other>,
        made: &Made,
        seal: Option<&Seal>,
        due: Due,
        copy: impl FnOnce(Due) -> Copied,
    ) -> Result<(), Failure> {
        if !due.is_any() || self.is_stopped.load(Ordering::SeqCst) {
            return Ok(());
        }
        let Copied { entries, full } = copy(due);
        let now = Some(self.now_ms());
        let failure = entries.clone().and(full.clone().map(drop)).err();
        let sent = full.ok().flatten();
        let made = Made {
            full_at_ms: sent.or(made.full_at_ms),
            full_closed_as: if sent.is_some() { seal.map(Seal::name) } else { made.full_closed_as.clone() },
            entries_at_ms: if entries.is_ok() { now } else { made.entries_at_ms },
            tried_at_ms: now,
            failure: failure.clone(),
        };
        self.change(|places| {
            // a password that was set meanwhile wants everything once more
            let is_as_it_was = places.seal.as_ref() == seal;
            match other {
                None => places.till = made,
                Some(other) => {
                    let made = if is_as_it_was { made } else { Made { full_at_ms: None, entries_at_ms: None, ..made } };
                    places.others.iter_mut().filter(|it| it.id == other.id).for_each(|it| it.made = made.clone());
                }
            }
        })?;
        failure.map_or(Ok(()), Err)
    }

    /// The entries first: they are small, and there is room for them where there is none for a full copy.
    fn copy_here(&self, due: Due) -> Copied {
        let folder = Folder::plain(self.place().copies());
        let taken = folder.make().and_then(|()| folder.take_entries(self.place(), &|progress| self.go_on(progress)));
        let entries = taken.map_err(Failure::from);
        let full = if due.full { self.make_full(&folder).map(Some) } else { Ok(None) };
        Copied { entries, full }
    }

    fn make_full(&self, folder: &Folder) -> Result<i64, Failure> {
        // what a power cut left of one takes the room of the next
        full::remove_unfinished(&folder.path)?;
        self.may_write_full()?;
        let (name, _) = full::make(&self.place().database, &folder.path, self.now_ms(), &|progress| self.go_on(progress))?;
        folder.retain(&open_read_only(&self.place().database)?)?;
        Ok(name.at_ms().unwrap_or_default())
    }

    /// What came since, and the newest full copy of the till's own folder.
    fn copy_there(&self, folder: &Folder, made: &Made, due: Due) -> Copied {
        let entries = folder.take_entries(self.place(), &|progress| self.go_on(progress)).map_err(there);
        let full = if due.full { self.send_full(folder, made).map_err(there) } else { Ok(None) };
        Copied { entries, full }
    }

    fn send_full(&self, folder: &Folder, made: &Made) -> Result<Option<i64>, StoreError> {
        let conn = open_read_only(&self.place().database)?;
        let Some(newest) = Folder::plain(self.place().copies()).fulls_of(&conn)?.into_iter().next() else { return Ok(None) };
        let name = newest.name.sealed(folder.seal.is_some());
        // under a new password the same copy is closed anew
        let is_closed_so = made.full_closed_as == folder.seal.as_ref().map(Seal::name);
        if !is_closed_so || folder.list().iter().all(|found| found.name != name) {
            folder.take_full(&newest.path, &newest.name, &|progress| self.go_on(progress))?;
        }
        folder.retain(&conn)?;
        Ok(newest.name.at_ms())
    }

    /// Room for another database, and then still plenty to sell with.
    pub(super) fn may_write_full(&self) -> Result<(), Failure> {
        self.room.may_write_extras()?;
        let size = std::fs::metadata(&self.place().database).map_or(0, |file| file.len());
        if self.room.free().is_none_or(|free| free >= size) { Ok(()) } else { Err(little_room()) }
    }
}

/// What happens on another disk is told as that: the till's own is not full.
fn there(error: StoreError) -> Failure {
    match error.plain() {
        StoreError::DiskFull => Failure::new("copy_place_full", "there is no room in this place; what was there is kept"),
        StoreError::ReadOnly(_) => Failure::new("copy_place_unknown", "this place lets nothing be written"),
        other => other.into(),
    }
}
