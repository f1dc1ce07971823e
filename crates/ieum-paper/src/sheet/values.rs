//! Numbers and dates as people write them, turned into one form.

use jiff::civil::Date;

/// A number without exponent and with at most 15 significant digits, as spreadsheet programs show it: their
/// arithmetic leaves `0.30000000000000004` where `0.3` was meant.
pub fn number_text(number: f64) -> String {
    if !number.is_finite() {
        return String::new();
    }
    let rounded: f64 = format!("{number:.14e}").parse().unwrap_or(number);
    let text = format!("{rounded}");
    if text == "-0" { "0".to_owned() } else { text }
}

/// A whole number near `number`, if there is one in range.
pub(super) fn whole(number: f64) -> Option<i64> {
    format!("{number:.0}").parse().ok()
}

/// A decimal number as plain digits: `1,234.50` → `1234.50`, `１２` → `12`, `(300)` → `-300`, `−5` → `-5`.
///
/// Nothing when the text is not a number, when commas do not part thousands, or when it has an exponent or a unit.
pub fn number(text: &str) -> Option<String> {
    let text: String = text.trim().chars().map(narrow).collect();
    let (negative, digits) =
        match (text.strip_prefix('-'), text.strip_prefix('(').and_then(|rest| rest.strip_suffix(')'))) {
            (Some(rest), _) | (None, Some(rest)) => (true, rest),
            (None, None) => (false, text.strip_prefix('+').unwrap_or(&text)),
        };
    let (whole, fraction) = match digits.split_once('.') {
        Some((whole, fraction)) => (whole, Some(fraction)),
        None => (digits, None),
    };
    let whole = grouped(whole)?;
    if fraction
        .is_some_and(|fraction| fraction.is_empty() || !fraction.bytes().all(|byte| byte.is_ascii_digit()))
    {
        return None;
    }
    let sign = if negative { "-" } else { "" };
    Some(fraction.map_or_else(|| format!("{sign}{whole}"), |fraction| format!("{sign}{whole}.{fraction}")))
}

/// Full-width digits and signs as ASCII.
fn narrow(letter: char) -> char {
    match letter {
        '０'..='９' => char::from_digit(u32::from(letter) - u32::from('０'), 10).unwrap_or(letter),
        '．' => '.',
        '，' => ',',
        '−' | '－' => '-',
        letter => letter,
    }
}

fn grouped(whole: &str) -> Option<String> {
    let mut groups = whole.split(',');
    let first = groups.next()?;
    let parted = whole.contains(',');
    let digits = |group: &str| !group.is_empty() && group.bytes().all(|byte| byte.is_ascii_digit());
    if !digits(first) || (parted && first.len() > 3) || groups.any(|group| group.len() != 3 || !digits(group))
    {
        return None;
    }
    Some(whole.replace(',', ""))
}

/// A day as Koreans and spreadsheets write it: `2026-11-23`, `2026.11.23.`, `2026. 11. 23`, `2026/11/23`,
/// `2026년 11월 23일`, `20261123`, each also with a time after it, which is dropped.
pub fn date(text: &str) -> Option<Date> {
    let text: String = text.trim().chars().map(narrow).collect();
    let day = if text.len() == 8 && text.bytes().all(|byte| byte.is_ascii_digit()) {
        vec![text.get(..4)?.to_owned(), text.get(4..6)?.to_owned(), text.get(6..)?.to_owned()]
    } else {
        let separator = |letter: char| matches!(letter, '-' | '.' | '/' | '년' | '월' | '일' | ' ' | 'T');
        let parts: Vec<String> =
            text.split(separator).filter(|part| !part.is_empty()).map(str::to_owned).collect();
        let time = parts.get(3..).unwrap_or_default();
        if time.len() > 2 || time.iter().any(|part| !part.contains(':') && !part.ends_with('Z')) {
            return None;
        }
        parts.into_iter().take(3).collect()
    };
    let [year, month, day] = day.as_slice() else { return None };
    if year.len() != 4 {
        return None;
    }
    Date::new(year.parse().ok()?, month.parse().ok()?, day.parse().ok()?).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_lose_their_dress_only() {
        for (text, expected) in [
            ("1,234.50", Some("1234.50")),
            ("１２３", Some("123")),
            ("(300)", Some("-300")),
            ("−5", Some("-5")),
            ("+7", Some("7")),
            ("007", Some("007")),
            ("1,23", None),
            ("12.", None),
            ("3.1e5", None),
            ("5 mm", None),
            ("", None),
        ] {
            assert_eq!(number(text).as_deref(), expected, "{text}");
        }
        assert_eq!(number_text(0.1 + 0.2), "0.3");
        assert_eq!(number_text(45_000_000_000.0), "45000000000");
        assert_eq!(number_text(-0.0), "0");
    }

    #[test]
    fn days_are_read_in_every_usual_form() {
        for text in [
            "2026-11-23",
            "2026.11.23.",
            "2026. 11. 23",
            "2026/11/23",
            "2026년 11월 23일",
            "20261123",
            "2026-11-23 14:00:00",
            "2026-11-23T00:00:00",
        ] {
            assert_eq!(date(text), Some(jiff::civil::date(2026, 11, 23)), "{text}");
        }
        for text in ["26-11-23", "2026-13-01", "2026-02-30", "11/23/2026", "2026-11", "2026-11-23-04", "어제"]
        {
            assert_eq!(date(text), None, "{text}");
        }
    }
}
