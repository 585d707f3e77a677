//! What to do next, from what is known. Nothing here reads or writes.
//!
//! Head office is asked where it stands first; keys go before the entries that need them; what is here goes before what others wrote is
//! fetched; attachments come last.

use domain::Id;
use journal::wire::{OLDEST_PROTOCOL, PROTOCOL, Standing};

use crate::Chain;

/// What is known in the middle of a round.
#[derive(Debug, Clone, Default)]
pub struct Known {
    pub standing: Option<Standing>,
    pub chains: Vec<Chain>,
    /// Its word on the epoch that this device writes is on this device's own chain, or it has no word.
    pub is_mine: bool,
    pub has_keys_to_send: bool,
    pub keys_at: i64,
    /// The feed was read to its end.
    pub is_read: bool,
    pub blobs_missing: bool,
    /// Those that are missing were asked for.
    pub blobs_asked: bool,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Step {
    AskStanding,
    UpdateNeeded,
    /// Head office has a history of the current epoch that is not this device's.
    Forked,
    SendKeys,
    Push {
        epoch: Id,
        first: i64,
    },
    TakeKeys,
    Pull,
    FetchBlobs,
    Done,
}

#[must_use]
pub fn next(known: &Known) -> Step {
    let Some(standing) = &known.standing else { return Step::AskStanding };
    if standing.oldest_protocol > PROTOCOL || standing.protocol < OLDEST_PROTOCOL {
        return Step::UpdateNeeded;
    }
    if !known.is_mine {
        return Step::Forked;
    }
    if known.has_keys_to_send {
        return Step::SendKeys;
    }
    if let Some(chain) = known.chains.iter().find(|chain| chain.acknowledged < chain.last) {
        return Step::Push { epoch: chain.epoch, first: chain.acknowledged + 1 };
    }
    if known.keys_at < standing.keys_at {
        return Step::TakeKeys;
    }
    if !known.is_read {
        return Step::Pull;
    }
    if known.blobs_missing && !known.blobs_asked {
        return Step::FetchBlobs;
    }
    Step::Done
}

#[cfg(test)]
mod tests {
    use rstest::rstest;

    use super::*;

    fn chain(epoch: u128, last: i64, acknowledged: i64) -> Chain {
        Chain { epoch: Id::from_u128(epoch), last, acknowledged, is_current: false }
    }

    fn standing(oldest_protocol: u32, protocol: u32, keys_at: i64) -> Option<Standing> {
        Some(Standing { oldest_protocol, protocol, feed: Id::nil(), epochs: Vec::new(), keys_at })
    }

    /// All is done.
    fn calm() -> Known {
        Known { standing: standing(1, 1, 3), chains: vec![chain(1, 9, 9)], is_mine: true, keys_at: 3, is_read: true, ..Known::default() }
    }

    #[rstest]
    #[case::nothing_is_known(Known::default(), Step::AskStanding)]
    #[case::it_is_newer_than_this_program_reads(Known { standing: standing(2, 3, 0), ..calm() }, Step::UpdateNeeded)]
    #[case::it_is_older_than_this_program_writes(Known { standing: standing(0, 0, 0), ..calm() }, Step::UpdateNeeded)]
    #[case::it_is_newer_and_still_reads_this(Known { standing: standing(1, 2, 3), ..calm() }, Step::Done)]
    #[case::it_has_another_history(Known { is_mine: false, has_keys_to_send: true, ..calm() }, Step::Forked)]
    #[case::keys_go_before_entries(Known { has_keys_to_send: true, chains: vec![chain(1, 9, 2)], ..calm() }, Step::SendKeys)]
    #[case::own_before_others(Known { is_read: false, keys_at: 1, chains: vec![chain(1, 9, 2)], ..calm() }, Step::Push { epoch: Id::from_u128(1), first: 3 })]
    #[case::the_oldest_epoch_first(Known { chains: vec![chain(1, 9, 9), chain(2, 4, 0), chain(3, 1, 0)], ..calm() }, Step::Push { epoch: Id::from_u128(2), first: 1 })]
    #[case::keys_come_before_what_they_open(Known { is_read: false, keys_at: 2, ..calm() }, Step::TakeKeys)]
    #[case::then_what_others_wrote(Known { is_read: false, blobs_missing: true, ..calm() }, Step::Pull)]
    #[case::attachments_last(Known { blobs_missing: true, ..calm() }, Step::FetchBlobs)]
    #[case::asked_for_once(Known { blobs_missing: true, blobs_asked: true, ..calm() }, Step::Done)]
    #[case::nothing_is_left(calm(), Step::Done)]
    fn the_next_step(#[case] known: Known, #[case] expected: Step) {
        assert_eq!(next(&known), expected);
    }
}
