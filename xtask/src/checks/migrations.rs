//! Migrations only add: once merged they are never edited, and their first line says why they exist.
//!
//! `xtask/migrations.lock` holds the checksum of every migration; lines are only ever added to it.

use crate::finding::Finding;
use crate::machine::{output, say};
use crate::tree::Tree;
use anyhow::{Context, Result};
use sha2::{Digest as _, Sha256};
use std::collections::BTreeMap;
use std::path::Path;

const LOCK: &str = "xtask/migrations.lock";

fn migrations(tree: &Tree) -> impl Iterator<Item = (&str, &str)> {
    tree.ending("crates/", ".sql").filter(|(path, _)| path.contains("/migrations/"))
}

fn checksum(text: &str) -> String {
    hex::encode(Sha256::digest(text.as_bytes()))
}

/// `path → checksum` of a lock file.
fn locked(text: &str) -> BTreeMap<&str, &str> {
    text.lines().filter_map(|line| line.split_once("  ")).map(|(sum, path)| (path, sum)).collect()
}

/// Whether every migration is locked, unchanged, and says why in its first line.
pub(crate) fn check(tree: &Tree) -> Vec<Finding> {
    let locked = locked(tree.text(LOCK).unwrap_or_default());
    let mut found = Vec::new();
    for (path, text) in migrations(tree) {
        match locked.get(path) {
            None => {
                found.push(Finding::error(path, 0, "migrations", "is not locked: run `cargo xtask lock`"))
            }
            Some(sum) if *sum != checksum(text) => {
                let message = "was edited after it was locked: write a new migration instead";
                found.push(Finding::error(path, 0, "migrations", message));
            }
            Some(_) => {}
        }
        let first = text.lines().next().unwrap_or_default();
        let says_why = first.strip_prefix("--").is_some_and(|why| why.split_whitespace().count() >= 3);
        if !says_why {
            let message = "the first line says why this migration exists: `-- why …`";
            found.push(Finding::error(path, 1, "migrations", message));
        }
    }
    for path in locked.keys().filter(|path| tree.text(path).is_none()) {
        found.push(Finding::error(LOCK, 0, "migrations", format!("{path} is locked but gone")));
    }
    found
}

/// Whether the lock still says all that the main line's lock says.
pub(crate) fn check_history(root: &Path, tree: &Tree) -> Result<Vec<Finding>> {
    let branches = ["origin/main", "main"];
    let shown =
        branches.iter().find_map(|branch| output("git", &["show", &format!("{branch}:{LOCK}")], root).ok());
    // A copy without the main line has nothing to compare with.
    Ok(shown.map(|merged| changed(&merged, tree.text(LOCK).unwrap_or_default())).unwrap_or_default())
}

fn changed(merged: &str, now: &str) -> Vec<Finding> {
    let now = locked(now);
    let lost = locked(merged).into_iter().filter(|(path, sum)| now.get(path) != Some(sum));
    lost.map(|(path, _)| {
        Finding::error(LOCK, 0, "migrations", format!("{path} was merged with another checksum"))
    })
    .collect()
}

/// Adds what is not locked yet; never changes a line.
pub(crate) fn lock(root: &Path) -> Result<bool> {
    let tree = Tree::read(root)?;
    let old = tree.text(LOCK).unwrap_or_default();
    let mut lines: BTreeMap<&str, String> =
        locked(old).into_iter().map(|(path, sum)| (path, sum.to_owned())).collect();
    let mut added = 0;
    for (path, text) in migrations(&tree) {
        if !lines.contains_key(path) {
            lines.insert(path, checksum(text));
            added += 1;
        }
    }
    let text: String = lines.iter().map(|(path, sum)| format!("{sum}  {path}\n")).collect();
    std::fs::write(root.join(LOCK), text).with_context(|| format!("write {LOCK}"))?;
    say(&format!("{LOCK}: {added} added"));
    Ok(true)
}

#[cfg(test)]
mod tests {
    use super::*;

    const PATH: &str = "crates/a/migrations/0001_b.sql";

    #[track_caller]
    fn check_one(text: &str, lock: &str, expected: &[&str]) {
        let tree = Tree::of(&[(PATH, text), (LOCK, lock)]);
        let said: Vec<_> =
            check(&tree).iter().map(|f| f.message.split(':').next().unwrap().to_owned()).collect();
        assert_eq!(said, expected);
    }

    #[test]
    fn an_edited_migration_is_found() {
        let text = "-- Bookings need a home.\nCREATE TABLE b (id TEXT);";
        let lock = format!("{}  {PATH}\n", checksum(text));
        check_one(text, &lock, &[]);
        check_one(text, "", &["is not locked"]);
        check_one("-- Bookings need a room.", &lock, &["was edited after it was locked"]);
        check_one(
            "CREATE TABLE b (id TEXT);",
            "",
            &["is not locked", "the first line says why this migration exists"],
        );
        let gone = Tree::of(&[(LOCK, &lock)]);
        assert_eq!(check(&gone).len(), 1);
    }

    #[test]
    fn a_lock_may_only_gain_lines() {
        assert!(changed("1  a\n", "1  a\n2  b\n").is_empty());
        assert_eq!(changed("1  a\n2  b\n", "1  a\n").len(), 1);
        assert_eq!(changed("1  a\n", "2  a\n").len(), 1);
    }
}
