//! Layers inside a thing: rules know types, the store knows types, the service knows both, routes know the service.

use crate::finding::Finding;
use crate::rust_source::code_lines;
use crate::tree::{Tree, is_test_file, stem};

/// `(file, what its code may not name, why)`.
const FORBIDDEN: &[(&str, &[&str], &str)] = &[
    (
        "policy",
        &[
            "super::store",
            "super::service",
            "super::routes",
            "ieum_db",
            "ieum_web",
            "ieum_search",
            "sqlx",
            "axum",
            "tokio",
            "reqwest",
            "async fn",
            ".await",
            "std::fs",
            "std::net",
            "std::env",
            "std::process",
            "HashMap",
        ],
        "a rule is a pure function of facts",
    ),
    (
        "store",
        &[
            "super::service",
            "super::routes",
            "axum",
            "ieum_web",
            "ieum_search",
            "reqwest",
            "std::fs",
            "std::net",
        ],
        "the store only keeps",
    ),
    ("service", &["super::routes", "axum", "sqlx"], "the service is the same for page, API and command line"),
    ("routes", &["sqlx", "super::store"], "routes come to the store through the service"),
];

/// Scans the lines of code in `policy.rs`, `store.rs`, `service.rs` and `routes.rs` of every thing.
pub(crate) fn check(tree: &Tree) -> Vec<Finding> {
    let mut found = Vec::new();
    for (path, source) in tree.ending("crates/", ".rs").filter(|(path, _)| !is_test_file(path)) {
        let Some((_, names, why)) = FORBIDDEN.iter().find(|(file, ..)| *file == stem(path)) else { continue };
        for (line, code) in code_lines(source) {
            for name in names.iter().filter(|name| names_it(&code, name)) {
                let message = format!("{}.rs may not name `{name}`: {why}", stem(path));
                found.push(Finding::error(path, line, "layers", message));
            }
        }
    }
    found
}

/// Whether the code names it as a whole word: `axum::Router`, not `maxum`.
fn names_it(code: &str, name: &str) -> bool {
    let is_word = |c: char| c.is_alphanumeric() || c == '_';
    code.match_indices(name).any(|(at, _)| {
        let before = code.get(..at).and_then(|before| before.chars().next_back());
        let after = code.get(at + name.len()..).and_then(|after| after.chars().next());
        let goes_on = name.starts_with(is_word) && before.is_some_and(is_word);
        !goes_on && !after.is_some_and(is_word)
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::finding::places;

    #[test]
    fn a_policy_that_reads_the_database_is_found() {
        let tree = Tree::of(&[
            ("crates/a/src/b/policy.rs", "use super::store::rows;\n// axum in words is fine\nfn f() {}\n"),
            ("crates/a/src/b/routes.rs", "use axum::Router;\nuse super::service::reserve;\n"),
            ("crates/a/src/b/service.rs", "fn maxum() {}\nuse axum::Json;\n"),
        ]);
        assert_eq!(
            places(&check(&tree)),
            ["crates/a/src/b/policy.rs:1 layers", "crates/a/src/b/service.rs:2 layers"]
        );
    }
}
