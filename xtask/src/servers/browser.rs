//! The driver of a headless Chromium, on a free port of the loopback.

use super::guard::Guarded;
use anyhow::{Result, bail};
use std::time::{Duration, Instant};

const PATIENCE: Duration = Duration::from_secs(30);

/// A running driver; it stops when dropped.
pub(crate) struct Browser {
    address: String,
    _server: Guarded,
}

impl Browser {
    pub(crate) fn start() -> Result<Self> {
        let folder = tempfile::Builder::new().prefix("ieum-test-browser-").tempdir()?.keep();
        // Port 0: the driver chooses a free one and says which.
        let mut server =
            Guarded::start(&folder, None, "TERM", &["chromedriver", "--port=0", "--log-level=WARNING"])?;
        let begun = Instant::now();
        loop {
            if let Some(port) = port(&server.log()) {
                return Ok(Self { address: format!("http://127.0.0.1:{port}"), _server: server });
            }
            if begun.elapsed() > PATIENCE || !server.is_running() {
                bail!("chromedriver did not start: {}", server.log().trim());
            }
            std::thread::sleep(Duration::from_millis(20));
        }
    }

    /// As `IEUM_TEST_WEBDRIVER` wants it.
    pub(crate) fn address(&self) -> &str {
        &self.address
    }
}

/// The port in "ChromeDriver was started successfully on port 41235."
fn port(log: &str) -> Option<u16> {
    let after = log.split("successfully on port ").nth(1)?;
    after.chars().take_while(char::is_ascii_digit).collect::<String>().parse().ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_driver_says_its_port() {
        assert_eq!(port("Starting\nChromeDriver was started successfully on port 41235.\n"), Some(41235));
        assert_eq!(port("Starting\n"), None);
    }
}
