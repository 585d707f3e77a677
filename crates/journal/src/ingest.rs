//! What head office does with a range: the rules alone, without its database, so that a simulator can try them by the thousand.

use std::collections::BTreeMap;

use domain::entry::Fact;

use crate::chain::{Hash, Head, VerifyingKey};
use crate::envelope::Entry;
use crate::wire::{Range, Signed};

/// What is known of the range's epoch before it comes.
#[derive(Debug, Clone, Default)]
pub struct Known {
    /// The key that its first entry named; none before that has come.
    pub key: Option<VerifyingKey>,
    pub head: Head,
    /// The hashes from one before the range's first sequence on, as far as the range goes and as far as they are known.
    pub hashes: BTreeMap<i64, Hash>,
}

/// An entry that continues its chain and that its key signed.
#[derive(Debug, Clone)]
pub struct Admitted {
    pub sequence: i64,
    pub hash: Hash,
    pub signed: Signed,
    /// What it says, or why nobody can tell: it is kept all the same.
    pub entry: Result<Entry, String>,
}

#[derive(Debug, Clone)]
#[expect(clippy::large_enum_variant, reason = "there is one at a time, and it goes at once")]
pub enum Judged {
    Good {
        key: VerifyingKey,
        existed: usize,
        new: Vec<Admitted>,
        head: Head,
    },
    /// Something is missing before it. Nothing of it is taken.
    Gap {
        expected: i64,
    },
    /// From this sequence on it is another history than the one that stands, and signed with the same key.
    Forked {
        sequence: i64,
        branch: Vec<Admitted>,
    },
    /// It is not what it says it is. Nothing of it is taken.
    Refused(&'static str),
}

#[must_use]
pub fn judge(range: &Range, known: &Known) -> Judged {
    if range.first > known.head.sequence + 1 || range.entries.is_empty() {
        return Judged::Gap { expected: known.head.sequence + 1 };
    }
    let Some(previous) = (if range.first == 1 { Some(Hash::START) } else { known.hashes.get(&(range.first - 1)).copied() }) else {
        return Judged::Refused("the entry before it is not known");
    };
    let admitted = chained(range, previous);
    let key = match key_of(range, &admitted, known) {
        Ok(key) => key,
        Err(why) => return Judged::Refused(why),
    };
    if let Some(why) = admitted.iter().find_map(|entry| impostor(range, entry, key)) {
        return Judged::Refused(why);
    }
    let differs = |entry: &&Admitted| known.hashes.get(&entry.sequence).is_some_and(|hash| *hash != entry.hash);
    if let Some(sequence) = admitted.iter().find(differs).map(|entry| entry.sequence) {
        let branch = admitted.into_iter().filter(|entry| entry.sequence >= sequence).collect();
        return Judged::Forked { sequence, branch };
    }
    let (old, new): (Vec<_>, Vec<_>) = admitted.into_iter().partition(|entry| entry.sequence <= known.head.sequence);
    let head = new.last().map_or(known.head, |last| Head { sequence: last.sequence, hash: last.hash });
    Judged::Good { key, existed: old.len(), new, head }
}

fn chained(range: &Range, mut hash: Hash) -> Vec<Admitted> {
    let link = |(sequence, signed): (i64, &Signed)| {
        hash = hash.next(&signed.bytes);
        let entry = Entry::from_bytes(&signed.bytes).map_err(|error| error.to_string());
        Admitted { sequence, hash, signed: signed.clone(), entry }
    };
    (range.first..).zip(&range.entries).map(link).collect()
}

/// An epoch's first entry names its key.
fn key_of(range: &Range, admitted: &[Admitted], known: &Known) -> Result<VerifyingKey, &'static str> {
    if let Some(key) = known.key {
        return Ok(key);
    }
    match admitted.first().map(|first| &first.entry) {
        Some(Ok(Entry { fact: Fact::EpochStarted(started), .. })) if range.first == 1 => {
            VerifyingKey::from_hex(&started.key).ok_or("the epoch's key is no key")
        }
        _ => Err("the epoch does not begin with its start"),
    }
}

/// Why it is not an entry of this device and epoch at this place.
fn impostor(range: &Range, admitted: &Admitted, key: VerifyingKey) -> Option<&'static str> {
    if !key.has_signed(admitted.hash, &admitted.signed.signature) {
        return Some("a signature is not its epoch's");
    }
    let id = admitted.entry.as_ref().ok()?.id;
    let is_in_place = (id.device, id.epoch, id.sequence) == (range.device, range.epoch, admitted.sequence);
    (!is_in_place).then_some("an entry names another place")
}
