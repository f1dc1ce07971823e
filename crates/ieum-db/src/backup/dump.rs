//! Writing a backup.

use super::{LAYOUT, schema};
use crate::{Cell, Db, DbError, Kind, Reads, Row, Sql, args, migrate};
use serde_json::{Value, json};
use std::io::Write;

/// Writes the whole database, as it is at one moment, and returns the number of rows. Others may go on working.
///
/// # Errors
/// [`DbError::Backup`] when the output fails; faults of the database.
pub async fn dump(db: &Db, mut out: impl Write + Send) -> Result<u64, DbError> {
    let mut tx = db.snapshot().await?;
    let mut migrations: Vec<_> = migrate::applied(&mut tx).await?.into_iter().collect();
    migrations.sort();
    let migrations: Vec<Value> =
        migrations.into_iter().map(|((room, name), checksum)| json!([room, name, checksum])).collect();
    line(&mut out, &json!({ "ieum_backup": LAYOUT, "engine": db.engine(), "migrations": migrations }))?;

    let mut rows: u64 = 0;
    for table in schema::tables(&mut tx).await?.into_values() {
        let columns: Vec<&str> = table.columns.iter().map(|column| column.name.as_str()).collect();
        line(&mut out, &json!({ "table": table.name, "columns": columns }))?;
        let kinds: Vec<Kind> = table.columns.iter().map(|column| column.kind).collect();
        let from = schema::quoted(&table.name);
        let sql = Sql::trusted(format!("SELECT {} FROM {from}", table.column_list()));
        let take = |row: &Row| {
            rows += 1;
            let cells: Result<Vec<Value>, DbError> =
                kinds.iter().enumerate().map(|(place, kind)| cell(row, place, *kind)).collect();
            line(&mut out, &Value::Array(cells?))
        };
        Reads::each(&mut tx, sql, args![], take).await?;
    }
    line(&mut out, &json!({ "rows": rows }))?;
    out.flush().map_err(|error| output(&error))?;
    tx.rollback().await?;
    Ok(rows)
}

/// Floating-point numbers go as their shortest exact text and bytes as hexadecimal, each in a small object.
fn cell(row: &Row, place: usize, kind: Kind) -> Result<Value, DbError> {
    let cell = row.cell_at(place).map_err(|source| DbError::Decode { column: place.to_string(), source })?;
    Ok(match (cell, kind) {
        (Cell::Null, _) => Value::Null,
        (Cell::Int(v), Kind::Bool) => Value::Bool(v != 0),
        (Cell::Int(v), Kind::Float) => json!({ "f": v.to_string() }),
        (Cell::Int(v), _) => Value::from(v),
        (Cell::Float(v), _) => json!({ "f": v.to_string() }),
        (Cell::Bool(v), _) => Value::Bool(v),
        (Cell::Text(v), _) => Value::String(v),
        (Cell::Blob(v), _) => json!({ "x": hex::encode(v) }),
    })
}

fn line(out: &mut impl Write, value: &Value) -> Result<(), DbError> {
    serde_json::to_writer(&mut *out, value).map_err(|error| DbError::backup(error.to_string()))?;
    out.write_all(b"\n").map_err(|error| output(&error))
}

fn output(error: &std::io::Error) -> DbError {
    if error.kind() == std::io::ErrorKind::StorageFull {
        return DbError::Full;
    }
    DbError::backup(error.to_string())
}
