//! Erased people stay erased. The list of them is in the journal and in the key files, so that neither an older database nor older key
//! files, put back, bring anybody back: whichever is behind learns it from the other at the opening, before anything else is read.

use domain::Id;
use domain::entry::PersonErased;

use crate::read::users;
use crate::tx::{Now, Writing};
use crate::{KeyStore, Place, StoreError, copies, recovery, upgrade};

pub fn apply(writing: &mut Writing, place: &Place, now: Now) -> Result<(), StoreError> {
    let in_journal = users::erased(&writing.conn)?;
    for person in &in_journal {
        destroy(&writing.keys, *person);
    }
    let in_keys = writing.keys.erased();
    let forgotten: Vec<Id> = in_keys.difference(&in_journal).copied().collect();
    if forgotten.is_empty() {
        return Ok(());
    }
    writing.transact(move |tx| {
        forgotten.into_iter().try_for_each(|person| tx.append(PersonErased { person }, None, now).map(drop))?;
        Ok::<_, StoreError>(())
    })?;
    writing.empty_log()?;
    forget_files(place)
}

/// Files beside the database that may hold a name in clear. Copies hold none.
pub fn forget_files(place: &Place) -> Result<(), StoreError> {
    upgrade::forget(&place.database)?;
    copies::full::remove_unfinished(&place.copies())?;
    recovery::forget(place)
}

/// A till opens on a full disk too: the key is out of use, and the next save writes the files without it.
fn destroy(keys: &KeyStore, person: Id) {
    if let Err(error) = keys.erase(person) {
        tracing::warn!(%error, "The key files still hold the key of an erased person");
    }
}
