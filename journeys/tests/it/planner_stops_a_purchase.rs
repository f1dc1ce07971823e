//! A planner is asked to buy what the region already has: finds it with place and use, and a second person stops it.

use anyhow::{Context, Result, ensure};
use ieum::demo::{PASSWORD, settle};
use ieum_db::args;
use ieum_journeys::{Browser, Ground, House, both};
use std::sync::Arc;

/// A Thursday, ten in the morning in Seoul.
fn ground() -> Ground<'static> {
    Ground { moment: Some("2026-03-05T01:00Z"), ..Ground::default() }
}

async fn journey(house: Arc<House>) -> Result<()> {
    let Some(planner) = Browser::open(&house, 1280).await? else { return Ok(()) };
    settle(house.app()?).await?;
    let sql = "SELECT name_ko, maker, model FROM public_instrument WHERE model <> '' ORDER BY id LIMIT 1";
    let read = |row: &ieum_db::Row| {
        Ok((row.get::<String>("name_ko")?, row.get::<String>("maker")?, row.get::<String>("model")?))
    };
    let (name, maker, model) = house.app()?.db.reader().one(sql, args![], read).await?;
    planner.sign_in("planner@sample.ieum", PASSWORD).await?;

    // Nothing written: told so, and nothing is kept.
    planner.go("/purchase-review").await?;
    planner.press("찾아보기").await?;
    planner.sees("사려는 장비를 한 줄 이상 적어 주세요").await?;
    planner.fill("사려는 장비", &format!("{maker} {model} 새로 구매\n우주 엘리베이터")).await?;
    planner.choose_nth("둘 곳", 1).await?;
    planner.press("찾아보기").await?;
    planner.sees("PR-2026-0001").await?;
    let path = planner.path().await?;
    ensure!(path.starts_with("/purchase-review/pur_"), "{path}");
    planner.sees(&name).await?;
    planner.sees("이용률").await?;
    planner.sees("찾지 못했어요").await?;
    planner.sees("다른 기획 담당자나 운영자가 결정해요").await?;
    ensure!(!planner.scrolls_sideways().await?, "the review scrolls sideways");

    let operator = Browser::open(&house, 360).await?.context("a second window")?;
    operator.sign_in("operator@sample.ieum", PASSWORD).await?;
    let path = path.split('?').next().unwrap_or_default().to_owned();
    operator.go(&path).await?;
    operator.pick("결정", "사지 않고 함께 쓰기").await?;
    operator.press("결정하기").await?;
    operator.sees("결정한 이유를 적어 주세요").await?;
    operator.pick("결정", "사지 않고 함께 쓰기").await?;
    operator.fill("이유", "같은 모델을 함께 쓸 수 있어요.").await?;
    operator.press("결정하기").await?;
    operator.sees("결정을 남겼어요").await?;
    ensure!(!operator.scrolls_sideways().await?, "the decision scrolls sideways on a small screen");
    let paper = operator.download(&format!("{path}/report.pdf")).await?;
    ensure!(paper.head.starts_with("%PDF"), "the report is no PDF");

    planner.go(&path).await?;
    planner.sees("같은 모델을 함께 쓸 수 있어요.").await?;
    planner.sees("사지 않고 함께 쓰기").await?;
    // What is shared instead can be had: from the review to the instrument, and on to booking it or asking for it.
    let found = planner.hrefs("main a[href^='/instruments/ins_']").await?;
    let href = found.first().context("the review names no instrument")?;
    planner.press_link(href).await?;
    planner.sees(&name).await?;
    let ways = planner.hrefs("main a[href*='/calendar'], main a[href^='/requests/new']").await?;
    ensure!(!ways.is_empty(), "nothing leads on from the instrument: {}", planner.words().await?);
    // The list says how it ended, so that nobody asks for the same again.
    planner.go("/purchase-review").await?;
    planner.sees("사지 않고 함께 쓰기").await?;
    planner.sees("2건 가운데 1건이 이미 있어요").await?;
    // Nobody decides twice.
    operator.go(&path).await?;
    ensure!(!operator.words().await?.contains("결정하기"), "a decision can be changed");
    // The same names stand on the page of twins, which opens for a planner.
    planner.go("/duplicates").await?;
    planner.sees("중복 등록").await?;
    operator.close().await?;
    planner.close().await
}
both!(planner_stops_a_purchase, journey, super::ground());
