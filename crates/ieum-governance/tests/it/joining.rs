//! Opening an account and finding one's organisation.

use crate::house::{House, PASSWORD, link_in};
use http::StatusCode;
use ieum_db::each_engine;
use ieum_kernel::Role;

const FORM: [(&str, &str); 4] =
    [("email", "lee@example.kr"), ("name", "Lee"), ("password", PASSWORD), ("lang", "en")];

each_engine!(a_firm_engineer_joins_and_registers_the_firm, [], |db| async move {
    let house = House::open(db).await;
    let browser = house.browser();
    let sent = browser.post("/join", &FORM).await;
    assert_eq!((sent.status, sent.location.as_str()), (StatusCode::SEE_OTHER, "/join/sent"));
    let early = browser.post("/sign-in", &[("email", "lee@example.kr"), ("password", PASSWORD)]).await;
    assert!(early.body.contains("not confirmed yet"), "{}", early.body);
    let link = link_in(&house.mails().await[0]);
    let key = link.strip_prefix("/join/confirm?key=").unwrap();
    assert_eq!(browser.get(&link).await.status, StatusCode::OK);
    let other = browser.post("/join/confirm", &[("key", key), ("password", "somebody else's")]).await;
    assert_eq!(other.status, StatusCode::UNPROCESSABLE_ENTITY);
    let confirmed = browser.post("/join/confirm", &[("key", key), ("password", PASSWORD)]).await;
    assert_eq!(confirmed.location, "/join/organisation", "{}", confirmed.body);
    let faulty = browser
        .post("/join/organisation", &[("name_en", "Lee Parts"), ("business_number", "0000000000")])
        .await;
    assert_eq!(faulty.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(faulty.body.contains("Lee Parts"), "typed words are kept");
    let made = browser
        .post("/join/organisation", &[("name_en", "Lee Parts"), ("business_number", "1234567891")])
        .await;
    assert_eq!(made.location, "/account", "{}", made.body);
    assert!(browser.get("/account").await.body.contains("Organisation manager"));
});

each_engine!(joining_with_a_known_address_looks_the_same_and_tells_the_owner, [], |db| async move {
    let house = House::open(db).await;
    house.person("lee@example.kr").await;
    let sent = house.browser().post("/join", &FORM).await;
    assert_eq!((sent.status, sent.location.as_str()), (StatusCode::SEE_OTHER, "/join/sent"));
    let mails = house.mails().await;
    assert!(mails[0].contains("You have an account already"), "{mails:?}");
});

each_engine!(a_faulty_form_keeps_what_was_typed_but_the_password, [], |db| async move {
    let house = House::open(db).await;
    let fields = [("email", "not an address"), ("name", "Lee"), ("password", "kurz!"), ("lang", "ko")];
    let answer = house.browser().post("/join", &fields).await;
    assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(answer.body.contains("not an address") && !answer.body.contains("kurz!"), "{}", answer.body);
    let weak = [("email", "lee@example.kr"), ("name", "Lee"), ("password", "kurz!"), ("lang", "ko")];
    let answer = house.browser().post("/join", &weak).await;
    assert!(answer.body.contains("has 5 characters"), "{}", answer.body);
});

each_engine!(joining_a_known_organisation_waits_for_its_manager, [], |db| async move {
    let house = House::open(db).await;
    let firm = house.organisation("Known Firm").await;
    let boss = house.person("boss@example.kr").await;
    house.seat(boss, Some(firm), Role::Manager).await;
    let lee = house.person("lee@example.kr").await;
    let browser = house.signed_in("lee@example.kr").await;
    for words in ["known", "0000000010"] {
        let found = browser.get(&format!("/join/organisation?q={words}")).await;
        assert!(found.body.contains("Known Firm"), "{words}: {}", found.body);
    }
    let firm_text = firm.to_string();
    browser.post("/join/organisation/ask", &[("organisation", &firm_text)]).await;
    assert!(house.known(lee).await.actor.organisations.is_empty(), "nobody walks in by themselves");
    assert!(browser.get("/account").await.body.contains("Known Firm"));
    let managing = house.signed_in("boss@example.kr").await;
    assert!(managing.get("/notices").await.body.contains("lee asks to join Known Firm"));
    let members = managing.get(&format!("/organisations/{firm}/members")).await;
    let start = members.body.find("/members/requests/").unwrap() + "/members/requests/".len();
    let request = members.body[start..].split('/').next().unwrap().to_owned();
    let path = format!("/organisations/{firm}/members/requests/{request}/decide");
    assert_eq!(browser.post(&path, &[("do", "accept")]).await.status, StatusCode::NOT_FOUND);
    assert_eq!(managing.post(&path, &[("do", "accept")]).await.status, StatusCode::SEE_OTHER);
    assert_eq!(managing.post(&path, &[("do", "accept")]).await.status, StatusCode::NOT_FOUND);
    assert_eq!(house.known(lee).await.actor.organisations, [firm]);
    assert!(browser.get("/notices").await.body.contains("You are now a member of Known Firm"));
});
