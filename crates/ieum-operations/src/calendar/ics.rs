//! iCalendar feeds (RFC 5545) under addresses that nobody can guess: `/feeds/{kind}/{id}/{signature}.ics`.
//!
//! `person` holds one's own bookings, `instrument` shows only that the time is taken, `facility` is for its staff.

use crate::booking::{Filter, Line, lines};
use axum::extract::State;
use axum::response::{IntoResponse, Response};
use http::header;
use ieum_kernel::{Lang, TimeSpan, Timestamp};
use ieum_web::{App, Path, Problem, Visitor};
use jiff::Timestamp as Moment;
use std::collections::BTreeMap;
use std::fmt::Write;

/// Past days in a feed.
const BACK_DAYS: i64 = 60;
/// Coming days in a feed.
const AHEAD_DAYS: i64 = 400;
/// Most events of one feed.
const MOST: i64 = 5000;
/// Longest line without its break, octets: RFC 5545 §3.1.
const LINE_OCTETS: usize = 75;

/// The address of a feed.
pub(crate) fn feed_path(app: &App, kind: &str, id: &str) -> String {
    format!("/feeds/{kind}/{id}/{}.ics", app.sign("feed", &format!("{kind}:{id}")))
}

/// A feed; the signature is the key, a wrong one is not found.
pub(super) async fn feed(
    State(app): State<App>,
    visitor: Visitor,
    Path((kind, id, file)): Path<(String, String, String)>,
) -> Result<Response, Problem> {
    let signature = file.strip_suffix(".ics").ok_or_else(Problem::not_found)?;
    if !app.signed("feed", &format!("{kind}:{id}"), signature) {
        return Err(Problem::not_found());
    }
    let none = |_wrong| Problem::not_found();
    let all = Filter { holding: true, most: MOST, ..Filter::default() };
    let filter = match kind.as_str() {
        "person" => Filter { holder: Some(id.parse().map_err(none)?), ..all },
        "instrument" => Filter { instrument: Some(id.parse().map_err(none)?), ..all },
        "facility" => Filter { facility: Some(id.parse().map_err(none)?), ..all },
        _ => return Err(Problem::not_found()),
    };
    let now = app.now();
    let within = TimeSpan { starts: now.plus_days(-BACK_DAYS), ends: now.plus_days(AHEAD_DAYS) };
    let found = lines(&mut app.db.reader(), within, filter).await?;
    let text = calendar(&app, visitor.lang(), &kind, &found);
    let headers = [
        (header::CONTENT_TYPE, "text/calendar; charset=utf-8"),
        (header::CACHE_CONTROL, "private, max-age=300"),
    ];
    Ok((headers, text).into_response())
}

fn calendar(app: &App, lang: Lang, kind: &str, found: &[Line]) -> String {
    let mut out = Ics::default();
    out.line("BEGIN", "VCALENDAR");
    out.line("VERSION", "2.0");
    out.line("PRODID", "-//Ieum//Booking//KO");
    out.line("CALSCALE", "GREGORIAN");
    out.line("METHOD", "PUBLISH");
    out.text("X-WR-CALNAME", &name(app, lang, kind, found));
    out.line("REFRESH-INTERVAL;VALUE=DURATION", "PT15M");
    let busy = app.words.plain(lang, "calendar-busy");
    let host =
        app.site.base_url.split("//").last().unwrap_or_default().split(['/', ':']).next().unwrap_or_default();
    for line in found {
        let instrument = line.instrument_name.in_lang(lang);
        let summary = match kind {
            "person" => instrument.to_owned(),
            "facility" => format!("{instrument} · {}", line.holder_name),
            _ => busy.clone(),
        };
        out.line("BEGIN", "VEVENT");
        out.line("UID", &format!("{}@{host}", line.id));
        out.line("SEQUENCE", &line.version.to_string());
        out.line("DTSTAMP", &utc(line.changed_at));
        out.line("LAST-MODIFIED", &utc(line.changed_at));
        out.line("DTSTART", &utc(line.span.starts));
        out.line("DTEND", &utc(line.span.ends));
        out.text("SUMMARY", &summary);
        out.text("LOCATION", line.facility_name.in_lang(lang));
        out.line(
            "STATUS",
            if matches!(line.state.as_str(), "pending_approval" | "held") {
                "TENTATIVE"
            } else {
                "CONFIRMED"
            },
        );
        out.line("TRANSP", "OPAQUE");
        if kind != "instrument" {
            if !line.purpose.is_empty() {
                out.text("DESCRIPTION", &line.purpose);
            }
            out.line("URL", &app.link(&format!("/reservations/{}", line.id)));
        }
        out.line("END", "VEVENT");
    }
    out.line("END", "VCALENDAR");
    out.0
}

fn name(app: &App, lang: Lang, kind: &str, found: &[Line]) -> String {
    let first = found.first();
    let of = match kind {
        "instrument" => first.map(|line| line.instrument_name.in_lang(lang).to_owned()),
        "facility" => first.map(|line| line.facility_name.in_lang(lang).to_owned()),
        _ => None,
    };
    match of {
        Some(name) => {
            app.words.say(lang, "calendar-feed-of", &BTreeMap::from([("name".to_owned(), name.into())]))
        }
        None => app.words.plain(lang, "calendar-feed-mine"),
    }
}

/// A UTC moment in the basic form: `20260302T010000Z`.
fn utc(at: Timestamp) -> String {
    let at: Moment = at.jiff();
    at.strftime("%Y%m%dT%H%M%SZ").to_string()
}

/// Content lines, folded and ended as RFC 5545 §3.1 says.
#[derive(Default)]
struct Ics(String);

impl Ics {
    /// A property whose value needs no escaping.
    fn line(&mut self, name: &str, value: &str) {
        let mut octets = 0;
        for letter in name.chars().chain([':']).chain(value.chars().filter(|c| !c.is_control())) {
            if octets + letter.len_utf8() > LINE_OCTETS {
                self.0.push_str("\r\n ");
                octets = 1;
            }
            self.0.push(letter);
            octets += letter.len_utf8();
        }
        self.0.push_str("\r\n");
    }

    /// A property of type TEXT: RFC 5545 §3.3.11.
    fn text(&mut self, name: &str, value: &str) {
        let mut escaped = String::with_capacity(value.len());
        for letter in value.trim().chars() {
            match letter {
                '\\' | ';' | ',' => {
                    // Writing to a String cannot fail.
                    let _infallible = write!(escaped, "\\{letter}");
                }
                '\n' => escaped.push_str("\\n"),
                other => escaped.push(other),
            }
        }
        self.line(name, &escaped);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn long_lines_are_folded_between_letters_and_unfold_to_what_was_said() {
        let mut out = Ics::default();
        let said =
            "초고성능 액체크로마토그래피-질량분석기, 잔류농약; 다성분 동시분석\n둘째 줄 \\ 끝".repeat(3);
        out.text("SUMMARY", &said);
        for line in out.0.split("\r\n") {
            assert!(line.len() <= LINE_OCTETS, "{} octets: {line}", line.len());
        }
        let unfolded = out.0.replace("\r\n ", "");
        let value = unfolded.strip_prefix("SUMMARY:").unwrap().strip_suffix("\r\n").unwrap();
        let read = value.replace("\\n", "\n").replace("\\;", ";").replace("\\,", ",").replace("\\\\", "\\");
        assert_eq!(read, said);
    }

    #[test]
    fn moments_are_written_in_the_basic_form() {
        assert_eq!(utc("2026-03-02T01:00:00Z".parse().unwrap()), "20260302T010000Z");
        let mut out = Ics::default();
        out.line("URL", "a\r\nBEGIN:VALARM");
        assert_eq!(out.0, "URL:aBEGIN:VALARM\r\n", "nothing can smuggle in a line of its own");
    }
}
