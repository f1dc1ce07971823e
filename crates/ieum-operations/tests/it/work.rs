//! A piece of work from the first draft to samples at the bench: requests, quotes, custody, on every engine.

use crate::house::{CENTRE, SCOPE, STAFF, STRANGER, Somebody, Standing, engines, member, open};
use http::StatusCode;
use ieum_db::args;
use ieum_kernel::{Id, Money, Rounding};
use ieum_operations::desk::thread_of;
use ieum_operations::quote::{self, Draft, DraftLine, Quote, QuoteError, Vat};
use ieum_operations::request::{self, Ask, Event, Name, Request, RequestError, Verdict};
use ieum_operations::sample::{self, Action, Chain, Declaration, Move, Sample, SampleError, verify};
use serde_json::json;

const NEED: Id<ieum_kernel::Need> = Id::nth(77);

fn ask() -> Ask {
    Ask {
        need: Some(NEED),
        instrument: Some(SCOPE),
        title: "사과 잔류농약".to_owned(),
        words: "사과 20점에 남은 농약을 알고 싶어요.".to_owned(),
        quantity: Some(20),
        ..Ask::default()
    }
}

pub(crate) async fn step(standing: &Standing, who: Somebody, r: &Request, event: Event) -> Request {
    request::take(standing.app(), &who.actor(), r.id, None, event).await.unwrap()
}

pub(crate) async fn scoped(standing: &Standing) -> Request {
    let r = request::create(standing.app(), &member(1).actor(), ask(), true).await.unwrap();
    let r = step(standing, STAFF, &r, Event::Triage).await;
    step(standing, STAFF, &r, Event::Scope { verdict: Verdict::Feasible, note: String::new() }).await
}

pub(crate) fn draft(won: i64) -> Draft {
    Draft {
        lines: vec![DraftLine::plain("다성분 분석", 20_000, "점", Money::won(won))],
        vat: Vat::Standard,
        rounding: Rounding::Down,
        valid_until: jiff::civil::date(2026, 3, 31),
        terms: "검수 뒤 30일".to_owned(),
    }
}

pub(crate) async fn sent(standing: &Standing, r: &Request, won: i64) -> Quote {
    let kept = quote::draft(standing.app(), &STAFF.actor(), r.id, None, draft(won)).await.unwrap();
    quote::send(standing.app(), &STAFF.actor(), kept.id, None).await.unwrap()
}

pub(crate) async fn awaiting(standing: &Standing) -> Request {
    let r = scoped(standing).await;
    let q = sent(standing, &r, 85_000).await;
    let firm = member(1).actor();
    quote::accept(standing.app(), &firm, q.id, &q.content_hash, "192.0.2.7").await.unwrap();
    let r = request::visible(standing.app(), &firm, r.id).await.unwrap();
    assert_eq!(r.state.name(), Name::Accepted);
    let r = step(standing, STAFF, &r, Event::Plan { note: "다음 주".to_owned() }).await;
    step(standing, STAFF, &r, Event::AwaitSamples).await
}

fn vessel(name: &str) -> Declaration {
    serde_json::from_value(json!({ "name": name, "amount": "1 kg", "storage": "cool" })).unwrap()
}

async fn moved(standing: &Standing, s: &Sample, action: Action) -> Result<sample::Custody, SampleError> {
    let wanted = Move { action, place: None, note: "얼음 위".to_owned(), seen: None };
    sample::act(standing.app(), &STAFF.actor(), s.id, wanted).await
}

#[tokio::test(flavor = "multi_thread")]
async fn a_request_is_seen_by_its_two_sides_only() {
    for engine in engines() {
        let standing = open(engine).await;
        let draft = request::create(standing.app(), &member(1).actor(), ask(), false).await.unwrap();
        assert_eq!(draft.number, "R-2026-000001");
        assert_eq!(draft.facility, Some(CENTRE));
        let path = format!("/api/v1/requests/{}", draft.id);
        for (who, expected) in
            [(member(2), StatusCode::OK), (STRANGER, StatusCode::NOT_FOUND), (STAFF, StatusCode::NOT_FOUND)]
        {
            assert_eq!(standing.call(who, "GET", &path, None).await.0, expected, "{}", who.number);
        }
        let events = format!("{path}/events");
        let submit = json!({ "event": "submit", "version": 1 });
        assert_eq!(standing.call(member(1), "POST", &events, Some(submit.clone())).await.0, StatusCode::OK);
        // The same again: somebody was quicker.
        assert_eq!(standing.call(member(1), "POST", &events, Some(submit)).await.0, StatusCode::CONFLICT);
        let (status, seen) = standing.call(STAFF, "GET", &path, None).await;
        assert_eq!(status, StatusCode::OK);
        // Sunday 20:00 in Seoul, and Monday 2 March is a holiday in lieu: Tuesday at noon.
        assert_eq!(seen["answer_due_at"], "2026-03-03T03:00:00Z");
        assert_eq!(seen["plan_due_at"], "2026-03-04T11:00:00Z");
        let (status, told) =
            standing.call(member(1), "POST", &events, Some(json!({ "event": "triage" }))).await;
        assert_eq!(status, StatusCode::UNPROCESSABLE_ENTITY);
        assert_eq!(told["type"], "/rules/request/other-side");
        let (status, _) = standing.call(STRANGER, "POST", &events, Some(json!({ "event": "triage" }))).await;
        assert_eq!(status, StatusCode::NOT_FOUND);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_referral_goes_on_at_the_other_facility_with_its_own_clock() {
    for engine in engines() {
        let standing = open(engine).await;
        let r = request::create(standing.app(), &member(1).actor(), ask(), true).await.unwrap();
        let r = step(&standing, STAFF, &r, Event::Triage).await;
        let refer = Event::Refer { to: Id::nth(2), reason: "가까운 곳이 나아요".to_owned() };
        let r = step(&standing, STAFF, &r, refer).await;
        let request::State::Referred { request: there, .. } = r.state else { panic!("{:?}", r.state) };
        let there = request::visible(standing.app(), &member(1).actor(), there).await.unwrap();
        assert_eq!((there.state.name(), there.referred_from), (Name::Submitted, Some(r.id)));
        assert_eq!(there.facility, Some(Id::nth(2)));
        // This facility's staff see no more of it.
        let gone = request::visible(standing.app(), &STAFF.actor(), there.id).await;
        assert!(matches!(gone, Err(RequestError::NotFound)));
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_sent_quote_is_fixed_and_its_acceptance_proved() {
    for engine in engines() {
        let standing = open(engine).await;
        let app = standing.app();
        let r = scoped(&standing).await;
        let first = sent(&standing, &r, 85_000).await;
        assert_eq!((first.totals.subtotal.minor, first.totals.total.minor), (1_700_000, 1_870_000));
        let second = sent(&standing, &r, 80_000).await;
        assert_eq!((first.revision, second.revision), (1, 2));
        let (older, _) = quote::load(app, &member(1).actor(), first.id).await.unwrap();
        assert_eq!(older.state.key(), "superseded");
        // Neither content nor lines of what was sent can be changed in the database.
        for (sql, id) in [
            (
                "UPDATE quote SET total_minor = total_minor + 1, vat_minor = vat_minor + 1 WHERE id = $1",
                second.id,
            ),
            ("UPDATE quote_line SET amount_minor = 1 WHERE quote_id = $1", second.id),
            ("DELETE FROM quote_line WHERE quote_id = $1", second.id),
        ] {
            let mut tx = app.db.begin().await.unwrap();
            let refused = tx.run(sql, args![id]).await.unwrap_err();
            assert!(refused.is_constraint("quote_sent_is_fixed"), "{refused:?}");
        }
        let firm = member(1).actor();
        let stale = quote::accept(app, &firm, second.id, &first.content_hash, "").await;
        assert!(matches!(stale, Err(QuoteError::Refused(_))));
        let stranger = quote::accept(app, &STRANGER.actor(), second.id, &second.content_hash, "").await;
        assert!(matches!(stranger, Err(QuoteError::NotFound)));
        let (status, accepted) = standing
            .call(
                member(2),
                "POST",
                &format!("/api/v1/quotes/{}/accept", second.id),
                Some(json!({ "hash": second.content_hash })),
            )
            .await;
        assert_eq!(status, StatusCode::OK, "{accepted}");
        let mut reader = app.db.reader();
        let sql = "SELECT by_id, content_hash FROM quote_acceptance WHERE quote_id = $1";
        let kept: (Id<ieum_kernel::Person>, String) = reader
            .one(sql, args![second.id], |row| Ok((row.get("by_id")?, row.get("content_hash")?)))
            .await
            .unwrap();
        assert_eq!(kept, (member(2).id(), second.content_hash.clone()));
        let again = quote::accept(app, &firm, second.id, &second.content_hash, "").await;
        assert!(matches!(again, Err(QuoteError::Refused(_))));
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn samples_pass_from_hand_to_hand_and_the_last_one_makes_the_request_ready() {
    for engine in engines() {
        let standing = open(engine).await;
        let app = standing.app();
        let r = awaiting(&standing).await;
        let firm = member(1).actor();
        let made = sample::declare(app, &firm, r.id, vec![vessel("사과 A"), vessel("사과 B")]).await.unwrap();
        moved(&standing, &made[0], Action::Accept).await.unwrap();
        let waiting = request::visible(app, &firm, r.id).await.unwrap();
        assert_eq!(waiting.state.name(), Name::AwaitingSamples);
        moved(&standing, &made[1], Action::Accept).await.unwrap();
        let ready = request::visible(app, &firm, r.id).await.unwrap();
        assert_eq!(ready.state.name(), Name::Ready);
        assert!(matches!(moved(&standing, &made[1], Action::Finish).await, Err(SampleError::Refused(_))));
        let entries = sample::ledger_of(&mut app.db.reader(), made[0].id).await.unwrap();
        assert!(matches!(verify(made[0].id, &entries), Chain::Whole { entries: 2, .. }));
        for sql in [
            "UPDATE custody_event SET note = 'x' WHERE sample_id = $1",
            "DELETE FROM custody_event WHERE sample_id = $1",
        ] {
            let mut tx = app.db.begin().await.unwrap();
            let refused = tx.run(sql, args![made[0].id]).await.unwrap_err();
            assert!(refused.is_constraint("custody_append_only"), "{refused:?}");
        }
        let steps = thread_of(&mut app.db.reader(), NEED).await.unwrap();
        let keys: Vec<&str> = steps.iter().map(|step| step.key.as_str()).collect();
        for key in [
            "request-step-submit",
            "request-step-accept-quote",
            "sample-step-accept",
            "request-step-make-ready",
        ] {
            assert!(keys.contains(&key), "{key} in {keys:?}");
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_position_holds_one_vessel() {
    for engine in engines() {
        let standing = open(engine).await;
        let app = standing.app();
        let r = awaiting(&standing).await;
        let pair = vec![vessel("사과 A"), vessel("사과 B")];
        let made = sample::declare(app, &member(1).actor(), r.id, pair).await.unwrap();
        let place: Id<sample::PlaceThing> = app.new_id();
        let mut tx = app.db.begin().await.unwrap();
        let sql = "INSERT INTO place (id, facility_id, kind, name, path, made_by_id, made_at)
                   VALUES ($1, $2, 'position', 'A1', '201 / A1', $3, 0)";
        tx.run(sql, args![place, CENTRE, STAFF.id()]).await.unwrap();
        tx.commit().await.unwrap();
        let put = |s: Id<ieum_kernel::Sample>| {
            let wanted = Move { action: Action::Store, place: Some(place), note: String::new(), seen: None };
            async move { sample::act(app, &STAFF.actor(), s, wanted).await }
        };
        for s in &made {
            moved(&standing, s, Action::Accept).await.unwrap();
        }
        assert_eq!(put(made[0].id).await.unwrap().place_path, "201 / A1");
        let taken = put(made[1].id).await;
        assert!(
            matches!(&taken, Err(SampleError::Refused(r)) if r == &[sample::Refusal::PlaceTaken { code: made[0].code.clone() }]),
            "{taken:?}"
        );
        moved(&standing, &made[0], Action::CheckOut).await.unwrap();
        put(made[1].id).await.unwrap();
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn every_page_opens_for_those_it_is_for() {
    for engine in engines() {
        let standing = open(engine).await;
        let app = standing.app();
        let r = awaiting(&standing).await;
        let made = sample::declare(app, &member(1).actor(), r.id, vec![vessel("사과 A")]).await.unwrap();
        let quotes = quote::of_request(&mut app.db.reader(), r.id, false).await.unwrap();
        let (request, quote, vessel) = (r.path(), format!("/quotes/{}", quotes[0].id), made[0].id);
        for path in [
            "/work".to_owned(),
            "/requests".to_owned(),
            "/requests?state=all&q=R-2026".to_owned(),
            format!("/requests/new?instrument={SCOPE}&need={NEED}"),
            request.clone(),
            quote.clone(),
            format!("{quote}/paper"),
            "/samples".to_owned(),
            "/samples/scan".to_owned(),
            format!("/samples/{vessel}"),
            format!("/samples/{vessel}/label"),
            format!("{request}/labels"),
            format!("{request}/samples/new"),
        ] {
            for who in [member(1), STAFF] {
                let (status, text) = standing.text(Some(who), &path).await;
                assert_eq!(status, StatusCode::OK, "{path} for {}: {text}", who.number);
            }
        }
        for path in ["/requests/queue".to_owned(), "/places".to_owned()] {
            assert_eq!(standing.text(Some(STAFF), &path).await.0, StatusCode::OK, "{path}");
            assert_eq!(standing.text(Some(member(1)), &path).await.0, StatusCode::FORBIDDEN, "{path}");
        }
        for path in [request, quote, format!("/samples/{vessel}")] {
            assert_eq!(standing.text(Some(STRANGER), &path).await.0, StatusCode::NOT_FOUND, "{path}");
        }
    }
}
