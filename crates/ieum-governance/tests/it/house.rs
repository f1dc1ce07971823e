//! A house with this room and a stand-in for the catalogue, and visitors with a browser's memory.

use axum::Router;
use axum::body::{Body, to_bytes};
use http::{Request, StatusCode, header};
use ieum_db::{Db, Worker, args};
use ieum_governance::asks::{FoundOrganisation, Organisations, StatedOrganisation};
use ieum_governance::{AccountSettings, Accounts, FirstPassword, NewMembership, NewPerson, OidcSettings};
use ieum_kernel::{Clock, Facility, Id, Lang, Organisation, Person, Role, Text};
use ieum_web::testing::house::tables;
use ieum_web::{Answers, App, Known, MailSettings, Plan, Problem, SiteSettings};
use std::any::{Any, TypeId};
use std::collections::{BTreeMap, HashMap};
use std::sync::{Arc, Mutex};
use tower::ServiceExt as _;

pub(crate) const PASSWORD: &str = "three lanterns at dusk";

pub(crate) struct House<C: Clock = ieum_kernel::TestClock> {
    pub(crate) app: App,
    pub(crate) clock: Arc<C>,
    router: Router,
    worker: Worker,
    data: tempfile::TempDir,
}

/// Tables that look like the catalogue's views.
const CATALOGUE: &str = "-- Why: a stand-in for the catalogue.
CREATE TABLE public_organisation (id TEXT PRIMARY KEY, name_ko TEXT NOT NULL, name_en TEXT NOT NULL,
  business_number TEXT);
CREATE TABLE public_facility (id TEXT PRIMARY KEY, organisation_id TEXT NOT NULL, name_ko TEXT NOT NULL,
  name_en TEXT NOT NULL);";

struct Catalogue;

#[async_trait::async_trait]
impl Organisations for Catalogue {
    async fn find_by_business_number(
        &self,
        app: &App,
        number: &str,
    ) -> Result<Option<FoundOrganisation>, Problem> {
        let sql = "SELECT id, name_ko, name_en FROM public_organisation WHERE business_number = $1";
        let mut reader = app.db.reader();
        let found = reader.maybe(sql, args![number], |row| {
            let name = Text { ko: row.get("name_ko")?, en: row.get("name_en")? };
            Ok(FoundOrganisation { id: row.get("id")?, name })
        });
        Ok(found.await?)
    }

    async fn create(
        &self,
        app: &App,
        stated: StatedOrganisation,
        _by: Id<Person>,
    ) -> Result<Id<Organisation>, Problem> {
        if stated.business_number == "0000000000" {
            let error = ieum_web::FieldError {
                field: "business_number".to_owned(),
                key: "field-not-a-number".to_owned(),
                args: BTreeMap::new(),
            };
            return Err(Problem::invalid(vec![error]));
        }
        let id = app.new_id();
        let mut tx = app.db.begin().await?;
        let sql =
            "INSERT INTO public_organisation (id, name_ko, name_en, business_number) VALUES ($1, $2, $3, $4)";
        tx.run(sql, args![id, stated.name.ko, stated.name.en, stated.business_number]).await?;
        tx.commit().await?;
        Ok(id)
    }
}

/// Settings with a hash that costs next to nothing.
pub(crate) fn cheap() -> AccountSettings {
    AccountSettings { hash_memory_kib: 8, hash_passes: 1, ..AccountSettings::default() }
}

impl House {
    pub(crate) async fn open(db: Db) -> Self {
        let clock = Arc::new(ieum_kernel::TestClock::at("2026-03-02T08:00Z"));
        Self::with(db, clock, OidcSettings::default()).await
    }
}

impl<C: Clock> House<C> {
    pub(crate) async fn with(db: Db, clock: Arc<C>, oidc: OidcSettings) -> Self {
        let data = tempfile::tempdir().unwrap();
        let mut settings: HashMap<TypeId, Box<dyn Any + Send + Sync>> = HashMap::new();
        settings.insert(TypeId::of::<AccountSettings>(), Box::new(cheap()));
        settings.insert(TypeId::of::<OidcSettings>(), Box::new(oidc));
        let by: Arc<dyn Organisations> = Arc::new(Catalogue);
        let plan = Plan {
            db,
            clock: Arc::clone(&clock) as Arc<dyn Clock>,
            rooms: vec![tables("catalogue", CATALOGUE), ieum_governance::room()],
            answers: Answers::new().answer::<dyn Organisations>(by),
            identity: Arc::new(Accounts),
            directory: Arc::new(Accounts),
            site: SiteSettings::default(),
            mail: MailSettings::default(),
            data: data.path().to_owned(),
            store: None,
            settings,
        };
        let ieum_web::House { app, router, worker } = ieum_web::House::open(plan).await.unwrap();
        Self { app, clock, router, worker, data }
    }

    pub(crate) async fn person(&self, email: &str) -> Id<Person> {
        let new = NewPerson {
            email: email.parse().unwrap(),
            name: email.split('@').next().unwrap().to_owned(),
            lang: Lang::En,
            password: FirstPassword::Words(PASSWORD.to_owned()),
            confirmed: true,
        };
        ieum_governance::create_person(&self.app, new).await.unwrap()
    }

    pub(crate) async fn organisation(&self, name: &str) -> Id<Organisation> {
        let stated = StatedOrganisation {
            name: Text::new("", name),
            business_number: format!("{:010}", name.len()),
            region: String::new(),
        };
        Catalogue.create(&self.app, stated, Id::nth(1)).await.unwrap()
    }

    pub(crate) async fn facility(&self, organisation: Id<Organisation>) -> Id<Facility> {
        let id = self.app.new_id();
        let mut tx = self.app.db.begin().await.unwrap();
        let sql =
            "INSERT INTO public_facility (id, organisation_id, name_ko, name_en) VALUES ($1, $2, '', 'Lab')";
        tx.run(sql, args![id, organisation]).await.unwrap();
        tx.commit().await.unwrap();
        id
    }

    pub(crate) async fn seat(&self, person: Id<Person>, organisation: Option<Id<Organisation>>, role: Role) {
        let new = NewMembership { person, organisation, facility: None, role };
        ieum_governance::add_membership(&self.app, new, None).await.unwrap();
    }

    pub(crate) fn browser(&self) -> Browser {
        let cookies = Mutex::new(BTreeMap::from([("ieum_lang".to_owned(), "en".to_owned())]));
        Browser { router: self.router.clone(), cookies, token: None }
    }

    /// A browser in which somebody has signed in.
    pub(crate) async fn signed_in(&self, email: &str) -> Browser {
        let browser = self.browser();
        let answer = browser.post("/sign-in", &[("email", email), ("password", PASSWORD)]).await;
        assert_eq!(answer.status, StatusCode::SEE_OTHER, "{}", answer.body);
        browser
    }

    /// Does what waits in the background and returns the mails sent since the last call, as text.
    pub(crate) async fn mails(&self) -> Vec<String> {
        self.worker.run_until_idle().await.unwrap();
        let folder = self.data.path().join("mail");
        let mut files: Vec<_> =
            std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
        files.retain(|path| path.extension().is_some_and(|end| end == "eml"));
        let mails = files.iter().map(|path| std::fs::read_to_string(path).unwrap()).collect();
        for path in files {
            std::fs::remove_file(path).unwrap();
        }
        mails
    }

    pub(crate) async fn known(&self, person: Id<Person>) -> Known {
        ieum_governance::actor_of(&self.app, person).await.unwrap().unwrap()
    }
}

/// The path and query of the first link in a mail.
pub(crate) fn link_in(mail: &str) -> String {
    let mail = mail.replace("=\r\n", "").replace("=3D", "=");
    let start = mail.find("http://127.0.0.1:8080/").unwrap() + "http://127.0.0.1:8080".len();
    mail[start..].split_whitespace().next().unwrap().to_owned()
}

pub(crate) struct Answer {
    pub(crate) status: StatusCode,
    pub(crate) location: String,
    pub(crate) body: String,
}

pub(crate) struct Browser {
    router: Router,
    pub(crate) cookies: Mutex<BTreeMap<String, String>>,
    pub(crate) token: Option<String>,
}

impl Browser {
    pub(crate) fn session(&self) -> Option<String> {
        self.cookies.lock().unwrap().get("ieum_session").cloned()
    }

    async fn send(&self, mut request: Request<Body>) -> Answer {
        let cookies = self
            .cookies
            .lock()
            .unwrap()
            .iter()
            .map(|(n, v)| format!("{n}={v}"))
            .collect::<Vec<_>>()
            .join("; ");
        if !cookies.is_empty() {
            request.headers_mut().insert(header::COOKIE, cookies.parse().unwrap());
        }
        if let Some(token) = &self.token {
            request.headers_mut().insert(header::AUTHORIZATION, format!("Bearer {token}").parse().unwrap());
        }
        let response = self.router.clone().oneshot(request).await.unwrap();
        for line in response.headers().get_all(header::SET_COOKIE) {
            let pair = line.to_str().unwrap().split(';').next().unwrap();
            let (name, value) = pair.split_once('=').unwrap();
            let mut jar = self.cookies.lock().unwrap();
            if value.is_empty() {
                jar.remove(name)
            } else {
                jar.insert(name.to_owned(), value.to_owned())
            };
        }
        let status = response.status();
        let location = response.headers().get(header::LOCATION).map(|v| v.to_str().unwrap().to_owned());
        let body = to_bytes(response.into_body(), usize::MAX).await.unwrap();
        // What a browser reads: the template engine also escapes slashes and quotes.
        let body = String::from_utf8_lossy(&body).replace("&#x2f;", "/").replace("&#x27;", "'");
        Answer { status, location: location.unwrap_or_default(), body }
    }

    pub(crate) async fn get(&self, path: &str) -> Answer {
        self.send(Request::get(path).body(Body::empty()).unwrap()).await
    }

    /// The token of this browser's forms.
    pub(crate) async fn csrf(&self) -> String {
        let page = self.get("/network").await.body;
        let start = page.find("name=\"_csrf\" value=\"").unwrap() + "name=\"_csrf\" value=\"".len();
        page[start..].split('"').next().unwrap().to_owned()
    }

    pub(crate) async fn post(&self, path: &str, fields: &[(&str, &str)]) -> Answer {
        let csrf = self.csrf().await;
        self.post_with(path, &csrf, fields).await
    }

    pub(crate) async fn post_with(&self, path: &str, csrf: &str, fields: &[(&str, &str)]) -> Answer {
        let own = [("_csrf", csrf)];
        let pairs =
            own.iter().chain(fields).map(|(n, v)| format!("{}={}", ieum_web::encode(n), ieum_web::encode(v)));
        let body = pairs.collect::<Vec<_>>().join("&");
        let request = Request::post(path).header(header::CONTENT_TYPE, "application/x-www-form-urlencoded");
        self.send(request.body(Body::from(body)).unwrap()).await
    }
}
