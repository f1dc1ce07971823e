//! Hangul by arithmetic: initial consonants, single letters, and the two keyboard layouts.
//!
//! A precomposed syllable is `0xAC00 + (initial · 21 + vowel) · 28 + final` (The Unicode Standard, 3.12).

const FIRST: u32 = 0xAC00;
const VOWELS: u32 = 21;
const FINALS: u32 = 28;

const INITIAL: [char; 19] = [
    'ㄱ', 'ㄲ', 'ㄴ', 'ㄷ', 'ㄸ', 'ㄹ', 'ㅁ', 'ㅂ', 'ㅃ', 'ㅅ', 'ㅆ', 'ㅇ', 'ㅈ', 'ㅉ', 'ㅊ', 'ㅋ', 'ㅌ',
    'ㅍ', 'ㅎ',
];

/// Vowels as the keys that make them: `ㅘ` is `ㅗ` then `ㅏ`.
const VOWEL: [&str; 21] = [
    "ㅏ", "ㅐ", "ㅑ", "ㅒ", "ㅓ", "ㅔ", "ㅕ", "ㅖ", "ㅗ", "ㅗㅏ", "ㅗㅐ", "ㅗㅣ", "ㅛ", "ㅜ", "ㅜㅓ", "ㅜㅔ",
    "ㅜㅣ", "ㅠ", "ㅡ", "ㅡㅣ", "ㅣ",
];

/// Finals as the keys that make them: `ㄳ` is `ㄱ` then `ㅅ`.
const FINAL: [&str; 28] = [
    "", "ㄱ", "ㄲ", "ㄱㅅ", "ㄴ", "ㄴㅈ", "ㄴㅎ", "ㄷ", "ㄹ", "ㄹㄱ", "ㄹㅁ", "ㄹㅂ", "ㄹㅅ", "ㄹㅌ", "ㄹㅍ",
    "ㄹㅎ", "ㅁ", "ㅂ", "ㅂㅅ", "ㅅ", "ㅆ", "ㅇ", "ㅈ", "ㅊ", "ㅋ", "ㅌ", "ㅍ", "ㅎ",
];

/// The letters on the two-set keyboard (KS X 5002), by Latin key; a capital is the key with shift.
const KEYS: [(char, char); 33] = [
    ('q', 'ㅂ'),
    ('w', 'ㅈ'),
    ('e', 'ㄷ'),
    ('r', 'ㄱ'),
    ('t', 'ㅅ'),
    ('y', 'ㅛ'),
    ('u', 'ㅕ'),
    ('i', 'ㅑ'),
    ('o', 'ㅐ'),
    ('p', 'ㅔ'),
    ('a', 'ㅁ'),
    ('s', 'ㄴ'),
    ('d', 'ㅇ'),
    ('f', 'ㄹ'),
    ('g', 'ㅎ'),
    ('h', 'ㅗ'),
    ('j', 'ㅓ'),
    ('k', 'ㅏ'),
    ('l', 'ㅣ'),
    ('z', 'ㅋ'),
    ('x', 'ㅌ'),
    ('c', 'ㅊ'),
    ('v', 'ㅍ'),
    ('b', 'ㅠ'),
    ('n', 'ㅜ'),
    ('m', 'ㅡ'),
    ('Q', 'ㅃ'),
    ('W', 'ㅉ'),
    ('E', 'ㄸ'),
    ('R', 'ㄲ'),
    ('T', 'ㅆ'),
    ('O', 'ㅒ'),
    ('P', 'ㅖ'),
];

/// Whether `c` is a precomposed Hangul syllable.
pub(crate) fn is_syllable(c: char) -> bool {
    ('\u{ac00}'..='\u{d7a3}').contains(&c)
}

/// Whether `c` is a single Hangul letter, as typed on its own.
pub(crate) fn is_letter(c: char) -> bool {
    ('\u{3131}'..='\u{3163}').contains(&c)
}

fn parts(c: char) -> Option<(char, &'static str, &'static str)> {
    let code = u32::from(c).checked_sub(FIRST).filter(|_| is_syllable(c))?;
    let find = |n: u32| usize::try_from(n).ok();
    Some((
        *INITIAL.get(find(code / (VOWELS * FINALS))?)?,
        VOWEL.get(find(code / FINALS % VOWELS)?)?,
        FINAL.get(find(code % FINALS)?)?,
    ))
}

/// The text as it is typed, letter by letter, lower case, without spaces and punctuation: `질량 ㅂ` is `ㅈㅣㄹㄹㅑㅇㅂ`.
///
/// A half-typed word is a prefix of the finished one, which is what autocomplete needs.
pub fn letters(text: &str) -> String {
    let mut out = String::with_capacity(text.len() * 2);
    let mut normal = String::new();
    super::normalise::normalise(text, &mut normal);
    for c in normal.chars() {
        if let Some((initial, vowel, last)) = parts(c) {
            out.push(initial);
            out.push_str(vowel);
            out.push_str(last);
        } else if c.is_alphanumeric() {
            push_split(c, &mut out);
        }
    }
    out
}

/// A letter typed alone may itself be a pair of keys, as `ㄳ` and `ㅘ`.
fn push_split(c: char, out: &mut String) {
    const PAIRS: [(char, &str); 18] = [
        ('ㄳ', "ㄱㅅ"),
        ('ㄵ', "ㄴㅈ"),
        ('ㄶ', "ㄴㅎ"),
        ('ㄺ', "ㄹㄱ"),
        ('ㄻ', "ㄹㅁ"),
        ('ㄼ', "ㄹㅂ"),
        ('ㄽ', "ㄹㅅ"),
        ('ㄾ', "ㄹㅌ"),
        ('ㄿ', "ㄹㅍ"),
        ('ㅀ', "ㄹㅎ"),
        ('ㅄ', "ㅂㅅ"),
        ('ㅘ', "ㅗㅏ"),
        ('ㅙ', "ㅗㅐ"),
        ('ㅚ', "ㅗㅣ"),
        ('ㅝ', "ㅜㅓ"),
        ('ㅞ', "ㅜㅔ"),
        ('ㅟ', "ㅜㅣ"),
        ('ㅢ', "ㅡㅣ"),
    ];
    match u32::from(c) {
        // NFKC turns letters typed alone into conjoining ones; bring them back.
        0x1100..=0x1112 => {
            let index = usize::try_from(u32::from(c) - 0x1100).unwrap_or_default();
            out.extend(INITIAL.get(index));
        }
        0x1161..=0x1175 => {
            let index = usize::try_from(u32::from(c) - 0x1161).unwrap_or_default();
            out.push_str(VOWEL.get(index).copied().unwrap_or_default());
        }
        0x11a8..=0x11c2 => {
            let index = usize::try_from(u32::from(c) - 0x11a7).unwrap_or_default();
            out.push_str(FINAL.get(index).copied().unwrap_or_default());
        }
        _ => match PAIRS.iter().find(|(pair, _)| *pair == c) {
            Some((_, keys)) => out.push_str(keys),
            None => out.push(c),
        },
    }
}

/// The initial consonants of `text`: `질량분석기` is `ㅈㄹㅂㅅㄱ`. Other letters and digits stay, in lower case.
pub fn initials(text: &str) -> String {
    let mut normal = String::new();
    super::normalise::normalise(text, &mut normal);
    let mut out = String::with_capacity(normal.len());
    for c in normal.chars() {
        match parts(c) {
            Some((initial, ..)) => out.push(initial),
            None if c.is_alphanumeric() => push_split(c, &mut out),
            None => {}
        }
    }
    out
}

/// What `text` says if the other keyboard layout had been on: `gksdud` → `한영`, `ㅗㅔㅣㅊ` → `hplc`.
///
/// `None` when the other reading is not made of whole syllables, or of Latin letters only.
pub fn other_layout(text: &str) -> Option<String> {
    let text = text.trim();
    if text.is_empty() || text.chars().count() > 40 {
        return None;
    }
    if text.chars().all(|c| c.is_ascii_alphabetic() || c == ' ') {
        let typed: String = text.chars().map(|c| if c == ' ' { ' ' } else { key_to_letter(c) }).collect();
        let composed = compose(&typed);
        let whole = composed.chars().all(|c| is_syllable(c) || c == ' ');
        return (whole && composed.chars().filter(|c| is_syllable(*c)).count() >= 2).then_some(composed);
    }
    if text.chars().all(|c| is_syllable(c) || is_letter(c)) {
        let latin: String = letters(text).chars().filter_map(letter_to_key).collect();
        return (latin.len() >= 2).then_some(latin);
    }
    None
}

fn key_to_letter(key: char) -> char {
    let exact = KEYS.iter().find(|(k, _)| *k == key);
    exact
        .or_else(|| KEYS.iter().find(|(k, _)| *k == key.to_ascii_lowercase()))
        .map_or(key, |(_, letter)| *letter)
}

fn letter_to_key(letter: char) -> Option<char> {
    KEYS.iter().find(|(_, l)| *l == letter).map(|(key, _)| key.to_ascii_lowercase())
}

/// Composes letters typed one after another into syllables, as an input method does.
pub(crate) fn compose(typed: &str) -> String {
    let letters: Vec<char> = typed.chars().collect();
    let mut out = String::new();
    let mut rest = letters.as_slice();
    while let Some((first, after)) = rest.split_first() {
        match syllable(rest) {
            Some((composed, used)) => {
                out.push(composed);
                rest = rest.get(used..).unwrap_or_default();
            }
            None => {
                out.push(*first);
                rest = after;
            }
        }
    }
    out
}

/// The syllable at the start of `typed` and how many letters it uses.
fn syllable(typed: &[char]) -> Option<(char, usize)> {
    let initial = INITIAL.iter().position(|c| Some(c) == typed.first())?;
    let (vowel, vowel_keys) = longest(&VOWEL, typed.get(1..)?)?;
    let after = typed.get(1 + vowel_keys..).unwrap_or_default();
    let (mut last, mut last_keys) = longest(FINAL.get(1..)?, after).map_or((0, 0), |(n, k)| (n + 1, k));
    // A consonant before a vowel begins the next syllable.
    let next_is_vowel =
        |keys: usize| after.get(keys).is_some_and(|c| VOWEL.iter().any(|v| v.starts_with(*c)));
    if last_keys > 0 && next_is_vowel(last_keys) {
        (last, last_keys) = match last_keys {
            2 => longest(FINAL.get(1..)?, after.get(..1)?).map_or((0, 0), |(n, k)| (n + 1, k)),
            _ => (0, 0),
        };
    }
    let code = (u32::try_from(initial).ok()? * VOWELS + u32::try_from(vowel).ok()?) * FINALS
        + u32::try_from(last).ok()?;
    Some((char::from_u32(FIRST + code)?, 1 + vowel_keys + last_keys))
}

/// The longest entry of `table` that `typed` starts with: its place and its number of keys.
fn longest(table: &[&str], typed: &[char]) -> Option<(usize, usize)> {
    let fits = |keys: &str| keys.chars().zip(typed).filter(|(a, b)| a == *b).count() == keys.chars().count();
    let found = table.iter().enumerate().filter(|(_, keys)| fits(keys));
    found.map(|(place, keys)| (place, keys.chars().count())).max_by_key(|(_, keys)| *keys)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn initials_of_a_name() {
        assert_eq!(initials("질량분석기"), "ㅈㄹㅂㅅㄱ");
        assert_eq!(initials("X선 회절"), "xㅅㅎㅈ");
        assert_eq!(initials("ㅈㄹㅂㅅㄱ"), "ㅈㄹㅂㅅㄱ");
    }

    #[test]
    fn a_half_typed_word_is_a_prefix_of_the_finished_one() {
        for half in ["ㅈ", "지", "질", "질ㄹ", "질랴", "질량", "질량ㅂ", "질량분ㅅ"] {
            assert!(letters("질량분석기").starts_with(&letters(half)), "{half}");
        }
        assert!(letters("과학").starts_with(&letters("고")));
        assert!(letters("값을").starts_with(&letters("갑")));
    }

    #[test]
    fn the_other_keyboard_layout() {
        assert_eq!(other_layout("gksdud").as_deref(), Some("한영"));
        assert_eq!(other_layout("wlffidqnstjrrl").as_deref(), Some("질량분석기"));
        assert_eq!(other_layout("whwlrrjatk").as_deref(), Some("조직검사"));
        assert_eq!(other_layout("ㅗㅔㅣㅊ").as_deref(), Some("hplc"));
        assert_eq!(other_layout("hplc"), None);
        assert_eq!(other_layout("surface"), None);
        assert_eq!(other_layout(""), None);
    }
}
