//! The lines that a receipt carries, signed by the till that printed it. Any till of the shop knows the keys of the others from their first
//! entries, so it can trust such a receipt before it has heard of the sale.

use data_encoding::BASE32_NOPAD;
use domain::carried::Carried;
use domain::receipt_code::ReceiptCode;

use crate::chain::{Hash, SigningKey, VerifyingKey};

const SIGNATURE: usize = 64;
/// No entry begins so: what is signed here is never taken for a link of a chain.
const BEGINS: Hash = Hash(*b"mostrador: a receipt and its own");
/// A longer one makes a square that does not scan from a narrow roll.
const MOST_TEXT: usize = 640;

/// The receipt's code with what it carries, if that fits.
#[must_use]
pub fn sign(code: ReceiptCode, carried: &Carried, key: &SigningKey) -> ReceiptCode {
    let Ok(body) = postcard::to_allocvec(carried) else { return code };
    let mut bytes = key.sign(hash(&code, &body)).to_vec();
    bytes.extend_from_slice(&body);
    let signed = ReceiptCode { lines: Some(BASE32_NOPAD.encode(&bytes)), ..code.clone() };
    if signed.to_string().len() > MOST_TEXT { code } else { signed }
}

/// What a receipt carries, if one of these keys has signed it.
pub fn open(code: &ReceiptCode, keys: &[VerifyingKey]) -> Option<Carried> {
    let bytes = BASE32_NOPAD.decode(code.lines.as_ref()?.as_bytes()).ok()?;
    let (signature, body) = bytes.split_at_checked(SIGNATURE)?;
    let hash = hash(code, body);
    keys.iter().any(|key| key.has_signed(hash, signature)).then(|| postcard::from_bytes(body).ok())?
}

/// Of all that paper says: number, date and total cannot be changed either.
fn hash(code: &ReceiptCode, body: &[u8]) -> Hash {
    let head = ReceiptCode { lines: None, ..code.clone() }.to_string();
    BEGINS.next(&[head.as_bytes(), b"\n", body].concat())
}
