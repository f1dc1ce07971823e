//! From use to payment and from measurement to report, on every engine at hand.

use crate::house::{CENTRE, FIRM, ON_REQUEST, SECOND, STAFF, Standing, at, engines, member, open};
use ieum_db::args;
use ieum_kernel::{Actor, Id, Lang, Money, Role, TimeSpan, UsageSession};
use ieum_operations::billing::{self, BillingError, Payment, Wanted};
use ieum_operations::booking::{PastReservation, record_past};
use ieum_operations::measurement::{self, Content, For, MeasurementError, Refusal, ResultRow, Said};
use ieum_operations::price::{self, Basis, Plan, Target};
use ieum_operations::usage::Ending;
use ieum_web::App;
use std::collections::BTreeSet;

fn with(role: Role, number: u128) -> Actor {
    let roles = BTreeSet::from([Role::Member, role]);
    let person = Some(Id::nth(number));
    Actor { roles, person, name: format!("사람 {number}"), ..STAFF.actor() }
}

async fn used(standing: &Standing, instrument: Id<ieum_kernel::Instrument>, n: u128) -> Id<UsageSession> {
    let app = standing.app();
    let mut tx = app.db.begin().await.unwrap();
    let usage: Id<UsageSession> = Id::nth(n);
    let past = PastReservation {
        id: Id::nth(n),
        usage,
        instrument,
        facility: CENTRE,
        holder: member(1).id(),
        organisation: Some(FIRM),
        span: TimeSpan { starts: at("2026-02-02T10:00"), ends: at("2026-02-02T12:30") },
        purpose: "점검".to_owned(),
        kind: "assisted".to_owned(),
        ending: Ending { samples: 3, ..Ending::default() },
        made_at: at("2026-02-01T10:00"),
    };
    record_past(&mut tx, &past).await.unwrap();
    tx.commit().await.unwrap();
    usage
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_use_becomes_a_charge_an_invoice_and_a_payment() {
    for engine in engines() {
        let standing = open(engine).await;
        let (app, biller) = (standing.app(), with(Role::Billing, 901));
        let usage = used(&standing, SECOND, 50).await;
        let plan = Plan::simple(Basis::Hour, Money::won(40_000));
        let mut tx = app.db.begin().await.unwrap();
        let target = Target::Instrument(SECOND);
        let priced = price::Priced {
            name: ieum_kernel::Text::new("현미경", "Microscope"),
            facility: CENTRE,
            facility_name: ieum_kernel::Text::default(),
            organisation: None,
            registration_number: String::new(),
            access_mode: "assisted".to_owned(),
        };
        let from = jiff::civil::date(2026, 1, 1);
        price::set_plan(app, &mut tx, Id::nth(901), target, &priced, 0, &plan, from, "").await.unwrap();
        let charge = billing::charge_for_usage(&mut tx, app, usage).await.unwrap().unwrap();
        assert_eq!(billing::charge_for_usage(&mut tx, app, usage).await.unwrap(), None, "charged once");
        tx.commit().await.unwrap();

        for sql in ["UPDATE charge SET total_minor = 1", "DELETE FROM charge"] {
            let mut tx = app.db.begin().await.unwrap();
            let error = tx.run(sql, args![]).await.unwrap_err();
            assert!(error.is_constraint("charge_append_only"), "{engine}: {error:?}");
        }

        let wanted = Wanted::Month {
            facility: CENTRE,
            organisation: Some(FIRM),
            person: None,
            month: "2026-02".to_owned(),
        };
        let draft = billing::draft(app, &biller, wanted.clone()).await.unwrap();
        assert_eq!(draft.sums.total, Money::won(110_000), "2.5 h at 40,000 and VAT");
        let again = billing::draft(app, &biller, wanted.clone()).await;
        assert!(matches!(again, Err(BillingError::Refused(_))), "a charge stands on one invoice");
        let early = billing::issue(app, &biller, draft.id, None).await;
        assert!(matches!(early, Err(BillingError::Refused(_))), "the payer may still object");
        standing.clock.advance_minutes(8 * 24 * 60);
        let issued = billing::issue(app, &biller, draft.id, Some(draft.version)).await.unwrap();
        assert_eq!(issued.number.as_deref(), Some("I-2026-000001"));
        let day = app.zone.day(app.now());
        let said = |won| Payment {
            amount: Money::won(won),
            on: day,
            method: "transfer".to_owned(),
            reference: String::new(),
            at: app.now(),
        };
        let part = billing::pay(app, &biller, draft.id, None, said(60_000)).await.unwrap();
        assert_eq!(part.due(), Money::won(50_000));
        assert!(billing::pay(app, &biller, draft.id, None, said(50_001)).await.is_err());
        assert!(billing::void(app, &biller, draft.id, None, "x".to_owned()).await.is_err());
        let mut tx = app.db.begin().await.unwrap();
        let beyond = tx.run("UPDATE invoice SET paid_minor = total_minor + 1", args![]).await.unwrap_err();
        assert!(beyond.is_constraint("payment_beyond_due"), "{engine}: {beyond:?}");
        drop(tx);
        let paid = billing::pay(app, &biller, draft.id, None, said(50_000)).await.unwrap();
        assert_eq!(paid.state.key(), "paid");

        let (status, seen) = standing.call(member(1), "GET", "/api/v1/invoices", None).await;
        assert_eq!((status.as_u16(), seen.as_array().map(Vec::len)), (200, Some(0)), "made out to the firm");
        let path = format!("/invoices/{}", draft.id);
        assert_eq!(standing.text(Some(member(1)), &path).await.0.as_u16(), 404);
        let note = billing::credit(app, &biller, draft.id, None, "잘못 계산".to_owned()).await.unwrap();
        assert_eq!((note.number.as_deref(), note.sums.total), (Some("C-2026-000001"), Money::won(-110_000)));
        let (status, why) = standing.text(Some(member(1)), &format!("/charges/{charge}")).await;
        assert!(status.is_success() && why.contains("40,000"), "{engine}: the firm sees why");
        let steps = billing::steps_for_thread(&mut app.db.reader(), &biller, &[Id::nth(1)]).await.unwrap();
        assert!(steps.is_empty(), "a month's invoice belongs to no request");
        look(app, "invoice", draft.id.to_string(), &standing).await;
    }
}

/// Writes the papers to a folder when somebody wants to look at them.
#[expect(clippy::disallowed_methods, reason = "whoever looks names the folder")]
async fn look(_app: &App, what: &str, id: String, standing: &Standing) {
    let Ok(folder) = std::env::var("IEUM_PAPER_LOOK") else { return };
    let operator =
        crate::house::Somebody { number: 700, organisation: crate::house::HOST, role: Role::Operator };
    for lang in Lang::ALL {
        let bytes = standing.bytes(operator, &format!("/{what}s/{id}/pdf?lang={lang}")).await;
        std::fs::write(format!("{folder}/{what}-{lang}.pdf"), bytes).unwrap();
    }
}

fn written() -> Said {
    let row = |item: &str, value: &str| ResultRow {
        item: item.to_owned(),
        value: value.to_owned(),
        unit: "mg/kg".to_owned(),
        note: "기준 0.2 이하".to_owned(),
    };
    let content = Content {
        samples: "S-2026-000011 쌀 (오송산)\nS-2026-000012 쌀 (청주산)".to_owned(),
        conditions: "마이크로파 산분해 뒤 ICP-MS, RF 1,550 W, 헬륨 충돌 4.5 mL/min".to_owned(),
        notes: String::new(),
        summary: "쌀 두 점의 납과 카드뮴을 정량했어요. 회수율은 96~103 %였어요.".to_owned(),
        results: vec![row("납 (Pb)", "0.021"), row("카드뮴 (Cd)", "< 0.005")],
        conclusion: "두 시료 모두 기준 안에 들어요.".to_owned(),
    };
    Said { title: "쌀 중금속 분석".to_owned(), content, ..Said::default() }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn only_a_second_person_releases_a_report_and_anybody_can_verify_it() {
    for engine in engines() {
        let standing = open(engine).await;
        let app = standing.app();
        used(&standing, ON_REQUEST, 60).await;
        let staff = with(Role::Reviewer, 900);
        let begun = measurement::begin(app, &staff, For::Reservation(Id::nth(60)), written()).await.unwrap();
        let submitted = measurement::submit(app, &staff, begun.id, None).await.unwrap();
        let own = measurement::release(app, &staff, begun.id, None, true).await.unwrap_err();
        let MeasurementError::Refused(reasons) = own else { panic!("{own:?}") };
        assert_eq!(reasons, [Refusal::SecondPerson]);
        let firm = member(1);
        let path = format!("/measurements/{}", begun.id);
        assert_eq!(standing.text(Some(firm), &path).await.0.as_u16(), 404, "nothing before release");
        let second = with(Role::Reviewer, 902);
        let (_, report) =
            measurement::release(app, &second, begun.id, Some(submitted.version), true).await.unwrap();
        let report = report.unwrap();
        assert!(standing.text(Some(firm), &path).await.0.is_success());
        let sql = "SELECT number, content_hash FROM report WHERE id = $1";
        let read =
            |row: &ieum_db::Row| Ok((row.get::<String>("number")?, row.get::<String>("content_hash")?));
        let (number, hash) = app.db.reader().one(sql, args![report], read).await.unwrap();
        let standing_of = |hash: String| {
            let (standing, number) = (&standing, number.clone());
            async move {
                let path = format!("/api/v1/reports/verify/{number}?hash={hash}");
                let (_, text) = standing.text(None, &path).await;
                text
            }
        };
        assert!(standing_of(hash.clone()).await.contains("genuine"));
        assert!(standing_of("0".repeat(64)).await.contains("unknown"));
        look(app, "report", report.to_string(), &standing).await;

        // A corrected version takes its place.
        measurement::rework(app, &second, begun.id, None, "단위 확인".to_owned()).await.unwrap();
        measurement::submit(app, &staff, begun.id, None).await.unwrap();
        measurement::release(app, &second, begun.id, None, true).await.unwrap();
        assert!(standing_of(hash).await.contains("superseded"));

        let mut tx = app.db.begin().await.unwrap();
        let forged = tx.run("UPDATE report SET content_json = '{}'", args![]).await.unwrap_err();
        assert!(forged.is_constraint("report_is_fixed"), "{engine}: {forged:?}");
    }
}
