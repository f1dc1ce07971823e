//! Figures for programs: `/api/v1/stats/{method}`, `/api/v1/region/{method}`, and runs that take longer.

use crate::figures::{AT_ONCE, computed, figures, found, request, table};
use crate::study::{self, NewStudy, Options, State, Study};
use axum::Json;
use axum::extract::State as Extract;
use axum::response::{IntoResponse, Response};
use http::StatusCode;
use ieum_kernel::Id;
use ieum_stats::ask::{Family, METHODS, Method};
use ieum_web::{App, Body, Call, Doors, Path, Problem, Shape, SignedIn};
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};
use std::collections::BTreeMap;

pub(crate) fn doors() -> Doors {
    let figures = || Shape::of::<serde_json::Map<String, Value>>();
    let asked = |name: &'static str| {
        Call::new(name)
            .path::<String>("method")
            .takes::<Asked>()
            .gives_of(figures())
            .refuses("figures")
            .example(json!({ "data": "y,x\n1.1,1\n1.9,2\n3.2,3\n", "options": { "formula": "y ~ x" } }))
    };
    Doors::new()
        .get("/api/v1/figures", &study::USE, methods)
        .says(Call::new("figures-methods").gives::<Vec<About>>())
        .post("/api/v1/stats/{method}", &study::USE, stats)
        .says(asked("figures-stats"))
        .post("/api/v1/region/{method}", &study::USE, region)
        .says(asked("figures-region"))
        .get("/api/v1/runs/{id}", &study::USE, run)
        .says(Call::new("figures-run").path::<Id<study::Run>>("id").gives_of(Shape::object(vec![
            ("state", Shape::choice(&["waiting", "done", "refused"])),
            ("figures", figures()),
            ("reasons", Shape::of::<Vec<String>>()),
        ])))
}

/// Why a table or a method gave no figures: a sentence in the asker's language.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, thiserror::Error, schemars::JsonSchema)]
#[serde(tag = "rule", rename_all = "kebab-case")]
pub(crate) enum Refusal {
    /// The table or the options cannot be used as they are.
    #[error("{sentence}")]
    NoAnswer {
        /// What is wrong, where, and what to do.
        sentence: String,
    },
}

/// Sentences as refusals.
pub(crate) fn sentences(sentences: Vec<String>) -> Vec<Refusal> {
    sentences.into_iter().map(|sentence| Refusal::NoAnswer { sentence }).collect()
}

#[derive(Deserialize, schemars::JsonSchema)]
#[serde(deny_unknown_fields)]
#[schemars(rename = "FiguresAsk")]
struct Asked {
    /// The table as delimited text with a heading line.
    data: String,
    /// Options of the method by name.
    #[serde(default)]
    options: BTreeMap<String, Given>,
    /// Further tables, for options that take one.
    #[serde(default)]
    tables: BTreeMap<String, String>,
    /// Compute in the background and answer with the address of the run. A request with further tables is always answered at once.
    #[serde(default)]
    later: bool,
}

/// A value of an option as programs write it.
#[derive(Deserialize, schemars::JsonSchema)]
#[serde(untagged)]
enum Given {
    /// Given or not.
    Flag(bool),
    /// A number.
    Number(f64),
    /// A word.
    Word(String),
    /// Several words.
    Words(Vec<String>),
}

impl Given {
    fn words(self) -> Vec<String> {
        match self {
            Self::Flag(true) => vec!["yes".to_owned()],
            Self::Flag(false) => Vec::new(),
            Self::Number(number) => vec![number.to_string()],
            Self::Word(word) => vec![word],
            Self::Words(words) => words,
        }
    }
}

#[derive(Serialize, schemars::JsonSchema)]
#[schemars(rename = "MethodAbout")]
struct About {
    /// `stats` or `region`.
    family: String,
    /// Its name in the address and on the command line.
    method: String,
    /// What it does, in the reader's language.
    label: String,
    /// The formula in plain text.
    formula: String,
    /// Paper and equation.
    source: String,
    /// Names of its options; those it cannot do without end with `*`.
    options: Vec<String>,
}

async fn methods(Extract(app): Extract<App>, me: SignedIn) -> Json<Vec<About>> {
    let about = |method: &Method| About {
        family: method.family.name().to_owned(),
        method: method.key.to_owned(),
        label: app.words.plain(me.lang(), &format!("figures-method-{}-{}", method.family.name(), method.key)),
        formula: method.formula.to_owned(),
        source: method.source.to_owned(),
        options: method
            .options
            .iter()
            .map(|option| format!("{}{}", option.key, if option.needed { "*" } else { "" }))
            .collect(),
    };
    Json(METHODS.iter().map(about).collect())
}

async fn stats(
    Extract(app): Extract<App>,
    me: SignedIn,
    Path(name): Path<String>,
    Body(asked): Body<Asked>,
) -> Result<Response, Problem> {
    answer(&app, &me, Family::Stats, &name, asked).await
}

async fn region(
    Extract(app): Extract<App>,
    me: SignedIn,
    Path(name): Path<String>,
    Body(asked): Body<Asked>,
) -> Result<Response, Problem> {
    answer(&app, &me, Family::Region, &name, asked).await
}

async fn answer(
    app: &App,
    me: &SignedIn,
    family: Family,
    name: &str,
    asked: Asked,
) -> Result<Response, Problem> {
    let method = found(family.name(), name).ok_or_else(Problem::not_found)?;
    let options: Options = asked.options.into_iter().map(|(key, given)| (key, given.words())).collect();
    let refused = |reasons| Problem::refused("figures", sentences(reasons));
    let read = |text: String| async { table(app, me.lang(), "table.csv".to_owned(), text.into()).await };
    let main = read(asked.data.clone()).await?.map_err(refused)?;
    let is_long = asked.later || main.rows().saturating_mul(main.names().len()) > AT_ONCE;
    if is_long && asked.tables.is_empty() {
        let new =
            NewStudy { name: String::new(), file_name: "table.csv".to_owned(), content: asked.data.into() };
        let study: Study = study::begin(app, me.actor(), new).await?;
        let run = study::run(app, me.actor(), &study, method, options).await?;
        let place = json!({ "run": run.id, "href": format!("/api/v1/runs/{}", run.id) });
        return Ok((StatusCode::ACCEPTED, Json(place)).into_response());
    }
    let mut request = request(method, main, &options);
    for (key, text) in asked.tables {
        request = request.beside(&key, read(text).await?.map_err(refused)?);
    }
    let words = figures(app)?;
    let answer = computed(method, request).await?;
    let answer = answer.map_err(|refusal| refused(words.refused(&app.words, me.lang(), &refusal)))?;
    Ok(Json(words.worded(&app.words, me.lang(), method, answer.figures)).into_response())
}

async fn run(
    Extract(app): Extract<App>,
    me: SignedIn,
    Path(id): Path<Id<study::Run>>,
) -> Result<Json<Value>, Problem> {
    let (_, run) = study::service::own_run(&app, me.id(), id).await?;
    Ok(Json(match run.state {
        State::Waiting => json!({ "state": "waiting", "figures": {}, "reasons": [] }),
        State::Done { figures, .. } => json!({ "state": "done", "figures": figures, "reasons": [] }),
        State::Refused { reasons, .. } => json!({ "state": "refused", "figures": {}, "reasons": reasons }),
    }))
}
