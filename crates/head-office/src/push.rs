//! Entries come in. What is answered as kept is committed; what is not answered may be sent again as often as anybody likes.

use std::collections::BTreeMap;
use std::sync::Arc;

use axum::Json;
use axum::body::Bytes;
use axum::extract::State;
use axum::http::StatusCode;
use domain::Id;
use domain::entry::Fact;
use journal::ingest::{Admitted, Judged, Known, judge};
use journal::wire::{Ack, Answer, Malformed, Range};
use journal::{Hash, Head, VerifyingKey, codec};
use tokio_postgres::Transaction;

use crate::auth::{Device, of_device};
use crate::problem::Problem;
use crate::router::Office;

pub async fn push(State(office): State<Office>, device: Device, body: Bytes) -> Result<(StatusCode, Json<Answer>), Problem> {
    let _place = office.admission.enter(device.tenant).await?;
    let range = tokio::task::spawn_blocking(move || Range::from_frame(&body)).await.map_err(|error| Problem::unavailable(&error))?;
    let range = range.map_err(|error| match error {
        Malformed::Version(_) => {
            Problem::new(StatusCode::UPGRADE_REQUIRED, "update_needed", "head office does not know this kind of frame")
        }
        other => Problem::malformed(other.to_string()),
    })?;
    if range.device != device.id {
        return Err(Problem::new(StatusCode::FORBIDDEN, "not_yours", "a device sends its own entries"));
    }
    let mut client = office.database.connection().await?;
    let tx = of_device(&mut client, device).await?;
    let arriving = Arriving { office: &office, device, range: &Arc::new(range), received_at_ms: chrono::Utc::now().timestamp_millis() };
    let answer = arriving.take(&tx).await?;
    tx.commit().await?;
    let status = if matches!(answer, Answer::Kept { .. }) { StatusCode::OK } else { StatusCode::CONFLICT };
    Ok((status, Json(answer)))
}

struct Arriving<'a> {
    office: &'a Office,
    device: Device,
    range: &'a Arc<Range>,
    received_at_ms: i64,
}

impl Arriving<'_> {
    async fn take(&self, tx: &Transaction<'_>) -> Result<Answer, Problem> {
        // two requests of one epoch, of an instance each, come one after the other
        let lock = "select pg_advisory_xact_lock(hashtextextended($1, 0))";
        tx.execute(lock, &[&format!("{}{}", self.device.tenant, self.range.epoch)]).await?;
        let known = self.known(tx).await?;
        // signatures and JSON take a core for a while: the threads that answer others are not held up
        let (range, of) = (Arc::clone(self.range), known.clone());
        let judged = tokio::task::spawn_blocking(move || judge(&range, &of)).await.map_err(|error| Problem::unavailable(&error))?;
        match judged {
            Judged::Good { key, existed, new, head } => self.keep(tx, key, existed, new, head).await,
            Judged::Gap { expected } => Ok(Answer::Gap { expected }),
            Judged::Forked { sequence, branch } => self.keep_beside(tx, sequence, branch, known.head).await,
            Judged::Refused(why) => {
                tracing::error!(tenant = %self.device.tenant, device = %self.device.id, why, "A range was refused");
                Err(Problem::new(StatusCode::UNPROCESSABLE_ENTITY, "not_a_chain", "the entries do not prove themselves").with(why))
            }
        }
    }

    async fn known(&self, tx: &Transaction<'_>) -> Result<Known, Problem> {
        let sql = "select public_key, head_sequence, head_hash, device_id from epochs where tenant_id = $1 and epoch_id = $2";
        let Some(row) = tx.query_opt(sql, &[&self.device.tenant, &self.range.epoch]).await? else { return Ok(Known::default()) };
        if row.get::<_, Id>(3) != self.device.id {
            return Err(Problem::new(StatusCode::FORBIDDEN, "not_yours", "this epoch is another device's"));
        }
        let head = Head { sequence: row.get(1), hash: hash_of(row.get(2)) };
        let hashes =
            if self.range.first == head.sequence + 1 { BTreeMap::from([(head.sequence, head.hash)]) } else { self.hashes(tx).await? };
        Ok(Known { key: VerifyingKey::from_hex(row.get(0)), head, hashes })
    }

    async fn hashes(&self, tx: &Transaction<'_>) -> Result<BTreeMap<i64, Hash>, Problem> {
        let sql = "select sequence, hash from entries where tenant_id = $1 and epoch_id = $2 and sequence between $3 and $4";
        let rows = tx.query(sql, &[&self.device.tenant, &self.range.epoch, &(self.range.first - 1), &self.range.last()]).await?;
        Ok(rows.iter().map(|row| (row.get(0), hash_of(row.get(1)))).collect())
    }

    async fn keep(
        &self,
        tx: &Transaction<'_>,
        key: VerifyingKey,
        existed: usize,
        new: Vec<Admitted>,
        head: Head,
    ) -> Result<Answer, Problem> {
        let quarantined = if new.is_empty() { Vec::new() } else { self.insert(tx, key, &new, head).await? };
        let ack = Ack::sign(self.range.epoch, head, self.received_at_ms, &self.office.secret.acks_of(self.device.tenant));
        Ok(Answer::Kept { ack, stored: new.len(), existed, quarantined })
    }

    async fn insert(&self, tx: &Transaction<'_>, key: VerifyingKey, new: &[Admitted], head: Head) -> Result<Vec<i64>, Problem> {
        let (tenant, epoch) = (self.device.tenant, self.range.epoch);
        let sql =
            "insert into epochs (tenant_id, epoch_id, device_id, public_key, head_sequence, head_hash) values ($1, $2, $3, $4, $5, $6)
                   on conflict (tenant_id, epoch_id) do update set head_sequence = excluded.head_sequence, head_hash = excluded.head_hash";
        tx.execute(sql, &[&tenant, &epoch, &self.device.id, &key.hex(), &head.sequence, &head.hash.0.as_slice()]).await?;
        let rows = Rows::of(new);
        let sql = "insert into entries (tenant_id, epoch_id, sequence, kind, codec, bytes, hash, signature, received_at_ms)
                   select $1, $2, e.*, $3 from unnest($4::bigint[], $5::text[], $6::smallint[], $7::bytea[], $8::bytea[], $9::bytea[]) as e";
        let Rows { sequences, kinds, codecs, bytes, hashes, signatures } = rows;
        tx.execute(sql, &[&tenant, &epoch, &self.received_at_ms, &sequences, &kinds, &codecs, &bytes, &hashes, &signatures]).await?;
        let suspicious: Vec<(i64, String)> = new.iter().filter_map(|entry| Some((entry.sequence, suspicion(entry)?))).collect();
        for (sequence, reason) in &suspicious {
            let sql = "insert into quarantine (tenant_id, epoch_id, sequence, reason) values ($1, $2, $3, $4)";
            tx.execute(sql, &[&tenant, &epoch, sequence, reason]).await?;
        }
        self.feed(tx, new[0].sequence, head.sequence).await?;
        Ok(suspicious.into_iter().map(|(sequence, _)| sequence).collect())
    }

    /// Last, because the tenant's row stays locked until the commit: so positions come in the order of commits, and no reader passes one by.
    async fn feed(&self, tx: &Transaction<'_>, first: i64, last: i64) -> Result<(), Problem> {
        let sql = "with next as (update tenants set feed_position = feed_position + 1 where tenant_id = $1 returning feed_position)
                   insert into feed (tenant_id, position, epoch_id, first_sequence, last_sequence, received_at_ms)
                   select $1, feed_position, $2, $3, $4, $5 from next";
        tx.execute(sql, &[&self.device.tenant, &self.range.epoch, &first, &last, &self.received_at_ms]).await?;
        Ok(())
    }

    async fn keep_beside(&self, tx: &Transaction<'_>, sequence: i64, branch: Vec<Admitted>, head: Head) -> Result<Answer, Problem> {
        tracing::error!(tenant = %self.device.tenant, device = %self.device.id, sequence, "A device has two histories: both are kept");
        for entry in &branch {
            let (codec, packed) = codec::pack(&entry.signed.bytes);
            let sql = "insert into forked_entries (tenant_id, epoch_id, sequence, hash, codec, bytes, signature, received_at_ms)
                       values ($1, $2, $3, $4, $5, $6, $7, $8) on conflict do nothing";
            let codec = i16::try_from(codec).unwrap_or_default();
            let (hash, signature) = (entry.hash.0.as_slice(), entry.signed.signature.as_slice());
            let (tenant, epoch) = (self.device.tenant, self.range.epoch);
            tx.execute(sql, &[&tenant, &epoch, &entry.sequence, &hash, &codec, &packed, &signature, &self.received_at_ms]).await?;
        }
        let standing = Ack::sign(self.range.epoch, head, self.received_at_ms, &self.office.secret.acks_of(self.device.tenant));
        Ok(Answer::Forked { sequence, standing })
    }
}

/// As PostgreSQL takes many at once.
#[derive(Default)]
struct Rows {
    sequences: Vec<i64>,
    kinds: Vec<Option<String>>,
    codecs: Vec<i16>,
    bytes: Vec<Vec<u8>>,
    hashes: Vec<Vec<u8>>,
    signatures: Vec<Vec<u8>>,
}

impl Rows {
    fn of(new: &[Admitted]) -> Self {
        let mut rows = Self::default();
        for entry in new {
            let (codec, packed) = codec::pack(&entry.signed.bytes);
            rows.sequences.push(entry.sequence);
            rows.kinds.push(entry.entry.as_ref().ok().map(|entry| entry.fact.kind().to_owned()));
            rows.codecs.push(i16::try_from(codec).unwrap_or_default());
            rows.bytes.push(packed);
            rows.hashes.push(entry.hash.0.to_vec());
            rows.signatures.push(entry.signed.signature.to_vec());
        }
        rows
    }
}

/// Why a person should look at it. It is kept and acknowledged like any other: what a till did has happened.
fn suspicion(admitted: &Admitted) -> Option<String> {
    match &admitted.entry {
        Err(reason) => Some(format!("it cannot be read: {reason}")),
        Ok(entry) => match &entry.fact {
            Fact::SaleCompleted(sale) => sale.check_balance().err().map(|imbalance| imbalance.to_string()),
            _ => None,
        },
    }
}

pub(crate) fn hash_of(bytes: &[u8]) -> Hash {
    Hash::from_slice(bytes).expect("the table holds hashes of 32 bytes")
}
