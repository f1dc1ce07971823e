//! Who visits, and how they like their pages.

use crate::{App, Problem};
use async_trait::async_trait;
use axum::extract::{FromRequestParts, OptionalFromRequestParts};
use http::request::Parts;
use ieum_kernel::{Actor, Facility, Id, Lang, Organisation, Person, Role};
use serde::Serialize;
use std::sync::Arc;

/// One request's visitor: the actor, their session's secrets and preferences.
#[derive(Debug, Clone)]
pub struct Visit {
    /// Who asks.
    pub actor: Actor,
    /// Name of the organisation they act for, if any.
    pub organisation: Option<ieum_kernel::Text>,
    /// How they showed who they are.
    pub proof: Proof,
    /// Token that forms must send back.
    pub csrf: String,
    /// `auto`, `light` or `dark`.
    pub theme: String,
    /// `calm` or `dense`.
    pub density: String,
    /// Path and query of the page asked for.
    pub path: String,
    /// Message keys to show once, from the step before.
    pub flash: Vec<String>,
    /// Notices not yet read.
    pub unread: i64,
}

/// How a visitor showed who they are.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Proof {
    /// Not at all.
    None,
    /// A session cookie: forms need the CSRF token. Holds the opaque session key.
    Session(String),
    /// An API token in the header; no cookies are involved.
    Token,
}

impl Visit {
    /// The language of the answer.
    pub fn lang(&self) -> Lang {
        self.actor.lang
    }
}

/// A visitor who has signed in; the route is not reached otherwise.
#[derive(Debug, Clone)]
pub struct SignedIn {
    visit: Arc<Visit>,
    person: Id<Person>,
}

impl SignedIn {
    /// Their account.
    pub fn id(&self) -> Id<Person> {
        self.person
    }

    /// Who they are and what they may do.
    pub fn actor(&self) -> &Actor {
        &self.visit.actor
    }

    /// The language of the answer.
    pub fn lang(&self) -> Lang {
        self.visit.actor.lang
    }

    /// The whole visit, for rendering.
    pub fn visit(&self) -> &Visit {
        &self.visit
    }

    /// A signed-in visitor made by hand, for services called outside a request.
    pub fn of(visit: Arc<Visit>) -> Option<Self> {
        visit.actor.person.map(|person| Self { visit, person })
    }
}

impl FromRequestParts<App> for SignedIn {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, _app: &App) -> Result<Self, Problem> {
        let visit = parts.extensions.get::<Arc<Visit>>().cloned().ok_or_else(Problem::sign_in)?;
        Self::of(visit).ok_or_else(Problem::sign_in)
    }
}

impl OptionalFromRequestParts<App> for SignedIn {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, _app: &App) -> Result<Option<Self>, Problem> {
        Ok(parts.extensions.get::<Arc<Visit>>().cloned().and_then(Self::of))
    }
}

/// Any visitor, signed in or not.
#[derive(Debug, Clone)]
pub struct Visitor(pub Arc<Visit>);

impl std::ops::Deref for Visitor {
    type Target = Visit;
    fn deref(&self) -> &Visit {
        &self.0
    }
}

impl FromRequestParts<App> for Visitor {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, _app: &App) -> Result<Self, Problem> {
        parts.extensions.get::<Arc<Visit>>().cloned().map(Self).ok_or_else(Problem::sign_in)
    }
}

/// Turns a cookie or token into a person. Answered by the room that keeps accounts.
#[async_trait]
pub trait Identity: Send + Sync + 'static {
    /// The actor of a session key, if the session is alive; also keeps it alive.
    async fn by_session(&self, app: &App, key: &str) -> Result<Option<Known>, Problem>;
    /// The actor of an API token.
    async fn by_token(&self, app: &App, token: &str) -> Result<Option<Known>, Problem>;
}

/// A recognised person.
#[derive(Debug, Clone)]
pub struct Known {
    /// Who they are; `lang` is what the account prefers.
    pub actor: Actor,
    /// Name of the organisation they act for, if any.
    pub organisation: Option<ieum_kernel::Text>,
    /// `auto`, `light` or `dark`.
    pub theme: String,
    /// `calm` or `dense`.
    pub density: String,
    /// Notices not yet read.
    pub unread: i64,
}

/// How somebody is reached and called.
#[derive(Debug, Clone, Serialize)]
pub struct Contact {
    /// The account.
    pub person: Id<Person>,
    /// The name shown to others.
    pub name: String,
    /// The mail address; empty once an account is closed.
    pub email: String,
    /// The language of their mail.
    pub lang: Lang,
}

/// Looks people up. Answered by the room that keeps accounts; every room may ask.
#[async_trait]
pub trait Directory: Send + Sync + 'static {
    /// One person, if the account exists.
    async fn person(&self, app: &App, id: Id<Person>) -> Result<Option<Contact>, Problem>;
    /// Everybody with a role at a facility.
    async fn at_facility(&self, app: &App, id: Id<Facility>, role: Role) -> Result<Vec<Contact>, Problem>;
    /// Everybody of an organisation; with a role if one is named.
    async fn at_organisation(
        &self,
        app: &App,
        id: Id<Organisation>,
        role: Option<Role>,
    ) -> Result<Vec<Contact>, Problem>;
    /// Everybody with a role anywhere.
    async fn with_role(&self, app: &App, role: Role) -> Result<Vec<Contact>, Problem>;
    /// Name of an organisation.
    async fn organisation_name(
        &self,
        app: &App,
        id: Id<Organisation>,
    ) -> Result<Option<ieum_kernel::Text>, Problem>;
}
