//! Head office under load: `make load`. Hundreds of tills come back at once after an outage, each with a backlog of sales, against the real server
//! and PostgreSQL on this machine's cores; beside it a bare `COPY` of the same rows in the same run.

#![allow(
    clippy::unwrap_used,
    clippy::float_arithmetic,
    clippy::cast_precision_loss,
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "a bench measures in floats, and stops where it cannot go on"
)]

#[expect(dead_code, reason = "the other benches use the rest")]
mod measure;

use std::sync::Arc;
use std::sync::atomic::{AtomicU64, AtomicUsize, Ordering};
use std::time::{Duration, Instant};

use domain::Id;
use domain::number::LegalNumber;
use journal::wire::MARK;
use measure::{Table, Times};
use scenarios::device::Device;
use scenarios::head_office::HeadOffice;
use scenarios::sales::ready;
use tokio::task::JoinSet;

struct Plan {
    tills: usize,
    sales: i64,
    tenants: usize,
}

/// What a till has to bring: its token and its frames.
struct Backlog {
    token: String,
    frames: Vec<Vec<u8>>,
}

fn asked(name: &str, usual: usize) -> usize {
    std::env::var(name).ok().and_then(|text| text.parse().ok()).unwrap_or(usual)
}

fn main() {
    let plan = Plan { tills: asked("TILLS", 500), sales: i64::try_from(asked("SALES", 1000)).unwrap(), tenants: asked("TENANTS", 50) };
    let office = HeadOffice::new();
    let fsync = office.text("show fsync");
    let begun = Instant::now();
    let backlogs = prepare(&office, &plan);
    let bytes: usize = backlogs.iter().flat_map(|backlog| &backlog.frames).map(Vec::len).sum();
    let total = plan.sales as usize * plan.tills;
    println!(
        "{} tills of {} tenants, {} sales each; prepared in {:.0?}; fsync {fsync}",
        plan.tills,
        plan.tenants,
        plan.sales,
        begun.elapsed()
    );

    let begun = Instant::now();
    let (times, busy) = office.runtime.block_on(drain(&office, backlogs));
    let took = begun.elapsed();
    let kept = office.count("select count(*) from entries where kind = 'sale.completed'");
    let (bar, rows) = copy(&office);

    let rate = total as f64 / took.as_secs_f64();
    let bar_rate = rows as f64 / bar.as_secs_f64();
    let mut table = Table::default();
    table.add("sales kept", &format!("{kept} of {total}"), "all", kept == i64::try_from(total).unwrap(), "");
    table.at_most("backlog drained", took.as_secs_f64(), "s", 900.0, "");
    table.at_least("sales a second", rate, "", 600.0, &format!("COPY of the same rows {bar_rate:.0}"));
    table.info("admitted push", &times);
    table.at_most("admitted push, p99", times.ms(99), "ms", 1000.0, "");
    table.at_most("a sale on the wire", bytes as f64 / total as f64, "bytes", 450.0, "");
    table.add("turned away with 503 and Retry-After", &busy.to_string(), "", true, "");
    table.print();
    assert_eq!(kept, i64::try_from(total).unwrap(), "nothing is lost");
}

/// Tills that have sold for days without a network.
fn prepare(office: &HeadOffice, plan: &Plan) -> Vec<Backlog> {
    let tenants: Vec<Id> = (0..plan.tenants).map(|n| office.add_tenant(&format!("Tienda {n}"))).collect();
    let (next, workers) = (AtomicUsize::new(0), std::thread::available_parallelism().map_or(1, usize::from));
    std::thread::scope(|scope| {
        let work = || {
            let mut backlogs = Vec::new();
            while let Some(n) = Some(next.fetch_add(1, Ordering::SeqCst)).filter(|n| *n < plan.tills) {
                backlogs.push(backlog(Device::paired(office, tenants[n % plan.tenants]), plan.sales));
            }
            backlogs
        };
        let threads: Vec<_> = (0..workers).map(|_| scope.spawn(work)).collect();
        threads.into_iter().flat_map(|thread| thread.join().unwrap()).collect()
    })
}

fn backlog(mut device: Device, sales: i64) -> Backlog {
    let date = "2026-11-22".parse().unwrap();
    for number in 1..=sales {
        let pieces = usize::try_from(1 + number % 8).unwrap();
        let sale = ready("A", date, &vec![Id::from_u128(u128::try_from(number % 97).unwrap()); pieces]);
        device.write(sale.numbered(LegalNumber { series: "A".to_owned(), number }).into());
    }
    let last = device.last();
    let frames = (1..=last).step_by(500).map(|first| device.range(first, last.min(first + 499)).to_frame()).collect();
    Backlog { token: device.token.clone(), frames }
}

/// All come at once; whoever is turned away comes again when it was told to. Answers the times of those that were admitted.
async fn drain(office: &HeadOffice, backlogs: Vec<Backlog>) -> (Times, u64) {
    let client = reqwest::Client::new();
    let (url, busy) = (format!("{}/sync/v1/push", office.url()), Arc::new(AtomicU64::new(0)));
    let mut tills = JoinSet::new();
    for (n, Backlog { token, frames }) in backlogs.into_iter().enumerate() {
        let (client, url, busy) = (client.clone(), url.clone(), Arc::clone(&busy));
        tills.spawn(async move {
            let mut times = Vec::new();
            for frame in frames {
                let mut failures = 0_u32;
                loop {
                    let begun = Instant::now();
                    let answer = client.post(&url).bearer_auth(&token).body(frame.clone()).send().await.unwrap();
                    assert!(answer.headers().contains_key(MARK));
                    if answer.status().is_success() {
                        times.push(begun.elapsed());
                        break;
                    }
                    assert_eq!(answer.status(), 503, "{:?}", answer.text().await);
                    busy.fetch_add(1, Ordering::SeqCst);
                    failures += 1;
                    tokio::time::sleep(
                        sync::backoff::pause(failures, (n as u64).wrapping_mul(0x9e37_79b9_7f4a_7c15)).min(Duration::from_secs(8)),
                    )
                    .await;
                }
            }
            times
        });
    }
    let times = tills.join_all().await.into_iter().flatten();
    (Times::collect(times), busy.load(Ordering::SeqCst))
}

/// The same rows into a table with the same key, by the quickest way that PostgreSQL has.
fn copy(office: &HeadOffice) -> (Duration, i64) {
    let rows = office.count("select count(*) from entries");
    let file = format!("{}/entries.copy", office.databases.folder());
    office.execute(&format!("create table bar (like entries including all); copy entries to '{file}' (format binary)"));
    let begun = Instant::now();
    office.execute(&format!("copy bar from '{file}' (format binary)"));
    let took = begun.elapsed();
    office.execute("drop table bar");
    (took, rows)
}
