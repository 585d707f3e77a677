//! What crosses machines: the envelope of an entry, its canonical bytes, the chain, the signature, sealed texts, the logical clock, the witness.
//!
//! Every till in the field reads these bytes, so golden files pin them. No I/O.

pub mod canonical;
pub mod carried;
pub mod chain;
pub mod clock;
pub mod codec;
pub mod envelope;
pub mod ingest;
pub mod seal;
pub mod wire;
pub mod witness;

pub use chain::{Hash, Head, SigningKey, VerifyingKey};
pub use clock::Clock;
pub use envelope::{Entry, EntryId};
