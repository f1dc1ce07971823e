//! Doors: routes that cannot be opened without saying who may walk through them.

use crate::{App, Call, Problem, Visit};
use axum::extract::Request;
use axum::handler::Handler;
use axum::middleware::{Next, from_fn};
use axum::response::{IntoResponse, Response};
use axum::routing::{MethodFilter, MethodRouter, on};
use http::Method;
use ieum_kernel::{Permission, Role};
use std::sync::Arc;

/// One route with its permission; the permission walk reads these.
#[derive(Debug, Clone)]
pub struct Door {
    /// The method.
    pub method: Method,
    /// The path as axum writes it, such as `/instruments/{id}`.
    pub path: &'static str,
    /// Who may.
    pub permission: &'static Permission,
    /// What programs may ask here; every door under `/api` has one.
    pub call: Option<Arc<Call>>,
}

/// A room's routes.
#[derive(Default)]
pub struct Doors {
    pub(crate) list: Vec<Door>,
    pub(crate) routes: Vec<(&'static str, MethodRouter<App>)>,
}

impl Doors {
    /// No routes yet.
    pub fn new() -> Self {
        Self::default()
    }

    /// A page or read.
    #[must_use]
    pub fn get<H, T>(self, path: &'static str, permission: &'static Permission, handler: H) -> Self
    where
        H: Handler<T, App>,
        T: 'static,
    {
        self.open(Method::GET, MethodFilter::GET, path, permission, handler)
    }

    /// A form or a creation.
    #[must_use]
    pub fn post<H, T>(self, path: &'static str, permission: &'static Permission, handler: H) -> Self
    where
        H: Handler<T, App>,
        T: 'static,
    {
        self.open(Method::POST, MethodFilter::POST, path, permission, handler)
    }

    /// A replacement (API only).
    #[must_use]
    pub fn put<H, T>(self, path: &'static str, permission: &'static Permission, handler: H) -> Self
    where
        H: Handler<T, App>,
        T: 'static,
    {
        self.open(Method::PUT, MethodFilter::PUT, path, permission, handler)
    }

    /// A change of some fields (API only).
    #[must_use]
    pub fn patch<H, T>(self, path: &'static str, permission: &'static Permission, handler: H) -> Self
    where
        H: Handler<T, App>,
        T: 'static,
    {
        self.open(Method::PATCH, MethodFilter::PATCH, path, permission, handler)
    }

    /// A removal (API only).
    #[must_use]
    pub fn delete<H, T>(self, path: &'static str, permission: &'static Permission, handler: H) -> Self
    where
        H: Handler<T, App>,
        T: 'static,
    {
        self.open(Method::DELETE, MethodFilter::DELETE, path, permission, handler)
    }

    /// Adds another thing's routes.
    #[must_use]
    pub fn and(mut self, other: Self) -> Self {
        self.list.extend(other.list);
        self.routes.extend(other.routes);
        self
    }

    fn open<H, T>(
        mut self,
        method: Method,
        filter: MethodFilter,
        path: &'static str,
        permission: &'static Permission,
        handler: H,
    ) -> Self
    where
        H: Handler<T, App>,
        T: 'static,
    {
        self.list.push(Door { method, path, permission, call: None });
        self.routes.push((path, guarded(on(filter, handler), permission)));
        self
    }
}

/// The route behind its guard. Outside of what knows the handler: a guard of its own for each of them is a third of a room.
fn guarded(route: MethodRouter<App>, permission: &'static Permission) -> MethodRouter<App> {
    route.layer(from_fn(move |request: Request, next: Next| guard(permission, request, next)))
}

/// Lets the request through if its actor may; otherwise sign-in for guests and 403 for the others.
async fn guard(permission: &'static Permission, request: Request, next: Next) -> Response {
    let Some(visit) = request.extensions().get::<Arc<Visit>>() else {
        return Problem::sign_in().into_response();
    };
    if visit.actor.may(permission) {
        return next.run(request).await;
    }
    if visit.actor.person.is_none() { Problem::sign_in() } else { Problem::forbidden() }.into_response()
}

/// Everybody, signed in or not.
pub const ANYBODY: &[Role] = &[Role::Guest];
/// Everybody who has signed in.
pub const SIGNED_IN: &[Role] = &[
    Role::Member,
    Role::Manager,
    Role::Staff,
    Role::Reviewer,
    Role::Billing,
    Role::Expert,
    Role::Planner,
    Role::Operator,
];
