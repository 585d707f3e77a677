//! Times, and the table they end in.

use std::time::{Duration, Instant};

/// Sorted times of one operation.
pub struct Times(Vec<Duration>);

impl Times {
    pub fn of(count: usize, mut act: impl FnMut(usize)) -> Self {
        Self::collect((0..count).map(|n| {
            let start = Instant::now();
            act(n);
            start.elapsed()
        }))
    }

    pub fn collect(times: impl Iterator<Item = Duration>) -> Self {
        let mut times: Vec<Duration> = times.collect();
        times.sort_unstable();
        Self(times)
    }

    pub fn ms(&self, percentile: usize) -> f64 {
        self.0[(self.0.len() - 1) * percentile / 100].as_secs_f64() * 1000.0
    }

    /// Where the clock is coarser than the times.
    pub fn mean_ms(&self) -> f64 {
        self.0.iter().sum::<Duration>().as_secs_f64() * 1000.0 / self.0.len() as f64
    }
}

#[derive(Default)]
pub struct Table(Vec<[String; 5]>);

impl Table {
    /// A measure without a bound.
    pub fn info(&mut self, what: &str, times: &Times) {
        self.add(what, &format!("p50 {:.3} ms, p99 {:.3} ms", times.ms(50), times.ms(99)), "", true, "");
    }

    pub fn add(&mut self, what: &str, measured: &str, bound: &str, holds: bool, bar: &str) {
        let verdict = if bound.is_empty() {
            ""
        } else if holds {
            "holds"
        } else {
            "MISSED"
        };
        eprintln!("{what}: {measured} {verdict}");
        self.0.push([what, measured, bound, verdict, bar].map(str::to_owned));
    }

    /// A ratio or time that must not be above its bound.
    pub fn at_most(&mut self, what: &str, measured: f64, unit: &str, bound: f64, bar: &str) {
        self.add(what, &format!("{measured:.3}{unit}"), &format!("<= {bound}{unit}"), measured <= bound, bar);
    }

    pub fn at_least(&mut self, what: &str, measured: f64, unit: &str, bound: f64, bar: &str) {
        self.add(what, &format!("{measured:.2}{unit}"), &format!(">= {bound}{unit}"), measured >= bound, bar);
    }

    pub fn print(&self) {
        let head = ["what", "measured", "bound", "", "bar in this run"].map(str::to_owned);
        let rows: Vec<_> = std::iter::once(&head).chain(&self.0).collect();
        let widths: Vec<usize> = (0..5).map(|column| rows.iter().map(|row| row[column].chars().count()).max().unwrap()).collect();
        println!();
        for row in rows {
            let cells: Vec<String> = row.iter().zip(&widths).map(|(cell, width)| format!("{cell:<width$}")).collect();
            println!("{}", cells.join("  ").trim_end());
        }
    }
}
