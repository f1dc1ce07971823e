//! A table in, a method asked, figures out: the same through the page and the API, and nobody else's business.

use crate::house::{form, get, open, post};
use http::StatusCode;
use ieum_db::testing::each_engine;
use serde_json::{Value, json};

const TABLE: &str = "y,x\n1.1,1\n1.9,2\n3.2,3\n3.9,4\n5.1,5\n";

#[tokio::test]
async fn a_table_is_asked_and_answers() {
    each_engine(&[], async |db| {
        let (house, _folder) = open(db).await;
        let (status, page, study) =
            form(&house, "member-1", "/stats", &[("table", TABLE), ("name", "시험")]).await;
        assert_eq!(status, StatusCode::SEE_OTHER, "{page}");
        let (_, page) = get(&house, "member-1", &format!("{study}?method=stats.ols")).await;
        assert!(page.contains("o_formula") && page.contains("1.9"), "{page}");
        let asked = [("method", "stats.ols"), ("o_formula", "y ~ x")];
        let (status, page, run) = form(&house, "member-1", &format!("{study}/run"), &asked).await;
        assert_eq!(status, StatusCode::SEE_OTHER, "{page}");
        let (_, page) = get(&house, "member-1", &run).await;
        assert!(page.contains("ieum stats ols --data table.csv --formula"), "the way to do it again: {page}");
        let (_, figures) = get(&house, "member-1", &format!("{run}/figures.json")).await;
        let kept: Value = serde_json::from_str(&figures).unwrap();
        let asked = json!({ "data": TABLE, "options": { "formula": "y ~ x" } });
        let (status, figures) = post(&house, "member-1", "/api/v1/stats/ols", &asked).await;
        assert_eq!((status, &figures), (StatusCode::OK, &kept), "page and program get the same");
        assert_eq!(figures["n"], json!(5));
        // Least squares of these five points by hand: slope 10.0 / 10 = 1.0 with Sxy = 10.0, Sxx = 10.
        let slope = figures["coefficients"][1]["estimate"].as_f64().unwrap();
        assert!((slope - 1.0).abs() < 1e-12, "{figures}");
        for (who, path) in [("member-2", &study), ("member-2", &run)] {
            assert_eq!(get(&house, who, path).await.0, StatusCode::NOT_FOUND, "{path}");
        }
        let (status, _, _) = form(&house, "member-2", &format!("{study}/remove"), &[]).await;
        assert_eq!(status, StatusCode::NOT_FOUND);
        let (status, _, _) = form(&house, "member-1", &format!("{study}/remove"), &[]).await;
        assert_eq!(status, StatusCode::SEE_OTHER);
        assert_eq!(get(&house, "member-1", &run).await.0, StatusCode::NOT_FOUND);
    })
    .await;
}

#[tokio::test]
async fn bad_input_is_told_and_nothing_typed_is_lost() {
    each_engine(&[], async |db| {
        let (house, _folder) = open(db).await;
        for table in ["", "   ", "y,x\n1\n2,3,4\n", "\"open"] {
            let (status, page, _) =
                form(&house, "member-1", "/stats", &[("table", table), ("name", "내 표")]).await;
            assert_eq!(status, StatusCode::UNPROCESSABLE_ENTITY, "{table}");
            assert!(page.contains("내 표"), "what was typed stays: {page}");
        }
        let (_, _, study) = form(&house, "member-1", "/stats", &[("table", "y,x\n1,2\n3,4\n5,6\n")]).await;
        let asked = [("method", "stats.ols"), ("o_formula", "y ~ nothing")];
        let (status, page, _) = form(&house, "member-1", &format!("{study}/run"), &asked).await;
        assert_eq!(status, StatusCode::UNPROCESSABLE_ENTITY);
        assert!(page.contains("y ~ nothing"), "{page}");
        for (path, body, expected) in [
            ("/api/v1/stats/nothing", json!({ "data": TABLE }), StatusCode::NOT_FOUND),
            ("/api/v1/stats/ols", json!({ "data": TABLE }), StatusCode::UNPROCESSABLE_ENTITY),
            (
                "/api/v1/stats/ols",
                json!({ "data": "" , "options": {"formula": "y ~ x"}}),
                StatusCode::UNPROCESSABLE_ENTITY,
            ),
        ] {
            let (status, said) = post(&house, "member-1", path, &body).await;
            assert_eq!(status, expected, "{path}: {said}");
        }
        let (status, _) = post(&house, "guest", "/api/v1/stats/ols", &json!({ "data": TABLE })).await;
        assert_eq!(status, StatusCode::UNAUTHORIZED);
    })
    .await;
}

#[tokio::test]
async fn a_long_computation_has_an_address() {
    each_engine(&[], async |db| {
        let (house, _folder) = open(db).await;
        let asked = json!({ "data": TABLE, "options": { "formula": "y ~ x" }, "later": true });
        let (status, place) = post(&house, "member-1", "/api/v1/stats/ols", &asked).await;
        assert_eq!(status, StatusCode::ACCEPTED, "{place}");
        let path = place["href"].as_str().unwrap();
        let (_, run) = get(&house, "member-1", path).await;
        let run: Value = serde_json::from_str(&run).unwrap();
        assert_eq!((run["state"].as_str(), &run["figures"]["n"]), (Some("done"), &json!(5)), "{run}");
        assert_eq!(get(&house, "member-2", path).await.0, StatusCode::NOT_FOUND);
    })
    .await;
}
