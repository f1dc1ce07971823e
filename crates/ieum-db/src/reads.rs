//! Asking: the same four questions of a transaction and of the reading connections.

use crate::{
    Args, DbError, Question, Row, Sql,
    db::{Pools, Shared},
    engine_io::{Conn, together},
};
use futures_util::future::BoxFuture;
use std::sync::Arc;

/// Takes rows one at a time; an error stops the statement.
pub type Sink<'a> = &'a mut (dyn FnMut(&Row) -> Result<(), DbError> + Send);

/// What can be asked: [`Tx`](crate::Tx) inside a transaction, [`Reader`] outside.
pub trait Reads: Send {
    /// Runs a statement and hands over its rows; the other questions are made from this one.
    fn fetch<'a>(&'a mut self, sql: Sql, args: Args, sink: Sink<'a>) -> BoxFuture<'a, Result<(), DbError>>;

    /// Asks questions that do not wait for each other, on one way to the database where the engine allows it.
    ///
    /// # Errors
    /// The first fault, after which nothing more is asked.
    fn together<'a>(&'a mut self, questions: Vec<Question<'a>>) -> BoxFuture<'a, Result<(), DbError>>;

    /// The first row.
    ///
    /// # Errors
    /// [`DbError::NotFound`] when there is none; faults of the statement or of `map`.
    fn one<'a, T: Send + 'a>(
        &'a mut self,
        sql: impl Into<Sql>,
        args: Args,
        map: impl FnMut(&Row) -> Result<T, DbError> + Send + 'a,
    ) -> BoxFuture<'a, Result<T, DbError>> {
        let found = self.maybe(sql, args, map);
        Box::pin(async move { found.await?.ok_or(DbError::NotFound) })
    }

    /// The first row, if there is one.
    ///
    /// # Errors
    /// Faults of the statement or of `map`.
    fn maybe<'a, T: Send + 'a>(
        &'a mut self,
        sql: impl Into<Sql>,
        args: Args,
        mut map: impl FnMut(&Row) -> Result<T, DbError> + Send + 'a,
    ) -> BoxFuture<'a, Result<Option<T>, DbError>> {
        let sql = sql.into();
        Box::pin(async move {
            let mut found = None;
            let mut keep = |row: &Row| {
                if found.is_none() {
                    found = Some(map(row)?);
                }
                Ok(())
            };
            self.fetch(sql, args, &mut keep).await?;
            Ok(found)
        })
    }

    /// All rows, in the statement's order. Bound long lists with `LIMIT`.
    ///
    /// # Errors
    /// Faults of the statement or of `map`.
    fn all<'a, T: Send + 'a>(
        &'a mut self,
        sql: impl Into<Sql>,
        args: Args,
        mut map: impl FnMut(&Row) -> Result<T, DbError> + Send + 'a,
    ) -> BoxFuture<'a, Result<Vec<T>, DbError>> {
        let sql = sql.into();
        Box::pin(async move {
            let mut found = Vec::new();
            let mut keep = |row: &Row| {
                found.push(map(row)?);
                Ok(())
            };
            self.fetch(sql, args, &mut keep).await?;
            Ok(found)
        })
    }

    /// Every row in turn, without keeping them: for exports and for filling an index.
    ///
    /// # Errors
    /// Faults of the statement or of `take`, which stops it.
    fn each<'a>(
        &'a mut self,
        sql: impl Into<Sql>,
        args: Args,
        mut take: impl FnMut(&Row) -> Result<(), DbError> + Send + 'a,
    ) -> BoxFuture<'a, Result<(), DbError>> {
        let sql = sql.into();
        Box::pin(async move { self.fetch(sql, args, &mut take).await })
    }
}

impl<R: Reads + ?Sized> Reads for &mut R {
    fn fetch<'a>(&'a mut self, sql: Sql, args: Args, sink: Sink<'a>) -> BoxFuture<'a, Result<(), DbError>> {
        (**self).fetch(sql, args, sink)
    }

    fn together<'a>(&'a mut self, questions: Vec<Question<'a>>) -> BoxFuture<'a, Result<(), DbError>> {
        (**self).together(questions)
    }
}

/// Reads outside a transaction, over the reading connections; cheap to make and to clone.
#[derive(Clone)]
pub struct Reader {
    shared: Arc<Shared>,
}

impl Reader {
    pub(crate) fn new(shared: Arc<Shared>) -> Self {
        Self { shared }
    }
}

impl Reads for Reader {
    fn fetch<'a>(&'a mut self, sql: Sql, args: Args, sink: Sink<'a>) -> BoxFuture<'a, Result<(), DbError>> {
        self.together(vec![Question { sql, args, take: Box::new(sink) }])
    }

    fn together<'a>(&'a mut self, questions: Vec<Question<'a>>) -> BoxFuture<'a, Result<(), DbError>> {
        Box::pin(async move {
            let none = Vec::new();
            match &self.shared.pools {
                Pools::Sqlite { read, .. } => {
                    let mut conn = read.acquire().await.map_err(|e| self.shared.fault(e))?;
                    together(Conn::Sqlite(&mut conn), &self.shared, none, questions).await.map(drop)
                }
                Pools::Postgres { read, server, .. } => {
                    let mut conn = server.wait(&self.shared, read.acquire()).await?;
                    together(Conn::Postgres(&mut conn), &self.shared, none, questions).await.map(drop)
                }
            }
        })
    }
}

/// The questions as methods of the type itself, so that a store need not import the trait.
macro_rules! inherent_reads {
    ($type:ty) => {
        impl $type {
            /// The first row; see [`Reads::one`](crate::Reads::one).
            ///
            /// # Errors
            /// [`DbError::NotFound`](crate::DbError::NotFound) when there is none.
            pub fn one<'a, T: Send + 'a>(
                &'a mut self,
                sql: impl Into<$crate::Sql>,
                args: $crate::Args,
                map: impl FnMut(&$crate::Row) -> Result<T, $crate::DbError> + Send + 'a,
            ) -> futures_util::future::BoxFuture<'a, Result<T, $crate::DbError>> {
                $crate::Reads::one(self, sql, args, map)
            }

            /// The first row, if there is one; see [`Reads::maybe`](crate::Reads::maybe).
            ///
            /// # Errors
            /// Faults of the statement or of `map`.
            pub fn maybe<'a, T: Send + 'a>(
                &'a mut self,
                sql: impl Into<$crate::Sql>,
                args: $crate::Args,
                map: impl FnMut(&$crate::Row) -> Result<T, $crate::DbError> + Send + 'a,
            ) -> futures_util::future::BoxFuture<'a, Result<Option<T>, $crate::DbError>> {
                $crate::Reads::maybe(self, sql, args, map)
            }

            /// All rows; see [`Reads::all`](crate::Reads::all).
            ///
            /// # Errors
            /// Faults of the statement or of `map`.
            pub fn all<'a, T: Send + 'a>(
                &'a mut self,
                sql: impl Into<$crate::Sql>,
                args: $crate::Args,
                map: impl FnMut(&$crate::Row) -> Result<T, $crate::DbError> + Send + 'a,
            ) -> futures_util::future::BoxFuture<'a, Result<Vec<T>, $crate::DbError>> {
                $crate::Reads::all(self, sql, args, map)
            }

            /// Several questions on one way; see [`Reads::together`](crate::Reads::together).
            ///
            /// # Errors
            /// The first fault.
            pub fn together<'a>(
                &'a mut self,
                questions: Vec<$crate::Question<'a>>,
            ) -> futures_util::future::BoxFuture<'a, Result<(), $crate::DbError>> {
                $crate::Reads::together(self, questions)
            }

            /// Every row in turn; see [`Reads::each`](crate::Reads::each).
            ///
            /// # Errors
            /// Faults of the statement or of `take`.
            pub fn each<'a>(
                &'a mut self,
                sql: impl Into<$crate::Sql>,
                args: $crate::Args,
                take: impl FnMut(&$crate::Row) -> Result<(), $crate::DbError> + Send + 'a,
            ) -> futures_util::future::BoxFuture<'a, Result<(), $crate::DbError>> {
                $crate::Reads::each(self, sql, args, take)
            }
        }
    };
}
pub(crate) use inherent_reads;

inherent_reads!(Reader);
