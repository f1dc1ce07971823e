//! Message keys: every key asked for exists, in both languages, with the same variables, and none is left unused.

use crate::finding::Finding;
use crate::messages::{LANGUAGES, Message, Messages};
use crate::rust_source::Literal;
use crate::template;
use crate::tree::{Tree, is_test_file};
use std::collections::BTreeSet;

/// Functions and methods that take a message key.
const ASK_FOR_A_MESSAGE: &[&str] = &["t", "say", "try_say", "plain"];

/// Whether a literal can be a whole key: `booking-refused-overlap`.
fn is_key(text: &str) -> bool {
    text.contains('-')
        && text.starts_with(|c: char| c.is_ascii_lowercase())
        && !text.ends_with('-')
        && text
            .chars()
            .all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-' || c == '.' || c == '_')
}

/// Looks at message files, templates and Rust together.
pub(crate) fn check(tree: &Tree) -> Vec<Finding> {
    let messages = Messages::read(tree);
    let mut found: Vec<_> = messages
        .faults
        .iter()
        .map(|(file, line, fault)| Finding::error(file, *line, "messages", fault.clone()))
        .collect();
    found.extend(in_both_languages(&messages));
    let mut used = Uses::default();
    let keys = messages.keys();
    for (path, text) in tree.ending("crates/", ".html").chain(tree.ending("crates/", ".txt")) {
        found.extend(asked_in_template(path, text, &messages, &keys));
        template::strings(text).iter().for_each(|(_, value)| used.add(value));
    }
    for (path, _) in tree.ending("crates/", ".rs") {
        let literals = tree.literals(path);
        literals.iter().for_each(|literal| used.add(&literal.value));
        if !is_test_file(path) {
            found.extend(asked_in_rust(path, literals, &keys));
        }
    }
    crate::rules::refusals(tree).iter().for_each(|refusal| used.add(&refusal.key()));
    for (_, _, message) in messages.all() {
        message.refers_to.iter().for_each(|key| used.add(key));
    }
    found.extend(unused(&messages, &used));
    found
}

fn in_both_languages(messages: &Messages) -> Vec<Finding> {
    let mut found = Vec::new();
    for key in messages.keys() {
        let said: Vec<(&str, &Message)> =
            LANGUAGES.iter().filter_map(|language| Some((*language, messages.get(language, key)?))).collect();
        let Some((_, first)) = said.first() else { continue };
        for missing in
            LANGUAGES.iter().filter(|language| !said.iter().any(|(in_language, _)| in_language == *language))
        {
            let message = format!("`{key}` is not said in `{missing}`");
            found.push(Finding::error(&first.file, first.line, "messages", message));
        }
        for (_, other) in said.iter().filter(|(_, other)| other.variables != first.variables) {
            let list = |names: &BTreeSet<String>| names.iter().cloned().collect::<Vec<_>>().join(", ");
            let message = format!(
                "`{key}` has the variables ({}) here and ({}) in {}:{}",
                list(&other.variables),
                list(&first.variables),
                first.file,
                first.line
            );
            found.push(Finding::error(&other.file, other.line, "messages", message));
        }
    }
    found
}

fn asked_in_template(path: &str, text: &str, messages: &Messages, keys: &BTreeSet<&str>) -> Vec<Finding> {
    let mut found = Vec::new();
    for asked in template::asked(text) {
        // The set is sorted: what begins with the prefix comes first at or after it.
        let first = keys.range(asked.key.as_str()..).next();
        let fits =
            |key: &&&str| if asked.is_prefix { key.starts_with(&asked.key) } else { **key == asked.key };
        let Some(first) = first.filter(fits) else {
            let what = if asked.is_prefix { "no message begins with" } else { "no message" };
            found.push(Finding::error(path, asked.line, "messages", format!("{what} `{}`", asked.key)));
            continue;
        };
        let Some(given) = asked.variables.filter(|_| !asked.is_prefix) else { continue };
        let needed =
            LANGUAGES.iter().find_map(|language| messages.get(language, first)).map(|m| &m.variables);
        for missing in needed.into_iter().flatten().filter(|name| !given.contains(name)) {
            let message = format!("`{first}` needs the variable `{missing}`");
            found.push(Finding::error(path, asked.line, "messages", message));
        }
    }
    found
}

fn asked_in_rust(path: &str, literals: &[Literal], keys: &BTreeSet<&str>) -> Vec<Finding> {
    let mut found = Vec::new();
    let asks = |literal: &&Literal| {
        let function = literal.given_to.as_deref().unwrap_or_default();
        ASK_FOR_A_MESSAGE.contains(&function) && is_key(&literal.value)
    };
    for literal in literals.iter().filter(asks) {
        if !keys.contains(literal.value.as_str()) {
            let message = format!("no message `{}`", literal.value);
            found.push(Finding::error(path, literal.line, "messages", message));
        }
    }
    found
}

/// What literals of code can name: whole keys, beginnings, ends and middles of keys.
#[derive(Default)]
struct Uses {
    whole: BTreeSet<String>,
    /// Pieces that must follow each other: `format!("{thing}-refused-{rule}")` is `["", "-refused-", ""]`.
    made: BTreeSet<Vec<String>>,
}

impl Uses {
    fn add(&mut self, literal: &str) {
        // A permission `room.deed` is listed under its message `permission-room-deed`.
        let is_permission = |c: char| c.is_ascii_lowercase() || c == '_' || c == '.' || c == '-';
        if literal.contains('.') && literal.chars().all(is_permission) {
            self.whole.insert(format!("permission-{}", literal.replace(['.', '_'], "-")));
            self.whole.insert(format!("permission-{}", literal.replace('.', "-")));
        }
        if literal.contains(char::is_whitespace) || !literal.contains('-') {
            return;
        }
        let (begins_open, ends_open) = (literal.starts_with('-'), literal.ends_with('-'));
        if literal.contains('{') || begins_open || ends_open {
            let mut pieces: Vec<String> = Vec::new();
            if begins_open {
                pieces.push(String::new());
            }
            for (nth, piece) in literal.split('{').enumerate() {
                let fixed =
                    if nth == 0 { piece } else { piece.split_once('}').map_or("", |(_, after)| after) };
                pieces.push(fixed.to_owned());
            }
            if ends_open {
                pieces.push(String::new());
            }
            // `{}-{}` could be anything and so says nothing.
            if pieces.iter().any(|piece| piece.chars().filter(|c| c.is_alphanumeric()).count() >= 3) {
                self.made.insert(pieces);
            }
        } else {
            self.whole.insert(literal.to_owned());
        }
    }

    fn has(&self, key: &str) -> bool {
        let message = key.split('.').next().unwrap_or(key);
        self.whole.contains(key)
            || self.whole.contains(message)
            || self.made.iter().any(|pieces| fits(key, pieces))
    }
}

fn fits(key: &str, pieces: &[String]) -> bool {
    let (Some(first), Some(last)) = (pieces.first(), pieces.last()) else { return false };
    let Some(mut rest) = key.strip_prefix(first.as_str()) else { return false };
    for piece in pieces.iter().skip(1) {
        let Some((_, after)) = rest.split_once(piece.as_str()) else { return false };
        rest = after;
    }
    key.ends_with(last.as_str())
}

fn unused(messages: &Messages, used: &Uses) -> Vec<Finding> {
    let mut found = Vec::new();
    for (language, key, message) in messages.all() {
        if Some(&language) == LANGUAGES.first() && !used.has(key) {
            let text = format!("nobody asks for `{key}`: take it out of both languages");
            found.push(Finding::error(&message.file, message.line, "messages", text));
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Checks a page and a Rust file against messages in Korean and English.
    #[track_caller]
    fn check_all(page: &str, rust: &str, ko: &str, en: &str, expected: &[&str]) {
        let tree = Tree::of(&[
            ("crates/a/src/b/pages/list.html", page),
            ("crates/a/src/b/service.rs", rust),
            ("crates/a/locales/ko/b.ftl", ko),
            ("crates/a/locales/en/b.ftl", en),
        ]);
        let said: Vec<_> = check(&tree).into_iter().map(|finding| finding.message).collect();
        assert_eq!(said, expected);
    }

    #[test]
    fn keys_and_variables_must_agree() {
        let page = "{{ t('b-title') }}";
        check_all(page, "", "b-title = 가\n", "b-title = A\n", &[]);
        check_all(page, "", "b-title = 가\n", "", &["`b-title` is not said in `en`"]);
        check_all("{{ t('b-none') }}", "", "", "", &["no message `b-none`"]);
        let differ = "`b-title` has the variables () here and (n) in crates/a/locales/ko/b.ftl:1";
        check_all("{{ t('b-title', n=1) }}", "", "b-title = { $n }\n", "b-title = A\n", &[differ]);
        let both = "b-title = { $n }\n";
        check_all(page, "", both, both, &["`b-title` needs the variable `n`"]);
        check_all("", "fn f() { w.t(\"b-none\") }", "", "", &["no message `b-none`"]);
    }

    #[test]
    fn unused_keys_are_found_and_made_keys_count_as_used() {
        let nobody = "nobody asks for `b-state-open`: take it out of both languages";
        check_all("", "", "b-state-open = 가\n", "b-state-open = A\n", &[nobody]);
        let both = "b-state-open = A\n";
        check_all("{{ t('b-state-' ~ s) }}", "", both, both, &[]);
        check_all("", "fn f() { format!(\"b-state-{s}\") }", both, both, &[]);
        check_all("", "fn f() { format!(\"{t}-state-{s}\") }", both, both, &[]);
        let permission = "permission-b-see_all = A\n";
        check_all("", "const P: P = P { key: \"b.see_all\" };", permission, permission, &[]);
        check_all("", "fn f() { format!(\"{t}-{s}\") }", both, both, &[nobody]);
    }
}
