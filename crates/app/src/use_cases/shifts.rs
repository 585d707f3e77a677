//! The drawer of this till: opened with a count, closed with one, and explained in between.

use domain::approval::Approved;
use domain::cart::clean_note;
use domain::cash_rules::CashRules;
use domain::entry::Sealed;
use domain::number::LegalNumber;
use domain::shift::{
    CashCount, CashMoved, Closing, DrawerOpened, Moving, OpenShift as Whole, ShiftClosed, ShiftCounted, ShiftOpened, close as decide,
};
use domain::user::Permission;
use domain::{Id, Money, Refusal};
use store::read::shifts::Drawer;
use store::{Connection, Lane, StoreError, Tx, read};

use crate::messages::{CloseShift, CountShift, CountedCash, DrawerState, MoveCash, OpenDrawer, OpenShift, PrintJob, ZRow};
use crate::program::Shop;
use crate::use_cases::approvals::approving;
use crate::use_cases::{pay, reports, shift_views};
use crate::{App, Caller, Failure, print_jobs};

pub fn state(app: &App, caller: &Caller<'_>, (): ()) -> Result<DrawerState, Failure> {
    let (shop, powers) = (app.shop()?, caller.powers()?);
    let rules = rules(app, &shop)?;
    let drawer = app.store.read(read::shifts::drawer)?;
    let open = drawer.shift().map(|shift| shift_views::shift(app, &shop, shift, &rules, powers)).transpose()?;
    let is_shown = !rules.blind || powers.may(Permission::EditSettings);
    let carried = is_shown.then(|| app.store.read(carried)).transpose()?;
    Ok(DrawerState { open, used: drawer != Drawer::Uncounted, carried, rules })
}

pub(crate) fn rules(app: &App, shop: &Shop) -> Result<CashRules, Failure> {
    Ok(app.store.read(read::shifts::rules)?.unwrap_or_else(|| CashRules::usual(&shop.country.currency)))
}

/// What the last count of this till left in its drawer.
fn carried(conn: &Connection) -> Result<Money, StoreError> {
    Ok(read::shifts::last_z(conn)?.map_or(Money::ZERO, |z| z.counted))
}

/// The shift that is open here.
fn open_here(conn: &Connection) -> Result<Id, Failure> {
    Ok(read::shifts::drawer(conn)?.shift().ok_or(Refusal::ShiftNeeded)?)
}

/// All of the shift that a request means, which is the one that is open here.
fn whole_here(conn: &Connection, asked: Id) -> Result<Whole, Failure> {
    if open_here(conn)? != asked {
        return Err(Refusal::ShiftNeeded.into());
    }
    Ok(read::shifts::whole(conn, asked)?.ok_or(Refusal::ShiftNeeded)?)
}

fn count(cash: &CountedCash, shop: &Shop) -> Result<CashCount, Refusal> {
    CashCount::of(&cash.pieces, cash.loose, &shop.country.currency)
}

fn sealed(tx: &Tx<'_>, note: Option<&str>, now: store::Now) -> Result<Option<Sealed>, StoreError> {
    note.map(|note| tx.seal(&pay::notes_key(now.ms), note)).transpose()
}

pub fn open(app: &App, caller: &Caller<'_>, asked: OpenShift) -> Result<DrawerState, Failure> {
    let (shop, approving) = (app.shop()?, approving(app, caller, Approved::OpenShift, asked.approval.as_ref())?);
    let (count, clock) = (count(&asked.cash, &shop)?, app.clock.clone());
    let granted = approving.clone();
    app.store.write(Lane::Interactive, move |tx| {
        let asking = granted.asking;
        if read::shifts::is_known(tx, asked.shift)? {
            return Ok(());
        }
        match read::shifts::drawer(tx)? {
            Drawer::Open(_) => return Err(Refusal::ShiftOpen.into()),
            Drawer::Uncounted => {
                let by = asking.approved()?;
                granted.record(tx, asked.shift, Some(by), shop.now(clock()))?;
            }
            Drawer::Closed => {}
        }
        let at = clock();
        // the first count of a till differs from nothing
        let expected = if read::shifts::last_z(tx)?.is_some() { carried(tx)? } else { count.total };
        let business_date = shop.business_date(at, read::shop::last_business_date(tx)?);
        let opened = ShiftOpened { shift: asked.shift, till: tx.till().to_owned(), business_date, expected, count };
        tx.append(opened, Some(asking.user), shop.now(at))?;
        tx.witness_before_answer();
        Ok::<_, Failure>(())
    })?;
    approving.begin(app);
    changed(app, caller)
}

/// Other screens of this till hear of it.
fn changed(app: &App, caller: &Caller<'_>) -> Result<DrawerState, Failure> {
    app.events.emit("shift.changed", &());
    state(app, caller, ())
}

pub fn move_cash(app: &App, caller: &Caller<'_>, asked: MoveCash) -> Result<DrawerState, Failure> {
    let shop = app.shop()?;
    let (rules, approving) = (rules(app, &shop)?, approving(app, caller, Approved::MoveCash, asked.approval.as_ref())?);
    let (note, now) = (clean_note(asked.note.as_deref())?, app.now(&shop));
    let (supplier, invoice) = (clean_note(asked.supplier.as_deref())?, clean_note(asked.invoice.as_deref())?);
    let granted = approving.clone();
    app.store.write(Lane::Interactive, move |tx| {
        let asking = granted.asking;
        if read::shifts::act(tx, asked.id)?.is_some() {
            return Ok(());
        }
        let shift = open_here(tx)?;
        let moving = Moving { direction: asked.direction, amount: asked.amount };
        let approved_by = moving.check(&rules, asking)?;
        let moved = CashMoved {
            id: asked.id,
            shift,
            till: tx.till().to_owned(),
            direction: asked.direction,
            reason: asked.reason,
            amount: asked.amount,
            note: sealed(tx, note.as_deref(), now)?,
            supplier: sealed(tx, supplier.as_deref(), now)?,
            invoice: sealed(tx, invoice.as_deref(), now)?,
            approved_by,
        };
        tx.append(moved, Some(asking.user), now)?;
        granted.record(tx, asked.id, approved_by, now)?;
        print_jobs::of_shift(tx, if asked.print { "cash" } else { "drawer" }, asked.id, String::new(), 0, now.ms)?;
        Ok::<_, Failure>(())
    })?;
    approving.begin(app);
    app.printer.wake();
    changed(app, caller)
}

/// Without a sale: it is counted, and stands in the report.
pub fn open_drawer(app: &App, caller: &Caller<'_>, asked: OpenDrawer) -> Result<DrawerState, Failure> {
    let (shop, user) = (app.shop()?, caller.user()?);
    let (note, now) = (clean_note(asked.note.as_deref())?, app.now(&shop));
    app.store.write(Lane::Interactive, move |tx| {
        if read::shifts::act(tx, asked.id)?.is_some() {
            return Ok(());
        }
        let shift = open_here(tx)?;
        let note = sealed(tx, note.as_deref(), now)?;
        tx.append(DrawerOpened { id: asked.id, shift, till: tx.till().to_owned(), note }, Some(user), now)?;
        print_jobs::of_shift(tx, "drawer", shift, String::new(), 0, now.ms)?;
        Ok::<_, Failure>(())
    })?;
    app.printer.wake();
    changed(app, caller)
}

pub fn count_drawer(app: &App, caller: &Caller<'_>, asked: CountShift) -> Result<DrawerState, Failure> {
    let (shop, user, powers) = (app.shop()?, caller.user()?, caller.powers()?);
    let (rules, count, now) = (rules(app, &shop)?, count(&asked.cash, &shop)?, app.now(&shop));
    app.store.write(Lane::Interactive, move |tx| {
        if read::shifts::act(tx, asked.id)?.is_some() {
            return Ok(());
        }
        let whole = whole_here(tx, asked.shift)?;
        let known = |checked: &domain::shift::Checked| whole.totals.taken().any(|sum| sum.method == checked.method);
        if asked.checked.iter().any(|checked| checked.amount.is_negative() || !known(checked)) {
            return Err(Refusal::CountInvalid.into());
        }
        let (blind, expected) = (whole.is_hidden(&rules, powers), whole.totals.cash.expected());
        let CountShift { id, shift, checked, .. } = asked;
        let counted = ShiftCounted { id, shift, till: tx.till().to_owned(), count, checked, expected, blind };
        tx.append(counted, Some(user), now)?;
        Ok::<_, Failure>(())
    })?;
    changed(app, caller)
}

/// One transaction (rule 30). Asked again, it answers the report that there is.
pub fn close(app: &App, caller: &Caller<'_>, asked: CloseShift) -> Result<ZRow, Failure> {
    let shop = app.shop()?;
    let (rules, approving) = (rules(app, &shop)?, approving(app, caller, Approved::CloseShift, asked.approval.as_ref())?);
    let (note, clock) = (clean_note(asked.note.as_deref())?, app.clock.clone());
    let granted = approving.clone();
    app.store.write(Lane::Interactive, move |tx| {
        let asking = granted.asking;
        if read::shifts::z_of(tx, asked.shift)?.is_some() {
            return Ok(());
        }
        let whole = whole_here(tx, asked.shift)?;
        let (at, now) = (clock(), shop.now(clock()));
        let business_date = shop.business_date(at, read::shop::last_business_date(tx)?);
        let closing = Closing {
            number: LegalNumber { series: tx.series().to_owned(), number: read::shifts::next_z(tx, tx.series())? },
            business_date,
            perpetual: read::shifts::last_z(tx)?.map_or(Money::ZERO, |z| z.perpetual),
            head: tx.head_hex(),
        };
        let (report, approved_by) = decide(&whole, closing, &rules, asking)?;
        let title = format!("Z {}", report.number.short(&shop.country.number));
        let closed = ShiftClosed { report, note: sealed(tx, note.as_deref(), now)?, approved_by };
        // before the report: it belongs to this shift, and nothing does once that is closed
        granted.record(tx, asked.shift, approved_by, now)?;
        tx.append(closed, Some(asking.user), now)?;
        tx.witness_before_answer();
        if asked.print {
            print_jobs::of_shift(tx, "z", asked.shift, title, 0, now.ms)?;
        }
        Ok::<_, Failure>(())
    })?;
    approving.begin(app);
    app.printer.wake();
    app.events.emit("shift.changed", &());
    reports::row_of(app, asked.shift)
}

/// How the shift stands, on paper. Nothing is closed by it.
pub fn print_x(app: &App, _: &Caller<'_>, (): ()) -> Result<PrintJob, Failure> {
    if !app.printer.is_set_up(&app.store)? {
        return Err(Failure::new("printer_none", "no printer is set up"));
    }
    let now_ms = app.now_ms();
    let job = app.store.write(Lane::Interactive, move |tx| {
        let shift = open_here(tx)?;
        print_jobs::of_shift(tx, "x", shift, "X".to_owned(), 0, now_ms)?.ok_or_else(|| Failure::new("printer_none", "no printer is set up"))
    })?;
    app.printer.wake();
    Ok(print_jobs::view(&job))
}

/// The rules that the owner sets.
pub fn save_rules(app: &App, caller: &Caller<'_>, asked: CashRules) -> Result<DrawerState, Failure> {
    let (shop, user) = (app.shop()?, caller.user()?);
    if [asked.difference_limit, asked.cash_out_limit, asked.refund_limit].into_iter().flatten().any(Money::is_negative) {
        return Err(Refusal::AmountInvalid.into());
    }
    if asked.deposit_percent.is_some_and(|percent| !(0..=100).contains(&percent)) {
        return Err(Refusal::FieldInvalid { field: "deposit_percent" }.into());
    }
    if asked.return_days.is_some_and(|days| !(0..=3650).contains(&days)) {
        return Err(Refusal::FieldInvalid { field: "return_days" }.into());
    }
    let (now, is_new) = (app.now(&shop), rules(app, &shop)? != asked);
    if is_new {
        app.store.write(Lane::Interactive, move |tx| tx.append(asked, Some(user), now))?;
    }
    changed(app, caller)
}
