//! Statistics and regional measures: the tests that print how many digits they reach, then examples that print what things cost.

use super::report::Table;
use crate::machine::{cargo, command, say};
use anyhow::{Context, Result, bail};
use std::path::Path;

/// What examples print that has a goal: how it begins, the most it may be, its unit.
const GOALS: [(&str, f64, &str); 7] = [
    ("LISA, 999 permutations, n = 3,136", 0.10, "CPU s"),
    ("TOPSIS, 10,000 weight draws, 250 x 20", 0.3, "CPU s"),
    ("p-median 250 x 250, p = 10", 1.0, "CPU s"),
    ("gap of p-median 250 x 250, p = 10", 1.0, "%"),
    ("OLS, 416 x 5", 0.001, "CPU s"),
    ("OLS, 100,000 x 20", 1.5, "CPU s"),
    ("audit of the deck's tables", 1.0, "CPU s"),
];

/// Runs tests of the engine in release, of the library and further test programs, by parts of their names.
pub(crate) fn digits(root: &Path, programs: &[&str], names: &[&str]) -> Result<bool> {
    let mut started = command(&cargo());
    started.args(["test", "--release", "--quiet", "-p", "ieum-stats", "--lib"]);
    started.args(programs.iter().flat_map(|name| ["--test", *name]));
    started.args(["--", "--nocapture", "--test-threads=1"]).args(names).current_dir(root);
    Ok(started.status().context("start cargo")?.success())
}

/// Runs an example that prints lines of `VALUE UNIT  WHAT`; `false` when a goal was missed.
pub(crate) fn costs(root: &Path, example: &str) -> Result<bool> {
    let mut started = command(&cargo());
    started.args(["run", "--release", "--quiet", "-p", "ieum-stats", "--example", example]).current_dir(root);
    let done = started.output().context("start cargo")?;
    if !done.status.success() {
        bail!("{example} ended early: {}", String::from_utf8_lossy(&done.stderr));
    }
    let printed = String::from_utf8_lossy(&done.stdout).into_owned();
    let mut table = Table::of_goals(&format!("What {example} costs"));
    let mut all_met = true;
    for line in printed.lines() {
        let Some((value, unit, what)) = measured(line) else {
            say(line);
            continue;
        };
        match GOALS.iter().find(|(name, _, of)| what.starts_with(name) && unit == *of) {
            Some((_, most, _)) => all_met &= table.at_most(what, value, *most, unit),
            None => table.figure(what, value, unit),
        }
    }
    table.print();
    Ok(all_met)
}

/// A line of an example: its value, unit, and what was measured.
fn measured(line: &str) -> Option<(f64, &str, &str)> {
    let (value, rest) = line.trim_start().split_once(' ')?;
    let (unit, what) = rest.split_once("  ")?;
    Some((value.parse().ok()?, unit, what.trim()))
}

#[cfg(test)]
mod tests {
    use super::measured;

    #[test]
    fn lines_of_examples_are_read() {
        let line = "   0.0411 CPU s  LISA, 999 permutations, n = 3,136";
        assert_eq!(measured(line), Some((0.0411, "CPU s", "LISA, 999 permutations, n = 3,136")));
        assert_eq!(measured("   0.0000 %  gap"), Some((0.0, "%", "gap")));
        assert_eq!(measured("objective 1234 in 7 steps"), None);
        assert_eq!(measured(""), None);
    }
}
