//! Audits: private by default, opened by their owner alone, with room for a reply.

use crate::house::{form, get, open};
use http::StatusCode;
use ieum_db::testing::each_engine;

/// 51 of 139 are 36.7 %; 60 of 139 are 43.2 %, not 45.0.
const TABLE: &str = "id,kind,n,base,value\nS1,share,51,139,36.7\nS2,share,60,139,45.0\n";

#[tokio::test]
async fn an_audit_is_its_owners_until_it_is_opened() {
    each_engine(&[], async |db| {
        let (house, _folder) = open(db).await;
        let bring = [("name", "표 3"), ("table", TABLE)];
        let (status, page, audit) = form(&house, "member-1", "/audits", &bring).await;
        assert_eq!(status, StatusCode::SEE_OTHER, "{page}");
        let (_, page) = get(&house, "member-1", &audit).await;
        assert!(page.contains("S2") && page.contains("45.0"), "{page}");
        let (_, report) = get(&house, "member-1", &format!("{audit}/report.json")).await;
        let report: serde_json::Value = serde_json::from_str(&report).unwrap();
        assert_eq!(
            (report["agrees"].as_i64(), report["cannot_hold"].as_i64()),
            (Some(1), Some(1)),
            "{report}"
        );
        for who in ["guest", "member-2", "operator-9"] {
            for path in [audit.clone(), format!("{audit}/report.pdf"), format!("{audit}/table.csv")] {
                assert_eq!(get(&house, who, &path).await.0, StatusCode::NOT_FOUND, "{who} {path}");
            }
        }
        let show = |sight: &'static str, version: &'static str| [("sight", sight), ("version", version)];
        let (status, _, _) = form(&house, "member-2", &format!("{audit}/sight"), &show("open", "1")).await;
        assert_eq!(status, StatusCode::NOT_FOUND);
        let (status, _, _) = form(&house, "member-1", &format!("{audit}/sight"), &show("link", "1")).await;
        assert_eq!(status, StatusCode::SEE_OTHER);
        assert_eq!(get(&house, "member-2", &audit).await.0, StatusCode::OK);
        assert_eq!(get(&house, "guest", &audit).await.0, StatusCode::NOT_FOUND);
        let (status, _, _) = form(&house, "member-1", &format!("{audit}/sight"), &show("open", "1")).await;
        assert_eq!(status, StatusCode::CONFLICT, "it was changed meanwhile");
        let (status, _, _) = form(&house, "member-1", &format!("{audit}/sight"), &show("open", "2")).await;
        assert_eq!(status, StatusCode::SEE_OTHER);
        assert_eq!(get(&house, "guest", &audit).await.0, StatusCode::OK);
        let (_, list) = get(&house, "guest", "/audits").await;
        assert!(list.contains("표 3"), "{list}");

        let (status, _, _) = form(&house, "member-2", &format!("{audit}/reply"), &[("words", " ")]).await;
        assert_eq!(status, StatusCode::UNPROCESSABLE_ENTITY);
        let said = [("words", "60명은 62명을 잘못 적은 것이에요.")];
        let (status, _, _) = form(&house, "member-2", &format!("{audit}/reply"), &said).await;
        assert_eq!(status, StatusCode::SEE_OTHER);
        let (_, page) = get(&house, "guest", &audit).await;
        assert!(page.contains("62명을"), "{page}");
        let (status, _, _) = form(&house, "member-2", &format!("{audit}/remove"), &[]).await;
        assert_eq!(status, StatusCode::NOT_FOUND);
        let (status, _, _) = form(&house, "member-1", &format!("{audit}/remove"), &[]).await;
        assert_eq!(status, StatusCode::SEE_OTHER);
        assert_eq!(get(&house, "guest", &audit).await.0, StatusCode::NOT_FOUND);
    })
    .await;
}

#[tokio::test]
async fn a_table_that_cannot_be_read_is_told_and_kept_in_the_form() {
    each_engine(&[], async |db| {
        let (house, _folder) = open(db).await;
        for table in ["", "id,kind\nS1,nonsense\n", "id,kind,colour\nS1,share,red\n"] {
            let bring = [("name", "표 9"), ("table", table)];
            let (status, page, _) = form(&house, "member-1", "/audits", &bring).await;
            assert_eq!(status, StatusCode::UNPROCESSABLE_ENTITY, "{table}");
            assert!(page.contains("표 9"), "{page}");
        }
        let bring = [("name", ""), ("table", TABLE)];
        let (status, page, _) = form(&house, "member-1", "/audits", &bring).await;
        assert!(status == StatusCode::UNPROCESSABLE_ENTITY && page.contains("36.7"), "{page}");
        let (status, _, _) = form(&house, "guest", "/audits", &bring).await;
        assert_eq!(status, StatusCode::FORBIDDEN);
    })
    .await;
}
