//! Long lists through the pages that people use: upload, choose columns, dry run, load, watch, stop.

use super::client::Client;
use super::demo::{Demo, Session, encoded};
use super::lists::{self, List};
use super::report::Table;
use anyhow::{Context, Result, bail};
use std::path::Path;
use std::time::{Duration, Instant};

/// Rows of the list, and the most its import may take: the goal.
const ROWS: usize = 100_000;
const MOST_S: f64 = 60.0;
/// How often progress is asked for.
const LOOK: Duration = Duration::from_millis(250);
/// After this an import counts as stuck.
const PATIENCE: Duration = Duration::from_secs(600);

/// One import under way.
pub(crate) struct Import<'a> {
    client: Client,
    session: &'a Session,
    /// `/imports/{id}`.
    path: String,
}

impl<'a> Import<'a> {
    /// Uploads a file.
    pub(crate) fn upload(
        demo: &Demo,
        session: &'a Session,
        kind: &str,
        name: &str,
        bytes: &[u8],
    ) -> Result<Self> {
        let mut client = Client::connect(&demo.url)?;
        let line = "----ieum-bench";
        let field = |name: &str, value: &str| {
            format!("--{line}\r\nContent-Disposition: form-data; name=\"{name}\"\r\n\r\n{value}\r\n")
        };
        let mut body = field("_csrf", &session.token) + &field("kind", kind);
        body.push_str(&format!(
            "--{line}\r\nContent-Disposition: form-data; name=\"file\"; filename=\"{name}\"\r\nContent-Type: application/octet-stream\r\n\r\n"
        ));
        let mut body = body.into_bytes();
        body.extend_from_slice(bytes);
        body.extend_from_slice(format!("\r\n--{line}--\r\n").as_bytes());
        let kind = format!("multipart/form-data; boundary={line}");
        let headers = [("Cookie", session.cookie.as_str()), ("Content-Type", kind.as_str())];
        let answer = client.send("POST", "/imports", &headers, &body)?;
        if answer.status != 303 {
            bail!("the list is not taken: status {}\n{}", answer.status, excerpt(&answer.text()));
        }
        Ok(Self { client, session, path: answer.location })
    }

    fn post(&mut self, step: &str, form: &str) -> Result<()> {
        let body = format!("_csrf={}&{form}", encoded(&self.session.token));
        let headers =
            [("Cookie", self.session.cookie.as_str()), ("Content-Type", "application/x-www-form-urlencoded")];
        let answer = self.client.send("POST", &format!("{}/{step}", self.path), &headers, body.as_bytes())?;
        if answer.status == 303 {
            Ok(())
        } else {
            bail!("{step}: status {}\n{}", answer.status, excerpt(&answer.text()))
        }
    }

    /// Says what the columns mean and starts the dry run.
    pub(crate) fn check(&mut self, list: &List, facility: &str, source: &str) -> Result<()> {
        let columns = list.fields.iter().enumerate().map(|(place, field)| format!("column_{place}={field}"));
        let columns: Vec<String> = columns.collect();
        self.post("check", &format!("{}&facility={}&source={source}", columns.join("&"), encoded(facility)))
    }

    /// Starts loading the good rows.
    pub(crate) fn load(&mut self) -> Result<()> {
        self.post("load", "rows=good")
    }

    /// Asks it to stop.
    pub(crate) fn cancel(&mut self) -> Result<()> {
        self.post("cancel", "")
    }

    /// Rows done while it runs; nothing once it has ended.
    fn progress(&mut self) -> Result<Option<usize>> {
        let headers = [("Cookie", self.session.cookie.as_str())];
        let answer = self.client.send("GET", &format!("{}/progress", self.path), &headers, b"")?;
        let html = answer.text();
        if answer.status != 200 {
            bail!("progress: status {}", answer.status);
        }
        if !html.contains("<progress") {
            return Ok(None);
        }
        let value = html.split("value=\"").nth(1).and_then(|rest| rest.split('"').next());
        Ok(Some(value.and_then(|value| value.parse().ok()).unwrap_or(0)))
    }

    /// Waits until it ends or has so many rows behind it; says which different figures its bar showed.
    pub(crate) fn watch(&mut self, until: usize) -> Result<Vec<usize>> {
        let (begun, mut seen) = (Instant::now(), Vec::new());
        while begun.elapsed() < PATIENCE {
            let Some(done) = self.progress()? else { return Ok(seen) };
            if seen.last() != Some(&done) {
                seen.push(done);
            }
            if done >= until {
                return Ok(seen);
            }
            std::thread::sleep(LOOK);
        }
        bail!("an import does not end: {seen:?}")
    }

    /// What its page says in figures: new, changed, unchanged, faulty rows.
    pub(crate) fn counts(&mut self) -> Result<Vec<usize>> {
        let headers = [("Cookie", self.session.cookie.as_str()), ("Accept-Language", "en")];
        let html = self.client.send("GET", &self.path, &headers, b"")?.text();
        let figures = html.split("class=\"figures\"").nth(1).context("find the figures of the import")?;
        let digits = |text: &str| text.chars().filter(char::is_ascii_digit).collect::<String>();
        let of_figure = |part: &str| digits(part.split('>').nth(1)?.split('<').next()?).parse().ok();
        Ok(figures.split("class=\"figure-value").skip(1).take(4).filter_map(of_figure).collect())
    }
}

fn excerpt(html: &str) -> String {
    let main = html.split("<main").nth(1).unwrap_or(html);
    main.chars().take(1500).collect()
}

/// The name of a facility of the sample region.
pub(crate) fn facility(demo: &Demo) -> Result<String> {
    let mut client = Client::connect(&demo.url)?;
    let list = client.send("GET", "/api/v1/facilities?size=1", &[], b"")?.text();
    let found = super::race::ids(&list, "fac_");
    found.into_iter().next().context("the sample region has no facility")
}

/// Brings a list in from upload to the last row; the seconds it took, and what the bar showed meanwhile.
pub(crate) fn bring(
    demo: &Demo,
    session: &Session,
    list: &List,
    name: &str,
    bytes: &[u8],
) -> Result<(Duration, Duration, Vec<usize>)> {
    let facility = if list.kind == "organisation" { String::new() } else { facility(demo)? };
    let begun = Instant::now();
    let mut import = Import::upload(demo, session, list.kind, name, bytes)?;
    import.check(list, &facility, "bench")?;
    import.watch(usize::MAX)?;
    let checked = begun.elapsed();
    import.load()?;
    let seen = import.watch(usize::MAX)?;
    let whole = begun.elapsed();
    let counts = import.counts()?;
    if counts.first() != Some(&list.rows.len()) {
        bail!("of {} rows these came in (new, changed, unchanged, faulty): {counts:?}", list.rows.len());
    }
    Ok((checked, whole, seen))
}

/// A hundred thousand rows as CSV and as XLSX, each into a fresh sample region, and one stopped on the way.
pub(crate) fn run(binary: &Path) -> Result<bool> {
    let list = lists::instruments(ROWS, "B");
    let mut table = Table::of_goals(&format!("Import of {ROWS} instruments through the pages"));
    let mut met = true;
    for (name, bytes) in [("list.csv", list.csv()), ("list.xlsx", list.xlsx()?)] {
        let demo = Demo::start(binary)?;
        let session = demo.session_of("operator")?;
        let (checked, whole, seen) = bring(&demo, &session, &list, name, &bytes)?;
        met &= table.at_most(&format!("{name}: upload, dry run, load"), whole.as_secs_f64(), MOST_S, "s");
        table.figure(&format!("{name}: of this upload and dry run"), checked.as_secs_f64(), "s");
        table.figure(&format!("{name}: figures the bar showed"), f64::from(u32::try_from(seen.len())?), "");
        table.figure(&format!("{name}: size"), f64::from(u32::try_from(bytes.len())?) / 1e6, "MB");
    }
    let demo = Demo::start(binary)?;
    let session = demo.session_of("operator")?;
    let mut import = Import::upload(&demo, &session, list.kind, "list.csv", &list.csv())?;
    import.check(&list, &facility(&demo)?, "bench")?;
    import.watch(usize::MAX)?;
    import.load()?;
    import.watch(ROWS / 10)?;
    let begun = Instant::now();
    import.cancel()?;
    import.watch(usize::MAX)?;
    met &=
        table.at_most("stop after the button, once a tenth was in", begun.elapsed().as_secs_f64(), 5.0, "s");
    let new = import.counts()?.first().copied().unwrap_or_default();
    table.figure("rows in when stopped", f64::from(u32::try_from(new)?), "");
    if new == 0 || new >= ROWS {
        bail!("stopping an import left {new} of {ROWS} rows");
    }
    table.print();
    Ok(met)
}
