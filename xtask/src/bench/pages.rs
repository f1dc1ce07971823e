//! How long pages take over a catalogue of a hundred thousand things.

use super::client::Client;
use super::demo::{Demo, Session};
use super::imports;
use super::lists;
use super::report::{Table, milliseconds, number, quantile};
use crate::machine::say;
use anyhow::{Context, Result, bail};
use std::path::Path;
use std::time::{Duration, Instant};

/// What is brought in on top of the sample region.
const INSTRUMENTS: usize = 80_000;
const ORGANISATIONS: usize = 20_000;
/// The goal for list, detail and search pages.
const MOST_MS: f64 = 50.0;
/// How long the search index may take to catch up.
const PATIENCE: Duration = Duration::from_secs(600);

/// Pages that people open, over the filled catalogue. `{ins}` and `{org}` stand for things found in it.
const USUAL: &[&str] = &[
    "/",
    "/instruments",
    "/instruments?sort=newest",
    "/instruments?page=2000",
    "/instruments?page=4000",
    "/instruments?class_major=chemical&region=43&region=11",
    "/instruments?class_major=optical&page=300",
    "/instruments?q=ICP-MS",
    "/instruments?q=%EC%A0%84%EC%9E%90%ED%98%84%EB%AF%B8%EA%B2%BD",
    "/instruments?q=B79999",
    "/instruments?facility={fac}",
    "/instruments/{ins}",
    "/instruments/{ins}/calendar",
    "/organisations",
    "/organisations?kind=firm&page=500",
    "/organisations?q=1999",
    "/organisations/{org}",
    "/find",
    "/find?q=xrd",
    "/find?q=%EB%86%8D%EC%82%B0%EB%AC%BC%20%EC%9E%94%EB%A5%98%EB%86%8D%EC%95%BD%20%EB%8B%A4%EC%84%B1%EB%B6%84%20%EB%8F%99%EC%8B%9C%EB%B6%84%EC%84%9D",
    "/find?q=%EC%A0%84%EC%9E%90%ED%98%84%EB%AF%B8%EA%B2%BD&region=43",
    "/find?q=battery%20cycler%2077777",
    "/api/v1/instruments?size=100",
    "/api/v1/search?q=icp-ms",
];

/// A sample region with the long lists in it, its index caught up.
fn filled(binary: &Path, folder: &Path) -> Result<Demo> {
    let demo = Demo::start_on(binary, folder, &[])?;
    let session = demo.session_of("operator")?;
    for list in [lists::instruments(INSTRUMENTS, "B"), lists::organisations(ORGANISATIONS)] {
        let begun = Instant::now();
        imports::bring(&demo, &session, &list, "list.csv", &list.csv())?;
        say(&format!("{} {}s in after {:.1} s", list.rows.len(), list.kind, begun.elapsed().as_secs_f64()));
    }
    // The last rows are found once the index has them.
    let (mut client, begun) = (Client::connect(&demo.url)?, Instant::now());
    while begun.elapsed() < PATIENCE {
        let last = format!("O{}", ORGANISATIONS - 1);
        let path = format!("/api/v1/search?q=organisation%20{}", ORGANISATIONS - 1);
        let found = client.send("GET", &path, &[], b"")?.text();
        if found.contains(&format!("Organisation {}", ORGANISATIONS - 1)) {
            say(&format!("the index has {last} after another {:.1} s", begun.elapsed().as_secs_f64()));
            return Ok(demo);
        }
        std::thread::sleep(Duration::from_millis(500));
    }
    bail!("the search index does not catch up")
}

/// One thing of each kind for the detail pages: the last of a list.
fn some(demo: &Demo, list: &str, prefix: &str) -> Result<String> {
    let mut client = Client::connect(&demo.url)?;
    let found = client.send("GET", &format!("/api/v1/{list}?size=1&sort=newest"), &[], b"")?.text();
    super::race::ids(&found, prefix).into_iter().next().with_context(|| format!("find one of {list}"))
}

/// Latency of pages, each asked by several clients at once over kept connections, as a guest and signed in.
pub(crate) fn run(binary: &Path, clients: usize, requests: usize, paths: &[String]) -> Result<bool> {
    if clients == 0 || clients > 64 || requests > 100_000 {
        bail!("at most 64 clients and 100,000 requests");
    }
    let folder = tempfile::tempdir()?;
    let demo = filled(binary, folder.path())?;
    let (ins, org, fac) = (
        some(&demo, "instruments", "ins_")?,
        some(&demo, "organisations", "org_")?,
        some(&demo, "facilities", "fac_")?,
    );
    let usual: Vec<String> = USUAL.iter().map(|path| (*path).to_owned()).collect();
    let member = demo.session_of("member")?;
    let mut table = Table::new(
        &format!(
            "Pages over {} more things, {clients} clients, {requests} requests each; p99 goal {MOST_MS} ms",
            INSTRUMENTS + ORGANISATIONS
        ),
        &["page", "who", "bad", "p50 ms", "p99 ms", ""],
    );
    let mut all_met = true;
    for path in if paths.is_empty() { &usual } else { paths } {
        let path = path.replace("{ins}", &ins).replace("{org}", &org).replace("{fac}", &fac);
        for (who, session) in [("guest", &Session::default()), ("member", &member)] {
            let (times, bad) = measure(&demo, &path, session, clients, requests)?;
            let p99 = quantile(&times, 99);
            let met = p99 <= MOST_MS && bad == 0;
            all_met &= met;
            let verdict = if met { "met" } else { "MISSED" }.to_owned();
            let shown = path.chars().take(60).collect();
            let cells =
                [shown, who.to_owned(), bad.to_string(), number(quantile(&times, 50)), number(p99), verdict];
            table.line(cells);
        }
    }
    table.print();
    demo.stop()?;
    let begun = Instant::now();
    let again = Demo::start_on(binary, folder.path(), &[])?;
    say(&format!("first page after a start on this data: {:.0} ms", milliseconds(begun.elapsed())));
    drop(again);
    Ok(all_met)
}

fn measure(
    demo: &Demo,
    path: &str,
    session: &Session,
    clients: usize,
    requests: usize,
) -> Result<(Vec<Duration>, usize)> {
    let ask = || load(&demo.url, path, &session.cookie, requests.div_ceil(clients));
    let all: Result<Vec<(Vec<Duration>, usize)>> = std::thread::scope(|scope| {
        #[expect(clippy::needless_collect, reason = "all clients start before the first is waited for")]
        let running: Vec<_> = (0..clients).map(|_| scope.spawn(ask)).collect();
        running.into_iter().map(|one| one.join().unwrap_or_else(|_| bail!("a client broke"))).collect()
    });
    let all = all?;
    let bad = all.iter().map(|(_, bad)| bad).sum();
    let mut times: Vec<Duration> = all.into_iter().flat_map(|(times, _)| times).collect();
    times.sort_unstable();
    Ok((times, bad))
}

fn load(url: &str, path: &str, cookie: &str, requests: usize) -> Result<(Vec<Duration>, usize)> {
    let mut client = Client::connect(url)?;
    let (mut times, mut bad) = (Vec::with_capacity(requests), 0);
    let headers = [("Cookie", cookie)];
    let headers = if cookie.is_empty() { &[] } else { headers.as_slice() };
    for _ in 0..requests {
        let begun = Instant::now();
        let answer = client.send("GET", path, headers, b"")?;
        times.push(begun.elapsed());
        bad += usize::from(answer.status != 200);
    }
    Ok((times, bad))
}

/// Opens pages in turn, so that what they keep in memory is there.
pub(crate) fn stroll(demo: &Demo, session: &Session, rounds: usize) -> Result<usize> {
    let mut client = Client::connect(&demo.url)?;
    let pages = [
        "/",
        "/find",
        "/find?q=xrd",
        "/instruments",
        "/instruments?region=43",
        "/organisations",
        "/needs",
        "/register",
        "/services",
        "/experts",
        "/work",
        "/requests",
        "/bookings",
        "/notices",
        "/account",
    ];
    let mut asked = 0;
    for _ in 0..rounds {
        for path in pages {
            let answer = client.send("GET", path, &[("Cookie", &session.cookie)], b"")?;
            if answer.status >= 400 {
                bail!("{path}: status {}", answer.status);
            }
            asked += 1;
        }
    }
    Ok(asked)
}
