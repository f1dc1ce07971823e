//! Learning: remembered behind the page, one's own to see and to forget, and adopted only when it does better.

use crate::house::{actor, form, get, open};
use crate::plans::need;
use http::StatusCode;
use ieum_db::{args, testing::each_engine};
use ieum_kernel::{Id, Person, Role, Service, Timestamp};
use ieum_matching::{learning, ranking};
use ieum_search::Ranking;
use ieum_web::{App, House};

async fn count(app: &App, sql: &'static str) -> i64 {
    app.db.reader().one(sql, args![], |row| row.get("n")).await.unwrap()
}

#[tokio::test]
async fn what_was_shown_and_what_came_of_it_is_remembered_once_and_forgotten_when_asked() {
    each_engine(&[], async |db| {
        let (house, _folder) = open(db).await;
        let app = house.app.clone();
        let id = need(&house, "사과에 남은 잔류농약을 알고 싶어요", "3개").await;
        let path = format!("/needs/{id}/matches");
        for _ in 0..2 {
            assert_eq!(get(&house, "member-1", &path).await.0, StatusCode::OK);
            learning::flush(&app).await.unwrap();
        }
        assert_eq!(count(&app, "SELECT COUNT(*) AS n FROM learning_shown").await, 1, "the same list once");
        // A guest's search is nobody's; a member's is remembered without its words.
        get(&house, "guest", "/find?q=pesticide").await;
        get(&house, "member-1", "/find?q=pesticide").await;
        learning::flush(&app).await.unwrap();
        assert_eq!(count(&app, "SELECT COUNT(*) AS n FROM learning_shown").await, 2);
        let said: Vec<String> = app
            .db
            .reader()
            .all("SELECT things_json FROM learning_shown", args![], |row| row.get("things_json"))
            .await
            .unwrap();
        assert!(said.iter().all(|text| !text.contains("pesticide") && text.contains("svc_")), "{said:?}");

        let service = Id::<Service>::nth(50).to_string();
        let member = actor(Role::Member, 1).person;
        learning::opened(&app, member, &service, &path);
        learning::opened(&app, member, &service, "/find?q=pesticide");
        learning::opened(&app, member, &service, "/services");
        learning::opened(&app, None, &service, &path);
        learning::flush(&app).await.unwrap();
        assert_eq!(count(&app, "SELECT COUNT(*) AS n FROM learning_outcome").await, 2);
        assert_eq!(learning::judged(&app).await.unwrap().len(), 2);

        let (_, page) = get(&house, "member-1", "/find/remembered").await;
        assert!(
            page.contains("농산물 잔류농약 다성분 분석") && page.contains(&format!("/needs/{id}")),
            "{page}"
        );
        let (_, page) = get(&house, "member-2", "/find/remembered").await;
        assert!(page.contains("기억하는 것이 없어요"), "{page}");
        assert_ne!(get(&house, "guest", "/find/remembered").await.0, StatusCode::OK);
        let (status, ..) = form(&house, "member-2", "/find/remembered/forget", "").await;
        assert_eq!(status, StatusCode::SEE_OTHER);
        assert_eq!(
            count(&app, "SELECT COUNT(*) AS n FROM learning_shown").await,
            2,
            "others forget their own"
        );
        form(&house, "member-1", "/find/remembered/forget", "").await;
        let left =
            "SELECT (SELECT COUNT(*) FROM learning_shown) + (SELECT COUNT(*) FROM learning_outcome) AS n";
        assert_eq!(count(&app, left).await, 0);
    })
    .await;
}

/// Requests of which the second was chosen though the first is named so: descriptions say more here than names.
async fn choices(app: &App, requests: u128, at: Timestamp) {
    let person = Id::<Person>::nth(9).to_string();
    let mut tx = app.db.begin().await.unwrap();
    for n in 0..requests {
        let id = format!("shw_{}", Id::<Service>::nth(n + 1).to_string().split_once('_').unwrap().1);
        let lift = f64::from(u32::try_from(n % 7).unwrap()) / 100.0;
        let things = serde_json::json!([
            ["svc_named", 1, [0.6, 0, 0, 0, 0, 0.1 + lift, 0, 0, 0, 0, 0, 0]],
            ["svc_told", 2, [0.1, 0, 0, 0, 0, 0.5 + lift, 0, 0, 0, 0, 0, 0]]
        ]);
        let shown =
            "INSERT INTO learning_shown (id, person_id, form, things_json, at) VALUES ($1, $2, 1, $3, $4)";
        tx.run(shown, args![&id, &person, things.to_string(), at]).await.unwrap();
        let came = "INSERT INTO learning_outcome (about_id, thing_id, outcome, person_id, at)
                    VALUES ($1, 'svc_told', 'opened', $2, $3)";
        tx.run(came, args![&id, &person, at]).await.unwrap();
    }
    tx.commit().await.unwrap();
}

async fn in_force(house: &House) -> Ranking {
    ranking::in_force(&mut house.app.db.reader()).await.unwrap()
}

#[tokio::test]
async fn weights_are_fitted_from_enough_requests_adopted_when_better_and_put_back() {
    each_engine(&[], async |db| {
        let (house, _folder) = open(db).await;
        let app = house.app.clone();
        choices(&app, 20, app.now().plus_days(-800)).await;
        let (status, page) = get(&house, "operator-1", "/ranking").await;
        assert_eq!(status, StatusCode::OK);
        assert!(page.contains("500건이 모자라요"), "what is too old teaches nothing: {page}");
        assert_eq!(count(&app, "SELECT COUNT(*) AS n FROM learning_shown").await, 0, "and is forgotten");
        let (status, page, _) = form(&house, "operator-1", "/ranking/fit", "").await;
        assert_eq!(status, StatusCode::UNPROCESSABLE_ENTITY);
        assert!(page.contains("ranking/too-few"), "{page}");
        for who in ["planner-1", "staff-1", "member-1"] {
            assert_eq!(get(&house, who, "/ranking").await.0, StatusCode::FORBIDDEN, "{who}");
            for path in ["/ranking/fit", "/ranking/adopt"] {
                assert_eq!(form(&house, who, path, "fit=formula&why=x").await.0, StatusCode::FORBIDDEN);
            }
        }

        choices(&app, 520, app.now().plus_days(-2)).await;
        let (judged, learned) = ranking::trial(&app).await.unwrap();
        assert_eq!(judged, 520);
        assert!(learned.unwrap().beats());
        assert_eq!(count(&app, "SELECT COUNT(*) AS n FROM ranking_fit").await, 0, "a trial writes nothing");
        let (status, ..) = form(&house, "operator-1", "/ranking/fit", "").await;
        assert_eq!(status, StatusCode::SEE_OTHER);
        assert_eq!(in_force(&house).await, Ranking::default(), "a fit alone changes nothing");
        let sql = "SELECT id AS n FROM ranking_fit";
        let fit: String = app.db.reader().one(sql, args![], |row| row.get("n")).await.unwrap();
        let adopt = format!("fit={fit}&why={}", ieum_web::encode("더 나아요"));
        let (status, page, _) =
            form(&house, "operator-1", "/ranking/adopt", &format!("fit={fit}&why=")).await;
        assert_eq!(status, StatusCode::UNPROCESSABLE_ENTITY);
        assert!(page.contains("ranking/reason-missing"), "{page}");
        assert_eq!(form(&house, "operator-1", "/ranking/adopt", &adopt).await.0, StatusCode::SEE_OTHER);
        let [name, _, _, _, _, description, ..] = in_force(&house).await.weights;
        assert!(description > name, "{description} and {name}");
        let (_, page) = get(&house, "operator-1", "/ranking").await;
        assert!(
            page.contains("우리 지역에서 배운 무게를 쓰고 있어요") && page.contains("더 나아요"),
            "{page}"
        );
        let (status, page, _) = form(&house, "operator-1", "/ranking/adopt", &adopt).await;
        assert_eq!(status, StatusCode::UNPROCESSABLE_ENTITY);
        assert!(page.contains("ranking/in-force"), "{page}");
        let back = form(&house, "operator-1", "/ranking/adopt", "fit=formula&why=x").await;
        assert_eq!(back.0, StatusCode::SEE_OTHER);
        assert_eq!(in_force(&house).await, Ranking::default());

        // What the rules explain, the database guarantees.
        let mut tx = app.db.begin().await.unwrap();
        let sql = "INSERT INTO ranking_weight (fit_id, part, thousandths) VALUES ($1, 'facts', 501)";
        assert!(tx.run(sql, args![&fit]).await.is_err());
    })
    .await;
}
