//! What head office admits, refuses, and keeps beside.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on has failed, and says where")]

use std::collections::BTreeMap;

use domain::Id;
use domain::entry::{CategorySaved, EpochReason, EpochStarted, Fact};
use journal::ingest::{Judged, Known, judge};
use journal::wire::{Ack, Range, Signed};
use journal::{Clock, Entry, EntryId, Hash, Head, SigningKey};

const DEVICE: Id = Id::from_u128(1);
const EPOCH: Id = Id::from_u128(2);

struct Device {
    key: SigningKey,
    hashes: BTreeMap<i64, Hash>,
    entries: Vec<Signed>,
}

impl Device {
    fn with(entries: i64) -> Self {
        let mut device = Self { key: SigningKey::from_seed(&[4; 32]), hashes: BTreeMap::new(), entries: Vec::new() };
        let started = EpochStarted { reason: EpochReason::First, key: device.key.public().hex(), series: "A".to_owned(), parent: None };
        device.write(started.into());
        (1..entries).for_each(|n| device.write(category("Panes", n)));
        device
    }

    fn write(&mut self, fact: Fact) {
        let sequence = self.last() + 1;
        let id = EntryId { device: DEVICE, epoch: EPOCH, sequence };
        let entry = Entry { id, clock: Clock::from_raw(sequence), at_ms: sequence, offset_minutes: 0, actor: None, fact };
        self.write_bytes(entry.to_bytes().unwrap());
    }

    fn write_bytes(&mut self, bytes: Vec<u8>) {
        let sequence = self.last() + 1;
        let hash = self.hashes.get(&self.last()).copied().unwrap_or(Hash::START).next(&bytes);
        self.hashes.insert(sequence, hash);
        self.entries.push(Signed { signature: self.key.sign(hash), bytes });
    }

    fn last(&self) -> i64 {
        i64::try_from(self.entries.len()).unwrap()
    }

    fn range(&self, first: i64, last: i64) -> Range {
        let at = |sequence: i64| usize::try_from(sequence - 1).unwrap();
        Range { device: DEVICE, epoch: EPOCH, first, entries: self.entries[at(first)..=at(last)].to_vec() }
    }

    /// Head office after the first `sequence` entries.
    fn known(&self, sequence: i64) -> Known {
        let hashes: BTreeMap<_, _> = self.hashes.range(..=sequence).map(|(at, hash)| (*at, *hash)).collect();
        let head = hashes.last_key_value().map(|(at, hash)| Head { sequence: *at, hash: *hash }).unwrap_or_default();
        Known { key: (sequence > 0).then(|| self.key.public()), head, hashes }
    }
}

fn category(name: &str, n: i64) -> Fact {
    let id = Id::from_u128(u128::try_from(n).unwrap());
    CategorySaved { id, name: name.to_owned(), icon: "i".to_owned(), tint: "t".to_owned(), position: n, active: true }.into()
}

fn good(judged: Judged) -> (usize, Vec<i64>, Head) {
    match judged {
        Judged::Good { existed, new, head, .. } => (existed, new.iter().map(|entry| entry.sequence).collect(), head),
        other => panic!("{other:?}"),
    }
}

#[test]
fn any_range_at_any_standing_adds_what_is_new_once_and_nothing_beyond_a_gap() {
    let device = Device::with(8);
    for standing in 0..=8 {
        for first in 1..=8 {
            for last in first..=8 {
                let judged = judge(&device.range(first, last), &device.known(standing));
                if first > standing + 1 {
                    assert!(matches!(judged, Judged::Gap { expected } if expected == standing + 1), "{first}..{last} at {standing}");
                    continue;
                }
                let (existed, new, head) = good(judged);
                let newest = standing.max(last);
                assert_eq!(new, (standing.max(first - 1) + 1..=last).collect::<Vec<_>>(), "{first}..{last} at {standing}");
                assert_eq!(existed + new.len(), usize::try_from(last - first + 1).unwrap());
                assert_eq!(head, device.known(newest).head);
            }
        }
    }
}

#[test]
fn another_history_under_the_same_key_is_a_fork_from_its_first_difference_on() {
    let (first, mut second) = (Device::with(5), Device::with(3));
    second.write(category("Dulces", 3));
    second.write(category("Dulces", 4));
    let Judged::Forked { sequence, branch } = judge(&second.range(2, 5), &first.known(5)) else { panic!("it is a fork") };
    assert_eq!((sequence, branch.len()), (4, 2));
    assert_eq!(branch[1].signed, second.entries[4], "with its bytes, so that nothing of it is lost");
}

#[test]
fn what_was_changed_moved_or_signed_by_another_is_refused_as_a_whole() {
    let device = Device::with(5);
    let refused = |range: &Range, known: &Known| assert!(matches!(judge(range, known), Judged::Refused(_)), "{range:?}");
    for at in 0..5 {
        let mut changed = device.range(1, 5);
        let byte = changed.entries[at].bytes.len() / 2;
        changed.entries[at].bytes[byte] ^= 1;
        refused(&changed, &Known::default());
        let mut unsigned = device.range(1, 5);
        unsigned.entries[at].signature[3] ^= 1;
        refused(&unsigned, &Known::default());
    }
    let mut swapped = device.range(1, 5);
    swapped.entries.swap(2, 3);
    refused(&swapped, &Known::default());
    for (device_id, epoch) in [(Id::from_u128(9), EPOCH), (DEVICE, Id::from_u128(9))] {
        refused(&Range { device: device_id, epoch, ..device.range(1, 5) }, &Known::default());
    }
    let stranger = Known { key: Some(SigningKey::from_seed(&[9; 32]).public()), ..device.known(2) };
    refused(&device.range(3, 5), &stranger);
    assert!(matches!(judge(&device.range(2, 5), &Known::default()), Judged::Gap { expected: 1 }));
}

#[test]
fn what_nobody_can_read_is_kept_with_its_reason_and_holds_nothing_up() {
    let mut device = Device::with(3);
    device.write_bytes(b"{\"kind\": 1.5}".to_vec());
    device.write(category("Panes", 4));
    let Judged::Good { new, .. } = judge(&device.range(1, 5), &Known::default()) else { panic!("it is taken") };
    assert_eq!(new.iter().map(|entry| entry.entry.is_ok()).collect::<Vec<_>>(), [true, true, true, false, true]);
    assert_eq!(new[3].signed.bytes, b"{\"kind\": 1.5}");
}

#[test]
fn an_acknowledgement_is_of_one_key_and_of_one_head() {
    let (key, other) = (SigningKey::from_seed(&[1; 32]), SigningKey::from_seed(&[2; 32]));
    let ack = Ack::sign(EPOCH, Head { sequence: 7, hash: Hash::START.next(b"x") }, 1000, &key);
    assert!(ack.is_of(key.public()) && !ack.is_of(other.public()));
    for changed in
        [Ack { sequence: 8, ..ack }, Ack { received_at_ms: 1001, ..ack }, Ack { epoch: DEVICE, ..ack }, Ack { head: Hash::START, ..ack }]
    {
        assert!(!changed.is_of(key.public()));
    }
    let text = serde_json::to_string(&ack).unwrap();
    assert_eq!(serde_json::from_str::<Ack>(&text).unwrap(), ack);
}
