//! The servers that tests need: a throw-away PostgreSQL cluster and a browser driver, installed when missing and always
//! stopped, even when we are killed.

mod browser;
mod guard;
pub(crate) mod install;
mod postgres;

use crate::machine::say;
use anyhow::Result;
use std::io::Read as _;

pub(crate) use browser::Browser;
pub(crate) use postgres::Postgres;

/// Installs PostgreSQL if it is missing and starts an empty cluster.
pub(crate) fn postgres() -> Result<Postgres> {
    install::ensure(&[install::POSTGRES])?;
    Postgres::start()
}

/// Installs Chromium if it is missing and starts its driver.
pub(crate) fn browser() -> Result<Browser> {
    install::ensure(&[install::BROWSER])?;
    Browser::start()
}

/// Installs everything the tests need, in one go.
pub(crate) fn install_all() -> Result<()> {
    install::ensure(&[install::POSTGRES, install::BROWSER, install::NPM])
}

/// Starts both and keeps them until the end of standard input, for a person who runs single tests.
pub(crate) fn keep() -> Result<bool> {
    install_all()?;
    let (postgres, browser) = (postgres()?, browser()?);
    say(&format!("export IEUM_TEST_PG={}", postgres.address()));
    say(&format!("export IEUM_TEST_WEBDRIVER={}", browser.address()));
    say("# Enter, or the end of input, stops them.");
    let _ = std::io::stdin().lock().read(&mut [0_u8; 1])?;
    Ok(true)
}
