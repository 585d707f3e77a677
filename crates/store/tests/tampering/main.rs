#![allow(clippy::unwrap_used)]
//! One thing of a journal is changed, and `verify` names the row where that shows: every field of every row, rows deleted, swapped and inserted
//! again, and what the table of epochs says. A seeded sample runs with the other tests; the full count, with a line for each kind, by
//! `MUTATIONS=100000 cargo test -p store --release --test tampering -- --ignored --nocapture`.

#[path = "../support/mod.rs"]
mod support;

mod mutations;

use std::collections::BTreeMap;

use mutations::{Journal, KINDS, Outcome};

/// How many were named, and how many left every entry as it was signed, by kind.
fn mutate(mutations: usize, seed: u64) -> BTreeMap<&'static str, (usize, usize)> {
    let mut journal = Journal::new(seed);
    let mut counts = BTreeMap::new();
    for n in 0..mutations {
        let kind = KINDS[n % KINDS.len()];
        let (named, harmless): &mut (usize, usize) = counts.entry(kind.name).or_default();
        match journal.with(kind, n % 101 == 0) {
            Outcome::Named => *named += 1,
            Outcome::AsSigned => *harmless += 1,
            Outcome::NotFound(what) => panic!("seed {seed}, mutation {n}, {}: {what}", kind.name),
        }
    }
    counts
}

fn told(counts: &BTreeMap<&'static str, (usize, usize)>) -> (usize, usize) {
    for (kind, (named, harmless)) in counts {
        println!("{kind:<20} {named:>6} mutations, all named at their row; {harmless} left every entry as it was signed");
    }
    counts.values().fold((0, 0), |sum, it| (sum.0 + it.0, sum.1 + it.1))
}

#[test]
fn each_of_a_sample_of_mutations_is_named_at_its_row() {
    let counts = mutate(2_000, 1);
    let (named, harmless) = told(&counts);
    assert_eq!((counts.len(), named + harmless), (KINDS.len(), 2_000));
    assert!(harmless < 20, "only bits of the compression's own head may mean nothing: {harmless}");
}

#[test]
#[ignore = "the full count takes a minute: `make crash`"]
fn every_one_of_the_full_count_is_named_at_its_row() {
    let mutations = std::env::var("MUTATIONS").map_or(100_400, |text| text.parse().unwrap());
    let (named, harmless) = told(&mutate(mutations, 2));
    println!("{named} mutations found; {harmless} flipped bits of the compression left every entry as it was signed");
    assert_eq!(named + harmless, mutations);
}

/// The harness sees: a change that no check looks for is not taken for found.
#[test]
fn a_mutation_that_nothing_finds_turns_it_red() {
    let mut journal = Journal::new(3);
    let nothing = mutations::Kind { name: "nothing", mutate: |_, it| Some(it.row.arrival) };
    assert!(matches!(journal.with(nothing, true), Outcome::AsSigned), "nothing was changed, and that is proved, not believed");
    let drawers = mutations::Kind { name: "another row", mutate: |conn, it| mutations::flip(conn, it, "hash").map(|arrival| arrival + 1) };
    assert!(matches!(journal.with(drawers, true), Outcome::NotFound(_)), "named at another row than expected is not found");
}
