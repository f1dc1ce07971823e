//! The tables of a database and the kinds of their columns.

use crate::{DbError, Kind, Reads, Sql, Tx, args};
use std::collections::BTreeMap;

/// A table as far as a backup needs to know it.
#[derive(Debug, Clone)]
pub(super) struct Table {
    pub(super) name: String,
    pub(super) columns: Vec<Column>,
}

#[derive(Debug, Clone)]
pub(super) struct Column {
    pub(super) name: String,
    pub(super) kind: Kind,
    /// Whether the database numbers it (PostgreSQL identity).
    pub(super) numbered: bool,
}

/// A name inside a statement.
pub(super) fn quoted(name: &str) -> String {
    format!("\"{}\"", name.replace('"', "\"\""))
}

impl Table {
    pub(super) fn column_list(&self) -> String {
        self.columns.iter().map(|column| quoted(&column.name)).collect::<Vec<_>>().join(", ")
    }
}

/// All tables but the list of migrations, by name.
pub(super) async fn tables(tx: &mut Tx) -> Result<BTreeMap<String, Table>, DbError> {
    let sql = tx.twin(
        r"SELECT m.name AS tbl, c.name AS col, upper(c.type) AS kind, 0 AS numbered
          FROM sqlite_master m, pragma_table_xinfo(m.name) c
          WHERE m.type = 'table' AND m.name NOT LIKE 'sqlite\_%' ESCAPE '\' AND m.name <> 'migration' AND c.hidden = 0
          ORDER BY m.name, c.cid",
        "SELECT CAST(c.table_name AS TEXT) AS tbl, CAST(c.column_name AS TEXT) AS col,
                upper(CAST(c.data_type AS TEXT)) AS kind, c.is_identity = 'YES' AS numbered
         FROM information_schema.columns c
         JOIN information_schema.tables t ON t.table_schema = c.table_schema AND t.table_name = c.table_name
         WHERE c.table_schema = current_schema() AND t.table_type = 'BASE TABLE' AND c.table_name <> 'migration'
           AND c.is_generated = 'NEVER'
         ORDER BY c.table_name, c.ordinal_position",
    );
    let rows = tx
        .all(sql, args![], |row| {
            let kind: String = row.get("kind")?;
            Ok((
                row.get("tbl")?,
                Column { name: row.get("col")?, kind: kind_of(&kind)?, numbered: row.get("numbered")? },
            ))
        })
        .await?;
    let mut tables: BTreeMap<String, Table> = BTreeMap::new();
    for (table, column) in rows {
        let entry = tables.entry(table);
        let name = entry.key().clone();
        entry.or_insert_with(|| Table { name, columns: Vec::new() }).columns.push(column);
    }
    Ok(tables)
}

fn kind_of(declared: &str) -> Result<Kind, DbError> {
    let has = |parts: &[&str]| parts.iter().any(|part| declared.contains(part));
    if has(&["BOOL"]) {
        Ok(Kind::Bool)
    } else if has(&["INT"]) {
        Ok(Kind::Int)
    } else if has(&["CHAR", "TEXT", "CLOB"]) {
        Ok(Kind::Text)
    } else if has(&["BLOB", "BYTEA"]) {
        Ok(Kind::Blob)
    } else if has(&["REAL", "FLOA", "DOUB"]) {
        Ok(Kind::Float)
    } else {
        Err(DbError::backup(format!("a column of type {declared} cannot be backed up")))
    }
}

/// How many rows each table has, the list of migrations left out.
pub(crate) async fn row_counts(tx: &mut Tx) -> Result<BTreeMap<String, i64>, DbError> {
    let mut counts = BTreeMap::new();
    for name in tables(tx).await?.into_keys() {
        let sql = Sql::trusted(format!("SELECT count(*) AS n FROM {}", quoted(&name)));
        let count = Reads::one(tx, sql, args![], |row| row.get::<i64>("n")).await?;
        counts.insert(name, count);
    }
    Ok(counts)
}
