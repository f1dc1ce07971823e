//! Somebody looks into a table of their own, and audits a printed one, in a real browser; only whoever may see it does.

use anyhow::{Result, ensure};
use ieum::demo::{PASSWORD, settle};
use ieum_journeys::{Browser, House, Visitor, both};
use std::sync::Arc;

/// Sxy = 10 and Sxx = 10, so that the slope is exactly 1.
const TABLE: &str = "y,x\n1.1,1\n1.9,2\n3.2,3\n3.9,4\n4.9,5\n";
/// 51 of 139 are 36.7 %; 60 of 139 are not 45.0 %.
const PRINTED: &str = "id,kind,label,n,base,value\nS1,share,응답,51,139,36.7\nS2,share,재구매,60,139,45.0\n";

async fn figures(house: Arc<House>) -> Result<()> {
    settle(house.app()?).await?;
    let Some(browser) = Browser::open(&house, 1280).await? else { return Ok(()) };
    browser.sign_in("planner@sample.ieum", PASSWORD).await?;
    browser.go("/stats").await?;
    browser.press("표 올리기").await?;
    browser.fill_named("table", TABLE).await?;
    browser.fill("이름", "거칠기 시험").await?;
    browser.press("표 읽기").await?;
    let study = browser.path().await?;
    browser.go(&format!("{study}?method=stats.ols")).await?;
    browser.fill("식 (예: y ~ x1 + x2)", "y ~ x").await?;
    browser.press("계산하기").await?;
    browser.sees("ieum stats ols --data table.csv --formula 'y ~ x'").await?;
    browser.sees("우연으로 보기 어려워요").await?;
    ensure!(browser.axe().await?.is_empty(), "axe finds something: {:?}", browser.axe().await?);
    let run = browser.path().await?;
    browser.sees("그림 내려받기 (SVG)").await?;
    browser.download(&format!("{run}/picture.svg")).await?.expect("image/svg+xml", "<svg ")?;

    browser.go("/audits/new").await?;
    browser.fill("표 이름", "만족도 조사").await?;
    browser.fill_named("table", PRINTED).await?;
    browser.press("점검하기").await?;
    browser.sees("재구매").await?;
    browser.sees("함께 옳을 수 없는 수").await?;
    ensure!(browser.axe().await?.is_empty(), "axe finds something: {:?}", browser.axe().await?);
    let audit = browser.path().await?;
    browser.download(&format!("{audit}/report.pdf")).await?.expect("application/pdf", "%PDF-")?;

    let other = Visitor::new(&house)?;
    other.sign_in("firm@sample.ieum", PASSWORD).await?;
    let picture = format!("{run}/picture.svg");
    for path in [&study, &run, &picture, &audit] {
        other.get(path).await?.expect(404)?;
    }
    let page = other.get(&run).await?;
    ensure!(!page.html.contains("거칠기 시험"), "a study is shown to somebody else");
    browser.pick("볼 수 있는 사람", "모두").await?;
    browser.press("바꾸기").await?;
    browser.sees("볼 수 있는 사람을 바꿨어요").await?;
    ensure!(
        Visitor::new(&house)?.get(&audit).await?.expect(200)?.says("재구매"),
        "an open audit is for everybody"
    );
    browser.close().await
}
both!(a_table_is_looked_into_and_another_audited, figures);
