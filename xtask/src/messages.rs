//! The message files: which keys exist in which language, with which variables, and what they say.

use crate::tree::{Tree, crate_of};
use fluent_syntax::ast::{Entry, Expression, InlineExpression, Pattern, PatternElement};
use std::collections::{BTreeMap, BTreeSet};

/// The languages every message is written in.
pub(crate) const LANGUAGES: &[&str] = &["ko", "en"];

/// One message in one language.
#[derive(Debug, Clone)]
pub(crate) struct Message {
    pub(crate) file: String,
    pub(crate) line: usize,
    pub(crate) variables: BTreeSet<String>,
    /// Keys of other messages it is made of.
    pub(crate) refers_to: BTreeSet<String>,
    /// Its text as written, without the key.
    pub(crate) text: String,
}

/// All messages by language and key.
#[derive(Debug, Default)]
pub(crate) struct Messages {
    pub(crate) by_language: BTreeMap<String, BTreeMap<String, Message>>,
    /// `(file, line, what is wrong)`: files that do not parse, keys said twice.
    pub(crate) faults: Vec<(String, usize, String)>,
}

impl Messages {
    pub(crate) fn read(tree: &Tree) -> Self {
        let mut all = Self::default();
        for (path, text) in tree.ending("crates/", ".ftl") {
            let Some(language) = path.split("/locales/").nth(1).and_then(|rest| rest.split('/').next())
            else {
                all.faults.push((
                    path.to_owned(),
                    0,
                    "a message file belongs in locales/ko or locales/en".to_owned(),
                ));
                continue;
            };
            all.add(path, language, text);
        }
        all
    }

    fn add(&mut self, path: &str, language: &str, text: &str) {
        let resource = match fluent_syntax::parser::parse(text) {
            Ok(resource) => resource,
            Err((resource, errors)) => {
                for error in errors {
                    let before = text.get(..error.pos.start).unwrap_or_default();
                    let line = before.matches('\n').count() + 1;
                    self.faults.push((path.to_owned(), line, format!("message does not parse: {error}")));
                }
                resource
            }
        };
        for entry in &resource.body {
            let Entry::Message(message) = entry else { continue };
            let mut said: Vec<(String, &Pattern<&str>)> = Vec::new();
            said.extend(message.value.as_ref().map(|value| (message.id.name.to_owned(), value)));
            for attribute in &message.attributes {
                said.push((format!("{}.{}", message.id.name, attribute.id.name), &attribute.value));
            }
            let (line, source) = place(text, message.id.name);
            for (key, pattern) in said {
                let mut read = Message {
                    file: path.to_owned(),
                    line,
                    variables: BTreeSet::new(),
                    refers_to: BTreeSet::new(),
                    text: source.clone(),
                };
                walk(pattern, &mut read);
                let language = self.by_language.entry(language.to_owned()).or_default();
                if let Some(first) = language.get(&key) {
                    let where_first = format!("{}:{}", first.file, first.line);
                    let fault = format!("`{key}` is already said in {where_first}");
                    self.faults.push((path.to_owned(), line, fault));
                } else {
                    language.insert(key, read);
                }
            }
        }
    }

    /// The message of a key in one language.
    pub(crate) fn get(&self, language: &str, key: &str) -> Option<&Message> {
        self.by_language.get(language)?.get(key)
    }

    /// Every key that some language has.
    pub(crate) fn keys(&self) -> BTreeSet<&str> {
        self.by_language.values().flat_map(|messages| messages.keys().map(String::as_str)).collect()
    }

    /// Messages with their crate, language and key, for searching.
    pub(crate) fn all(&self) -> impl Iterator<Item = (&str, &str, &Message)> {
        self.by_language.iter().flat_map(|(language, messages)| {
            messages.iter().map(move |(key, message)| (language.as_str(), key.as_str(), message))
        })
    }
}

/// The room whose messages a file holds.
pub(crate) fn room_of(message: &Message) -> &str {
    crate_of(&message.file).unwrap_or_default()
}

/// The line of a key and what is written for it, continuation lines joined.
fn place(text: &str, key: &str) -> (usize, String) {
    let mut lines = text.lines().enumerate();
    while let Some((nth, line)) = lines.next() {
        let Some(value) = line.strip_prefix(key).and_then(|rest| rest.trim_start().strip_prefix('=')) else {
            continue;
        };
        let mut said = value.trim().to_owned();
        for (_, more) in lines.by_ref().take_while(|(_, more)| more.starts_with([' ', '}'])) {
            said.push(' ');
            said.push_str(more.trim());
        }
        return (nth + 1, said.trim().to_owned());
    }
    (0, String::new())
}

fn walk(pattern: &Pattern<&str>, message: &mut Message) {
    for element in &pattern.elements {
        if let PatternElement::Placeable { expression } = element {
            walk_expression(expression, message);
        }
    }
}

fn walk_expression(expression: &Expression<&str>, message: &mut Message) {
    match expression {
        Expression::Inline(inline) => walk_inline(inline, message),
        Expression::Select { selector, variants } => {
            walk_inline(selector, message);
            variants.iter().for_each(|variant| walk(&variant.value, message));
        }
    }
}

fn walk_inline(inline: &InlineExpression<&str>, message: &mut Message) {
    match inline {
        InlineExpression::VariableReference { id } => {
            message.variables.insert(id.name.to_owned());
        }
        InlineExpression::MessageReference { id, attribute } => {
            let key = attribute
                .as_ref()
                .map_or_else(|| id.name.to_owned(), |attribute| format!("{}.{}", id.name, attribute.name));
            message.refers_to.insert(key);
        }
        InlineExpression::FunctionReference { arguments, .. } => {
            arguments.positional.iter().for_each(|argument| walk_inline(argument, message));
            arguments.named.iter().for_each(|argument| walk_inline(&argument.value, message));
        }
        InlineExpression::Placeable { expression } => walk_expression(expression, message),
        InlineExpression::StringLiteral { .. }
        | InlineExpression::NumberLiteral { .. }
        | InlineExpression::TermReference { .. } => {}
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn messages_tell_their_variables_and_places() {
        let ko = "# note\nbooking-title = 예약\nbooking-many = { $count ->\n    [one] 하나\n   *[other] { $count }건 { booking-title }\n}\n";
        let tree = Tree::of(&[("crates/a/locales/ko/b.ftl", ko)]);
        let messages = Messages::read(&tree);
        let many = messages.get("ko", "booking-many").unwrap();
        assert_eq!(many.line, 3);
        assert!(many.variables.contains("count") && many.refers_to.contains("booking-title"));
        assert_eq!(messages.get("ko", "booking-title").unwrap().text, "예약");
        assert!(messages.faults.is_empty());
    }

    #[test]
    fn a_key_said_twice_and_a_broken_file_are_faults() {
        let tree = Tree::of(&[("crates/a/locales/ko/b.ftl", "a-b = 1\na-b = 2\nc-d { broken\n")]);
        assert_eq!(Messages::read(&tree).faults.len(), 2);
    }
}
