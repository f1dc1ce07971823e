//! How alike two values are, from 0 (nothing in common) to 1 (the same).

use crate::numbers::real;

/// Jaro's likeness with Winkler's credit for a common start.
///
/// Source: W. E. Winkler, "String comparator metrics and enhanced decision rules in the Fellegi–Sunter model of record
/// linkage", Proceedings of the Section on Survey Research Methods, ASA, 1990, with the prefix scale 0.1 over at most four
/// letters. Two empty strings are the same; an empty one is like no other.
pub fn jaro_winkler(left: &str, right: &str) -> f64 {
    let left: Vec<char> = left.chars().collect();
    let right: Vec<char> = right.chars().collect();
    winkler(&left, &right)
}

/// [`jaro_winkler`] over letters.
pub(super) fn winkler(left: &[char], right: &[char]) -> f64 {
    let jaro = jaro(left, right);
    let start = left.iter().zip(right).take(4).take_while(|(l, r)| l == r).count();
    jaro + 0.1 * real(start) * (1.0 - jaro)
}

fn jaro(left: &[char], right: &[char]) -> f64 {
    if left.is_empty() || right.is_empty() {
        return if left.len() == right.len() { 1.0 } else { 0.0 };
    }
    let window = (left.len().max(right.len()) / 2).saturating_sub(1);
    let mut taken = vec![false; right.len()];
    let mut common_left = Vec::new();
    for (place, letter) in left.iter().enumerate() {
        let from = place.saturating_sub(window);
        let candidates = right.iter().zip(taken.iter_mut()).enumerate().skip(from);
        for (_, (other, used)) in candidates.take_while(|(at, _)| *at <= place + window) {
            if !*used && other == letter {
                *used = true;
                common_left.push(*letter);
                break;
            }
        }
    }
    if common_left.is_empty() {
        return 0.0;
    }
    let common_right = right.iter().zip(&taken).filter(|(_, used)| **used).map(|(letter, _)| *letter);
    let swapped = common_left.iter().zip(common_right).filter(|(l, r)| **l != *r).count();
    let common = real(common_left.len());
    let in_order = common - real(swapped) / 2.0;
    (common / real(left.len()) + common / real(right.len()) + in_order / common) / 3.0
}

/// The share of the longer value that need not be retyped: one less the edit distance over the longer length.
///
/// Given Hangul as single letters one wrong vowel is one letter. Values further apart than half are 0.
pub(super) fn typed(left: &[char], right: &[char]) -> f64 {
    let longer = left.len().max(right.len());
    if longer == 0 {
        return 1.0;
    }
    let most = longer / 2;
    crate::analysis::distance(left, right, most).map_or(0.0, |d| 1.0 - real(d) / real(longer))
}

/// How near two numbers are: one less their difference over the larger, 0 when the signs differ.
pub(super) fn near(left: f64, right: f64) -> f64 {
    let larger = left.abs().max(right.abs());
    if larger == 0.0 {
        return 1.0;
    }
    if left * right < 0.0 {
        return 0.0;
    }
    1.0 - (left - right).abs() / larger
}

/// The longest run of letters that both have, in letters.
pub(super) fn longest_common(left: &[char], right: &[char]) -> usize {
    let mut best = 0;
    // How long the common run that ends at each letter of `right` is, the row before in `before`.
    let mut ends = vec![0_usize; right.len() + 1];
    for l in left {
        let mut before = 0;
        for (r, cell) in right.iter().zip(ends.iter_mut().skip(1)) {
            let now = if l == r { before + 1 } else { 0 };
            before = std::mem::replace(cell, now);
            best = best.max(now);
        }
    }
    best
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(left: &str, right: &str, expected: f64) {
        let found = jaro_winkler(left, right);
        assert!((found - expected).abs() < 5e-4, "{left} {right}: {found}");
        assert!((found - jaro_winkler(right, left)).abs() < 1e-12, "both ways");
    }

    /// Figures of Winkler's table of names (1990, reprinted 2006), three digits.
    #[test]
    fn the_published_names() {
        check("MARTHA", "MARHTA", 0.961);
        check("DWAYNE", "DUANE", 0.840);
        check("DIXON", "DICKSONX", 0.813);
        check("JONES", "JOHNSON", 0.832);
        check("ABROMS", "ABRAMS", 0.922);
        check("", "", 1.0);
        check("a", "", 0.0);
    }

    #[test]
    fn numbers_and_codes() {
        assert!((near(100.0, 80.0) - 0.8).abs() < 1e-12);
        assert!(near(-1.0, 1.0).abs() < 1e-12);
        assert!((near(0.0, 0.0) - 1.0).abs() < 1e-12);
        let of = |s: &str| s.chars().collect::<Vec<_>>();
        assert_eq!(longest_common(&of("dscw120p"), &of("sonydscw120")), 7);
        assert!((typed(&of("e8363b"), &of("e8363c")) - 5.0 / 6.0).abs() < 1e-12);
    }
}
