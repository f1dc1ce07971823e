//! A house with this room alone; visitors are known by their token, `member-1` being a member who is person 1.

use async_trait::async_trait;
use axum::body::Body;
use http::{Request, StatusCode};
use http_body_util::BodyExt;
use ieum_db::{Db, MigrationSet, Tx, args};
use ieum_kernel::{
    Actor, Facility, Id, Instrument, Lang, Money, Organisation, Person, Role, TestClock, Text, Timestamp,
};
use ieum_matching::Engine;
use ieum_matching::asks::{
    Cost, Costs, Merges, Order, OrderError, Orders, PriceAsked, PriceLine, Prices, Sent, Slots, Voucher,
};
use ieum_matching::duplicates::Twins;
use ieum_web::{
    Answers, App, Contact, Directory, Doors, Folder, House, Identity, Known, MailSettings, Plan, Problem,
    Room, SiteSettings,
};
use serde_json::Value;
use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::path::Path;
use std::sync::{Arc, Mutex};
use tower::ServiceExt;

struct Tokens;

pub(crate) fn actor(role: Role, n: u128) -> Actor {
    Actor {
        person: Some(Id::nth(n)),
        name: format!("사람 {n}"),
        roles: BTreeSet::from([Role::Guest, Role::Member, role]),
        organisations: vec![Id::nth(n)],
        ..Actor::guest(Lang::Ko)
    }
}

#[async_trait]
impl Identity for Tokens {
    async fn by_session(&self, _app: &App, _key: &str) -> Result<Option<Known>, Problem> {
        Ok(None)
    }

    async fn by_token(&self, _app: &App, token: &str) -> Result<Option<Known>, Problem> {
        let Some((role, n)) = token.split_once('-') else { return Ok(None) };
        let actor = actor(role.parse().unwrap(), n.parse().unwrap());
        Ok(Some(Known { actor, theme: "auto".into(), density: "calm".into(), unread: 0, organisation: None }))
    }
}

#[async_trait]
impl Directory for Tokens {
    async fn person(&self, _app: &App, id: Id<Person>) -> Result<Option<Contact>, Problem> {
        Ok(Some(Contact { person: id, name: "김이음".into(), email: String::new(), lang: Lang::Ko }))
    }
    async fn at_facility(&self, _: &App, _: Id<Facility>, _: Role) -> Result<Vec<Contact>, Problem> {
        Ok(Vec::new())
    }
    async fn at_organisation(
        &self,
        _: &App,
        _: Id<Organisation>,
        _: Option<Role>,
    ) -> Result<Vec<Contact>, Problem> {
        Ok(Vec::new())
    }
    async fn with_role(&self, _: &App, role: Role) -> Result<Vec<Contact>, Problem> {
        let person = Id::nth(90);
        let one = Contact { person, name: "기획자".into(), email: String::new(), lang: Lang::Ko };
        Ok(if role == Role::Planner { vec![one] } else { Vec::new() })
    }
    async fn organisation_name(&self, _: &App, _: Id<Organisation>) -> Result<Option<Text>, Problem> {
        Ok(Some(Text::new("비밀정밀", "Secret Co")))
    }
}

struct Calendar;

#[async_trait]
impl Slots for Calendar {
    async fn earliest(
        &self,
        _app: &App,
        instruments: &[Id<Instrument>],
        _minutes: i64,
    ) -> Result<HashMap<Id<Instrument>, Timestamp>, Problem> {
        let at: Timestamp = "2026-03-04T00:00:00Z".parse().unwrap();
        Ok(instruments.iter().map(|id| (*id, at)).collect())
    }
}

/// Prices services at 100,000 won a sample and gives person 1's firm a voucher. Orders are known by their keys; words
/// with `거절` in them are refused.
#[derive(Default)]
struct Work {
    sent: Mutex<BTreeMap<String, Sent>>,
}

#[async_trait]
impl Prices for Work {
    async fn costs(
        &self,
        _app: &App,
        payer: Option<Id<Organisation>>,
        asked: &[PriceAsked],
    ) -> Result<Costs, Problem> {
        let cost = |one: &PriceAsked| {
            let (supply, vat) = (Money::won(100_000 * one.quantity), Money::won(10_000 * one.quantity));
            let unit_price = Money::won(100_000);
            let cost = Cost {
                supply,
                vat,
                subsidy: Money::won(0),
                total: supply.plus(vat).unwrap(),
                tier: "sme".into(),
                lines: vec![PriceLine { basis: "sample".into(), quantity: one.quantity, unit_price }],
                voucher: None,
            };
            (one.id.clone(), cost)
        };
        let voucher =
            Voucher { name: Text::new("바우처", "Voucher"), percent: 60, left: Money::won(1_000_000) };
        let vouchers = if payer == Some(Id::nth(1)) { vec![voucher] } else { Vec::new() };
        let costs = asked.iter().filter(|one| one.kind == "service").map(cost).collect();
        Ok(Costs { costs, vouchers })
    }
}

#[async_trait]
impl Orders for Work {
    async fn send(&self, _: &App, _: &Actor, orders: &[Order]) -> Result<Vec<Sent>, OrderError> {
        let refused: Vec<_> = orders
            .iter()
            .filter(|order| order.words.contains("거절"))
            .map(|order| (order.key.clone(), "need", serde_json::json!({ "rule": "no-words" })))
            .collect();
        if !refused.is_empty() {
            return Err(OrderError::Refused(refused));
        }
        let mut sent = self.sent.lock().unwrap();
        let mut all = Vec::new();
        for order in orders {
            let number = sent.len() + 1;
            let fresh = || Sent { id: format!("req_{number}"), number: format!("R-2026-{number:06}") };
            all.push(sent.entry(order.key.clone()).or_insert_with(fresh).clone());
        }
        Ok(all)
    }
}

/// A catalogue that takes an instrument out of its list and brings it back.
struct Merging;

async fn set_life(tx: &mut Tx, id: Id<Instrument>, life: &str) -> Result<(), Problem> {
    let sql = "UPDATE public_instrument SET life = $2, changed_at = changed_at + 1 WHERE id = $1";
    tx.run(sql, args![id, life]).await?;
    Ok(())
}

#[async_trait]
impl Merges for Merging {
    async fn merge(
        &self,
        _app: &App,
        tx: &mut Tx,
        _by: Id<Person>,
        _kept: Id<Instrument>,
        gone: Id<Instrument>,
    ) -> Result<(), Problem> {
        set_life(tx, gone, "retired").await
    }

    async fn part(
        &self,
        _app: &App,
        tx: &mut Tx,
        _by: Id<Person>,
        _kept: Id<Instrument>,
        gone: Id<Instrument>,
    ) -> Result<(), Problem> {
        set_life(tx, gone, "in_service").await
    }
}

fn others() -> Room {
    Room {
        name: "others",
        permissions: &[],
        doors: Doors::new(),
        migrations: MigrationSet::new("others", &[("0001_others.sql", crate::others::TABLES)]),
        locales: Folder::empty(),
        pages: Folder::empty(),
        nav: Vec::new(),
        work: |worker, _app| worker,
    }
}

/// The house over a database and a data folder.
pub(crate) async fn open_in(db: Db, folder: &Path) -> House {
    let plan = Plan {
        db,
        clock: Arc::new(TestClock::at("2026-03-02T08:00Z")),
        rooms: vec![others(), ieum_matching::room()],
        answers: Answers::new()
            .answer(Arc::new(Engine::open(folder)))
            .answer::<dyn Slots>(Arc::new(Calendar))
            .answer::<dyn Prices>(Arc::new(Work::default()))
            .answer::<dyn Orders>(Arc::new(Work::default()))
            .answer::<dyn Merges>(Arc::new(Merging))
            .answer::<Twins>(Arc::default()),
        identity: Arc::new(Tokens),
        directory: Arc::new(Tokens),
        site: SiteSettings::default(),
        mail: MailSettings::default(),
        data: folder.to_owned(),
        store: None,
        settings: HashMap::new(),
    };
    House::open(plan).await.unwrap()
}

/// The house with a small catalogue, its index ready.
pub(crate) async fn open(db: Db) -> (House, tempfile::TempDir) {
    let folder = tempfile::tempdir().unwrap();
    let house = open_in(db, folder.path()).await;
    catalogue(&house.app).await;
    ieum_matching::find::rebuild(&house.app).await.unwrap();
    (house, folder)
}

pub(crate) fn text_id<T: ieum_kernel::Thing>(n: u128) -> String {
    Id::<T>::nth(n).to_string()
}

async fn catalogue(app: &App) {
    let mut tx = app.db.begin().await.unwrap();
    let (org, fac) = (text_id::<Organisation>(50), text_id::<Facility>(50));
    tx.run(
        "INSERT INTO public_organisation (id, name_ko, name_en, kind, region) VALUES ($1, '충북대학교', 'Chungbuk University', 'university', '43')",
        args![&org],
    )
    .await
    .unwrap();
    tx.run(
        "INSERT INTO public_facility (id, organisation_id, name_ko, name_en, region) VALUES ($1, $2, '분석센터', 'Analysis Centre', '43')",
        args![&fac, &org],
    )
    .await
    .unwrap();
    let method = text_id::<ieum_kernel::Method>(50);
    tx.run(
        "INSERT INTO public_method (id, name_ko, name_en, technique, analytes, matrices) VALUES ($1, '액체크로마토그래피 질량분석', 'LC-MS/MS', 'LC-MS/MS', '잔류농약', '농산물')",
        args![&method],
    )
    .await
    .unwrap();
    let service = text_id::<ieum_kernel::Service>(50);
    tx.run(
        "INSERT INTO public_service (id, facility_id, method_id, name_ko, name_en, price_minor, currency, unit, turnaround_days, accreditation, access_mode, region)
         VALUES ($1, $2, $3, '농산물 잔류농약 다성분 분석', 'Multi-residue pesticide analysis', 250000, 'KRW', 'sample', 7, 'KOLAS KT001', 'request', '43')",
        args![&service, &fac, &method],
    )
    .await
    .unwrap();
    for (n, ko, en, life, region) in [
        (50, "", "Liquid chromatograph tandem mass spectrometer", "in_service", "43"),
        (51, "잔류농약 분석용 질량분석기", "Pesticide mass spectrometer", "retired", "43"),
        (52, "주사전자현미경", "Scanning electron microscope", "in_service", "11"),
    ] {
        tx.run(
            "INSERT INTO public_instrument (id, facility_id, name_ko, name_en, model, life, region) VALUES ($1, $2, $3, $4, 'QTRAP 6500', $5, $6)",
            args![text_id::<Instrument>(n), &fac, ko, en, life, region],
        )
        .await
        .unwrap();
    }
    tx.run(
        "INSERT INTO public_service_instrument (service_id, instrument_id) VALUES ($1, $2)",
        args![&service, text_id::<Instrument>(50)],
    )
    .await
    .unwrap();
    tx.commit().await.unwrap();
}

/// Sends a request as somebody.
pub(crate) async fn send(
    house: &House,
    who: &str,
    request: http::request::Builder,
    body: Body,
) -> (StatusCode, String, String) {
    let request =
        if who == "guest" { request } else { request.header("authorization", format!("Bearer {who}")) };
    let response = house.router.clone().oneshot(request.body(body).unwrap()).await.unwrap();
    let status = response.status();
    let place =
        response.headers().get("location").map(|l| l.to_str().unwrap().to_owned()).unwrap_or_default();
    let bytes = response.into_body().collect().await.unwrap().to_bytes();
    // Templates write a stroke as its code.
    (status, String::from_utf8_lossy(&bytes).replace("&#x2f;", "/"), place)
}

pub(crate) async fn get(house: &House, who: &str, path: &str) -> (StatusCode, String) {
    let (status, text, _) = send(house, who, Request::get(path), Body::empty()).await;
    (status, text)
}

pub(crate) async fn form(house: &House, who: &str, path: &str, body: &str) -> (StatusCode, String, String) {
    let request = Request::post(path).header("content-type", "application/x-www-form-urlencoded");
    send(house, who, request, Body::from(body.to_owned())).await
}

pub(crate) async fn api(house: &House, who: &str, path: &str) -> Value {
    let (status, text) = get(house, who, path).await;
    assert_eq!(status, StatusCode::OK, "{path}: {text}");
    serde_json::from_str(&text).unwrap()
}
