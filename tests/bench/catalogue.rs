//! Products to measure with: the real catalogue where it is at hand, else names made of the demo shop's.

use std::io::Read;
use std::path::PathBuf;
use std::process::{Command, Stdio};

/// Where the real catalogue lies (gzip; barcode,name), if anywhere.
fn file() -> Option<PathBuf> {
    let beside = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../shared/data/catalogue/products.csv.gz");
    std::env::var_os("MOSTRADOR_CATALOGUE").map(PathBuf::from).into_iter().chain([beside]).find(|path| path.exists())
}

pub fn described() -> &'static str {
    if file().is_some() {
        "Products: the real catalogue (Open Food Facts, ODbL 1.0)."
    } else {
        "Products: made up from the demo shop's names; the figures for search are NOT those of the real catalogue (set MOSTRADOR_CATALOGUE)."
    }
}

/// Up to `count` products: barcode and name.
pub fn products(count: usize) -> Vec<(String, String)> {
    match file() {
        Some(file) => real(&file, count),
        None => made_up(count),
    }
}

fn real(file: &PathBuf, count: usize) -> Vec<(String, String)> {
    let mut unzipped = Command::new("gzip").arg("-dc").arg(file).stdout(Stdio::piped()).spawn().unwrap();
    let mut text = String::new();
    unzipped.stdout.take().unwrap().read_to_string(&mut text).unwrap();
    unzipped.wait().unwrap();
    let all: Vec<(String, String)> = csv::Reader::from_reader(text.as_bytes()).deserialize().map(Result::unwrap).collect();
    // a name that the program would refuse is no product
    let all: Vec<_> = all.into_iter().filter(|(_, name)| domain::product::clean_name(name).is_ok()).collect();
    // evenly spaced, so that a part is like the whole
    let step = (all.len() / count).max(1);
    all.into_iter().step_by(step).take(count).collect()
}

fn made_up(count: usize) -> Vec<(String, String)> {
    let demo = include_str!("../../crates/app/src/demo/catalogue.csv");
    let names: Vec<&str> = demo.lines().skip(1).filter_map(|line| line.split(',').nth(2)).collect();
    (0..count).map(|n| (format!("{n:013}"), format!("{} {} {n}", names[n % names.len()], names[n / names.len() % names.len()]))).collect()
}
