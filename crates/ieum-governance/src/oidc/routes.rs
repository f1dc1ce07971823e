//! `/sign-in/institution` and the way back.

use crate::access;
use crate::denied::Denied;
use crate::oidc::Refusal;
use crate::oidc::service::{self, Return};
use crate::session::Caller;
use crate::sign_in::routes::keep_key;
use axum::extract::State;
use axum::response::{IntoResponse, Redirect, Response};
use http::HeaderMap;
use ieum_web::{App, Doors, Fields, Page, Problem, Visitor, cookie, see_other, set_cookie};

/// Holds the state until the visitor returns, so that a visit begun in another browser is worth nothing here.
const COOKIE: &str = "ieum_institution";
/// How long the cookie lasts, seconds.
const COOKIE_SECONDS: i64 = 600;

pub(crate) fn doors() -> Doors {
    Doors::new().get("/sign-in/institution", &access::ENTER, depart).get(
        service::RETURN,
        &access::ENTER,
        arrive,
    )
}

async fn depart(State(app): State<App>, visitor: Visitor, fields: Fields) -> Result<Response, Problem> {
    match service::depart(&app, visitor.actor.person, fields.get("next")).await {
        Ok((url, state)) => {
            let mut response = Redirect::to(&url).into_response();
            set_cookie(&app, response.headers_mut(), COOKIE, &state, Some(COOKIE_SECONDS));
            Ok(response)
        }
        Err(denied) => failed(&app, &visitor, denied).await,
    }
}

async fn arrive(
    State(app): State<App>,
    visitor: Visitor,
    caller: Caller,
    headers: HeaderMap,
    fields: Fields,
) -> Result<Response, Problem> {
    let own_state = cookie(&headers, COOKIE).unwrap_or_default();
    let back =
        Return { code: fields.get("code"), state: fields.get("state"), own_state, lang: visitor.lang() };
    match service::arrive(&app, back, &caller).await {
        Ok(arrived) => {
            let mut response = see_other(&app, &arrived.next, None);
            keep_key(&app, &mut response, &arrived.key);
            set_cookie(&app, response.headers_mut(), COOKIE, "", Some(0));
            Ok(response)
        }
        Err(denied) => failed(&app, &visitor, denied).await,
    }
}

async fn failed(app: &App, visitor: &Visitor, denied: Denied<Refusal>) -> Result<Response, Problem> {
    match denied {
        Denied::Fault(problem) => Err(*problem),
        Denied::Refused(reasons) => {
            app.render(Page::new("oidc/failed.html").refused(&Fields::default(), "oidc", &reasons), visitor)
        }
    }
}
