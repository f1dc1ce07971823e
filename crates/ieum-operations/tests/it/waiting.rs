//! The line: fair order, one offer at a time, on to the next when nobody answers. On every engine.

use crate::house::{SCOPE, STAFF, STRANGER, Standing, at, engines, member, open};
use http::StatusCode;
use ieum_db::args;
use ieum_operations::booking::{Ask, Step, reserve, take};
use serde_json::{Value, json};

const WAITING: &str = "/api/v1/waiting";

fn ask(day: u32, from: &str, to: &str) -> Ask {
    let moment = |hour: &str| at(&format!("2026-03-{day:02}T{hour}"));
    serde_json::from_value(json!({ "instrument": SCOPE, "starts": moment(from), "ends": moment(to) }))
        .unwrap()
}

fn wanted(from: u32, until: u32, minutes: i64) -> Value {
    json!({
        "instrument": SCOPE, "from": at(&format!("2026-03-{from:02}T00:00")),
        "until": at(&format!("2026-03-{until:02}T00:00")), "minutes": minutes,
    })
}

fn rules(said: &Value) -> Vec<&str> {
    said["refusals"].as_array().unwrap().iter().map(|r| r["rule"].as_str().unwrap()).collect()
}

/// What somebody has been offered: the reservation, if any.
async fn offer(standing: &Standing, who: u128) -> Option<String> {
    let (_, mine) = standing.call(member(who), "GET", WAITING, None).await;
    mine.as_array().unwrap().first().and_then(|line| line["offer"].as_str()).map(str::to_owned)
}

async fn work(standing: &Standing) {
    standing.house.worker.run_until_idle().await.unwrap();
}

#[tokio::test(flavor = "multi_thread")]
async fn the_first_whose_rules_pass_is_offered_and_the_next_when_nobody_answers() {
    for engine in engines() {
        let standing = open(engine).await;
        let app = standing.app();
        let full = reserve(app, &member(9).actor(), ask(3, "09:00", "17:00")).await.unwrap();
        reserve(app, &member(9).actor(), ask(3, "17:00", "18:00")).await.unwrap();
        for n in [1, 2, 3] {
            let (status, said) = standing.call(member(n), "POST", WAITING, Some(wanted(3, 4, 120))).await;
            assert_eq!(status, StatusCode::CREATED, "{engine}: {said}");
            standing.clock.advance_minutes(1);
        }
        let (_, said) = standing.call(member(1), "POST", WAITING, Some(wanted(3, 4, 120))).await;
        assert_eq!(rules(&said), ["twice"]);
        // Who came first has a rule against them now: too many missed bookings.
        let missed = "UPDATE reservation SET state = 'no_show' WHERE id = $1";
        for day in [10, 11] {
            let past = reserve(app, &member(1).actor(), ask(day, "10:00", "11:00")).await.unwrap();
            take(app, &member(1).actor(), past.id, None, Step::Cancel(String::new())).await.unwrap();
            let mut tx = app.db.begin().await.unwrap();
            tx.run(missed, args![past.id]).await.unwrap();
            let back = "UPDATE reservation SET starts_at = $2, ends_at = $3 WHERE id = $1";
            let times = (at("2026-02-26T10:00"), at("2026-02-26T11:00"));
            tx.run(back, args![past.id, times.0, times.1]).await.unwrap();
            tx.commit().await.unwrap();
        }
        work(&standing).await;
        assert_eq!(offer(&standing, 2).await, None, "{engine}: nothing is free yet");
        take(app, &member(9).actor(), full.id, None, Step::Cancel(String::new())).await.unwrap();
        work(&standing).await;
        assert_eq!(offer(&standing, 1).await, None);
        let second = offer(&standing, 2).await.unwrap();
        // There is room for the third as well, at another time.
        let third = offer(&standing, 3).await.unwrap();
        assert_ne!(second, third);
        let (_, held) =
            standing.call(member(2), "GET", &format!("/api/v1/reservations/{second}"), None).await;
        assert_eq!(
            (held["state"]["name"].as_str(), held["starts"].as_str()),
            (Some("held"), Some("2026-03-03T00:00:00Z"))
        );
        let sql = "SELECT COUNT(*) AS found FROM notice WHERE person_id = $1 AND message_key = 'waiting-notice-offered'";
        let told: i64 =
            app.db.reader().one(sql, args![member(2).id()], |row| row.get("found")).await.unwrap();
        assert_eq!(told, 1);

        // One click takes it.
        let confirm = format!("/api/v1/reservations/{third}/confirm");
        assert_eq!(standing.call(member(2), "POST", &confirm, None).await.0, StatusCode::FORBIDDEN);
        let (status, said) = standing.call(member(3), "POST", &confirm, None).await;
        assert_eq!(status, StatusCode::OK, "{said}");
        assert!(standing.call(member(3), "GET", WAITING, None).await.1.as_array().unwrap().is_empty());

        // Nobody answers the other: it goes on to whoever came later.
        let (status, said) = standing.call(member(4), "POST", WAITING, Some(wanted(3, 4, 480))).await;
        assert_eq!(status, StatusCode::CREATED, "{said}");
        standing.clock.advance_minutes(121);
        work(&standing).await;
        assert_eq!(offer(&standing, 2).await, None);
        assert!(
            standing.call(member(2), "GET", WAITING, None).await.1.as_array().unwrap().is_empty(),
            "out of line"
        );
        assert_eq!(offer(&standing, 4).await, None, "{engine}: eight hours are not free");
        let late = wanted(3, 4, 60);
        let (_, said) = standing.call(member(5), "POST", WAITING, Some(late)).await;
        assert_eq!(rules(&said), ["free"]);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn who_turns_an_offer_down_waits_on_and_who_leaves_is_gone() {
    for engine in engines() {
        let standing = open(engine).await;
        let app = standing.app();
        let full = reserve(app, &member(9).actor(), ask(3, "09:00", "17:00")).await.unwrap();
        reserve(app, &member(8).actor(), ask(3, "17:00", "18:00")).await.unwrap();
        let mut places = Vec::new();
        for n in [1, 2] {
            let (status, place) = standing.call(member(n), "POST", WAITING, Some(wanted(3, 4, 480))).await;
            assert_eq!(status, StatusCode::CREATED, "{place}");
            places.push(place["id"].as_str().unwrap().to_owned());
            standing.clock.advance_minutes(1);
        }
        take(app, &member(9).actor(), full.id, None, Step::Cancel(String::new())).await.unwrap();
        work(&standing).await;
        let first = offer(&standing, 1).await.unwrap();
        assert_eq!(offer(&standing, 2).await, None, "{engine}: one time, one offer");
        // The guard stands behind it: a second open offer of the same place is refused.
        let mut tx = app.db.begin().await.unwrap();
        let twice = "INSERT INTO waiting_offer (reservation_id, waiting_id, starts_at, made_at, until_at)
                     SELECT id, $1, 0, 0, 0 FROM reservation WHERE id = $2";
        let error = tx.try_run(twice, args![places[0].as_str(), full.id]).await.unwrap_err();
        assert!(error.is_constraint("waiting_offer_one"), "{engine}: {error:?}");
        tx.rollback().await.unwrap();

        let path = format!("/api/v1/reservations/{first}/cancel");
        assert_eq!(standing.call(member(1), "POST", &path, None).await.0, StatusCode::OK);
        work(&standing).await;
        assert_eq!(offer(&standing, 1).await, None, "the same start is not offered twice");
        assert!(offer(&standing, 2).await.is_some(), "{engine}");
        let (_, line) =
            standing.call(STAFF, "GET", &format!("/api/v1/instruments/{SCOPE}/waiting"), None).await;
        assert_eq!(line.as_array().unwrap().len(), 2);
        let leave = format!("{WAITING}/{}/leave", places[1]);
        assert_eq!(standing.call(STRANGER, "POST", &leave, None).await.0, StatusCode::NOT_FOUND);
        assert_eq!(standing.call(member(2), "POST", &leave, None).await.0, StatusCode::NO_CONTENT);
        let held = "SELECT COUNT(*) AS found FROM reservation WHERE state = 'held'";
        let held: i64 = app.db.reader().one(held, args![], |row| row.get("found")).await.unwrap();
        assert_eq!(held, 0, "{engine}: what was offered is free again");
        // The period ends: whoever still waits is told.
        standing.clock.set(at("2026-03-04T00:00"));
        work(&standing).await;
        assert!(standing.call(member(1), "GET", WAITING, None).await.1.as_array().unwrap().is_empty());
        for (who, path) in [
            (member(1), format!("/instruments/{SCOPE}/waiting")),
            (STAFF, format!("/instruments/{SCOPE}/waiting")),
            (member(1), "/bookings".to_owned()),
        ] {
            let (status, page) = standing.text(Some(who), &path).await;
            assert_eq!(status, StatusCode::OK, "{path}: {page}");
        }
    }
}
