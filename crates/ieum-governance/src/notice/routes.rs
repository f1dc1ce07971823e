//! `/notices`.

use crate::access;
use axum::extract::State;
use axum::response::Response;
use ieum_web::{App, Doors, Page, Problem, SignedIn, notices, see_other};

/// So many of the newest are shown.
const SHOWN: i64 = 200;

pub(crate) fn doors() -> Doors {
    Doors::new().get("/notices", &access::KEEP, list).post("/notices/read", &access::KEEP, read)
}

async fn list(State(app): State<App>, me: SignedIn) -> Result<Response, Problem> {
    let rows = notices::list(&mut app.db.reader(), me.id(), SHOWN).await?;
    app.render(Page::new("notice/list.html").with("rows", rows), me.visit())
}

async fn read(State(app): State<App>, me: SignedIn) -> Result<Response, Problem> {
    let mut tx = app.db.begin().await?;
    notices::mark_read(&mut tx, me.id(), app.now()).await?;
    tx.commit().await?;
    Ok(see_other(&app, "/notices", Some("notices-read")))
}
