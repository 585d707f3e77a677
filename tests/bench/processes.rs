//! What the system says of the program and of the processes that it started.

use std::time::{SystemTime, UNIX_EPOCH};

use crate::stage;

/// # Panics
/// When it does not run.
pub fn program() -> u32 {
    let binary = stage::program("release");
    let runs = |pid: &u32| std::fs::read_link(format!("/proc/{pid}/exe")).is_ok_and(|exe| exe == binary);
    all().find(runs).expect("the program runs")
}

fn all() -> impl Iterator<Item = u32> {
    std::fs::read_dir("/proc").unwrap().filter_map(|entry| entry.ok()?.file_name().to_str()?.parse().ok())
}

/// Fields of /proc/pid/stat behind the name, which may hold anything.
fn stat(pid: u32) -> Option<Vec<String>> {
    let text = std::fs::read_to_string(format!("/proc/{pid}/stat")).ok()?;
    Some(text.rsplit_once(')')?.1.split_whitespace().map(str::to_owned).collect())
}

/// In milliseconds since 1970, to a hundredth of a second.
pub fn born_ms(pid: u32) -> f64 {
    let uptime = std::fs::read_to_string("/proc/uptime").unwrap();
    let up_ms = uptime.split_whitespace().next().unwrap().parse::<f64>().unwrap() * 1000.0;
    let now_ms = SystemTime::now().duration_since(UNIX_EPOCH).unwrap().as_secs_f64() * 1000.0;
    let ticks: f64 = stat(pid).unwrap()[19].parse().unwrap();
    now_ms - up_ms + ticks * 10.0
}

/// The proportional share of memory of a process and of all below it.
pub fn pss_mb(root: u32) -> f64 {
    let parents: Vec<(u32, u32)> = all().filter_map(|pid| Some((pid, stat(pid)?[1].parse().ok()?))).collect();
    let mut family = vec![root];
    for at in 0.. {
        let Some(parent) = family.get(at).copied() else { break };
        family.extend(parents.iter().filter(|(_, of)| *of == parent).map(|(pid, _)| *pid));
    }
    family.iter().map(|pid| pss_kb(*pid)).sum::<f64>() / 1024.0
}

fn pss_kb(pid: u32) -> f64 {
    let text = std::fs::read_to_string(format!("/proc/{pid}/smaps_rollup")).unwrap_or_default();
    text.lines().find_map(|line| line.strip_prefix("Pss:")?.split_whitespace().next()?.parse().ok()).unwrap_or(0.0)
}
