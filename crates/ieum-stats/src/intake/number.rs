//! One number as printed: its digits, how finely it was rounded, and whether it is only a bound.

use super::marks::Marks;
use std::fmt::Write as _;

/// How a printed figure limits the value behind it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Bound {
    /// The value itself, rounded.
    Is,
    /// `<` or `≤`: the value is at most this.
    AtMost,
    /// `>` or `≥`: the value is at least this.
    AtLeast,
}

/// A number read from text, its digits kept.
#[derive(Debug, Clone, PartialEq)]
pub struct Figure {
    /// The number in plain decimal text: sign, digits, one point, exponent; fit for an exact reading.
    pub decimal: String,
    /// The nearest double.
    pub value: f64,
    /// Half a unit of the last digit printed: the number before rounding lay this near.
    pub half_unit: f64,
    /// Digits after the decimal mark, trailing zeros counted.
    pub decimals: usize,
    /// Whether it is a number or a bound.
    pub bound: Bound,
    /// Whether a percent sign followed.
    pub percent: bool,
    /// How many asterisks followed.
    pub stars: usize,
}

impl Figure {
    /// Reads one figure; nothing when the text is none. `marks` says which sign is the decimal point.
    ///
    /// Understood: a sign (also the typographic minus), digits with or without thousands marks or thin spaces, a decimal part with or
    /// without a leading zero, an exponent, a leading `<`, `>`, `≤`, `≥`, `=`, and trailing `%` and asterisks.
    #[must_use]
    pub fn read(text: &str, marks: Marks) -> Option<Self> {
        let mut rest = text.trim();
        let mut bound = Bound::Is;
        for (sign, means) in [
            ("<=", Bound::AtMost),
            (">=", Bound::AtLeast),
            ("<", Bound::AtMost),
            ("≤", Bound::AtMost),
            (">", Bound::AtLeast),
            ("≥", Bound::AtLeast),
            ("=", Bound::Is),
        ] {
            if let Some(after) = rest.strip_prefix(sign) {
                (rest, bound) = (after.trim_start(), means);
                break;
            }
        }
        let bare = rest.trim_end_matches('*');
        let stars = rest.len() - bare.len();
        let bare = bare.trim_end();
        let unsigned = bare.strip_suffix('%').or_else(|| bare.strip_suffix('％'));
        let (percent, bare) = (unsigned.is_some(), unsigned.unwrap_or(bare).trim_end());
        let (decimal, decimals, exponent) = plain(bare, marks)?;
        let value: f64 = decimal.parse().ok()?;
        let places = i32::try_from(decimals).ok()?.saturating_sub(exponent);
        let half_unit = format!("5e{}", places.saturating_neg().saturating_sub(1)).parse().unwrap_or(0.0);
        Some(Self { decimal, value, half_unit, decimals, bound, percent, stars })
    }

    /// The least and the most the number behind a rounded figure can have been; a bound reaches to infinity.
    #[must_use]
    pub fn range(&self) -> (f64, f64) {
        match self.bound {
            Bound::Is => (self.value - self.half_unit, self.value + self.half_unit),
            Bound::AtMost => (f64::NEG_INFINITY, self.value),
            Bound::AtLeast => (self.value, f64::INFINITY),
        }
    }
}

/// Plain decimal text, digits after the mark, and the exponent.
fn plain(text: &str, marks: Marks) -> Option<(String, usize, i32)> {
    let (negative, unsigned) = match text.chars().next()? {
        '-' | '−' | '–' => (true, text.chars().skip(1).collect::<String>()),
        '+' => (false, text.chars().skip(1).collect()),
        _ => (false, text.to_owned()),
    };
    let (mantissa, exponent) = match unsigned.find(['e', 'E']) {
        Some(at) => (unsigned.get(..at)?, unsigned.get(at + 1..)?.parse::<i32>().ok()?),
        None => (unsigned.as_str(), 0),
    };
    let (point, thousands) = marks.signs();
    let (whole, fraction) = match mantissa.split_once(point) {
        Some((whole, fraction)) => (whole, fraction),
        None => (mantissa, ""),
    };
    let is_digits = |part: &str| part.bytes().all(|byte| byte.is_ascii_digit());
    if !is_digits(fraction) {
        return None;
    }
    let gap = |letter: char| letter == thousands || matches!(letter, '\u{a0}' | '\u{202f}' | '\u{2009}');
    let mut digits = String::with_capacity(whole.len());
    for (nth, group) in whole.split(gap).enumerate() {
        let fits = if nth == 0 {
            whole.len() == group.len() || (1..=3).contains(&group.len())
        } else {
            group.len() == 3
        };
        if !fits || !is_digits(group) {
            return None;
        }
        digits.push_str(group);
    }
    if digits.is_empty() && fraction.is_empty() {
        return None;
    }
    let mut decimal = String::with_capacity(digits.len() + fraction.len() + 8);
    if negative {
        decimal.push('-');
    }
    decimal.push_str(if digits.is_empty() { "0" } else { &digits });
    if !fraction.is_empty() {
        decimal.push('.');
        decimal.push_str(fraction);
    }
    if exponent != 0 {
        write!(decimal, "e{exponent}").ok()?;
    }
    Some((decimal, fraction.len(), exponent))
}

#[cfg(test)]
mod tests {
    use super::{Bound, Figure};
    use crate::intake::Marks;

    #[track_caller]
    fn check(text: &str, marks: Marks, decimal: &str, half_unit: f64) {
        let figure = Figure::read(text, marks).expect(text);
        assert_eq!((figure.decimal.as_str(), figure.half_unit), (decimal, half_unit), "{text}");
    }

    #[test]
    fn a_printed_number_keeps_its_digits_and_its_fineness() {
        check("42,664,119.57", Marks::Point, "42664119.57", 0.005);
        check("155,550,128.30", Marks::Point, "155550128.30", 0.005);
        check("1.234,5", Marks::Comma, "1234.5", 0.05);
        check("1\u{202f}234,50", Marks::Comma, "1234.50", 0.005);
        check(".523", Marks::Point, "0.523", 0.000_5);
        check("−0.10", Marks::Point, "-0.10", 0.005);
        check("1.20e-5", Marks::Point, "1.20e-5", 5e-8);
        check("84.1 %", Marks::Point, "84.1", 0.05);
        check("5.306**", Marks::Point, "5.306", 0.000_5);
        check("416", Marks::Point, "416", 0.5);
    }

    #[test]
    fn a_bound_is_a_bound() {
        let p = Figure::read("<.001", Marks::Point).expect("a bound");
        assert_eq!((p.bound, p.range()), (Bound::AtMost, (f64::NEG_INFINITY, 0.001)));
        assert_eq!(Figure::read("> 2", Marks::Point).expect("a bound").range().0, 2.0);
    }

    #[test]
    fn what_is_no_number_is_none() {
        for text in [
            "",
            "-",
            ".",
            "1,23",
            "12,34,567",
            "1.2.3",
            "e5",
            "1e",
            "abc",
            "1 2",
            "0x10",
            "1e99999999999",
            "<",
            "%",
        ] {
            assert_eq!(Figure::read(text, Marks::Point), None, "{text}");
        }
    }
}
