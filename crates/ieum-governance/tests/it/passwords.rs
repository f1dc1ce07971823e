//! Changing a password, by the old one and by a link.

use crate::house::{House, PASSWORD, link_in};
use http::StatusCode;
use ieum_db::each_engine;

const NEW: &str = "seven ferries to the island";

each_engine!(a_forgotten_password_is_replaced_by_a_link_that_works_once, [], |db| async move {
    let house = House::open(db).await;
    house.person("kim@example.kr").await;
    let open = house.signed_in("kim@example.kr").await;
    let browser = house.browser();
    for email in ["kim@example.kr", "nobody@example.kr"] {
        let answer = browser.post("/password/forgot", &[("email", email)]).await;
        assert_eq!((answer.status, answer.location.as_str()), (StatusCode::SEE_OTHER, "/password/sent"));
    }
    let mails = house.mails().await;
    assert_eq!(mails.len(), 1, "{mails:?}");
    let link = link_in(&mails[0]);
    let key = link.strip_prefix("/password/new?key=").unwrap().to_owned();
    assert!(browser.get(&link).await.body.contains("name=\"password\""));
    let weak = browser.post("/password/new", &[("key", &key), ("password", "password123")]).await;
    assert_eq!(weak.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(weak.body.contains("so common"), "{}", weak.body);
    let done = browser.post("/password/new", &[("key", &key), ("password", NEW)]).await;
    assert_eq!((done.status, done.location.as_str()), (StatusCode::SEE_OTHER, "/sign-in"));
    assert_eq!(open.get("/account").await.status, StatusCode::SEE_OTHER, "other sessions end");
    assert_eq!(
        browser.post("/password/new", &[("key", &key), ("password", NEW)]).await.status,
        StatusCode::NOT_FOUND
    );
    assert!(browser.get(&link).await.body.contains("no longer works"));
    let old = browser.post("/sign-in", &[("email", "kim@example.kr"), ("password", PASSWORD)]).await;
    assert_eq!(old.status, StatusCode::UNPROCESSABLE_ENTITY);
    let new = browser.post("/sign-in", &[("email", "kim@example.kr"), ("password", NEW)]).await;
    assert_eq!(new.status, StatusCode::SEE_OTHER);
});

each_engine!(a_reset_link_is_over_after_an_hour_and_after_a_newer_one, [], |db| async move {
    let house = House::open(db).await;
    house.person("kim@example.kr").await;
    let browser = house.browser();
    browser.post("/password/forgot", &[("email", "kim@example.kr")]).await;
    let first = link_in(&house.mails().await[0]);
    browser.post("/password/forgot", &[("email", "kim@example.kr")]).await;
    let second = link_in(&house.mails().await[0]);
    assert!(browser.get(&first).await.body.contains("no longer works"));
    house.clock.advance_minutes(59);
    assert!(browser.get(&second).await.body.contains("name=\"password\""));
    house.clock.advance_minutes(1);
    assert!(browser.get(&second).await.body.contains("no longer works"));
});

each_engine!(a_changed_password_ends_the_other_sessions, [], |db| async move {
    let house = House::open(db).await;
    house.person("kim@example.kr").await;
    let here = house.signed_in("kim@example.kr").await;
    let there = house.signed_in("kim@example.kr").await;
    let wrong = here.post("/account/password", &[("old_password", "wrong"), ("new_password", NEW)]).await;
    assert_eq!(wrong.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(wrong.body.contains("present password is not right"));
    let done = here.post("/account/password", &[("old_password", PASSWORD), ("new_password", NEW)]).await;
    assert_eq!(done.status, StatusCode::SEE_OTHER, "{}", done.body);
    assert_eq!(here.get("/account").await.status, StatusCode::OK);
    assert_eq!(there.get("/account").await.status, StatusCode::SEE_OTHER);
});

each_engine!(no_table_holds_a_key_or_a_password, [], |db| async move {
    let house = House::open(db.clone()).await;
    house.person("kim@example.kr").await;
    let browser = house.signed_in("kim@example.kr").await;
    browser.post("/password/forgot", &[("email", "kim@example.kr")]).await;
    let link = link_in(&house.mails().await[0]);
    let mut out = Vec::new();
    ieum_db::dump(&db, &mut out).await.unwrap();
    let text = String::from_utf8_lossy(&out);
    for secret in [browser.session().unwrap().as_str(), link.split('=').next_back().unwrap(), PASSWORD] {
        assert!(!text.contains(secret), "a secret is kept in the database");
    }
});
