//! A house with this room alone; visitors are known by their token, `member-1` being a member who is person 1.

use async_trait::async_trait;
use axum::body::Body;
use http::{Request, StatusCode};
use http_body_util::BodyExt;
use ieum_commercial::asks::Figures;
use ieum_db::Db;
use ieum_kernel::{Actor, Facility, Id, Lang, Organisation, Person, Role, TestClock, Text};
use ieum_stats::ask::{Method, Refusal};
use ieum_stats::intake::{Limits, Table};
use ieum_web::{
    Answers, App, Contact, Directory, House, Identity, Known, MailSettings, Plan, Problem, SiteSettings,
    Words,
};
use serde_json::{Map, Value};
use std::collections::{BTreeSet, HashMap};
use std::path::Path;
use std::sync::Arc;
use tower::ServiceExt;

struct Tokens;

#[async_trait]
impl Identity for Tokens {
    async fn by_session(&self, _app: &App, _key: &str) -> Result<Option<Known>, Problem> {
        Ok(None)
    }

    async fn by_token(&self, _app: &App, token: &str) -> Result<Option<Known>, Problem> {
        let Some((role, n)) = token.split_once('-') else { return Ok(None) };
        let role: Role = role.parse().unwrap();
        let actor = Actor {
            person: Some(Id::nth(n.parse().unwrap())),
            name: format!("사람 {n}"),
            roles: BTreeSet::from([Role::Guest, Role::Member, role]),
            ..Actor::guest(Lang::Ko)
        };
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
    async fn with_role(&self, _: &App, _: Role) -> Result<Vec<Contact>, Problem> {
        Ok(Vec::new())
    }
    async fn organisation_name(&self, _: &App, _: Id<Organisation>) -> Result<Option<Text>, Problem> {
        Ok(None)
    }
}

/// Reads UTF-8 and words by the library's own names.
struct Plain;

impl Figures for Plain {
    fn table(&self, _: &Words, _: Lang, _: &str, bytes: &[u8], limits: Limits) -> Result<Table, Vec<String>> {
        let text = std::str::from_utf8(bytes).map_err(|error| vec![error.to_string()])?;
        Table::read(text, limits).map_err(|faults| faults.iter().map(ToString::to_string).collect())
    }

    fn refused(&self, _: &Words, _: Lang, refusal: &Refusal) -> Vec<String> {
        vec![refusal.to_string()]
    }

    fn worded(&self, _: &Words, _: Lang, _: &Method, mut figures: Map<String, Value>) -> Map<String, Value> {
        for row in figures.get_mut("rows").and_then(Value::as_array_mut).into_iter().flatten() {
            let Some(why) = row.get_mut("why") else { continue };
            *why = why.get("key").cloned().unwrap_or_default();
        }
        figures
    }

    fn caution(&self, _: &Words, _: Lang, caution: &Value) -> String {
        caution.to_string()
    }

    fn plain(&self, value: &Value) -> String {
        value.as_str().map_or_else(|| value.to_string(), str::to_owned)
    }
}

/// The house over a database, its files in a folder.
pub(crate) async fn open(db: Db) -> (House, tempfile::TempDir) {
    let folder = tempfile::tempdir().unwrap();
    (open_in(db, folder.path()).await, folder)
}

async fn open_in(db: Db, folder: &Path) -> House {
    let plan = Plan {
        db,
        clock: Arc::new(TestClock::at("2026-03-02T08:00Z")),
        rooms: vec![ieum_commercial::room()],
        answers: Answers::new().answer::<dyn Figures>(Arc::new(Plain)),
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

async fn send(
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
    (status, String::from_utf8_lossy(&bytes).replace("&#x2f;", "/"), place)
}

pub(crate) async fn get(house: &House, who: &str, path: &str) -> (StatusCode, String) {
    let (status, text, _) = send(house, who, Request::get(path), Body::empty()).await;
    (status, text)
}

/// Sends a form; where it led.
pub(crate) async fn form(
    house: &House,
    who: &str,
    path: &str,
    fields: &[(&str, &str)],
) -> (StatusCode, String, String) {
    let one = |(name, value): &(&str, &str)| format!("{name}={}", ieum_web::encode(value));
    let body = fields.iter().map(one).collect::<Vec<_>>().join("&");
    let request = Request::post(path).header("content-type", "application/x-www-form-urlencoded");
    send(house, who, request, Body::from(body)).await
}

pub(crate) async fn post(house: &House, who: &str, path: &str, body: &Value) -> (StatusCode, Value) {
    let request = Request::post(path).header("content-type", "application/json");
    let (status, text, _) = send(house, who, request, Body::from(body.to_string())).await;
    (status, serde_json::from_str(&text).unwrap_or(Value::Null))
}
