//! Agreements on tiers, charges by hand and numbers without gaps, on every engine at hand.

use crate::house::{BILLER, CENTRE, FIRM, STAFF, Somebody, engines, member, open};
use crate::quoted::{accepted, listed_prices, samples, to_work};
use crate::work::scoped;
use http::StatusCode;
use ieum_db::args;
use ieum_kernel::Money;
use ieum_operations::billing::{self, Wanted};
use ieum_operations::quote;
use serde_json::json;

#[tokio::test(flavor = "multi_thread")]
async fn an_agreement_sets_the_tier_from_its_first_to_its_last_day() {
    for engine in engines() {
        let standing = open(engine).await;
        let app = standing.app();
        listed_prices(&standing).await;
        let body = |from: &str, until: Option<&str>| {
            Some(
                json!({ "facility": CENTRE, "organisation": FIRM, "tier": "partner", "from": from, "until": until }),
            )
        };
        let path = "/api/v1/agreements";
        let (status, _) = standing.call(member(1), "POST", path, body("2026-03-01", None)).await;
        assert_eq!(status, StatusCode::FORBIDDEN);
        let (status, told) = standing.call(STAFF, "POST", path, body("2026-03-01", Some("2026-03-02"))).await;
        assert_eq!(status, StatusCode::CREATED, "{engine}: {told}");
        let (status, told) = standing.call(STAFF, "POST", path, body("2026-03-02", None)).await;
        assert_eq!(
            (status, &told["type"]),
            (StatusCode::UNPROCESSABLE_ENTITY, &"/rules/price/agreement-overlaps".into())
        );
        let (status, told) = standing.call(STAFF, "POST", path, body("2026-04-02", Some("2026-04-01"))).await;
        assert_eq!(status, StatusCode::UNPROCESSABLE_ENTITY, "{told}");
        // Partners pay the list price here, small firms 90 %: 2 · 50,000.
        let r = scoped(&standing).await;
        let lang = ieum_kernel::Lang::Ko;
        let q = quote::add(app, &STAFF.actor(), r.id, samples(2), lang).await.unwrap();
        assert_eq!(q.lines[0].amount, Money::won(100_000));
        standing.clock.advance_minutes(3 * 24 * 60);
        let r = scoped(&standing).await;
        let q = quote::add(app, &STAFF.actor(), r.id, samples(2), lang).await.unwrap();
        assert_eq!(q.lines[0].amount, Money::won(90_000), "the agreement is over");
        let mut tx = app.db.begin().await.unwrap();
        let twice = "INSERT INTO price_agreement (id, facility_id, organisation_id, tier, valid_from, valid_until,
            made_by_id, made_at, changed_at) SELECT 'pag_x', facility_id, organisation_id, tier, valid_from, valid_until,
            made_by_id, made_at, changed_at FROM price_agreement";
        let error = tx.run(twice, args![]).await.unwrap_err();
        assert!(error.is_constraint("price_agreement_no_overlap"), "{engine}: {error:?}");
        drop(tx);
        assert_eq!(standing.text(Some(STAFF), "/agreements").await.0, StatusCode::OK);
        assert_eq!(standing.text(Some(member(1)), "/agreements").await.0, StatusCode::FORBIDDEN);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_large_charge_by_hand_needs_somebody_else() {
    for engine in engines() {
        let standing = open(engine).await;
        let app = standing.app();
        let said = |won: i64, reason: &str| {
            Some(json!({
                "facility": CENTRE, "organisation": FIRM, "description": { "ko": "급송", "en": "Courier" },
                "supply": { "minor": won, "currency": "KRW" }, "budget_line": "test_fee", "used_on": "2026-03-01",
                "reason": reason,
            }))
        };
        let path = "/api/v1/charges";
        let (status, _) = standing.call(STAFF, "POST", path, said(10_000, "x")).await;
        assert_eq!(status, StatusCode::FORBIDDEN, "staff do not bill");
        let (status, told) = standing.call(BILLER, "POST", path, said(10_000, " ")).await;
        assert_eq!(
            (status, &told["type"]),
            (StatusCode::UNPROCESSABLE_ENTITY, &"/rules/billing/stated-without-reason".into())
        );
        let (status, told) = standing.call(BILLER, "POST", path, said(500_000, "야간 운송")).await;
        assert_eq!(
            (status, told["state"].as_str()),
            (StatusCode::CREATED, Some("charged")),
            "{engine}: {told}"
        );
        let (_, told) = standing.call(BILLER, "POST", path, said(500_001, "야간 운송")).await;
        assert_eq!((told["state"].as_str(), told["needs_second"].as_bool()), (Some("waiting"), Some(true)));
        let id = told["id"].as_str().unwrap().to_owned();
        let decide = format!("/api/v1/charges/stated/{id}");
        let agree = Some(json!({ "agree": true }));
        let (status, told) = standing.call(BILLER, "POST", &decide, agree.clone()).await;
        assert_eq!(
            (status, &told["type"]),
            (StatusCode::UNPROCESSABLE_ENTITY, &"/rules/billing/second-person".into())
        );
        // The operator bills everywhere and is somebody else.
        let second = Somebody { number: 700, ..STAFF };
        let (status, told) = standing.call(second, "POST", &decide, agree.clone()).await;
        assert_eq!((status, told["state"].as_str()), (StatusCode::OK, Some("charged")), "{engine}: {told}");
        let (status, _) = standing.call(second, "POST", &decide, agree).await;
        assert_eq!(status, StatusCode::UNPROCESSABLE_ENTITY, "decided once");
        let charge = told["charge"].as_str().unwrap();
        let (status, page) = standing.text(Some(BILLER), &format!("/charges/{charge}")).await;
        assert!(status.is_success() && page.contains("550,001") && page.contains("야간 운송"), "{page}");
        let mut tx = app.db.begin().await.unwrap();
        let alone = "UPDATE stated_charge SET decided_by_id = stated_by_id WHERE needs_second";
        let error = tx.run(alone, args![]).await.unwrap_err();
        assert!(error.is_constraint("stated_charge_second_person"), "{engine}: {error:?}");
        drop(tx);
        assert_eq!(standing.text(Some(BILLER), "/charges/stated").await.0, StatusCode::OK);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn numbers_of_invoices_run_without_gaps() {
    for engine in engines() {
        let standing = open(engine).await;
        let app = standing.app();
        listed_prices(&standing).await;
        let mut numbers = Vec::new();
        for _ in 0..2 {
            let r = scoped(&standing).await;
            accepted(&standing, &r, vec![samples(1)]).await;
            to_work(&standing, &r).await;
            let drafted = billing::draft(app, &BILLER.actor(), Wanted::Request(r.id)).await.unwrap();
            let issued = billing::issue(app, &BILLER.actor(), drafted.id, None).await.unwrap();
            numbers.push(issued.number.unwrap_or_default());
            billing::void(app, &BILLER.actor(), drafted.id, None, "다시 발행".to_owned()).await.unwrap();
            let again = billing::draft(app, &BILLER.actor(), Wanted::Request(r.id)).await.unwrap();
            let again = billing::issue(app, &BILLER.actor(), again.id, None).await.unwrap();
            numbers.push(again.number.unwrap_or_default());
        }
        let expected: Vec<String> = (1..=4).map(|n| format!("I-2026-{n:06}")).collect();
        assert_eq!(numbers, expected, "{engine}");
        for (sql, name) in [
            ("DELETE FROM invoice_line", ""),
            ("DELETE FROM invoice WHERE number = 'I-2026-000004'", "invoice_number_kept"),
            (
                "INSERT INTO invoice (id, kind, number, facility_id, state, state_json, currency, supply_minor, vat_minor,
                   subsidy_minor, total_minor, made_by_id, version, made_at, changed_at)
                 SELECT 'inv_x', kind, 'I-2026-000006', facility_id, state, state_json, currency, supply_minor, vat_minor,
                   subsidy_minor, total_minor, made_by_id, version, made_at, changed_at
                 FROM invoice WHERE number = 'I-2026-000004'",
                "invoice_number_no_gap",
            ),
        ] {
            let mut tx = app.db.begin().await.unwrap();
            let done = tx.run(sql, args![]).await;
            if !name.is_empty() {
                let error = done.unwrap_err();
                assert!(error.is_constraint(name), "{engine} {sql}: {error:?}");
            }
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn the_firm_is_told_before_and_when_a_quote_runs_out() {
    for engine in engines() {
        let standing = open(engine).await;
        let app = standing.app();
        let r = scoped(&standing).await;
        let q = crate::work::sent(&standing, &r, 10_000).await;
        let told = |key: &'static str| async move {
            let sql = "SELECT COUNT(*) AS n FROM notice WHERE person_id = $1 AND message_key = $2";
            let n: i64 =
                app.db.reader().one(sql, args![member(1).id(), key], |row| row.get("n")).await.unwrap();
            n
        };
        standing.clock.advance_minutes(27 * 24 * 60);
        standing.house.worker.run_until_idle().await.unwrap();
        assert_eq!(told("quote-notice-expiring").await, 0, "{engine}: too early");
        standing.clock.advance_minutes(24 * 60);
        standing.house.worker.run_until_idle().await.unwrap();
        assert_eq!(told("quote-notice-expiring").await, 1, "{engine}");
        let before = told("request-notice").await;
        standing.clock.advance_minutes(3 * 24 * 60);
        standing.house.worker.run_until_idle().await.unwrap();
        assert_eq!(told("request-notice").await, before + 1, "the quote has run out");
        let (q, r) = quote::load(app, &STAFF.actor(), q.id).await.unwrap();
        assert_eq!((q.state.key(), r.state.name().key()), ("expired", "scoping"));
    }
}
