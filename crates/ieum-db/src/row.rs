//! Rows on their way out of the database.

use crate::DbError;
use ieum_kernel::{Id, Lang, Thing, Timestamp};
use serde::de::DeserializeOwned;
use sqlx::{Column, Row as _, TypeInfo, ValueRef, postgres::PgRow, sqlite::SqliteRow};

/// One row of an answer, read by column name.
#[derive(Debug)]
pub struct Row(pub(crate) RowOf);

#[derive(Debug)]
pub(crate) enum RowOf {
    Sqlite(SqliteRow),
    Postgres(PgRow),
}

/// What a column holds, before it is read as a type.
#[derive(Debug, Clone, PartialEq)]
pub enum Cell {
    /// Nothing.
    Null,
    /// A whole number; in SQLite also a boolean.
    Int(i64),
    /// A floating-point number.
    Float(f64),
    /// True or false (PostgreSQL only).
    Bool(bool),
    /// A text.
    Text(String),
    /// Bytes.
    Blob(Vec<u8>),
}

/// Why a cell is not of the wanted type.
pub type CellError = Box<dyn std::error::Error + Send + Sync>;

/// What can be read from a column. Implement it for a room's own word-like types.
pub trait FromColumn: Sized {
    /// Reads the cell.
    ///
    /// # Errors
    /// When the cell is null or holds something else.
    fn from_cell(cell: Cell) -> Result<Self, CellError>;
}

impl Row {
    /// The column's value as a `T`; `Option<T>` where it may be null.
    ///
    /// # Errors
    /// [`DbError::Decode`] when the column is missing, null or of another kind.
    pub fn get<T: FromColumn>(&self, column: &str) -> Result<T, DbError> {
        self.cell(column)
            .and_then(T::from_cell)
            .map_err(|source| DbError::Decode { column: column.to_owned(), source })
    }

    /// The JSON text of a column as a `T`.
    ///
    /// # Errors
    /// [`DbError::Decode`] when the column is missing, null, or its JSON is not a `T`.
    pub fn json<T: DeserializeOwned>(&self, column: &str) -> Result<T, DbError> {
        let text: String = self.get(column)?;
        serde_json::from_str(&text)
            .map_err(|source| DbError::Decode { column: column.to_owned(), source: Box::new(source) })
    }

    /// The JSON text of a column as a `T`, or `None` when the column is null.
    ///
    /// # Errors
    /// [`DbError::Decode`] when the column is missing or its JSON is not a `T`.
    pub fn json_maybe<T: DeserializeOwned>(&self, column: &str) -> Result<Option<T>, DbError> {
        match self.get::<Option<String>>(column)? {
            Some(_) => self.json(column).map(Some),
            None => Ok(None),
        }
    }

    /// The column's value as the database holds it.
    ///
    /// # Errors
    /// When there is no such column or its type is not one of the portable ones.
    pub fn cell(&self, column: &str) -> Result<Cell, CellError> {
        match &self.0 {
            RowOf::Sqlite(row) => sqlite_cell(row, position(row.columns(), column)?),
            RowOf::Postgres(row) => postgres_cell(row, position(row.columns(), column)?),
        }
    }

    /// The value of the column at a place, counted from 0.
    ///
    /// # Errors
    /// As [`Row::cell`].
    pub fn cell_at(&self, place: usize) -> Result<Cell, CellError> {
        match &self.0 {
            RowOf::Sqlite(row) => sqlite_cell(row, place),
            RowOf::Postgres(row) => postgres_cell(row, place),
        }
    }

    /// How many columns the row has.
    pub fn len(&self) -> usize {
        match &self.0 {
            RowOf::Sqlite(row) => row.len(),
            RowOf::Postgres(row) => row.len(),
        }
    }

    /// Whether the row has no columns.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }
}

fn position<C: Column>(columns: &[C], wanted: &str) -> Result<usize, CellError> {
    columns
        .iter()
        .position(|c| c.name() == wanted)
        .ok_or_else(|| "the statement returns no such column".into())
}

fn sqlite_cell(row: &SqliteRow, place: usize) -> Result<Cell, CellError> {
    let raw = row.try_get_raw(place)?;
    if raw.is_null() {
        return Ok(Cell::Null);
    }
    let info = raw.type_info();
    Ok(match info.name() {
        "INTEGER" | "INT4" | "BOOLEAN" => Cell::Int(row.try_get_unchecked(place)?),
        "REAL" => Cell::Float(row.try_get_unchecked(place)?),
        "TEXT" => Cell::Text(row.try_get_unchecked(place)?),
        "BLOB" => Cell::Blob(row.try_get_unchecked(place)?),
        other => return Err(format!("the type {other} is not portable").into()),
    })
}

fn postgres_cell(row: &PgRow, place: usize) -> Result<Cell, CellError> {
    let raw = row.try_get_raw(place)?;
    if raw.is_null() {
        return Ok(Cell::Null);
    }
    let info = raw.type_info();
    Ok(match info.name() {
        "INT8" => Cell::Int(row.try_get(place)?),
        "INT4" => Cell::Int(i64::from(row.try_get::<i32, _>(place)?)),
        "INT2" => Cell::Int(i64::from(row.try_get::<i16, _>(place)?)),
        "FLOAT8" => Cell::Float(row.try_get(place)?),
        "BOOL" => Cell::Bool(row.try_get(place)?),
        "TEXT" | "VARCHAR" | "CHAR" | "BPCHAR" | "NAME" | "UNKNOWN" | "CITEXT" => {
            Cell::Text(row.try_get_unchecked(place)?)
        }
        "BYTEA" => Cell::Blob(row.try_get(place)?),
        "VOID" => Cell::Null,
        "NUMERIC" => {
            return Err("a NUMERIC has to be cast to BIGINT or DOUBLE PRECISION in the statement".into());
        }
        other => return Err(format!("the type {other} is not portable").into()),
    })
}

fn unfit(cell: &Cell, wanted: &str) -> CellError {
    let found = match cell {
        Cell::Null => "null",
        Cell::Int(_) => "a whole number",
        Cell::Float(_) => "a floating-point number",
        Cell::Bool(_) => "a boolean",
        Cell::Text(_) => "a text",
        Cell::Blob(_) => "bytes",
    };
    format!("expected {wanted}, found {found}").into()
}

impl<T: FromColumn> FromColumn for Option<T> {
    fn from_cell(cell: Cell) -> Result<Self, CellError> {
        if cell == Cell::Null { Ok(None) } else { T::from_cell(cell).map(Some) }
    }
}

impl FromColumn for i64 {
    fn from_cell(cell: Cell) -> Result<Self, CellError> {
        match cell {
            Cell::Int(v) => Ok(v),
            other => Err(unfit(&other, "a whole number")),
        }
    }
}

macro_rules! narrower {
    ($($t:ty),*) => {$(
        impl FromColumn for $t {
            fn from_cell(cell: Cell) -> Result<Self, CellError> {
                Ok(<$t>::try_from(i64::from_cell(cell)?)?)
            }
        }
    )*};
}
narrower!(u8, i16, u16, i32, u32, u64);

impl FromColumn for f64 {
    fn from_cell(cell: Cell) -> Result<Self, CellError> {
        match cell {
            Cell::Float(v) => Ok(v),
            // A column of numeric affinity stores 2.0 as 2; whole numbers up to 2^53 are exact.
            Cell::Int(v) => Ok(v.to_string().parse()?),
            other => Err(unfit(&other, "a number")),
        }
    }
}

impl FromColumn for bool {
    fn from_cell(cell: Cell) -> Result<Self, CellError> {
        match cell {
            Cell::Bool(v) => Ok(v),
            Cell::Int(0) => Ok(false),
            Cell::Int(1) => Ok(true),
            other => Err(unfit(&other, "a boolean")),
        }
    }
}

impl FromColumn for String {
    fn from_cell(cell: Cell) -> Result<Self, CellError> {
        match cell {
            Cell::Text(v) => Ok(v),
            other => Err(unfit(&other, "a text")),
        }
    }
}

impl FromColumn for Vec<u8> {
    fn from_cell(cell: Cell) -> Result<Self, CellError> {
        match cell {
            Cell::Blob(v) => Ok(v),
            other => Err(unfit(&other, "bytes")),
        }
    }
}

impl FromColumn for Timestamp {
    fn from_cell(cell: Cell) -> Result<Self, CellError> {
        i64::from_cell(cell).map(Self::from_micros)
    }
}

impl<T: Thing> FromColumn for Id<T> {
    fn from_cell(cell: Cell) -> Result<Self, CellError> {
        Ok(String::from_cell(cell)?.parse()?)
    }
}

impl FromColumn for Lang {
    fn from_cell(cell: Cell) -> Result<Self, CellError> {
        Ok(String::from_cell(cell)?.parse()?)
    }
}

impl FromColumn for jiff::civil::Date {
    fn from_cell(cell: Cell) -> Result<Self, CellError> {
        Ok(String::from_cell(cell)?.parse()?)
    }
}
