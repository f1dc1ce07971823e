//! Korean and English analysis without a dictionary.
//!
//! Hangul words lose one trailing particle and become pairs of syllables; Latin words are stemmed; model codes stay
//! whole and are split as well. No list of words is needed, so a compound nobody wrote down before is still found.

mod dictionary;
mod distance;
mod hangul;
mod normalise;
mod particle;
mod sieve;
mod sound;
mod stops;
mod tokenizer;
mod units;
mod why;

pub(crate) use dictionary::MARK;
pub use dictionary::{Dictionary, DictionaryError};
pub use distance::distance;
pub(crate) use hangul::{compose, is_letter, is_syllable};
pub use hangul::{initials, letters, other_layout};
pub(crate) use sieve::Sieve;
pub use sound::{Alike, Sounds};
pub(crate) use stops::is_filler;
pub use tokenizer::{TOKENIZER, WordTokenizer};
pub use why::asks_why;

/// One word as the reader wrote it, with the terms it is found by.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Word {
    /// As written, without the punctuation around it: `LC-MS/MS로`.
    pub surface: String,
    /// One string for comparing with names: stems and stripped Hangul without joiners, `lcmsms`.
    pub key: String,
    /// Index terms, in order, repeats kept.
    pub terms: Vec<String>,
    /// A word of asking (`what`, `어떻게`), not of what is asked for; it has no terms then.
    pub asking: bool,
    /// A word that explains more than it names (`typically`, `various`).
    pub weak: bool,
}

/// The words of `text`. Words that carry no term (particles alone, stop words, punctuation) are left out.
pub fn words(text: &str) -> Vec<Word> {
    let mut sieve = Sieve::default();
    let mut collected = Collected::default();
    sieve.pour(text, &mut collected);
    let mut words = collected.words;
    for word in &mut words {
        if stops::is_asking(&word.key) {
            word.asking = true;
            word.terms.clear();
        }
        word.weak = stops::is_weak(&word.key);
    }
    words.retain(|word| !word.terms.is_empty() || word.asking);
    words
}

/// All index terms of `text`, in order.
pub fn terms(text: &str) -> Vec<String> {
    let mut collected = Collected::default();
    Sieve::default().pour(text, &mut collected);
    collected.words.into_iter().flat_map(|word| word.terms).collect()
}

/// The comparison key of a whole name, however it is spaced or joined: `LC-MS/MS` and `LC MS MS` agree.
pub fn key(name: &str) -> String {
    let mut collected = Collected::default();
    Sieve::default().pour(name, &mut collected);
    collected.words.into_iter().map(|word| word.key).collect()
}

/// What the sieve hands on while it goes through a text.
pub(crate) trait Catch {
    /// A word begins; the terms that follow belong to it.
    fn word(&mut self, _surface: &str) {}
    /// An index term of the current word.
    fn term(&mut self, term: &str);
    /// A piece of the current word's comparison key.
    fn key(&mut self, _piece: &str) {}
}

#[derive(Default)]
struct Collected {
    words: Vec<Word>,
}

impl Catch for Collected {
    fn word(&mut self, surface: &str) {
        self.words.push(Word {
            surface: surface.to_owned(),
            key: String::new(),
            terms: Vec::new(),
            asking: false,
            weak: false,
        });
    }

    fn term(&mut self, term: &str) {
        if let Some(word) = self.words.last_mut() {
            word.terms.push(term.to_owned());
        }
    }

    fn key(&mut self, piece: &str) {
        if let Some(word) = self.words.last_mut() {
            word.key.push_str(piece);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(text: &str, expected: &[&str]) {
        assert_eq!(terms(text), expected, "{text}");
    }

    #[test]
    fn hangul_becomes_pairs_without_the_particle() {
        check("잔류농약을", &["잔류", "류농", "농약"]);
        check("시료가", &["시료"]);
        check("분석기", &["분석", "석기"]);
        check("물", &["물"]);
        check("투과전자현미경으로", &["투과", "과전", "전자", "자현", "현미", "미경"]);
    }

    #[test]
    fn latin_words_are_stemmed_and_stop_words_go() {
        check("the analyses of residues", &["analys", "residu"]);
        check("Chromatography", &["chromatograph"]);
        check("spectrometer spectrometry", &["spectromet", "spectromet"]);
        check("microscopy microscopes", &["microscop", "microscop"]);
        check("identify identification", &["identif", "identif"]);
        check("colour analyses", &["color", "analys"]);
        check("analyzer analysis", &["analys", "analys"]);
        check("supplier's", &["supplier"]);
    }

    #[test]
    fn codes_stay_whole_and_are_split() {
        check("JEM-2100F", &["jem2100f", "jem", "2100f", "2100"]);
        check("E8363B", &["e8363b", "8363"]);
        check("LC-MS/MS로", &["lcmsms", "lcms", "lc", "ms", "ms"]);
        check("high-speed", &["highspe", "high", "speed"]);
    }

    #[test]
    fn units_are_one_spelling() {
        check("10MHz", &["10mhz", "10", "mhz"]);
        check("10 Mhz", &["10", "mhz", "10mhz"]);
        check("0.5㎛", &["0.5um", "0.5", "um"]);
        check("0.5 μm", &["0.5", "um", "0.5um"]);
        check("1,000 ppm", &["1000", "ppm", "1000ppm"]);
    }

    #[test]
    fn words_keep_what_the_reader_wrote() {
        let found = words("농산물의 LC-MS/MS로, 10 MHz");
        let surfaces: Vec<_> = found.iter().map(|w| w.surface.as_str()).collect();
        assert_eq!(surfaces, ["농산물의", "LC-MS/MS로", "10", "MHz"]);
        assert_eq!(found.get(1).map(|w| w.key.as_str()), Some("lcmsms"));
    }

    #[test]
    fn strange_input_is_only_strange() {
        for text in [
            "",
            " ",
            "\0\u{1}\u{7f}",
            "-/-/-",
            "…。！",
            "은 는 이 가",
            "<b>&amp;</b>",
            "\u{200d}",
            "😀",
            "ㅋㅋㅋ",
        ] {
            let _ = words(text);
        }
        assert!(words(&"가나다라 ".repeat(5_000)).len() == 5_000);
        assert_eq!(words(&"x".repeat(20_000)).len(), 1);
    }
}
