//! The harness itself.
use ieum_journeys::{Browser, House, Visitor, both};
use std::sync::Arc;

async fn walk(house: Arc<House>) -> anyhow::Result<()> {
    let visitor = Visitor::new(&house)?;
    let page = visitor.get("/").await?.expect(200)?;
    assert!(page.says("이음 이름 보내기"), "{}", page.words());
    let sent = visitor.submit(&page, "/x", &[("b", "c")]).await?;
    assert_eq!(sent.html, "_csrf=t&a=b+%26+c&b=c");
    let Some(browser) = Browser::open(&house, 360).await? else { return Ok(()) };
    browser.go("/").await?;
    browser.sees("with script").await?;
    let found = browser.axe().await?;
    eprintln!("{found:?}");
    assert!(found.iter().any(|v| v.id == "color-contrast"));
    browser.fill("이름", "새 이름").await?;
    assert!(!browser.scrolls_sideways().await?);
    let file = browser.screenshot("harness").await?;
    eprintln!("{}", file.display());
    browser.press("보내기").await?;
    browser.sees("_csrf").await?;
    browser.close().await?;
    let Some(browser) = Browser::open_without_script(&house, 1280).await? else { return Ok(()) };
    browser.go("/").await?;
    browser.sees("no script").await?;
    browser.fill("이름", "x").await?;
    browser.press("보내기").await?;
    browser.sees("a=x").await?;
    browser.close().await
}
both!(harness, walk);
