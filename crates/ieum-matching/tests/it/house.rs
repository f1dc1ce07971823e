//! A house with this room alone; visitors are known by their token, `member-1` being a member who is person 1.

use async_trait::async_trait;
use ieum_db::{Db, Tx, args};
use ieum_kernel::{
    Actor, Facility, Id, Instrument, Money, Organisation, Person, Role, TestClock, Text, Timestamp,
};
use ieum_matching::Engine;
use ieum_matching::asks::{
    Cost, Costs, MergeError, Merges, Order, OrderError, Orders, PriceAsked, PriceLine, Prices, Sent, Slots,
    Used, Utilisation, Voucher,
};
use ieum_matching::duplicates::Twins;
use ieum_matching::learning::Log;
use ieum_web::testing::house::{self, People};
pub(crate) use ieum_web::testing::house::{api, form, get, json};
use ieum_web::{Answers, App, House, Problem};
use std::collections::{BTreeMap, HashMap};
use std::path::Path;
use std::sync::{Arc, Mutex};

/// Person `n` with a role, who belongs to organisation `n`; staff and reviewers work for facility `n`.
pub(crate) fn actor(role: Role, n: u128) -> Actor {
    let facilities = if matches!(role, Role::Staff | Role::Reviewer) { vec![Id::nth(n)] } else { Vec::new() };
    Actor { organisations: vec![Id::nth(n)], facilities, ..house::actor(role, n) }
}

fn people() -> People {
    People {
        by_token: |token| {
            let (role, n) = token.split_once('-')?;
            Some(actor(role.parse().ok()?, n.parse().ok()?))
        },
        with_role: |role| {
            if role == Role::Planner { vec![house::contact(Id::nth(90), "기획자")] } else { Vec::new() }
        },
        organisation_name: |_| Some(Text::new("비밀정밀", "Secret Co")),
        ..People::default()
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

/// Instrument 50 was booked a tenth of its time, every other half of it.
#[async_trait]
impl Utilisation for Calendar {
    async fn used(
        &self,
        _app: &App,
        instruments: &[Id<Instrument>],
        _from: Timestamp,
        _to: Timestamp,
    ) -> Result<HashMap<Id<Instrument>, Used>, Problem> {
        let used = |id: &Id<Instrument>| Used {
            booked_minutes: if *id == Id::nth(50) { 3_000 } else { 15_000 },
            bookable_minutes: 30_000,
        };
        Ok(instruments.iter().map(|id| (*id, used(id))).collect())
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

async fn set_life(tx: &mut Tx, id: Id<Instrument>, life: &str) -> Result<(), MergeError> {
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
    ) -> Result<(), MergeError> {
        set_life(tx, gone, "retired").await
    }

    async fn part(
        &self,
        _app: &App,
        tx: &mut Tx,
        _by: Id<Person>,
        _kept: Id<Instrument>,
        gone: Id<Instrument>,
    ) -> Result<(), MergeError> {
        set_life(tx, gone, "in_service").await
    }
}

/// The house over a database and a data folder.
pub(crate) async fn open_in(db: Db, folder: &Path) -> House {
    let answers = Answers::new()
        .answer(Arc::new(Engine::open(folder, ieum_matching::Reading::default())))
        .answer::<dyn Slots>(Arc::new(Calendar))
        .answer::<dyn Utilisation>(Arc::new(Calendar))
        .answer::<dyn Prices>(Arc::new(Work::default()))
        .answer::<dyn Orders>(Arc::new(Work::default()))
        .answer::<dyn Merges>(Arc::new(Merging))
        .answer::<Twins>(Arc::default())
        .answer::<Log>(Arc::default());
    let clock = Arc::new(TestClock::at("2026-03-02T08:00Z"));
    let rooms = vec![house::tables("others", crate::others::TABLES), ieum_matching::room()];
    house::open(db, clock, folder, rooms, answers, people()).await
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
