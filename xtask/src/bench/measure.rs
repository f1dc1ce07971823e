//! The measurements. Each prints one line of JSON.

use super::client::Client;
use super::demo::{Demo, binary};
use crate::machine::{cargo, say};
use anyhow::{Context, Result, bail};
use serde_json::{Value, json};
use std::path::Path;
use std::process::Command;
use std::time::{Duration, Instant};

/// How often a start is measured; the middle one counts.
const STARTS: usize = 5;
/// How long the program rests before its memory is read.
const REST: Duration = Duration::from_secs(3);
const USUAL_PAGES: &[&str] = &["/", "/find", "/find?q=xrd", "/needs", "/instruments"];

fn print(found: &Value) -> Result<bool> {
    say(&found.to_string());
    Ok(true)
}

fn milliseconds(time: Duration) -> f64 {
    (time.as_secs_f64() * 1e6).round() / 1e3
}

/// From starting the program to its first page.
pub(crate) fn start(root: &Path) -> Result<bool> {
    let binary = binary(root)?;
    let times: Result<Vec<Duration>> =
        (0..STARTS).map(|_| Demo::start(&binary).map(|demo| demo.to_first_page)).collect();
    let mut times = times?;
    times.sort_unstable();
    let all: Vec<f64> = times.iter().map(|time| milliseconds(*time)).collect();
    print(&json!({ "bench": "start", "first_page_ms": quantile(&times, 50), "all_ms": all }))
}

/// Resident memory when idle with the demo loaded.
pub(crate) fn memory(root: &Path) -> Result<bool> {
    let demo = Demo::start(&binary(root)?)?;
    std::thread::sleep(REST);
    print(&json!({ "bench": "memory", "resident_bytes": demo.resident_bytes()? }))
}

/// The value below which so many percent of the sorted times lie, in milliseconds.
fn quantile(sorted: &[Duration], percent: usize) -> f64 {
    let at = (sorted.len() * percent).div_ceil(100).saturating_sub(1);
    sorted.get(at).map_or(0.0, |time| milliseconds(*time))
}

/// Latency of pages, each asked by several clients at once over kept connections.
pub(crate) fn pages(root: &Path, clients: usize, requests: usize, paths: &[String]) -> Result<bool> {
    if clients == 0 || clients > 64 || requests > 100_000 {
        bail!("at most 64 clients and 100,000 requests");
    }
    let demo = Demo::start(&binary(root)?)?;
    let cookie = demo.session_of("staff").unwrap_or_default().cookie;
    let usual: Vec<String> = USUAL_PAGES.iter().map(|path| (*path).to_owned()).collect();
    for path in if paths.is_empty() { &usual } else { paths } {
        let begun = Instant::now();
        let each = requests.div_ceil(clients);
        let ask = || load(&demo.url, path, &cookie, each);
        let all: Result<Vec<(Vec<Duration>, usize)>> = std::thread::scope(|scope| {
            #[expect(clippy::needless_collect, reason = "all clients start before the first is waited for")]
            let running: Vec<_> = (0..clients).map(|_| scope.spawn(ask)).collect();
            let ended = running.into_iter().map(|one| one.join().unwrap_or_else(|_| bail!("a client broke")));
            ended.collect()
        });
        let all = all?;
        let wall = begun.elapsed();
        let bad: usize = all.iter().map(|(_, bad)| bad).sum();
        let mut times: Vec<Duration> = all.into_iter().flat_map(|(times, _)| times).collect();
        times.sort_unstable();
        print(&json!({
            "bench": "pages", "path": path, "clients": clients, "n": times.len(), "bad": bad,
            "p50_ms": quantile(&times, 50), "p99_ms": quantile(&times, 99), "wall_ms": milliseconds(wall),
        }))?;
    }
    Ok(true)
}

fn load(url: &str, path: &str, cookie: &str, requests: usize) -> Result<(Vec<Duration>, usize)> {
    let mut client = Client::connect(url)?;
    let (mut times, mut bad) = (Vec::with_capacity(requests), 0);
    for _ in 0..requests {
        let begun = Instant::now();
        let answer = client.send("GET", path, &[("Cookie", cookie)], b"")?;
        times.push(begun.elapsed());
        bad += usize::from(answer.status != 200);
    }
    Ok((times, bad))
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
    print(&json!({
        "bench": "build", "built": status.success(), "cpu_s": (children_cpu()? - before).round(),
        "wall_s": begun.elapsed().as_secs(), "binary_bytes": size,
    }))?;
    Ok(status.success())
}

/// CPU seconds of all children that have ended: fields 16 and 17 of `/proc/self/stat`, in hundredths of a second.
fn children_cpu() -> Result<f64> {
    let stat = std::fs::read_to_string("/proc/self/stat").context("ask for the time used")?;
    let after_name = stat.rsplit(')').next().unwrap_or_default();
    let ticks: Vec<u32> =
        after_name.split_whitespace().skip(13).take(2).filter_map(|field| field.parse().ok()).collect();
    Ok(f64::from(ticks.iter().sum::<u32>()) / 100.0)
}

/// Quality and speed of search, as the program itself reports them.
pub(crate) fn search(root: &Path, corpus: &Path, queries: &Path, qrels: &Path) -> Result<bool> {
    let status = Command::new(binary(root)?)
        .args(["search", "eval", "--k", "10", "--corpus"])
        .arg(corpus)
        .arg("--queries")
        .arg(queries)
        .arg("--qrels")
        .arg(qrels)
        .status()
        .context("start the search evaluation")?;
    Ok(status.success())
}

/// Identical requests at once.
pub(crate) fn race(root: &Path) -> Result<bool> {
    super::race::run(&Demo::start_with(&binary(root)?, super::nemo::OPEN_TERMS)?)
}

/// The same work as NEMO-CE.
pub(crate) fn nemo(root: &Path, peer: &Path) -> Result<bool> {
    super::nemo::run(root, peer, &Demo::start_with(&binary(root)?, super::nemo::OPEN_TERMS)?)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn quantiles_are_of_the_nearest_rank() {
        let times: Vec<_> = (1..=100).map(Duration::from_millis).collect();
        assert_eq!((quantile(&times, 50), quantile(&times, 99)), (50.0, 99.0));
        assert_eq!(quantile(&times[..1], 99), 1.0);
        assert_eq!(quantile(&[], 50), 0.0);
    }

    #[test]
    fn time_of_children_is_read() {
        assert!(children_cpu().unwrap() >= 0.0);
    }
}
