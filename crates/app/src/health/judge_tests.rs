use domain::Id;

use super::*;
use crate::messages::{CopyMade, Seen};

const NOW: i64 = 1_764_000_000_000;

fn figures() -> Figures {
    Figures {
        device: Id::from_u128(1),
        epoch: Id::from_u128(2),
        till: "A".to_owned(),
        series: "A".to_owned(),
        sequence: 900,
        head: "0123456789abcdef0123".to_owned(),
        entries: 950,
        last_at_ms: Some(NOW - 1000),
        parked: 0,
        damaged_imports: 0,
        open_jobs: 0,
        schema: 2,
    }
}

fn facts() -> HealthFacts {
    HealthFacts {
        at_ms: NOW,
        zone: Some("America/Mexico_City".to_owned()),
        figures: Ok(Some(figures())),
        verified: Some(Seen { entries: 890, at_ms: NOW - DAY_MS }),
        first_bad: None,
        clock_jump: None,
        witnessed: Some(899),
        copies: vec![copy(30)],
        free: Some(50 << 30),
        room: RoomState::Plenty,
        disk: Some((Encryption::On, false, false)),
        on_network: false,
        printer: Some(PrinterState::Ready),
        database_bytes: 5 << 20,
        log_bytes: 1 << 20,
        uptime_s: Some(60),
    }
}

fn copy(hours: i64) -> CopyMade {
    CopyMade { place: "USB".to_owned(), at_ms: NOW - hours * 3_600_000 }
}

fn jump(ago_ms: i64) -> store::ClockJump {
    store::ClockJump { since_ms: NOW - ago_ms, jumped_ms: -3_600_000 }
}

fn with(change: impl FnOnce(&mut HealthFacts)) -> HealthFacts {
    let mut facts = facts();
    change(&mut facts);
    facts
}

fn with_figures(change: impl FnOnce(&mut Figures)) -> HealthFacts {
    let mut changed = figures();
    change(&mut changed);
    with(|facts| facts.figures = Ok(Some(changed)))
}

#[test]
fn a_till_that_is_well_has_nothing_to_look_at() {
    let items = judge(&facts());
    assert!(items.iter().all(|item| item.verdict == Good), "{items:?}");
    assert_eq!(items.len(), 19, "every item is there");
    assert_eq!(items[0].details[2].value, Text("0123456789abcdef".to_owned()));
}

#[test]
fn a_clock_that_was_set_long_ago_is_forgotten() {
    assert!(judge(&with(|it| it.clock_jump = Some(jump(3 * DAY_MS)))).iter().all(|item| item.verdict == Good));
}

#[test]
fn each_fault_is_seen_at_its_own_item_and_nowhere_else() {
    let table: Vec<(&str, HealthFacts, ItemName, Verdict)> = vec![
        ("never verified", with(|it| it.verified = None), Item::Verified, Look),
        ("verified long ago", with(|it| it.verified = Some(Seen { entries: 1, at_ms: NOW - 3 * DAY_MS })), Item::Verified, Look),
        ("no witness", with(|it| it.witnessed = None), Item::Witnessed, Bad),
        ("a witness that stays behind", with(|it| it.witnessed = Some(879)), Item::Witnessed, Bad),
        ("parked", with_figures(|it| it.parked = 1), Item::Parked, Look),
        ("a damaged import", with_figures(|it| it.damaged_imports = 1), Item::Imports, Bad),
        ("open jobs", with_figures(|it| it.open_jobs = 2), Item::PrintJobs, Look),
        ("no copy", with(|it| it.copies.clear()), Item::Copies, Look),
        ("a copy of three days", with(|it| it.copies = vec![copy(72), copy(100)]), Item::Copies, Look),
        ("a copy of eight days", with(|it| it.copies = vec![copy(192)]), Item::Copies, Bad),
        ("nearly full", with(|it| it.room = RoomState::NearlyFull), Item::DiskRoom, Look),
        ("full", with(|it| it.room = RoomState::NoNewSale), Item::DiskRoom, Bad),
        ("not encrypted", with(|it| it.disk = Some((Encryption::Off, false, false))), Item::DiskEncryption, Look),
        ("not known", with(|it| it.disk = Some((Encryption::Unknown, false, false))), Item::DiskEncryption, Look),
        ("removable", with(|it| it.disk = Some((Encryption::On, true, false))), Item::Disk, Look),
        ("read only", with(|it| it.disk = Some((Encryption::On, false, true))), Item::Disk, Bad),
        ("another machine's", with(|it| it.on_network = true), Item::Disk, Bad),
        ("printer off", with(|it| it.printer = Some(PrinterState::Off)), Item::Printer, Look),
        ("clock behind", with_figures(|it| it.last_at_ms = Some(NOW + CLOCK_SLACK_MS + 1)), Item::Clock, Bad),
        ("a clock that was set", with(|it| it.clock_jump = Some(jump(DAY_MS))), Item::Clock, Look),
        ("a bad row", with(|it| it.first_bad = Some(7)), Item::Journal, Bad),
        ("a large log", with(|it| it.log_bytes = LARGE_LOG + 1), Item::Database, Look),
        ("unreadable", with(|it| it.figures = Err("database_damaged".to_owned())), Item::Journal, Bad),
    ];
    for (what, facts, name, verdict) in table {
        let seen: Vec<_> = judge(&facts).into_iter().filter(|item| item.verdict != Good).map(|item| (item.name, item.verdict)).collect();
        assert_eq!(seen, [(name, verdict)], "{what}");
    }
}
