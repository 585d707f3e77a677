//! How an entry's bytes rest on a disk. The codec's number stands beside them, so that a later dictionary does not touch what is stored.

use std::cell::RefCell;
use std::sync::LazyLock;

use zstd::bulk::{Compressor, Decompressor};
use zstd::dict::{DecoderDictionary, EncoderDictionary};

pub const PLAIN: i64 = 0;
pub const ZSTD_1: i64 = 1;
/// The number of the newest dictionary.
pub const DICTIONARY: i64 = ZSTD_1;

/// Trained on sales of one to thirty lines and on product edits. Never edited: a better one gets the next number.
static DICTIONARY_1: &[u8] = include_bytes!("../dictionaries/entries.1.dict");

pub const LARGEST_ENTRY: usize = 16 << 20;
/// The fastest: the dictionary does most of the work, and a customer waits.
const LEVEL: i32 = 1;

static ENCODER: LazyLock<EncoderDictionary<'static>> = LazyLock::new(|| EncoderDictionary::copy(DICTIONARY_1, LEVEL));
static DECODER: LazyLock<DecoderDictionary<'static>> = LazyLock::new(|| DecoderDictionary::copy(DICTIONARY_1));

#[derive(Debug, thiserror::Error)]
pub enum NotPacked {
    #[error("codec {0} is not known")]
    Unknown(i64),
    #[error("what was packed is damaged: {0}")]
    Damaged(#[from] std::io::Error),
}

thread_local! {
    static COMPRESSOR: RefCell<Compressor<'static>> =
        RefCell::new(Compressor::with_prepared_dictionary(&ENCODER).expect("the dictionary is part of the program"));
    static DECOMPRESSOR: RefCell<Decompressor<'static>> =
        RefCell::new(Decompressor::with_prepared_dictionary(&DECODER).expect("the dictionary is part of the program"));
}

#[must_use]
pub fn pack(bytes: &[u8]) -> (i64, Vec<u8>) {
    match COMPRESSOR.with_borrow_mut(|compressor| compressor.compress(bytes)) {
        Ok(packed) if packed.len() < bytes.len() => (ZSTD_1, packed),
        _ => (PLAIN, bytes.to_vec()),
    }
}

/// Nothing larger than [`LARGEST_ENTRY`] is unpacked, whatever it says of itself.
pub fn unpack(codec: i64, packed: &[u8]) -> Result<Vec<u8>, NotPacked> {
    match codec {
        PLAIN => Ok(packed.to_vec()),
        ZSTD_1 => {
            let size = zstd::zstd_safe::get_frame_content_size(packed).ok().flatten().unwrap_or(0);
            let size = usize::try_from(size).unwrap_or(usize::MAX).min(LARGEST_ENTRY);
            Ok(DECOMPRESSOR.with_borrow_mut(|decompressor| decompressor.decompress(packed, size))?)
        }
        other => Err(NotPacked::Unknown(other)),
    }
}

/// Better than at rest: what travels is packed once, and lines are slow.
const LEVEL_FOR_THE_WAY: i32 = 6;

/// Many entries as one, with a checksum.
#[must_use]
pub fn pack_for_the_way(bytes: &[u8]) -> Vec<u8> {
    let packed = Compressor::with_dictionary(LEVEL_FOR_THE_WAY, DICTIONARY_1).and_then(|mut compressor| {
        compressor.include_checksum(true)?;
        compressor.compress(bytes)
    });
    packed.expect("packing into memory does not fail")
}

/// With the dictionary of that number, and never to more than `most` bytes.
pub fn unpack_of(dictionary: i64, packed: &[u8], most: usize) -> Result<Vec<u8>, NotPacked> {
    if dictionary != DICTIONARY {
        return Err(NotPacked::Unknown(dictionary));
    }
    Ok(DECOMPRESSOR.with_borrow_mut(|decompressor| decompressor.decompress(packed, most))?)
}
