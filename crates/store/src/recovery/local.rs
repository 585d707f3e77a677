//! Local state of a recovered database: what this machine prefers and whom it keeps out come from the live file where that still gives them.
//! Nothing that was paid may be paid again, and nothing that was printed is printed again.

use rusqlite::types::Value;
use rusqlite::{Connection, params_from_iter};

use crate::StoreError;

/// Whole or not at all; lines after their carts.
const TABLES: [&str; 4] = ["local_pin_tries", "local_preferences", "local_carts", "local_cart_lines"];

/// `live` is the database that is replaced, as far as it can be read.
pub fn carry_over(to: &Connection, live: Option<&Connection>) -> Result<(), StoreError> {
    // a cart of the copy may have been sold or discarded since: only the live file knows
    to.execute_batch("delete from local_cart_lines; delete from local_carts;")?;
    for table in TABLES {
        let Some(rows) = live.and_then(|live| read(live, table).ok()) else { continue };
        to.execute_batch(&format!("savepoint carried; delete from {table};"))?;
        // a table of another version of the program stays as the copy has it
        match rows.iter().try_for_each(|row| insert(to, table, row)) {
            Ok(()) => to.execute_batch("release carried")?,
            Err(error) => {
                tracing::warn!(table, %error, "Local state was not carried over");
                to.execute_batch("rollback to carried; release carried")?;
            }
        }
    }
    to.execute_batch(
        "delete from local_cart_lines where cart in (select id from sales);
         delete from local_carts where id in (select id from sales);
         update local_print_jobs set state = 'cancelled' where state in ('queued', 'sending', 'unknown');",
    )?;
    Ok(())
}

type Row = Vec<(String, Value)>;

fn read(live: &Connection, table: &str) -> Result<Vec<Row>, StoreError> {
    let mut statement = live.prepare(&format!("select * from {table}"))?;
    let columns: Vec<String> = statement.column_names().map(str::to_owned).collect();
    let rows = statement.query_map([], |row| {
        columns.iter().enumerate().map(|(at, name)| Ok((name.clone(), row.get::<_, Value>(at)?))).collect::<Result<Row, _>>()
    })?;
    Ok(rows.collect::<Result<_, _>>()?)
}

fn insert(to: &Connection, table: &str, row: &Row) -> Result<(), StoreError> {
    let columns: Vec<&str> = row.iter().map(|(name, _)| name.as_str()).collect();
    let marks = vec!["?"; row.len()].join(", ");
    let sql = format!("insert into {table} ({}) values ({marks})", columns.join(", "));
    to.prepare_cached(&sql)?.execute(params_from_iter(row.iter().map(|(_, value)| value)))?;
    Ok(())
}
