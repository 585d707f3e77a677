#![allow(
    clippy::unwrap_used,
    clippy::float_arithmetic,
    clippy::cast_precision_loss,
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss
)]
//! `make bench`: one table. Each row stands beside its bound, and beside a bar that is measured in the same run on the same disk.

mod bars;
mod catalogue;
mod measure;
mod rows;

use measure::Table;

fn main() {
    let folder = tempfile::Builder::new().prefix("bench").tempdir_in(env!("CARGO_TARGET_TMPDIR")).unwrap();
    let mut table = Table::default();
    println!("{}", catalogue::described());
    let base = bars::append_and_flush(folder.path());
    table.info("base: append 4 KiB + fdatasync", &base);
    rows::sales(&mut table, folder.path(), &base);
    rows::whole_catalogue(&mut table, folder.path());
    rows::journal(&mut table, folder.path());
    table.print();
}
