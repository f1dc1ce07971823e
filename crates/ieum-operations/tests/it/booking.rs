//! The life of a reservation, from the first look to the operation log.

use crate::house::{CENTRE, FIRM, ON_REQUEST, SCOPE, SECOND, STAFF, STRANGER, at, engines, member, open};
use http::StatusCode;
use ieum_db::args;
use ieum_operations::booking::{Ask, State, Step, Verdict, earliest_slot, forecast, miss, reserve, take};
use ieum_operations::usage::Ending;
use serde_json::json;

fn ask(day: u32, from: &str, to: &str) -> Ask {
    let moment = |hour: &str| at(&format!("2026-03-{day:02}T{hour}"));
    serde_json::from_value(json!({ "instrument": SCOPE, "starts": moment(from), "ends": moment(to) }))
        .unwrap()
}

#[tokio::test(flavor = "multi_thread")]
async fn a_dry_run_says_what_would_happen_and_writes_nothing() {
    for engine in engines() {
        let standing = open(engine).await;
        let body =
            json!({ "instrument": SCOPE, "starts": at("2026-03-07T10:10"), "ends": at("2026-03-07T20:10") });
        let (status, said) =
            standing.call(member(1), "POST", "/api/v1/reservations?dry_run=1", Some(body)).await;
        assert_eq!(status, StatusCode::OK, "{said}");
        assert_eq!(said["verdict"], "deny");
        let rules: Vec<&str> =
            said["findings"].as_array().unwrap().iter().map(|f| f["rule"].as_str().unwrap()).collect();
        assert_eq!(rules, ["off-grid", "too-long", "closed-day"]);
        assert_eq!(said["reasons"].as_array().unwrap().len(), 3);
        assert!(said["reasons"][0].as_str().unwrap().contains("30분"), "{said}");
        assert_eq!(said["slots"].as_array().unwrap().len(), 3);
        let count = "SELECT COUNT(*) AS found FROM reservation";
        let kept: i64 = standing.app().db.reader().one(count, args![], |row| row.get("found")).await.unwrap();
        assert_eq!(kept, 0);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_use_goes_from_booking_to_the_operation_log() {
    for engine in engines() {
        let standing = open(engine).await;
        let app = standing.app();
        let made = reserve(app, &member(1).actor(), ask(3, "10:00", "12:00")).await.unwrap();
        assert_eq!(made.organisation, Some(FIRM));
        standing.clock.set(at("2026-03-03T09:50"));
        let begun = take(app, &member(1).actor(), made.id, Some(1), Step::CheckIn).await.unwrap();
        assert_eq!(begun.state.key(), "in_use");
        standing.clock.set(at("2026-03-03T11:00"));
        let ending = Ending { samples: 3, staff_minutes: 20, operator: None, note: "시료 3개".to_owned() };
        let done = take(app, &member(1).actor(), made.id, None, Step::CheckOut(ending)).await.unwrap();
        assert!(matches!(done.state, State::Completed { .. }));
        // The rest of the time is free at once.
        let next = reserve(app, &member(2).actor(), ask(3, "11:00", "12:00")).await;
        assert!(next.is_ok(), "{engine}: {next:?}");
        let (status, page) = standing.text(Some(STAFF), "/log?month=2026-03").await;
        assert_eq!(status, StatusCode::OK);
        assert!(page.contains("NFEC-2020-01-000001") && page.contains("이음정밀"), "{page}");
        let (status, csv) =
            standing.text(Some(STAFF), &format!("/log.csv?facility={CENTRE}&month=2026-03")).await;
        assert_eq!(status, StatusCode::OK);
        assert!(csv.contains("시료 3개") && csv.contains("직접사용"), "{csv}");
        let (status, _) = standing.text(Some(STAFF), "/log.xlsx?month=2026-03").await;
        assert_eq!(status, StatusCode::OK);
        let steps = "SELECT COUNT(*) AS found FROM reservation_version WHERE reservation_id = $1";
        let kept: i64 = app.db.reader().one(steps, args![made.id], |row| row.get("found")).await.unwrap();
        assert_eq!(kept, 3);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn who_does_not_come_loses_the_time_and_then_the_right() {
    for engine in engines() {
        let standing = open(engine).await;
        let app = standing.app();
        for day in [3, 4] {
            let made = reserve(app, &member(1).actor(), ask(day, "10:00", "12:00")).await.unwrap();
            standing.clock.set(at(&format!("2026-03-{day:02}T10:15")));
            miss(app, made.id, made.version).await.unwrap();
            let taken = reserve(app, &member(2).actor(), ask(day, "11:00", "12:00")).await;
            assert!(taken.is_ok(), "{engine}: the time is free: {taken:?}");
        }
        let again = forecast(app, &member(1).actor(), ask(5, "10:00", "12:00"), None).await.unwrap();
        assert_eq!(again.verdict, Verdict::Deny);
        let rule = serde_json::to_value(&again.findings[0]).unwrap();
        assert_eq!(rule["rule"], "banned");
        assert!(again.slots.is_empty());
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn the_job_looks_after_the_grace_and_not_after_a_move() {
    for engine in engines() {
        let standing = open(engine).await;
        let app = standing.app();
        let made = reserve(app, &member(1).actor(), ask(3, "10:00", "12:00")).await.unwrap();
        let body = json!({ "version": 1, "starts": at("2026-03-03T14:00"), "ends": at("2026-03-03T15:00") });
        let path = format!("/api/v1/reservations/{}", made.id);
        let (status, moved) = standing.call(member(1), "PATCH", &path, Some(body.clone())).await;
        assert_eq!(status, StatusCode::OK, "{moved}");
        let (status, stale) = standing.call(member(1), "PATCH", &path, Some(body)).await;
        assert_eq!(status, StatusCode::CONFLICT, "{stale}");
        assert_eq!(stale["extra"]["now"]["version"], 2);
        let state = || async {
            let (_, now) = standing.call(member(1), "GET", &path, None).await;
            now["state"]["name"].as_str().unwrap().to_owned()
        };
        standing.clock.set(at("2026-03-03T10:20"));
        standing.house.worker.run_until_idle().await.unwrap();
        assert_eq!(state().await, "confirmed", "{engine}: the first look was for the old time");
        standing.clock.set(at("2026-03-03T14:20"));
        standing.house.worker.run_until_idle().await.unwrap();
        assert_eq!(state().await, "no_show", "{engine}");
        let excuse = format!("{path}/excuse");
        let why = serde_json::json!({ "reason": "정전" });
        let (status, _) = standing.call(member(1), "POST", &excuse, Some(why.clone())).await;
        assert_eq!(status, StatusCode::FORBIDDEN, "{engine}: nobody excuses themselves");
        let (status, excused) = standing.call(STAFF, "POST", &excuse, Some(why.clone())).await;
        assert_eq!((status, &excused["state"]["reason"]), (StatusCode::OK, &why["reason"]), "{excused}");
        assert_eq!(state().await, "cancelled_free", "{engine}: it counts no longer");
        let (status, _) = standing.call(STAFF, "POST", &excuse, Some(why)).await;
        assert_eq!(status, StatusCode::CONFLICT, "{engine}: there is nothing left to excuse");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn staff_answer_take_back_and_go_against_rules_with_a_reason() {
    for engine in engines() {
        let standing = open(engine).await;
        let app = standing.app();
        let terms = "INSERT INTO facility_terms (facility_id, terms_json) VALUES ($1, $2)";
        let mut tx = app.db.begin().await.unwrap();
        tx.run(terms, args![CENTRE, r#"{"approval":"outside"}"#]).await.unwrap();
        tx.commit().await.unwrap();
        let asked = reserve(app, &member(1).actor(), ask(3, "10:00", "12:00")).await.unwrap();
        assert_eq!(asked.state, State::PendingApproval);
        let refused = reserve(app, &member(2).actor(), ask(3, "11:00", "12:00")).await;
        assert!(refused.is_err(), "{engine}: it is kept meanwhile");
        assert!(take(app, &member(1).actor(), asked.id, None, Step::Approve).await.is_err());
        let agreed = take(app, &STAFF.actor(), asked.id, Some(1), Step::Approve).await.unwrap();
        assert_eq!(agreed.state.key(), "confirmed");
        let back = take(app, &STAFF.actor(), asked.id, None, Step::Preempt("고장".to_owned())).await.unwrap();
        assert_eq!(back.state.key(), "preempted");
        // Saturday is closed to everybody, and to staff without a reason.
        assert!(reserve(app, &STAFF.actor(), ask(7, "10:00", "12:00")).await.is_err());
        let insisting = Ask { insist: "야간 장기 실험".to_owned(), ..ask(7, "10:00", "12:00") };
        let made = reserve(app, &STAFF.actor(), insisting.clone()).await.unwrap();
        let audit = ieum_db::audit_of(&mut app.db.reader(), &made.id.to_string(), 1).await.unwrap();
        assert_eq!(audit[0].after.as_ref().unwrap()["overridden"][0]["rule"], "closed-day");
        assert!(
            reserve(app, &member(3).actor(), Ask { ..insisting }).await.is_err(),
            "only staff may insist"
        );
        let for_other = Ask { holder: Some(member(5).id()), ..ask(5, "10:00", "12:00") };
        let booked = reserve(app, &STAFF.actor(), for_other.clone()).await.unwrap();
        assert_eq!((booked.holder, booked.organisation), (member(5).id(), Some(FIRM)));
        assert!(reserve(app, &member(6).actor(), for_other).await.is_err());
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn others_see_that_it_is_taken_and_nothing_more() {
    for engine in engines() {
        let standing = open(engine).await;
        let app = standing.app();
        let secret = Ask { purpose: "비밀 시제품".to_owned(), ..ask(3, "10:00", "12:00") };
        let made = reserve(app, &member(1).actor(), secret).await.unwrap();
        let week = format!("/instruments/{SCOPE}/calendar?week=2026-W10");
        for (who, sees) in
            [(None, false), (Some(STRANGER), false), (Some(member(2)), true), (Some(STAFF), true)]
        {
            let (status, page) = standing.text(who, &week).await;
            assert_eq!(status, StatusCode::OK, "{page}");
            assert_eq!(page.contains(&made.id.to_string()), sees);
            assert!(!page.contains("비밀 시제품") || sees);
            assert!(sees || page.contains("사용 중"), "{page}");
        }
        let path = format!("/api/v1/reservations/{}", made.id);
        assert_eq!(standing.call(STRANGER, "GET", &path, None).await.0, StatusCode::NOT_FOUND);
        assert_eq!(
            standing.call(STRANGER, "POST", &format!("{path}/cancel"), None).await.0,
            StatusCode::NOT_FOUND
        );
        assert_eq!(
            standing.call(member(2), "POST", &format!("{path}/cancel"), None).await.0,
            StatusCode::FORBIDDEN
        );
        let elsewhere = json!({ "to": STRANGER.id() });
        let (status, said) =
            standing.call(member(1), "POST", &format!("{path}/transfer"), Some(elsewhere)).await;
        assert_eq!(
            (status, said["refusals"][0]["rule"].as_str()),
            (StatusCode::CONFLICT, Some("not-a-colleague"))
        );
        let to = json!({ "to": member(2).id(), "version": 1 });
        let (status, passed) = standing.call(member(1), "POST", &format!("{path}/transfer"), Some(to)).await;
        assert_eq!(status, StatusCode::OK, "{passed}");
        let (status, gone) = standing.call(member(2), "POST", &format!("{path}/cancel"), None).await;
        assert_eq!((status, gone["state"]["name"].as_str()), (StatusCode::OK, Some("cancelled_free")));
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn the_earliest_free_time_of_many_instruments() {
    for engine in engines() {
        let standing = open(engine).await;
        let app = standing.app();
        reserve(app, &member(1).actor(), ask(3, "09:00", "16:30")).await.unwrap();
        let found = earliest_slot(app, &[SCOPE, SECOND, ON_REQUEST], 120).await.unwrap();
        // Monday is a substitute holiday.
        assert_eq!(found.get(&SECOND), Some(&at("2026-03-03T09:00")), "{engine}");
        assert_eq!(found.get(&SCOPE), Some(&at("2026-03-04T09:00")));
        assert_eq!(found.get(&ON_REQUEST), Some(&at("2026-03-03T09:00")));
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn every_page_answers() {
    for engine in engines() {
        let standing = open(engine).await;
        let app = standing.app();
        let made = reserve(app, &member(1).actor(), ask(3, "10:00", "12:00")).await.unwrap();
        let pages = [
            (member(1), "/bookings".to_owned()),
            (member(1), "/bookings?when=past".to_owned()),
            (member(1), format!("/reservations/new?instrument={SCOPE}")),
            (
                member(1),
                format!("/reservations/new?instrument={SCOPE}&day=2026-03-03&start=10:00&minutes=60"),
            ),
            (
                member(1),
                format!("/reservations/new?instrument={SCOPE}&day=2026-03-04&start=10:00&minutes=60"),
            ),
            (member(1), format!("/reservations/{}", made.id)),
            (member(1), format!("/reservations/{}/move", made.id)),
            (member(1), format!("/reservations/{}/move?day=2026-03-04&start=10:00&minutes=60", made.id)),
            (STAFF, format!("/reservations/{}", made.id)),
            (STAFF, format!("/facilities/{CENTRE}/day?day=2026-03-03")),
            (STAFF, format!("/facilities/{CENTRE}/closures")),
            (STAFF, format!("/facilities/{CENTRE}/terms")),
            (STAFF, format!("/instruments/{SCOPE}/terms")),
            (STAFF, "/log?month=2026-02".to_owned()),
        ];
        for (who, path) in pages {
            let (status, page) = standing.text(Some(who), &path).await;
            assert_eq!(status, StatusCode::OK, "{engine} {path}: {page}");
        }
        let taken = format!("/reservations/new?instrument={SCOPE}&day=2026-03-03&start=10:00&minutes=60");
        let (_, page) = standing.text(Some(member(2)), &taken).await;
        assert!(page.contains("overlap\">") && page.contains("예약할 수 있는 가까운 시간"), "{page}");
        let (status, _) = standing.text(Some(member(1)), &format!("/facilities/{CENTRE}/day")).await;
        assert_eq!(status, StatusCode::FORBIDDEN);
        let (status, _) =
            standing.text(Some(member(1)), "/instruments/ins_00000000000000000000000099/calendar").await;
        assert_eq!(status, StatusCode::NOT_FOUND);
    }
}
