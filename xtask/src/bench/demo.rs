//! The release binary running its demo, and what the machine says about the process.

use super::client::{Answer, Client};
use crate::machine::{cargo, environment, succeeds, target};
use anyhow::{Context, Result, bail};
use serde::Deserialize;
use std::io::{BufRead as _, BufReader};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

/// How long a program may take to show its first page or to stop.
const PATIENCE: Duration = Duration::from_secs(120);

/// A running demo; it is stopped when dropped.
pub(crate) struct Demo {
    child: Child,
    pub(crate) url: String,
    pub(crate) accounts: Vec<Account>,
    /// From starting the process to its first line.
    pub(crate) to_first_line: Duration,
    /// From starting the process to the first page with status 200.
    pub(crate) to_first_page: Duration,
    /// Goes with the demo when it is its own.
    _data: Option<tempfile::TempDir>,
}

/// One sign-in of the demo.
#[derive(Debug, Clone, Deserialize)]
pub(crate) struct Account {
    pub(crate) role: String,
    pub(crate) email: String,
    pub(crate) password: String,
}

#[derive(Deserialize)]
struct FirstLine {
    url: String,
    accounts: Vec<Account>,
}

/// Builds the release binary (or takes the one `IEUM_BENCH_BINARY` names) and says where it is.
pub(crate) fn binary(root: &Path) -> Result<PathBuf> {
    if let Some(given) = environment("IEUM_BENCH_BINARY") {
        return Ok(PathBuf::from(given));
    }
    if !succeeds(&cargo(), &["build", "--release", "-p", "ieum"], root)? {
        bail!("the release binary does not build");
    }
    Ok(target(root).join("release").join("ieum"))
}

impl Demo {
    /// Starts `ieum demo --json` on a free port with fresh data.
    pub(crate) fn start(binary: &Path) -> Result<Self> {
        Self::start_with(binary, &[])
    }

    /// Starts it with more variables in its environment.
    pub(crate) fn start_with(binary: &Path, variables: &[(&str, &str)]) -> Result<Self> {
        let data = tempfile::tempdir()?;
        let mut demo = Self::start_on(binary, data.path(), variables)?;
        demo._data = Some(data);
        Ok(demo)
    }

    /// Starts it on a folder that may hold a sample region already.
    pub(crate) fn start_on(binary: &Path, data: &Path, variables: &[(&str, &str)]) -> Result<Self> {
        Self::start_by(Command::new(binary), data, variables)
    }

    /// Starts it by a command that ends with the binary, for example under a program that watches it.
    pub(crate) fn start_by(mut program: Command, data: &Path, variables: &[(&str, &str)]) -> Result<Self> {
        let started = Instant::now();
        let mut child = program
            .args(["demo", "--json", "--port", "0", "--data"])
            .arg(data)
            .envs(variables.iter().copied())
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
            .stderr(if environment("IEUM_BENCH_LOG").is_some() { Stdio::inherit() } else { Stdio::null() })
            .spawn()
            .with_context(|| format!("start {}", program.get_program().to_string_lossy()))?;
        let mut first = String::new();
        let out = child.stdout.take().context("read what the demo prints")?;
        BufReader::new(out).read_line(&mut first).context("read the demo's first line")?;
        let to_first_line = started.elapsed();
        let said: FirstLine =
            serde_json::from_str(&first).with_context(|| format!("read the demo's first line {first:?}"))?;
        let mut demo = Self {
            child,
            url: said.url,
            accounts: said.accounts,
            to_first_line,
            to_first_page: Duration::ZERO,
            _data: None,
        };
        demo.wait(started)?;
        Ok(demo)
    }

    fn wait(&mut self, started: Instant) -> Result<()> {
        let begun = Instant::now();
        while begun.elapsed() < PATIENCE {
            let answer = Client::connect(&self.url).and_then(|mut client| client.send("GET", "/", &[], b""));
            if answer.is_ok_and(|answer| answer.status == 200) {
                self.to_first_page = started.elapsed();
                return Ok(());
            }
            std::thread::sleep(Duration::from_millis(2));
        }
        bail!("the demo shows no page")
    }

    pub(crate) fn id(&self) -> u32 {
        self.child.id()
    }

    /// Asks it to stop and waits until it has.
    pub(crate) fn stop(mut self) -> Result<()> {
        terminate(self.id())?;
        let begun = Instant::now();
        while begun.elapsed() < PATIENCE {
            if self.child.try_wait()?.is_some() {
                return Ok(());
            }
            std::thread::sleep(Duration::from_millis(10));
        }
        bail!("the demo does not stop")
    }

    /// Resident memory, MB of a million bytes.
    pub(crate) fn resident_mb(&self) -> Result<f64> {
        let status =
            std::fs::read_to_string(format!("/proc/{}/status", self.id())).context("ask for the memory")?;
        let line = status.lines().find_map(|line| line.strip_prefix("VmRSS:")).context("find the memory")?;
        let kilobytes: f64 = line.trim().trim_end_matches(" kB").parse().context("read the memory")?;
        Ok(kilobytes * 1024.0 / 1e6)
    }

    /// Signs in as the first account whose role holds a word.
    pub(crate) fn session_of(&self, role: &str) -> Result<Session> {
        let account = self.accounts.iter().find(|account| account.role.contains(role));
        let account = account.with_context(|| format!("find an account of {role}"))?;
        self.session(&account.email, &account.password)
    }

    /// Signs in as many different people: those shown, then staff of the other facilities.
    pub(crate) fn sessions(&self, count: usize) -> Result<Vec<Session>> {
        let password = &self.accounts.first().context("find an account")?.password;
        let shown = self.accounts.iter().map(|account| account.email.clone());
        let others = (2..=25).flat_map(|place| {
            ["staff", "reviewer", "billing"].map(|who| format!("{who}{place:02}@sample.ieum"))
        });
        let found: Result<Vec<Session>> =
            shown.chain(others).take(count).map(|email| self.session(&email, password)).collect();
        let found = found?;
        if found.len() < count { bail!("only {} people can sign in", found.len()) } else { Ok(found) }
    }

    /// Signs in through the form.
    pub(crate) fn session(&self, email: &str, password: &str) -> Result<Session> {
        let mut client = Client::connect(&self.url)?;
        let page = client.send("GET", "/sign-in", &[], b"")?;
        let token = csrf(&page).context("find the form's token")?;
        let form =
            format!("_csrf={}&email={}&password={}", encoded(&token), encoded(email), encoded(password));
        let before = page.cookies.join("; ");
        let headers = [("Cookie", before.as_str()), ("Content-Type", "application/x-www-form-urlencoded")];
        let done = client.send("POST", "/sign-in", &headers, form.as_bytes())?;
        if done.status != 303 {
            bail!("cannot sign in as {email}: status {}", done.status);
        }
        let name = |cookie: &String| cookie.split('=').next().unwrap_or_default().to_owned();
        let mut cookies = page.cookies;
        cookies.retain(|old| !done.cookies.iter().any(|new| name(new) == name(old)));
        cookies.extend(done.cookies);
        let cookie = cookies.join("; ");
        // The token belongs to the session, so it is read again once signed in.
        let own = client.send("GET", "/account", &[("Cookie", &cookie)], b"")?;
        Ok(Session { cookie, token: csrf(&own).unwrap_or_default(), bearer: None })
    }
}

/// Asks a process to end.
pub(crate) fn terminate(id: u32) -> Result<()> {
    let done = Command::new("kill").arg("-TERM").arg(id.to_string()).status().context("start kill")?;
    if done.success() { Ok(()) } else { bail!("cannot stop process {id}") }
}

/// Somebody signed in: what to send with each request.
#[derive(Debug, Clone, Default)]
pub(crate) struct Session {
    pub(crate) cookie: String,
    /// For `X-CSRF-Token`.
    pub(crate) token: String,
    /// An API token, which stands for cookie and form token.
    pub(crate) bearer: Option<String>,
}

impl Session {
    /// Headers of a call as this person, with a JSON body if any.
    pub(crate) fn headers(&self) -> Vec<(&str, &str)> {
        let mut headers = vec![("Content-Type", "application/json"), ("Accept", "application/json")];
        match &self.bearer {
            Some(bearer) => headers.push(("Authorization", bearer)),
            None => headers.extend([("Cookie", self.cookie.as_str()), ("X-CSRF-Token", self.token.as_str())]),
        }
        headers
    }

    /// Sends a call with a JSON body.
    pub(crate) fn call(&self, client: &mut Client, method: &str, path: &str, body: &str) -> Result<Answer> {
        client.send(method, path, &self.headers(), body.as_bytes())
    }

    /// The same person by an API token of theirs.
    pub(crate) fn by_token(&self, client: &mut Client) -> Result<Self> {
        let form = format!("_csrf={}&token_name=bench", encoded(&self.token));
        let headers =
            [("Cookie", self.cookie.as_str()), ("Content-Type", "application/x-www-form-urlencoded")];
        let page = client.send("POST", "/account/tokens", &headers, form.as_bytes())?;
        let html = String::from_utf8_lossy(&page.body).into_owned();
        let secret = html.split("ieum_").nth(1).map(|rest| {
            let letters: String =
                rest.chars().take_while(|c| c.is_ascii_alphanumeric() || *c == '_' || *c == '-').collect();
            format!("Bearer ieum_{letters}")
        });
        let bearer = Some(secret.with_context(|| format!("find the new token, status {}", page.status))?);
        Ok(Self { bearer, ..Self::default() })
    }
}

impl Drop for Demo {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// The hidden token of a page's form.
pub(crate) fn csrf(page: &Answer) -> Option<String> {
    let html = String::from_utf8_lossy(&page.body).into_owned();
    let field = html.split("<input").find(|field| field.contains("name=\"_csrf\""))?.to_owned();
    Some(field.split("value=\"").nth(1)?.split('"').next()?.to_owned())
}

/// Percent-encodes one form value.
pub(crate) fn encoded(text: &str) -> String {
    let mut said = String::new();
    for byte in text.bytes() {
        match byte {
            b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'-' | b'.' | b'_' | b'~' => {
                said.push(char::from(byte))
            }
            other => said.push_str(&format!("%{other:02X}")),
        }
    }
    said
}
