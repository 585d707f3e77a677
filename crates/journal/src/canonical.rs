//! Canonical JSON (RFC 8785) for values without floats: one value has one sequence of bytes, so a hash of the bytes is a hash of the fact.
//!
//! Members are sorted by UTF-16 code units and written without space. Floats and duplicate members are refused, on reading as on writing.

use std::fmt;

use serde::de::{self, Deserialize, Deserializer, MapAccess, SeqAccess, Visitor};
use serde_json::{Map, Number, Value};

#[derive(Debug, thiserror::Error)]
pub enum NotCanonical {
    #[error("not JSON, or JSON with a float or a duplicate member: {0}")]
    Malformed(#[from] serde_json::Error),
    #[error("a number is not an integer within ±(2^53−1)")]
    Float,
    #[error("the bytes are not the canonical form of what they say")]
    OtherForm,
}

pub fn to_bytes(value: &Value) -> Result<Vec<u8>, NotCanonical> {
    let mut bytes = Vec::with_capacity(1024);
    write(value, &mut bytes)?;
    Ok(bytes)
}

fn write(value: &Value, out: &mut Vec<u8>) -> Result<(), NotCanonical> {
    match value {
        Value::Number(number) => write_integer(number, out),
        Value::Array(items) => write_list(items.iter(), *b"[]", out, write),
        Value::Object(members) => {
            let mut sorted: Vec<_> = members.iter().collect();
            sorted.sort_by(|(a, _), (b, _)| by_utf16(a, b));
            write_list(sorted.into_iter(), *b"{}", out, |(name, value), out| {
                serde_json::to_writer(&mut *out, name)?;
                out.push(b':');
                write(value, out)
            })
        }
        // serde_json escapes strings just as RFC 8785 asks: short escapes, lower-case \u00xx, nothing else.
        text_or_constant => Ok(serde_json::to_writer(out, text_or_constant)?),
    }
}

/// The same as the order of bytes, but for characters beyond the basic plane.
fn by_utf16(a: &str, b: &str) -> std::cmp::Ordering {
    if a.is_ascii() || b.is_ascii() { a.cmp(b) } else { a.encode_utf16().cmp(b.encode_utf16()) }
}

fn write_list<T>(
    items: impl Iterator<Item = T>,
    [open, close]: [u8; 2],
    out: &mut Vec<u8>,
    mut each: impl FnMut(T, &mut Vec<u8>) -> Result<(), NotCanonical>,
) -> Result<(), NotCanonical> {
    out.push(open);
    for (index, item) in items.enumerate() {
        if index > 0 {
            out.push(b',');
        }
        each(item, out)?;
    }
    out.push(close);
    Ok(())
}

fn write_integer(number: &Number, out: &mut Vec<u8>) -> Result<(), NotCanonical> {
    let value = number.as_i64().filter(|value| value.abs() <= domain::units::LARGEST).ok_or(NotCanonical::Float)?;
    Ok(serde_json::to_writer(out, &value)?)
}

/// Reads bytes whose hash is known to be right: whoever hashed them had checked their form.
pub fn from_hashed_bytes(bytes: &[u8]) -> Result<Value, NotCanonical> {
    let Strict(value) = serde_json::from_slice(bytes)?;
    Ok(value)
}

/// Reads bytes that must be canonical already: what is hashed is what is read.
pub fn from_bytes(bytes: &[u8]) -> Result<Value, NotCanonical> {
    let value = from_hashed_bytes(bytes)?;
    if to_bytes(&value)? == bytes { Ok(value) } else { Err(NotCanonical::OtherForm) }
}

/// A JSON value without floats and without duplicate members.
struct Strict(Value);

impl<'de> Deserialize<'de> for Strict {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(StrictVisitor).map(Strict)
    }
}

struct StrictVisitor;

impl<'de> Visitor<'de> for StrictVisitor {
    type Value = Value;

    fn expecting(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("a JSON value whose numbers are integers")
    }

    fn visit_unit<E>(self) -> Result<Value, E> {
        Ok(Value::Null)
    }

    fn visit_bool<E>(self, value: bool) -> Result<Value, E> {
        Ok(value.into())
    }

    fn visit_i64<E>(self, value: i64) -> Result<Value, E> {
        Ok(value.into())
    }

    fn visit_u64<E>(self, value: u64) -> Result<Value, E> {
        Ok(value.into())
    }

    fn visit_str<E>(self, value: &str) -> Result<Value, E> {
        Ok(value.into())
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut items: A) -> Result<Value, A::Error> {
        let mut list = Vec::new();
        while let Some(Strict(item)) = items.next_element()? {
            list.push(item);
        }
        Ok(list.into())
    }

    fn visit_map<A: MapAccess<'de>>(self, mut members: A) -> Result<Value, A::Error> {
        let mut map = Map::new();
        while let Some((name, Strict(value))) = members.next_entry::<String, Strict>()? {
            if map.insert(name, value).is_some() {
                return Err(de::Error::custom("a member stands twice"));
            }
        }
        Ok(map.into())
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use serde_json::json;

    use super::*;

    #[test]
    fn members_are_sorted_by_utf_16_and_nothing_is_spaced() {
        // RFC 8785, 3.2.3: the order of the sorting example.
        let value = json!({"€": 1, "\r": 2, "\u{fb33}": 3, "1": 4, "😀": 5, "\u{80}": 6, "ö": 7});
        let text = String::from_utf8(to_bytes(&value).unwrap()).unwrap();
        assert_eq!(text, "{\"\\r\":2,\"1\":4,\"\u{80}\":6,\"ö\":7,\"€\":1,\"😀\":5,\"\u{fb33}\":3}");
    }

    #[test]
    fn floats_duplicates_and_other_forms_are_refused() {
        for text in [
            r#"{"a":1.5}"#,
            r#"{"a":1,"a":2}"#,
            r#"{"b":1,"a":2}"#,
            r#"{"a": 1}"#,
            r#"{"a":9007199254740992}"#,
            r#"{"a":1e2}"#,
            r#"{"a":-0}"#,
        ] {
            assert!(from_bytes(text.as_bytes()).is_err(), "{text} is not canonical");
        }
    }

    fn any_value() -> impl Strategy<Value = Value> {
        let leaf = prop_oneof![
            Just(Value::Null),
            any::<bool>().prop_map(Value::from),
            (-domain::units::LARGEST..=domain::units::LARGEST).prop_map(Value::from),
            "\\PC{0,12}|[\u{0}-\u{1f}]{0,4}".prop_map(Value::from),
        ];
        leaf.prop_recursive(4, 40, 6, |inner| {
            prop_oneof![
                prop::collection::vec(inner.clone(), 0..6).prop_map(Value::from),
                prop::collection::btree_map("\\PC{0,6}", inner, 0..6).prop_map(|map| Value::Object(map.into_iter().collect())),
            ]
        })
    }

    proptest! {
        #[test]
        fn a_value_and_its_bytes_are_one(value in any_value()) {
            let bytes = to_bytes(&value).unwrap();
            prop_assert_eq!(from_bytes(&bytes).unwrap(), value);
        }
    }
}
