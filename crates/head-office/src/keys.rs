//! Keys of sealed texts, beside the journal: what one device made, the others need to read its entries. What is erased stays erased.

use axum::Json;
use axum::extract::{Query, State};
use domain::Id;
use journal::wire::{KeyChange, Keys};
use serde::Deserialize;
use tokio_postgres::Transaction;

use crate::auth::{Device, of_device};
use crate::problem::Problem;
use crate::router::Office;

#[derive(Debug, Deserialize)]
pub struct Since {
    #[serde(default)]
    after: i64,
}

pub async fn get(State(office): State<Office>, device: Device, Query(since): Query<Since>) -> Result<Json<Keys>, Problem> {
    let mut client = office.database.connection().await?;
    let tx = of_device(&mut client, device).await?;
    let (tenant, after) = (device.tenant, since.after);
    let at = tx.query_one("select keys_at from tenants where tenant_id = $1", &[&tenant]).await?.get(0);
    let sealing =
        tx.query("select name, key from sealing_keys where tenant_id = $1 and at > $2 and at <= $3", &[&tenant, &after, &at]).await?;
    let peppers =
        tx.query("select pepper from peppers where tenant_id = $1 and at > $2 and at <= $3 order by at", &[&tenant, &after, &at]).await?;
    let erased = tx.query("select person from erased where tenant_id = $1 and at > $2 and at <= $3", &[&tenant, &after, &at]).await?;
    Ok(Json(Keys {
        sealing: sealing.iter().map(|row| (row.get(0), row.get(1))).collect(),
        peppers: peppers.iter().map(|row| row.get(0)).collect(),
        erased: erased.iter().map(|row| row.get(0)).collect(),
        at,
    }))
}

/// A name that has a key keeps it: what was sealed with it must stay readable.
pub async fn put(State(office): State<Office>, device: Device, Json(keys): Json<Keys>) -> Result<Json<KeyChange>, Problem> {
    if keys.sealing.values().chain(&keys.peppers).any(|key| hex::decode(key).ok().is_none_or(|key| key.len() != 32)) {
        return Err(Problem::malformed("a key is 64 hex digits"));
    }
    let mut client = office.database.connection().await?;
    let tx = of_device(&mut client, device).await?;
    let change = save(&tx, device.tenant, &keys).await?;
    tx.commit().await?;
    Ok(Json(change))
}

async fn save(tx: &Transaction<'_>, tenant: Id, keys: &Keys) -> Result<KeyChange, Problem> {
    // the row stays locked until the commit: changes come in the order of their numbers
    let sql = "update tenants set keys_at = keys_at + 1 where tenant_id = $1 returning keys_at";
    let at: i64 = tx.query_one(sql, &[&tenant]).await?.get(0);
    let change = KeyChange { at, tag: Id::new_v4() };
    tx.execute("insert into key_changes (tenant_id, at, tag) values ($1, $2, $3)", &[&tenant, &at, &change.tag]).await?;
    for person in &keys.erased {
        let sql = "insert into erased (tenant_id, person, at) values ($1, $2, $3) on conflict do nothing";
        tx.execute(sql, &[&tenant, person, &at]).await?;
        tx.execute("delete from sealing_keys where tenant_id = $1 and name = $2", &[&tenant, &format!("person-{person}")]).await?;
    }
    let (names, values): (Vec<&String>, Vec<&String>) = keys.sealing.iter().unzip();
    let sql = "insert into sealing_keys (tenant_id, name, key, at) select $1, k.name, k.key, $2 from unnest($3::text[], $4::text[]) as k (name, key)
               where not exists (select from erased e where e.tenant_id = $1 and k.name = 'person-' || e.person) on conflict do nothing";
    tx.execute(sql, &[&tenant, &at, &names, &values]).await?;
    let sql = "insert into peppers (tenant_id, pepper, at) select $1, p, $2 from unnest($3::text[]) as p on conflict do nothing";
    tx.execute(sql, &[&tenant, &at, &keys.peppers]).await?;
    Ok(change)
}
