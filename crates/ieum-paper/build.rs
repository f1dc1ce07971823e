//! Fetches the two fonts of a document with npm, from the lock file beside this crate, into the build's own folder.
//!
//! Nothing is written into the source tree, and nothing is fetched again until the lock file changes.

use std::error::Error;
use std::ffi::OsStr;
use std::fmt;
use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::{env, fs, io};

/// Files of the package that go into the binary: two weights and the licence they come under.
const WANTED: [(&str, &str); 3] = [
    ("dist/public/static/Pretendard-Regular.otf", "Regular.otf"),
    ("dist/public/static/Pretendard-Bold.otf", "Bold.otf"),
    ("dist/LICENSE.txt", "LICENSE.txt"),
];
const LISTS: [&str; 3] = ["package.json", "package-lock.json", ".npmrc"];

/// Why the build cannot go on, in words for the person who builds.
struct Stop(String);

impl fmt::Debug for Stop {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl<E: Error> From<E> for Stop {
    fn from(error: E) -> Self {
        Self(format!("ieum-paper: preparing the document fonts failed: {error}"))
    }
}

fn main() -> Result<(), Stop> {
    let source = folder("CARGO_MANIFEST_DIR")?.join("npm");
    let mut out = io::stdout();
    writeln!(out, "cargo::rerun-if-changed=build.rs")?;
    for list in LISTS {
        writeln!(out, "cargo::rerun-if-changed=npm/{list}")?;
    }

    let target = folder("OUT_DIR")?;
    let fonts = target.join("fonts");
    let stamp = target.join("fonts.lock");
    let lock = fs::read(source.join("package-lock.json"))?;
    let complete = WANTED.iter().all(|(_from, name)| fonts.join(name).is_file());
    if complete && fs::read(&stamp).is_ok_and(|kept| kept == lock) {
        return Ok(());
    }

    let work = target.join("npm");
    if work.exists() {
        fs::remove_dir_all(&work)?;
    }
    fs::create_dir_all(&work)?;
    for list in LISTS {
        fs::copy(source.join(list), work.join(list))?;
    }
    install(&work)?;
    fs::create_dir_all(&fonts)?;
    for (from, name) in WANTED {
        let from = work.join("node_modules/pretendard").join(from);
        fs::copy(&from, fonts.join(name)).map_err(|error| {
            Stop(format!("ieum-paper: the font package does not hold {}: {error}", from.display()))
        })?;
    }
    fs::remove_dir_all(&work)?;
    fs::write(&stamp, lock)?;
    Ok(())
}

fn install(work: &Path) -> Result<(), Stop> {
    let npm = if cfg!(windows) { "npm.cmd" } else { "npm" };
    let outcome = Command::new(npm)
        .args(["ci", "--ignore-scripts", "--no-audit", "--no-fund"].map(OsStr::new))
        .current_dir(work)
        .output()
        .map_err(|error| {
            Stop(format!(
                "ieum-paper: npm cannot be started ({error}). The fonts of the documents come from the npm \
                 package `pretendard`: install Node.js with npm (Debian and Ubuntu: `apt-get install npm`) and build again."
            ))
        })?;
    if outcome.status.success() {
        return Ok(());
    }
    Err(Stop(format!(
        "ieum-paper: `npm ci` for the document fonts failed ({}). It needs npm 9 or newer and the npm registry, or a \
         filled npm cache. npm said:\n{}",
        outcome.status,
        String::from_utf8_lossy(&outcome.stderr)
    )))
}

fn folder(name: &str) -> Result<PathBuf, Stop> {
    env::var_os(name).map(PathBuf::from).ok_or_else(|| Stop(format!("ieum-paper: cargo did not set {name}")))
}
