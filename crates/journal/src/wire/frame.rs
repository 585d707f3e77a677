//! Frames: entries packed for the way. `MOS`, a version, the dictionary's number, the length before packing, then one zstd frame with its own
//! checksum. A frame that was cut, changed, or that would unpack to more than is allowed is refused as a whole.

use domain::Id;
use serde::{Deserialize, Serialize, de::DeserializeOwned};

use super::{Cursor, Fed, Page, Range, Signed};
use crate::codec;

const MAGIC: &[u8; 3] = b"MOS";
const VERSION: u8 = 1;
const HEAD: usize = 9;
/// Packed. A range of many entries is far below it; one entry of the largest size is not above.
pub const LARGEST_FRAME: usize = 17 << 20;
pub const LARGEST_UNPACKED: usize = codec::LARGEST_ENTRY + (1 << 20);

#[derive(Debug, thiserror::Error, PartialEq, Eq)]
pub enum Malformed {
    #[error("not a frame")]
    NotAFrame,
    #[error("a frame of version {0}, which this program does not know")]
    Version(u8),
    #[error("the frame would be too large: {0} bytes")]
    TooLarge(usize),
    #[error("the frame is damaged")]
    Damaged,
}

/// Bodies before signatures: what is alike lies together, and packs well.
#[derive(Serialize, Deserialize)]
struct WrittenRange {
    device: Id,
    epoch: Id,
    first: i64,
    bodies: Vec<Vec<u8>>,
    signatures: Vec<u8>,
}

#[derive(Serialize, Deserialize)]
struct WrittenPage {
    feed: Id,
    position: i64,
    more: bool,
    keys_at: i64,
    fed: Vec<(i64, WrittenRange)>,
}

impl From<&Range> for WrittenRange {
    fn from(range: &Range) -> Self {
        Self {
            device: range.device,
            epoch: range.epoch,
            first: range.first,
            bodies: range.entries.iter().map(|signed| signed.bytes.clone()).collect(),
            signatures: range.entries.iter().flat_map(|signed| signed.signature).collect(),
        }
    }
}

impl TryFrom<WrittenRange> for Range {
    type Error = Malformed;
    fn try_from(written: WrittenRange) -> Result<Self, Malformed> {
        let WrittenRange { device, epoch, first, bodies, signatures } = written;
        let (signatures, rest) = signatures.as_chunks::<64>();
        if signatures.len() != bodies.len() || !rest.is_empty() || first < 1 {
            return Err(Malformed::Damaged);
        }
        let entries = bodies.into_iter().zip(signatures).map(|(bytes, &signature)| Signed { bytes, signature }).collect();
        Ok(Self { device, epoch, first, entries })
    }
}

impl Range {
    #[must_use]
    pub fn to_frame(&self) -> Vec<u8> {
        pack(&WrittenRange::from(self))
    }

    pub fn from_frame(frame: &[u8]) -> Result<Self, Malformed> {
        unpack::<WrittenRange>(frame)?.try_into()
    }
}

impl Page {
    #[must_use]
    pub fn to_frame(&self) -> Vec<u8> {
        let fed = self.fed.iter().map(|fed| (fed.received_at_ms, WrittenRange::from(&fed.range))).collect();
        pack(&WrittenPage { feed: self.next.feed, position: self.next.position, more: self.more, keys_at: self.keys_at, fed })
    }

    pub fn from_frame(frame: &[u8]) -> Result<Self, Malformed> {
        let WrittenPage { feed, position, more, keys_at, fed } = unpack(frame)?;
        let fed = fed.into_iter().map(|(received_at_ms, range)| Ok(Fed { received_at_ms, range: range.try_into()? }));
        Ok(Self { next: Cursor { feed, position }, more, keys_at, fed: fed.collect::<Result<_, Malformed>>()? })
    }
}

fn pack(content: &impl Serialize) -> Vec<u8> {
    let plain = postcard::to_allocvec(content).expect("these types are always written");
    let mut frame = MAGIC.to_vec();
    frame.extend([VERSION, u8::try_from(codec::DICTIONARY).expect("dictionaries are few")]);
    frame.extend(u32::try_from(plain.len()).expect("a frame is far below 4 GiB").to_le_bytes());
    frame.extend(codec::pack_for_the_way(&plain));
    frame
}

fn unpack<T: DeserializeOwned>(frame: &[u8]) -> Result<T, Malformed> {
    let (head, packed) = frame.split_at_checked(HEAD).ok_or(Malformed::NotAFrame)?;
    let &[m, o, s, version, dictionary, a, b, c, d] = head else { return Err(Malformed::NotAFrame) };
    if &[m, o, s] != MAGIC {
        return Err(Malformed::NotAFrame);
    }
    if version != VERSION {
        return Err(Malformed::Version(version));
    }
    let length = usize::try_from(u32::from_le_bytes([a, b, c, d])).unwrap_or(usize::MAX);
    if length > LARGEST_UNPACKED || frame.len() > LARGEST_FRAME {
        return Err(Malformed::TooLarge(length.max(frame.len())));
    }
    let plain = codec::unpack_of(i64::from(dictionary), packed, length).map_err(|_| Malformed::Damaged)?;
    if plain.len() != length {
        return Err(Malformed::Damaged);
    }
    match postcard::take_from_bytes(&plain) {
        Ok((content, [])) => Ok(content),
        _ => Err(Malformed::Damaged),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn range(entries: usize) -> Range {
        let signed =
            |n: usize| Signed { bytes: format!("{{\"sequence\":{n},\"kind\":\"sale.completed\"}}").into_bytes(), signature: [7; 64] };
        Range { device: Id::from_u128(1), epoch: Id::from_u128(2), first: 5, entries: (0..entries).map(signed).collect() }
    }

    #[test]
    fn a_frame_is_read_as_it_was_written() {
        for entries in [0, 1, 500] {
            assert_eq!(Range::from_frame(&range(entries).to_frame()), Ok(range(entries)));
        }
        let page = Page {
            next: Cursor { feed: Id::from_u128(3), position: 9 },
            more: true,
            keys_at: 12,
            fed: vec![Fed { range: range(3), received_at_ms: 77 }, Fed { range: range(1), received_at_ms: 78 }],
        };
        assert_eq!(Page::from_frame(&page.to_frame()), Ok(page));
    }

    #[test]
    fn cut_at_any_byte_or_with_any_bit_changed_it_is_refused_as_a_whole() {
        let frame = range(20).to_frame();
        for cut in 0..frame.len() {
            assert!(Range::from_frame(&frame[..cut]).is_err(), "cut at {cut}");
        }
        for at in 0..frame.len() {
            let mut changed = frame.clone();
            changed[at] ^= 0x10;
            // one bit of zstd's own header says nothing
            let read = Range::from_frame(&changed);
            assert!(read.is_err() || read == Ok(range(20)), "changed at {at}");
        }
    }

    #[test]
    fn a_frame_that_would_unpack_to_more_than_it_says_or_may_is_refused() {
        let bomb = pack(&vec![0_u8; LARGEST_UNPACKED + 1]);
        assert!(bomb.len() < 100_000);
        assert!(matches!(Range::from_frame(&bomb), Err(Malformed::TooLarge(_))));
        let mut liar = bomb;
        liar[5..9].copy_from_slice(&1000_u32.to_le_bytes());
        assert_eq!(Range::from_frame(&liar), Err(Malformed::Damaged));
    }
}
