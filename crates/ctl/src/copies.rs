//! Copies from the command line: made, listed, tried out, and a till put together from them.

use std::fs::File;
use std::io::{BufRead, Write};
use std::path::PathBuf;
use std::process::ExitCode;
use std::time::{SystemTime, UNIX_EPOCH};

use anyhow::{Context, bail};
use app::platform::{self, Folders};
use chrono::DateTime;
use store::copies::full::NewestSale;
use store::copies::{Folder, Found, Kind};
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

fn claim(place: &Place) -> anyhow::Result<File> {
    store::copies::claim(place)?.context("the till is copying by itself just now; nothing was done. Try again in a few minutes")
}

/// Also while the till sells.
pub fn backup(to: Option<PathBuf>) -> anyhow::Result<ExitCode> {
    let place = place();
    let local = Folder::plain(place.copies());
    let _claim = claim(&place)?;
    let not_copied = || format!("the till in {} was not copied; older copies are as they were", place.database.display());
    let (name, examined) = store::copies::full::make(&place.database, &local.path, now_ms()?, &|_| true)
        .map_err(StoreError::plain)
        .with_context(not_copied)?;
    let made = local.path.join(name.to_string());
    println!("{} entries, {} sales, {}", examined.entries, examined.sales, newest(examined.newest_sale.as_ref()));
    let seal = app::copies_seal(&place);
    for folder in folders(&place, to) {
        let folder = if folder.path == local.path { folder } else { Folder { seal: seal.clone(), ..folder } };
        let kept = || -> Result<(), StoreError> {
            if folder.path != local.path {
                folder.make()?;
                folder.take_full(&made, &name, &|_| true)?;
            }
            folder.take_entries(&place, &|_| true)?;
            folder.retain(&store::open_read_only(&place.database)?)
        };
        kept().map_err(StoreError::plain).with_context(|| format!("nothing could be kept in {}", folder.path.display()))?;
        println!("copied to {} and verified", folder.path.display());
    }
    Ok(ExitCode::SUCCESS)
}

pub fn list(from: Option<PathBuf>) -> anyhow::Result<ExitCode> {
    for folder in folders(&place(), from) {
        println!("{}", folder.path.display());
        let found = folder.list();
        found.iter().for_each(|found| println!("  {}", line(found)));
        if found.is_empty() {
            println!("  no copies");
        }
    }
    Ok(ExitCode::SUCCESS)
}

fn line(found: &Found) -> String {
    let what = match found.name.kind {
        Kind::Full { at_ms } => format!("full copy of {}, up to entry {}", instant(at_ms), found.name.to),
        Kind::Segment { from } => format!("entries {from} to {}", found.name.to),
    };
    let closed = if found.name.is_sealed { ", closed with a password" } else { "" };
    format!("{what}, {} KiB{closed}\n    {}", found.bytes.div_ceil(1024), found.name)
}

pub fn restore(from: Option<PathBuf>, drill: bool, yes: bool) -> anyhow::Result<ExitCode> {
    let place = place();
    let folders = folders(&place, from);
    if drill {
        let _claim = claim(&place)?;
        let tried = with_password(|password| recovery::drill(&place, folders.clone(), password, now_ms().unwrap_or_default(), &|_| true));
        tell(&tried.context("this was a drill: nothing was changed")?);
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
    let recovery = with_password(restore).context("nothing was restored, and nothing was changed")?;
    tell(&recovery);
    if let Some(aside) = recovery.set_aside {
        println!("the old file is in {}", place.database.with_file_name(aside).display());
    }
    println!("the till goes on with a new series of receipts when it is opened next");
    Ok(ExitCode::SUCCESS)
}

/// Asks for the password only where one is needed.
fn with_password(act: impl Fn(Option<String>) -> Result<Recovery, StoreError>) -> anyhow::Result<Recovery> {
    match act(None) {
        Err(StoreError::PasswordNeeded) => Ok(act(Some(answer("Password of the copies: ")?))?),
        Err(StoreError::AlreadyOpen) => bail!("the till is open: close it, and try again"),
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
    for name in unusable {
        println!("passed over, it is not good: {name}");
    }
    match from {
        Some(name) => println!("begun with {name}"),
        None => println!("put together entry by entry: no full copy of the till's own was there"),
    }
    println!("{entries} entries, {sales} sales, {}; all verified", newest(newest_sale.as_ref()));
    if *missing_entries > 0 {
        println!(
            "MISSING: {missing_entries} later entries, {missing_sales} of them receipts; the witness knows of them, and they were found nowhere"
        );
    }
}

fn newest(sale: Option<&NewestSale>) -> String {
    sale.map_or_else(
        || "no newest sale".to_owned(),
        |sale| format!("the newest sale {}-{} of {}", sale.series, sale.number, instant(sale.at_ms)),
    )
}

fn instant(at_ms: i64) -> String {
    DateTime::from_timestamp_millis(at_ms).unwrap_or_default().format("%Y-%m-%d %H:%M UTC").to_string()
}
