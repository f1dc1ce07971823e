//! `/account` and the small forms on it.

use crate::access;
use crate::account::service::{self, Profile};
use crate::denied::Denied;
use crate::membership::{self, Membership};
use crate::oidc;
use crate::password;
use crate::session::{self, Caller, Session};
use crate::token::{self, ApiToken};
use axum::extract::State;
use axum::response::Response;
use ieum_kernel::{Id, Lang, Role};
use ieum_web::{App, Doors, FieldError, Fields, Page, Path, Problem, SignedIn, see_other, set_cookie};

pub(crate) fn doors() -> Doors {
    Doors::new()
        .get("/account", &access::KEEP, home)
        .post("/account/profile", &access::KEEP, profile)
        .post("/account/password", &access::KEEP, change_password)
        .post("/account/mail", &access::KEEP, mail)
        .post("/account/sessions/end", &access::KEEP, end_others)
        .post("/account/sessions/{id}/end", &access::KEEP, end_session)
        .post("/account/tokens", &access::KEEP, make_token)
        .post("/account/tokens/{id}/revoke", &access::KEEP, revoke_token)
        .post("/account/memberships/{id}/leave", &access::KEEP, leave)
}

async fn page(app: &App, me: &SignedIn, caller: &Caller) -> Result<Page, Problem> {
    let overview = service::overview(app, me.id(), caller.session.as_deref().unwrap_or_default()).await?;
    let manages = overview.seats.iter().any(|seat| seat.role == Role::Manager);
    Ok(Page::new("account/account.html")
        .with("it", overview)
        .with("manages", manages)
        .with("institution", oidc::label(app))
        .with("least", password::LEAST)
        .with("new_token", ""))
}

async fn home(State(app): State<App>, me: SignedIn, caller: Caller) -> Result<Response, Problem> {
    app.render(page(&app, &me, &caller).await?, me.visit())
}

async fn profile(
    State(app): State<App>,
    me: SignedIn,
    caller: Caller,
    fields: Fields,
) -> Result<Response, Problem> {
    let mut reading = fields.reading(&app.zone);
    let name = reading.required("name", 100);
    let lang = reading.must::<Lang>("lang", "field-not-a-choice");
    let mut one_of = |field: &str, choices: &[&str]| {
        let chosen = fields.get(field).to_owned();
        if !choices.contains(&chosen.as_str()) {
            reading.fault(field, "field-not-a-choice", &[]);
        }
        chosen
    };
    let theme = one_of("theme", &["auto", "light", "dark"]);
    let density = one_of("density", &["calm", "dense"]);
    let lang = match (lang, reading.done()) {
        (Some(lang), Ok(())) => lang,
        (_, faults) => {
            let page = page(&app, &me, &caller).await?.faulty(&fields, faults.err().unwrap_or_default());
            return app.render(page, me.visit());
        }
    };
    let mut response = see_other(&app, "/account", Some("account-saved"));
    // The browser's own choices give way to what was chosen here.
    for (cookie, value) in [("ieum_lang", lang.code()), ("ieum_theme", &theme), ("ieum_density", &density)] {
        set_cookie(&app, response.headers_mut(), cookie, value, Some(365 * 86_400));
    }
    service::set_profile(&app, me.id(), Profile { name, lang, theme, density }).await?;
    Ok(response)
}

async fn change_password(
    State(app): State<App>,
    me: SignedIn,
    caller: Caller,
    fields: Fields,
) -> Result<Response, Problem> {
    let fault = |field: &str, key: &str| FieldError {
        field: field.to_owned(),
        key: key.to_owned(),
        args: Default::default(),
    };
    let words = fields.get("new_password");
    let faults = match words.is_empty() {
        true => vec![fault("new_password", "field-required")],
        false => {
            let old = fields.get("old_password");
            match password::service::change(&app, me.id(), caller.session.as_deref(), old, words).await {
                Ok(true) => return Ok(see_other(&app, "/account", Some("account-password-changed"))),
                Ok(false) => vec![fault("old_password", "account-password-wrong")],
                Err(Denied::Fault(problem)) => return Err(*problem),
                Err(Denied::Refused(reasons)) => {
                    let page =
                        page(&app, &me, &caller).await?.refused(&Fields::default(), "password", &reasons);
                    return app.render(page, me.visit());
                }
            }
        }
    };
    app.render(page(&app, &me, &caller).await?.faulty(&Fields::default(), faults), me.visit())
}

async fn mail(State(app): State<App>, me: SignedIn, fields: Fields) -> Result<Response, Problem> {
    service::set_mail(&app, me.id(), &fields.all("topic")).await?;
    Ok(see_other(&app, "/account", Some("account-saved")))
}

async fn end_others(State(app): State<App>, me: SignedIn, caller: Caller) -> Result<Response, Problem> {
    session::service::end_others(&app, me.id(), caller.session.as_deref().unwrap_or_default()).await?;
    Ok(see_other(&app, "/account", Some("account-sessions-ended")))
}

async fn end_session(
    State(app): State<App>,
    me: SignedIn,
    Path(id): Path<Id<Session>>,
) -> Result<Response, Problem> {
    if !session::service::end_one(&app, me.id(), id).await? {
        return Err(Problem::not_found());
    }
    Ok(see_other(&app, "/account", Some("account-sessions-ended")))
}

async fn make_token(
    State(app): State<App>,
    me: SignedIn,
    caller: Caller,
    fields: Fields,
) -> Result<Response, Problem> {
    let mut reading = fields.reading(&app.zone);
    let name = reading.required("token_name", 100);
    if let Err(faults) = reading.done() {
        return app.render(page(&app, &me, &caller).await?.faulty(&fields, faults), me.visit());
    }
    let key = token::service::create_token(&app, me.id(), &name).await?;
    app.render(page(&app, &me, &caller).await?.with("new_token", key), me.visit())
}

async fn revoke_token(
    State(app): State<App>,
    me: SignedIn,
    Path(id): Path<Id<ApiToken>>,
) -> Result<Response, Problem> {
    token::service::revoke(&app, me.id(), id).await?;
    Ok(see_other(&app, "/account", Some("account-token-revoked")))
}

async fn leave(
    State(app): State<App>,
    me: SignedIn,
    caller: Caller,
    Path(id): Path<Id<Membership>>,
) -> Result<Response, Problem> {
    match membership::service::remove(&app, me.actor(), id).await {
        Ok(_seat) => Ok(see_other(&app, "/account", Some("account-left"))),
        Err(Denied::Fault(problem)) => Err(*problem),
        Err(Denied::Refused(reasons)) => {
            let page = page(&app, &me, &caller).await?.refused(&Fields::default(), "membership", &reasons);
            app.render(page, me.visit())
        }
    }
}
