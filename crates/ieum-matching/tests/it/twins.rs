//! Instruments entered twice, and wishes to buy.

use crate::house::{form, get, open, text_id};
use http::StatusCode;
use ieum_db::{args, audit_of, testing::each_engine};
use ieum_kernel::{Facility, Id, Instrument, Organisation};
use ieum_web::{House, encode};

/// Two entries of one analyzer at one facility, one of the same model elsewhere, and one that is nothing like it.
async fn analyzers(house: &House) {
    let mut tx = house.app.db.begin().await.unwrap();
    let (here, there) = (text_id::<Facility>(60), text_id::<Facility>(61));
    for (id, name, latitude, longitude) in
        [(&here, "전파센터", 36.6424, 127.4890), (&there, "오창센터", 36.7130, 127.4290)]
    {
        let sql = "INSERT INTO public_facility (id, organisation_id, name_ko, latitude, longitude) VALUES ($1, $2, $3, $4, $5)";
        tx.run(sql, args![id, text_id::<Organisation>(50), name, latitude, longitude]).await.unwrap();
    }
    for (n, facility, name, english, model, words) in [
        (
            60,
            &here,
            "베터 네트워크 분석기 시스템",
            "Vector Network analyzer system",
            "E8363B",
            "S 파라미터를 측정. 10Mhz ~ 40GHz",
        ),
        (
            61,
            &here,
            "벡터 회로망분석기",
            "Vector network Analyzer",
            "E8363B",
            "회로망의 산란계수를 측정. 10MHz~40GHz",
        ),
        (62, &there, "벡터 네트워크 분석기", "Vector network analyzer", "E-8363B", "10 MHz ~ 40 GHz"),
        (63, &there, "만능재료시험기", "Universal testing machine", "5982", "최대 100 kN"),
    ] {
        let sql =
            "INSERT INTO public_instrument (id, facility_id, name_ko, name_en, maker, model, description_ko,
                     opens_at, closes_at, open_days)
                   VALUES ($1, $2, $3, $4, 'Agilent Technologies', $5, $6, 540, 1080, 'MTWTF--')";
        tx.run(sql, args![text_id::<Instrument>(n), facility, name, english, model, words]).await.unwrap();
    }
    let sql =
        "INSERT INTO public_reservation (id, instrument_id, starts_at, ends_at) VALUES ('r', $1, $2, $3)";
    let starts = house.app.now().plus_days(-10);
    // A tenth of the 140,786 open minutes of a year.
    tx.run(sql, args![text_id::<Instrument>(62), starts, starts.plus_minutes(14_100)]).await.unwrap();
    tx.commit().await.unwrap();
}

fn pair(kept: Option<u128>) -> String {
    let kept = kept.map(|n| format!("&kept={}", text_id::<Instrument>(n))).unwrap_or_default();
    format!("left={}&right={}{kept}", text_id::<Instrument>(60), text_id::<Instrument>(61))
}

#[tokio::test]
async fn a_pair_is_found_merged_parted_and_told_apart() {
    each_engine(&[], async |db| {
        let (house, _folder) = open(db).await;
        analyzers(&house).await;
        for who in ["guest", "member-1", "staff-1"] {
            let (status, _) = get(&house, who, "/duplicates").await;
            assert!(matches!(status, StatusCode::SEE_OTHER | StatusCode::FORBIDDEN), "{who}: {status}");
            let (status, _, _) = form(&house, who, "/duplicates/decide", &pair(None)).await;
            assert!(matches!(status, StatusCode::SEE_OTHER | StatusCode::FORBIDDEN), "{who}: {status}");
        }
        let (status, page) = get(&house, "planner-2", "/duplicates").await;
        assert_eq!(status, StatusCode::OK);
        assert!(page.contains("베터 네트워크 분석기 시스템") && page.contains("모델: 같아요"), "{page}");
        assert!(!page.contains("만능재료시험기"), "nothing like it");
        // Two numbers of the national register are two things, however alike.
        let number = "UPDATE public_instrument SET registration_number = $2, changed_at = changed_at + 1 WHERE id = $1";
        for (n, text) in [(60, "NFEC-2015-10-900036"), (62, "NFEC-2013-02-900092")] {
            let mut tx = house.app.db.begin().await.unwrap();
            tx.run(number, args![text_id::<Instrument>(n), text]).await.unwrap();
            tx.commit().await.unwrap();
        }
        let (_, page) = get(&house, "planner-2", "/duplicates").await;
        assert!(page.contains("벡터 회로망분석기") && !page.contains("시스템 · 벡터 네트워크 분석기"), "{page}");
        let (status, report) = get(&house, "planner-2", "/duplicates/report.pdf").await;
        assert!(status == StatusCode::OK && report.starts_with("%PDF"));

        let stranger = format!("{}&kept={}", pair(None), text_id::<Instrument>(63));
        let (status, page, _) = form(&house, "planner-2", "/duplicates/decide", &stranger).await;
        assert_eq!(status, StatusCode::UNPROCESSABLE_ENTITY);
        assert!(page.contains("남길 장비는 두 장비 가운데 하나"), "{page}");
        // An answer that cannot be read is no decision that they are two.
        let refused = [
            (format!("{}&kept=nobody", pair(None)), "남길 장비는 두 장비 가운데 하나"),
            (format!("{}&kept={}", pair(None), text_id::<Organisation>(61)), "남길 장비는 두 장비 가운데 하나"),
            (format!("{}&note={}", pair(None), encode(&"가".repeat(501))), "500자까지"),
        ];
        for (body, words) in refused {
            let (status, page, _) = form(&house, "planner-2", "/duplicates/decide", &body).await;
            assert_eq!(status, StatusCode::UNPROCESSABLE_ENTITY, "{body}");
            assert!(page.contains(words) && page.contains("2번 ‘벡터 회로망분석기’"), "{body}: {page}");
        }
        let (status, page, _) = form(&house, "planner-2", "/duplicates/decide", &pair(Some(61))).await;
        assert_eq!(status, StatusCode::SEE_OTHER, "{page}");
        let life = "SELECT life FROM public_instrument WHERE id = $1";
        let gone = text_id::<Instrument>(60);
        let now: String = house.app.db.reader().one(life, args![&gone], |row| row.get("life")).await.unwrap();
        assert_eq!(now, "retired");
        let (status, page, _) = form(&house, "planner-2", "/duplicates/decide", &pair(None)).await;
        assert_eq!(status, StatusCode::UNPROCESSABLE_ENTITY);
        assert!(page.contains("이미 판정이 있어요"), "{page}");

        let (status, _, _) = form(&house, "operator-3", "/duplicates/undo", &pair(None)).await;
        assert_eq!(status, StatusCode::SEE_OTHER);
        let now: String = house.app.db.reader().one(life, args![&gone], |row| row.get("life")).await.unwrap();
        assert_eq!(now, "in_service");
        let (status, _, _) = form(&house, "operator-3", "/duplicates/undo", &pair(None)).await;
        assert_eq!(status, StatusCode::UNPROCESSABLE_ENTITY);

        let (status, _, _) = form(&house, "planner-2", "/duplicates/decide", &pair(None)).await;
        assert_eq!(status, StatusCode::SEE_OTHER);
        let (_, page) = get(&house, "planner-2", "/duplicates").await;
        assert!(page.contains("다른 장비"), "{page}");
        assert!(!page.contains("2번 ‘벡터 회로망분석기’"), "what was decided is not asked again");
        let actions: Vec<String> = audit_of(&mut house.app.db.reader(), &gone, 10)
            .await
            .unwrap()
            .into_iter()
            .map(|entry| entry.action)
            .collect();
        for action in ["duplicates.same", "duplicates.undo", "duplicates.different"] {
            assert!(actions.iter().any(|a| a == action), "{actions:?}");
        }
    })
    .await;
}

#[tokio::test]
async fn a_wish_to_buy_is_checked_and_decided_by_a_second_person() {
    each_engine(&[], async |db| {
        let (house, _folder) = open(db).await;
        analyzers(&house).await;
        for who in ["guest", "member-1", "staff-1"] {
            let (status, _) = get(&house, who, "/purchase-review").await;
            assert!(matches!(status, StatusCode::SEE_OTHER | StatusCode::FORBIDDEN), "{who}: {status}");
        }
        let (status, page, _) = form(&house, "planner-2", "/purchase-review", "wishes=+%0A...").await;
        assert_eq!(status, StatusCode::UNPROCESSABLE_ENTITY);
        assert!(page.contains("한 줄 이상 적어 주세요"), "{page}");

        let wishes = encode("Agilent E8363B 벡터 네트워크 분석기, 1 GHz ~ 30 GHz\n극저온 냉각기 4 K");
        let body = format!("wishes={wishes}&facility={}", text_id::<Facility>(60));
        let (status, page, place) = form(&house, "planner-2", "/purchase-review", &body).await;
        assert_eq!(status, StatusCode::SEE_OTHER, "{page}");
        let (_, page) = get(&house, "planner-2", &place).await;
        assert!(page.contains("PR-2026-0001"), "{page}");
        assert!(
            page.contains("같은 시설에 있는 같은 모델") && page.contains("다른 곳에 있는 같은 모델"),
            "{page}"
        );
        assert!(page.contains("10 km 거리") && page.contains("이용률 10%"), "{page}");
        assert!(page.contains("요청한 성능을 갖췄어요") && page.contains("찾지 못했어요"), "{page}");
        assert!(page.contains("다른 기획 담당자나 운영자"), "whoever asked does not decide");
        let decide = format!("{place}/decide");
        let (status, page, _) = form(&house, "planner-2", &decide, "decision=share&reason=x").await;
        assert_eq!(status, StatusCode::UNPROCESSABLE_ENTITY);
        assert!(page.contains("신청한 사람은 결정할 수 없어요"), "{page}");
        let (status, page, _) = form(&house, "operator-3", &decide, "decision=share&reason=").await;
        assert_eq!(status, StatusCode::UNPROCESSABLE_ENTITY);
        assert!(page.contains("결정한 이유를 적어 주세요"), "{page}");
        let (status, page, _) = form(&house, "operator-3", &decide, "reason=x").await;
        assert_eq!(status, StatusCode::UNPROCESSABLE_ENTITY);
        assert!(page.contains("결정을 골라 주세요"), "{page}");
        let body = format!("decision=share&reason={}", encode("오창센터 장비가 비어 있어요."));
        let (status, page, _) = form(&house, "operator-3", &decide, &body).await;
        assert_eq!(status, StatusCode::SEE_OTHER, "{page}");
        let (_, page) = get(&house, "planner-2", &place).await;
        assert!(
            page.contains("오창센터 장비가 비어 있어요.") && page.contains("사지 않고 함께 쓰기"),
            "{page}"
        );
        let (status, _, _) = form(&house, "operator-3", &decide, &body).await;
        assert_eq!(status, StatusCode::UNPROCESSABLE_ENTITY, "decided once");
        let (status, report) = get(&house, "planner-2", &format!("{place}/report.pdf")).await;
        assert!(status == StatusCode::OK && report.starts_with("%PDF"));
        let (_, list) = get(&house, "planner-2", "/purchase-review").await;
        assert!(list.contains("2건 가운데 1건이 이미 있어요"), "{list}");
        let none = Id::<ieum_matching::purchase::PurchaseReview>::nth(7);
        assert_eq!(
            get(&house, "planner-2", &format!("/purchase-review/{none}")).await.0,
            StatusCode::NOT_FOUND
        );
    })
    .await;
}
