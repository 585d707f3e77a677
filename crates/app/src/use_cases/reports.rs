//! Z reports: the list, one whole, its paper. All are read from the entry that closed the shift; none is ever computed again.

use base64::{Engine, prelude::BASE64_STANDARD};
use domain::Id;
use domain::entry::ReportReprinted;
use domain::entry::Sealed;
use domain::number::LegalNumber;
use domain::shift::Report;
use domain::user::{Powers, Role};
use printing::{ShiftPaper, Slip};
use store::read::receipts;
use store::read::shifts::{self, StoredZ};
use store::{Lane, Store};

use crate::messages::{ListZ, PrintJob, ZList, ZRow, ZView};
use crate::program::Shop;
use crate::requests::NameRecord;
use crate::use_cases::receipts::{local_time, name_of as name_in};
use crate::use_cases::shift_views::totals;
use crate::{App, Caller, Failure, print_jobs};

pub(crate) fn name_of(app: &App, user: Id) -> Result<String, Failure> {
    name_in(&app.store, user)
}

pub fn list(app: &App, _: &Caller<'_>, asked: ListZ) -> Result<ZList, Failure> {
    let shop = app.shop()?;
    let rows = app.store.read(|conn| shifts::z_page(conn, asked.after))?;
    let is_full = i64::try_from(rows.len()).is_ok_and(|count| count == shifts::PAGE);
    let next = rows.last().filter(|_| is_full).map(|row| row.shift);
    let row = |row: shifts::ZRow| ZRow {
        shift: row.shift,
        number: LegalNumber { series: row.series, number: row.number }.short(&shop.country.number),
        till: row.till,
        business_date: row.business_date,
        total: row.total,
        difference: row.difference,
    };
    Ok(ZList { rows: rows.into_iter().map(row).collect(), next })
}

fn row(report: &Report, shop: &Shop) -> ZRow {
    ZRow {
        shift: report.shift,
        number: report.number.short(&shop.country.number),
        till: report.till.clone(),
        business_date: report.business_date.to_string(),
        total: report.totals.total,
        difference: report.difference,
    }
}

fn stored(store: &Store, shift: Id) -> Result<StoredZ, Failure> {
    store.read(|conn| shifts::z_of(conn, shift))?.ok_or_else(|| Failure::not_found("report"))
}

pub(crate) fn row_of(app: &App, shift: Id) -> Result<ZRow, Failure> {
    Ok(row(stored(&app.store, shift)?.report(), &app.shop()?))
}

pub fn get(app: &App, _: &Caller<'_>, asked: NameRecord) -> Result<ZView, Failure> {
    let shop = app.shop()?;
    let z = stored(&app.store, asked.id)?;
    let slip = z_slip(&app.store, &shop, asked.id, None)?;
    let paper = print_jobs::profile(&app.store)?.width_mm;
    let image = printing::image::render(&slip, paper).map_err(|error| Failure::new("internal", error.to_string()))?;
    let report = z.report();
    Ok(ZView {
        row: row(report, &shop),
        at_ms: z.at_ms,
        opened_at_ms: report.opened_at_ms,
        opened_by: name_of(app, report.opened_by)?,
        closed_by: name_of(app, z.closed_by.unwrap_or_default())?,
        totals: totals(&report.totals),
        counted: report.count.total,
        expected: report.expected,
        first_difference: report.first_difference,
        perpetual: report.perpetual,
        hash: z.hash.clone(),
        image_png_base64: BASE64_STANDARD.encode(image),
    })
}

/// The stored report once more, marked as a copy: like that of a receipt it is a fact, and counted.
pub fn reprint(app: &App, caller: &Caller<'_>, asked: NameRecord) -> Result<PrintJob, Failure> {
    if !app.printer.is_set_up(&app.store)? {
        return Err(Failure::new("printer_none", "no printer is set up"));
    }
    let (shop, user) = (app.shop()?, caller.user()?);
    let title = format!("Z {}", row(stored(&app.store, asked.id)?.report(), &shop).number);
    let now = app.now(&shop);
    let job = app.store.write(Lane::Interactive, move |tx| {
        tx.append(ReportReprinted { shift: asked.id }, Some(user), now)?;
        let copy = receipts::copies(tx, asked.id)?;
        print_jobs::of_shift(tx, "z", asked.id, title, copy, now.ms)
    })?;
    app.printer.wake();
    job.map(|job| print_jobs::view(&job)).ok_or_else(|| Failure::new("printer_none", "no printer is set up"))
}

pub(crate) fn paper<'a>(shop: &'a Shop, till: &'a str, by: &'a str, at_ms: i64, offset_minutes: i32) -> ShiftPaper<'a> {
    ShiftPaper {
        shop: &shop.configured,
        country: shop.country,
        language: shop.language(),
        till,
        by,
        at: local_time(at_ms, offset_minutes),
        approved_by: None,
        note: None,
        copy: None,
    }
}

pub(crate) fn z_slip(store: &Store, shop: &Shop, shift: Id, copy: Option<u32>) -> Result<Slip, Failure> {
    let z = stored(store, shift)?;
    let report = z.report();
    let (closed_by, opened_by) = (name_in(store, z.closed_by.unwrap_or_default())?, name_in(store, report.opened_by)?);
    let approved_by = z.closed.approved_by.map(|id| name_in(store, id)).transpose()?;
    let note = z.closed.note.as_ref().and_then(|note| store.keys().open_text(note));
    let opened_at = local_time(report.opened_at_ms, z.offset_minutes);
    let paper = ShiftPaper {
        approved_by: approved_by.as_deref(),
        note: note.as_deref(),
        copy,
        ..paper(shop, &report.till, &closed_by, z.at_ms, z.offset_minutes)
    };
    Ok(printing::z_report(paper, report, (&opened_by, opened_at), &z.hash))
}

/// As the shift stands when it is printed. Where the drawer is counted blind, paper tells no figure before the count.
pub(crate) fn x_slip(store: &Store, shop: &Shop, shift: Id, now: store::Now) -> Result<Slip, Failure> {
    let whole = store.read(|conn| shifts::whole(conn, shift))?.ok_or_else(|| Failure::not_found("shift"))?;
    let is_blind = store.read(shifts::rules)?.is_some_and(|rules| whole.is_hidden(&rules, Powers::of(Role::Cashier)));
    let by = name_in(store, whole.opened_by)?;
    Ok(printing::x_report(paper(shop, &whole.opened.till, &by, now.ms, now.offset_minutes), &whole.totals, !is_blind))
}

pub(crate) fn cash_slip(store: &Store, shop: &Shop, id: Id) -> Result<Slip, Failure> {
    let (moved, entry) = store.read(|conn| shifts::moved(conn, id))?.ok_or_else(|| Failure::not_found("movement"))?;
    let by = name_in(store, entry.actor.unwrap_or_default())?;
    let approved_by = moved.approved_by.map(|id| name_in(store, id)).transpose()?;
    let open = |text: &Option<Sealed>| text.as_ref().and_then(|text| store.keys().open_text(text));
    let (note, supplier, invoice) = (open(&moved.note), open(&moved.supplier), open(&moved.invoice));
    let paper = ShiftPaper {
        approved_by: approved_by.as_deref(),
        note: note.as_deref(),
        ..paper(shop, &moved.till, &by, entry.at_ms, entry.offset_minutes)
    };
    Ok(printing::cash_slip(paper, &moved, supplier.as_deref(), invoice.as_deref()))
}
