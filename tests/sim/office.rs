//! Head office in memory: the same rules as the server's, without its database, and with copies of itself that it can be put back from.

use std::collections::BTreeMap;

use domain::Id;
use journal::ingest::{Admitted, Judged, Known, judge};
use journal::wire::{Ack, Answer, Cursor, Fed, KeyChange, Keys, OLDEST_PROTOCOL, PROTOCOL, Page, Range, Standing, Told};
use journal::{Head, SigningKey, VerifyingKey};
use sync::Trouble;

#[derive(Debug, Clone)]
pub struct Kept {
    pub device: Id,
    pub key: VerifyingKey,
    pub entries: Vec<Admitted>,
}

impl Kept {
    pub fn head(&self) -> Head {
        self.entries.last().map(|last| Head { sequence: last.sequence, hash: last.hash }).unwrap_or_default()
    }
}

/// What a head office must never do.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Planted {
    /// It acknowledges what it does not keep.
    Forgets,
    /// It keeps what came twice as if it were two.
    CountsTwice,
    /// It throws away the other history of a device.
    DropsForks,
    /// It goes on under the same name after it was put back.
    HidesThatItWasPutBack,
}

#[derive(Clone)]
pub struct Office {
    pub planted: Option<Planted>,
    pub key: SigningKey,
    feed: Id,
    pub epochs: BTreeMap<Id, Kept>,
    /// Epoch, first, last.
    pub fed: Vec<(Id, i64, i64)>,
    /// By epoch, what stands beside.
    pub forked: Vec<(Id, Admitted)>,
    sealing: BTreeMap<String, (String, i64)>,
    peppers: BTreeMap<String, i64>,
    erased: BTreeMap<Id, i64>,
    keys_at: i64,
    changes: BTreeMap<i64, Id>,
}

impl Office {
    pub fn new() -> Self {
        Self {
            planted: None,
            key: SigningKey::from_seed(&[9; 32]),
            feed: Id::new_v4(),
            epochs: BTreeMap::new(),
            fed: Vec::new(),
            forked: Vec::new(),
            sealing: BTreeMap::new(),
            peppers: BTreeMap::new(),
            erased: BTreeMap::new(),
            keys_at: 0,
            changes: BTreeMap::new(),
        }
    }

    pub fn standing(&mut self, device: Id, told: &Told) -> Standing {
        let has = |ack: &Ack| self.epochs.get(&ack.epoch).map_or(0, |kept| kept.head().sequence);
        let is_change_lost = told.keys.is_some_and(|change| self.changes.get(&change.at) != Some(&change.tag));
        let hides = self.planted == Some(Planted::HidesThatItWasPutBack);
        if !hides && (is_change_lost || told.acks.iter().any(|ack| ack.is_of(self.key.public()) && has(ack) < ack.sequence)) {
            self.feed = Id::new_v4();
        }
        let own = self.epochs.iter().filter(|(_, kept)| kept.device == device);
        let epochs = own.map(|(epoch, kept)| Ack::sign(*epoch, kept.head(), 0, &self.key)).collect();
        Standing { oldest_protocol: OLDEST_PROTOCOL, protocol: PROTOCOL, feed: self.feed, epochs, keys_at: self.keys_at }
    }

    pub fn push(&mut self, range: &Range) -> Result<Answer, Trouble> {
        let known = self.epochs.get(&range.epoch).map_or_else(Known::default, |kept| Known {
            key: Some(kept.key),
            head: kept.head(),
            hashes: kept.entries.iter().map(|entry| (entry.sequence, entry.hash)).collect(),
        });
        match judge(range, &known) {
            Judged::Good { existed, head, .. } if existed > 0 && self.planted == Some(Planted::CountsTwice) => {
                self.fed.push((range.epoch, range.first, range.last()));
                Ok(Answer::Kept { ack: Ack::sign(range.epoch, head, 0, &self.key), stored: 0, existed, quarantined: Vec::new() })
            }
            Judged::Good { key, existed, new, head } => {
                let stored = new.len();
                if let (Some(first), Some(last)) = (new.first(), new.last()) {
                    self.fed.push((range.epoch, first.sequence, last.sequence));
                }
                let kept = self.epochs.entry(range.epoch).or_insert(Kept { device: range.device, key, entries: Vec::new() });
                if self.planted == Some(Planted::Forgets) && head.sequence % 5 == 0 {
                    self.fed.pop();
                } else {
                    kept.entries.extend(new);
                }
                Ok(Answer::Kept { ack: Ack::sign(range.epoch, head, 0, &self.key), stored, existed, quarantined: Vec::new() })
            }
            Judged::Gap { expected } => Ok(Answer::Gap { expected }),
            Judged::Forked { sequence, branch } => {
                for entry in branch.into_iter().filter(|_| self.planted != Some(Planted::DropsForks)) {
                    let is_known = |(epoch, known): &(Id, Admitted)| *epoch == range.epoch && known.hash == entry.hash;
                    if !self.forked.iter().any(is_known) {
                        self.forked.push((range.epoch, entry));
                    }
                }
                Ok(Answer::Forked { sequence, standing: Ack::sign(range.epoch, known.head, 0, &self.key) })
            }
            Judged::Refused(why) => Err(Trouble::Refused { code: "not_a_chain".to_owned(), detail: why.to_owned() }),
        }
    }

    pub fn pull(&self, after: Cursor, own: Id) -> Page {
        let from = if after.feed == self.feed { usize::try_from(after.position).unwrap().min(self.fed.len()) } else { 0 };
        // a few at a time, so that a page is read in the middle of everything
        let to = (from + 3).min(self.fed.len());
        let range = |(epoch, first, last): &(Id, i64, i64)| {
            let kept = &self.epochs[epoch];
            let at = |sequence: i64| usize::try_from(sequence - 1).unwrap();
            let entries = kept.entries[at(*first)..=at(*last)].iter().map(|entry| entry.signed.clone()).collect();
            Fed { range: Range { device: kept.device, epoch: *epoch, first: *first, entries }, received_at_ms: 0 }
        };
        let fed = self.fed[from..to].iter().filter(|(epoch, ..)| *epoch != own).map(range).collect();
        Page {
            next: Cursor { feed: self.feed, position: i64::try_from(to).unwrap() },
            more: to < self.fed.len(),
            keys_at: self.keys_at,
            fed,
        }
    }

    pub fn keys(&self, after: i64) -> Keys {
        let new = |at: &i64| *at > after;
        Keys {
            sealing: self.sealing.iter().filter(|(_, (_, at))| new(at)).map(|(name, (key, _))| (name.clone(), key.clone())).collect(),
            peppers: self.peppers.iter().filter(|(_, at)| new(at)).map(|(pepper, _)| pepper.clone()).collect(),
            erased: self.erased.iter().filter(|(_, at)| new(at)).map(|(person, _)| *person).collect(),
            at: self.keys_at,
        }
    }

    pub fn take_keys(&mut self, keys: &Keys) -> KeyChange {
        self.keys_at += 1;
        let change = KeyChange { at: self.keys_at, tag: Id::new_v4() };
        let at = change.at;
        self.changes.insert(at, change.tag);
        for (name, key) in &keys.sealing {
            self.sealing.entry(name.clone()).or_insert((key.clone(), at));
        }
        for pepper in &keys.peppers {
            self.peppers.entry(pepper.clone()).or_insert(at);
        }
        for person in &keys.erased {
            self.erased.entry(*person).or_insert(at);
        }
        change
    }

    pub fn entries(&self) -> usize {
        self.epochs.values().map(|kept| kept.entries.len()).sum()
    }
}
