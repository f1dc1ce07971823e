//! Every SQL statement of the house: collected from string literals, and prepared on both databases.

use crate::finding::Finding;
use crate::machine::{cargo, command, target};
use crate::rust_source::Literal;
use crate::servers;
use crate::tree::{Tree, is_test_file};
use anyhow::{Context, Result};
use serde::{Deserialize, Serialize};
use std::path::Path;

const BEGINNINGS: &[&str] = &["SELECT", "INSERT", "UPDATE", "DELETE", "WITH"];

/// Macros that fill holes in a literal, so that it is not what the database sees.
const FILLING: &[&str] = &["format", "write", "writeln", "format_args"];

/// Where statements are made of the database's own catalogue, so that no literal can be whole.
const OF_ANY_TABLE: &str = "crates/ieum-db/src/backup/";

/// One statement as written.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Statement {
    pub(crate) file: String,
    pub(crate) line: usize,
    pub(crate) sql: String,
    /// The only engine it is for: `sqlite` or `postgres`.
    pub(crate) only: Option<String>,
}

fn is_statement(text: &str) -> bool {
    let mut words = text.split_whitespace();
    words.next().is_some_and(|first| BEGINNINGS.contains(&first)) && words.next().is_some()
}

/// Statements of every crate's source, tests left out.
pub(crate) fn all(tree: &Tree) -> Vec<Statement> {
    let mut found = Vec::new();
    for (path, literal) in written(tree).into_iter().filter(|(_, literal)| !has_holes(literal)) {
        let only = only_for(path, literal);
        found.push(Statement { file: path.to_owned(), line: literal.line, sql: literal.value.clone(), only });
    }
    found
}

fn written(tree: &Tree) -> Vec<(&str, &Literal)> {
    let files =
        tree.ending("crates/", ".rs").filter(|(path, _)| path.contains("/src/") && !is_test_file(path));
    let of_file = |(path, _)| {
        let statements = tree.literals(path).iter().filter(|literal| is_statement(&literal.value));
        statements.map(move |literal| (path, literal))
    };
    files.flat_map(of_file).collect()
}

fn has_holes(literal: &Literal) -> bool {
    literal.within.as_deref().is_some_and(|name| FILLING.contains(&name)) && literal.value.contains('{')
}

/// Names that only one engine's own catalogue has; only `ieum-db` may ask for them.
const OWN_NAMES: &[(&str, &str)] = &[
    ("sqlite_master", "sqlite"),
    ("pragma_", "sqlite"),
    ("pg_", "postgres"),
    ("information_schema", "postgres"),
];

/// The one engine a statement is for: by its place in `twin(sqlite, postgres)`, or by the catalogue it reads.
fn only_for(path: &str, literal: &Literal) -> Option<String> {
    if literal.given_to.as_deref() == Some("twin") {
        return Some(if literal.nth == 0 { "sqlite" } else { "postgres" }.to_owned());
    }
    let own = OWN_NAMES.iter().find(|(name, _)| literal.value.contains(name));
    own.filter(|_| path.starts_with("crates/ieum-db/")).map(|(_, engine)| (*engine).to_owned())
}

/// Statements that nobody could prepare: with holes, with `SELECT *`.
pub(crate) fn check(tree: &Tree) -> Vec<Finding> {
    let mut found = Vec::new();
    for (path, literal) in written(tree) {
        if has_holes(literal) && !path.starts_with(OF_ANY_TABLE) {
            let message =
                "a statement with holes cannot be prepared: begin with a whole statement and add fragments";
            found.push(Finding::error(path, literal.line, "statements", message));
        }
        let flat = literal.value.split_whitespace().collect::<Vec<_>>().join(" ");
        if flat.contains("SELECT * ") || flat.contains("RETURNING *") {
            found.push(Finding::error(path, literal.line, "statements", "name the columns"));
        }
    }
    found
}

/// What the preparing program answers for one statement that a database refused.
#[derive(Deserialize)]
struct Refused {
    file: String,
    line: usize,
    database: String,
    reason: String,
}

/// Prepares every statement on a migrated SQLite and a migrated PostgreSQL, through the house itself.
pub(crate) fn check_prepared(root: &Path, tree: &Tree) -> Result<Vec<Finding>> {
    let statements = all(tree);
    let asked = target(root).join("xtask");
    std::fs::create_dir_all(&asked).context("make room for the list of statements")?;
    let asked = asked.join("statements.json");
    std::fs::write(&asked, serde_json::to_vec(&statements)?).context("write the list of statements")?;
    let postgres = servers::postgres()?;
    let done = command(&cargo())
        .args(["run", "--quiet", "-p", "ieum-journeys", "--bin", "prepare", "--"])
        .arg(&asked)
        .env("IEUM_TEST_PG", postgres.address())
        .current_dir(root)
        .stderr(std::process::Stdio::inherit())
        .output()
        .context("start the preparing program")?;
    let Ok(refused) = serde_json::from_slice::<Vec<Refused>>(&done.stdout) else {
        let message = "the program that prepares statements did not answer: see above";
        return Ok(vec![Finding::error("journeys/src/bin/prepare.rs", 0, "prepare", message)]);
    };
    let said = |refused: Refused| {
        let message = format!("{} refuses this statement: {}", refused.database, refused.reason);
        Finding::error(&refused.file, refused.line, "prepare", message)
    };
    Ok(refused.into_iter().map(said).collect())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::finding::places;

    const SOURCE: &str = r#"
        const ALL: &str = "SELECT id FROM a";
        fn f() {
            let b = "WITH x AS (SELECT 1) SELECT 1 FROM x";
            let c = "SELECTED by hand"; let d = "Select one";
            let e = tx.twin("SELECT 1 FROM a", "SELECT 1 FROM a FOR UPDATE");
        }
    "#;

    #[test]
    fn statements_are_collected() {
        let found = all(&Tree::of(&[("crates/a/src/b/store.rs", SOURCE)]));
        let lines: Vec<_> = found.iter().map(|s| (s.line, s.only.as_deref())).collect();
        assert_eq!(lines, [(2, None), (4, None), (6, Some("sqlite")), (6, Some("postgres"))]);
        let own = "const LOCK: &str = \"SELECT pg_advisory_xact_lock(1)\";";
        let only = |path: &str| all(&Tree::of(&[(path, own)])).pop().unwrap().only;
        assert_eq!(only("crates/ieum-db/src/migrate.rs").as_deref(), Some("postgres"));
        assert_eq!(only("crates/ieum-operations/src/booking/store.rs"), None);
    }

    #[test]
    fn statements_with_holes_or_stars_are_found() {
        let source =
            "fn f() { format!(\"SELECT id FROM {table}\"); }\nconst A: &str = \"SELECT *\n FROM a\";";
        let tree = Tree::of(&[("crates/a/src/b/store.rs", source)]);
        let expected = ["crates/a/src/b/store.rs:1 statements", "crates/a/src/b/store.rs:2 statements"];
        assert_eq!(places(&check(&tree)), expected);
    }
}
