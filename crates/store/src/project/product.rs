//! Products merge field by field. A field's stamp is kept apart only where it is not its row's: almost no product needs one.

use domain::Id;
use domain::entry::ProductSaved;
use domain::product::ProductFields;
use rusqlite::types::Value;
use rusqlite::{Connection, OptionalExtension, params};

use super::register::beats;
use crate::StoreError;

/// The registers of a product, with their columns. Price and tax class are one.
const REGISTERS: [(&str, &[&str]); 12] = [
    ("name", &["name"]),
    ("sku", &["sku"]),
    ("unit", &["unit"]),
    ("pricing", &["price", "tax_class"]),
    ("cost", &["cost"]),
    ("category", &["category"]),
    ("favourite", &["favourite"]),
    ("active", &["active"]),
    ("track_stock", &["track_stock"]),
    ("min_stock", &["min_stock"]),
    ("minimum_age", &["minimum_age"]),
    ("warning", &["warning"]),
];

pub fn saved(conn: &Connection, arrival: i64, saved: &ProductSaved) -> Result<(), StoreError> {
    let values = values(&saved.fields);
    let row_stamp: Option<i64> =
        conn.prepare_cached("select stamp from products where id = ?")?.query_row([saved.id], |row| row.get(0)).optional()?;
    match row_stamp {
        None => create(conn, arrival, saved.id, values)?,
        Some(row_stamp) => edit(conn, arrival, saved.id, row_stamp, values)?,
    }
    for code in &saved.barcodes_added {
        set_barcode(conn, arrival, code, saved.id, true)?;
    }
    for code in &saved.barcodes_removed {
        set_barcode(conn, arrival, code, saved.id, false)?;
    }
    Ok(())
}

/// What the entry sets: the values of each register's columns, in the order of [`REGISTERS`].
fn values(fields: &ProductFields) -> Vec<(usize, Vec<Value>)> {
    let ProductFields { name, sku, unit, pricing, cost, category, favourite, active, track_stock, min_stock, minimum_age, warning } =
        fields.clone();
    let flag = |value: bool| vec![Value::from(value)];
    let set = [
        name.map(|it| vec![it.into()]),
        sku.map(|it| vec![it.into()]),
        unit.map(|it| vec![it.name().to_owned().into()]),
        pricing.map(|it| vec![it.price.get().into(), it.tax_class.into()]),
        cost.map(|it| vec![it.map(i64::from).into()]),
        category.map(|it| vec![it.map(|id| id.as_bytes().to_vec()).into()]),
        favourite.map(flag),
        active.map(flag),
        track_stock.map(flag),
        min_stock.map(|it| vec![it.map(i64::from).into()]),
        minimum_age.map(|it| vec![it.map(i64::from).into()]),
        warning.map(|it| vec![it.into()]),
    ];
    set.into_iter().enumerate().filter_map(|(register, values)| Some((register, values?))).collect()
}

/// A new product is one statement: an import makes hundreds of thousands.
fn create(conn: &Connection, arrival: i64, id: Id, set: Vec<(usize, Vec<Value>)>) -> Result<(), StoreError> {
    let mut row = vec![Value::Null; REGISTERS.iter().map(|(_, columns)| columns.len()).sum()];
    for (register, values) in set {
        // set to nothing is not the same as never set, and only a stamp of its own can say so
        if values[0] == Value::Null {
            stamp(conn, id, REGISTERS[register].0, arrival)?;
        }
        let first: usize = REGISTERS[..register].iter().map(|(_, columns)| columns.len()).sum();
        row[first..first + values.len()].clone_from_slice(&values);
    }
    row.extend([id.as_bytes().to_vec().into(), arrival.into()]);
    conn.prepare_cached(
        "insert into products (name, sku, unit, price, tax_class, cost, category, favourite, active, track_stock, min_stock, minimum_age,
                               warning, id, stamp)
         values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
    )?
    .execute(rusqlite::params_from_iter(row))?;
    Ok(())
}

fn stamp(conn: &Connection, id: Id, field: &str, arrival: i64) -> Result<(), StoreError> {
    conn.prepare_cached("insert or replace into product_stamps (product, field, stamp) values (?, ?, ?)")?.execute((id, field, arrival))?;
    Ok(())
}

fn edit(conn: &Connection, arrival: i64, id: Id, row_stamp: i64, set: Vec<(usize, Vec<Value>)>) -> Result<(), StoreError> {
    for (register, values) in set {
        let field = REGISTERS[register].0;
        let own: Option<i64> = conn
            .prepare_cached("select stamp from product_stamps where product = ? and field = ?")?
            .query_row((id, field), |row| row.get(0))
            .optional()?;
        // a register that the creating entry left unset is still empty: the row's stamp says nothing about it
        let set_by = match own {
            None if !is_unset(conn, id, register)? => Some(row_stamp),
            own => own,
        };
        if beats(conn, arrival, set_by)? {
            write(conn, id, register, values)?;
            stamp(conn, id, field, arrival)?;
            if field == "name" {
                conn.prepare_cached("insert or ignore into local_renamed (product) select no from products where id = ?")?.execute([id])?;
            }
        }
    }
    Ok(())
}

fn is_unset(conn: &Connection, id: Id, register: usize) -> Result<bool, StoreError> {
    let sql = format!("select {} is null from products where id = ?", REGISTERS[register].1[0]);
    Ok(conn.prepare_cached(&sql)?.query_row([id], |row| row.get(0))?)
}

fn write(conn: &Connection, id: Id, register: usize, mut values: Vec<Value>) -> Result<(), StoreError> {
    let columns: Vec<String> = REGISTERS[register].1.iter().map(|column| format!("{column} = ?")).collect();
    values.push(id.as_bytes().to_vec().into());
    conn.prepare_cached(&format!("update products set {} where id = ?", columns.join(", ")))?
        .execute(rusqlite::params_from_iter(values))?;
    Ok(())
}

/// Each (code, product) pair is a register of its own: a code created twice keeps both products.
fn set_barcode(conn: &Connection, arrival: i64, code: &str, product: Id, present: bool) -> Result<(), StoreError> {
    let set_by = conn
        .prepare_cached("select stamp from barcodes where code = ? and product = ?")?
        .query_row((code, product), |row| row.get(0))
        .optional()?;
    if beats(conn, arrival, set_by)? {
        conn.prepare_cached("insert or replace into barcodes (code, product, present, stamp) values (?, ?, ?, ?)")?
            .execute(params![code, product, present, arrival])?;
    }
    Ok(())
}
