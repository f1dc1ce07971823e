//! The harness itself: what journeys stand on.

use ieum_journeys::{Browser, Engine, Form, House, Visitor, both};
use std::sync::Arc;

async fn opens(house: Arc<House>) -> anyhow::Result<()> {
    let visitor = Visitor::new(&house)?;
    visitor.get("/healthz").await?.expect(200)?;
    visitor.get("/no-such-page").await?.expect(404)?;
    Ok(())
}
both!(a_house_opens, opens);

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_house_opens_again_on_its_data() -> anyhow::Result<()> {
    let mut house = House::start(Engine::Sqlite).await?;
    house.restart().await?;
    assert!(house.app().is_ok());
    Visitor::new(&house)?.get("/healthz").await?.expect(200)?;
    house.stop().await;
    Ok(())
}

async fn seen(house: Arc<House>) -> anyhow::Result<()> {
    let Some(browser) = Browser::open(&house, 1280).await? else { return Ok(()) };
    browser.go("/?lang=ko").await?;
    browser.screenshot("first-page-ko").await?;
    browser.resize(360, 800).await?;
    browser.screenshot("first-page-ko-narrow").await?;
    browser.close().await?;
    let Some(browser) = Browser::open_without_script(&house, 1280).await? else { return Ok(()) };
    browser.go("/?lang=en").await?;
    assert!(!browser.words().await?.is_empty());
    browser.screenshot("first-page-en").await?;
    browser.close().await
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_first_page_is_seen_with_and_without_script() -> anyhow::Result<()> {
    House::visit(Engine::Sqlite, seen).await
}

#[test]
fn forms_are_read_as_a_browser_would() {
    let html = r#"<form action="/x?a=1" method="post"><input type=hidden name="_csrf" value="t &amp; u">
        <input name="off" type="checkbox" value="1"><input name="on" type="checkbox" checked>
        <select name="s"><option value="1">one<option selected>two &lt;</select><textarea name="note">
line</textarea><input name="gone" disabled value="x"><button name="b" value="1">go</button></form>"#;
    let form = Form::all(html).pop().unwrap();
    let fields: Vec<_> = form.fields.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
    assert_eq!(fields, [("_csrf", "t & u"), ("on", "on"), ("s", "two <"), ("note", "line")]);
    assert_eq!((form.action.as_str(), form.method.as_str()), ("/x?a=1", "post"));
}
