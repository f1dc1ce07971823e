//! Saved searches: kept within bounds, told of what is new and of nothing else, nobody else's business.

use crate::house::{get, json as json_to, open, text_id};
use http::StatusCode;
use ieum_db::{args, testing::each_engine};
use ieum_kernel::{Facility, Instrument};
use ieum_web::House;
use serde_json::{Value, json};

const HERE: &str = "/api/v1/saved-searches";

async fn post(house: &House, who: &str, path: &str, body: Value) -> (StatusCode, Value) {
    json_to(house, who, "POST", path, &body).await
}

/// The first rule that said no.
fn rule(said: &Value) -> &str {
    said["refusals"][0]["rule"].as_str().unwrap_or_else(|| panic!("no refusal: {said}"))
}

#[tokio::test]
async fn somebody_is_told_once_of_what_is_new() {
    each_engine(&[], async |db| {
        let (house, _folder) = open(db).await;
        let app = house.app.clone();
        let wanted = json!({ "words": "중수소 원심분리기", "kinds": ["instrument"] });
        let (status, made) = post(&house, "member-1", HERE, wanted.clone()).await;
        assert_eq!(status, StatusCode::CREATED, "{made}");
        let (status, again) = post(&house, "member-1", HERE, wanted).await;
        assert_eq!((status, rule(&again)), (StatusCode::UNPROCESSABLE_ENTITY, "twice"));
        assert_eq!(ieum_matching::saved::check_all(&app).await.unwrap(), 0, "nothing is new");

        let mut tx = app.db.begin().await.unwrap();
        tx.run(
            "INSERT INTO public_instrument (id, facility_id, name_ko, name_en, model, life, region) VALUES ($1, $2, '중수소 원심분리기', '', 'D2', 'in_service', '43')",
            args![text_id::<Instrument>(91), text_id::<Facility>(50)],
        )
        .await
        .unwrap();
        tx.commit().await.unwrap();
        ieum_matching::find::rebuild(&app).await.unwrap();
        assert_eq!(ieum_matching::saved::check_all(&app).await.unwrap(), 1);
        assert_eq!(ieum_matching::saved::check_all(&app).await.unwrap(), 0, "told once");
        let sql = "SELECT args FROM notice WHERE topic = 'search'";
        let told: Vec<String> = app.db.reader().all(sql, args![], |row| row.get("args")).await.unwrap();
        assert!(told.len() == 1 && told.iter().all(|args| args.contains("중수소 원심분리기")), "{told:?}");
    })
    .await;
}

#[tokio::test]
async fn searches_are_ones_own() {
    each_engine(&[], async |db| {
        let (house, _folder) = open(db).await;
        let (_, made) = post(&house, "member-1", HERE, json!({ "words": "XPS" })).await;
        let path = format!("{HERE}/{}/remove", made["id"].as_str().unwrap());
        assert_eq!(post(&house, "member-2", &path, json!({})).await.0, StatusCode::NOT_FOUND);
        assert_eq!(post(&house, "guest", HERE, json!({ "words": "XPS" })).await.0, StatusCode::UNAUTHORIZED);
        let (_, page) = get(&house, "member-2", "/find/saved").await;
        assert!(!page.contains("XPS"), "{page}");
        let (_, page) = get(&house, "member-1", "/find/saved").await;
        assert!(page.contains("XPS"), "{page}");
        assert_eq!(post(&house, "member-1", &path, json!({})).await.0, StatusCode::NO_CONTENT);
        let (status, said) = post(&house, "member-1", HERE, json!({ "words": "..!" })).await;
        assert_eq!((status, rule(&said)), (StatusCode::UNPROCESSABLE_ENTITY, "says-nothing"));
        for n in 0..30 {
            let (status, _) = post(&house, "member-1", HERE, json!({ "words": format!("HPLC {n}") })).await;
            assert_eq!(status, StatusCode::CREATED, "{n}");
        }
        let (_, said) = post(&house, "member-1", HERE, json!({ "words": "GC" })).await;
        assert_eq!(rule(&said), "too-many");
    })
    .await;
}
