//! `mostradorctl verify`: a database against itself, and against what others hold of it.

use std::path::{Path, PathBuf};
use std::process::ExitCode;

use anyhow::{Context, bail};
use app::platform::Folders;
use clap::Args;
use store::{Connection, Held, KeyStore, Testimony};

#[derive(Args)]
pub struct Verify {
    /// Default: this machine's till
    database: Option<PathBuf>,
    /// The keys that open sealed texts; without them those stay closed
    #[arg(long)]
    keys: Option<PathBuf>,
    /// What a till remembers of its journal outside of it. Default: that of this machine's till, if it is its database
    #[arg(long)]
    witness: Option<PathBuf>,
    /// The text of a receipt's square code; may be given again
    #[arg(long = "receipt", value_name = "TEXT")]
    receipts: Vec<String>,
}

pub fn verify(asked: &Verify) -> anyhow::Result<ExitCode> {
    let folders = Folders::usual();
    let database = asked.database.clone().unwrap_or_else(|| folders.data.join("mostrador.db"));
    let keys = KeyStore::read(&asked.keys.clone().unwrap_or_else(|| folders.config.join("keys.json")))?;
    // before the snapshot: a till that sells meanwhile must not look as if its witness were ahead
    let witness = witness(asked, &folders)?;
    let mut copy = copy(&database)?;
    let report = store::verify(&mut copy, &keys, &store::Blobs::in_folder(database.with_file_name("blobs")))?;
    println!("{} entries, {} sales, {} epochs", report.entries, report.sales, report.epochs);
    for head in &report.heads {
        println!("head of series {head}");
    }
    match &report.first_bad {
        None => println!("chain, signatures, numbers, balances and projections: good"),
        Some(bad) => {
            let place = bad.arrival.map_or_else(|| "projections".to_owned(), |arrival| format!("row {arrival} of the journal"));
            println!("BAD: {place}: {}", bad.what);
        }
    }
    let testimony = testimony(&copy, witness, &asked.receipts)?;
    tell(&testimony);
    Ok(if report.first_bad.is_none() && testimony.against.is_empty() { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}

fn witness(asked: &Verify, folders: &Folders) -> anyhow::Result<Option<Held>> {
    const BY: &str = "the witness";
    match &asked.witness {
        Some(file) => match Held::in_file(BY, file) {
            Some(held) => Ok(Some(held)),
            None => bail!("{} is no witness that can be read; nothing was changed. Name a witness.json, or leave it out", file.display()),
        },
        None if asked.database.is_none() => Ok(Held::in_file(BY, &folders.config.join("witness.json"))),
        None => Ok(None),
    }
}

fn testimony(conn: &Connection, witness: Option<Held>, receipts: &[String]) -> anyhow::Result<Testimony> {
    let (mut held, mut against) = (Vec::from_iter(witness), Vec::new());
    for text in receipts {
        let code = text.parse().with_context(|| format!("`{text}`"))?;
        match store::of_receipt(conn, &code)? {
            Ok(link) => held.push(link),
            Err(what) => against.push(what),
        }
    }
    let mut testimony = store::testimony(conn, &held)?;
    testimony.against.splice(0..0, against);
    Ok(testimony)
}

fn tell(testimony: &Testimony) {
    for it in &testimony.series {
        match &it.witnessed {
            Some((sequence, by)) => println!("series {}: witnessed up to sequence {sequence} of {} ({by})", it.series, it.ends_at),
            None => println!("series {}: nobody else is asked; its {} entries are their owner's word", it.series, it.ends_at),
        }
    }
    for what in &testimony.against {
        println!("BAD: {what}");
    }
}

/// What is verified is a snapshot in memory: a till that sells goes on selling, and an auditor's file is not touched.
fn copy(database: &Path) -> anyhow::Result<Connection> {
    let from = store::open_read_only(database).with_context(|| format!("{} cannot be opened", database.display()))?;
    let mut to = Connection::open_in_memory()?;
    store::copy_into(&from, &mut to)?;
    Ok(to)
}
