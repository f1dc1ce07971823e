//! A firm sends its first request; the facility finds it in its queue, and nobody else finds it at all.

use anyhow::Context;
use ieum::demo::{PASSWORD, settle};
use ieum_journeys::{House, Visitor, both};
use std::sync::Arc;

const TITLE: &str = "고춧가루 잔류농약 320종";

async fn sent(house: Arc<House>) -> anyhow::Result<()> {
    let (region, _) = settle(house.app()?).await?;
    let facility = region.facilities.first().context("a facility")?.0;
    let service = region.services.iter().find(|s| s.facility == facility).context("a service")?.id;
    let firm = Visitor::new(&house)?;
    firm.sign_in("firm@sample.ieum", PASSWORD).await?;
    let form = firm.get(&format!("/requests/new?service={service}")).await?.expect(200)?;
    let empty = firm.submit_only(&form, "/requests", &[("title", ""), ("words", ""), ("do", "send")]).await?;
    anyhow::ensure!(empty.status.as_u16() == 422, "an empty request is sent: {}", empty.status);
    let typed =
        [("title", TITLE), ("words", "수출에 낼 성적서가 필요해요."), ("quantity", "2"), ("do", "send")];
    let page = firm.submit(&form, "/requests", &typed).await?.expect(200)?;
    anyhow::ensure!(
        page.says(TITLE) && page.path.starts_with("/requests/req_"),
        "{}: {}",
        page.path,
        page.words()
    );
    let staff = Visitor::new(&house)?;
    staff.sign_in("staff@sample.ieum", PASSWORD).await?;
    let queue = staff.get("/requests/queue").await?.expect(200)?;
    anyhow::ensure!(queue.says(TITLE), "{}", queue.words());
    let path = page.path.split('?').next().unwrap_or_default().to_owned();
    staff.get(&path).await?.expect(200)?;
    anyhow::ensure!(staff.get("/work").await?.expect(200)?.says(TITLE), "the desk does not say what waits");
    let other = Visitor::new(&house)?;
    other.sign_in("firm2@sample.ieum", PASSWORD).await?;
    other.get(&path).await?.expect(404)?;
    Visitor::new(&house)?.get_only(&path).await?.expect(303)?;
    Ok(())
}
both!(a_request_reaches_its_facility_and_nobody_else, sent);
