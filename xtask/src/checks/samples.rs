//! Every page has samples beside it, and every room has a test that renders them in both languages.

use crate::finding::Finding;
use crate::tree::{Tree, crate_of};
use std::collections::BTreeSet;

/// What the test calls; it lives in `ieum_web::testing`.
const RENDERS: &str = "render_samples";

/// Looks beside every page of every room.
pub(crate) fn check(tree: &Tree) -> Vec<Finding> {
    let mut found = Vec::new();
    let mut rooms: BTreeSet<&str> = BTreeSet::new();
    for (path, _) in tree.ending("crates/", ".html").filter(|(path, _)| path.contains("/pages/")) {
        // A page that begins with `_` is part of others and is rendered with them.
        if path.rsplit('/').next().is_some_and(|name| name.starts_with('_')) {
            continue;
        }
        rooms.extend(crate_of(path));
        let samples = path.replace(".html", ".samples.json");
        if tree.text(&samples).is_none() {
            found.push(Finding::error(path, 0, "samples", format!("needs samples in {samples}")));
        }
    }
    for room in rooms {
        let folder = format!("crates/{room}/");
        if !tree.ending(&folder, ".rs").any(|(_, text)| text.contains(RENDERS)) {
            let message = format!("no test calls ieum_web::testing::{RENDERS}");
            found.push(Finding::error(&format!("crates/{room}"), 0, "samples", message));
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::finding::places;

    #[test]
    fn a_page_without_samples_or_test_is_found() {
        let tree = Tree::of(&[
            ("crates/a/src/b/pages/list.html", ""),
            ("crates/a/src/b/pages/show.html", ""),
            ("crates/a/src/b/pages/show.samples.json", "{}"),
            ("crates/a/src/b/pages/_row.html", ""),
            ("crates/c/src/b/pages/_row.html", ""),
        ]);
        assert_eq!(places(&check(&tree)), ["crates/a/src/b/pages/list.html:0 samples", "crates/a:0 samples"]);
    }
}
