//! The printer: its profile, a test slip, and what became of the slips that need a person.

use domain::{Refusal, card_number};
use printing::{Driver, PrinterProfile, Slip};
use store::local::{jobs, preferences};
use store::{Lane, read};

use crate::messages::{PrinterStatus, Resolution, ResolveJob, TestPrinter};
use crate::use_cases::preferences::language;
use crate::{App, Caller, Failure, print_jobs};

pub const PROFILE: &str = "printer";

pub fn get(app: &App, _: &Caller<'_>, (): ()) -> Result<PrinterProfile, Failure> {
    Ok(print_jobs::profile(&app.store)?)
}

pub fn save(app: &App, _: &Caller<'_>, profile: PrinterProfile) -> Result<PrinterProfile, Failure> {
    refuse_card(&profile)?;
    let saved = profile.clone();
    app.store.write(Lane::Interactive, move |tx| preferences::set(tx, PROFILE, &saved))?;
    app.printer.wake();
    app.events.emit("printer.status", &());
    Ok(profile)
}

/// Where a printer is, is text that somebody types.
pub(crate) fn refuse_card(profile: &PrinterProfile) -> Result<(), Refusal> {
    match &profile.driver {
        Driver::None => Ok(()),
        Driver::Network { host: text, .. } | Driver::File { path: text } => card_number::refuse(text),
    }
}

/// Prints now, past the queue: whoever presses the button stands before the printer.
pub fn test(app: &App, _: &Caller<'_>, asked: TestPrinter) -> Result<(), Failure> {
    let profile = asked.profile.map_or_else(|| print_jobs::profile(&app.store), Ok)?;
    refuse_card(&profile)?;
    let shop = app.store.read(read::shop::shop)?.map_or_else(|| "Mostrador".to_owned(), |shop| shop.name);
    let slip = printing::test_slip(&shop, &profile, language(app)?);
    send(&profile, &slip)
}

/// Past the queue, and what it says is kept nowhere.
pub(crate) fn print_now(app: &App, slip: &Slip) -> Result<(), Failure> {
    send(&print_jobs::profile(&app.store)?, slip)
}

fn send(profile: &PrinterProfile, slip: &Slip) -> Result<(), Failure> {
    let sent = printing::send(profile, &printing::escpos::render(slip, profile));
    sent.map(drop).map_err(|error| {
        let code = if matches!(error, printing::PrinterError::NoPrinter) { "printer_none" } else { "printer_off" };
        Failure::new(code, error.to_string()).with("detail", error.code())
    })
}

pub fn status(app: &App, _: &Caller<'_>, (): ()) -> Result<PrinterStatus, Failure> {
    app.printer.status(&app.store)
}

pub fn resolve(app: &App, caller: &Caller<'_>, asked: ResolveJob) -> Result<PrinterStatus, Failure> {
    let now_ms = app.now_ms();
    app.store.write(Lane::Interactive, move |tx| {
        let job = jobs::find(tx, asked.job)?.filter(jobs::Job::is_open).ok_or_else(|| Failure::not_found("open print job"))?;
        match asked.action {
            Resolution::Retry => jobs::requeue(tx, job.id, now_ms),
            Resolution::Cancel => jobs::mark(tx, job.id, "cancelled", None),
            Resolution::Printed => jobs::mark(tx, job.id, "confirmed", None),
        }?;
        Ok::<_, Failure>(())
    })?;
    app.printer.wake();
    status(app, caller, ())
}
