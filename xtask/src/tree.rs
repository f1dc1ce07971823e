//! The files of the repository, read once, so that a check is a function from text to findings.

use crate::rust_source::{Literal, literals};
use anyhow::{Context, Result};
use std::collections::BTreeMap;
use std::path::Path;
use std::process::Command;
use std::sync::OnceLock;

/// Every file that git tracks or would track, by its path from the root.
pub(crate) struct Tree {
    /// `None` for a file that is not text.
    files: BTreeMap<String, Option<String>>,
    /// Read once, because several checks look at them.
    literals: OnceLock<BTreeMap<String, Vec<Literal>>>,
}

impl Tree {
    pub(crate) fn read(root: &Path) -> Result<Self> {
        let listed = Command::new("git")
            .args(["ls-files", "-z", "--cached", "--others", "--exclude-standard"])
            .current_dir(root)
            .output()
            .context("list the files of the repository")?;
        let names = String::from_utf8_lossy(&listed.stdout).into_owned();
        let mut files = BTreeMap::new();
        for name in names.split('\0').filter(|name| !name.is_empty()) {
            // A file deleted but not yet committed is still listed.
            if let Ok(bytes) = std::fs::read(root.join(name)) {
                files.insert(name.to_owned(), String::from_utf8(bytes).ok());
            }
        }
        Ok(Self { files, literals: OnceLock::new() })
    }

    /// A small tree for the test of a check.
    #[cfg(test)]
    pub(crate) fn of(files: &[(&str, &str)]) -> Self {
        let own = |(path, text): &(&str, &str)| ((*path).to_owned(), Some((*text).to_owned()));
        Self { files: files.iter().map(own).collect(), literals: OnceLock::new() }
    }

    pub(crate) fn text(&self, path: &str) -> Option<&str> {
        self.files.get(path)?.as_deref()
    }

    /// All text files as `(path, text)`, in the order of their paths.
    pub(crate) fn texts(&self) -> impl Iterator<Item = (&str, &str)> {
        self.files.iter().filter_map(|(path, text)| Some((path.as_str(), text.as_deref()?)))
    }

    /// The string literals of a crate's file.
    pub(crate) fn literals(&self, path: &str) -> &[Literal] {
        let read = || {
            let sources = self.ending("crates/", ".rs");
            sources.map(|(path, source)| (path.to_owned(), literals(source))).collect()
        };
        self.literals.get_or_init(read).get(path).map(Vec::as_slice).unwrap_or_default()
    }

    /// Text files below a folder (`""` for all) whose names end so.
    pub(crate) fn ending<'a>(
        &'a self,
        folder: &'a str,
        ending: &'a str,
    ) -> impl Iterator<Item = (&'a str, &'a str)> {
        self.texts().filter(move |(path, _)| path.starts_with(folder) && path.ends_with(ending))
    }

    /// Whether the path names a file or a folder of the repository.
    pub(crate) fn has(&self, path: &str) -> bool {
        let path = path.trim_end_matches('/');
        let folder = format!("{path}/");
        self.files.contains_key(path)
            || self.files.range(folder.clone()..).next().is_some_and(|(first, _)| first.starts_with(&folder))
    }
}

/// The crate a path lies in: `crates/ieum-web/src/x.rs` is in `ieum-web`.
pub(crate) fn crate_of(path: &str) -> Option<&str> {
    path.strip_prefix("crates/").unwrap_or(path).split('/').next().filter(|_| path.contains('/'))
}

/// The last part of a path without its ending: `a/b/policy.rs` is `policy`.
pub(crate) fn stem(path: &str) -> &str {
    let name = path.rsplit('/').next().unwrap_or(path);
    name.split('.').next().unwrap_or(name)
}

/// The folder that holds the file: `a/booking/policy.rs` is in `booking`.
pub(crate) fn folder_of(path: &str) -> Option<&str> {
    path.rsplit('/').nth(1)
}

/// Whether a Rust file holds only tests or what tests use.
pub(crate) fn is_test_file(path: &str) -> bool {
    path.contains("/tests/")
        || path.starts_with("journeys/")
        || path.starts_with("xtask/")
        || path.contains("/benches/")
        || path.contains("/testing/")
        || ["tests", "testing"].contains(&stem(path))
        || stem(path).ends_with("_tests")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn folders_and_files_are_both_there() {
        let tree = Tree::of(&[("crates/a/src/lib.rs", ""), ("README.md", "")]);
        for there in ["crates/a", "crates/a/", "crates/a/src/lib.rs", "README.md"] {
            assert!(tree.has(there), "{there}");
        }
        assert!(!tree.has("crates/b"));
        assert!(!tree.has("crates/a/src/li"));
    }

    #[test]
    fn a_path_tells_its_crate() {
        assert_eq!(crate_of("crates/ieum-web/src/lib.rs"), Some("ieum-web"));
        assert_eq!(crate_of("xtask/src/main.rs"), Some("xtask"));
        assert_eq!(crate_of("README.md"), None);
        assert_eq!(stem("a/b.sqlite.sql"), "b");
        assert_eq!(folder_of("a/booking/policy.rs"), Some("booking"));
    }
}
