//! How figures, money and moments are written for people, in each language.

use ieum_kernel::{Currency, Lang, Money, Timestamp, Zone};
use jiff::civil::{Date, DateTime, Weekday};
use serde_json::Value;

/// A number with group commas; whole numbers without a point, others with at most the asked digits (default 2).
pub fn number(value: f64, digits: Option<usize>) -> String {
    let whole = value.fract() == 0.0;
    let text = if whole { format!("{value:.0}") } else { format!("{value:.*}", digits.unwrap_or(2)) };
    let (sign, rest) = text.strip_prefix('-').map_or(("", text.as_str()), |rest| ("-", rest));
    let (integer, fraction) = rest.split_once('.').unwrap_or((rest, ""));
    let mut grouped = String::new();
    for (place, digit) in integer.chars().enumerate() {
        if place > 0 && (integer.len() - place).is_multiple_of(3) {
            grouped.push(',');
        }
        grouped.push(digit);
    }
    if fraction.is_empty() { format!("{sign}{grouped}") } else { format!("{sign}{grouped}.{fraction}") }
}

/// An amount with its unit: `1,234원`, `KRW 1,234`, `US$12.30`.
pub fn money(lang: Lang, amount: Money) -> String {
    match (amount.currency, lang) {
        (Currency::Krw, Lang::Ko) => format!("{}원", amount.digits()),
        _ => format!("{} {}", amount.currency.code(), amount.digits()),
    }
}

const DAYS_KO: [&str; 7] = ["월", "화", "수", "목", "금", "토", "일"];
const DAYS_EN: [&str; 7] = ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"];
const MONTHS_EN: [&str; 12] =
    ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];

/// The short name of a week day.
pub fn weekday(lang: Lang, day: Weekday) -> &'static str {
    let index = usize::try_from(day.to_monday_zero_offset()).unwrap_or(0);
    let names = match lang {
        Lang::Ko => DAYS_KO,
        Lang::En => DAYS_EN,
    };
    names.get(index).copied().unwrap_or_default()
}

/// A civil day: `2026. 3. 2. (월)` or `Mon 2 Mar 2026`.
pub fn day(lang: Lang, day: Date) -> String {
    let name = weekday(lang, day.weekday());
    match lang {
        Lang::Ko => format!("{}. {}. {}. ({name})", day.year(), day.month(), day.day()),
        Lang::En => {
            let month = usize::try_from(day.month()).ok().and_then(|m| MONTHS_EN.get(m.wrapping_sub(1)));
            format!("{name} {} {} {}", day.day(), month.copied().unwrap_or_default(), day.year())
        }
    }
}

/// A civil day and time: `2026. 3. 2. (월) 09:00` or `Mon 2 Mar 2026, 09:00`.
pub fn civil(lang: Lang, at: DateTime) -> String {
    let comma = match lang {
        Lang::Ko => "",
        Lang::En => ",",
    };
    format!("{}{comma} {:02}:{:02}", day(lang, at.date()), at.hour(), at.minute())
}

/// A moment as a civil day and time of the house's zone.
pub fn moment(lang: Lang, zone: &Zone, at: Timestamp) -> String {
    civil(lang, zone.civil(at))
}

/// Bytes in KB, MB or GB (powers of 1,000, as IEC 80000-13 defines the decimal prefixes).
pub fn bytes(size: f64) -> String {
    let (value, unit) = match size {
        s if s < 1e3 => return format!("{s:.0} B"),
        s if s < 1e6 => (s / 1e3, "KB"),
        s if s < 1e9 => (s / 1e6, "MB"),
        s => (s / 1e9, "GB"),
    };
    format!("{value:.1} {unit}")
}

/// Any value as people read it.
pub fn value(lang: Lang, zone: &Zone, value: &Value) -> String {
    match value {
        Value::Null => String::new(),
        Value::Bool(b) => b.to_string(),
        Value::Number(n) => number(n.as_f64().unwrap_or_default(), None),
        Value::String(text) => text_value(lang, zone, text),
        Value::Array(items) => {
            items.iter().map(|v| self::value(lang, zone, v)).collect::<Vec<_>>().join(", ")
        }
        Value::Object(map) => {
            if let Ok(amount) = serde_json::from_value::<Money>(value.clone()) {
                return money(lang, amount);
            }
            let side = |key: &str| map.get(key).and_then(Value::as_str).filter(|s| !s.is_empty());
            side(lang.code()).or_else(|| side(lang.other().code())).unwrap_or_default().to_owned()
        }
    }
}

fn text_value(lang: Lang, zone: &Zone, text: &str) -> String {
    let looks_like_time = text.len() >= 20 && text.ends_with('Z') && text.as_bytes().get(10) == Some(&b'T');
    match text.parse::<Timestamp>() {
        Ok(at) if looks_like_time => moment(lang, zone, at),
        _ => text.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn figures_read_well() {
        assert_eq!(number(1_234_567.0, None), "1,234,567");
        assert_eq!(number(-1234.567, Some(1)), "-1,234.6");
        assert_eq!(bytes(1_234_567.0), "1.2 MB");
        assert_eq!(money(Lang::Ko, Money::won(5_000)), "5,000원");
    }
}
