//! Lists in: faulty rows, all or nothing, remembered columns, undo; real lists where they are at hand.
#![expect(clippy::unwrap_used, reason = "a test whose ground is missing has failed")]

mod house;

use house::{actor, form, get, json, open};
use http::StatusCode;
use ieum_catalogue::entry::{KindKey, ThingId, Values, service};
use ieum_catalogue::import::{ImportError, ImportOptions, import_file};
use ieum_db::testing::each_engine;
use ieum_kernel::{Facility, Id, Organisation, Role};
use ieum_web::House;
use serde_json::json;

const LIST: &str = "한글장비명,영문장비명,모델명,제작사,활용범위,국가장비등록번호,위도,경도,비고\n\
주사전자현미경,SEM,SU8230,Hitachi,공동활용서비스가능,NFEC-2017-11-240982,36.6,127.4,a\n\
,,X1,Maker,공동활용허용가능,,,,이름 없음\n\
질량분석기,LC-MS,QTOF,Agilent,모르겠음,,,,없는 범위\n\
분광기,Raman,LM633,에이엔티,단독활용만 가능,2017-1,,,번호가 틀림\n\
뒤바뀜,Swap,S1,Maker,공동활용허용가능,,127.4,36.6,좌표\n\
\"따옴표가 안 닫힘,Q,Q1,Maker,,,,,\n\
주사전자현미경 2,SEM 2,SU8230,Hitachi,공동활용서비스가능,NFEC-2017-11-240982,,,같은 번호\n\
정수압성형기,WIP,ISA,일신,공동활용허용가능,,,,b\n";

async fn fill(house: &House) {
    let mut tx = house.app.db.begin().await.unwrap();
    let organisation = ThingId::from(Id::<Organisation>::nth(1));
    let values = Values::new().with("name_ko", "한국전기연구원").with("kind", "institute");
    service::bulk_insert(
        &mut tx,
        house.app.clock(),
        KindKey::Organisation,
        vec![(organisation.clone(), values)],
    )
    .await
    .unwrap();
    let values = Values::new()
        .with("name_ko", "분석동")
        .with("organisation_id", organisation.text())
        .with("region", "43");
    let facility = ThingId::from(Id::<Facility>::nth(1));
    service::bulk_insert(&mut tx, house.app.clock(), KindKey::Facility, vec![(facility, values)])
        .await
        .unwrap();
    tx.commit().await.unwrap();
}

async fn total(house: &House, segment: &str) -> i64 {
    let (_, found) = json(house, "guest", "GET", &format!("/api/v1/{segment}"), &json!(null)).await;
    found.get("total").and_then(serde_json::Value::as_i64).unwrap()
}

fn options() -> ImportOptions {
    ImportOptions {
        facility: "분석동".to_owned(), source: "시험".to_owned(), ..ImportOptions::default()
    }
}

#[tokio::test]
async fn every_bad_row_is_named_and_the_good_ones_can_be_loaded_changed_and_undone() {
    each_engine(&[], async |db| {
        let (house, _folder) = open(db).await;
        fill(&house).await;
        let operator = actor(Role::Operator);
        let bytes = encoding_rs::EUC_KR.encode(LIST).0.into_owned();
        let load = async |bytes: Vec<u8>, options: ImportOptions| {
            import_file(&house.app, &operator, KindKey::Instrument, "list.csv", bytes, &options)
                .await
                .unwrap()
        };
        let whole = load(bytes.clone(), ImportOptions { only_all: true, ..options() }).await;
        assert!(!whole.loaded);
        assert_eq!(total(&house, "instruments").await, 0);
        let faults: Vec<_> =
            whole.faults.iter().map(|f| (f.line, f.heading.as_str(), f.key.as_str())).collect();
        assert_eq!(
            faults,
            [
                (3, "한글장비명", "field-required-one-language"),
                (4, "활용범위", "field-not-a-choice"),
                (5, "국가장비등록번호", "entry-refused-registration-number"),
                (6, "위도", "entry-refused-coordinates-swapped"),
                (7, "한글장비명", "sheet-row-refused-unclosed-quote"),
                (8, "국가장비등록번호", "entry-refused-taken"),
            ]
        );
        let good = load(bytes.clone(), options()).await;
        assert!(good.loaded);
        assert_eq!((good.counts.new, good.counts.faulty, good.counts.read), (2, 6, 8));
        assert_eq!(total(&house, "instruments").await, 2);
        let again = load(bytes, ImportOptions { dry_run: true, ..options() }).await;
        assert_eq!((again.counts.new, again.counts.same), (0, 2), "the same list says nothing new");

        let changed = LIST.replace("SU8230,Hitachi", "SU9000,Hitachi High-Tech").into_bytes();
        let second = load(changed, options()).await;
        assert_eq!((second.counts.new, second.counts.update, second.counts.same), (0, 1, 1));
        let (_, found) = json(&house, "guest", "GET", "/api/v1/instruments?q=SU9000", &json!(null)).await;
        assert_eq!((found["total"].as_i64(), found["items"][0]["version"].as_i64()), (Some(1), Some(2)));

        let path = format!("/imports/{}", second.id);
        let (status, page) = get(&house, "operator", &path).await;
        assert_eq!(status, StatusCode::OK, "{page}");
        let (status, csv) = get(&house, "operator", &format!("{path}/faults.csv")).await;
        assert_eq!((status, csv.lines().count()), (StatusCode::OK, 7), "{csv}");
        let (status, _, _) = form(&house, "operator", &format!("{path}/undo"), "").await;
        assert_eq!(status, StatusCode::SEE_OTHER);
        house.worker.run_until_idle().await.unwrap();
        let (_, found) = json(&house, "guest", "GET", "/api/v1/instruments?q=SU8230", &json!(null)).await;
        assert_eq!(found["total"], 1, "the change is put back");

        // What somebody changed since is left alone and named.
        let (_, other) = json(&house, "guest", "GET", "/api/v1/instruments?q=WIP", &json!(null)).await;
        let id = other["items"][0]["id"].as_str().unwrap().to_owned();
        let (status, _) = json(
            &house,
            "staff",
            "PUT",
            &format!("/api/v1/instruments/{id}"),
            &json!({ "version": 1, "maker": "일신오토클레이브" }),
        )
        .await;
        assert_eq!(status, StatusCode::OK);
        let first = format!("/imports/{}", good.id);
        form(&house, "operator", &format!("{first}/undo"), "").await;
        house.worker.run_until_idle().await.unwrap();
        let (_, page) = get(&house, "operator", &first).await;
        assert!(page.contains(&id), "{page}");
        assert_eq!(
            total(&house, "instruments").await,
            2,
            "the other one was changed by the undone import since"
        );
        let (status, _) = get(&house, "staff", &first).await;
        assert_eq!(status, StatusCode::FORBIDDEN);
    })
    .await;
}

#[tokio::test]
async fn wrong_files_are_refused_with_their_reason() {
    each_engine(&[], async |db| {
        let (house, _folder) = open(db).await;
        let operator = actor(Role::Operator);
        for (bytes, expected) in [
            (Vec::new(), "sheet-refused-empty"),
            (b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n".to_vec(), "sheet-refused-not-a-sheet"),
        ] {
            let done = import_file(
                &house.app,
                &operator,
                KindKey::Method,
                "list.csv",
                bytes,
                &ImportOptions::default(),
            )
            .await;
            match done {
                Err(ImportError::Sheet(error)) => assert_eq!(error.key(), expected),
                other => panic!("{expected}: {other:?}"),
            }
        }
        let nameless = import_file(
            &house.app,
            &operator,
            KindKey::Method,
            "list.csv",
            b"colour,weight\nblue,3\n".to_vec(),
            &ImportOptions::default(),
        )
        .await;
        assert!(matches!(nameless, Err(ImportError::Refused(_))), "{nameless:?}");
    })
    .await;
}

#[tokio::test]
async fn the_pages_lead_from_a_file_to_its_things() {
    each_engine(&[], async |db| {
        let (house, _folder) = open(db).await;
        fill(&house).await;
        let upload = |name: &str, content: &str| {
            format!(
                "--b\r\ncontent-disposition: form-data; name=\"kind\"\r\n\r\nmethod\r\n--b\r\ncontent-disposition: form-data; \
                 name=\"file\"; filename=\"{name}\"\r\ncontent-type: text/csv\r\n\r\n{content}\r\n--b--\r\n"
            )
        };
        let send = async |body: String| {
            let request = http::Request::post("/imports").header("content-type", "multipart/form-data; boundary=b");
            ieum_web::testing::house::send(&house, "operator", request, body.into()).await
        };
        let said = send(upload("empty.csv", "")).await;
        assert_eq!(said.status, StatusCode::UNPROCESSABLE_ENTITY, "{}", said.text());
        let said = send(upload("methods.csv", "이름,분석기법\nHPLC 분석,HPLC\n,x\n")).await;
        assert_eq!(said.status, StatusCode::SEE_OTHER, "{}", said.text());
        let place = said.location;
        let (status, page) = get(&house, "operator", &place).await;
        assert_eq!(status, StatusCode::OK, "{page}");
        let body = "column_0=name_ko&column_1=technique&source=methods";
        let (status, page, _) = form(&house, "operator", &format!("{place}/check"), body).await;
        assert_eq!(status, StatusCode::SEE_OTHER, "{page}");
        assert_eq!(get(&house, "operator", &format!("{place}/progress")).await.0, StatusCode::OK);
        house.worker.run_until_idle().await.unwrap();
        let (_, page) = get(&house, "operator", &place).await;
        assert!(page.contains("name=\"rows\""), "{page}");
        let (status, page, _) = form(&house, "operator", &format!("{place}/load"), "rows=all").await;
        assert_eq!(status, StatusCode::UNPROCESSABLE_ENTITY, "{page}");
        let (status, _, _) = form(&house, "operator", &format!("{place}/load"), "rows=good").await;
        assert_eq!(status, StatusCode::SEE_OTHER);
        house.worker.run_until_idle().await.unwrap();
        assert_eq!(total(&house, "methods").await, 1);
        let (_, page) = get(&house, "operator", "/imports").await;
        assert!(page.contains("methods.csv"));
    })
    .await;
}

/// Opens an import of a list of methods and starts its dry run; its page.
async fn checking(house: &House, rows: usize) -> String {
    let lines: String = (0..rows).map(|n| format!("\r\nHPLC 분석 {n},HPLC")).collect();
    let body = format!(
        "--b\r\ncontent-disposition: form-data; name=\"kind\"\r\n\r\nmethod\r\n--b\r\ncontent-disposition: form-data; \
         name=\"file\"; filename=\"methods.csv\"\r\ncontent-type: text/csv\r\n\r\n이름,분석기법{lines}\r\n--b--\r\n"
    );
    let request = http::Request::post("/imports").header("content-type", "multipart/form-data; boundary=b");
    let said = ieum_web::testing::house::send(house, "operator", request, body.into()).await;
    assert_eq!(said.status, StatusCode::SEE_OTHER, "{}", said.text());
    let place = said.location;
    let body = "column_0=name_ko&column_1=technique&source=methods";
    let (status, page, _) = form(house, "operator", &format!("{place}/check"), body).await;
    assert_eq!(status, StatusCode::SEE_OTHER, "{page}");
    place
}

#[tokio::test]
async fn a_list_of_many_megabytes_is_taken() {
    each_engine(&[], async |db| {
        let (house, _folder) = open(db).await;
        // Over two megabytes, where the framework's own limit lies; `checking` asserts that the file is taken.
        checking(&house, 110_000).await;
    })
    .await;
}

/// Every job that is not over is given up, as after its last attempt.
async fn give_jobs_up(house: &House) {
    let mut tx = house.app.db.begin().await.unwrap();
    let sql =
        "UPDATE job SET state = 'dead', claim = NULL, finished_at = $1 WHERE state IN ('ready', 'running')";
    tx.run(sql, ieum_db::args![house.app.now()]).await.unwrap();
    tx.commit().await.unwrap();
}

#[tokio::test]
async fn an_import_whose_job_is_given_up_says_so_and_goes_on_by_hand() {
    each_engine(&[], async |db| {
        let (house, _folder) = open(db).await;
        let place = checking(&house, 3).await;
        give_jobs_up(&house).await;
        let (_, page) = get(&house, "operator", &format!("{place}/progress")).await;
        assert!(!page.contains("<progress"), "{page}");
        let (_, page) = get(&house, "operator", &place).await;
        assert!(!page.contains("<progress") && page.contains("검사가 여러 번 중단"), "{page}");
        let (_, page) = get(&house, "operator", "/imports").await;
        assert!(page.contains("methods.csv"), "{page}");

        let body = "column_0=name_ko&column_1=technique&source=methods";
        let (status, page, _) = form(&house, "operator", &format!("{place}/check"), body).await;
        assert_eq!(status, StatusCode::SEE_OTHER, "{page}");
        house.worker.run_until_idle().await.unwrap();
        form(&house, "operator", &format!("{place}/load"), "rows=good").await;
        give_jobs_up(&house).await;
        let (_, page) = get(&house, "operator", &place).await;
        assert!(page.contains("저절로 이어지지 않아요"), "{page}");
        let (status, _, _) = form(&house, "operator", &format!("{place}/undo"), "").await;
        assert_eq!(status, StatusCode::SEE_OTHER);
        house.worker.run_until_idle().await.unwrap();
        let (_, page) = get(&house, "operator", &place).await;
        assert!(!page.contains("중단"), "{page}");
    })
    .await;
}

#[tokio::test]
async fn an_import_whose_worker_dies_goes_on_where_it_broke_off() {
    const ROWS: i64 = 5_000;
    each_engine(&[], async |db| {
        let (house, _folder) = open(db).await;
        let place = checking(&house, usize::try_from(ROWS).unwrap()).await;
        house.worker.run_until_idle().await.unwrap();
        form(&house, "operator", &format!("{place}/load"), "rows=good").await;
        let read = async || {
            let sql = "SELECT read_count FROM import";
            house
                .app
                .db
                .reader()
                .one(sql, ieum_db::args![], |row| row.get::<i64>("read_count"))
                .await
                .unwrap()
        };
        let some_are_in = async {
            while !(1_000..ROWS).contains(&read().await) {
                tokio::task::yield_now().await;
            }
        };
        // Dropped in the middle of its work, as when the program is killed.
        tokio::select! {
            _ = house.worker.run_until_idle() => panic!("it was done before it could be killed"),
            () = some_are_in => {}
        }
        let before = read().await;
        assert!(before < ROWS, "{before}");
        let mut tx = house.app.db.begin().await.unwrap();
        tx.run("UPDATE job SET claim_until = 0 WHERE state = 'running'", ieum_db::args![]).await.unwrap();
        tx.commit().await.unwrap();
        // A new worker: this one would take the job for its own.
        let fresh = ieum_catalogue::import::work(
            ieum_db::Worker::new(house.app.db.clone(), std::sync::Arc::clone(&house.app.clock)),
            &house.app,
        );
        fresh.run_until_idle().await.unwrap();
        assert_eq!((read().await, total(&house, "methods").await), (ROWS, ROWS));
        let (_, page) = get(&house, "operator", &place).await;
        assert!(!page.contains("<progress") && !page.contains("중단"), "{page}");
    })
    .await;
}

/// A list of the shared reference data; nothing when it is not at hand.
fn real(path: &str) -> Option<Vec<u8>> {
    let root = std::path::Path::new(concat!(env!("CARGO_MANIFEST_DIR"), "/../../../shared/data/search"));
    std::fs::read(root.join(path)).ok()
}

#[tokio::test]
async fn real_lists_come_in() {
    let lists = [
        (KindKey::Instrument, "keri/keri_sample.jsonl", 28, 0),
        (KindKey::Organisation, "ror/ror_kr.jsonl", 693, 0),
        (KindKey::Instrument, "emsl_dms/eus_instruments.csv", 149, 0),
        // Six rows say `PrepHPLC` where a state belongs.
        (KindKey::Instrument, "emsl_dms/dms_instruments.csv", 263, 6),
        (KindKey::Organisation, "ror/ror_sample_world.jsonl", 2_366, 0),
        // Twelve rows are faulty, the first of them for a homepage under `ftp:`.
        (KindKey::Software, "biotools/tools.jsonl", 19_649, 12),
    ];
    each_engine(&[], async |db| {
        let (house, _folder) = open(db).await;
        fill(&house).await;
        for (kind, path, rows, faulty) in lists {
            let Some(bytes) = real(path) else { continue };
            let done =
                import_file(&house.app, &actor(Role::Operator), kind, path, bytes, &options()).await.unwrap();
            assert_eq!(
                (done.counts.read, done.counts.faulty),
                (rows, faulty),
                "{path}: {:?}",
                done.faults.first()
            );
        }
    })
    .await;
}
