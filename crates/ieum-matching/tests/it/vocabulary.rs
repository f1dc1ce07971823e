//! The vocabulary: a word that is added is understood at once, and no longer when it is put back.

use crate::house::{api, form, get, json as json_to, open, open_in, text_id};
use http::StatusCode;
use ieum_db::testing::each_engine;
use ieum_kernel::Method;
use ieum_web::{House, encode};
use serde_json::{Value, json};

const HERE: &str = "/api/v1/vocabulary";
const ENTRY: &str = "liquid-chromatography-tandem-mass-spectrometry";

async fn post(house: &House, who: &str, path: &str, body: Value) -> (StatusCode, Value) {
    json_to(house, who, "POST", path, &body).await
}

/// Whether a search for the word finds the method it stands for.
async fn finds(house: &House, word: &str) -> bool {
    let found = api(house, "guest", &format!("/api/v1/search?kind=method&q={}", encode(word))).await;
    found["results"].as_array().unwrap().iter().any(|r| r["id"] == json!(text_id::<Method>(50)))
}

/// An entry as it stands, to be sent back with a change.
async fn stands(house: &House, id: &str) -> Value {
    api(house, "operator-1", &format!("{HERE}/{id}")).await
}

fn rule(said: &Value) -> &str {
    said["refusals"][0]["rule"].as_str().unwrap_or_else(|| panic!("no refusal: {said}"))
}

#[tokio::test]
async fn a_local_word_is_understood_at_once_and_forgotten_when_it_is_put_back() {
    each_engine(&[], async |db| {
        let (house, _folder) = open(db).await;
        assert!(!finds(&house, "쌕쌕이").await);
        let mut asked = stands(&house, ENTRY).await["entry"].clone();
        asked["ko"].as_array_mut().unwrap().push(json!("쌕쌕이"));
        asked["version"] = json!(0);
        asked["why"] = json!("기업들이 이렇게 불러요");
        let path = format!("{HERE}/{ENTRY}");
        let (status, made) = post(&house, "operator-1", &path, asked.clone()).await;
        assert_eq!((status, &made["version"]), (StatusCode::OK, &json!(1)), "{made}");
        assert!(finds(&house, "쌕쌕이").await, "understood as soon as it is answered");
        let tried =
            api(&house, "operator-1", &format!("{HERE}/understood?q={}", encode("쌕쌕이로 봐 주세요"))).await;
        assert_eq!(tried["named"][0]["entry"]["id"], ENTRY, "{tried}");
        let (status, said) = post(&house, "operator-1", &path, asked).await;
        assert_eq!(status, StatusCode::CONFLICT, "{said}");

        let back = json!({ "version": 1, "to": 0, "why": "아무도 안 써요" });
        let (status, said) = post(&house, "operator-1", &format!("{path}/put-back"), back).await;
        assert_eq!((status, &said["version"]), (StatusCode::OK, &json!(2)), "{said}");
        assert!(!finds(&house, "쌕쌕이").await);
        assert_eq!(stands(&house, ENTRY).await["origin"], "shipped");
        let again = json!({ "version": 2, "to": 1, "why": "쓰는 곳이 있어요" });
        post(&house, "operator-1", &format!("{path}/put-back"), again).await;
        assert!(finds(&house, "쌕쌕이").await);
        let (_, page) = get(&house, "operator-1", &format!("/vocabulary/{ENTRY}")).await;
        assert!(page.contains("기업들이 이렇게 불러요") && page.contains("아무도 안 써요"), "{page}");
        let (_, page) = get(&house, "operator-1", &format!("/vocabulary/{ENTRY}/compare?from=0&to=1")).await;
        assert!(page.contains("쌕쌕이"), "{page}");
    })
    .await;
}

#[tokio::test]
async fn words_outlive_the_process_and_are_counted() {
    each_engine(&[], async |db| {
        let (house, folder) = open(db.clone()).await;
        let word = json!({ "id": "ssaekssaegi", "kind": "instrument", "ko": ["쌕쌕이"], "broader": "mass-spectrometer",
            "related": [], "why": "새 말" });
        let (status, made) = post(&house, "operator-1", HERE, word.clone()).await;
        assert_eq!(status, StatusCode::CREATED, "{made}");
        let (status, said) = post(&house, "operator-1", HERE, word).await;
        assert_eq!((status, rule(&said)), (StatusCode::UNPROCESSABLE_ENTITY, "id-taken"));
        let listed = api(&house, "operator-1", &format!("{HERE}?origin=added")).await;
        assert_eq!((&listed["total"], &listed["entries"][0]["id"]), (&json!(1), &json!("ssaekssaegi")));
        drop(house);
        let house = open_in(db, folder.path()).await;
        ieum_matching::find::ensure(&house.app).await.unwrap();
        let tried = api(&house, "operator-1", &format!("{HERE}/understood?q={}", encode("쌕쌕이"))).await;
        assert_eq!(tried["named"][0]["entry"]["id"], "ssaekssaegi", "{tried}");
        let gone = json!({ "version": 1, "why": "잘못 더했어요" });
        let (status, _) = post(&house, "operator-1", &format!("{HERE}/ssaekssaegi/withdraw"), gone).await;
        assert_eq!(status, StatusCode::OK);
        let tried = api(&house, "operator-1", &format!("{HERE}/understood?q={}", encode("쌕쌕이"))).await;
        assert_eq!(tried["named"], json!([]));
        assert_eq!(stands(&house, "ssaekssaegi").await["entry"], Value::Null);
    })
    .await;
}

#[tokio::test]
async fn what_would_break_the_vocabulary_is_refused_with_every_reason() {
    each_engine(&[], async |db| {
        let (house, _folder) = open(db).await;
        let bad = json!({ "id": "Bad Id", "kind": "test", "ko": ["인장시험"], "broader": "Bad Id", "takes": ["chromatography"],
            "reference": "CHMO:1", "why": " " });
        let (status, said) = post(&house, "operator-1", HERE, bad).await;
        assert_eq!(status, StatusCode::UNPROCESSABLE_ENTITY);
        let rules: Vec<&str> =
            said["refusals"].as_array().unwrap().iter().map(|r| r["rule"].as_str().unwrap()).collect();
        assert_eq!(
            rules,
            ["reason-missing", "id-malformed", "name-taken", "points-at-itself", "not-a-state", "reference-malformed"]
        );
        let mut wide = stands(&house, "chromatography").await["entry"].clone();
        wide["broader"] = json!("gas-chromatography");
        wide["version"] = json!(0);
        wide["why"] = json!("x");
        let (_, said) = post(&house, "operator-1", &format!("{HERE}/chromatography"), wide).await;
        assert_eq!(rule(&said), "circle");
        // What the rules explain, the database guarantees.
        let mut tx = house.app.db.begin().await.unwrap();
        let sql = "INSERT INTO vocabulary_word (entry_id, state, version, changed_by, changed_at)
                   VALUES ('Bad Id', 'withdrawn', 1, 'x', 0)";
        let refused = tx.run(sql, ieum_db::args![]).await.unwrap_err();
        assert!(refused.to_string().contains("vocabulary_id_malformed"), "{refused}");
    })
    .await;
}

#[tokio::test]
async fn the_vocabulary_is_the_operators() {
    each_engine(&[], async |db| {
        let (house, _folder) = open(db).await;
        let pages = [
            "/vocabulary",
            "/vocabulary/new",
            "/vocabulary/understood",
            "/vocabulary/export",
            "/vocabulary/import",
            "/vocabulary/chromatography",
            "/vocabulary/chromatography/edit",
            HERE,
        ];
        for path in pages {
            assert_eq!(get(&house, "operator-1", path).await.0, StatusCode::OK, "{path}");
            for who in ["planner-1", "staff-1", "member-1"] {
                assert_eq!(get(&house, who, path).await.0, StatusCode::FORBIDDEN, "{path} as {who}");
            }
            assert_ne!(get(&house, "guest", path).await.0, StatusCode::OK, "{path} as a guest");
        }
        for path in [
            "/vocabulary",
            "/vocabulary/chromatography",
            "/vocabulary/chromatography/withdraw",
            "/vocabulary/chromatography/put-back",
            "/vocabulary/import",
        ] {
            let (status, ..) = form(&house, "planner-1", path, "why=x&version=0&to=0").await;
            assert_eq!(status, StatusCode::FORBIDDEN, "{path}");
        }
        assert_eq!(get(&house, "operator-1", "/vocabulary/nothing-such").await.0, StatusCode::NOT_FOUND);
        let (status, page, _) =
            form(&house, "operator-1", "/vocabulary", "id=x+y&kind=test&ko=%EA%B0%80&why=").await;
        assert_eq!(status, StatusCode::UNPROCESSABLE_ENTITY);
        assert!(
            page.contains("data-rule=\"vocabulary/id-malformed\"") && page.contains("value=\"x y\""),
            "{page}"
        );
    })
    .await;
}

#[tokio::test]
async fn a_table_is_tried_before_it_is_loaded() {
    each_engine(&[], async |db| {
        let (house, _folder) = open(db).await;
        let (_, table) = get(&house, "operator-1", "/vocabulary/export").await;
        assert!(table.starts_with("\u{feff}id,kind,ko,en,short,doubtful,broader,related,takes,gives,reference"), "{table:.200}");
        let ours = "id,kind,ko,en,broader\nssaek-one,instrument,쌕쌕이,,mass-spectrometer\nssaek-two,machine,쌕쌕,,\n";
        let fields = |what: &str, more: &str| format!("do={what}&table={}&why={}{more}", encode(ours), encode("지역 말"));
        let (status, page, _) = form(&house, "operator-1", "/vocabulary/import", &fields("try", "")).await;
        assert_eq!(status, StatusCode::OK, "{page}");
        assert!(page.contains("새 항목 1개") && page.contains("잘못된 줄 1개") && page.contains("machine"), "{page}");
        let (_, page, _) = form(&house, "operator-1", "/vocabulary/import", &fields("load", "&only_all=yes")).await;
        assert!(page.contains("올린 것이 없어요"), "{page}");
        let (_, listed) = get(&house, "operator-1", &format!("{HERE}?origin=added")).await;
        assert!(listed.contains("\"total\":0"), "{listed}");
        let (status, _, place) = form(&house, "operator-1", "/vocabulary/import", &fields("load", "")).await;
        assert_eq!((status, place.starts_with("/vocabulary")), (StatusCode::SEE_OTHER, true));
        let (_, table) = get(&house, "operator-1", "/vocabulary/export?of=here").await;
        assert_eq!(table.lines().count(), 2, "{table}");
        assert!(table.contains("ssaek-one,instrument,쌕쌕이"), "{table}");
        for bad in ["", "no,columns\n", "\u{1}"] {
            let (status, ..) =
                form(&house, "operator-1", "/vocabulary/import", &format!("do=try&table={}", encode(bad))).await;
            assert_eq!(status, StatusCode::UNPROCESSABLE_ENTITY, "{bad:?}");
        }
    })
    .await;
}
