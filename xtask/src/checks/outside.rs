//! What other programs judge: rustfmt and clippy.

use crate::finding::Finding;
use crate::machine::{cargo, command};
use crate::tree::Tree;
use anyhow::{Context, Result};
use std::path::Path;

/// `cargo fmt --check`, one finding a file.
pub(crate) fn check_format(root: &Path, _: &Tree) -> Result<Vec<Finding>> {
    let done = command(&cargo()).args(["fmt", "--all", "--", "--check", "-l"]).current_dir(root).output();
    let done = done.context("start cargo fmt")?;
    let listed = String::from_utf8_lossy(&done.stdout).into_owned();
    let mut found: Vec<_> = listed
        .lines()
        .map(|file| {
            Finding::error(
                file.trim_start_matches(&format!("{}/", root.display())),
                0,
                "format",
                "run `cargo fmt`",
            )
        })
        .collect();
    if found.is_empty() && !done.status.success() {
        let said = String::from_utf8_lossy(&done.stderr);
        found.push(Finding::error(".", 0, "format", said.trim().to_owned()));
    }
    Ok(found)
}

/// `cargo clippy` over everything, warnings as errors; its own output is shown as it is.
pub(crate) fn check_lints(root: &Path, _: &Tree) -> Result<Vec<Finding>> {
    let args = ["clippy", "--quiet", "--workspace", "--all-targets", "--", "-D", "warnings"];
    let status = command(&cargo()).args(args).current_dir(root).status().context("start cargo clippy")?;
    let failed = Finding::error(".", 0, "lints", "clippy found fault: see above");
    Ok(if status.success() { Vec::new() } else { vec![failed] })
}
