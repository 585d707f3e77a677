//! One round: step after step as the plan says, until nothing is left or something is in the way.

use std::collections::BTreeSet;

use domain::Id;
use domain::entry::Fact;
use journal::wire::{Ack, Answer, Range};
use journal::{Entry, VerifyingKey};

use crate::plan::{self, Known, Step};
use crate::{Chain, HeadOffice, Till, Trouble};

/// What a round has done, also one that ended early.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Done {
    pub pushed: usize,
    pub received: usize,
    pub quarantined: usize,
}

/// `key` is that of head office's acknowledgements. `go_on` is asked between steps; `done` is kept up as it goes.
pub fn round(
    till: &dyn Till,
    office: &dyn HeadOffice,
    key: VerifyingKey,
    done: &mut Done,
    go_on: &dyn Fn() -> bool,
) -> Result<(), Trouble> {
    let mut round = Round { till, office, key, known: Known::default(), forked: BTreeSet::new(), done };
    loop {
        if !go_on() {
            return Err(Trouble::Stopped);
        }
        let step = plan::next(&round.known);
        if step == Step::Done {
            return Ok(());
        }
        round.take(&step, go_on)?;
    }
}

struct Round<'a> {
    till: &'a dyn Till,
    office: &'a dyn HeadOffice,
    key: VerifyingKey,
    known: Known,
    /// Epochs that ended, and of which head office has another history.
    forked: BTreeSet<Id>,
    done: &'a mut Done,
}

impl Round<'_> {
    fn take(&mut self, step: &Step, go_on: &dyn Fn() -> bool) -> Result<(), Trouble> {
        match step {
            Step::AskStanding => self.ask_standing(),
            Step::UpdateNeeded => Err(Trouble::UpdateNeeded),
            Step::Forked => Err(self.forked()),
            Step::SendKeys => self.send_keys(),
            Step::Push { epoch, first } => self.push(*epoch, *first),
            Step::TakeKeys => self.take_keys(),
            Step::Pull => self.pull(go_on),
            Step::FetchBlobs => self.fetch_blobs(),
            Step::Done => Ok(()),
        }
    }

    fn current(&self) -> Option<&Chain> {
        self.known.chains.iter().find(|chain| chain.is_current)
    }

    /// Its word counts also where it says less than before: then it was put back from an older copy, and what is missing goes again.
    fn ask_standing(&mut self) -> Result<(), Trouble> {
        let standing = self.office.standing(&self.till.told()?)?;
        if !standing.epochs.iter().all(|ack| ack.is_of(self.key)) {
            return Err(Trouble::NotItsKey);
        }
        if self.till.note_feed(standing.feed)? {
            self.till.forget_keys_sent()?;
        }
        let mut is_mine = true;
        for chain in self.till.chains()? {
            let ack = standing.of(chain.epoch);
            let holds = match ack {
                Some(ack) => ack.sequence <= chain.last && self.till.is_mine(chain.epoch, ack.sequence, ack.head)?,
                None => true,
            };
            if holds {
                self.till.acknowledge(chain.epoch, ack)?;
            } else {
                // of an epoch that ended it may have more, which comes with the feed, or another history: what is pushed again tells
                is_mine &= !chain.is_current;
            }
        }
        self.known.is_mine = is_mine;
        self.known.standing = Some(standing);
        self.look()
    }

    /// What the till says by itself.
    fn look(&mut self) -> Result<(), Trouble> {
        let complete = |chain: Chain| {
            let is_settled = self.forked.contains(&chain.epoch);
            Chain { acknowledged: if is_settled { chain.last } else { chain.acknowledged }, ..chain }
        };
        self.known.chains = self.till.chains()?.into_iter().map(complete).collect();
        self.known.has_keys_to_send = !self.till.keys_to_send()?.is_empty();
        self.known.keys_at = self.till.keys_at()?;
        Ok(())
    }

    fn forked(&self) -> Trouble {
        let ack = self.current().and_then(|chain| self.known.standing.as_ref()?.of(chain.epoch));
        Trouble::Forked { sequence: ack.map_or(0, |ack| ack.sequence) }
    }

    fn send_keys(&mut self) -> Result<(), Trouble> {
        let keys = self.till.keys_to_send()?;
        let change = self.office.send_keys(&keys)?;
        self.till.keys_sent(&keys, change)?;
        self.look()
    }

    fn push(&mut self, epoch: Id, first: i64) -> Result<(), Trouble> {
        let range = self.till.range(epoch, first)?;
        self.send_blobs(&range)?;
        match self.office.push(&range)? {
            Answer::Kept { ack, stored, quarantined, .. } => {
                self.trust(&ack, epoch)?;
                self.till.acknowledge(epoch, Some(&ack))?;
                self.done.pushed += stored;
                self.done.quarantined += quarantined.len();
                self.look()
            }
            // it was put back meanwhile, or another round was in between: ask again where it stands
            Answer::Gap { .. } => {
                self.known.standing = None;
                Ok(())
            }
            Answer::Forked { standing, .. } if self.current().is_none_or(|chain| chain.epoch == epoch) => {
                Err(Trouble::Forked { sequence: standing.sequence })
            }
            // of an epoch that ended both histories are with head office now, and a person is told
            Answer::Forked { .. } => {
                self.forked.insert(epoch);
                self.look()
            }
        }
    }

    fn trust(&self, ack: &Ack, epoch: Id) -> Result<(), Trouble> {
        let last = self.known.chains.iter().find(|chain| chain.epoch == epoch).map_or(0, |chain| chain.last);
        // what it has beyond this device, only its own key can say
        let is_mine = ack.sequence > last || self.till.is_mine(epoch, ack.sequence, ack.head)?;
        if ack.epoch == epoch && ack.is_of(self.key) && is_mine { Ok(()) } else { Err(Trouble::NotItsKey) }
    }

    /// Before the entry that names it, so that nobody waits for an attachment for longer than its maker was away.
    fn send_blobs(&self, range: &Range) -> Result<(), Trouble> {
        for name in range.entries.iter().filter_map(|signed| attachment(&signed.bytes)) {
            if !self.office.has_blob(&name)?
                && let Some(bytes) = self.till.blob(&name)?
            {
                self.office.send_blob(&name, &bytes)?;
            }
        }
        Ok(())
    }

    fn take_keys(&mut self) -> Result<(), Trouble> {
        let keys = self.office.keys(self.till.keys_at()?)?;
        self.till.take_keys(&keys)?;
        self.look()?;
        // what it had when it was asked is here now, also where its count was put back
        self.known.keys_at = self.known.keys_at.max(self.known.standing.as_ref().map_or(0, |standing| standing.keys_at));
        Ok(())
    }

    fn pull(&mut self, go_on: &dyn Fn() -> bool) -> Result<(), Trouble> {
        let own = self.current().map_or_else(Id::nil, |chain| chain.epoch);
        let page = self.office.pull(self.till.cursor()?, own)?;
        // another till was quicker than this round: its keys come before its entries here too
        if page.keys_at > self.known.keys_at {
            self.take_keys()?;
        }
        self.done.received += self.till.receive(&page, go_on)?;
        self.known.is_read = !page.more;
        if self.known.is_read {
            self.known.blobs_missing = !self.till.missing_blobs()?.is_empty();
        }
        Ok(())
    }

    fn fetch_blobs(&mut self) -> Result<(), Trouble> {
        for name in self.till.missing_blobs()? {
            if let Some(bytes) = self.office.blob(&name)? {
                self.till.keep_blob(&name, &bytes)?;
            }
        }
        self.known.blobs_asked = true;
        Ok(())
    }
}

/// The file that an entry names.
fn attachment(bytes: &[u8]) -> Option<String> {
    match Entry::from_hashed_bytes(bytes).ok()?.fact {
        Fact::BulkImported(bulk) => Some(bulk.sha256),
        Fact::ShopConfigured(shop) => shop.logo,
        _ => None,
    }
}
