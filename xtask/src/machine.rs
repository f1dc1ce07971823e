//! What the tools ask of the machine they run on: the repository's place, other programs, the terminal.

use anyhow::{Context, Result, bail};
use std::ffi::OsStr;
use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::Duration;

/// The repository's root: the folder above this crate.
pub(crate) fn root() -> Result<PathBuf> {
    let here = Path::new(env!("CARGO_MANIFEST_DIR"));
    let inside = here.parent().context("find the root of the repository")?;
    // A binary from a shared target folder may have been built from another copy; the folder one stands in wins.
    let asked = Command::new("git").args(["rev-parse", "--show-toplevel"]).output();
    let standing = asked.ok().filter(|answer| answer.status.success()).and_then(|answer| {
        Some(PathBuf::from(String::from_utf8(answer.stdout).ok()?.trim_end()))
            .filter(|root| root.join("xtask").is_dir())
    });
    Ok(standing.unwrap_or_else(|| inside.to_owned()))
}

/// One variable of the environment, or nothing when it is absent or not text.
pub(crate) fn environment(name: &str) -> Option<String> {
    std::env::var_os(name)?.into_string().ok()
}

/// Prints one line for the person at the terminal.
pub(crate) fn say(line: &str) {
    // A closed pipe (`| head`) is no reason to fail.
    let _ = writeln!(std::io::stdout().lock(), "{line}");
}

/// Prints one line about something that went wrong.
pub(crate) fn say_error(line: &str) {
    let _ = writeln!(std::io::stderr().lock(), "{line}");
}

/// Seconds with one digit, right-aligned for the timing table.
pub(crate) fn seconds(time: Duration) -> String {
    format!("{:>7.1} s", time.as_secs_f64())
}

/// Whether a program of this name can be started.
pub(crate) fn has_program(name: &str) -> bool {
    let Some(path) = std::env::var_os("PATH") else { return false };
    std::env::split_paths(&path).any(|folder| folder.join(name).is_file())
}

/// Runs a program with its output shown; whether it succeeded.
pub(crate) fn succeeds<S: AsRef<OsStr>>(program: &str, args: &[S], folder: &Path) -> Result<bool> {
    let status = command(program).args(args).current_dir(folder).status();
    Ok(status.with_context(|| format!("start {program}"))?.success())
}

/// Runs a program quietly and returns what it printed; its error output is in the error.
pub(crate) fn output<S: AsRef<OsStr>>(program: &str, args: &[S], folder: &Path) -> Result<String> {
    let done = command(program).args(args).current_dir(folder).output();
    let done = done.with_context(|| format!("start {program}"))?;
    if !done.status.success() {
        bail!("{program} failed: {}", String::from_utf8_lossy(&done.stderr).trim());
    }
    String::from_utf8(done.stdout).with_context(|| format!("read what {program} printed"))
}

/// A program to start as if from a terminal. `cargo run` tells us of our own package, and a cargo that inherits that builds
/// anew whatever watches those names: ring, and with it the database, the pages and every room.
pub(crate) fn command(program: &str) -> Command {
    let mut started = Command::new(program);
    for (name, _) in std::env::vars_os() {
        let ours = name.to_str().is_some_and(|name| {
            ["CARGO_PKG_", "CARGO_MANIFEST_", "CARGO_CRATE_", "CARGO_BIN_"]
                .iter()
                .any(|own| name.starts_with(own))
        });
        if ours {
            started.env_remove(&name);
        }
    }
    started
}

/// The name of cargo to call: the one that runs us.
pub(crate) fn cargo() -> String {
    environment("CARGO").unwrap_or_else(|| "cargo".to_owned())
}

/// Where cargo puts what it builds for this repository.
pub(crate) fn target(root: &Path) -> PathBuf {
    environment("CARGO_TARGET_DIR").map_or_else(|| root.join("target"), |dir| root.join(dir))
}

/// Appends `PASSED FAILED` to a file, for whoever adds up several commands.
pub(crate) fn add_tally(file: Option<&Path>, passed: usize, failed: usize) -> Result<()> {
    let Some(file) = file else { return Ok(()) };
    let mut open = std::fs::OpenOptions::new().create(true).append(true).open(file)?;
    writeln!(open, "{passed} {failed}").with_context(|| format!("write {}", file.display()))
}
