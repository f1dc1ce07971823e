//! One box over everything: fresh, patient with bad input, and rebuilt by itself.

use crate::house::{api, get, open, open_in, text_id};
use crate::needs::hand_in;
use http::StatusCode;
use ieum_db::{args, testing::each_engine};
use ieum_kernel::Instrument;
use ieum_web::encode;
use serde_json::json;
use std::sync::Arc;
use std::time::Duration;

#[tokio::test]
async fn both_languages_find_the_same_with_reasons() {
    each_engine(&[], async |db| {
        let (house, _folder) = open(db).await;
        let found = api(&house, "guest", &format!("/api/v1/search?q={}", encode("잔류농약 분석"))).await;
        assert_eq!(found["results"][0]["kind"], "service", "{found}");
        assert!(found["results"][0]["why"][0].as_str().unwrap().contains("잔류농약"), "{found}");
        let found =
            api(&house, "guest", &format!("/api/v1/search?q={}&kind=instrument", encode("질량분석기"))).await;
        let ids: Vec<&str> =
            found["results"].as_array().unwrap().iter().map(|r| r["id"].as_str().unwrap()).collect();
        assert!(ids.contains(&text_id::<Instrument>(50).as_str()), "an English-only instrument: {found}");
        let (status, page) = get(&house, "guest", "/find?q=pesticide&region=43&lang=en").await;
        assert_eq!(status, StatusCode::OK);
        assert!(page.contains("Multi-residue pesticide analysis") && page.contains("facet-region"), "{page}");
        let (_, offers) = get(&house, "guest", &format!("/find/suggest?q={}", encode("주사전"))).await;
        assert_eq!(serde_json::from_str::<serde_json::Value>(&offers).unwrap(), json!(["주사전자현미경"]));
    })
    .await;
}

#[tokio::test]
async fn bad_input_gets_an_answer_or_a_clear_sentence() {
    each_engine(&[], async |db| {
        let (house, _folder) = open(db).await;
        for words in [
            "",
            " ",
            "a",
            "가",
            "을",
            "은 는 이 가",
            "<script>alert(1)</script>",
            "\"'; DROP TABLE need; --",
            "%_!%",
            "\u{0}\u{7}\u{202e}",
            "QTRAP 6500",
            "wkfbshddir",
            "Здравствуйте 你好",
            "AND OR NOT (a:b^2",
            &"a".repeat(20_000),
            &"pesticide ".repeat(2_000),
        ] {
            for path in ["/find", "/find/suggest", "/api/v1/search", "/api/v1/match", "/register"] {
                let (status, body) = get(&house, "guest", &format!("{path}?q={}", encode(words))).await;
                assert_eq!(status, StatusCode::OK, "{path} {:.40}: {body:.200}", words);
                assert!(path != "/find" || !body.contains("<script>alert"), "{path}");
            }
        }
        let (_, page) = get(&house, "guest", "/find?q=..").await;
        assert!(page.contains("찾을 수 있는 말이 없어요"));
        let (_, page) = get(&house, "guest", "/find?q=zzzqqq").await;
        assert!(page.contains("/needs/new?words=zzzqqq"), "leads to the wizard: {page}");
        let (status, _) = get(&house, "guest", "/find?q=x&page=-3&kind=%00&region=nowhere").await;
        assert_eq!(status, StatusCode::OK);
    })
    .await;
}

#[tokio::test]
async fn results_come_by_kind_until_one_is_chosen() {
    each_engine(&[], async |db| {
        let (house, _folder) = open(db).await;
        // A problem that only its owner may see is a kind that others do not see.
        hand_in(&house, "member-1", "우리 잔류농약 분석이 급해요", "private").await;
        house.worker.run_until_idle().await.unwrap();
        ieum_matching::find::flush(&house.app).await.unwrap();
        let q = encode("잔류농약 분석");
        let (status, page) = get(&house, "guest", &format!("/find?q={q}")).await;
        assert_eq!(status, StatusCode::OK);
        let kinds: Vec<&str> =
            page.split("<h3 id=\"kind-").skip(1).filter_map(|rest| rest.split('"').next()).collect();
        assert_eq!(kinds.first(), Some(&"service"), "the kind with the best hit first: {page}");
        assert!(kinds.len() > 1 && !page.contains("page=2"), "{kinds:?}");
        assert!(!kinds.contains(&"need"), "{kinds:?}");
        let (_, own) = get(&house, "member-1", &format!("/find?q={q}")).await;
        assert!(own.contains("id=\"kind-need\"") && own.contains("문제 1건"), "{own}");
        let answer = api(&house, "guest", &format!("/api/v1/search?grouped=yes&q={q}")).await;
        let groups = answer["groups"].as_array().unwrap();
        let of: Vec<&str> = groups.iter().map(|group| group["kind"].as_str().unwrap()).collect();
        assert_eq!(of, kinds);
        for group in groups {
            let kind = group["kind"].as_str().unwrap();
            assert_eq!(group["total"], answer["facets"]["kind"][kind], "counts agree: {group}");
            let results = group["results"].as_array().unwrap();
            assert!(!results.is_empty() && results.len() <= 4, "{group}");
            assert!(results.iter().all(|one| one["kind"] == kind && one["why"][0].is_string()), "{group}");
            let heading = format!("{}건</h3>", group["total"]);
            assert!(page.contains(&heading), "{heading}: {page}");
        }
        assert_eq!(
            groups[0]["results"][0]["id"], answer["results"][0]["id"],
            "the best is the first of the first"
        );
        let flat = api(&house, "guest", &format!("/api/v1/search?q={q}")).await;
        assert_eq!((&flat["groups"], &flat["results"]), (&json!([]), &answer["results"]));
        // A chosen kind, a chosen filter, the list and later pages are lists.
        for more in ["kind=service", "region=43", "view=list", "page=2"] {
            let (status, page) = get(&house, "guest", &format!("/find?q={q}&{more}")).await;
            assert!(status == StatusCode::OK && !page.contains("id=\"kind-"), "{more}: {page}");
        }
        let (_, page) = get(&house, "guest", &format!("/find?q={q}&view=list&lang=en")).await;
        assert!(page.contains("By kind"), "the way back: {page}");
    })
    .await;
}

#[tokio::test]
async fn a_change_is_found_within_a_second() {
    each_engine(&[], async |db| {
        let (house, _folder) = open(db).await;
        let app = house.app.clone();
        let (stop, stopped) = tokio::sync::oneshot::channel::<()>();
        let working = tokio::spawn(house.worker.run(async {
            let _gone = stopped.await;
        }));
        let id = text_id::<Instrument>(77);
        let mut tx = app.db.begin().await.unwrap();
        let sql = "INSERT INTO public_instrument (id, name_ko, name_en) VALUES ($1, '새장비 크라이오튬', '')";
        tx.run(sql, args![&id]).await.unwrap();
        tx.emit("catalogue.changed", &id, &json!({ "kind": "instrument", "id": id }), app.now())
            .await
            .unwrap();
        tx.commit().await.unwrap();
        let mut found = Vec::new();
        for _ in 0..20 {
            tokio::time::sleep(Duration::from_millis(50)).await;
            found = ieum_matching::match_text(&app, "크라이오튬", ieum_kernel::Lang::Ko, 5).await.unwrap();
            if !found.is_empty() {
                break;
            }
        }
        assert_eq!(found.len(), 1);
        let mut tx = app.db.begin().await.unwrap();
        tx.run("DELETE FROM public_instrument WHERE id = $1", args![&id]).await.unwrap();
        let payload = json!({ "kind": "instrument", "id": null, "ids": [id] });
        tx.emit("catalogue.changed", "instrument", &payload, app.now()).await.unwrap();
        tx.commit().await.unwrap();
        for _ in 0..20 {
            tokio::time::sleep(Duration::from_millis(50)).await;
            found = ieum_matching::match_text(&app, "크라이오튬", ieum_kernel::Lang::Ko, 5).await.unwrap();
            if found.is_empty() {
                break;
            }
        }
        assert!(found.is_empty(), "what is gone is not found");
        stop.send(()).unwrap();
        working.await.unwrap();
    })
    .await;
}

#[tokio::test]
async fn a_lost_or_broken_index_is_built_again_while_the_database_answers() {
    let db = ieum_db::testing::fresh(ieum_db::Engine::Sqlite, &[]).await.unwrap();
    let (house, folder) = open(db.clone()).await;
    let engine = ieum_matching::find::engine(&house.app).unwrap();
    let before = engine.documents();
    drop(house);
    closed(engine).await;
    for breakage in ["remove", "damage", "other build"] {
        let index = folder.path().join("search");
        match breakage {
            "remove" => std::fs::remove_dir_all(&index).unwrap(),
            "damage" => std::fs::write(index.join("meta.json"), b"{").unwrap(),
            _ => std::fs::write(index.join("built"), b"older").unwrap(),
        }
        let house = open_in(db.clone(), folder.path()).await;
        let (status, page) = get(&house, "guest", &format!("/find?q={}", encode("주사전자"))).await;
        assert_eq!(status, StatusCode::OK);
        assert!(page.contains("주사전자현미경"), "{breakage}: answered from either");
        ieum_matching::find::ensure(&house.app).await.unwrap();
        let engine = ieum_matching::find::engine(&house.app).unwrap();
        assert!(engine.is_ready());
        assert_eq!(engine.documents(), before, "{breakage}");
        drop(house);
        closed(engine).await;
    }
}

/// Waits until nobody holds the index any more.
async fn closed(engine: Arc<ieum_matching::Engine>) {
    let held = Arc::downgrade(&engine);
    drop(engine);
    while held.strong_count() > 0 {
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
}
