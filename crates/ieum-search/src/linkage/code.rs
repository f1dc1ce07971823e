//! Model codes: finding them in texts, one spelling for them, and how alike two are.

use super::likeness::longest_common;
use super::text::{folded, squeezed};
use crate::numbers::real;

/// Shortest code that says something on its own.
const SHORTEST: usize = 3;
/// Longest run of letters and digits that is still a code.
const LONGEST: usize = 40;
/// Signs after a number that make it a measure, not a code.
const MEASURES: &[&str] = &[
    "a", "bit", "cm", "d", "db", "deg", "degc", "ft", "g", "gb", "ghz", "h", "hz", "in", "inch", "k", "kb",
    "kg", "khz", "kv", "kw", "l", "lb", "lbs", "m", "ma", "mb", "mah", "mhz", "min", "ml", "mm", "mp", "ms",
    "mw", "nm", "oz", "p", "pa", "mpa", "kpa", "ppm", "rpm", "s", "tb", "th", "st", "nd", "rd", "um", "v",
    "w", "x", "kva", "mva",
];

/// One spelling of a model code: letters and digits only, lower case, full width and joiners gone.
///
/// `JEM-2100F`, `jem 2100f` and `ＪＥＭ２１００Ｆ` are one.
pub fn model_key(code: &str) -> String {
    squeezed(code)
}

/// The codes in a text: words of letters and digits joined by `-`, `/`, `.` or `_` that have a digit and are no measure.
///
/// A number alone counts from four digits on, unless it is a year. In order, without repeats.
pub(super) fn codes(text: &str) -> Vec<String> {
    let mut found: Vec<String> = Vec::new();
    for word in
        folded(text).split(|c: char| !(c.is_alphanumeric() || matches!(c, '-' | '/' | '.' | '_' | '+')))
    {
        let parts: Vec<&str> = word.split(['/']).collect();
        // `7890A/5975C` names two; `b/h` as an ending belongs to the code before it.
        let whole_parts = parts.len() > 1 && parts.iter().all(|part| part.chars().count() >= 4);
        if whole_parts {
            parts.iter().for_each(|part| keep(part, &mut found));
        } else {
            keep(word, &mut found);
        }
    }
    found
}

fn keep(word: &str, found: &mut Vec<String>) {
    let trimmed = word.trim_matches(|c: char| !c.is_alphanumeric());
    // Hangul joined to a code is a particle or a name, not part of it.
    let latin: String = trimmed.chars().filter(|c| c.is_ascii()).collect();
    if is_code(&latin) {
        let key = squeezed(&latin);
        if !found.contains(&key) {
            found.push(key);
        }
    }
}

fn is_code(word: &str) -> bool {
    let key: Vec<char> = word.chars().filter(|c| c.is_ascii_alphanumeric()).collect();
    let digits = key.iter().filter(|c| c.is_ascii_digit()).count();
    let letters = key.len() - digits;
    if digits == 0 || key.len() < SHORTEST || key.len() > LONGEST {
        return false;
    }
    if letters == 0 {
        let decimal = word.contains('.');
        let number = key.iter().collect::<String>().parse::<u64>().unwrap_or(u64::MAX);
        return digits >= 4 && !decimal && !(digits == 4 && (1900..=2100).contains(&number));
    }
    !is_measure(word)
}

/// Whether `word` is a number with a unit, such as `10mhz`, `7.2` or `1080p`, or several joined (`40hz-110mhz`).
fn is_measure(word: &str) -> bool {
    word.split(['-', '/', '+']).all(|part| {
        let digits = part.bytes().take_while(u8::is_ascii_digit).count();
        // `4294a` is a model, `4000a` a current.
        if digits >= 4 && part.ends_with('a') && part.len() == digits + 1 && !part.ends_with("00a") {
            return false;
        }
        let unit = part.trim_start_matches(|c: char| c.is_ascii_digit() || c == '.' || c == ',');
        unit.len() < part.len() && (unit.is_empty() || MEASURES.contains(&unit)) || MEASURES.contains(&part)
    })
}

/// How alike two codes in one spelling are: 1 when equal; otherwise the longest common run over the longer code when the
/// shorter lies wholly in the longer (an option or colour was added), and over both lengths when they only overlap.
pub(super) fn likeness(left: &str, right: &str) -> f64 {
    if left == right {
        return 1.0;
    }
    let left: Vec<char> = left.chars().collect();
    let right: Vec<char> = right.chars().collect();
    let common = longest_common(&left, &right);
    let (shorter, longer) = (left.len().min(right.len()), left.len().max(right.len()));
    if common < SHORTEST || longer == 0 {
        return 0.0;
    }
    if common == shorter {
        return 0.5 + 0.5 * real(common) / real(longer) - 0.02;
    }
    0.5 * real(common) / real(longer)
}

/// The share of a code that appears in one run in the squeezed text of the other record.
pub(super) fn share_in(code: &str, squeezed: &[char]) -> f64 {
    let code: Vec<char> = code.chars().collect();
    share_of(&code, squeezed)
}

/// [`share_in`] over letters.
pub(super) fn share_of(code: &[char], squeezed: &[char]) -> f64 {
    if code.is_empty() {
        return 0.0;
    }
    real(longest_common(code, squeezed)) / real(code.len())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(text: &str, expected: &[&str]) {
        assert_eq!(codes(text), expected, "{text}");
    }

    #[test]
    fn codes_are_found_and_measures_are_not() {
        check("애질런트 4294A 고정밀 임피던스 분석기. 40 Hz ~ 110 MHz", &["4294a"]);
        check("sony pink cyber-shot 7.2 megapixel digital camera dscw120p", &["dscw120p"]);
        check("GC-MS 7890A/5975C", &["7890a", "5975c"]);
        check("vgn-aw110j/h", &["vgnaw110jh"]);
        check("JEM-2100F로 10MHz~40GHz", &["jem2100f"]);
        check("1080p 4x 2.5 2019 1997", &[]);
        check("ISA-WIP-35-100-200-AL", &["isawip35100200al"]);
        check("", &[]);
    }

    #[test]
    fn likeness_of_codes() {
        assert!((likeness("e8363b", "e8363b") - 1.0).abs() < 1e-12);
        assert!(likeness("dscw120p", "dscw120") > 0.9);
        assert!(likeness("e8363b", "e8363c") < 0.5);
        assert!(likeness("n9030a", "35670a") < 0.3);
    }
}
