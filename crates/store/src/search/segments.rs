//! Product numbers of a word, in segments: small enough to rewrite when a product is added, large enough to read a word in few steps.

pub const SIZE: i64 = 1 << 14;

#[must_use]
pub fn segment_of(product: i64) -> i64 {
    product / SIZE
}

#[must_use]
pub fn offset_of(product: i64) -> u16 {
    u16::try_from(product % SIZE).unwrap_or(0)
}

#[must_use]
pub fn encode(offsets: &[u16]) -> Vec<u8> {
    offsets.iter().flat_map(|offset| offset.to_le_bytes()).collect()
}

pub fn decode(bytes: &[u8]) -> impl Iterator<Item = u16> + '_ {
    bytes.chunks_exact(2).map(|pair| u16::from_le_bytes([pair[0], pair[1]]))
}

/// Both, sorted, each once.
#[must_use]
pub fn merge(stored: &[u8], added: &[u16]) -> Vec<u16> {
    let mut all: Vec<u16> = decode(stored).chain(added.iter().copied()).collect();
    all.sort_unstable();
    all.dedup();
    all
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn segments_survive_their_bytes_and_hold_each_product_once() {
        let stored = encode(&[1, 5, 16_383]);
        assert_eq!(decode(&stored).collect::<Vec<_>>(), [1, 5, 16_383]);
        assert_eq!(merge(&stored, &[5, 3]), [1, 3, 5, 16_383]);
        assert_eq!((segment_of(40_000), offset_of(40_000)), (2, 7_232));
    }
}
