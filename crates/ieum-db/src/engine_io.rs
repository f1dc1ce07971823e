//! The few places where the two engines are told apart when a statement runs.

use crate::{
    Args, DbError, Question, Row, Sql,
    db::Shared,
    error::is_sqlite_foreign_key,
    reads::Sink,
    row::RowOf,
    together::{UNDO, join},
};
use futures_util::{TryStreamExt, future::BoxFuture};
use sqlx::{
    AssertSqlSafe, Either, Executor, PgConnection, Row as _, SqlSafeStr, SqlStr, SqliteConnection,
    sqlite::SqliteArguments,
};
use std::sync::atomic::Ordering;

/// A borrowed connection of either engine.
pub(crate) enum Conn<'a> {
    Sqlite(&'a mut SqliteConnection),
    Postgres(&'a mut PgConnection),
}

/// Runs a statement and hands each row to the sink, one at a time.
pub(crate) fn fetch<'a>(
    conn: Conn<'a>,
    shared: &'a Shared,
    sql: Sql,
    args: Args,
    sink: Sink<'a>,
) -> BoxFuture<'a, Result<(), DbError>> {
    Box::pin(async move {
        shared.statements.fetch_add(1, Ordering::Relaxed);
        let sql = sql.ready()?;
        match conn {
            Conn::Sqlite(conn) => {
                let args = args.sqlite()?;
                let outcome = {
                    let mut rows = sqlx::query_with(sql.clone(), args.clone()).fetch(&mut *conn);
                    loop {
                        match rows.try_next().await {
                            Ok(Some(row)) => sink(&Row(RowOf::Sqlite(row)))?,
                            Ok(None) => break Ok(()),
                            Err(error) => break Err(error),
                        }
                    }
                };
                match outcome {
                    Ok(()) => Ok(()),
                    Err(error) => Err(explain(conn, shared, sql, args, error).await),
                }
            }
            Conn::Postgres(conn) => {
                let mut rows = sqlx::query_with(sql, args.postgres()?).fetch(conn);
                while let Some(row) = rows.try_next().await.map_err(|e| shared.fault(e))? {
                    sink(&Row(RowOf::Postgres(row)))?;
                }
                Ok(())
            }
        }
    })
}

/// Runs a statement and returns how many rows it changed.
pub(crate) fn execute<'a>(
    conn: Conn<'a>,
    shared: &'a Shared,
    sql: Sql,
    args: Args,
) -> BoxFuture<'a, Result<u64, DbError>> {
    Box::pin(async move {
        shared.statements.fetch_add(1, Ordering::Relaxed);
        let sql = sql.ready()?;
        match conn {
            Conn::Sqlite(conn) => {
                let args = args.sqlite()?;
                match sqlx::query_with(sql.clone(), args.clone()).execute(&mut *conn).await {
                    Ok(done) => Ok(done.rows_affected()),
                    Err(error) => Err(explain(conn, shared, sql, args, error).await),
                }
            }
            Conn::Postgres(conn) => {
                let done = sqlx::query_with(sql, args.postgres()?).execute(conn).await;
                Ok(done.map_err(|e| shared.fault(e))?.rows_affected())
            }
        }
    })
}

/// Runs writes and then questions; returns how many rows the last write changed.
///
/// One way to SQLite for all of them. When a foreign key of one of the writes refuses, they are undone and run one by one, so
/// that the key at fault is named.
pub(crate) fn together<'a>(
    conn: Conn<'a>,
    shared: &'a Shared,
    mut writes: Vec<(Sql, Args)>,
    mut questions: Vec<Question<'a>>,
) -> BoxFuture<'a, Result<u64, DbError>> {
    Box::pin(async move {
        match conn {
            Conn::Sqlite(conn) => match (writes.len(), questions.len()) {
                (1, 0) => one_by_one(Conn::Sqlite(conn), shared, writes).await,
                (0, 1) => {
                    if let Some(Question { sql, args, mut take }) = questions.pop() {
                        fetch(Conn::Sqlite(conn), shared, sql, args, &mut *take).await?;
                    }
                    Ok(0)
                }
                _ => joined(conn, shared, writes, questions).await,
            },
            Conn::Postgres(conn) => {
                let last =
                    one_by_one(Conn::Postgres(&mut *conn), shared, std::mem::take(&mut writes)).await?;
                for Question { sql, args, mut take } in questions {
                    fetch(Conn::Postgres(&mut *conn), shared, sql, args, &mut *take).await?;
                }
                Ok(last)
            }
        }
    })
}

/// Runs writes as statements of their own; returns how many rows the last one changed.
async fn one_by_one(conn: Conn<'_>, shared: &Shared, writes: Vec<(Sql, Args)>) -> Result<u64, DbError> {
    let mut last = 0;
    match conn {
        Conn::Sqlite(conn) => {
            for (sql, args) in writes {
                last = execute(Conn::Sqlite(&mut *conn), shared, sql, args).await?;
            }
        }
        Conn::Postgres(conn) => {
            for (sql, args) in writes {
                last = execute(Conn::Postgres(&mut *conn), shared, sql, args).await?;
            }
        }
    }
    Ok(last)
}

/// Runs writes and questions as one text.
async fn joined(
    conn: &mut SqliteConnection,
    shared: &Shared,
    writes: Vec<(Sql, Args)>,
    mut questions: Vec<Question<'_>>,
) -> Result<u64, DbError> {
    let whole = join(&writes, questions.iter().map(|one| (&one.sql, &one.args)))?;
    let many = writes.len() + questions.len();
    shared.statements.fetch_add(u64::try_from(many).unwrap_or_default(), Ordering::Relaxed);
    let (mut done, mut changed) = (0_usize, 0);
    let outcome = {
        let mut steps = (&mut *conn).fetch_many(sqlx::query_with(whole.text, whole.args.sqlite()?));
        loop {
            match steps.try_next().await {
                Ok(Some(Either::Left(end))) => {
                    if done == writes.len() {
                        changed = end.rows_affected();
                    }
                    done += 1;
                }
                Ok(Some(Either::Right(row))) => {
                    let asked = done.checked_sub(whole.ahead).and_then(|nth| questions.get_mut(nth));
                    if let Some(question) = asked {
                        (question.take)(&Row(RowOf::Sqlite(row)))?;
                    }
                }
                Ok(None) => break Ok(changed),
                Err(error) => break Err(error),
            }
        }
    };
    match outcome {
        Err(error) if is_sqlite_foreign_key(&error) => match done.checked_sub(whole.ahead) {
            None => {
                sqlx::raw_sql(UNDO).execute(&mut *conn).await.map_err(|e| shared.fault(e))?;
                one_by_one(Conn::Sqlite(conn), shared, writes).await.and(Err(shared.fault(error)))
            }
            Some(nth) => match questions.into_iter().nth(nth) {
                Some(Question { sql, args, .. }) => {
                    Err(explain(conn, shared, sql.ready()?, args.sqlite()?, error).await)
                }
                None => Err(shared.fault(error)),
            },
        },
        outcome => outcome.map_err(|e| shared.fault(e)),
    }
}

/// Runs a text of many statements, unprepared.
pub(crate) async fn script(conn: Conn<'_>, shared: &Shared, text: &str) -> Result<(), DbError> {
    let text = AssertSqlSafe(text).into_sql_str();
    match conn {
        Conn::Sqlite(conn) => sqlx::raw_sql(text).execute(conn).await.map(drop),
        Conn::Postgres(conn) => sqlx::raw_sql(text).execute(conn).await.map(drop),
    }
    .map_err(|e| shared.fault(e))
}

/// Finds out which foreign key SQLite meant, which it never says.
///
/// With one candidate there is no question. With several the statement is repeated inside a savepoint with its keys
/// checked late, SQLite is asked which key is broken, and everything is undone.
async fn explain(
    conn: &mut SqliteConnection,
    shared: &Shared,
    sql: SqlStr,
    args: SqliteArguments,
    error: sqlx::Error,
) -> DbError {
    if !is_sqlite_foreign_key(&error) {
        return shared.fault(error);
    }
    let suspects = shared.catalogue().suspects(sql.as_str());
    if let [only] = suspects.as_slice() {
        return DbError::Constraint { name: only.name.clone() };
    }
    let probe = async {
        sqlx::raw_sql("SAVEPOINT ieum_why; PRAGMA defer_foreign_keys = ON").execute(&mut *conn).await?;
        sqlx::query_with(sql, args).execute(&mut *conn).await?;
        let mut tables: Vec<&str> = suspects.iter().map(|key| key.child.as_str()).collect();
        tables.dedup();
        for table in tables {
            let check = "SELECT \"table\", fkid FROM pragma_foreign_key_check($1) LIMIT 1";
            if let Some(row) = sqlx::query(check).bind(table).fetch_optional(&mut *conn).await? {
                let (child, number): (String, i64) = (row.try_get(0)?, row.try_get(1)?);
                let broken = |key: &&_| is_key(key, &child, number);
                return Ok(suspects.iter().find(broken).map(|key| key.name.clone()));
            }
        }
        Ok::<_, sqlx::Error>(None)
    };
    let found = probe.await;
    let undo = "ROLLBACK TO ieum_why; RELEASE ieum_why; PRAGMA defer_foreign_keys = OFF";
    if let Err(error) = sqlx::raw_sql(undo).execute(conn).await {
        return shared.fault(error);
    }
    let name = found.ok().flatten().unwrap_or_else(|| "foreign_key".to_owned());
    DbError::Constraint { name }
}

fn is_key(key: &crate::catalogue::ForeignKey, child: &str, number: i64) -> bool {
    key.child == child && key.number == number
}
