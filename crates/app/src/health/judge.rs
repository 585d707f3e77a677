//! What is good, what wants a look, and what is bad: one pure function over the facts.

use store::read::health::Figures;

use crate::messages::DetailName::*;
use crate::messages::HealthGroup::{Copies as CopiesGroup, Machine, Sales, Versions};
use crate::messages::HealthValue::{Bytes, Count, Instant, Seconds, Text, Word};
use crate::messages::ItemName as Item;
use crate::messages::Verdict::{Bad, Good, Look};
use crate::messages::{
    DetailName, HealthDetail, HealthFacts, HealthGroup, HealthItem, HealthValue, HealthWord, ItemName, PrinterState, Verdict,
};
use crate::platform::disk::Encryption;
use crate::room::RoomState;

const DAY_MS: i64 = 86_400_000;
pub const OLDEST_COPY_MS: i64 = 7 * DAY_MS;
const FRESH_MS: i64 = 2 * DAY_MS;
/// A clock that stands before the last entry by more than this was set back.
const CLOCK_SLACK_MS: i64 = 5 * 60_000;
/// The witness follows within a second; a machine that is busy may take a little longer.
const WITNESS_LAG: i64 = 20;
const LARGE_LOG: u64 = 256 << 20;

#[must_use]
pub fn judge(facts: &HealthFacts) -> Vec<HealthItem> {
    let mut items = match &facts.figures {
        Ok(figures) => figures.as_ref().map(|figures| sales(facts, figures)).unwrap_or_default(),
        Err(code) => vec![item(Sales, Item::Journal, Bad, Word(HealthWord::Unreadable)).with(Reason, Text(code.clone()))],
    };
    items.push(copies(facts));
    items.extend([room(facts), encryption(facts), disk(facts)]);
    items.extend(facts.printer.map(printer));
    items.extend([clock(facts), database(facts)]);
    items.extend(versions(facts));
    items
}

fn item(group: HealthGroup, name: ItemName, verdict: Verdict, value: HealthValue) -> HealthItem {
    HealthItem { name, group, verdict, value, details: Vec::new() }
}

impl HealthItem {
    fn with(mut self, name: DetailName, value: HealthValue) -> Self {
        self.details.push(HealthDetail { name, value });
        self
    }
}

fn sales(facts: &HealthFacts, figures: &Figures) -> Vec<HealthItem> {
    let verdict = if facts.first_bad.is_none() { Good } else { Bad };
    let journal = item(Sales, Item::Journal, verdict, Count(figures.entries))
        .with(Series, Text(figures.series.clone()))
        .with(Sequence, Count(figures.sequence))
        .with(Head, Text(figures.head.chars().take(16).collect()));
    let journal = facts.first_bad.into_iter().fold(journal, |journal, row| journal.with(Row, Count(row)));
    let some = |count: i64, verdict: Verdict| if count == 0 { Good } else { verdict };
    vec![
        journal,
        verified(facts),
        witnessed(facts, figures),
        item(Sales, Item::Parked, some(figures.parked, Look), Count(figures.parked)),
        item(Sales, Item::Imports, some(figures.damaged_imports, Bad), Count(figures.damaged_imports)),
        item(Sales, Item::PrintJobs, some(figures.open_jobs, Look), Count(figures.open_jobs)),
    ]
}

fn verified(facts: &HealthFacts) -> HealthItem {
    match facts.verified {
        None => item(Sales, Item::Verified, Look, Word(HealthWord::Never)),
        Some(seen) => {
            let verdict = if facts.at_ms - seen.at_ms <= FRESH_MS { Good } else { Look };
            item(Sales, Item::Verified, verdict, Instant(seen.at_ms)).with(Sequence, Count(seen.entries))
        }
    }
}

fn witnessed(facts: &HealthFacts, figures: &Figures) -> HealthItem {
    match facts.witnessed {
        None => item(Sales, Item::Witnessed, Bad, Word(HealthWord::Never)),
        Some(sequence) => {
            let behind = figures.sequence - sequence;
            let verdict = if behind <= WITNESS_LAG { Good } else { Bad };
            item(Sales, Item::Witnessed, verdict, Count(sequence)).with(Behind, Count(behind.max(0)))
        }
    }
}

fn copies(facts: &HealthFacts) -> HealthItem {
    let Some(newest) = facts.copies.iter().map(|copy| copy.at_ms).max() else {
        return item(CopiesGroup, Item::Copies, Look, Word(HealthWord::Never));
    };
    let verdict = match facts.at_ms - newest {
        age if age > OLDEST_COPY_MS => Bad,
        age if age > FRESH_MS => Look,
        _ => Good,
    };
    facts.copies.iter().fold(item(CopiesGroup, Item::Copies, verdict, Instant(newest)), |item, copy| {
        item.with(Place, Text(copy.place.clone())).with(LastEntry, Instant(copy.at_ms))
    })
}

fn room(facts: &HealthFacts) -> HealthItem {
    let verdict = match facts.room {
        RoomState::Plenty => Good,
        RoomState::NearlyFull => Look,
        RoomState::NoNewSale => Bad,
    };
    item(Machine, Item::DiskRoom, verdict, facts.free.map_or(Word(HealthWord::Unknown), bytes))
}

fn encryption(facts: &HealthFacts) -> HealthItem {
    let (verdict, word) = match facts.disk.map(|(encryption, ..)| encryption) {
        Some(Encryption::On) => (Good, HealthWord::On),
        Some(Encryption::Off) => (Look, HealthWord::Off),
        Some(Encryption::Unknown) | None => (Look, HealthWord::Unknown),
    };
    item(Machine, Item::DiskEncryption, verdict, Word(word))
}

fn disk(facts: &HealthFacts) -> HealthItem {
    let (verdict, word) = match facts.disk {
        _ if facts.on_network => (Bad, HealthWord::Network),
        None => (Look, HealthWord::Unknown),
        Some((_, _, true)) => (Bad, HealthWord::ReadOnly),
        Some((_, true, _)) => (Look, HealthWord::Removable),
        Some(_) => (Good, HealthWord::Fixed),
    };
    item(Machine, Item::Disk, verdict, Word(word))
}

fn printer(state: PrinterState) -> HealthItem {
    let (verdict, word) = match state {
        PrinterState::Ready => (Good, HealthWord::Ready),
        PrinterState::None => (Good, HealthWord::None),
        PrinterState::Off => (Look, HealthWord::Off),
        PrinterState::Unknown => (Look, HealthWord::Unknown),
    };
    item(Machine, Item::Printer, verdict, Word(word))
}

fn clock(facts: &HealthFacts) -> HealthItem {
    let last = facts.figures.as_ref().ok().and_then(Option::as_ref).and_then(|figures| figures.last_at_ms);
    let is_behind = last.is_some_and(|last| last - facts.at_ms > CLOCK_SLACK_MS);
    let jump = facts.clock_jump.filter(|jump| facts.at_ms - jump.since_ms <= FRESH_MS);
    let verdict = match (is_behind, jump) {
        (true, _) => Bad,
        (false, Some(_)) => Look,
        (false, None) => Good,
    };
    let clock = item(Machine, Item::Clock, verdict, Instant(facts.at_ms));
    let clock = jump.into_iter().fold(clock, |clock, jump| clock.with(Jump, Seconds(jump.jumped_ms / 1000)));
    let clock = facts.zone.iter().fold(clock, |clock, zone| clock.with(Zone, Text(zone.clone())));
    last.into_iter().fold(clock, |clock, last| clock.with(LastEntry, Instant(last)))
}

fn database(facts: &HealthFacts) -> HealthItem {
    let verdict = if facts.log_bytes <= LARGE_LOG { Good } else { Look };
    item(Machine, Item::Database, verdict, bytes(facts.database_bytes)).with(Log, bytes(facts.log_bytes))
}

fn versions(facts: &HealthFacts) -> Vec<HealthItem> {
    let version = |name: ItemName, value: HealthValue| item(Versions, name, Good, value);
    let figures = facts.figures.as_ref().ok().and_then(Option::as_ref);
    let mut items = vec![version(Item::Program, Text(env!("CARGO_PKG_VERSION").to_owned()))];
    items.extend(figures.map(|figures| version(Item::Schema, Count(figures.schema.into()))));
    items.push(version(Item::Sqlite, Text(store::sqlite_version().to_owned())));
    items.push(version(Item::Dictionary, Count(store::DICTIONARY)));
    items.extend(figures.map(|figures| {
        version(Item::Device, Text(figures.device.to_string()))
            .with(Epoch, Text(figures.epoch.to_string()))
            .with(Till, Text(figures.till.clone()))
    }));
    items.extend(facts.uptime_s.map(|seconds| version(Item::Uptime, Seconds(i64::try_from(seconds).unwrap_or(i64::MAX)))));
    items
}

fn bytes(bytes: u64) -> HealthValue {
    Bytes(i64::try_from(bytes).unwrap_or(i64::MAX))
}

#[cfg(test)]
#[path = "judge_tests.rs"]
mod tests;
