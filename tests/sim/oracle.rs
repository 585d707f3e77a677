//! What must hold after each run: I1 nothing is lost, I2 nothing is counted twice, I3 money balances, I4 chains and numbers are whole, and all
//! tills tell the same.

use std::collections::{BTreeMap, BTreeSet};

use domain::Id;
use domain::entry::Fact;
use domain::sale::SaleCompleted;
use journal::ingest::{Admitted, Judged, Known, judge};
use journal::wire::Range;
use store::{Connection, shared_dump};

use crate::office::{Kept, Office};
use crate::tills::{SimTill, Sold};
use crate::world::World;

fn sale_of(entry: &Admitted) -> Option<&SaleCompleted> {
    match &entry.entry.as_ref().unwrap().fact {
        Fact::SaleCompleted(sale) => Some(sale),
        _ => None,
    }
}

/// In its place, or beside it.
pub fn keeps(office: &Office, sold: &Sold) -> bool {
    let is_it = |entry: &Admitted| entry.sequence == sold.sequence && sale_of(entry).is_some_and(|sale| sale.id == sold.sale);
    let stands = office.epochs.get(&sold.epoch).is_some_and(|kept| kept.entries.iter().any(is_it));
    stands || office.forked.iter().any(|(epoch, entry)| *epoch == sold.epoch && is_it(entry))
}

pub fn check(world: &World, office: &Office) {
    for sold in world.tills.iter().flat_map(|till| &till.sold).filter(|sold| !world.gone.contains(&sold.sale)) {
        assert!(keeps(office, sold), "I1: head office has {sold:?}");
    }
    counted_once(office);
    for (epoch, kept) in &office.epochs {
        whole(*epoch, kept);
    }
    for till in &world.tills {
        verified(till);
    }
    // where there are two histories of one device, each has its own until a person decides
    if office.forked.is_empty() {
        all_tell_the_same(&world.tills);
    }
}

fn counted_once(office: &Office) {
    let mut sales = BTreeSet::new();
    for sale in office.epochs.values().flat_map(|kept| kept.entries.iter().filter_map(sale_of)) {
        assert!(sales.insert(sale.id), "I2: {} is there once", sale.id);
        assert_eq!(sale.check_balance(), Ok(()), "I3");
    }
    let mut fed: BTreeMap<Id, i64> = BTreeMap::new();
    for (epoch, first, last) in &office.fed {
        let before = fed.insert(*epoch, *last).unwrap_or(0);
        assert_eq!(*first, before + 1, "I2: the feed has each entry once, in its order");
    }
    let heads: BTreeMap<Id, i64> = office.epochs.iter().map(|(epoch, kept)| (*epoch, kept.head().sequence)).collect();
    assert_eq!(fed, heads, "the feed has everything");
}

/// I4: the chain proves itself from its first entry, and its numbers have no gap.
fn whole(epoch: Id, kept: &Kept) {
    let entries = kept.entries.iter().map(|entry| entry.signed.clone()).collect();
    let range = Range { device: kept.device, epoch, first: 1, entries };
    let Judged::Good { head, .. } = judge(&range, &Known::default()) else { panic!("I4: the chain of {epoch} is whole") };
    assert_eq!(head, kept.head());
    let numbers: Vec<i64> = kept.entries.iter().filter_map(sale_of).map(|sale| sale.number.number).collect();
    assert!(numbers.iter().zip(1..).all(|(number, expected)| *number == expected), "I4: numbers without gap or repeat: {numbers:?}");
}

fn verified(till: &SimTill) {
    till.store().catch_up_wholly().unwrap();
    let report = till.store().read(|conn| {
        let mut copy = Connection::open_in_memory().unwrap();
        store::copy_into(conn, &mut copy)?;
        store::verify(&mut copy, till.store().keys(), &till.store().place().blobs())
    });
    assert_eq!(report.unwrap().first_bad, None, "I4: a till's journal is good");
}

fn all_tell_the_same(tills: &[SimTill]) {
    let dumps: Vec<Vec<String>> = tills.iter().map(|till| till.store().read(shared_dump).unwrap()).collect();
    for dump in &dumps[1..] {
        for (one, other) in dumps[0].iter().zip(dump) {
            assert_eq!(one, other, "all tills tell the same");
        }
        assert_eq!(dumps[0].len(), dump.len(), "all tills have as much");
    }
}
