//! Saved searches as JSON: `/api/v1/saved-searches`.

use super::service::{remove, save};
use super::thing::SavedSearch;
use super::{SAVE, store};
use crate::find::{KINDS, asked};
use axum::Json;
use axum::extract::State;
use http::StatusCode;
use ieum_kernel::Id;
use ieum_web::{App, Body, Call, Doors, Fields, Path, Problem, SignedIn};
use serde::Deserialize;
use serde_json::json;

pub(super) fn doors(doors: Doors) -> Doors {
    doors
        .get("/api/v1/saved-searches", &SAVE, list)
        .says(Call::new("saved-list").gives::<Vec<SavedSearch>>())
        .post("/api/v1/saved-searches", &SAVE, make)
        .says(
            Call::new("saved-create")
                .takes::<Wanted>()
                .makes::<SavedSearch>()
                .refuses("saved")
                .example(json!({ "words": "residual solvent", "kinds": ["service"] })),
        )
        .post("/api/v1/saved-searches/{id}/remove", &SAVE, drop_one)
        .says(Call::new("saved-remove").path::<Id<SavedSearch>>("id").gives_nothing())
}

#[derive(Deserialize, schemars::JsonSchema)]
#[serde(deny_unknown_fields)]
#[schemars(rename = "SavedSearchAsk")]
struct Wanted {
    /// What is looked for; letters beyond 4,000 are left out.
    words: String,
    /// Kinds wanted; none means all.
    #[serde(default)]
    kinds: Vec<String>,
}

async fn list(State(app): State<App>, me: SignedIn) -> Result<Json<Vec<SavedSearch>>, Problem> {
    Ok(Json(store::of_person(&mut app.db.reader(), me.id()).await?))
}

async fn make(
    State(app): State<App>,
    me: SignedIn,
    Body(wanted): Body<Wanted>,
) -> Result<(StatusCode, Json<SavedSearch>), Problem> {
    let kinds = wanted.kinds.iter().filter(|kind| KINDS.contains(&kind.as_str()));
    let mut pairs = vec![("q".to_owned(), wanted.words.clone())];
    pairs.extend(kinds.map(|kind| ("kind".to_owned(), kind.clone())));
    Ok((StatusCode::CREATED, Json(save(&app, me.actor(), &asked(&Fields::from_pairs(pairs))).await?)))
}

async fn drop_one(
    State(app): State<App>,
    me: SignedIn,
    Path(id): Path<Id<SavedSearch>>,
) -> Result<StatusCode, Problem> {
    remove(&app, me.id(), id).await?;
    Ok(StatusCode::NO_CONTENT)
}
