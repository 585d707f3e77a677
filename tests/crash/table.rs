//! The tables that `make crash` prints.

use crate::check::Broken;
use crate::power::Counts;

pub fn heads() -> String {
    Broken::ALL.iter().map(|broken| format!("{:>12}", format!("{broken:?}"))).collect()
}

pub fn figures(counts: &Counts) -> String {
    Broken::ALL.iter().map(|broken| format!("{:>12}", counts.broken.get(broken).copied().unwrap_or(0))).collect()
}
