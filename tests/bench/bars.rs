//! What the program is measured against, in the same run and on the same disk.

use std::fs::OpenOptions;
use std::io::Write;
use std::path::Path;

use store::Connection;

use crate::measure::Times;

/// The least that any durable write costs.
pub fn append_and_flush(folder: &Path) -> Times {
    let mut file = OpenOptions::new().create(true).append(true).open(folder.join("base")).unwrap();
    let block = [7_u8; 4096];
    Times::of(2000, |_| {
        file.write_all(&block).unwrap();
        file.sync_data().unwrap();
    })
}

/// A sale of eight lines in bare SQLite (WAL, FULL): no journal, no signature, no money computed, checkpoints wherever they fall.
pub fn bare_sale(folder: &Path) -> Times {
    let conn = Connection::open(folder.join("bare.db")).unwrap();
    conn.execute_batch(
        "pragma journal_mode = wal; pragma synchronous = full;
         create table products (id integer primary key, barcode text unique, price integer, stock integer);
         create table sales (id integer primary key, total integer, at integer);
         create table lines (sale integer, product integer, quantity integer, amount integer);
         create table payments (sale integer, amount integer);
         begin;
         with recursive n(i) as (select 1 union all select i + 1 from n where i < 100000)
         insert into products select i, printf('%013d', i), 1000, 100 from n;
         commit",
    )
    .unwrap();
    let mut random = crate::rows::Random(3);
    Times::of(1500, |n| {
        conn.execute_batch("begin immediate").unwrap();
        conn.prepare_cached("insert into sales (id, total, at) values (?, 8000, 1)").unwrap().execute([n as i64]).unwrap();
        for _ in 0..8 {
            let barcode = format!("{:013}", random.below(100_000) + 1);
            let find = "select id from products where barcode = ?";
            let product: i64 = conn.prepare_cached(find).unwrap().query_row([barcode], |row| row.get(0)).unwrap();
            conn.prepare_cached("insert into lines values (?, ?, 1, 1000)").unwrap().execute((n as i64, product)).unwrap();
            conn.prepare_cached("update products set stock = stock - 1 where id = ?").unwrap().execute([product]).unwrap();
        }
        conn.prepare_cached("insert into payments values (?, 8000)").unwrap().execute([n as i64]).unwrap();
        conn.execute_batch("commit").unwrap();
    })
}

/// What most tills do for a name with a typo: FTS5 trigrams, any of them, best first.
pub fn trigram_search(folder: &Path, products: &[(String, String)], queries: &[String]) -> Times {
    let conn = Connection::open(folder.join("trigram.db")).unwrap();
    conn.execute_batch(
        "pragma synchronous = off; create virtual table names using fts5 (name, tokenize = 'trigram remove_diacritics 1'); begin",
    )
    .unwrap();
    for (_, name) in products {
        conn.prepare_cached("insert into names (name) values (?)").unwrap().execute([name]).unwrap();
    }
    conn.execute_batch("commit").unwrap();
    Times::of(queries.len().min(40), |n| {
        let letters: Vec<char> = queries[n].chars().filter(|it| it.is_alphanumeric() || *it == ' ').collect();
        let any: Vec<String> = letters.windows(3).map(|it| format!("\"{}\"", it.iter().collect::<String>())).collect();
        let mut statement = conn.prepare_cached("select rowid from names where names match ? order by bm25(names) limit 10").unwrap();
        let found: Vec<i64> = statement.query_map([any.join(" OR ")], |row| row.get(0)).unwrap().map(Result::unwrap).collect();
        std::hint::black_box(found);
    })
}
