//! What the glossary calls a name, so that a Korean and an English name of one kind of instrument meet.

use crate::analysis;
use crate::vocabulary::{EntryKind, Vocabulary};

/// Words of one name of the glossary at most.
pub(super) const SPAN: usize = 4;
/// Shortest and longest part of a Hangul compound that is looked up, in syllables.
const PART: std::ops::RangeInclusive<usize> = 2..=12;

/// Ids of the glossary's entries that a name speaks of, with the wider ones and, for a technique, the instruments it is done
/// with: the longest name in each place, none inside another.
pub(super) fn concepts(name: &str) -> Vec<String> {
    let vocabulary = Vocabulary::shipped();
    let mut all = Vec::new();
    for entry in said(&vocabulary, name).iter().filter_map(|id| vocabulary.entry(id)) {
        all.push(entry.id.clone());
        all.extend(vocabulary.wider(entry).map(|wider| wider.id.clone()));
        if entry.kind == EntryKind::Technique {
            let instruments = vocabulary.related(entry).filter(|other| other.kind == EntryKind::Instrument);
            all.extend(instruments.map(|other| other.id.clone()));
        }
    }
    all.sort_unstable();
    all.dedup();
    all
}

pub(super) fn said(vocabulary: &Vocabulary, name: &str) -> Vec<String> {
    let words = analysis::words(name);
    let mut found: Vec<String> = Vec::new();
    let mut place = 0;
    while place < words.len() {
        let longest = (1..=SPAN.min(words.len() - place)).rev().find_map(|length| {
            let key: String = words.iter().skip(place).take(length).map(|word| word.key.as_str()).collect();
            named(vocabulary, &key).map(|id| (length, id))
        });
        match longest {
            Some((length, id)) => {
                found.push(id);
                place += length;
            }
            None => {
                if let Some(word) = words.get(place) {
                    inside(vocabulary, &word.key, &mut found);
                }
                place += 1;
            }
        }
    }
    found
}

pub(super) fn named(vocabulary: &Vocabulary, key: &str) -> Option<String> {
    let entries = vocabulary.named(key);
    let tells = |kind: EntryKind| {
        matches!(
            kind,
            EntryKind::Instrument | EntryKind::Technique | EntryKind::Preparation | EntryKind::Test
        )
    };
    entries.iter().find(|entry| tells(entry.kind)).map(|entry| entry.id.clone())
}

/// Entries inside a Hangul compound, longest first.
fn inside(vocabulary: &Vocabulary, key: &str, found: &mut Vec<String>) {
    let letters: Vec<char> = key.chars().take(24).collect();
    if letters.len() <= *PART.start() || !letters.iter().all(|c| analysis::is_syllable(*c)) {
        return;
    }
    let mut from = 0;
    while from < letters.len() {
        let longest = PART.rev().find_map(|length| {
            let part: String = letters.get(from..from + length)?.iter().collect();
            named(vocabulary, &part).map(|id| (length, id))
        });
        match longest {
            Some((length, id)) => {
                found.push(id);
                from += length;
            }
            None => from += 1,
        }
    }
}

#[cfg(test)]
mod tests {
    #[test]
    fn both_languages_come_to_one_entry() {
        let korean = super::concepts("전계방출 주사전자현미경");
        let english = super::concepts("Field emission scanning electron microscope");
        assert!(!korean.is_empty(), "the glossary knows electron microscopes");
        assert!(korean.iter().any(|id| english.contains(id)), "{korean:?} {english:?}");
        assert!(super::concepts("").is_empty());
    }
}
