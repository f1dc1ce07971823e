//! One's own page: profile, sessions, tokens, mail, notices.

use crate::house::House;
use http::StatusCode;
use ieum_db::each_engine;
use ieum_web::notices;
use serde_json::json;

each_engine!(profile_and_mail_are_kept, [], |db| async move {
    let house = House::open(db).await;
    let kim = house.person("kim@example.kr").await;
    let browser = house.signed_in("kim@example.kr").await;
    let fields = [("name", "Kim Ieum"), ("lang", "ko"), ("theme", "dark"), ("density", "dense")];
    assert_eq!(browser.post("/account/profile", &fields).await.status, StatusCode::SEE_OTHER);
    let page = browser.get("/account").await.body;
    assert!(
        page.contains("lang=\"ko\"") && page.contains("data-theme=\"dark\"") && page.contains("Kim Ieum"),
        "{page}"
    );
    let bad = [("name", ""), ("lang", "fr"), ("theme", "pink"), ("density", "calm")];
    assert_eq!(browser.post("/account/profile", &bad).await.status, StatusCode::UNPROCESSABLE_ENTITY);
    browser.post("/account/mail", &[("topic", "booking"), ("topic", "account")]).await;
    let kept = notices::preferences(&mut house.app.db.reader(), kim).await.unwrap();
    let mailed: Vec<_> =
        kept.iter().filter(|(_, by_mail)| **by_mail).map(|(topic, _)| topic.as_str()).collect();
    assert_eq!(mailed, ["account", "booking"]);
});

each_engine!(a_token_works_until_it_is_revoked, [], |db| async move {
    let house = House::open(db).await;
    house.person("kim@example.kr").await;
    let browser = house.signed_in("kim@example.kr").await;
    let made = browser.post("/account/tokens", &[("token_name", "stock program")]).await;
    let start = made.body.find("<code id=\"new-token\">").unwrap() + "<code id=\"new-token\">".len();
    let key = made.body[start..].split('<').next().unwrap().to_owned();
    assert!(!browser.get("/account").await.body.contains(&key), "shown once");
    let mut program = house.browser();
    program.token = Some(key);
    assert_eq!(program.get("/account").await.status, StatusCode::OK);
    let page = browser.get("/account").await.body;
    let start = page.find("/account/tokens/tok_").unwrap() + "/account/tokens/".len();
    let id = page[start..].split('/').next().unwrap().to_owned();
    house.person("lee@example.kr").await;
    let stranger = house.signed_in("lee@example.kr").await;
    assert_eq!(
        stranger.post(&format!("/account/tokens/{id}/revoke"), &[]).await.status,
        StatusCode::NOT_FOUND
    );
    browser.post(&format!("/account/tokens/{id}/revoke"), &[]).await;
    let refused = program.get("/account").await;
    assert!(refused.location.starts_with("/sign-in"), "{}", refused.status);
});

each_engine!(sessions_are_listed_and_ended_by_their_owner_alone, [], |db| async move {
    let house = House::open(db).await;
    house.person("kim@example.kr").await;
    let (here, there) = (house.signed_in("kim@example.kr").await, house.signed_in("kim@example.kr").await);
    let page = here.get("/account").await.body;
    assert!(page.contains("This device"));
    let start = page.find("/account/sessions/ses_").unwrap() + "/account/sessions/".len();
    let id = page[start..].split('/').next().unwrap().to_owned();
    house.person("lee@example.kr").await;
    let stranger = house.signed_in("lee@example.kr").await;
    assert_eq!(
        stranger.post(&format!("/account/sessions/{id}/end"), &[]).await.status,
        StatusCode::NOT_FOUND
    );
    assert_eq!(here.post(&format!("/account/sessions/{id}/end"), &[]).await.status, StatusCode::SEE_OTHER);
    assert_eq!(there.get("/account").await.status, StatusCode::SEE_OTHER);
    assert_eq!(here.get("/account").await.status, StatusCode::OK);
});

each_engine!(notices_are_counted_shown_and_marked_read, [], |db| async move {
    let house = House::open(db).await;
    let kim = house.person("kim@example.kr").await;
    let browser = house.signed_in("kim@example.kr").await;
    assert!(browser.get("/notices").await.body.contains("No notices yet"));
    let mut tx = house.app.db.begin().await.unwrap();
    let args = json!({ "organisation": { "ko": "", "en": "Firm" } });
    notices::notify(
        &mut tx,
        house.app.clock(),
        kim,
        "account",
        "membership-notice-accepted",
        &args,
        "/account",
    )
    .await
    .unwrap();
    tx.commit().await.unwrap();
    assert_eq!(house.known(kim).await.actor.person, Some(kim));
    let page = browser.get("/notices").await.body;
    assert!(page.contains("You are now a member of Firm") && page.contains("class=\"badge\">1"), "{page}");
    browser.post("/notices/read", &[]).await;
    assert!(!browser.get("/notices").await.body.contains("class=\"badge\""));
    assert!(house.mails().await[0].contains("You are now a member of Firm"));
});
