//! A transaction: check and write inside one, commit at the end.

use crate::{
    Args, DbError, Engine, Question, Reads, Sql,
    db::{Pools, Shared},
    engine_io::{Conn, script, together},
    lane::{After, Turn},
    reads::{Sink, inherent_reads},
};
use futures_util::future::BoxFuture;
use sqlx::{Postgres, Sqlite, Transaction};
use std::sync::Arc;

/// An open transaction. Dropping it undoes everything; only [`Tx::commit`] keeps it.
///
/// After a [`DbError`] the transaction should be dropped: PostgreSQL refuses further statements. Where one failing
/// row must not spoil the rest, use [`Tx::try_run`].
pub struct Tx {
    inner: TxOf,
    pub(crate) shared: Arc<Shared>,
    /// Writes that go along with the next statement or the commit.
    waiting: Vec<(Sql, Args)>,
    /// What happens once this is kept.
    pub(crate) after: After,
    /// Idempotency keys taken here whose answer is not remembered yet.
    pub(crate) unanswered: Vec<String>,
    /// Why nothing more can be done here: the database may have ended the transaction by itself, and a statement run
    /// after that would be kept on its own.
    over: Option<Over>,
}

/// A passing fault after which nothing more is done in a transaction.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Over {
    Busy,
    Unavailable,
    Full,
}

impl Over {
    /// The kind of a fault that ended somebody else's transaction too.
    pub(crate) fn of(fault: &DbError) -> Self {
        match fault {
            DbError::Busy => Self::Busy,
            DbError::Full => Self::Full,
            _ => Self::Unavailable,
        }
    }
}

impl From<Over> for DbError {
    fn from(over: Over) -> Self {
        match over {
            Over::Busy => Self::Busy,
            Over::Unavailable => Self::Unavailable,
            Over::Full => Self::Full,
        }
    }
}

pub(crate) enum TxOf {
    /// One that only reads.
    Snapshot(Transaction<'static, Sqlite>),
    Turn(Turn),
    Postgres(Transaction<'static, Postgres>),
}

impl Tx {
    pub(crate) fn new(inner: TxOf, shared: Arc<Shared>) -> Self {
        Self {
            inner,
            shared,
            waiting: Vec::new(),
            after: After::default(),
            unanswered: Vec::new(),
            over: None,
        }
    }

    pub(crate) fn engine(&self) -> Engine {
        match self.inner {
            TxOf::Snapshot(_) | TxOf::Turn(_) => Engine::Sqlite,
            TxOf::Postgres(_) => Engine::Postgres,
        }
    }

    /// One of two texts, for the rare statement that cannot be common.
    pub(crate) fn twin(&self, sqlite: &'static str, postgres: &'static str) -> &'static str {
        match self.engine() {
            Engine::Sqlite => sqlite,
            Engine::Postgres => postgres,
        }
    }

    fn parts(&mut self) -> Result<(Conn<'_>, &Shared), DbError> {
        let conn = match &mut self.inner {
            TxOf::Snapshot(tx) => Conn::Sqlite(tx),
            TxOf::Turn(turn) => Conn::Sqlite(turn.conn()?),
            TxOf::Postgres(tx) => Conn::Postgres(tx),
        };
        Ok((conn, &self.shared))
    }

    /// Leaves a write whose outcome nobody waits for: it goes along with the next statement or the commit, which says so
    /// when it failed. What follows in this transaction sees it done.
    pub fn later(&mut self, sql: impl Into<Sql>, args: Args) {
        self.waiting.push((sql.into(), args));
    }

    /// Runs a statement that returns no rows; gives the number of rows it changed.
    ///
    /// # Errors
    /// [`DbError::Constraint`] when a constraint refuses, this statement or one left for [later](Tx::later); faults of
    /// the statements.
    pub fn run(&mut self, sql: impl Into<Sql>, args: Args) -> BoxFuture<'_, Result<u64, DbError>> {
        self.later(sql, args);
        self.flush(Vec::new())
    }

    /// Runs what waits, and then questions.
    fn flush<'a>(&'a mut self, questions: Vec<Question<'a>>) -> BoxFuture<'a, Result<u64, DbError>> {
        Box::pin(async move {
            self.still_open()?;
            let writes = std::mem::take(&mut self.waiting);
            if writes.is_empty() && questions.is_empty() {
                return Ok(0);
            }
            // Whoever drops this future half way must not commit the rest.
            self.over = (!writes.is_empty()).then_some(Over::Unavailable);
            let (conn, shared) = self.parts()?;
            let outcome = together(conn, shared, writes, questions).await;
            self.over = None;
            self.note(outcome)
        })
    }

    /// Like [`Tx::run`], but when it fails only this statement is undone and the transaction stays usable.
    ///
    /// # Errors
    /// As [`Tx::run`].
    pub fn try_run(&mut self, sql: impl Into<Sql>, args: Args) -> BoxFuture<'_, Result<u64, DbError>> {
        let sql = sql.into();
        Box::pin(async move {
            self.script("SAVEPOINT ieum_try").await?;
            let outcome = self.run(sql, args).await;
            if self.over.is_some() {
                return outcome;
            }
            if outcome.is_err() {
                self.script("ROLLBACK TO SAVEPOINT ieum_try").await?;
            }
            self.script("RELEASE SAVEPOINT ieum_try").await?;
            outcome
        })
    }

    /// Runs a text of many statements without values; for migrations and maintenance.
    pub(crate) async fn script(&mut self, text: &str) -> Result<(), DbError> {
        self.flush(Vec::new()).await?;
        let (conn, shared) = self.parts()?;
        let outcome = script(conn, shared, text).await;
        self.note(outcome)
    }

    /// Waits until everything seen here is on the disk; what was done here so far is undone.
    pub(crate) async fn only_what_is_kept(&mut self) -> Result<(), DbError> {
        let (TxOf::Turn(turn), Pools::Sqlite { write, .. }) = (&mut self.inner, &self.shared.pools) else {
            return Ok(());
        };
        turn.afresh(&self.shared, write).await
    }

    fn still_open(&self) -> Result<(), DbError> {
        self.over.map_or(Ok(()), |over| Err(over.into()))
    }

    fn note<T>(&mut self, outcome: Result<T, DbError>) -> Result<T, DbError> {
        self.over = match &outcome {
            Err(fault) if fault.is_passing() => Some(Over::of(fault)),
            _ => self.over,
        };
        outcome
    }

    /// Keeps everything done in this transaction.
    ///
    /// # Errors
    /// [`DbError::Sql`] when an idempotency key was taken but no answer remembered (a mistake in the caller); faults
    /// of the database, in which case nothing is kept, except after a connection lost in this very moment.
    pub fn commit(mut self) -> BoxFuture<'static, Result<(), DbError>> {
        Box::pin(async move {
            self.flush(Vec::new()).await?;
            let Self { inner, shared, after, unanswered, .. } = self;
            if let Some(key) = unanswered.first() {
                return Err(DbError::wrong(format!("no answer is remembered for the idempotency key {key}")));
            }
            match inner {
                TxOf::Turn(turn) => return turn.commit(&shared, after).await,
                TxOf::Snapshot(tx) => tx.commit().await,
                TxOf::Postgres(tx) => tx.commit().await,
            }
            .map_err(|e| shared.fault(e))?;
            after.happen(&shared);
            Ok(())
        })
    }

    /// Undoes everything done in this transaction; dropping it does the same a little later.
    ///
    /// # Errors
    /// Faults of the database; it is undone then as well.
    pub fn rollback(self) -> BoxFuture<'static, Result<(), DbError>> {
        Box::pin(async move {
            let Self { inner, shared, .. } = self;
            match inner {
                TxOf::Turn(turn) => return turn.rollback(&shared).await,
                TxOf::Snapshot(tx) => tx.rollback().await,
                TxOf::Postgres(tx) => tx.rollback().await,
            }
            .map_err(|e| shared.fault(e))
        })
    }
}

impl Reads for Tx {
    fn fetch<'a>(&'a mut self, sql: Sql, args: Args, sink: Sink<'a>) -> BoxFuture<'a, Result<(), DbError>> {
        self.together(vec![Question { sql, args, take: Box::new(sink) }])
    }

    fn together<'a>(&'a mut self, questions: Vec<Question<'a>>) -> BoxFuture<'a, Result<(), DbError>> {
        Box::pin(async move { self.flush(questions).await.map(drop) })
    }
}

inherent_reads!(Tx);
