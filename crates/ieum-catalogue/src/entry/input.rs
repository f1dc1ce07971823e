//! What may stand in a field: how it is read from what people write, and how it is kept.
//!
//! Every value is kept in one canonical text: whole numbers without commas, days as `2026-11-23`, times of day as
//! minutes after midnight, choices by their code. An empty text says that nothing is known.

use super::codes::{CodeList, Lexicon};
use super::kind::{KindKey, ThingId};
use ieum_kernel::Money;
use ieum_paper::sheet::values;
use serde::Serialize;
use serde_json::{Value, json};

/// What kind of value a field takes, with its bounds.
#[derive(Debug, Clone, Copy)]
pub enum Input {
    /// One line of at most so many letters.
    Line(usize),
    /// Several lines of at most so many letters.
    Words(usize),
    /// A whole number within bounds.
    Whole {
        /// Smallest.
        least: i64,
        /// Largest.
        most: i64,
    },
    /// A decimal number within bounds.
    Decimal {
        /// Smallest.
        least: f64,
        /// Largest.
        most: f64,
    },
    /// A civil day.
    Day,
    /// A time of day, kept as minutes after midnight (0 to 1,440).
    Clock,
    /// Days of the week, kept as seven letters `MTWTFSS`, a dash for a day off.
    Days,
    /// One of a fixed list of codes.
    Choice(&'static CodeList),
    /// Yes or no, kept as `true` or `false`.
    Yes,
    /// An amount in minor units (won: 1), not negative.
    Amount,
    /// Another thing, kept as its id.
    Ref(KindKey),
    /// A web address.
    Link,
    /// A mail address.
    Mail,
    /// An account's id.
    Person,
}

/// Why a text cannot stand in a field: a message key of the tool, and its variables.
#[derive(Debug, Clone, PartialEq)]
pub struct Fault {
    /// Message key.
    pub key: &'static str,
    /// Variables.
    pub args: Vec<(&'static str, Value)>,
}

fn fault(key: &'static str) -> Fault {
    Fault { key, args: Vec::new() }
}

/// The first letters of the days, Monday first.
pub const WEEK: [char; 7] = ['M', 'T', 'W', 'T', 'F', 'S', 'S'];

/// A value as programs get it.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
#[serde(untagged)]
pub enum Plain<'a> {
    /// Not known: `null`.
    Nothing,
    /// A whole number.
    Whole(i64),
    /// A number with a fraction.
    Decimal(f64),
    /// Yes or no.
    Yes(bool),
    /// Text, a code or an id.
    Text(&'a str),
}

impl Input {
    /// Reads what somebody wrote into the canonical text. References are left as written: finding the thing takes a
    /// database.
    ///
    /// # Errors
    /// The fault to show at the field.
    pub fn read(&self, written: &str, lexicon: &Lexicon) -> Result<String, Fault> {
        let text = written.trim();
        if text.is_empty() {
            return Ok(String::new());
        }
        match self {
            Self::Line(longest) => {
                let line = text.split_whitespace().collect::<Vec<_>>().join(" ");
                within(line, *longest)
            }
            Self::Words(longest) => within(text.to_owned(), *longest),
            Self::Whole { least, most } => {
                let number = number(text)?;
                let whole = number.strip_suffix(".0").unwrap_or(&number);
                let whole: i64 = whole.parse().map_err(|_fraction| fault("field-not-a-number"))?;
                if (*least..=*most).contains(&whole) {
                    Ok(whole.to_string())
                } else {
                    Err(out(*least, *most))
                }
            }
            Self::Decimal { least, most } => {
                let value: f64 = number(text)?.parse().map_err(|_wide| fault("field-not-a-number"))?;
                if (*least..=*most).contains(&value) {
                    Ok(value.to_string())
                } else {
                    Err(out(*least, *most))
                }
            }
            Self::Day => {
                values::date(text).map(|day| day.to_string()).ok_or_else(|| fault("field-not-a-day"))
            }
            Self::Clock => clock(text).map(|m| m.to_string()).ok_or_else(|| fault("entry-field-not-a-time")),
            Self::Days => days(text).ok_or_else(|| fault("entry-field-not-week-days")),
            Self::Choice(list) => {
                lexicon.code(list, text).map(str::to_owned).ok_or_else(|| fault("field-not-a-choice"))
            }
            Self::Yes => yes(text).map(|y| y.to_string()).ok_or_else(|| fault("entry-field-not-yes-or-no")),
            Self::Amount => {
                let plain = values::number(text).map(|n| n.trim_end_matches(".0").to_owned());
                let amount = plain.as_deref().unwrap_or(text).parse::<Money>();
                match amount {
                    Ok(money) if money.minor >= 0 => Ok(money.minor.to_string()),
                    _ => Err(fault("field-not-money")),
                }
            }
            Self::Ref(_) => within(text.to_owned(), 400),
            Self::Link => link(text).ok_or_else(|| fault("entry-field-not-a-link")),
            Self::Mail => mail(text).ok_or_else(|| fault("entry-field-not-a-mail-address")),
            Self::Person => {
                let person = text.parse::<ieum_kernel::Id<ieum_kernel::Person>>();
                person.map(|p| p.to_string()).map_err(|_other| fault("field-not-an-id"))
            }
        }
    }

    /// What a program gets for a canonical text; `null` when nothing is known or it is no such number.
    pub fn plain<'a>(&self, canonical: &'a str) -> Plain<'a> {
        match self {
            _ if canonical.is_empty() => Plain::Nothing,
            Self::Whole { .. } | Self::Clock | Self::Amount => {
                canonical.parse().map_or(Plain::Nothing, Plain::Whole)
            }
            Self::Decimal { .. } => canonical.parse().map_or(Plain::Nothing, Plain::Decimal),
            Self::Yes => Plain::Yes(canonical == "true"),
            _ => Plain::Text(canonical),
        }
    }

    /// The canonical text of what JSON holds, before it is read.
    pub fn written(&self, value: &Value) -> String {
        match (self, value) {
            (_, Value::Null) => String::new(),
            (_, Value::String(text)) => text.clone(),
            (Self::Clock, Value::Number(minutes)) => {
                minutes.as_i64().map_or_else(|| minutes.to_string(), clock_text)
            }
            (_, Value::Array(items)) => items
                .iter()
                .map(|item| item.as_str().map_or_else(|| item.to_string(), str::to_owned))
                .collect::<Vec<_>>()
                .join("; "),
            (_, other) => other.to_string(),
        }
    }

    /// What the form shows for a canonical text.
    pub fn shown(&self, canonical: &str) -> String {
        match self {
            Self::Clock => canonical.parse().map_or_else(|_| String::new(), clock_text),
            _ => canonical.to_owned(),
        }
    }

    /// The value to bind to a column.
    pub(crate) fn bound(&self, canonical: &str, null_when_empty: bool) -> ieum_db::Value {
        use ieum_db::{Kind, Value};
        let kind = match self {
            Self::Whole { .. } | Self::Clock | Self::Amount => Kind::Int,
            Self::Decimal { .. } => Kind::Float,
            _ => Kind::Text,
        };
        match kind {
            _ if canonical.is_empty() && null_when_empty => Value::Null(kind),
            Kind::Int => canonical.parse().map_or(Value::Null(kind), Value::Int),
            Kind::Float => canonical.parse().map_or(Value::Null(kind), Value::Float),
            _ => Value::Text(canonical.to_owned()),
        }
    }
}

fn within(text: String, longest: usize) -> Result<String, Fault> {
    let letters = if text.len() <= longest { 0 } else { text.chars().count() };
    if letters > longest {
        let args = vec![("longest", json!(longest)), ("letters", json!(letters))];
        return Err(Fault { key: "field-too-long", args });
    }
    Ok(text)
}

fn out(least: impl Into<Value>, most: impl Into<Value>) -> Fault {
    Fault { key: "field-out-of-range", args: vec![("least", least.into()), ("most", most.into())] }
}

fn number(text: &str) -> Result<String, Fault> {
    values::number(text).ok_or_else(|| fault("field-not-a-number"))
}

/// Minutes after midnight of `9:00`, `09:00:00` or `24:00`.
fn clock(text: &str) -> Option<i64> {
    let mut parts = text.split(':').map(|p| p.trim().parse::<i64>());
    let (hours, minutes) = (parts.next()?.ok()?, parts.next()?.ok()?);
    let seconds_fit = parts.next().is_none_or(|s| s == Ok(0));
    let all = hours * 60 + minutes;
    (seconds_fit && (0..60).contains(&minutes) && (0..=1440).contains(&all)).then_some(all)
}

/// `09:00` of 540 minutes after midnight.
pub fn clock_text(minutes: i64) -> String {
    format!("{:02}:{:02}", minutes.div_euclid(60), minutes.rem_euclid(60))
}

/// `MTWTF--` of itself, of `1,2,3,4,5`, or of ticked boxes joined by `; `.
fn days(text: &str) -> Option<String> {
    let letters: Vec<char> = text.chars().collect();
    if letters.len() == 7 && letters.iter().zip(WEEK).all(|(l, day)| *l == day || *l == '-') {
        return Some(text.to_owned());
    }
    let mut week = ['-'; 7];
    for part in text.split([',', ';', ' ']).filter(|p| !p.is_empty()) {
        let day: usize = part.parse().ok()?;
        let place = day.checked_sub(1)?;
        *week.get_mut(place)? = *WEEK.get(place)?;
    }
    Some(week.iter().collect())
}

fn yes(text: &str) -> Option<bool> {
    match text.to_lowercase().as_str() {
        "true" | "yes" | "y" | "1" | "o" | "on" => Some(true),
        "false" | "no" | "n" | "0" | "x" | "off" => Some(false),
        _ => None,
    }
}

/// An `http` or `https` address; `www.…` gets its scheme.
fn link(text: &str) -> Option<String> {
    let whole = if text.starts_with("www.") { format!("https://{text}") } else { text.to_owned() };
    let rest = whole.strip_prefix("https://").or_else(|| whole.strip_prefix("http://"))?;
    let fits = rest.contains(|c: char| c.is_alphanumeric())
        && whole.len() <= 1000
        && !whole.contains(|c: char| c.is_whitespace() || matches!(c, '"' | '<' | '>' | '\\'));
    fits.then_some(whole)
}

fn mail(text: &str) -> Option<String> {
    let (name, host) = text.split_once('@')?;
    let fits = !name.is_empty()
        && host.contains('.')
        && !host.contains('@')
        && text.len() <= 254
        && !text.contains(|c: char| c.is_whitespace() || matches!(c, '<' | '>' | ',' | ';' | '"'));
    fits.then(|| text.to_owned())
}

/// The id at the end of `name (id)`, or the whole text when it is an id.
pub fn id_in(text: &str, kind: KindKey) -> Option<ThingId> {
    let text = text.trim();
    let inner = text.strip_suffix(')').and_then(|t| t.rsplit_once('(')).map_or(text, |(_, id)| id);
    inner.parse::<ThingId>().ok().filter(|id| id.kind() == kind)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::entry::codes;

    #[track_caller]
    fn check(input: Input, written: &str, expected: Result<&str, &str>) {
        let read = input.read(written, &Lexicon::bare());
        assert_eq!(read.as_deref().map_err(|f| f.key), expected, "{written:?}");
    }

    #[test]
    fn what_people_write_becomes_one_form() {
        check(Input::Line(10), "  두  칸 ", Ok("두 칸"));
        check(Input::Line(3), "네 글자", Err("field-too-long"));
        check(Input::Whole { least: 0, most: 9_000_000_000 }, "1,234", Ok("1234"));
        check(Input::Whole { least: 0, most: 5 }, "7", Err("field-out-of-range"));
        check(Input::Whole { least: 0, most: 5 }, "3.5", Err("field-not-a-number"));
        check(Input::Decimal { least: -90.0, most: 90.0 }, "36.60", Ok("36.6"));
        check(Input::Day, "2026. 3. 2.", Ok("2026-03-02"));
        check(Input::Day, "2026-02-30", Err("field-not-a-day"));
        check(Input::Clock, "9:30", Ok("570"));
        check(Input::Clock, "24:00", Ok("1440"));
        check(Input::Clock, "25:00", Err("entry-field-not-a-time"));
        check(Input::Days, "1,2,3,4,5", Ok("MTWTF--"));
        check(Input::Days, "MTWTF--", Ok("MTWTF--"));
        check(Input::Days, "8", Err("entry-field-not-week-days"));
        check(Input::Yes, "Y", Ok("true"));
        check(Input::Amount, "30,000,000", Ok("30000000"));
        check(Input::Amount, "-1", Err("field-not-money"));
        check(Input::Link, "www.example.org", Ok("https://www.example.org"));
        check(Input::Link, "javascript:alert(1)", Err("entry-field-not-a-link"));
        check(Input::Mail, "lab@example.org", Ok("lab@example.org"));
        check(Input::Mail, "lab", Err("entry-field-not-a-mail-address"));
        check(Input::Choice(&codes::ACCESS_MODE), "self", Ok("self"));
        check(Input::Choice(&codes::ACCESS_MODE), "whatever", Err("field-not-a-choice"));
        check(Input::Line(5), "  ", Ok(""));
    }

    #[test]
    fn a_reference_carries_its_id_in_brackets() {
        let id = "fac_00000000000000000000000001";
        assert_eq!(id_in(&format!("분석동 (본관) ({id})"), KindKey::Facility).unwrap().text(), id);
        assert_eq!(id_in(id, KindKey::Facility).unwrap().text(), id);
        assert!(id_in(id, KindKey::Organisation).is_none());
        assert!(id_in("분석동", KindKey::Facility).is_none());
    }
}
