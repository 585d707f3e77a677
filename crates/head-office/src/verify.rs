//! Follows the chains of a tenant's devices from their first entries: hashes, signatures, heads.

use domain::Id;
use journal::ingest::{Judged, Known, judge};
use journal::wire::{MOST_ENTRIES, Range};
use journal::{Head, VerifyingKey};
use tokio_postgres::{Client, Transaction};

use crate::database::of_tenant;
use crate::pull::signed;
use crate::push::hash_of;

#[derive(Debug, Default, PartialEq, Eq)]
pub struct Verified {
    pub epochs: usize,
    pub entries: i64,
    /// In words: which epoch, where, what.
    pub first_bad: Option<String>,
}

pub async fn verify(client: &mut Client, tenant: Id) -> anyhow::Result<Verified> {
    let tx = of_tenant(client, tenant).await?;
    let sql = "select epoch_id, device_id, head_sequence, head_hash from epochs where tenant_id = $1 order by epoch_id";
    let mut verified = Verified::default();
    for row in tx.query(sql, &[&tenant]).await? {
        let head = Head { sequence: row.get(2), hash: hash_of(row.get(3)) };
        verified.epochs += 1;
        verified.entries += head.sequence;
        let bad = follow(&tx, tenant, (row.get(1), row.get(0)), head).await?;
        verified.first_bad = verified.first_bad.or(bad.map(|what| format!("epoch {}: {what}", row.get::<_, Id>(0))));
    }
    Ok(verified)
}

async fn follow(tx: &Transaction<'_>, tenant: Id, (device, epoch): (Id, Id), expected: Head) -> anyhow::Result<Option<String>> {
    let (mut head, mut key): (Head, Option<VerifyingKey>) = Default::default();
    while head.sequence < expected.sequence {
        let sql = "select codec, bytes, signature from entries where tenant_id = $1 and epoch_id = $2 and sequence > $3 order by sequence limit $4";
        let most = i64::try_from(MOST_ENTRIES)?;
        let rows = tx.query(sql, &[&tenant, &epoch, &head.sequence, &most]).await?;
        let entries = rows.iter().map(signed).collect::<Result<_, _>>()?;
        let range = Range { device, epoch, first: head.sequence + 1, entries };
        let known = Known { key, head, hashes: [(head.sequence, head.hash)].into() };
        match judge(&range, &known) {
            Judged::Good { key: its, head: next, .. } => (key, head) = (Some(its), next),
            Judged::Refused(why) => return Ok(Some(format!("after sequence {}: {why}", head.sequence))),
            other => return Ok(Some(format!("after sequence {}: {other:?}", head.sequence))),
        }
    }
    Ok((head != expected).then(|| "its head is not the last entry's".to_owned()))
}
