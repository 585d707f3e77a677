//! `mostradorctl verify`: a database against itself, and against what others hold of it.

use std::path::PathBuf;
use std::process::ExitCode;

use anyhow::{Context, bail};
use app::platform::Folders;
use clap::Args;
use store::{Blobs, Connection, Held, KeyStore, Projections, Report, StoreError, Testimony};

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
    /// Make the tables again from the journal and compare them, also where they are large: that takes several times their size in memory
    #[arg(long)]
    projections: bool,
}

pub fn verify(asked: &Verify) -> anyhow::Result<ExitCode> {
    let folders = Folders::usual();
    let database = asked.database.clone().unwrap_or_else(|| folders.data.join("mostrador.db"));
    let keys = KeyStore::read(&asked.keys.clone().unwrap_or_else(|| folders.config.join("keys.json")))?;
    // before the journal: a till that sells meanwhile must not look as if its witness were ahead
    let witness = witness(asked, &folders)?;
    let unreadable = || format!("{} cannot be read. It was not changed", database.display());
    let conn = store::open_read_only(&database).map_err(StoreError::plain).with_context(unreadable)?;
    let blobs = Blobs::in_folder(database.with_file_name("blobs"));
    let report = store::verify_beside(&conn, &keys, &blobs, asked.projections).map_err(StoreError::plain).with_context(unreadable)?;
    tell_report(&report);
    let testimony = testimony(&conn, witness, &asked.receipts)?;
    tell(&testimony);
    Ok(if report.first_bad.is_none() && testimony.against.is_empty() { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}

fn tell_report(report: &Report) {
    let epochs = if report.epochs == 1 { "1 epoch".to_owned() } else { format!("{} epochs", report.epochs) };
    println!("{} entries, {} sales, {epochs}", report.entries, report.sales);
    for head in &report.heads {
        println!("head of series {head}");
    }
    if let Some(bad) = &report.first_bad {
        let place = bad.arrival.map_or_else(|| "projections".to_owned(), |arrival| format!("row {arrival} of the journal"));
        println!("BAD: {place}: {}", bad.what);
        return;
    }
    println!("chain, signatures, numbers and balances: good");
    match report.projections {
        Projections::NotCompared => println!("projections: NOT compared, they are large; --projections compares them all the same"),
        Projections::WithoutAttachments => println!("projections: NOT compared, the files that were imported are not beside this database"),
        Projections::Compared { without_names: 0 } => println!("projections: good"),
        Projections::Compared { without_names } => {
            println!(
                "projections: good, but for the names of {without_names} people: their keys are not here, or this copy holds no names"
            );
        }
    }
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
