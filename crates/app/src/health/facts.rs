//! Finding out, quickly and without changing anything. What cannot be found out is left open.

use std::path::Path;

use store::read::health::figures;
use store::{Connection, Place, StoreError, Verified};

use crate::copying::places;
use crate::messages::{CopyMade, HealthFacts, Seen};
use crate::platform::{self, disk::DataDisk};
use crate::room::{Room, judge as judge_room};
use crate::{App, Failure};

pub fn of_app(app: &App) -> Result<HealthFacts, Failure> {
    let mut facts = app.store.read(|conn| Ok::<_, Failure>(of_database(conn, app.store.place(), app.now_ms())))?;
    facts.room = app.room().state();
    facts.first_bad = app.watch.found().map(|found| found.arrival.unwrap_or(0));
    facts.zone = app.shop().ok().map(|shop| shop.zone.name().to_owned());
    facts.printer = Some(app.printer.status(&app.store)?.state);
    facts.uptime_s = Some(app.opened.elapsed().as_secs());
    Ok(facts)
}

/// Without the program: read only, beside an open till or in place of one that does not open.
#[must_use]
pub fn of_folders(data: &Path, config: &Path, at_ms: i64) -> HealthFacts {
    let place = Place::in_folders(data, config, platform::machine());
    match store::open_read_only(&place.database) {
        Ok(conn) => of_database(&conn, &place, at_ms),
        Err(error) => around(&place, at_ms, Err(error)),
    }
}

fn of_database(conn: &Connection, place: &Place, at_ms: i64) -> HealthFacts {
    let facts = around(place, at_ms, figures(conn));
    let zone = store::read::shop::shop(conn).ok().flatten().map(|shop| shop.time_zone);
    let verified = Verified::last(conn).ok().flatten().map(|last| Seen { entries: last.entries(), at_ms: last.at_ms });
    let clock_jump = store::clock_jump(conn).ok().flatten();
    HealthFacts { verified, zone, clock_jump, ..facts }
}

/// Each place where copies are, and when its newest was made.
pub fn copies(place: &Place) -> Vec<CopyMade> {
    let places = places::read(place);
    let till = (place.copies().display().to_string(), places.till.newest());
    let others = places.others.into_iter().map(|other| (other.name, other.made.newest()));
    let made = std::iter::once(till).chain(others);
    made.filter_map(|(place, at_ms)| at_ms.map(|at_ms| CopyMade { place, at_ms })).collect()
}

/// What needs no database.
fn around(place: &Place, at_ms: i64, figures: Result<Option<store::read::health::Figures>, StoreError>) -> HealthFacts {
    let data = place.database.parent().unwrap_or(Path::new("."));
    let disk = DataDisk::of(data).map(|disk| disk.facts());
    let free = disk.map(|disk| disk.free);
    HealthFacts {
        at_ms,
        zone: None,
        figures: figures.map_err(|error| Failure::from(error).code),
        verified: None,
        clock_jump: None,
        first_bad: None,
        witnessed: store::read_witness(&place.witness).map(|witness| witness.sequence),
        copies: copies(place),
        free,
        room: judge_room(free, Room::is_reserved(data)),
        disk: disk.map(|disk| (disk.encryption, disk.removable, disk.read_only)),
        on_network: platform::network::holds(data),
        printer: None,
        database_bytes: size(&place.database),
        log_bytes: size(Path::new(&format!("{}-wal", place.database.display()))),
        uptime_s: None,
    }
}

fn size(file: &Path) -> u64 {
    std::fs::metadata(file).map_or(0, |file| file.len())
}
