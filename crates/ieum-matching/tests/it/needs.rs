//! From the first word to the register.

use crate::house::{form, get, open, text_id};
use http::StatusCode;
use ieum_db::{args, testing::each_engine};
use ieum_kernel::{Id, Need as NeedThing, Role};
use ieum_matching::need::{self, Confidentiality, Need, NeedError, Said, State, Step};
use ieum_matching::{NewNeed, bulk_needs};
use ieum_web::encode;

/// Writes a need through the wizard and hands it in; its path.
pub(crate) async fn hand_in(house: &ieum_web::House, who: &str, words: &str, secrecy: &str) -> String {
    let (status, body, place) = form(house, who, "/needs", &format!("words={}", encode(words))).await;
    assert_eq!(status, StatusCode::SEE_OTHER, "{body}");
    let path = place.strip_suffix("/write/material").unwrap().to_owned();
    for (step, fields) in [
        ("material", "material=apples".to_owned()),
        ("solved", String::new()),
        ("quantity", "quantity=12".to_owned()),
        ("due", "due_on=2026-04-01".to_owned()),
        ("budget", "budget=1%2C500%2C000".to_owned()),
        ("confidentiality", format!("confidentiality={secrecy}")),
    ] {
        let (status, body, place) = form(house, who, &format!("{path}/write/{step}"), &fields).await;
        assert_eq!(status, StatusCode::SEE_OTHER, "{step}: {body}");
        assert!(place.starts_with(&path), "{place}");
    }
    for page in ["files", "check"] {
        assert_eq!(get(house, who, &format!("{path}/write/{page}")).await.0, StatusCode::OK);
    }
    let (status, body, place) = form(house, who, &format!("{path}/steps/submit"), "").await;
    assert_eq!((status, place), (StatusCode::SEE_OTHER, format!("{path}/matches")), "{body}");
    path
}

#[tokio::test]
async fn a_need_goes_from_its_first_word_to_the_register() {
    each_engine(&[], async |db| {
        let (house, _folder) = open(db).await;
        let (status, page) = get(&house, "guest", "/").await;
        assert_eq!(status, StatusCode::OK);
        assert!(page.contains("action=\"/needs/new\""));
        let (_, page) = get(&house, "guest", "/needs/new?words=pesticide").await;
        assert!(page.contains("pesticide"), "the words are kept");
        let path =
            hand_in(&house, "member-1", "사과에서 잔류농약이 나왔어요. 무엇인지 알고 싶어요", "public").await;
        let (_, page) = get(&house, "member-1", &format!("{path}/matches")).await;
        assert!(page.contains("농산물 잔류농약 다성분 분석"), "{page}");
        assert!(page.contains("/requests/new?need="));
        for page in ["", "/thread"] {
            assert_eq!(get(&house, "member-1", &format!("{path}{page}")).await.0, StatusCode::OK);
        }
        house.worker.run_until_idle().await.unwrap();
        let (_, queue) = get(&house, "planner-2", "/triage").await;
        assert!(queue.contains("사과에서 잔류농약이 나왔어요"));
        let to = |step: &str| format!("{path}/steps/{step}");
        let (status, body, _) = form(&house, "planner-2", &to("decline"), "note=").await;
        assert_eq!(status, StatusCode::UNPROCESSABLE_ENTITY);
        assert!(body.contains("내용을 적어 주세요"), "{body}");
        for (who, step, fields) in [
            ("planner-2", "take", ""),
            ("planner-2", "ask", "note=how+many"),
            ("member-1", "answer", "note=twelve"),
            ("planner-2", "publish", "note="),
        ] {
            let (status, body, _) = form(&house, who, &to(step), fields).await;
            assert_eq!(status, StatusCode::SEE_OTHER, "{step}: {body}");
        }
        let (_, register) = get(&house, "guest", "/register?q=%EC%9E%94%EB%A5%98").await;
        assert!(register.contains(&path));
        for _ in 0..2 {
            assert_eq!(form(&house, "member-3", &format!("{path}/vote"), "").await.0, StatusCode::SEE_OTHER);
        }
        let (_, page) = get(&house, "member-3", &path).await;
        assert!(page.contains("1명이 함께"), "one person, one vote");
        assert_eq!(
            form(&house, "member-1", &format!("{path}/vote"), "").await.0,
            StatusCode::UNPROCESSABLE_ENTITY
        );
        form(&house, "member-3", &format!("{path}/unvote"), "").await;
        assert!(get(&house, "member-3", &path).await.1.contains("0명이 함께"));
        assert_eq!(form(&house, "member-1", &to("solve"), "note=LC-MS").await.0, StatusCode::SEE_OTHER);
        assert!(get(&house, "guest", "/register?solved=yes").await.1.contains(&path));
    })
    .await;
}

#[tokio::test]
async fn a_private_need_is_nowhere_for_others() {
    each_engine(&[], async |db| {
        let (house, _folder) = open(db).await;
        let path = hand_in(&house, "member-1", "zirconquux 비밀합금 문제", "private").await;
        house.worker.run_until_idle().await.unwrap();
        ieum_matching::find::flush(&house.app).await.unwrap();
        for other in ["guest", "member-7", "manager-7"] {
            for page in ["", "/matches", "/thread"] {
                let (status, body) = get(&house, other, &format!("{path}{page}")).await;
                assert_ne!(status, StatusCode::OK, "{other} {page}");
                assert!(!body.contains("비밀합금"));
            }
            let (_, found) = get(&house, other, "/find?q=zirconquux").await;
            assert!(!found.contains(&path) && !found.contains("비밀합금 문제"), "{other}");
            let counted = crate::house::api(&house, other, "/api/v1/search?q=zirconquux").await;
            assert_eq!(
                (counted["total"].as_u64(), counted["facets"]["kind"]["need"].as_u64()),
                (Some(0), None)
            );
            let (_, offers) = get(&house, other, "/find/suggest?q=zirc").await;
            assert_eq!(offers, "[]");
            assert!(!get(&house, other, "/register").await.1.contains(&path));
        }
        for insider in ["member-1", "manager-1", "staff-9", "planner-9"] {
            assert_eq!(get(&house, insider, &path).await.0, StatusCode::OK, "{insider}");
        }
        let own = crate::house::api(&house, "member-1", "/api/v1/search?q=zirconquux").await;
        assert_eq!(own["total"], 1, "{own}");
        assert_eq!(
            form(&house, "planner-9", &format!("{path}/steps/publish"), "").await.0,
            StatusCode::UNPROCESSABLE_ENTITY
        );
    })
    .await;
}

#[tokio::test]
async fn an_anonymous_need_shows_no_name() {
    each_engine(&[], async |db| {
        let (house, _folder) = open(db).await;
        let path = hand_in(&house, "member-1", "이름 없이 올리는 문제", "anonymous").await;
        assert_eq!(
            form(&house, "planner-9", &format!("{path}/steps/publish"), "").await.0,
            StatusCode::SEE_OTHER
        );
        let (status, page) = get(&house, "guest", &path).await;
        assert_eq!(status, StatusCode::OK);
        assert!(!page.contains("비밀정밀") && !page.contains("1,500,000"), "{page}");
    })
    .await;
}

#[tokio::test]
async fn what_cannot_be_read_is_shown_again_at_its_field() {
    each_engine(&[], async |db| {
        let (house, _folder) = open(db).await;
        let long = "가".repeat(4001);
        for (path, body, expected) in [
            ("/needs".to_owned(), "words=".to_owned(), "꼭 적어 주세요"),
            ("/needs".to_owned(), format!("words={}", encode(&long)), "4,000자까지"),
        ] {
            let (status, page, _) = form(&house, "member-1", &path, &body).await;
            assert_eq!(status, StatusCode::UNPROCESSABLE_ENTITY);
            assert!(page.contains(expected), "{page}");
        }
        let (_, _, place) = form(&house, "member-1", "/needs", "words=x").await;
        let path = place.strip_suffix("/write/material").unwrap();
        let (_, _, again) = form(&house, "member-1", "/needs", "words=x").await;
        assert_eq!(again, place, "the same words go on with the same draft");
        for (step, body) in [
            ("due", "due_on=2026-02-30"),
            ("due", "due_on=2026-03-01"),
            ("budget", "budget=-5"),
            ("confidentiality", "confidentiality=all"),
        ] {
            let (status, _, _) = form(&house, "member-1", &format!("{path}/write/{step}"), body).await;
            assert_eq!(status, StatusCode::UNPROCESSABLE_ENTITY, "{step} {body}");
        }
        assert_eq!(get(&house, "member-2", &format!("{path}/write/due")).await.0, StatusCode::NOT_FOUND);
        assert_eq!(get(&house, "member-1", &format!("{path}/write/nothing")).await.0, StatusCode::NOT_FOUND);
    })
    .await;
}

fn example(n: u128, state: State, secrecy: Confidentiality, registered: bool) -> Need {
    let at = "2025-03-02T00:00:00Z".parse().unwrap();
    Need {
        id: Id::nth(n),
        owner: Id::nth(1),
        organisation: Some(Id::nth(1)),
        said: Said {
            title: format!("문제 {n}"),
            words: "말".into(),
            confidentiality: secrecy,
            ..Said::default()
        },
        state,
        registered,
        version: 1,
        made_at: at,
        submitted_at: Some(at),
        changed_at: at,
    }
}

#[tokio::test]
async fn the_database_keeps_what_the_rules_say() {
    each_engine(&[], async |db| {
        let (house, _folder) = open(db).await;
        let db = &house.app.db;
        let steps = vec![(
            "begin".to_owned(),
            Some(Id::nth(1)),
            "2025-03-01T00:00:00Z".parse().unwrap(),
            String::new(),
        )];
        let mut tx = db.begin().await.unwrap();
        let published = State::Published { by: Id::nth(2) };
        let need = example(1, published.clone(), Confidentiality::Public, true);
        let votes = vec![(Id::nth(5), house.app.now()), (Id::nth(5), house.app.now())];
        bulk_needs(&mut tx, vec![NewNeed { need, steps, votes }]).await.unwrap();
        tx.commit().await.unwrap();
        let mut tx = db.begin().await.unwrap();
        let bad = example(2, published, Confidentiality::Private, true);
        let refused =
            bulk_needs(&mut tx, vec![NewNeed { need: bad, steps: Vec::new(), votes: Vec::new() }]).await;
        assert!(refused.unwrap_err().is_constraint("need_private_not_published"));
        drop(tx);
        let mut tx = db.begin().await.unwrap();
        let mut silent = example(3, State::Submitted, Confidentiality::Private, false);
        silent.said.words = String::new();
        let refused =
            bulk_needs(&mut tx, vec![NewNeed { need: silent, steps: Vec::new(), votes: Vec::new() }]).await;
        assert!(refused.unwrap_err().is_constraint("need_said"));
        drop(tx);
        let sql = "INSERT INTO need_vote (need_id, person_id, at) VALUES ($1, $2, 0)";
        let mut tx = db.begin().await.unwrap();
        let twice = tx.run(sql, args![text_id::<NeedThing>(1), text_id::<ieum_kernel::Person>(5)]).await;
        assert!(twice.unwrap_err().is_constraint("need_vote_once"));
    })
    .await;
}

#[tokio::test]
async fn a_step_leaves_history_audit_and_event_and_two_at_once_do_not_mix() {
    each_engine(&[], async |db| {
        let (house, _folder) = open(db).await;
        let app = &house.app;
        let owner = crate::house::actor(Role::Member, 1);
        let said = Said { title: "제목".into(), words: "말".into(), ..Said::default() };
        let id = need::begin(app, Id::nth(1), &owner, said).await.unwrap();
        let first = need::take(app, id, &owner, &Step::Submit).await.unwrap();
        assert_eq!((first.state, first.version), (State::Submitted, 2));
        let again = need::take(app, id, &owner, &Step::Submit).await.unwrap_err();
        assert!(matches!(again, NeedError::Refused(reasons) if reasons.len() == 1));
        let entries = ieum_db::audit_of(&mut app.db.reader(), &id.to_string(), 10).await.unwrap();
        assert_eq!(
            entries.iter().map(|e| e.action.as_str()).collect::<Vec<_>>(),
            ["need.submit", "need.begin"]
        );
        let sql = "SELECT topic FROM outbox WHERE thing = $1 ORDER BY id";
        let topics: Vec<String> = app.db.reader().all(sql, args![id], |row| row.get("topic")).await.unwrap();
        assert_eq!(topics, ["need.begin", "need.submit"]);
        let planner = crate::house::actor(Role::Planner, 90);
        let (a, b) = tokio::join!(
            need::take(app, id, &planner, &Step::Take),
            need::take(app, id, &planner, &Step::Take)
        );
        assert_eq!([a.is_ok(), b.is_ok()].iter().filter(|ok| **ok).count(), 1, "one of two takes it");
    })
    .await;
}
