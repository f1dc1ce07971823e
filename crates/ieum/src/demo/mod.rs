//! `ieum demo`: a sample region in a temporary folder, to look at and to try everything.

pub mod access;
mod astray;
pub mod bookings;
pub mod cast;
pub mod chance;
pub mod clock;
mod evidence;
pub mod files;
pub mod jobs;
pub mod needs;
mod offered;
pub mod people;
pub mod plan;
pub mod region;
pub mod results;
pub mod standing;
#[cfg(test)]
mod tests;

pub use clock::SampleClock;
pub use people::{Account, PASSWORD, SamplePeople, SamplePerson};
pub use region::{SampleInstrument, SampleRegion, SampleService};

use crate::config::{Config, ServerSettings};
use anyhow::bail;
use ieum_db::setting;
use ieum_kernel::{Clock, SystemClock};
use ieum_web::{App, House, SiteSettings};
use std::io::Write;
use std::path::PathBuf;
use std::process::{Command, Stdio};
use std::sync::Arc;
use std::time::Duration;

/// What the command line asks for.
#[derive(Debug, Clone)]
pub struct Wish {
    /// Port to listen on; 0 takes any free one.
    pub port: u16,
    /// Folder that keeps the region; a temporary one that goes with the program when not given.
    pub data: Option<PathBuf>,
    /// Whether the first line is JSON for programs.
    pub json: bool,
    /// Whether to fill the folder and end, without serving it.
    pub fill_only: bool,
}

/// A region that was made.
#[derive(Debug, Clone)]
pub struct Sample {
    /// Who can sign in.
    pub accounts: Vec<Account>,
}

/// The people and the catalogue alone, as of now: what journeys start from.
pub async fn settle(app: &App) -> anyhow::Result<(SampleRegion, SamplePeople)> {
    let words = files::Vocabulary::embedded()?;
    let region = region::make(app, &words).await?;
    let people = people::make(app, &words, &region).await?;
    Ok((region, people))
}

/// The database's name for the sign-ins of a sample region; none while it is being filled.
const ACCOUNTS: &str = "demo.accounts";

/// The sign-ins of this house: those of the sample region it holds, which is made first when the house is new.
async fn accounts(house: &House, clock: &SampleClock, new: bool) -> anyhow::Result<Vec<Account>> {
    let app = &house.app;
    let known: Option<Vec<(String, String)>> = setting(&mut app.db.reader(), ACCOUNTS).await?;
    match known {
        Some(known) if known.is_empty() => {
            bail!("the sample region of this database was never finished; start with an empty one")
        }
        Some(known) => {
            let account = |(role, email)| Account { role, email, password: PASSWORD };
            Ok(known.into_iter().map(account).collect())
        }
        None if new => {
            keep_accounts(app, &[]).await?;
            // Thousands of small steps that nobody has seen yet: a power cut among them leaves the mark above.
            app.db.wait_for_disk(false).await?;
            let made = live(app, clock).await?.accounts;
            // What two years of work left to be done: charges, outcomes, reminders. The server need not begin with it.
            house.worker.run_until_idle().await?;
            ieum_matching::find::rebuild(app).await?;
            app.db.wait_for_disk(true).await?;
            keep_accounts(app, &made).await?;
            Ok(made)
        }
        None => Ok(Vec::new()),
    }
}

async fn keep_accounts(app: &App, accounts: &[Account]) -> anyhow::Result<()> {
    let known: Vec<(&str, &str)> = accounts.iter().map(|a| (a.role.as_str(), a.email.as_str())).collect();
    let mut tx = app.db.begin().await?;
    tx.set_setting(ACCOUNTS, &known, SystemClock.now()).await?;
    tx.commit().await?;
    Ok(())
}

/// Fills an empty house with the sample region, while its worker runs or without one.
pub async fn fill(app: &App, clock: &SampleClock) -> anyhow::Result<Sample> {
    let sample = live(app, clock).await?;
    // The region is searched from its first page on; otherwise the index would follow one event at a time.
    ieum_matching::find::rebuild(app).await?;
    Ok(sample)
}

/// Two years of work in an empty house.
async fn live(app: &App, clock: &SampleClock) -> anyhow::Result<Sample> {
    let words = files::Vocabulary::embedded()?;
    let today = SystemClock.now();
    clock.set(today.plus_days(-2 * 365));
    let region = region::make(app, &words).await?;
    let people = people::make(app, &words, &region).await?;
    let cast = cast::Cast::of(&region, &people);
    standing::roles(app, &words, &region, &cast).await?;
    standing::prices(app, clock, &region, &cast, today).await?;
    standing::vouchers(app, clock, &words, &cast, today).await?;
    let needs = needs::make(app, clock, &words, &region, &cast, today).await?;
    let requests = plan::jobs(&words, &region, &cast, &needs, today)?;
    jobs::make(app, clock, &words, &cast, &requests, today).await?;
    bookings::make(app, clock, &words, &region, &cast, today).await?;
    access::make(app, clock, &words, &region, &cast, today).await?;
    clock.release();
    evidence::make(app, &words, &cast).await?;
    Ok(Sample { accounts: people.accounts })
}

/// `ieum demo`.
pub async fn run(mut config: Config, wish: Wish) -> anyhow::Result<()> {
    let temporary = tempfile::Builder::new().prefix("ieum-demo-").tempdir()?;
    let data = wish.data.clone().unwrap_or_else(|| temporary.path().to_owned());
    let fresh = !data.join("ieum.db").exists();
    if fresh && !wish.fill_only {
        fill_apart(wish.data.is_none().then_some(&data))?;
    }
    config.set(ServerSettings { data: data.display().to_string(), ..config.get() });
    let words = files::Vocabulary::embedded()?;
    let (site, note) = (words.say("site", &[]), words.say("note", &[]));
    config.set(SiteSettings {
        name_ko: site.ko,
        name_en: site.en,
        note_ko: note.ko,
        note_en: note.en,
        base_url: format!("http://127.0.0.1:{}", wish.port),
        ..config.get()
    });
    let grace = Duration::from_secs(config.get::<ServerSettings>().grace_seconds);
    let clock = Arc::new(SampleClock::default());
    let shared: Arc<dyn Clock> = Arc::<SampleClock>::clone(&clock);
    let house = crate::house::open(config, shared).await?;
    let accounts = accounts(&house, &clock, fresh && wish.fill_only).await?;
    if wish.fill_only {
        return Ok(());
    }
    let running = crate::serve::start(house, &format!("127.0.0.1:{}", wish.port), grace).await?;
    announce(&format!("http://{}", running.address), &accounts, wish.json)?;
    crate::serve::until_told(running).await;
    Ok(())
}

/// Fills the folder in a process of its own, so that the server begins without the memory that two years of work took.
fn fill_apart(unnamed: Option<&PathBuf>) -> anyhow::Result<()> {
    let mut filling = Command::new(std::env::current_exe()?);
    filling.args(std::env::args_os().skip(1)).arg("--fill-only").stdout(Stdio::null());
    if let Some(folder) = unnamed {
        filling.arg("--data").arg(folder);
    }
    let ended = filling.status()?;
    if !ended.success() {
        bail!("the sample region could not be made ({ended})");
    }
    Ok(())
}

fn announce(url: &str, accounts: &[Account], json: bool) -> anyhow::Result<()> {
    let mut out = std::io::stdout().lock();
    if json {
        writeln!(out, "{}", serde_json::json!({ "url": url, "accounts": accounts }))?;
    } else {
        writeln!(out, "{url}\n")?;
        for account in accounts {
            writeln!(out, "{:<24} {:<24} {}", account.role, account.email, account.password)?;
        }
    }
    out.flush()?;
    Ok(())
}
