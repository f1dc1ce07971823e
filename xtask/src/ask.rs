//! `cargo xtask where WORD`: where a rule, a message or a word of the house lives.

use crate::glossary;
use crate::machine::say;
use crate::messages::{Messages, room_of};
use crate::rules::refusals;
use crate::tree::Tree;
use anyhow::Result;
use std::collections::BTreeSet;
use std::path::Path;

/// Prints what mentions the word; `false` when nothing does.
pub(crate) fn run(root: &Path, word: &str) -> Result<bool> {
    let lines = found(&Tree::read(root)?, word);
    lines.iter().for_each(|line| say(line));
    if lines.is_empty() {
        say(&format!("nothing is called {word:?}: try another word, or add it to GLOSSARY.md"));
    }
    Ok(!lines.is_empty())
}

/// Rules first, then messages, then words of the glossary.
fn found(tree: &Tree, word: &str) -> Vec<String> {
    let mut lines = Vec::new();
    let glossary = glossary::words(tree);
    let mut asked: BTreeSet<String> = BTreeSet::from([word.to_lowercase()]);
    let mut rows = Vec::new();
    for row in &glossary {
        // One cell may hold several names: "reservation, booking".
        let cells = row.cells.iter().take(3).flat_map(|cell| cell.split([',', '/', '·', '(', ')']));
        let names: Vec<_> = cells.map(|name| name.replace('`', "").trim().to_lowercase()).collect();
        if names.iter().any(|name| name.contains(&word.to_lowercase())) {
            // The row's other names find what is written in the other language.
            asked.extend(names.into_iter().filter(|name| name.chars().count() > 1));
            rows.push(format!("GLOSSARY.md:{}  {}", row.line, row.cells.join(" · ")));
        }
    }
    let mentions = |text: &str| {
        let text = text.to_lowercase();
        asked.iter().any(|name| text.contains(name.as_str()))
    };
    let messages = Messages::read(tree);
    let said = |language: &str, key: &str| {
        messages.get(language, key).map(|message| message.text.clone()).unwrap_or_default()
    };
    for refusal in refusals(tree) {
        let key = refusal.key();
        let sentence = refusal.sentence.clone().unwrap_or_default();
        let all = [&key, &sentence, &said("ko", &key), &said("en", &key), &refusal.rule.replace('-', " ")];
        if all.iter().any(|text| mentions(text)) {
            let name = format!("{}/{}", refusal.thing, refusal.rule);
            lines.push(format!("{}:{}  rule {name}: {sentence}", refusal.file, refusal.line));
        }
    }
    for (_, key, message) in
        messages.all().filter(|(_, key, message)| mentions(key) || mentions(&message.text))
    {
        lines.push(format!(
            "{}:{}  {} {key}: {}",
            message.file,
            message.line,
            room_of(message),
            message.text
        ));
    }
    lines.extend(rows);
    lines
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_rule_is_found_by_korean_and_english() {
        let tree = Tree::of(&[
            (
                "crates/a/src/booking/policy.rs",
                "pub enum Refusal {\n    /// Two never overlap.\n    Overlap,\n}\n",
            ),
            ("crates/a/locales/ko/b.ftl", "booking-refused-overlap = 시간이 겹쳐요\n"),
            ("crates/a/locales/en/b.ftl", "booking-refused-overlap = It overlaps\n"),
            (
                "GLOSSARY.md",
                "| 한국어 | English | Rust | room |\n|---|---|---|---|\n| 예약 | reservation, booking | `Reservation` | operations |\n",
            ),
        ]);
        for word in ["overlap", "겹쳐", "예약"] {
            let lines = found(&tree, word);
            let rule = "crates/a/src/booking/policy.rs:3  rule booking/overlap: Two never overlap.";
            assert_eq!(lines.first().map(String::as_str), Some(rule), "{word}");
        }
        assert!(found(&tree, "absent").is_empty());
    }
}
