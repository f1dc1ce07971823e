//! What solves a problem, why, when; and why not.

use crate::house::{api, open, text_id};
use ieum_db::testing::each_engine;
use ieum_kernel::{Instrument, Lang, Service};
use ieum_web::encode;

#[tokio::test]
async fn words_lead_to_services_and_instruments_with_price_and_date() {
    each_engine(&[], async |db| {
        let (house, _folder) = open(db).await;
        let words = "농산물 잔류농약 다성분 동시분석";
        let found = ieum_matching::match_text(&house.app, words, Lang::Ko, 5).await.unwrap();
        let best = found.first().unwrap();
        assert_eq!(best.card.id, text_id::<Service>(50));
        assert_eq!(best.card.price.unwrap().minor, 250_000);
        assert_eq!(best.earliest.unwrap().to_string(), "2026-03-04T00:00:00Z");
        assert!(!best.why.is_empty());
        assert!(found.iter().all(|m| m.card.id != text_id::<Instrument>(51)), "retired ones are not offered");
        let path = format!("/api/v1/match?q={}&k=5&region=11", encode(words));
        let narrowed = api(&house, "guest", &path).await;
        let left = narrowed["left_out"].as_array().unwrap();
        assert!(left.iter().any(|m| m["why_not"][0]["rule"] == "other-region"), "{narrowed}");
        assert!(left.iter().any(|m| m["why_not"][0]["rule"] == "not-in-service"), "{narrowed}");
    })
    .await;
}
