//! A house of its own for each journey: the real server, in this process, on a fresh database and a free port.

use anyhow::{Context, Result};
use ieum::config::{Config, DatabaseSettings, ServerSettings};
use ieum::serve::Running;
use ieum_db::testing::{TestDb, fresh, postgres_server};
use ieum_kernel::{Clock, SystemClock, TestClock};
use ieum_web::{App, SiteSettings};
use std::future::Future;
use std::io::Write as _;
use std::net::{Ipv4Addr, TcpListener};
use std::sync::Arc;
use std::time::Duration;

pub use ieum_db::Engine;

/// How long a stopping house waits for what is under way.
const GRACE: Duration = Duration::from_secs(2);

/// A running house; its data vanish with it.
pub struct House {
    running: Option<Running>,
    url: String,
    clock: Option<Arc<TestClock>>,
    db: TestDb,
    data: tempfile::TempDir,
}

impl House {
    /// Opens an empty house, walks through it and closes it. Without a PostgreSQL server, that engine's walk is skipped.
    ///
    /// # Errors
    /// What the journey found wrong.
    pub async fn visit<J, F>(engine: Engine, journey: J) -> Result<()>
    where
        J: FnOnce(Arc<Self>) -> F,
        F: Future<Output = Result<()>>,
    {
        if engine == Engine::Postgres && postgres_server().is_none() {
            let _unread = writeln!(std::io::stderr(), "skipped on postgres: IEUM_TEST_PG is not set");
            return Ok(());
        }
        let house = Arc::new(Self::start(engine).await?);
        let walked = journey(Arc::clone(&house)).await;
        if let Some(house) = Arc::into_inner(house) {
            house.stop().await;
        }
        walked
    }

    /// Opens an empty house that keeps the machine's time.
    ///
    /// # Errors
    /// When the database or the server cannot be started.
    pub async fn start(engine: Engine) -> Result<Self> {
        Self::open(engine, None).await
    }

    /// Opens an empty house where it is this moment (RFC 3339, UTC) until [`House::clock`] is moved.
    ///
    /// # Errors
    /// When the database or the server cannot be started.
    pub async fn start_at(engine: Engine, moment: &str) -> Result<Self> {
        Self::open(engine, Some(Arc::new(TestClock::at(moment)))).await
    }

    async fn open(engine: Engine, clock: Option<Arc<TestClock>>) -> Result<Self> {
        let db = fresh(engine, &[]).await.context("make a database")?;
        let data = tempfile::tempdir().context("make a data folder")?;
        let mut house = Self { running: None, url: String::new(), clock, db, data };
        house.serve().await?;
        Ok(house)
    }

    async fn serve(&mut self) -> Result<()> {
        let port = TcpListener::bind((Ipv4Addr::LOCALHOST, 0))?.local_addr()?.port();
        let listen = format!("127.0.0.1:{port}");
        let mut config = Config::read(None)?;
        let data = self.data.path().display().to_string();
        config.set(ServerSettings { listen: listen.clone(), data, ..config.get() });
        config.set(DatabaseSettings { url: self.db.url().to_owned(), ..config.get() });
        config.set(SiteSettings { base_url: format!("http://{listen}"), ..config.get() });
        let clock: Arc<dyn Clock> = match &self.clock {
            Some(clock) => Arc::<TestClock>::clone(clock),
            None => Arc::new(SystemClock),
        };
        let house = ieum::house::open(config, clock).await.context("open the house")?;
        self.running = Some(ieum::serve::start(house, &listen, GRACE).await.context("start the server")?);
        self.url = format!("http://{listen}");
        Ok(())
    }

    /// Stops the server and starts it again on the same data, as after a power cut.
    ///
    /// # Errors
    /// When it does not start again.
    pub async fn restart(&mut self) -> Result<()> {
        if let Some(running) = self.running.take() {
            running.stop().await;
        }
        self.serve().await
    }

    /// Stops the server.
    pub async fn stop(mut self) {
        if let Some(running) = self.running.take() {
            running.stop().await;
        }
    }

    /// Where it listens: `http://127.0.0.1:PORT`.
    pub fn url(&self) -> &str {
        &self.url
    }

    /// The clock of a house opened with [`House::start_at`].
    pub fn clock(&self) -> Option<&TestClock> {
        self.clock.as_deref()
    }

    /// The application, for steps that are not a visitor's.
    ///
    /// # Errors
    /// When it has been stopped.
    pub fn app(&self) -> Result<&App> {
        Ok(&self.running.as_ref().context("the house is closed")?.app)
    }

    /// The folder of files and mail.
    pub fn data(&self) -> &std::path::Path {
        self.data.path()
    }

    /// The database.
    pub fn db(&self) -> &ieum_db::Db {
        &self.db
    }
}
