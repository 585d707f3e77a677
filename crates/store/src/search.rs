//! Search by name: any word order, no accents, one or two typos, as one types. Lives in SQLite, so it is transactional with the products.
//!
//! Each query word is expanded over the vocabulary with a Levenshtein automaton (`fst`); products that have a word of every expansion are ranked.

use std::collections::HashMap;
use std::sync::{Mutex, PoisonError};

use fst::automaton::{Automaton, Levenshtein, Str};
use fst::{IntoStreamer, Map, Streamer};
use rusqlite::{Connection, OptionalExtension};
use unicode_normalization::UnicodeNormalization;

use crate::StoreError;

/// Lower case without accents, split where letters meet digits: `Leche 600ml` is `leche`, `600`, `ml`.
#[must_use]
pub fn words_of(text: &str) -> Vec<String> {
    let mut words = vec![String::new()];
    let mut was_digit = false;
    for letter in text.nfd().filter(|it| !unicode_normalization::char::is_combining_mark(*it)).flat_map(char::to_lowercase) {
        let starts_word = !letter.is_alphanumeric() || letter.is_numeric() != was_digit;
        if starts_word && words.last().is_some_and(|word| !word.is_empty()) {
            words.push(String::new());
        }
        was_digit = letter.is_numeric();
        if letter.is_alphanumeric()
            && let Some(word) = words.last_mut()
        {
            word.push(letter);
        }
    }
    words.retain(|word| !word.is_empty());
    words
}

/// Deferred: brings the words of products named by the entries of this range up to date.
pub fn index_names(conn: &Connection, from: i64, to: i64) -> Result<(), StoreError> {
    let sql = "select no, name from products where stamp > ?1 and stamp <= ?2
               union
               select p.no, p.name from product_stamps s join products p on p.id = s.product
               where s.field = 'name' and s.stamp > ?1 and s.stamp <= ?2";
    let mut statement = conn.prepare_cached(sql)?;
    let named =
        statement.query_map((from, to), |row| Ok((row.get(0)?, row.get(1)?)))?.collect::<Result<Vec<(i64, Option<String>)>, _>>()?;
    named.into_iter().try_for_each(|(product, name)| index(conn, product, name.as_deref().unwrap_or("")))
}

fn index(conn: &Connection, product: i64, name: &str) -> Result<(), StoreError> {
    conn.prepare_cached("delete from word_products where product = ?")?.execute([product])?;
    for word in words_of(name) {
        let no = word_no(conn, &word)?;
        conn.prepare_cached("insert or ignore into word_products (word, product) values (?, ?)")?.execute((no, product))?;
    }
    Ok(())
}

fn word_no(conn: &Connection, word: &str) -> Result<i64, StoreError> {
    let known = conn.prepare_cached("select no from words where word = ?")?.query_row([word], |row| row.get(0)).optional()?;
    if let Some(no) = known {
        return Ok(no);
    }
    conn.prepare_cached("insert into words (word) values (?)")?.execute([word])?;
    Ok(conn.last_insert_rowid())
}

/// The words of the database as an automaton can walk them. Words newer than it are few, and are looked at one by one.
#[derive(Default)]
pub struct Vocabulary {
    built: Mutex<Option<std::sync::Arc<Built>>>,
}

struct Built {
    map: Map<Vec<u8>>,
    newest: i64,
}

const MOST_FRESH: i64 = 2_000;

impl Vocabulary {
    fn current(&self, conn: &Connection) -> Result<std::sync::Arc<Built>, StoreError> {
        let newest: i64 = conn.prepare_cached("select coalesce(max(no), 0) from words")?.query_row([], |row| row.get(0))?;
        let mut built = self.built.lock().unwrap_or_else(PoisonError::into_inner);
        match &*built {
            Some(current) if newest - current.newest <= MOST_FRESH && current.newest <= newest => Ok(current.clone()),
            _ => {
                let fresh = std::sync::Arc::new(build(conn, newest)?);
                *built = Some(fresh.clone());
                Ok(fresh)
            }
        }
    }
}

fn build(conn: &Connection, newest: i64) -> Result<Built, StoreError> {
    let mut statement = conn.prepare("select word, no from words where no <= ? order by word")?;
    let words = statement.query_map([newest], |row| Ok((row.get::<_, String>(0)?, row.get::<_, i64>(1)?.unsigned_abs())))?;
    let words = words.collect::<Result<Vec<_>, _>>()?;
    let map = Map::from_iter(words).map_err(|error| StoreError::Impossible(error.to_string()))?;
    Ok(Built { map, newest })
}

/// How far a word of the vocabulary is from what was typed; less is better.
const EXACT: u32 = 0;
const PREFIX: u32 = 1;
const TYPO: u32 = 3;
const TYPO_PREFIX: u32 = 4;
const MOST_EXPANSIONS: usize = 600;

fn typos_allowed(word: &str) -> u32 {
    match word.chars().count() {
        0..=3 => 0,
        4..=8 => 1,
        _ => 2,
    }
}

/// Numbers of the words that `typed` may mean, each with its distance.
fn expand(conn: &Connection, built: &Built, typed: &str) -> Result<HashMap<i64, u32>, StoreError> {
    let mut found = HashMap::new();
    let mut keep = |no: i64, distance: u32| {
        let best = found.entry(no).or_insert(distance);
        *best = distance.min(*best);
    };
    if let Some(no) = built.map.get(typed) {
        keep(no.cast_signed(), EXACT);
    }
    walk(&built.map, Str::new(typed).starts_with(), |no| keep(no, PREFIX));
    let typos = typos_allowed(typed);
    if typos > 0
        && let Ok(automaton) = Levenshtein::new(typed, typos)
    {
        walk(&built.map, &automaton, |no| keep(no, TYPO));
        walk(&built.map, automaton.starts_with(), |no| keep(no, TYPO_PREFIX));
    }
    let mut fresh = conn.prepare_cached("select no, word from words where no > ?")?;
    let fresh = fresh.query_map([built.newest], |row| Ok((row.get(0)?, row.get::<_, String>(1)?)))?.collect::<Result<Vec<_>, _>>()?;
    for (no, word) in fresh {
        if let Some(distance) = distance(typed, &word) {
            keep(no, distance);
        }
    }
    Ok(found)
}

fn walk(map: &Map<Vec<u8>>, automaton: impl Automaton, mut each: impl FnMut(i64)) {
    let mut stream = map.search(automaton).into_stream();
    for _ in 0..MOST_EXPANSIONS {
        let Some((_, no)) = stream.next() else { return };
        each(no.cast_signed());
    }
}

/// The same judgement for a word that the automaton does not know yet.
fn distance(typed: &str, word: &str) -> Option<u32> {
    if word == typed {
        return Some(EXACT);
    }
    if word.starts_with(typed) {
        return Some(PREFIX);
    }
    let automaton = Levenshtein::new(typed, typos_allowed(typed)).ok()?;
    let map = Map::from_iter([(word, 0)]).ok()?;
    let matches = |found: bool, distance| found.then_some(distance);
    matches(map.search(&automaton).into_stream().next().is_some(), TYPO)
        .or_else(|| matches(map.search(automaton.starts_with()).into_stream().next().is_some(), TYPO_PREFIX))
}

/// Numbers of the products that have every word, best first.
pub fn search(conn: &Connection, vocabulary: &Vocabulary, text: &str, limit: usize) -> Result<Vec<i64>, StoreError> {
    let typed = words_of(text);
    let built = vocabulary.current(conn)?;
    let mut ranked: Option<HashMap<i64, u32>> = None;
    for word in &typed {
        let expansion = expand(conn, &built, word)?;
        ranked = Some(narrow(ranked, &products_of(conn, &expansion)?));
    }
    let mut ranked: Vec<(u32, i64)> = ranked.unwrap_or_default().into_iter().map(|(product, distance)| (distance, product)).collect();
    ranked.sort_unstable();
    ranked.truncate(limit);
    Ok(ranked.into_iter().map(|(_, product)| product).collect())
}

fn products_of(conn: &Connection, expansion: &HashMap<i64, u32>) -> Result<HashMap<i64, u32>, StoreError> {
    let mut products = HashMap::new();
    let mut statement = conn.prepare_cached("select product from word_products where word = ?")?;
    for (&word, &distance) in expansion {
        let mut rows = statement.query([word])?;
        while let Some(row) = rows.next()? {
            let best = products.entry(row.get(0)?).or_insert(distance);
            *best = distance.min(*best);
        }
    }
    Ok(products)
}

fn narrow(so_far: Option<HashMap<i64, u32>>, with: &HashMap<i64, u32>) -> HashMap<i64, u32> {
    match so_far {
        None => with.clone(),
        Some(so_far) => so_far.into_iter().filter_map(|(product, sum)| Some((product, sum + with.get(&product)?))).collect(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_have_no_accents_no_case_and_no_units_stuck_to_figures() {
        assert_eq!(words_of("Piñata  Ácida, 600ml (x2)"), ["pinata", "acida", "600", "ml", "x", "2"]);
        assert!(words_of("… —").is_empty());
    }

    #[test]
    fn distances_are_the_same_for_fresh_words() {
        assert_eq!(distance("leche", "leche"), Some(EXACT));
        assert_eq!(distance("lec", "leche"), Some(PREFIX));
        assert_eq!(distance("lehce", "leche"), None, "a swap is two edits, one too many for five letters");
        assert_eq!(distance("lechr", "leche"), Some(TYPO));
        assert_eq!(distance("chocolata", "chocolates"), Some(TYPO));
        assert_eq!(distance("te", "ta"), None, "short words are typed right");
    }
}
