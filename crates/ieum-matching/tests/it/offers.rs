//! Idle instruments, the problems they could solve, and offers.

use crate::house::{actor, api, form, get, json as send_json, open, text_id};
use http::StatusCode;
use ieum_db::{args, testing::each_engine};
use ieum_kernel::{Facility, Id, Instrument, Need as NeedThing, Role};
use ieum_matching::need::{self, Confidentiality, Said, Step};
use ieum_web::{House, encode};
use serde_json::{Value, json};

const WORDS: &str = "농산물에서 잔류농약이 나왔어요. 질량분석기로 재고 싶어요";

/// A problem handed in by person 1.
async fn problem(house: &House, words: &str, confidentiality: Confidentiality) -> Id<NeedThing> {
    let said = Said {
        title: words.into(),
        words: words.into(),
        quantity: "3개".into(),
        confidentiality,
        ..Said::default()
    };
    let owner = actor(Role::Member, 1);
    let id = need::begin(&house.app, Id::nth(1), &owner, said).await.unwrap();
    need::take(&house.app, id, &owner, &Step::Submit).await.unwrap();
    ieum_matching::find::rebuild(&house.app).await.unwrap();
    id
}

fn machine(n: u128) -> String {
    text_id::<Instrument>(n)
}

/// Posts JSON for programs.
async fn post(house: &House, who: &str, path: &str, body: &Value) -> (StatusCode, Value) {
    send_json(house, who, "POST", path, body).await
}

#[tokio::test]
async fn idle_instruments_are_those_that_were_hardly_booked() {
    each_engine(&[], async |db| {
        let (house, _folder) = open(db).await;
        problem(&house, WORDS, Confidentiality::Private).await;
        for who in ["guest", "member-50", "manager-50"] {
            for path in ["/idle", &format!("/instruments/{}/needs", machine(50))] {
                let (status, _) = get(&house, who, path).await;
                assert!(matches!(status, StatusCode::SEE_OTHER | StatusCode::FORBIDDEN), "{who}: {status}");
            }
        }
        let other = get(&house, "staff-7", &format!("/facilities/{}/idle", text_id::<Facility>(50))).await.0;
        assert_eq!(other, StatusCode::NOT_FOUND, "another facility's");
        let other = get(&house, "staff-7", &format!("/instruments/{}/needs", machine(50))).await.0;
        assert_eq!(other, StatusCode::NOT_FOUND, "another facility's");
        // The calendar says: instrument 50 booked a tenth, 52 a half; 51 is retired.
        for (who, path) in [
            ("staff-50", "/idle".to_owned()),
            ("planner-2", format!("/facilities/{}/idle", text_id::<Facility>(50))),
        ] {
            let (status, page) = get(&house, who, &path).await;
            assert_eq!(status, StatusCode::OK, "{page}");
            assert!(page.contains(&machine(50)) && page.contains("10%"), "{page}");
            assert!(page.contains("열린 문제 1건") && page.contains(WORDS), "{page}");
            assert!(!page.contains(&machine(51)) && !page.contains(&machine(52)), "{page}");
        }
        let (status, page) = get(&house, "staff-7", "/idle").await;
        assert!(status == StatusCode::OK && page.contains("쉬는 장비가 없어요"), "{page}");
        let rows = api(&house, "operator-3", "/api/v1/idle-instruments").await;
        assert_eq!(rows["instruments"][0]["percent"], 10, "{rows}");
        assert_eq!(rows["instruments"].as_array().unwrap().len(), 1, "{rows}");
    })
    .await;
}

#[tokio::test]
async fn an_instrument_serves_exactly_the_problems_that_would_find_it() {
    each_engine(&[], async |db| {
        let (house, _folder) = open(db).await;
        let fits = problem(&house, WORDS, Confidentiality::Private).await;
        let other =
            problem(&house, "주사전자현미경으로 파단면을 보고 싶어요", Confidentiality::Private).await;
        let served = |found: &Value| -> Vec<String> {
            found["needs"]
                .as_array()
                .unwrap()
                .iter()
                .map(|n| n["need"].as_str().unwrap().to_owned())
                .collect()
        };
        let found = api(&house, "staff-50", &format!("/api/v1/instruments/{}/needs", machine(50))).await;
        assert_eq!(served(&found), [fits.to_string()], "{found}");
        assert!(!found["needs"][0]["why"].as_array().unwrap().is_empty(), "{found}");
        let found = api(&house, "staff-50", &format!("/api/v1/instruments/{}/needs", machine(52))).await;
        assert_eq!(served(&found), [other.to_string()], "{found}");
        // What is solved is no longer there.
        let owner = actor(Role::Member, 1);
        need::take(&house.app, fits, &owner, &Step::Close(String::new())).await.unwrap();
        let found = api(&house, "staff-50", &format!("/api/v1/instruments/{}/needs", machine(50))).await;
        assert!(served(&found).is_empty(), "{found}");
    })
    .await;
}

#[tokio::test]
async fn whoever_may_not_read_a_problem_learns_at_most_that_it_is_there() {
    each_engine(&[], async |db| {
        let (house, _folder) = open(db).await;
        problem(&house, "잔류농약 zirconquux 질량분석", Confidentiality::Private).await;
        problem(&house, "잔류농약 vanadiumplix 질량분석", Confidentiality::Anonymous).await;
        let path = format!("/instruments/{}/needs", machine(50));
        // A reviewer works for the facility but sorts no problems.
        let (status, page) = get(&house, "reviewer-50", &path).await;
        assert_eq!(status, StatusCode::OK, "{page}");
        assert!(!page.contains("zirconquux") && !page.contains("vanadiumplix"), "{page}");
        assert!(page.contains("맞을 수 있는 문제가 1건 더 있어요"), "{page}");
        let found = api(&house, "reviewer-50", &format!("/api/v1{path}")).await;
        assert_eq!((found["hidden"].as_u64(), found["needs"].as_array().unwrap().len()), (Some(1), 0));
        let (_, page) = get(&house, "reviewer-50", "/idle").await;
        assert!(!page.contains("zirconquux") && page.contains("내용을 볼 수 없는 문제 1건"), "{page}");
        let (_, page) = get(&house, "staff-50", &path).await;
        assert!(page.contains("zirconquux") && page.contains("vanadiumplix"), "staff sort problems: {page}");
    })
    .await;
}

#[tokio::test]
async fn an_offer_is_made_once_and_becomes_one_request() {
    each_engine(&[], async |db| {
        let (house, _folder) = open(db).await;
        let need = problem(&house, WORDS, Confidentiality::Private).await;
        let at = format!("/instruments/{}/offers", machine(50));
        let body = format!("need={need}&note={}", encode("이번 주에 비어 있어요"));
        for (who, refused) in [("guest", 403), ("member-1", 403), ("reviewer-50", 403), ("planner-2", 403)] {
            assert_eq!(form(&house, who, &at, &body).await.0.as_u16(), refused, "{who}");
        }
        let (status, _, _) = form(&house, "staff-7", &at, &body).await;
        assert_eq!(status, StatusCode::NOT_FOUND, "the page behind is another facility's");
        let asked = json!({ "instrument": machine(50), "need": need });
        let (status, told) = post(&house, "staff-7", "/api/v1/offers", &asked).await;
        assert_eq!((status.as_u16(), &told["type"]), (422, &json!("/rules/offer/not-yours")), "{told}");
        let retired = json!({ "instrument": machine(51), "need": need });
        let (status, told) = post(&house, "staff-50", "/api/v1/offers", &retired).await;
        assert_eq!((status.as_u16(), &told["type"]), (422, &json!("/rules/offer/not-usable")), "{told}");
        let (status, page, _) = form(&house, "staff-50", &at, &body).await;
        assert_eq!(status, StatusCode::SEE_OTHER, "{page}");
        let (status, page, _) = form(&house, "staff-50", &at, &body).await;
        assert_eq!(status, StatusCode::UNPROCESSABLE_ENTITY);
        assert!(page.contains("이미 제안한 장비예요"), "{page}");

        let offers = api(&house, "member-1", "/api/v1/offers").await;
        let id = offers["offers"][0]["id"].as_str().unwrap().to_owned();
        assert!(!offers["offers"][0]["why"]["en"].as_array().unwrap().is_empty(), "{offers}");
        for other in ["member-7", "manager-7", "reviewer-50"] {
            assert_eq!(
                get(&house, other, &format!("/offers/{id}")).await.0,
                StatusCode::NOT_FOUND,
                "{other}"
            );
            let none = api(&house, other, "/api/v1/offers").await;
            assert_eq!(none["offers"], json!([]), "{other}");
        }
        let (_, page) = get(&house, "member-1", &format!("/offers/{id}")).await;
        assert!(page.contains("받아들이고 의뢰 보내기") && page.contains("이번 주에 비어 있어요"), "{page}");
        let (_, page) = get(&house, "member-1", &format!("/needs/{need}")).await;
        assert!(page.contains(&format!("/offers/{id}")), "{page}");
        let accept = format!("/offers/{id}/accept");
        let (status, page, _) = form(&house, "staff-50", &accept, "").await;
        assert!(status == StatusCode::UNPROCESSABLE_ENTITY && page.contains("문제를 낸 분만"), "{page}");
        for _ in 0..2 {
            let (status, page, _) = form(&house, "member-1", &accept, "").await;
            assert_eq!(status, StatusCode::SEE_OTHER, "{page}");
        }
        let (_, page) = get(&house, "member-1", &format!("/offers/{id}")).await;
        assert!(page.contains("R-2026-000001") && !page.contains("R-2026-000002"), "{page}");
        let (status, page, _) = form(&house, "staff-50", &format!("/offers/{id}/withdraw"), "").await;
        assert!(
            status == StatusCode::UNPROCESSABLE_ENTITY && page.contains("이미 답한 제안이에요"),
            "{page}"
        );
        let sql = "SELECT count(*) AS many FROM notice WHERE message_key = $1";
        for key in ["offer-notice-make", "offer-notice-accept"] {
            let many: i64 = house.app.db.reader().one(sql, args![key], |row| row.get("many")).await.unwrap();
            assert_eq!(many, 1, "{key}");
        }
        let (_, page) = get(&house, "member-1", &format!("/needs/{need}/thread")).await;
        assert!(page.contains("장비를 제안받았어요"), "{page}");
    })
    .await;
}

#[tokio::test]
async fn what_was_declined_is_not_offered_again_and_what_was_taken_back_may_be() {
    each_engine(&[], async |db| {
        let (house, _folder) = open(db).await;
        let need = problem(&house, WORDS, Confidentiality::Private).await;
        let asked = json!({ "instrument": machine(50), "need": need });
        let offer = async || post(&house, "staff-50", "/api/v1/offers", &asked).await;
        let (status, made) = offer().await;
        assert_eq!(status, StatusCode::CREATED, "{made}");
        let step = |offer: &Value, step: &str| format!("/api/v1/offers/{}/{step}", offer["id"].as_str().unwrap());
        let (status, gone) = post(&house, "staff-50", &step(&made, "withdraw"), &json!({})).await;
        assert_eq!((status.as_u16(), &gone["state"]["name"]), (200, &json!("withdrawn")), "{gone}");
        let (status, again) = offer().await;
        assert_eq!(status, StatusCode::CREATED, "{again}");
        let why = json!({ "note": "다른 곳에서 해요" });
        let (status, declined) = post(&house, "member-1", &step(&again, "decline"), &why).await;
        assert_eq!((status.as_u16(), &declined["state"]["reason"]), (200, &why["note"]), "{declined}");
        let (status, told) = offer().await;
        assert_eq!((status.as_u16(), &told["type"]), (422, &json!("/rules/offer/offered-before")));
        let (status, told) = post(&house, "member-1", &step(&again, "accept"), &json!({})).await;
        assert_eq!((status.as_u16(), &told["type"]), (422, &json!("/rules/offer/answered-before")));
        // The constraints hold what the rules explain.
        let mut tx = house.app.db.begin().await.unwrap();
        let twice = "INSERT INTO instrument_offer (id, need_id, instrument_id, facility_id, why_json, state, state_json,
                       made_by, made_at, changed_at)
                     VALUES ('ofr_x', $1, $2, 'f', '{}', 'made', '{}', 'p', 0, 0)";
        let error = tx.run(twice, args![need, machine(50)]).await.unwrap_err();
        assert!(format!("{error:?}").contains("offer_offered_before"), "{error:?}");
        drop(tx);
        let mut tx = house.app.db.begin().await.unwrap();
        let bare = "UPDATE instrument_offer SET state = 'accepted' WHERE state = 'withdrawn'";
        let error = tx.run(bare, args![]).await.unwrap_err();
        assert!(format!("{error:?}").contains("instrument_offer_accepted_has_request"), "{error:?}");
    })
    .await;
}

#[tokio::test]
async fn a_technology_leads_to_problems_and_problems_to_what_was_solved_before() {
    each_engine(&[], async |db| {
        let (house, _folder) = open(db).await;
        let id = text_id::<ieum_kernel::Technology>(70);
        let mut tx = house.app.db.begin().await.unwrap();
        let sql =
            "INSERT INTO public_technology (id, organisation_id, name_ko, solves) VALUES ($1, $2, $3, $4)";
        let (name, solves) = ("휴대형 잔류농약 검사 키트", "농산물에 잔류농약이 남았는지 빨리 알고 싶어요");
        tx.run(sql, args![&id, text_id::<ieum_kernel::Organisation>(50), name, solves]).await.unwrap();
        tx.commit().await.unwrap();
        let secret = problem(&house, WORDS, Confidentiality::Private).await;
        let open_to_all = problem(&house, "농산물의 잔류농약 zirconquux", Confidentiality::Anonymous).await;
        let path = format!("/technologies/{id}/matches");
        let (status, page) = get(&house, "guest", &path).await;
        assert_eq!(status, StatusCode::OK, "{page}");
        assert!(!page.contains(&secret.to_string()) && !page.contains("zirconquux"), "{page}");
        assert!(page.contains("맞을 수 있는 문제가 1건 더 있어요"), "{page}");
        let staff = api(&house, "staff-9", &format!("/api/v1{path}")).await;
        let known: Vec<&str> =
            staff["needs"].as_array().unwrap().iter().map(|n| n["id"].as_str().unwrap()).collect();
        assert!(known.contains(&secret.to_string().as_str()), "{staff}");
        assert!(!staff["needs"][0]["why"].as_array().unwrap().is_empty(), "{staff}");
        // The problem's own page has the technology among its answers.
        let (_, page) = get(&house, "member-1", &format!("/needs/{secret}/matches")).await;
        assert!(page.contains(&format!("/technologies/{id}")), "{page}");

        let owner = actor(Role::Member, 1);
        for need in [secret, open_to_all] {
            let sorter = actor(Role::Planner, 2);
            need::take(&house.app, need, &sorter, &Step::Take).await.unwrap();
            if need == open_to_all {
                need::take(&house.app, need, &sorter, &Step::Publish(String::new())).await.unwrap();
            }
            need::take(&house.app, need, &owner, &Step::Solve("키트로 걸러 냈어요".into())).await.unwrap();
        }
        ieum_matching::find::rebuild(&house.app).await.unwrap();
        let asked = format!("/api/v1/match?q={}", encode("농산물 잔류농약"));
        let found = api(&house, "guest", &asked).await;
        let solved: Vec<&str> =
            found["solved"].as_array().unwrap().iter().map(|n| n["id"].as_str().unwrap()).collect();
        assert_eq!(solved, [open_to_all.to_string()], "what is private stays so: {found}");
        assert_eq!(found["solved"][0]["how"], "키트로 걸러 냈어요");
        assert!(!found.to_string().contains("비밀정밀"), "without who had it: {found}");
        assert_eq!(found["weak"], false, "{found}");
    })
    .await;
}

#[tokio::test]
async fn results_stand_on_a_map_with_the_same_list() {
    each_engine(&[], async |db| {
        let (house, _folder) = open(db).await;
        let mut tx = house.app.db.begin().await.unwrap();
        let sql = "UPDATE public_facility SET latitude = 36.64, longitude = 127.49 WHERE id = $1";
        tx.run(sql, args![text_id::<Facility>(50)]).await.unwrap();
        tx.commit().await.unwrap();
        let (status, page) =
            get(&house, "guest", &format!("/find?view=map&q={}", encode("잔류농약 분석"))).await;
        assert_eq!(status, StatusCode::OK, "{page}");
        assert!(page.contains("<svg viewBox=\"0 0 400 300\"") && page.contains("#place-1"), "{page}");
        assert!(page.contains("id=\"place-1\"") && page.contains("농산물 잔류농약 다성분 분석"), "{page}");
        let (_, page) = get(&house, "guest", &format!("/find?q={}", encode("잔류농약 분석"))).await;
        assert!(!page.contains("#place-1") && page.contains("view=map"), "{page}");
    })
    .await;
}
