//! The database goes away and comes back: a clear answer meanwhile in the reader's language, nothing half-written, and
//! everything goes on without a restart.

use anyhow::{Result, ensure};
use ieum::demo::{PASSWORD, settle};
use ieum_db::args;
use ieum_db::testing::postgres_server;
use ieum_journeys::{Engine, Ground, House, Page, Visitor, Wire};
use reqwest::StatusCode;
use serde_json::json;
use std::time::Duration;

/// What people and programs are told while the house cannot reach its database.
pub(crate) fn says_busy(page: &Page, words: &str) -> Result<()> {
    ensure!(
        page.status == StatusCode::SERVICE_UNAVAILABLE,
        "{} answered {}: {}",
        page.path,
        page.status,
        page.words()
    );
    ensure!(page.says(words), "{} says {}", page.path, page.words());
    for secret in ["sqlx", "postgres", "127.0.0.1:", "os error", "SQLITE"] {
        ensure!(!page.html.contains(secret), "{} tells of {secret}: {}", page.path, page.words());
    }
    Ok(())
}

/// Waits until the house is ready again by itself.
pub(crate) async fn comes_back(visitor: &Visitor) -> Result<()> {
    let begun = tokio::time::Instant::now();
    loop {
        let page = visitor.get_only("/readyz").await?;
        if page.status.is_success() {
            return Ok(());
        }
        ensure!(begun.elapsed() < Duration::from_secs(30), "the house does not come back: {}", page.status);
        tokio::time::sleep(Duration::from_millis(100)).await;
    }
}

async fn counts(house: &House) -> Result<(i64, i64, i64)> {
    let sql = "SELECT (SELECT COUNT(*) FROM need) AS needs, (SELECT COUNT(*) FROM outbox) AS events,
                      (SELECT COUNT(*) FROM audit) AS entries";
    let row = |row: &ieum_db::Row| Ok((row.get("needs")?, row.get("events")?, row.get("entries")?));
    Ok(house.db().reader().one(sql, args![], row).await?)
}

async fn cut_off() -> Result<()> {
    let Some(server) = postgres_server() else { return Ok(()) };
    let mut wire = Wire::to(&server).await?;
    let house = House::start_on(Engine::Postgres, Ground { wire: Some(&wire), ..Ground::default() }).await?;
    settle(house.app()?).await?;
    let firm = Visitor::new(&house)?;
    firm.sign_in("firm@sample.ieum", PASSWORD).await?;
    let guest = Visitor::new(&house)?;
    let form = firm.get("/needs/new?lang=ko").await?.expect(200)?;
    let before = counts(&house).await?;
    wire.cut().await?;
    let typed = [("words", "데이터베이스가 없을 때 적은 문제예요")];
    let ask = json!({ "words": "while the database is away", "title": "away" });
    let begun = tokio::time::Instant::now();
    let (ready, alive, lost, english, program) = tokio::try_join!(
        guest.get_only("/readyz"),
        guest.get_only("/healthz"),
        firm.submit_only(&form, "/needs", &typed),
        guest.get_only("/?lang=en"),
        firm.api("POST", "/api/v1/needs", Some(&ask)),
    )?;
    // The house waits ten seconds for a busy database, not for one that is gone.
    ensure!(begun.elapsed() < Duration::from_secs(9), "told after {:?}", begun.elapsed());
    ensure!(ready.status == StatusCode::SERVICE_UNAVAILABLE, "/readyz answers {}", ready.status);
    alive.expect(200)?;
    says_busy(&lost, "지금은 응답할 수 없어요")?;
    ensure!(lost.says("데이터베이스가 없을 때 적은 문제예요"), "what was typed is lost: {}", lost.words());
    says_busy(&english, "We cannot answer right now")?;
    ensure!(program.status == StatusCode::SERVICE_UNAVAILABLE, "a program is told {}", program.status);
    ensure!(program.kind == "application/problem+json", "a program gets {}", program.kind);
    ensure!(counts(&house).await? == before, "something was written half");
    wire.mend().await?;
    comes_back(&guest).await?;
    // The same form, the same session, no restart.
    let made = firm.submit(&form, "/needs", &typed).await?.expect(200)?;
    ensure!(made.path.contains("/write/material"), "{}: {}", made.path, made.words());
    ensure!(counts(&house).await?.0 == before.0 + 1, "the need is not there once");
    house.stop().await;
    Ok(())
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn postgres_goes_away_and_comes_back() -> Result<()> {
    cut_off().await
}
