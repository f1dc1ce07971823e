//! Installs what the tests need on Debian, quietly and only when it is missing.

use super::postgres;
use crate::machine::{has_program, say};
use anyhow::{Context, Result, bail};
use std::process::{Command, Stdio};

/// Something tests need: how to see that it is there, and the Debian packages that bring it.
pub(crate) struct Needed {
    is_there: fn() -> bool,
    packages: &'static [&'static str],
}

pub(crate) const POSTGRES: Needed =
    Needed { is_there: || postgres::programs().is_some(), packages: &["postgresql", "postgresql-contrib"] };
pub(crate) const BROWSER: Needed = Needed {
    is_there: || has_program("chromedriver") && has_program("chromium"),
    packages: &["chromium", "chromium-driver"],
};
pub(crate) const VALGRIND: Needed = Needed { is_there: || has_program("valgrind"), packages: &["valgrind"] };
pub(crate) const NPM: Needed =
    Needed { is_there: || has_program("npm") && has_program("node"), packages: &["nodejs", "npm"] };

/// Installs what is missing, with one update of the package lists.
pub(crate) fn ensure(needed: &[Needed]) -> Result<()> {
    let missing: Vec<&str> =
        needed.iter().filter(|one| !(one.is_there)()).flat_map(|one| one.packages).copied().collect();
    if missing.is_empty() {
        return Ok(());
    }
    let names = missing.join(" ");
    if postgres::own_user()?.uid != 0 || !has_program("apt-get") {
        bail!("{names} must be installed: do so as root, for example `apt-get install {names}`");
    }
    say(&format!("installing {names}"));
    apt(&["update", "-qq"])?;
    let mut install = vec!["install", "-y", "-qq", "--no-install-recommends"];
    install.extend(missing);
    apt(&install)?;
    if needed.iter().all(|one| (one.is_there)()) {
        Ok(())
    } else {
        bail!("installed {names}, but they are not found")
    }
}

fn apt(args: &[&str]) -> Result<()> {
    let done = Command::new("apt-get")
        .args(args)
        .env("DEBIAN_FRONTEND", "noninteractive")
        .stdin(Stdio::null())
        .output()
        .context("start apt-get")?;
    if done.status.success() {
        return Ok(());
    }
    bail!("apt-get {} failed: {}", args.join(" "), String::from_utf8_lossy(&done.stderr).trim())
}
