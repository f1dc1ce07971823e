//! Search for programs.

use super::LOOK;
use super::question::asked;
use super::routes::{Answer, answer};
use axum::Json;
use axum::extract::State;
use ieum_web::{App, Doors, Fields, Problem, Visitor};
use serde_json::{Value, json};

pub(super) fn doors(doors: Doors) -> Doors {
    doors.get("/api/v1/search", &LOOK, search)
}

/// `GET /api/v1/search?q=…&kind=…&region=…&page=…`: results with reasons, counts, and words nothing speaks to.
async fn search(State(app): State<App>, visitor: Visitor, fields: Fields) -> Result<Json<Value>, Problem> {
    let asked = asked(&fields);
    let Answer { found, total, facets, unmatched, plain } = answer(&app, &visitor.actor, &asked).await?;
    Ok(Json(json!({
        "query": asked.words, "cut": asked.cut, "total": total, "page": asked.page, "results": found,
        "facets": facets, "unmatched_words": unmatched, "from_database": plain,
    })))
}
