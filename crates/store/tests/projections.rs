#![allow(clippy::unwrap_used)]
//! P1: replaying the journal gives identical rows. P2: shared tables are equal for any interleaving that keeps each device's own order.
//! Three devices write over each other: dangling references, codes created twice, edits of the same field, sales of products that have not
//! arrived, and people who are erased at one till while another still edits them.

mod support;

use proptest::prelude::*;
use store::testing::{exported, replay};
use support::happenings::*;
use support::*;

fn happening() -> impl Strategy<Value = Happening> {
    let product = 1_u128..5;
    prop_oneof![
        2 => product.clone().prop_map(Happening::Create),
        2 => (product.clone(), any::<u8>()).prop_map(|(id, to)| Happening::Rename(id, to)),
        2 => (product.clone(), 1_i64..99).prop_map(|(id, to)| Happening::Reprice(id, to)),
        1 => product.clone().prop_map(Happening::ClearCost),
        1 => (product.clone(), 1_i64..99).prop_map(|(id, to)| Happening::SetCost(id, to)),
        1 => (product.clone(), 0_u8..3).prop_map(|(id, code)| Happening::AddCode(id, code)),
        1 => (product.clone(), 0_u8..3).prop_map(|(id, code)| Happening::RemoveCode(id, code)),
        1 => (product.clone(), -9_i64..99).prop_map(|(id, by)| Happening::Stock(id, by)),
        3 => prop::collection::vec(product.clone(), 1..4).prop_map(Happening::Sell),
        1 => (product.clone(), any::<u8>()).prop_map(|(id, to)| Happening::Category(id, to)),
        1 => any::<u8>().prop_map(Happening::Shop),
        1 => product.prop_map(Happening::Reprint),
        2 => (1_u128..3, any::<u8>()).prop_map(|(person, to)| Happening::Person(person, to)),
        1 => (1_u128..3).prop_map(Happening::Erase),
    ]
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 48, ..ProptestConfig::default() })]

    #[test]
    fn p1_replay_gives_identical_rows(happenings in prop::collection::vec(happening(), 1..40)) {
        let folder = tempfile::tempdir().unwrap();
        let store = live(folder.path(), 1, 0, &happenings);
        prop_assert_eq!(replay(&store).unwrap(), None);
    }

    #[test]
    fn p2_any_interleaving_gives_the_same_shared_rows(
        lives in prop::collection::vec((prop::collection::vec(happening(), 1..14), -60_000_i64..60_000), 3),
        orders in prop::collection::vec(prop::collection::vec(0_usize..3, 60), 2),
    ) {
        let chains: Vec<Chain> = (1..).zip(&lives).map(|(device, (happenings, skew_ms))| {
            let folder = tempfile::tempdir().unwrap();
            exported(&live(folder.path(), device, *skew_ms, happenings)).unwrap()
        }).collect();
        prop_assert_eq!(hear(&chains, &orders[0]), hear(&chains, &orders[1]));
    }
}

#[test]
fn a_person_is_heard_of_by_name_until_she_is_erased_wherever_that_was() {
    let heard = |first: &[Happening], second: &[Happening]| {
        let chains = [(1, first), (2, second)].map(|(device, happenings)| {
            let folder = tempfile::tempdir().unwrap();
            exported(&live(folder.path(), device, 0, happenings)).unwrap()
        });
        hear(&chains, &[1; 9]).into_iter().filter(|row| row.contains("Persona")).count()
    };
    let (hired, moved) = ([Happening::Person(1, 1)], [Happening::Erase(2), Happening::Person(1, 2)]);
    assert_eq!(heard(&hired, &moved), 1);
    assert_eq!(heard(&[Happening::Person(1, 1), Happening::Erase(1)], &moved), 0);
}

#[test]
fn an_entry_out_of_its_chain_or_by_another_key_is_refused() {
    let folder = tempfile::tempdir().unwrap();
    let chain = exported(&live(folder.path(), 1, 0, &[Happening::Create(1), Happening::Stock(1, 5), Happening::Shop(1)])).unwrap();
    let here = tempfile::tempdir().unwrap();
    let store = till(here.path());
    let receive = |(bytes, signature): (Vec<u8>, Vec<u8>)| store.write(store::Lane::Sync, move |tx| tx.receive(&bytes, &signature));
    assert!(receive(chain[1].clone()).is_err(), "its epoch has not started here");
    assert!(receive(chain[0].clone()).unwrap());
    assert!(!receive(chain[0].clone()).unwrap(), "the same again is not new, and no error");
    assert!(receive(chain[2].clone()).is_err(), "one is missing before it");
    let forged = (chain[1].0.clone(), chain[2].1.clone());
    assert!(receive(forged).is_err(), "another entry's signature does not fit");
    assert!(receive(chain[1].clone()).unwrap());
}
