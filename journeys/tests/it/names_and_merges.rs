//! A list calls organisations by other names, and two entries stand for one instrument: names are confirmed and understood, one entry
//! is kept with the bookings of the other, a booking in the way is named, and everything can be undone.

use anyhow::{Context, Result, ensure};
use ieum::demo::{PASSWORD, settle};
use ieum_db::args;
use ieum_journeys::{Browser, Ground, House, Visitor, both};
use ieum_kernel::{Facility, Id, Instrument, Reservation};
use serde_json::json;
use std::sync::Arc;

/// A Tuesday, half past nine in Seoul.
fn ground() -> Ground<'static> {
    Ground { moment: Some("2026-03-03T00:30Z"), ..Ground::default() }
}

/// The list is tried; its page when the dry run has ended.
async fn tried(operator: &Visitor, list: &str) -> Result<ieum_journeys::Page> {
    let page = operator.get("/imports/new").await?.expect(200)?;
    let file = ("file", "facilities.csv", list.as_bytes().to_vec());
    let up = operator.upload(&page, "/imports", &[("kind", "facility")], file).await?;
    ensure!(up.status.is_success(), "{}: {}", up.status, up.words());
    let home = up.path.split('?').next().unwrap_or_default().to_owned();
    let mut seen = operator.submit(&up, &format!("{home}/check"), &[]).await?.expect(200)?;
    for _ in 0..100 {
        if seen.says("쓸 수 없는 줄") && !seen.says("화면을 닫아도 계속돼요") {
            return Ok(seen);
        }
        tokio::time::sleep(std::time::Duration::from_millis(100)).await;
        seen = operator.get(&home).await?.expect(200)?;
    }
    anyhow::bail!("the dry run does not end: {}", seen.words())
}

async fn names(house: Arc<House>) -> Result<()> {
    let Some(planner) = Browser::open(&house, 1280).await? else { return Ok(()) };
    settle(house.app()?).await?;
    let sql =
        "SELECT name_ko FROM organisation WHERE kind = 'university' AND NOT withdrawn ORDER BY id LIMIT 1";
    let university: String = house.app()?.db.reader().one(sql, args![], |row| row.get("name_ko")).await?;
    let list = format!("시설명,보유기관\n새 분석실,(재) {university}\n새 시험실,별빛정밀과학원\n");
    let operator = Visitor::new(&house)?;
    operator.sign_in("operator@sample.ieum", PASSWORD).await?;
    let page = tried(&operator, &list).await?;
    ensure!(page.says("이렇게 알아들었어요") && page.says("법인 표시와 띄어쓰기만 다름"), "{}", page.words());
    ensure!(page.says("이 이름을 가졌거나 닮은 기관이 없어요"), "{}", page.words());

    planner.sign_in("planner@sample.ieum", PASSWORD).await?;
    planner.go("/duplicates/organisations?lang=ko").await?;
    planner.sees("기관 이름").await?;
    planner.unfold("어느 기관과도 닮지 않은 이름").await?;
    planner.sees("별빛정밀과학원").await?;
    for (width, name) in [(1280, "organisation-names-ko"), (360, "organisation-names-ko-narrow")] {
        planner.resize(width, 900).await?;
        planner.screenshot(name).await?;
        ensure!(!planner.scrolls_sideways().await?, "the names scroll sideways at {width} px");
        let violations = planner.axe().await?;
        ensure!(violations.is_empty(), "{violations:?}");
    }
    planner.resize(1280, 900).await?;
    planner.fill("이름", "별빛정밀과학원").await?;
    planner.fill("기관", "아무 기관도 아님").await?;
    planner.press("이 기관의 이름으로 저장").await?;
    planner.sees("나온 기관 가운데 하나를 골라 주세요").await?;
    let sql = "SELECT id FROM organisation WHERE name_ko = $1";
    let id: String = house.app()?.db.reader().one(sql, args![&university], |row| row.get("id")).await?;
    planner.fill("이름", "별빛정밀과학원").await?;
    planner.fill("기관", &format!("{university} ({id})")).await?;
    planner.press("이 기관의 이름으로 저장").await?;
    planner.sees("이제 이 이름으로도 알아들어요").await?;
    let page = tried(&operator, &list).await?;
    ensure!(page.says("확인해 둔 이름"), "the confirmed name is not understood: {}", page.words());

    // Search knows it too, as soon as the change is written.
    for _ in 0..50 {
        let found =
            operator.get("/find?q=%EB%B3%84%EB%B9%9B%EC%A0%95%EB%B0%80%EA%B3%BC%ED%95%99%EC%9B%90").await?;
        if found.says(&university) {
            break;
        }
        tokio::time::sleep(std::time::Duration::from_millis(100)).await;
    }
    let found =
        operator.get("/find?q=%EB%B3%84%EB%B9%9B%EC%A0%95%EB%B0%80%EA%B3%BC%ED%95%99%EC%9B%90").await?;
    ensure!(found.says(&university), "not found by its other name: {}", found.words());

    planner.go("/duplicates/organisations").await?;
    planner.press("되돌리기").await?;
    planner.sees("판정을 되돌렸어요").await?;
    let page = tried(&operator, &list).await?;
    ensure!(!page.says("확인해 둔 이름"), "the undone name is still understood: {}", page.words());
    planner.close().await
}
both!(organisations_are_understood_by_their_names, names, super::ground());

/// A second entry of an instrument that people book themselves, as somebody would make it by mistake.
async fn twice(house: &House) -> Result<(Id<Instrument>, Id<Instrument>, String)> {
    let sql = "SELECT id, facility_id, name_ko, model FROM public_instrument
               WHERE life = 'in_service' AND condition = 'ok' AND access = 'open' AND access_mode = 'self'
                 AND name_ko <> '' AND model <> '' AND opens_at IS NOT NULL ORDER BY id LIMIT 1";
    let row = |row: &ieum_db::Row| {
        let (id, facility): (Id<Instrument>, Id<Facility>) = (row.get("id")?, row.get("facility_id")?);
        Ok((id, facility, row.get::<String>("name_ko")?, row.get::<String>("model")?))
    };
    let (first, facility, name, model) = house.app()?.db.reader().one(sql, args![], row).await?;
    let operator = Visitor::new(house)?;
    operator.sign_in("operator@sample.ieum", PASSWORD).await?;
    let entry = operator.api("GET", &format!("/api/v1/instruments/{first}"), None).await?.json()?;
    let mut again = entry.as_object().context("an entry")?.clone();
    for name in [
        "id",
        "version",
        "withdrawn",
        "made_at",
        "changed_at",
        "registration_number",
        "asset_number",
        "source_id",
    ] {
        again.remove(name);
    }
    again.retain(|_, value| !value.is_null());
    let fields: Vec<String> = again.keys().cloned().collect();
    let made = operator.api("POST", "/api/v1/instruments", Some(&again.into())).await?;
    ensure!(made.status.as_u16() == 201, "{}: {} {fields:?} {facility} {model}", made.status, made.words());
    let second = made.json()?;
    let second = second.get("id").and_then(|id| id.as_str()).context("its id")?;
    let second = second.parse().map_err(|_other| anyhow::anyhow!("{second} is no instrument"))?;
    Ok((first, second, name))
}

async fn book(staff: &Visitor, instrument: Id<Instrument>, from: &str, to: &str) -> Result<Id<Reservation>> {
    let ask = json!({ "instrument": instrument, "starts": from, "ends": to, "insist": "시험으로 예약해요" });
    let made = staff.api("POST", "/api/v1/reservations", Some(&ask)).await?;
    ensure!(made.status.as_u16() == 201, "{}: {}", made.status, made.words());
    let made = made.json()?;
    let id = made.get("id").and_then(|id| id.as_str()).context("its id")?;
    id.parse().map_err(|_other| anyhow::anyhow!("{id} is no reservation"))
}

async fn booked_at(house: &House, id: Id<Reservation>) -> Result<Id<Instrument>> {
    let sql = "SELECT instrument_id FROM reservation WHERE id = $1";
    Ok(house.app()?.db.reader().one(sql, args![id], |row| row.get("instrument_id")).await?)
}

async fn merges(house: Arc<House>) -> Result<()> {
    let Some(planner) = Browser::open(&house, 1280).await? else { return Ok(()) };
    settle(house.app()?).await?;
    let (first, second, name) = twice(&house).await?;
    let staff = Visitor::new(&house)?;
    staff.sign_in("staff@sample.ieum", PASSWORD).await?;
    let clash = book(&staff, first, "2026-03-10T01:00:00Z", "2026-03-10T03:00:00Z").await?;
    let moved = book(&staff, second, "2026-03-10T02:00:00Z", "2026-03-10T04:00:00Z").await?;
    planner.sign_in("planner@sample.ieum", PASSWORD).await?;
    planner.go("/duplicates?lang=ko").await?;
    planner.sees(&name).await?;
    let keep = format!(
        "form:has(input[name=\"left\"][value=\"{first}\"]):has(input[name=\"kept\"][value=\"{first}\"]) button"
    );
    planner.press_css(&keep).await?;
    planner.sees("두 장비가 같은 시간에 예약되어 있어요").await?;
    planner.screenshot("merge-refused-ko").await?;
    ensure!(!planner.scrolls_sideways().await?, "the refusal scrolls sideways");
    ensure!(booked_at(&house, moved).await? == second, "something moved");

    // The booking in the way is cancelled; now they become one.
    let cancelled =
        staff.api("POST", &format!("/api/v1/reservations/{clash}/cancel"), Some(&json!({}))).await?;
    ensure!(cancelled.status.is_success(), "{}: {}", cancelled.status, cancelled.words());
    planner.go("/duplicates").await?;
    planner.press_css(&keep).await?;
    planner.sees("하나만 남겼어요").await?;
    ensure!(booked_at(&house, moved).await? == first, "the booking did not go along");
    let calendar = staff.get(&format!("/reservations/{moved}")).await?.expect(200)?;
    ensure!(calendar.says("합친 장비로 옮김"), "its history says nothing: {}", calendar.words());
    planner.go(&format!("/instruments/{second}")).await?;
    ensure!(planner.path().await?.starts_with(&format!("/instruments/{first}")), "{}", planner.path().await?);

    planner.go("/duplicates").await?;
    planner.press("되돌리기").await?;
    planner.sees("판정을 되돌렸어요").await?;
    ensure!(booked_at(&house, moved).await? == second, "the booking did not come back");
    planner.go(&format!("/instruments/{second}")).await?;
    ensure!(
        planner.path().await?.starts_with(&format!("/instruments/{second}")),
        "{}",
        planner.path().await?
    );
    planner.close().await
}
both!(an_instrument_entered_twice_is_merged_with_its_bookings, merges, super::ground());
