//! The witness: what a till remembers of its own journal outside the database and every backup of it.
//! Compared with the database at each opening, it tells a copy from the original.

use domain::Id;
use domain::entry::EpochReason;
use serde::{Deserialize, Serialize};

use crate::chain::{Hash, Head};

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Witness {
    pub device: Id,
    pub epoch: Id,
    pub sequence: i64,
    /// Hex of the head's hash.
    pub head: String,
    pub series: String,
    pub last_number: i64,
    /// A digest of what names this machine.
    pub machine: String,
}

/// What the program finds when it opens a database. Only ACTIVE goes on in the same epoch and number series.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Standing {
    Active,
    Rewound,
    Moved,
}

impl Standing {
    #[must_use]
    pub fn new_epoch(self) -> Option<EpochReason> {
        match self {
            Self::Active => None,
            Self::Rewound => Some(EpochReason::Rewound),
            Self::Moved => Some(EpochReason::Moved),
        }
    }
}

/// `hash_at` finds the hash of a sequence of the current epoch in the database.
pub fn standing(
    witness: Option<&Witness>,
    has_key: bool,
    machine: &str,
    epoch: Id,
    head: Head,
    hash_at: impl FnOnce(i64) -> Option<Hash>,
) -> Standing {
    // the first opening was cut off before its witness was written: nobody has been promised anything
    if witness.is_none() && has_key && head.sequence <= 1 {
        return Standing::Active;
    }
    let Some(witness) = witness.filter(|witness| has_key && witness.machine == machine) else {
        return Standing::Moved;
    };
    let is_on_my_chain = witness.epoch == epoch
        && witness.sequence <= head.sequence
        && (witness.sequence == 0 || hash_at(witness.sequence).map(Hash::hex).as_ref() == Some(&witness.head));
    if is_on_my_chain { Standing::Active } else { Standing::Rewound }
}

#[cfg(test)]
mod tests {
    use super::*;

    const EPOCH: Id = Id::from_u128(1);

    fn hash(sequence: i64) -> Hash {
        Hash::START.next(&sequence.to_be_bytes())
    }

    fn witness(sequence: i64) -> Witness {
        Witness {
            device: Id::from_u128(9),
            epoch: EPOCH,
            sequence,
            head: hash(sequence).hex(),
            series: "A".to_owned(),
            last_number: 3,
            machine: "here".to_owned(),
        }
    }

    fn found(witness: Option<&Witness>, has_key: bool, machine: &str) -> Standing {
        let head = Head { sequence: 10, hash: hash(10) };
        standing(witness, has_key, machine, EPOCH, head, |sequence| Some(hash(sequence)))
    }

    #[test]
    fn behind_or_level_on_my_chain_is_active() {
        assert_eq!(found(Some(&witness(10)), true, "here"), Standing::Active);
        assert_eq!(found(Some(&witness(4)), true, "here"), Standing::Active, "the witness is flushed after the commit, so it may lag");
    }

    #[test]
    fn ahead_of_the_database_or_on_another_chain_is_rewound() {
        assert_eq!(found(Some(&witness(11)), true, "here"), Standing::Rewound);
        assert_eq!(found(Some(&Witness { head: hash(3).hex(), ..witness(4) }), true, "here"), Standing::Rewound);
        assert_eq!(found(Some(&Witness { epoch: Id::from_u128(2), ..witness(4) }), true, "here"), Standing::Rewound);
    }

    #[test]
    fn a_first_opening_that_was_cut_off_is_no_move() {
        let found =
            |sequence, has_key| standing(None, has_key, "here", EPOCH, Head { sequence, hash: hash(sequence) }, |at| Some(hash(at)));
        assert_eq!(found(1, true), Standing::Active, "only the epoch's own first entry is there");
        assert_eq!(found(2, true), Standing::Moved);
        assert_eq!(found(1, false), Standing::Moved);
    }

    #[test]
    fn without_witness_or_key_or_on_another_machine_is_moved() {
        assert_eq!(found(None, true, "here"), Standing::Moved);
        assert_eq!(found(Some(&witness(4)), false, "here"), Standing::Moved);
        assert_eq!(found(Some(&witness(4)), true, "there"), Standing::Moved);
    }
}
