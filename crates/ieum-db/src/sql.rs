//! Statements: a literal, or a literal base with literal fragments. Text from people can never become SQL.

use crate::{Args, DbError};
use sqlx::{AssertSqlSafe, SqlSafeStr, SqlStr};
use std::{fmt::Write, sync::Arc};

/// A statement that is safe to run: made from string literals only.
#[derive(Debug, Clone)]
pub struct Sql(SqlText);

#[derive(Debug, Clone)]
enum SqlText {
    Literal(&'static str),
    Built(Arc<str>),
    Wrong(String),
}

impl From<&'static str> for Sql {
    fn from(text: &'static str) -> Self {
        Self(SqlText::Literal(text))
    }
}

impl Sql {
    /// A statement put together by this crate from catalogue names.
    pub(crate) fn trusted(text: String) -> Self {
        Self(SqlText::Built(text.into()))
    }

    /// The text, for logs and tests.
    pub fn text(&self) -> &str {
        match &self.0 {
            SqlText::Literal(text) => text,
            SqlText::Built(text) => text,
            SqlText::Wrong(why) => why,
        }
    }

    /// The text, unless it was put together wrongly.
    pub(crate) fn checked(&self) -> Result<&str, DbError> {
        match &self.0 {
            SqlText::Literal(text) => Ok(text),
            SqlText::Built(text) => Ok(text),
            SqlText::Wrong(why) => Err(DbError::wrong(why.clone())),
        }
    }

    pub(crate) fn ready(self) -> Result<SqlStr, DbError> {
        match self.0 {
            SqlText::Literal(text) => Ok(text.into_sql_str()),
            SqlText::Built(text) => Ok(AssertSqlSafe(text).into_sql_str()),
            SqlText::Wrong(why) => Err(DbError::wrong(why)),
        }
    }
}

/// A statement that grows by fragments, for lists with filters.
///
/// The base is a complete statement with `$1`, `$2`, …; in a fragment each `?` stands for its next value.
///
/// ```
/// use ieum_db::{Query, args};
/// let region = Some("43");
/// let (sql, args) = Query::new("SELECT id FROM facility WHERE open = $1", args![true])
///     .and_some(" AND region = ?", region)
///     .and(" ORDER BY id LIMIT ?", args![20])
///     .finish();
/// assert_eq!(sql.text(), "SELECT id FROM facility WHERE open = $1 AND region = $2 ORDER BY id LIMIT $3");
/// assert_eq!(args.len(), 3);
/// ```
#[derive(Debug, Clone)]
pub struct Query {
    text: String,
    args: Args,
    wrong: Option<String>,
}

impl Query {
    /// Starts from a complete statement, such as `SELECT … WHERE TRUE`.
    pub fn new(base: &'static str, args: Args) -> Self {
        Self { text: base.to_owned(), args, wrong: None }
    }

    /// Appends a fragment; each `?` outside quotes takes the next of `args`.
    #[must_use]
    pub fn and(mut self, fragment: &'static str, args: Args) -> Self {
        let (mut next, wanted) = (self.args.len(), args.len());
        let mut quoted = false;
        for letter in fragment.chars() {
            quoted ^= letter == '\'';
            if letter == '?' && !quoted {
                next += 1;
                // Writing to a String cannot fail.
                let _ = write!(self.text, "${next}");
            } else {
                self.text.push(letter);
            }
        }
        let holes = next - self.args.len();
        if holes != wanted {
            self.wrong = Some(format!("the fragment `{fragment}` has {holes} holes for {wanted} values"));
        }
        self.args.append(args);
        self
    }

    /// Appends the fragment only if there is a value for its one `?`.
    #[must_use]
    pub fn and_some(self, fragment: &'static str, value: Option<impl crate::IntoValue>) -> Self {
        match value {
            Some(value) => self.and(fragment, crate::args![value]),
            None => self,
        }
    }

    /// Appends the fragment only if a condition holds.
    #[must_use]
    pub fn and_if(self, condition: bool, fragment: &'static str, args: Args) -> Self {
        if condition { self.and(fragment, args) } else { self }
    }

    /// Appends ` AND column IN (?)`, its one `?` grown to as many as there are values. Without values nothing matches.
    #[must_use]
    pub fn and_in<V: crate::IntoValue>(
        mut self,
        fragment: &'static str,
        values: impl IntoIterator<Item = V>,
    ) -> Self {
        let Some((before, after)) = fragment.split_once('?') else {
            return self.and(fragment, crate::args![0]);
        };
        self = self.and(before, Args::new());
        let mut first = true;
        for value in values {
            self = self.and(if first { "?" } else { ", ?" }, crate::args![value]);
            first = false;
        }
        if first {
            self.text.push_str("NULL");
        }
        self.and(after, Args::new())
    }

    /// The statement and its values. A wrong number of values shows as an error when it is run.
    pub fn finish(self) -> (Sql, Args) {
        let text = match self.wrong {
            Some(why) => SqlText::Wrong(why),
            None => SqlText::Built(self.text.into()),
        };
        (Sql(text), self.args)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::args;

    #[test]
    fn holes_are_numbered_after_the_base_and_quotes_are_left_alone() {
        let (sql, args) = Query::new("SELECT a FROM t WHERE b = $1", args![1])
            .and(" AND c IN (?, ?) AND d <> '?'", args!["x", "y"])
            .and_if(false, " AND e = ?", args![1])
            .and_some(" AND f > ?", None::<i64>)
            .and(" ORDER BY a", args![])
            .finish();
        assert_eq!(sql.text(), "SELECT a FROM t WHERE b = $1 AND c IN ($2, $3) AND d <> '?' ORDER BY a");
        assert_eq!(args.len(), 3);
    }

    #[test]
    fn a_list_grows_its_hole() {
        let grown = |values: &[i64]| {
            let query = Query::new("SELECT a FROM t WHERE b = $1", args![1]).and_in(" AND c IN (?)", values);
            query.finish().0.text().to_owned()
        };
        assert_eq!(grown(&[7, 8]), "SELECT a FROM t WHERE b = $1 AND c IN ($2, $3)");
        assert_eq!(grown(&[]), "SELECT a FROM t WHERE b = $1 AND c IN (NULL)");
    }

    #[test]
    fn a_hole_without_its_value_never_runs() {
        let (sql, _) = Query::new("SELECT 1", args![]).and(" WHERE a = ?", args![]).finish();
        assert!(sql.ready().is_err());
    }
}
