//! A Korean firm writes its problem in Korean, finds an instrument that is described in English only in a plan, orders
//! the plan in one step, and finds its requests.

use anyhow::{Context, Result, ensure};
use ieum::demo::{PASSWORD, settle};
use ieum_db::args;
use ieum_journeys::{Browser, Ground, House, both};
use std::sync::Arc;

/// A Tuesday, half past nine in Seoul.
fn ground() -> Ground<'static> {
    Ground { moment: Some("2026-03-03T00:30Z"), ..Ground::default() }
}

const WORDS: &str = "기어가 석 달 만에 부러졌어요. 주사전자현미경으로 파단면을 보고 파손 원인을 알고 싶어요.";
const ENGLISH: &str = "scanning electron microscope";

/// Leaves nothing Korean about the scanning electron microscopes of the region.
async fn english_only(house: &House) -> Result<()> {
    let mut tx = house.db().begin().await?;
    let sql = "UPDATE instrument SET name_ko = '', description_ko = '', capability_ko = '', example_ko = '',
                 keywords = ''
               WHERE lower(name_en) LIKE '%scanning electron microscope%'";
    let changed = tx.run(sql, args![]).await?;
    ensure!(changed > 0, "the region has no scanning electron microscope");
    let sql = "DELETE FROM thing_link WHERE pair = 'instrument-method' AND from_id IN
                 (SELECT id FROM instrument WHERE lower(name_en) LIKE '%scanning electron microscope%')";
    tx.run(sql, args![]).await?;
    tx.commit().await?;
    Ok(())
}

async fn journey(house: Arc<House>) -> Result<()> {
    let Some(firm) = Browser::open(&house, 1280).await? else { return Ok(()) };
    settle(house.app()?).await?;
    english_only(&house).await?;
    ieum_matching::find::rebuild(house.app()?).await?;
    let need = problem(&firm).await?;
    firm.press("해결안 세 가지 견주기").await?;
    firm.arrives("/plans").await?;
    names_it(&firm).await?;
    firm.sees("가장 빠름").await?;
    firm.screenshot("plans-ko").await?;
    ensure!(!firm.scrolls_sideways().await?, "the plans scroll sideways at 1280 px");
    firm.resize(360, 800).await?;
    firm.screenshot("plans-ko-narrow").await?;
    ensure!(!firm.scrolls_sideways().await?, "the plans scroll sideways at 360 px");
    firm.resize(1280, 900).await?;
    let violations = firm.axe().await?;
    ensure!(violations.is_empty(), "{violations:?}");
    firm.press("이 해결안 고르기").await?;
    let kept = firm.arrives("/plans/pln_").await?;
    names_it(&firm).await?;
    firm.screenshot("plan-kept-ko").await?;
    let steps = firm.all_words(".plan-steps > li").await?.len();
    ensure!(steps >= 2, "one step is no plan of several: {}", firm.words().await?);
    firm.press("한 번에 보내기").await?;
    firm.sees("의뢰를 보냈어요").await?;
    let numbers = firm.all_words("a[href^='/requests/req_']").await?;
    ensure!(numbers.len() == steps, "{steps} steps and {} requests", numbers.len());
    firm.go("/requests").await?;
    for number in &numbers {
        firm.sees(number).await?;
    }
    firm.go(&format!("/needs/{need}/thread")).await?;
    firm.sees("해결안을 골랐어요").await?;
    firm.go(&kept).await?;
    firm.sees("의뢰함").await?;
    firm.close().await
}
both!(a_firm_orders_a_plan, journey, super::ground());

async fn names_it(firm: &Browser) -> Result<()> {
    let words = firm.words().await?;
    ensure!(words.to_lowercase().contains(ENGLISH), "no English-only instrument in {words}");
    Ok(())
}

/// The problem through the wizard, in Korean.
async fn problem(firm: &Browser) -> Result<String> {
    firm.sign_in("firm@sample.ieum", PASSWORD).await?;
    firm.go("/needs/new?lang=ko").await?;
    firm.fill("문제", WORDS).await?;
    firm.press("다음").await?;
    let path = firm.arrives("/write/material").await?;
    let need = path.split('/').nth(2).context("the need's id")?.to_owned();
    firm.fill("대상", "철강 기어").await?;
    firm.press("다음").await?;
    firm.arrives("/write/solved").await?;
    firm.press("다음").await?;
    firm.arrives("/write/quantity").await?;
    firm.fill("양", "부품 2개").await?;
    for next in ["/write/due", "/write/budget", "/write/confidentiality", "/write/files", "/write/check"] {
        firm.press("다음").await?;
        firm.arrives(next).await?;
    }
    firm.press("문제 보내기").await?;
    firm.arrives("/matches").await?;
    Ok(need)
}
