//! The vocabulary as an automaton can walk it. Words newer than it are few, and are looked at one by one until it is built again.

use std::sync::{Arc, Mutex, PoisonError};

use fst::{IntoStreamer, Map, Streamer};
use levenshtein_automata::{DFA, Distance, LevenshteinAutomatonBuilder};
use rusqlite::Connection;

use crate::StoreError;

#[derive(Default)]
pub struct Vocabulary {
    built: Mutex<Option<Arc<Built>>>,
    typos: Typos,
}

/// Tables for one and for two typos; a swap of neighbours is one.
struct Typos([LevenshteinAutomatonBuilder; 3]);

impl Default for Typos {
    fn default() -> Self {
        Self([0, 1, 2].map(|typos| LevenshteinAutomatonBuilder::new(typos, true)))
    }
}

struct Built {
    map: Map<Vec<u8>>,
    newest: i64,
}

const MOST_FRESH: i64 = 2_000;
/// Of all the words that may be meant, the nearest.
const MOST_EXPANSIONS: usize = 128;

/// How far a word is from what was typed: nothing, the rest of the word, typos, typos and the rest.
const PREFIX: u8 = 1;
const TYPO: u8 = 3;
const TYPO_PREFIX: u8 = 4;

/// Typos allowed in a whole word, and in the beginning of one. Very short words are typed right, and three letters begin too many.
fn typos_allowed(word: &str) -> (usize, usize) {
    match word.chars().count() {
        0..=2 => (0, 0),
        3 => (1, 0),
        4..=7 => (1, 1),
        _ => (2, 2),
    }
}

impl Vocabulary {
    /// Numbers of the words that `typed` may mean, each with its distance, nearest first.
    pub fn expand(&self, conn: &Connection, typed: &str) -> Result<Vec<(i64, u8)>, StoreError> {
        let built = self.current(conn)?;
        let meaning = self.meaning(typed);
        let mut found = Vec::new();
        for automaton in [&meaning.prefix, &meaning.whole] {
            let mut stream = built.map.search(automaton).into_stream();
            while let Some((word, no)) = stream.next() {
                found.extend(meaning.distance(word).map(|distance| (no.cast_signed(), distance)));
            }
        }
        let mut fresh = conn.prepare_cached("select no, word from words where no > ?")?;
        let mut rows = fresh.query([built.newest])?;
        while let Some(row) = rows.next()? {
            let word = row.get_ref(1)?.as_bytes().map_err(rusqlite::Error::from)?;
            found.extend(meaning.distance(word).map(|distance| (row.get_unwrap(0), distance)));
        }
        found.sort_unstable_by_key(|&(no, distance)| (distance, no));
        found.dedup();
        found.truncate(MOST_EXPANSIONS);
        Ok(found)
    }

    pub fn meaning(&self, typed: &str) -> Meaning {
        let (whole, prefix) = typos_allowed(typed);
        Meaning {
            typed: typed.to_owned(),
            whole: self.typos.0[whole].build_dfa(typed),
            prefix: self.typos.0[prefix].build_prefix_dfa(typed),
        }
    }

    fn current(&self, conn: &Connection) -> Result<Arc<Built>, StoreError> {
        let newest: i64 = conn.prepare_cached("select coalesce(max(no), 0) from words")?.query_row([], |row| row.get(0))?;
        let mut built = self.built.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(current) = &*built
            && (0..=MOST_FRESH).contains(&(newest - current.newest))
        {
            return Ok(Arc::clone(current));
        }
        let fresh = Arc::new(build(conn, newest)?);
        *built = Some(Arc::clone(&fresh));
        Ok(fresh)
    }
}

fn build(conn: &Connection, newest: i64) -> Result<Built, StoreError> {
    let mut statement = conn.prepare("select word, no from words where no <= ? order by word")?;
    let words = statement.query_map([newest], |row| Ok((row.get::<_, String>(0)?, row.get::<_, i64>(1)?.unsigned_abs())))?;
    let words = words.collect::<Result<Vec<_>, _>>()?;
    let map = Map::from_iter(words).map_err(|error| StoreError::Impossible(error.to_string()))?;
    Ok(Built { map, newest })
}

/// A typed word, ready to be compared.
pub struct Meaning {
    typed: String,
    whole: DFA,
    prefix: DFA,
}

impl Meaning {
    #[must_use]
    pub fn distance(&self, word: &[u8]) -> Option<u8> {
        if word.starts_with(self.typed.as_bytes()) {
            return Some(if word.len() == self.typed.len() { 0 } else { PREFIX });
        }
        match (self.whole.eval(word), self.prefix.eval(word)) {
            (Distance::Exact(typos), _) => Some(TYPO * typos),
            (_, Distance::Exact(typos)) => Some(TYPO * typos + TYPO_PREFIX - TYPO),
            _ => None,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_as_far_as_a_person_would_say() {
        let vocabulary = Vocabulary::default();
        let distance = |typed: &str, word: &str| vocabulary.meaning(typed).distance(word.as_bytes());
        assert_eq!(distance("leche", "leche"), Some(0));
        assert_eq!(distance("lec", "leche"), Some(PREFIX));
        assert_eq!(distance("lehce", "leche"), Some(TYPO), "a swap of neighbours is one typo");
        assert_eq!(distance("lechr", "leche"), Some(TYPO));
        assert!(distance("chocolatw", "chocolates").is_some());
        assert_eq!(distance("te", "ta"), None, "very short words are typed right");
        assert_eq!(distance("lch", "leche"), None);
        assert_eq!(distance("caf", "cafe"), Some(PREFIX));
        assert_eq!(distance("cfe", "cafe"), Some(TYPO), "a letter of four was left out");
        assert_eq!(distance("leche", "coche"), None);
    }
}
