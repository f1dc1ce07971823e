//! Times that are held: kept from others, booked in time or let go, and tied to the answer to a quote.

use crate::house::{SCOPE, STAFF, Standing, at, engines, member, open};
use crate::work::{scoped, sent};
use http::StatusCode;
use ieum_operations::quote;
use serde_json::{Value, json};
use std::sync::Arc;

fn hold(day: u32) -> Value {
    let moment = |hour: &str| at(&format!("2026-03-{day:02}T{hour}"));
    json!({ "instrument": SCOPE, "starts": moment("10:00"), "ends": moment("12:00"), "hold": true })
}

const RESERVATIONS: &str = "/api/v1/reservations";

fn rules(said: &Value) -> Vec<&str> {
    said["refusals"].as_array().unwrap().iter().map(|r| r["rule"].as_str().unwrap()).collect()
}

async fn state(standing: &Standing, who: crate::house::Somebody, id: &str) -> String {
    let (_, now) = standing.call(who, "GET", &format!("{RESERVATIONS}/{id}"), None).await;
    now["state"]["name"].as_str().unwrap().to_owned()
}

#[tokio::test(flavor = "multi_thread")]
async fn a_held_time_is_kept_booked_or_let_go() {
    for engine in engines() {
        let standing = open(engine).await;
        let (status, held) = standing.call(member(1), "POST", RESERVATIONS, Some(hold(3))).await;
        assert_eq!((status, held["state"]["name"].as_str()), (StatusCode::CREATED, Some("held")), "{held}");
        assert_eq!(held["state"]["until"], "2026-03-01T11:10:00Z");
        let id = held["id"].as_str().unwrap();
        let (_, said) = standing.call(member(2), "POST", RESERVATIONS, Some(hold(3))).await;
        assert_eq!(rules(&said), ["overlap"], "{engine}");
        let (_, said) = standing.call(member(1), "POST", RESERVATIONS, Some(hold(4))).await;
        assert_eq!(rules(&said), ["held-already"]);
        let (_, week) =
            standing.text(Some(member(2)), &format!("/instruments/{SCOPE}/calendar?week=2026-W10")).await;
        assert!(week.contains("slot slot-held"), "{week}");
        let (_, page) = standing.text(Some(member(1)), &format!("/reservations/{id}")).await;
        assert!(page.contains("이 시간으로 예약하기"), "{page}");
        let confirm = format!("{RESERVATIONS}/{id}/confirm");
        assert_eq!(standing.call(member(2), "POST", &confirm, None).await.0, StatusCode::FORBIDDEN);
        let (status, booked) = standing.call(member(1), "POST", &confirm, None).await;
        assert_eq!(
            (status, booked["state"]["name"].as_str()),
            (StatusCode::OK, Some("confirmed")),
            "{booked}"
        );
        let (status, said) = standing.call(member(1), "POST", &confirm, None).await;
        assert_eq!((status, rules(&said)), (StatusCode::CONFLICT, vec!["not-held"]));

        // Not booked in time: the job lets go of it.
        let (_, held) = standing.call(member(1), "POST", RESERVATIONS, Some(hold(5))).await;
        let id = held["id"].as_str().unwrap();
        standing.clock.advance_minutes(9);
        standing.house.worker.run_until_idle().await.unwrap();
        assert_eq!(state(&standing, member(1), id).await, "held");
        standing.clock.advance_minutes(1);
        standing.house.worker.run_until_idle().await.unwrap();
        assert_eq!(state(&standing, member(1), id).await, "expired", "{engine}");
        let (status, _) = standing.call(member(2), "POST", RESERVATIONS, Some(hold(5))).await;
        assert_eq!(status, StatusCode::CREATED);

        // Even where the job is late, nobody finds an overdue hold in their way, and it cannot be booked any more.
        let (_, held) = standing.call(member(3), "POST", RESERVATIONS, Some(hold(6))).await;
        standing.clock.advance_minutes(10);
        let late = format!("{RESERVATIONS}/{}/confirm", held["id"].as_str().unwrap());
        assert_eq!(standing.call(member(3), "POST", &late, None).await.0, StatusCode::CONFLICT);
        let (status, said) = standing.call(member(4), "POST", RESERVATIONS, Some(hold(6))).await;
        assert_eq!(status, StatusCode::CREATED, "{engine}: {said}");
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn one_of_many_who_hold_the_same_time_has_it() {
    for engine in engines() {
        let standing = Arc::new(open(engine).await);
        let gate = Arc::new(tokio::sync::Barrier::new(32));
        let tasks: Vec<_> = (1..=32)
            .map(|n| {
                let (standing, gate) = (Arc::clone(&standing), Arc::clone(&gate));
                tokio::spawn(async move {
                    gate.wait().await;
                    standing.call(member(n), "POST", RESERVATIONS, Some(hold(3))).await
                })
            })
            .collect();
        let mut won = 0;
        for task in tasks {
            let (status, said) = task.await.unwrap();
            if status == StatusCode::CREATED {
                won += 1;
            } else {
                assert!(rules(&said).contains(&"overlap"), "{said}");
            }
        }
        assert_eq!(won, 1, "{engine}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_time_held_for_a_request_follows_its_quote() {
    for engine in engines() {
        let standing = open(engine).await;
        let app = standing.app();
        for (day, accepted) in [(3, true), (4, false)] {
            let request = scoped(&standing).await;
            let mut wish = hold(day);
            wish["request"] = json!(request.id);
            let (status, held) = standing.call(STAFF, "POST", RESERVATIONS, Some(wish)).await;
            assert_eq!(status, StatusCode::CREATED, "{held}");
            let id = held["id"].as_str().unwrap();
            let until = if day == 3 { "2026-03-03T01:00:00Z" } else { "2026-03-04T01:00:00Z" };
            assert_eq!(held["state"]["until"], until, "at most three days, and never beyond the start");
            let sent = sent(&standing, &request, 85_000).await;
            let firm = member(1).actor();
            if accepted {
                quote::accept(app, &firm, sent.id, &sent.content_hash, "192.0.2.7").await.unwrap();
                assert_eq!(state(&standing, STAFF, id).await, "confirmed", "{engine}");
            } else {
                quote::reject(app, &firm, sent.id, "다음에요").await.unwrap();
                assert_eq!(state(&standing, STAFF, id).await, "expired", "{engine}");
            }
        }
    }
}
