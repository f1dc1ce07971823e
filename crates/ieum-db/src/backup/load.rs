//! Reading a backup into an empty database.

use super::{
    LAYOUT,
    schema::{self, Table, quoted},
};
use crate::{Args, Db, DbError, Engine, Kind, Reads, Sql, Tx, Value as Bound, args, migrate, setting};
use serde::Deserialize;
use serde_json::Value;
use std::{
    collections::BTreeMap,
    io::{BufRead, BufReader, Read},
};

#[derive(Deserialize)]
struct Header {
    ieum_backup: i64,
    migrations: Vec<(String, String, String)>,
}

#[derive(Deserialize)]
#[serde(untagged)]
enum Line {
    Table { table: String, columns: Vec<String> },
    Row(Vec<Value>),
    End { rows: u64 },
}

/// Rows of one INSERT.
const BATCH: usize = 100;

/// Reads a backup into a migrated database without rows of its own; returns the number of rows.
///
/// All or nothing: it is one transaction. Rows that migrations put there are replaced by those of the backup.
///
/// # Errors
/// [`DbError::Backup`] when the database has rows, the migrations differ, or the file is damaged or cut.
pub async fn load(db: &Db, input: impl Read + Send) -> Result<u64, DbError> {
    let mut lines = BufReader::new(input).lines();
    let first = lines.next().ok_or_else(|| DbError::backup("the file is empty"))?;
    let header: Header = parse(1, first)?;
    if header.ieum_backup != LAYOUT {
        return Err(DbError::backup(format!("its layout {} is not known", header.ieum_backup)));
    }
    let mut tx = db.begin_alone().await?;
    check_migrations(&mut tx, header.migrations).await?;
    let tables = schema::tables(&mut tx).await?;
    refuse_rows(&mut tx).await?;
    let guards = loosen(&mut tx, &tables).await?;

    let (mut rows, mut ended) = (0_u64, false);
    let mut batch: Option<Batch<'_>> = None;
    for (place, text) in lines.enumerate() {
        let number = place + 2;
        match parse::<Line>(number, text)? {
            _ if ended => return Err(at(number, "there is more after the end")),
            Line::Table { table, columns } => {
                flush(&mut tx, &mut batch).await?;
                batch =
                    Some(Batch::new(&tables, &table, &columns).ok_or_else(|| at(number, "no such table"))?);
            }
            Line::Row(cells) => {
                let batch = batch.as_mut().ok_or_else(|| at(number, "a row before its table"))?;
                batch.add(cells).ok_or_else(|| at(number, "the row does not fit its table"))?;
                rows += 1;
                if batch.rows == BATCH {
                    batch.write(&mut tx).await?;
                }
            }
            Line::End { rows: expected } if expected == rows => ended = true,
            Line::End { .. } => return Err(at(number, "rows are missing")),
        }
    }
    if !ended {
        return Err(DbError::backup("the file is cut: its last line is missing"));
    }
    flush(&mut tx, &mut batch).await?;
    tighten(&mut tx, &tables, guards).await?;
    tx.commit().await?;
    Ok(rows)
}

fn at(line: usize, why: &str) -> DbError {
    DbError::backup(format!("line {line}: {why}"))
}

fn parse<T: for<'de> Deserialize<'de>>(number: usize, text: std::io::Result<String>) -> Result<T, DbError> {
    let text = text.map_err(|error| at(number, &error.to_string()))?;
    serde_json::from_str(&text).map_err(|error| at(number, &error.to_string()))
}

/// The same common files must be applied; twins are compared only where both sides have them.
async fn check_migrations(tx: &mut Tx, wanted: Vec<(String, String, String)>) -> Result<(), DbError> {
    let is_twin = |name: &str| name.ends_with(".sqlite.sql") || name.ends_with(".postgres.sql");
    let mut applied = migrate::applied(tx).await?;
    for (room, name, checksum) in wanted {
        match applied.remove(&(room.clone(), name.clone())) {
            Some(here) if here == checksum => {}
            Some(_) => return Err(DbError::backup(format!("the migration {room}/{name} differs"))),
            None if is_twin(&name) => {}
            None => return Err(DbError::backup(format!("the migration {room}/{name} is not applied here"))),
        }
    }
    match applied.into_keys().find(|(_, name)| !is_twin(name)) {
        Some((room, name)) => {
            Err(DbError::backup(format!("the backup is from before the migration {room}/{name}")))
        }
        None => Ok(()),
    }
}

/// Only rows that the migrations themselves made may be there.
async fn refuse_rows(tx: &mut Tx) -> Result<(), DbError> {
    let seeded: BTreeMap<String, i64> = setting(tx, migrate::SEEDED).await?.unwrap_or_default();
    for (table, count) in schema::row_counts(tx).await? {
        let expected = seeded.get(&table).copied().unwrap_or(0);
        let own = i64::from(table == "setting");
        if count > expected + own {
            return Err(DbError::backup(format!("the database is not empty: {table} has {count} rows")));
        }
    }
    Ok(())
}

/// What has to be put back after the rows are in.
enum Guards {
    /// The texts of the triggers.
    Sqlite(Vec<String>),
    /// The names of the foreign keys and their tables.
    Postgres(Vec<(String, String)>),
}

/// Takes triggers away and lets foreign keys be checked at the end, so that the order of rows does not matter. Then
/// clears what migrations put there.
async fn loosen(tx: &mut Tx, tables: &BTreeMap<String, Table>) -> Result<Guards, DbError> {
    let guards = match tx.engine() {
        Engine::Sqlite => {
            let sql = "SELECT name, sql FROM sqlite_master WHERE type = 'trigger'";
            let read = |row: &crate::Row| Ok((row.get::<String>("name")?, row.get::<String>("sql")?));
            let triggers = tx.all(sql, args![], read).await?;
            tx.script("PRAGMA defer_foreign_keys = ON").await?;
            for (name, _) in &triggers {
                tx.script(&format!("DROP TRIGGER {}", quoted(name))).await?;
            }
            Guards::Sqlite(triggers.into_iter().map(|(_, text)| text).collect())
        }
        Engine::Postgres => {
            let sql =
                "SELECT CAST(c.conname AS TEXT) AS name, CAST(t.relname AS TEXT) AS tbl FROM pg_constraint c
                       JOIN pg_class t ON t.oid = c.conrelid
                       WHERE c.contype = 'f' AND NOT c.condeferrable AND c.conparentid = 0
                         AND c.connamespace = CAST(CAST(current_schema() AS TEXT) AS regnamespace)";
            let read = |row: &crate::Row| Ok((row.get::<String>("name")?, row.get::<String>("tbl")?));
            let keys = tx.all(sql, args![], read).await?;
            for (name, table) in &keys {
                let (name, table) = (quoted(name), quoted(table));
                let late =
                    format!("ALTER TABLE {table} ALTER CONSTRAINT {name} DEFERRABLE INITIALLY DEFERRED");
                tx.script(&late).await?;
            }
            for name in tables.keys() {
                tx.script(&format!("ALTER TABLE {} DISABLE TRIGGER USER", quoted(name))).await?;
            }
            Guards::Postgres(keys)
        }
    };
    for name in tables.keys() {
        tx.script(&format!("DELETE FROM {}", quoted(name))).await?;
    }
    Ok(guards)
}

async fn tighten(tx: &mut Tx, tables: &BTreeMap<String, Table>, guards: Guards) -> Result<(), DbError> {
    match guards {
        Guards::Sqlite(triggers) => {
            for text in triggers {
                tx.script(&text).await?;
            }
            let broken = "SELECT \"table\" AS tbl FROM pragma_foreign_key_check LIMIT 1";
            if let Some(table) = tx.maybe(broken, args![], |row| row.get::<String>("tbl")).await? {
                return Err(DbError::backup(format!("a row of {table} refers to nothing")));
            }
        }
        Guards::Postgres(keys) => {
            tx.script("SET CONSTRAINTS ALL IMMEDIATE").await?;
            for (name, table) in keys {
                let (name, table) = (quoted(&name), quoted(&table));
                tx.script(&format!("ALTER TABLE {table} ALTER CONSTRAINT {name} NOT DEFERRABLE")).await?;
            }
            for table in tables.values() {
                let name = quoted(&table.name);
                tx.script(&format!("ALTER TABLE {name} ENABLE TRIGGER USER")).await?;
                for column in table.columns.iter().filter(|column| column.numbered) {
                    let next =
                        format!("SELECT coalesce(max({}), 0) + 1 AS n FROM {name}", quoted(&column.name));
                    let next = Reads::one(tx, Sql::trusted(next), args![], |row| row.get::<i64>("n")).await?;
                    let sql = "SELECT setval(pg_get_serial_sequence($1, $2), $3, FALSE)";
                    tx.maybe(sql, args![name.as_str(), column.name.as_str(), next], |_| Ok(())).await?;
                }
            }
        }
    }
    tx.script("ANALYZE").await
}

struct Batch<'a> {
    table: &'a Table,
    kinds: Vec<Kind>,
    columns: String,
    args: Args,
    rows: usize,
}

impl<'a> Batch<'a> {
    fn new(tables: &'a BTreeMap<String, Table>, table: &str, columns: &[String]) -> Option<Self> {
        let table = tables.get(table)?;
        let kind = |name: &String| table.columns.iter().find(|column| column.name == *name).map(|c| c.kind);
        let kinds = columns.iter().map(kind).collect::<Option<Vec<_>>>()?;
        let columns = columns.iter().map(|name| quoted(name)).collect::<Vec<_>>().join(", ");
        Some(Self { table, kinds, columns, args: Args::new(), rows: 0 })
    }

    fn add(&mut self, cells: Vec<Value>) -> Option<()> {
        if cells.len() != self.kinds.len() {
            return None;
        }
        for (cell, kind) in cells.into_iter().zip(&self.kinds) {
            self.args.push_value(bound(cell, *kind)?);
        }
        self.rows += 1;
        Some(())
    }

    async fn write(&mut self, tx: &mut Tx) -> Result<(), DbError> {
        if self.rows == 0 {
            return Ok(());
        }
        let width = self.kinds.len();
        let group = |row: usize| {
            let holes: Vec<String> = (1..=width).map(|place| format!("${}", row * width + place)).collect();
            format!("({})", holes.join(", "))
        };
        let groups: Vec<String> = (0..self.rows).map(group).collect();
        let (table, columns) = (quoted(&self.table.name), &self.columns);
        let sql = format!("INSERT INTO {table} ({columns}) VALUES {}", groups.join(", "));
        self.rows = 0;
        tx.run(Sql::trusted(sql), std::mem::take(&mut self.args)).await?;
        Ok(())
    }
}

async fn flush(tx: &mut Tx, batch: &mut Option<Batch<'_>>) -> Result<(), DbError> {
    match batch {
        Some(batch) => batch.write(tx).await,
        None => Ok(()),
    }
}

fn bound(cell: Value, kind: Kind) -> Option<Bound> {
    Some(match (cell, kind) {
        (Value::Null, kind) => Bound::Null(kind),
        (Value::Bool(v), Kind::Bool) => Bound::Bool(v),
        (Value::Bool(v), Kind::Int) => Bound::Int(i64::from(v)),
        (Value::Number(v), Kind::Int) => Bound::Int(v.as_i64()?),
        (Value::Number(v), Kind::Bool) => Bound::Bool(v.as_i64()? != 0),
        (Value::String(v), Kind::Text) => Bound::Text(v),
        (Value::Object(v), Kind::Float) => Bound::Float(v.get("f")?.as_str()?.parse().ok()?),
        (Value::Object(v), Kind::Blob) => Bound::Blob(hex::decode(v.get("x")?.as_str()?).ok()?),
        _ => return None,
    })
}
