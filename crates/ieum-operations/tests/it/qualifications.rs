//! From training to a qualification, and from there to the instrument: on every engine.

use crate::house::{SCOPE, STAFF, STRANGER, Standing, at, engines, member, open};
use http::StatusCode;
use ieum_db::args;
use ieum_operations::booking::{Ask, Step, reserve, take};
use ieum_operations::qualification::{Level, demand};
use serde_json::{Value, json};

fn hours(day: u32) -> Value {
    let moment = |hour: &str| at(&format!("2026-03-{day:02}T{hour}"));
    json!({ "instrument": SCOPE, "starts": moment("10:00"), "ends": moment("12:00") })
}

fn rules(said: &Value) -> Vec<&str> {
    said["refusals"].as_array().unwrap().iter().map(|r| r["rule"].as_str().unwrap()).collect()
}

async fn ask_for_independence(standing: &Standing, valid_days: i64) {
    let what = ieum_kernel::Text::new("전원과 진공", "power and vacuum");
    demand(standing.app(), &STAFF.actor(), SCOPE, None, Some((Level::Independent, valid_days, what)))
        .await
        .unwrap();
}

async fn notices(standing: &Standing, who: u128, key: &str) -> i64 {
    let sql = "SELECT COUNT(*) AS found FROM notice WHERE person_id = $1 AND message_key = $2";
    let person = member(who).id();
    standing.app().db.reader().one(sql, args![person, key], |row| row.get("found")).await.unwrap()
}

#[tokio::test(flavor = "multi_thread")]
async fn who_is_not_qualified_learns_first_and_then_books() {
    for engine in engines() {
        let standing = open(engine).await;
        ask_for_independence(&standing, 365).await;
        let reserve = "/api/v1/reservations";
        let (status, said) = standing.call(member(1), "POST", reserve, Some(hours(3))).await;
        assert_eq!(
            (status, rules(&said)),
            (StatusCode::UNPROCESSABLE_ENTITY, vec!["not-qualified"]),
            "{said}"
        );
        assert_eq!(said["refusals"][0]["why"], "none");
        let now = json!({ "minutes": 60 });
        standing.clock.set(at("2026-03-03T09:07"));
        let walk_up = format!("/api/v1/instruments/{SCOPE}/walk-up");
        let (status, said) = standing.call(member(1), "POST", &walk_up, Some(now)).await;
        assert_eq!((status, rules(&said)), (StatusCode::UNPROCESSABLE_ENTITY, vec!["not-qualified"]));
        // Whoever runs the instrument needs no paper.
        assert_eq!(standing.call(STAFF, "POST", reserve, Some(hours(4))).await.0, StatusCode::CREATED);

        let trainings = format!("/api/v1/instruments/{SCOPE}/trainings");
        let wish = json!({ "wish": "화요일이 좋아요" });
        let (status, asked) = standing.call(member(1), "POST", &trainings, Some(wish.clone())).await;
        assert_eq!(status, StatusCode::CREATED, "{asked}");
        let (status, said) = standing.call(member(1), "POST", &trainings, Some(wish)).await;
        assert_eq!((status, rules(&said)), (StatusCode::UNPROCESSABLE_ENTITY, vec!["asked-already"]));
        standing.house.worker.run_until_idle().await.unwrap();
        assert_eq!(notices(&standing, 900, "training-notice-asked").await, 1, "{engine}");

        let step = format!("/api/v1/trainings/{}/step", asked["id"].as_str().unwrap());
        let pass = json!({ "do": "pass" });
        assert_eq!(
            standing.call(member(1), "POST", &step, Some(pass.clone())).await.0,
            StatusCode::FORBIDDEN
        );
        assert_eq!(standing.call(STRANGER, "POST", &step, Some(pass.clone())).await.0, StatusCode::NOT_FOUND);
        let past = json!({ "do": "schedule", "starts": at("2026-03-02T10:00") });
        let (_, said) = standing.call(STAFF, "POST", &step, Some(past)).await;
        assert_eq!(rules(&said), ["session-over"]);
        let soon = json!({ "do": "schedule", "starts": at("2026-03-04T14:00"), "note": "201호" });
        let (status, said) = standing.call(STAFF, "POST", &step, Some(soon)).await;
        assert_eq!((status, said["state"]["name"].as_str()), (StatusCode::OK, Some("scheduled")), "{said}");
        assert_eq!(notices(&standing, 1, "training-notice-scheduled").await, 1);
        let (status, said) = standing.call(STAFF, "POST", &step, Some(pass.clone())).await;
        assert_eq!((status, said["state"]["level"].as_str()), (StatusCode::OK, Some("independent")));
        let (_, said) = standing.call(STAFF, "POST", &step, Some(pass)).await;
        assert_eq!(rules(&said), ["training-over"]);
        assert_eq!(notices(&standing, 1, "qualification-notice-granted").await, 1);
        let (status, made) = standing.call(member(1), "POST", reserve, Some(hours(5))).await;
        assert_eq!(status, StatusCode::CREATED, "{made}");
        let (_, mine) = standing.call(member(1), "GET", "/api/v1/qualifications", None).await;
        assert_eq!(mine["qualifications"][0]["state"], "active");
        assert_eq!(mine["qualifications"][0]["q"]["valid_until"], "2027-03-03T00:07:00Z");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_suspended_or_over_no_longer_counts() {
    for engine in engines() {
        let standing = open(engine).await;
        let app = standing.app();
        ask_for_independence(&standing, 0).await;
        let grants = format!("/api/v1/instruments/{SCOPE}/qualifications");
        let grant = |level: &str| json!({ "person": member(1).id(), "level": level, "valid_until": at("2026-06-01T00:00") });
        assert_eq!(
            standing.call(member(2), "POST", &grants, Some(grant("basic"))).await.0,
            StatusCode::FORBIDDEN
        );
        let own = json!({ "person": STAFF.id() });
        let (_, said) = standing.call(STAFF, "POST", &grants, Some(own)).await;
        assert_eq!(rules(&said), ["not-by-oneself"]);
        let low = standing.call(STAFF, "POST", &grants, Some(grant("basic"))).await;
        assert_eq!(low.0, StatusCode::CREATED, "{}", low.1);
        let (_, said) = standing.call(member(1), "POST", "/api/v1/reservations", Some(hours(3))).await;
        assert_eq!(said["refusals"][0]["why"], "low");
        let (_, held) = standing.call(STAFF, "POST", &grants, Some(grant("advanced"))).await;
        let ask: Ask = serde_json::from_value(hours(3)).unwrap();
        let booked = reserve(app, &member(1).actor(), ask).await.unwrap();

        let step = format!("/api/v1/qualifications/{}/step", held["id"].as_str().unwrap());
        let (_, said) = standing.call(STAFF, "POST", &step, Some(json!({ "do": "suspend" }))).await;
        assert_eq!(rules(&said), ["reason-missing"]);
        let stale = json!({ "do": "suspend", "reason": "안전", "version": 1 });
        assert_eq!(standing.call(STAFF, "POST", &step, Some(stale)).await.0, StatusCode::CONFLICT);
        let suspend = json!({ "do": "suspend", "reason": "안전", "version": 2 });
        assert_eq!(standing.call(STAFF, "POST", &step, Some(suspend)).await.0, StatusCode::OK);
        standing.clock.set(at("2026-03-03T10:00"));
        let refused = take(app, &member(1).actor(), booked.id, None, Step::CheckIn).await;
        assert!(refused.is_err(), "{engine}: what was booked before cannot be begun");
        assert_eq!(
            standing.call(STAFF, "POST", &step, Some(json!({ "do": "reinstate" }))).await.0,
            StatusCode::OK
        );
        take(app, &member(1).actor(), booked.id, None, Step::CheckIn).await.unwrap();

        // Thirty days before the end its holder is told, once; at the end it is over.
        standing.clock.set(at("2026-05-02T00:00"));
        standing.house.worker.run_until_idle().await.unwrap();
        assert_eq!(notices(&standing, 1, "qualification-notice-ending").await, 1, "{engine}");
        let late =
            json!({ "instrument": SCOPE, "starts": at("2026-06-01T10:00"), "ends": at("2026-06-01T11:00") });
        let (_, said) = standing.call(member(1), "POST", "/api/v1/reservations", Some(late)).await;
        assert_eq!(rules(&said), ["qualification-ends"]);
        standing.clock.set(at("2026-06-01T00:00"));
        standing.house.worker.run_until_idle().await.unwrap();
        assert_eq!(notices(&standing, 1, "qualification-notice-ending").await, 1);
        assert_eq!(notices(&standing, 1, "qualification-notice-expired").await, 1);
        let (_, mine) = standing.call(member(1), "GET", "/api/v1/qualifications", None).await;
        assert_eq!(mine["qualifications"][0]["state"], "expired");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn the_pages_of_training_answer() {
    for engine in engines() {
        let standing = open(engine).await;
        let training = format!("/instruments/{SCOPE}/training");
        let staff = format!("/instruments/{SCOPE}/qualifications");
        let (status, page) = standing.text(Some(member(1)), &training).await;
        assert!(status == StatusCode::OK && page.contains("자격 없이"), "{page}");
        ask_for_independence(&standing, 365).await;
        standing.call(member(1), "POST", &format!("/api/v1{training}s"), Some(json!({}))).await;
        for (who, path, words) in [
            (member(1), training.as_str(), "단독 사용"),
            (member(1), "/qualifications", "일정"),
            (STAFF, staff.as_str(), "사람 1"),
        ] {
            let (status, page) = standing.text(Some(who), path).await;
            assert!(status == StatusCode::OK && page.contains(words), "{engine} {path}: {page}");
        }
        assert_eq!(standing.text(Some(member(1)), &staff).await.0, StatusCode::FORBIDDEN);
        let form = format!("/reservations/new?instrument={SCOPE}&day=2026-03-03&start=10:00&minutes=60");
        let (_, page) = standing.text(Some(member(1)), &form).await;
        assert!(page.contains(&training), "the form leads to the training: {page}");
        // The constraints stand behind the rules.
        let app = standing.app();
        let mut tx = app.db.begin().await.unwrap();
        let sql = "INSERT INTO training (id, instrument_id, facility_id, person_id, state, state_json, version,
                     asked_at, changed_at)
                   SELECT 'trn_x', instrument_id, facility_id, person_id, state, state_json, 1, 0, 0 FROM training";
        let error = tx.try_run(sql, args![]).await.unwrap_err();
        assert!(error.is_constraint("qualification_asked_already"), "{engine}: {error:?}");
        let sql =
            "INSERT INTO qualification (id, instrument_id, facility_id, person_id, level, state, state_json,
                     granted_by_id, granted_at, version, changed_at)
                   VALUES ('qlf_x', 'i', 'f', 'p', 'basic', 'active', '{}', 'p', 0, 1, 0)";
        let error = tx.try_run(sql, args![]).await.unwrap_err();
        assert!(error.is_constraint("qualification_not_by_oneself"), "{engine}: {error:?}");
    }
}
