//! What other rooms ask for many things at once: free days, prices, past work, and requests sent together.

use crate::house::{CENTRE, FIRM, HOST, ON_REQUEST, SCOPE, SECOND, engines, member, open};
use crate::quoted::listed_prices;
use ieum_db::args;
use ieum_kernel::Id;
use ieum_operations::booking::{earliest_slot, openings};
use ieum_operations::price::{self, Basis, Quantities, Target, Wanted};
use ieum_operations::request::{self, Ask, Keyed, TogetherError};
use std::collections::BTreeMap;

#[tokio::test(flavor = "multi_thread")]
async fn the_first_opening_is_the_earliest_slot_and_each_day_has_one() {
    for engine in engines() {
        let standing = open(engine).await;
        let all = [SCOPE, ON_REQUEST, SECOND];
        let earliest = earliest_slot(standing.app(), &all, 60).await.unwrap();
        let days = openings(standing.app(), &all, 60).await.unwrap();
        assert!(!earliest.is_empty());
        for (instrument, start) in earliest {
            let days = days.get(&instrument).unwrap();
            assert_eq!(days.first(), Some(&start), "{engine}");
            let civil: Vec<_> = days.iter().map(|at| standing.app().zone.day(*at)).collect();
            assert!(civil.windows(2).all(|pair| pair[0] < pair[1]), "{engine}: {civil:?}");
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn many_prices_are_the_same_as_one_after_the_other() {
    for engine in engines() {
        let standing = open(engine).await;
        let app = standing.app();
        listed_prices(&standing).await;
        let today = app.zone.day(app.now());
        let counted = BTreeMap::from([(Basis::Hour, 120), (Basis::Sample, 3), (Basis::Run, 1)]);
        let targets = [
            Target::Instrument(SCOPE),
            Target::Instrument(SECOND),
            Target::Service(Id::nth(1)),
            Target::Service(Id::nth(77)),
        ];
        let wanted: Vec<Wanted> = targets
            .iter()
            .map(|target| Wanted { target: *target, facility: CENTRE, counted: counted.clone() })
            .collect();
        for payer in [Some(FIRM), Some(HOST), None] {
            let before = app.db.statements();
            let many = price::price_many(&mut app.db.reader(), payer, today, &wanted).await.unwrap();
            assert!(app.db.statements() - before <= 2, "{engine}");
            assert!(many.iter().any(Option::is_some), "{engine}: nothing is priced");
            for (one, many) in wanted.iter().zip(many) {
                let quantities = Quantities { counted: counted.clone(), ..Quantities::default() };
                let alone =
                    price::price_ahead(&mut app.db.reader(), one.target, CENTRE, payer, today, quantities)
                        .await;
                assert_eq!(alone.ok(), many, "{engine}: {payer:?}");
            }
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn requests_sent_together_are_all_or_none_and_each_once() {
    for engine in engines() {
        let standing = open(engine).await;
        let app = standing.app();
        let actor = member(1).actor();
        let ask = |title: &str| Ask {
            instrument: Some(SCOPE),
            title: title.into(),
            words: "시료 세 개를 봐 주세요".into(),
            ..Ask::default()
        };
        let keyed = |key: &str, title: &str| Keyed { key: key.into(), ask: ask(title) };
        let wrong = vec![keyed("p:0", "절단"), keyed("p:1", " ")];
        let error = request::send_together(app, &actor, wrong).await.unwrap_err();
        let TogetherError::Refused(reasons) = error else { panic!("{error:?}") };
        assert_eq!(reasons.iter().map(|(key, _)| key.as_str()).collect::<Vec<_>>(), ["p:1"], "{engine}");
        let count = "SELECT COUNT(*) AS many FROM request WHERE order_key IS NOT NULL";
        let many: i64 = app.db.reader().one(count, args![], |row| row.get("many")).await.unwrap();
        assert_eq!(many, 0, "{engine}: nothing is written when one is refused");
        let right = || vec![keyed("p:0", "절단"), keyed("p:1", "관찰")];
        let first = request::send_together(app, &actor, right()).await.unwrap();
        let (one, two) = tokio::join!(
            request::send_together(app, &actor, right()),
            request::send_together(app, &actor, right())
        );
        for again in [one.unwrap(), two.unwrap()] {
            assert_eq!(
                again.iter().map(|r| r.id).collect::<Vec<_>>(),
                first.iter().map(|r| r.id).collect::<Vec<_>>(),
                "{engine}"
            );
        }
        let many: i64 = app.db.reader().one(count, args![], |row| row.get("many")).await.unwrap();
        assert_eq!(many, 2, "{engine}");
        let records = request::records(&mut app.db.reader(), &[], &[SCOPE.to_string()]).await.unwrap();
        assert!(records.is_empty(), "{engine}: what is not over proves nothing");
    }
}
