//! Signing in and out, and what an attacker or an expired session meets.

use crate::house::{House, PASSWORD};
use http::StatusCode;
use ieum_db::each_engine;

each_engine!(a_person_signs_in_goes_on_and_signs_out, [], |db| async move {
    let house = House::open(db).await;
    house.person("kim@example.kr").await;
    let browser = house.browser();
    let turned_away = browser.get("/account").await;
    assert_eq!(
        (turned_away.status, turned_away.location.as_str()),
        (StatusCode::SEE_OTHER, "/sign-in?next=%2Faccount")
    );
    let fields = [("email", " KIM@Example.kr "), ("password", PASSWORD), ("next", "/account")];
    let answer = browser.post("/sign-in", &fields).await;
    assert_eq!((answer.status, answer.location.as_str()), (StatusCode::SEE_OTHER, "/account"));
    let account = browser.get("/account").await;
    assert_eq!(account.status, StatusCode::OK);
    assert!(account.body.contains("kim@example.kr"));
    let key = browser.session().unwrap();
    browser.post("/sign-out", &[]).await;
    assert!(browser.session().is_none());
    browser.cookies.lock().unwrap().insert("ieum_session".to_owned(), key);
    assert_eq!(browser.get("/account").await.status, StatusCode::SEE_OTHER);
});

each_engine!(a_next_page_elsewhere_is_not_followed, [], |db| async move {
    let house = House::open(db).await;
    house.person("kim@example.kr").await;
    for elsewhere in ["https://evil.example/", "//evil.example/", "/\\evil.example"] {
        let fields = [("email", "kim@example.kr"), ("password", PASSWORD), ("next", elsewhere)];
        assert_eq!(house.browser().post("/sign-in", &fields).await.location, "/");
    }
});

each_engine!(the_wait_grows_alike_for_known_and_unknown_accounts, [], |db| async move {
    let house = House::open(db).await;
    house.person("kim@example.kr").await;
    for email in ["kim@example.kr", "nobody@example.kr"] {
        let browser = house.browser();
        for _ in 0..5 {
            let answer = browser.post("/sign-in", &[("email", email), ("password", "wrong")]).await;
            assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY);
            assert!(answer.body.contains("The email or the password is not right."), "{}", answer.body);
            assert!(!answer.body.contains("wrong"), "the password came back");
        }
        let locked = browser.post("/sign-in", &[("email", email), ("password", PASSWORD)]).await;
        assert!(locked.body.contains("Try again in 1 minute."), "{}", locked.body);
    }
    house.clock.advance_minutes(1);
    house.signed_in("kim@example.kr").await;
    let browser = house.browser();
    browser.post("/sign-in", &[("email", "kim@example.kr"), ("password", "wrong")]).await;
    house.signed_in("kim@example.kr").await;
});

each_engine!(a_session_ends_after_idling_and_in_any_case, [], |db| async move {
    let house = House::open(db).await;
    house.person("kim@example.kr").await;
    let browser = house.signed_in("kim@example.kr").await;
    for _ in 0..27 {
        house.clock.advance_minutes(719);
        assert_eq!(browser.get("/account").await.status, StatusCode::OK);
    }
    house.clock.advance_minutes(14 * 1440 - 27 * 719);
    assert_eq!(browser.get("/account").await.status, StatusCode::SEE_OTHER);
    let idle = house.signed_in("kim@example.kr").await;
    house.clock.advance_minutes(720);
    assert_eq!(idle.get("/account").await.status, StatusCode::SEE_OTHER);
});

each_engine!(signing_in_again_changes_the_key, [], |db| async move {
    let house = House::open(db).await;
    house.person("kim@example.kr").await;
    let browser = house.signed_in("kim@example.kr").await;
    let before = browser.session().unwrap();
    browser.post("/sign-in", &[("email", "kim@example.kr"), ("password", PASSWORD)]).await;
    assert_ne!(browser.session().unwrap(), before);
    let old = house.browser();
    old.cookies.lock().unwrap().insert("ieum_session".to_owned(), before);
    assert_eq!(old.get("/account").await.status, StatusCode::SEE_OTHER);
});

each_engine!(a_form_from_elsewhere_is_refused, [], |db| async move {
    let house = House::open(db).await;
    house.person("kim@example.kr").await;
    let browser = house.signed_in("kim@example.kr").await;
    let answer = browser.post_with("/account/sessions/end", "forged", &[]).await;
    assert_eq!(answer.status, StatusCode::FORBIDDEN);
    let other = house.signed_in("kim@example.kr").await;
    let foreign = other.csrf().await;
    assert_eq!(browser.post_with("/account/mail", &foreign, &[]).await.status, StatusCode::FORBIDDEN);
});

each_engine!(a_form_sent_after_the_session_ended_goes_on_after_signing_in, [], |db| async move {
    let house = House::open(db).await;
    house.person("kim@example.kr").await;
    let browser = house.signed_in("kim@example.kr").await;
    let csrf = browser.csrf().await;
    house.clock.advance_minutes(721);
    let fields = [("name", "New Name"), ("lang", "en"), ("theme", "dark"), ("density", "calm")];
    let interrupted = browser.post_with("/account/profile", &csrf, &fields).await;
    assert_eq!(interrupted.status, StatusCode::UNAUTHORIZED);
    assert!(interrupted.body.contains("New Name"), "{}", interrupted.body);
    let kept = "name=New+Name&lang=en&theme=dark&density=calm";
    let sign_in = [("_resume_path", "/account/profile"), ("_resume_body", kept), ("email", "kim@example.kr")];
    let wrong: Vec<_> = sign_in.iter().copied().chain([("password", "wrong")]).collect();
    let again = browser.post("/sign-in", &wrong).await;
    assert_eq!(again.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(again.body.contains("name=New+Name"), "nothing typed is lost: {}", again.body);
    let right: Vec<_> = sign_in.iter().copied().chain([("password", PASSWORD)]).collect();
    let offered = browser.post("/sign-in", &right).await;
    assert_eq!(offered.status, StatusCode::OK);
    let start = offered.body.find("name=\"_csrf\" value=\"").unwrap() + 20;
    let token = offered.body[start..].split('"').next().unwrap().to_owned();
    let sent = browser.post_with("/account/profile", &token, &fields).await;
    assert_eq!(sent.status, StatusCode::SEE_OTHER, "{}", sent.body);
    assert!(browser.get("/account").await.body.contains("New Name"));
});
