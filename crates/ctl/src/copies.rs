//! Copies from the command line: made, listed, tried out, and a till put together from them.

use std::io::{BufRead, Write};
use std::path::PathBuf;
use std::process::ExitCode;
use std::time::{SystemTime, UNIX_EPOCH};

use anyhow::bail;
use app::platform::{self, Folders};
use store::copies::Folder;
use store::recovery::{self, Recovery, Sources};
use store::{Place, StoreError};

fn place() -> Place {
    let Folders { data, config } = Folders::usual();
    Place::in_folders(&data, &config, platform::machine())
}

fn now_ms() -> anyhow::Result<i64> {
    Ok(i64::try_from(SystemTime::now().duration_since(UNIX_EPOCH)?.as_millis())?)
}

/// The folder beside the data, those that the owner has named and that are here, and the one of this command.
fn folders(place: &Place, other: Option<PathBuf>) -> Vec<Folder> {
    let mut folders = app::copies_folders(place);
    if let Some(other) = other.filter(|other| folders.iter().all(|folder| folder.path != *other)) {
        folders.push(Folder::plain(other));
    }
    folders
}

/// Also while the till sells.
pub fn backup(to: Option<PathBuf>) -> anyhow::Result<ExitCode> {
    let place = place();
    let local = Folder::plain(place.copies());
    let (name, examined) = store::copies::full::make(&place.database, &local.path, now_ms()?, &|_| true)?;
    let made = local.path.join(name.to_string());
    let conn = store::open_read_only(&place.database)?;
    let seal = app::copies_seal(&place);
    for folder in folders(&place, to) {
        let folder = if folder.path == local.path { folder } else { Folder { seal: seal.clone(), ..folder } };
        if folder.path != local.path {
            folder.take_full(&made, &name, &|_| true)?;
        }
        folder.take_segments(&conn)?;
        folder.take_blobs(&place.blobs())?;
        folder.retain()?;
        println!("{}: {name}, {} entries, {} sales, verified", folder.path.display(), examined.entries, examined.sales);
    }
    Ok(ExitCode::SUCCESS)
}

pub fn list(from: Option<PathBuf>) -> anyhow::Result<ExitCode> {
    for folder in folders(&place(), from) {
        println!("{}", folder.path.display());
        for found in folder.list() {
            println!("  {}  {} bytes", found.name, found.bytes);
        }
    }
    Ok(ExitCode::SUCCESS)
}

pub fn restore(from: Option<PathBuf>, drill: bool, yes: bool) -> anyhow::Result<ExitCode> {
    let place = place();
    let folders = folders(&place, from);
    if drill {
        tell(&with_password(|password| recovery::drill(&place, folders.clone(), password, now_ms().unwrap_or_default(), &|_| true))?);
        println!("this was a drill: nothing was changed");
        return Ok(ExitCode::SUCCESS);
    }
    if !yes
        && answer("The till's database is set aside and put together again from its copies and from what it still holds. Type yes: ")?
            != "yes"
    {
        bail!("nothing was changed");
    }
    let restore = |password| {
        let sources = Sources { folders: folders.clone(), password, live: Some(place.database.clone()) };
        recovery::restore(&place, &sources, now_ms().unwrap_or_default())
    };
    let recovery = with_password(restore)?;
    tell(&recovery);
    if let Some(aside) = recovery.set_aside {
        println!("the old file is in {}", place.database.with_file_name(aside).display());
    }
    Ok(ExitCode::SUCCESS)
}

/// Asks for the password only where one is needed.
fn with_password(act: impl Fn(Option<String>) -> Result<Recovery, StoreError>) -> anyhow::Result<Recovery> {
    match act(None) {
        Err(StoreError::PasswordNeeded) => Ok(act(Some(answer("Password of the copies: ")?))?),
        other => Ok(other?),
    }
}

fn answer(question: &str) -> anyhow::Result<String> {
    print!("{question}");
    std::io::stdout().flush()?;
    let mut line = String::new();
    std::io::stdin().lock().read_line(&mut line)?;
    Ok(line.trim().to_owned())
}

fn tell(recovery: &Recovery) {
    let Recovery { from, unusable, entries, sales, newest_sale, missing_entries, missing_sales, .. } = recovery;
    println!("began with {}", from.as_deref().unwrap_or("no full copy"));
    for name in unusable {
        println!("passed over, not good: {name}");
    }
    println!("{entries} entries, {sales} sales, verified");
    if let Some(newest) = newest_sale {
        println!("newest sale {}-{}", newest.series, newest.number);
    }
    if *missing_entries > 0 {
        println!("MISSING: {missing_entries} later entries, {missing_sales} of them receipts, which the witness knows of");
    }
}
