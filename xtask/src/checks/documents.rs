//! Documents must not rot: paths they name exist, and the glossary has a word for every thing the code keeps.

use crate::finding::Finding;
use crate::glossary;
use crate::tree::{Tree, is_test_file};
use std::collections::BTreeMap;

/// Folders at the root; a quoted path that begins with one of them must exist.
const ROOTS: &[&str] = &["crates", "xtask", "journeys", "docs", "demo", "changes", ".ci", ".cargo"];

/// Looks at every quoted path in README, ARCHITECTURE, `docs/` and the rooms' own pages.
pub(crate) fn check_paths(tree: &Tree) -> Vec<Finding> {
    let mut found = Vec::new();
    for (page, text) in tree.ending("", ".md").filter(|(page, _)| *page != "RULES.md") {
        for (nth, line) in text.lines().enumerate() {
            for path in line.split('`').skip(1).step_by(2).filter_map(quoted_path) {
                let own = page.rsplit_once('/').map(|(folder, _)| format!("{folder}/{path}"));
                if !tree.has(path) && !own.is_some_and(|own| tree.has(&own)) {
                    found.push(Finding::error(page, nth + 1, "paths", format!("`{path}` does not exist")));
                }
            }
        }
    }
    found
}

/// The path in a quoted word, if it looks like one of ours and stands for exactly one place.
fn quoted_path(quoted: &str) -> Option<&str> {
    if quoted.contains(|c: char| c.is_whitespace() || "*<>{}…$()|".contains(c)) {
        return None;
    }
    let path = quoted.split(':').next()?.split('#').next()?;
    let first = path.split('/').next()?;
    let is_page = !path.contains('/')
        && path
            .strip_suffix(".md")
            .is_some_and(|name| name.chars().all(|c| c.is_ascii_uppercase() || c == '.' || c == '_'));
    ((path.contains('/') && ROOTS.contains(&first)) || is_page).then_some(path)
}

/// Every thing that is kept has a row in GLOSSARY.md.
pub(crate) fn check_glossary(tree: &Tree) -> Vec<Finding> {
    let rows = glossary::words(tree);
    let has_word =
        |name: &str| rows.iter().any(|row| row.cells.iter().any(|cell| cell.contains(&format!("`{name}`"))));
    let mut wanted: BTreeMap<String, (&str, usize)> = BTreeMap::new();
    for (path, source) in tree.ending("crates/ieum-", ".rs").filter(|(path, _)| !is_test_file(path)) {
        for (name, line) in things(source) {
            wanted.entry(word_of(&name).to_owned()).or_insert((path, line));
        }
    }
    let missing = wanted.into_iter().filter(|(name, _)| !has_word(name));
    missing
        .map(|(name, (path, line))| {
            let message = format!("`{name}` has no row in GLOSSARY.md (한국어 · English · Rust · room)");
            Finding::error(path, line, "glossary", message)
        })
        .collect()
}

/// The word people use: what stands only for an identity (`ChargeThing`, `ImportId`) is called as the thing itself.
fn word_of(name: &str) -> &str {
    name.strip_suffix("Thing")
        .or_else(|| name.strip_suffix("Id"))
        .filter(|word| !word.is_empty())
        .unwrap_or(name)
}

/// Names kept by identity: `T` of every `Id<T>`, under the name it was given where it was made.
fn things(source: &str) -> Vec<(String, usize)> {
    let mut found = Vec::new();
    let lines = crate::rust_source::code_lines(source);
    let mut real_names: BTreeMap<String, String> = BTreeMap::new();
    for (_, code) in &lines {
        let words: Vec<&str> =
            code.split(|c: char| !(c.is_alphanumeric() || c == '_')).filter(|w| !w.is_empty()).collect();
        for renamed in words.windows(3) {
            if let [name, "as", alias] = renamed {
                real_names.insert((*alias).to_owned(), (*name).to_owned());
            }
        }
    }
    for (line, code) in lines {
        for (at, _) in code.match_indices("Id<") {
            let before = code.get(..at).and_then(|before| before.chars().next_back());
            let inside = code.get(at + 3..).unwrap_or_default();
            let whole: String =
                inside.chars().take_while(|c| c.is_alphanumeric() || "_:".contains(*c)).collect();
            let name = whole.rsplit(':').next().unwrap_or_default();
            let is_type =
                name.len() > 1 && name.starts_with(|c: char| c.is_ascii_uppercase()) && name != "Self";
            if is_type && !before.is_some_and(|c| c.is_alphanumeric() || c == '_') {
                let real = real_names.get(name).map_or(name, String::as_str);
                found.push((real.to_owned(), line));
            }
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::finding::places;

    #[test]
    fn a_path_that_does_not_exist_is_found() {
        let text = "See `crates/a/src/lib.rs:12` and `crates/b`.\nNot `crates/<room>`, `a/b`, `GET /x` or `README.md`.\n`MISSING.md`";
        let tree = Tree::of(&[
            ("README.md", text),
            ("crates/a/src/lib.rs", ""),
            ("crates/a/README.md", "`src/lib.rs`"),
        ]);
        assert_eq!(places(&check_paths(&tree)), ["README.md:1 paths", "README.md:3 paths"]);
    }

    #[test]
    fn a_thing_without_a_word_is_found() {
        let glossary = "| 예약 | reservation | `Reservation` | operations |";
        let source = "pub struct Reservation { id: Id<Reservation>, by: Id<Person> }\nstruct Hidden;\npub enum State { A }";
        let tree = Tree::of(&[
            ("GLOSSARY.md", glossary),
            ("crates/ieum-operations/src/booking/reservation.rs", source),
            (
                "crates/ieum-operations/src/booking/bench_top.rs",
                "use k::Bench as Top;\npub struct BenchTop { pub id: Id<Top>, pub made: Id<ReservationThing> }",
            ),
            ("crates/ieum-web/src/page.rs", "pub struct Page;"),
        ]);
        let said: Vec<_> =
            check_glossary(&tree).iter().map(|f| f.message.chars().take(12).collect::<String>()).collect();
        assert_eq!(said, ["`Bench` has ", "`Person` has"]);
    }
}
