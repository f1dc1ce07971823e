//! Signing in and out, wrong passwords, forms from elsewhere, and a session that ends in the middle of a form.

use ieum::demo::{PASSWORD, settle};
use ieum_journeys::{House, Visitor, both};
use std::sync::Arc;

async fn sessions(house: Arc<House>) -> anyhow::Result<()> {
    settle(house.app()?).await?;
    let visitor = Visitor::new(&house)?;
    let asked = visitor.get_only("/account").await?;
    assert_eq!(asked.status.as_u16(), 303);
    assert!(asked.location.as_deref().is_some_and(|to| to.starts_with("/sign-in?next=")));
    let page = visitor.get("/sign-in").await?.expect(200)?;
    let wrong = visitor
        .submit_only(&page, "/sign-in", &[("email", "firm@sample.ieum"), ("password", "not this one")])
        .await?;
    assert_eq!(wrong.status.as_u16(), 422, "{}", wrong.words());
    visitor.sign_in("firm@sample.ieum", PASSWORD).await?;
    visitor.get("/account").await?.expect(200)?;
    visitor.get("/notices").await?.expect(200)?;
    visitor.get("/admin/people").await?.expect(403)?;
    // Another site cannot send a form in their name.
    let client = reqwest::Client::new();
    let forged = client
        .post(format!("{}/sign-out", house.url()))
        .header("sec-fetch-site", "cross-site")
        .form(&[("a", "b")])
        .send()
        .await?;
    assert_eq!(forged.status().as_u16(), 403);
    Ok(())
}
both!(people_sign_in_and_are_kept_apart, sessions);

async fn interrupted(house: Arc<House>) -> anyhow::Result<()> {
    settle(house.app()?).await?;
    let visitor = Visitor::new(&house)?;
    visitor.sign_in("boss@sample.ieum", PASSWORD).await?;
    let form = visitor.get("/account").await?.expect(200)?;
    // The session ends elsewhere while the form is open.
    let mut tx = house.db().begin().await?;
    tx.run("DELETE FROM session", ieum_db::args![]).await?;
    tx.commit().await?;
    let action = "/account/profile";
    let kept = visitor.submit_only(&form, action, &[("name", "잃어버리지 않는 이름")]).await?;
    assert_eq!(kept.status.as_u16(), 401);
    assert!(kept.says("잃어버리지 않는 이름"), "what was typed is shown: {}", kept.words());
    let again =
        visitor.submit(&kept, "/sign-in", &[("email", "boss@sample.ieum"), ("password", PASSWORD)]).await?;
    assert!(again.says("잃어버리지 않는 이름"), "{}", again.words());
    let done = visitor.submit(&again, action, &[]).await?.expect(200)?;
    assert!(visitor.get("/account").await?.html.contains("잃어버리지 않는 이름"), "{}", done.words());
    Ok(())
}
both!(an_expired_session_loses_nothing, interrupted);
