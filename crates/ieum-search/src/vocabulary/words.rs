//! The words that names are put together from: what everybody's table is taught beside the names.

use sha2::{Digest, Sha256};

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

#[cfg(test)]
mod tests {
    use super::*;
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
