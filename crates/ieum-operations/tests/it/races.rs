//! Sixty-four at once: exactly one wins and everybody else gets a clear no, whatever the way in.

use crate::house::{SCOPE, STAFF, Somebody, Standing, at, engines, member, open};
use http::StatusCode;
use ieum_db::args;
use ieum_kernel::{Id, Reservation};
use ieum_operations::booking::{Ask, relocate, reserve};
use serde_json::{Value, json};
use std::sync::Arc;

const AT_ONCE: u128 = 64;

fn body(day: u32, hours: (&str, &str)) -> Value {
    let moment = |hour: &str| at(&format!("2026-03-{day:02}T{hour}"));
    json!({ "instrument": SCOPE, "starts": moment(hours.0), "ends": moment(hours.1) })
}

fn ask(day: u32, hours: (&str, &str)) -> Ask {
    serde_json::from_value(body(day, hours)).unwrap()
}

/// Live claims of the instrument that touch another one: always none.
async fn overlaps(standing: &Standing) -> i64 {
    let sql = "SELECT COUNT(*) AS found FROM claim a JOIN claim b
               ON a.instrument_id = b.instrument_id AND a.unit = b.unit AND a.reservation_id < b.reservation_id
               AND a.block_start < b.block_end AND b.block_start < a.block_end WHERE a.live AND b.live";
    standing.app().db.reader().one(sql, args![], |row| row.get("found")).await.unwrap()
}

async fn reservations(standing: &Standing) -> i64 {
    let sql = "SELECT COUNT(*) AS found FROM reservation WHERE holds_time";
    standing.app().db.reader().one(sql, args![], |row| row.get("found")).await.unwrap()
}

/// Sends everything at the same moment and counts the winners; each of the others must be refused for overlap.
async fn race(
    standing: &Arc<Standing>,
    calls: Vec<(Somebody, &'static str, String, Value)>,
    won: StatusCode,
) {
    let gate = Arc::new(tokio::sync::Barrier::new(calls.len()));
    let tasks: Vec<_> = calls
        .into_iter()
        .map(|(who, method, path, body)| {
            let (standing, gate) = (Arc::clone(standing), Arc::clone(&gate));
            tokio::spawn(async move {
                gate.wait().await;
                standing.call(who, method, &path, Some(body)).await
            })
        })
        .collect();
    let mut winners = 0;
    for task in tasks {
        let (status, answer) = task.await.unwrap();
        if status == won {
            winners += 1;
            continue;
        }
        assert_eq!(status, StatusCode::UNPROCESSABLE_ENTITY, "{answer}");
        let rules: Vec<&str> =
            answer["refusals"].as_array().unwrap().iter().map(|r| r["rule"].as_str().unwrap()).collect();
        assert!(rules.contains(&"overlap"), "{answer}");
        assert!(!answer["extra"]["slots"].as_array().unwrap().is_empty(), "no other times offered: {answer}");
    }
    assert_eq!(winners, 1);
    assert_eq!(overlaps(standing).await, 0);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn one_of_many_identical_bookings_wins() {
    for engine in engines() {
        let standing = Arc::new(open(engine).await);
        let path = || "/api/v1/reservations".to_owned();
        // The same person, then sixty-four people.
        let same = (0..AT_ONCE).map(|_| (member(1), "POST", path(), body(3, ("10:00", "11:00"))));
        race(&standing, same.collect(), StatusCode::CREATED).await;
        let many = (1..=AT_ONCE).map(|n| (member(n), "POST", path(), body(4, ("10:00", "11:00"))));
        race(&standing, many.collect(), StatusCode::CREATED).await;
        assert_eq!(reservations(&standing).await, 2, "{engine}");
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn one_of_many_moves_into_the_same_time_wins() {
    for engine in engines() {
        let standing = Arc::new(open(engine).await);
        let app = standing.app();
        let mut calls = Vec::new();
        // Sixteen bookings side by side on each of four days; all of them want the fifth day's morning.
        for n in 0..AT_ONCE {
            let (day, half) = (3 + u32::try_from(n / 16).unwrap(), n % 16);
            let clock = |half: u128| format!("{:02}:{:02}", 9 + half / 2, half % 2 * 30);
            let made = reserve(app, &member(n + 1).actor(), ask(day, (&clock(half), &clock(half + 1))))
                .await
                .unwrap();
            let mut wish = body(9, ("10:00", "11:00"));
            wish["version"] = json!(made.version);
            wish.as_object_mut().unwrap().remove("instrument");
            calls.push((member(n + 1), "PATCH", format!("/api/v1/reservations/{}", made.id), wish));
        }
        race(&standing, calls, StatusCode::OK).await;
        assert_eq!(
            reservations(&standing).await,
            i64::try_from(AT_ONCE).unwrap(),
            "{engine}: nothing is lost"
        );
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn one_of_two_that_grow_into_the_same_gap_wins() {
    for engine in engines() {
        for _round in 0..5 {
            let standing = Arc::new(open(engine).await);
            let app = standing.app();
            let before = reserve(app, &member(1).actor(), ask(3, ("09:00", "10:00"))).await.unwrap();
            let after = reserve(app, &member(2).actor(), ask(3, ("11:00", "12:00"))).await.unwrap();
            let grow = |id: Id<Reservation>, from: &str, to: &str| {
                let mut wish = body(3, (from, to));
                wish["version"] = json!(1);
                wish.as_object_mut().unwrap().remove("instrument");
                (format!("/api/v1/reservations/{id}"), wish)
            };
            let (first, wish_of_first) = grow(before.id, "09:00", "11:00");
            let (second, wish_of_second) = grow(after.id, "10:00", "12:00");
            let calls = vec![
                (member(1), "PATCH", first, wish_of_first),
                (member(2), "PATCH", second, wish_of_second),
            ];
            race(&standing, calls, StatusCode::OK).await;
        }
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn one_of_many_who_start_on_the_spot_wins() {
    for engine in engines() {
        let standing = Arc::new(open(engine).await);
        standing.clock.set(at("2026-03-03T10:07"));
        let path = || format!("/api/v1/instruments/{SCOPE}/walk-up");
        let calls = (1..=AT_ONCE).map(|n| (member(n), "POST", path(), json!({ "minutes": 60 })));
        race(&standing, calls.collect(), StatusCode::CREATED).await;
        let sql = "SELECT COUNT(*) AS found FROM usage_session WHERE ended_at IS NULL";
        let running: i64 =
            standing.app().db.reader().one(sql, args![], |row| row.get("found")).await.unwrap();
        assert_eq!(running, 1, "{engine}");
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn the_guard_holds_even_when_no_rule_is_asked() {
    for engine in engines() {
        let standing = open(engine).await;
        let app = standing.app();
        let first = reserve(app, &member(1).actor(), ask(3, ("10:00", "11:00"))).await.unwrap();
        let second = reserve(app, &member(2).actor(), ask(3, ("11:00", "12:00"))).await.unwrap();
        let insert = "INSERT INTO claim (reservation_id, instrument_id, unit, block_start, block_end, live)
                      SELECT $1, instrument_id, unit, block_start, block_end, TRUE FROM claim WHERE reservation_id = $2";
        let update = "UPDATE claim SET block_start = block_start - 1 WHERE reservation_id = $1";
        let revive = "UPDATE claim SET live = TRUE, block_start = block_start - 1 WHERE reservation_id = $1";
        // Somebody else's reservation row without a claim of its own.
        let mut tx = app.db.begin().await.unwrap();
        tx.run("DELETE FROM claim WHERE reservation_id = $1", args![second.id]).await.unwrap();
        let error = tx.try_run(insert, args![second.id, first.id]).await.unwrap_err();
        assert!(error.is_constraint("reservation_no_overlap"), "{engine}: {error:?}");
        tx.rollback().await.unwrap();
        let mut tx = app.db.begin().await.unwrap();
        let error = tx.try_run(update, args![second.id]).await.unwrap_err();
        assert!(error.is_constraint("reservation_no_overlap"), "{engine}: {error:?}");
        tx.run("UPDATE claim SET live = FALSE WHERE reservation_id = $1", args![second.id]).await.unwrap();
        let error = tx.try_run(revive, args![second.id]).await.unwrap_err();
        assert!(error.is_constraint("reservation_no_overlap"), "{engine}: {error:?}");
        tx.rollback().await.unwrap();
        // Staff cannot set it aside either.
        let insisting = Ask { insist: "급한 일".to_owned(), ..ask(3, ("10:00", "11:00")) };
        assert!(reserve(app, &STAFF.actor(), insisting).await.is_err());
        let stale = relocate(app, &member(1).actor(), first, 7, ask_span(), String::new()).await;
        assert!(matches!(stale, Err(ieum_operations::booking::ReserveError::Stale(_))));
    }
}

fn ask_span() -> ieum_kernel::TimeSpan {
    ieum_kernel::TimeSpan { starts: at("2026-03-05T10:00"), ends: at("2026-03-05T11:00") }
}
