//! What each person did at the counter, for whoever answers for it; and when people come and go.

use std::collections::BTreeMap;

use chrono::{NaiveDate, TimeDelta};
use domain::acts::acts_of as acts_in;
use domain::clocking::{Direction, PersonClocked, presences};
use domain::entry::{Fact, Sealed};
use domain::{Id, Money};
use journal::Entry;
use store::read::people::{self, Acts, Sum};
use store::read::{receipts, users};
use store::{Connection, Lane};

use crate::messages::{ActSum, ActView, AskActs, AskActsOf, ClockState, PeopleActs, PersonActs, Punch};
use crate::program::Shop;
use crate::use_cases::receipts::name_of;
use crate::{App, Caller, Failure};

fn day(text: &str, field: &str) -> Result<NaiveDate, Failure> {
    text.parse().map_err(|_| Failure::new("invalid_argument", "not a date").with("field", field))
}

/// Everybody who works here, and whoever did something in those days.
pub fn acts(app: &App, _: &Caller<'_>, asked: AskActs) -> Result<PeopleActs, Failure> {
    let (from, to) = (day(&asked.from, "from")?, day(&asked.to, "to")?);
    let (acts, sales) =
        app.store.read(|conn| Ok::<_, store::StoreError>((people::acts(conn, from, to)?, people::sales(conn, from, to)?)))?;
    let hours = hours(app, from, to)?;
    let users = app.store.read(users::all)?;
    let did = |id: Id| acts.keys().any(|(person, _)| *person == id) || sales.contains_key(&id) || hours.contains_key(&id);
    let rows = users.iter().filter(|user| user.active || did(user.id)).map(|user| {
        let Sum { count, amount } = sales.get(&user.id).copied().unwrap_or_default();
        let (worked_ms, here_since_ms) = hours.get(&user.id).copied().unwrap_or_default();
        Ok(PersonActs {
            person: user.id,
            name: name_of(&app.store, user.id)?,
            sales: count,
            total: amount,
            acts: sums_of(&acts, user.id),
            worked_ms,
            here_since_ms,
        })
    });
    Ok(PeopleActs { rows: rows.collect::<Result<_, Failure>>()? })
}

fn sums_of(acts: &Acts, person: Id) -> Vec<ActSum> {
    let own = acts.iter().filter(|((who, _), _)| *who == person);
    own.map(|((_, kind), sum)| ActSum { kind: *kind, count: sum.count, amount: sum.amount }).collect()
}

/// A shift that goes on over midnight begins or ends on another day.
const AROUND_MS: i64 = 24 * 3_600_000;

/// How long each was here in those days, and since when she is, if the last of them is not over. A day is that of the shop's clock.
fn hours(app: &App, from: NaiveDate, to: NaiveDate) -> Result<BTreeMap<Id, (i64, Option<i64>)>, Failure> {
    let offset = TimeDelta::minutes(i64::from(app.now(&app.shop()?).offset_minutes));
    let start_of = |date: NaiveDate| (date.and_time(chrono::NaiveTime::MIN) - offset).and_utc().timestamp_millis();
    let (start, end) = (start_of(from), start_of(to.succ_opt().unwrap_or(to)));
    let found = app.store.read(|conn| people::clockings(conn, start - AROUND_MS, end + AROUND_MS))?;
    let mut by_person: BTreeMap<Id, Vec<(i64, Direction)>> = BTreeMap::new();
    for (person, at_ms, direction) in found {
        by_person.entry(person).or_default().push((at_ms, direction));
    }
    let is_now = (start..end).contains(&app.now_ms());
    let of = |clockings: &[(i64, Direction)]| {
        let presences = presences(clockings);
        let since = presences.last().filter(|last| is_now && last.to_ms.is_none()).and_then(|last| last.from_ms);
        (presences.iter().filter_map(|presence| presence.within(start, end)).sum(), since)
    };
    Ok(by_person.into_iter().map(|(person, clockings)| (person, of(&clockings))).collect())
}

pub fn acts_of(app: &App, _: &Caller<'_>, asked: AskActsOf) -> Result<Vec<ActView>, Failure> {
    let (shop, from, to) = (app.shop()?, day(&asked.from, "from")?, day(&asked.to, "to")?);
    let found = app.store.read(|conn| people::acts_of_person(conn, asked.person, asked.kind, from, to))?;
    found.iter().map(|entry| view(app, &shop, entry, &asked)).collect()
}

fn view(app: &App, shop: &Shop, entry: &Entry, asked: &AskActsOf) -> Result<ActView, Failure> {
    let amount = acts_in(&entry.fact).iter().find(|act| act.kind == asked.kind).map_or(Money::ZERO, |act| act.amount);
    let plain = ActView { at_ms: entry.at_ms, number: None, amount, text: String::new(), granted_by: None, approved: None, minutes: None };
    let name = |user: Option<Id>| user.map(|user| name_of(&app.store, user)).transpose();
    let opened = |note: Option<&Sealed>| note.and_then(|note| app.store.keys().open_text(note)).unwrap_or_default();
    let number = |sale: Id| app.store.read(|conn| number_of(conn, shop, sale));
    Ok(match &entry.fact {
        Fact::SaleCompleted(sale) => ActView {
            number: Some(sale.number.short(&shop.country.number)),
            text: names(sale.removed.iter().map(|line| line.name.as_str())),
            granted_by: name(sale.approved_by)?,
            ..plain
        },
        Fact::CartDiscarded(cart) => ActView { text: names(cart.lines.iter().map(|line| line.name.as_str())), ..plain },
        Fact::DrawerOpened(drawer) => ActView { text: opened(drawer.note.as_ref()), ..plain },
        Fact::CashMoved(moved) => ActView { text: opened(moved.note.as_ref()), granted_by: name(moved.approved_by)?, ..plain },
        Fact::TendersCorrected(corrected) => {
            ActView { number: number(corrected.sale)?, granted_by: name(Some(corrected.approved_by))?, ..plain }
        }
        Fact::ReceiptReprinted(reprinted) => ActView { number: number(reprinted.sale)?, ..plain },
        Fact::ApprovalGranted(granted) => ActView {
            number: number(granted.document)?,
            text: opened(granted.reason.as_ref()),
            granted_by: name(Some(granted.granter))?,
            approved: Some(granted.approved),
            minutes: granted.minutes,
            ..plain
        },
        _ => plain,
    })
}

fn number_of(conn: &Connection, shop: &Shop, sale: Id) -> Result<Option<String>, Failure> {
    let found = receipts::stored(conn, sale)?;
    Ok(found.map(|stored| stored.sale.number.short(&shop.country.number)))
}

const NAMED: usize = 3;

fn names<'a>(names: impl Iterator<Item = &'a str>) -> String {
    let names: Vec<&str> = names.collect();
    let more = if names.len() > NAMED { ", …" } else { "" };
    names[..names.len().min(NAMED)].join(", ") + more
}

pub fn clock(app: &App, caller: &Caller<'_>, (): ()) -> Result<ClockState, Failure> {
    let user = caller.user()?;
    Ok(ClockState { here_since_ms: app.store.read(|conn| people::is_here(conn, user))? })
}

pub fn punch(app: &App, caller: &Caller<'_>, asked: Punch) -> Result<ClockState, Failure> {
    let (user, now) = (caller.user()?, app.now(&app.shop()?));
    app.store.write(Lane::Interactive, move |tx| {
        if people::is_clocked(tx, asked.id)? {
            return Ok(());
        }
        let is_here = people::is_here(tx, user)?.is_some();
        // pressed on two screens: she is where she says
        if is_here == (asked.direction == Direction::In) {
            return Ok(());
        }
        let clocked = PersonClocked { id: asked.id, person: user, till: tx.till().to_owned(), direction: asked.direction };
        tx.append(clocked, Some(user), now)?;
        Ok::<_, Failure>(())
    })?;
    clock(app, caller, ())
}
