//! One spelling for one character: width, case, accents and unit signs.

use unicode_normalization::{IsNormalized, UnicodeNormalization, is_nfkc_quick};

/// Writes `chunk` into `out` in compatibility composition (NFKC), lower case, without Latin accents, with
/// `μ` before a Latin letter as `u` and the degree sign before `c`/`f` as `deg`.
///
/// `㎛`, `μm` and `um` become one word, as do `Ａ４` and `a4`. `out` is cleared first.
pub(crate) fn normalise(chunk: &str, out: &mut String) {
    out.clear();
    if chunk.is_ascii() {
        out.push_str(chunk);
        out.make_ascii_lowercase();
        return;
    }
    if is_nfkc_quick(chunk.chars()) == IsNormalized::Yes {
        fold(chunk.chars(), out);
    } else {
        fold(chunk.nfkc(), out);
    }
}

fn fold(chars: impl Iterator<Item = char>, out: &mut String) {
    let mut chars = chars.flat_map(char::to_lowercase).peekable();
    while let Some(letter) = chars.next() {
        let next = chars.peek().copied();
        match letter {
            'μ' if next.is_some_and(|n| n.is_ascii_lowercase()) => out.push('u'),
            '°' if next.is_some_and(|n| matches!(n, 'c' | 'f')) => out.push_str("deg"),
            '°' | '\u{300}'..='\u{36f}' => {}
            'ß' => out.push_str("ss"),
            // Latin-1 Supplement, Extended-A, Extended-B and Extended Additional: keep the base letter.
            '\u{c0}'..='\u{24f}' | '\u{1e00}'..='\u{1eff}' => {
                out.extend(std::iter::once(letter).nfd().filter(|c| !matches!(c, '\u{300}'..='\u{36f}')));
            }
            _ => out.push(letter),
        }
    }
}

#[cfg(test)]
mod tests {
    #[track_caller]
    fn check(from: &str, to: &str) {
        let mut out = String::new();
        super::normalise(from, &mut out);
        assert_eq!(out, to);
    }

    #[test]
    fn widths_cases_units_and_accents_become_one_spelling() {
        check("㎛", "um");
        check("μm", "um");
        check("µm", "um");
        check("１０ＭＨｚ", "10mhz");
        check("25℃", "25degc");
        check("25°C", "25degc");
        check("Poincaré", "poincare");
        check("Straße", "strasse");
        check("\u{1100}\u{1161}\u{11a8}", "각");
        check("JEM-2100F", "jem-2100f");
    }
}
