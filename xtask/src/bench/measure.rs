//! Start, memory, build and search quality.

use super::demo::{Demo, binary};
use super::pages::stroll;
use super::report::{Table, quantile};
use crate::machine::cargo;
use anyhow::{Context, Result};
use serde_json::Value;
use std::path::Path;
use std::process::Command;
use std::time::{Duration, Instant};

/// How often a start is measured; the middle one counts.
const STARTS: usize = 5;
const FILLS: usize = 3;
/// How long the program rests before its memory is read.
const REST: Duration = Duration::from_secs(15);
/// Goals: seconds to the first page of an empty and of a filled folder, MB at rest, CPU seconds of a build.
const FILL_S: f64 = 5.0;
const FIRST_PAGE_S: f64 = 0.3;
const REST_MB: f64 = 60.0;
const BUILD_CPU_S: f64 = 1300.0;

fn middle(times: &mut [Duration]) -> f64 {
    times.sort_unstable();
    quantile(times, 50) / 1e3
}

/// From starting the program to its first page: a fresh sample region, then one that is there.
pub(crate) fn start(root: &Path) -> Result<bool> {
    let binary = binary(root)?;
    let mut table = Table::of_goals("Start of `ieum demo`, to the first page with status 200");
    let (mut fresh, mut lines) = (Vec::new(), Vec::new());
    let folder = tempfile::tempdir()?;
    for nth in 0..FILLS {
        let demo = Demo::start_on(&binary, &folder.path().join(nth.to_string()), &[])?;
        fresh.push(demo.to_first_page);
        lines.push(demo.to_first_line);
        demo.stop()?;
    }
    let again: Result<Vec<Duration>> = (0..STARTS)
        .map(|_| {
            let demo = Demo::start_on(&binary, &folder.path().join("0"), &[])?;
            let time = demo.to_first_page;
            demo.stop()?;
            Ok(time)
        })
        .collect();
    let met = table.at_most("empty folder, middle of 3", middle(&mut fresh), FILL_S, "s");
    table.figure("empty folder, to the first line", middle(&mut lines), "s");
    let met = table.at_most("filled folder, middle of 5", middle(&mut again?), FIRST_PAGE_S, "s") && met;
    table.print();
    Ok(met)
}

/// Resident memory with the demo loaded: after starting on it, after filling it, and after some hundred pages.
pub(crate) fn memory(root: &Path) -> Result<bool> {
    let binary = binary(root)?;
    let mut table = Table::of_goals("Resident memory of `ieum demo` (VmRSS), after 15 s of rest");
    let folder = tempfile::tempdir()?;
    let mut met = true;
    for (what, rounds) in [("after filling", 0), ("after a start on the filled folder", 40)] {
        let demo = Demo::start_on(&binary, folder.path(), &[])?;
        std::thread::sleep(REST);
        met &= table.at_most(what, demo.resident_mb()?, REST_MB, "MB");
        if rounds > 0 {
            let asked = stroll(&demo, &demo.session_of("staff")?, rounds)?;
            std::thread::sleep(REST);
            met &= table.at_most(&format!("after {asked} pages"), demo.resident_mb()?, REST_MB, "MB");
        }
        demo.stop()?;
    }
    table.print();
    Ok(met)
}

/// CPU seconds of a clean release build, in a folder of its own that is removed afterwards.
pub(crate) fn build(root: &Path) -> Result<bool> {
    let folder = tempfile::tempdir()?;
    let begun = Instant::now();
    let before = children_cpu()?;
    let status = Command::new(cargo())
        .args(["build", "--release", "--quiet", "-p", "ieum"])
        .env("CARGO_TARGET_DIR", folder.path())
        .current_dir(root)
        .status()
        .context("start cargo build")?;
    let size = std::fs::metadata(folder.path().join("release").join("ieum")).map_or(0, |file| file.len());
    let mut table = Table::of_goals("Clean release build");
    let met = table.at_most("CPU time", (children_cpu()? - before).round(), BUILD_CPU_S, "s");
    table.figure("wall time", begun.elapsed().as_secs_f64(), "s");
    table.figure("size of the program", f64::from(u32::try_from(size)?) / 1e6, "MB");
    table.print();
    Ok(status.success() && met)
}

/// CPU seconds of all children that have ended: fields 16 and 17 of `/proc/self/stat`, in hundredths of a second.
fn children_cpu() -> Result<f64> {
    let stat = std::fs::read_to_string("/proc/self/stat").context("ask for the time used")?;
    let after_name = stat.rsplit(')').next().unwrap_or_default();
    let ticks: Vec<u32> =
        after_name.split_whitespace().skip(13).take(2).filter_map(|field| field.parse().ok()).collect();
    Ok(f64::from(ticks.iter().sum::<u32>()) / 100.0)
}

/// Least nDCG@10 of a collection by its folder's name.
const GOALS: [(&str, f64); 3] = [("cranfield", 0.39), ("korquad", 0.965), ("biotools_match", 0.27)];

/// The tests of the engine that print how many digits they reach, in release, then the examples that print CPU seconds.
pub(crate) fn figures(root: &Path, tests: &[&str], examples: &[&[&str]]) -> Result<bool> {
    let run = |args: &[&str], more: &[&str]| -> Result<bool> {
        let command = ["--release", "--quiet", "-p", "ieum-stats"];
        let mut started = Command::new(cargo());
        let status = started.args(args).args(command).args(more).current_dir(root).status();
        Ok(status.context("start cargo")?.success())
    };
    let mut show = vec!["--lib", "--", "--nocapture", "--test-threads=1"];
    show.extend(tests);
    let mut all_met = run(&["test"], &show)?;
    for example in examples {
        let Some((name, asked)) = example.split_first() else { continue };
        let more: Vec<&str> = ["--example", name, "--"].into_iter().chain(asked.iter().copied()).collect();
        all_met &= run(&["run"], &more)?;
    }
    Ok(all_met)
}

/// Quality and speed of search on every judged collection of a folder, as the program itself reports them.
pub(crate) fn search(root: &Path, collections: &Path) -> Result<bool> {
    let binary = binary(root)?;
    let mut table = Table::new(
        "Search: `ieum search eval --k 10`",
        &[
            "collection",
            "documents",
            "queries",
            "nDCG@10",
            "goal",
            "recall@100",
            "p50 ms",
            "p99 ms",
            "index s",
            "",
        ],
    );
    let mut all_met = true;
    let mut folders: Vec<_> = std::fs::read_dir(collections)
        .context("open the collections")?
        .filter_map(Result::ok)
        .map(|e| e.path())
        .collect();
    folders.sort();
    for folder in folders.iter().filter(|folder| folder.join("qrels.tsv").is_file()) {
        let done = Command::new(&binary)
            .args(["search", "eval", "--k", "10"])
            .arg("--corpus")
            .arg(folder.join("corpus.jsonl"))
            .arg("--queries")
            .arg(folder.join("queries.jsonl"))
            .arg("--qrels")
            .arg(folder.join("qrels.tsv"))
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
            verdict.to_owned(),
        ]);
    }
    table.print();
    Ok(all_met)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn time_of_children_is_read() {
        assert!(children_cpu().unwrap() >= 0.0);
    }
}
