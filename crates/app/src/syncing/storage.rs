//! The till's journal as sync needs it. Everything here goes in the lane below sales, in short pieces.

use std::sync::{Arc, Weak};

use domain::Id;
use journal::Hash;
use journal::wire::{Ack, Cursor, Fed, KeyChange, Keys, Page, Range, Signed, Told};
use sha2::{Digest, Sha256};
use store::{Connection, Lane, Store, StoreError, Tx, syncing};
use sync::{Chain, Till, Trouble};

/// Held for as long as an answer takes and no longer: a line that hangs must not keep a program that is closed from letting go of its files.
pub struct Storage(pub(super) Weak<Store>);

/// Entries of others that are projected in one piece: a few milliseconds.
const PIECE: usize = 24;

fn failed(error: StoreError) -> Trouble {
    Trouble::Storage(error.to_string())
}

fn pepper_name(pepper: &str) -> String {
    format!("pepper:{}", hex::encode(Sha256::digest(pepper.as_bytes())))
}

fn erased_name(person: &Id) -> String {
    format!("erased:{person}")
}

/// What of these keys head office is known to have, by name.
fn names(keys: &Keys) -> Vec<String> {
    let peppers = keys.peppers.iter().map(|pepper| pepper_name(pepper));
    keys.sealing.keys().cloned().chain(peppers).chain(keys.erased.iter().map(erased_name)).collect()
}

impl Storage {
    #[must_use]
    pub fn of(store: &Arc<Store>) -> Self {
        Self(Arc::downgrade(store))
    }

    fn store(&self) -> Result<Arc<Store>, Trouble> {
        self.0.upgrade().ok_or(Trouble::Stopped)
    }

    fn read<T>(&self, act: impl FnOnce(&Connection) -> Result<T, StoreError>) -> Result<T, Trouble> {
        self.store()?.read(act).map_err(failed)
    }

    fn write<T: Send + 'static>(&self, act: impl FnOnce(&mut Tx<'_>) -> Result<T, StoreError> + Send + 'static) -> Result<T, Trouble> {
        self.store()?.write(Lane::Sync, act).map_err(failed)
    }

    fn chain(&self, epoch: Id) -> Result<syncing::Chain, Trouble> {
        let chains = self.read(syncing::chains)?;
        chains.into_iter().find(|chain| chain.epoch == epoch).ok_or_else(|| Trouble::Storage("an epoch is not here".to_owned()))
    }

    /// What stands here in another form is a fork: head office has both and tells a person; what follows it has no place here.
    fn receive_piece(&self, fed: Fed) -> Result<usize, Trouble> {
        let epoch = fed.range.epoch;
        match self.store()?.write(Lane::Sync, move |tx| tx.receive_fed(&fed)) {
            Err(StoreError::BrokenChain(why)) => {
                tracing::error!(%epoch, why, "Entries of another history are left with head office");
                Ok(0)
            }
            other => other.map_err(failed),
        }
    }
}

/// The same in pieces that a sale can wait for.
fn pieces(fed: &Fed) -> impl Iterator<Item = Fed> {
    let Fed { range: Range { device, epoch, first, entries }, received_at_ms } = fed;
    let piece = |(first, entries): (i64, &[Signed])| Fed {
        range: Range { device: *device, epoch: *epoch, first, entries: entries.to_vec() },
        received_at_ms: *received_at_ms,
    };
    (*first..).step_by(PIECE).zip(entries.chunks(PIECE)).map(piece)
}

impl Till for Storage {
    fn chains(&self) -> Result<Vec<Chain>, Trouble> {
        let chain = |chain: syncing::Chain| Chain {
            epoch: chain.epoch,
            last: chain.head.sequence,
            acknowledged: chain.acknowledged,
            is_current: chain.is_current,
        };
        Ok(self.read(syncing::chains)?.into_iter().map(chain).collect())
    }

    fn is_mine(&self, epoch: Id, sequence: i64, hash: Hash) -> Result<bool, Trouble> {
        let chain = self.chain(epoch)?;
        self.read(|conn| syncing::is_mine(conn, &chain, sequence, hash))
    }

    fn range(&self, epoch: Id, first: i64) -> Result<Range, Trouble> {
        let chain = self.chain(epoch)?;
        self.read(|conn| syncing::range(conn, &chain, first))
    }

    fn acknowledge(&self, epoch: Id, ack: Option<&Ack>) -> Result<(), Trouble> {
        let (chain, ack) = (self.chain(epoch)?, ack.copied());
        // a round that changes nothing writes nothing
        if chain.acknowledged == ack.map_or(0, |ack| ack.sequence) {
            return Ok(());
        }
        self.write(move |tx| syncing::acknowledge(tx, &chain, ack.as_ref()))
    }

    fn told(&self) -> Result<Told, Trouble> {
        self.read(syncing::told)
    }

    fn note_feed(&self, feed: Id) -> Result<bool, Trouble> {
        let known = self.read(syncing::feed)?;
        if known != Some(feed) {
            self.write(move |tx| syncing::save_feed(tx, feed))?;
        }
        Ok(known.is_some_and(|known| known != feed))
    }

    fn cursor(&self) -> Result<Cursor, Trouble> {
        self.read(syncing::cursor)
    }

    fn receive(&self, page: &Page, go_on: &dyn Fn() -> bool) -> Result<usize, Trouble> {
        let mut new = 0;
        for piece in page.fed.iter().flat_map(pieces) {
            if !go_on() {
                return Err(Trouble::Stopped);
            }
            new += self.receive_piece(piece)?;
        }
        if self.cursor()? != page.next {
            let next = page.next;
            self.write(move |tx| syncing::save_cursor(tx, next))?;
        }
        Ok(new)
    }

    fn keys_to_send(&self) -> Result<Keys, Trouble> {
        let sent = self.read(syncing::sent_keys)?;
        let mut keys = self.store()?.keys().to_share();
        keys.sealing.retain(|name, _| !sent.contains(name));
        keys.peppers.retain(|pepper| !sent.contains(&pepper_name(pepper)));
        keys.erased.retain(|person| !sent.contains(&erased_name(person)));
        Ok(keys)
    }

    fn keys_sent(&self, keys: &Keys, change: KeyChange) -> Result<(), Trouble> {
        let names = names(keys);
        self.write(move |tx| {
            syncing::keys_sent(tx, &names)?;
            syncing::save_key_change(tx, change)
        })
    }

    fn forget_keys_sent(&self) -> Result<(), Trouble> {
        self.write(|tx| syncing::forget_keys_sent(tx))
    }

    fn keys_at(&self) -> Result<i64, Trouble> {
        self.read(syncing::keys_at)
    }

    fn take_keys(&self, keys: &Keys) -> Result<(), Trouble> {
        let known = self.store()?.keys().erased();
        self.store()?.keys().take(keys).map_err(failed)?;
        for person in keys.erased.iter().filter(|person| !known.contains(*person)) {
            self.store()?.erase(*person).map_err(failed)?;
        }
        let (names, at) = (names(keys), keys.at);
        self.write(move |tx| {
            syncing::keys_sent(tx, &names)?;
            syncing::save_keys_at(tx, at)
        })
    }

    fn blob(&self, sha256: &str) -> Result<Option<Vec<u8>>, Trouble> {
        match self.store()?.place().blobs().read(sha256) {
            Ok(bytes) => Ok(Some(bytes)),
            Err(StoreError::File(error)) if error.kind() == std::io::ErrorKind::NotFound => Ok(None),
            Err(error) => Err(failed(error)),
        }
    }

    fn missing_blobs(&self) -> Result<Vec<String>, Trouble> {
        let blobs = self.store()?.place().blobs();
        self.read(|conn| syncing::missing_blobs(conn, |sha256| blobs.path_of(sha256).exists()))
    }

    fn keep_blob(&self, sha256: &str, bytes: &[u8]) -> Result<(), Trouble> {
        if hex::encode(Sha256::digest(bytes)) != sha256 {
            return Err(Trouble::NotHeadOffice("an attachment is not what its name says".to_owned()));
        }
        self.store()?.place().blobs().keep(bytes).map(drop).map_err(failed)?;
        // an import that waited for it goes on
        self.store()?.catch_up_wholly().map_err(failed)
    }
}
