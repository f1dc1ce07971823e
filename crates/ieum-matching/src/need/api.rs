//! Needs for programs.

use super::register::wanted;
use super::service::{begin, take};
use super::thing::{Confidentiality, Need, Said, Step};
use super::wizard::{WORDS_LETTERS, visible};
use super::{LOOK, WRITE, store};
use axum::Json;
use axum::extract::State as Held;
use http::StatusCode;
use ieum_kernel::{Id, Money, Role};
use ieum_web::{App, Body, Doors, FieldError, Fields, Path, Problem, SignedIn, Visitor};
use jiff::civil::Date;
use serde::Deserialize;
use serde_json::{Value, json};
use std::collections::BTreeMap;

pub(super) fn doors(doors: Doors) -> Doors {
    doors
        .get("/api/v1/needs", &WRITE, mine)
        .post("/api/v1/needs", &WRITE, make)
        .get("/api/v1/needs/{id}", &LOOK, show)
        .get("/api/v1/register", &LOOK, register)
}

async fn mine(Held(app): Held<App>, me: SignedIn) -> Result<Json<Value>, Problem> {
    let organisation = me.actor().organisation().filter(|_| me.actor().is(Role::Manager));
    let needs = store::mine(&mut app.db.reader(), me.id(), organisation).await?;
    Ok(Json(json!({ "needs": needs })))
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct New {
    title: String,
    words: String,
    #[serde(default)]
    material: String,
    #[serde(default)]
    solved_when: String,
    #[serde(default)]
    quantity: String,
    due_on: Option<Date>,
    budget: Option<Money>,
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
        ("title", &new.title, 120),
        ("words", &new.words, WORDS_LETTERS),
        ("material", &new.material, 500),
        ("solved_when", &new.solved_when, WORDS_LETTERS),
        ("quantity", &new.quantity, 500),
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
    Ok(Json(json!({ "id": need.id, "title": need.said.title, "words": need.said.words,
        "material": need.said.material, "solved_when": need.said.solved_when, "state": need.state.key(),
        "submitted_at": need.submitted_at })))
}

/// `GET /api/v1/register?q=…&sort=new&solved=yes&page=…`.
async fn register(Held(app): Held<App>, visitor: Visitor, fields: Fields) -> Result<Json<Value>, Problem> {
    let wanted = wanted(&fields, visitor.actor.person);
    let (rows, total) = store::register(&mut app.db.reader(), &wanted).await?;
    Ok(Json(json!({ "needs": rows, "total": total, "page": wanted.page })))
}
