//! Replaying the journal into an empty schema, and comparing tables: how P1 and P2 are checked, in tests and by `verify`.

use std::time::{Duration, Instant};

use rusqlite::types::Value;
use rusqlite::{Connection, params};

use journal::codec;

use crate::project::{Arrived, acts, project};
use crate::{Blobs, KeyStore, StoreError, bulk, deferred, open};

/// Shared projections, written without anything of this database's own: every pointer is resolved to what it points at.
const STAMP: &str = "select j.clock || '/' || hex(e.device) || '/' || hex(e.epoch) || '/' || j.sequence from journal j join epochs e on e.no = j.epoch where j.arrival";

fn shared_tables() -> Vec<(&'static str, String)> {
    let stamp = |column: &str| format!("({STAMP} = {column})");
    vec![
        ("shop", format!("select body, {} from shop", stamp("stamp"))),
        ("users", format!("select id, name, role, own_role, active, {}, secret, {}, badge, {} from users order by 1", stamp("stamp"), stamp("secret_stamp"), stamp("badge_stamp"))),
        ("roles", format!("select id, body, {} from roles order by 1", stamp("stamp"))),
        ("erased", "select person from erased order by 1".to_owned()),
        ("categories", format!("select id, name, icon, tint, position, active, {} from categories order by 1", stamp("stamp"))),
        (
            "products",
            "select id, name, sku, unit, price, tax_class, cost, category, favourite, active, track_stock, min_stock, minimum_age, warning from products order by 1".to_owned(),
        ),
        ("barcodes", format!("select code, product, present, {} from barcodes order by 1, 2", stamp("stamp"))),
        ("stock", "select product, quantity from stock order by 1".to_owned()),
        (
            "sales",
            format!(
                "select {}, id, series, number, business_date, at_ms, cashier, items, total, rounding, change, methods, customer, quotation from sales order by 1",
                stamp("sales.arrival")
            ),
        ),
        ("sale_lines", format!("select {}, n, product, quantity, net, total, cost, restocked from sale_lines order by 1, 2", stamp("sale"))),
        ("return_lines", format!("select {}, n, sale, line from return_lines order by 1, 2", stamp("document"))),
        ("sale_tenders", format!("select {}, n, method, amount from sale_tenders order by 1, 2", stamp("sale"))),
        ("customers", format!("select id, contact, fiscal, search, active, {} from customers order by 1", stamp("stamp"))),
        ("account_terms", format!("select customer, body, {} from account_terms order by 1", stamp("stamp"))),
        (
            "account_moves",
            format!(
                "select {}, customer, document, kind, amount, charged, business_date, due, series, number from account_moves order by 1",
                stamp("account_moves.arrival")
            ),
        ),
        (
            "account_allocations",
            format!("select {}, n, charge, amount from account_allocations order by 1, 2", stamp("account_allocations.arrival")),
        ),
        ("shifts", format!("select {}, id, till from shifts order by 1", stamp("shifts.arrival"))),
        ("shift_entries", format!("select shift, {} from shift_entries order by 1, 2", stamp("shift_entries.arrival"))),
        (
            "z_reports",
            format!(
                "select {}, shift, till, series, number, business_date, total, difference, perpetual, counted from z_reports order by 1",
                stamp("z_reports.arrival")
            ),
        ),
        ("acts", format!("select {}, kind, person, date, count, amount from acts order by 1, 2", stamp("acts.arrival"))),
        (
            "quotations",
            format!(
                "select {}, id, series, number, customer, business_date, valid_until, total from quotations order by 1",
                stamp("quotations.arrival")
            ),
        ),
        (
            "value_moves",
            format!(
                "select {}, n, value, code, kind, amount, valid_until, customer, document, business_date from value_moves order by 1, 2",
                stamp("value_moves.arrival")
            ),
        ),
        (
            "orders",
            format!(
                "select {}, id, kind, series, number, customer, business_date, valid_until, total, quotation from orders order by 1",
                stamp("orders.arrival")
            ),
        ),
        (
            "order_documents",
            format!("select {}, id, order_id, kind, series, number from order_documents order by 1", stamp("order_documents.arrival")),
        ),
        ("order_moves", format!("select {}, n, order_id, kind, method, amount from order_moves order by 1, 2", stamp("order_moves.arrival"))),
        (
            "point_moves",
            format!(
                "select {}, n, customer, sale, undone, earned, spent, business_date from point_moves order by 1, 2",
                stamp("point_moves.arrival")
            ),
        ),
        ("points_rules", format!("select body, {} from points_rules", stamp("stamp"))),
        ("clockings", format!("select {}, id, person, at_ms, direction from clockings order by 1", stamp("clockings.arrival"))),
        ("drawer_acts", format!("select {}, id from drawer_acts order by 1", stamp("drawer_acts.arrival"))),
        ("tender_corrections", format!("select {}, id, sale from tender_corrections order by 1", stamp("tender_corrections.arrival"))),
        ("cash_rules", format!("select body, {} from cash_rules", stamp("stamp"))),
        ("reprints", "select sale, copies from reprints order by 1".to_owned()),
        ("drawers", "select till, amount from drawers order by 1".to_owned()),
        (
            "series",
            "select hex(e.epoch), last_number, last_date, fiscal from series s join epochs e on e.no = s.epoch order by 1".to_owned(),
        ),
        ("day_totals", "select business_date, series, sales, total, tax from day_totals order by 1, 2".to_owned()),
    ]
}

/// All shared tables, a row a line.
pub fn shared_dump(conn: &Connection) -> Result<Vec<String>, StoreError> {
    rows_of(conn, shared_tables())
}

/// All projected tables as they are, pointers and all: what P1 compares.
pub fn dump(conn: &Connection) -> Result<Vec<String>, StoreError> {
    let mut rows = shared_dump(conn)?;
    // a product's number is only a handle, and where a stamp is kept depends on what came first; whose it is does not
    let stamp = |field: &str, column: &str| {
        format!(
            "case when p.{column} is not null then coalesce((select stamp from product_stamps s where s.product = p.id and s.field = '{field}'), p.stamp) end"
        )
    };
    let stamps = [("name", "name"), ("sku", "sku"), ("pricing", "price"), ("active", "active")]
        .map(|(field, column)| stamp(field, column))
        .join(", ");
    let own = [
        ("products", format!("select p.id, {stamps} from products p order by 1")),
        ("sales", "select arrival, id from sales order by 1".to_owned()),
        ("parked", "select arrival, kind from parked order by 1".to_owned()),
        ("bulk", "select arrival, sha256, rows from bulk order by 1".to_owned()),
    ];
    rows.extend(rows_of(conn, own.into())?);
    Ok(rows)
}

fn rows_of(conn: &Connection, tables: Vec<(&'static str, String)>) -> Result<Vec<String>, StoreError> {
    let mut rows = Vec::new();
    for (table, sql) in tables {
        let mut statement = conn.prepare(&sql)?;
        let columns = statement.column_count();
        let written =
            statement.query_map([], |row| (0..columns).map(|column| row.get::<_, Value>(column)).collect::<Result<Vec<_>, _>>())?;
        for row in written {
            rows.push(format!("{table} {:?}", row?));
        }
    }
    Ok(rows)
}

/// An empty schema in memory, into which every entry is projected again, and what is deferred is done.
pub fn replayed(conn: &Connection, keys: &KeyStore, blobs: &Blobs) -> Result<Connection, StoreError> {
    let mut fresh = project_again(conn, keys)?;
    catch_up(&mut fresh, blobs)?;
    Ok(fresh)
}

/// Every entry in its arrival order, without what is deferred.
pub fn project_again(conn: &Connection, keys: &KeyStore) -> Result<Connection, StoreError> {
    let mut fresh = open::open_in_memory()?;
    fresh.pragma_update(None, "foreign_keys", false)?;
    copy_epochs(conn, &fresh)?;
    let tx = fresh.transaction()?;
    let mut statement =
        conn.prepare("select arrival, epoch, sequence, clock, codec, bytes, hash, signature from journal order by arrival")?;
    let mut rows = statement.query([])?;
    while let Some(row) = rows.next()? {
        let (arrival, epoch_no, codec): (i64, i64, i64) = (row.get(0)?, row.get(1)?, row.get(4)?);
        let packed: Vec<u8> = row.get(5)?;
        let bytes = codec::unpack(codec, &packed)?;
        let entry =
            journal::Entry::from_hashed_bytes(&bytes).map_err(|error| StoreError::Unreadable { arrival, reason: error.to_string() })?;
        // projections look only at the identity and the clock of other entries, so the bytes stay where they are
        tx.prepare_cached(
            "insert into journal (arrival, epoch, sequence, clock, codec, bytes, hash, signature) values (?, ?, ?, ?, 0, x'', ?, ?)",
        )?
        .execute(params![
            arrival,
            epoch_no,
            entry.id.sequence,
            entry.clock.raw(),
            row.get::<_, Vec<u8>>(6)?,
            row.get::<_, Vec<u8>>(7)?
        ])?;
        project(&tx, &Arrived { arrival, epoch_no, entry: &entry }, keys)?;
        // done now, because its bytes stay where they are
        acts::done(&tx, arrival, &entry)?;
    }
    tx.execute("update deferred set applied = (select coalesce(max(arrival), 0) from journal) where name = 'acts'", [])?;
    tx.commit()?;
    Ok(fresh)
}

/// What is deferred, done: the sums of days, and the rows of bulk entries whose attachment is here.
pub fn catch_up(conn: &mut Connection, blobs: &Blobs) -> Result<(), StoreError> {
    deferred::catch_up_at_once(conn)?;
    let in_time = || Instant::now() + Duration::from_secs(60);
    let mut reading = None;
    while bulk::catch_up(conn, &mut reading, blobs, in_time())? {}
    Ok(())
}

fn copy_epochs(from: &Connection, to: &Connection) -> Result<(), StoreError> {
    let mut statement = from.prepare("select no, device, epoch, public_key, series from epochs")?;
    let mut rows = statement.query([])?;
    while let Some(row) = rows.next()? {
        to.execute(
            "insert into epochs (no, device, epoch, public_key, series) values (?, ?, ?, ?, ?)",
            params![
                row.get::<_, i64>(0)?,
                row.get::<_, Vec<u8>>(1)?,
                row.get::<_, Vec<u8>>(2)?,
                row.get::<_, String>(3)?,
                row.get::<_, String>(4)?
            ],
        )?;
    }
    Ok(())
}

/// The first row in which two dumps differ.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Difference {
    pub stored: Option<String>,
    pub replayed: Option<String>,
}

#[must_use]
pub fn first_difference(stored: &[String], replayed: &[String]) -> Option<Difference> {
    let at = (0..stored.len().max(replayed.len())).find(|&at| stored.get(at) != replayed.get(at))?;
    Some(Difference { stored: stored.get(at).cloned(), replayed: replayed.get(at).cloned() })
}
