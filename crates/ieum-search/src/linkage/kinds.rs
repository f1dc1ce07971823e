//! Which kind of thing a name ends in, and which kinds are kinds of another: a transmission electron microscope is an electron
//! microscope, and a holder for one is not.

use super::concepts::{SPAN, named, said};
use crate::analysis::{self, Word};
use crate::vocabulary::{Entry, EntryKind, Vocabulary};
use std::collections::HashSet;

/// Longest measure unit behind a number, in letters: `200 kV`, `40 GHz`.
const UNIT: usize = 5;
/// Words that name anything.
const ANYTHING: [&str; 8] = ["시스템", "장비", "장치", "세트", "system", "equipment", "instrument", "device"];
/// Shortest part at the end of a Hangul compound that is looked up, in syllables.
const PART: usize = 2;

/// Ids of the glossary's entries that a name speaks of, the kind of the thing first; nothing where that is not known. The last noun of
/// a Korean or English name is what the thing is, without what is asked of it; where another part of the name is a narrower kind
/// of the same, it is that one: a `GC-MS 질량분석기` is a GC-MS.
pub fn kinds(name: &str) -> Vec<String> {
    let vocabulary = Vocabulary::shipped();
    let outside = name.split(['(', '[']).next().unwrap_or_default();
    let Some(head) = head(&vocabulary, name).or_else(|| head(&vocabulary, outside)) else {
        return Vec::new();
    };
    let mut all = said(&vocabulary, name);
    let first = all.iter().find(|other| is_kind_of(other, &head)).unwrap_or(&head).clone();
    all.retain(|other| *other != first);
    all.insert(0, first);
    all
}

fn head(vocabulary: &Vocabulary, name: &str) -> Option<String> {
    let name = without_measures(name);
    let mut words = analysis::words(&name);
    // Keys of English words are stems, and Korean words may carry particles.
    let says_nothing = |word: &Word| {
        ANYTHING.contains(&word.key.as_str()) || ANYTHING.contains(&word.surface.to_lowercase().as_str())
    };
    while words.len() > 1 && words.last().is_some_and(says_nothing) {
        words.pop();
    }
    let longest = (1..=SPAN.min(words.len())).rev().find_map(|length| {
        let key: String = words.iter().skip(words.len() - length).map(|word| word.key.as_str()).collect();
        named(vocabulary, &key)
    });
    longest.or_else(|| {
        let letters: Vec<char> = words.last()?.key.chars().collect();
        // The longest part that ends the compound and leaves something before it.
        (1..=letters.len().saturating_sub(PART)).find_map(|from| {
            let part = letters.get(from..).filter(|part| part.iter().all(|c| analysis::is_syllable(*c)))?;
            named(vocabulary, &part.iter().collect::<String>())
        })
    })
}

/// The words before a measure at the end: `전자현미경 200 kV` asks for `전자현미경`.
fn without_measures(name: &str) -> String {
    let first = name.split([',', ';']).next().unwrap_or_default();
    let mut words: Vec<&str> = first.split_whitespace().collect();
    let has_digit = |word: &&str| word.chars().any(|c| c.is_ascii_digit());
    while let Some(at) = words.iter().rposition(has_digit).filter(|at| *at > 0) {
        if !words.iter().skip(at + 1).all(|word| word.is_ascii() && word.len() <= UNIT) {
            break;
        }
        words.truncate(at);
    }
    while words.last().is_some_and(|word| word.chars().all(|c| c.is_ascii_punctuation())) {
        words.pop();
    }
    words.join(" ")
}

/// Whether everything of the kind `narrow` is of the kind `wide` and not the other way round, by ids of the glossary. A machine is
/// of the kinds of the techniques it is made for.
pub fn is_kind_of(narrow: &str, wide: &str) -> bool {
    let vocabulary = Vocabulary::shipped();
    reaches(&vocabulary, narrow, wide) && !reaches(&vocabulary, wide, narrow)
}

fn reaches(vocabulary: &Vocabulary, from: &str, to: &str) -> bool {
    let mut seen = HashSet::new();
    let mut next: Vec<&Entry> = vocabulary.entry(from).into_iter().collect();
    while let Some(entry) = next.pop() {
        if !seen.insert(entry.id.as_str()) {
            continue;
        }
        next.extend(vocabulary.wider(entry).take(1));
        let other = match entry.kind {
            EntryKind::Instrument => EntryKind::Technique,
            EntryKind::Technique => EntryKind::Instrument,
            _ => continue,
        };
        // A technique and the machine for it are one kind where each leads to the other.
        let twin = |there: &&Entry| there.kind == other && there.related.contains(&entry.id);
        next.extend(vocabulary.related(entry).filter(twin));
    }
    from != to && seen.contains(to)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(name: &str, expected: Option<&str>) {
        assert_eq!(kinds(name).first().map(String::as_str), expected, "{name}");
    }

    #[test]
    fn a_name_is_of_the_kind_it_ends_in() {
        check("전자현미경", Some("electron-microscopy"));
        check("고성능 전자현미경 200 kV", Some("electron-microscopy"));
        check("200 kV 전자현미경 1대", Some("electron-microscopy"));
        check("electron microscope system", Some("electron-microscopy"));
        check("Electron Microscope Equipment", Some("electron-microscopy"));
        check("전자현미경 장비", Some("electron-microscopy"));
        check("현장용주사전자현미경", Some("scanning-electron-microscopy"));
        check("주사전자현미경 (Quanta)", Some("scanning-electron-microscopy"));
        check("현미경, 1 대", Some("microscopy"));
        check("GC-MS 질량분석기", kinds("GC-MS").first().map(String::as_str));
        check("전자현미경용 시편 홀더", None);
        check("electron microscope holder", None);
        check("200 kV", None);
        check("", None);
    }

    #[test]
    fn narrower_kinds_are_kinds_of_wider_ones_and_not_the_other_way_round() {
        for narrow in ["scanning-electron-microscopy", "field-emission-sem", "stem-microscope"] {
            assert!(is_kind_of(narrow, "electron-microscopy"), "{narrow}");
            assert!(is_kind_of(narrow, "microscopy"), "{narrow}");
            assert!(!is_kind_of("electron-microscopy", narrow), "{narrow}");
            assert!(!is_kind_of(narrow, narrow), "{narrow}");
        }
        assert!(!is_kind_of("optical-microscope", "electron-microscopy"));
        assert!(!is_kind_of("gas-chromatography", "electron-microscopy"));
        // The machine and its technique are one kind.
        assert!(!is_kind_of("scanning-electron-microscope", "scanning-electron-microscopy"));
        assert!(!is_kind_of("nothing", "microscopy"));
    }
}
