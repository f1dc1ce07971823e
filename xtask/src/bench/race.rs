//! Identical bookings at once: exactly one may win, and every other answer is a clean refusal.

use super::client::{Answer, Client};
use super::demo::{Demo, Session};
use crate::machine::say;
use anyhow::{Context, Result, bail};
use serde_json::json;
use std::collections::BTreeMap;
use std::sync::Barrier;

/// How many ask at once, and how often.
const CLIENTS: usize = 64;
const ROUNDS: usize = 10;
/// How many hours ahead a slot is looked for at most.
const HORIZON_HOURS: i64 = 24 * 60;
/// Instruments tried before giving up.
const TRIED: usize = 60;

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

/// Sends one booking.
pub(crate) fn book(client: &mut Client, session: &Session, body: &str) -> Result<Answer> {
    let headers = [
        ("Cookie", session.cookie.as_str()),
        ("X-CSRF-Token", session.token.as_str()),
        ("Content-Type", "application/json"),
        ("Accept", "application/json"),
    ];
    client.send("POST", "/api/v1/reservations", &headers, body.as_bytes())
}

/// An instrument that this person may book, and the first hours that were free: the first one is now taken.
fn bookable(demo: &Demo, session: &Session) -> Result<(String, i64)> {
    let mut client = Client::connect(&demo.url)?;
    let list = client.send("GET", "/api/v1/instruments?limit=100", &[("Cookie", &session.cookie)], b"")?;
    let (text, begun) = (String::from_utf8_lossy(&list.body).into_owned(), next_hour()?);
    let mut last = String::new();
    for instrument in ids(&text, "ins_").iter().take(TRIED) {
        for hours in (24..HORIZON_HOURS).step_by(25) {
            let answer = book(&mut client, session, &ask(instrument, begun + hours * 3600))?;
            if answer.status == 201 {
                return Ok((instrument.clone(), begun + (hours + 1) * 3600));
            }
            last = format!("{} {}", answer.status, String::from_utf8_lossy(&answer.body));
        }
    }
    bail!("no instrument can be booked; the last answer was {last}")
}

/// Runs the race as one user and as many.
pub(crate) fn run(demo: &Demo) -> Result<bool> {
    let sessions: Result<Vec<Session>> =
        demo.accounts.iter().map(|account| demo.session(&account.email, &account.password)).collect();
    let sessions = sessions?;
    let mut all_clean = true;
    for (who, asking) in [("same user", sessions.get(..1)), ("many users", sessions.get(..))] {
        let asking = asking.filter(|all| !all.is_empty()).context("find somebody to ask")?;
        let first = asking.first().context("find somebody to ask")?;
        let (instrument, mut start) = bookable(demo, first)?;
        let mut rounds = Vec::new();
        while rounds.len() < ROUNDS {
            start += 3600;
            let counts = round(demo, asking, &ask(&instrument, start))?;
            // Nobody may book a closed hour; only a round that somebody could win counts.
            let could_be_won = counts.contains_key(&201);
            if could_be_won {
                rounds.push(counts);
            } else if start > next_hour()? + HORIZON_HOURS * 3600 {
                bail!("too few free hours on {instrument}: {} rounds", rounds.len());
            }
        }
        let is_clean = |counts: &BTreeMap<u16, usize>| {
            counts.get(&201) == Some(&1) && counts.keys().all(|status| [201, 409, 422].contains(status))
        };
        let clean = rounds.iter().filter(|counts| is_clean(counts)).count();
        all_clean &= clean == ROUNDS;
        say(&json!({ "bench": "race", "who": who, "clients": CLIENTS, "rounds": ROUNDS, "clean": clean, "answers": rounds }).to_string());
    }
    Ok(all_clean)
}

/// Everybody asks the same at the same moment; how often each status came back.
fn round(demo: &Demo, asking: &[Session], body: &str) -> Result<BTreeMap<u16, usize>> {
    // All are connected before anybody asks.
    let clients: Result<Vec<Client>> = (0..CLIENTS).map(|_| Client::connect(&demo.url)).collect();
    let barrier = Barrier::new(CLIENTS);
    let one = &|mut client: Client, session: &Session| -> Result<u16> {
        barrier.wait();
        Ok(book(&mut client, session, body)?.status)
    };
    let clients = clients?;
    let statuses: Result<Vec<u16>> = std::thread::scope(|scope| {
        let start = |(client, session)| scope.spawn(move || one(client, session));
        #[expect(clippy::needless_collect, reason = "all start before the first is waited for")]
        let running: Vec<_> = clients.into_iter().zip(asking.iter().cycle()).map(start).collect();
        running.into_iter().map(|one| one.join().unwrap_or_else(|_| bail!("a client broke"))).collect()
    });
    let mut counts = BTreeMap::new();
    statuses?.into_iter().for_each(|status| *counts.entry(status).or_default() += 1);
    Ok(counts)
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
