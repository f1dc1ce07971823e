//! Things for programs: the same rules as the pages, JSON in and out.

use super::kind::Kind;
use super::routes::{At, EDIT, LOOK, id_of};
use super::service;
use super::shape::call;
use super::thing::Values;
use super::{KindKey, Lexicon, view};
use axum::extract::State;
use axum::response::{IntoResponse, Response};
use http::{StatusCode, header};
use ieum_web::{App, Body, Doors, FieldError, Fields, Path, Problem, SignedIn, Visitor};
use serde_json::{Map, Value, json};

/// What programs may ask about every kind.
#[derive(Debug, Clone, Copy)]
pub(super) enum Asking {
    /// A page of its list.
    List,
    /// A new one.
    Create,
    /// One.
    One,
    /// Other values.
    Change,
    /// To be taken out of the catalogue.
    Withdraw,
}

/// Doors of the API.
pub fn doors() -> Doors {
    KindKey::ALL.into_iter().map(KindKey::kind).fold(Doors::new(), |doors, kind| {
        doors
            .get(kind.paths.api_list, &LOOK, list)
            .says(call(kind, Asking::List))
            .post(kind.paths.api_list, &EDIT, create)
            .says(call(kind, Asking::Create))
            .get(kind.paths.api_one, &LOOK, one)
            .says(call(kind, Asking::One))
            .put(kind.paths.api_one, &EDIT, change)
            .says(call(kind, Asking::Change))
            .delete(kind.paths.api_one, &EDIT, withdraw)
            .says(call(kind, Asking::Withdraw))
    })
}

async fn list(app: State<App>, at: At, fields: Fields) -> Result<Response, Problem> {
    Ok(axum::Json(view::api_list(&app, at.0, &fields).await?).into_response())
}

async fn one(app: State<App>, at: At, visitor: Visitor, Path(id): Path<String>) -> Result<Response, Problem> {
    let id = id_of(at.0, &id)?;
    let entry = service::look(&mut app.db.reader(), &visitor.actor, &id).await?;
    Ok(axum::Json(entry).into_response())
}

/// Reads a body; names that the kind does not have are faults, so that a slip of the pen is not lost.
fn read(kind: &'static Kind, body: &Map<String, Value>, before: Option<&Values>) -> Result<Values, Problem> {
    let bookkeeping = ["id", "version", "withdrawn", "made_at", "changed_at"];
    let strange = body.keys().filter(|k| !bookkeeping.contains(&k.as_str()) && kind.field(k).is_none());
    let mut faults: Vec<FieldError> = strange
        .map(|name| FieldError {
            field: name.clone(),
            key: "entry-field-unknown".to_owned(),
            args: [("name".to_owned(), json!(name))].into(),
        })
        .collect();
    let sent = |name: &str| {
        let field = kind.field(name)?;
        body.get(name).map(|value| field.input.written(value))
    };
    let (values, more) = Values::read(kind, sent, before, &Lexicon::bare());
    faults.extend(more);
    if faults.is_empty() { Ok(values) } else { Err(Problem::invalid(faults)) }
}

async fn create(
    app: State<App>,
    at: At,
    me: SignedIn,
    Body(body): Body<Map<String, Value>>,
) -> Result<Response, Problem> {
    let values = read(at.0, &body, None)?;
    let mut tx = app.db.begin().await?;
    let said = body.contains_key("access");
    let id = service::create(&mut tx, app.clock(), me.actor(), at.0.key, values, said).await?;
    let made = service::look(&mut tx, me.actor(), &id).await?;
    tx.commit().await?;
    let place = format!("{}/{id}", at.0.paths.api_list);
    Ok((StatusCode::CREATED, [(header::LOCATION, place)], axum::Json(made)).into_response())
}

async fn change(
    app: State<App>,
    at: At,
    me: SignedIn,
    Path(id): Path<String>,
    Body(body): Body<Map<String, Value>>,
) -> Result<Response, Problem> {
    let id = id_of(at.0, &id)?;
    let before = service::theirs(&mut app.db.reader(), me.actor(), &id).await?;
    let values = read(at.0, &body, Some(&before.values))?;
    let Some(version) = body.get("version").and_then(Value::as_i64) else {
        let args = std::collections::BTreeMap::new();
        let fault = FieldError { field: "version".to_owned(), key: "field-required".to_owned(), args };
        return Err(Problem::invalid(vec![fault]));
    };
    let mut tx = app.db.begin().await?;
    service::change(&mut tx, app.clock(), me.actor(), &id, version, values).await?;
    let now = service::look(&mut tx, me.actor(), &id).await?;
    tx.commit().await?;
    Ok(axum::Json(now).into_response())
}

async fn withdraw(
    app: State<App>,
    at: At,
    me: SignedIn,
    Path(id): Path<String>,
) -> Result<Response, Problem> {
    let id = id_of(at.0, &id)?;
    let mut tx = app.db.begin().await?;
    service::withdraw(&mut tx, app.clock(), me.actor(), &id, true).await?;
    tx.commit().await?;
    Ok(StatusCode::NO_CONTENT.into_response())
}
