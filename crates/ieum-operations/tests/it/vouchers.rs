//! Vouchers: held, captured, let go, and never used twice, on every engine at hand.

use crate::house::{BILLER, FIRM, OTHER, STAFF, Standing, engines, member, open};
use crate::quoted::{listed_prices, samples, to_work};
use crate::work::{scoped, step};
use http::StatusCode;
use ieum_kernel::{Id, Money, Organisation, Text};
use ieum_operations::billing::{self, Wanted};
use ieum_operations::price::{self, Voucher, VoucherRow};
use ieum_operations::quote::{self, Quote};
use ieum_operations::request::{self, Event, Request};
use jiff::civil::date;

async fn voucher(standing: &Standing, nth: u128, of: Id<Organisation>, cap: i64) -> Id<Voucher> {
    let row = VoucherRow {
        id: Id::nth(nth),
        organisation: of,
        name: Text::new("연구장비 바우처", "Voucher"),
        percent: 60,
        cap,
        spent: 0,
        held: 0,
        currency: "KRW".to_owned(),
        valid_from: date(2026, 1, 1),
        valid_until: date(2026, 12, 31),
    };
    let mut tx = standing.app().db.begin().await.unwrap();
    price::keep_voucher(&mut tx, standing.app(), &row, BILLER.id()).await.unwrap();
    tx.commit().await.unwrap();
    row.id
}

/// Spent, held and what is left, as the firm reads it.
async fn balance(standing: &Standing, nth: usize) -> (i64, i64, i64) {
    let (status, seen) = standing.call(member(1), "GET", "/api/v1/vouchers", None).await;
    assert_eq!(status, StatusCode::OK);
    let of = |name: &str| seen[nth][name]["minor"].as_i64().unwrap();
    (of("spent"), of("held"), of("left"))
}

async fn sent(standing: &Standing, count: i64) -> (Request, Quote) {
    let r = scoped(standing).await;
    let app = standing.app();
    let kept = quote::add(app, &STAFF.actor(), r.id, samples(count), ieum_kernel::Lang::Ko).await.unwrap();
    let sent = quote::send(app, &STAFF.actor(), kept.id, None).await.unwrap();
    (r, sent)
}

async fn accept(standing: &Standing, q: &Quote, voucher: Id<Voucher>) -> (StatusCode, serde_json::Value) {
    let path = format!("/api/v1/quotes/{}/accept", q.id);
    let body = serde_json::json!({ "hash": q.content_hash, "voucher": voucher });
    standing.call(member(1), "POST", &path, Some(body)).await
}

#[tokio::test(flavor = "multi_thread")]
async fn a_voucher_is_held_captured_and_let_go() {
    for engine in engines() {
        let standing = open(engine).await;
        let app = standing.app();
        listed_prices(&standing).await;
        let own = voucher(&standing, 1, FIRM, 150_000).await;
        let others = voucher(&standing, 2, OTHER, 150_000).await;
        // 4 samples for a small firm: 180,000, of which 60 % are 108,000.
        let (r, q) = sent(&standing, 4).await;
        let (status, told) = accept(&standing, &q, others).await;
        assert_eq!(
            (status, &told["type"]),
            (StatusCode::UNPROCESSABLE_ENTITY, &"/rules/price/voucher-not-yours".into())
        );
        let (status, told) = accept(&standing, &q, own).await;
        assert_eq!(status, StatusCode::OK, "{engine}: {told}");
        assert_eq!(balance(&standing, 0).await, (0, 108_000, 42_000));
        to_work(&standing, &r).await;
        let drafted = billing::draft(app, &BILLER.actor(), Wanted::Request(r.id)).await.unwrap();
        assert_eq!(drafted.sums.subsidy, Money::won(108_000));
        assert_eq!(drafted.sums.total, Money::won(90_000), "180,000 + 18,000 VAT − 108,000");
        assert_eq!(balance(&standing, 0).await, (0, 108_000, 42_000), "a draft takes nothing yet");
        billing::issue(app, &BILLER.actor(), drafted.id, None).await.unwrap();
        assert_eq!(balance(&standing, 0).await, (108_000, 0, 42_000));
        billing::void(app, &BILLER.actor(), drafted.id, None, "잘못 발행".to_owned()).await.unwrap();
        assert_eq!(balance(&standing, 0).await, (0, 108_000, 42_000));
        let again = billing::draft(app, &BILLER.actor(), Wanted::Request(r.id)).await.unwrap();
        let again = billing::issue(app, &BILLER.actor(), again.id, None).await.unwrap();
        assert_eq!(again.number.as_deref(), Some("I-2026-000002"), "the void number stays with the void one");
        billing::credit(app, &BILLER.actor(), again.id, None, "재측정".to_owned()).await.unwrap();
        assert_eq!(balance(&standing, 0).await, (0, 0, 150_000));

        // The next quote takes what is left and no more; cancelling lets it go.
        let (r, q) = sent(&standing, 10).await;
        assert_eq!(accept(&standing, &q, own).await.0, StatusCode::OK);
        assert_eq!(balance(&standing, 0).await, (0, 150_000, 0), "60 % of 450,000 is more than is left");
        let (_, q2) = sent(&standing, 1).await;
        let (status, told) = accept(&standing, &q2, own).await;
        assert_eq!(
            (status, &told["type"]),
            (StatusCode::UNPROCESSABLE_ENTITY, &"/rules/price/voucher-used-up".into())
        );
        let r = request::load(&mut app.db.reader(), r.id).await.unwrap().unwrap();
        step(&standing, member(1), &r, Event::Cancel { reason: "계획 변경".to_owned() }).await;
        assert_eq!(balance(&standing, 0).await, (0, 0, 150_000));
        for (sql, name) in [
            ("UPDATE voucher SET held_minor = cap_minor + 1", "voucher_never_overheld"),
            ("UPDATE voucher SET held_minor = -1", "voucher_never_overheld"),
            ("UPDATE voucher SET spent_minor = -1", "voucher_never_overspent"),
            ("DELETE FROM voucher_entry", "voucher_entry_append_only"),
        ] {
            let mut tx = app.db.begin().await.unwrap();
            let error = tx.run(sql, ieum_db::args![]).await.unwrap_err();
            assert!(error.is_constraint(name), "{engine} {sql}: {error:?}");
        }
        assert_eq!(standing.text(Some(member(1)), "/vouchers/mine").await.0, StatusCode::OK);
        assert_eq!(standing.text(Some(member(1)), "/vouchers").await.0, StatusCode::FORBIDDEN);
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn of_quotes_accepted_at_once_one_gets_the_voucher() {
    for engine in engines() {
        let standing = open(engine).await;
        listed_prices(&standing).await;
        // Exactly one share of 108,000.
        let own = voucher(&standing, 1, FIRM, 108_000).await;
        let mut quotes = Vec::new();
        for _ in 0..6 {
            quotes.push(sent(&standing, 4).await.1);
        }
        let answers = futures(&standing, &quotes, own).await;
        let won = answers.iter().filter(|status| **status == StatusCode::OK).count();
        let refused = answers.iter().filter(|status| **status == StatusCode::UNPROCESSABLE_ENTITY).count();
        assert_eq!((won, refused), (1, 5), "{engine}: {answers:?}");
        assert_eq!(balance(&standing, 0).await, (0, 108_000, 0));
    }
}

async fn futures(standing: &Standing, quotes: &[Quote], voucher: Id<Voucher>) -> Vec<StatusCode> {
    let app = standing.app().clone();
    let mut running = Vec::new();
    for q in quotes {
        let (app, id, hash) = (app.clone(), q.id, q.content_hash.clone());
        running.push(tokio::spawn(async move {
            quote::accept_with(&app, &member(1).actor(), id, &hash, "", Some(voucher)).await
        }));
    }
    let mut answers = Vec::new();
    for one in running {
        answers.push(match one.await.unwrap() {
            Ok(_) => StatusCode::OK,
            Err(error) => ieum_web::Problem::from(error).status,
        });
    }
    answers
}
