//! Likely slips: the known words nearest to one that nothing speaks to.

use super::plan::Plan;
use super::score::Scratch;
use super::slips::Slips;
use super::snapshot::{Snapshot, Viewer};
use super::{FieldName, Index, IndexError};
use crate::analysis::{self, distance, other_layout};
use tantivy::termdict::TermDictionary;

/// Unmatched words that a corrected spelling is looked for.
const CORRECTED: usize = 3;
/// Words from which on a question is long.
const LONG: usize = 8;
/// Near entries of one dictionary that are looked at for one corrected spelling.
const ENTRIES_READ: usize = 2_000;
/// Entries that begin alike from which on the others are passed over.
const ALIKE: usize = 8;

impl Index {
    /// Looks for a likely meant spelling of words that nothing visible speaks to.
    pub(super) fn correct(
        &self,
        snapshot: &Snapshot,
        viewer: &Viewer,
        plan: &mut Plan,
        scratch: &mut Scratch,
    ) -> Result<(), IndexError> {
        let first = plan.terms.len();
        let unmatched = plan.unmatched();
        // A long question that is mostly understood does not hang on one spelling.
        if plan.words.len() > LONG && unmatched.len() * 2 < plan.words.len() {
            return Ok(());
        }
        for place in unmatched.into_iter().take(CORRECTED) {
            let Some(word) = plan.words.get(place).cloned() else { continue };
            if let Some(meant) = other_layout(&word.surface) {
                plan.add_correction(place, meant, self.weights.fuzzy);
            }
            for meant in near(snapshot, &word.key)? {
                plan.add_correction(place, meant, self.weights.fuzzy);
            }
        }
        self.add_terms(snapshot, viewer, (plan, first), scratch)
    }
}

/// Up to three known words within a slip or two of `key`, nearest first.
///
/// Latin words are compared with the terms of names and descriptions, Hangul ones letter by letter with the
/// beginnings of names.
fn near(snapshot: &Snapshot, key: &str) -> Result<Vec<String>, IndexError> {
    let hangul = key.chars().any(analysis::is_syllable);
    let wanted: Vec<char> =
        if hangul { analysis::letters(key).chars().collect() } else { key.chars().collect() };
    let most = if wanted.len() >= 8 { 2 } else { 1 };
    if wanted.len() < 4 || wanted.len() > 30 {
        return Ok(Vec::new());
    }
    let Some(slips) = Slips::new(&wanted, most, hangul) else { return Ok(Vec::new()) };
    let mut found: Vec<(usize, std::cmp::Reverse<u32>, String)> = Vec::new();
    for segment in &snapshot.segments {
        let names = segment.texts.iter().filter(|part| {
            !hangul && matches!(part.name, FieldName::Name | FieldName::Alias | FieldName::Description)
        });
        let dictionaries = names.map(|part| &part.index).chain(hangul.then_some(&segment.letters));
        for dictionary in dictionaries {
            each_near(dictionary.terms(), &slips, wanted.len() + most, |term, documents| {
                let letters: Vec<char> = term.chars().collect();
                // A name may go on after the word.
                let shortest = if hangul { wanted.len().saturating_sub(most) } else { letters.len() };
                let longest = if hangul { wanted.len() + most } else { letters.len() };
                for length in shortest..=longest.min(letters.len()) {
                    let head = letters.get(..length).unwrap_or_default();
                    if let Some(apart) = distance(&wanted, head, most).filter(|apart| *apart > 0) {
                        let text: String = head.iter().collect();
                        let text = if hangul { analysis::compose(&text) } else { text };
                        let whole = !text.chars().any(analysis::is_letter);
                        if whole && !found.iter().any(|(_, _, known)| *known == text) {
                            found.push((apart, std::cmp::Reverse(documents), text));
                        }
                    }
                }
            })?;
        }
    }
    found.sort();
    Ok(found.into_iter().take(3).map(|(_, _, text)| text).collect())
}

/// Hands on the entries of a dictionary that `slips` takes, each with how many documents have it. Of those with the same first
/// `told` letters some are enough.
fn each_near(
    terms: &TermDictionary,
    slips: &Slips,
    told: usize,
    mut then: impl FnMut(&str, u32),
) -> Result<(), IndexError> {
    let (mut read, mut alike) = (0, 0);
    let mut head = String::new();
    let mut from = String::new();
    loop {
        let mut stream = terms.search(slips).ge(from.as_bytes()).into_stream()?;
        loop {
            if read >= ENTRIES_READ || !stream.advance() {
                return Ok(());
            }
            read += 1;
            let Ok(term) = std::str::from_utf8(stream.key()) else { continue };
            let own =
                term.char_indices().nth(told).map_or(term, |(end, _)| term.get(..end).unwrap_or_default());
            alike = if own == head { alike + 1 } else { 0 };
            if alike >= ALIKE {
                break;
            }
            if alike == 0 {
                head.clear();
                head.push_str(own);
            }
            then(term, stream.value().doc_freq);
        }
        // The next beginning.
        from.clone_from(&head);
        from.push(char::MAX);
        alike = 0;
    }
}
