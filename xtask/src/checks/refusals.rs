//! Every refusal a policy can give has its message in both languages.

use crate::finding::Finding;
use crate::messages::{LANGUAGES, Messages};
use crate::rules::refusals;
use crate::tree::Tree;

/// Looks up `thing-refused-rule` of every variant of every `enum Refusal`.
pub(crate) fn check(tree: &Tree) -> Vec<Finding> {
    let messages = Messages::read(tree);
    let mut found = Vec::new();
    for refusal in refusals(tree) {
        for language in LANGUAGES.iter().filter(|language| messages.get(language, &refusal.key()).is_none()) {
            let message = format!("`{}` is not said in `{language}`", refusal.key());
            found.push(Finding::error(&refusal.file, refusal.line, "refusals", message));
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::finding::places;

    #[test]
    fn a_refusal_without_words_is_found() {
        let policy = "pub enum Refusal {\n    Overlap,\n    TooLong { minutes: i64 },\n}\n";
        let tree = Tree::of(&[
            ("crates/a/src/booking/policy.rs", policy),
            ("crates/a/locales/ko/b.ftl", "booking-refused-overlap = 가\nbooking-refused-too-long = 나\n"),
            ("crates/a/locales/en/b.ftl", "booking-refused-overlap = a\n"),
        ]);
        assert_eq!(places(&check(&tree)), ["crates/a/src/booking/policy.rs:3 refusals"]);
    }
}
