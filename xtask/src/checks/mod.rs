//! What `cargo xtask check` holds the tree to. Each check is a function from the tree to findings, with a test that
//! shows it can fail.

mod crates;
mod documents;
mod files;
mod layers;
pub(crate) mod migrations;
mod outside;
mod pages;
mod refusals;
mod samples;
mod tables;
mod traces;
mod words;

use crate::finding::Finding;
use crate::machine::{add_tally, say, seconds};
use crate::tree::Tree;
use crate::{rules, statements};
use anyhow::Result;
use std::path::Path;
use std::time::Instant;

/// A check that needs nothing but the text of the tree.
type OfText = fn(&Tree) -> Vec<Finding>;

/// Every check of text, in the order they print. A new check is a line here.
const OF_TEXT: &[(&str, OfText)] = &[
    ("layers inside a thing", layers::check),
    ("tables belong to one room", tables::check),
    ("migrations are locked and say why", migrations::check),
    ("no words in Rust or templates", words::check),
    ("messages exist in both languages", pages::check),
    ("refusals have their messages", refusals::check),
    ("pages have samples that a test renders", samples::check),
    ("statements are whole", statements::check),
    ("files, lints and money", files::check),
    ("documents name what exists", documents::check_paths),
    ("glossary covers the words of the code", documents::check_glossary),
    ("no trace of a machine", traces::check),
    ("RULES.md is current", rules::check),
];

/// A check that asks cargo or a database.
type OfMachine = fn(&Path, &Tree) -> Result<Vec<Finding>>;

const OF_MACHINE: &[(&str, bool, OfMachine)] = &[
    // (name, compiles the house, check)
    ("rooms do not know rooms", false, crates::check_edges),
    ("licences and banned crates", false, crates::check_licences),
    ("merged migrations are unchanged", false, migrations::check_history),
    ("formatting", false, outside::check_format),
    ("lints", true, outside::check_lints),
    ("statements prepare on both databases", true, statements::check_prepared),
];

/// Runs all checks and prints all findings; whether there was no error.
pub(crate) fn run(root: &Path, only: Option<&str>, quick: bool, tally: Option<&Path>) -> Result<bool> {
    let tree = Tree::read(root)?;
    let wanted = |name: &str| only.is_none_or(|word| name.contains(word));
    let (mut passed, mut failed) = (0, 0);
    let mut close = |name: &str, started: Instant, found: Result<Vec<Finding>>| {
        let found = found.unwrap_or_else(|error| vec![Finding::error(".", 0, "check", format!("{error:#}"))]);
        found.iter().for_each(|finding| say(&finding.to_string()));
        let errors = found.iter().filter(|finding| finding.is_error()).count();
        let verdict = if errors == 0 { "ok".to_owned() } else { format!("{errors} errors") };
        say(&format!("{}  {name}: {verdict}", seconds(started.elapsed())));
        if errors == 0 { passed += 1 } else { failed += 1 }
    };
    for (name, check) in OF_TEXT.iter().filter(|(name, _)| wanted(name)) {
        let started = Instant::now();
        close(name, started, Ok(check(&tree)));
    }
    for (name, compiles, check) in OF_MACHINE.iter().filter(|(name, ..)| wanted(name)) {
        if !(*compiles && quick) {
            let started = Instant::now();
            close(name, started, check(root, &tree));
        }
    }
    say(&format!("checks: {passed} passed, {failed} failed"));
    add_tally(tally, passed, failed)?;
    Ok(failed == 0)
}
