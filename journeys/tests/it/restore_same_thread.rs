//! A house with a finished thread is backed up and restored into empty databases of both engines: the same thread page is
//! served there, word for word, and its papers are there.

use anyhow::{Context, Result, ensure};
use ieum::config::{Config, DatabaseSettings, ServerSettings};
use ieum::demo::PASSWORD;
use ieum_db::testing::{engines, fresh};
use ieum_journeys::{House, Visitor};
use ieum_kernel::{Clock as _, TestClock};
use std::sync::Arc;
use std::time::Duration;

/// Backs the house up and opens it again from the archive on every engine; `thread` shows `stations`, `papers` open.
pub(crate) async fn served_elsewhere(
    house: &House,
    email: &str,
    thread: &str,
    stations: &[String],
    papers: &[String],
) -> Result<()> {
    let here = Visitor::new(house)?;
    here.sign_in(email, PASSWORD).await?;
    let before = here.get(thread).await?.expect(200)?;
    for station in stations {
        ensure!(before.says(station), "{station} is not on the thread page: {}", before.words());
    }
    let folder = tempfile::tempdir()?;
    let archive = folder.path().join("region.ieum");
    ieum::backup::write(house.app()?, &archive).await?;
    for engine in engines() {
        let db = fresh(engine, &[]).await?;
        let data = folder.path().join(engine.to_string()).display().to_string();
        let config = || -> Result<Config> {
            let mut config = Config::read(None)?;
            config.set(ServerSettings { data: data.clone(), ..config.get() });
            config.set(DatabaseSettings { url: db.url().to_owned(), ..config.get() });
            Ok(config)
        };
        ieum::backup::restore(config()?, &archive).await.with_context(|| format!("restore on {engine}"))?;
        let clock = TestClock::at("2026-01-01T00:00Z");
        clock.set(house.clock().context("a clock")?.now());
        let opened = ieum::house::open(config()?, Arc::new(clock)).await?;
        let running = ieum::serve::start(opened, "127.0.0.1:0", Duration::from_secs(1)).await?;
        let there = Visitor::at(&format!("http://{}", running.address))?;
        there.sign_in(email, PASSWORD).await?;
        let after = there.get(thread).await?.expect(200)?;
        ensure!(after.words() == before.words(), "on {engine}: {}\n\nwas: {}", after.words(), before.words());
        for paper in papers {
            let pdf = there.get(&format!("{paper}/pdf")).await?.expect(200)?;
            ensure!(pdf.bytes.starts_with(b"%PDF-"), "{paper} has no paper on {engine}");
        }
        let need = thread.trim_end_matches("/thread");
        let shown = there.get(need).await?.expect(200)?;
        let file = shown.links().into_iter().find(|(_, href)| href.contains("/files/")).context("a file")?;
        let content = there.get(&file.1).await?.expect(200)?;
        ensure!(!content.bytes.is_empty(), "the attached file is empty on {engine}");
        running.stop().await;
    }
    Ok(())
}
