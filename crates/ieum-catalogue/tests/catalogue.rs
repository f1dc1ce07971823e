//! Things through pages and API, on both databases.
#![expect(clippy::unwrap_used, reason = "a test whose ground is missing has failed")]

mod house;

use house::{form, get, json};
use http::StatusCode;
use ieum_catalogue::entry::{KindKey, ThingId, Values, service};
use ieum_db::{Db, args, testing::each_engine};
use ieum_kernel::{Clock, Facility, Id, Organisation};
use ieum_web::{App, House};
use serde_json::json;

/// Organisation 1 with facility 1, and organisation 2 with facility 2.
async fn region(app: &App) {
    let mut tx = app.db.begin().await.unwrap();
    for n in 1..=2_u128 {
        let organisation = ThingId::from(Id::<Organisation>::nth(n));
        let values = Values::new()
            .with("name_ko", format!("기관 {n}"))
            .with("kind", "university")
            .with("region", "43");
        service::bulk_insert(
            &mut tx,
            app.clock(),
            KindKey::Organisation,
            vec![(organisation.clone(), values)],
        )
        .await
        .unwrap();
        let facility = ThingId::from(Id::<Facility>::nth(n));
        let values = Values::new()
            .with("name_ko", format!("시설 {n}"))
            .with("organisation_id", organisation.text())
            .with("region", "43");
        service::bulk_insert(&mut tx, app.clock(), KindKey::Facility, vec![(facility, values)])
            .await
            .unwrap();
    }
    tx.commit().await.unwrap();
}

async fn house(db: Db) -> (House, tempfile::TempDir) {
    let (house, folder) = house::open(db).await;
    region(&house.app).await;
    (house, folder)
}

fn facility(n: u128) -> String {
    Id::<Facility>::nth(n).to_string()
}

#[tokio::test]
async fn staff_enter_and_change_what_is_theirs_and_nothing_else() {
    each_engine(&[], async |db| {
        let (house, _folder) = house(db).await;
        let body = json!({ "name_ko": "주사전자현미경", "facility_id": facility(1), "registration_number": "nfec-2017-11-240982" });
        let (status, made) = json(&house, "staff", "POST", "/api/v1/instruments", &body).await;
        assert_eq!(status, StatusCode::CREATED, "{made}");
        assert_eq!(made["registration_number"], "NFEC-2017-11-240982");
        assert_eq!((made["region"].as_str(), made["opens_at"].as_i64()), (Some("43"), Some(540)));
        let other = json!({ "name_ko": "남의 것", "facility_id": facility(2) });
        let (status, refused) = json(&house, "staff", "POST", "/api/v1/instruments", &other).await;
        assert_eq!((status, refused["type"].as_str()), (StatusCode::UNPROCESSABLE_ENTITY, Some("/rules/entry/not-yours")));
        let (status, theirs) = json(&house, "operator", "POST", "/api/v1/instruments", &other).await;
        assert_eq!(status, StatusCode::CREATED);
        let path = format!("/api/v1/instruments/{}", theirs["id"].as_str().unwrap());
        let (status, _) = json(&house, "staff", "PUT", &path, &json!({ "name_ko": "내 것", "version": 1 })).await;
        assert_eq!(status, StatusCode::FORBIDDEN);
        let (status, _) = json(&house, "member", "POST", "/api/v1/instruments", &body).await;
        assert_eq!(status, StatusCode::FORBIDDEN);
        let (status, _) = json(&house, "guest", "POST", "/api/v1/instruments", &body).await;
        assert_eq!(status, StatusCode::UNAUTHORIZED);
        let (status, again) = json(&house, "operator", "POST", "/api/v1/instruments", &body).await;
        assert_eq!((status, again["type"].as_str()), (StatusCode::UNPROCESSABLE_ENTITY, Some("/rules/entry/taken")));
        let strange = json!({ "name_ko": "x", "colour": "blue", "opens_at": "25:00" });
        let (status, faults) = json(&house, "operator", "POST", "/api/v1/instruments", &strange).await;
        assert_eq!((status, faults["errors"].as_array().unwrap().len()), (StatusCode::UNPROCESSABLE_ENTITY, 2));
    })
    .await;
}

#[tokio::test]
async fn a_stale_edit_shows_both_versions_and_loses_nothing() {
    each_engine(&[], async |db| {
        let (house, _folder) = house(db).await;
        let body = json!({ "name_ko": "현미경", "facility_id": facility(1) });
        let (_, made) = json(&house, "staff", "POST", "/api/v1/instruments", &body).await;
        let path = format!("/instruments/{}", made["id"].as_str().unwrap());
        let (status, _, _) = form(&house, "staff", &format!("{path}/edit"), "version=1&model=SU8230").await;
        assert_eq!(status, StatusCode::SEE_OTHER);
        let (status, page, _) =
            form(&house, "staff", &format!("{path}/edit"), "version=1&maker=HITACHI&model=").await;
        assert_eq!(status, StatusCode::CONFLICT);
        for shown in ["SU8230", "HITACHI", "name=\"version\" value=\"2\""] {
            assert!(page.contains(shown), "{shown} is not on the page");
        }
        let (_, now) = json(&house, "staff", "GET", &format!("/api/v1{path}"), &json!(null)).await;
        assert_eq!((now["version"].as_i64(), now["maker"].is_null()), (Some(2), true));
        let stale = json!({ "version": 1, "maker": "x" });
        let (status, problem) = json(&house, "staff", "PUT", &format!("/api/v1{path}"), &stale).await;
        assert_eq!(
            (status, problem["extra"]["now"]["model"].as_str()),
            (StatusCode::CONFLICT, Some("SU8230"))
        );
        let (status, history) = get(&house, "guest", &format!("{path}/history")).await;
        assert_eq!(status, StatusCode::OK);
        assert!(history.contains("SU8230") && history.contains("김이음"));
        let mut reader = house.app.db.reader();
        let sql = "SELECT COUNT(*) AS n FROM audit WHERE thing = $1";
        let entries: i64 =
            reader.one(sql, args![made["id"].as_str().unwrap()], |row| row.get("n")).await.unwrap();
        assert_eq!(entries, 2);
    })
    .await;
}

#[tokio::test]
async fn pages_open_for_every_kind_and_refuse_kindly() {
    each_engine(&[], async |db| {
        let (house, _folder) = house(db).await;
        for kind in KindKey::ALL.map(KindKey::kind) {
            let (status, page) = get(&house, "guest", kind.paths.list).await;
            assert_eq!(status, StatusCode::OK, "{page}");
            let (status, _) = get(&house, "operator", kind.paths.new).await;
            assert_eq!(status, StatusCode::OK);
            let (status, _) = get(&house, "member", kind.paths.new).await;
            assert_eq!(status, StatusCode::FORBIDDEN);
            let (status, page, _) = form(&house, "operator", kind.paths.list, "name_ko=&name_en=").await;
            assert_eq!(status, StatusCode::UNPROCESSABLE_ENTITY, "{page}");
            let (status, csv) = get(&house, "guest", &format!("{}/export/list.csv", kind.paths.list)).await;
            assert_eq!(status, StatusCode::OK, "{csv}");
        }
        let (status, page) = get(&house, "guest", &format!("/facilities/{}", facility(1))).await;
        assert_eq!(status, StatusCode::OK);
        assert!(page.contains("application/ld+json") && page.contains("시설 1"));
        for missing in ["/facilities/fac_x", "/facilities/org_1", &format!("/facilities/{}", facility(9))] {
            assert_eq!(get(&house, "guest", missing).await.0, StatusCode::NOT_FOUND);
        }
        let swapped = "name_ko=x&organisation_id=%EA%B8%B0%EA%B4%80+1&latitude=127.4&longitude=36.6";
        let (status, page, _) = form(&house, "operator", "/facilities", swapped).await;
        assert_eq!(status, StatusCode::UNPROCESSABLE_ENTITY);
        assert!(page.contains("127.4") && page.contains("coordinates-swapped"), "what was typed stays");
    })
    .await;
}

#[tokio::test]
async fn lists_narrow_count_and_withdraw() {
    each_engine(&[], async |db| {
        let (house, _folder) = house(db).await;
        let mut tx = house.app.db.begin().await.unwrap();
        let rows = (0..45)
            .map(|n| {
                let mode = if n % 3 == 0 { "self" } else { "request" };
                let values = Values::new()
                    .with("name_en", format!("Instrument {n:02}"))
                    .with("access_mode", mode)
                    .with("region", "43")
                    .with("latitude", "36.5")
                    .with("longitude", "127")
                    .with("facility_id", facility(1));
                (KindKey::Instrument.new_id(house.app.clock()), values)
            })
            .collect();
        service::bulk_insert(&mut tx, house.app.clock(), KindKey::Instrument, rows).await.unwrap();
        tx.commit().await.unwrap();
        let list = async |query: &str| {
            let (status, found) =
                json(&house, "guest", "GET", &format!("/api/v1/instruments{query}"), &json!(null)).await;
            assert_eq!(status, StatusCode::OK);
            found
        };
        let all = list("").await;
        assert_eq!((all["total"].as_i64(), all["pages"].as_i64()), (Some(45), Some(3)));
        assert_eq!(all["facets"]["access_mode"], json!({ "self": 15, "request": 30 }));
        assert_eq!(all["items"][0]["name_en"], "Instrument 00");
        assert_eq!(
            (all["items"][0]["latitude"].as_f64(), all["items"][0]["longitude"].as_f64()),
            (Some(36.5), Some(127.0))
        );
        let last = list("?access_mode=self&page=9").await;
        assert_eq!((last["total"].as_i64(), last["items"].as_array().unwrap().len()), (Some(15), 15));
        let found = list("?q=ment+1&access_mode=self").await;
        assert_eq!(found["total"], 3);
        assert_eq!(list("?q=100%25").await["total"], 0);
        assert_eq!(list(&format!("?facility={}", facility(2))).await["total"], 0);
        let id = all["items"][0]["id"].as_str().unwrap();
        let (status, _, _) = form(&house, "staff", &format!("/instruments/{id}/withdraw"), "").await;
        assert_eq!(status, StatusCode::SEE_OTHER);
        assert_eq!(list("").await["facets"]["access_mode"], json!({ "self": 14, "request": 30 }));
        assert_eq!(get(&house, "guest", &format!("/instruments/{id}")).await.0, StatusCode::NOT_FOUND);
        assert_eq!(get(&house, "staff", &format!("/instruments/{id}")).await.0, StatusCode::OK);
        let mut reader = house.app.db.reader();
        let shown = "SELECT COUNT(*) AS n FROM public_instrument";
        let shown: i64 = reader.one(shown, args![], |row| row.get("n")).await.unwrap();
        assert_eq!(shown, 44);
        let (_, records) =
            json(&house, "guest", "GET", "/instruments/export/pidinst.json", &json!(null)).await;
        assert_eq!(records.as_array().unwrap().len(), 44);
        assert_eq!(records[0]["schemaVersion"], "1.0");
    })
    .await;
}

#[tokio::test]
async fn links_are_seen_from_both_sides() {
    each_engine(&[], async |db| {
        let (house, _folder) = house(db).await;
        let (_, instrument) = json(
            &house,
            "staff",
            "POST",
            "/api/v1/instruments",
            &json!({ "name_ko": "LC-MS", "facility_id": facility(1) }),
        )
        .await;
        let (_, method) =
            json(&house, "expert", "POST", "/api/v1/methods", &json!({ "name_ko": "잔류농약 분석" })).await;
        let path = format!("/instruments/{}", instrument["id"].as_str().unwrap());
        let body = "kind=method&to=%EC%9E%94%EB%A5%98%EB%86%8D%EC%95%BD+%EB%B6%84%EC%84%9D";
        let (status, page, _) = form(&house, "staff", &format!("{path}/links"), body).await;
        assert_eq!(status, StatusCode::SEE_OTHER, "{page}");
        let method_path = format!("/methods/{}", method["id"].as_str().unwrap());
        assert!(get(&house, "guest", &method_path).await.1.contains("LC-MS"));
        let mut reader = house.app.db.reader();
        let sql = "SELECT instrument_id, method_id FROM public_instrument_method";
        let pair: (String, String) = reader
            .one(sql, args![], |row| Ok((row.get("instrument_id")?, row.get("method_id")?)))
            .await
            .unwrap();
        assert_eq!(
            (pair.0.as_str(), pair.1.as_str()),
            (instrument["id"].as_str().unwrap(), method["id"].as_str().unwrap())
        );
        let (status, _, _) = form(&house, "staff", &format!("{path}/links"), "kind=method&to=nothing").await;
        assert_eq!(status, StatusCode::UNPROCESSABLE_ENTITY);
    })
    .await;
}

#[tokio::test]
async fn the_constraints_hold_what_the_rules_explain() {
    each_engine(&[], async |db| {
        let (house, _folder) = house(db).await;
        let clock: &dyn Clock = house.app.clock();
        let bad = [
            (
                KindKey::Instrument,
                Values::new().with("name_ko", "a").with("opens_at", "600").with("closes_at", "500"),
                "instrument_closes_after_opens",
            ),
            (
                KindKey::Organisation,
                Values::new().with("name_ko", "a").with("kind", "hospital").with("size", "small"),
                "organisation_size_of_firms",
            ),
            (KindKey::Method, Values::new(), "method_named"),
            (
                KindKey::Service,
                Values::new().with("name_ko", "a").with("price_minor", "-1"),
                "service_price_not_negative",
            ),
        ];
        for (kind, values, name) in bad {
            let mut tx = house.app.db.begin().await.unwrap();
            let done = service::bulk_insert(&mut tx, clock, kind, vec![(kind.new_id(clock), values)]).await;
            assert!(done.unwrap_err().is_constraint(name), "{name}");
        }
    })
    .await;
}
