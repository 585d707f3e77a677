//! Names of copies. A name says which link of which chain the copy ends with, so that a listing alone tells how far a folder has come.

use chrono::{DateTime, NaiveDateTime};
use domain::Id;

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// The whole database.
    Full { at_ms: i64 },
    /// Entries of one epoch, from this sequence on.
    Segment { from: i64 },
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Name {
    pub kind: Kind,
    pub epoch: Id,
    /// The last sequence of that epoch in the copy.
    pub to: i64,
    /// How the hash of that entry begins, hex.
    pub hash: String,
    pub is_sealed: bool,
}

const AT: &str = "%Y%m%dT%H%M%SZ";
pub const HASH_DIGITS: usize = 16;
const SEALED: &str = ".age";

impl Name {
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        let (text, is_sealed) = text.strip_suffix(SEALED).map_or((text, false), |text| (text, true));
        let (stem, ending) = text.split_once('.')?;
        let parts: Vec<&str> = stem.split('-').collect();
        let (kind, epoch, to, hash) = match (&parts[..], ending) {
            (["full", at, epoch, to, hash], "db") => (Kind::Full { at_ms: parse_instant(at)? }, epoch, to, hash),
            (["segment", epoch, from, to, hash], "journal") => (Kind::Segment { from: from.parse().ok()? }, epoch, to, hash),
            _ => return None,
        };
        let is_hash = hash.len() == HASH_DIGITS && hash.bytes().all(|it| it.is_ascii_hexdigit());
        is_hash.then_some(())?;
        Some(Self { kind, epoch: Id::try_parse(epoch).ok()?, to: to.parse().ok()?, hash: (*hash).to_owned(), is_sealed })
    }

    #[must_use]
    pub fn sealed(&self, is_sealed: bool) -> Self {
        Self { is_sealed, ..self.clone() }
    }

    #[must_use]
    pub fn at_ms(&self) -> Option<i64> {
        if let Kind::Full { at_ms } = self.kind { Some(at_ms) } else { None }
    }
}

fn parse_instant(text: &str) -> Option<i64> {
    Some(NaiveDateTime::parse_from_str(text, AT).ok()?.and_utc().timestamp_millis())
}

/// As file names say it: it sorts.
#[must_use]
pub fn instant(at_ms: i64) -> String {
    DateTime::from_timestamp_millis(at_ms).unwrap_or_default().format(AT).to_string()
}

impl std::fmt::Display for Name {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let Self { kind, epoch, to, hash, is_sealed } = self;
        let epoch = epoch.simple();
        match kind {
            Kind::Full { at_ms } => write!(formatter, "full-{}-{epoch}-{to:09}-{hash}.db", instant(*at_ms))?,
            Kind::Segment { from } => write!(formatter, "segment-{epoch}-{from:09}-{to:09}-{hash}.journal")?,
        }
        formatter.write_str(if *is_sealed { SEALED } else { "" })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_reads_back_and_nothing_else_is_one() {
        let full = Name {
            kind: Kind::Full { at_ms: 1_795_392_000_000 },
            epoch: Id::from_u128(7),
            to: 812,
            hash: "00ff00ff00ff00ff".to_owned(),
            is_sealed: false,
        };
        let segment = Name { kind: Kind::Segment { from: 3 }, ..full.clone() };
        for name in [full.clone(), full.sealed(true), segment.clone(), segment.sealed(true)] {
            assert_eq!(Name::parse(&name.to_string()), Some(name));
        }
        for other in ["full.db", "making.db", "segment-7-1-2-zz.journal", "full-2026-7-1-00ff00ff00ff00ff.db", ""] {
            assert_eq!(Name::parse(other), None, "{other}");
        }
    }
}
