//! Values on their way into a statement.

use crate::DbError;
use ieum_kernel::{Id, Lang, Thing, Timestamp};
use serde::Serialize;
use sqlx::{Arguments, postgres::PgArguments, sqlite::SqliteArguments};

/// The five kinds of value both engines store alike.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Kind {
    /// Whole numbers, moments: `BIGINT`.
    Int,
    /// `DOUBLE PRECISION`.
    Float,
    /// `BOOLEAN`.
    Bool,
    /// Texts, ids, civil dates, JSON: `TEXT`.
    Text,
    /// Bytes: `BYTEA`, a name both engines accept.
    Blob,
}

/// One bound value. A null keeps its kind, because PostgreSQL has to know it.
#[derive(Debug, Clone, PartialEq)]
pub enum Value {
    /// Nothing, of a kind.
    Null(Kind),
    /// A whole number.
    Int(i64),
    /// A floating-point number.
    Float(f64),
    /// True or false.
    Bool(bool),
    /// A text.
    Text(String),
    /// Bytes.
    Blob(Vec<u8>),
}

/// What can be bound to `$1`. Implement it for a room's own word-like types.
pub trait IntoValue: Sized {
    /// The kind of column it goes into.
    const KIND: Kind;

    /// The value to bind.
    fn into_value(self) -> Value;
}

macro_rules! whole {
    ($($t:ty),*) => {$(
        impl IntoValue for $t {
            const KIND: Kind = Kind::Int;
            fn into_value(self) -> Value {
                Value::Int(i64::from(self))
            }
        }
    )*};
}
whole!(u8, i16, u16, i32, u32, i64);

macro_rules! plain {
    ($($t:ty => $kind:ident, |$v:ident| $body:expr;)*) => {$(
        impl IntoValue for $t {
            const KIND: Kind = Kind::$kind;
            fn into_value(self) -> Value {
                let $v = self;
                Value::$kind($body)
            }
        }
    )*};
}
plain! {
    f64 => Float, |v| v;
    bool => Bool, |v| v;
    &str => Text, |v| v.to_owned();
    String => Text, |v| v;
    std::borrow::Cow<'_, str> => Text, |v| v.into_owned();
    &[u8] => Blob, |v| v.to_vec();
    Vec<u8> => Blob, |v| v;
    Timestamp => Int, |v| v.micros();
    Lang => Text, |v| v.code().to_owned();
    jiff::civil::Date => Text, |v| v.to_string();
    serde_json::Value => Text, |v| v.to_string();
}

impl<T: Thing> IntoValue for Id<T> {
    const KIND: Kind = Kind::Text;

    fn into_value(self) -> Value {
        Value::Text(self.to_string())
    }
}

impl<T: IntoValue> IntoValue for Option<T> {
    const KIND: Kind = T::KIND;

    fn into_value(self) -> Value {
        self.map_or(Value::Null(T::KIND), T::into_value)
    }
}

impl<T: IntoValue + Clone> IntoValue for &T {
    const KIND: Kind = T::KIND;

    fn into_value(self) -> Value {
        self.clone().into_value()
    }
}

/// The values of one statement, in the order of `$1`, `$2`, …; made by [`args!`](crate::args).
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Args(Vec<Value>);

impl Args {
    /// No values.
    pub const fn new() -> Self {
        Self(Vec::new())
    }

    /// Adds the next value.
    pub fn push(&mut self, value: impl IntoValue) {
        self.0.push(value.into_value());
    }

    /// How many values there are.
    pub fn len(&self) -> usize {
        self.0.len()
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    pub(crate) fn push_value(&mut self, value: Value) {
        self.0.push(value);
    }

    pub(crate) fn append(&mut self, mut more: Self) {
        self.0.append(&mut more.0);
    }

    pub(crate) fn sqlite(self) -> Result<SqliteArguments, DbError> {
        let mut out = SqliteArguments::default();
        for value in self.0 {
            match value {
                Value::Null(_) => out.add(None::<i64>),
                Value::Int(v) => out.add(v),
                Value::Float(v) => out.add(v),
                Value::Bool(v) => out.add(v),
                Value::Text(v) => out.add(v),
                Value::Blob(v) => out.add(v),
            }
            .map_err(DbError::Sql)?;
        }
        Ok(out)
    }

    pub(crate) fn postgres(self) -> Result<PgArguments, DbError> {
        let mut out = PgArguments::default();
        for value in self.0 {
            match value {
                Value::Null(Kind::Int) => out.add(None::<i64>),
                Value::Null(Kind::Float) => out.add(None::<f64>),
                Value::Null(Kind::Bool) => out.add(None::<bool>),
                Value::Null(Kind::Text) => out.add(None::<String>),
                Value::Null(Kind::Blob) => out.add(None::<Vec<u8>>),
                Value::Int(v) => out.add(v),
                Value::Float(v) => out.add(v),
                Value::Bool(v) => out.add(v),
                Value::Text(v) => out.add(v),
                Value::Blob(v) => out.add(v),
            }
            .map_err(DbError::Sql)?;
        }
        Ok(out)
    }
}

/// The values of a statement: `args![id, &name, None::<i64>]`.
#[macro_export]
macro_rules! args {
    () => { $crate::Args::new() };
    ($($value:expr),+ $(,)?) => {{
        let mut args = $crate::Args::new();
        $( args.push($value); )+
        args
    }};
}

/// A value as JSON text, to be bound to a `TEXT` column.
///
/// # Errors
/// When the value has no JSON form, such as a map with keys that are not texts.
pub fn to_json<T: Serialize + ?Sized>(value: &T) -> Result<String, DbError> {
    serde_json::to_string(value).map_err(DbError::Encode)
}
