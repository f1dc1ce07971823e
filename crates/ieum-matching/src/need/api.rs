//! Needs for programs.

use super::register::wanted;
use super::service::{begin, take};
use super::thing::{Confidentiality, Need, Said, Step};
use super::wizard::{WORDS_LETTERS, visible};
use super::{LOOK, WRITE, store};
use axum::Json;
use axum::extract::State as Held;
use http::StatusCode;
use ieum_kernel::{Id, Money, Role, Timestamp};
use ieum_web::{App, Body, Call, Doors, FieldError, Fields, Path, Problem, Shape, SignedIn, Visitor};
use jiff::civil::Date;
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};
use std::collections::BTreeMap;

/// Most letters of a title.
const TITLE_LETTERS: usize = 120;
/// Most letters of material and quantity.
const SHORT_LETTERS: usize = 500;

pub(super) fn doors(doors: Doors) -> Doors {
    doors
        .get("/api/v1/needs", &WRITE, mine)
        .says(Call::new("needs-list").gives_of(Shape::object(vec![("needs", Shape::of::<Vec<Need>>())])))
        .post("/api/v1/needs", &WRITE, make)
        .says(Call::new("needs-create").takes::<New>().makes::<Need>().refuses("need").example(json!({
            "title": "Pesticide residues in perilla leaves",
            "words": "An importer asks for proof that 300 pesticides stay below their limits; we have no method.",
            "material": "perilla leaves", "quantity": "20 samples",
            "budget": { "minor": 3_000_000, "currency": "KRW" }, "confidentiality": "private", "submit": true,
        })))
        .get("/api/v1/needs/{id}", &LOOK, show)
        .says(
            Call::new("needs-one")
                .path::<Id<ieum_kernel::Need>>("id")
                .gives_of(Shape::either(vec![Shape::of::<Need>(), Shape::of::<Outside>()])),
        )
        .get("/api/v1/register", &LOOK, register)
        .says(
            Call::new("register-list")
                .query_of("q", Shape::line(100))
                .query_of("sort", Shape::choice(&["votes", "new"]))
                .query_of("solved", Shape::choice(&["yes", "no"]))
                .query_of("page", Shape::whole(1, 500))
                .gives_of(Shape::object(vec![
                    ("needs", Shape::of::<Vec<store::Registered>>()),
                    ("total", Shape::of::<i64>()),
                    ("page", Shape::of::<i64>()),
                ])),
        )
}

async fn mine(Held(app): Held<App>, me: SignedIn) -> Result<Json<Value>, Problem> {
    let organisation = me.actor().organisation().filter(|_| me.actor().is(Role::Manager));
    let needs = store::mine(&mut app.db.reader(), me.id(), organisation).await?;
    Ok(Json(json!({ "needs": needs })))
}

#[derive(Deserialize, schemars::JsonSchema)]
#[serde(deny_unknown_fields)]
#[schemars(rename = "NeedAsk")]
struct New {
    /// One line.
    #[schemars(length(min = 1, max = TITLE_LETTERS))]
    title: String,
    /// What is wrong, in one's own words.
    #[schemars(length(min = 1, max = WORDS_LETTERS))]
    words: String,
    /// What it is about: a material, product, sample.
    #[serde(default)]
    #[schemars(length(max = SHORT_LETTERS))]
    material: String,
    /// What would count as solved.
    #[serde(default)]
    #[schemars(length(max = WORDS_LETTERS))]
    solved_when: String,
    /// How much of it there is, with its unit, as written.
    #[serde(default)]
    #[schemars(length(max = SHORT_LETTERS))]
    quantity: String,
    /// By when.
    due_on: Option<Date>,
    /// How much it may cost.
    budget: Option<Money>,
    /// Who may know.
    #[serde(default)]
    confidentiality: Confidentiality,
    /// Whether to hand it in at once.
    #[serde(default)]
    submit: bool,
}

async fn make(
    Held(app): Held<App>,
    me: SignedIn,
    Body(new): Body<New>,
) -> Result<(StatusCode, Json<Need>), Problem> {
    let bounds = [
        ("title", &new.title, TITLE_LETTERS),
        ("words", &new.words, WORDS_LETTERS),
        ("material", &new.material, SHORT_LETTERS),
        ("solved_when", &new.solved_when, WORDS_LETTERS),
        ("quantity", &new.quantity, SHORT_LETTERS),
    ];
    let mut faults = Vec::new();
    for (field, text, longest) in bounds {
        let letters = text.chars().count();
        if letters > longest {
            let args = BTreeMap::from([
                ("longest".to_owned(), json!(longest)),
                ("letters".to_owned(), json!(letters)),
            ]);
            faults.push(FieldError { field: field.to_owned(), key: "field-too-long".to_owned(), args });
        } else if matches!(field, "title" | "words") && text.trim().is_empty() {
            faults.push(FieldError {
                field: field.to_owned(),
                key: "field-required".to_owned(),
                args: BTreeMap::new(),
            });
        }
    }
    if new.budget.is_some_and(|m| m.minor < 0) {
        faults.push(FieldError {
            field: "budget".to_owned(),
            key: "field-not-money".to_owned(),
            args: BTreeMap::new(),
        });
    }
    if !faults.is_empty() {
        return Err(Problem::invalid(faults));
    }
    let trim = |text: &str| text.trim().to_owned();
    let said = Said {
        title: trim(&new.title),
        words: trim(&new.words),
        material: trim(&new.material),
        solved_when: trim(&new.solved_when),
        quantity: trim(&new.quantity),
        due_on: new.due_on,
        budget: new.budget,
        confidentiality: new.confidentiality,
    };
    let id = begin(&app, me.id(), me.actor(), said).await?;
    if new.submit {
        take(&app, id, me.actor(), &Step::Submit).await?;
    }
    let need = visible(&app, id, me.visit()).await?;
    Ok((StatusCode::CREATED, Json(need)))
}

async fn show(
    Held(app): Held<App>,
    visitor: Visitor,
    Path(id): Path<Id<ieum_kernel::Need>>,
) -> Result<Json<Value>, Problem> {
    let need = visible(&app, id, &visitor).await?;
    if super::inside(&need, &visitor.actor) {
        return Ok(Json(json!(need)));
    }
    let outside = Outside {
        id: need.id,
        state: need.state.key(),
        submitted_at: need.submitted_at,
        title: need.said.title,
        words: need.said.words,
        material: need.said.material,
        solved_when: need.said.solved_when,
    };
    Ok(Json(json!(outside)))
}

/// What everybody may read of a registered need.
#[derive(Serialize, schemars::JsonSchema)]
#[schemars(rename = "NeedOutside")]
struct Outside {
    /// Its identity.
    id: Id<ieum_kernel::Need>,
    /// One line.
    title: String,
    /// What is wrong, in their own words.
    words: String,
    /// What it is about.
    material: String,
    /// What would count as solved.
    solved_when: String,
    /// Where it stands.
    state: &'static str,
    /// When it was handed in.
    submitted_at: Option<Timestamp>,
}

/// `GET /api/v1/register?q=…&sort=new&solved=yes&page=…`.
async fn register(Held(app): Held<App>, visitor: Visitor, fields: Fields) -> Result<Json<Value>, Problem> {
    let wanted = wanted(&fields, visitor.actor.person);
    let (rows, total) = store::register(&mut app.db.reader(), &wanted).await?;
    Ok(Json(json!({ "needs": rows, "total": total, "page": wanted.page })))
}
