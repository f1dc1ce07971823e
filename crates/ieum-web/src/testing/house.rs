//! A house for a room's own tests: stand-ins for accounts and for other rooms' views, and how to ask it.

#![expect(clippy::unwrap_used, reason = "a failure in here is the failure of the test that asked")]

use crate::{
    Answers, App, Contact, Directory, Doors, Folder, House, Identity, Known, MailSettings, Plan, Problem,
    Room, SiteSettings, encode,
};
use async_trait::async_trait;
use axum::body::Body;
use http::request::Builder;
use http::{Request, StatusCode, header};
use http_body_util::BodyExt;
use ieum_db::{Db, MigrationSet, Worker};
use ieum_kernel::{Actor, Clock, Facility, Id, Lang, Organisation, Person, Role, Text};
use serde_json::Value;
use std::collections::{BTreeSet, HashMap};
use std::path::Path;
use std::sync::Arc;
use tower::ServiceExt;

/// Stand-ins for accounts: nobody has a session, `by_token` says who holds a token, and the directory knows everybody
/// by one name and nobody's place, unless a test says otherwise.
#[derive(Clone, Copy)]
pub struct People {
    /// Who holds a token.
    pub by_token: fn(&str) -> Option<Actor>,
    /// How a person can be reached.
    pub person: fn(Id<Person>) -> Contact,
    /// Who has a role at a facility.
    pub at_facility: fn(Id<Facility>, Role) -> Vec<Contact>,
    /// Who belongs to an organisation.
    pub at_organisation: fn(Id<Organisation>) -> Vec<Contact>,
    /// Who has a role for the whole platform.
    pub with_role: fn(Role) -> Vec<Contact>,
    /// What an organisation is called.
    pub organisation_name: fn(Id<Organisation>) -> Option<Text>,
}

impl Default for People {
    fn default() -> Self {
        Self {
            by_token: numbered,
            person: |id| contact(id, "김이음"),
            at_facility: |_, _| Vec::new(),
            at_organisation: |_| Vec::new(),
            with_role: |_| Vec::new(),
            organisation_name: |_| None,
        }
    }
}

/// Somebody without a mail address who reads Korean.
pub fn contact(person: Id<Person>, name: &str) -> Contact {
    Contact { person, name: name.to_owned(), email: String::new(), lang: Lang::Ko }
}

/// Person `n` with a role, who belongs to nothing.
pub fn actor(role: Role, n: u128) -> Actor {
    Actor {
        person: Some(Id::nth(n)),
        name: format!("사람 {n}"),
        roles: BTreeSet::from([Role::Guest, Role::Member, role]),
        ..Actor::guest(Lang::Ko)
    }
}

/// Reads a token like `member-1`: [`actor`] of that role and number.
pub fn numbered(token: &str) -> Option<Actor> {
    let (role, n) = token.split_once('-')?;
    Some(actor(role.parse().ok()?, n.parse().ok()?))
}

#[async_trait]
impl Identity for People {
    async fn by_session(&self, _app: &App, _key: &str) -> Result<Option<Known>, Problem> {
        Ok(None)
    }

    async fn by_token(&self, _app: &App, token: &str) -> Result<Option<Known>, Problem> {
        let known = |actor| Known {
            actor,
            theme: "auto".to_owned(),
            density: "calm".to_owned(),
            unread: 0,
            organisation: None,
        };
        Ok((self.by_token)(token).map(known))
    }
}

#[async_trait]
impl Directory for People {
    async fn person(&self, _app: &App, id: Id<Person>) -> Result<Option<Contact>, Problem> {
        Ok(Some((self.person)(id)))
    }

    async fn at_facility(&self, _app: &App, id: Id<Facility>, role: Role) -> Result<Vec<Contact>, Problem> {
        Ok((self.at_facility)(id, role))
    }

    async fn at_organisation(
        &self,
        _app: &App,
        id: Id<Organisation>,
        _role: Option<Role>,
    ) -> Result<Vec<Contact>, Problem> {
        Ok((self.at_organisation)(id))
    }

    async fn with_role(&self, _app: &App, role: Role) -> Result<Vec<Contact>, Problem> {
        Ok((self.with_role)(role))
    }

    async fn organisation_name(&self, _app: &App, id: Id<Organisation>) -> Result<Option<Text>, Problem> {
        Ok((self.organisation_name)(id))
    }
}

/// A room that has nothing but tables: what other rooms would show of themselves.
pub fn tables(name: &'static str, sql: &'static str) -> Room {
    Room {
        name,
        permissions: &[],
        doors: Doors::new(),
        migrations: MigrationSet::new(name, &[("0001_stand_in.sql", sql)]),
        locales: Folder::empty(),
        pages: Folder::empty(),
        nav: Vec::new(),
        work: |worker: Worker, _app| worker,
    }
}

/// A house of these rooms with everything else as it is by default, its files in `data`.
pub async fn open(
    db: Db,
    clock: Arc<dyn Clock>,
    data: &Path,
    rooms: Vec<Room>,
    answers: Answers,
    people: People,
) -> House {
    let plan = Plan {
        db,
        clock,
        rooms,
        answers,
        identity: Arc::new(people),
        directory: Arc::new(people),
        site: SiteSettings::default(),
        mail: MailSettings::default(),
        data: data.to_owned(),
        store: None,
        settings: HashMap::new(),
    };
    House::open(plan).await.unwrap()
}

/// An answer as a test reads it.
#[derive(Debug, Clone)]
pub struct Said {
    /// Its status.
    pub status: StatusCode,
    /// Where it leads, or nothing.
    pub location: String,
    /// Its content.
    pub bytes: Vec<u8>,
}

impl Said {
    /// The content as a browser reads it: templates also escape strokes.
    pub fn text(&self) -> String {
        String::from_utf8_lossy(&self.bytes).replace("&#x2f;", "/")
    }

    /// The content as JSON; null when it is none.
    pub fn json(&self) -> Value {
        serde_json::from_slice(&self.bytes).unwrap_or(Value::Null)
    }
}

/// Sends a request with somebody's token; `guest` has none.
pub async fn send(house: &House, who: &str, request: Builder, body: Body) -> Said {
    let request =
        if who == "guest" { request } else { request.header(header::AUTHORIZATION, format!("Bearer {who}")) };
    let response = house.router.clone().oneshot(request.body(body).unwrap()).await.unwrap();
    let status = response.status();
    let location = response.headers().get(header::LOCATION).map(|place| place.to_str().unwrap().to_owned());
    let bytes = response.into_body().collect().await.unwrap().to_bytes().to_vec();
    Said { status, location: location.unwrap_or_default(), bytes }
}

/// Asks for a page.
pub async fn get(house: &House, who: &str, path: &str) -> (StatusCode, String) {
    let said = send(house, who, Request::get(path), Body::empty()).await;
    (said.status, said.text())
}

/// Sends a form as it stands; also where it led.
pub async fn form(house: &House, who: &str, path: &str, body: &str) -> (StatusCode, String, String) {
    let request = Request::post(path).header(header::CONTENT_TYPE, "application/x-www-form-urlencoded");
    let said = send(house, who, request, Body::from(body.to_owned())).await;
    (said.status, said.text(), said.location)
}

/// The body of a form with these fields.
pub fn fields(pairs: &[(&str, &str)]) -> String {
    let one = |(name, value): &(&str, &str)| format!("{}={}", encode(name), encode(value));
    pairs.iter().map(one).collect::<Vec<_>>().join("&")
}

/// Sends JSON, or nothing when `body` is null.
pub async fn json(house: &House, who: &str, method: &str, path: &str, body: &Value) -> (StatusCode, Value) {
    let request = Request::builder().method(method).uri(path);
    let said = if body.is_null() {
        send(house, who, request, Body::empty()).await
    } else {
        let request = request.header(header::CONTENT_TYPE, "application/json");
        send(house, who, request, Body::from(body.to_string())).await
    };
    (said.status, said.json())
}

/// Asks a program's question that has to be answered.
pub async fn api(house: &House, who: &str, path: &str) -> Value {
    let (status, text) = get(house, who, path).await;
    assert_eq!(status, StatusCode::OK, "{path}: {text}");
    serde_json::from_str(&text).unwrap()
}
