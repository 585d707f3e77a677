//! The program: the store, the sessions, the printer's queue, and the clock, in one place for the use cases.

use std::path::{Path, PathBuf};
use std::sync::mpsc::Sender;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant};

use chrono::{DateTime, Utc};
use domain::business_day;
use domain::country::{Country, Language};
use domain::entry::ShopConfigured;
use domain::fiscal::FiscalAdapter;
use store::read;
use store::search::Vocabulary;
use store::{Check, CheckFrom, Now, Place, Store};

use crate::delays::Delays;
use crate::events::EventSink;
use crate::print_jobs::Printer;
use crate::session::Sessions;
use crate::use_cases::imports::Import;
use crate::watch::Watch;
use crate::{Failure, platform, room, session, use_cases};

pub type Clock = Arc<dyn Fn() -> DateTime<Utc> + Send + Sync>;
/// Time that only ever passes, from wherever it began: for delays, which nobody may shorten by setting the machine's clock.
pub type Uptime = Arc<dyn Fn() -> Duration + Send + Sync>;

#[must_use]
pub fn machine_uptime() -> Uptime {
    let start = Instant::now();
    Arc::new(move || start.elapsed())
}

pub struct App {
    /// First, so that its thread ends before the store does.
    pub(crate) watch: Watch,
    pub(crate) store: Arc<Store>,
    pub(crate) sessions: Arc<Sessions>,
    pub(crate) vocabulary: Vocabulary,
    pub(crate) printer: Printer,
    pub(crate) import: Arc<Import>,
    pub events: Arc<EventSink>,
    pub(crate) clock: Clock,
    pub(crate) uptime: Uptime,
    pub(crate) delays: Delays,
    pub(crate) room_watch: room::Watch,
    pub(crate) opened: std::time::Instant,
    /// Where a person finds what she asked to be written.
    pub(crate) exports: PathBuf,
    known_shop: Mutex<Option<(i64, Shop)>>,
    /// One PIN at a time: guesses side by side would all see the same count of tries, and each takes 46 MiB.
    pub(crate) signing_in: Mutex<()>,
    _sessions_watched: Sender<()>,
}

impl App {
    /// Opens the till in its folders, with the machine's clock.
    pub fn open(folders: &platform::Folders) -> Result<Self, Failure> {
        let place = Place::in_folders(&folders.data, &folders.config, platform::machine());
        Ok(Self { exports: platform::downloads(), ..Self::open_at(place, Arc::new(Utc::now), None)? })
    }

    pub fn open_at(place: Place, clock: Clock, fiscal: Option<Arc<dyn FiscalAdapter>>) -> Result<Self, Failure> {
        Self::open_with(place, clock, machine_uptime(), fiscal)
    }

    pub fn open_with(place: Place, clock: Clock, uptime: Uptime, fiscal: Option<Arc<dyn FiscalAdapter>>) -> Result<Self, Failure> {
        let now = clock();
        let now = Now { ms: now.timestamp_millis(), offset_minutes: 0 };
        let store = Arc::new(open_store(place, fiscal, now)?);
        let events = Arc::new(EventSink::default());
        let data = store.place().database.parent().unwrap_or(Path::new(".")).to_owned();
        let room_watch = room::Watch::start(Arc::new(room::Room::of(&data)), Arc::clone(&events));
        let printer = Printer::start(Arc::clone(&store), Arc::clone(&events), Arc::clone(&clock));
        let sessions = Arc::<Sessions>::default();
        sessions.lock_after(use_cases::sessions::longest_idle(&store)?);
        let watched = session::watch(Arc::clone(&sessions), Arc::clone(&events), Arc::clone(&uptime)).map_err(store::StoreError::from)?;
        let watch = Watch::start(Arc::clone(&store), Arc::clone(&events), Arc::clone(&clock));
        let app = Self {
            watch,
            store,
            sessions,
            vocabulary: Vocabulary::default(),
            printer,
            import: Arc::default(),
            events,
            clock,
            delays: Delays::starting(uptime()),
            uptime,
            room_watch,
            opened: std::time::Instant::now(),
            exports: data.join("exports"),
            known_shop: Mutex::default(),
            signing_in: Mutex::default(),
            _sessions_watched: watched,
        };
        app.clear_uploads();
        Ok(app)
    }

    /// For a job of the night, or an owner who asks: the journal is checked beside the sales, and the screens hear of what is found.
    pub fn check_journal(&self, from: CheckFrom, go_on: impl Fn() -> bool) -> Result<Check, Failure> {
        Ok(self.watch.check(from, go_on)?)
    }

    #[must_use]
    pub fn database(&self) -> &Path {
        &self.store.place().database
    }

    /// Every request asks for it, so it is read again only when another entry has set it.
    pub(crate) fn shop(&self) -> Result<Shop, Failure> {
        let not_set_up = || Failure::new("not_set_up", "the shop is not set up yet");
        let stamp = self.store.read(read::shop::stamp)?.ok_or_else(not_set_up)?;
        let mut known = self.known_shop.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some((_, shop)) = known.as_ref().filter(|(of, _)| *of == stamp) {
            return Ok(shop.clone());
        }
        let shop = self.store.read(read::shop::shop)?.map(Shop::of).transpose()?.ok_or_else(not_set_up)?;
        *known = Some((stamp, shop.clone()));
        Ok(shop)
    }

    /// Now, on the machine's clock and on the shop's.
    pub(crate) fn now(&self, shop: &Shop) -> Now {
        shop.now((self.clock)())
    }

    pub(crate) fn now_ms(&self) -> i64 {
        (self.clock)().timestamp_millis()
    }
}

/// On a full disk the reserve is given up, so that what was open when the program ended can still be paid.
fn open_store(place: Place, fiscal: Option<Arc<dyn FiscalAdapter>>, now: Now) -> Result<Store, Failure> {
    let data = place.database.parent().unwrap_or(Path::new(".")).to_owned();
    match Store::open(place.clone(), fiscal.clone(), now).map_err(Failure::from) {
        Err(failure) if failure.code == "disk_full" && room::Room::of(&data).give_up_reserve() => Ok(Store::open(place, fiscal, now)?),
        answer => answer,
    }
}

/// The shop and what follows from its country.
#[derive(Debug, Clone)]
pub(crate) struct Shop {
    pub configured: ShopConfigured,
    pub country: &'static Country,
    pub zone: chrono_tz::Tz,
}

impl Shop {
    pub fn of(configured: ShopConfigured) -> Result<Self, Failure> {
        let unknown = |what: &str| Failure::new("internal", format!("the shop's {what} is not known to this program"));
        let country = Country::find(&configured.country).ok_or_else(|| unknown("country"))?;
        let zone = configured.time_zone.parse().map_err(|_| unknown("time zone"))?;
        Ok(Self { configured, country, zone })
    }

    pub fn now(&self, at: DateTime<Utc>) -> Now {
        Now { ms: at.timestamp_millis(), offset_minutes: business_day::offset_minutes(at, self.zone) }
    }

    pub fn business_date(&self, at: DateTime<Utc>, last: Option<chrono::NaiveDate>) -> chrono::NaiveDate {
        business_day::business_date(at, self.zone, self.configured.day_cut_hour, last)
    }

    pub fn language(&self) -> Language {
        self.configured.language
    }
}

impl App {
    /// The date on which a sale made now is booked.
    pub(crate) fn business_date(&self, shop: &Shop) -> Result<chrono::NaiveDate, Failure> {
        let last = self.store.read(read::shop::last_business_date)?;
        Ok(shop.business_date((self.clock)(), last))
    }
}
