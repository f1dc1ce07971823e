//! A house of its own for each journey: the real server, in this process, on a fresh database and a free port.

use crate::{SmallDisk, Wire};
use anyhow::{Context, Result};
use ieum::config::{Config, DatabaseSettings, ServerSettings};
use ieum::demo::SampleClock;
use ieum::serve::Running;
use ieum_db::testing::{TestDb, fresh, postgres_server};
use ieum_kernel::{Clock, SystemClock, TestClock};
use ieum_web::{App, SiteSettings};
use std::future::Future;
use std::io::Write as _;
use std::net::{Ipv4Addr, TcpListener};
use std::path::PathBuf;
use std::sync::Arc;
use std::time::Duration;

pub use ieum_db::Engine;

/// How long a stopping house waits for what is under way.
const GRACE: Duration = Duration::from_secs(2);

/// What a house stands on, where it is not the usual.
#[derive(Clone, Copy, Default)]
pub struct Ground<'a> {
    /// The moment it is (RFC 3339, UTC) until [`House::clock`] is moved; the machine's time otherwise.
    pub moment: Option<&'a str>,
    /// The IANA zone of its civil days.
    pub zone: Option<&'a str>,
    /// The largest upload, bytes.
    pub upload_bytes: Option<u64>,
    /// The wire to PostgreSQL.
    pub wire: Option<&'a Wire>,
    /// The disk of files and of the embedded database.
    pub disk: Option<&'a SmallDisk>,
    /// Whether two years of the sample region are there.
    pub lived_in: bool,
}

/// A running house; its data vanish with it.
pub struct House {
    running: Option<Running>,
    url: String,
    clock: Option<Arc<TestClock>>,
    past: Option<Arc<SampleClock>>,
    site: SiteSettings,
    address: String,
    db: TestDb,
    data: PathBuf,
    _own: tempfile::TempDir,
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
        Self::visit_on(engine, Ground::default(), journey).await
    }

    /// The same on a ground that is not the usual.
    ///
    /// # Errors
    /// What the journey found wrong.
    pub async fn visit_on<J, F>(engine: Engine, ground: Ground<'_>, journey: J) -> Result<()>
    where
        J: FnOnce(Arc<Self>) -> F,
        F: Future<Output = Result<()>>,
    {
        if engine == Engine::Postgres && postgres_server().is_none() {
            let _unread = writeln!(std::io::stderr(), "skipped on postgres: IEUM_TEST_PG is not set");
            return Ok(());
        }
        let house = Arc::new(Self::start_on(engine, ground).await?);
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
        Self::start_on(engine, Ground::default()).await
    }

    /// Opens an empty house where it is this moment (RFC 3339, UTC) until [`House::clock`] is moved.
    ///
    /// # Errors
    /// When the database or the server cannot be started.
    pub async fn start_at(engine: Engine, moment: &str) -> Result<Self> {
        Self::start_on(engine, Ground { moment: Some(moment), ..Ground::default() }).await
    }

    /// Opens an empty house on this ground.
    ///
    /// # Errors
    /// When the database or the server cannot be started.
    pub async fn start_on(engine: Engine, ground: Ground<'_>) -> Result<Self> {
        let db = fresh(engine, &[]).await.context("make a database")?;
        let own = tempfile::tempdir().context("make a data folder")?;
        let data = ground.disk.map_or_else(|| own.path().to_owned(), |disk| disk.path().join("data"));
        let address = match (ground.wire, ground.disk) {
            (Some(wire), _) => wire.through(db.url()),
            (None, Some(_)) if engine == Engine::Sqlite => String::new(),
            (None, _) => db.url().to_owned(),
        };
        let usual = Config::read(None)?.get::<SiteSettings>();
        let site = SiteSettings {
            zone: ground.zone.map_or(usual.zone.clone(), str::to_owned),
            upload_bytes: ground.upload_bytes.unwrap_or(usual.upload_bytes),
            ..usual
        };
        let clock = ground.moment.map(|moment| Arc::new(TestClock::at(moment)));
        let past = ground.lived_in.then(|| Arc::new(SampleClock::default()));
        let (running, url) = (None, String::new());
        let mut house = Self { running, url, clock, past, site, address, db, data, _own: own };
        house.serve().await?;
        if let Some(past) = &house.past {
            ieum::demo::fill(house.app()?, past).await.context("live through two years")?;
        }
        Ok(house)
    }

    async fn serve(&mut self) -> Result<()> {
        let port = TcpListener::bind((Ipv4Addr::LOCALHOST, 0))?.local_addr()?.port();
        let listen = format!("127.0.0.1:{port}");
        let mut config = Config::read(None)?;
        let data = self.data.display().to_string();
        config.set(ServerSettings { listen: listen.clone(), data, ..config.get() });
        config.set(DatabaseSettings { url: self.address.clone(), ..config.get() });
        config.set(SiteSettings { base_url: format!("http://{listen}"), ..self.site.clone() });
        let clock: Arc<dyn Clock> = match (&self.clock, &self.past) {
            (Some(clock), _) => Arc::<TestClock>::clone(clock),
            (None, Some(past)) => Arc::<SampleClock>::clone(past),
            (None, None) => Arc::new(SystemClock),
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
        &self.data
    }

    /// The database, past any wire.
    ///
    /// # Panics
    /// For an embedded database on a disk of its own, which only the application reaches.
    pub fn db(&self) -> &ieum_db::Db {
        assert!(!self.address.is_empty(), "ask the application of a house on its own disk");
        &self.db
    }

    /// Which engine it stands on.
    pub fn engine(&self) -> Engine {
        self.db.engine()
    }
}
