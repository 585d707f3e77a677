//! Faults planted on purpose, so that the tests of durability show that they see. Without the feature `testing` none can be planted, and
//! every question about one is a constant no.

use domain::Id;

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Fault {
    /// A register keeps what arrived last.
    LastArrivalWins = 1,
    /// Stock is averaged with what was there, instead of summed.
    MovingAverage,
    /// `synchronous = NORMAL`: a commit is not flushed.
    Normal,
    /// A failed commit is answered as if it had happened.
    AnswerAnyway,
    /// A failed commit is answered as "not saved", and nothing is written in its place.
    DoubtIgnored,
    /// Receipt numbers come from a counter beside the transaction.
    #[cfg_attr(not(feature = "testing"), expect(dead_code, reason = "only what is built for tests asks for it"))]
    NumberOutside,
    /// A sale's cash does not reach the drawer.
    DrawerForgotten,
    /// A paid cart stays open.
    CartLeft,
    WitnessNever,
    /// The witness knows of an entry before it is committed.
    WitnessFirst,
    /// Files beside the database are not flushed before they are named.
    FilesUnflushed,
    /// Folders are not flushed, so that a new name can be lost.
    FoldersUnflushed,
    /// The sums of pages are written and not looked at.
    SumsIgnored,
}

#[cfg(feature = "testing")]
mod planting {
    use std::sync::Mutex;
    use std::sync::atomic::{AtomicU8, Ordering};

    use super::{Fault, Id};

    static PLANTED: AtomicU8 = AtomicU8::new(0);
    static NUMBERS: Mutex<Vec<(Id, i64)>> = Mutex::new(Vec::new());

    /// Pulled out again when the guard is dropped.
    #[derive(Debug)]
    pub struct Planted;

    impl Drop for Planted {
        fn drop(&mut self) {
            PLANTED.store(0, Ordering::SeqCst);
        }
    }

    #[must_use]
    pub fn plant(fault: Fault) -> Planted {
        PLANTED.store(fault as u8, Ordering::SeqCst);
        Planted
    }

    pub fn planted(fault: Fault) -> bool {
        PLANTED.load(Ordering::Relaxed) == fault as u8
    }

    /// With [`Fault::NumberOutside`]: the next number of an epoch, whatever becomes of the transaction that uses it.
    pub fn number_outside(epoch: Id, last: i64) -> Option<i64> {
        if !planted(Fault::NumberOutside) {
            return None;
        }
        let mut numbers = NUMBERS.lock().expect("no test panics while it counts");
        let at = numbers.iter().position(|(of, _)| *of == epoch).unwrap_or_else(|| {
            numbers.push((epoch, last));
            numbers.len() - 1
        });
        numbers[at].1 += 1;
        Some(numbers[at].1)
    }
}

#[cfg(feature = "testing")]
pub use planting::{Planted, number_outside, plant, planted};

#[cfg(not(feature = "testing"))]
pub const fn planted(_: Fault) -> bool {
    false
}

#[cfg(not(feature = "testing"))]
pub const fn number_outside(_: Id, _: i64) -> Option<i64> {
    None
}
