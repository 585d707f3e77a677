//! The kinds of mutation, and a journal that each is done to and undone again.

use domain::Id;
use journal::Hash;
use journal::canonical;
use serde_json::Value;
use store::testing::{exported, pack, unpack};
use store::{Connection, Finding, Step, Store, Walk, verify_chain};
use tempfile::TempDir;

use super::support::*;

/// A row as it was before.
#[derive(Clone)]
pub struct Row {
    pub arrival: i64,
    pub epoch: i64,
    pub sequence: i64,
    pub clock: i64,
    pub codec: i64,
    pub bytes: Vec<u8>,
    pub hash: Vec<u8>,
    pub signature: Vec<u8>,
}

/// Which row, which other, and chance for the rest.
pub struct Target<'a> {
    pub row: &'a Row,
    pub rows: &'a [Row],
    pub chance: u64,
}

/// Changes something, and answers at which row that must show; `None` where the row has nothing of the kind.
#[derive(Clone, Copy)]
pub struct Kind {
    pub name: &'static str,
    pub mutate: fn(&Connection, &Target<'_>) -> Option<i64>,
}

pub const KINDS: [Kind; 20] = [
    Kind { name: "entry", mutate: entry },
    Kind { name: "bytes", mutate: |conn, it| flip(conn, it, "bytes") },
    Kind { name: "bytes cut", mutate: |conn, it| edit(conn, it, "bytes = substr(bytes, 1, length(bytes) - 1)") },
    Kind { name: "hash", mutate: |conn, it| flip(conn, it, "hash") },
    Kind { name: "signature", mutate: |conn, it| flip(conn, it, "signature") },
    Kind { name: "sequence", mutate: sequence },
    Kind { name: "clock", mutate: |conn, it| add(conn, it, "clock") },
    Kind { name: "codec", mutate: |conn, it| add(conn, it, "codec") },
    Kind { name: "epoch", mutate: epoch },
    Kind { name: "arrival", mutate: arrival },
    Kind { name: "deleted", mutate: deleted },
    Kind { name: "swapped", mutate: swapped },
    Kind { name: "contents swapped", mutate: contents_swapped },
    Kind { name: "inserted again", mutate: inserted_again },
    Kind { name: "hashed again", mutate: hashed_again },
    Kind {
        name: "key of the epoch",
        mutate: |conn, it| of_epoch(conn, it, "public_key = 'd75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a'"),
    },
    Kind { name: "series of the epoch", mutate: |conn, it| of_epoch(conn, it, "series = series || 'X'") },
    Kind { name: "device of the epoch", mutate: |conn, it| of_epoch(conn, it, "device = randomblob(16)") },
    Kind { name: "id of the epoch", mutate: |conn, it| of_epoch(conn, it, "epoch = randomblob(16)") },
    Kind { name: "epoch deleted", mutate: epoch_deleted },
];

impl Target<'_> {
    fn chosen<'b, T>(&self, from: &'b [T]) -> &'b T {
        &from[usize::try_from(self.chance % from.len() as u64).unwrap()]
    }

    /// The rows of the same chain behind this one.
    fn behind(&self) -> Vec<&Row> {
        self.rows.iter().filter(|row| row.epoch == self.row.epoch && row.sequence > self.row.sequence).collect()
    }

    fn first_of_epoch(&self) -> i64 {
        self.rows.iter().filter(|row| row.epoch == self.row.epoch).map(|row| row.arrival).min().unwrap()
    }
}

fn run(conn: &Connection, sql: &str, parameters: impl store::testing::Params) {
    conn.execute(sql, parameters).unwrap();
}

fn edit(conn: &Connection, it: &Target<'_>, set: &str) -> Option<i64> {
    run(conn, &format!("update journal set {set} where arrival = ?"), [it.row.arrival]);
    Some(it.row.arrival)
}

pub fn flip(conn: &Connection, it: &Target<'_>, column: &str) -> Option<i64> {
    let mut bytes = match column {
        "bytes" => it.row.bytes.clone(),
        "hash" => it.row.hash.clone(),
        _ => it.row.signature.clone(),
    };
    let bit = usize::try_from(it.chance % (bytes.len() as u64 * 8)).unwrap();
    bytes[bit / 8] ^= 1 << (bit % 8);
    run(conn, &format!("update journal set {column} = ? where arrival = ?"), (bytes, it.row.arrival));
    Some(it.row.arrival)
}

fn add(conn: &Connection, it: &Target<'_>, column: &str) -> Option<i64> {
    let by = *it.chosen(&[1, 2, 3, -1, -2, -3, 1 << 20]);
    edit(conn, it, &format!("{column} = {column} + {by}"))
}

/// One value inside of the entry, wherever it stands, packed again as the store does.
fn entry(conn: &Connection, it: &Target<'_>) -> Option<i64> {
    let mut value = canonical::from_bytes(&unpack(it.row.codec, &it.row.bytes).unwrap()).unwrap();
    let leaves = leaves(&value, String::new());
    change(value.pointer_mut(it.chosen(&leaves[..]).as_str()).unwrap());
    let (codec, bytes) = pack(&canonical::to_bytes(&value).unwrap());
    run(conn, "update journal set codec = ?, bytes = ? where arrival = ?", (codec, bytes, it.row.arrival));
    Some(it.row.arrival)
}

fn leaves(value: &Value, path: String) -> Vec<String> {
    match value {
        Value::Object(members) => members.iter().flat_map(|(name, value)| leaves(value, format!("{path}/{name}"))).collect(),
        Value::Array(items) => items.iter().enumerate().flat_map(|(n, value)| leaves(value, format!("{path}/{n}"))).collect(),
        _ => vec![path],
    }
}

fn change(leaf: &mut Value) {
    *leaf = match leaf {
        Value::Number(number) => (number.as_i64().unwrap() + 1).into(),
        Value::String(text) => format!("{text}1").into(),
        Value::Bool(flag) => (!*flag).into(),
        _ => 1.into(),
    };
}

/// Behind all others, so that no other row of the chain has it.
fn sequence(conn: &Connection, it: &Target<'_>) -> Option<i64> {
    edit(conn, it, &format!("sequence = {}", 1_000 + it.chance % 1_000))
}

/// To another chain, or to one that does not exist. Where its sequence is taken there, it is one that nobody has.
fn epoch(conn: &Connection, it: &Target<'_>) -> Option<i64> {
    let other = i64::try_from(it.chance % 4).unwrap() + 1;
    let is_taken = it.rows.iter().any(|row| (row.epoch, row.sequence) == (other, it.row.sequence));
    edit(conn, it, &format!("epoch = {}", if is_taken { 99 } else { other }))
}

/// To the end: the row that followed it in its chain has nothing before it then.
fn arrival(conn: &Connection, it: &Target<'_>) -> Option<i64> {
    let next = it.behind().first()?.arrival;
    edit(conn, it, "arrival = (select max(arrival) + 1 from journal)").map(|_| next)
}

/// Of what is last in its chain, only who holds its hash knows: see `held.rs`.
fn deleted(conn: &Connection, it: &Target<'_>) -> Option<i64> {
    let next = it.behind().first()?.arrival;
    run(conn, "delete from journal where arrival = ?", [it.row.arrival]);
    Some(next)
}

fn swapped(conn: &Connection, it: &Target<'_>) -> Option<i64> {
    let behind = it.behind();
    let other = it.chosen(if behind.is_empty() { return None } else { &behind });
    for (arrival, sequence) in [(it.row.arrival, 9_999), (other.arrival, it.row.sequence), (it.row.arrival, other.sequence)] {
        run(conn, "update journal set sequence = ? where arrival = ?", (sequence, arrival));
    }
    Some(it.row.arrival)
}

/// What was signed changes places; sequences and arrivals stay.
fn contents_swapped(conn: &Connection, it: &Target<'_>) -> Option<i64> {
    let behind = it.behind();
    let other = it.chosen(if behind.is_empty() { return None } else { &behind });
    for (from, to) in [(it.row, other.arrival), (other, it.row.arrival)] {
        let sql = "update journal set clock = ?, codec = ?, bytes = ?, hash = ?, signature = ? where arrival = ?";
        run(conn, sql, (from.clock, from.codec, &from.bytes, &from.hash, &from.signature, to));
    }
    Some(it.row.arrival)
}

/// A sale that happened twice: at the end of its chain, under the next sequence.
fn inserted_again(conn: &Connection, it: &Target<'_>) -> Option<i64> {
    run(
        conn,
        "insert into journal (epoch, sequence, clock, codec, bytes, hash, signature)
         select epoch, (select max(sequence) + 1 from journal j where j.epoch = o.epoch), clock, codec, bytes, hash, signature
         from journal o where arrival = ?",
        [it.row.arrival],
    );
    Some(it.rows.last().unwrap().arrival + 1)
}

/// By somebody who knows how it works, but has not the key: the entry is changed and hashed again.
fn hashed_again(conn: &Connection, it: &Target<'_>) -> Option<i64> {
    entry(conn, it)?;
    let before = it.rows.iter().find(|row| (row.epoch, row.sequence) == (it.row.epoch, it.row.sequence - 1));
    let previous = before.map_or(Hash::START, |row| Hash::from_slice(&row.hash).unwrap());
    let sql = "select codec, bytes from journal where arrival = ?";
    let (codec, bytes): (i64, Vec<u8>) = conn.query_row(sql, [it.row.arrival], |row| Ok((row.get(0)?, row.get(1)?))).unwrap();
    let hash = previous.next(&unpack(codec, &bytes).unwrap());
    run(conn, "update journal set hash = ? where arrival = ?", (hash.0, it.row.arrival));
    Some(it.row.arrival)
}

fn of_epoch(conn: &Connection, it: &Target<'_>, set: &str) -> Option<i64> {
    run(conn, &format!("update epochs set {set} where no = ?"), [it.row.epoch]);
    Some(it.first_of_epoch())
}

fn epoch_deleted(conn: &Connection, it: &Target<'_>) -> Option<i64> {
    run(conn, "delete from epochs where no = ?", [it.row.epoch]);
    Some(it.first_of_epoch())
}

#[derive(Debug)]
pub enum Outcome {
    Named,
    /// Every entry, hash and signature is what it was: the change touched only how the bytes are packed.
    AsSigned,
    NotFound(String),
}

/// A closed till with two epochs that has heard another one too.
pub struct Journal {
    conn: Connection,
    rows: Vec<Row>,
    /// Where a walk stands after as many rows.
    walks: Vec<Walk>,
    seed: u64,
    _folder: TempDir,
}

impl Journal {
    pub fn new(seed: u64) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let place = lived(folder.path());
        let conn = Connection::open(&place.database).unwrap();
        conn.pragma_update(None, "foreign_keys", false).unwrap();
        conn.pragma_update(None, "ignore_check_constraints", true).unwrap();
        let rows = rows(&conn);
        let mut walks = vec![Walk::default()];
        for _ in &rows {
            let mut walk = walks.last().unwrap().clone();
            assert_eq!(walk.step(&conn, 1, 1).unwrap(), Step::More);
            walks.push(walk);
        }
        Self { conn, rows, walks, seed, _folder: folder }
    }

    /// xorshift: the same seed changes the same things.
    fn chance(&mut self) -> u64 {
        self.seed = self.seed.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        let mut it = self.seed;
        it ^= it >> 33;
        it = it.wrapping_mul(0xff51_afd7_ed55_8ccd);
        it ^ (it >> 33)
    }

    /// Does it to some row, looks, and undoes it. `wholly` looks from the first row on, else only from the row before.
    pub fn with(&mut self, kind: Kind, wholly: bool) -> Outcome {
        loop {
            let at = usize::try_from(self.chance()).unwrap() % self.rows.len();
            let chance = self.chance();
            self.conn.execute_batch("savepoint mutation").unwrap();
            let expected = (kind.mutate)(&self.conn, &Target { row: &self.rows[at], rows: &self.rows, chance });
            let outcome = expected.map(|expected| self.outcome(expected, wholly));
            self.conn.execute_batch("rollback to mutation; release mutation").unwrap();
            if let Some(outcome) = outcome {
                return outcome;
            }
        }
    }

    fn outcome(&self, expected: i64, wholly: bool) -> Outcome {
        let found = if wholly { verify_chain(&self.conn).unwrap().first_bad } else { self.found_from(expected) };
        match found {
            Some(Finding { arrival, .. }) if arrival == Some(expected) => Outcome::Named,
            None if self.is_as_signed() => Outcome::AsSigned,
            other => Outcome::NotFound(format!("expected at {expected}, found {other:?}")),
        }
    }

    /// From the row before the one where it must show; an epoch's first row is reached from the start of the journal or nearly so.
    fn found_from(&self, expected: i64) -> Option<Finding> {
        let before = self.rows.iter().filter(|row| row.arrival < expected).count();
        let mut walk = self.walks[before.saturating_sub(1)].clone();
        loop {
            match walk.step(&self.conn, 2, 1).unwrap() {
                Step::More => {}
                Step::End => return None,
                Step::Bad(finding) => return Some(finding),
            }
        }
    }

    fn is_as_signed(&self) -> bool {
        let signed = |row: &Row| {
            let Row { arrival, epoch, sequence, clock, hash, signature, .. } = row.clone();
            (arrival, epoch, sequence, clock, unpack(row.codec, &row.bytes).ok(), hash, signature)
        };
        self.rows.iter().map(signed).eq(rows(&self.conn).iter().map(signed))
    }
}

fn rows(conn: &Connection) -> Vec<Row> {
    let sql = "select arrival, epoch, sequence, clock, codec, bytes, hash, signature from journal order by arrival";
    let mut statement = conn.prepare(sql).unwrap();
    let rows = statement.query_map([], |row| {
        Ok(Row {
            arrival: row.get(0)?,
            epoch: row.get(1)?,
            sequence: row.get(2)?,
            clock: row.get(3)?,
            codec: row.get(4)?,
            bytes: row.get(5)?,
            hash: row.get(6)?,
            signature: row.get(7)?,
        })
    });
    rows.unwrap().collect::<Result<_, _>>().unwrap()
}

fn lived(folder: &std::path::Path) -> store::Place {
    let other = tempfile::tempdir().unwrap();
    let heard = till(other.path());
    live(&heard, 500);
    let mut place = place(folder, "A");
    let store = till(folder);
    live(&store, 100);
    for (bytes, signature) in exported(&heard).unwrap() {
        write(&store, move |tx| tx.receive(&bytes, &signature));
    }
    drop(store);
    place.machine = "another machine".to_owned();
    let store = Store::open(place.clone(), None, now(1_000_000)).unwrap();
    live(&store, 200);
    place
}

fn live(store: &Store, from: u128) {
    for id in from..from + 10 {
        write(store, move |tx| tx.append(product(id, "Leche", 285_000), None, now(1)));
        sell(store, id, &[id, id + 1]);
        write(store, move |tx| tx.append(domain::entry::ReceiptReprinted { sale: Id::from_u128(id) }, None, now(1)));
    }
}
