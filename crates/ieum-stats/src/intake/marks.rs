//! Which sign is the decimal point of a column, found from all its cells together.

use serde::Serialize;

/// How a column writes the decimal point and the thousands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Default)]
#[serde(rename_all = "kebab-case")]
pub enum Marks {
    /// `1,234.5`
    #[default]
    Point,
    /// `1.234,5`
    Comma,
}

impl Marks {
    /// The decimal sign and the thousands sign.
    #[must_use]
    pub const fn signs(self) -> (char, char) {
        match self {
            Self::Point => ('.', ','),
            Self::Comma => (',', '.'),
        }
    }
}

/// What one cell says about the decimal mark of its column.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Hint {
    /// No mark at all.
    None,
    /// Can only be a decimal point.
    Point,
    /// Can only be a decimal comma.
    Comma,
    /// `1,234`: a thousands comma or a decimal comma.
    EitherComma,
    /// `1.234`: a decimal point or a thousands point.
    EitherPoint,
}

/// What the marks in a cell allow.
pub(super) fn hint(text: &str) -> Hint {
    if !text.bytes().any(|byte| byte == b',' || byte == b'.') {
        return Hint::None;
    }
    match (text.rfind('.'), text.rfind(',')) {
        (Some(point), Some(comma)) if point > comma => Hint::Point,
        (Some(_), Some(_)) => Hint::Comma,
        (Some(at), None) => single(text, '.', at, Hint::Point, Hint::Comma, Hint::EitherPoint),
        (None, Some(at)) => single(text, ',', at, Hint::Comma, Hint::Point, Hint::EitherComma),
        (None, None) => Hint::None,
    }
}

/// A cell with one kind of mark: several of them are thousands; one is thousands only before exactly three digits.
fn single(text: &str, mark: char, last: usize, decimal: Hint, thousands: Hint, either: Hint) -> Hint {
    if text.matches(mark).count() > 1 {
        return thousands;
    }
    let before = text.bytes().take(last).filter(u8::is_ascii_digit).count();
    let leads_with_zero = text.bytes().find(u8::is_ascii_digit) == Some(b'0');
    let after = text.bytes().skip(last + 1).take_while(u8::is_ascii_digit).count();
    if after == 3 && (1..=3).contains(&before) && !leads_with_zero { either } else { decimal }
}

/// Whether a cell is a usual mark of a missing value: empty, `NA`, `N/A`, `#N/A`, `NaN`, `null`, `.`, `-`, `–`, `—`, `?`.
///
/// `none` is not: «support: none» is an answer, and a group of its own.
#[must_use]
pub fn is_missing(text: &str) -> bool {
    const MARKS: &[&str] = &["", "na", "n/a", "#n/a", "nan", "null", ".", "-", "–", "—", "?"];
    let text = text.trim();
    text.len() <= 4 && MARKS.iter().any(|mark| text.eq_ignore_ascii_case(mark))
}

#[cfg(test)]
mod tests {
    use super::{Hint, hint, is_missing};

    #[test]
    fn a_cell_says_what_its_marks_can_be() {
        for (text, says) in [
            ("1234", Hint::None),
            ("1,234.5", Hint::Point),
            ("1.234,5", Hint::Comma),
            ("1,234", Hint::EitherComma),
            ("1.234", Hint::EitherPoint),
            ("0.123", Hint::Point),
            ("0,123", Hint::Comma),
            (".523", Hint::Point),
            ("12,34", Hint::Comma),
            ("1,234,567", Hint::Point),
            ("1.234.567", Hint::Comma),
            ("1234.567", Hint::Point),
        ] {
            assert_eq!(hint(text), says, "{text}");
        }
    }

    #[test]
    fn missing_is_said_in_many_ways() {
        assert!(["", " ", "NA", "n/a", "NaN", "-", ".", "—", "null"].iter().all(|text| is_missing(text)));
        assert!(!["0", "no", "none", "-1", "x"].iter().any(|text| is_missing(text)));
    }
}
