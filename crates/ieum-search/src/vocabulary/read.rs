//! Which entries of the vocabulary a text names.

use super::{Entry, Lexicon, SPAN};
use crate::analysis;

/// An entry that a text names.
#[derive(Debug, Clone, PartialEq)]
pub struct Named<'a> {
    /// The entry.
    pub entry: &'a Entry,
    /// The words of the text that name it.
    pub by: String,
}

impl Lexicon {
    /// The entries that `text` names, each once, in the order of the text. The longest name counts: `잔류농약` names
    /// residues and not pesticides as well; what a Hangul compound is made of counts where the whole names nothing.
    pub fn named_in(&self, text: &str) -> Vec<Named<'_>> {
        let words = analysis::words(text);
        let mut found: Vec<Named<'_>> = Vec::new();
        let mut place = 0;
        while place < words.len() {
            let longest = (1..=SPAN.min(words.len() - place)).rev().find_map(|length| {
                let span = words.get(place..place + length)?;
                let key: String = span.iter().map(|w| w.key.as_str()).collect();
                let others = words.iter().enumerate().filter(|(at, _)| !(place..place + length).contains(at));
                let beside = others.flat_map(|(_, word)| word.terms.iter().map(String::as_str));
                let entries = self.vocabulary.meant(&key, beside);
                (!entries.is_empty()).then_some((length, entries))
            });
            if let Some((length, entries)) = longest {
                let span: Vec<&str> =
                    words.iter().skip(place).take(length).map(|w| w.surface.as_str()).collect();
                entries.into_iter().for_each(|entry| note(&mut found, entry, &span.join(" ")));
                place += length;
                continue;
            }
            if let Some(word) = words.get(place) {
                self.parts(&word.key).iter().for_each(|(part, entry)| note(&mut found, entry, part));
            }
            place += 1;
        }
        found
    }
}

fn note<'a>(found: &mut Vec<Named<'a>>, entry: &'a Entry, by: &str) {
    if !found.iter().any(|named| named.entry.id == entry.id) {
        found.push(Named { entry, by: by.to_owned() });
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(text: &str, expected: &[&str]) {
        let lexicon = Lexicon::shipped();
        let found: Vec<String> = lexicon.named_in(text).into_iter().map(|n| n.entry.id.clone()).collect();
        for id in expected {
            assert!(found.iter().any(|f| f == id), "{text}: {found:?} lacks {id}");
        }
    }

    #[test]
    fn names_in_both_languages_and_inside_compounds_are_read() {
        check("주사전자현미경으로 단면을 보고 싶어요", &["scanning-electron-microscopy"]);
        check(
            "Liquid chromatograph tandem mass spectrometer (LC-MS/MS)",
            &["liquid-chromatography-tandem-mass-spectrometry"],
        );
        check("시편 절단과 인장시험", &["specimen-cutting", "tensile-test"]);
        check("", &[]);
    }

    #[test]
    fn nothing_is_read_from_words_that_name_nothing() {
        assert!(Lexicon::shipped().named_in("안녕하세요 hello").is_empty());
    }
}
