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

#[tokio::test]
async fn what_was_found_downloads_as_tables_and_as_a_picture() {
    each_engine(&[], async |db| {
        let (house, _folder) = open(db).await;
        let (_, _, study) = form(&house, "member-1", "/stats", &[("table", TABLE), ("name", "시험")]).await;
        let asked = [("method", "stats.ols"), ("o_formula", "y ~ x")];
        let (_, _, run) = form(&house, "member-1", &format!("{study}/run"), &asked).await;
        let (_, page) = get(&house, "member-1", &run).await;
        for part in ["picture.svg", "tables/coefficients", "tables/figures", "figures.json"] {
            let path = format!("{run}/{part}");
            assert!(page.contains(&format!("href=\"{path}\"")), "{part}: {page}");
            assert_eq!(get(&house, "member-1", &path).await.0, StatusCode::OK, "{part}");
            assert_eq!(
                get(&house, "member-2", &path).await.0,
                StatusCode::NOT_FOUND,
                "{part} is nobody else's"
            );
        }
        let (_, svg) = get(&house, "member-1", &format!("{run}/picture.svg")).await;
        assert!(svg.starts_with("<svg xmlns=") && svg.contains("ieum stats ols --data table.csv"), "{svg}");
        let (_, csv) = get(&house, "member-1", &format!("{run}/tables/coefficients")).await;
        let (_, figures) = get(&house, "member-1", &format!("{run}/figures.json")).await;
        let figures: Value = serde_json::from_str(&figures).unwrap();
        let error = &figures["coefficients"][1]["std_error"];
        assert!(csv.lines().count() == 3 && csv.contains(&format!(",{error},")), "all digits: {csv} {error}");
        for part in ["tables/nothing", "tables/n"] {
            assert_eq!(
                get(&house, "member-1", &format!("{run}/{part}")).await.0,
                StatusCode::NOT_FOUND,
                "{part}"
            );
        }
        let other = form(&house, "member-1", "/stats", &[("table", TABLE), ("name", "다른 표")]).await.2;
        let run = run.rsplit('/').next().unwrap();
        let crossed = format!("{other}/runs/{run}/tables/coefficients");
        assert_eq!(get(&house, "member-1", &crossed).await.0, StatusCode::NOT_FOUND, "of another table");
    })
    .await;
}

#[tokio::test]
async fn a_method_takes_a_second_table_of_ones_own() {
    each_engine(&[], async |db| {
        let (house, _folder) = open(db).await;
        let units = "r,v\na,1\nb,2\nc,4\nd,5\ne,7\n";
        let pairs = "from,to\na,b\nb,a\nb,c\nc,b\nc,d\nd,c\nd,e\ne,d\n";
        let bring = async |who: &'static str, name: &str, table: &str| {
            form(&house, who, "/stats", &[("table", table), ("name", name)]).await.2
        };
        let study = bring("member-1", "단위", units).await;
        let beside = bring("member-1", "이웃", pairs).await;
        let strange = bring("member-2", "남의 이웃", pairs).await;
        let id = |path: &str| path.rsplit('/').next().unwrap().to_owned();
        let (_, page) = get(&house, "member-1", &format!("{study}?method=region.moran")).await;
        assert!(page.contains("이웃") && page.contains(&id(&beside)), "{page}");
        assert!(!page.contains(&id(&strange)) && !page.contains("남의 이웃"), "{page}");
        let ask = async |table: &str| {
            let asked = [
                ("method", "region.moran"),
                ("o_unit", "r"),
                ("o_value", "v"),
                ("o_permutations", "99"),
                ("o_neighbours", table),
            ];
            form(&house, "member-1", &format!("{study}/run"), &asked).await
        };
        let (status, page, run) = ask(&id(&beside)).await;
        assert_eq!(status, StatusCode::SEE_OTHER, "{page}");
        let (_, page) = get(&house, "member-1", &run).await;
        assert!(page.contains("--neighbours table.csv") && page.contains("neighbours: 이웃"), "{page}");
        let (_, figures) = get(&house, "member-1", &format!("{run}/figures.json")).await;
        let figures: Value = serde_json::from_str(&figures).unwrap();
        let asked = json!({
            "data": units, "tables": { "neighbours": pairs },
            "options": { "unit": "r", "value": "v", "permutations": 99 },
        });
        let (_, of_program) = post(&house, "member-1", "/api/v1/region/moran", &asked).await;
        assert_eq!(figures, of_program, "page and program get the same");
        // Somebody else's table and none at all are refused, with what was chosen kept.
        for table in [id(&strange), "sty_nothing".to_owned(), String::new()] {
            let (status, page, _) = ask(&table).await;
            assert_eq!(status, StatusCode::UNPROCESSABLE_ENTITY, "{table}: {page}");
        }
    })
    .await;
}
