//! Figures that tests and examples of the search crate print, against their goals.

use super::super::report::{Table, number};
use crate::machine::{cargo, command};
use anyhow::{Context, Result};
use serde_json::Value;
use std::path::Path;

/// A figure: the tests that print it, words of its line, words before the number, its name, and the least it is to be.
struct Figure {
    tests: &'static str,
    line: &'static str,
    before: &'static str,
    name: &'static str,
    least: Option<f64>,
}

const fn figure(tests: &'static str, [line, before, name]: [&'static str; 3], least: Option<f64>) -> Figure {
    Figure { tests, line, before, name, least }
}

const FIGURES: [Figure; 14] = [
    figure("floors", ["across languages by words", "alone: ", "across languages, words alone"], Some(0.6)),
    figure(
        "floors",
        ["across languages with the model", "model: ", "across languages, with the model"],
        Some(0.8),
    ),
    figure(
        "floors",
        ["without the words it names", "share ", "reasons are true, share of cases"],
        Some(0.95),
    ),
    figure("floors", ["Korean statements: ", "statements: ", "Korean statements, nDCG@10"], None),
    figure("floors", ["English statements: ", "statements: ", "English statements, nDCG@10"], None),
    figure("floors", ["as shipped: ", "precision ", "weak answers called so, precision"], None),
    figure("floors", ["as shipped: ", "recall ", "weak answers called so, recall"], None),
    figure("vocabulary", ["glossary: ", "among ten ", "Korean to English glossary, acc@10"], Some(0.85)),
    figure("vocabulary", ["glossary: ", "first ", "Korean to English glossary, acc@1"], None),
    figure("vocabulary", ["organisations: ", "among ten ", "Korean to English organisations, acc@10"], None),
    figure("linkage", ["Abt-Buy: ", "without labels ", "Abt-Buy F1, no labels"], Some(0.87)),
    figure("linkage", ["Abt-Buy: ", "trained ", "Abt-Buy F1, trained"], Some(0.87)),
    figure("linkage", ["DBLP-ACM: ", "without labels ", "DBLP-ACM F1, no labels"], Some(0.98)),
    figure("linkage", ["DBLP-ACM: ", "trained ", "DBLP-ACM F1, trained"], Some(0.98)),
];

/// The number that follows `before` in `line`.
fn number_after(line: &str, before: &str) -> Option<f64> {
    let (_, rest) = line.split_once(before)?;
    let digits: String = rest.chars().take_while(|c| c.is_ascii_digit() || *c == '.').collect();
    digits.trim_end_matches('.').parse().ok()
}

/// Runs the tests that measure, and prints their figures; `false` when a test failed or a goal was missed.
pub(super) fn tests(root: &Path, wheel: Option<&Path>) -> Result<bool> {
    let mut table = Table::of_goals("Search: figures of its tests");
    let mut all_met = true;
    for tests in ["floors", "vocabulary", "linkage"] {
        let mut started = command(&cargo());
        started.args(["test", "--release", "--quiet", "-p", "ieum-search", "--test", tests]);
        started.args(["--", "--nocapture", "--test-threads=1"]);
        if let Some(wheel) = wheel {
            started.env("IEUM_MODEL_WHEEL", wheel);
        }
        let done = started.current_dir(root).output().with_context(|| format!("run the tests {tests}"))?;
        let said = String::from_utf8_lossy(&done.stdout).into_owned();
        for figure in FIGURES.iter().filter(|figure| figure.tests == tests) {
            let mut lines = said.lines().filter(|line| line.contains(figure.line));
            let Some(reached) = lines.find_map(|line| number_after(line, figure.before)) else { continue };
            all_met &= at_least(&mut table, figure.name, (reached, ""), figure.least);
        }
        if let Some(line) = said.lines().find(|line| line.contains("same model at")) {
            let cells =
                ["the real Korean list".to_owned(), line.trim().to_owned(), String::new(), String::new()];
            table.line(cells);
        }
        if !done.status.success() {
            all_met = false;
            let failed = said.lines().filter(|line| line.contains("FAILED") || line.contains("panicked"));
            let failed = failed.take(5).collect::<Vec<_>>().join("; ");
            table.line([format!("tests of {tests}"), failed, "pass".to_owned(), "MISSED".to_owned()]);
        }
    }
    table.print();
    Ok(all_met)
}

/// Adds a figure that is to be at least so much; says whether it is.
fn at_least(table: &mut Table, name: &str, (reached, unit): (f64, &str), least: Option<f64>) -> bool {
    let met = least.is_none_or(|least| reached >= least);
    let verdict = least.map_or("", |_| if met { "met" } else { "MISSED" });
    let goal = least.map(|least| format!("≥ {least} {unit}").trim_end().to_owned()).unwrap_or_default();
    let reached = format!("{} {unit}", number(reached)).trim_end().to_owned();
    table.line([name.to_owned(), reached, goal, verdict.to_owned()]);
    met
}

/// The most or the least of a figure of large catalogues.
const SCALE: [(&str, Option<f64>, Option<f64>); 5] = [
    ("indexed a processor second", Some(20_000.0), None),
    ("words p99", None, Some(10.0)),
    ("words and meaning p99", None, Some(15.0)),
    ("meaning asked p99", None, Some(15.0)),
    ("a changed record is found after, slowest of 5, time passed", None, Some(1.0)),
];

/// A million records by words, two hundred thousand with vectors.
pub(super) fn scale(root: &Path, collections: &Path, model: Option<&Path>) -> Result<bool> {
    let mut started = command(&cargo());
    started.args(["run", "--release", "--quiet", "-p", "ieum-search", "--example", "scale", "--"]);
    started.arg(collections).current_dir(root);
    if let Some(model) = model {
        started.arg(format!("model={}", model.display()));
    }
    let done = started.output().context("measure large catalogues")?;
    let mut table = Table::of_goals("Search: large catalogues, processor time");
    let mut all_met = done.status.success();
    if !all_met {
        let why = String::from_utf8_lossy(&done.stderr).trim().to_owned();
        table.line(["ended early".to_owned(), why, String::new(), "MISSED".to_owned()]);
    }
    for line in String::from_utf8_lossy(&done.stdout).lines() {
        let Ok(said) = serde_json::from_str::<Value>(line) else { continue };
        let text = |name: &str| said.get(name).and_then(Value::as_str).unwrap_or_default();
        let value = said.get("value").and_then(Value::as_f64).unwrap_or_default();
        let (name, unit) = (text("figure"), text("unit"));
        match SCALE.iter().find(|(known, _, _)| *known == name) {
            Some((_, _, Some(most))) => all_met &= table.at_most(name, value, *most, unit),
            Some((_, least, _)) => all_met &= at_least(&mut table, name, (value, unit), *least),
            None => table.figure(name, value, unit),
        }
    }
    table.print();
    Ok(all_met)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_number_is_read_after_its_words() {
        let line =
            "DBLP-ACM: blocking keeps 0.9980; F1 without labels 0.9870 (test part 0.9840), trained 0.9820.";
        assert_eq!(number_after(line, "without labels "), Some(0.987));
        assert_eq!(number_after(line, "trained "), Some(0.982));
        assert_eq!(number_after(line, "nothing "), None);
    }
}
