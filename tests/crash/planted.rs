//! The harness sees: each fault, planted on purpose, must turn it red.

use scenarios::Till;
use store::testing::planted::{Fault, plant};

use crate::check::Broken;
use crate::disk::Folders;
use crate::plan;
use crate::power::{Counts, Share, try_cuts};
use crate::sweep::{During, sweep};
use crate::workloads;

/// What a fault is looked for with.
enum With {
    Power(&'static str, Folders),
    Refusal(During, plan::Fault),
}

const PLANTED: [(Fault, With); 12] = [
    (Fault::Normal, With::Power("sales", Folders::Strict)),
    (Fault::AnswerAnyway, With::Refusal(During::Sale, plan::Fault::Io)),
    (Fault::DoubtIgnored, With::Refusal(During::Sale, plan::Fault::Io)),
    (Fault::NumberOutside, With::Refusal(During::Sale, plan::Fault::Full)),
    (Fault::DrawerForgotten, With::Power("sales", Folders::Strict)),
    (Fault::CartLeft, With::Power("sales", Folders::Strict)),
    (Fault::WitnessNever, With::Power("first install", Folders::Strict)),
    (Fault::WitnessFirst, With::Power("sales", Folders::Strict)),
    (Fault::FilesUnflushed, With::Power("bulk import", Folders::Strict)),
    (Fault::FilesUnflushed, With::Power("backup", Folders::Strict)),
    (Fault::FoldersUnflushed, With::Power("first install", Folders::Strict)),
    (Fault::SumsIgnored, With::Refusal(During::Sale, plan::Fault::ShortRead)),
];

/// Answers the faults that nothing saw.
pub fn try_all(is_whole: bool, seed: u64) -> Vec<Fault> {
    println!("{:<18}{:<28}{:>7}{:>7}  first seen as", "planted", "looked for with", "runs", "red");
    let till = workloads::stocked();
    PLANTED.iter().filter(|(fault, with)| !is_seen(*fault, with, &till, is_whole, seed)).map(|(fault, _)| *fault).collect()
}

fn is_seen(fault: Fault, with: &With, till: &Till, is_whole: bool, seed: u64) -> bool {
    let (how, counts) = tried(fault, with, till, is_whole, seed);
    let first: Option<&Broken> = counts.broken.iter().max_by_key(|(_, count)| **count).map(|(broken, _)| broken);
    println!("{:<18}{how:<28}{:>7}{:>7}  {first:?}", format!("{fault:?}"), counts.images, counts.red());
    counts.red() > 0
}

fn tried(fault: Fault, with: &With, till: &Till, is_whole: bool, seed: u64) -> (String, Counts) {
    match with {
        With::Power(workload, folders) => {
            let share = if is_whole { Share::Sample(1200) } else { Share::Sample(40) };
            (format!("power cut, {workload}"), try_cuts(workloads::named(workload), *folders, share, seed, Some(fault)))
        }
        With::Refusal(during, refusal) => {
            let _planted = plant(fault);
            // two refusals in a hundred show it
            let stride = if is_whole || fault == Fault::DoubtIgnored { 1 } else { 3 };
            let swept = [false, true].map(|for_ever| sweep(till, *during, *refusal, for_ever, stride, seed).counts);
            let [mut counts, other] = swept;
            counts.images += other.images;
            other.broken.into_iter().for_each(|(broken, count)| *counts.broken.entry(broken).or_default() += count);
            (format!("{refusal:?} during a {during:?}").to_lowercase(), counts)
        }
    }
}
