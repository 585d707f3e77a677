#![allow(clippy::unwrap_used)]
//! ACTIVE, REWOUND, MOVED: each of the last hundred copies put back, with the witness kept, lost or put back too, on this machine or another,
//! sold on without a network and opened again. No number is given twice, and both lives' sales stand once each in a third journal.
//! A sample of the copies runs with the other tests; all of them by `COPIES=100 cargo test -p store --release --test states`.

mod support;

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use domain::Id;
use domain::entry::EpochReason;
use store::testing::{Chain, exported};
use store::{Held, Place, Store, StoreError, verify_chain};
use support::*;

const SALES: u128 = 100;

/// A till that has sold some times, and what its folder held after some of these sales.
struct Original {
    folder: tempfile::TempDir,
    sales: u128,
}

impl Original {
    fn that_sold(sales: u128, copied_after: &BTreeSet<u128>) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let live = folder.path().join("live");
        let mut store = till(&live);
        for sale in 1..=sales {
            sell(&store, sale, &[1]);
            if copied_after.contains(&sale) || sale == sales {
                drop(store);
                copy_folder(&live, &folder.path().join(sale.to_string()));
                store = till(&live);
            }
        }
        Self { folder, sales }
    }

    fn after(&self, sale: u128) -> PathBuf {
        self.folder.path().join(sale.to_string())
    }

    /// A folder with the database of then and everything else of now.
    fn restored(&self, sale: u128) -> (tempfile::TempDir, Place) {
        let folder = tempfile::tempdir().unwrap();
        copy_folder(&self.after(sale).join("data"), &folder.path().join("data"));
        copy_folder(&self.after(self.sales).join("config"), &folder.path().join("config"));
        let place = place(folder.path(), "A");
        (folder, place)
    }

    /// What a copy on another disk, made after the last sale, says of this journal.
    fn copy_elsewhere(&self) -> Held {
        Held::in_file("the copy on another disk", &place(&self.after(self.sales), "A").witness).unwrap()
    }

    fn life(&self) -> Chain {
        exported(&till(&self.after(self.sales))).unwrap()
    }
}

fn copy_folder(from: &Path, to: &Path) {
    std::fs::create_dir_all(to).unwrap();
    for file in std::fs::read_dir(from).unwrap().map(Result::unwrap) {
        let to = to.join(file.file_name());
        if file.file_type().unwrap().is_dir() {
            copy_folder(&file.path(), &to);
        } else {
            std::fs::copy(file.path(), to).unwrap();
        }
    }
}

fn open(place: &Place) -> Store {
    Store::open(place.clone(), None, now(1_000_000)).unwrap()
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Witness {
    Kept,
    Lost,
    /// Put back together with the database; only the copy on another disk knows better.
    Rewound,
}

/// The newest, the first, the last but one, and others spread over all.
fn copies() -> BTreeSet<u128> {
    let count: u128 = std::env::var("COPIES").map_or(2, |text| text.parse().unwrap());
    (1..=count).map(|n| n * SALES / count).chain([1, SALES - 1]).collect()
}

#[derive(Debug, Clone, Copy)]
struct Case {
    copy: u128,
    witness: Witness,
    is_other_machine: bool,
}

impl Case {
    fn all(copies: &BTreeSet<u128>) -> Vec<Self> {
        let witnesses = [Witness::Kept, Witness::Lost, Witness::Rewound];
        let with = |copy| witnesses.map(|witness| [false, true].map(|is_other_machine| Case { copy, witness, is_other_machine }));
        copies.iter().copied().flat_map(with).flatten().collect()
    }

    fn expected(self) -> Option<EpochReason> {
        match self.witness {
            _ if self.is_other_machine => Some(EpochReason::Moved),
            Witness::Lost => Some(EpochReason::Moved),
            Witness::Kept | Witness::Rewound if self.copy == SALES => None,
            Witness::Kept | Witness::Rewound => Some(EpochReason::Rewound),
        }
    }

    fn put_back(self, original: &Original) -> (tempfile::TempDir, Place) {
        let (folder, mut place) = original.restored(self.copy);
        match self.witness {
            Witness::Kept => {}
            Witness::Lost => std::fs::remove_file(&place.witness).unwrap(),
            Witness::Rewound => {
                std::fs::copy(original.after(self.copy).join("config/witness.json"), &place.witness).unwrap();
                place.held = vec![original.copy_elsewhere()];
            }
        }
        if self.is_other_machine {
            place.machine = "another machine".to_owned();
        }
        (folder, place)
    }
}

/// Sells on without a network, is closed and opened again, and sells once more in the same series.
fn sell_on(place: &Place, from: u128, expected: Option<EpochReason>) -> Chain {
    let store = open(place);
    assert_eq!(store.new_epoch(), expected);
    let first = sell(&store, from, &[1]);
    sell(&store, from + 1, &[1]);
    drop(store);
    let store = open(place);
    assert_eq!(store.new_epoch(), None, "what was answered once is not answered again");
    let third = sell(&store, from + 2, &[1]);
    assert_eq!(third.split('-').next(), first.split('-').next(), "one series");
    exported(&store).unwrap()
}

/// A third till that hears them all.
fn merged(chains: &[Chain]) -> (tempfile::TempDir, Store) {
    let folder = tempfile::tempdir().unwrap();
    let store = till(folder.path());
    let entries: Chain = chains.concat();
    write(&store, move |tx| entries.iter().try_for_each(|(bytes, signature)| tx.receive(bytes, signature).map(drop)));
    (folder, store)
}

/// Every number once, every sale once, and a good chain.
fn assert_union(store: &Store, sales: &BTreeSet<u128>) {
    let rows: Vec<(String, Id)> = store
        .read(|conn| {
            let mut statement = conn.prepare("select series || '-' || number, id from sales order by id")?;
            let rows = statement.query_map([], |row| Ok((row.get(0)?, row.get(1)?)))?;
            Ok::<_, StoreError>(rows.collect::<Result<_, _>>()?)
        })
        .unwrap();
    let (numbers, ids): (Vec<_>, Vec<_>) = rows.into_iter().unzip();
    assert_eq!(numbers.iter().collect::<BTreeSet<_>>().len(), numbers.len(), "no number twice: {numbers:?}");
    assert_eq!(ids, sales.iter().map(|&id| Id::from_u128(id)).collect::<Vec<_>>(), "every sale of both lives, once");
    assert_eq!(store.read(verify_chain).unwrap().first_bad, None);
}

#[test]
fn no_state_of_copy_witness_and_machine_gives_a_number_twice_or_loses_a_sale() {
    let copies = copies();
    let original = Original::that_sold(SALES, &copies);
    let life = original.life();
    let cases = Case::all(&copies);
    for &case in &cases {
        let (_folder, place) = case.put_back(&original);
        let chain = sell_on(&place, 1_000, case.expected());
        let (_third, store) = merged(&[life.clone(), chain]);
        assert_union(&store, &(1..=SALES).chain(1_000..1_003).collect());
    }
    println!("{} states: no number twice, every sale of both lives once", cases.len());
}

/// The original sells on, and so does whoever copied its disk: with its keys and witness, or without.
#[test]
fn two_tills_that_were_one_merge_into_all_their_sales() {
    let original = Original::that_sold(5, &BTreeSet::new());
    for has_witness in [true, false] {
        let (_one, original_place) = original.restored(5);
        let (_two, mut clone) = original.restored(5);
        clone.machine = "the clone's machine".to_owned();
        if !has_witness {
            std::fs::remove_file(&clone.witness).unwrap();
        }
        let chains = [sell_on(&original_place, 1_000, None), sell_on(&clone, 2_000, Some(EpochReason::Moved))];
        let (_third, store) = merged(&chains);
        assert_union(&store, &(1..=5).chain(1_000..1_003).chain(2_000..2_003).collect());
    }
}

/// A whole machine put back, with no copy elsewhere, cannot know it. Its journal then forks, and whoever hears both lives says so
/// instead of keeping one of them in silence.
#[test]
fn a_fork_that_nobody_could_prevent_is_told_when_the_lives_meet() {
    let original = Original::that_sold(5, &[3].into());
    let (_folder, mut place) = Case { copy: 3, witness: Witness::Rewound, is_other_machine: false }.put_back(&original);
    place.held.clear();
    let forked = sell_on(&place, 1_000, None);
    let (_third, store) = merged(&[original.life()]);
    let (bytes, signature) = forked[4].clone();
    let told: Result<bool, StoreError> = store.write(store::Lane::Sync, move |tx| tx.receive(&bytes, &signature));
    assert!(matches!(&told, Err(StoreError::BrokenChain(what)) if what.contains("another entry")), "{told:?}");
}
