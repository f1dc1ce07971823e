//! Plans of a need: three side by side, with prices and dates, and bounded in what they ask of the database.

use crate::house::{api, form, get, open, text_id};
use http::StatusCode;
use ieum_db::testing::each_engine;
use ieum_kernel::{Instrument, Service};
use ieum_web::House;
use serde_json::Value;

const WORDS: &str = "사과에서 잔류농약이 나왔어요. 무엇이 얼마나 있는지 알고 싶어요";

/// A need of person 1, handed in; its id.
pub(crate) async fn need(house: &House, words: &str, quantity: &str) -> String {
    let body = serde_json::json!({ "title": words, "words": words, "quantity": quantity, "submit": true });
    let request = http::Request::post("/api/v1/needs").header("content-type", "application/json");
    let (status, text, _) =
        crate::house::send(house, "member-1", request, axum::body::Body::from(body.to_string())).await;
    assert_eq!(status, StatusCode::CREATED, "{text}");
    let made: Value = serde_json::from_str(&text).unwrap();
    made["id"].as_str().unwrap().to_owned()
}

#[tokio::test]
async fn a_need_has_plans_with_price_and_date_and_says_what_is_open() {
    each_engine(&[], async |db| {
        let (house, _folder) = open(db).await;
        let id = need(&house, WORDS, "시료 3개").await;
        let found = api(&house, "member-1", &format!("/api/v1/needs/{id}/plans")).await;
        let plans = found["plans"].as_array().unwrap();
        assert!(!plans.is_empty(), "{found}");
        let offers: Vec<&str> = plans
            .iter()
            .flat_map(|p| p["plan"]["steps"].as_array().unwrap())
            .map(|step| step["offer"]["id"].as_str().unwrap())
            .collect();
        assert!(offers.contains(&text_id::<Service>(50).as_str()), "the service is in a plan: {found}");
        assert!(offers.iter().all(|id| *id != text_id::<Instrument>(51)), "a retired one is in none");
        let of_service = plans
            .iter()
            .find(|p| p["plan"]["steps"][0]["offer"]["id"] == text_id::<Service>(50).as_str())
            .unwrap();
        let step = &of_service["plan"]["steps"][0];
        // Nobody answers what prices are in this house alone; the calendar says Wednesday.
        assert_eq!(step["starts"], "2026-03-04T00:00:00Z", "{step}");
        assert_eq!(step["finishes"], "2026-03-11T00:00:00Z", "{step}");
        assert!(of_service["plan"]["open"].as_array().unwrap().iter().any(|o| o["open"] == "no-price"));
        assert!(
            found["left_out"]
                .as_array()
                .unwrap()
                .iter()
                .any(|l| l["offer"]["id"] == text_id::<Instrument>(51).as_str()
                    && l["why_not"][0]["rule"] == "not-in-service"),
            "{found}"
        );
        let (status, page) = get(&house, "member-1", &format!("/needs/{id}/plans")).await;
        assert_eq!(status, StatusCode::OK, "{page}");
        assert!(page.contains("농산물 잔류농약 다성분 분석") && page.contains("2026. 3. 11. (수)"), "{page}");
        let (_, page) = get(&house, "member-1", &format!("/needs/{id}/plans?lang=en&region=11")).await;
        assert!(page.contains("it is in North Chungcheong"), "a wish leaves it out and says why: {page}");
        let (_, page) = get(&house, "member-1", &format!("/needs/{id}/matches")).await;
        assert!(page.contains(&format!("/needs/{id}/plans")));
    })
    .await;
}

#[tokio::test]
async fn only_those_inside_see_plans() {
    each_engine(&[], async |db| {
        let (house, _folder) = open(db).await;
        let id = need(&house, WORDS, "").await;
        for (who, page) in [("member-2", StatusCode::NOT_FOUND), ("staff-3", StatusCode::OK)] {
            for path in [format!("/needs/{id}/plans"), format!("/api/v1/needs/{id}/plans")] {
                assert_eq!(get(&house, who, &path).await.0, page, "{who} {path}");
            }
        }
        let (status, _) = get(&house, "guest", &format!("/api/v1/needs/{id}/plans")).await;
        assert_eq!(status, StatusCode::UNAUTHORIZED);
    })
    .await;
}

#[tokio::test]
async fn plans_ask_a_bounded_number_of_statements() {
    each_engine(&[], async |db| {
        let (house, _folder) = open(db).await;
        let id = need(&house, WORDS, "시료 3개").await;
        let before = house.app.db.statements();
        api(&house, "member-1", &format!("/api/v1/needs/{id}/plans")).await;
        let asked = house.app.db.statements() - before;
        assert!(asked <= 40, "{asked} statements");
    })
    .await;
}

#[tokio::test]
async fn words_that_say_nothing_get_a_sentence() {
    each_engine(&[], async |db| {
        let (house, _folder) = open(db).await;
        for words in ["zzzqqq", "도와주세요", "<script>alert(1)</script>"] {
            let id = need(&house, words, "").await;
            let (status, page) = get(&house, "member-1", &format!("/needs/{id}/plans")).await;
            assert_eq!(status, StatusCode::OK, "{words}: {page}");
            assert!(!page.contains("<script>alert"), "{words}");
        }
        let (status, _, _) =
            form(&house, "member-1", "/needs/ned_00000000000000000000000001/plans", "").await;
        assert!(status.is_client_error());
    })
    .await;
}
