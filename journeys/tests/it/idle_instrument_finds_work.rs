//! An instrument stands idle: its people see the problem it could solve and offer it, the firm accepts, and a request is there.

use anyhow::{Context, Result, ensure};
use ieum::demo::{PASSWORD, settle};
use ieum_db::args;
use ieum_journeys::{Browser, Ground, House, both};
use std::sync::Arc;

/// A Tuesday, half past nine in Seoul.
fn ground() -> Ground<'static> {
    Ground { moment: Some("2026-03-03T00:30Z"), ..Ground::default() }
}

async fn journey(house: Arc<House>) -> Result<()> {
    let Some(firm) = Browser::open(&house, 1280).await? else { return Ok(()) };
    let (region, _) = settle(house.app()?).await?;
    let (facility, ..) = region.facilities.first().context("the region has no facility")?;
    ieum_matching::find::rebuild(house.app()?).await?;
    // What one of the facility's instruments measures, in the words of its own entry.
    let sql = "SELECT i.id, i.name_ko FROM public_instrument i
               WHERE i.facility_id = $1 AND i.life = 'in_service' AND i.condition = 'ok' AND i.access = 'open'
                 AND i.name_ko <> '' ORDER BY i.id LIMIT 1";
    let read = |row: &ieum_db::Row| Ok((row.get::<String>("id")?, row.get::<String>("name_ko")?));
    let (instrument, name) = house.app()?.db.reader().one(sql, args![facility], read).await?;
    let words = format!("부품이 왜 상했는지 모르겠어요. {name} 같은 장비로 들여다보고 싶어요.");
    problem(&firm, &words).await?;

    let staff = Browser::open(&house, 1280).await?.context("a second window")?;
    staff.sign_in("staff@sample.ieum", PASSWORD).await?;
    staff.go("/idle?lang=ko").await?;
    staff.sees("쉬는 장비").await?;
    staff.sees("0%").await?;
    staff.screenshot("idle-ko").await?;
    ensure!(!staff.scrolls_sideways().await?, "the idle instruments scroll sideways at 1280 px");
    let violations = staff.axe().await?;
    ensure!(violations.is_empty(), "{violations:?}");
    staff.press_link(&format!("/instruments/{instrument}/needs")).await?;
    staff.sees("부품이 왜 상했는지").await?;
    let reasons = staff.all_words(".reasons li").await?;
    ensure!(!reasons.is_empty(), "no reason why: {}", staff.words().await?);
    staff.screenshot("idle-needs-ko").await?;
    staff.resize(360, 800).await?;
    staff.screenshot("idle-needs-ko-narrow").await?;
    ensure!(!staff.scrolls_sideways().await?, "the problems scroll sideways at 360 px");
    let violations = staff.axe().await?;
    ensure!(violations.is_empty(), "{violations:?}");
    staff.resize(1280, 900).await?;
    staff.press("이 장비 제안하기").await?;
    staff.sees("제안을 보냈어요").await?;
    staff.sees("답을 기다려요").await?;

    firm.go("/work").await?;
    firm.sees("내 문제에 온 제안").await?;
    firm.press("보고 답하기").await?;
    firm.arrives("/offers/ofr_").await?;
    firm.sees(&name).await?;
    firm.screenshot("offer-ko").await?;
    let violations = firm.axe().await?;
    ensure!(violations.is_empty(), "{violations:?}");
    firm.press("받아들이고 의뢰 보내기").await?;
    firm.sees("의뢰를 보냈어요").await?;
    let numbers = firm.all_words("a[href^='/requests/req_']").await?;
    let words = numbers.first().context("no request came of it")?;
    let number =
        words.split_whitespace().find(|word| word.starts_with("R-")).context("no number")?.to_owned();
    firm.go("/requests").await?;
    firm.sees(&number).await?;

    staff.go("/work").await?;
    staff.sees(&number).await?;
    staff.go(&format!("/instruments/{instrument}/needs")).await?;
    ensure!(!staff.words().await?.contains("이 장비 제안하기"), "the offer can be made twice");
    staff.close().await?;
    firm.close().await
}
both!(an_idle_instrument_finds_work, journey, super::ground());

/// The problem through the wizard, in Korean.
async fn problem(firm: &Browser, words: &str) -> Result<()> {
    firm.sign_in("firm@sample.ieum", PASSWORD).await?;
    firm.go("/needs/new?lang=ko").await?;
    firm.fill("문제", words).await?;
    for next in [
        "/write/material",
        "/write/solved",
        "/write/quantity",
        "/write/due",
        "/write/budget",
        "/write/confidentiality",
        "/write/files",
        "/write/check",
    ] {
        firm.press("다음").await?;
        firm.arrives(next).await?;
    }
    firm.press("문제 보내기").await?;
    firm.arrives("/matches").await?;
    Ok(())
}
