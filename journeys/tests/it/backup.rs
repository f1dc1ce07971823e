//! A region is backed up and opened elsewhere: the same things are there, also on the other database.

use ieum::config::{Config, ServerSettings};
use ieum::demo::{PASSWORD, settle};
use ieum_journeys::{House, Visitor, both};
use std::sync::Arc;

async fn there_and_back(house: Arc<House>) -> anyhow::Result<()> {
    settle(house.app()?).await?;
    let folder = tempfile::tempdir()?;
    let archive = folder.path().join("region.ieum");
    ieum::backup::write(house.app()?, &archive).await?;
    let mut config = Config::read(None)?;
    config.set(ServerSettings { data: folder.path().join("new").display().to_string(), ..config.get() });
    ieum::backup::restore(config, &archive).await?;
    let mut again = Config::read(None)?;
    again.set(ServerSettings { data: folder.path().join("new").display().to_string(), ..again.get() });
    let opened = ieum::house::open(again, ieum::house::system_clock()).await?;
    let running = ieum::serve::start(opened, "127.0.0.1:0", std::time::Duration::from_secs(1)).await?;
    let sql = "SELECT COUNT(*) AS n FROM public_instrument";
    let count = async |db: &ieum_db::Db| -> Result<i64, ieum_db::DbError> {
        db.reader().one(sql, ieum_db::args![], |row| row.get("n")).await
    };
    assert_eq!(count(&running.app.db).await?, count(&house.app()?.db).await?);
    let client = reqwest::Client::new();
    let page = client.get(format!("http://{}/healthz", running.address)).send().await?;
    assert!(page.status().is_success());
    running.stop().await;
    // A house that has rows is never written over.
    let mut third = Config::read(None)?;
    third.set(ServerSettings { data: folder.path().join("new").display().to_string(), ..third.get() });
    assert!(ieum::backup::restore(third, &archive).await.is_err());
    let visitor = Visitor::new(&house)?;
    visitor.sign_in("firm@sample.ieum", PASSWORD).await?;
    Ok(())
}
both!(a_region_moves_house, there_and_back);
