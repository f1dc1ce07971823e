//! Other engines on the same collections in the same run.

use super::super::report::Table;
use super::name_of;
use crate::machine::{command, environment, say, succeeds};
use anyhow::{Context, Result, bail};
use serde_json::Value;
use std::path::{Path, PathBuf};

const PACKAGES: [&str; 5] = ["bm25s==0.3.16", "PyStemmer==3.0.0", "tantivy==0.27.0", "numpy", "scipy"];
/// Engines of the script. The database's own text index needs minutes for the questions of the large collection.
const ENGINES: [(&str, bool); 3] = [("bm25s", true), ("tantivy", true), ("fts5", false)];
/// Bytes of a collection from which on it is large.
const LARGE: u64 = 4_000_000;

/// Prints what the peers reach on each collection, by their own account.
pub(super) fn run(scripts: &Path, folders: &[PathBuf]) -> Result<()> {
    let home = match environment("PEERS_HOME") {
        Some(given) => PathBuf::from(given),
        None => {
            Path::new(&environment("HOME").context("find the home folder")?).join(".cache/ieum-peers/search")
        }
    };
    std::fs::create_dir_all(&home)?;
    let python = prepare(&home)?;
    let mut table = Table::new(
        "The peers on the same collections (CPU ms of the asking thread, first 100 hits)",
        &["collection", "engine", "nDCG@10", "recall@100", "p50 CPU ms", "p99 CPU ms", "documents / CPU s"],
    );
    for folder in folders {
        let large = std::fs::metadata(folder.join("corpus.jsonl")).is_ok_and(|file| file.len() > LARGE);
        let engines: Vec<&str> =
            ENGINES.iter().filter(|(_, large_too)| *large_too || !large).map(|(name, _)| *name).collect();
        let done = command(&python.display().to_string())
            .arg(scripts.join("bench_peers.py"))
            .arg(name_of(folder))
            .arg(engines.join(","))
            .env("SEARCH_DATA", folder.parent().unwrap_or(folder))
            .env("PYTHONDONTWRITEBYTECODE", "1")
            .current_dir(&home)
            .output()
            .context("start the peers")?;
        if !done.status.success() {
            say(&format!(
                "the peers end early on {}: {}",
                name_of(folder),
                String::from_utf8_lossy(&done.stderr)
            ));
            continue;
        }
        for line in String::from_utf8_lossy(&done.stdout).lines() {
            let Ok(said) = serde_json::from_str::<Value>(line) else { continue };
            let of = |name: &str| said.get(name).and_then(Value::as_f64).unwrap_or_default();
            table.line([
                name_of(folder),
                said.get("engine").and_then(Value::as_str).unwrap_or_default().to_owned(),
                format!("{:.4}", of("ndcg10")),
                format!("{:.4}", of("recall100")),
                format!("{:.2}", of("cpu_p50_ms")),
                format!("{:.2}", of("cpu_p99_ms")),
                format!("{:.0}", of("docs_per_cpu_s")),
            ]);
        }
    }
    table.print();
    Ok(())
}

/// The peers' own Python, installed once.
fn prepare(home: &Path) -> Result<PathBuf> {
    let folder = home.join("venv");
    let python = folder.join("bin/python");
    if folder.join("installed").is_file() {
        return Ok(python);
    }
    say(&format!("installing {}, once", PACKAGES.join(" ")));
    let name = folder.to_str().context("name the peers' environment")?;
    let pip = folder.join("bin/pip");
    let pip = pip.to_str().context("name the peers' installer")?;
    let arguments: Vec<&str> = ["install", "-q"].into_iter().chain(PACKAGES).collect();
    if !succeeds("python3", &["-m", "venv", name], home)? || !succeeds(pip, &arguments, home)? {
        bail!("the peers cannot be installed; `--alone` leaves them out");
    }
    std::fs::write(folder.join("installed"), "")?;
    Ok(python)
}
