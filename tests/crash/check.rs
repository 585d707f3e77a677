//! What must hold whenever a till is opened again: the invariants, each with a name of its own in the tables.

use std::collections::BTreeSet;
use std::path::Path;
use std::sync::Arc;

use app::App;
use chrono::DateTime;
use domain::Id;
use domain::entry::{EpochReason, Fact};
use domain::sale::{PaidTender, SaleCompleted};
use domain::shift::{CashDirection, ShiftClosed};
use domain::units::Money;
use journal::Entry;
use sha2::Digest;
use store::{Connection, KeyStore, Now, Place, Store, StoreError};

use crate::copies;
use crate::promise::Promised;
use crate::workloads::ROSA;

#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Broken {
    DoesNotOpen,
    /// I1: a sale that was answered is gone.
    Lost,
    /// I2: a cart was sold twice.
    Doubled,
    /// What the cashier was told is not so.
    Untrue,
    /// I3: sums disagree.
    Money,
    /// I4: chain, signatures, numbers, or a projection that is not its replay (P1).
    Chain,
    /// A cart that was paid is open.
    PaidCart,
    /// The till took itself for a copy.
    NewEpoch,
    DoesNotSell,
    /// A copy that counts is not good, or one that was promised is not there.
    BadCopy,
    /// Something of an erased person is left.
    NotErased,
}

impl Broken {
    pub const ALL: [Self; 11] = [
        Self::DoesNotOpen,
        Self::Lost,
        Self::Doubled,
        Self::Untrue,
        Self::Money,
        Self::Chain,
        Self::PaidCart,
        Self::NewEpoch,
        Self::DoesNotSell,
        Self::BadCopy,
        Self::NotErased,
    ];
}

pub type Verdict = Result<(), (Broken, String)>;

fn at(ms: i64) -> Now {
    Now { ms, offset_minutes: 0 }
}

/// Opens the till in `place` as after a start of the machine, and looks at everything.
pub fn check(place: &Place, promised: &Promised) -> Verdict {
    copies::check(place, promised)?;
    let store = match open(place) {
        // what was cut off before it counted is begun again
        Err(StoreError::Damaged(_)) if promised.is_damaged => copies::restore(place, LATER_MS).and_then(|_| open(place)),
        opened => opened,
    };
    let store = store.map_err(|error| (Broken::DoesNotOpen, format!("{error:?}")))?;
    let looked = look(&store, promised);
    let erased = store.read(store::read::users::erased);
    drop(store);
    looked?;
    erasures(place, &erased.map_err(|error| (Broken::NotErased, error.to_string()))?, promised)
}

const LATER_MS: i64 = 1_800_000_000_000;

fn open(place: &Place) -> Result<Store, StoreError> {
    Store::open(place.clone(), None, at(LATER_MS)).map_err(StoreError::plain)
}

fn look(store: &Store, promised: &Promised) -> Verdict {
    let broken = |what: Broken| move |error: StoreError| (what, format!("{error:?}"));
    let entries = store.read(entries).map_err(broken(Broken::Chain))?;
    let sales: Vec<&SaleCompleted> =
        entries.iter().filter_map(|entry| if let Fact::SaleCompleted(sale) = &entry.fact { Some(sale) } else { None }).collect();
    told_the_truth(&sales, promised)?;
    shifts(&entries, promised)?;
    attachments(&entries, &store.place().blobs())?;
    one_epoch(&entries, promised)?;
    deposits(&entries, promised)?;
    let beside = entries.iter().map(|entry| beside(&entry.fact)).sum();
    money(&sales, beside, store.read(tables).map_err(broken(Broken::Money))?)?;
    store.read(paid_carts).map_err(broken(Broken::PaidCart))?.map_or(Ok(()), |cart| Err((Broken::PaidCart, cart)))?;
    let report = store.read(store::verify_chain).map_err(broken(Broken::Chain))?;
    report.first_bad.map_or(Ok(()), |bad| Err((Broken::Chain, format!("{bad:?}"))))?;
    let difference = store::testing::replay(store).map_err(broken(Broken::Chain))?;
    difference.map_or(Ok(()), |difference| Err((Broken::Chain, format!("{difference:?}"))))
}

fn entries(conn: &Connection) -> Result<Vec<Entry>, StoreError> {
    let last: i64 = conn.query_row("select coalesce(max(arrival), 0) from journal", [], |row| row.get(0))?;
    (1..=last).filter_map(|arrival| store::read::entries::entry(conn, arrival).transpose()).collect()
}

fn told_the_truth(sales: &[&SaleCompleted], promised: &Promised) -> Verdict {
    let sold: BTreeSet<Id> = sales.iter().map(|sale| sale.id).collect();
    if sold.len() != sales.len() {
        return Err((Broken::Doubled, format!("{} sales of {} carts", sales.len(), sold.len())));
    }
    let lost: Vec<_> = promised.sold.difference(&sold).collect();
    if !lost.is_empty() {
        return Err((Broken::Lost, format!("{} of {} answered sales: {lost:?}", lost.len(), promised.sold.len())));
    }
    let untrue: Vec<_> = promised.not_sold.intersection(&sold).collect();
    if untrue.is_empty() { Ok(()) } else { Err((Broken::Untrue, format!("told as not saved, and there: {untrue:?}"))) }
}

/// A Z report that was answered is there, once, and holds what its shift did.
fn shifts(entries: &[Entry], promised: &Promised) -> Verdict {
    let closed: Vec<&ShiftClosed> =
        entries.iter().filter_map(|entry| if let Fact::ShiftClosed(closed) = &entry.fact { Some(closed) } else { None }).collect();
    let shifts: BTreeSet<Id> = closed.iter().map(|closed| closed.report.shift).collect();
    if shifts.len() != closed.len() {
        return Err((Broken::Doubled, format!("{} Z reports of {} shifts", closed.len(), shifts.len())));
    }
    if let Some(lost) = promised.closed.difference(&shifts).next() {
        return Err((Broken::Lost, format!("the Z report of {lost}")));
    }
    let is_off = |closed: &&&ShiftClosed| closed.report.expected != expected(entries, closed.report.shift);
    closed.iter().find(is_off).map_or(Ok(()), |off| Err((Broken::Money, format!("Z report of {}", off.report.shift))))
}

/// What was left for an order and told as saved is there, once, and no more of it pays than was left.
fn deposits(entries: &[Entry], promised: &Promised) -> Verdict {
    let taken = entries.iter().filter_map(|entry| if let Fact::DepositTaken(taken) = &entry.fact { Some(taken) } else { None });
    let (ids, amounts): (Vec<Id>, Vec<Money>) = taken.map(|taken| (taken.id, taken.amount)).unzip();
    let there: BTreeSet<Id> = ids.iter().copied().collect();
    if there.len() != ids.len() {
        return Err((Broken::Doubled, format!("{} deposits, {} of them told apart", ids.len(), there.len())));
    }
    if let Some(lost) = promised.deposited.difference(&there).next() {
        return Err((Broken::Lost, format!("the deposit {lost}")));
    }
    let sales = entries.iter().filter_map(|entry| if let Fact::SaleCompleted(sale) = &entry.fact { Some(sale) } else { None });
    let applied: Money = sales.flat_map(|sale| &sale.tenders).filter(|paid| paid.tender.is_deposit()).map(|paid| paid.base_amount).sum();
    let left: Money = amounts.into_iter().sum();
    if applied > left { Err((Broken::Money, format!("{applied:?} of {left:?} in deposits was spent"))) } else { Ok(()) }
}

/// The cash of a shift, from its entries and without the program's own sums.
fn expected(entries: &[Entry], shift: Id) -> Money {
    let of = |entry: &Entry| match &entry.fact {
        Fact::ShiftOpened(opened) if opened.shift == shift => opened.count.total,
        Fact::SaleCompleted(sale) if sale.shift == Some(shift) => in_drawer(sale),
        Fact::CashMoved(moved) if moved.shift == shift && moved.direction == CashDirection::In => moved.amount,
        Fact::CashMoved(moved) if moved.shift == shift => -moved.amount,
        other if other.shift() == Some(shift) => beside(other),
        _ => Money::ZERO,
    };
    entries.iter().map(of).sum()
}

/// Cash that came in or went out and was neither a sale nor moved by hand.
fn beside(fact: &Fact) -> Money {
    match fact {
        Fact::AccountPaid(paid) => cash(&paid.tenders),
        Fact::ValueIssued(issued) => cash(&issued.tenders),
        Fact::DepositTaken(taken) => cash(&taken.tenders),
        Fact::OrderCancelled(cancelled) => cash(&cancelled.tenders),
        Fact::TendersCorrected(corrected) => cash(&corrected.tenders) - cash(&corrected.was) + corrected.change,
        _ => Money::ZERO,
    }
}

fn in_drawer(sale: &SaleCompleted) -> Money {
    cash(&sale.tenders) - sale.change
}

fn cash(tenders: &[PaidTender]) -> Money {
    tenders.iter().filter(|paid| paid.tender.is_cash()).map(|paid| paid.base_amount).sum()
}

/// A restore begins one epoch. Where the power went before the witness knew of it, nobody was promised anything in it, and another follows.
fn one_epoch(entries: &[Entry], promised: &Promised) -> Verdict {
    let is_other = |entry: &&Entry| matches!(&entry.fact, Fact::EpochStarted(started) if started.reason != EpochReason::First);
    let entries_of = |start: &Entry| entries.iter().filter(|entry| entry.id.epoch == start.id.epoch).count();
    let others: Vec<usize> = entries.iter().filter(is_other).map(entries_of).collect();
    match (promised.is_restored, &others[..]) {
        (false, []) | (true, [_] | [1, _]) => Ok(()),
        _ => Err((Broken::NewEpoch, format!("epochs that began on their own, and their entries: {others:?}"))),
    }
}

/// Of an erased person neither name nor key is left in any file, once the till was opened and closed again.
fn erasures(place: &Place, erased: &BTreeSet<Id>, promised: &Promised) -> Verdict {
    let broken = |what: String| Err((Broken::NotErased, what));
    if let Some(person) = promised.erased.difference(erased).next() {
        return broken(format!("{person} was told to be erased"));
    }
    let keys = KeyStore::read(&place.keys).map_err(|error| (Broken::NotErased, error.to_string()))?;
    if !erased.is_subset(&keys.erased()) {
        return broken("the key files do not know of her".to_owned());
    }
    let traces = erased.iter().map(|person| format!("person-{person}")).chain((!erased.is_empty()).then(|| ROSA.to_owned()));
    let folders = [&place.database, &place.keys].map(|file| file.parent().expect("a file is in a folder"));
    for trace in traces {
        if let Some(file) = folders.iter().find_map(|folder| holding(folder, trace.as_bytes())) {
            return broken(format!("{file} holds {trace}"));
        }
    }
    Ok(())
}

/// The first file below a folder that holds these bytes.
fn holding(folder: &Path, trace: &[u8]) -> Option<String> {
    std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).find_map(|path| {
        if path.is_dir() {
            return holding(&path, trace);
        }
        let holds = std::fs::read(&path).unwrap().windows(trace.len()).any(|window| window == trace);
        holds.then(|| path.display().to_string())
    })
}

/// What an entry names by its hash was on the disk before the entry.
fn attachments(entries: &[Entry], blobs: &store::Blobs) -> Verdict {
    for entry in entries {
        let Fact::BulkImported(bulk) = &entry.fact else { continue };
        let bytes = blobs.read(&bulk.sha256).unwrap_or_default();
        if format!("{:x}", sha2::Sha256::digest(bytes)) != bulk.sha256 {
            return Err((Broken::Lost, format!("the attachment of {:?}", entry.id)));
        }
    }
    Ok(())
}

/// Totals, tenders, drawers.
type Sums = (i64, i64, i64);

fn tables(conn: &Connection) -> Result<Sums, StoreError> {
    let sql = "select (select coalesce(sum(total), 0) from sales), (select coalesce(sum(amount), 0) from sale_tenders),
                      (select coalesce(sum(amount), 0) from drawers)";
    Ok(conn.query_row(sql, [], |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?)))?)
}

fn money(sales: &[&SaleCompleted], beside: Money, of_tables: Sums) -> Verdict {
    let mut of_entries = (0, 0, beside.get());
    for sale in sales {
        sale.check_balance().map_err(|imbalance| (Broken::Money, imbalance.to_string()))?;
        of_entries.0 += sale.total.get();
        of_entries.1 += sale.tenders.iter().map(|paid| paid.base_amount.get()).sum::<i64>();
        of_entries.2 += in_drawer(sale).get();
    }
    if of_entries == of_tables {
        Ok(())
    } else {
        Err((Broken::Money, format!("totals, tenders, drawers: entries {of_entries:?}, tables {of_tables:?}")))
    }
}

fn paid_carts(conn: &Connection) -> Result<Option<String>, StoreError> {
    let sql = "select count(*) from local_carts where id in (select id from sales)";
    let count: i64 = conn.query_row(sql, [], |row| row.get(0))?;
    Ok((count > 0).then(|| format!("{count} paid carts are open")))
}

/// The whole program on what was left: it must be able to sell, once more.
pub fn sells(place: &Place, owner: &str, code: &str) -> Verdict {
    let broken = |error: app::Failure| (Broken::DoesNotSell, error.to_string());
    let clock = Arc::new(|| DateTime::from_timestamp_millis(1_800_000_000_000).unwrap());
    let app = App::open_at(place.clone(), clock, None).map_err(broken)?;
    let call = |name: &str, arguments| app.call(app::Caller::new("window:till", app::Surface::Till), name, arguments).map_err(broken);
    call("login", serde_json::json!({"user": owner, "secret": scenarios::till::OWNER_PIN}))?;
    let scanned = call("cart.scan", serde_json::json!({"code": code}))?;
    let cart = &scanned["cart"];
    if scanned["kind"] != "added" {
        return Err((Broken::DoesNotSell, format!("{code} is not known any more")));
    }
    // something that comes back may be in the ticket still
    let held = cart["order"]["held"].as_i64().unwrap_or(0);
    let mut paid = match cart["total"].as_i64().unwrap_or(0) - held {
        0 => vec![],
        back if back < 0 => vec![scenarios::cash(back)],
        total => vec![scenarios::card(total)],
    };
    if held > 0 {
        paid.push(serde_json::json!({"method": "deposit", "amount": held}));
    }
    let drawer = call("drawer.state", serde_json::Value::Null)?;
    if drawer["used"] == true && drawer["open"].is_null() {
        let cash = serde_json::json!({"pieces": [], "loose": 0});
        call("shift.open", serde_json::json!({"shift": Id::now_v7(), "cash": cash, "approval": null}))?;
    }
    call("sale.complete", serde_json::json!({"cart": cart["id"], "tenders": paid, "print": true})).map(|_| ())
}
