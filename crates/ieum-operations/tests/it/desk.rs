//! The desk: what waits for each role, with counts that are the lists', on every engine at hand.

use crate::house::{BILLER, CENTRE, REVIEWER, STAFF, STRANGER, Somebody, Standing, engines, member, open};
use crate::quoted::{accepted, listed_prices, samples, to_work};
use crate::work::{scoped, sent, step};
use http::StatusCode;
use ieum_db::args;
use ieum_kernel::{Id, Role};
use ieum_operations::billing::{self, Wanted};
use ieum_operations::request::{self, Ask, Event};
use serde_json::Value;

async fn lists(standing: &Standing, who: Somebody) -> Vec<(String, usize, Vec<Value>)> {
    let (status, seen) = standing.call(who, "GET", "/api/v1/work", None).await;
    assert_eq!(status, StatusCode::OK);
    let lists: Vec<(String, usize, Vec<Value>)> = seen["lists"]
        .as_array()
        .unwrap()
        .iter()
        .map(|list| {
            let rows = list["rows"].as_array().unwrap().clone();
            let count = usize::try_from(list["count"].as_u64().unwrap()).unwrap();
            (list["kind"].as_str().unwrap().to_owned(), count, rows)
        })
        .collect();
    let sum: usize = lists.iter().map(|(_, count, _)| count).sum();
    assert_eq!(seen["count"].as_u64(), Some(u64::try_from(sum).unwrap()));
    for (kind, count, rows) in &lists {
        assert_eq!(*count, rows.len(), "{kind} counts what it lists");
        let (status, page) = standing.text(Some(who), &format!("/desk/{kind}")).await;
        assert_eq!(status, StatusCode::OK, "{kind}");
        let shown = page.matches("<tr").count().saturating_sub(usize::from(*count > 0));
        assert_eq!(shown, *count, "the page of {kind} shows as many as are counted");
        for row in rows {
            assert!(!row["action"].as_str().unwrap().is_empty(), "{kind}: {row}");
            let href = row["href"].as_str().unwrap().split(['#', '?']).next().unwrap().to_owned();
            if href.starts_with("/needs") || href.starts_with("/experts") {
                continue;
            }
            assert_eq!(standing.text(Some(who), &href).await.0, StatusCode::OK, "{kind} leads to {href}");
        }
    }
    let (status, page) = standing.text(Some(who), "/work").await;
    assert_eq!(status, StatusCode::OK, "{page}");
    lists
}

fn count(lists: &[(String, usize, Vec<Value>)], kind: &str) -> usize {
    lists.iter().find(|(found, _, _)| found == kind).map_or(usize::MAX, |(_, count, _)| *count)
}

#[tokio::test(flavor = "multi_thread")]
async fn every_role_sees_what_waits_for_it_and_nothing_of_others() {
    for engine in engines() {
        let standing = open(engine).await;
        let app = standing.app();
        listed_prices(&standing).await;
        let fresh = Ask {
            facility: Some(CENTRE),
            title: "급한 일".to_owned(),
            words: "봐 주세요.".to_owned(),
            ..Ask::default()
        };
        request::create(app, &member(1).actor(), fresh, true).await.unwrap();
        let r = scoped(&standing).await;
        sent(&standing, &r, 10_000).await;
        let r = scoped(&standing).await;
        accepted(&standing, &r, vec![samples(2)]).await;
        to_work(&standing, &r).await;

        let staff = lists(&standing, STAFF).await;
        assert_eq!(count(&staff, "requests"), 2, "{engine}: one to take up, one at work");
        assert!(staff.iter().all(|(kind, _, _)| kind != "charges" && kind != "answers"));
        let firm = lists(&standing, member(1)).await;
        assert_eq!(count(&firm, "answers"), 1, "the quote");
        let quote_due = &firm.iter().find(|(kind, _, _)| kind == "answers").unwrap().2[0];
        assert_eq!(quote_due["due"], "2026-03-31T15:00:00Z", "until the end of its last day");
        assert_eq!(count(&lists(&standing, STRANGER).await, "answers"), 0);

        let mut tx = app.db.begin().await.unwrap();
        let need =
            "INSERT INTO public_need (id, title, state, confidentiality, made_at) VALUES ($1, $2, $3, $4, 0)";
        for (nth, state) in [(1_u128, "submitted"), (2, "published"), (3, "solved")] {
            let id: Id<ieum_kernel::Need> = Id::nth(nth);
            tx.run(need, args![id, "문제", state, "anonymous"]).await.unwrap();
        }
        let expert = "INSERT INTO public_expert (id, person_id, name_ko, name_en, fields, keywords)
                      VALUES ($1, $2, '전문가', 'Expert', '', '')";
        let (id, person): (Id<ieum_kernel::Expert>, _) = (Id::nth(1), Somebody { number: 903, ..STAFF }.id());
        tx.run(expert, args![id, person]).await.unwrap();
        let measured =
            "INSERT INTO measurement (id, facility_id, operator_id, title, content_json, state, state_json,
            version, made_at, changed_at) VALUES ($1, $2, $3, '측정', $4, 'in_review', $5, 1, 0, 0)";
        let content =
            r#"{"samples":"","conditions":"","notes":"","summary":"","results":[],"conclusion":""}"#;
        for (nth, operator) in [(1_u128, STAFF), (2, REVIEWER)] {
            let id: Id<ieum_operations::measurement::MeasurementThing> = Id::nth(nth);
            let state =
                format!(r#"{{"name":"in_review","by":"{}","at":"2026-03-01T00:00:00Z"}}"#, operator.id());
            tx.run(measured, args![id, CENTRE, operator.id(), content, state]).await.unwrap();
        }
        tx.commit().await.unwrap();
        let reviewer = lists(&standing, REVIEWER).await;
        assert_eq!(count(&reviewer, "reviews"), 1, "what one measured is for somebody else");
        let expert = lists(&standing, Somebody { number: 903, role: Role::Expert, ..STAFF }).await;
        assert_eq!((count(&expert, "unsolved"), count(&expert, "profile")), (1, 1));
        let planner = lists(&standing, Somebody { number: 904, role: Role::Planner, ..STAFF }).await;
        assert_eq!((count(&planner, "problems"), count(&planner, "late")), (1, 0));
        standing.clock.advance_minutes(5 * 24 * 60);
        let operator = lists(&standing, Somebody { number: 700, role: Role::Operator, ..STAFF }).await;
        assert_eq!(count(&operator, "late"), 1, "nobody took up the urgent one");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn billing_sees_charges_drafts_and_what_is_overdue_in_turn() {
    for engine in engines() {
        let standing = open(engine).await;
        let app = standing.app();
        listed_prices(&standing).await;
        let r = scoped(&standing).await;
        accepted(&standing, &r, vec![samples(2)]).await;
        to_work(&standing, &r).await;
        let r = request::load(&mut app.db.reader(), r.id).await.unwrap().unwrap();
        let mut tx = app.db.begin().await.unwrap();
        billing::charge_for_quote(&mut tx, app, &r, STAFF.id()).await.unwrap();
        tx.commit().await.unwrap();
        let seen =
            |lists: Vec<_>| (count(&lists, "charges"), count(&lists, "invoices"), count(&lists, "overdue"));
        assert_eq!(seen(lists(&standing, BILLER).await), (1, 0, 0), "{engine}");
        let drafted = billing::draft(app, &BILLER.actor(), Wanted::Request(r.id)).await.unwrap();
        assert_eq!(seen(lists(&standing, BILLER).await), (0, 1, 0));
        billing::issue(app, &BILLER.actor(), drafted.id, None).await.unwrap();
        assert_eq!(seen(lists(&standing, BILLER).await), (0, 1, 0), "issued, nobody told");
        billing::send(app, &BILLER.actor(), drafted.id, None).await.unwrap();
        assert_eq!(seen(lists(&standing, BILLER).await), (0, 0, 0));
        assert_eq!(count(&lists(&standing, member(1)).await, "bills"), 1);
        standing.clock.advance_minutes(32 * 24 * 60);
        assert_eq!(seen(lists(&standing, BILLER).await), (0, 0, 1));
        step(&standing, STAFF, &r, Event::Hold { reason: "부품".to_owned() }).await;
    }
}
