//! `/password/forgot` and `/password/new`.

use crate::access;
use crate::denied::Denied;
use crate::password::{LEAST, service};
use crate::person::Email;
use axum::extract::State;
use axum::response::Response;
use ieum_web::{App, Doors, Fields, Page, Problem, Visitor, see_other};

pub(crate) fn doors() -> Doors {
    Doors::new()
        .get("/password/forgot", &access::ENTER, forgot_form)
        .post("/password/forgot", &access::ENTER, forgot)
        .get("/password/sent", &access::ENTER, sent)
        .get("/password/new", &access::ENTER, new_form)
        .post("/password/new", &access::ENTER, new)
}

async fn forgot_form(State(app): State<App>, visitor: Visitor) -> Result<Response, Problem> {
    app.render(Page::new("password/forgot.html"), &visitor)
}

async fn forgot(State(app): State<App>, visitor: Visitor, fields: Fields) -> Result<Response, Problem> {
    let mut reading = fields.reading(&app.zone);
    let email = reading.must::<Email>("email", "field-not-an-email");
    match (email, reading.done()) {
        (Some(email), Ok(())) => {
            service::ask_reset(&app, &email).await?;
            Ok(see_other(&app, "/password/sent", None))
        }
        (_, faults) => app.render(
            Page::new("password/forgot.html").faulty(&fields, faults.err().unwrap_or_default()),
            &visitor,
        ),
    }
}

async fn sent(State(app): State<App>, visitor: Visitor) -> Result<Response, Problem> {
    app.render(Page::new("password/sent.html"), &visitor)
}

async fn page(app: &App, key: &str) -> Result<Page, Problem> {
    let works = service::reset_works(app, key).await?;
    Ok(Page::new("password/new.html").with("key", key).with("works", works).with("least", LEAST))
}

async fn new_form(State(app): State<App>, visitor: Visitor, fields: Fields) -> Result<Response, Problem> {
    app.render(page(&app, fields.get("key")).await?, &visitor)
}

async fn new(State(app): State<App>, visitor: Visitor, fields: Fields) -> Result<Response, Problem> {
    let key = fields.get("key");
    if fields.get("password").is_empty() {
        let mut reading = fields.reading(&app.zone);
        reading.fault("password", "field-required", &[]);
        let faults = reading.done().err().unwrap_or_default();
        return app.render(page(&app, key).await?.faulty(&Fields::default(), faults), &visitor);
    }
    match service::reset(&app, key, fields.get("password")).await {
        Ok(_person) => Ok(see_other(&app, "/sign-in", Some("password-replaced"))),
        Err(Denied::Refused(reasons)) => {
            app.render(page(&app, key).await?.refused(&Fields::default(), "password", &reasons), &visitor)
        }
        Err(Denied::Fault(problem)) => Err(*problem),
    }
}
