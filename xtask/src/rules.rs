//! The rules of the house, read from every `policy.rs`, and RULES.md, which lists them.

use crate::finding::Finding;
use crate::machine::say;
use crate::messages::Messages;
use crate::rust_source::{first_line_of_doc, is_only_for_tests, kebab};
use crate::tree::{Tree, folder_of, is_test_file, stem};
use anyhow::{Context, Result};
use quote_free::spelled;
use std::fmt::Write as _;
use std::path::Path;

const FILE: &str = "RULES.md";

/// One reason to say no.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Refusal {
    /// The thing it is about: the folder of the policy, with dashes.
    pub(crate) thing: String,
    /// The variant's name, with dashes.
    pub(crate) rule: String,
    pub(crate) file: String,
    /// Of the function that decides, else of the variant.
    pub(crate) line: usize,
    /// What the function or the variant says of itself.
    pub(crate) sentence: Option<String>,
    /// The test that shows it.
    pub(crate) test: Option<String>,
    /// The constraint that guarantees it.
    pub(crate) constraint: Option<String>,
}

impl Refusal {
    /// The key of its message: `booking-refused-overlap`.
    pub(crate) fn key(&self) -> String {
        format!("{}-refused-{}", self.thing, self.rule)
    }
}

/// All refusals of all policies, in the order of their files.
pub(crate) fn refusals(tree: &Tree) -> Vec<Refusal> {
    let migrations: Vec<&str> = tree.ending("crates/", ".sql").map(|(_, text)| text).collect();
    let policies =
        tree.ending("crates/", ".rs").filter(|(path, _)| stem(path) == "policy" && !is_test_file(path));
    policies.flat_map(|(path, source)| of_policy(path, source, &migrations)).collect()
}

fn of_policy(path: &str, source: &str, migrations: &[&str]) -> Vec<Refusal> {
    let Ok(file) = syn::parse_file(source) else { return Vec::new() };
    let thing = kebab(folder_of(path).unwrap_or_default());
    let functions = functions(&file.items, false);
    let refusal_enums = file.items.iter().filter_map(|item| match item {
        syn::Item::Enum(item) if item.ident == "Refusal" => Some(item),
        _ => None,
    });
    let variants = refusal_enums.flat_map(|item| item.variants.iter());
    let of_variant = |variant: &syn::Variant| {
        let name = variant.ident.to_string();
        let rule = kebab(&name);
        let mentions = |function: &&Function| function.body.contains(&format!("Refusal :: {name} "));
        let decides = functions.iter().filter(|function| !function.is_test).find(mentions);
        let asked_by = |function: &&Function| {
            function.is_test
                && (mentions(function) || function.literals.iter().any(|said| said.contains(&rule)))
        };
        let own_doc = first_line_of_doc(&variant.attrs);
        let doc = decides.and_then(|function| function.doc.clone());
        let named = format!("{}_{}", thing.replace('-', "_"), rule.replace('-', "_"));
        let candidates =
            doc.iter().chain(&own_doc).flat_map(|doc| doc.split('`').skip(1).step_by(2).map(str::to_owned));
        let constraint = candidates
            .chain([named])
            .find(|name| name.contains('_') && migrations.iter().any(|sql| sql.contains(name.as_str())));
        let first_line =
            |doc: &String| doc.lines().map(str::trim).find(|line| !line.is_empty()).map(str::to_owned);
        Refusal {
            thing: thing.clone(),
            rule: rule.clone(),
            file: path.to_owned(),
            line: decides.map_or(variant.ident.span().start().line, |function| function.line),
            sentence: doc.as_ref().and_then(first_line).or(own_doc),
            test: functions.iter().find(asked_by).map(|function| function.name.clone()),
            constraint,
        }
    };
    variants.map(of_variant).collect()
}

struct Function {
    name: String,
    line: usize,
    doc: Option<String>,
    /// Its tokens, with a blank between any two.
    body: String,
    literals: Vec<String>,
    is_test: bool,
}

fn functions(items: &[syn::Item], in_tests: bool) -> Vec<Function> {
    let mut found = Vec::new();
    for item in items {
        match item {
            syn::Item::Fn(function) => {
                let (body, literals) = spelled(&function.block);
                let doc = crate::rust_source::doc(&function.attrs);
                found.push(Function {
                    name: function.sig.ident.to_string(),
                    line: function.sig.ident.span().start().line,
                    doc: Some(doc).filter(|doc| !doc.is_empty()),
                    body,
                    literals,
                    is_test: in_tests || is_only_for_tests(&function.attrs),
                });
            }
            syn::Item::Mod(module) => {
                let inner = module.content.as_ref().map(|(_, items)| items.as_slice()).unwrap_or_default();
                found.extend(functions(inner, in_tests || is_only_for_tests(&module.attrs)));
            }
            _ => {}
        }
    }
    found
}

/// Spells syntax as text without the crate `quote`.
mod quote_free {
    use syn::visit::{self, Visit};

    /// The paths a block names, each followed by a blank, and its string literals.
    pub(super) fn spelled(block: &syn::Block) -> (String, Vec<String>) {
        let mut speller = Speller { paths: String::new(), literals: Vec::new() };
        speller.visit_block(block);
        (speller.paths, speller.literals)
    }

    struct Speller {
        paths: String,
        literals: Vec<String>,
    }

    impl<'ast> Visit<'ast> for Speller {
        fn visit_path(&mut self, path: &'ast syn::Path) {
            let names: Vec<_> = path.segments.iter().map(|segment| segment.ident.to_string()).collect();
            // `Refusal::TooLong` and `policy::Refusal::TooLong` read alike.
            let last_two = names.iter().skip(names.len().saturating_sub(2)).cloned().collect::<Vec<_>>();
            self.paths.push_str(&last_two.join(" :: "));
            self.paths.push(' ');
            visit::visit_path(self, path);
        }

        fn visit_lit_str(&mut self, text: &'ast syn::LitStr) {
            self.literals.push(text.value());
        }

        fn visit_macro(&mut self, call: &'ast syn::Macro) {
            self.paths.push_str(&call.tokens.to_string());
            self.paths.push(' ');
            self.literals.push(call.tokens.to_string());
        }
    }
}

/// The text of RULES.md.
fn page(tree: &Tree) -> String {
    let messages = Messages::read(tree);
    let mut text = String::from(
        "# Rules\n\nEvery reason for which Ieum says no, read from the code by `cargo xtask rules`; do not edit. Each rule is a \
         pure function in\na `policy.rs`; the same name is its refusal, its message key, its problem type and, where it must \
         never break, its constraint.\n",
    );
    let mut last_thing = String::new();
    for refusal in refusals(tree) {
        if refusal.thing != last_thing {
            let _ = write!(text, "\n## {}\n\n", refusal.thing);
            text.push_str("| rule | what it holds | where | 한국어 | English | test | constraint |\n");
            text.push_str("|---|---|---|---|---|---|---|\n");
            last_thing.clone_from(&refusal.thing);
        }
        let said = |language: &str| {
            messages.get(language, &refusal.key()).map(|message| cell(&message.text)).unwrap_or_default()
        };
        let code = |name: &Option<String>| name.as_ref().map(|name| format!("`{name}`")).unwrap_or_default();
        let _ = writeln!(
            text,
            "| `{}/{}` | {} | `{}:{}` | {} | {} | {} | {} |",
            refusal.thing,
            refusal.rule,
            cell(refusal.sentence.as_deref().unwrap_or_default()),
            refusal.file,
            refusal.line,
            said("ko"),
            said("en"),
            code(&refusal.test),
            code(&refusal.constraint),
        );
    }
    text
}

fn cell(text: &str) -> String {
    text.replace('|', "\\|").replace('\n', " ")
}

/// Writes RULES.md.
pub(crate) fn write(root: &Path) -> Result<bool> {
    let tree = Tree::read(root)?;
    std::fs::write(root.join(FILE), page(&tree)).context("write RULES.md")?;
    say(&format!("{FILE}: {} rules", refusals(&tree).len()));
    Ok(true)
}

/// Whether RULES.md says what the code says.
pub(crate) fn check(tree: &Tree) -> Vec<Finding> {
    if tree.text(FILE).unwrap_or_default() == page(tree) || refusals(tree).is_empty() {
        return Vec::new();
    }
    vec![Finding::error(FILE, 0, "rules", "is not what the code says: run `cargo xtask rules`")]
}

#[cfg(test)]
mod tests {
    use super::*;

    const POLICY: &str = r#"
        pub enum Refusal {
            Overlap { with: u8 },
            /// Nobody may hold an instrument for longer than the facility allows.
            TooLong,
        }
        /// Two reservations of one instrument never overlap.
        ///
        /// This rule explains; the constraint `reservation_no_overlap` guarantees.
        fn no_overlap(f: &Facts) -> Option<Refusal> { f.clash().map(|with| Refusal::Overlap { with }) }
        fn not_too_long(f: &Facts) -> Option<Refusal> { f.long().then_some(Refusal::TooLong) }
        #[cfg(test)]
        mod tests {
            #[test]
            fn touching_is_allowed() { check("10:00", &["overlap"]) }
        }
    "#;

    fn tree() -> Tree {
        Tree::of(&[
            ("crates/a/src/booking/policy.rs", POLICY),
            ("crates/a/migrations/0001_booking.sql", "CONSTRAINT reservation_no_overlap CHECK (x)"),
            ("crates/a/locales/ko/b.ftl", "booking-refused-overlap = 겹쳐요\n"),
        ])
    }

    #[test]
    fn a_policy_tells_its_rules() {
        let found = refusals(&tree());
        assert_eq!(found[0].key(), "booking-refused-overlap");
        assert_eq!(found[0].line, 10);
        assert_eq!(found[0].sentence.as_deref(), Some("Two reservations of one instrument never overlap."));
        assert_eq!(found[0].constraint.as_deref(), Some("reservation_no_overlap"));
        assert_eq!(found[0].test.as_deref(), Some("touching_is_allowed"));
        assert_eq!(found[1].rule, "too-long");
        let own = "Nobody may hold an instrument for longer than the facility allows.";
        assert_eq!(found[1].sentence.as_deref(), Some(own));
        assert_eq!((found[1].constraint.as_deref(), found[1].test.as_deref()), (None, None));
    }

    #[test]
    fn an_old_page_is_found() {
        assert_eq!(check(&tree()).len(), 1);
        let current = page(&tree());
        let fresh = Tree::of(&[("crates/a/src/booking/policy.rs", POLICY), ("RULES.md", &current)]);
        // Without the message the page differs again.
        assert_eq!(check(&fresh).len(), 1);
        let none = Tree::of(&[("README.md", "")]);
        assert!(check(&none).is_empty());
    }
}
