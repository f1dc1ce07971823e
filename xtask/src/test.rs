//! `cargo xtask test`: all tests, on both databases and in a real browser, from an empty machine.

use crate::machine::{add_tally, cargo, command, say, seconds};
use crate::servers;
use anyhow::{Context, Result};
use std::io::{BufRead as _, BufReader, Read, Write as _};
use std::path::Path;
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

/// What a test runner said at its end.
#[derive(Debug, Default, PartialEq, Eq, Clone, Copy)]
struct Totals {
    passed: usize,
    failed: usize,
    skipped: usize,
}

/// Runs the tests; whether all passed.
pub(crate) fn run(root: &Path, room: Option<&str>, rest: &[String], tally: Option<&Path>) -> Result<bool> {
    let mut stages: Vec<(&str, Duration)> = Vec::new();
    let mut started = Instant::now();
    let mut stage = |name, stages: &mut Vec<(&'static str, Duration)>| {
        stages.push((name, started.elapsed()));
        started = Instant::now();
    };
    servers::install_all()?;
    stage("install", &mut stages);
    let packages = packages(root, room);
    let build = [
        &["build", "--quiet", "--tests", "--bins"][..],
        &packages.iter().map(String::as_str).collect::<Vec<_>>(),
    ]
    .concat();
    let built = crate::machine::succeeds(&cargo(), &build, root)?;
    stage("build", &mut stages);
    if !built {
        say("the tests do not compile");
        add_tally(tally, 0, 1)?;
        return Ok(false);
    }
    let (postgres, browser) = (servers::postgres()?, servers::browser()?);
    stage("servers", &mut stages);
    let mut runner = runner(&packages, rest);
    runner
        .current_dir(root)
        .env("IEUM_TEST_PG", postgres.address())
        .env("IEUM_TEST_WEBDRIVER", browser.address());
    let (mut success, mut totals) = watch(runner)?;
    stage("tests", &mut stages);
    drop((postgres, browser));
    stage("stop", &mut stages);
    // nextest leaves the examples of the manual out; who asked for certain tests did not ask for them.
    if rest.is_empty() {
        let manuals = manuals(root, room)?;
        if !manuals.is_empty() {
            let mut runner = command(&cargo());
            runner.args(["test", "--quiet", "--doc", "--no-fail-fast"]).current_dir(root);
            runner.args(manuals.iter().flat_map(|name| ["-p", name.as_str()]));
            let (fine, own) = watch(runner)?;
            success &= fine;
            totals.passed += own.passed;
            totals.failed += if fine { own.failed } else { own.failed.max(1) };
            totals.skipped += own.skipped;
            stage("examples of the manual", &mut stages);
        }
    }
    for (name, time) in stages {
        say(&format!("{}  {name}", seconds(time)));
    }
    // A run that ended badly without a failed test (a crash while listing, say) is one failure.
    let failed = if success { totals.failed } else { totals.failed.max(1) };
    say(&format!("tests: {} passed, {failed} failed, {} skipped", totals.passed, totals.skipped));
    add_tally(tally, totals.passed, failed)?;
    Ok(success)
}

/// The packages to test: one room, or all.
fn packages(root: &Path, room: Option<&str>) -> Vec<String> {
    let Some(room) = room else { return vec!["--workspace".to_owned()] };
    let prefixed = format!("ieum-{room}");
    let is_room = root.join("crates").join(&prefixed).is_dir() || room == "journeys";
    vec!["-p".to_owned(), if is_room { prefixed } else { room.to_owned() }]
}

/// The crates whose documentation has examples that run: one room, or all.
fn manuals(root: &Path, room: Option<&str>) -> Result<Vec<String>> {
    let mut found = Vec::new();
    for folder in std::fs::read_dir(root.join("crates")).context("list the crates")? {
        let folder = folder?.path();
        let name = folder.file_name().and_then(|name| name.to_str()).unwrap_or_default().to_owned();
        let is_asked = room.is_none_or(|room| name == room || name == format!("ieum-{room}"));
        if is_asked && folder.join("src/lib.rs").is_file() && has_example(&folder.join("src"))? {
            found.push(name);
        }
    }
    found.sort();
    Ok(found)
}

/// Whether a file below has a documented example of Rust.
fn has_example(folder: &Path) -> Result<bool> {
    for entry in std::fs::read_dir(folder).with_context(|| format!("list {}", folder.display()))? {
        let path = entry?.path();
        let is_one = if path.is_dir() {
            has_example(&path)?
        } else if path.extension().is_some_and(|kind| kind == "rs") {
            let text = std::fs::read_to_string(&path).with_context(|| format!("read {}", path.display()))?;
            text.lines()
                .map(str::trim)
                .any(|line| matches!(line, "/// ```" | "//! ```" | "/// ```rust" | "//! ```rust"))
        } else {
            false
        };
        if is_one {
            return Ok(true);
        }
    }
    Ok(false)
}

fn runner(packages: &[String], rest: &[String]) -> Command {
    let has_nextest = command(&cargo())
        .args(["nextest", "--version"])
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .status()
        .is_ok_and(|status| status.success());
    let mut runner = command(&cargo());
    if has_nextest {
        runner.args(["nextest", "run", "--no-fail-fast", "--no-tests=pass", "--status-level=fail"]);
        runner.args(packages).args(rest);
    } else {
        runner.args(["test", "--no-fail-fast", "--tests", "--bins"]).args(packages);
        runner.arg("--").args(rest);
    }
    runner
}

/// Runs the test runner, shows what it prints, and reads its totals.
fn watch(mut runner: Command) -> Result<(bool, Totals)> {
    let mut child =
        runner.stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().context("start the test runner")?;
    let out = child.stdout.take().context("read the test runner")?;
    let error = child.stderr.take().context("read the test runner")?;
    let errors = std::thread::spawn(move || pass_on(error));
    let mut text = pass_on(out);
    text.push_str(&errors.join().unwrap_or_default());
    let status = child.wait().context("wait for the test runner")?;
    Ok((status.success(), totals(&text)))
}

fn pass_on(from: impl Read) -> String {
    let mut text = String::new();
    for line in BufReader::new(from).split(b'\n').map_while(Result::ok) {
        let line = String::from_utf8_lossy(&line);
        let _ = writeln!(std::io::stdout().lock(), "{line}");
        text.push_str(&line);
        text.push('\n');
    }
    text
}

/// Reads nextest's summary line, or adds up cargo's result lines.
fn totals(text: &str) -> Totals {
    let mut sum = Totals::default();
    // Under nextest every test prints cargo's line too; only the summary counts.
    let summary = text.lines().map(str::trim).rfind(|line| line.starts_with("Summary ["));
    let results =
        text.lines().map(str::trim).filter(|line| summary.is_none() && line.starts_with("test result:"));
    for line in summary.into_iter().chain(results) {
        let counted = |names: &[&str]| -> usize {
            let mut before = "";
            let mut count = 0;
            for word in
                line.split(|c: char| c.is_whitespace() || ",;:".contains(c)).filter(|word| !word.is_empty())
            {
                if names.contains(&word) {
                    count += before.parse::<usize>().unwrap_or_default();
                }
                before = word;
            }
            count
        };
        sum.passed += counted(&["passed"]);
        sum.failed += counted(&["failed", "timed"]);
        sum.skipped += counted(&["skipped", "ignored"]);
    }
    sum
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(text: &str, passed: usize, failed: usize, skipped: usize) {
        assert_eq!(totals(text), Totals { passed, failed, skipped });
    }

    #[test]
    fn the_manual_of_the_statistics_has_examples() {
        let root = crate::machine::root().unwrap();
        assert!(manuals(&root, None).unwrap().contains(&"ieum-stats".to_owned()));
        assert_eq!(manuals(&root, Some("stats")).unwrap(), ["ieum-stats"]);
        assert!(manuals(&root, Some("nothing")).unwrap().is_empty());
    }

    #[test]
    fn totals_of_both_runners_are_read() {
        check("     Summary [   1.700s] 14 tests run: 12 passed (1 slow), 2 failed, 3 skipped", 12, 2, 3);
        check("Summary [ 0.1s] 1 test run: 1 passed, 0 skipped", 1, 0, 0);
        let cargo = "test result: ok. 3 passed; 0 failed; 1 ignored; 0 measured; 0 filtered out; finished in 0.00s\n\
                     test result: FAILED. 1 passed; 2 failed; 0 ignored; 0 measured; 0 filtered out";
        check(cargo, 4, 2, 1);
        check("test result: ok. 1 passed; 0 failed\nSummary [ 1s] 1 test run: 1 passed, 0 skipped", 1, 0, 0);
        check("nothing", 0, 0, 0);
    }
}
