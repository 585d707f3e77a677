//! Where head office stands with a device: what it has of each of its epochs, signed.

use axum::Json;
use axum::extract::State;
use journal::Head;
use journal::wire::{Ack, OLDEST_PROTOCOL, PROTOCOL, Standing};

use crate::auth::{Device, still_paired};
use crate::database::of_tenant;
use crate::problem::Problem;
use crate::push::hash_of;
use crate::router::Office;

pub async fn standing(State(office): State<Office>, device: Device) -> Result<Json<Standing>, Problem> {
    let mut client = office.database.connection().await?;
    let tx = of_tenant(&mut client, device.tenant).await?;
    still_paired(&tx, device).await?;
    let sql = "select epoch_id, head_sequence, head_hash from epochs where tenant_id = $1 and device_id = $2";
    let rows = tx.query(sql, &[&device.tenant, &device.id]).await?;
    let (key, now_ms) = (office.secret.acks_of(device.tenant), chrono::Utc::now().timestamp_millis());
    let ack = |row: &tokio_postgres::Row| {
        let head = Head { sequence: row.get(1), hash: hash_of(row.get(2)) };
        Ack::sign(row.get(0), head, now_ms, &key)
    };
    let keys_at = tx.query_one("select keys_at from tenants where tenant_id = $1", &[&device.tenant]).await?.get(0);
    Ok(Json(Standing { oldest_protocol: OLDEST_PROTOCOL, protocol: PROTOCOL, epochs: rows.iter().map(ack).collect(), keys_at }))
}
