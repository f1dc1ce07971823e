//! `/join` and the two steps after it.

use crate::access;
use crate::asks::StatedOrganisation;
use crate::join::interrupted::{self, Interrupted};
use crate::join::service::{self, Stated};
use crate::membership;
use crate::password;
use crate::person::{Email, FirstPassword, NewPerson, PersonError};
use crate::session::Caller;
use crate::settings::AccountSettings;
use crate::sign_in::routes::keep_key;
use axum::extract::State;
use axum::response::Response;
use ieum_kernel::{Id, Lang, Organisation};
use ieum_web::{App, Doors, Fields, Page, Problem, SignedIn, Visitor, resume_page, see_other};

pub(crate) fn doors() -> Doors {
    Doors::new()
        .get("/join", &access::ENTER, form)
        .post("/join", &access::ENTER, join)
        .get("/join/sent", &access::ENTER, sent)
        .get("/join/confirm", &access::ENTER, confirm_form)
        .post("/join/confirm", &access::ENTER, confirm)
        .get("/join/resume", &access::KEEP, resume)
        .get("/join/organisation", &access::KEEP, organisation_form)
        .post("/join/organisation", &access::KEEP, state_organisation)
        .post("/join/organisation/ask", &access::KEEP, ask_organisation)
}

async fn form(State(app): State<App>, visitor: Visitor) -> Result<Response, Problem> {
    if visitor.actor.person.is_some() {
        return Ok(see_other(&app, "/join/organisation", None));
    }
    if !app.settings::<AccountSettings>().open {
        return Err(Problem::not_found());
    }
    app.render(page(&Fields::default()), &visitor)
}

/// The form of joining; what was interrupted comes along.
fn page(fields: &Fields) -> Page {
    Page::new("join/join.html")
        .with("least", password::LEAST)
        .with("resume_path", fields.get("_resume_path"))
        .with("resume_body", fields.get("_resume_body"))
}

/// What is kept of a form with a password when it is shown again.
pub(crate) fn without_password(fields: &Fields) -> Fields {
    Fields::from_pairs(
        fields.pairs().iter().filter(|(name, _)| !name.contains("password")).cloned().collect(),
    )
}

async fn join(State(app): State<App>, visitor: Visitor, fields: Fields) -> Result<Response, Problem> {
    if !app.settings::<AccountSettings>().open {
        return Err(Problem::not_found());
    }
    let again = || page(&fields);
    if fields.has("begin") {
        // Somebody was asked to sign in half-way through a form and has no account yet.
        return app.render(again().typed(&without_password(&fields)), &visitor);
    }
    let mut reading = fields.reading(&app.zone);
    let email = reading.must::<Email>("email", "field-not-an-email");
    let name = reading.required("name", 100);
    let lang = reading.choice::<Lang>("lang").unwrap_or(visitor.lang());
    if fields.get("password").is_empty() {
        reading.fault("password", "field-required", &[]);
    }
    let typed = without_password(&fields);
    let email = match (email, reading.done()) {
        (Some(email), Ok(())) => email,
        (_, faults) => return app.render(again().faulty(&typed, faults.err().unwrap_or_default()), &visitor),
    };
    let words = fields.get("password").to_owned();
    let new = NewPerson { email, name, lang, password: FirstPassword::Words(words), confirmed: false };
    match service::join(&app, &new, Interrupted::of(&fields).as_ref()).await {
        Ok(()) => Ok(see_other(&app, "/join/sent", None)),
        Err(PersonError::Password(reasons)) => {
            app.render(again().refused(&typed, "password", &reasons), &visitor)
        }
        Err(error) => Err(error.into()),
    }
}

async fn sent(State(app): State<App>, visitor: Visitor) -> Result<Response, Problem> {
    app.render(Page::new("join/sent.html"), &visitor)
}

async fn confirm_page(app: &App, key: &str) -> Result<Page, Problem> {
    let works = service::confirm_works(app, key).await?;
    Ok(Page::new("join/confirm.html").with("key", key).with("works", works))
}

async fn confirm_form(State(app): State<App>, visitor: Visitor, fields: Fields) -> Result<Response, Problem> {
    app.render(confirm_page(&app, fields.get("key")).await?, &visitor)
}

async fn confirm(
    State(app): State<App>,
    visitor: Visitor,
    caller: Caller,
    fields: Fields,
) -> Result<Response, Problem> {
    let key = fields.get("key");
    let Some(session) = service::confirm(&app, key, fields.get("password"), &caller).await? else {
        let mut reading = fields.reading(&app.zone);
        reading.fault("password", "join-confirm-mismatch", &[]);
        let faults = reading.done().err().unwrap_or_default();
        return app.render(confirm_page(&app, key).await?.faulty(&Fields::default(), faults), &visitor);
    };
    let mut response = see_other(&app, "/join/organisation", Some("join-confirmed"));
    keep_key(&app, &mut response, &session);
    Ok(response)
}

/// The form that was interrupted by joining, ready to be sent.
async fn resume(State(app): State<App>, me: SignedIn) -> Result<Response, Problem> {
    let kept = interrupted::waiting(&mut app.db.reader(), me.id(), app.now()).await?;
    match kept.and_then(|form| resume_page(&form.fields())) {
        Some(page) => app.render(page, me.visit()),
        None => Ok(see_other(&app, "/", None)),
    }
}

/// Where somebody goes on after the steps of joining.
async fn onwards(app: &App, me: &SignedIn) -> Result<&'static str, Problem> {
    let kept = interrupted::waiting(&mut app.db.reader(), me.id(), app.now()).await?;
    Ok(if kept.is_some() { "/join/resume" } else { "/account" })
}

async fn organisation_page(app: &App, me: &SignedIn, words: &str) -> Result<Page, Problem> {
    let waiting = membership::service::waiting_requests(app, me.id()).await?;
    let found = service::candidates(app, words).await?;
    let interrupted = onwards(app, me).await? == "/join/resume";
    let page = Page::new("join/organisation.html").with("q", words).with("found", found);
    Ok(page.with("waiting", waiting).with("interrupted", interrupted))
}

async fn organisation_form(
    State(app): State<App>,
    me: SignedIn,
    fields: Fields,
) -> Result<Response, Problem> {
    let page = organisation_page(&app, &me, fields.get("q")).await?;
    app.render(page, me.visit())
}

async fn ask_organisation(State(app): State<App>, me: SignedIn, fields: Fields) -> Result<Response, Problem> {
    let wanted: Option<Id<Organisation>> = fields.get("organisation").parse().ok();
    membership::ask(&app, me.id(), wanted.ok_or_else(Problem::not_found)?).await?;
    Ok(see_other(&app, onwards(&app, &me).await?, Some("join-asked")))
}

async fn state_organisation(
    State(app): State<App>,
    me: SignedIn,
    fields: Fields,
) -> Result<Response, Problem> {
    let mut reading = fields.reading(&app.zone);
    let stated = StatedOrganisation {
        name: reading.text("name", 200, true),
        business_number: reading.optional("business_number", 20),
        region: reading.optional("region", 100),
    };
    let faults = match reading.done() {
        Err(faults) => faults,
        Ok(()) => match service::state(&app, me.id(), stated).await {
            Ok(Stated::Made) => {
                return Ok(see_other(&app, onwards(&app, &me).await?, Some("join-organisation-made")));
            }
            Ok(Stated::Asked) => return Ok(see_other(&app, onwards(&app, &me).await?, Some("join-asked"))),
            Err(problem) if !problem.errors.is_empty() => problem.errors,
            Err(problem) => return Err(problem),
        },
    };
    let page = organisation_page(&app, &me, "").await?.faulty(&fields, faults);
    app.render(page, me.visit())
}
