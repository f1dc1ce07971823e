//! What people typed: kept as typed, read field by field, with every fault named at its field.

use crate::{App, FieldError, Problem};
use axum::extract::{FromRequest, Request};
use http::{Method, StatusCode, header};
use ieum_kernel::{Id, Money, Text, Thing, TimeSpan, Timestamp, Zone};
use jiff::civil::Date;
use serde::Serialize;
use serde_json::{Value, json};
use std::collections::BTreeMap;
use std::str::FromStr;

/// Most bytes an ordinary form may have.
pub(crate) const FORM_BYTES: usize = 2 * 1024 * 1024;
/// Most characters of a line field unless the reader says otherwise.
pub const LINE_LETTERS: usize = 300;

/// The fields of a form or query, in the order sent; a name may come more than once.
#[derive(Debug, Clone, Default)]
pub struct Fields {
    pairs: Vec<(String, String)>,
}

impl Fields {
    /// Fields from pairs.
    pub fn from_pairs(pairs: Vec<(String, String)>) -> Self {
        Self { pairs }
    }

    /// Reads `application/x-www-form-urlencoded` text; control characters other than tab and line ends are dropped.
    pub fn parse(text: &str) -> Self {
        let pairs = form_urlencoded(text).into_iter().map(|(name, value)| (name, clean(&value))).collect();
        Self { pairs }
    }

    /// The first value of a name, untrimmed; empty when absent.
    pub fn get(&self, name: &str) -> &str {
        self.pairs.iter().find(|(n, _)| n == name).map_or("", |(_, v)| v.as_str())
    }

    /// All values of a name, without empty ones.
    pub fn all(&self, name: &str) -> Vec<&str> {
        self.pairs
            .iter()
            .filter(|(n, v)| n == name && !v.trim().is_empty())
            .map(|(_, v)| v.as_str())
            .collect()
    }

    /// Whether a box is ticked or a field is filled.
    pub fn has(&self, name: &str) -> bool {
        !self.get(name).trim().is_empty()
    }

    /// All pairs, in the order sent.
    pub fn pairs(&self) -> &[(String, String)] {
        &self.pairs
    }

    /// Adds a field.
    pub fn push(&mut self, name: &str, value: &str) {
        self.pairs.push((name.to_owned(), value.to_owned()));
    }

    /// What templates show again: first value by name (`values.title`), without the form's own machinery.
    pub fn values(&self) -> Value {
        let mut map = serde_json::Map::new();
        for (name, value) in self.pairs.iter().filter(|(n, _)| !n.starts_with('_')) {
            map.entry(name.clone()).or_insert_with(|| json!(value));
        }
        Value::Object(map)
    }

    /// Starts reading; faults gather until [`Reading::done`].
    pub fn reading<'a>(&'a self, zone: &'a Zone) -> Reading<'a> {
        Reading { fields: self, zone, errors: Vec::new() }
    }
}

/// Drops control characters that have no place in text (C0 other than tab and line ends, and DEL).
pub(crate) fn clean(text: &str) -> String {
    text.chars().filter(|c| !c.is_control() || matches!(c, '\n' | '\t')).collect()
}

fn form_urlencoded(text: &str) -> Vec<(String, String)> {
    text.split('&')
        .filter(|part| !part.is_empty())
        .map(|part| part.split_once('=').unwrap_or((part, "")))
        .map(|(name, value)| (decode(name), decode(value)))
        .collect()
}

/// Percent-decoding as HTML forms send it; broken escapes stay as they are, broken UTF-8 becomes U+FFFD.
pub fn decode(text: &str) -> String {
    let mut bytes = text.bytes();
    let mut out: Vec<u8> = Vec::with_capacity(text.len());
    while let Some(byte) = bytes.next() {
        match byte {
            b'+' => out.push(b' '),
            b'%' => {
                let mut look = bytes.clone();
                let pair = look.next().zip(look.next());
                match pair.and_then(|(a, b)| Some((hex(a)? << 4) | hex(b)?)) {
                    Some(value) => {
                        out.push(value);
                        bytes = look;
                    }
                    None => out.push(b'%'),
                }
            }
            other => out.push(other),
        }
    }
    String::from_utf8_lossy(&out).replace("\r\n", "\n")
}

fn hex(byte: u8) -> Option<u8> {
    char::from(byte).to_digit(16).and_then(|d| u8::try_from(d).ok())
}

/// Percent-encodes a query value.
pub fn encode(text: &str) -> String {
    use std::fmt::Write;
    let mut out = String::new();
    for byte in text.bytes() {
        match byte {
            b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'-' | b'_' | b'.' | b'~' => out.push(char::from(byte)),
            other => {
                let _infallible = write!(out, "%{other:02X}");
            }
        }
    }
    out
}

/// Reads fields into domain values, gathering every fault.
///
/// The message keys are `field-required`, `field-too-long`, `field-not-a-moment` and so on; see `locales/*/field.ftl`.
pub struct Reading<'a> {
    fields: &'a Fields,
    zone: &'a Zone,
    errors: Vec<FieldError>,
}

impl Reading<'_> {
    /// Notes a fault with its own message key.
    pub fn fault(&mut self, field: &str, key: &str, args: &[(&str, Value)]) {
        let args = args.iter().map(|(n, v)| ((*n).to_owned(), v.clone())).collect();
        self.errors.push(FieldError { field: field.to_owned(), key: key.to_owned(), args });
    }

    /// A line or text that must not be empty, at most `longest` characters.
    pub fn required(&mut self, field: &str, longest: usize) -> String {
        let text = self.optional(field, longest);
        if text.is_empty() && !self.errors.iter().any(|e| e.field == field) {
            self.fault(field, "field-required", &[]);
        }
        text
    }

    /// A line or text that may be empty.
    pub fn optional(&mut self, field: &str, longest: usize) -> String {
        let text = self.fields.get(field).trim();
        let letters = text.chars().count();
        if letters > longest {
            self.fault(field, "field-too-long", &[("longest", json!(longest)), ("letters", json!(letters))]);
        }
        text.to_owned()
    }

    /// A bilingual text from `<field>_ko` and `<field>_en`; at least one side when `required`.
    pub fn text(&mut self, field: &str, longest: usize, required: bool) -> Text {
        let ko = self.optional(&format!("{field}_ko"), longest);
        let en = self.optional(&format!("{field}_en"), longest);
        if required && ko.is_empty() && en.is_empty() {
            self.fault(&format!("{field}_ko"), "field-required-one-language", &[]);
        }
        Text { ko, en }
    }

    /// A value of any kind that reads from text; `None` when empty; `key` says what is wrong.
    pub fn parsed<T: FromStr>(&mut self, field: &str, key: &str) -> Option<T> {
        let text = self.fields.get(field).trim();
        if text.is_empty() {
            return None;
        }
        let value = text.parse().ok();
        if value.is_none() {
            self.fault(field, key, &[]);
        }
        value
    }

    /// A value that must be there.
    pub fn must<T: FromStr>(&mut self, field: &str, key: &str) -> Option<T> {
        if !self.fields.has(field) {
            self.fault(field, "field-required", &[]);
            return None;
        }
        self.parsed(field, key)
    }

    /// An id of the right thing.
    pub fn id<T: Thing>(&mut self, field: &str) -> Option<Id<T>> {
        self.parsed(field, "field-not-an-id")
    }

    /// A whole number within bounds, group commas allowed.
    pub fn whole(&mut self, field: &str, least: i64, most: i64) -> Option<i64> {
        let text: String =
            self.fields.get(field).chars().filter(|c| *c != ',' && !c.is_whitespace()).collect();
        if text.is_empty() {
            return None;
        }
        match text.parse::<i64>() {
            Ok(n) if (least..=most).contains(&n) => Some(n),
            Ok(_) => {
                self.fault(field, "field-out-of-range", &[("least", json!(least)), ("most", json!(most))]);
                None
            }
            Err(_) => {
                self.fault(field, "field-not-a-number", &[]);
                None
            }
        }
    }

    /// A finite decimal number.
    pub fn decimal(&mut self, field: &str) -> Option<f64> {
        let value = self.parsed::<f64>(field, "field-not-a-number")?;
        if !value.is_finite() {
            self.fault(field, "field-not-a-number", &[]);
            return None;
        }
        Some(value)
    }

    /// An amount of money that is not negative.
    pub fn money(&mut self, field: &str) -> Option<Money> {
        let amount = self.parsed::<Money>(field, "field-not-money")?;
        if amount.minor < 0 {
            self.fault(field, "field-not-money", &[]);
            return None;
        }
        Some(amount)
    }

    /// A civil day.
    pub fn day(&mut self, field: &str) -> Option<Date> {
        self.parsed(field, "field-not-a-day")
    }

    /// A moment, read in the house's zone when it names none.
    pub fn moment(&mut self, field: &str) -> Option<Timestamp> {
        let text = self.fields.get(field).trim();
        if text.is_empty() {
            return None;
        }
        let at = self.zone.read(text).ok();
        if at.is_none() {
            self.fault(field, "field-not-a-moment", &[]);
        }
        at
    }

    /// A span from two moment fields, both required; the end after the start.
    pub fn span(&mut self, starts: &str, ends: &str) -> Option<TimeSpan> {
        for field in [starts, ends] {
            if !self.fields.has(field) {
                self.fault(field, "field-required", &[]);
            }
        }
        let (from, to) = (self.moment(starts)?, self.moment(ends)?);
        let span = TimeSpan::new(from, to).ok();
        if span.is_none() {
            self.fault(ends, "field-ends-before-start", &[]);
        }
        span
    }

    /// One of a fixed set of keys.
    pub fn choice<T: FromStr>(&mut self, field: &str) -> Option<T> {
        self.parsed(field, "field-not-a-choice")
    }

    /// The faults so far.
    pub fn errors(&self) -> &[FieldError] {
        &self.errors
    }

    /// Ends the reading: nothing wrong, or every fault.
    pub fn done(self) -> Result<(), Vec<FieldError>> {
        if self.errors.is_empty() { Ok(()) } else { Err(self.errors) }
    }
}

/// Faults as templates read them: `errors.title.key`, plus the ordered list for the summary.
#[derive(Debug, Clone, Serialize, Default)]
pub struct Faults {
    /// By field; the first fault of each.
    pub by_field: BTreeMap<String, FieldError>,
    /// In the order found.
    pub list: Vec<FieldError>,
}

impl From<Vec<FieldError>> for Faults {
    fn from(list: Vec<FieldError>) -> Self {
        let mut by_field = BTreeMap::new();
        for error in &list {
            by_field.entry(error.field.clone()).or_insert_with(|| error.clone());
        }
        Self { by_field, list }
    }
}

impl FromRequest<App> for Fields {
    type Rejection = Problem;

    /// The query of a GET, the urlencoded body of anything else.
    async fn from_request(request: Request, _app: &App) -> Result<Self, Problem> {
        if request.method() == Method::GET || request.method() == Method::HEAD {
            return Ok(Self::parse(request.uri().query().unwrap_or_default()));
        }
        let kind =
            request.headers().get(header::CONTENT_TYPE).and_then(|v| v.to_str().ok()).unwrap_or_default();
        if !kind.starts_with("application/x-www-form-urlencoded") {
            return Err(Problem::new(StatusCode::UNSUPPORTED_MEDIA_TYPE, "wrong-type"));
        }
        let limit = u64::try_from(FORM_BYTES).unwrap_or(u64::MAX);
        let body = axum::body::to_bytes(request.into_body(), FORM_BYTES)
            .await
            .map_err(|_too_long| Problem::too_large(limit))?;
        Ok(Self::parse(&String::from_utf8_lossy(&body)))
    }
}

/// A JSON body; anything unreadable answers as a problem that names the place.
#[derive(Debug, Clone)]
pub struct Body<T>(pub T);

impl<T: serde::de::DeserializeOwned> FromRequest<App> for Body<T> {
    type Rejection = Problem;

    async fn from_request(request: Request, _app: &App) -> Result<Self, Problem> {
        let limit = u64::try_from(FORM_BYTES).unwrap_or(u64::MAX);
        let body = axum::body::to_bytes(request.into_body(), FORM_BYTES)
            .await
            .map_err(|_too_long| Problem::too_large(limit))?;
        serde_json::from_slice(&body).map(Self).map_err(|error| {
            let place = format!("line {}, column {}", error.line(), error.column());
            Problem::new(StatusCode::UNPROCESSABLE_ENTITY, "json")
                .with("place", place)
                .with("reason", error.to_string())
        })
    }
}

/// A path parameter read into a domain value; what does not read is 404, as there is nothing there.
#[derive(Debug, Clone)]
pub struct Path<T>(pub T);

impl<T: serde::de::DeserializeOwned + Send> axum::extract::FromRequestParts<App> for Path<T> {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut http::request::Parts, app: &App) -> Result<Self, Problem> {
        let found = axum::extract::Path::<T>::from_request_parts(parts, app).await;
        found.map(|axum::extract::Path(value)| Self(value)).map_err(|_unreadable| Problem::not_found())
    }
}

/// A query read into a struct; what does not read is a clear 422.
#[derive(Debug, Clone)]
pub struct QueryOf<T>(pub T);

impl<T: serde::de::DeserializeOwned> axum::extract::FromRequestParts<App> for QueryOf<T> {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut http::request::Parts, app: &App) -> Result<Self, Problem> {
        let found = axum::extract::Query::<T>::from_request_parts(parts, app).await;
        found.map(|axum::extract::Query(value)| Self(value)).map_err(|error| {
            Problem::new(StatusCode::UNPROCESSABLE_ENTITY, "json")
                .with("place", "query")
                .with("reason", error.to_string())
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_fault_is_named_at_its_field() {
        let fields =
            Fields::parse("title=&count=9&fee=-3&starts=2026-03-02T10%3A00&ends=2026-03-02T09%3A00&day=x");
        let zone = Zone::seoul();
        let mut form = fields.reading(&zone);
        form.required("title", 10);
        form.whole("count", 1, 5);
        form.money("fee");
        form.span("starts", "ends");
        form.day("day");
        let faults = Faults::from(form.done().unwrap_err());
        let keys: Vec<_> = faults.list.iter().map(|e| (e.field.as_str(), e.key.as_str())).collect();
        assert_eq!(
            keys,
            [
                ("title", "field-required"),
                ("count", "field-out-of-range"),
                ("fee", "field-not-money"),
                ("ends", "field-ends-before-start"),
                ("day", "field-not-a-day")
            ]
        );
    }

    #[test]
    fn text_comes_through_as_typed() {
        let fields = Fields::parse("a=%EA%B0%80+%26+b&a=2&c=1%0D%0A2%00&broken=%zz&=x");
        assert_eq!(fields.get("a"), "가 & b");
        assert_eq!(fields.all("a"), ["가 & b", "2"]);
        assert_eq!(fields.get("c"), "1\n2");
        assert_eq!(fields.get("broken"), "%zz");
        assert_eq!(decode(&encode("가 & b/?")), "가 & b/?");
    }
}
