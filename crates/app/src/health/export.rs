//! The diagnostics in one file, to be sent to whoever helps: figures, versions, table sizes, settings and the log. Nothing of it names a person, a
//! customer or the shop, and no key, PIN, note or price is in it.

use std::fs::{self, File};
use std::io::Write;
use std::path::Path;

use serde_json::{Value, json};
use store::local::preferences;
use store::read::health::{MOST_COUNTED, tables};
use store::{Connection, StoreError};
use zip::ZipWriter;
use zip::write::SimpleFileOptions;

use crate::messages::{Health, HealthFacts};
use crate::use_cases::printer::PROFILE;
use crate::{Failure, log};

const LOG_LINES: usize = 1000;

/// A database that cannot be opened leaves its part out; the rest may say why.
pub fn write(path: &Path, facts: &HealthFacts, database: &Path) -> Result<(), Failure> {
    let data = database.parent().unwrap_or(Path::new("."));
    let mut parts = vec![("health.json", pretty(&json!(Health::of(facts)))), ("machine.json", pretty(&machine()))];
    if let Ok(conn) = store::open_read_only(database) {
        let (rows, schema) = table_parts(&conn)?;
        parts.extend([("tables.json", rows), ("schema.sql", schema), ("settings.json", pretty(&settings(&conn)?))]);
    }
    parts.push(("log.jsonl", log::last_lines(&log::folder(data), LOG_LINES).join("\n")));
    zipped(path, &parts).map_err(|error| Failure::new("export_failed", format!("the diagnostics could not be written: {error}")))
}

fn zipped(path: &Path, parts: &[(&str, String)]) -> zip::result::ZipResult<()> {
    path.parent().map_or(Ok(()), fs::create_dir_all)?;
    let mut zip = ZipWriter::new(File::create(path)?);
    for (name, text) in parts {
        zip.start_file(*name, SimpleFileOptions::default())?;
        zip.write_all(text.as_bytes())?;
    }
    zip.finish()?.sync_all()?;
    Ok(())
}

fn pretty(value: &Value) -> String {
    format!("{value:#}")
}

fn machine() -> Value {
    json!({"system": std::env::consts::OS, "processor": std::env::consts::ARCH, "cores": std::thread::available_parallelism().ok()})
}

fn table_parts(conn: &Connection) -> Result<(String, String), StoreError> {
    let tables = tables(conn)?;
    let shown = |rows: i64| if rows < MOST_COUNTED { json!(rows) } else { json!(format!("{MOST_COUNTED} or more")) };
    let rows = tables.iter().map(|(name, _, rows)| (name.clone(), shown(*rows))).collect::<serde_json::Map<_, _>>();
    let schema = tables.iter().map(|(_, sql, _)| format!("{sql};\n")).collect();
    Ok((pretty(&Value::Object(rows)), schema))
}

/// Named one by one: what is added to the settings later is not told until somebody has thought about it.
fn settings(conn: &Connection) -> Result<Value, StoreError> {
    let shop = store::read::shop::shop(conn)?.map(|shop| {
        json!({"country": shop.country, "language": shop.language, "time_zone": shop.time_zone, "day_cut_hour": shop.day_cut_hour,
               "demo": shop.demo, "has_logo": shop.logo.is_some()})
    });
    let preference = |name: &str| preferences::get::<Value>(conn, name);
    Ok(json!({"shop": shop, "printer": preference(PROFILE)?, "language": preference("language")?, "theme": preference("theme")?}))
}
