//! The log: what the program did, by name and code, for whoever looks for a fault. Never what was typed, whose it was, or what it cost.

use std::io::{self, Write};
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicBool, Ordering};

use tracing_appender::rolling::{RollingFileAppender, Rotation};
use tracing_subscriber::fmt::MakeWriter;
use tracing_subscriber::layer::SubscriberExt;
use tracing_subscriber::util::SubscriberInitExt;
use tracing_subscriber::{EnvFilter, Layer, filter::LevelFilter, fmt};

const NAME: &str = "mostrador";
const ENDING: &str = "log";
const DAYS: usize = 14;

/// The log is no reason for a sale to find no room.
static PAUSED: AtomicBool = AtomicBool::new(false);

pub(crate) fn pause(paused: bool) {
    PAUSED.store(paused, Ordering::Relaxed);
}

#[must_use]
pub fn folder(data: &Path) -> PathBuf {
    data.join("logs")
}

/// A file a day in the data folder, the last fourteen of them; and on the terminal what `RUST_LOG` asks for. A log that cannot be written is no
/// reason not to open.
pub fn start(data: &Path) {
    let terminal = fmt::layer().with_writer(io::stderr).with_filter(EnvFilter::from_default_env());
    let file = daily(&folder(data)).map(|file| fmt::layer().json().with_writer(Paused(file)).with_filter(LevelFilter::INFO));
    let _ = tracing_subscriber::registry().with(terminal).with(file).try_init();
}

fn daily(folder: &Path) -> Option<RollingFileAppender> {
    let file = RollingFileAppender::builder().rotation(Rotation::DAILY).filename_prefix(NAME).filename_suffix(ENDING).max_log_files(DAYS);
    file.build(folder).ok()
}

struct Paused(RollingFileAppender);

impl<'a> MakeWriter<'a> for Paused {
    type Writer = Box<dyn Write + 'a>;

    fn make_writer(&'a self) -> Self::Writer {
        if PAUSED.load(Ordering::Relaxed) { Box::new(io::sink()) } else { Box::new(self.0.make_writer()) }
    }
}

/// The newest lines, oldest first.
#[must_use]
pub(crate) fn last_lines(folder: &Path, most: usize) -> Vec<String> {
    let mut files: Vec<PathBuf> = std::fs::read_dir(folder).into_iter().flatten().flatten().map(|it| it.path()).collect();
    files.retain(|file| file.extension().is_some_and(|ending| ending == ENDING));
    files.sort();
    let mut lines = Vec::new();
    for file in files.iter().rev() {
        let text = std::fs::read_to_string(file).unwrap_or_default();
        lines.extend(text.lines().rev().take(most - lines.len()).map(str::to_owned));
        if lines.len() == most {
            break;
        }
    }
    lines.reverse();
    lines
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_newest_lines_are_taken_over_several_days() {
        let folder = tempfile::tempdir().unwrap();
        for (day, text) in [("2026-11-22", "a\nb\nc\n"), ("2026-11-23", "d\n"), ("2026-11-24", "e\nf\n")] {
            std::fs::write(folder.path().join(format!("mostrador.{day}.log")), text).unwrap();
        }
        std::fs::write(folder.path().join("notes.txt"), "mine\n").unwrap();
        assert_eq!(last_lines(folder.path(), 4), ["c", "d", "e", "f"]);
        assert_eq!(last_lines(folder.path(), 100).len(), 6);
        assert!(last_lines(&folder.path().join("none"), 4).is_empty());
    }

    #[test]
    fn a_log_that_is_paused_writes_nothing() {
        let folder = tempfile::tempdir().unwrap();
        let file = Paused(daily(folder.path()).unwrap());
        let size = || std::fs::read_dir(folder.path()).unwrap().map(|it| it.unwrap().metadata().unwrap().len()).sum::<u64>();
        file.make_writer().write_all(b"one\n").unwrap();
        pause(true);
        file.make_writer().write_all(b"two\n").unwrap();
        assert_eq!(size(), 4);
        pause(false);
        file.make_writer().write_all(b"three\n").unwrap();
        assert_eq!(size(), 10);
    }
}
