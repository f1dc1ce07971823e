//! A table belongs to the room whose migration creates it; other rooms read only views named `public_*`.

use crate::finding::Finding;
use crate::statements;
use crate::tree::{Tree, crate_of};
use std::collections::{BTreeMap, BTreeSet};

/// Crates whose tables every room may name: the tools' own (outbox, jobs, audit, sessions).
const SHARED: &[&str] = &["ieum-db", "ieum-web"];

/// Looks at every statement in Rust and every name in migrations.
pub(crate) fn check(tree: &Tree) -> Vec<Finding> {
    let mut owners: BTreeMap<String, (&str, &str)> = BTreeMap::new();
    let mut found = Vec::new();
    for (path, sql) in tree.ending("crates/", ".sql") {
        let room = crate_of(path).unwrap_or_default();
        for (line, name) in created(sql) {
            match owners.get(&name) {
                // Twins for the two databases create the same table.
                Some((owner, first)) if *owner != room => {
                    let message = format!("`{name}` is already created in {first}");
                    found.push(Finding::error(path, line, "tables", message));
                }
                _ => drop(owners.insert(name, (room, path))),
            }
        }
    }
    for (path, sql) in tree.ending("crates/", ".sql") {
        found.extend(foreign(path, 1, sql, &owners));
    }
    for statement in statements::all(tree) {
        found.extend(foreign(&statement.file, statement.line, &statement.sql, &owners));
    }
    found
}

fn foreign(
    path: &str,
    first_line: usize,
    sql: &str,
    owners: &BTreeMap<String, (&str, &str)>,
) -> Vec<Finding> {
    let room = crate_of(path).unwrap_or_default();
    let mut found = Vec::new();
    let mut told = BTreeSet::new();
    for (line, name) in named(sql) {
        let Some((owner, _)) = owners.get(&name) else { continue };
        let is_open = *owner == room || SHARED.contains(owner) || name.starts_with("public_");
        if !is_open && told.insert(name.clone()) {
            let message =
                format!("`{name}` belongs to {owner}: ask through asks.rs, or read a `public_*` view");
            found.push(Finding::error(path, first_line + line, "tables", message));
        }
    }
    found
}

/// Words of SQL with their line, counted from 0; comments and quoted text left out.
fn words(sql: &str) -> Vec<(usize, String)> {
    let mut found = Vec::new();
    for (nth, line) in sql.lines().enumerate() {
        let code = line.split("--").next().unwrap_or_default();
        let unquoted: String = code.split('\'').step_by(2).collect::<Vec<_>>().join(" ");
        let mut word = String::new();
        for letter in unquoted.chars().chain([' ']) {
            if letter.is_alphanumeric() || letter == '_' {
                word.push(letter);
            } else {
                if !word.is_empty() {
                    found.push((nth, std::mem::take(&mut word).to_lowercase()));
                }
                if !letter.is_whitespace() && letter != '"' {
                    found.push((nth, letter.to_string()));
                }
            }
        }
    }
    found
}

/// Names after CREATE TABLE, CREATE VIEW and CREATE VIRTUAL TABLE.
fn created(sql: &str) -> Vec<(usize, String)> {
    let words = words(sql);
    let mut found = Vec::new();
    for (at, _) in words.iter().enumerate().filter(|(_, (_, word))| word == "create") {
        let rest = words.iter().skip(at + 1);
        let mut rest = rest.skip_while(|(_, word)| {
            ["temp", "temporary", "virtual", "or", "replace"].contains(&word.as_str())
        });
        if rest.next().is_some_and(|(_, kind)| kind == "table" || kind == "view") {
            let name = rest.find(|(_, word)| !["if", "not", "exists"].contains(&word.as_str()));
            found.extend(name.map(|(line, name)| (line + 1, name.clone())));
        }
    }
    found
}

/// Names that stand where a table stands: after FROM, JOIN, INTO, UPDATE, REFERENCES.
fn named(sql: &str) -> Vec<(usize, String)> {
    let words = words(sql);
    let mut found = Vec::new();
    let mut previous = "";
    for (at, (_, word)) in words.iter().enumerate() {
        let is_place = match word.as_str() {
            // `IS DISTINCT FROM x` compares.
            "from" => previous != "distinct",
            "join" | "into" | "references" => true,
            // `FOR UPDATE`, `DO UPDATE SET` and `ON UPDATE` change no other table.
            "update" => !["for", "do", "on", "before", "after", "or"].contains(&previous),
            _ => false,
        };
        previous = word;
        if !is_place {
            continue;
        }
        let mut rest = words.iter().skip(at + 1).filter(|(_, word)| word != "only");
        let (Some((line, name)), after) = (rest.next(), rest.next()) else { continue };
        let is_function = after.is_some_and(|(_, word)| word == "(") && word == "from";
        if name.starts_with(|c: char| c.is_alphabetic() || c == '_') && !is_function {
            found.push((*line, name.clone()));
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::finding::places;

    #[test]
    fn a_table_of_another_room_is_found_and_its_public_view_is_not() {
        let reads = "fn f() { let sql = \"SELECT a.id FROM instrument a\n JOIN public_instrument p ON true\"; }\n\
                     fn g() { let sql = \"UPDATE reservation SET turn = 1 WHERE x IS DISTINCT FROM instrument\"; }\n";
        let tree = Tree::of(&[
            (
                "crates/ieum-catalogue/migrations/0001.sql",
                "CREATE TABLE instrument (id TEXT);\nCREATE VIEW public_instrument AS SELECT id FROM instrument;",
            ),
            (
                "crates/ieum-operations/migrations/0001.sql",
                "CREATE TABLE reservation (\n id TEXT REFERENCES instrument (id));",
            ),
            ("crates/ieum-operations/src/booking/store.rs", reads),
        ]);
        let expected = [
            "crates/ieum-operations/migrations/0001.sql:2 tables",
            "crates/ieum-operations/src/booking/store.rs:1 tables",
        ];
        let lines: Vec<_> = places(&check(&tree));
        assert_eq!(lines, expected);
    }

    #[test]
    fn a_table_created_in_two_rooms_is_found() {
        let tree = Tree::of(&[
            ("crates/a/migrations/0001.sql", "CREATE TABLE IF NOT EXISTS thing (id TEXT);"),
            ("crates/b/migrations/0001.sql", "-- why\nCREATE TABLE thing (id TEXT);"),
        ]);
        assert_eq!(places(&check(&tree)), ["crates/b/migrations/0001.sql:2 tables"]);
    }
}
