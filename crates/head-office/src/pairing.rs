//! A new device is taken in: by a code, once, with its public key. It gets the name of its series, which nobody else in the tenant has.

use axum::Json;
use axum::extract::State;
use axum::http::StatusCode;
use domain::Id;
use domain::number::till_names;
use journal::VerifyingKey;
use journal::wire::{OLDEST_PROTOCOL, PROTOCOL, Pair, Paired};
use tokio_postgres::Transaction;

use crate::codes;
use crate::database::of_tenant;
use crate::problem::Problem;
use crate::router::Office;

fn unknown_code() -> Problem {
    Problem::new(StatusCode::NOT_FOUND, "unknown_code", "this code is unknown, used, or older than a quarter of an hour")
}

pub async fn pair(State(office): State<Office>, Json(asked): Json<Pair>) -> Result<Json<Paired>, Problem> {
    if !(OLDEST_PROTOCOL..=PROTOCOL).contains(&asked.protocol) {
        return Err(Problem::new(StatusCode::UPGRADE_REQUIRED, "update_needed", "this program and head office are too far apart"));
    }
    if VerifyingKey::from_hex(&asked.key).is_none() {
        return Err(Problem::malformed("the key is no key"));
    }
    let hash = codes::hash(&asked.code);
    let mut client = office.database.connection().await?;
    let tenant = tenant_of(&mut client, &hash).await?;
    let tx = of_tenant(&mut client, tenant).await?;
    let sql = "update pairing_codes set used_by = $3
               where tenant_id = $1 and code_hash = $2 and expires_at > now() and (used_by is null or used_by = $3) returning store_id";
    let row = tx.query_opt(sql, &[&tenant, &hash.as_slice(), &asked.device]).await?.ok_or_else(unknown_code)?;
    let till = take_in(&tx, tenant, row.get(0), &asked).await?;
    let sql = "select t.name, s.name from tenants t join stores s using (tenant_id) where t.tenant_id = $1 and s.store_id = $2";
    let names = tx.query_one(sql, &[&tenant, &row.get::<_, Id>(0)]).await?;
    tx.commit().await?;
    tracing::info!(%tenant, device = %asked.device, till, "A device was paired");
    let key = office.secret.acks_of(tenant).public().hex();
    Ok(Json(Paired { tenant, tenant_name: names.get(0), store: names.get(1), till, key }))
}

/// Before it is known whose it is, a code shows its own row and no other.
async fn tenant_of(client: &mut tokio_postgres::Client, hash: &[u8; 32]) -> Result<Id, Problem> {
    let tx = client.transaction().await?;
    tx.execute("select set_config('app.pairing_code', $1, true)", &[&hex::encode(hash)]).await?;
    let row = tx.query_opt("select tenant_id from pairing_codes where code_hash = $1", &[&hash.as_slice()]).await?;
    Ok(row.ok_or_else(unknown_code)?.get(0))
}

/// A device that is paired again keeps its series and may bring a new key: whoever has a code was let in by a person.
async fn take_in(tx: &Transaction<'_>, tenant: Id, store: Id, asked: &Pair) -> Result<String, Problem> {
    // one at a time, so that no two are given the same series
    tx.execute("select from tenants where tenant_id = $1 for update", &[&tenant]).await?;
    let rows = tx.query("select device_id, till from devices where tenant_id = $1", &[&tenant]).await?;
    let taken: Vec<(Id, String)> = rows.iter().map(|row| (row.get(0), row.get(1))).collect();
    let is_free = |name: &String| !taken.iter().any(|(_, till)| till == name);
    let known = taken.iter().find(|(device, _)| *device == asked.device).map(|(_, till)| till.clone());
    let own = asked.series.clone().filter(|series| domain::number::is_till_name(series) && is_free(series));
    let till = known.or(own).or_else(|| till_names().find(is_free)).ok_or_else(Problem::not_found)?;
    let sql = "insert into devices (tenant_id, device_id, store_id, till, public_key) values ($1, $2, $3, $4, $5)
               on conflict (tenant_id, device_id) do update set store_id = excluded.store_id, public_key = excluded.public_key, revoked_at = null";
    tx.execute(sql, &[&tenant, &asked.device, &store, &till, &asked.key]).await?;
    Ok(till)
}
