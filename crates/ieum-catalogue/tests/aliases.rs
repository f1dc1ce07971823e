//! Names of organisations: confirmed, refused, undone; lists that use them; organisations entered twice.
#![expect(clippy::unwrap_used, reason = "a test whose ground is missing has failed")]

mod house;

use house::{actor, form, get, json, open};
use http::StatusCode;
use ieum_catalogue::entry::{KindKey, ThingId, Values, service};
use ieum_catalogue::import::{ImportOptions, ImportReport, import_file};
use ieum_db::{args, audit_of, testing::each_engine};
use ieum_kernel::{Facility, Id, Organisation, Role};
use ieum_web::{House, encode};
use serde_json::json;

fn org(n: u128) -> String {
    Id::<Organisation>::nth(n).to_string()
}

async fn fill(house: &House) {
    let mut tx = house.app.db.begin().await.unwrap();
    let organisation = |n: u128, ko: &str, en: &str, more: &[(&str, &str)]| {
        let values = Values::new().with("name_ko", ko).with("name_en", en).with("kind", "institute");
        let values = more.iter().fold(values, |values, (name, value)| values.with(name, *value));
        (ThingId::from(Id::<Organisation>::nth(n)), values)
    };
    let rows = vec![
        organisation(1, "한국전기연구원", "Korea Electrotechnology Research Institute", &[]),
        organisation(2, "한림대학교", "", &[]),
        organisation(3, "청주정밀 주식회사", "", &[("business_number", "1208147521")]),
        organisation(4, "오송바이오재단", "", &[("aliases", "오바재; OBF")]),
        organisation(5, "(재)오송 바이오재단", "", &[]),
        organisation(6, "서울과학기술대학교", "Seoul National University of Science and Technology", &[]),
        organisation(7, "서울대학교", "Seoul National University", &[]),
    ];
    service::bulk_insert(&mut tx, house.app.clock(), KindKey::Organisation, rows).await.unwrap();
    let values =
        Values::new().with("name_ko", "오송분석동").with("organisation_id", org(5)).with("region", "43");
    let facility = ThingId::from(Id::<Facility>::nth(1));
    service::bulk_insert(&mut tx, house.app.clock(), KindKey::Facility, vec![(facility, values)])
        .await
        .unwrap();
    tx.commit().await.unwrap();
}

const LIST: &str = "시설명,보유기관\n\
가 센터,Hallym University\n\
나 센터,㈜ 청주정밀\n\
다 센터,120-81-47521\n\
라 센터,KERI\n\
마 센터,서울 국립 과학기술대학\n\
바 센터,달나라연구소\n";

async fn load(house: &House, dry_run: bool) -> ImportReport {
    let options = ImportOptions { source: "시설 목록".to_owned(), dry_run, ..ImportOptions::default() };
    let operator = actor(Role::Operator);
    import_file(&house.app, &operator, KindKey::Facility, "list.csv", LIST.into(), &options).await.unwrap()
}

/// What names were taken for: written, organisation, how.
fn taken(report: &ImportReport) -> Vec<(String, String, String)> {
    let all = report.readings.iter();
    all.map(|one| (one.written.clone(), one.thing.clone(), one.how.clone())).collect()
}

fn said(written: &str, n: u128, how: &str) -> (String, String, String) {
    (written.to_owned(), org(n), how.to_owned())
}

#[tokio::test]
async fn a_list_is_understood_by_names_numbers_and_confirmed_names() {
    each_engine(&[], async |db| {
        let (house, _folder) = open(db).await;
        fill(&house).await;
        let report = load(&house, true).await;
        let expected = [
            said("Hallym University", 2, "sound"),
            said("㈜ 청주정밀", 3, "form"),
            said("120-81-47521", 3, "number"),
        ];
        assert_eq!(taken(&report), expected);
        assert_eq!((report.counts.new, report.counts.faulty), (3, 3), "{:?}", report.faults);
        let faults: Vec<_> = report.faults.iter().map(|f| (f.line, f.key.as_str())).collect();
        let (unsure, unknown) = ("import-organisation-unsure", "import-organisation-unknown");
        assert_eq!(faults, [(5, unsure), (6, unsure), (7, unknown)]);
        let near = |line: i64| {
            let fault = report.faults.iter().find(|f| f.line == line).unwrap();
            fault.args.get("candidates").and_then(|c| c.as_str()).unwrap_or_default().to_owned()
        };
        assert_eq!(near(5), "한국전기연구원", "by its first letters");
        assert!(near(6).contains("서울과학기술대학교"), "{}", near(6));

        // The names are asked about on the page; confirmed, the list is understood.
        let (status, page) = get(&house, "planner", "/duplicates/organisations").await;
        assert_eq!(status, StatusCode::OK);
        assert!(page.contains("KERI") && page.contains("달나라연구소") && page.contains("오바재"), "{page}");
        assert!(page.contains("머리글자"), "why it may be meant: {page}");
        let body = format!("name=KERI&organisation={}", org(1));
        let (status, page, _) = form(&house, "planner", "/duplicates/organisations/name", &body).await;
        assert_eq!(status, StatusCode::SEE_OTHER, "{page}");
        let report = load(&house, true).await;
        assert!(taken(&report).contains(&said("KERI", 1, "alias")), "{:?}", taken(&report));
        assert_eq!((report.counts.new, report.counts.faulty), (4, 2), "{:?}", report.faults);
        let report = load(&house, false).await;
        assert!(report.loaded);
        let sql = "SELECT organisation_id FROM facility WHERE name_ko = '라 센터'";
        let owner: String =
            house.app.db.reader().one(sql, args![], |row| row.get("organisation_id")).await.unwrap();
        assert_eq!(owner, org(1));
        // Forms know it too, and so does the API.
        let facility = json!({ "name_ko": "사 센터", "organisation_id": "keri", "region": "43" });
        let (status, made) = json(&house, "operator", "POST", "/api/v1/facilities", &facility).await;
        assert_eq!(
            (status, made["organisation_id"].as_str()),
            (StatusCode::CREATED, Some(org(1).as_str())),
            "{made}"
        );
        let ask = |name: &str| format!("/api/v1/organisation-names?name={}", encode(name));
        let (_, answer) = json(&house, "guest", "GET", &ask("keri"), &json!(null)).await;
        assert_eq!(
            (answer["organisation"].as_str(), answer["how"].as_str()),
            (Some(org(1).as_str()), Some("alias"))
        );
        let (_, answer) = json(&house, "guest", "GET", &ask("서울 국립 과학기술대학"), &json!(null)).await;
        assert!(
            answer["organisation"].is_null() && answer["candidates"][0]["reasons"][0].is_string(),
            "{answer}"
        );
    })
    .await;
}

#[tokio::test]
async fn names_are_confirmed_refused_and_undone_by_those_who_may() {
    each_engine(&[], async |db| {
        let (house, _folder) = open(db).await;
        fill(&house).await;
        let home = "/duplicates/organisations";
        let name = format!("{home}/name");
        let body = format!("name=OBF&organisation={}", org(4));
        for who in ["guest", "member", "staff", "manager"] {
            let (status, _) = get(&house, who, home).await;
            assert!(matches!(status, StatusCode::SEE_OTHER | StatusCode::FORBIDDEN), "{who}: {status}");
            for path in ["name", "name/undo", "pair", "pair/undo"] {
                let (status, _, _) = form(&house, who, &format!("{home}/{path}"), &body).await;
                assert!(matches!(status, StatusCode::SEE_OTHER | StatusCode::FORBIDDEN), "{who} {path}: {status}");
            }
            let decide = json!({ "name": "OBF", "organisation": org(4), "same": true });
            let (status, _) = json(&house, who, "POST", "/api/v1/organisation-aliases", &decide).await;
            assert!(matches!(status, StatusCode::UNAUTHORIZED | StatusCode::FORBIDDEN), "{who}: {status}");
        }
        let refused = async |body: &str, words: &str| {
            let (status, page, _) = form(&house, "planner", &name, body).await;
            assert_eq!(status, StatusCode::UNPROCESSABLE_ENTITY, "{body}");
            assert!(page.contains(words), "{body}: {page}");
        };
        refused(&format!("name={}&organisation={}", encode("(주)"), org(4)), "이름을 적어 주세요").await;
        refused("name=OBF&organisation=nobody", "나온 기관 가운데 하나").await;
        let own = format!("name={}&organisation={}", encode("한국 전기연구원"), org(1));
        refused(&own, "이미 이 기관의 이름으로 알아들어요").await;
        let others = format!("name={}&organisation={}", encode("서울대학교"), org(6));
        refused(&others, "‘서울대학교’의 이름이에요").await;

        // What cannot be read decides nothing, and a name is never cut to another name.
        refused(&format!("{body}&same=maybe"), "아무것도 바꾸지 않았어요").await;
        let long = "가".repeat(201);
        refused(&format!("name={}&organisation={}", encode(&long), org(4)), "200자까지").await;
        refused(&format!("{body}&note={}", encode(&"가".repeat(501))), "500자까지").await;
        for (name, note, field) in [(&*long, "", "name"), ("OBF", &*"가".repeat(501), "note")] {
            let decide = json!({ "name": name, "organisation": org(4), "same": true, "note": note });
            let (status, told) = json(&house, "planner", "POST", "/api/v1/organisation-aliases", &decide).await;
            assert_eq!(status, StatusCode::UNPROCESSABLE_ENTITY, "{told}");
            assert_eq!(told["errors"][0]["field"].as_str(), Some(field), "{told}");
        }
        for same in [json!("yes"), json!(null)] {
            let decide = json!({ "name": "OBF", "organisation": org(4), "same": same });
            let (status, told) = json(&house, "planner", "POST", "/api/v1/organisation-aliases", &decide).await;
            assert!(status.is_client_error(), "{status} {told}");
        }
        let list = json(&house, "operator", "GET", "/api/v1/organisation-aliases", &json!(null)).await.1;
        assert_eq!(list["aliases"], json!([]), "nothing was decided");

        let (status, page, _) = form(&house, "planner", &name, &body).await;
        assert_eq!(status, StatusCode::SEE_OTHER, "{page}");
        refused(&body, "이미 판정했어요").await;
        refused(&format!("name=O.B.F.&organisation={}", org(5)), "‘오송바이오재단’의 이름이에요").await;
        // The constraint holds what the rule explains.
        let again = "INSERT INTO organisation_alias (id, organisation_id, name, name_key, same, decided_by, decided_at)
                     VALUES ('ali_x', $1, 'obf', 'obf', TRUE, 'p', 1)";
        let mut tx = house.app.db.begin().await.unwrap();
        assert!(tx.run(again, args![org(5)]).await.unwrap_err().is_constraint("alias_taken"));
        drop(tx);
        let list = json(&house, "operator", "GET", "/api/v1/organisation-aliases", &json!(null)).await.1;
        let id = list["aliases"][0]["id"].as_str().unwrap().to_owned();
        let undo = format!("id={id}");
        let (status, _, _) = form(&house, "operator", &format!("{home}/name/undo"), &undo).await;
        assert_eq!(status, StatusCode::SEE_OTHER);
        let (status, page, _) = form(&house, "operator", &format!("{home}/name/undo"), &undo).await;
        assert_eq!(status, StatusCode::UNPROCESSABLE_ENTITY, "undone once");
        assert!(page.contains("되돌릴 판정이 없어요"), "{page}");
        // Refused for one, the name is not asked about again.
        let (status, _, _) = form(&house, "planner", &name, &format!("{body}&same=no")).await;
        assert_eq!(status, StatusCode::SEE_OTHER);
        let (_, page) = get(&house, "planner", home).await;
        assert!(page.contains("이 기관의 이름이 아님") && page.contains("되돌렸어요"), "the history stays: {page}");
        assert!(!page.contains("value=\"OBF\""), "what is refused is not asked again: {page}");
        let audit = audit_of(&mut house.app.db.reader(), &org(4), 20).await.unwrap();
        let actions: Vec<_> = audit.iter().map(|entry| entry.action.as_str()).collect();
        for action in ["alias.confirm", "alias.undo", "alias.refuse"] {
            assert!(actions.contains(&action), "{actions:?}");
        }
    })
    .await;
}

#[tokio::test]
async fn an_organisation_entered_twice_is_merged_with_what_it_has_and_parted_again() {
    each_engine(&[], async |db| {
        let (house, _folder) = open(db).await;
        fill(&house).await;
        let home = "/duplicates/organisations";
        let (_, page) = get(&house, "planner", home).await;
        assert!(page.contains("오송 바이오재단") && page.contains("법인 표시와 띄어쓰기만 달라요"), "{page}");
        assert!(!page.contains("1번 ‘서울과학기술대학교’"), "two universities are two: {page}");
        let pair = format!("left={}&right={}", org(4), org(5));
        let stranger = format!("{pair}&kept={}", org(1));
        let (status, page, _) = form(&house, "planner", &format!("{home}/pair"), &stranger).await;
        assert_eq!(status, StatusCode::UNPROCESSABLE_ENTITY);
        assert!(page.contains("두 기관 가운데 하나"), "{page}");
        // An answer that cannot be read is no decision that they are two.
        for kept in ["nobody", "org_", "ins_00000000000000000000000004", "%00x"] {
            let body = format!("{pair}&kept={kept}");
            let (status, page, _) = form(&house, "planner", &format!("{home}/pair"), &body).await;
            assert_eq!(status, StatusCode::UNPROCESSABLE_ENTITY, "{kept}");
            assert!(page.contains("두 기관 가운데 하나"), "{kept}: {page}");
            assert!(page.contains("1번 ‘오송바이오재단’"), "{kept}: the question stands");
        }
        let keep = format!("{pair}&kept={}", org(4));
        let (status, page, _) = form(&house, "planner", &format!("{home}/pair"), &keep).await;
        assert_eq!(status, StatusCode::SEE_OTHER, "{page}");
        let owner = async || -> String {
            let sql = "SELECT organisation_id FROM facility WHERE name_ko = '오송분석동'";
            house.app.db.reader().one(sql, args![], |row| row.get("organisation_id")).await.unwrap()
        };
        assert_eq!(owner().await, org(4), "its facility goes along");
        let (status, _) = get(&house, "guest", &format!("/organisations/{}", org(5))).await;
        assert_eq!(status, StatusCode::SEE_OTHER, "its address leads to the one that is kept");
        let (status, _, _) = form(&house, "planner", &format!("{home}/pair"), &keep).await;
        assert!(matches!(status, StatusCode::UNPROCESSABLE_ENTITY | StatusCode::NOT_FOUND), "{status}");
        let (status, page, _) = form(&house, "operator", &format!("{home}/pair/undo"), &pair).await;
        assert_eq!(status, StatusCode::SEE_OTHER, "{page}");
        assert_eq!(owner().await, org(5), "and back");
        assert_eq!(get(&house, "guest", &format!("/organisations/{}", org(5))).await.0, StatusCode::OK);
        let (status, _, _) = form(&house, "operator", &format!("{home}/pair/undo"), &pair).await;
        assert_eq!(status, StatusCode::UNPROCESSABLE_ENTITY);
        // Told apart, they are not asked about again.
        let (status, _, _) = form(&house, "planner", &format!("{home}/pair"), &pair).await;
        assert_eq!(status, StatusCode::SEE_OTHER);
        let (_, page) = get(&house, "planner", home).await;
        assert!(!page.contains("1번 ‘오송바이오재단’") && page.contains("다른 기관"), "{page}");
    })
    .await;
}
