//! Search as people meet it: a running server over a long list, asked through HTTP.

use super::super::client::Client;
use super::super::demo::{Demo, Session, encoded};
use super::super::report::{Table, quantile};
use super::super::{imports, lists};
use anyhow::{Context, Result, bail};
use serde_json::json;
use std::path::Path;
use std::time::{Duration, Instant};

/// Instruments brought in on top of the sample region.
const ROWS: usize = 20_000;
/// The goals, milliseconds: a suggestion from request to answer, and a change until it is found.
const SUGGEST_MS: f64 = 20.0;
const FOUND_MS: f64 = 1_000.0;
/// Changes that are looked for.
const CHANGES: usize = 8;
/// After this the index counts as stuck.
const PATIENCE: Duration = Duration::from_secs(300);
/// How often one looks whether something is found.
const LOOK: Duration = Duration::from_millis(10);

/// What people type, a letter at a time: Korean, initial consonants, English, the other keyboard layout.
const TYPED: [&str; 6] = ["주사전자현미경", "ㅈㅅㅈㅈㅎㅁㄱ", "battery", "ICP-MS", "wntkwjswk", "B19999"];

/// Autocomplete, a changed record, and an index that is lost while the site runs.
pub(super) fn run(binary: &Path) -> Result<bool> {
    let mut table =
        Table::of_goals(&format!("Search: a running server, {ROWS} more instruments, time passed"));
    let folder = tempfile::tempdir()?;
    let demo = Demo::start_on(binary, folder.path(), &[])?;
    let operator = demo.session_of("operator")?;
    let list = lists::instruments(ROWS, "B");
    imports::bring(&demo, &operator, &list, "list.csv", &list.csv())?;
    let mut client = Client::connect(&demo.url)?;
    until(PATIENCE, || found(&mut client, &Session::default(), "B19999", "B19999"))?;
    let mut times = Vec::new();
    for _ in 0..10 {
        for typed in TYPED {
            for letters in 1..=typed.chars().count() {
                let head: String = typed.chars().take(letters).collect();
                let begun = Instant::now();
                let answer = client.send("GET", &format!("/find/suggest?q={}", encoded(&head)), &[], b"")?;
                times.push(begun.elapsed());
                if answer.status != 200 {
                    bail!("suggestions for {head}: status {}", answer.status);
                }
            }
        }
    }
    times.sort_unstable();
    table.figure("a suggestion, p50", quantile(&times, 50), "ms");
    let mut met = table.at_most("a suggestion, p99", quantile(&times, 99), SUGGEST_MS, "ms");
    let member = demo.session_of("member")?;
    let mut waits = Vec::new();
    for place in 0..CHANGES {
        let word = format!("qzx{place}w");
        let need = json!({ "title": format!("Coating {word}"), "words": format!("The coating {word} peels off."), "submit": true });
        let made = member.call(&mut client, "POST", "/api/v1/needs", &need.to_string())?;
        if made.status != 201 {
            bail!("a need is not taken: status {}: {}", made.status, made.text());
        }
        waits.push(until(PATIENCE, || found(&mut client, &member, &word, &format!("Coating {word}")))?);
    }
    waits.sort_unstable();
    met &= table.at_most(
        &format!("a new record is found after, slowest of {CHANGES}"),
        quantile(&waits, 100),
        FOUND_MS,
        "ms",
    );
    demo.stop()?;
    // The index is lost: the next start answers from the database at once and builds it again.
    std::fs::remove_dir_all(folder.path().join("search")).context("lose the index")?;
    let demo = Demo::start_on(binary, folder.path(), &[])?;
    let mut client = Client::connect(&demo.url)?;
    let first = client.send("GET", "/api/v1/search?q=B19999", &[], b"")?;
    let answers = first.status == 200 && first.text().contains("B19999");
    met &= answers;
    table.line([
        "with the index lost, the first question".to_owned(),
        if answers { "answered" } else { "not answered" }.to_owned(),
        "answered".to_owned(),
        if answers { "met" } else { "MISSED" }.to_owned(),
    ]);
    let built = until(PATIENCE, || {
        let answer = client.send("GET", "/api/v1/search?q=B19999", &[], b"")?.text();
        Ok(answer.contains("\"from_database\":false") && answer.contains("B19999"))
    })?;
    table.figure("and built again after", built.as_secs_f64(), "s");
    table.print();
    Ok(met)
}

/// Whether a question has an answer that says so.
fn found(client: &mut Client, who: &Session, words: &str, said: &str) -> Result<bool> {
    let path = format!("/api/v1/search?q={}", encoded(words));
    let cookie = [("Cookie", who.cookie.as_str())];
    let headers = if who.cookie.is_empty() { &[] } else { cookie.as_slice() };
    let text = client.send("GET", &path, headers, b"")?.text();
    // What was asked is repeated in the answer; what was found comes after it.
    Ok(text.split_once("\"results\"").is_some_and(|(_, results)| results.contains(said)))
}

/// How long it took until something is so.
fn until(patience: Duration, mut so: impl FnMut() -> Result<bool>) -> Result<Duration> {
    let begun = Instant::now();
    while begun.elapsed() < patience {
        if so()? {
            return Ok(begun.elapsed());
        }
        std::thread::sleep(LOOK);
    }
    bail!("it is not so after {} s", patience.as_secs())
}
