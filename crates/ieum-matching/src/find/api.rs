//! Search for programs.

use super::LOOK;
use super::build::KINDS;
use super::question::{LETTERS, asked};
use super::routes::{Answer, Found, answer};
use axum::Json;
use axum::extract::State;
use ieum_web::{App, Call, Doors, Fields, Problem, Shape, Visitor};
use serde_json::{Value, json};
use std::collections::BTreeMap;

pub(super) fn doors(doors: Doors) -> Doors {
    let word = || Shape::list(Shape::line(60));
    let asked = Call::new("search")
        .query_needed("q", Shape::line(LETTERS))
        .query_of("kind", Shape::list(Shape::choice(&KINDS)))
        .query_of("page", Shape::of::<u16>())
        .query_of("region", word())
        .query_of("access", word())
        .query_of("organisation_kind", word())
        .query_of("accredited", word())
        .query_of("facility", word());
    doors.get("/api/v1/search", &LOOK, search).says(asked.gives_of(Shape::object(vec![
        ("query", Shape::of::<String>()),
        ("cut", Shape::of::<bool>()),
        ("total", Shape::of::<usize>()),
        ("page", Shape::of::<usize>()),
        ("results", Shape::of::<Vec<Found>>()),
        ("facets", Shape::of::<BTreeMap<String, BTreeMap<String, usize>>>()),
        ("unmatched_words", Shape::of::<Vec<String>>()),
        ("weak", Shape::of::<bool>()),
        ("from_database", Shape::of::<bool>()),
    ])))
}

/// `GET /api/v1/search?q=…&kind=…&region=…&page=…`: results with reasons, counts, and words nothing speaks to.
async fn search(State(app): State<App>, visitor: Visitor, fields: Fields) -> Result<Json<Value>, Problem> {
    let asked = asked(&fields);
    let Answer { found, total, facets, unmatched, weak, plain, .. } =
        answer(&app, &visitor.actor, &asked).await?;
    Ok(Json(json!({
        "query": asked.words, "cut": asked.cut, "total": total, "page": asked.page, "results": found,
        "facets": facets, "unmatched_words": unmatched, "weak": weak, "from_database": plain,
    })))
}
