//! NEMO-CE beside us: installed once into the user's cache, started as its own container image starts it.

use super::client::Client;
use super::demo::terminate;
use crate::machine::{environment, say, succeeds};
use anyhow::{Context, Result, bail};
use std::net::{Ipv4Addr, TcpListener};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

const PACKAGES: [&str; 2] = ["nemo-ce==8.1.5", "gunicorn==23.0.0"];
const PATIENCE: Duration = Duration::from_secs(180);

/// A running peer on its seeded database; it is stopped when dropped.
pub(crate) struct Peer {
    child: Child,
    pub(crate) url: String,
    /// What to ask of it, as its seed wrote it.
    pub(crate) target: PathBuf,
}

struct Place {
    /// The scripts.
    scripts: PathBuf,
    /// Programs of its virtual environment.
    programs: PathBuf,
    /// Its database and results.
    data: PathBuf,
}

impl Place {
    fn command(&self, program: &str) -> Command {
        let mut command = Command::new(self.programs.join(program));
        command
            .env("NEMO_BENCH_DIR", &self.data)
            .env("DJANGO_SETTINGS_MODULE", "nemo_settings")
            .env("PYTHONPATH", &self.scripts)
            .current_dir(&self.data);
        command
    }

    /// Installs it and fills its database, unless that was done before.
    fn prepare(&self, home: &Path) -> Result<()> {
        std::fs::create_dir_all(&self.data)?;
        if !self.programs.join("gunicorn").is_file() {
            say("installing NEMO-CE, once");
            let environment = home.join("venv-nemo");
            let folder = environment.to_str().context("name the peer's environment")?;
            let pip = self.programs.join("pip");
            let pip = pip.to_str().context("name the peer's installer")?;
            let arguments: Vec<&str> = ["install", "-q"].into_iter().chain(PACKAGES).collect();
            if !succeeds("python3", &["-m", "venv", folder], home)? || !succeeds(pip, &arguments, home)? {
                bail!("NEMO-CE cannot be installed");
            }
        }
        let seeded = self.data.join("nemo.db.seeded");
        if !seeded.is_file() {
            say("filling its database, once; this takes a minute or two");
            let database = self.data.join("nemo.db");
            let _not_there = std::fs::remove_file(&database);
            let log = std::fs::File::create(self.data.join("migrate.log"))?;
            let migrated = self.command("django-admin").arg("migrate").stdout(log).status()?;
            let seed = self.scripts.join("nemo_seed.py");
            if !migrated.success() || !self.command("python").arg(seed).status()?.success() {
                bail!("the database of NEMO-CE cannot be filled");
            }
            std::fs::copy(&database, &seeded)?;
        }
        Ok(())
    }
}

impl Peer {
    /// Starts it in the layout of its own image: 2 × cores + 1 workers of 8 threads.
    pub(crate) fn start(scripts: &Path) -> Result<Self> {
        let home = match environment("PEERS_HOME") {
            Some(given) => PathBuf::from(given),
            None => {
                Path::new(&environment("HOME").context("find the home folder")?).join(".cache/ieum-peers")
            }
        };
        std::fs::create_dir_all(&home)?;
        let place = Place {
            scripts: scripts.canonicalize().context("find the peer's scripts")?,
            programs: home.join("venv-nemo/bin"),
            data: home.join("nemo"),
        };
        place.prepare(&home)?;
        for rest in ["nemo.db-wal", "nemo.db-shm", "nemo.db-journal"] {
            let _not_there = std::fs::remove_file(place.data.join(rest));
        }
        std::fs::copy(place.data.join("nemo.db.seeded"), place.data.join("nemo.db"))?;
        let port = TcpListener::bind((Ipv4Addr::LOCALHOST, 0))?.local_addr()?.port();
        let workers = std::thread::available_parallelism().map_or(1, usize::from) * 2 + 1;
        let child = place
            .command("gunicorn")
            .args(["--worker-class", "gthread", "--threads", "8", "--keep-alive", "300", "--preload"])
            .args(["--workers", &workers.to_string(), "--bind", &format!("127.0.0.1:{port}")])
            .arg("NEMO.wsgi:application")
            .stdout(Stdio::null())
            .stderr(std::fs::File::create(place.data.join("gunicorn.log"))?)
            .spawn()
            .context("start NEMO-CE")?;
        let target = place.data.join("target_nemo.json");
        let peer = Self { child, url: format!("http://127.0.0.1:{port}"), target };
        let begun = Instant::now();
        while begun.elapsed() < PATIENCE {
            if peer.page().is_ok_and(|status| status == 200) {
                // Each of its workers answers once before anything is measured.
                (0..4 * workers).try_for_each(|_| peer.page().map(drop))?;
                return Ok(peer);
            }
            std::thread::sleep(Duration::from_millis(100));
        }
        bail!("NEMO-CE shows no page; see gunicorn.log beside its database")
    }

    fn page(&self) -> Result<u16> {
        Ok(Client::connect(&self.url)?.send("GET", "/login/", &[("Connection", "close")], b"")?.status)
    }

    pub(crate) fn id(&self) -> u32 {
        self.child.id()
    }
}

impl Drop for Peer {
    fn drop(&mut self) {
        // Its first process stops the others.
        let _ = terminate(self.id());
        let _ = self.child.wait();
    }
}
