//! Finding out, at each opening, whether this database is the till's own or a copy, and starting a new epoch where it is a copy.

use std::path::Path;

use domain::Id;
use domain::entry::{EpochReason, EpochStarted, ParentEpoch};
use domain::number::series_of;
use journal::witness::{Standing, standing};
use journal::{Hash, SigningKey};
use rusqlite::{Connection, OptionalExtension, params};

use crate::tx::{Me, head_of, last_number};
use crate::{KeyStore, StoreError, keys, witness};

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

pub fn settle(conn: &Connection, keys: &KeyStore, witness_path: &Path, machine: &str, till: &str) -> Result<Opened, StoreError> {
    let Some(device) = device(conn)? else {
        let device = Id::from_bytes(keys::random());
        return start(conn, keys, device, till, machine, EpochReason::First, None);
    };
    let key = keys.signing(device.epoch);
    let head = head_of(conn, device.epoch_no)?;
    let found = witness::read(witness_path);
    let standing =
        standing(found.as_ref(), key.is_some(), machine, device.epoch, head, |sequence| hash_at(conn, device.epoch_no, sequence));
    match (standing, key) {
        (Standing::Active, Some(key)) => Ok(Opened { me: resume(device, key, machine), started: None }),
        (other, _) => {
            let reason = other.new_epoch().unwrap_or(EpochReason::Moved);
            let parent = ParentEpoch {
                epoch: device.epoch,
                sequence: head.sequence,
                head: head.hash.hex(),
                last_number: last_number(conn, device.epoch_no)?,
            };
            start(conn, keys, device.device, &device.till, machine, reason, Some(parent))
        }
    }
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
    let series = series_of(till, epoch, reason == EpochReason::First);
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
        "insert into local_device (one, device, epoch, till) values (1, ?, ?, ?) on conflict (one) do update set epoch = excluded.epoch",
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

fn hash_at(conn: &Connection, epoch_no: i64, sequence: i64) -> Option<Hash> {
    conn.query_row("select hash from journal where epoch = ? and sequence = ?", [epoch_no, sequence], |row| row.get(0)).ok().map(Hash)
}
