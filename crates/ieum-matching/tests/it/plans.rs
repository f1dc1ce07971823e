//! Plans of a need: three side by side, with prices and dates, and bounded in what they ask of the database.

use crate::house::{api, form, get, json, open, text_id};
use http::StatusCode;
use ieum_db::testing::each_engine;
use ieum_kernel::{Instrument, Service};
use ieum_web::House;
use serde_json::Value;

const WORDS: &str = "사과에서 잔류농약이 나왔어요. 무엇이 얼마나 있는지 알고 싶어요";

/// A need of person 1, handed in; its id.
pub(crate) async fn need(house: &House, words: &str, quantity: &str) -> String {
    let body = serde_json::json!({ "title": words, "words": words, "quantity": quantity, "submit": true });
    let (status, made) = json(house, "member-1", "POST", "/api/v1/needs", &body).await;
    assert_eq!(status, StatusCode::CREATED, "{made}");
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
        // Sent on Monday evening, and the calendar says Wednesday.
        assert_eq!(step["starts"], "2026-03-04T00:00:00Z", "{step}");
        assert_eq!(step["finishes"], "2026-03-11T00:00:00Z", "{step}");
        // 3 samples at 100,000 won, VAT on all of it, and 60 % of the supply from the firm's voucher.
        let total = &of_service["plan"]["cost"];
        for (part, won) in [("supply", 300_000), ("vat", 30_000), ("subsidy", 180_000), ("total", 150_000)] {
            assert_eq!(total[part]["minor"], won, "{part}: {total}");
        }
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
        assert!(asked <= 30, "{asked} statements");
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

/// Keeps the first plan that was proposed; its path.
async fn kept(house: &House, id: &str) -> String {
    let found = api(house, "member-1", &format!("/api/v1/needs/{id}/plans")).await;
    let steps = found["plans"][0]["plan"]["steps"].as_array().unwrap();
    let pick = |step: &Value| {
        let after: Vec<String> = step["after"].as_array().unwrap().iter().map(Value::to_string).collect();
        let (part, task) = (step["part"].as_str().unwrap(), step["task"]["id"].as_str().unwrap_or_default());
        let offer = step["offer"]["id"].as_str().unwrap();
        format!("pick={}", ieum_web::encode(&format!("{part}|{task}|{offer}|{}", after.join(","))))
    };
    let body: Vec<String> = steps.iter().map(pick).collect();
    let (status, text, place) = form(house, "member-1", &format!("/needs/{id}/plans"), &body.join("&")).await;
    assert_eq!(status, StatusCode::SEE_OTHER, "{text}");
    assert!(place.starts_with(&format!("/needs/{id}/plans/pln_")), "{place}");
    place
}

#[tokio::test]
async fn a_plan_is_kept_changed_with_history_and_ordered_once() {
    each_engine(&[], async |db| {
        let (house, _folder) = open(db).await;
        let id = need(&house, WORDS, "시료 3개").await;
        let path = kept(&house, &id).await;
        let (status, page) = get(&house, "member-1", &path).await;
        assert_eq!(status, StatusCode::OK);
        assert!(page.contains("한 번에 보내기") && page.contains("해결안을 골랐어요"), "{page}");
        // Staff may change a step; the voucher is nobody else's business, and only the owner orders.
        let (_, page) = get(&house, "staff-3", &path).await;
        assert!(!page.contains("바우처") && !page.contains("한 번에 보내기"), "{page}");
        let (status, page) = get(&house, "staff-3", &format!("{path}/edit")).await;
        assert_eq!(status, StatusCode::OK, "{page}");
        let (service, reason) = (text_id::<Service>(50), ieum_web::encode("공인 기관이에요"));
        let swap = format!("do=swap&step=0&offer={service}&version=1&note={reason}");
        let change = format!("{path}/change");
        assert_eq!(form(&house, "staff-3", &change, &swap).await.0, StatusCode::SEE_OTHER);
        assert_eq!(form(&house, "staff-3", &change, &swap).await.0, StatusCode::CONFLICT, "an old version");
        let (_, page) = get(&house, "member-1", &path).await;
        assert!(page.contains("공인 기관이에요") && page.contains("단계를 바꿨어요"), "{page}");
        // What is gone, and the last measurement taken away, are refused.
        let gone = format!("do=swap&step=0&offer={}&version=2", text_id::<Service>(99));
        let (status, page, _) = form(&house, "staff-3", &change, &gone).await;
        assert_eq!(status, StatusCode::UNPROCESSABLE_ENTITY);
        assert!(page.contains("카탈로그에 더 없어요"), "{page}");
        let (status, page, _) = form(&house, "staff-3", &change, "do=remove&step=0&version=2").await;
        assert_eq!(status, StatusCode::UNPROCESSABLE_ENTITY);
        assert!(page.contains("측정·시험 단계가 하나는 있어야"), "{page}");
        let order = format!("{path}/order");
        let (status, page, _) = form(&house, "staff-3", &order, "version=2").await;
        assert_eq!(status, StatusCode::UNPROCESSABLE_ENTITY);
        assert!(page.contains("주인만 의뢰할 수 있어요"), "{page}");
        // Pressed twice, it is ordered once.
        for _ in 0..2 {
            assert_eq!(form(&house, "member-1", &order, "version=2").await.0, StatusCode::SEE_OTHER);
        }
        let plan = api(&house, "member-1", &format!("/api/v1{path}")).await;
        assert_eq!(plan["orders"].as_array().unwrap().len(), 1, "{plan}");
        assert_eq!(plan["orders"][0]["number"], "R-2026-000001");
        assert_eq!(plan["state"]["name"], "ordered");
        let (_, page) = get(&house, "member-1", &format!("/needs/{id}/thread")).await;
        assert!(page.contains("단계를 바꿨어요") && page.contains("의뢰를 보냈어요"), "{page}");
        assert_eq!(api(&house, "member-1", &format!("/api/v1/needs/{id}")).await["state"]["name"], "matched");
        let (status, page, _) = form(&house, "staff-3", &change, "do=note&note=x&version=3").await;
        assert_eq!(status, StatusCode::UNPROCESSABLE_ENTITY);
        assert!(page.contains("이미 의뢰한 해결안"), "{page}");
    })
    .await;
}

#[tokio::test]
async fn what_the_other_room_refuses_is_shown_and_nothing_is_ordered() {
    each_engine(&[], async |db| {
        let (house, _folder) = open(db).await;
        let id = need(&house, &format!("{WORDS} 거절"), "시료 3개").await;
        let path = kept(&house, &id).await;
        let (status, page, _) = form(&house, "member-1", &format!("{path}/order"), "version=1").await;
        assert_eq!(status, StatusCode::UNPROCESSABLE_ENTITY, "{page}");
        let plan = api(&house, "member-1", &format!("/api/v1{path}")).await;
        assert_eq!(plan["state"]["name"], "kept");
        assert!(plan["orders"].as_array().unwrap().is_empty());
    })
    .await;
}

#[tokio::test]
async fn plans_of_others_are_not_found() {
    each_engine(&[], async |db| {
        let (house, _folder) = open(db).await;
        let id = need(&house, WORDS, "").await;
        let path = kept(&house, &id).await;
        let other = need(&house, "주사전자현미경으로 보고 싶어요", "").await;
        let elsewhere = path.replace(&id, &other);
        for (who, page, expected) in [
            ("member-2", path.clone(), StatusCode::NOT_FOUND),
            ("member-2", format!("{path}/edit"), StatusCode::NOT_FOUND),
            ("member-1", elsewhere, StatusCode::NOT_FOUND),
            ("staff-3", path.clone(), StatusCode::OK),
        ] {
            assert_eq!(get(&house, who, &page).await.0, expected, "{who} {page}");
        }
        for post in ["change", "order"] {
            let (status, _, _) =
                form(&house, "member-2", &format!("{path}/{post}"), "do=note&version=1").await;
            assert_eq!(status, StatusCode::NOT_FOUND, "{post}");
        }
        let (status, _, _) = form(&house, "member-1", &format!("/needs/{id}/plans"), "pick=nonsense").await;
        assert_eq!(status, StatusCode::BAD_REQUEST);
    })
    .await;
}

#[tokio::test]
async fn instruments_are_compared_side_by_side() {
    each_engine(&[], async |db| {
        let (house, _folder) = open(db).await;
        let id = |n| text_id::<Instrument>(n);
        let (status, page) =
            get(&house, "guest", &format!("/instruments/compare?id={}&id={}&id={0}", id(50), id(52))).await;
        assert_eq!(status, StatusCode::OK, "{page}");
        assert!(page.contains("주사전자현미경") && page.contains("Liquid chromatograph tandem"), "{page}");
        for query in ["", "?id=", "?id=ins_nonsense&id=%00", &format!("?id={}", id(50))] {
            let (status, page) = get(&house, "guest", &format!("/instruments/compare{query}")).await;
            assert_eq!(status, StatusCode::OK, "{query}");
            assert!(page.contains("두 대 이상"), "{query}: {page}");
        }
    })
    .await;
}
