//! Power cuts and failing disks, by the thousand: every way in which a sale could be lost, tried.
//! `make crash` tries all of them and prints the tables; `make test` a seeded sample.

#![allow(clippy::unwrap_used, clippy::cast_possible_truncation, reason = "a scenario that cannot go on has failed, and says where")]

mod check;
mod copies;
mod disk;
mod plan;
mod planted;
mod power;
mod promise;
mod recorder;
mod sweep;
mod table;
mod workloads;

use std::time::Instant;

use disk::Folders;
use plan::Fault;
use power::{Counts, Share, try_cuts};
use sweep::{During, Swept, sweep};

/// `CRASH=all` tries everything.
fn is_whole() -> bool {
    std::env::var("CRASH").is_ok_and(|what| what == "all")
}

fn seed() -> u64 {
    std::env::var("SEED").ok().and_then(|seed| seed.parse().ok()).unwrap_or(20_261_125)
}

#[test]
fn a_power_cut_loses_nothing_that_was_promised() {
    let _alone = recorder::alone();
    let share = if is_whole() { Share::All } else { Share::Sample(30) };
    println!("{:<18}{:<11}{:>8}{:>8}{:>11}{:>7}{}", "workload", "folders", "steps", "images", "sold after", "s", table::heads());
    let mut red = Vec::new();
    let mut images = 0;
    for workload in &workloads::ALL {
        for folders in Folders::BOTH {
            let begun = Instant::now();
            let counts = try_cuts(workload, folders, share, seed(), None);
            images += counts.images;
            let Counts { steps, images, sold_after, .. } = counts;
            let (folders_are, took) = (format!("{folders:?}"), begun.elapsed().as_secs());
            println!("{:<18}{folders_are:<11}{steps:>8}{images:>8}{sold_after:>11}{took:>7}{}", workload.name, table::figures(&counts));
            red.extend(counts.first.map(|first| format!("{} ({folders:?}) {first}", workload.name)));
        }
    }
    println!("{images} images, {} workloads broken (SEED={})", red.len(), seed());
    assert!(red.is_empty(), "{}", red.join("\n"));
    assert!(images > 300, "only {images} images were opened");
}

#[test]
fn whatever_the_disk_refuses_the_cashier_is_told_what_is_so() {
    let _alone = recorder::alone();
    let (stocked, mut copied) = (workloads::stocked(), workloads::copied());
    copied.close();
    println!("{:<8}{:<11}{:<9}{:>6}{:>7}{}  told", "during", "fault", "how long", "calls", "runs", table::heads());
    let mut red = Vec::new();
    for during in During::ALL {
        // one copy makes many more calls than a sale
        let (till, stride) = if during == During::Backup { (&copied, 47) } else { (&stocked, 9) };
        let stride = if is_whole() { 1 } else { stride };
        for fault in Fault::ALL {
            for for_ever in [false, true] {
                let Swept { calls, counts, told } = sweep(till, during, fault, for_ever, stride, seed());
                let (during, fault) = (format!("{during:?}"), format!("{fault:?}"));
                let how_long = if for_ever { "for ever" } else { "once" };
                println!("{during:<8}{fault:<11}{how_long:<9}{calls:>6}{:>7}{}  {told:?}", counts.images, table::figures(&counts));
                red.extend(counts.first.map(|first| format!("{during} {how_long} {first}")));
            }
        }
    }
    assert!(red.is_empty(), "{}", red.join("\n"));
}

#[test]
fn every_planted_fault_is_seen() {
    let _alone = recorder::alone();
    let missed = planted::try_all(is_whole(), seed());
    assert!(missed.is_empty(), "nothing saw {missed:?}");
}
