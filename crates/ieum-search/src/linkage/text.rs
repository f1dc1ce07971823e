//! Texts made comparable: one spelling, words, trigrams, and how a word sounds.

use unicode_normalization::UnicodeNormalization;

/// Most letters of one value that are looked at; a description of a page says no more about identity than its start.
const MOST_LETTERS: usize = 4_000;

/// One spelling: compatibility composition (NFKC), lower case, Latin letters without their accents.
///
/// Lists made for the web bring characters as numbers (`&#231;`); they are put back first.
pub(super) fn folded(text: &str) -> String {
    let text = &unescaped(text);
    let wide = text.chars().take(MOST_LETTERS).nfkd().filter(|c| !('\u{300}'..='\u{36f}').contains(c));
    wide.nfc().flat_map(char::to_lowercase).collect()
}

/// `text` with characters written as `&#231;` put back; anything else stays as it is.
fn unescaped(text: &str) -> std::borrow::Cow<'_, str> {
    if !text.contains("&#") {
        return text.into();
    }
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some((before, after)) = rest.split_once("&#") {
        out.push_str(before);
        let letter = after.split_once(';').and_then(|(number, rest)| {
            let letter = number.trim().parse().ok().and_then(char::from_u32)?;
            Some((letter, rest))
        });
        match letter {
            Some((letter, after)) => {
                out.push(letter);
                rest = after;
            }
            None => {
                out.push_str("&#");
                rest = after;
            }
        }
    }
    out.push_str(rest);
    out.into()
}

/// Letters and digits of `text` in one spelling, nothing between them.
pub(super) fn squeezed(text: &str) -> String {
    folded(text).chars().filter(|c| c.is_alphanumeric()).collect()
}

/// Runs of letters and digits, in order.
pub(super) fn words(text: &str) -> Vec<String> {
    let folded = folded(text);
    let runs = folded.split(|c: char| !c.is_alphanumeric());
    runs.filter(|run| !run.is_empty()).map(str::to_owned).collect()
}

/// Runs of three letters over the words of `text`, the ends of words included.
pub(super) fn trigrams(text: &str) -> Vec<String> {
    let padded = format!(" {} ", words(text).join(" "));
    let letters: Vec<char> = padded.chars().collect();
    letters.windows(3).map(|window| window.iter().collect()).collect()
}

/// The text as letters of the alphabet or single Hangul letters: one wrong vowel is one wrong letter.
pub(super) fn letters(text: &str) -> Vec<char> {
    crate::analysis::letters(text).chars().collect()
}

/// Initial consonants as they sound in a foreign word, in the order of the code points.
const INITIAL: [&str; 19] =
    ["k", "k", "n", "t", "t", "l", "m", "p", "p", "s", "s", "", "j", "j", "ch", "k", "t", "p", "h"];
/// Vowels, in the order of the code points.
const VOWEL: [&str; 21] = [
    "a", "e", "a", "e", "e", "e", "e", "e", "o", "oa", "oe", "oe", "o", "u", "ue", "ue", "ui", "u", "u",
    "ui", "i",
];
/// Finals, in the order of the code points.
const FINAL: [&str; 28] = [
    "", "k", "k", "ks", "n", "n", "n", "t", "l", "lk", "lm", "lp", "l", "l", "l", "l", "m", "p", "p", "s",
    "s", "ng", "t", "t", "k", "t", "p", "t",
];

/// How a name sounds, coarsely, whether written in Hangul or in Latin letters: `애질런트` and `Agilent` come near.
///
/// Hangul follows the Revised Romanization's letters (문화체육관광부 고시 제2014-0042호), then both scripts fall together:
/// voiced and unvoiced stops, `l` and `r`, `f` and `p`, `v` and `b`, and the vowel `ㅡ` that Korean puts between consonants
/// goes with every other unwritten vowel.
pub(super) fn sound(text: &str) -> String {
    let mut spelled = String::new();
    for letter in folded(text).chars() {
        let code = u32::from(letter);
        if (0xac00..=0xd7a3).contains(&code) {
            let part = |table: &[&'static str], n: u32| {
                usize::try_from(n).ok().and_then(|n| table.get(n).copied()).unwrap_or_default()
            };
            let code = code - 0xac00;
            spelled.push_str(part(&INITIAL, code / 588));
            // The vowel between two consonants of a loan word is nobody's: ㅡ is left out.
            if code / 28 % 21 != 18 {
                spelled.push_str(part(&VOWEL, code / 28 % 21));
            }
            spelled.push_str(part(&FINAL, code % 28));
        } else if letter.is_ascii_alphanumeric() {
            spelled.push(letter);
        }
    }
    coarse(&spelled)
}

/// Letters that stand for one another in loan words become one.
fn coarse(spelled: &str) -> String {
    let letters: Vec<char> = spelled.chars().collect();
    let mut out = String::with_capacity(spelled.len());
    let mut place = 0;
    while let Some(letter) = letters.get(place).copied() {
        let next = letters.get(place + 1).copied().unwrap_or(' ');
        let (piece, used) = match (letter, next) {
            ('p', 'h') => ("p", 2),
            ('c', 'h') => ("j", 2),
            ('c', 'k') => ("k", 2),
            ('t', 'h') => ("s", 2),
            ('s', 'c') => ("s", 2),
            ('q', 'u') => ("ku", 2),
            ('c', 'e' | 'i' | 'y') => ("s", 1),
            ('g', 'e' | 'i' | 'y') => ("j", 1),
            ('n', 'g') => ("n", 2),
            ('c' | 'g' | 'q', _) => ("k", 1),
            ('x', _) => ("ks", 1),
            ('z', _) => ("j", 1),
            ('d', _) => ("t", 1),
            ('b' | 'f' | 'v', _) => ("p", 1),
            // Korean hears no `r` before a consonant or at the end: `Perkin` is 퍼킨.
            ('r', 'a' | 'e' | 'i' | 'o' | 'u' | 'y') => ("l", 1),
            ('r', _) => ("", 1),
            ('y', _) => ("i", 1),
            ('w', _) => ("u", 1),
            ('h', _) => ("", 1),
            _ => ("", 0),
        };
        let written = if used == 0 { letter.to_string() } else { piece.to_owned() };
        // Doubled letters say nothing between scripts: 릴 + 리 is one l.
        for one in written.chars() {
            if !out.ends_with(one) {
                out.push(one);
            }
        }
        place += used.max(1);
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn near(korean: &str, latin: &str) {
        let (left, right) = (sound(korean), sound(latin));
        let likeness = super::super::likeness::jaro_winkler(&left, &right);
        assert!(likeness >= 0.75, "{korean} {left} {latin} {right}: {likeness}");
    }

    #[test]
    fn makers_sound_alike_in_both_scripts() {
        near("애질런트", "Agilent");
        near("써모피셔", "Thermo Fisher");
        near("브루커", "Bruker");
        near("시마즈", "Shimadzu");
        near("퍼킨엘머", "PerkinElmer");
        near("워터스", "Waters");
        near("텍트로닉스", "Tektronix");
        near("히타치", "Hitachi");
    }

    #[test]
    fn different_makers_do_not() {
        for (left, right) in [("브루커", "Agilent"), ("시마즈", "Waters"), ("히타치", "Tektronix")] {
            assert!(
                super::super::likeness::jaro_winkler(&sound(left), &sound(right)) < 0.7,
                "{left} {right}"
            );
        }
    }

    #[test]
    fn widths_and_cases_fall_together() {
        assert_eq!(squeezed("ＪＥＭ-２１００Ｆ "), "jem2100f");
        assert_eq!(words("LC-MS/MS 분석"), ["lc", "ms", "ms", "분석"]);
        assert_eq!(trigrams("ab"), [" ab", "ab "]);
        assert!(trigrams("").is_empty());
    }
}
