//! Reads Rust source as syntax: string literals, types and functions outside tests, with their lines.

use proc_macro2::{TokenStream, TokenTree};
use syn::visit::{self, Visit};

/// A string literal of product code.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Literal {
    pub(crate) value: String,
    /// Counted from 1: where the literal begins.
    pub(crate) line: usize,
    /// The macro it stands in, if any: `format`, `concat`, …
    pub(crate) within: Option<String>,
    /// The function or method it is an argument of, if any: `t`, `get`, …
    pub(crate) given_to: Option<String>,
    /// Which argument of it, counted from 0; 0 elsewhere.
    pub(crate) nth: usize,
}

/// All string literals outside tests and attributes (so no documentation), in the order of the file.
pub(crate) fn literals(source: &str) -> Vec<Literal> {
    let Ok(file) = syn::parse_file(source) else { return Vec::new() };
    if is_only_for_tests(&file.attrs) {
        return Vec::new();
    }
    let mut found = Literals { found: Vec::new(), given_to: None, nth: 0 };
    found.visit_file(&file);
    found.found
}

struct Literals {
    found: Vec<Literal>,
    given_to: Option<String>,
    nth: usize,
}

impl Literals {
    fn tokens(&mut self, tokens: TokenStream, within: &str) {
        let mut last_word: Option<String> = None;
        let mut after_hash = false;
        for token in tokens {
            // `#[doc = "…"]` is an attribute inside a macro too.
            let is_attribute = std::mem::replace(
                &mut after_hash,
                matches!(&token, TokenTree::Punct(p) if p.as_char() == '#'),
            );
            match token {
                TokenTree::Group(_) if is_attribute => last_word = None,
                TokenTree::Group(group) => {
                    let outer = std::mem::replace(&mut self.given_to, last_word.take());
                    self.tokens(group.stream(), within);
                    self.given_to = outer;
                }
                TokenTree::Literal(literal) => {
                    let line = literal.span().start().line;
                    if let syn::Lit::Str(text) = syn::Lit::new(literal) {
                        let within = Some(within.to_owned());
                        let given_to = self.given_to.clone();
                        self.found.push(Literal { value: text.value(), line, within, given_to, nth: 0 });
                    }
                    last_word = None;
                }
                TokenTree::Ident(word) => last_word = Some(word.to_string()),
                TokenTree::Punct(_) => last_word = None,
            }
        }
    }

    /// Looks at the arguments of a call.
    fn arguments<'a>(&mut self, function: Option<String>, arguments: impl Iterator<Item = &'a syn::Expr>) {
        let outer = (std::mem::replace(&mut self.given_to, function), self.nth);
        for (nth, argument) in arguments.enumerate() {
            self.nth = nth;
            self.visit_expr(argument);
        }
        (self.given_to, self.nth) = outer;
    }
}

impl<'ast> Visit<'ast> for Literals {
    fn visit_attribute(&mut self, _: &'ast syn::Attribute) {}

    fn visit_item(&mut self, item: &'ast syn::Item) {
        if !is_only_for_tests(attributes(item)) {
            visit::visit_item(self, item);
        }
    }

    fn visit_impl_item_fn(&mut self, function: &'ast syn::ImplItemFn) {
        if !is_only_for_tests(&function.attrs) {
            visit::visit_impl_item_fn(self, function);
        }
    }

    fn visit_lit_str(&mut self, text: &'ast syn::LitStr) {
        let line = text.span().start().line;
        let given_to = self.given_to.clone();
        self.found.push(Literal { value: text.value(), line, within: None, given_to, nth: self.nth });
    }

    fn visit_macro(&mut self, call: &'ast syn::Macro) {
        let name = call.path.segments.last().map(|last| last.ident.to_string()).unwrap_or_default();
        self.tokens(call.tokens.clone(), &name);
    }

    fn visit_expr_call(&mut self, call: &'ast syn::ExprCall) {
        let name = match &*call.func {
            syn::Expr::Path(path) => path.path.segments.last().map(|last| last.ident.to_string()),
            _ => None,
        };
        self.visit_expr(&call.func);
        self.arguments(name, call.args.iter());
    }

    fn visit_expr_method_call(&mut self, call: &'ast syn::ExprMethodCall) {
        self.visit_expr(&call.receiver);
        let name = Some(call.method.to_string());
        self.arguments(name, call.args.iter());
    }
}

/// Whether the attributes say `#[test]`, `#[tokio::test]`, `#[cfg(test)]` or `cfg(all(test, …))`.
pub(crate) fn is_only_for_tests(attributes: &[syn::Attribute]) -> bool {
    attributes.iter().any(|attribute| {
        let path = attribute.path();
        if path.segments.last().is_some_and(|last| last.ident == "test") {
            return true;
        }
        let syn::Meta::List(list) = &attribute.meta else { return false };
        path.is_ident("cfg") && !list.tokens.to_string().contains("not") && mentions_test(list.tokens.clone())
    })
}

fn mentions_test(tokens: TokenStream) -> bool {
    tokens.into_iter().any(|token| match token {
        TokenTree::Ident(word) => word == "test",
        TokenTree::Group(group) => mentions_test(group.stream()),
        TokenTree::Literal(_) | TokenTree::Punct(_) => false,
    })
}

/// The attributes of any item.
pub(crate) fn attributes(item: &syn::Item) -> &[syn::Attribute] {
    match item {
        syn::Item::Const(item) => &item.attrs,
        syn::Item::Enum(item) => &item.attrs,
        syn::Item::Fn(item) => &item.attrs,
        syn::Item::Impl(item) => &item.attrs,
        syn::Item::Macro(item) => &item.attrs,
        syn::Item::Mod(item) => &item.attrs,
        syn::Item::Static(item) => &item.attrs,
        syn::Item::Struct(item) => &item.attrs,
        syn::Item::Trait(item) => &item.attrs,
        syn::Item::Type(item) => &item.attrs,
        syn::Item::Use(item) => &item.attrs,
        _ => &[],
    }
}

/// The first line of a documentation comment, or nothing.
pub(crate) fn first_line_of_doc(attributes: &[syn::Attribute]) -> Option<String> {
    doc(attributes).lines().map(str::trim).find(|line| !line.is_empty()).map(str::to_owned)
}

/// The whole documentation comment.
pub(crate) fn doc(attributes: &[syn::Attribute]) -> String {
    let lines =
        attributes.iter().filter(|attribute| attribute.path().is_ident("doc")).filter_map(|attribute| {
            let syn::Meta::NameValue(pair) = &attribute.meta else { return None };
            let syn::Expr::Lit(literal) = &pair.value else { return None };
            let syn::Lit::Str(text) = &literal.lit else { return None };
            Some(text.value())
        });
    lines.collect::<Vec<_>>().join("\n")
}

/// `TooLong` becomes `too-long`.
pub(crate) fn kebab(name: &str) -> String {
    let mut said = String::new();
    for letter in name.chars() {
        if letter == '_' {
            said.push('-');
        } else {
            if letter.is_uppercase() && !said.is_empty() {
                said.push('-');
            }
            said.extend(letter.to_lowercase());
        }
    }
    said
}

/// The code of each line without its comment and without the inside of string literals, so that a word found there is
/// code. Lines after `#[cfg(test)] mod` are left out. Good enough for scans; not a parser.
pub(crate) fn code_lines(source: &str) -> Vec<(usize, String)> {
    let mut lines = Vec::new();
    let mut in_block_comment = false;
    let mut waits_for_tests = false;
    for (nth, line) in source.lines().enumerate() {
        let trimmed = line.trim();
        if waits_for_tests
            && (trimmed.starts_with("mod ") || trimmed.starts_with("pub mod "))
            && trimmed.ends_with('{')
        {
            break;
        }
        waits_for_tests = trimmed == "#[cfg(test)]" || (waits_for_tests && trimmed.starts_with("#["));
        let code = without_comments_and_strings(line, &mut in_block_comment);
        if !code.trim().is_empty() {
            lines.push((nth + 1, code));
        }
    }
    lines
}

fn without_comments_and_strings(line: &str, in_block_comment: &mut bool) -> String {
    let mut code = String::new();
    let mut letters = line.chars().peekable();
    let mut in_string = false;
    while let Some(letter) = letters.next() {
        if *in_block_comment {
            if letter == '*' && letters.next_if_eq(&'/').is_some() {
                *in_block_comment = false;
            }
        } else if in_string {
            match letter {
                '\\' => drop(letters.next()),
                '"' => {
                    in_string = false;
                    code.push('"');
                }
                _ => {}
            }
        } else if letter == '"' {
            in_string = true;
            code.push('"');
        } else if letter == '/' && letters.peek() == Some(&'/') {
            break;
        } else if letter == '/' && letters.next_if_eq(&'*').is_some() {
            *in_block_comment = true;
        } else {
            code.push(letter);
        }
    }
    code
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn literals_are_found_in_code_constants_and_macros_but_not_in_tests_or_docs() {
        let source = r##"
            //! A file.
            /// Doc text.
            #[error("attribute text")]
            const A: &str = "constant";
            fn f() { say(t("key"), format!("made {x}")); row.get("column"); }
            things! { /// Doc text in a macro.
                Sample }
            #[cfg(test)]
            mod tests { const B: &str = "of a test"; }
            #[tokio::test]
            async fn g() { "of a test too"; }
        "##;
        let found = literals(source);
        let values: Vec<_> = found.iter().map(|l| l.value.as_str()).collect();
        assert_eq!(values, ["constant", "key", "made {x}", "column"]);
        assert_eq!(found[1].given_to.as_deref(), Some("t"));
        assert_eq!(found[2].within.as_deref(), Some("format"));
        assert_eq!(found[0].line, 5);
    }

    #[test]
    fn code_lines_leave_out_comments_strings_and_tests() {
        let source = "let a = 1; // f64\nlet b = \"f64 // \"; let c = f64;\n/* f64\n f64 */ let d;\n#[cfg(test)]\nmod tests {\nf64";
        let lines = code_lines(source);
        let said: Vec<_> = lines.iter().map(|(line, code)| (*line, code.contains("f64"))).collect();
        assert_eq!(said, [(1, false), (2, true), (4, false), (5, false)]);
    }

    #[test]
    fn names_become_keys() {
        assert_eq!(kebab("TooLong"), "too-long");
        assert_eq!(kebab("service_request"), "service-request");
    }
}
