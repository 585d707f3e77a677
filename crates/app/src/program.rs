//! The program: the store, the sessions, the printer's queue, and the clock, in one place for the use cases.

use std::path::{Path, PathBuf};
use std::sync::mpsc::Sender;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use chrono::{DateTime, Utc};
use domain::business_day;
use domain::country::{Country, Language};
use domain::entry::ShopConfigured;
use domain::fiscal::FiscalAdapter;
use store::read;
use store::search::Vocabulary;
use store::{Now, Place, Store};

use crate::copying::{Copying, Desk, places};
use crate::delays::Delays;
use crate::events::EventSink;
use crate::grants::Grants;
use crate::messages::CopiesPassword;
use crate::platform::disk::RemovableDisk;
use crate::print_jobs::Printer;
use crate::session::Sessions;
use crate::syncing::Syncing;
use crate::use_cases::imports::Import;
use crate::watch::Watch;
use crate::{Failure, platform, room, session, use_cases};

pub type Clock = Arc<dyn Fn() -> DateTime<Utc> + Send + Sync>;
/// Time that only ever passes, also while the machine sleeps: for delays, which nobody may shorten by setting the clock, and for locking a
/// till that was left alone.
pub type Uptime = Arc<dyn Fn() -> Duration + Send + Sync>;

/// Disks that can be taken out, as they are now.
pub type Disks = Arc<dyn Fn() -> Vec<RemovableDisk> + Send + Sync>;

/// What the program knows of the machine it runs on.
#[derive(Clone)]
pub struct Machine {
    pub clock: Clock,
    pub uptime: Uptime,
    pub disks: Disks,
}

impl Machine {
    #[must_use]
    pub fn real() -> Self {
        Self { clock: Arc::new(Utc::now), uptime: Arc::new(store::uptime), disks: Arc::new(platform::disk::removable) }
    }
}

pub struct App {
    /// First, so that their threads end before the store does.
    pub(crate) copying: Copying,
    pub(crate) syncing: Syncing,
    pub(crate) watch: Arc<Watch>,
    pub(crate) store: Arc<Store>,
    pub(crate) sessions: Arc<Sessions>,
    pub(crate) vocabulary: Vocabulary,
    pub(crate) printer: Printer,
    pub(crate) import: Arc<Import>,
    pub events: Arc<EventSink>,
    pub(crate) clock: Clock,
    pub(crate) uptime: Uptime,
    pub(crate) grants: Grants,
    pub(crate) delays: Delays,
    pub(crate) room_watch: room::Watch,
    pub(crate) opened: std::time::Instant,
    /// Where a person finds what she asked to be written.
    pub(crate) exports: PathBuf,
    known_shop: Mutex<Option<(i64, Shop)>>,
    /// One PIN at a time: guesses side by side would all see the same count of tries, and each takes 46 MiB.
    pub(crate) signing_in: Mutex<()>,
    /// What whoever holds the program is to do once this request is answered.
    restore: Mutex<Option<CopiesPassword>>,
    _sessions_watched: Sender<()>,
}

impl App {
    /// Opens the till in its folders, on this machine. The screens listen at `events`.
    pub fn open(folders: &platform::Folders, events: Arc<EventSink>) -> Result<Self, Failure> {
        let place = Place::in_folders(&folders.data, &folders.config, platform::machine());
        Ok(Self { exports: platform::downloads(), ..Self::open_for(place, Machine::real(), events, None)? })
    }

    pub fn open_at(place: Place, clock: Clock, fiscal: Option<Arc<dyn FiscalAdapter>>) -> Result<Self, Failure> {
        Self::open_with(place, Machine { clock, ..Machine::real() }, fiscal)
    }

    pub fn open_with(place: Place, machine: Machine, fiscal: Option<Arc<dyn FiscalAdapter>>) -> Result<Self, Failure> {
        Self::open_for(place, machine, Arc::default(), fiscal)
    }

    pub fn open_for(
        mut place: Place,
        machine: Machine,
        events: Arc<EventSink>,
        fiscal: Option<Arc<dyn FiscalAdapter>>,
    ) -> Result<Self, Failure> {
        let Machine { clock, uptime, disks } = machine.clone();
        place.held.extend(places::held(&place, &disks()));
        let now = clock();
        let now = Now { ms: now.timestamp_millis(), offset_minutes: 0 };
        let store = Arc::new(open_store(place, fiscal, now)?);
        let data = store.place().database.parent().unwrap_or(Path::new(".")).to_owned();
        let room_watch = room::Watch::start(Arc::new(room::Room::of(&data)), Arc::clone(&events));
        let printer = Printer::start(Arc::clone(&store), Arc::clone(&events), Arc::clone(&clock));
        let sessions = Arc::<Sessions>::default();
        sessions.lock_after(use_cases::sessions::longest_idle(&store)?);
        let watched = session::watch(Arc::clone(&sessions), Arc::clone(&events), Arc::clone(&uptime)).map_err(store::StoreError::from)?;
        let watch = Arc::new(Watch::start(Arc::clone(&store), Arc::clone(&events), Arc::clone(&clock)));
        let desk = Desk::new(Arc::clone(&store), Arc::clone(&watch), Arc::clone(&room_watch.room), Arc::clone(&events), machine);
        let app = Self {
            copying: Copying::start(Arc::new(desk)),
            syncing: Syncing::start(&store, Arc::clone(&events), Arc::clone(&clock)),
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
            grants: Grants::default(),
            room_watch,
            opened: std::time::Instant::now(),
            exports: data.join("exports"),
            known_shop: Mutex::default(),
            signing_in: Mutex::default(),
            restore: Mutex::default(),
            _sessions_watched: watched,
        };
        app.clear_uploads();
        Ok(app)
    }

    /// What the thread that copies does now and then: what is due, and the check of the whole journal once a day.
    pub fn look_after_copies(&self) {
        self.copying.desk.look();
    }

    pub(crate) fn ask_restore(&self, asked: CopiesPassword) {
        *self.restore.lock().unwrap_or_else(PoisonError::into_inner) = Some(asked);
    }

    /// An owner wants the till to be put together again from its copies; whoever holds the program must close it for that.
    pub fn take_restore(&self) -> Option<CopiesPassword> {
        self.restore.lock().unwrap_or_else(PoisonError::into_inner).take()
    }

    /// Shown where the owner asked for it.
    pub(crate) fn not_restored(&self, failure: Failure) {
        self.copying.desk.not_restored(failure);
    }

    /// So that nothing holds the store when the program is closed.
    pub(crate) fn cancel_jobs(&self) {
        self.copying.desk.cancel();
        self.import.cancel();
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
    if platform::network::holds(&data) {
        return Err(Failure::new("data_on_network", "the data folder lies on another machine, where nothing holds two programs apart"));
    }
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
