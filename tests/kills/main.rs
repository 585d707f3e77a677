//! The real program, killed again and again while it sells. What it answered must be there, once, and the next start must be able to sell.
//!
//! A kill leaves the page cache whole: this tries the program's logic and its restart, not the flushes.

#![allow(clippy::unwrap_used, reason = "a scenario that cannot go on has failed, and says where")]

mod shop;

use std::time::Duration;

use scenarios::program::Death;
use shop::Shop;

/// What it is called, how the program is killed, and up to which passing, call or millisecond.
type Kind = (&'static str, fn(u64) -> Death, u64);

const KILLS: [Kind; 14] = [
    ("at \"before writing\"", |n| Death::Failpoint("before writing", n), 40),
    ("at \"before commit\"", |n| Death::Failpoint("before commit", n), 40),
    ("at \"after commit\"", |n| Death::Failpoint("after commit", n), 40),
    ("at \"sale answered\"", |n| Death::Failpoint("sale answered", n), 10),
    ("at \"witness written\"", |n| Death::Failpoint("witness written", n), 3),
    ("at \"blob renamed\"", |n| Death::Failpoint("blob renamed", n), 4),
    ("at \"copy examined\"", |n| Death::Failpoint("copy examined", n), 2),
    ("at \"segment kept\"", |n| Death::Failpoint("segment kept", n), 2),
    ("at a pwrite64", |n| Death::Call("pwrite64", n), 200),
    ("at a fsync", |n| Death::Call("fsync", n), 40),
    ("at a write", |n| Death::Call("write", n), 6),
    ("at a rename", |n| Death::Call("rename", n), 2),
    ("at a ftruncate", |n| Death::Call("ftruncate", n), 1),
    ("at any moment", |n| Death::Moment(150 + n), 1000),
];

/// Rounds of each kind: few in every run, `KILLS` in the full one.
fn rounds() -> u64 {
    std::env::var("KILLS").map_or(2, |rounds| rounds.parse().unwrap())
}

/// Steele, Lea and Flood's splitmix64: the same kills in every run.
fn drawn(seed: u64) -> u64 {
    let mixed = seed.wrapping_mul(0x9e37_79b9_7f4a_7c15);
    let mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    let mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    mixed ^ (mixed >> 31)
}

#[test]
fn whatever_is_killed_no_answered_sale_is_lost_or_doubled() {
    let (mut answered, mut slowest) = (0, Duration::ZERO);
    println!("{:<24}{:>6}{:>7}", "killed", "tried", "died");
    for (kind, (name, death, most)) in KILLS.iter().enumerate() {
        let mut shop = Shop::new();
        let mut died = 0;
        for round in 0..rounds() {
            let death = death(1 + drawn(kind as u64 * 1000 + round) % most);
            died += u64::from(shop.live(death));
            slowest = slowest.max(shop.recover(death));
        }
        println!("{name:<24}{:>6}{died:>7}", rounds());
        assert!(died > 0, "{name}: nobody died, so nothing was tried");
        answered += shop.answered();
    }
    println!("{answered} sales answered, all there, once; slowest start to a signed-in till: {} ms", slowest.as_millis());
    assert!(slowest < scenarios::PATIENCE, "a till that was killed sells again soon");
}
