//! A server that cannot outlive us.
//!
//! The server is the child of a small shell that waits for the end of its standard input, which is a pipe from us. The
//! pipe closes when we drop it, when we crash, and when we are killed; then the shell stops the server and removes its
//! folder. So no signal handler is needed.

use anyhow::{Context, Result};
use std::io::Read as _;
use std::os::unix::process::CommandExt as _;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};

/// A user of this machine.
#[derive(Debug, Clone, Copy)]
pub(crate) struct User {
    pub(crate) uid: u32,
    pub(crate) gid: u32,
}

/// A running server, its folder and the shell that watches over it.
pub(crate) struct Guarded {
    shell: Child,
    folder: PathBuf,
}

/// `$1` folder, `$2` signal, the rest the server's command line.
const WATCH: &str = r#"
folder=$1; signal=$2; shift 2
"$@" </dev/null >"$folder/log" 2>&1 &
server=$!
read -r _
kill -s "$signal" "$server" 2>/dev/null
wait "$server"
rm -rf "$folder"
"#;

impl Guarded {
    /// Starts the server as this user (or as ourselves); its output goes to `log` in the folder, which must belong to it.
    pub(crate) fn start(folder: &Path, user: Option<User>, signal: &str, command: &[&str]) -> Result<Self> {
        let mut shell = Command::new("sh");
        shell.arg("-c").arg(WATCH).arg("watch").arg(folder).arg(signal).args(command);
        shell.stdin(Stdio::piped()).stdout(Stdio::null()).stderr(Stdio::null()).current_dir(folder);
        // Its own process group: an interrupt at the terminal reaches us first, and we close the pipe.
        shell.process_group(0);
        if let Some(user) = user {
            shell.uid(user.uid).gid(user.gid);
        }
        let shell = shell.spawn().with_context(|| format!("start {}", command.join(" ")))?;
        Ok(Self { shell, folder: folder.to_owned() })
    }

    /// What the server has printed so far.
    pub(crate) fn log(&self) -> String {
        let mut text = String::new();
        let read =
            std::fs::File::open(self.folder.join("log")).and_then(|mut log| log.read_to_string(&mut text));
        read.map(|_| text).unwrap_or_default()
    }

    /// Whether the watching shell, and so the server, still runs.
    pub(crate) fn is_running(&mut self) -> bool {
        matches!(self.shell.try_wait(), Ok(None))
    }
}

impl Drop for Guarded {
    fn drop(&mut self) {
        drop(self.shell.stdin.take());
        let _ = self.shell.wait();
    }
}
