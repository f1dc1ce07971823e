//! A real browser: headless Chromium through its driver, with axe and screenshots.

use crate::house::House;
use crate::{environment, target};
use anyhow::{Context, Result, bail};
use fantoccini::{Client, ClientBuilder, Locator};
use hyper_util::client::legacy::connect::HttpConnector;
use reqwest::{Method, Url};
use serde::Deserialize;
use serde_json::{Value, json};
use std::path::PathBuf;
use std::time::Duration;

/// What Chromium is told: no window, no network of its own, nothing kept.
const ARGUMENTS: &[&str] = &[
    "--headless=new",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-dev-shm-usage",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--disable-extensions",
    "--force-color-profile=srgb",
    "--hide-scrollbars",
];

/// How long a page may take to show something.
pub(crate) const PATIENCE: Duration = Duration::from_secs(20);

/// One window.
pub struct Browser {
    client: Client,
    base: String,
    _profile: tempfile::TempDir,
}

/// What axe holds against a page.
#[derive(Debug, Clone, Deserialize)]
pub struct Violation {
    /// axe's rule.
    pub id: String,
    /// What it asks for.
    pub help: String,
    /// Where, as selectors with their HTML.
    pub nodes: Vec<String>,
}

impl Browser {
    /// Opens a window of this width; nothing when no driver runs, so that a plain `cargo test` passes.
    ///
    /// # Errors
    /// When the driver does not answer.
    pub async fn open(house: &House, width: u32) -> Result<Option<Self>> {
        Self::open_with(house, width, true).await
    }

    /// Opens a window whose pages run no script.
    ///
    /// # Errors
    /// When the driver does not answer.
    pub async fn open_without_script(house: &House, width: u32) -> Result<Option<Self>> {
        Self::open_with(house, width, false).await
    }

    async fn open_with(house: &House, width: u32, script: bool) -> Result<Option<Self>> {
        let Some(driver) = environment("IEUM_TEST_WEBDRIVER") else { return Ok(None) };
        let profile = tempfile::tempdir().context("make a profile")?;
        let mut arguments: Vec<String> = ARGUMENTS.iter().map(|text| (*text).to_owned()).collect();
        arguments.push(format!("--user-data-dir={}", profile.path().display()));
        arguments.push(format!("--window-size={},{}", width.max(500), 1000));
        let script_setting = if script { 1 } else { 2 };
        let wanted = json!({
            "goog:chromeOptions": {
                "args": arguments,
                "prefs": {
                    "profile.managed_default_content_settings.javascript": script_setting,
                    "intl.accept_languages": "ko,en",
                },
            },
            "unhandledPromptBehavior": "accept",
        });
        let Value::Object(wanted) = wanted else { bail!("describe the browser") };
        let connector = HttpConnector::new();
        let client = ClientBuilder::new(connector).capabilities(wanted).connect(&driver).await;
        let browser = Self {
            client: client.context("open a browser")?,
            base: house.url().to_owned(),
            _profile: profile,
        };
        browser.resize(width, 1000).await?;
        Ok(Some(browser))
    }

    /// Sets the size of the page itself; a window cannot be narrower than 500, a page can.
    ///
    /// # Errors
    /// When the driver does not answer.
    pub async fn resize(&self, width: u32, height: u32) -> Result<()> {
        let metrics = json!({ "width": width, "height": height, "deviceScaleFactor": 1, "mobile": false });
        self.devtools("Emulation.setDeviceMetricsOverride", metrics).await
    }

    async fn devtools(&self, command: &str, parameters: Value) -> Result<()> {
        let sent = DevTools { command: command.to_owned(), parameters };
        self.client.issue_cmd(sent).await.with_context(|| format!("ask the browser for {command}"))?;
        Ok(())
    }

    /// Opens a page of the house.
    ///
    /// # Errors
    /// When it does not load.
    pub async fn go(&self, path: &str) -> Result<()> {
        let url = if path.starts_with("http") { path.to_owned() } else { format!("{}{path}", self.base) };
        self.client.goto(&url).await.with_context(|| format!("open {path}"))
    }

    /// Path and query of the page shown.
    ///
    /// # Errors
    /// When the driver does not answer.
    pub async fn path(&self) -> Result<String> {
        let url = self.client.current_url().await?;
        Ok(url.as_str().trim_start_matches(self.base.as_str()).to_owned())
    }

    /// The words on the page, as seen.
    ///
    /// # Errors
    /// When there is no page.
    pub async fn words(&self) -> Result<String> {
        let body = self.client.find(Locator::Css("body")).await?;
        Ok(body.text().await?.split_whitespace().collect::<Vec<_>>().join(" "))
    }

    /// Waits until these words are seen.
    ///
    /// # Errors
    /// When they do not come; says what is there instead.
    pub async fn sees(&self, text: &str) -> Result<()> {
        let begun = tokio::time::Instant::now();
        loop {
            let words = self.words().await.unwrap_or_default();
            if words.contains(text) {
                return Ok(());
            }
            if begun.elapsed() > PATIENCE {
                bail!("{} does not show {text:?} but {words:?}", self.path().await?);
            }
            tokio::time::sleep(Duration::from_millis(50)).await;
        }
    }

    /// Saves the page as a picture below `target/screenshots`.
    ///
    /// # Errors
    /// When the picture cannot be taken or written.
    pub async fn screenshot(&self, name: &str) -> Result<PathBuf> {
        let folder = target().join("screenshots");
        std::fs::create_dir_all(&folder).context("make room for pictures")?;
        let file = folder.join(format!("{name}.png"));
        std::fs::write(&file, self.client.screenshot().await?).context("write the picture")?;
        Ok(file)
    }

    /// Whether the page is wider than its window, so that one must scroll sideways.
    ///
    /// # Errors
    /// When the driver does not answer.
    pub async fn scrolls_sideways(&self) -> Result<bool> {
        let script = "return document.documentElement.scrollWidth > document.documentElement.clientWidth";
        Ok(self.client.execute(script, Vec::new()).await? == Value::Bool(true))
    }

    /// What axe holds against the page, contrast included.
    ///
    /// # Errors
    /// When axe cannot be fetched or run.
    pub async fn axe(&self) -> Result<Vec<Violation>> {
        self.client.execute(&axe_source().await?, Vec::new()).await.context("give axe to the page")?;
        let script = "const done = arguments[arguments.length - 1];
            axe.run(document, { runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'] })
              .then(found => done(found.violations.map(v => ({
                id: v.id, help: v.help, nodes: v.nodes.map(n => n.target.join(' ') + ' ' + n.html.slice(0, 200)),
              }))))
              .catch(error => done([{ id: 'axe', help: String(error), nodes: [] }]));";
        let found = self.client.execute_async(script, Vec::new()).await.context("ask axe")?;
        serde_json::from_value(found).context("read what axe says")
    }

    /// The driver's client, for what is not here.
    pub fn client(&self) -> &Client {
        &self.client
    }

    /// Closes the window.
    ///
    /// # Errors
    /// When the driver does not answer.
    pub async fn close(self) -> Result<()> {
        Ok(self.client.close().await?)
    }
}

/// Chromium's own commands, which WebDriver does not have.
#[derive(Debug)]
struct DevTools {
    command: String,
    parameters: Value,
}

impl fantoccini::wd::WebDriverCompatibleCommand for DevTools {
    fn endpoint(&self, base: &Url, session: Option<&str>) -> Result<Url, <Url as std::str::FromStr>::Err> {
        base.join(&format!("session/{}/goog/cdp/execute", session.unwrap_or_default()))
    }

    fn method_and_body(&self, _: &Url) -> (Method, Option<String>) {
        let body = json!({ "cmd": self.command, "params": self.parameters });
        (Method::POST, Some(body.to_string()))
    }
}

/// axe itself, from npm by its lock file, fetched once into the target folder.
async fn axe_source() -> Result<String> {
    let folder = target().join("journeys-npm");
    let file = folder.join("node_modules/axe-core/axe.min.js");
    std::fs::create_dir_all(&folder).context("make room for axe")?;
    let lock = std::fs::File::create(folder.join(".lock")).context("take turns fetching axe")?;
    // Several tests may come at once, in several processes; the first fetches.
    tokio::task::spawn_blocking(move || lock.lock().map(|()| lock))
        .await?
        .context("take turns fetching axe")?;
    if !file.is_file() {
        let ours = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("npm");
        for name in ["package.json", "package-lock.json", ".npmrc"] {
            std::fs::copy(ours.join(name), folder.join(name)).with_context(|| format!("copy {name}"))?;
        }
        let npm =
            tokio::process::Command::new("npm").args(["ci", "--silent"]).current_dir(&folder).status().await;
        if !npm.context("start npm")?.success() {
            bail!("npm cannot fetch axe-core");
        }
    }
    std::fs::read_to_string(&file).context("read axe")
}
