//! A fresh database for each test, on every engine at hand.
//!
//! SQLite always; PostgreSQL when the environment variable `IEUM_TEST_PG` holds the address of a server where databases
//! can be made and dropped, such as `postgres://ieum@localhost:5432/postgres`.

mod wire;

pub use wire::Wire;

use crate::{Db, DbError, DbOptions, Engine, MigrationSet, db::Pools};
use sqlx::{AssertSqlSafe, Connection, Executor, PgConnection, SqlSafeStr};
use std::{
    future::Future,
    io::Write,
    ops::Deref,
    sync::atomic::{AtomicU64, Ordering},
};

/// A database of one test; removed when dropped.
#[derive(Debug)]
pub struct TestDb {
    db: Db,
    url: String,
    keep: Keep,
}

#[derive(Debug)]
enum Keep {
    Folder(tempfile::TempDir),
    Server { admin: String, name: String },
}

impl Deref for TestDb {
    type Target = Db;

    fn deref(&self) -> &Db {
        &self.db
    }
}

impl TestDb {
    /// Its address, for opening it a second time.
    pub fn url(&self) -> &str {
        &self.url
    }

    /// The folder of a SQLite database.
    pub fn folder(&self) -> Option<&std::path::Path> {
        match &self.keep {
            Keep::Folder(folder) => Some(folder.path()),
            Keep::Server { .. } => None,
        }
    }
}

impl Drop for TestDb {
    fn drop(&mut self) {
        if let Keep::Server { admin, name } = &self.keep {
            let (admin, name) = (admin.clone(), name.clone());
            // A drop cannot wait inside the test's own runtime.
            let dropping = std::thread::spawn(move || {
                let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().ok()?;
                runtime
                    .block_on(admin_run(&admin, &format!("DROP DATABASE IF EXISTS {name} WITH (FORCE)")))
                    .ok()
            });
            let _ = dropping.join();
        }
    }
}

/// The server for PostgreSQL tests, if there is one.
#[expect(clippy::disallowed_methods, reason = "tests are told about the server by the environment")]
pub fn postgres_server() -> Option<String> {
    std::env::var("IEUM_TEST_PG").ok().filter(|url| !url.is_empty())
}

/// The engines tests can run on here.
pub fn engines() -> Vec<Engine> {
    let postgres = postgres_server().map(|_| Engine::Postgres);
    [Some(Engine::Sqlite), postgres].into_iter().flatten().collect()
}

/// A new, migrated database.
///
/// # Errors
/// [`DbError::Unavailable`] when there is no server for PostgreSQL; whatever the migrations raise.
pub async fn fresh(engine: Engine, sets: &[MigrationSet]) -> Result<TestDb, DbError> {
    static MADE: AtomicU64 = AtomicU64::new(0);
    let (url, keep) = match engine {
        Engine::Sqlite => {
            let folder = tempfile::tempdir().map_err(|error| DbError::wrong(error.to_string()))?;
            (format!("sqlite://{}", folder.path().join("test.db").display()), Keep::Folder(folder))
        }
        Engine::Postgres => {
            let admin = postgres_server().ok_or(DbError::Unavailable)?;
            let count = MADE.fetch_add(1, Ordering::SeqCst);
            let name = format!("ieum_test_{}_{count}", std::process::id());
            admin_run(&admin, &format!("DROP DATABASE IF EXISTS {name} WITH (FORCE)")).await?;
            admin_run(&admin, &format!("CREATE DATABASE {name} TEMPLATE template0 ENCODING 'UTF8'")).await?;
            (with_database(&admin, &name), Keep::Server { admin, name })
        }
    };
    let db = Db::open(&url, &DbOptions { connections: 8, ..DbOptions::default() }).await?;
    let db = TestDb { db, url, keep };
    db.migrate(sets).await?;
    Ok(db)
}

/// The address of another database on the same server.
fn with_database(admin: &str, name: &str) -> String {
    let (address, query) = admin.split_once('?').unwrap_or((admin, ""));
    let start = address.split_once("://").map_or(0, |(scheme, _)| scheme.len() + 3);
    let (scheme, rest) = address.split_at_checked(start).unwrap_or((address, ""));
    let host = rest.split_once('/').map_or(rest, |(host, _)| host);
    let query = if query.is_empty() { String::new() } else { format!("?{query}") };
    format!("{scheme}{host}/{name}{query}")
}

async fn admin_run(admin: &str, sql: &str) -> Result<(), DbError> {
    let run = async {
        let mut conn = PgConnection::connect(admin).await?;
        conn.execute(AssertSqlSafe(sql).into_sql_str()).await?;
        conn.close().await
    };
    run.await
        .map_err(|error: sqlx::Error| crate::error::translate(error, &crate::catalogue::Catalogue::default()))
}

/// Runs a test body on a fresh database of each engine at hand and says which ran.
///
/// Panics when a database cannot be made: for tests only.
#[expect(clippy::panic, reason = "a test without its database has failed")]
pub async fn each_engine<F, Fut>(sets: &[MigrationSet], body: F)
where
    F: Fn(Db) -> Fut,
    Fut: Future<Output = ()>,
{
    for engine in [Engine::Sqlite, Engine::Postgres] {
        if engine == Engine::Postgres && postgres_server().is_none() {
            say("skipped on postgres: IEUM_TEST_PG is not set");
            continue;
        }
        let db = match fresh(engine, sets).await {
            Ok(db) => db,
            Err(error) => panic!("no fresh {engine} database: {error:?}"),
        };
        body(db.clone()).await;
        say(&format!("ran on {engine}"));
    }
}

/// Declares one test for each engine from one body: `each_engine!(name, [sets…], |db| async move { … });`.
///
/// It needs `tokio` with its macros in the test crate.
#[macro_export]
macro_rules! each_engine {
    ($(#[$doc:meta])* $name:ident, [$($set:expr),* $(,)?], |$db:ident| $body:expr) => {
        $(#[$doc])*
        #[tokio::test(flavor = "multi_thread", worker_threads = 2)]
        async fn $name() {
            $crate::testing::each_engine(&[$($set),*], |$db: $crate::Db| $body).await;
        }
    };
}

#[expect(clippy::let_underscore_must_use, reason = "a lost note does not fail a test")]
fn say(text: &str) {
    let _ = writeln!(std::io::stderr(), "{text}");
}

/// A statement that does not prepare.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Unprepared {
    /// Where it stands, as given.
    pub place: String,
    /// Its text.
    pub sql: String,
    /// What the engine says.
    pub error: String,
}

/// Prepares every statement on a migrated database without running it, and returns those that fail.
///
/// # Errors
/// [`DbError::Unavailable`] when the database cannot be reached.
pub async fn statements_prepare<P: AsRef<str>, S: AsRef<str>>(
    db: &Db,
    statements: &[(P, S)],
) -> Result<Vec<Unprepared>, DbError> {
    let mut failed = Vec::new();
    for (place, sql) in statements {
        let text = AssertSqlSafe(sql.as_ref()).into_sql_str();
        let outcome = match &db.shared.pools {
            Pools::Sqlite { write, .. } => write.prepare(text).await.map(drop),
            Pools::Postgres { write, .. } => write.prepare(text).await.map(drop),
        };
        match outcome {
            Ok(()) => {}
            Err(sqlx::Error::Database(error)) => failed.push(Unprepared {
                place: place.as_ref().to_owned(),
                sql: sql.as_ref().to_owned(),
                error: error.to_string(),
            }),
            Err(error) => return Err(db.shared.fault(error)),
        }
    }
    Ok(failed)
}
