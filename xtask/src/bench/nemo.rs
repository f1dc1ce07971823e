//! The same work as NEMO-CE on the same machine: instrument list, a calendar month of 372 bookings, new bookings by 16
//! clients. The load comes from the peer's own scripts; ours is only the description of what to ask.

use super::client::Client;
use super::demo::{Demo, Session};
use super::race::{ask, book, ids, moment, next_hour};
use crate::machine::{environment, say, target};
use anyhow::{Context, Result, bail};
use serde_json::{Value, json};
use std::path::Path;
use std::process::Command;

/// Bookings of the busy instrument in one month: twelve a day.
const EVENTS: usize = 372;
const HOUR: i64 = 3600;
/// The month of the calendar begins so many days from now; new bookings go far behind it.
const MONTH_DAYS: i64 = 10;
const FREE_DAYS: i64 = 70;

/// NEMO's seed has no opening hours and no limits, so neither has ours: variables of the `[booking]` table.
pub(crate) const OPEN_TERMS: &[(&str, &str)] = &[
    ("IEUM_BOOKING__OPENS_AT", "0"),
    ("IEUM_BOOKING__CLOSES_AT", "1440"),
    ("IEUM_BOOKING__OPEN_DAYS", "MTWTFSS"),
    ("IEUM_BOOKING__HORIZON_DAYS", "730"),
    ("IEUM_BOOKING__OUTSIDE_HORIZON_DAYS", "730"),
    ("IEUM_BOOKING__MOST_AT_ONCE", "0"),
];

/// Describes our side, runs the peer's load against it, and prints ratios when the peer's own results are there.
pub(crate) fn run(root: &Path, peer: &Path, demo: &Demo) -> Result<bool> {
    let script = peer.join("nemo_bench.py");
    if !script.is_file() {
        bail!("{} is not there: this comparison needs the peer's scripts", script.display());
    }
    let session = demo.session_of("staff")?;
    let mut client = Client::connect(&demo.url)?;
    let list = client.send("GET", "/api/v1/instruments?limit=300", &[("Cookie", &session.cookie)], b"")?;
    let hour = next_hour()?;
    let is_bookable = |id: &String, client: &mut Client| -> Result<bool> {
        let answer = book(client, &session, &ask(id, hour + FREE_DAYS * 24 * HOUR))?;
        Ok(answer.status == 201)
    };
    let mut tools = Vec::new();
    for id in ids(&String::from_utf8_lossy(&list.body), "ins_") {
        if is_bookable(&id, &mut client)? {
            tools.push(id);
        }
    }
    let busy = tools.first().context("no instrument can be booked at any hour")?.clone();
    let month = (hour + MONTH_DAYS * 24 * HOUR).div_euclid(24 * HOUR) * 24 * HOUR;
    let made = fill(&mut client, &session, &busy, month)?;
    say(&json!({ "bench": "nemo", "instruments": tools.len(), "events": made }).to_string());
    let folder = target(root).join("bench");
    std::fs::create_dir_all(&folder)?;
    let (asked, found) = (folder.join("target_ieum.json"), folder.join("ieum.json"));
    std::fs::write(&asked, serde_json::to_vec(&description(demo, &session, &tools, month, hour))?)?;
    let status = Command::new("python3")
        .arg(&script)
        .arg(&asked)
        .args(["--base", &demo.url, "--pid", &demo.id().to_string(), "--label", "ieum", "--no-race", "--out"])
        .arg(&found)
        .status()
        .context("start the peer's load")?;
    if !status.success() {
        bail!("the peer's load failed");
    }
    let theirs =
        environment("PEERS_HOME").or_else(|| Some(format!("{}/.cache/ieum-peers", environment("HOME")?)));
    let theirs = theirs
        .map(|home| Path::new(&home).join("nemo/results/nemo_sqlite.json"))
        .filter(|file| file.is_file());
    match theirs {
        Some(theirs) => ratios(&read(&found)?, &read(&theirs)?),
        None => {
            say("the peer has no results here: run `nemo_bench.sh setup` and `nemo_bench.sh sqlite` first")
        }
    }
    Ok(true)
}

fn read(file: &Path) -> Result<Value> {
    serde_json::from_slice(&std::fs::read(file)?).with_context(|| format!("read {}", file.display()))
}

/// Books hour after hour of the month until it holds as many events as the peer's.
fn fill(client: &mut Client, session: &Session, instrument: &str, month: i64) -> Result<usize> {
    let mut made = 0;
    for hours in 0..31 * 24 {
        // Twelve a day where the day is open; the other hours make up for closed days.
        if made == EVENTS {
            break;
        }
        made += usize::from(book(client, session, &ask(instrument, month + hours * HOUR))?.status == 201);
    }
    Ok(made)
}

fn description(demo: &Demo, session: &Session, tools: &[String], month: i64, hour: i64) -> Value {
    let headers = json!([{
        "Cookie": session.cookie, "X-CSRF-Token": session.token, "Content-Type": "application/json",
        "Accept": "application/json",
    }]);
    let busy = tools.first().cloned().unwrap_or_default();
    let day = |second: i64| moment(second).chars().take(10).collect::<String>();
    let feed =
        format!("/api/v1/instruments/{busy}/events?from={}&to={}", day(month), day(month + 31 * 24 * HOUR));
    let get = |path: &str| json!({ "m": "GET", "p": path, "h": headers, "ok": [200] });
    json!({
        "name": "ieum", "tool_ids": tools, "user_ids": demo.accounts.iter().map(|account| &account.email).collect::<Vec<_>>(),
        "slot0": hour + (FREE_DAYS + 1) * 24 * HOUR, "slot_s": HOUR,
        "endpoints": {
            "list_html": get("/instruments"),
            "calendar_html": get(&format!("/instruments/{busy}/calendar")),
            "list_api": get("/api/v1/instruments"),
            "feed": get(&feed),
            "create_api": {
                "m": "POST", "p": "/api/v1/reservations", "h": headers, "ok": [201],
                "json": "{{\"instrument\":\"{tool}\",\"starts\":\"{start_iso}\",\"ends\":\"{end_iso}\"}}",
            },
        },
        "count": get("/api/v1/reservations?instrument={tool}&from={start_iso}&to={end_iso}"),
    })
}

/// Requests a second of ours over theirs, and CPU of theirs over ours, for every part both have.
fn ratios(ours: &Value, theirs: &Value) {
    let Some(parts) = ours.get("load").and_then(Value::as_object) else { return };
    for (name, part) in parts {
        let of = |whole: &Value, figure: &str| whole.get("median")?.get(figure)?.as_f64();
        let Some(their_part) = theirs.get("load").and_then(|load| load.get(name)) else { continue };
        let ratio = |ours: Option<f64>, theirs: Option<f64>| Some((ours? / theirs? * 10.0).round() / 10.0);
        let faster = ratio(of(part, "rps"), of(their_part, "rps"));
        let leaner = ratio(of(their_part, "server_cpu_ms_per_req"), of(part, "server_cpu_ms_per_req"));
        say(&json!({ "bench": "nemo", "part": name, "times_faster": faster, "times_less_cpu": leaner })
            .to_string());
    }
}
