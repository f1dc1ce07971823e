//! `/sign-in` and `/sign-out`.

use crate::access;
use crate::denied::Denied;
use crate::oidc;
use crate::session::{self, Caller, signed_in_visit};
use crate::settings::AccountSettings;
use crate::sign_in::{Refusal, service};
use axum::extract::State;
use axum::response::Response;
use ieum_web::{
    App, Doors, Fields, Identity, Page, Problem, SESSION_COOKIE, Visitor, local_path, resume_page, see_other,
    set_cookie,
};

pub(crate) fn doors() -> Doors {
    Doors::new().get("/sign-in", &access::ENTER, form).post("/sign-in", &access::ENTER, sign_in).post(
        "/sign-out",
        &access::ENTER,
        sign_out,
    )
}

fn page(app: &App, fields: &Fields) -> Page {
    let settings = app.settings::<AccountSettings>();
    Page::new("sign_in/sign-in.html")
        .with("next", local_path(fields.get("next")))
        .with("resume_path", fields.get("_resume_path"))
        .with("resume_body", fields.get("_resume_body"))
        .with("open", settings.open)
        .with("institution", oidc::label(app))
}

async fn form(State(app): State<App>, visitor: Visitor, fields: Fields) -> Result<Response, Problem> {
    if visitor.actor.person.is_some() {
        return Ok(see_other(&app, local_path(fields.get("next")), None));
    }
    app.render(page(&app, &fields), &visitor)
}

async fn sign_in(
    State(app): State<App>,
    visitor: Visitor,
    caller: Caller,
    fields: Fields,
) -> Result<Response, Problem> {
    let mut reading = fields.reading(&app.zone);
    let email = reading.required("email", 254);
    // A password is taken as typed, white space and all.
    let password = fields.get("password");
    if password.is_empty() {
        reading.fault("password", "field-required", &[]);
    }
    let typed = Fields::from_pairs(vec![("email".to_owned(), email.clone())]);
    if let Err(faults) = reading.done() {
        return app.render(page(&app, &fields).faulty(&typed, faults), &visitor);
    }
    match service::sign_in(&app, &email, password, &caller).await {
        Ok(key) => welcome(&app, &visitor, &key, &fields).await,
        Err(Denied::Refused(reasons)) => {
            app.render(page(&app, &fields).refused::<Refusal>(&typed, "sign-in", &reasons), &visitor)
        }
        Err(Denied::Fault(problem)) => Err(*problem),
    }
}

/// Goes on to where the visitor wanted to go, or offers to send the form that was interrupted.
pub(crate) async fn welcome(
    app: &App,
    visitor: &Visitor,
    key: &str,
    fields: &Fields,
) -> Result<Response, Problem> {
    let mut response = match resume_page(fields) {
        Some(page) => {
            let known = session::Accounts.by_session(app, key).await?.ok_or_else(Problem::sign_in)?;
            app.render(page, &signed_in_visit(app, visitor, known, key))?
        }
        None => see_other(app, local_path(fields.get("next")), None),
    };
    keep_key(app, &mut response, key);
    Ok(response)
}

/// Hands the session's key to the browser, for as long as the session may last.
pub(crate) fn keep_key(app: &App, response: &mut Response, key: &str) {
    let seconds = app.settings::<AccountSettings>().session_days.saturating_mul(86_400);
    set_cookie(app, response.headers_mut(), SESSION_COOKIE, key, Some(seconds));
}

async fn sign_out(State(app): State<App>, caller: Caller) -> Result<Response, Problem> {
    if let Some(key) = &caller.session {
        session::service::end(&app, key).await?;
    }
    let mut response = see_other(&app, "/", Some("sign-in-out"));
    set_cookie(&app, response.headers_mut(), SESSION_COOKIE, "", Some(0));
    Ok(response)
}
