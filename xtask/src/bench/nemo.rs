//! The same work as NEMO-CE on the same machine, both running, one asked after the other: instrument list, a calendar
//! month of 372 bookings, new bookings by 1 and 16 clients. The load comes from the peer's scripts.

use super::client::Client;
use super::demo::{Demo, Session};
use super::lists;
use super::peer::Peer;
use super::race::{ask, ids, moment, next_hour};
use super::report::{Table, number};
use crate::machine::{say, target};
use anyhow::{Context, Result, bail};
use serde_json::{Value, json};
use std::path::{Path, PathBuf};
use std::process::Command;

/// Instruments and people of the peer's seed, and bookings around its busy month.
const INSTRUMENTS: usize = 150;
const PEOPLE: usize = 64;
pub(crate) const AROUND: usize = 40_000;
/// Bookings of the busy instrument in one month: twelve a day.
const EVENTS: usize = 372;
const HOUR: i64 = 3600;
/// The month of the calendar begins so many days from now; new bookings go far behind it.
const MONTH_DAYS: i64 = 10;
const FREE_DAYS: i64 = 70;

/// NEMO's seed has no opening hours and no limits, and keeps UTC; so do we.
pub(crate) const OPEN_TERMS: &[(&str, &str)] = &[
    ("IEUM_SITE__ZONE", "UTC"),
    ("IEUM_BOOKING__OPENS_AT", "0"),
    ("IEUM_BOOKING__CLOSES_AT", "1440"),
    ("IEUM_BOOKING__OPEN_DAYS", "MTWTFSS"),
    ("IEUM_BOOKING__ON_HOLIDAYS", "true"),
    ("IEUM_BOOKING__HORIZON_DAYS", "730"),
    ("IEUM_BOOKING__OUTSIDE_HORIZON_DAYS", "730"),
    ("IEUM_BOOKING__MOST_AT_ONCE", "0"),
];

/// What is compared: the part's name in the peer's scripts, what it is, and the least ratio.
const PARTS: [(&str, &str, Option<f64>); 6] = [
    ("feed", "calendar feed, 372 events", Some(50.0)),
    ("list_api", "instrument list, 150 as JSON", Some(50.0)),
    ("list_html", "instrument list, page", Some(50.0)),
    ("calendar_html", "calendar page", None),
    ("create_web", "book, form, all rules", Some(20.0)),
    ("create_api", "book, JSON (theirs without rules)", Some(20.0)),
];

/// A sample region with instruments that anybody may book at any hour; their ids.
pub(crate) fn open_house(
    binary: &Path,
    folder: &Path,
    more: &[(&str, &str)],
    arguments: &[&str],
) -> Result<(Demo, Vec<String>)> {
    let terms: Vec<(&str, &str)> = OPEN_TERMS.iter().chain(more).copied().collect();
    let demo = Demo::start_on(binary, folder, &terms)?;
    let facility = super::imports::facility(&demo)?;
    demo.stop()?;
    let list = lists::bookable(INSTRUMENTS);
    let file = folder.join("bookable.csv");
    list.write(&file)?;
    let name = file.to_str().context("name the list")?;
    let data = folder.to_str().context("name the data folder")?;
    let program = binary.to_str().context("name the program")?;
    let import = ["import", list.kind, name, "--facility", &facility, "--data", data];
    let import: Vec<&str> = import.into_iter().chain(arguments.iter().copied()).collect();
    let said = crate::machine::output(program, &import, folder)?;
    if !said.contains("\"loaded\": true") {
        bail!("the instruments were not loaded: {said}");
    }
    let demo = Demo::start_on(binary, folder, &terms)?;
    let path = format!("/api/v1/instruments?q=Bench%20instrument&size={INSTRUMENTS}");
    let found = ids(&Client::connect(&demo.url)?.send("GET", &path, &[], b"")?.text(), "ins_");
    if found.len() != INSTRUMENTS {
        bail!("{} of {INSTRUMENTS} instruments are there", found.len());
    }
    Ok((demo, found))
}

/// How much is asked of each side.
pub(crate) struct Load<'a> {
    /// Folder of the peer's scripts.
    pub scripts: &'a Path,
    /// Seconds of one run.
    pub seconds: u32,
    /// Runs of each part; the middle one counts.
    pub runs: u32,
    /// Bookings around the month that is asked for.
    pub around: usize,
}

/// Fills both sides alike, loads them in turn and prints the ratios; alone, only ours without goals.
pub(crate) fn run(root: &Path, binary: &Path, load: &Load<'_>, only: &[String], alone: bool) -> Result<bool> {
    let Load { scripts, seconds, runs, around } = *load;
    let script = scripts.join("nemo_bench.py");
    if !script.is_file() {
        bail!("{} is not there: this comparison needs the peer's scripts", script.display());
    }
    let data = tempfile::tempdir()?;
    let (demo, instruments) = open_house(binary, data.path(), &[], &[])?;
    let people = demo.sessions(PEOPLE)?;
    let busy = instruments.first().context("find an instrument")?;
    let now = next_hour()?;
    let month = (now + MONTH_DAYS * 24 * HOUR).div_euclid(24 * HOUR) * 24 * HOUR;
    let of_month = (0..31).flat_map(|day| (8..20).map(move |hour| month + (day * 24 + hour) * HOUR));
    let asks: Vec<String> = of_month.map(|hour| ask(busy, hour)).take(EVENTS).collect();
    let made = book_all(&demo, &people, &asks)?;
    let others = instruments.get(1..).unwrap_or_default();
    let around = (0..around).filter_map(|nth| {
        let instrument = others.get(nth % others.len().max(1))?;
        let hour = i64::try_from(nth / others.len().max(1) * 5 % (58 * 24)).ok()?;
        Some(ask(instrument, now + HOUR + hour * HOUR))
    });
    let also = book_all(&demo, &people, &around.collect::<Vec<_>>())?;
    say(&format!(
        "ours: {INSTRUMENTS} bookable instruments, {made} bookings in the month, {also} around it, {PEOPLE} people"
    ));
    if made != EVENTS {
        bail!("the month holds {made} bookings instead of {EVENTS}");
    }
    let peer = if alone { None } else { Some(Peer::start(scripts)?) };
    let folder = target(root).join("bench");
    std::fs::create_dir_all(&folder)?;
    let ours = folder.join("target_ieum.json");
    std::fs::write(&ours, serde_json::to_vec(&description(&people, &instruments, month, now))?)?;
    let theirs = peer.iter().map(|peer| ("nemo", &peer.target, &peer.url, peer.id()));
    let sides: Vec<_> = theirs.chain([("ieum", &ours, &demo.url, demo.id())]).collect();
    let how = format!("embedded databases, {runs} runs of {seconds} s, medians");
    let mut table = if alone {
        Table::new(&format!("Ieum alone, {how}"), &["part", "clients", "/s", "ms CPU", "errors"])
    } else {
        let head = [
            "part",
            "clients",
            "their /s",
            "our /s",
            "times",
            "their ms CPU",
            "our ms CPU",
            "times",
            "their errors",
            "our errors",
            "",
        ];
        Table::new(&format!("NEMO-CE 8.1.5 and Ieum on the same work, {how}"), &head)
    };
    let mut all_met = true;
    for (part, what, goal) in PARTS {
        if !only.is_empty() && !only.iter().any(|wanted| wanted == part) {
            continue;
        }
        let mut results = Vec::new();
        for (label, described, url, id) in &sides {
            let out = folder.join(format!("{label}_{part}.json"));
            drive(&script, described, url, *id, part, seconds, runs, &out)?;
            results.push(read(&out)?);
        }
        match results.as_slice() {
            [theirs, ours] => all_met &= compare(&mut table, part, what, goal, theirs, ours),
            [ours] => tell(&mut table, part, what, ours),
            _ => {}
        }
    }
    table.print();
    Ok(all_met)
}

#[expect(clippy::too_many_arguments, reason = "the arguments of one program")]
fn drive(
    script: &Path,
    described: &PathBuf,
    url: &str,
    id: u32,
    part: &str,
    seconds: u32,
    runs: u32,
    out: &Path,
) -> Result<()> {
    let status = Command::new("python3")
        .arg(script)
        .arg(described)
        .args(["--base", url, "--pid", &id.to_string(), "--only", part, "--no-race"])
        .args(["--seconds", &seconds.to_string(), "--runs", &runs.to_string(), "--out"])
        .arg(out)
        .status()
        .context("start the peer's load")?;
    if status.success() { Ok(()) } else { bail!("the peer's load failed on {part}") }
}

fn read(file: &Path) -> Result<Value> {
    // Their figures of a run in which nothing succeeded are no JSON numbers.
    let text = std::fs::read_to_string(file)?.replace(": NaN", ": null").replace(": Infinity", ": null");
    serde_json::from_str(&text).with_context(|| format!("read {}", file.display()))
}

/// A figure of one side by so many clients; nothing where nothing succeeded.
fn figure(side: &Value, part: &str, clients: &str, name: &str) -> f64 {
    let median = side.get("load").and_then(|load| load.get(format!("{part}/c{clients}"))?.get("median"));
    median.and_then(|median| median.get(name)?.as_f64()).unwrap_or(0.0)
}

/// Ours alone: there is nothing to compare with and no goal.
fn tell(table: &mut Table, part: &str, what: &str, ours: &Value) {
    for clients in ["1", "16"] {
        let [rate, cpu, errors] =
            ["rps", "server_cpu_ms_per_req", "bad"].map(|name| number(figure(ours, part, clients, name)));
        table.line([what.to_owned(), clients.to_owned(), rate, cpu, errors]);
    }
}

/// Requests a second of ours over theirs, and CPU of theirs over ours. The goal holds with 16 clients, errors count
/// against whoever makes them.
fn compare(
    table: &mut Table,
    part: &str,
    what: &str,
    goal: Option<f64>,
    theirs: &Value,
    ours: &Value,
) -> bool {
    let mut met = true;
    for clients in ["1", "16"] {
        let pair = |name: &str| (figure(theirs, part, clients, name), figure(ours, part, clients, name));
        let (their_rate, our_rate) = pair("rps");
        let (their_cpu, our_cpu) = pair("server_cpu_ms_per_req");
        let (their_errors, our_errors) = pair("bad");
        let (faster, leaner) = (our_rate / their_rate.max(1e-9), their_cpu / our_cpu.max(1e-9));
        let judged = goal.filter(|_| clients == "16").map(|goal| faster >= goal && our_errors == 0.0);
        met &= judged.unwrap_or(true);
        let verdict = match (judged, goal) {
            (Some(true), Some(goal)) => format!("met ≥ {goal}"),
            (Some(false), Some(goal)) => format!("MISSED ≥ {goal}"),
            _ => String::new(),
        };
        table.line([
            what.to_owned(),
            clients.to_owned(),
            number(their_rate),
            number(our_rate),
            format!("{faster:.0}×"),
            number(their_cpu),
            number(our_cpu),
            format!("{leaner:.0}×"),
            number(their_errors),
            number(our_errors),
            verdict,
        ]);
    }
    met
}

/// Books one after the other, four people at a time; how many were made.
fn book_all(demo: &Demo, people: &[Session], asks: &[String]) -> Result<usize> {
    let parts: Vec<&[String]> = asks.chunks(asks.len().div_ceil(4).max(1)).collect();
    let one = |part: &[String], session: &Session| -> Result<usize> {
        let mut client = Client::connect(&demo.url)?;
        let mut made = 0;
        for ask in part {
            made +=
                usize::from(session.call(&mut client, "POST", "/api/v1/reservations", ask)?.status == 201);
        }
        Ok(made)
    };
    std::thread::scope(|scope| {
        let start = |(part, session)| scope.spawn(move || one(part, session));
        #[expect(clippy::needless_collect, reason = "all start before the first is waited for")]
        let running: Vec<_> = parts.into_iter().zip(people).map(start).collect();
        running.into_iter().map(|one| one.join().unwrap_or_else(|_| bail!("a client broke"))).sum()
    })
}

fn description(people: &[Session], instruments: &[String], month: i64, now: i64) -> Value {
    let json_headers: Vec<Value> = people
        .iter()
        .map(|person| {
            json!({
                "Cookie": person.cookie, "X-CSRF-Token": person.token, "Content-Type": "application/json",
                "Accept": "application/json",
            })
        })
        .collect();
    let web_headers: Vec<Value> = people
        .iter()
        .map(|person| {
            json!({
                "Cookie": person.cookie, "X-CSRF-Token": person.token,
                "Content-Type": "application/x-www-form-urlencoded",
            })
        })
        .collect();
    let busy = instruments.first().cloned().unwrap_or_default();
    let day = |second: i64| moment(second).chars().take(10).collect::<String>();
    let feed =
        format!("/api/v1/instruments/{busy}/events?from={}&to={}", day(month), day(month + 31 * 24 * HOUR));
    let get = |path: &str| json!({ "m": "GET", "p": path, "h": web_headers, "ok": [200] });
    // The scripts fill in Python's format fields; a moment's letters can be taken one by one.
    let clock = "{start_iso[11]}{start_iso[12]}:{start_iso[14]}{start_iso[15]}";
    json!({
        "name": "ieum", "tool_ids": instruments, "user_ids": (0..people.len()).collect::<Vec<_>>(),
        "slot0": now + FREE_DAYS * 24 * HOUR, "slot_s": HOUR,
        "endpoints": {
            "list_html": get("/instruments"),
            "calendar_html": get(&format!("/instruments/{busy}/calendar?week={}", day(month))),
            "list_api": get(&format!("/api/v1/instruments?size={INSTRUMENTS}")),
            "feed": get(&feed),
            "create_web": {
                "m": "POST", "p": "/reservations", "h": web_headers, "ok": [303],
                "form": format!("instrument={{tool}}&day={{start_iso:.10}}&start={clock}&minutes=60"),
            },
            "create_api": {
                "m": "POST", "p": "/api/v1/reservations", "h": json_headers, "ok": [201],
                "json": "{{\"instrument\":\"{tool}\",\"starts\":\"{start_iso}\",\"ends\":\"{end_iso}\"}}",
            },
        },
        "count": get("/api/v1/reservations?instrument={tool}&from={start_iso}&to={end_iso}"),
    })
}
