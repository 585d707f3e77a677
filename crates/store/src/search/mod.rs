//! Search by name: any word order, no accents, one or two typos, as one types. It lives in SQLite, so it is transactional with the products.
//!
//! Each typed word is expanded over the vocabulary by a Levenshtein automaton; products that have a word of every expansion are ranked.

mod indexer;
mod segments;
mod vocabulary;
mod words;

use rusqlite::Connection;

use crate::StoreError;

pub use indexer::Indexer;
pub use vocabulary::Vocabulary;
pub use words::words_of;

/// Of the best matches, so many are looked at by name.
const LOOKED_AT: usize = 400;
const NO_MATCH: u8 = u8::MAX;

/// Numbers of the products that have every typed word, best first.
pub fn search(conn: &Connection, vocabulary: &Vocabulary, text: &str, limit: usize) -> Result<Vec<i64>, StoreError> {
    let typed = typed_words(text);
    if typed.is_empty() {
        return Ok(Vec::new());
    }
    let mut sums: Option<Vec<u8>> = None;
    for word in &typed {
        let distances = distances(conn, &vocabulary.expand(conn, word)?)?;
        sums = Some(match sums {
            None => distances,
            Some(sums) => add(&sums, &distances),
        });
    }
    let nearest = nearest(&sums.unwrap_or_default());
    let meanings: Vec<_> = typed.iter().map(|word| vocabulary.meaning(word)).collect();
    let mut ranked = Vec::with_capacity(nearest.len());
    for product in nearest {
        ranked.extend(rank(conn, product, &meanings)?.map(|rank| (rank, product)));
    }
    ranked.sort_unstable();
    Ok(ranked.into_iter().take(limit).map(|(_, product)| product).collect())
}

/// Nobody types more, and a text without bounds would keep a reader busy for minutes.
fn typed_words(text: &str) -> Vec<String> {
    const MOST_WORDS: usize = 8;
    const LONGEST_WORD: usize = 32;
    words_of(text).into_iter().take(MOST_WORDS).map(|word| word.chars().take(LONGEST_WORD).collect()).collect()
}

/// For each product number, the distance of its nearest word.
fn distances(conn: &Connection, expansion: &[(i64, u8)]) -> Result<Vec<u8>, StoreError> {
    let newest: i64 = conn.prepare_cached("select coalesce(max(no), 0) from products")?.query_row([], |row| row.get(0))?;
    let mut distances = vec![NO_MATCH; usize::try_from(newest + 1).unwrap_or(0)];
    let mut statement = conn.prepare_cached("select segment, products from word_segments where word = ?")?;
    for &(word, distance) in expansion {
        let mut rows = statement.query([word])?;
        while let Some(row) = rows.next()? {
            let first = usize::try_from(row.get::<_, i64>(0)? * segments::SIZE).unwrap_or(usize::MAX);
            for offset in segments::decode(row.get_ref(1)?.as_blob().map_err(rusqlite::Error::from)?) {
                if let Some(best) = distances.get_mut(first + usize::from(offset)) {
                    *best = distance.min(*best);
                }
            }
        }
    }
    Ok(distances)
}

fn add(sums: &[u8], distances: &[u8]) -> Vec<u8> {
    sums.iter().zip(distances).map(|(&sum, &distance)| sum.saturating_add(distance)).collect()
}

/// The products with the smallest sums. A sum that saturated has a word that is nowhere.
fn nearest(sums: &[u8]) -> Vec<i64> {
    let mut by_sum: Vec<Vec<i64>> = vec![Vec::new(); usize::from(NO_MATCH)];
    for (product, &sum) in (0_i64..).zip(sums) {
        if sum != NO_MATCH && by_sum[usize::from(sum)].len() < LOOKED_AT {
            by_sum[usize::from(sum)].push(product);
        }
    }
    by_sum.into_iter().flatten().take(LOOKED_AT).collect()
}

/// Smaller is better: how far the words are, how late in the name they stand, how much else there is in it.
type Rank = (u32, usize, usize);

/// `None`: the product has lost a word since it was indexed.
fn rank(conn: &Connection, product: i64, meanings: &[vocabulary::Meaning]) -> Result<Option<Rank>, StoreError> {
    let mut statement = conn.prepare_cached("select coalesce(name, '') from products where no = ?")?;
    let name: String = statement.query_row([product], |row| row.get(0))?;
    let words = words_of(&name);
    let mut far = 0;
    let mut late = 0;
    for meaning in meanings {
        let nearest = words.iter().enumerate().filter_map(|(place, word)| Some((meaning.distance(word.as_bytes())?, place))).min();
        let Some((distance, place)) = nearest else { return Ok(None) };
        far += u32::from(distance);
        late += place;
    }
    Ok(Some((far, late, name.len())))
}
