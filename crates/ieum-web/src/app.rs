//! The application: what every handler may use, and how rooms become one house.

use crate::nav::{Nav, Place};
use crate::page::{TemplateFile, Templates};
use crate::settings::RoomSettings;
use crate::words::{MessageFile, Words, WordsError};
use crate::{Directory, Door, Doors, Files, Identity, MailSettings, Mailer, SiteSettings};
use axum::Router;
use ieum_db::{Db, MigrationSet, Worker};
use ieum_kernel::{Clock, Lang, Permission, Zone};
use std::any::{Any, TypeId};
use std::collections::{BTreeMap, HashMap};
use std::path::PathBuf;
use std::sync::Arc;

/// Everything a handler needs; cheap to clone.
#[derive(Clone)]
pub struct App(Arc<Inner>);

impl std::ops::Deref for App {
    type Target = Inner;
    fn deref(&self) -> &Inner {
        &self.0
    }
}

/// The parts behind [`App`].
pub struct Inner {
    /// The database.
    pub db: Db,
    /// Time and ids.
    pub clock: Arc<dyn Clock>,
    /// The house's civil time.
    pub zone: Zone,
    /// The site's settings.
    pub site: SiteSettings,
    /// Messages in both languages.
    pub words: Arc<Words>,
    /// Stored files.
    pub files: Files,
    /// Outgoing mail.
    pub mailer: Mailer,
    /// Every route with its permission.
    pub doors: Vec<Door>,
    /// Every permission, by room.
    pub permissions: Vec<(&'static str, &'static [Permission])>,
    pub(crate) templates: Templates,
    pub(crate) documents: crate::api::Documents,
    pub(crate) nav: Vec<Place>,
    /// Key of signatures: CSRF tokens, feed links, flash messages. Never shown.
    pub(crate) secret: Vec<u8>,
    pub(crate) identity: Arc<dyn Identity>,
    /// Looks people up.
    pub directory: Arc<dyn Directory>,
    answers: Answers,
    settings: HashMap<TypeId, Box<dyn Any + Send + Sync>>,
}

impl App {
    /// The present moment.
    pub fn now(&self) -> ieum_kernel::Timestamp {
        self.clock.now()
    }

    /// The clock, as rooms' constructors take it.
    pub fn clock(&self) -> &dyn Clock {
        self.clock.as_ref()
    }

    /// A fresh id.
    pub fn new_id<T>(&self) -> ieum_kernel::Id<T> {
        self.clock().new_id()
    }

    /// The answer to a question a room asks of others (`asks.rs`); nothing if no room answers it.
    pub fn ask<T: ?Sized + Send + Sync + 'static>(&self) -> Option<Arc<T>> {
        self.answers.get::<T>()
    }

    /// A room's settings; defaults when none were loaded.
    pub fn settings<S: RoomSettings>(&self) -> S {
        let found = self.settings.get(&TypeId::of::<S>()).and_then(|any| any.downcast_ref::<S>());
        found.cloned().unwrap_or_default()
    }

    /// An absolute link for mails, feeds and labels.
    pub fn link(&self, path: &str) -> String {
        format!("{}{path}", self.site.base_url.trim_end_matches('/'))
    }

    /// A keyed signature of a text (HMAC-SHA-256, hex): for feed links and the like.
    pub fn sign(&self, purpose: &str, text: &str) -> String {
        crate::seal::sign(&self.secret, purpose, text)
    }

    /// Whether a signature made by [`App::sign`] fits; compares in constant time.
    pub fn signed(&self, purpose: &str, text: &str, signature: &str) -> bool {
        crate::seal::fits(&self.secret, purpose, text, signature)
    }

    /// Names of all templates, for the check that renders each.
    pub fn template_names(&self) -> Vec<String> {
        self.templates.names().to_vec()
    }
}

/// Answers to the questions rooms ask of each other, by the trait asked.
#[derive(Default, Clone)]
pub struct Answers(HashMap<TypeId, Arc<dyn Any + Send + Sync>>);

impl Answers {
    /// Nothing answered yet.
    pub fn new() -> Self {
        Self::default()
    }

    /// Registers who answers a trait.
    #[must_use]
    pub fn answer<T: ?Sized + Send + Sync + 'static>(mut self, by: Arc<T>) -> Self {
        self.0.insert(TypeId::of::<T>(), Arc::new(by));
        self
    }

    fn get<T: ?Sized + Send + Sync + 'static>(&self) -> Option<Arc<T>> {
        self.0.get(&TypeId::of::<T>()).and_then(|any| any.downcast_ref::<Arc<T>>()).cloned()
    }
}

/// Files of a room that are read by path: templates under `<thing>/pages/`, messages under `<lang>/`.
pub struct Folder(Vec<(String, String)>);

impl Folder {
    /// Every embedded text file.
    pub fn embedded<E: rust_embed::RustEmbed>() -> Self {
        let read = |path: std::borrow::Cow<'static, str>| {
            let file = E::get(&path)?;
            Some((path.into_owned(), String::from_utf8_lossy(&file.data).into_owned()))
        };
        Self(E::iter().filter_map(read).collect())
    }

    /// Path and text of every file.
    pub fn files(&self) -> impl Iterator<Item = &(String, String)> {
        self.0.iter()
    }

    /// No files.
    pub fn empty() -> Self {
        Self(Vec::new())
    }
}

/// One room of the house.
pub struct Room {
    /// Its name: `catalogue`, `operations`, …
    pub name: &'static str,
    /// What one may be allowed to do here.
    pub permissions: &'static [Permission],
    /// Its routes.
    pub doors: Doors,
    /// Its tables.
    pub migrations: MigrationSet,
    /// Message files, `ko/x.ftl` and `en/x.ftl`.
    pub locales: Folder,
    /// Template files; `booking/pages/list.html` becomes `booking/list.html`.
    pub pages: Folder,
    /// Its places in the main navigation.
    pub nav: Vec<Nav>,
    /// Registers its background work and listeners.
    pub work: fn(Worker, &App) -> Worker,
}

/// What the house is built from.
pub struct Plan {
    /// Open database, not yet migrated.
    pub db: Db,
    /// Time and ids.
    pub clock: Arc<dyn Clock>,
    /// Rooms in the order their tables are made.
    pub rooms: Vec<Room>,
    /// Who answers which question.
    pub answers: Answers,
    /// Who recognises visitors.
    pub identity: Arc<dyn Identity>,
    /// Who looks people up.
    pub directory: Arc<dyn Directory>,
    /// The site.
    pub site: SiteSettings,
    /// The mail.
    pub mail: MailSettings,
    /// Folder of files, mail and the embedded database.
    pub data: PathBuf,
    /// Where uploaded files go; the folder `files` under `data` when not given.
    pub store: Option<Arc<dyn object_store::ObjectStore>>,
    /// Room settings by type.
    pub settings: HashMap<TypeId, Box<dyn Any + Send + Sync>>,
}

/// Why the house cannot open.
#[derive(Debug, thiserror::Error)]
pub enum HouseError {
    /// The database cannot be brought up to date.
    #[error("cannot prepare the database")]
    Db(#[from] ieum_db::DbError),
    /// A message file is wrong.
    #[error("cannot read the messages")]
    Words(#[from] WordsError),
    /// A template does not parse.
    #[error("cannot read the templates")]
    Templates(#[from] minijinja::Error),
    /// The zone in the settings is unknown.
    #[error("cannot use the time zone {0}")]
    Zone(String),
    /// The folder of files cannot be used.
    #[error("cannot use the data folder")]
    Files(#[source] Box<dyn std::error::Error + Send + Sync>),
    /// Mail is set up wrongly.
    #[error("cannot set up mail: {0}")]
    Mail(String),
}

/// A house ready to serve.
pub struct House {
    /// For services and tests.
    pub app: App,
    /// Everything, with the front's protections.
    pub router: Router,
    /// Background work; run it beside the server.
    pub worker: Worker,
}

/// Migration sets of the tools, before any room's.
pub fn tool_migrations() -> Vec<MigrationSet> {
    vec![ieum_db::migrations(), MigrationSet::embedded::<crate::OwnMigrations>("web")]
}

/// The messages of web itself, of documents in and out, and of the rooms.
pub fn message_files(rooms: &[Room]) -> Vec<MessageFile> {
    let own = Folder::embedded::<crate::OwnLocales>();
    let folders = std::iter::once(("web", &own)).chain(rooms.iter().map(|r| (r.name, &r.locales)));
    let paper = [(Lang::Ko, ieum_paper::MESSAGES_KO), (Lang::En, ieum_paper::MESSAGES_EN)];
    let paper = paper.into_iter().map(|(lang, text)| MessageFile {
        lang,
        path: format!("paper/{lang}/paper.ftl"),
        text: text.to_owned(),
    });
    folders
        .flat_map(|(room, folder)| {
            folder.0.iter().filter(|(path, _)| path.ends_with(".ftl")).filter_map(move |(path, text)| {
                let lang: Lang = path.split('/').next()?.parse().ok()?;
                Some(MessageFile { lang, path: format!("{room}/{path}"), text: text.clone() })
            })
        })
        .chain(paper)
        .collect()
}

/// The templates of web itself plus those of the rooms.
pub fn template_files(rooms: &[Room]) -> Vec<TemplateFile> {
    let own = Folder::embedded::<crate::OwnKit>();
    let kit =
        own.0.into_iter().filter(|(path, _)| path.ends_with(".html")).map(|(path, text)| TemplateFile {
            name: if path == "layout.html" || path == "problem.html" { path } else { format!("kit/{path}") },
            text,
        });
    let rooms = rooms.iter().flat_map(|r| r.pages.0.iter()).filter(|(path, _)| path.ends_with(".html"));
    kit.chain(
        rooms.map(|(path, text)| TemplateFile { name: path.replace("/pages/", "/"), text: text.clone() }),
    )
    .collect()
}

impl House {
    /// Migrates the database and joins the rooms.
    pub async fn open(plan: Plan) -> Result<Self, HouseError> {
        let zone =
            Zone::named(&plan.site.zone).map_err(|_unknown| HouseError::Zone(plan.site.zone.clone()))?;
        let words = Arc::new(Words::new(message_files(&plan.rooms), zone.clone())?);
        let templates = Templates::new(template_files(&plan.rooms), &words, &zone);
        let mut sets = tool_migrations();
        let mut doors = crate::front::own_doors();
        let mut permissions: Vec<(&'static str, &'static [Permission])> =
            vec![("web", crate::front::PERMISSIONS)];
        let mut nav = Vec::new();
        let mut works = Vec::new();
        for room in plan.rooms {
            sets.push(room.migrations);
            doors = doors.and(room.doors);
            permissions.push((room.name, room.permissions));
            nav.extend(room.nav);
            works.push(room.work);
        }
        plan.db.migrate(&sets).await?;
        let secret = crate::seal::secret(&plan.db, plan.clock.as_ref()).await?;
        let files = Files::open(plan.store, &plan.data).map_err(HouseError::Files)?;
        let mailer = Mailer::new(&plan.mail, &plan.data).map_err(HouseError::Mail)?;
        let Doors { list, routes } = doors;
        let app = App(Arc::new(Inner {
            db: plan.db,
            clock: plan.clock,
            zone,
            site: plan.site,
            words,
            files,
            mailer,
            doors: list,
            permissions,
            templates,
            documents: crate::api::Documents::default(),
            nav: Place::gather(nav),
            secret,
            identity: plan.identity,
            directory: plan.directory,
            answers: plan.answers,
            settings: plan.settings,
        }));
        let mut worker = Worker::new(app.db.clone(), Arc::clone(&app.clock));
        worker = crate::notices::work(worker, &app);
        for work in works {
            worker = work(worker, &app);
        }
        let mut by_path: BTreeMap<&'static str, axum::routing::MethodRouter<App>> = BTreeMap::new();
        for (path, route) in routes {
            let joined = match by_path.remove(path) {
                Some(before) => before.merge(route),
                None => route,
            };
            by_path.insert(path, joined);
        }
        let inner =
            by_path.into_iter().fold(Router::new(), |router, (path, route)| router.route(path, route));
        Ok(Self { router: crate::front::wrap(inner, app.clone()), app, worker })
    }
}
