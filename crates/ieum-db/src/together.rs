//! Several statements on one way to the database: questions that do not wait for each other, and writes nobody asks after.
//!
//! SQLite works in a thread of its own; what a statement costs there is mostly the way to it and back. PostgreSQL takes
//! the same statements one after the other.

use crate::{Args, DbError, Row, Sql};
use sqlx::{AssertSqlSafe, SqlSafeStr, SqlStr};
use std::fmt::Write;

/// A question whose rows go to a place of the asker's, for [`Reads::together`](crate::Reads::together).
pub struct Question<'a> {
    pub(crate) sql: Sql,
    pub(crate) args: Args,
    pub(crate) take: Take<'a>,
}

/// Takes the rows of one question.
type Take<'a> = Box<dyn FnMut(&Row) -> Result<(), DbError> + Send + 'a>;

impl<'a> Question<'a> {
    /// Every row, in the statement's order, is added to `into`.
    pub fn rows<T: Send>(
        sql: impl Into<Sql>,
        args: Args,
        into: &'a mut Vec<T>,
        mut map: impl FnMut(&Row) -> Result<T, DbError> + Send + 'a,
    ) -> Self {
        let take = Box::new(move |row: &Row| {
            into.push(map(row)?);
            Ok(())
        });
        Self { sql: sql.into(), args, take }
    }
}

/// Statements as one text with one row of values, each `$n` moved behind the values before it.
pub(crate) struct Joined {
    pub text: SqlStr,
    pub args: Args,
    /// How many statements of the text come before the asked ones.
    pub ahead: usize,
}

/// Joins writes, within a savepoint of their own so that they can be undone, and the questions after them.
pub(crate) fn join<'a>(
    writes: &[(Sql, Args)],
    asked: impl Iterator<Item = (&'a Sql, &'a Args)>,
) -> Result<Joined, DbError> {
    let (mut text, mut values) = (String::new(), Args::new());
    let mut add = |sql: &Sql, args: &Args, text: &mut String| -> Result<(), DbError> {
        moved(sql.checked()?, values.len(), text);
        text.push_str(";\n");
        values.append(args.clone());
        Ok(())
    };
    let mut ahead = 0;
    if !writes.is_empty() {
        text.push_str("SAVEPOINT ieum_together;\n");
        for (sql, args) in writes {
            add(sql, args, &mut text)?;
        }
        text.push_str("RELEASE ieum_together;\n");
        ahead = writes.len() + 2;
    }
    for (sql, args) in asked {
        add(sql, args, &mut text)?;
    }
    Ok(Joined { text: AssertSqlSafe(text).into_sql_str(), args: values, ahead })
}

/// Undoes the writes of a joined text that failed among them.
pub(crate) const UNDO: &str = "ROLLBACK TO ieum_together; RELEASE ieum_together";

/// Writes a statement with its `$n` counted on from `by`; what stands in quotes is left alone.
fn moved(sql: &str, by: usize, into: &mut String) {
    let mut quoted = false;
    let mut rest = sql.trim_end().trim_end_matches(';').chars().peekable();
    while let Some(letter) = rest.next() {
        quoted ^= letter == '\'';
        into.push(letter);
        if letter != '$' || quoted {
            continue;
        }
        let mut number = 0_usize;
        while let Some(digit) = rest.peek().and_then(|next| next.to_digit(10)) {
            number = number * 10 + usize::try_from(digit).unwrap_or_default();
            rest.next();
        }
        // Writing to a String cannot fail.
        let _ = write!(into, "{}", number + by);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::args;

    #[test]
    fn values_are_counted_on_and_quotes_are_left_alone() {
        let mut text = String::new();
        moved("UPDATE t SET a = $1, b = '$1' WHERE c = $12;\n", 3, &mut text);
        assert_eq!(text, "UPDATE t SET a = $4, b = '$1' WHERE c = $15");
    }

    #[test]
    fn waiting_writes_stand_in_a_savepoint_before_what_is_asked() {
        let writes = [("INSERT INTO t VALUES ($1)".into(), args![1])];
        let (sql, args) = ("SELECT a FROM t WHERE b = $1".into(), args!["x"]);
        let joined = join(&writes, [(&sql, &args)].into_iter()).unwrap();
        let expected = "SAVEPOINT ieum_together;\nINSERT INTO t VALUES ($1);\nRELEASE ieum_together;\n\
                        SELECT a FROM t WHERE b = $2;\n";
        assert_eq!((joined.text.as_str(), joined.ahead, joined.args.len()), (expected, 3, 2));
    }
}
