//! Receipts: the day's list, one whole, and its reprint. All are read from the entry that the sale wrote.

use base64::{Engine, prelude::BASE64_STANDARD};
use chrono::{DateTime, FixedOffset, NaiveDate, NaiveDateTime};
use domain::receipt_code::ReceiptCode;
use domain::sale::SaleCompleted;
use domain::tender::Tender;
use domain::user::Permission;
use domain::{Id, Money};
use printing::{ReceiptInput, Slip};
use store::read::receipts::{self, Asked, SaleRow, Stored};
use store::{Lane, Store, read};

use crate::messages::{ListReceipts, PrintJob, ReceiptList, ReceiptRow, ReceiptView};
use crate::program::Shop;
use crate::requests::NameRecord;
use crate::use_cases::{returns, shifts, shop as details, views};
use crate::{App, Caller, Failure, print_jobs};

pub fn list(app: &App, caller: &Caller<'_>, asked: ListReceipts) -> Result<ReceiptList, Failure> {
    let (shop, powers) = (app.shop()?, caller.powers()?);
    let text = asked.text.trim();
    let date = match asked.date.as_deref() {
        Some(date) => date.parse().map_err(|_| Failure::new("invalid_argument", "not a date").with("field", "date"))?,
        None => app.business_date(&shop)?,
    };
    let before = asked.after.map(|id| app.store.read(|conn| receipts::find(conn, id))).transpose()?.flatten().map(|row| row.arrival);
    let searched = (!text.is_empty()).then(|| (number_in(text), amount_in(text, &shop)));
    let (number, total) = searched.unwrap_or_default();
    if !text.is_empty() && number.is_none() && total.is_none() {
        return Ok(ReceiptList { rows: Vec::new(), next: None, total: None, count: 0 });
    }
    let rows = app.store.read(|conn| receipts::page(conn, &Asked { date: Some(date), number, total, before }))?;
    let is_full = i64::try_from(rows.len()).is_ok_and(|count| count == receipts::PAGE);
    let next = rows.last().filter(|_| is_full).map(|row| row.id);
    let (count, total) = app.store.read(|conn| receipts::day(conn, date))?;
    let is_shown = powers.may(Permission::EditSettings) || !shifts::rules(app, &shop)?.blind;
    let users = app.store.read(read::users::all)?;
    let name = |id: Id| users.iter().find(|user| user.id == id).map_or_else(nobody, |user| user.name.clone());
    let rows = rows.iter().map(|row| view_row(row, &shop, name(row.cashier))).collect();
    Ok(ReceiptList { rows, next, total: is_shown.then_some(total), count })
}

/// `A-1042`, `A-001042` or `1042`: what stands after the last mark; or the square code of a receipt.
fn number_in(text: &str) -> Option<i64> {
    if let Ok(code) = text.parse::<ReceiptCode>() {
        return code.counted();
    }
    text.rsplit(['-', ' ']).next()?.parse().ok()
}

/// `318.50` as the country writes it.
fn amount_in(text: &str, shop: &Shop) -> Option<Money> {
    let currency = &shop.country.currency;
    let plain: String = text.chars().filter(|it| it.is_ascii_digit() || currency.decimal_mark.contains(*it)).collect();
    let (whole, cents) = plain.split_once(currency.decimal_mark.as_str()).unwrap_or((&plain, ""));
    let decimals = currency.decimals as usize;
    (cents.len() <= decimals).then(|| format!("{whole}{cents:0<decimals$}").parse().ok())?.and_then(|minor| Money::new(minor).ok())
}

fn view_row(row: &SaleRow, shop: &Shop, cashier: String) -> ReceiptRow {
    let number = domain::number::LegalNumber { series: row.series.clone(), number: row.number };
    ReceiptRow {
        id: row.id,
        number: number.short(&shop.country.number),
        at_ms: row.at_ms,
        business_date: row.business_date.clone(),
        cashier,
        total: row.total,
        methods: row.methods.split(',').filter(|method| !method.is_empty()).map(str::to_owned).collect(),
        items: row.items,
    }
}

pub fn get(app: &App, _: &Caller<'_>, asked: NameRecord) -> Result<ReceiptView, Failure> {
    let shop = app.shop()?;
    let not_found = || Failure::not_found("receipt");
    let row = app.store.read(|conn| receipts::find(conn, asked.id))?.ok_or_else(not_found)?;
    let Stored { sale, .. } = app.store.read(|conn| receipts::paid(conn, asked.id))?.ok_or_else(not_found)?;
    let is_open = sale.shift.is_some() && app.store.read(read::shifts::drawer)?.shift() == sale.shift;
    let slip = slip(&app.store, &shop, asked.id, None)?;
    let paper = print_jobs::profile(&app.store)?.width_mm;
    let image = printing::image::render(&slip, paper).map_err(|error| Failure::new("internal", error.to_string()))?;
    let tenders: Vec<Tender> = sale.tenders.iter().map(|paid| paid.tender.clone()).collect();
    Ok(ReceiptView {
        row: view_row(&row, &shop, name_of(&app.store, sale.cashier)?),
        cart: views::sold(&sale, shop.country, &notes(&app.store, &sale)),
        tenders,
        change: sale.change,
        rounding: sale.rounding,
        copies: app.store.read(|conn| receipts::copies(conn, asked.id))?,
        correctable: is_open,
        returnable: app.store.read(|conn| returns::is_returnable(conn, asked.id))?,
        corrected: app.store.read(|conn| receipts::correction(conn, asked.id))?.is_some(),
        text: printing::text::render(&slip, paper),
        image_png_base64: BASE64_STANDARD.encode(image),
    })
}

pub(crate) fn name_of(store: &Store, user: Id) -> Result<String, Failure> {
    let found = store.read(|conn| read::users::find(conn, user))?.filter(|user| !user.name.is_empty());
    Ok(found.map_or_else(nobody, |user| user.name))
}

/// In the place of a name that is erased.
fn nobody() -> String {
    "—".to_owned()
}

pub(crate) fn notes(store: &Store, sale: &SaleCompleted) -> Vec<Option<String>> {
    sale.lines.iter().map(|line| line.note.as_ref().and_then(|note| store.keys().open_text(note))).collect()
}

/// A reprint is a fact, counted and marked; the drawer stays shut.
pub fn reprint(app: &App, caller: &Caller<'_>, asked: NameRecord) -> Result<PrintJob, Failure> {
    if !app.printer.is_set_up(&app.store)? {
        return Err(Failure::new("printer_none", "no printer is set up"));
    }
    let (user, now) = (caller.user()?, app.now(&app.shop()?));
    let job = app.store.write(Lane::Interactive, move |tx| {
        let stored = receipts::stored(tx, asked.id)?.ok_or_else(|| Failure::not_found("receipt"))?;
        print_jobs::copy_of(tx, "receipt", asked.id, print_jobs::title(&stored.sale), (user, now))
    })?;
    app.printer.wake();
    Ok(print_jobs::view(&job))
}

/// What paper says beside the sale.
pub(crate) struct Marks {
    pub qr: String,
    /// Of an offer.
    pub valid_until: Option<NaiveDate>,
}

/// The one layout of a sale's receipt: for the printer, the preview and the tests.
pub(crate) fn slip(store: &Store, shop: &Shop, sale: Id, copy: Option<u32>) -> Result<Slip, Failure> {
    let stored = store.read(|conn| receipts::paid(conn, sale))?.ok_or_else(|| Failure::not_found("receipt"))?;
    let Stored { sale, at_ms, offset_minutes, hash } = stored;
    let code = ReceiptCode::new(sale.number.on_paper(&shop.country.number), sale.business_date, sale.total, &hash);
    let code = store.read(|conn| read::returns::signed(conn, store.keys(), code, &sale))?;
    laid_out(store, shop, &sale, (at_ms, offset_minutes), copy, Marks { qr: code.to_string(), valid_until: None })
}

/// `at` is when it was written, and how far ahead of UTC the shop's clock was.
pub(crate) fn laid_out(
    store: &Store,
    shop: &Shop,
    sale: &SaleCompleted,
    at: (i64, i32),
    copy: Option<u32>,
    marks: Marks,
) -> Result<Slip, Failure> {
    let named = sale.account.is_some() || marks.valid_until.is_some();
    let customer = sale.customer.filter(|_| named).map(|id| store.read(|conn| read::customers::find(conn, id))).transpose()?;
    let customer = customer.flatten().map(|customer| customer.contact.name).filter(|name| !name.is_empty());
    Ok(printing::receipt(&ReceiptInput {
        sale,
        shop: &shop.configured,
        country: shop.country,
        language: shop.language(),
        cashier_name: &name_of(store, sale.cashier)?,
        customer: customer.as_deref(),
        local_time: local_time(at.0, at.1),
        notes: &notes(store, sale),
        copy,
        qr: &marks.qr,
        valid_until: marks.valid_until,
        logo: details::logo_file(store, &shop.configured).and_then(|png| printing::logo::read(&png).ok()),
    }))
}

pub(crate) fn local_time(at_ms: i64, offset_minutes: i32) -> NaiveDateTime {
    let utc = DateTime::from_timestamp_millis(at_ms).unwrap_or_default();
    FixedOffset::east_opt(offset_minutes * 60).map_or(utc.naive_utc(), |offset| utc.with_timezone(&offset).naive_local())
}
