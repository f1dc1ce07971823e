//! Opening a database of either engine.

use crate::{
    DbError, Reader, Tx,
    catalogue::Catalogue,
    error::translate,
    job_handle::Live,
    lane::{self, Lane},
    tx::TxOf,
};
use futures_util::future::BoxFuture;
use sqlx::{
    Connection as _, PgPool, SqlitePool,
    postgres::{PgConnectOptions, PgConnection, PgPoolOptions},
    sqlite::{SqliteConnectOptions, SqliteJournalMode, SqlitePoolOptions, SqliteSynchronous},
};
use std::{
    collections::HashMap,
    future::Future,
    path::Path,
    pin::pin,
    str::FromStr,
    sync::{
        Arc, Mutex, PoisonError, RwLock,
        atomic::{AtomicU64, Ordering},
    },
    time::{Duration, Instant},
};
use tokio::sync::Notify;

/// Which database engine is behind a [`Db`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, serde::Serialize, serde::Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Engine {
    /// The embedded default; one process writes.
    Sqlite,
    /// For more than one server process.
    Postgres,
}

impl std::fmt::Display for Engine {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(match self {
            Self::Sqlite => "sqlite",
            Self::Postgres => "postgres",
        })
    }
}

/// How to open a database. The defaults run.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DbOptions {
    /// Connections for reading on SQLite (its one writer comes on top). At least 1.
    pub readers: u32,
    /// Connections on PostgreSQL, half of them for reading outside transactions. At least 2.
    pub connections: u32,
    /// How long to wait for a lock or a free connection before [`DbError::Busy`]. After a fifth of it PostgreSQL is asked
    /// whether it is there at all; if not, it is [`DbError::Unavailable`] at once.
    pub patience: Duration,
}

impl Default for DbOptions {
    fn default() -> Self {
        Self { readers: 4, connections: 16, patience: Duration::from_secs(10) }
    }
}

/// An open database; cheap to clone.
#[derive(Clone)]
pub struct Db {
    pub(crate) shared: Arc<Shared>,
}

impl std::fmt::Debug for Db {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Db({})", self.engine())
    }
}

pub(crate) struct Shared {
    pub(crate) pools: Pools,
    pub(crate) lane: Lane,
    patience: Duration,
    catalogue: RwLock<Arc<Catalogue>>,
    /// Rung when a committed transaction left work behind.
    pub(crate) work: Notify,
    /// Jobs running in this process.
    pub(crate) live: Mutex<HashMap<i64, Arc<Live>>>,
    /// Statements run so far.
    pub(crate) statements: AtomicU64,
}

pub(crate) enum Pools {
    Sqlite { read: SqlitePool, write: SqlitePool },
    Postgres { read: PgPool, write: PgPool, server: Box<Server> },
}

/// The server behind the pools of PostgreSQL: it may be gone, or all its connections in use.
pub(crate) struct Server {
    address: PgConnectOptions,
    /// How long a connection is waited for before asking which it is, and how long the answer may take.
    soon: Duration,
    /// When it was asked last, and whether it answered: many wait, one asks.
    asked: tokio::sync::Mutex<Option<(Instant, bool)>>,
}

impl Server {
    /// Waits for what begins with a free connection.
    ///
    /// A pool tries to connect until its patience ends, whether the server is busy or gone; readers of a page need not.
    pub(crate) async fn wait<T>(
        &self,
        shared: &Shared,
        wanted: impl Future<Output = Result<T, sqlx::Error>>,
    ) -> Result<T, DbError> {
        let mut wanted = pin!(wanted);
        let there = async {
            tokio::time::sleep(self.soon).await;
            self.answers().await
        };
        tokio::select! {
            done = &mut wanted => return done.map_err(|error| shared.fault(error)),
            there = there => if !there {
                tracing::warn!("the database server does not answer");
                return Err(DbError::Unavailable);
            }
        }
        match wanted.await {
            Err(sqlx::Error::PoolTimedOut) => Err(DbError::Busy),
            done => done.map_err(|error| shared.fault(error)),
        }
    }

    /// Whether it takes a new connection, or would if it had not too many.
    async fn answers(&self) -> bool {
        let mut asked = self.asked.lock().await;
        if let Some((_, there)) = asked.filter(|(at, _)| at.elapsed() < self.soon / 2) {
            return there;
        }
        let there = match tokio::time::timeout(self.soon, PgConnection::connect_with(&self.address)).await {
            Ok(Ok(conn)) => conn.close().await.is_ok(),
            // 53300: too many connections (PostgreSQL manual, appendix A).
            Ok(Err(sqlx::Error::Database(fault))) => fault.code().as_deref() == Some("53300"),
            Ok(Err(_)) | Err(_) => false,
        };
        *asked = Some((Instant::now(), there));
        there
    }
}

impl Shared {
    pub(crate) fn catalogue(&self) -> Arc<Catalogue> {
        Arc::clone(&self.catalogue.read().unwrap_or_else(PoisonError::into_inner))
    }

    pub(crate) fn fault(&self, error: sqlx::Error) -> DbError {
        translate(error, &self.catalogue())
    }
}

/// Statements kept prepared on each connection; a room has some dozens.
const PREPARED: usize = 500;

impl Db {
    /// Opens `sqlite://PATH` (made if missing) or `postgres://…`.
    ///
    /// SQLite runs in WAL mode with `synchronous=FULL`, foreign keys on, one writing connection and
    /// [`DbOptions::readers`] reading ones.
    ///
    /// # Errors
    /// [`DbError::Unavailable`] when it cannot be opened, [`DbError::Sql`] when the address is neither.
    pub fn open<'a>(url: &'a str, options: &'a DbOptions) -> BoxFuture<'a, Result<Self, DbError>> {
        Box::pin(async move {
            let pools = if let Some(path) = url.strip_prefix("sqlite://") {
                open_sqlite(Path::new(path), options).await
            } else if url.starts_with("postgres://") || url.starts_with("postgresql://") {
                open_postgres(url, options).await
            } else {
                return Err(DbError::wrong("a database address starts with sqlite:// or postgres://"));
            }
            .map_err(|error| translate(error, &Catalogue::default()))?;
            let db = Self {
                shared: Arc::new(Shared {
                    pools,
                    lane: Lane::default(),
                    patience: options.patience,
                    catalogue: RwLock::default(),
                    work: Notify::new(),
                    live: Mutex::default(),
                    statements: AtomicU64::new(0),
                }),
            };
            db.learn_names().await?;
            Ok(db)
        })
    }

    /// Which engine this is.
    pub fn engine(&self) -> Engine {
        match self.shared.pools {
            Pools::Sqlite { .. } => Engine::Sqlite,
            Pools::Postgres { .. } => Engine::Postgres,
        }
    }

    /// How many statements this process has run through this database, for tests that bound what a page may ask.
    /// Beginnings and ends of transactions do not count, nor do migrations.
    pub fn statements(&self) -> u64 {
        self.shared.statements.load(Ordering::Relaxed)
    }

    /// Starts a transaction that may write. On SQLite it takes the write lock at once, and shares the wait for the disk with
    /// others that end about the same time.
    ///
    /// Holding one while asking for another in the same task waits for itself and ends in [`DbError::Busy`].
    ///
    /// # Errors
    /// [`DbError::Busy`] or [`DbError::Unavailable`] when no turn comes within [`DbOptions::patience`].
    pub fn begin(&self) -> BoxFuture<'_, Result<Tx, DbError>> {
        self.turn(false)
    }

    /// Like [`Db::begin`], for what takes longer than a moment, such as an import: nobody else's change waits for its end
    /// to be on the disk.
    ///
    /// # Errors
    /// As [`Db::begin`].
    pub fn begin_alone(&self) -> BoxFuture<'_, Result<Tx, DbError>> {
        self.turn(true)
    }

    fn turn(&self, alone: bool) -> BoxFuture<'_, Result<Tx, DbError>> {
        Box::pin(async move {
            let inner = match &self.shared.pools {
                Pools::Sqlite { write, .. } => {
                    TxOf::Turn(lane::turn(&self.shared, write, self.shared.patience, alone).await?)
                }
                Pools::Postgres { write, server, .. } => {
                    TxOf::Postgres(server.wait(&self.shared, write.begin()).await?)
                }
            };
            Ok(Tx::new(inner, Arc::clone(&self.shared)))
        })
    }

    /// Starts a transaction that only reads and sees one unchanging state of the whole database.
    ///
    /// # Errors
    /// [`DbError::Unavailable`] when the database cannot be reached, [`DbError::Busy`] when no connection comes free in time.
    pub fn snapshot(&self) -> BoxFuture<'_, Result<Tx, DbError>> {
        Box::pin(async move {
            let inner = match &self.shared.pools {
                Pools::Sqlite { read, .. } => {
                    TxOf::Snapshot(read.begin().await.map_err(|e| self.shared.fault(e))?)
                }
                Pools::Postgres { read, server, .. } => {
                    let begun = read.begin_with("BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY");
                    TxOf::Postgres(server.wait(&self.shared, begun).await?)
                }
            };
            Ok(Tx::new(inner, Arc::clone(&self.shared)))
        })
    }

    /// Reads outside a transaction; each statement sees what is committed when it starts.
    pub fn reader(&self) -> Reader {
        Reader::new(Arc::clone(&self.shared))
    }

    /// Whether each commit waits until the disk has it, as it does from the start. Not waiting is only for filling a new
    /// database that can be made again after a power cut; PostgreSQL keeps its own setting.
    ///
    /// # Errors
    /// [`DbError::Unavailable`] when the writing connection does not come free in time.
    pub fn wait_for_disk(&self, wait: bool) -> BoxFuture<'_, Result<(), DbError>> {
        Box::pin(async move {
            let Pools::Sqlite { write, .. } = &self.shared.pools else { return Ok(()) };
            let mut conn = write.acquire().await.map_err(|e| self.shared.fault(e))?;
            // The checkpoint brings to the disk what was not waited for.
            let text = if wait {
                "PRAGMA synchronous = FULL; PRAGMA wal_checkpoint(TRUNCATE)"
            } else {
                "PRAGMA synchronous = OFF"
            };
            sqlx::raw_sql(text).execute(&mut *conn).await.map(drop).map_err(|e| self.shared.fault(e))
        })
    }

    /// Whether the database answers.
    ///
    /// # Errors
    /// [`DbError::Unavailable`] when it does not.
    pub fn ping(&self) -> BoxFuture<'_, Result<(), DbError>> {
        Box::pin(async move {
            let mut reader = self.reader();
            reader
                .one("SELECT CAST(1 AS BIGINT) AS answer", crate::args![], |row| row.get::<i64>("answer"))
                .await?;
            Ok(())
        })
    }

    /// Closes every connection; open transactions are waited for.
    pub fn close(&self) -> BoxFuture<'_, ()> {
        Box::pin(async move {
            match &self.shared.pools {
                Pools::Sqlite { read, write } => {
                    read.close().await;
                    write.close().await;
                }
                Pools::Postgres { read, write, .. } => {
                    read.close().await;
                    write.close().await;
                }
            }
        })
    }

    /// Reads the names of constraints again; needed on SQLite after its tables changed.
    pub(crate) async fn learn_names(&self) -> Result<(), DbError> {
        if let Pools::Sqlite { write, .. } = &self.shared.pools {
            let mut conn = write.acquire().await.map_err(|e| self.shared.fault(e))?;
            let read = Catalogue::read(&mut conn).await.map_err(|e| self.shared.fault(e))?;
            *self.shared.catalogue.write().unwrap_or_else(PoisonError::into_inner) = Arc::new(read);
        }
        Ok(())
    }
}

async fn open_sqlite(path: &Path, options: &DbOptions) -> Result<Pools, sqlx::Error> {
    let connect = SqliteConnectOptions::new()
        .filename(path)
        .create_if_missing(true)
        .journal_mode(SqliteJournalMode::Wal)
        .synchronous(SqliteSynchronous::Full)
        .foreign_keys(true)
        .busy_timeout(options.patience)
        .statement_cache_capacity(PREPARED)
        // A sixth as many checkpoints as usual: while one is made nobody writes, and busy pages are copied once for many changes.
        .pragma("wal_autocheckpoint", "6000")
        .pragma("journal_size_limit", "67108864");
    // Connections live as long as the process: there is no server that could drop them.
    let pool = || {
        SqlitePoolOptions::new()
            .acquire_timeout(options.patience)
            .idle_timeout(None)
            .max_lifetime(None)
            .test_before_acquire(false)
            // After a full disk SQLite ends a transaction by itself; the driver then believes it is still open and
            // could never begin another. Such a connection is replaced.
            .before_acquire(|conn, _| Box::pin(std::future::ready(Ok(!conn.is_in_transaction()))))
    };
    // What can be undone within a transaction is remembered in memory: a change is small.
    let writing = connect.clone().pragma("temp_store", "MEMORY");
    let write = pool().max_connections(1).connect_with(writing).await?;
    let read = pool().max_connections(options.readers.max(1)).connect_with(connect.read_only(true)).await?;
    Ok(Pools::Sqlite { read, write })
}

async fn open_postgres(url: &str, options: &DbOptions) -> Result<Pools, sqlx::Error> {
    let patience = format!("{}ms", options.patience.as_millis());
    let connect = PgConnectOptions::from_str(url)?
        .application_name("ieum")
        .statement_cache_capacity(PREPARED)
        .options([("lock_timeout", patience.as_str()), ("idle_in_transaction_session_timeout", "120s")]);
    // Two pools, so that reading inside an open transaction never waits for its own connection.
    let all = options.connections.max(2);
    let pool = |size| PgPoolOptions::new().max_connections(size).acquire_timeout(options.patience);
    let write = pool(all.div_ceil(2)).connect_with(connect.clone()).await?;
    let read_only = connect.clone().options([("default_transaction_read_only", "on")]);
    let read = pool(all / 2).connect_with(read_only).await?;
    let server =
        Server { address: connect, soon: options.patience / 5, asked: tokio::sync::Mutex::default() };
    Ok(Pools::Postgres { read, write, server: Box::new(server) })
}
