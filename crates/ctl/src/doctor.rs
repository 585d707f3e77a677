//! The health of this machine's till on a terminal: read only, so that it may be asked while the till is open.

use std::path::Path;
use std::process::ExitCode;

use anyhow::anyhow;
use app::health;
use app::messages::{Health, HealthItem, HealthValue, Verdict};
use app::platform::Folders;
use chrono::DateTime;
use serde_json::Value;

pub fn run(export: Option<&Path>) -> anyhow::Result<ExitCode> {
    let folders = Folders::usual();
    let facts = health::of_machine(&folders);
    let health = Health::of(&facts);
    for item in &health.items {
        println!("{}", line(item));
    }
    if let Some(path) = export {
        health::write_export(path, &facts, &folders.data.join("mostrador.db")).map_err(|failure| anyhow!("{failure}"))?;
        println!("written to {}", path.display());
    }
    Ok(if health.verdict() == Verdict::Bad { ExitCode::FAILURE } else { ExitCode::SUCCESS })
}

fn line(item: &HealthItem) -> String {
    let verdict = match item.verdict {
        Verdict::Good => "good",
        Verdict::Look => "LOOK",
        Verdict::Bad => "BAD",
    };
    let details: Vec<String> = item.details.iter().map(|detail| format!("{} {}", name(&detail.name), shown(&detail.value))).collect();
    format!("{verdict:<5} {:<16} {:<22} {}", name(&item.name), shown(&item.value), details.join(", ")).trim_end().to_owned()
}

/// The name that the door gives it, as words.
fn name(named: &impl serde::Serialize) -> String {
    let name = serde_json::to_value(named).unwrap_or(Value::Null);
    name.as_str().unwrap_or_default().replace('_', " ")
}

fn shown(value: &HealthValue) -> String {
    match value {
        HealthValue::Count(count) => count.to_string(),
        HealthValue::Bytes(bytes) => format!("{} MiB", bytes / (1 << 20)),
        HealthValue::Instant(ms) => {
            DateTime::from_timestamp_millis(*ms).map_or_else(String::new, |at| at.format("%Y-%m-%d %H:%M UTC").to_string())
        }
        HealthValue::Seconds(seconds) => format!("{seconds} s"),
        HealthValue::Text(text) => text.clone(),
        HealthValue::Word(word) => name(word),
    }
}
