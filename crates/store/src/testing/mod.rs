//! For tests of this crate: replaying, exporting chains, and faults planted on purpose, so that the property tests show that they see.

pub mod disk;

use journal::codec;

use crate::replay::{self, Difference, dump, first_difference, replayed};
use crate::{Connection, Store, StoreError, copy_into, open_read_only};

pub use journal::codec::{pack, unpack};
pub use rusqlite::Params;

fn snapshot(store: &Store) -> Result<Connection, StoreError> {
    let mut copy = Connection::open_in_memory()?;
    copy_into(&open_read_only(&store.place().database)?, &mut copy)?;
    Ok(copy)
}

/// P1: how the stored projections differ from replayed ones.
pub fn replay(store: &Store) -> Result<Option<Difference>, StoreError> {
    let mut copy = snapshot(store)?;
    let blobs = store.place().blobs();
    replay::catch_up(&mut copy, &blobs)?;
    let fresh = replayed(&copy, store.keys(), &blobs)?;
    Ok(first_difference(&dump(&copy)?, &dump(&fresh)?))
}

/// For edits behind the store's back. Another connection would write pages without their sums.
pub fn connect(database: &std::path::Path) -> Result<Connection, StoreError> {
    crate::open::connect(database, rusqlite::OpenFlags::default())
}

/// A copy as SQLite itself writes it, without room for sums on its pages: as databases were before there were any.
pub fn without_sums(from: &std::path::Path, to: &std::path::Path) -> Result<(), StoreError> {
    let source = connect(from)?;
    let mut statement = source.prepare("select sql from sqlite_schema where sql is not null and name not like 'sqlite_%'")?;
    let schema = statement.query_map([], |row| row.get::<_, String>(0))?.collect::<Result<Vec<_>, _>>()?;
    let target = Connection::open(to)?;
    target.pragma_update(None, "foreign_keys", false)?;
    schema.iter().try_for_each(|sql| target.execute_batch(sql))?;
    target.execute("attach ? as source", [from.to_string_lossy()])?;
    let mut tables = target.prepare("select name from sqlite_schema where type = 'table' and name not like 'sqlite_%'")?;
    for table in tables.query_map([], |row| row.get::<_, String>(0))? {
        let table = table?;
        target.execute_batch(&format!("insert into main.{table} select * from source.{table}"))?;
    }
    Ok(())
}

/// Makes a database what the first schema left: later migrations are undone, and forgotten.
pub const BACK_TO_FIRST_SCHEMA: &str = "delete from deferred where name in ('stock', 'acts');
    alter table local_pin_tries rename column left_ms to locked_until_ms;
    drop table local_sync_acks;
    drop table local_sync_keys;
    drop table local_sync_jobs;
    drop table erased;
    drop table acts;
    drop table clockings;
    drop table quotations;
    drop table value_moves;
    drop table point_moves;
    drop table points_rules;
    drop table roles;
    alter table users drop column own_role;
    alter table users drop column badge;
    alter table users drop column badge_stamp;
    alter table local_carts drop column granted;
    drop table orders;
    drop table order_documents;
    drop table order_moves;
    drop index sales_by_quotation;
    alter table sales drop column quotation;
    alter table local_carts drop column quotation;
    drop table shift_entries;
    drop table shifts;
    drop table z_reports;
    drop table cash_rules;
    drop table drawer_acts;
    drop table tender_corrections;
    drop table return_lines;
    drop table customers;
    drop table account_terms;
    drop table account_moves;
    drop table account_allocations;
    drop index sales_by_customer;
    alter table sales drop column customer;
    alter table local_carts drop column customer;
    alter table sale_lines drop column restocked;
    alter table local_print_jobs rename column document to sale;
    alter table local_carts drop column parked_ms;
    alter table local_carts drop column parked_note;
    alter table local_carts drop column age_checked;
    alter table products drop column minimum_age;
    alter table products drop column warning;
    delete from refinery_schema_history where version > 1";

/// Waits until nothing deferred is left.
pub fn catch_up(store: &Store) -> Result<(), StoreError> {
    store.catch_up_wholly()
}

/// The same in a database that nobody has open.
pub fn catch_up_at_once(database: &std::path::Path) -> Result<(), StoreError> {
    let mut conn = connect(database)?;
    // the program that had it open may still be folding its log
    conn.busy_timeout(std::time::Duration::from_secs(60))?;
    crate::deferred::catch_up_at_once(&mut conn)
}

/// Bytes and signature of each entry, in order.
pub type Chain = Vec<(Vec<u8>, Vec<u8>)>;

/// Every entry, as it would be sent.
pub fn exported(store: &Store) -> Result<Chain, StoreError> {
    store.read(|conn| {
        let mut statement = conn.prepare("select codec, bytes, signature from journal order by arrival")?;
        let rows = statement.query_map([], |row| Ok((row.get(0)?, row.get::<_, Vec<u8>>(1)?, row.get(2)?)))?;
        rows.map(|row| row.map_err(StoreError::from).and_then(|(codec, packed, signature)| Ok((codec::unpack(codec, &packed)?, signature))))
            .collect()
    })
}

pub mod hidden {
    //! A kind that this program pretends not to know yet, as before an update.

    use std::sync::{Mutex, PoisonError};

    static HIDDEN: Mutex<Option<String>> = Mutex::new(None);

    /// Known again when the guard is dropped.
    #[derive(Debug)]
    pub struct Hidden;

    impl Drop for Hidden {
        fn drop(&mut self) {
            set(None);
        }
    }

    #[must_use]
    pub fn hide(kind: &str) -> Hidden {
        set(Some(kind.to_owned()));
        Hidden
    }

    fn set(kind: Option<String>) {
        *HIDDEN.lock().unwrap_or_else(PoisonError::into_inner) = kind;
    }

    pub(crate) fn is(kind: &str) -> bool {
        HIDDEN.lock().unwrap_or_else(PoisonError::into_inner).as_deref() == Some(kind)
    }
}

pub mod planted {
    pub use crate::faults::{Fault, Planted, plant};
}
