//! A throw-away PostgreSQL cluster on a free port of the loopback, as fast and as careless as a test may be.

use super::guard::{Guarded, User};
use anyhow::{Context, Result, bail};
use std::net::{Ipv4Addr, TcpListener, TcpStream};
use std::os::unix::fs::MetadataExt as _;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::{Duration, Instant};

/// The oldest PostgreSQL we promise to run on.
const OLDEST: u32 = 15;
const PATIENCE: Duration = Duration::from_secs(60);
const TRIES: usize = 5;

/// A running cluster; it stops and vanishes when dropped.
pub(crate) struct Postgres {
    address: String,
    _server: Guarded,
}

/// The folder with `initdb` and `postgres` of the newest version that is new enough.
pub(crate) fn programs() -> Option<PathBuf> {
    let installed = std::fs::read_dir("/usr/lib/postgresql").ok()?;
    let versions = installed.filter_map(|entry| entry.ok()?.file_name().to_str()?.parse::<u32>().ok());
    let newest = versions.filter(|version| *version >= OLDEST).max()?;
    let folder = Path::new("/usr/lib/postgresql").join(newest.to_string()).join("bin");
    folder.join("initdb").is_file().then_some(folder)
}

/// Who we are: the owner of our own process.
pub(crate) fn own_user() -> Result<User> {
    let own = std::fs::metadata("/proc/self").context("ask who we are")?;
    Ok(User { uid: own.uid(), gid: own.gid() })
}

/// PostgreSQL refuses to run as root, so root runs it as its system user.
fn server_user() -> Result<Option<User>> {
    if own_user()?.uid != 0 {
        return Ok(None);
    }
    let users = std::fs::read_to_string("/etc/passwd").context("read the users of this machine")?;
    let line = users.lines().find(|line| line.starts_with("postgres:")).context("find the user postgres")?;
    let mut numbers = line.split(':').skip(2).filter_map(|field| field.parse().ok());
    let (Some(uid), Some(gid)) = (numbers.next(), numbers.next()) else { bail!("read the user postgres") };
    Ok(Some(User { uid, gid }))
}

fn free_port() -> Result<u16> {
    let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).context("find a free port")?;
    Ok(listener.local_addr()?.port())
}

impl Postgres {
    pub(crate) fn start() -> Result<Self> {
        let programs = programs().context("find PostgreSQL")?;
        // The port may be taken between asking and starting.
        let mut last = None;
        for _ in 0..TRIES {
            match Self::try_start(&programs) {
                Ok(started) => return Ok(started),
                Err(error) => last = Some(error),
            }
        }
        Err(last.context("start PostgreSQL")?)
    }

    fn try_start(programs: &Path) -> Result<Self> {
        let folder = tempfile::Builder::new().prefix("ieum-test-pg-").tempdir()?.keep();
        let user = server_user()?;
        if let Some(user) = user {
            std::os::unix::fs::chown(&folder, Some(user.uid), Some(user.gid))?;
        }
        let data = folder.join("data");
        let data_text = data.to_str().context("name the cluster's folder")?;
        let mut initdb = Command::new(programs.join("initdb"));
        initdb.args([
            "-U",
            "postgres",
            "-A",
            "trust",
            "-E",
            "UTF8",
            "--locale=C.UTF-8",
            "--no-sync",
            "--no-instructions",
        ]);
        initdb.arg("-D").arg(&data).current_dir(&folder);
        if let Some(user) = user {
            use std::os::unix::process::CommandExt as _;
            initdb.uid(user.uid).gid(user.gid);
        }
        let made = initdb.output().context("start initdb")?;
        if !made.status.success() {
            bail!("initdb failed: {}", String::from_utf8_lossy(&made.stderr).trim());
        }
        let port = free_port()?;
        let (server, port_text) = (programs.join("postgres"), port.to_string());
        let sockets = format!("unix_socket_directories={}", folder.display());
        let mut command =
            vec![server.to_str().context("name the server")?, "-D", data_text, "-p", &port_text];
        let settings = [
            "listen_addresses=127.0.0.1",
            &sockets,
            "fsync=off",
            "synchronous_commit=off",
            "full_page_writes=off",
            "max_connections=300",
            "shared_buffers=64MB",
            "max_wal_size=256MB",
        ];
        settings.iter().for_each(|setting| command.extend(["-c", setting]));
        // SIGQUIT: stop at once; the folder goes anyway.
        let mut server = Guarded::start(&folder, user, "QUIT", &command)?;
        let begun = Instant::now();
        while !server.log().contains("ready to accept connections") {
            if begun.elapsed() > PATIENCE || !server.is_running() || server.log().contains("FATAL") {
                bail!("PostgreSQL did not start: {}", server.log().trim());
            }
            std::thread::sleep(Duration::from_millis(20));
        }
        TcpStream::connect((Ipv4Addr::LOCALHOST, port)).context("reach PostgreSQL")?;
        Ok(Self { address: format!("postgres://postgres@127.0.0.1:{port}/postgres"), _server: server })
    }

    /// The administrator's address, as `IEUM_TEST_PG` wants it.
    pub(crate) fn address(&self) -> &str {
        &self.address
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn we_know_who_we_are() {
        assert!(own_user().is_ok());
        assert_ne!(free_port().unwrap(), 0);
    }
}
