//! `cargo xtask hack`: writes `crates/workspace-hack`, so that building one crate and building all share their dependencies.
//!
//! Cargo chooses the features of a third-party crate from what is built together. Without this, `cargo build -p ieum` after
//! `cargo build --workspace --all-targets` builds a hundred crates again with other features. The hack is a crate without
//! code that asks for the features all of them together ask for; every other crate depends on it.

use crate::machine::{cargo, command, output, say};
use anyhow::{Context, Result, bail};
use serde::Deserialize;
use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;
use std::path::Path;

pub(crate) const FOLDER: &str = "crates/workspace-hack";

/// Crates that stay without it: the words of the house, and the tools, build in seconds alone.
pub(crate) const WITHOUT: &[&str] = &["workspace-hack", "ieum-kernel", "ieum-stats", "xtask"];

/// Rounds after which the features must have settled.
const ROUNDS: usize = 6;

/// What cargo would build.
#[derive(Deserialize)]
struct Graph {
    units: Vec<Unit>,
}

#[derive(Deserialize)]
struct Unit {
    pkg_id: String,
    target: Target,
    mode: String,
    /// Nothing for what runs during the build: procedural macros, build scripts and what they use.
    platform: Option<String>,
    features: Vec<String>,
}

#[derive(Deserialize)]
struct Target {
    kind: Vec<String>,
}

/// A third-party crate: name, version, and whether it is built for the build itself.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
struct Crate {
    name: String,
    version: String,
    is_for_build: bool,
}

type Features = BTreeMap<Crate, BTreeSet<String>>;

/// Asks cargo what it would build with which features. The answer's format is not stable, which only this tool bears.
fn features(root: &Path, host: &str, args: &[&str]) -> Result<Features> {
    let done = command(&cargo())
        .args(["build", "--target", host, "-Zunstable-options", "--unit-graph"])
        .args(args)
        .env("RUSTC_BOOTSTRAP", "1")
        .current_dir(root)
        .output()
        .context("start cargo")?;
    if !done.status.success() {
        bail!("cargo cannot plan a build: {}", String::from_utf8_lossy(&done.stderr).trim());
    }
    let graph: Graph = serde_json::from_slice(&done.stdout).context("read cargo's plan")?;
    Ok(third_party(graph))
}

fn third_party(graph: Graph) -> Features {
    let mut found = Features::new();
    for unit in graph.units {
        let is_library = unit.target.kind.iter().any(|kind| kind.contains("lib") || kind == "proc-macro");
        // `registry+ADDRESS#name@version`
        let named = unit.pkg_id.starts_with("registry+").then(|| unit.pkg_id.rsplit('#').next()).flatten();
        let Some((name, version)) = named.and_then(|named| named.split_once('@')) else { continue };
        if unit.mode == "build" && is_library {
            let key = Crate {
                name: name.to_owned(),
                version: version.to_owned(),
                is_for_build: unit.platform.is_none(),
            };
            found.entry(key).or_default().extend(unit.features);
        }
    }
    found
}

/// Writes the crate anew and says how many crates it unifies.
pub(crate) fn write(root: &Path) -> Result<bool> {
    let version = output("rustc", &["-vV"], root)?;
    let host = version
        .lines()
        .find_map(|line| line.strip_prefix("host: "))
        .context("ask rustc for the host")?
        .to_owned();
    let members = members(root)?;
    std::fs::create_dir_all(root.join(FOLDER).join("src"))?;
    std::fs::write(root.join(FOLDER).join("src/lib.rs"), "//! No code: see `xtask/src/hack.rs`.\n")?;
    std::fs::write(
        root.join(FOLDER).join("build.rs"),
        "//! Cargo looks at build dependencies only where there is a build script.\nfn main() {}\n",
    )?;
    std::fs::write(root.join(FOLDER).join("Cargo.toml"), manifest(&Features::new()))?;
    join(root, &members)?;
    let mut unified = Features::new();
    for round in 0..ROUNDS {
        std::fs::write(root.join(FOLDER).join("Cargo.toml"), manifest(&unified))?;
        let all = features(root, &host, &["--workspace", "--all-targets"])?;
        let mut differing = BTreeSet::new();
        for member in &members {
            let own = features(root, &host, &["-p", member])?;
            differing
                .extend(own.into_iter().filter(|(key, own)| all.get(key) != Some(own)).map(|(key, _)| key));
        }
        if differing.is_empty() {
            say(&format!("{FOLDER}: {} crates unified in {round} rounds", unified.len()));
            return Ok(true);
        }
        for key in differing {
            let wanted = all
                .get(&key)
                .with_context(|| format!("{} {} is in no common build", key.name, key.version))?;
            unified.insert(key, wanted.clone());
        }
    }
    bail!("the features did not settle in {ROUNDS} rounds")
}

/// Lets every member depend on the hack; a second time it changes nothing.
fn join(root: &Path, members: &[String]) -> Result<()> {
    let put = |path: &str, after: &str, line: &str| -> Result<()> {
        let file = root.join(path);
        let text = std::fs::read_to_string(&file).with_context(|| format!("read {path}"))?;
        if !text.contains("workspace-hack") {
            let (before, rest) =
                text.split_once(after).with_context(|| format!("find {after:?} in {path}"))?;
            std::fs::write(&file, format!("{before}{after}{line}{rest}"))?;
        }
        Ok(())
    };
    let own = "workspace-hack = { path = \"crates/workspace-hack\" }\n";
    put("Cargo.toml", "[workspace.dependencies]\n", own)?;
    for member in members {
        put(&manifest_of(member), "[dependencies]\n", "workspace-hack.workspace = true\n")?;
    }
    Ok(())
}

/// Where a crate of the workspace is described.
pub(crate) fn manifest_of(member: &str) -> String {
    match member {
        "xtask" => "xtask/Cargo.toml".to_owned(),
        "ieum-journeys" => "journeys/Cargo.toml".to_owned(),
        _ => format!("crates/{member}/Cargo.toml"),
    }
}

/// The workspace's crates that depend on the hack.
fn members(root: &Path) -> Result<Vec<String>> {
    let text = output(&cargo(), &["metadata", "--no-deps", "--format-version", "1"], root)?;
    let metadata: serde_json::Value = serde_json::from_str(&text)?;
    let packages =
        metadata.get("packages").and_then(serde_json::Value::as_array).context("read the workspace")?;
    let names = packages.iter().filter_map(|package| package.get("name")?.as_str());
    Ok(names.filter(|name| !WITHOUT.contains(name)).map(str::to_owned).collect())
}

fn manifest(unified: &Features) -> String {
    let mut text = String::from(
        "# Written by `cargo xtask hack`; do not edit. Run it again when dependencies change.\n[package]\n\
         name = \"workspace-hack\"\nversion.workspace = true\nedition.workspace = true\nrust-version.workspace = true\n\
         license.workspace = true\npublish.workspace = true\n",
    );
    for (section, is_for_build) in [("dependencies", false), ("build-dependencies", true)] {
        let _ = write!(text, "\n[{section}]\n");
        for (key, features) in unified.iter().filter(|(key, _)| key.is_for_build == is_for_build) {
            let is_default = features.contains("default");
            let named = features.iter().filter(|name| *name != "default").map(|name| format!("\"{name}\""));
            let list = named.collect::<Vec<_>>().join(", ");
            let _ = writeln!(
                text,
                "{} = {{ package = \"{}\", version = \"{}\", default-features = {is_default}, features = [{list}] }}",
                alias(key),
                key.name,
                compatible(&key.version)
            );
        }
    }
    text
}

/// Two versions of one crate need two names.
fn alias(key: &Crate) -> String {
    format!("{}-{}", key.name, compatible(&key.version).replace('.', "_"))
}

/// `1.2.3` asks for `1`, `0.4.3` for `0.4`, `0.0.7` for `0.0.7`.
fn compatible(version: &str) -> String {
    let bare = version.split(['+', '-']).next().unwrap_or(version);
    let parts: Vec<&str> = bare.split('.').collect();
    let significant = parts.iter().position(|part| *part != "0").map_or(parts.len(), |at| at + 1);
    parts.into_iter().take(significant).collect::<Vec<_>>().join(".")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn versions_ask_for_what_is_compatible() {
        let said: Vec<_> = ["1.2.3", "0.4.3", "0.0.7", "2.0.0+build"].map(compatible).to_vec();
        assert_eq!(said, ["1", "0.4", "0.0.7", "2"]);
    }

    #[test]
    fn a_plan_becomes_a_manifest() {
        let unit = |id: &str, platform: Option<&str>, features: &[&str]| Unit {
            pkg_id: id.to_owned(),
            target: Target { kind: vec!["lib".to_owned()] },
            mode: "build".to_owned(),
            platform: platform.map(str::to_owned),
            features: features.iter().map(|name| (*name).to_owned()).collect(),
        };
        let graph = Graph {
            units: vec![
                unit("registry+x#syn@2.0.1", None, &["default", "full"]),
                unit("registry+x#tokio@1.5.0", Some("host"), &["net"]),
                unit("path+file:///a#ieum@0.1.0", Some("host"), &[]),
            ],
        };
        let text = manifest(&third_party(graph));
        assert!(text.contains("[build-dependencies]\nsyn-2 = { package = \"syn\", version = \"2\", default-features = true, features = [\"full\"] }"));
        assert!(text.contains("[dependencies]\ntokio-1 = { package = \"tokio\", version = \"1\", default-features = false, features = [\"net\"] }"));
        assert!(!text.contains("\"ieum\""));
    }
}
