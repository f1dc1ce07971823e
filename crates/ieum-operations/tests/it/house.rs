//! A small house around the room: two firms, one facility with three instruments, people found by their token.

use axum::body::Body;
use http::{Request, StatusCode};
use ieum_db::Engine;
use ieum_db::testing::{TestDb, fresh};
use ieum_kernel::{
    Actor, Facility, Id, Instrument, Lang, Organisation, Person, Role, TestClock, Thing, Timestamp, Zone,
};
use ieum_web::testing::house::{self, People};
use ieum_web::{Answers, App, Contact, House};
use serde_json::Value;
use std::collections::BTreeSet;
use std::sync::Arc;

pub(crate) const SCOPE: Id<Instrument> = Id::nth(1);
pub(crate) const ON_REQUEST: Id<Instrument> = Id::nth(2);
pub(crate) const SECOND: Id<Instrument> = Id::nth(3);
pub(crate) const CENTRE: Id<Facility> = Id::nth(1);
pub(crate) const HOST: Id<Organisation> = Id::nth(1);
pub(crate) const FIRM: Id<Organisation> = Id::nth(2);
pub(crate) const OTHER: Id<Organisation> = Id::nth(3);

/// What catalogue and governance show of themselves, as far as this room reads it.
const STANDIN: &str = "-- The views of other rooms, as tables.
CREATE TABLE public_organisation (id TEXT PRIMARY KEY, name_ko TEXT, name_en TEXT, kind TEXT, size TEXT,
  business_number TEXT);
CREATE TABLE public_facility (id TEXT PRIMARY KEY, organisation_id TEXT, name_ko TEXT, name_en TEXT,
  address TEXT, phone TEXT, email TEXT);
CREATE TABLE public_service (id TEXT PRIMARY KEY, facility_id TEXT, name_ko TEXT, name_en TEXT, price_minor BIGINT,
  currency TEXT, unit TEXT, access_mode TEXT);
CREATE TABLE public_method (id TEXT PRIMARY KEY, name_ko TEXT, name_en TEXT);
CREATE TABLE public_expert (id TEXT PRIMARY KEY, person_id TEXT, name_ko TEXT, name_en TEXT, fields TEXT,
  keywords TEXT);
CREATE TABLE public_open_offer (id TEXT PRIMARY KEY, facility_id TEXT, person_id TEXT, title TEXT, made_at BIGINT);
CREATE TABLE public_need (id TEXT PRIMARY KEY, title TEXT, organisation_id TEXT, person_id TEXT, state TEXT,
  confidentiality TEXT, made_at BIGINT);
CREATE TABLE public_person (id TEXT PRIMARY KEY, name TEXT, organisation_id TEXT);
CREATE TABLE public_instrument (id TEXT PRIMARY KEY, facility_id TEXT, name_ko TEXT, name_en TEXT,
  registration_number TEXT, access_mode TEXT, life TEXT, condition TEXT, access TEXT, opens_at BIGINT,
  closes_at BIGINT, open_days TEXT);";

/// Everybody is known by number; the token is `<number>`.
#[derive(Clone, Copy)]
pub(crate) struct Somebody {
    pub(crate) number: u128,
    pub(crate) organisation: Id<Organisation>,
    pub(crate) role: Role,
}

pub(crate) const fn member(number: u128) -> Somebody {
    Somebody { number, organisation: FIRM, role: Role::Member }
}

pub(crate) const STAFF: Somebody = Somebody { number: 900, organisation: HOST, role: Role::Staff };
pub(crate) const STRANGER: Somebody = Somebody { number: 800, organisation: OTHER, role: Role::Member };

pub(crate) const BILLER: Somebody = Somebody { number: 901, organisation: HOST, role: Role::Billing };
pub(crate) const REVIEWER: Somebody = Somebody { number: 902, organisation: HOST, role: Role::Reviewer };

impl Somebody {
    pub(crate) fn id(self) -> Id<Person> {
        Id::nth(self.number)
    }

    pub(crate) fn actor(self) -> Actor {
        Actor {
            person: Some(self.id()),
            name: format!("사람 {}", self.number),
            lang: Lang::Ko,
            roles: BTreeSet::from([Role::Member, self.role]),
            organisations: vec![self.organisation],
            facilities: if matches!(self.role, Role::Staff | Role::Billing | Role::Reviewer) {
                vec![CENTRE]
            } else {
                Vec::new()
            },
        }
    }

    fn of(number: u128) -> Self {
        match number {
            900 => STAFF,
            800 => STRANGER,
            700 => Self { number: 700, organisation: HOST, role: Role::Operator },
            901 => BILLER,
            902 => REVIEWER,
            903 => Self { number: 903, organisation: HOST, role: Role::Expert },
            904 => Self { number: 904, organisation: HOST, role: Role::Planner },
            other => member(other),
        }
    }

    fn contact(self) -> Contact {
        let name = format!("사람 {}", self.number);
        Contact { person: self.id(), name, email: "someone@example.org".to_owned(), lang: Lang::Ko }
    }
}

fn people() -> People {
    People {
        by_token: |token| token.parse().ok().map(|number| Somebody::of(number).actor()),
        person: |id| Somebody::of(id.uuid().as_u128()).contact(),
        at_facility: |_, role| if role == Role::Staff { vec![STAFF.contact()] } else { Vec::new() },
        at_organisation: |id| {
            let firm = (1..=80).map(|n| member(n).contact());
            if id == FIRM { firm.collect() } else { Vec::new() }
        },
        ..People::default()
    }
}

/// A running house with its database.
pub(crate) struct Standing {
    pub(crate) house: House,
    pub(crate) clock: Arc<TestClock>,
    _db: TestDb,
    _data: tempfile::TempDir,
}

impl Standing {
    pub(crate) fn app(&self) -> &App {
        &self.house.app
    }

    /// A call as somebody; the answer's status and JSON.
    pub(crate) async fn call(
        &self,
        who: Somebody,
        method: &str,
        path: &str,
        body: Option<Value>,
    ) -> (StatusCode, Value) {
        let body = body.unwrap_or(Value::Null);
        house::json(&self.house, &who.number.to_string(), method, path, &body).await
    }

    /// A page or feed as text.
    pub(crate) async fn text(&self, who: Option<Somebody>, path: &str) -> (StatusCode, String) {
        let who = who.map_or_else(|| "guest".to_owned(), |who| who.number.to_string());
        let said = house::send(&self.house, &who, Request::get(path), Body::empty()).await;
        (said.status, String::from_utf8_lossy(&said.bytes).into_owned())
    }

    /// A file's content.
    pub(crate) async fn bytes(&self, who: Somebody, path: &str) -> Vec<u8> {
        let request = Request::get(path);
        let said = house::send(&self.house, &who.number.to_string(), request, Body::empty()).await;
        assert!(said.status.is_success(), "{path}: {}", said.status);
        said.bytes
    }
}

fn text<T: Thing>(id: Id<T>) -> String {
    id.to_string()
}

/// Opens a house on an engine; it is Sunday evening, 1 March 2026, in Seoul.
pub(crate) async fn open(engine: Engine) -> Standing {
    let db = fresh(engine, &[]).await.unwrap();
    let data = tempfile::tempdir().unwrap();
    let clock = Arc::new(TestClock::at("2026-03-01T11:00Z"));
    let rooms = vec![house::tables("standin", STANDIN), ieum_operations::room()];
    let moving = Arc::clone(&clock) as Arc<dyn ieum_kernel::Clock>;
    let house = house::open(db.clone(), moving, data.path(), rooms, Answers::new(), people()).await;
    let standing = Standing { house, clock, _db: db, _data: data };
    furnish(standing.app()).await;
    standing
}

async fn furnish(app: &App) {
    use ieum_db::args;
    let mut tx = app.db.begin().await.unwrap();
    let organisation = "INSERT INTO public_organisation (id, name_ko, name_en, kind) VALUES ($1, $2, $3, $4)";
    for (id, ko, en, kind) in [
        (HOST, "연구원", "Institute", "institute"),
        (FIRM, "이음정밀", "Ieum Precision", "firm"),
        (OTHER, "다른회사", "Other", "firm"),
    ] {
        tx.run(organisation, args![text(id), ko, en, kind]).await.unwrap();
    }
    let facility =
        "INSERT INTO public_facility (id, organisation_id, name_ko, name_en) VALUES ($1, $2, $3, $4)";
    tx.run(facility, args![text(CENTRE), text(HOST), "분석센터", "Centre"]).await.unwrap();
    let person = "INSERT INTO public_person (id, name, organisation_id) VALUES ($1, $2, $3)";
    for number in (1..=80).chain([800, 900, 901, 902, 903, 904]) {
        let somebody = Somebody::of(number);
        let values = args![text(somebody.id()), format!("사람 {number}"), text(somebody.organisation)];
        tx.run(person, values).await.unwrap();
    }
    let instrument = "INSERT INTO public_instrument (id, facility_id, name_ko, name_en, registration_number, access_mode,
        life, condition, access, opens_at, closes_at, open_days) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)";
    for (id, mode) in [(SCOPE, "self"), (ON_REQUEST, "request"), (SECOND, "assisted")] {
        let (opens, closes): (Option<i64>, Option<i64>) = (None, None);
        let values = args![
            text(id),
            text(CENTRE),
            "주사전자현미경",
            "Electron microscope",
            "NFEC-2020-01-000001",
            mode,
            "in_service",
            "ok",
            "open",
            opens,
            closes,
            ""
        ];
        tx.run(instrument, values).await.unwrap();
    }
    tx.commit().await.unwrap();
}

/// A moment of Seoul's clock on the wall.
pub(crate) fn at(text: &str) -> Timestamp {
    Zone::seoul().read(text).unwrap()
}

/// The engines at hand.
pub(crate) fn engines() -> Vec<Engine> {
    ieum_db::testing::engines()
}
