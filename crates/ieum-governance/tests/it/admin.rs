//! What operators see and do, and that others do not.

use crate::house::{House, PASSWORD};
use http::StatusCode;
use ieum_db::each_engine;
use ieum_kernel::Role;

each_engine!(operators_find_people_and_close_accounts, [], |db| async move {
    let house = House::open(db).await;
    let (op, kim) = (house.person("op@example.kr").await, house.person("kim@example.kr").await);
    house.seat(op, None, Role::Operator).await;
    let firm = house.organisation("Firm").await;
    house.seat(kim, Some(firm), Role::Manager).await;
    let hand = house.person("hand@example.kr").await;
    house.seat(hand, Some(firm), Role::Member).await;
    let them = house.signed_in("kim@example.kr").await;
    for path in ["/admin", "/admin/people", "/admin/permissions", "/admin/audit"] {
        assert_eq!(them.get(path).await.status, StatusCode::FORBIDDEN, "{path}");
    }
    let browser = house.signed_in("op@example.kr").await;
    for path in ["/admin", "/admin/people?role=manager", "/admin/permissions", "/admin/audit?day=2026-03-02"]
    {
        assert_eq!(browser.get(path).await.status, StatusCode::OK, "{path}");
    }
    let found = browser.get("/admin/people?q=KIM&role=manager").await.body;
    assert!(found.contains("kim@example.kr") && !found.contains("hand@example.kr"), "{found}");
    let close = format!("/admin/people/{kim}/close");
    let refused = browser.post(&close, &[]).await;
    assert!(refused.body.contains("This is the last manager"), "{}", refused.body);
    house.seat(hand, Some(firm), Role::Manager).await;
    assert_eq!(browser.post(&close, &[]).await.status, StatusCode::SEE_OTHER);
    assert_eq!(them.get("/account").await.status, StatusCode::SEE_OTHER, "their sessions end");
    let again =
        house.browser().post("/sign-in", &[("email", "kim@example.kr"), ("password", PASSWORD)]).await;
    assert_eq!(again.status, StatusCode::UNPROCESSABLE_ENTITY);
    let contact = house.app.directory.person(&house.app, kim).await.unwrap().unwrap();
    assert_eq!((contact.name.as_str(), contact.email.as_str()), ("kim", ""));
    house.person("kim@example.kr").await;
    let trail = browser.get(&format!("/admin/audit?thing={kim}")).await.body;
    assert!(trail.contains("person.close") && trail.contains("op"), "{trail}");
    let none = browser.get("/admin/audit?day=2026-03-05").await.body;
    assert!(none.contains("No change fits"), "{none}");
    assert_eq!(browser.get("/admin/audit?day=nonsense").await.status, StatusCode::UNPROCESSABLE_ENTITY);
});

each_engine!(the_last_operator_stays, [], |db| async move {
    let house = House::open(db).await;
    let op = house.person("op@example.kr").await;
    house.seat(op, None, Role::Operator).await;
    let browser = house.signed_in("op@example.kr").await;
    let refused = browser.post(&format!("/admin/people/{op}/close"), &[]).await;
    assert!(refused.body.contains("This is the last operator"), "{}", refused.body);
    let second = house.person("second@example.kr").await;
    let given = browser.post(&format!("/admin/people/{second}/role"), &[("role", "operator")]).await;
    assert_eq!(given.status, StatusCode::SEE_OTHER);
    assert_eq!(browser.post(&format!("/admin/people/{op}/close"), &[]).await.status, StatusCode::SEE_OTHER);
});

each_engine!(the_network_shows_who_is_what, [], |db| async move {
    let house = House::open(db).await;
    let op = house.person("op@example.kr").await;
    house.seat(op, None, Role::Operator).await;
    let firm = house.organisation("Province").await;
    let browser = house.signed_in("op@example.kr").await;
    let text = firm.to_string();
    assert!(browser.get("/network?q=prov").await.body.contains(&text));
    let give = [("organisation", text.as_str()), ("role", "sponsor")];
    assert_eq!(browser.post("/network", &give).await.status, StatusCode::SEE_OTHER);
    let guest = house.browser();
    assert!(guest.get("/network").await.body.contains("Province"));
    assert_eq!(guest.post("/network", &give).await.status, StatusCode::UNAUTHORIZED);
    browser.post("/network", &[("organisation", &text), ("role", "sponsor"), ("do", "remove")]).await;
    assert!(!guest.get("/network").await.body.contains("Province"));
});
