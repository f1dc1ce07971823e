//! A house with the catalogue alone, and visitors known by their token.

use async_trait::async_trait;
use axum::body::Body;
use http::{Request, StatusCode};
use http_body_util::BodyExt;
use ieum_db::Db;
use ieum_kernel::{Actor, Facility, Id, Lang, Organisation, Person, Role, TestClock, Text};
use ieum_web::{
    Answers, App, Contact, Directory, House, Identity, Known, MailSettings, Plan, Problem, SiteSettings,
};
use serde_json::Value;
use std::collections::{BTreeSet, HashMap};
use std::sync::Arc;
use tower::ServiceExt;

struct Tokens;

/// Somebody of organisation 1 and facility 1.
pub(crate) fn actor(role: Role) -> Actor {
    Actor {
        person: Some(Id::nth(1)),
        name: "김이음".to_owned(),
        roles: BTreeSet::from([Role::Guest, Role::Member, role]),
        organisations: vec![Id::nth(1)],
        facilities: vec![Id::nth(1)],
        ..Actor::guest(Lang::Ko)
    }
}

#[async_trait]
impl Identity for Tokens {
    async fn by_session(&self, _app: &App, _key: &str) -> Result<Option<Known>, Problem> {
        Ok(None)
    }

    async fn by_token(&self, _app: &App, token: &str) -> Result<Option<Known>, Problem> {
        let known = |role| Known {
            actor: actor(role),
            theme: "auto".into(),
            density: "calm".into(),
            unread: 0,
            organisation: None,
        };
        Ok(token.parse::<Role>().ok().map(known))
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

/// The house over a database, its files in a folder of their own.
pub(crate) async fn open(db: Db) -> (House, tempfile::TempDir) {
    let folder = tempfile::tempdir().unwrap();
    let plan = Plan {
        db,
        clock: Arc::new(TestClock::at("2026-03-02T08:00Z")),
        rooms: vec![ieum_catalogue::room()],
        answers: Answers::new(),
        identity: Arc::new(Tokens),
        directory: Arc::new(Tokens),
        site: SiteSettings::default(),
        mail: MailSettings::default(),
        data: folder.path().to_owned(),
        store: None,
        settings: HashMap::new(),
    };
    (House::open(plan).await.unwrap(), folder)
}

/// Sends a request as somebody with a role.
pub(crate) async fn send(
    house: &House,
    role: &str,
    request: http::request::Builder,
    body: Body,
) -> (StatusCode, String, String) {
    let request =
        if role == "guest" { request } else { request.header("authorization", format!("Bearer {role}")) };
    let response = house.router.clone().oneshot(request.body(body).unwrap()).await.unwrap();
    let status = response.status();
    let place =
        response.headers().get("location").map(|l| l.to_str().unwrap().to_owned()).unwrap_or_default();
    let bytes = response.into_body().collect().await.unwrap().to_bytes();
    (status, String::from_utf8_lossy(&bytes).into_owned(), place)
}

pub(crate) async fn get(house: &House, role: &str, path: &str) -> (StatusCode, String) {
    let (status, text, _) = send(house, role, Request::get(path), Body::empty()).await;
    (status, text)
}

pub(crate) async fn form(house: &House, role: &str, path: &str, body: &str) -> (StatusCode, String, String) {
    let request = Request::post(path).header("content-type", "application/x-www-form-urlencoded");
    send(house, role, request, Body::from(body.to_owned())).await
}

pub(crate) async fn json(
    house: &House,
    role: &str,
    method: &str,
    path: &str,
    body: &Value,
) -> (StatusCode, Value) {
    let request = Request::builder().method(method).uri(path).header("content-type", "application/json");
    let (status, text, _) = send(house, role, request, Body::from(body.to_string())).await;
    (status, serde_json::from_str(&text).unwrap_or(Value::Null))
}
