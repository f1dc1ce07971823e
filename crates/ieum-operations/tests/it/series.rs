//! Bookings that repeat: each through every rule, all that is chosen or nothing. On every engine.

use crate::house::{SCOPE, STAFF, STRANGER, Standing, at, engines, member, open};
use http::StatusCode;
use ieum_db::args;
use ieum_operations::booking::{Ask, reserve};
use serde_json::{Value, json};

const SERIES: &str = "/api/v1/series";

fn weekly(count: i64) -> Value {
    json!({
        "instrument": SCOPE, "starts": at("2026-03-03T10:00"), "ends": at("2026-03-03T12:00"),
        "every": "week", "count": count,
    })
}

async fn kept(standing: &Standing) -> i64 {
    let sql = "SELECT COUNT(*) AS found FROM reservation WHERE series_id IS NOT NULL AND holds_time";
    standing.app().db.reader().one(sql, args![], |row| row.get("found")).await.unwrap()
}

fn rules(said: &Value) -> Vec<&str> {
    said["refusals"].as_array().unwrap().iter().map(|r| r["rule"].as_str().unwrap()).collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn each_occurrence_is_answered_and_all_or_the_chosen_are_booked() {
    for engine in engines() {
        let standing = open(engine).await;
        let app = standing.app();
        let other: Ask = serde_json::from_value(json!({
            "instrument": SCOPE, "starts": at("2026-03-10T11:00"), "ends": at("2026-03-10T13:00"),
        }))
        .unwrap();
        reserve(app, &member(2).actor(), other).await.unwrap();
        let (status, said) =
            standing.call(member(1), "POST", "/api/v1/series?dry_run=1", Some(weekly(4))).await;
        assert_eq!(status, StatusCode::OK, "{said}");
        let verdicts: Vec<&str> =
            said["occurrences"].as_array().unwrap().iter().map(|o| o["verdict"].as_str().unwrap()).collect();
        assert_eq!(verdicts, ["allow", "deny", "allow", "allow"]);
        assert_eq!(said["occurrences"][1]["findings"][0]["rule"], "overlap");
        assert_eq!(said["occurrences"][1]["slots"].as_array().unwrap().len(), 3);
        assert_eq!(kept(&standing).await, 0);

        let (status, said) = standing.call(member(1), "POST", SERIES, Some(weekly(4))).await;
        assert_eq!((status, rules(&said)), (StatusCode::UNPROCESSABLE_ENTITY, vec!["not-all"]), "{said}");
        assert_eq!(said["extra"]["occurrences"].as_array().unwrap().len(), 4);
        assert_eq!(kept(&standing).await, 0, "{engine}: all or nothing");
        for (count, rule) in [(0, "nothing"), (27, "too-many")] {
            let (_, said) = standing.call(member(1), "POST", SERIES, Some(weekly(count))).await;
            assert_eq!(rules(&said), [rule]);
        }
        let mut endless = weekly(1);
        endless.as_object_mut().unwrap().remove("count");
        let (_, said) = standing.call(member(1), "POST", SERIES, Some(endless)).await;
        assert!(rules(&said).contains(&"endless"), "{said}");

        let mut chosen = weekly(4);
        chosen["only"] = json!([at("2026-03-03T10:00"), at("2026-03-24T10:00")]);
        let (status, made) = standing.call(member(1), "POST", SERIES, Some(chosen)).await;
        assert_eq!(status, StatusCode::CREATED, "{made}");
        assert_eq!(kept(&standing).await, 2);
        let series = made["series"].as_str().unwrap().to_owned();
        let path = format!("{SERIES}/{series}");
        assert_eq!(standing.call(STRANGER, "GET", &path, None).await.0, StatusCode::NOT_FOUND);
        let cancel = format!("{path}/cancel");
        assert_eq!(standing.call(STRANGER, "POST", &cancel, Some(json!({}))).await.0, StatusCode::NOT_FOUND);
        assert_eq!(standing.call(member(2), "POST", &cancel, Some(json!({}))).await.0, StatusCode::FORBIDDEN);
        let rest = json!({ "from": at("2026-03-10T00:00") });
        let (status, said) = standing.call(member(1), "POST", &cancel, Some(rest)).await;
        assert_eq!((status, said["cancelled"].as_i64()), (StatusCode::OK, Some(1)));
        let (_, said) = standing.call(member(1), "POST", &cancel, Some(json!({}))).await;
        assert_eq!(said["cancelled"], 1);
        assert_eq!(kept(&standing).await, 0);

        let mut skipping = weekly(4);
        skipping["skip_refused"] = json!(true);
        let (status, made) = standing.call(member(1), "POST", SERIES, Some(skipping)).await;
        assert_eq!(status, StatusCode::CREATED, "{made}");
        assert_eq!(kept(&standing).await, 3);
        for (who, path) in [
            (member(1), format!("/series/{}", made["series"].as_str().unwrap())),
            (member(1), format!("/series/new?instrument={SCOPE}")),
            (
                member(1),
                format!(
                    "/series/new?instrument={SCOPE}&day=2026-03-04&start=10:00&minutes=60&every=day&count=6"
                ),
            ),
            (
                STAFF,
                format!(
                    "/series/new?instrument={SCOPE}&day=2026-03-04&start=10:00&minutes=60&every=week&until=2026-04-01"
                ),
            ),
        ] {
            let (status, page) = standing.text(Some(who), &path).await;
            assert_eq!(status, StatusCode::OK, "{engine} {path}: {page}");
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn limits_count_what_the_series_itself_takes() {
    for engine in engines() {
        let standing = open(engine).await;
        let app = standing.app();
        let terms = "INSERT INTO facility_terms (facility_id, terms_json) VALUES ($1, $2)";
        let mut tx = app.db.begin().await.unwrap();
        tx.run(terms, args![crate::house::CENTRE, r#"{"most_ahead":2}"#]).await.unwrap();
        tx.commit().await.unwrap();
        let (_, said) = standing.call(member(1), "POST", "/api/v1/series?dry_run=1", Some(weekly(4))).await;
        let verdicts: Vec<&str> =
            said["occurrences"].as_array().unwrap().iter().map(|o| o["verdict"].as_str().unwrap()).collect();
        assert_eq!(verdicts, ["allow", "allow", "deny", "deny"], "{engine}: {said}");
        assert_eq!(said["occurrences"][2]["findings"][0]["rule"], "many-ahead");
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn series_that_race_never_overlap() {
    for engine in engines() {
        let standing = std::sync::Arc::new(open(engine).await);
        let tasks: Vec<_> = (1..=8)
            .map(|n| {
                let standing = std::sync::Arc::clone(&standing);
                tokio::spawn(async move { standing.call(member(n), "POST", SERIES, Some(weekly(4))).await.0 })
            })
            .collect();
        let mut won = 0;
        for task in tasks {
            won += usize::from(task.await.unwrap() == StatusCode::CREATED);
        }
        assert_eq!((won, kept(&standing).await), (1, 4), "{engine}");
    }
}
