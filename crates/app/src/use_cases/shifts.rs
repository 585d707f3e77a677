//! The drawer of this till: opened with a count, closed with one, and explained in between.

use domain::cart::clean_note;
use domain::entry::Sealed;
use domain::number::LegalNumber;
use domain::shift::{
    Asking, CashCount, CashMoved, CashRules, Closing, DrawerOpened, Moving, OpenShift as Whole, ShiftClosed, ShiftCounted, ShiftOpened,
    Totals, close as decide,
};
use domain::user::Role;
use domain::{Id, Money, Refusal};
use store::{Connection, Lane, StoreError, Tx, read};

use crate::messages::{
    CloseShift, CountShift, CountView, CountedCash, DrawerState, MoveCash, MoveRow, OpenDrawer, OpenShift, PrintJob, ShiftTotals,
    ShiftView, ZRow,
};
use crate::program::Shop;
use crate::use_cases::{approvals, pay, reports};
use crate::{App, Caller, Failure, print_jobs};

pub fn state(app: &App, caller: &Caller<'_>, (): ()) -> Result<DrawerState, Failure> {
    let (shop, role) = (app.shop()?, caller.role()?);
    let rules = rules(app, &shop)?;
    let open = app.store.read(read::shifts::open_here)?;
    let open = open.map(|shift| view(app, shift, &rules, role)).transpose()?;
    let used = app.store.read(read::shifts::are_used_here)?;
    Ok(DrawerState { open, used, carried: app.store.read(carried)?, rules })
}

pub(crate) fn rules(app: &App, shop: &Shop) -> Result<CashRules, Failure> {
    Ok(app.store.read(read::shifts::rules)?.unwrap_or_else(|| CashRules::usual(&shop.country.currency)))
}

/// What the last count of this till left in its drawer.
fn carried(conn: &Connection) -> Result<Money, StoreError> {
    Ok(read::shifts::last_z(conn)?.map_or(Money::ZERO, |z| z.counted))
}

/// What is expected is hidden from whoever counts blind, until she has counted. The owner made the rule and may look.
fn is_hidden(shift: &Whole, rules: &CashRules, role: Role) -> bool {
    rules.blind && shift.counts.is_empty() && role != Role::Owner
}

fn view(app: &App, shift: Id, rules: &CashRules, role: Role) -> Result<ShiftView, Failure> {
    let whole = app.store.read(|conn| read::shifts::whole(conn, shift))?.ok_or_else(|| Failure::not_found("shift"))?;
    let expected = whole.totals.cash.expected();
    let counted = whole.counts.first().zip(whole.counts.last()).map(|(first, last)| CountView {
        total: last.count.total,
        pieces: last.count.pieces.clone(),
        checked: last.checked.clone(),
        expected: last.expected,
        difference: last.difference(),
        first_difference: first.difference(),
        outdated: last.expected != expected,
        needs_approval: rules.difference_limit.is_some_and(|limit| last.difference().abs() > limit) && role == Role::Cashier,
    });
    Ok(ShiftView {
        shift,
        till: whole.opened.till.clone(),
        opened_at_ms: whole.opened_at_ms,
        opened_by: reports::name_of(app, whole.opened_by)?,
        opening: whole.opened.count.total,
        opening_difference: whole.opened.difference(),
        totals: (!is_hidden(&whole, rules, role)).then(|| totals(&whole.totals)),
        counts: i64::try_from(whole.counts.len()).unwrap_or(i64::MAX),
        counted,
        moves: moves(app, shift)?,
        openings: whole.totals.openings,
    })
}

pub(crate) fn totals(totals: &Totals) -> ShiftTotals {
    ShiftTotals {
        sales: totals.sales,
        total: totals.total,
        methods: totals.methods.clone(),
        cash: totals.cash,
        expected: totals.cash.expected(),
    }
}

fn moves(app: &App, shift: Id) -> Result<Vec<MoveRow>, Failure> {
    let entries = app.store.read(|conn| read::shifts::entries_of(conn, shift))?;
    let moved = entries.into_iter().filter_map(|entry| match entry.fact {
        domain::entry::Fact::CashMoved(moved) => Some((moved, entry.at_ms, entry.actor.unwrap_or_default())),
        _ => None,
    });
    moved
        .map(|(moved, at_ms, by)| {
            let CashMoved { id, direction, reason, amount, note, .. } = moved;
            let note = note.and_then(|note| app.store.keys().open_text(&note));
            Ok(MoveRow { id, at_ms, by: reports::name_of(app, by)?, direction, reason, amount, note })
        })
        .collect()
}

/// The shift that a request means is the one that is open here.
fn whole_here(conn: &Connection, asked: Option<Id>) -> Result<Whole, Failure> {
    let open = read::shifts::open_here(conn)?.filter(|open| asked.is_none_or(|asked| asked == *open)).ok_or(Refusal::ShiftNeeded)?;
    Ok(read::shifts::whole(conn, open)?.ok_or(Refusal::ShiftNeeded)?)
}

fn count(cash: &CountedCash, shop: &Shop) -> Result<CashCount, Refusal> {
    CashCount::of(&cash.pieces, cash.loose, &shop.country.currency)
}

fn sealed(tx: &Tx<'_>, note: Option<&str>, now: store::Now) -> Result<Option<Sealed>, StoreError> {
    note.map(|note| tx.seal(&pay::notes_key(now.ms), note)).transpose()
}

pub fn open(app: &App, caller: &Caller<'_>, asked: OpenShift) -> Result<DrawerState, Failure> {
    let (shop, user) = (app.shop()?, caller.user()?);
    let (count, now) = (count(&asked.cash, &shop)?, app.now(&shop));
    let business_date = app.business_date(&shop)?;
    app.store.write(Lane::Interactive, move |tx| {
        match read::shifts::open_here(tx)? {
            Some(open) if open == asked.shift => return Ok(()),
            Some(_) => return Err(Refusal::ShiftOpen.into()),
            None => {}
        }
        // the first count of a till differs from nothing
        let expected = if read::shifts::last_z(tx)?.is_some() { carried(tx)? } else { count.total };
        let opened = ShiftOpened { shift: asked.shift, till: tx.till().to_owned(), business_date, expected, count };
        tx.append(opened, Some(user), now)?;
        Ok::<_, Failure>(())
    })?;
    changed(app, caller)
}

/// Other screens of this till hear of it.
fn changed(app: &App, caller: &Caller<'_>) -> Result<DrawerState, Failure> {
    app.events.emit("shift.changed", &());
    state(app, caller, ())
}

fn asking(app: &App, caller: &Caller<'_>, approval: Option<&crate::messages::Approval>) -> Result<Asking, Failure> {
    Ok(Asking { user: caller.user()?, role: caller.role()?, approved_by: approvals::granted(app, approval)? })
}

pub fn move_cash(app: &App, caller: &Caller<'_>, asked: MoveCash) -> Result<DrawerState, Failure> {
    let shop = app.shop()?;
    let (rules, asking) = (rules(app, &shop)?, asking(app, caller, asked.approval.as_ref())?);
    let (note, now) = (clean_note(asked.note.as_deref())?, app.now(&shop));
    app.store.write(Lane::Interactive, move |tx| {
        let whole = whole_here(tx, None)?;
        if read::shifts::moved(tx, asked.id)?.is_some() {
            return Ok(());
        }
        let moving = Moving { direction: asked.direction, amount: asked.amount };
        let approved_by = moving.check(whole.totals.cash.expected(), &rules, asking)?;
        let moved = CashMoved {
            id: asked.id,
            shift: whole.opened.shift,
            till: tx.till().to_owned(),
            direction: asked.direction,
            reason: asked.reason,
            amount: asked.amount,
            note: sealed(tx, note.as_deref(), now)?,
            approved_by,
        };
        tx.append(moved, Some(asking.user), now)?;
        print_jobs::of_shift(tx, if asked.print { "cash" } else { "drawer" }, asked.id, String::new(), now.ms)?;
        Ok::<_, Failure>(())
    })?;
    app.printer.wake();
    changed(app, caller)
}

/// Without a sale: it is counted, and stands in the report.
pub fn open_drawer(app: &App, caller: &Caller<'_>, asked: OpenDrawer) -> Result<DrawerState, Failure> {
    let (shop, user) = (app.shop()?, caller.user()?);
    let (note, now) = (clean_note(asked.note.as_deref())?, app.now(&shop));
    app.store.write(Lane::Interactive, move |tx| {
        let shift = whole_here(tx, None)?.opened.shift;
        let note = sealed(tx, note.as_deref(), now)?;
        tx.append(DrawerOpened { shift, till: tx.till().to_owned(), note }, Some(user), now)?;
        print_jobs::of_shift(tx, "drawer", shift, String::new(), now.ms)?;
        Ok::<_, Failure>(())
    })?;
    app.printer.wake();
    changed(app, caller)
}

pub fn count_drawer(app: &App, caller: &Caller<'_>, asked: CountShift) -> Result<DrawerState, Failure> {
    let (shop, user, role) = (app.shop()?, caller.user()?, caller.role()?);
    let (rules, count, now) = (rules(app, &shop)?, count(&asked.cash, &shop)?, app.now(&shop));
    app.store.write(Lane::Interactive, move |tx| {
        let whole = whole_here(tx, Some(asked.shift))?;
        let known = |checked: &domain::shift::Checked| whole.totals.methods.iter().any(|sum| sum.method == checked.method);
        if asked.checked.iter().any(|checked| checked.amount.is_negative() || !known(checked)) {
            return Err(Refusal::CountInvalid.into());
        }
        let blind = is_hidden(&whole, &rules, role);
        let expected = whole.totals.cash.expected();
        let counted = ShiftCounted { shift: asked.shift, till: tx.till().to_owned(), count, checked: asked.checked, expected, blind };
        tx.append(counted, Some(user), now)?;
        Ok::<_, Failure>(())
    })?;
    changed(app, caller)
}

/// One transaction (rule 30). Asked again, it answers the report that there is.
pub fn close(app: &App, caller: &Caller<'_>, asked: CloseShift) -> Result<ZRow, Failure> {
    let shop = app.shop()?;
    let (rules, asking) = (rules(app, &shop)?, asking(app, caller, asked.approval.as_ref())?);
    let (note, now) = (clean_note(asked.note.as_deref())?, app.now(&shop));
    let business_date = app.business_date(&shop)?;
    let format = shop.country.number.clone();
    app.store.write(Lane::Interactive, move |tx| {
        if read::shifts::z_of(tx, asked.shift)?.is_some() {
            return Ok(());
        }
        let whole = whole_here(tx, Some(asked.shift))?;
        let closing = Closing {
            number: LegalNumber { series: tx.series().to_owned(), number: read::shifts::next_z(tx, tx.series())? },
            business_date,
            perpetual: read::shifts::last_z(tx)?.map_or(Money::ZERO, |z| z.perpetual),
            head: tx.head_hex(),
        };
        let (report, approved_by) = decide(&whole, closing, &rules, asking)?;
        let title = format!("Z {}", report.number.short(&format));
        let closed = ShiftClosed { report, note: sealed(tx, note.as_deref(), now)?, approved_by };
        tx.append(closed, Some(asking.user), now)?;
        if asked.print {
            print_jobs::of_shift(tx, "z", asked.shift, title, now.ms)?;
        }
        Ok::<_, Failure>(())
    })?;
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
        let shift = whole_here(tx, None)?.opened.shift;
        print_jobs::of_shift(tx, "x", shift, "X".to_owned(), now_ms)?.ok_or_else(|| Failure::new("printer_none", "no printer is set up"))
    })?;
    app.printer.wake();
    Ok(print_jobs::view(&job))
}

/// The rules that the owner sets.
pub fn save_rules(app: &App, caller: &Caller<'_>, asked: CashRules) -> Result<DrawerState, Failure> {
    let (shop, user) = (app.shop()?, caller.user()?);
    if [asked.difference_limit, asked.cash_out_limit].into_iter().flatten().any(Money::is_negative) {
        return Err(Refusal::AmountInvalid.into());
    }
    let (now, is_new) = (app.now(&shop), rules(app, &shop)? != asked);
    if is_new {
        app.store.write(Lane::Interactive, move |tx| tx.append(asked, Some(user), now))?;
    }
    changed(app, caller)
}
