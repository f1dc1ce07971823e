//! Words for the same thing, in both languages: the shipped glossary and the table learned from a catalogue.

mod entry;
mod table;

pub use entry::{Entry, EntryKind, Vocabulary, VocabularyError};
pub use table::TranslationTable;

use crate::analysis::{self, Word, is_syllable};
use crate::numbers::real;
use std::sync::Arc;

/// Words of a question that one name of the vocabulary may span.
const SPAN: usize = 5;
/// Shortest part of a Hangul compound that is looked up on its own, in syllables.
const PART: usize = 2;
/// Translations taken from the learned table for one word.
const LEARNED: usize = 8;

/// What the index uses to widen a question.
#[derive(Debug, Clone, Default)]
pub struct Lexicon {
    /// The glossary.
    pub vocabulary: Arc<Vocabulary>,
    /// Translations learned from pairs of names; empty until trained.
    pub table: Arc<TranslationTable>,
}

/// Another way to say a word of the question.
#[derive(Debug, Clone, PartialEq)]
pub struct Expansion {
    /// Place of the (first) word it stands for.
    pub word: usize,
    /// As asked.
    pub from: String,
    /// As the vocabulary has it, or the learned term.
    pub to: String,
    /// Index terms with their weight, 1 being as good as the word itself.
    pub terms: Vec<(String, f64)>,
    /// Whether it is in the other language.
    pub translation: bool,
}

impl Lexicon {
    /// The shipped glossary and an empty table.
    pub fn shipped() -> Self {
        Self { vocabulary: Vocabulary::shipped(), table: Arc::default() }
    }

    /// Other ways to say `words`: names of matched vocabulary entries first, then learned translations of words the
    /// vocabulary does not know.
    pub fn expand(&self, words: &[Word]) -> Vec<Expansion> {
        let mut out = Vec::new();
        let mut known = vec![false; words.len()];
        let mut place = 0;
        while place < words.len() {
            let longest = (1..=SPAN.min(words.len() - place)).rev().find_map(|length| {
                let span = words.get(place..place + length)?;
                let key: String = span.iter().map(|w| w.key.as_str()).collect();
                let entries = self.vocabulary.named(&key);
                (!entries.is_empty()).then_some((length, key, entries))
            });
            if let Some((length, key, entries)) = longest {
                let from: Vec<&str> =
                    words.iter().skip(place).take(length).map(|w| w.surface.as_str()).collect();
                for entry in entries {
                    self.names(entry, &key, (place, &from.join(" ")), &mut out);
                }
                known.iter_mut().skip(place).take(length).for_each(|k| *k = true);
                place += length;
            } else {
                if let Some(word) = words.get(place) {
                    let parts = self.parts(&word.key);
                    for (part, entry) in &parts {
                        self.names(entry, part, (place, part), &mut out);
                    }
                    if let Some(known) = known.get_mut(place) {
                        *known = !parts.is_empty();
                    }
                }
                place += 1;
            }
        }
        for ((place, word), _) in
            words.iter().enumerate().zip(known).filter(|((_, w), known)| !known && !w.asking)
        {
            for (to, terms) in self.table.translate(word, LEARNED) {
                out.push(Expansion { word: place, from: word.surface.clone(), to, terms, translation: true });
            }
        }
        out
    }

    /// Vocabulary entries inside a Hangul compound, longest first and not overlapping.
    fn parts<'a>(&'a self, key: &str) -> Vec<(String, &'a Entry)> {
        let chars: Vec<char> = key.chars().take(24).collect();
        let mut out = Vec::new();
        if chars.len() <= PART || !chars.iter().all(|c| is_syllable(*c)) {
            return out;
        }
        let mut free = vec![true; chars.len()];
        for length in (PART..chars.len()).rev() {
            for start in 0..=chars.len() - length {
                let within = start..start + length;
                if free.get(within.clone()).is_none_or(|f| f.contains(&false)) {
                    continue;
                }
                let part: String = chars.get(within.clone()).unwrap_or_default().iter().collect();
                let entries = self.vocabulary.named(&part);
                if let Some(entry) = entries.first() {
                    free.get_mut(within).unwrap_or_default().fill(false);
                    out.push((part, *entry));
                }
            }
        }
        out
    }

    fn names(&self, entry: &Entry, key: &str, (word, from): (usize, &str), out: &mut Vec<Expansion>) {
        let asked_in_hangul = key.chars().any(is_syllable);
        for name in entry.names() {
            if analysis::key(name) == key {
                continue;
            }
            let terms = analysis::terms(name);
            // A phrase counts once, not once a term.
            let each = (1.5 / real(terms.len().max(1))).min(1.0);
            let hangul = name.chars().any(is_syllable);
            out.push(Expansion {
                word,
                from: from.to_owned(),
                to: name.to_owned(),
                terms: terms.into_iter().map(|term| (term, each)).collect(),
                translation: hangul != asked_in_hangul,
            });
        }
    }
}

#[cfg(test)]
mod tests;
