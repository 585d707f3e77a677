#![allow(
    clippy::unwrap_used,
    clippy::float_arithmetic,
    clippy::cast_precision_loss,
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss
)]
//! `make bench`: one table. Each row stands beside its bound, and beside a bar that is measured in the same run on the same disk.
//! `cargo bench -p scenarios --bench till -- sales` measures only that group of rows.

mod bars;
mod catalogue;
mod history;
mod measure;
mod processes;
mod rows;
#[path = "../window/stage.rs"]
mod stage;
mod window;

use measure::Table;

fn main() {
    let folder = tempfile::Builder::new().prefix("bench").tempdir_in(env!("CARGO_TARGET_TMPDIR")).unwrap();
    let mut table = Table::default();
    println!("{}", catalogue::described());
    let base = bars::append_and_flush(folder.path());
    table.info("base: append 4 KiB + fdatasync", &base);
    let asked: Vec<String> = std::env::args().skip(1).filter(|argument| !argument.starts_with('-')).collect();
    let is_asked = |group: &str| asked.is_empty() || asked.iter().any(|name| name == group);
    if is_asked("sales") {
        rows::sales(&mut table, folder.path(), &base);
        rows::journal(&mut table, folder.path());
    }
    if is_asked("catalogue") {
        rows::whole_catalogue(&mut table, folder.path());
    }
    if is_asked("window") {
        window::rows(&mut table, folder.path(), &base);
    }
    table.print();
}
