#![allow(clippy::unwrap_used)]
//! Faults planted on purpose, in a process of their own: the check of P2 must see each of them.

mod support;

use store::testing::{exported, planted};
use support::happenings::*;

/// Two devices write the same register and the same stock; the one with the earlier clock is heard last.
fn heard_both_ways() -> (Vec<String>, Vec<String>) {
    let chains: Vec<Chain> = [(1, 0, 10), (2, 50_000, 20)]
        .map(|(device, skew_ms, price)| {
            let folder = tempfile::tempdir().unwrap();
            let happenings =
                [Happening::Create(1), Happening::Reprice(1, price), Happening::Stock(1, price * 1000), Happening::Stock(1, 7000)];
            exported(&live(folder.path(), device, skew_ms, &happenings)).unwrap()
        })
        .into();
    (hear(&chains, &[0; 20]), hear(&chains, &[1; 20]))
}

/// The harness sees: a value that depends on arrival turns P2 red.
#[test]
fn planted_faults_turn_p2_red() {
    let (first, second) = heard_both_ways();
    assert_eq!(first, second, "without a fault the order does not matter");
    for fault in [planted::Fault::LastArrivalWins, planted::Fault::MovingAverage] {
        let _planted = planted::plant(fault);
        let (first, second) = heard_both_ways();
        assert_ne!(first, second, "{fault:?} must be seen");
    }
}
