//! Attachments, by the hash of their bytes.

use axum::body::Bytes;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use sha2::{Digest, Sha256};

use crate::auth::{Device, of_device};
use crate::problem::Problem;
use crate::router::Office;

fn is_name(sha256: &str) -> bool {
    sha256.len() == 64 && sha256.bytes().all(|byte| byte.is_ascii_digit() || (b'a'..=b'f').contains(&byte))
}

pub async fn put(State(office): State<Office>, device: Device, Path(sha256): Path<String>, body: Bytes) -> Result<StatusCode, Problem> {
    if !is_name(&sha256) || hex::encode(Sha256::digest(&body)) != sha256 {
        return Err(Problem::malformed("the bytes are not those of this name"));
    }
    let mut client = office.database.connection().await?;
    let tx = of_device(&mut client, device).await?;
    let sql = "insert into blobs (tenant_id, sha256, bytes) values ($1, $2, $3) on conflict do nothing";
    tx.execute(sql, &[&device.tenant, &sha256, &body.as_ref()]).await?;
    tx.commit().await?;
    Ok(StatusCode::NO_CONTENT)
}

pub async fn get(State(office): State<Office>, device: Device, Path(sha256): Path<String>) -> Result<Vec<u8>, Problem> {
    let mut client = office.database.connection().await?;
    let tx = of_device(&mut client, device).await?;
    let row = tx.query_opt("select bytes from blobs where tenant_id = $1 and sha256 = $2", &[&device.tenant, &sha256]).await?;
    Ok(row.ok_or_else(Problem::not_found)?.get(0))
}

pub async fn has(State(office): State<Office>, device: Device, Path(sha256): Path<String>) -> Result<StatusCode, Problem> {
    let mut client = office.database.connection().await?;
    let tx = of_device(&mut client, device).await?;
    let row = tx.query_opt("select from blobs where tenant_id = $1 and sha256 = $2", &[&device.tenant, &sha256]).await?;
    Ok(if row.is_some() { StatusCode::NO_CONTENT } else { StatusCode::NOT_FOUND })
}
