//! Inviting, removing and leaving.

use crate::house::{House, PASSWORD, link_in};
use http::StatusCode;
use ieum_db::{audit_of, each_engine};
use ieum_governance::NewMembership;
use ieum_kernel::Role;

each_engine!(a_manager_invites_somebody_who_has_no_account_yet, [], |db| async move {
    let house = House::open(db).await;
    let firm = house.organisation("Firm").await;
    let lab = house.facility(firm).await;
    let boss = house.person("boss@example.kr").await;
    house.seat(boss, Some(firm), Role::Manager).await;
    let managing = house.signed_in("boss@example.kr").await;
    let path = format!("/organisations/{firm}/members/invite");
    let lab_text = lab.to_string();
    let without = managing.post(&path, &[("email", "new@example.kr"), ("role", "staff")]).await;
    assert_eq!(without.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(
        without.body.contains("needs a facility") && without.body.contains("new@example.kr"),
        "{}",
        without.body
    );
    let sent = managing
        .post(&path, &[("email", "new@example.kr"), ("role", "staff"), ("facility", &lab_text)])
        .await;
    assert_eq!(sent.status, StatusCode::SEE_OTHER, "{}", sent.body);
    let mails = house.mails().await;
    assert!(mails[0].contains("boss invites you to Firm"), "{mails:?}");
    let link = link_in(&mails[0]);
    let key = link.strip_prefix("/invitations?key=").unwrap();
    let browser = house.browser();
    assert!(browser.get(&link).await.body.contains("Firm invites you"));
    let fields = [("key", key), ("name", "New Hand"), ("password", PASSWORD), ("lang", "en")];
    let taken = browser.post("/invitations", &fields).await;
    assert_eq!(taken.location, "/account", "{}", taken.body);
    let account = browser.get("/account").await;
    assert!(account.body.contains("Facility staff") && account.body.contains("Lab"), "{}", account.body);
    assert_eq!(house.browser().post("/invitations", &fields).await.status, StatusCode::NOT_FOUND);
    let staff = house.app.directory.at_facility(&house.app, lab, Role::Staff).await.unwrap();
    assert_eq!(staff.iter().map(|c| c.name.as_str()).collect::<Vec<_>>(), ["New Hand"]);
});

each_engine!(others_see_no_members_and_change_none, [], |db| async move {
    let house = House::open(db).await;
    let (firm, rival) = (house.organisation("Firm").await, house.organisation("Rival").await);
    let (boss, other) = (house.person("boss@example.kr").await, house.person("other@example.kr").await);
    house.seat(boss, Some(firm), Role::Manager).await;
    house.seat(other, Some(rival), Role::Manager).await;
    house.seat(other, Some(firm), Role::Member).await;
    let hand = house.person("hand@example.kr").await;
    let browser = house.signed_in("hand@example.kr").await;
    assert_eq!(browser.get(&format!("/organisations/{firm}/members")).await.status, StatusCode::NOT_FOUND);
    let member = house.signed_in("other@example.kr").await;
    assert_eq!(member.get(&format!("/organisations/{firm}/members")).await.status, StatusCode::OK);
    let invite = format!("/organisations/{firm}/members/invite");
    for them in [&browser, &member] {
        let answer = them.post(&invite, &[("email", "x@example.kr"), ("role", "member")]).await;
        assert_eq!(answer.status, StatusCode::NOT_FOUND, "managing elsewhere is not managing here");
    }
    let managing = house.signed_in("boss@example.kr").await;
    let over = managing.post(&invite, &[("email", "x@example.kr"), ("role", "operator")]).await;
    assert_eq!(over.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(over.body.contains("Only operators give this role"));
    let _ = hand;
});

each_engine!(the_last_manager_cannot_leave_and_every_change_is_written_down, [], |db| async move {
    let house = House::open(db).await;
    let firm = house.organisation("Firm").await;
    let (boss, hand) = (house.person("boss@example.kr").await, house.person("hand@example.kr").await);
    let seat = |person, role| NewMembership { person, organisation: Some(firm), facility: None, role };
    let boss_seat =
        ieum_governance::add_membership(&house.app, seat(boss, Role::Manager), None).await.unwrap();
    let hand_seat =
        ieum_governance::add_membership(&house.app, seat(hand, Role::Member), Some(boss)).await.unwrap();
    let managing = house.signed_in("boss@example.kr").await;
    let leave = managing.post(&format!("/account/memberships/{boss_seat}/leave"), &[]).await;
    assert_eq!(leave.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(leave.body.contains("This is the last manager"), "{}", leave.body);
    let remove = format!("/organisations/{firm}/members/{hand_seat}/remove");
    assert_eq!(managing.post(&remove, &[]).await.status, StatusCode::SEE_OTHER);
    let leave = managing.post(&format!("/account/memberships/{boss_seat}/leave"), &[]).await;
    assert_eq!(leave.status, StatusCode::SEE_OTHER, "alone, they may go");
    let trail = audit_of(&mut house.app.db.reader(), &hand.to_string(), 10).await.unwrap();
    let actions: Vec<_> = trail.iter().map(|entry| (entry.action.as_str(), entry.actor)).collect();
    assert_eq!(
        actions,
        [("membership.end", Some(boss)), ("membership.begin", Some(boss)), ("person.open", Some(hand))]
    );
});

each_engine!(two_managers_leaving_at_once_leave_one, [], |db| async move {
    let house = House::open(db).await;
    let firm = house.organisation("Firm").await;
    let (one, two) = (house.person("one@example.kr").await, house.person("two@example.kr").await);
    let hand = house.person("hand@example.kr").await;
    house.seat(hand, Some(firm), Role::Member).await;
    let seat =
        |person| NewMembership { person, organisation: Some(firm), facility: None, role: Role::Manager };
    let first = ieum_governance::add_membership(&house.app, seat(one), None).await.unwrap();
    let second = ieum_governance::add_membership(&house.app, seat(two), None).await.unwrap();
    let (a, b) = (house.signed_in("one@example.kr").await, house.signed_in("two@example.kr").await);
    let (first, second) =
        (format!("/account/memberships/{first}/leave"), format!("/account/memberships/{second}/leave"));
    let (left, right) = tokio::join!(a.post(&first, &[]), b.post(&second, &[]));
    let mut found = [left.status, right.status];
    found.sort();
    assert_eq!(found, [StatusCode::SEE_OTHER, StatusCode::UNPROCESSABLE_ENTITY]);
});

each_engine!(an_invitation_taken_back_or_too_old_is_worth_nothing, [], |db| async move {
    let house = House::open(db).await;
    let firm = house.organisation("Firm").await;
    let boss = house.person("boss@example.kr").await;
    house.seat(boss, Some(firm), Role::Manager).await;
    let managing = house.signed_in("boss@example.kr").await;
    let invite = format!("/organisations/{firm}/members/invite");
    managing.post(&invite, &[("email", "a@example.kr"), ("role", "member")]).await;
    let link = link_in(&house.mails().await[0]);
    let members = managing.get(&format!("/organisations/{firm}/members")).await.body;
    let start = members.find("/members/invitations/").unwrap() + "/members/invitations/".len();
    let id = members[start..].split('/').next().unwrap().to_owned();
    managing.post(&format!("/organisations/{firm}/members/invitations/{id}/withdraw"), &[]).await;
    assert!(house.browser().get(&link).await.body.contains("no longer works"));
    managing.post(&invite, &[("email", "b@example.kr"), ("role", "member")]).await;
    let link = link_in(&house.mails().await[0]);
    house.clock.advance_minutes(14 * 1440);
    assert!(house.browser().get(&link).await.body.contains("no longer works"));
});
