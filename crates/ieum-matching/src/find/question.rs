//! A question as it arrives from a box, a form or a program: cleaned, bounded, and with who asks.

use super::build::{ALL, KINDS, SORTERS};
use crate::need::sorts;
use ieum_kernel::Actor;
use ieum_search::{Query, analysis};
use ieum_web::Fields;

/// Longest question that is read, characters; the rest is left out and the page says so.
pub(crate) const LETTERS: usize = 4000;
/// Results a page.
pub(crate) const SIZE: usize = 20;
/// Last page anybody may ask for.
pub(crate) const PAGES: usize = 50;

/// Filters of the page, by name of the form field and key of the index.
pub(crate) const FILTERS: [(&str, &str); 5] = [
    ("region", "region"),
    ("access", "access"),
    ("organisation_kind", "organisation_kind"),
    ("accredited", "accredited"),
    ("facility", "facility"),
];

/// A question, cleaned.
#[derive(Debug, Clone, Default)]
pub(crate) struct Asked {
    /// What was written, without control characters, at most [`LETTERS`].
    pub words: String,
    /// Whether something had to be left out.
    pub cut: bool,
    /// Whether anything in it can be looked up.
    pub says_something: bool,
    /// Kinds wanted.
    pub kinds: Vec<String>,
    /// Filters by key of the index.
    pub filters: Vec<(String, String)>,
    /// From 1.
    pub page: usize,
    /// How many of the best of each kind are wanted besides.
    pub of_each_kind: usize,
    /// Whether the list is wanted where there are several kinds to show the best of.
    pub listed: bool,
}

/// Reads a question and its filters.
pub(crate) fn asked(fields: &Fields) -> Asked {
    // The first page asks in words of its own form.
    let said = if fields.has("q") { fields.get("q") } else { fields.get("words") };
    let whole: String =
        said.chars().map(|c| if c.is_control() { ' ' } else { c }).collect::<String>().trim().to_owned();
    let words: String = whole.chars().take(LETTERS).collect();
    let kinds = fields.all("kind").into_iter().filter(|k| KINDS.contains(k)).map(str::to_owned).collect();
    let filters = FILTERS
        .iter()
        .flat_map(|(name, key)| fields.all(name).into_iter().map(|value| ((*key).to_owned(), cut(value))))
        .take(40)
        .collect();
    let page = fields.get("page").trim().parse::<usize>().unwrap_or(1).clamp(1, PAGES);
    let says_something = !analysis::terms(&words).is_empty();
    let cut = words.len() < whole.len();
    Asked { cut, words, says_something, kinds, filters, page, of_each_kind: 0, listed: true }
}

fn cut(value: &str) -> String {
    value.trim().chars().take(60).collect()
}

/// The visibility terms of whoever asks.
pub(crate) fn viewer(actor: &Actor) -> Vec<String> {
    let mut terms = vec![ALL.to_owned()];
    terms.extend(actor.person.map(|person| person.to_string()));
    if sorts(actor) {
        terms.push(SORTERS.to_owned());
    }
    terms
}

impl Asked {
    /// As the index takes it.
    pub(crate) fn query(&self, actor: &Actor) -> Query {
        Query {
            text: self.words.clone(),
            filters: self.filters.clone(),
            visibility: viewer(actor),
            kinds: self.kinds.clone(),
            facets: ["kind", "region", "access", "organisation_kind", "accredited"]
                .map(str::to_owned)
                .to_vec(),
            limit: SIZE,
            offset: (self.page - 1) * SIZE,
            of_each_kind: self.of_each_kind,
            ..Query::default()
        }
    }

    /// Whether kinds or filters are chosen.
    pub(crate) fn is_narrowed(&self) -> bool {
        !self.kinds.is_empty() || !self.filters.is_empty()
    }

    /// Whether a filter value is chosen.
    pub(crate) fn chose(&self, key: &str, value: &str) -> bool {
        if key == "kind" {
            return self.kinds.iter().any(|k| k == value);
        }
        self.filters.iter().any(|(k, v)| k == key && v == value)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(query: &str, words: &str, says_something: bool) {
        let asked = asked(&Fields::parse(query));
        assert_eq!((asked.words.as_str(), asked.says_something), (words, says_something), "{query}");
    }

    #[test]
    fn anything_typed_becomes_a_question() {
        check("", "", false);
        check("q=+", "", false);
        check("q=%3Cb%3EHPLC%3C%2Fb%3E", "<b>HPLC</b>", true);
        check("q=..%21%3F", "..!?", false);
        check("q=%00%07", "", false);
        check("q=%EC%9E%94%EB%A5%98%EB%86%8D%EC%95%BD%EC%9D%84", "잔류농약을", true);
        let long = format!("q={}&page=99999999999999999999", "a".repeat(20_000));
        let asked = asked(&Fields::parse(&long));
        assert!(asked.cut && asked.words.len() == LETTERS && asked.page == 1);
    }

    #[test]
    fn unknown_kinds_are_left_out_and_pages_are_bounded() {
        let asked = asked(&Fields::parse("q=x&kind=person&kind=method&page=4000&region=43"));
        assert_eq!(asked.kinds, ["method"]);
        assert_eq!(asked.page, PAGES);
        assert!(asked.chose("region", "43") && asked.chose("kind", "method") && !asked.chose("kind", "need"));
    }

    #[test]
    fn a_guest_sees_what_everybody_may_see() {
        let guest = Actor::guest(ieum_kernel::Lang::Ko);
        assert_eq!(viewer(&guest), ["all"]);
    }
}
