//! A disk that refuses: each call of each kind, once and for ever, while a till starts and while it sells. What the cashier is told must be so,
//! also if the program is killed right after it has told.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;
use std::sync::Arc;

use app::{App, Caller, Failure, Surface};
use chrono::DateTime;
use domain::Id;
use scenarios::Till;
use scenarios::till::OWNER_PIN;
use serde_json::{Value, json};
use store::{Place, StoreError};

use crate::check::{Broken, Verdict, check, sells};
use crate::copies;
use crate::disk::is_kept;
use crate::plan::{Fault, Plan};
use crate::power::{Counts, moved};
use crate::promise::{Promised, Told};
use crate::recorder;
use crate::workloads::{COFFEE, DAY_MS, HOUR_MS, promised_by};

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum During {
    Start,
    Sale,
    Backup,
}

impl During {
    pub const ALL: [Self; 3] = [Self::Start, Self::Sale, Self::Backup];
}

#[derive(Default)]
pub struct Swept {
    pub calls: u64,
    pub counts: Counts,
    /// What was told, and how often.
    pub told: BTreeMap<String, usize>,
}

/// Refuses every `stride`-th call.
pub fn sweep(till: &Till, during: During, fault: Fault, for_ever: bool, stride: u64, seed: u64) -> Swept {
    let mut swept = Swept { calls: run(till, during, Plan::new(fault, 0, false)).calls, ..Swept::default() };
    let mut at = 1 + seed % stride;
    while at <= swept.calls {
        let run = run(till, during, Plan::new(fault, at, for_ever));
        swept.counts.images += 1;
        *swept.told.entry(run.told.clone()).or_default() += 1;
        if let Err((broken, what)) = run.verdict {
            *swept.counts.broken.entry(broken).or_default() += 1;
            swept.counts.first.get_or_insert(format!("{fault:?} at call {at}, told {}: {broken:?}: {what}", run.told));
        }
        at += stride;
    }
    swept
}

struct Run {
    calls: u64,
    told: String,
    verdict: Verdict,
}

fn run(till: &Till, during: During, plan: Plan) -> Run {
    let folder = tempfile::Builder::new().prefix("mostrador-sweep").tempdir_in(memory()).unwrap();
    copy(till.folder(), folder.path());
    let place = moved(&till.place, till.folder(), folder.path());
    match during {
        During::Start => start(&place, folder.path(), plan),
        During::Sale => sale(&place, folder.path(), plan, &till.owner),
        During::Backup => backup(&place, folder.path(), plan, till),
    }
}

fn memory() -> std::path::PathBuf {
    if Path::new("/dev/shm").is_dir() { "/dev/shm".into() } else { std::env::temp_dir() }
}

/// What a kill would leave.
fn copy(from: &Path, to: &Path) {
    std::fs::create_dir_all(to).unwrap();
    for entry in std::fs::read_dir(from).unwrap() {
        let path = entry.unwrap().path();
        let target = to.join(path.file_name().unwrap());
        if path.is_dir() {
            copy(&path, &target);
        } else if is_kept(&path) {
            std::fs::copy(&path, &target).unwrap();
        }
    }
}

fn open(place: &Place) -> Result<App, Failure> {
    App::open_at(place.clone(), Arc::new(|| DateTime::from_timestamp_millis(1_790_000_000_000).unwrap()), None)
}

fn start(place: &Place, root: &Path, plan: Plan) -> Run {
    recorder::refuse(root, plan);
    let opened = open(place);
    let told = opened.as_ref().err().map_or("opened".to_owned(), |failure| failure.code.clone());
    drop(opened);
    let calls = recorder::counted();
    Run { calls, told, verdict: check(place, &Promised::default()) }
}

/// Copies are made beside a till that is open. Whatever they answer, the copies of before count until there are better ones, and the till sells.
fn backup(place: &Place, root: &Path, plan: Plan, till: &Till) -> Run {
    let app = open(place).unwrap();
    let fault = plan.fault;
    let mut promised = Promised { copied: Some((DAY_MS, 0)), ..promised_by(till) };
    recorder::refuse(root, plan);
    let made = copies::make(place, DAY_MS + HOUR_MS).map_err(StoreError::plain);
    let calls = recorder::counted();
    drop(app);
    made.iter().for_each(|told| promised.hear(told));
    let verdict = check(place, &promised).and(is_clear(&made, fault)).and_then(|()| sells(place, &till.owner, COFFEE));
    Run { calls, told: told(&made), verdict }
}

fn told(made: &Result<Told, StoreError>) -> String {
    match made {
        Ok(_) => "copied".to_owned(),
        Err(error) => error.to_string().split([':', '(']).next().unwrap_or_default().trim().to_owned(),
    }
}

/// Of a full disk and of one that takes nothing the owner is told by name.
fn is_clear(made: &Result<Told, StoreError>, fault: Fault) -> Verdict {
    match (fault, made) {
        (Fault::Full, Err(StoreError::DiskFull)) | (Fault::ReadOnly, Err(StoreError::ReadOnly(_))) | (_, Ok(_)) => Ok(()),
        (Fault::Full | Fault::ReadOnly, Err(other)) => Err((Broken::Untrue, format!("told {other:?}"))),
        _ => Ok(()),
    }
}

fn ask(app: &App, name: &str, arguments: Value) -> Result<Value, Failure> {
    app.call(Caller::new("window:till", Surface::Till), name, arguments)
}

fn pay(app: &App, cart: &Value) -> Result<Value, Failure> {
    let tender = scenarios::card(cart["total"].as_i64().unwrap());
    ask(app, "sale.complete", json!({"cart": cart["id"], "tenders": [tender], "print": false}))
}

fn sale(place: &Place, root: &Path, plan: Plan, owner: &str) -> Run {
    let app = open(place).unwrap();
    ask(&app, "login", json!({"user": owner, "secret": OWNER_PIN})).unwrap();
    recorder::refuse(root, plan);
    let scanned = ask(&app, "cart.scan", json!({"code": COFFEE}));
    let knows_coffee = scanned.as_ref().map_or(Ok(()), |answer| match answer["kind"].as_str() {
        Some("added") => Ok(()),
        kind => Err((Broken::Untrue, format!("a known code was {kind:?}"))),
    });
    let (told, cart, promised) = match &scanned {
        Ok(answer) if answer["kind"] != "added" => (format!("scan: {}", answer["kind"]), None, Promised::default()),
        Err(failure) => (format!("scan: {}", failure.code), None, Promised::default()),
        Ok(answer) => {
            let (told, promised) = sold(&answer["cart"], pay(&app, &answer["cart"]));
            (told, Some(answer["cart"].clone()), promised)
        }
    };
    // as if it were killed now
    let killed = tempfile::tempdir_in(memory()).unwrap();
    copy(root, killed.path());
    let calls = recorder::counted();
    let again = cart.map_or(Ok(()), |cart| pays_once_the_disk_works(&app, &cart));
    drop(app);
    let verdict = knows_coffee
        .and_then(|()| check(&moved(place, root, killed.path()), &promised))
        .and(again)
        .and_then(|()| check(place, &Promised { not_sold: BTreeSet::new(), ..promised }));
    Run { calls, told, verdict }
}

fn sold(cart: &Value, answer: Result<Value, Failure>) -> (String, Promised) {
    let id: Id = cart["id"].as_str().unwrap().parse().unwrap();
    let mut promised = Promised::default();
    let told = match answer {
        Ok(_) => {
            promised.sold.insert(id);
            "sold".to_owned()
        }
        // the one answer that promises nothing
        Err(failure) if failure.code == "commit_unknown" => "sale: commit_unknown".to_owned(),
        Err(failure) => {
            promised.not_sold.insert(id);
            format!("sale: {}", failure.code)
        }
    };
    (told, promised)
}

/// The cashier presses Enter again: it is the same sale, and there is one of it.
fn pays_once_the_disk_works(app: &App, cart: &Value) -> Verdict {
    match pay(app, cart) {
        Ok(_) => Ok(()),
        Err(failure) => Err((Broken::DoesNotSell, format!("once the disk worked again: {failure}"))),
    }
}
