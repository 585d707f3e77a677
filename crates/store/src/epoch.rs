//! Finding out, at each opening, whether this database is the till's own or a copy, and starting a new epoch where it is a copy.

use domain::Id;
use domain::entry::{EpochReason, EpochStarted, ParentEpoch};
use domain::number::series_of;
use journal::witness::{Standing, standing};
use journal::{Head, SigningKey};
use rusqlite::{Connection, OptionalExtension, params};

use crate::held::{self, hash_at};
use crate::tx::{Me, head_of, last_number};
use crate::{KeyStore, Place, StoreError, keys, recovery, witness};

struct Device {
    device: Id,
    epoch: Id,
    epoch_no: i64,
    series: String,
    till: String,
}

/// Who this till is, and the entry that must start its epoch where that is a new one.
pub struct Opened {
    pub me: Me,
    pub started: Option<EpochStarted>,
}

pub fn settle(conn: &Connection, keys: &KeyStore, place: &Place) -> Result<Opened, StoreError> {
    let Some(device) = device(conn)? else {
        let device = Id::from_bytes(keys::random());
        return start(conn, keys, device, &place.till, &place.machine, EpochReason::First, None);
    };
    let key = keys.signing(device.epoch);
    let head = head_of(conn, device.epoch_no)?;
    let standing = match stands_as(conn, &device, head, key.is_some(), place)? {
        Standing::Active if recovery::is_unsettled(conn)? => Standing::Rewound,
        found => found,
    };
    match (standing, key) {
        (Standing::Active, Some(key)) => Ok(Opened { me: resume(device, key, &place.machine), started: None }),
        (other, _) => {
            let reason = other.new_epoch().unwrap_or(EpochReason::Moved);
            let parent = left_at(conn, (device.epoch, device.epoch_no), head)?;
            held::answered(conn, device.device, &place.held)?;
            start(conn, keys, device.device, &device.till, &place.machine, reason, Some(parent))
        }
    }
}

/// Where an epoch stands when the next one leaves it.
fn left_at(conn: &Connection, (epoch, epoch_no): (Id, i64), head: Head) -> Result<ParentEpoch, StoreError> {
    Ok(ParentEpoch { epoch, sequence: head.sequence, head: head.hash.hex(), last_number: last_number(conn, epoch_no)? })
}

/// Leaves an epoch for a new one, whose first entry the caller appends in the same transaction.
pub fn leave(
    conn: &Connection,
    keys: &KeyStore,
    me: &Me,
    head: Head,
    (reason, till): (EpochReason, Option<&str>),
) -> Result<(Me, EpochStarted), StoreError> {
    let parent = left_at(conn, (me.epoch, me.epoch_no), head)?;
    let opened = start(conn, keys, me.device, till.unwrap_or(&me.till), &me.machine, reason, Some(parent))?;
    Ok((opened.me, opened.started.expect("a new epoch has a start")))
}

/// The witness says it first. Where it has nothing against this database, others may: it can have been put back with it.
fn stands_as(conn: &Connection, device: &Device, head: Head, has_key: bool, place: &Place) -> Result<Standing, StoreError> {
    let witness = witness::read(&place.witness);
    let at = |sequence| hash_at(conn, device.epoch_no, sequence).ok().flatten();
    Ok(match standing(witness.as_ref(), has_key, &place.machine, device.epoch, head, at) {
        Standing::Active if held::is_rewound(conn, device.device, device.epoch, &place.held)? => Standing::Rewound,
        other => other,
    })
}

fn resume(device: Device, key: SigningKey, machine: &str) -> Me {
    let Device { device, epoch, epoch_no, series, till } = device;
    Me { device, epoch, epoch_no, series, till, key, machine: machine.to_owned() }
}

fn start(
    conn: &Connection,
    keys: &KeyStore,
    device: Id,
    till: &str,
    machine: &str,
    reason: EpochReason,
    parent: Option<ParentEpoch>,
) -> Result<Opened, StoreError> {
    let epoch = Id::from_bytes(keys::random());
    let key = keys.new_signing(epoch)?;
    let series = series_of(till, epoch, matches!(reason, EpochReason::First | EpochReason::Named));
    let started = EpochStarted { reason, key: key.public().hex(), series: series.clone(), parent };
    let epoch_no = register(conn, device, epoch, &started, till)?;
    let me = Me { device, epoch, epoch_no, series, till: till.to_owned(), key, machine: machine.to_owned() };
    Ok(Opened { me, started: Some(started) })
}

/// The caller appends `epoch.started` in the same transaction.
fn register(conn: &Connection, device: Id, epoch: Id, started: &EpochStarted, till: &str) -> Result<i64, StoreError> {
    conn.execute(
        "insert into epochs (device, epoch, public_key, series) values (?, ?, ?, ?)",
        params![device, epoch, started.key, started.series],
    )?;
    let epoch_no = conn.last_insert_rowid();
    conn.execute(
        "insert into local_device (one, device, epoch, till) values (1, ?, ?, ?) on conflict (one) do update set epoch = excluded.epoch, till = excluded.till",
        params![device, epoch_no, till],
    )?;
    Ok(epoch_no)
}

fn device(conn: &Connection) -> Result<Option<Device>, StoreError> {
    let sql = "select d.device, e.epoch, e.no, e.series, d.till from local_device d join epochs e on e.no = d.epoch";
    let device = conn.query_row(sql, [], |row| {
        Ok(Device { device: row.get(0)?, epoch: row.get(1)?, epoch_no: row.get(2)?, series: row.get(3)?, till: row.get(4)? })
    });
    Ok(device.optional()?)
}
