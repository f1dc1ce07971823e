//! `/duplicates`: pairs with reasons and what was decided.

use super::policy::Refusal;
use super::service::{DuplicateError, Verdict, decide, undo};
use super::{JUDGE, found, paper, register, store};
use axum::extract::State as Held;
use axum::response::Response;
use http::StatusCode;
use ieum_kernel::{Id, Instrument, Lang};
use ieum_search::linkage::ENOUGH_LABELS;
use ieum_web::{App, Doors, Fields, Page, Problem, SignedIn, attachment, say_refusal, see_other};
use serde_json::{Value, json};
use std::collections::HashMap;

/// Decisions shown with a button to undo them.
const DECIDED: usize = 30;
/// Letters of a note.
const NOTE: usize = 500;

pub(super) fn doors(doors: Doors) -> Doors {
    doors
        .get("/duplicates", &JUDGE, list)
        .get("/duplicates/report.pdf", &JUDGE, report)
        .post("/duplicates/decide", &JUDGE, judge)
        .post("/duplicates/undo", &JUDGE, take_back)
}

async fn list(Held(app): Held<App>, me: SignedIn) -> Result<Response, Problem> {
    let page = page(&app).await?;
    app.render(page, me.visit())
}

async fn page(app: &App) -> Result<Page, Problem> {
    let register = register(app).await?;
    let (pairs, total) = found(&register).await?;
    let mut reader = app.db.reader();
    let labels = store::labels(&mut reader).await?;
    let ids: Vec<String> =
        labels.iter().take(DECIDED).flat_map(|l| [l.left.to_string(), l.right.to_string()]).collect();
    let names: HashMap<String, ieum_kernel::Text> =
        store::names(&mut reader, &ids).await?.into_iter().collect();
    let mut decided: Vec<Value> = Vec::new();
    for label in labels.iter().take(DECIDED) {
        let by = app.directory.person(app, label.by).await?.map(|contact| contact.name).unwrap_or_default();
        let name = |id: Id<Instrument>| names.get(&id.to_string()).cloned();
        decided.push(json!({ "left": label.left, "right": label.right, "left_name": name(label.left),
            "right_name": name(label.right), "same": label.kept.is_some(), "kept": label.kept, "at": label.at,
            "by": by }));
    }
    let pairs = serde_json::to_value(&pairs).map_err(|error| Problem::fault(&error))?;
    Ok(Page::new("duplicates/list.html")
        .with("pairs", pairs)
        .with("total", total)
        .with("instruments", register.machines.len())
        .with("decided", decided)
        .with("labels", labels.len())
        .with("enough", ENOUGH_LABELS)
        .with("trained", register.linker.is_trained())
        .with("refusals", Vec::<Value>::new()))
}

async fn report(Held(app): Held<App>, me: SignedIn, fields: Fields) -> Result<Response, Problem> {
    let register = register(&app).await?;
    let (pairs, total) = found(&register).await?;
    let lang: Lang = fields.get("in").parse().unwrap_or(me.lang());
    let sheet = paper(&app, lang, &pairs, total, register.machines.len());
    Ok(attachment("duplicates.pdf", "application/pdf", crate::paper::set(sheet).await?))
}

fn pair(fields: &Fields) -> Result<(Id<Instrument>, Id<Instrument>), Problem> {
    let id = |name: &str| fields.get(name).trim().parse().ok().ok_or_else(Problem::not_found);
    Ok((id("left")?, id("right")?))
}

async fn judge(Held(app): Held<App>, me: SignedIn, fields: Fields) -> Result<Response, Problem> {
    let (left, right) = pair(&fields)?;
    // Only an empty answer says that they are two; one that cannot be read says nothing.
    let kept = fields.get("kept").trim();
    let (verdict, message) = match kept.parse() {
        Ok(kept) => (Verdict::Same(kept), "duplicates-done-same"),
        Err(_nobody_is_kept) if kept.is_empty() => (Verdict::Different, "duplicates-done-different"),
        Err(_unreadable) => {
            let refused = DuplicateError::Refused(vec![Refusal::KeepsNeither]);
            return answer(&app, &me, Err(refused), "").await;
        }
    };
    let mut reading = fields.reading(&app.zone);
    let note = reading.optional("note", NOTE);
    if let Err(faults) = reading.done() {
        return app.render(page(&app).await?.faulty(&fields, faults), me.visit());
    }
    answer(&app, &me, decide(&app, me.actor(), left, right, verdict, &note).await, message).await
}

async fn take_back(Held(app): Held<App>, me: SignedIn, fields: Fields) -> Result<Response, Problem> {
    let (left, right) = pair(&fields)?;
    answer(&app, &me, undo(&app, me.actor(), left, right).await, "duplicates-done-undo").await
}

/// Back to the list, or the list with what was refused.
async fn answer(
    app: &App,
    me: &SignedIn,
    done: Result<(), DuplicateError>,
    message: &'static str,
) -> Result<Response, Problem> {
    match done {
        Ok(()) => Ok(see_other(app, "/duplicates", Some(message))),
        Err(DuplicateError::Refused(reasons)) => {
            let page = page(app).await?.with("refusals", reasons).status(StatusCode::UNPROCESSABLE_ENTITY);
            app.render(page, me.visit())
        }
        Err(DuplicateError::NotMerged(thing, reasons)) => {
            let said: Vec<Value> = reasons
                .iter()
                .map(|reason| {
                    let words = say_refusal(&app.words, me.lang(), thing, reason).unwrap_or_else(|key| key);
                    json!({ "message": words, "rule": reason.get("rule") })
                })
                .collect();
            let page = page(app).await?.with("refusals", said).status(StatusCode::UNPROCESSABLE_ENTITY);
            app.render(page, me.visit())
        }
        Err(error) => Err(error.into()),
    }
}
