//! From the price list over an accepted quote to the invoice, on every engine at hand.

use crate::house::{BILLER, CENTRE, FIRM, SCOPE, STAFF, STRANGER, Standing, at, engines, member, open};
use crate::work::{scoped, step};
use http::StatusCode;
use ieum_kernel::{Id, Money, Text};
use ieum_operations::billing::{self, Wanted};
use ieum_operations::price::{self, Band, Basis, Days, Plan, Target, Tier};
use ieum_operations::quote::{self, Actual, Asked, Quote, QuoteError};
use ieum_operations::request::{self, Event, Name, Request};
use serde_json::json;
use std::collections::BTreeMap;

/// 50,000 a sample, small firms pay 90 %, 30,000 an hour and half as much again at night.
pub(crate) async fn listed_prices(standing: &Standing) {
    let app = standing.app();
    let mut tx = app.db.begin().await.unwrap();
    let rate = Plan::simple(Basis::Hour, Money::won(30_000)).rates.remove(0);
    let mut plan = Plan::simple(Basis::Sample, Money::won(50_000));
    plan.rates.push(rate);
    plan.tiers = BTreeMap::from([(Tier::Sme, 90)]);
    plan.bands = vec![Band {
        key: "night".to_owned(),
        name: Text::new("야간", "Night"),
        days: Days::Every,
        from: 1080,
        to: 540,
        percent: 150,
    }];
    let priced = price::Priced {
        name: Text::new("현미경", "Microscope"),
        facility: CENTRE,
        facility_name: Text::default(),
        organisation: None,
        registration_number: String::new(),
        access_mode: "request".to_owned(),
    };
    let (target, from) = (Target::Instrument(SCOPE), jiff::civil::date(2026, 1, 1));
    price::set_plan(app, &mut tx, BILLER.id(), target, &priced, 0, &plan, from, "").await.unwrap();
    tx.commit().await.unwrap();
}

pub(crate) fn samples(count: i64) -> Asked {
    Asked {
        target: Target::Instrument(SCOPE),
        counted: BTreeMap::from([(Basis::Sample, count)]),
        discounts: Vec::new(),
        surcharges: Vec::new(),
        starts: None,
    }
}

pub(crate) async fn accepted(standing: &Standing, r: &Request, asked: Vec<Asked>) -> Quote {
    let app = standing.app();
    let mut kept = None;
    for one in asked {
        kept = Some(quote::add(app, &STAFF.actor(), r.id, one, ieum_kernel::Lang::Ko).await.unwrap());
    }
    let sent = quote::send(app, &STAFF.actor(), kept.unwrap().id, None).await.unwrap();
    quote::accept(app, &member(1).actor(), sent.id, &sent.content_hash, "").await.unwrap()
}

pub(crate) async fn to_work(standing: &Standing, r: &Request) -> Request {
    let r = request::load(&mut standing.app().db.reader(), r.id).await.unwrap().unwrap();
    let r = step(standing, STAFF, &r, Event::Plan { note: String::new() }).await;
    let r = step(standing, STAFF, &r, Event::MakeReady).await;
    step(standing, STAFF, &r, Event::Start).await
}

#[tokio::test(flavor = "multi_thread")]
async fn a_line_from_the_list_says_why_and_departs_only_with_a_reason() {
    for engine in engines() {
        let standing = open(engine).await;
        let app = standing.app();
        listed_prices(&standing).await;
        let r = scoped(&standing).await;
        let path = format!("/api/v1/requests/{}/quotes/lines", r.id);
        // Three hours from 17:00, two of them at night, and four samples, for a small firm.
        let asked = json!({
            "target": { "kind": "instrument", "id": SCOPE }, "counted": { "sample": 4, "hour": 180 },
            "starts": at("2026-03-04T17:00"),
        });
        for (who, expected) in [(STRANGER, 403), (member(1), 403), (STAFF, 201)] {
            let (status, told) = standing.call(who, "POST", &path, Some(asked.clone())).await;
            assert_eq!(status.as_u16(), expected, "{engine}: {told}");
        }
        let quotes = quote::of_request(&mut app.db.reader(), r.id, true).await.unwrap();
        let (kept, _) = quote::load(app, &STAFF.actor(), quotes[0].id).await.unwrap();
        // (4 · 50,000 + 3 · 30,000 + 2 · 15,000) · 0.9
        assert_eq!(kept.lines[0].amount, Money::won(288_000));
        let rules: Vec<&str> = kept.lines[0]
            .listed
            .as_ref()
            .unwrap()
            .price
            .calculation
            .trace
            .iter()
            .map(|step| step.rule.as_str())
            .collect();
        assert_eq!(rules, ["count", "time", "band", "tier", "vat"]);
        let unpriced =
            json!({ "target": { "kind": "instrument", "id": Id::<ieum_kernel::Instrument>::nth(99) } });
        let (status, told) = standing.call(STAFF, "POST", &path, Some(unpriced)).await;
        assert_eq!(
            (status, told["type"].clone()),
            (StatusCode::UNPROCESSABLE_ENTITY, json!("/rules/price/no-plan"))
        );

        // Staff write another amount: refused without a word, kept with one, and the database holds to it.
        let line = |price: i64, reason: &str| {
            json!({ "description": "현미경", "quantity_milli": 1000, "unit": "건",
                    "unit_price": { "minor": price, "currency": "KRW" }, "reason": reason, "asked": {
                        "target": { "kind": "instrument", "id": SCOPE }, "counted": { "sample": 4 } } })
        };
        let whole = |price, reason| {
            json!({ "lines": [line(price, reason)], "vat": "standard", "rounding": "down",
                    "valid_until": "2026-03-31" })
        };
        let path = format!("/api/v1/requests/{}/quotes", r.id);
        let (status, told) = standing.call(STAFF, "POST", &path, Some(whole(150_000, ""))).await;
        assert_eq!(status, StatusCode::UNPROCESSABLE_ENTITY, "{told}");
        assert_eq!(told["type"], "/rules/quote/override-without-reason");
        let (status, told) = standing.call(STAFF, "POST", &path, Some(whole(150_000, "재의뢰"))).await;
        assert_eq!(status, StatusCode::CREATED, "{told}");
        assert_eq!(told["lines"][0]["listed"]["price"]["calculation"]["supply"]["minor"], 180_000);
        let mut tx = app.db.begin().await.unwrap();
        let silent = tx.run("UPDATE quote_line SET reason = ''", ieum_db::args![]).await.unwrap_err();
        assert!(silent.is_constraint("quote_override_says_why"), "{engine}: {silent:?}");
        drop(tx);
        let (_, page) = standing.text(Some(STAFF), &format!("/quotes/{}", kept.id)).await;
        assert!(page.contains("180,000") && page.contains("재의뢰"), "the page shows list and reason");
        for path in [format!("/requests/{}/quotes/new", r.id), format!("/requests/{}/quotes/lines", r.id)] {
            assert_eq!(standing.text(Some(STAFF), &path).await.0, StatusCode::OK, "{path}");
            assert_eq!(standing.text(Some(member(1)), &path).await.0, StatusCode::FORBIDDEN, "{path}");
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn an_accepted_quote_is_invoiced_to_the_won_or_explains_the_difference() {
    for engine in engines() {
        let standing = open(engine).await;
        let app = standing.app();
        listed_prices(&standing).await;
        // As accepted: exactly its amounts.
        let r = scoped(&standing).await;
        let q = accepted(&standing, &r, vec![samples(3), samples(1)]).await;
        to_work(&standing, &r).await;
        let drafted = billing::draft(app, &BILLER.actor(), Wanted::Request(r.id)).await.unwrap();
        assert_eq!(drafted.sums.supply, q.totals.subtotal, "{engine}");
        assert_eq!((drafted.sums.vat, drafted.sums.total), (q.totals.vat_amount, q.totals.total));
        let (_, seen) = standing.call(BILLER, "GET", &format!("/api/v1/invoices/{}", drafted.id), None).await;
        assert_eq!(seen["compared"], json!([]), "nothing differs");
        let late =
            vec![Actual { line: 1, quantity_milli: 3000, counted: BTreeMap::new(), reason: "x".to_owned() }];
        let refused = quote::state_actual(app, &STAFF.actor(), q.id, late).await;
        assert!(matches!(refused, Err(QuoteError::Refused(r)) if r == [quote::Refusal::Invoiced]));

        // One sample more than quoted: the first line is priced again, the second stays.
        let r = scoped(&standing).await;
        let q = accepted(&standing, &r, vec![samples(3), samples(1)]).await;
        let done = |count: i64| {
            vec![Actual {
                line: 1,
                quantity_milli: 3000,
                counted: BTreeMap::from([(Basis::Sample, count)]),
                reason: "시료가 하나 더 왔어요".to_owned(),
            }]
        };
        let early = quote::state_actual(app, &STAFF.actor(), q.id, done(4)).await;
        assert!(matches!(early, Err(QuoteError::Refused(_))), "the work has not begun");
        to_work(&standing, &r).await;
        let stranger = quote::state_actual(app, &STRANGER.actor(), q.id, done(4)).await;
        assert!(matches!(stranger, Err(QuoteError::NotFound)));
        quote::state_actual(app, &STAFF.actor(), q.id, done(4)).await.unwrap();
        let drafted = billing::draft(app, &BILLER.actor(), Wanted::Request(r.id)).await.unwrap();
        assert_eq!(drafted.sums.supply, Money::won(225_000));
        assert_eq!(drafted.sums.total, Money::won(247_500));
        let (_, seen) = standing.call(BILLER, "GET", &format!("/api/v1/invoices/{}", drafted.id), None).await;
        let mut differs: Vec<i64> = seen["compared"]
            .as_array()
            .unwrap()
            .iter()
            .map(|line| line["difference"]["minor"].as_i64().unwrap())
            .collect();
        differs.sort_unstable();
        assert_eq!(differs, [0, 45_000]);
        let (_, page) = standing.text(Some(BILLER), &format!("/invoices/{}", drafted.id)).await;
        assert!(page.contains("시료가 하나 더 왔어요"));
        assert_eq!(standing.text(Some(STAFF), &format!("/quotes/{}/actual", q.id)).await.0, StatusCode::OK);
        let r = request::load(&mut app.db.reader(), r.id).await.unwrap().unwrap();
        assert_eq!((r.state.name(), r.organisation), (Name::InProgress, Some(FIRM)));
    }
}
