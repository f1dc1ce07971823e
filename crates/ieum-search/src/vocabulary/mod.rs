//! Words for the same thing, in both languages: the shipped glossary and the table learned from a catalogue.

mod changed;
mod entry;
mod glossary;
mod read;
mod sheet;
mod steps;
mod table;
mod words;

pub use entry::{Entry, EntryKind};
pub use glossary::{Vocabulary, VocabularyError};
pub use read::Named;
pub use sheet::{COLUMNS, MissingColumn, RowFault, SheetRow, read_sheet, write_sheet};
pub use table::TranslationTable;
pub use words::whole_word;

use crate::analysis::{self, Word, is_syllable};
use crate::numbers::real;
use std::sync::Arc;

/// Words of a question that one name of the vocabulary may span.
const SPAN: usize = 5;
/// Shortest part of a Hangul compound that is looked up on its own, in syllables.
const PART: usize = 2;
/// Translations taken from the learned table for one word.
const LEARNED: usize = 8;
/// Entries that a problem, a test or an analyte leads to and that widen a question.
const LED_TO: usize = 4;
/// Weight of a name that also means something else, 1 being that of a sure name.
const DOUBTFUL: f64 = 0.5;
/// Weight of a technique that a test or an analyte leads to, 1 being that of a test a problem leads to.
const TECHNIQUE: f64 = 0.5;

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
    /// How it stands to what was asked.
    pub link: Link,
    /// How sure that is when it was learned from names, 0 to 1; nothing when it stands in the vocabulary.
    pub sure: Option<f64>,
}

/// How another way to say a word stands to the word.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Link {
    /// The same in the same language, or an abbreviation.
    Synonym,
    /// The same in the other language.
    Translation,
    /// A test for the problem, or a technique for the test or analyte.
    Solution,
}

impl Lexicon {
    /// The shipped glossary and an empty table.
    pub fn shipped() -> Self {
        Self { vocabulary: Vocabulary::shipped(), table: Arc::default() }
    }

    /// Other ways to say `words`: names of matched vocabulary entries first, then learned translations of words the
    /// vocabulary does not know, then what the matched entries lead to.
    pub fn expand(&self, words: &[Word]) -> Vec<Expansion> {
        let mut out = Vec::new();
        let mut solutions = Vec::new();
        let mut known = vec![false; words.len()];
        let mut place = 0;
        while place < words.len() {
            let longest = (1..=SPAN.min(words.len() - place)).rev().find_map(|length| {
                let span = words.get(place..place + length)?;
                let key: String = span.iter().map(|w| w.key.as_str()).collect();
                let others = words.iter().enumerate().filter(|(at, _)| !(place..place + length).contains(at));
                let beside = others.flat_map(|(_, word)| word.terms.iter().map(String::as_str));
                // "What is" alone asks; it names no problem. A Korean phrase of asking may ("뭔지").
                if span.iter().all(|w| w.asking && w.surface.is_ascii()) {
                    return None;
                }
                let mut entries = self.vocabulary.meant(&key, beside);
                if let [word] = span {
                    entries.retain(|entry| is_form_of(&word.surface, &key, entry));
                }
                (!entries.is_empty()).then_some((length, key, entries))
            });
            if let Some((length, key, entries)) = longest {
                let from: Vec<&str> =
                    words.iter().skip(place).take(length).map(|w| w.surface.as_str()).collect();
                for entry in entries {
                    self.names(entry, &key, (place, &from.join(" ")), &mut out);
                    self.solutions(entry, (place, &from.join(" ")), &mut solutions);
                }
                known.iter_mut().skip(place).take(length).for_each(|k| *k = true);
                place += length;
            } else {
                if let Some(word) = words.get(place) {
                    let parts = self.parts(&word.key);
                    for (part, entry) in &parts {
                        self.names(entry, part, (place, part), &mut out);
                        self.solutions(entry, (place, part), &mut solutions);
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
                let (link, sure) = (Link::Translation, Some(surest(&terms)));
                out.push(Expansion { word: place, from: word.surface.clone(), to, terms, link, sure });
            }
        }
        out.append(&mut solutions);
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
                // `약해요` is no weakness in `예약해요`: what a customer complains of begins the word.
                let fits = |e: &&&Entry| start == 0 || e.kind != EntryKind::Problem;
                if let Some(entry) = entries.iter().find(fits) {
                    free.get_mut(within).unwrap_or_default().fill(false);
                    out.push((part, *entry));
                }
            }
        }
        out
    }

    fn names(&self, entry: &Entry, key: &str, (word, from): (usize, &str), out: &mut Vec<Expansion>) {
        // What is said of a problem names no document; what solves it does.
        if entry.kind == EntryKind::Problem {
            return;
        }
        for name in entry.names().filter(|name| analysis::key(name) != key) {
            let link = if in_hangul(name) == in_hangul(key) { Link::Synonym } else { Link::Translation };
            out.push(Expansion::new(word, from, name, (1.0, link)));
        }
        for name in entry.doubtful.iter().filter(|name| analysis::key(name) != key) {
            let link = if in_hangul(name) == in_hangul(key) { Link::Synonym } else { Link::Translation };
            out.push(Expansion::new(word, from, name, (DOUBTFUL, link)));
        }
    }

    fn solutions(&self, entry: &Entry, (word, from): (usize, &str), out: &mut Vec<Expansion>) {
        let weight = match entry.kind {
            EntryKind::Problem => 1.0,
            EntryKind::Test | EntryKind::Analyte => TECHNIQUE,
            _ => return,
        };
        for solution in self.vocabulary.related(entry).take(LED_TO) {
            for name in solution.usual_names() {
                out.push(Expansion::new(word, from, name, (weight, Link::Solution)));
            }
        }
    }
}

impl Expansion {
    fn new(word: usize, from: &str, to: &str, (weight, link): (f64, Link)) -> Self {
        let terms = analysis::terms(to);
        // A phrase counts once, not once a term.
        let each = weight * (1.5 / real(terms.len().max(1))).min(1.0);
        let terms = terms.into_iter().map(|term| (term, each)).collect();
        Self { word, from: from.to_owned(), to: to.to_owned(), terms, link, sure: None }
    }
}

/// How sure a learned translation is: its terms share the weight of a phrase, so that the share is taken out again.
fn surest(terms: &[(String, f64)]) -> f64 {
    let each = (1.5 / real(terms.len().max(1))).min(1.0);
    (terms.iter().map(|(_, weight)| *weight).fold(0.0, f64::max) / each).clamp(0.0, 1.0)
}

/// Endings that make another thing of a word: to sequence is not sequencing, a plate is not plating.
const ENDINGS: [&str; 6] = ["ing", "ed", "al", "ous", "ic", "ation"];

/// Whether `surface`, one word whose stem `key` names `entry`, is written like one of its names but for the plural.
///
/// Stems are right for finding texts and too coarse for telling things apart. What goes wrong is said in any form.
fn is_form_of(surface: &str, key: &str, entry: &Entry) -> bool {
    if entry.kind == EntryKind::Problem || !surface.bytes().all(|b| b.is_ascii_alphabetic()) {
        return true;
    }
    let endings = |word: &str| {
        let lower = word.to_ascii_lowercase();
        ENDINGS.map(|ending| lower.strip_suffix('s').unwrap_or(&lower).ends_with(ending))
    };
    let asked = endings(surface);
    let mut names = entry.names().chain(entry.doubtful.iter().map(String::as_str));
    names.any(|name| analysis::key(name) == key && endings(name) == asked)
}

fn in_hangul(text: &str) -> bool {
    text.chars().any(is_syllable)
}

#[cfg(test)]
mod tests;
