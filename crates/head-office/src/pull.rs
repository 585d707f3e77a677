//! What others wrote, in the order in which it was committed here.

use axum::extract::{Query, State};
use axum::http::header::CONTENT_TYPE;
use axum::response::{IntoResponse, Response};
use domain::Id;
use journal::codec;
use journal::wire::{Cursor, FULL_RANGE, Fed, MOST_ENTRIES, Page, Range, Signed};
use serde::Deserialize;
use tokio_postgres::{Row, Transaction};

use crate::auth::{Device, of_device};
use crate::problem::Problem;
use crate::router::Office;

#[derive(Debug, Deserialize)]
pub struct From {
    #[serde(default)]
    feed: Id,
    #[serde(default)]
    position: i64,
    /// The epoch that the device is writing: it needs no news of that.
    #[serde(default)]
    own: Id,
}

pub async fn pull(State(office): State<Office>, device: Device, Query(from): Query<From>) -> Result<Response, Problem> {
    let mut client = office.database.connection().await?;
    let tx = of_device(&mut client, device).await?;
    let mut page = read(&tx, device.tenant, &from).await?;
    // after the entries: a device sends the keys of its entries before them, so whatever was read has its keys by now
    page.keys_at = tx.query_one("select keys_at from tenants where tenant_id = $1", &[&device.tenant]).await?.get(0);
    Ok(([(CONTENT_TYPE, "application/octet-stream")], page.to_frame()).into_response())
}

async fn read(tx: &Transaction<'_>, tenant: Id, from: &From) -> Result<Page, Problem> {
    let sql = "select feed, feed_position from tenants where tenant_id = $1";
    let row = tx.query_opt(sql, &[&tenant]).await?.ok_or_else(Problem::unauthorized)?;
    let (feed, newest): (Id, i64) = (row.get(0), row.get(1));
    // what was read of another feed says nothing of this one
    let after = if from.feed == feed { from.position.clamp(0, newest) } else { 0 };
    let sql = "select f.position, f.epoch_id, f.first_sequence, f.last_sequence, f.received_at_ms, e.device_id
               from feed f join epochs e using (tenant_id, epoch_id)
               where f.tenant_id = $1 and f.position > $2 and f.epoch_id <> $3 order by f.position limit 64";
    let rows = tx.query(sql, &[&tenant, &after, &from.own]).await?;
    let (mut fed, mut entries, mut bytes, mut position) = (Vec::new(), 0, 0, after);
    for row in &rows {
        if entries >= MOST_ENTRIES || bytes >= FULL_RANGE {
            return Ok(Page { next: Cursor { feed, position }, more: true, keys_at: 0, fed });
        }
        let range = range(tx, tenant, row).await?;
        entries += range.entries.len();
        bytes += range.entries.iter().map(|signed| signed.bytes.len()).sum::<usize>();
        position = row.get(0);
        fed.push(Fed { range, received_at_ms: row.get(4) });
    }
    // the last rows may all have been the device's own
    let more = rows.len() == 64;
    let position = if more { position } else { newest };
    Ok(Page { next: Cursor { feed, position }, more, keys_at: 0, fed })
}

async fn range(tx: &Transaction<'_>, tenant: Id, row: &Row) -> Result<Range, Problem> {
    let (epoch, first, last): (Id, i64, i64) = (row.get(1), row.get(2), row.get(3));
    let sql = "select codec, bytes, signature from entries where tenant_id = $1 and epoch_id = $2 and sequence between $3 and $4 order by sequence";
    let rows = tx.query(sql, &[&tenant, &epoch, &first, &last]).await?;
    let entries = rows.iter().map(signed).collect::<Result<_, Problem>>()?;
    Ok(Range { device: row.get(5), epoch, first, entries })
}

/// An entry as it was pushed.
pub(crate) fn signed(row: &Row) -> Result<Signed, Problem> {
    let codec: i16 = row.get(0);
    let bytes = codec::unpack(i64::from(codec), row.get(1)).map_err(|error| Problem::unavailable(&error))?;
    let signature = row.get::<_, &[u8]>(2).try_into().expect("the table holds signatures of 64 bytes");
    Ok(Signed { bytes, signature })
}
