//! Head office on the screen: pairing with it, how sync goes, and leaving it.

use journal::wire::{PROTOCOL, Pair};
use store::syncing::{self, Pairing, Pending};
use store::{Lane, Now, StoreError, read};
use sync::Trouble;
use sync::http::BadAddress;

use crate::messages::{LeaveHeadOffice, PairHeadOffice, PairedWith, SyncFailure, SyncJob, SyncState};
use crate::{App, Caller, Failure};

const JOBS_SHOWN: i64 = 50;

pub fn state(app: &App, _: &Caller<'_>, (): ()) -> Result<SyncState, Failure> {
    let shown = app.syncing.desk.state();
    let (pairing, pending, jobs) = app.store.read(|conn| {
        let pairing = syncing::pairing(conn)?;
        // every screen asks: a till that has no head office does not count years of sales for it
        let pending = if pairing.is_some() { syncing::pending(conn)? } else { Pending::default() };
        Ok::<_, StoreError>((pairing, pending, syncing::jobs(conn, JOBS_SHOWN)?))
    })?;
    let till = app.store.read(read::own::till)?;
    let failure = shown
        .trouble
        .as_ref()
        .map(|trouble| SyncFailure { failure: Failure::new(trouble.code(), trouble.to_string()), next_at_ms: shown.next_at_ms });
    Ok(SyncState {
        paired: pairing.map(|pairing| PairedWith {
            url: pairing.url,
            name: pairing.tenant_name,
            store: pairing.store,
            till,
            paired_at_ms: pairing.paired_at_ms,
        }),
        running: shown.is_running,
        pending_entries: pending.entries,
        pending_sales: pending.sales,
        last_success_ms: shown.last_success_ms,
        failure,
        jobs: jobs.into_iter().map(job_view).collect(),
    })
}

fn job_view(job: syncing::Job) -> SyncJob {
    SyncJob {
        started_ms: job.started_ms,
        completed_ms: job.completed_ms,
        pushed: job.pushed,
        received: job.received,
        quarantined: job.quarantined,
        failure: job.failure.map(|code| Failure::new(&code, job.detail.unwrap_or_default())),
    }
}

pub fn now(app: &App, caller: &Caller<'_>, (): ()) -> Result<SyncState, Failure> {
    app.syncing.now();
    state(app, caller, ())
}

/// The line is asked while whoever typed the code waits; what follows goes by itself.
pub fn pair(app: &App, caller: &Caller<'_>, asked: PairHeadOffice) -> Result<SyncState, Failure> {
    let url = sync::http::address(&asked.address).map_err(|bad| match bad {
        BadAddress::NotAnAddress => Failure::new("sync_address_unknown", "this is no address"),
        BadAddress::NotClosed => Failure::new("sync_address_open", "names and keys would travel in the clear"),
    })?;
    if app.store.read(syncing::pairing)?.is_some() {
        return Err(Failure::new("sync_paired_already", "this till is paired; it has to leave first"));
    }
    let is_shop = app.store.read(read::shop::shop)?.is_some();
    if app.store.read(read::shifts::drawer)?.shift().is_some() {
        return Err(Failure::new("sync_shift_open", "the shift has to be closed first: the till may get another letter"));
    }
    let (device, key) = app.store.read(|conn| syncing::identity(conn, app.store.keys()))?;
    let till = app.store.read(read::own::till)?;
    let request = Pair { code: asked.code, device, key: key.public().hex(), series: is_shop.then_some(till), protocol: PROTOCOL };
    let paired = sync::http::pair(&url, &request).map_err(failure_of)?;
    let now_ms = app.now_ms();
    app.store.name_till(paired.till, Now { ms: now_ms, offset_minutes: 0 })?;
    let pairing = Pairing {
        url: url.to_string(),
        tenant: paired.tenant,
        tenant_name: paired.tenant_name,
        store: paired.store,
        key: paired.key,
        paired_at_ms: now_ms,
    };
    app.store.write(Lane::Interactive, move |tx| syncing::pair(tx, &pairing))?;
    app.syncing.now();
    state(app, caller, ())
}

fn failure_of(trouble: Trouble) -> Failure {
    match &trouble {
        Trouble::Refused { code, .. } if code == "unknown_code" => Failure::new("sync_unknown_code", trouble.to_string()),
        _ => Failure::new(trouble.code(), trouble.to_string()),
    }
}

/// What is here alone is warned of first: whoever leaves head office takes nothing there afterwards.
pub fn leave(app: &App, caller: &Caller<'_>, asked: LeaveHeadOffice) -> Result<SyncState, Failure> {
    let pending = app.store.read(syncing::pending)?;
    if pending.entries > 0 && !asked.insists {
        let failure = Failure::new("sync_pending", "something is here that head office does not have");
        return Err(failure.with("sales", pending.sales).with("entries", pending.entries));
    }
    app.store.write(Lane::Interactive, |tx| syncing::forget(tx))?;
    state(app, caller, ())
}
