//! Identical requests at once, to book, to move and to resize: exactly one may win, and every other answer is a clean
//! refusal.

use super::client::Client;
use super::demo::{Demo, Session};
use super::report::Table;
use anyhow::{Context, Result, bail};
use serde_json::{Value, json};
use std::collections::BTreeMap;
use std::sync::Barrier;

/// How many ask at once, and how often.
const CLIENTS: usize = 64;
const ROUNDS: usize = 10;
const HOUR: i64 = 3600;

/// One hour on one instrument, as the API wants it.
pub(crate) fn ask(instrument: &str, start_s: i64) -> String {
    json!({ "instrument": instrument, "starts": moment(start_s), "ends": moment(start_s + 3600) }).to_string()
}

/// RFC 3339 of a Unix second.
pub(crate) fn moment(second: i64) -> String {
    let (days, time) = (second.div_euclid(86_400), second.rem_euclid(86_400));
    // Days to civil date after Howard Hinnant, "chrono-Compatible Low-Level Date Algorithms".
    let shifted = days + 719_468;
    let era = shifted.div_euclid(146_097);
    let day_of_era = shifted.rem_euclid(146_097);
    let year_of_era = (day_of_era - day_of_era / 1460 + day_of_era / 36_524 - day_of_era / 146_096) / 365;
    let day_of_year = day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
    let shifted_month = (5 * day_of_year + 2) / 153;
    let day = day_of_year - (153 * shifted_month + 2) / 5 + 1;
    let month = if shifted_month < 10 { shifted_month + 3 } else { shifted_month - 9 };
    let year = year_of_era + era * 400 + i64::from(month <= 2);
    format!("{year:04}-{month:02}-{day:02}T{:02}:{:02}:{:02}Z", time / 3600, time % 3600 / 60, time % 60)
}

/// The next full hour, in Unix seconds.
#[expect(clippy::disallowed_methods, reason = "a measurement happens now")]
pub(crate) fn next_hour() -> Result<i64> {
    let now = std::time::SystemTime::now().duration_since(std::time::UNIX_EPOCH)?.as_secs();
    Ok(i64::try_from(now)?.div_euclid(3600) * 3600 + 3600)
}

/// Every id of a kind in a text: `ins_…`.
pub(crate) fn ids(text: &str, prefix: &str) -> Vec<String> {
    let mut found: Vec<String> = Vec::new();
    for part in text.split(prefix).skip(1) {
        let rest: String = part.chars().take_while(char::is_ascii_alphanumeric).collect();
        let id = format!("{prefix}{rest}");
        if rest.len() > 8 && !found.contains(&id) {
            found.push(id);
        }
    }
    found
}

/// A booking as the API tells it.
#[derive(Clone)]
struct Booked {
    id: String,
    version: i64,
}

/// One request of a race.
struct Call<'a> {
    session: &'a Session,
    method: &'static str,
    path: String,
    body: String,
}

/// One answer of a race: the status, and the JSON that came with it.
struct Said {
    status: u16,
    json: Value,
}

/// Where a race is held: an instrument that is free from an hour on.
struct Track<'a> {
    demo: &'a Demo,
    instrument: &'a str,
    /// The next hour nobody has used yet.
    next: i64,
}

impl Track<'_> {
    fn hour(&mut self) -> i64 {
        self.next += HOUR;
        self.next - HOUR
    }

    /// Bookings that hold an hour, whoever made them.
    fn rows(&self, session: &Session, hour: i64) -> Result<usize> {
        let (from, to) = (moment(hour), moment(hour + HOUR));
        let path = format!("/api/v1/instruments/{}/events?from={from}&to={to}", self.instrument);
        let answer = session.call(&mut Client::connect(&self.demo.url)?, "GET", &path, "")?;
        let events: Value = serde_json::from_slice(&answer.body).context("read the events")?;
        Ok(events.as_array().context("read the events")?.len())
    }

    /// Books an hour for somebody, alone.
    fn book(&self, session: &Session, hour: i64) -> Result<Booked> {
        let mut client = Client::connect(&self.demo.url)?;
        let answer =
            session.call(&mut client, "POST", "/api/v1/reservations", &ask(self.instrument, hour))?;
        if answer.status != 201 {
            bail!("cannot book: status {} {}", answer.status, answer.text());
        }
        booked(&serde_json::from_slice(&answer.body)?)
    }

    /// Everybody at the same moment, all connected before anybody asks.
    fn run(&self, calls: &[Call<'_>]) -> Result<Vec<Said>> {
        let clients: Result<Vec<Client>> = calls.iter().map(|_| Client::connect(&self.demo.url)).collect();
        let barrier = Barrier::new(calls.len());
        let one = &|mut client: Client, call: &Call<'_>| -> Result<Said> {
            barrier.wait();
            let answer = call.session.call(&mut client, call.method, &call.path, &call.body)?;
            Ok(Said { status: answer.status, json: serde_json::from_slice(&answer.body).unwrap_or_default() })
        };
        let clients = clients?;
        std::thread::scope(|scope| {
            let start = |(client, call)| scope.spawn(move || one(client, call));
            #[expect(clippy::needless_collect, reason = "all start before the first is waited for")]
            let running: Vec<_> = clients.into_iter().zip(calls).map(start).collect();
            running.into_iter().map(|one| one.join().unwrap_or_else(|_| bail!("a client broke"))).collect()
        })
    }
}

fn booked(json: &Value) -> Result<Booked> {
    let id = json.get("id").and_then(Value::as_str).context("read a booking")?.to_owned();
    let version = json.get("version").and_then(Value::as_i64).context("read a booking's version")?;
    Ok(Booked { id, version })
}

/// How a kind of race went.
#[derive(Default)]
struct Tally {
    clean: usize,
    /// How often each status came, over all rounds.
    answers: BTreeMap<u16, usize>,
}

impl Tally {
    /// One winner, one row, and nothing but refusals.
    fn judge(&mut self, said: &[Said], won: u16, rows: usize) {
        let winners = said.iter().filter(|one| one.status == won).count();
        let polite = said.iter().all(|one| one.status == won || matches!(one.status, 409 | 422));
        self.clean += usize::from(winners == 1 && rows == 1 && polite);
        said.iter().for_each(|one| *self.answers.entry(one.status).or_default() += 1);
    }
}

/// All ask for the same free hour.
fn create(track: &mut Track<'_>, asking: &[Session]) -> Result<Tally> {
    let mut tally = Tally::default();
    for _ in 0..ROUNDS {
        let hour = track.hour();
        let call = |session| Call {
            session,
            method: "POST",
            path: "/api/v1/reservations".to_owned(),
            body: ask(track.instrument, hour),
        };
        let calls: Vec<Call<'_>> = asking.iter().cycle().take(CLIENTS).map(call).collect();
        let said = track.run(&calls)?;
        tally.judge(&said, 201, track.rows(asking.first().context("find somebody")?, hour)?);
    }
    Ok(tally)
}

fn patch<'a>(session: &'a Session, which: &Booked, starts: i64, ends: i64) -> Call<'a> {
    let body = json!({ "version": which.version, "starts": moment(starts), "ends": moment(ends) });
    Call {
        session,
        method: "PATCH",
        path: format!("/api/v1/reservations/{}", which.id),
        body: body.to_string(),
    }
}

/// Sixty-four bookings all move into the same free hour.
fn shift(track: &mut Track<'_>, asking: &[Session]) -> Result<Tally> {
    let mut tally = Tally::default();
    let mut held = Vec::new();
    for session in asking.iter().cycle().take(CLIENTS) {
        let hour = track.hour();
        held.push((session, track.book(session, hour)?));
    }
    for _ in 0..ROUNDS {
        let hour = track.hour();
        let calls: Vec<Call<'_>> =
            held.iter().map(|(session, which)| patch(session, which, hour, hour + HOUR)).collect();
        let said = track.run(&calls)?;
        for ((_, which), one) in held.iter_mut().zip(&said) {
            if one.status == 200 {
                *which = booked(&one.json)?;
            }
        }
        tally.judge(&said, 200, track.rows(asking.first().context("find somebody")?, hour)?);
    }
    Ok(tally)
}

/// Two bookings with a free hour between them, each asked thirty-two times at once to stretch into it.
fn stretch(track: &mut Track<'_>, asking: &[Session]) -> Result<Tally> {
    let mut tally = Tally::default();
    for round in 0..ROUNDS {
        let somebody = |place: usize| asking.get(place % asking.len().max(1)).context("find somebody");
        let (left, right) = (somebody(2 * round)?, somebody(2 * round + 1)?);
        let [before, hour, after] = [track.hour(), track.hour(), track.hour()];
        let pair = [(left, track.book(left, before)?, before), (right, track.book(right, after)?, hour)];
        let calls: Vec<Call<'_>> = pair
            .iter()
            .cycle()
            .take(CLIENTS)
            .map(|(session, which, starts)| patch(session, which, *starts, starts + 2 * HOUR))
            .collect();
        let said = track.run(&calls)?;
        tally.judge(&said, 200, track.rows(left, hour)?);
        // The next round begins behind a free hour of its own.
        track.hour();
    }
    Ok(tally)
}

/// Every race, as one person, as many, and by an API token.
pub(crate) fn run(demo: &Demo, engine: &str, instruments: &[String], from: i64) -> Result<bool> {
    let many = demo.sessions(CLIENTS)?;
    let one = many.get(..1).context("find somebody")?.to_vec();
    let token = match one.first() {
        Some(session) => vec![session.by_token(&mut Client::connect(&demo.url)?)?],
        None => Vec::new(),
    };
    let mut table = Table::new(
        &format!("{CLIENTS} identical requests at once, {ROUNDS} rounds, {engine}"),
        &["race", "who", "clean rounds", "answers"],
    );
    type Race = fn(&mut Track<'_>, &[Session]) -> Result<Tally>;
    let races: [(&str, Race); 3] = [("book", create), ("move", shift), ("resize", stretch)];
    let mut all_clean = true;
    let mut instruments = instruments.iter();
    for (what, race) in races {
        for (who, asking) in [("one person", &one), ("many people", &many), ("API token", &token)] {
            let instrument = instruments.next().context("too few instruments for the races")?;
            let mut track = Track { demo, instrument, next: from };
            let tally = race(&mut track, asking)?;
            all_clean &= tally.clean == ROUNDS;
            let answers: Vec<String> =
                tally.answers.iter().map(|(status, count)| format!("{count} × {status}")).collect();
            let clean = format!("{} of {ROUNDS}", tally.clean);
            table.line([what.to_owned(), who.to_owned(), clean, answers.join(", ")]);
        }
    }
    table.print();
    Ok(all_clean)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn moments_are_written() {
        assert_eq!(moment(0), "1970-01-01T00:00:00Z");
        assert_eq!(moment(951_782_400), "2000-02-29T00:00:00Z");
        assert_eq!(moment(1_772_443_800), "2026-03-02T09:30:00Z");
    }

    #[test]
    fn ids_are_found_once() {
        let text = r#"{"id":"ins_0123456789ab","x":"/instruments/ins_0123456789ab","y":"ins_zz9876543210"}"#;
        assert_eq!(ids(text, "ins_"), ["ins_0123456789ab", "ins_zz9876543210"]);
    }
}
