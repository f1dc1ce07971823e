//! Marks that have no place in a file that lands: silenced lints, ignored tests, unfinished work, floats near money, and
//! files too long to keep in one's head.

use crate::finding::Finding;
use crate::rust_source::code_lines;
use crate::tree::{Tree, is_test_file};

/// Lines a file should not pass, and lines it may not.
const LONG: usize = 400;
const TOO_LONG: usize = 600;

const UNFINISHED: &[&str] = &["TODO", "FIXME", "XXX", "HACK"];
const MONEY: &[&str] = &["money", "price", "won", "krw", "fee", "charge", "vat", "invoice", "amount_minor"];

/// Scans every Rust, SQL, template and message file.
pub(crate) fn check(tree: &Tree) -> Vec<Finding> {
    let mut found = Vec::new();
    for (path, text) in tree.texts() {
        let is_rust = path.ends_with(".rs");
        if !(is_rust
            || [".sql", ".html", ".ftl", ".css", ".js", ".toml"].iter().any(|end| path.ends_with(end)))
        {
            continue;
        }
        // This file names the marks it looks for.
        if path != "xtask/src/checks/files.rs" {
            found.extend(unfinished(path, text));
        }
        if is_rust {
            found.extend(lengths(path, text));
            found.extend(lints(path, text));
            if !is_test_file(path) {
                found.extend(floats_near_money(path, text));
            }
        }
    }
    found
}

fn unfinished(path: &str, text: &str) -> Vec<Finding> {
    let marked = text.lines().enumerate().filter_map(|(nth, line)| {
        let mut words = line.split(|c: char| !c.is_alphanumeric());
        let mark = words.find(|word| UNFINISHED.contains(word))?;
        Some(Finding::error(
            path,
            nth + 1,
            "unfinished",
            format!("{mark}: finish it, or file an issue and say so"),
        ))
    });
    marked.collect()
}

fn lengths(path: &str, text: &str) -> Option<Finding> {
    let lines = text.lines().count();
    if lines > TOO_LONG {
        let message = format!("{lines} lines, at most {TOO_LONG}: split by thing, not by kind");
        return Some(Finding::error(path, 0, "length", message));
    }
    let message = format!("{lines} lines: over {LONG}, look hard whether it holds two things");
    (lines > LONG).then(|| Finding::warning(path, 0, "length", message))
}

fn lints(path: &str, text: &str) -> Vec<Finding> {
    let mut found = Vec::new();
    for (nth, line) in text.lines().enumerate() {
        let code = line.trim_start();
        if code.starts_with("#[allow(") || code.starts_with("#![allow(") {
            let message = "say #[expect(lint, reason = \"…\")], so that it ends when its reason does";
            found.push(Finding::error(path, nth + 1, "allow", message));
        }
        if code.starts_with("#[ignore") {
            found.push(Finding::error(path, nth + 1, "ignore", "a test that does not run proves nothing"));
        }
    }
    found
}

fn floats_near_money(path: &str, text: &str) -> Vec<Finding> {
    let mut found = Vec::new();
    for (line, code) in code_lines(text) {
        let lower = code.to_lowercase();
        let words: Vec<_> = lower.split(|c: char| !c.is_alphanumeric()).collect();
        if words.contains(&"f64") && words.iter().any(|word| MONEY.contains(word)) {
            let message = "no float touches money: use Money, or a ratio of integers with its rounding named";
            found.push(Finding::error(path, line, "money", message));
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::finding::{Weight, places};

    #[test]
    fn marks_are_found() {
        let source = "#[allow(dead_code)]\nfn f() {}\n// TODO later\n#[ignore]\nfn price(rate: f64) {}\n// f64 price\n";
        let found = check(&Tree::of(&[("crates/a/src/lib.rs", source)]));
        let expected = [
            "crates/a/src/lib.rs:3 unfinished",
            "crates/a/src/lib.rs:1 allow",
            "crates/a/src/lib.rs:4 ignore",
            "crates/a/src/lib.rs:5 money",
        ];
        assert_eq!(places(&found), expected);
    }

    #[test]
    fn long_files_warn_and_longer_ones_fail() {
        let of = |lines: usize| lengths("a.rs", &"\n".repeat(lines)).map(|finding| finding.weight);
        assert_eq!((of(400), of(401), of(601)), (None, Some(Weight::Warning), Some(Weight::Error)));
    }
}
