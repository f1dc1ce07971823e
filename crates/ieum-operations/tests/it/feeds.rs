//! Calendars for other programs: signed, quick, and silent about other people.

use crate::house::{CENTRE, FIRM, SCOPE, SECOND, STRANGER, at, engines, member, open};
use http::StatusCode;
use ieum_kernel::TimeSpan;
use ieum_operations::booking::{Ask, PastReservation, record_past, reserve};
use ieum_operations::usage::Ending;
use serde_json::json;
use std::time::Instant;

#[tokio::test(flavor = "multi_thread")]
async fn a_feed_opens_with_its_signature_only() {
    for engine in engines() {
        let standing = open(engine).await;
        let app = standing.app();
        let ask: Ask = serde_json::from_value(json!({
            "instrument": SCOPE, "starts": at("2026-03-03T10:00"), "ends": at("2026-03-03T12:00"),
            "purpose": "표면; 관찰, 그리고 아주 긴 설명이 이어져서 한 줄에 다 들어가지 않는 목적",
        }))
        .unwrap();
        let made = reserve(app, &member(1).actor(), ask).await.unwrap();
        let me = member(1).id();
        let path = |kind: &str, id: &str| {
            format!("/feeds/{kind}/{id}/{}.ics", app.sign("feed", &format!("{kind}:{id}")))
        };
        let (status, ics) = standing.text(None, &path("person", &me.to_string())).await;
        assert_eq!(status, StatusCode::OK);
        assert!(ics.starts_with("BEGIN:VCALENDAR\r\nVERSION:2.0\r\n") && ics.ends_with("END:VCALENDAR\r\n"));
        assert!(ics.contains("DTSTART:20260303T010000Z\r\nDTEND:20260303T030000Z\r\n"), "{ics}");
        assert!(ics.contains(&format!("UID:{}@127.0.0.1", made.id)), "{ics}");
        assert!(ics.replace("\r\n ", "").contains("표면\\; 관찰\\, 그리고"), "{ics}");
        assert!(ics.lines().all(|line| line.len() <= 75), "{ics}");
        let (_, of_instrument) = standing.text(None, &path("instrument", &SCOPE.to_string())).await;
        assert!(of_instrument.contains("DTSTART:20260303T010000Z") && !of_instrument.contains("표면"));
        assert!(!of_instrument.contains("사람 1"), "{of_instrument}");
        let (_, of_facility) = standing.text(None, &path("facility", &CENTRE.to_string())).await;
        assert!(of_facility.contains("사람 1"), "{of_facility}");
        for wrong in [
            format!("/feeds/person/{me}/00.ics"),
            path("person", &me.to_string()).replace("/person/", "/facility/"),
            path("person", &me.to_string()).replace(&me.to_string(), &member(2).id().to_string()),
            path("anything", "x"),
        ] {
            assert_eq!(standing.text(None, &wrong).await.0, StatusCode::NOT_FOUND, "{wrong}");
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_full_month_comes_quickly() {
    for engine in engines() {
        let standing = open(engine).await;
        let app = standing.app();
        let mut tx = app.db.begin().await.unwrap();
        for n in 0..372_i64 {
            let starts = at("2026-03-01T00:00").plus_minutes(n * 120);
            let past = PastReservation {
                id: app.new_id(),
                usage: app.new_id(),
                instrument: SECOND,
                facility: CENTRE,
                holder: member(1 + u128::try_from(n % 60).unwrap()).id(),
                organisation: Some(FIRM),
                span: TimeSpan { starts, ends: starts.plus_minutes(120) },
                purpose: "측정".to_owned(),
                kind: "self".to_owned(),
                ending: Ending::default(),
                made_at: starts,
            };
            record_past(&mut tx, &past).await.unwrap();
        }
        tx.commit().await.unwrap();
        let path = format!("/api/v1/instruments/{SECOND}/events?from=2026-03-01&to=2026-04-01");
        let (status, events) = standing.call(member(1), "GET", &path, None).await;
        assert_eq!(status, StatusCode::OK, "{events}");
        assert_eq!(events.as_array().unwrap().len(), 372, "{engine}");
        assert!(events[0]["id"].is_string() && events[0]["organisation"].is_string());
        let (_, busy) = standing.call(STRANGER, "GET", &path, None).await;
        assert!(
            busy.as_array().unwrap().iter().all(|e| e.get("id").is_none() && e["title"] == "사용 중"),
            "{busy}"
        );
        // However full the month: one statement for the events of programs, one for each signed feed.
        let before = app.db.statements();
        standing.call(member(1), "GET", &path, None).await;
        assert!(app.db.statements() - before <= 3, "{engine}: {} statements", app.db.statements() - before);
        for (kind, id) in [
            ("instrument", SECOND.to_string()),
            ("person", member(1).id().to_string()),
            ("facility", CENTRE.to_string()),
        ] {
            let feed = format!("/feeds/{kind}/{id}/{}.ics", app.sign("feed", &format!("{kind}:{id}")));
            let before = app.db.statements();
            let (_, ics) = standing.text(None, &feed).await;
            let asked = app.db.statements() - before;
            assert!(
                ics.contains("BEGIN:VEVENT") && (1..=3).contains(&asked),
                "{engine}: {kind} took {asked} statements"
            );
        }
        let began = Instant::now();
        for _ in 0..10 {
            standing.call(member(1), "GET", &path, None).await;
        }
        // Not a timed test: this only says the number for whoever looks.
        eprintln!("{engine}: 372 events in {:?} (unoptimised)", began.elapsed() / 10);
        let wrong = format!("/api/v1/instruments/{SECOND}/events?from=yesterday");
        assert_eq!(standing.call(member(1), "GET", &wrong, None).await.0, StatusCode::UNPROCESSABLE_ENTITY);
    }
}
