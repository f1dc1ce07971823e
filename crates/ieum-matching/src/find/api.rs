//! Search for programs.

use super::LOOK;
use super::build::KINDS;
use super::grouped::{Group, LOOKED_UP};
use super::question::{LETTERS, asked};
use super::routes::{Answer, Found, answer};
use axum::Json;
use axum::extract::State;
use ieum_web::{App, Call, Doors, Fields, Problem, Shape, Visitor};
use serde::Serialize;
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
        .query_of("facility", word())
        .query_of("grouped", Shape::choice(&["yes"]));
    doors.get("/api/v1/search", &LOOK, search).says(asked.gives_of(Shape::object(vec![
        ("query", Shape::of::<String>()),
        ("cut", Shape::of::<bool>()),
        ("total", Shape::of::<usize>()),
        ("about", Shape::of::<bool>()),
        ("page", Shape::of::<usize>()),
        ("results", Shape::of::<Vec<Found>>()),
        ("groups", Shape::of::<Vec<Group>>()),
        ("facets", Shape::of::<BTreeMap<String, BTreeMap<String, usize>>>()),
        ("unmatched_words", Shape::of::<Vec<String>>()),
        ("weak", Shape::of::<bool>()),
        ("guessed", Shape::of::<Vec<Guess>>()),
        ("from_database", Shape::of::<bool>()),
    ])))
}

/// A word that the best result rests on and that was only guessed.
#[derive(Debug, Serialize, schemars::JsonSchema)]
#[schemars(rename = "SearchGuess")]
struct Guess {
    /// As asked.
    word: String,
    /// What it was taken for.
    taken_for: String,
}

/// `GET /api/v1/search?q=…&kind=…&region=…&page=…&grouped=yes`: results with reasons, counts, words nothing speaks to, and
/// the best few of each kind.
async fn search(State(app): State<App>, visitor: Visitor, fields: Fields) -> Result<Json<Value>, Problem> {
    let mut asked = asked(&fields);
    if fields.get("grouped") == "yes" {
        asked.of_each_kind = LOOKED_UP;
    }
    let Answer { found, groups, total, about, facets, unmatched, weak, plain, guessed, .. } =
        answer(&app, &visitor.actor, &asked).await?;
    let guessed: Vec<Guess> =
        guessed.into_iter().map(|(word, taken_for)| Guess { word, taken_for }).collect();
    Ok(Json(json!({
        "query": asked.words, "cut": asked.cut, "total": total, "about": about, "page": asked.page, "results": found,
        "groups": groups, "facets": facets, "unmatched_words": unmatched, "weak": weak, "guessed": guessed,
        "from_database": plain,
    })))
}
