//! The words that names are put together from: what everybody's table is taught beside the names.

use super::Vocabulary;
use crate::analysis;
use sha2::{Digest, Sha256};
use std::cmp::Reverse;
use std::collections::{BTreeMap, HashMap};
use std::sync::LazyLock;

/// Korean words and pieces of words with what they mean, in our own words: a line each, English words split at `|`.
const WORDS: &str = include_str!("../../vocabulary/words.csv");

/// Tells one list of words from another: the first eight bytes of its SHA-256, in hexadecimal digits.
pub(super) fn mark() -> String {
    Sha256::digest(WORDS).iter().take(8).map(|byte| format!("{byte:02x}")).collect()
}

/// Pairs of one Korean and one English word.
pub(super) fn words() -> impl Iterator<Item = (&'static str, &'static str)> {
    let rows = WORDS.lines().skip(1).filter_map(|line| line.split_once(','));
    rows.flat_map(|(korean, english)| english.split('|').map(move |english| (korean, english)))
}

/// The English word behind a stem, to show to people: `microscope` for `microscop`. A stem that is a word itself stays; else, of those
/// in the shipped word list and glossary, it is the one that stands first in the list, or the shortest, or the one that occurs most.
pub fn whole_word(stem: &str) -> Option<&'static str> {
    static WHOLE: LazyLock<HashMap<String, String>> = LazyLock::new(|| {
        let mut counts: HashMap<String, BTreeMap<String, usize>> = HashMap::new();
        let glossary = Vocabulary::shipped();
        let names = glossary.entries().iter().flat_map(|entry| &entry.en).map(String::as_str);
        for word in names.chain(words().map(|(_, english)| english)).flat_map(analysis::words) {
            let [stem] = word.terms.as_slice() else { continue };
            let plain = word.surface.to_lowercase();
            if plain.bytes().all(|letter| letter.is_ascii_lowercase()) {
                *counts.entry(stem.clone()).or_default().entry(plain).or_default() += 1;
            }
        }
        let mut listed: HashMap<&str, usize> = HashMap::new();
        for (place, (_, english)) in words().enumerate() {
            listed.entry(english).or_insert(place);
        }
        let best = |stem: &str, words: BTreeMap<String, usize>| {
            let rank = |(word, count): &(String, usize)| {
                let place = listed.get(word.as_str()).copied().unwrap_or(usize::MAX);
                (word != stem, place, word.len(), Reverse(*count))
            };
            words.into_iter().min_by_key(rank)
        };
        counts
            .into_iter()
            .filter_map(|(stem, words)| best(&stem, words).map(|(word, _)| (stem, word)))
            .collect()
    });
    WHOLE.get(stem).map(String::as_str)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_stem_has_its_word() {
        for word in ["microscope", "spectrometer", "electron", "analysis"] {
            let stem = analysis::terms(word).first().cloned().unwrap();
            assert_eq!(whole_word(&stem), Some(word), "{stem}");
        }
        assert_eq!(whole_word("nephelostat"), None);
        // A name of the glossary is told in its own words.
        for word in ["test", "sensor", "laser", "gas", "process"] {
            assert!(whole_word(word).is_none_or(|whole| whole == word), "{word}");
        }
    }
    use crate::analysis::is_syllable;
    use std::collections::HashSet;

    #[test]
    fn every_row_is_a_korean_word_with_english_ones() {
        let mut seen = HashSet::new();
        for line in WORDS.lines().skip(1) {
            let (korean, english) = line.split_once(',').expect("two columns");
            assert!(korean.chars().all(is_syllable) && !korean.is_empty(), "{line}");
            assert!(seen.insert(korean), "{korean} twice");
            for word in english.split('|') {
                let plain = |c: char| c.is_ascii_lowercase() || c == ' ' || c == '-';
                assert!(!word.is_empty() && word.trim() == word && word.chars().all(plain), "{line}");
            }
        }
        assert!(seen.len() > 1_500);
    }
}
