//! `/technologies/{id}/matches` for people, `/api/v1/technologies/{id}/matches` for programs.

use super::service::{Found, for_technology};
use crate::find::Card;
use crate::matches::LOOK;
use axum::Json;
use axum::extract::State as Held;
use axum::response::Response;
use ieum_kernel::{Id, Need, Technology, Text};
use ieum_web::{App, Call, Doors, Page, Path, Problem, Shape, Visitor};
use serde::Serialize;
use serde_json::{Value, json};

type TechnologyId = Id<Technology>;

pub(super) fn doors(doors: Doors) -> Doors {
    doors
        .get("/technologies/{id}/matches", &LOOK, page)
        .get("/api/v1/technologies/{id}/matches", &LOOK, api)
        .says(Call::new("technologies-matches").path::<TechnologyId>("id").gives_of(Shape::object(vec![
            ("technology", Shape::of::<TechnologyId>()),
            ("needs", Shape::of::<Vec<Solves>>()),
            ("hidden", Shape::of::<usize>()),
            ("firms", Shape::of::<Vec<Uses>>()),
        ])))
}

/// An open problem that a technology may solve.
#[derive(Serialize, schemars::JsonSchema)]
#[schemars(rename = "NeedSolvable")]
struct Solves {
    /// The problem.
    id: Id<Need>,
    /// Its title.
    title: String,
    /// Where it stands.
    state: &'static str,
    /// The organisation that has it, where that may be known.
    organisation: Text,
    /// Sentences in the caller's language.
    why: Vec<String>,
    /// How near the best technology for the problem it is, times how much of it that one speaks to: 0 to 1.
    score: f64,
}

/// A firm that may use a technology.
#[derive(Serialize, schemars::JsonSchema)]
#[schemars(rename = "FirmMayUse")]
struct Uses {
    /// Who, where.
    #[serde(flatten)]
    card: Card,
    /// Its page.
    href: String,
    /// Sentences in the caller's language.
    why: Vec<String>,
}

fn parts(found: Found) -> (Vec<Solves>, Vec<Uses>) {
    let needs = found.needs.into_iter().map(|one| Solves {
        id: one.need.id,
        state: one.need.state.key(),
        title: one.need.said.title,
        organisation: one.organisation,
        why: one.why,
        score: one.score,
    });
    let firms =
        found.firms.into_iter().map(|one| Uses { href: one.card.href(), card: one.card, why: one.why });
    (needs.collect(), firms.collect())
}

async fn page(
    Held(app): Held<App>,
    visitor: Visitor,
    Path(id): Path<TechnologyId>,
) -> Result<Response, Problem> {
    let found = for_technology(&app, &visitor.actor, id).await?;
    let (name, hidden) = (found.name.clone(), found.hidden);
    let (needs, firms) = parts(found);
    let page = Page::new("technology/matches.html")
        .with("id", id)
        .with("name", name)
        .with("needs", needs)
        .with("kept_back", hidden)
        .with("firms", firms)
        .crumb("entry-kinds-technology", "/technologies");
    app.render(page, &visitor)
}

async fn api(
    Held(app): Held<App>,
    visitor: Visitor,
    Path(id): Path<TechnologyId>,
) -> Result<Json<Value>, Problem> {
    let found = for_technology(&app, &visitor.actor, id).await?;
    let hidden = found.hidden;
    let (needs, firms) = parts(found);
    Ok(Json(json!({ "technology": id, "needs": needs, "hidden": hidden, "firms": firms })))
}
