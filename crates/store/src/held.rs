//! What others hold of this journal: the witness file, the head of a copy, a customer's receipt. A signature proves which key wrote; only a hash
//! that somebody else holds proves that its owner did not write again.

use std::path::Path;

use domain::Id;
use domain::country::Country;
use domain::entry::Fact;
use domain::receipt_code::ReceiptCode;
use journal::witness::Witness;
use rusqlite::{Connection, OptionalExtension, params};

use crate::local::preferences;
use crate::read::entries;
use crate::{StoreError, witness};

/// One link of a chain, as somebody outside of this database knows it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Held {
    /// Who holds it, as a person is told: "the witness", "the copy of 21 November".
    pub by: String,
    pub device: Id,
    pub epoch: Id,
    pub sequence: i64,
    /// Hex of the entry's hash, or how it begins.
    pub head: String,
}

impl Held {
    #[must_use]
    pub fn of(by: &str, witness: &Witness) -> Self {
        let Witness { device, epoch, sequence, head, .. } = witness;
        Self { by: by.to_owned(), device: *device, epoch: *epoch, sequence: *sequence, head: head.clone() }
    }

    /// `None` where there is no such file, or what it says is no witness.
    #[must_use]
    pub fn in_file(by: &str, file: &Path) -> Option<Self> {
        witness::read(file).map(|witness| Self::of(by, &witness))
    }
}

/// One epoch of the journal, and how much of it is not only its owner's word.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Witnessed {
    pub series: String,
    pub ends_at: i64,
    /// The last sequence that somebody else holds too, and who.
    pub witnessed: Option<(i64, String)>,
}

#[derive(Debug, Default, PartialEq, Eq)]
pub struct Testimony {
    pub series: Vec<Witnessed>,
    /// What others know otherwise: the journal was rewound or rewritten.
    pub against: Vec<String>,
}

/// Compares the journal with what others hold of it. Whether it is good in itself, `verify` says.
pub fn testimony(conn: &Connection, held: &[Held]) -> Result<Testimony, StoreError> {
    let mut testimony = Testimony::default();
    let mut statement = conn.prepare(
        "select e.epoch, e.series, coalesce(max(j.sequence), 0) from epochs e left join journal j on j.epoch = e.no group by e.no order by e.no",
    )?;
    for epoch in statement.query_map([], |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?)))? {
        let (epoch, series, ends_at): (Id, String, i64) = epoch?;
        let mut last: Option<(i64, String)> = None;
        for it in held.iter().filter(|it| it.epoch == epoch) {
            match contradiction(conn, it)? {
                Some(what) => testimony.against.push(what),
                None if last.as_ref().is_none_or(|(sequence, _)| *sequence < it.sequence) => last = Some((it.sequence, it.by.clone())),
                None => {}
            }
        }
        testimony.series.push(Witnessed { series, ends_at, witnessed: last.filter(|(sequence, _)| *sequence > 0) });
    }
    let strangers = held.iter().filter(|it| !is_known(conn, it.epoch).unwrap_or(false));
    testimony.against.extend(strangers.map(|it| format!("{} knows a series that the journal does not have", it.by)));
    Ok(testimony)
}

fn is_known(conn: &Connection, epoch: Id) -> Result<bool, StoreError> {
    Ok(conn.prepare_cached("select exists (select 1 from epochs where epoch = ?)")?.query_row([epoch], |row| row.get(0))?)
}

/// Of an epoch that the journal has.
fn contradiction(conn: &Connection, held: &Held) -> Result<Option<String>, StoreError> {
    let Held { by, sequence, .. } = held;
    if *sequence == 0 {
        return Ok(None);
    }
    let sql = "select e.series, (select max(sequence) from journal where epoch = e.no), (select lower(hex(hash)) from journal where epoch = e.no and sequence = ?)
               from epochs e where e.epoch = ?";
    let (series, ends_at, hash): (String, Option<i64>, Option<String>) =
        conn.query_row(sql, params![sequence, held.epoch], |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?)))?;
    let ends_at = ends_at.unwrap_or(0);
    Ok(match hash {
        _ if *sequence > ends_at => {
            Some(format!("rewound: {by} knows sequence {sequence} of series {series}, the journal ends at {ends_at}"))
        }
        Some(hash) if !held.head.is_empty() && hash.starts_with(&held.head) => None,
        _ => Some(format!("rewritten: {by} holds another entry at sequence {sequence} of series {series}")),
    })
}

/// The link that a receipt's code names; the error says why there is none.
pub fn of_receipt(conn: &Connection, code: &ReceiptCode) -> Result<Result<Held, String>, StoreError> {
    let by = format!("receipt {}", code.number);
    let Some(number) = code.counted() else { return Ok(Err(format!("{by} has no number"))) };
    let mut statement = conn.prepare("select arrival from sales where number = ? order by arrival")?;
    let arrivals: Vec<i64> = statement.query_map([number], |row| row.get(0))?.collect::<Result<_, _>>()?;
    let mut found = None;
    for arrival in arrivals {
        let Some(link) = printed_as(conn, arrival, code)? else { continue };
        // two devices that were one may both have printed a number; the paper is one of theirs
        if entries::hash_hex(conn, arrival)?.starts_with(&code.hash) {
            return Ok(link);
        }
        found = found.or(Some(link));
    }
    Ok(found.unwrap_or_else(|| Err(format!("{by} is not in the journal"))))
}

/// The link of a sale, if its paper has this number. The paper's date and sum are part of what the hash covers.
fn printed_as(conn: &Connection, arrival: i64, code: &ReceiptCode) -> Result<Option<Result<Held, String>>, StoreError> {
    let Some(entry) = entries::entry(conn, arrival)? else { return Ok(None) };
    let Fact::SaleCompleted(sale) = entry.fact else { return Ok(None) };
    let Some(country) = Country::find(&sale.country) else { return Ok(None) };
    if sale.number.on_paper(&country.number) != code.number {
        return Ok(None);
    }
    if (sale.business_date, sale.total) != (code.business_date, code.total) {
        return Ok(Some(Err(format!("rewritten: receipt {} has another date or total than the journal's", code.number))));
    }
    let (device, epoch, sequence) = (entry.id.device, entry.id.epoch, entry.id.sequence);
    Ok(Some(Ok(Held { by: format!("receipt {}", code.number), device, epoch, sequence, head: code.hash.clone() })))
}

/// Epochs of this device that others have told of and this journal does not have; each was answered with a new epoch once.
const ANSWERED: &str = "answered_epochs";

/// Whether others know more of this device than this database does: then it is a copy, even if its witness was put back with it.
/// What was answered once is not answered again at each opening.
pub(crate) fn is_rewound(conn: &Connection, device: Id, epoch: Id, held: &[Held]) -> Result<bool, StoreError> {
    let answered: Vec<Id> = preferences::get(conn, ANSWERED)?.unwrap_or_default();
    for it in held.iter().filter(|it| it.device == device) {
        let is_later = if it.epoch == epoch {
            contradiction(conn, it)?.is_some()
        } else {
            !is_known(conn, it.epoch)? && !answered.contains(&it.epoch)
        };
        if is_later {
            return Ok(true);
        }
    }
    Ok(false)
}

pub(crate) fn answered(conn: &Connection, device: Id, held: &[Held]) -> Result<(), StoreError> {
    let mut answered: Vec<Id> = preferences::get(conn, ANSWERED)?.unwrap_or_default();
    let before = answered.len();
    for it in held.iter().filter(|it| it.device == device) {
        if !is_known(conn, it.epoch)? && !answered.contains(&it.epoch) {
            answered.push(it.epoch);
        }
    }
    if answered.len() == before { Ok(()) } else { preferences::set(conn, ANSWERED, &answered) }
}

/// For the whole of a chain: the hash that stands at a place of it.
pub(crate) fn hash_at(conn: &Connection, epoch_no: i64, sequence: i64) -> Result<Option<journal::Hash>, StoreError> {
    let sql = "select hash from journal where epoch = ? and sequence = ?";
    Ok(conn.prepare_cached(sql)?.query_row([epoch_no, sequence], |row| row.get(0)).optional()?.map(journal::Hash))
}
