//! A shift that is open, as the screen shows it: all of it from one reading of its entries.

use domain::cash_rules::CashRules;
use domain::detective::{Clue, clues};
use domain::entry::{Fact, Sealed};
use domain::shift::{CashMoved, OpenShift, Totals};
use domain::user::Powers;
use domain::{Id, Money};
use journal::Entry;
use store::read;

use crate::messages::{ClueView, CountView, MoveRow, ShiftTotals, ShiftView};
use crate::program::Shop;
use crate::use_cases::reports;
use crate::{App, Failure};

pub(crate) fn shift(app: &App, shop: &Shop, shift: Id, rules: &CashRules, powers: Powers) -> Result<ShiftView, Failure> {
    let entries = app.store.read(|conn| read::shifts::entries_of(conn, shift))?;
    let whole = read::shifts::sum_up(&entries).ok_or_else(|| Failure::not_found("shift"))?;
    let mut others: Vec<String> = whole
        .totals
        .taken()
        .filter(|sum| !matches!(sum.method.as_str(), "cash" | "account" | "deposit" | "points") && sum.amount != Money::ZERO)
        .map(|sum| sum.method.clone())
        .collect();
    others.sort_unstable();
    others.dedup();
    Ok(ShiftView {
        shift,
        till: whole.opened.till.clone(),
        opened_at_ms: whole.opened_at_ms,
        opened_by: reports::name_of(app, whole.opened_by)?,
        opening: whole.opened.count.total,
        opening_difference: whole.opened.difference(),
        totals: (!whole.is_hidden(rules, powers)).then(|| totals(&whole.totals)),
        methods: others,
        counts: i64::try_from(whole.counts.len()).unwrap_or(i64::MAX),
        counted: counted(&whole, &entries, rules, powers, shop).filter(|_| !whole.is_hidden(rules, powers)),
        moves: moves(app, &entries)?,
        openings: whole.totals.openings,
    })
}

fn counted(whole: &OpenShift, entries: &[Entry], rules: &CashRules, powers: Powers, shop: &Shop) -> Option<CountView> {
    let (first, last) = whole.counts.first().zip(whole.counts.last())?;
    let happened: Vec<(&Fact, i64)> = entries.iter().map(|entry| (&entry.fact, entry.at_ms)).collect();
    let clues = clues(last.difference(), last.expected, &last.count, &happened, &shop.country.currency);
    Some(CountView {
        total: last.count.total,
        pieces: last.count.pieces.clone(),
        checked: last.checked.clone(),
        expected: last.expected,
        difference: last.difference(),
        first_difference: first.difference(),
        outdated: !whole.is_counted(),
        needs_approval: whole.needs_approval(rules, powers),
        clues: clues.into_iter().map(|found| clue(found, shop)).collect(),
    })
}

fn clue(clue: Clue, shop: &Shop) -> ClueView {
    let Clue { suspicion, amount, receipt, method, at_ms } = clue;
    let (receipt, number) = receipt.unzip();
    let number = number.map(|number| number.short(&shop.country.number));
    ClueView { suspicion, amount, receipt, number, method: method.map(str::to_owned), at_ms }
}

pub(crate) fn totals(totals: &Totals) -> ShiftTotals {
    ShiftTotals {
        sales: totals.sales,
        total: totals.total,
        rounding: totals.rounding,
        methods: totals.methods.clone(),
        collected: totals.collected.clone(),
        issued: totals.issued.clone(),
        deposits: totals.deposits.clone(),
        cash: totals.cash,
        expected: totals.cash.expected(),
    }
}

fn moves(app: &App, entries: &[Entry]) -> Result<Vec<MoveRow>, Failure> {
    let moved = entries.iter().filter_map(|entry| if let Fact::CashMoved(moved) = &entry.fact { Some((moved, entry)) } else { None });
    moved
        .map(|(moved, entry)| {
            let CashMoved { id, direction, reason, amount, note, supplier, invoice, .. } = moved.clone();
            let open = |text: Option<Sealed>| text.and_then(|text| app.store.keys().open_text(&text));
            let (note, supplier, invoice) = (open(note), open(supplier), open(invoice));
            let by = reports::name_of(app, entry.actor.unwrap_or_default())?;
            Ok(MoveRow { id, at_ms: entry.at_ms, by, direction, reason, amount, note, supplier, invoice })
        })
        .collect()
}
