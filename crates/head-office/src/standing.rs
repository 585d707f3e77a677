//! Where head office stands with a device: what it has of each of its epochs, signed. A device brings what it was told before: if that was more,
//! this database was put back from an older copy.

use std::collections::HashMap;

use axum::Json;
use axum::extract::State;
use domain::Id;
use journal::Head;
use journal::wire::{Ack, KeyChange, OLDEST_PROTOCOL, PROTOCOL, Standing, Told};

use tokio_postgres::Transaction;

use crate::auth::{Device, of_device};
use crate::problem::Problem;
use crate::push::hash_of;
use crate::router::Office;

pub async fn standing(State(office): State<Office>, device: Device, Json(told): Json<Told>) -> Result<Json<Standing>, Problem> {
    let mut client = office.database.connection().await?;
    let tx = of_device(&mut client, device).await?;
    let sql = "select epoch_id, head_sequence, head_hash from epochs where tenant_id = $1 and device_id = $2";
    let rows = tx.query(sql, &[&device.tenant, &device.id]).await?;
    let heads: HashMap<Id, i64> = rows.iter().map(|row| (row.get(0), row.get(1))).collect();
    let (key, now_ms) = (office.secret.acks_of(device.tenant), chrono::Utc::now().timestamp_millis());
    let ack = |row: &tokio_postgres::Row| {
        let head = Head { sequence: row.get(1), hash: hash_of(row.get(2)) };
        Ack::sign(row.get(0), head, now_ms, &key)
    };
    let is_ours = |ack: &Ack| ack.is_of(key.public()) && heads.get(&ack.epoch).copied().unwrap_or(0) < ack.sequence;
    let is_change_lost = match told.keys {
        Some(KeyChange { at, tag }) => {
            let sql = "select from key_changes where tenant_id = $1 and at = $2 and tag = $3";
            tx.query_opt(sql, &[&device.tenant, &at, &tag]).await?.is_none()
        }
        None => false,
    };
    if is_change_lost || told.acks.iter().any(is_ours) {
        put_back(&tx, device.tenant).await?;
    }
    let row = tx.query_one("select keys_at, feed from tenants where tenant_id = $1", &[&device.tenant]).await?;
    tx.commit().await?;
    let epochs = rows.iter().map(ack).collect();
    Ok(Json(Standing { oldest_protocol: OLDEST_PROTOCOL, protocol: PROTOCOL, feed: row.get(1), epochs, keys_at: row.get(0) }))
}

/// The feed goes on under a new name: what was read of the other, in its lost part, says nothing of this one, so every device reads it again.
async fn put_back(tx: &Transaction<'_>, tenant: Id) -> Result<(), Problem> {
    tracing::error!(%tenant, "This database is older than what it acknowledged: the devices fill it again");
    tx.execute("update tenants set feed = $2 where tenant_id = $1", &[&tenant, &Id::new_v4()]).await?;
    Ok(())
}
