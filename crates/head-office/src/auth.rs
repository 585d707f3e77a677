//! Who asks: a device shows that it has its key by signing a challenge, and gets a token for an hour. One algorithm, all claims required.

use axum::Json;
use axum::extract::{FromRequestParts, State};
use axum::http::StatusCode;
use axum::http::header::AUTHORIZATION;
use axum::http::request::Parts;
use domain::Id;
use journal::VerifyingKey;
use journal::wire::{Challenge, Token, TokenRequest};
use jsonwebtoken::{Algorithm, DecodingKey, EncodingKey, Header, Validation};
use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};
use tokio_postgres::{Client, Transaction};

use crate::database::of_tenant;
use crate::problem::Problem;
use crate::router::Office;
use crate::secret::Secret;

const ISSUER: &str = "mostrador-head-office";
const DEVICES: &str = "sync";
const CHALLENGES: &str = "challenge";
const TOKEN_S: i64 = 3600;
const CHALLENGE_S: i64 = 120;

#[derive(Debug, Serialize, Deserialize)]
struct Claims {
    iss: String,
    aud: String,
    exp: i64,
    nbf: i64,
    /// The device; of a challenge, something random.
    sub: Id,
    tenant: Id,
}

fn now_s() -> i64 {
    chrono::Utc::now().timestamp()
}

fn issue(secret: &Secret, audience: &str, tenant: Id, sub: Id, lasts_s: i64) -> Result<String, Problem> {
    let now = now_s();
    let claims = Claims { iss: ISSUER.to_owned(), aud: audience.to_owned(), exp: now + lasts_s, nbf: now, sub, tenant };
    let key = EncodingKey::from_secret(&secret.tokens());
    jsonwebtoken::encode(&Header::new(Algorithm::HS256), &claims, &key).map_err(|error| Problem::unavailable(&error))
}

fn check<C: DeserializeOwned>(secret: &Secret, audience: &str, token: &str) -> Result<C, Problem> {
    let mut rules = Validation::new(Algorithm::HS256);
    rules.set_issuer(&[ISSUER]);
    rules.set_audience(&[audience]);
    rules.set_required_spec_claims(&["exp", "nbf", "iss", "aud", "sub"]);
    rules.validate_nbf = true;
    rules.leeway = 5;
    let key = DecodingKey::from_secret(&secret.tokens());
    jsonwebtoken::decode(token, &key, &rules).map(|data| data.claims).map_err(|_| Problem::unauthorized())
}

/// Holds no state: whatever instance is asked next knows it again.
pub async fn challenge(State(office): State<Office>) -> Result<Json<Challenge>, Problem> {
    let random = Id::new_v4();
    Ok(Json(Challenge { challenge: issue(&office.secret, CHALLENGES, Id::nil(), random, CHALLENGE_S)? }))
}

/// The same answer whatever is wrong: nobody learns who exists.
pub async fn token(State(office): State<Office>, Json(asked): Json<TokenRequest>) -> Result<Json<Token>, Problem> {
    check::<Claims>(&office.secret, CHALLENGES, &asked.challenge)?;
    let mut client = office.database.connection().await?;
    let tx = of_tenant(&mut client, asked.tenant).await?;
    let sql = "update devices set seen_at = now() where tenant_id = $1 and device_id = $2 and revoked_at is null returning public_key";
    let row = tx.query_opt(sql, &[&asked.tenant, &asked.device]).await?.ok_or_else(Problem::unauthorized)?;
    if !VerifyingKey::from_hex(row.get(0)).is_some_and(|key| asked.is_of(key)) {
        return Err(Problem::unauthorized());
    }
    tx.commit().await?;
    let token = issue(&office.secret, DEVICES, asked.tenant, asked.device, TOKEN_S)?;
    Ok(Json(Token { token, expires_in_s: TOKEN_S }))
}

/// The device whose token a request bears.
#[derive(Debug, Clone, Copy)]
pub struct Device {
    pub tenant: Id,
    pub id: Id,
}

impl FromRequestParts<Office> for Device {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, office: &Office) -> Result<Self, Problem> {
        let header = parts.headers.get(AUTHORIZATION).and_then(|value| value.to_str().ok());
        let token = header.and_then(|value| value.strip_prefix("Bearer ")).ok_or_else(Problem::unauthorized)?;
        let claims: Claims = check(&office.secret, DEVICES, token)?;
        Ok(Self { tenant: claims.tenant, id: claims.sub })
    }
}

/// Begins a transaction of a device: only its tenant exists in it, and it is still paired.
pub async fn of_device(client: &mut Client, device: Device) -> Result<Transaction<'_>, Problem> {
    let tx = of_tenant(client, device.tenant).await?;
    still_paired(&tx, device).await?;
    Ok(tx)
}

/// A device that was shut out learns it at once, not when its token ends.
async fn still_paired(tx: &Transaction<'_>, device: Device) -> Result<(), Problem> {
    let sql = "select revoked_at is null from devices where tenant_id = $1 and device_id = $2";
    match tx.query_opt(sql, &[&device.tenant, &device.id]).await?.map(|row| row.get(0)) {
        Some(true) => Ok(()),
        _ => Err(Problem::new(StatusCode::FORBIDDEN, "revoked", "this device is not paired any more")),
    }
}
