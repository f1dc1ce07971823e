//! No words for people outside message files: none in Rust, none in templates.

use crate::finding::Finding;
use crate::template::{is_hangul, literal_texts};
use crate::tree::{Tree, is_test_file};

/// Files whose Korean is not for people to read but for the program to understand.
const UNDERSTOOD: &[(&str, &str)] = &[
    // (path begins with, why)
    ("crates/ieum-kernel/src/lang.rs", "particles after a word"),
    ("crates/ieum-search/src/", "Korean analysis: particles, endings, spellings"),
    ("crates/ieum-web/src/format.rs", "how dates and sums are written, digit by digit"),
];

/// The product's own name, which is the same everywhere.
const NAME: &str = "이음";

/// Looks for Hangul in Rust literals and for literal words in pages.
pub(crate) fn check(tree: &Tree) -> Vec<Finding> {
    let mut found = Vec::new();
    for (path, _) in tree.ending("crates/", ".rs").filter(|(path, _)| !is_test_file(path)) {
        if UNDERSTOOD.iter().any(|(start, _)| path.starts_with(start)) {
            continue;
        }
        let is_for_people = |text: &str| text.chars().any(is_hangul) && text != NAME;
        for literal in tree.literals(path).iter().filter(|literal| is_for_people(&literal.value)) {
            let message = format!("words for people belong in locales: {:?}", shortened(&literal.value));
            found.push(Finding::error(path, literal.line, "words", message));
        }
    }
    for (path, text) in tree.ending("crates/", ".html") {
        for literal in literal_texts(text) {
            let message =
                format!("a message belongs here ({}): {:?}", literal.place, shortened(&literal.words));
            found.push(Finding::error(path, literal.line, "words", message));
        }
    }
    for (path, text) in tree.ending("crates/", ".typ") {
        for (nth, line) in text.lines().enumerate().filter(|(_, line)| line.chars().any(is_hangul)) {
            let message = format!("a message belongs here: {:?}", shortened(line));
            found.push(Finding::error(path, nth + 1, "words", message));
        }
    }
    found
}

fn shortened(text: &str) -> String {
    text.chars().take(60).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::finding::places;

    #[test]
    fn words_outside_message_files_are_found() {
        let tree = Tree::of(&[
            (
                "crates/a/src/lib.rs",
                "// 주석은 괜찮아요\nconst A: &str = \"예약\";\n#[cfg(test)]\nmod t { const B: &str = \"시험\"; }",
            ),
            ("crates/a/src/pages/list.html", "<p>{{ t(\"a-b\") }}</p>\n<p>Reserve</p>"),
            ("crates/a/src/tests.rs", "const A: &str = \"시험\";"),
        ]);
        let expected = ["crates/a/src/lib.rs:2 words", "crates/a/src/pages/list.html:2 words"];
        assert_eq!(places(&check(&tree)), expected);
    }
}
