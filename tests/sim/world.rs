//! One run: a few tills, a schedule of what they do and what happens to them, and peace at the end.

use std::cell::RefCell;
use std::fmt;

use domain::Id;
use sync::{Done, Trouble, round};

use crate::chance::Chance;
use crate::office::{Office, Planted};
use crate::oracle;
use crate::tills::SimTill;
use crate::wire::{Line, Shared};

/// What all runs together did: a schedule that provokes nothing proves nothing.
#[derive(Debug, Default)]
pub struct Tally {
    runs: u64,
    pub sales: usize,
    pub entries: usize,
    rounds: u64,
    failed: u64,
    crashes: u64,
    put_back: u64,
    clones: u64,
    office_put_back: u64,
    forks: u64,
    late: u64,
}

impl Tally {
    pub fn add(&mut self, other: &Self) {
        self.runs += other.runs;
        self.sales += other.sales;
        self.entries += other.entries;
        self.rounds += other.rounds;
        self.failed += other.failed;
        self.crashes += other.crashes;
        self.put_back += other.put_back;
        self.clones += other.clones;
        self.office_put_back += other.office_put_back;
        self.forks += other.forks;
        self.late += other.late;
    }
}

impl fmt::Display for Tally {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { runs, sales, entries, rounds, failed, crashes, put_back, clones, office_put_back, forks, late } = self;
        write!(
            formatter,
            "{runs} runs: {sales} sales, {entries} entries at head office; {rounds} rounds of sync, {failed} of them broken off; {late} ranges came late; \
             {crashes} crashes, {put_back} tills put back, {clones} cloned, {forks} forks found; head office put back {office_put_back} times"
        )
    }
}

/// What this run is about: copies of head office and copies of tills are not put back in one run, because what both lost is lost.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Theme {
    Wire,
    TillsPutBack,
    Clones,
    OfficePutBack,
}

pub struct World {
    pub tills: Vec<SimTill>,
    shared: RefCell<Shared>,
    chance: Chance,
    theme: Theme,
    office_copy: Option<Office>,
    time_ms: i64,
    pub tally: Tally,
    /// Sales that nobody had any more when a copy was put back.
    pub gone: Vec<Id>,
}

const MINUTE_MS: i64 = 60_000;
const PRODUCTS: usize = 5;
/// Rounds until all tills must agree once nothing goes wrong any more.
const PEACE: usize = 40;

fn product(chance: &mut Chance) -> Id {
    Id::from_u128(u128::try_from(1 + chance.below(PRODUCTS)).unwrap())
}

impl World {
    pub fn of(seed: u64) -> Self {
        let mut chance = Chance::of(seed);
        let theme = [Theme::Wire, Theme::TillsPutBack, Theme::Clones, Theme::OfficePutBack][chance.below(4)];
        let tills = ["A", "B", "C", "E"][..2 + chance.below(3)].iter().map(|letter| SimTill::new(letter)).collect();
        let shared =
            Shared { office: Office::new(), chance: Chance::of(seed ^ 0xabcd), faults: [0, 10, 30, 60][chance.below(4)], late: Vec::new() };
        let tally = Tally { runs: 1, ..Tally::default() };
        Self { tills, shared: shared.into(), chance, theme, office_copy: None, time_ms: 0, tally, gone: Vec::new() }
    }

    /// With a fault planted in head office, which the oracle has to see.
    pub fn with(self, planted: Planted) -> Self {
        self.shared.borrow_mut().office.planted = Some(planted);
        self
    }

    pub fn run(mut self) -> Tally {
        for _ in 0..60 + self.chance.below(60) {
            self.time_ms += MINUTE_MS;
            self.step();
        }
        self.make_peace();
        oracle::check(&self, &self.shared.borrow().office);
        self.tally.sales = self.tills.iter().map(|till| till.sold.len()).sum();
        self.tally.entries = self.shared.borrow().office.entries();
        self.tally
    }

    fn step(&mut self) {
        let at = self.chance.below(self.tills.len());
        let time_ms = self.time_ms;
        match self.chance.below(100) {
            0..45 => {
                let products: Vec<Id> = (0..=self.chance.below(3)).map(|_| product(&mut self.chance)).collect();
                self.tills[at].sell(&products, time_ms);
            }
            45..52 => {
                let (product, price) = (product(&mut self.chance), 10_000 + i64::try_from(self.chance.below(9000)).unwrap());
                self.tills[at].price(product, price, time_ms);
            }
            52..55 => self.tills[at].customer(time_ms),
            55..80 => drop(self.sync(at)),
            80..88 => self.deliver_late(),
            88..92 => {
                self.tally.crashes += 1;
                self.tills[at].crash(time_ms);
            }
            92..95 => self.tills[at].ahead_ms = [0, 86_400_000, -86_400_000, 3_000_000_000][self.chance.below(4)],
            _ => self.misfortune(at),
        }
    }

    fn misfortune(&mut self, at: usize) {
        let time_ms = self.time_ms;
        match self.theme {
            Theme::Wire => {}
            Theme::TillsPutBack if self.chance.percent(50) => self.tills[at].make_copy(time_ms),
            Theme::TillsPutBack => {
                if self.tills[at].put_back(time_ms) {
                    self.tally.put_back += 1;
                    self.bury();
                }
            }
            Theme::Clones if self.tills.len() < 5 => {
                let clone = self.tills[at].cloned(time_ms);
                self.tills.push(clone);
                self.tally.clones += 1;
            }
            Theme::Clones => {}
            Theme::OfficePutBack if self.chance.percent(50) => self.office_copy = Some(self.shared.borrow().office.clone()),
            Theme::OfficePutBack => {
                if let Some(copy) = self.office_copy.clone() {
                    self.shared.borrow_mut().office = copy;
                    self.tally.office_put_back += 1;
                }
            }
        }
    }

    /// What was on no other machine when a copy took its place is nowhere, and nobody can be blamed for it.
    fn bury(&mut self) {
        let office = &self.shared.borrow().office;
        let all = self.tills.iter().flat_map(|till| till.sold.iter());
        let lost = all.filter(|sold| !oracle::keeps(office, sold) && !self.tills.iter().any(|till| till.holds(sold)));
        let lost: Vec<Id> = lost.map(|sold| sold.sale).collect();
        self.gone.extend(lost);
    }

    fn deliver_late(&mut self) {
        let mut shared = self.shared.borrow_mut();
        if shared.late.is_empty() {
            return;
        }
        let at = self.chance.below(shared.late.len());
        let frame = shared.late.swap_remove(at);
        let _ = shared.office.push(&journal::wire::Range::from_frame(&frame).unwrap());
        self.tally.late += 1;
    }

    fn sync(&mut self, at: usize) -> Option<Done> {
        let mut done = Done::default();
        let till = &self.tills[at];
        let key = self.shared.borrow().office.key.public();
        let ended = round(&till.sync(), &Line { shared: &self.shared, device: till.device }, key, &mut done, &|| true);
        self.tally.rounds += 1;
        match ended {
            Ok(()) => return Some(done),
            Err(Trouble::Forked { .. }) => {
                self.tally.forks += 1;
                till.become_another(self.time_ms);
            }
            Err(Trouble::Unreachable(_)) => {}
            Err(other) => panic!("a round ended with {other}"),
        }
        self.tally.failed += 1;
        None
    }

    /// Nothing goes wrong any more: soon all have everything, and nothing moves.
    fn make_peace(&mut self) {
        self.shared.borrow_mut().faults = 0;
        while !self.shared.borrow().late.is_empty() {
            self.deliver_late();
        }
        for _ in 0..PEACE {
            let done: Vec<Option<Done>> = (0..self.tills.len()).map(|at| self.sync(at)).collect();
            if done.iter().all(|done| *done == Some(Done::default())) {
                return;
            }
        }
        panic!("the tills do not come to rest");
    }
}
