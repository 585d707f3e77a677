//! What a till was heard to promise while it was recorded.

use std::collections::BTreeSet;

use domain::Id;

#[derive(Debug, Clone)]
pub enum Told {
    /// This cart is sold.
    Sold(Id),
    /// This deposit is taken.
    Deposited(Id),
    /// The Z report of this shift is made.
    Closed(Id),
    /// Copies are made, and verified, of an instant and up to a sequence.
    Copied { at_ms: i64, sequence: i64 },
    /// The database is put together again.
    Restored,
    /// This person is erased.
    Erased(Id),
}

/// What is asked of a till beside the invariants.
#[derive(Debug, Clone, Default)]
pub struct Promised {
    pub sold: BTreeSet<Id>,
    /// Told as certainly not saved.
    pub not_sold: BTreeSet<Id>,
    pub deposited: BTreeSet<Id>,
    pub closed: BTreeSet<Id>,
    /// Of the newest copies: instant and sequence.
    pub copied: Option<(i64, i64)>,
    pub erased: BTreeSet<Id>,
    /// It may start one epoch of its own: it has been restored.
    pub is_restored: bool,
    /// Until it was restored it does not open.
    pub is_damaged: bool,
}

impl Promised {
    pub fn hear(&mut self, told: &Told) {
        match told {
            Told::Sold(cart) => drop(self.sold.insert(*cart)),
            Told::Deposited(deposit) => drop(self.deposited.insert(*deposit)),
            Told::Closed(shift) => drop(self.closed.insert(*shift)),
            Told::Copied { at_ms, sequence } => self.copied = Some((*at_ms, *sequence)),
            Told::Restored => self.is_damaged = false,
            Told::Erased(person) => drop(self.erased.insert(*person)),
        }
    }
}
