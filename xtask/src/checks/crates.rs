//! Who may depend on whom, and on what: rooms never on rooms; only licences we can ship; no second cryptography.

use crate::finding::Finding;
use crate::hack::{FOLDER, WITHOUT, manifest_of};
use crate::machine::{cargo, output};
use crate::tree::Tree;
use anyhow::{Context, Result};
use serde::Deserialize;
use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

/// The whole dependency rule: words know nothing; tools know words; rooms know tools and words; only the house knows
/// rooms. A crate may depend on those named beside it, and a new crate is a line here.
const MAY_KNOW: &[(&str, &[&str])] = &[
    ("ieum-kernel", &[]),
    ("ieum-stats", WORDS),
    ("ieum-db", WORDS),
    ("ieum-search", WORDS),
    ("ieum-paper", WORDS),
    ("ieum-web", &["ieum-kernel", "ieum-db", "ieum-search", "ieum-paper"]),
    ("ieum-catalogue", TOOLS),
    ("ieum-matching", TOOLS),
    ("ieum-operations", TOOLS),
    ("ieum-research", TOOLS),
    ("ieum-commercial", TOOLS),
    ("ieum-region", TOOLS),
    ("ieum-foresight", TOOLS),
    ("ieum-federation", TOOLS),
    ("ieum-governance", TOOLS),
    ("ieum", ALL),
    ("ieum-journeys", ALL),
    ("xtask", &[]),
    ("workspace-hack", &[]),
];
const WORDS: &[&str] = &["ieum-kernel"];
const TOOLS: &[&str] = &["ieum-kernel", "ieum-stats", "ieum-db", "ieum-search", "ieum-paper", "ieum-web"];
const ALL: &[&str] = &["*"];

/// Licences whose terms a single binary under Apache-2.0 meets.
const LICENCES: &[&str] = &[
    "MIT",
    "MIT-0",
    "Apache-2.0",
    "BSD-2-Clause",
    "BSD-3-Clause",
    "ISC",
    "Zlib",
    "MPL-2.0",
    "Unicode-3.0",
    "Unicode-DFS-2016",
    "CC0-1.0",
    "BSL-1.0",
    "CDLA-Permissive-2.0",
    "0BSD",
    "OFL-1.1",
    "Unlicense",
    "bzip2-1.0.6",
];

/// Crates that bring a C library, a second TLS or a second calendar, each with the reason.
const BANNED: &[(&str, &str)] = &[
    ("openssl-sys", "needs a system library; rustls with ring serves"),
    ("native-tls", "needs a system library; rustls with ring serves"),
    ("aws-lc-sys", "the most expensive unit of a build; ring serves"),
    ("aws-lc-rs", "the most expensive unit of a build; ring serves"),
];

#[derive(Deserialize)]
struct Metadata {
    packages: Vec<Package>,
}

#[derive(Deserialize)]
struct Package {
    name: String,
    version: String,
    id: String,
    license: Option<String>,
    source: Option<String>,
    dependencies: Vec<Dependency>,
}

#[derive(Deserialize)]
struct Dependency {
    name: String,
    path: Option<String>,
}

fn metadata(root: &Path, args: &[&str]) -> Result<Metadata> {
    let mut all = vec!["metadata", "--format-version", "1"];
    all.extend(args);
    serde_json::from_str(&output(&cargo(), &all, root)?).context("read what `cargo metadata` says")
}

/// Holds the workspace to the dependency rule.
pub(crate) fn check_edges(root: &Path, tree: &Tree) -> Result<Vec<Finding>> {
    let own = metadata(root, &["--no-deps"])?;
    let edges = own.packages.iter().map(|package| {
        let known = package.dependencies.iter().filter(|dependency| dependency.path.is_some());
        (package.name.as_str(), known.map(|dependency| dependency.name.as_str()).collect())
    });
    let edges: BTreeMap<&str, BTreeSet<&str>> = edges.collect();
    let mut found = if tree.has(FOLDER) { without_hack(&edges) } else { Vec::new() };
    found.extend(forbidden_edges(edges));
    Ok(found)
}

/// Crates whose dependencies would be built again when they are built alone.
fn without_hack(edges: &BTreeMap<&str, BTreeSet<&str>>) -> Vec<Finding> {
    let lacking =
        edges.iter().filter(|(name, known)| !WITHOUT.contains(name) && !known.contains("workspace-hack"));
    let told = lacking.map(|(name, _)| {
        Finding::error(
            &manifest_of(name),
            0,
            "edges",
            "does not know `workspace-hack`: run `cargo xtask hack`",
        )
    });
    told.collect()
}

fn forbidden_edges(edges: BTreeMap<&str, BTreeSet<&str>>) -> Vec<Finding> {
    let mut found = Vec::new();
    for (name, known) in edges {
        let Some((_, allowed)) = MAY_KNOW.iter().find(|(of, _)| *of == name) else {
            let message =
                format!("`{name}` is in no layer: add it to the table in xtask/src/checks/crates.rs");
            found.push(Finding::error("Cargo.toml", 0, "edges", message));
            continue;
        };
        for other in known {
            // A crate's own tests may ask for more of its features.
            let is_allowed = other == name
                || other == "workspace-hack"
                || allowed.contains(&"*")
                || allowed.contains(&other);
            if !is_allowed {
                let file = manifest_of(name);
                found.push(Finding::error(&file, 0, "edges", format!("`{name}` may not know `{other}`")));
            }
        }
    }
    found
}

/// Looks at the licence of every crate that is linked, and for banned ones.
pub(crate) fn check_licences(root: &Path, _: &Tree) -> Result<Vec<Finding>> {
    // Only what is really built: `cargo tree` leaves out optional crates and other platforms.
    let tree = output(
        &cargo(),
        &["tree", "--workspace", "--prefix", "none", "--format", "{p}", "--edges", "all"],
        root,
    )?;
    let built: BTreeSet<(&str, &str)> = tree
        .lines()
        .filter_map(|line| {
            let mut words = line.split_whitespace();
            Some((words.next()?, words.next()?.trim_start_matches('v')))
        })
        .collect();
    let all = metadata(root, &[])?;
    let used = all.packages.iter().filter(|package| {
        package.source.is_some() && built.contains(&(package.name.as_str(), package.version.as_str()))
    });
    Ok(used.flat_map(judge).collect())
}

fn judge(package: &Package) -> Vec<Finding> {
    let mut found = Vec::new();
    let name = format!("{} {}", package.name, package.version);
    let licence = package.license.as_deref().unwrap_or_default();
    if !is_allowed(licence) {
        let message = format!("{name} is under {licence:?}, which is not in the list ({})", package.id);
        found.push(Finding::error("Cargo.lock", 0, "licences", message));
    }
    if let Some((_, why)) = BANNED.iter().find(|(banned, _)| *banned == package.name) {
        found.push(Finding::error("Cargo.lock", 0, "banned", format!("{name}: {why}")));
    }
    found
}

/// Judges an SPDX expression: with AND all parts must be allowed, with OR one; `A/B` is an old spelling of OR.
fn is_allowed(expression: &str) -> bool {
    let spaced = expression.replace('(', " ( ").replace(')', " ) ").replace('/', " OR ");
    let words: Vec<&str> = spaced.split_whitespace().collect();
    let mut rest = words.as_slice();
    let allowed = any_of(&mut rest);
    allowed && rest.is_empty()
}

fn any_of(words: &mut &[&str]) -> bool {
    let mut allowed = all_of(words);
    while let Some((&"OR", rest)) = words.split_first() {
        *words = rest;
        allowed |= all_of(words);
    }
    allowed
}

fn all_of(words: &mut &[&str]) -> bool {
    let mut allowed = one(words);
    while let Some((&"AND", rest)) = words.split_first() {
        *words = rest;
        allowed &= one(words);
    }
    allowed
}

fn one(words: &mut &[&str]) -> bool {
    let Some((first, rest)) = words.split_first() else { return false };
    *words = rest;
    if *first == "(" {
        let allowed = any_of(words);
        if let Some((&")", rest)) = words.split_first() {
            *words = rest;
        }
        return allowed;
    }
    // An exception only ever allows more.
    if let Some((&"WITH", rest)) = words.split_first() {
        *words = rest.get(1..).unwrap_or_default();
    }
    LICENCES.contains(first)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_room_that_knows_a_room_is_found() {
        let edges = BTreeMap::from([
            ("ieum-operations", BTreeSet::from(["ieum-kernel", "ieum-catalogue"])),
            ("ieum-kernel", BTreeSet::from(["ieum-db"])),
            ("ieum", BTreeSet::from(["ieum-operations"])),
            ("ieum-unknown", BTreeSet::new()),
        ]);
        let said: Vec<_> = forbidden_edges(edges).into_iter().map(|finding| finding.message).collect();
        let alone =
            BTreeMap::from([("ieum-web", BTreeSet::new()), ("ieum", BTreeSet::from(["workspace-hack"]))]);
        assert_eq!(without_hack(&alone).len(), 1);
        assert_eq!(said.len(), 3);
        assert_eq!(said[1], "`ieum-operations` may not know `ieum-catalogue`");
    }

    #[test]
    fn licences_are_judged_as_expressions() {
        for good in [
            "MIT OR Apache-2.0",
            "MIT/GPL-3.0",
            "(MIT OR GPL-2.0) AND BSD-3-Clause",
            "Apache-2.0 WITH LLVM-exception",
        ] {
            assert!(is_allowed(good), "{good}");
        }
        for bad in ["", "GPL-3.0", "MIT AND GPL-3.0", "(MIT OR Zlib) AND SSPL-1.0"] {
            assert!(!is_allowed(bad), "{bad}");
        }
    }

    #[test]
    fn a_banned_crate_is_found() {
        let package = Package {
            name: "native-tls".to_owned(),
            version: "1.0.0".to_owned(),
            id: String::new(),
            license: Some("MIT".to_owned()),
            source: None,
            dependencies: Vec::new(),
        };
        assert_eq!(judge(&package).len(), 1);
    }
}
