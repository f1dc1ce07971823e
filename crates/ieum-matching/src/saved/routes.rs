//! `/find/saved`: what somebody waits for.

use super::service::{SavedError, remove, save};
use super::thing::SavedSearch;
use super::{SAVE, store};
use crate::find::asked;
use axum::extract::State;
use axum::response::Response;
use ieum_kernel::Id;
use ieum_web::{App, Doors, Fields, Page, Path, Problem, SignedIn, see_other};
use serde_json::{Value, json};

const HERE: &str = "/find/saved";

pub(super) fn doors(doors: Doors) -> Doors {
    doors.get(HERE, &SAVE, list).post(HERE, &SAVE, keep).post("/find/saved/{id}/remove", &SAVE, drop_one)
}

async fn page(app: &App, me: &SignedIn) -> Result<Page, Problem> {
    let rows: Vec<Value> = store::of_person(&mut app.db.reader(), me.id())
        .await?
        .iter()
        .map(|search| json!({ "search": search, "href": search.href() }))
        .collect();
    Ok(Page::new("saved/list.html").with("rows", rows).crumb("find-title", "/find"))
}

async fn list(State(app): State<App>, me: SignedIn) -> Result<Response, Problem> {
    let page = page(&app, &me).await?;
    app.render(page, me.visit())
}

async fn keep(State(app): State<App>, me: SignedIn, fields: Fields) -> Result<Response, Problem> {
    match save(&app, me.actor(), &asked(&fields)).await {
        Ok(_) => Ok(see_other(&app, HERE, Some("saved-kept"))),
        Err(SavedError::Refused(reasons)) => {
            let page = page(&app, &me).await?.refused(&fields, "saved", &reasons);
            app.render(page, me.visit())
        }
        Err(error) => Err(error.into()),
    }
}

async fn drop_one(
    State(app): State<App>,
    me: SignedIn,
    Path(id): Path<Id<SavedSearch>>,
) -> Result<Response, Problem> {
    remove(&app, me.id(), id).await?;
    Ok(see_other(&app, HERE, Some("saved-removed")))
}
