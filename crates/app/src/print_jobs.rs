//! The print queue's storage: jobs are rows, written in the sale's own transaction, and their slips are laid out from the journal when they go out.

use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use domain::Id;
use domain::entry::ReceiptReprinted;
use domain::sale::SaleCompleted;
use printing::{Condition, JobState, NotStored, PrintQueue, PrinterProfile, Row, Slip};
use store::local::{jobs, preferences};
use store::read::receipts as receipts_read;
use store::{Connection, Lane, Now, Store, StoreError, Tx};

use crate::events::EventSink;
use crate::messages::{PrintJob, PrinterState, PrinterStatus};
use crate::program::Clock;
use crate::use_cases::printer::PROFILE;
use crate::use_cases::{accounts, orders, quotations, receipts, reports, values};
use crate::{Failure, program};

pub(crate) struct Printer {
    /// Behind a lock only because the handle itself cannot be shared; each use is an instant.
    queue: Mutex<PrintQueue>,
}

impl Printer {
    pub fn start(store: Arc<Store>, events: Arc<EventSink>, clock: Clock) -> Self {
        let jobs = Arc::new(StoredJobs { store: Arc::clone(&store), clock });
        let profile = {
            let store = Arc::clone(&store);
            move || profile(&store).unwrap_or_default()
        };
        // the screen asks for the status when it hears of a change
        let on_change = move || events.emit("printer.status", &());
        Self { queue: Mutex::new(PrintQueue::start(jobs, Arc::new(profile), Arc::new(on_change))) }
    }

    fn queue(&self) -> std::sync::MutexGuard<'_, PrintQueue> {
        self.queue.lock().unwrap_or_else(PoisonError::into_inner)
    }

    pub fn wake(&self) {
        self.queue().wake();
    }

    pub fn is_set_up(&self, store: &Store) -> Result<bool, StoreError> {
        Ok(profile(store)?.driver != printing::Driver::None)
    }

    pub fn status(&self, store: &Store) -> Result<PrinterStatus, Failure> {
        let open = store.read(jobs::open)?;
        let failed: Vec<PrintJob> = open.iter().filter(|job| job.state == "unknown" || job.error.is_some()).map(view).collect();
        let state = match (self.is_set_up(store)?, self.queue().condition()) {
            (false, _) => PrinterState::None,
            _ if open.iter().any(|job| job.state == "unknown") => PrinterState::Unknown,
            (true, Condition::Off) => PrinterState::Off,
            _ => PrinterState::Ready,
        };
        let waiting = i64::try_from(open.len()).unwrap_or(0);
        Ok(PrinterStatus { state, waiting, failed })
    }
}

pub(crate) fn view(job: &jobs::Job) -> PrintJob {
    PrintJob {
        id: job.id,
        state: job.state.clone(),
        title: job.title.clone(),
        receipt: (job.kind == "receipt").then_some(job.document),
        error: job.error.clone(),
        copy: job.copy > 0,
    }
}

pub(crate) fn profile(store: &Store) -> Result<PrinterProfile, StoreError> {
    store.read(profile_in)
}

fn profile_in(conn: &Connection) -> Result<PrinterProfile, StoreError> {
    Ok(preferences::get(conn, PROFILE)?.unwrap_or_default())
}

/// The job of a fresh sale, in its transaction: its receipt, or only the drawer where no paper is wanted. None without a printer.
pub(crate) fn of_sale(conn: &Connection, sale: &SaleCompleted, paper: bool, now_ms: i64) -> Result<Option<Id>, StoreError> {
    if profile_in(conn)?.driver == printing::Driver::None {
        return Ok(None);
    }
    let kind = if paper { "receipt" } else { "drawer" };
    add(conn, sale, kind, 0, now_ms).map(|job| Some(job.id))
}

pub(crate) fn title(sale: &SaleCompleted) -> String {
    format!("{}-{}", sale.number.series, sale.number.number)
}

pub(crate) fn add(conn: &Connection, sale: &SaleCompleted, kind: &str, copy: i64, now_ms: i64) -> Result<jobs::Job, StoreError> {
    let job = jobs::Job {
        id: Id::now_v7(),
        created_ms: now_ms,
        state: JobState::Queued.name().to_owned(),
        kind: kind.to_owned(),
        title: title(sale),
        document: sale.id,
        copy,
        error: None,
    };
    jobs::add(conn, &job)?;
    Ok(job)
}

/// Paper of a shift, or the pulse alone. None without a printer.
pub(crate) fn of_shift(
    conn: &Connection,
    kind: &str,
    document: Id,
    title: String,
    copy: i64,
    now_ms: i64,
) -> Result<Option<jobs::Job>, StoreError> {
    if profile_in(conn)?.driver == printing::Driver::None {
        return Ok(None);
    }
    let (id, state) = (Id::now_v7(), JobState::Queued.name().to_owned());
    let job = jobs::Job { id, created_ms: now_ms, state, kind: kind.to_owned(), title, document, copy, error: None };
    jobs::add(conn, &job)?;
    Ok(Some(job))
}

/// A document once more, marked as a copy: that is a fact, and counted.
pub(crate) fn copy_of(tx: &mut Tx<'_>, kind: &str, document: Id, title: String, (by, now): (Id, Now)) -> Result<jobs::Job, Failure> {
    tx.append(ReceiptReprinted { sale: document }, Some(by), now)?;
    let copy = receipts_read::copies(tx, document)?;
    of_shift(tx, kind, document, title, copy, now.ms)?.ok_or_else(|| Failure::new("printer_none", "no printer is set up"))
}

/// Whoever takes money out needs the drawer open before the paper is out.
fn with_pulse(mut slip: Slip) -> Slip {
    slip.rows.insert(0, Row::DrawerPulse);
    slip
}

struct StoredJobs {
    store: Arc<Store>,
    clock: Clock,
}

impl StoredJobs {
    fn bytes(&self, job: &jobs::Job) -> Result<Vec<u8>, Failure> {
        let profile = profile(&self.store)?;
        if job.kind == "drawer" {
            let mut slip = Slip::default();
            slip.add(Row::DrawerPulse);
            return Ok(printing::escpos::render(&slip, &profile));
        }
        let shop = self.store.read(store::read::shop::shop)?.map(program::Shop::of).transpose()?;
        let shop = shop.ok_or_else(|| Failure::new("not_set_up", "a receipt needs a shop"))?;
        let copy = u32::try_from(job.copy).ok().filter(|copy| *copy > 0);
        let slip = match job.kind.as_str() {
            "cash" => with_pulse(reports::cash_slip(&self.store, &shop, job.document)?),
            "payment" => accounts::payment_slip(&self.store, &shop, job.document, copy)?,
            "value" => values::slip(&self.store, &shop, job.document, shop.now((self.clock)()))?,
            "order" => orders::slip(&self.store, &shop, job.document)?,
            "deposit" => orders::document_slip(&self.store, &shop, job.document, copy)?,
            "quotation" => quotations::slip(&self.store, &shop, job.document)?,
            "x" => reports::x_slip(&self.store, &shop, job.document, shop.now((self.clock)()))?,
            "z" => reports::z_slip(&self.store, &shop, job.document, copy)?,
            _ => receipts::slip(&self.store, &shop, job.document, copy)?,
        };
        Ok(printing::escpos::render(&slip, &profile))
    }

    /// A slip that cannot be laid out is a person's matter, not a reason to hold up those behind it.
    /// Answers whether that was stored.
    fn give_up(&self, job: &jobs::Job, failure: &Failure) -> bool {
        tracing::error!(job = %job.id, %failure, "A slip could not be laid out");
        let (id, code) = (job.id, failure.code.clone());
        self.store.write(Lane::Interactive, move |tx| jobs::mark(tx, id, JobState::Unknown.name(), Some(&code))).is_ok()
    }
}

impl printing::Jobs for StoredJobs {
    fn next(&self) -> Option<printing::Job> {
        loop {
            let job = self.store.read(jobs::next).ok().flatten()?;
            // of a job from the future nobody knows how old it is: the clock was put back meanwhile, and a person is asked
            let age_ms = (self.clock)().timestamp_millis().abs_diff(job.created_ms);
            match self.bytes(&job) {
                Ok(bytes) => {
                    let state = JobState::parse(&job.state).unwrap_or(JobState::Unknown);
                    return Some(printing::Job { id: job.id, state, bytes, age: Duration::from_millis(age_ms), error: job.error });
                }
                Err(failure) if self.give_up(&job, &failure) => {}
                Err(_) => return None,
            }
        }
    }

    fn mark(&self, id: Id, state: JobState, error: Option<String>) -> Result<(), NotStored> {
        let marked = self.store.write(Lane::Interactive, move |tx| {
            let was = jobs::find(tx, id)?.map(|job| job.state);
            // whoever settled it meanwhile wins: nothing goes out, and nothing comes back
            let may_change: &[&str] = if state == JobState::Sending { &["queued"] } else { &["queued", "sending"] };
            if !was.as_deref().is_some_and(|was| may_change.contains(&was)) {
                return Ok(false);
            }
            jobs::mark(tx, id, state.name(), error.as_deref()).map(|()| true)
        });
        match marked {
            Ok(true) => Ok(()),
            Ok(false) => Err(NotStored),
            Err(error) => {
                let error: StoreError = error;
                tracing::error!(%error, "The state of a print job was not stored");
                Err(NotStored)
            }
        }
    }
}
