//! `/duplicates/organisations`: names to decide about, organisations entered twice, and what was decided.

use super::pairs::{self, Verdict};
use super::policy::Refusal;
use super::questions::{self, Open, said};
use super::service::{self, AliasError, Stated};
use super::{AliasId, Decided, JUDGE};
use crate::entry::{KindKey, input};
use crate::merging::MergeError;
use axum::extract::State as Held;
use axum::response::Response;
use http::StatusCode;
use ieum_kernel::{Id, Organisation};
use ieum_web::{App, Doors, Fields, Page, Problem, SignedIn, say_refusal, see_other};
use serde_json::{Value, json};

const HOME: &str = "/duplicates/organisations";
/// Decisions shown.
const DECIDED: i64 = 60;

pub(super) fn doors(doors: Doors) -> Doors {
    doors
        .get("/duplicates/organisations", &JUDGE, list)
        .post("/duplicates/organisations/name", &JUDGE, judge)
        .post("/duplicates/organisations/name/undo", &JUDGE, undo)
        .post("/duplicates/organisations/pair", &JUDGE, pair)
        .post("/duplicates/organisations/pair/undo", &JUDGE, part)
}

async fn list(Held(app): Held<App>, me: SignedIn) -> Result<Response, Problem> {
    let page = page(&app).await?;
    app.render(page, me.visit())
}

async fn page(app: &App) -> Result<Page, Problem> {
    let open = questions::to_decide(app, questions::SHOWN).await?;
    let (latest, pairs) = service::decided(app, DECIDED).await?;
    let mut decided = Vec::new();
    for one in &latest {
        decided.push(json!({
            "id": one.id, "name": one.name, "organisation": one.organisation, "called": one.called,
            "same": one.same, "by": who(app, one).await?, "at": one.at, "undone_at": one.undone_at,
        }));
    }
    Ok(Page::new("alias/list.html")
        .with("bands", bands(&open))
        .with("pairs", paired(&open))
        .with("pair_totals", open.pair_totals)
        .with("organisations", open.organisations)
        .with("decided", decided)
        .with("decided_pairs", pairs)
        .with("name", "")
        .with("organisation", ""))
}

async fn who(app: &App, one: &Decided) -> Result<String, Problem> {
    Ok(app.directory.person(app, one.by).await?.map(|contact| contact.name).unwrap_or_default())
}

/// Names by band, with reasons as messages.
fn bands(open: &Open) -> Vec<Value> {
    let keys = ["same", "look", "different"];
    let band = |((key, list), total): ((&str, &Vec<questions::Question>), &usize)| {
        let list: Vec<Value> = list
            .iter()
            .map(|one| {
                let candidates: Vec<Value> = one
                    .candidates
                    .iter()
                    .map(|it| {
                        json!({ "id": it.organisation, "name": it.name, "band": it.band, "why": said(&it.reasons) })
                    })
                    .collect();
                json!({ "name": one.name, "met": one.met, "rows": one.rows, "candidates": candidates })
            })
            .collect();
        json!({ "key": key, "total": total, "list": list })
    };
    keys.into_iter().zip(&open.questions).zip(&open.totals).map(band).collect()
}

fn paired(open: &Open) -> Vec<Value> {
    open.pairs
        .iter()
        .flatten()
        .map(|pair| {
            json!({ "left": pair.left, "right": pair.right, "band": pair.band, "why": said(&pair.reasons) })
        })
        .collect()
}

fn organisation(text: &str) -> Option<Id<Organisation>> {
    input::id_in(text, KindKey::Organisation)?.typed()
}

async fn judge(Held(app): Held<App>, me: SignedIn, fields: Fields) -> Result<Response, Problem> {
    let written = fields.get("organisation").trim();
    let Some(organisation) = organisation(written) else {
        return missing(&app, &me, &fields).await;
    };
    let same = match fields.get("same").trim() {
        "" | "yes" => true,
        "no" => false,
        _ => return unclear(&app, &me, &fields).await,
    };
    let (name, note) = (fields.get("name").to_owned(), fields.get("note").to_owned());
    let done = service::judge(&app, me.actor(), Stated { name, organisation, same, note }).await;
    let message = if same { "alias-done-confirmed" } else { "alias-done-refused" };
    answer(&app, &me, &fields, done.map(drop), message).await
}

/// No organisation was chosen: said at the field, with what was typed.
async fn missing(app: &App, me: &SignedIn, fields: &Fields) -> Result<Response, Problem> {
    let fault = ieum_web::FieldError {
        field: "organisation".to_owned(),
        key: "alias-organisation-missing".to_owned(),
        args: std::collections::BTreeMap::new(),
    };
    app.render(page(app).await?.faulty(fields, vec![fault]), me.visit())
}

/// An answer that is none of those asked for decides nothing.
async fn unclear(app: &App, me: &SignedIn, fields: &Fields) -> Result<Response, Problem> {
    let words = app.words.say(me.lang(), "alias-unclear", &std::collections::BTreeMap::new());
    let page = page(app).await?.typed(fields).with("refusals", vec![json!({ "message": words })]);
    app.render(page.status(StatusCode::UNPROCESSABLE_ENTITY), me.visit())
}

async fn undo(Held(app): Held<App>, me: SignedIn, fields: Fields) -> Result<Response, Problem> {
    let id: AliasId = fields.get("id").trim().parse().map_err(|_other| Problem::not_found())?;
    let done = service::undo(&app, me.actor(), id).await.map(drop);
    answer(&app, &me, &fields, done, "alias-done-undone").await
}

fn two(fields: &Fields) -> Result<(Id<Organisation>, Id<Organisation>), Problem> {
    let id = |name: &str| organisation(fields.get(name)).ok_or_else(Problem::not_found);
    Ok((id("left")?, id("right")?))
}

async fn pair(Held(app): Held<App>, me: SignedIn, fields: Fields) -> Result<Response, Problem> {
    let (left, right) = two(&fields)?;
    // Only an empty answer says that they are two; one that cannot be read says nothing.
    let (verdict, message) = match (fields.get("kept").trim(), organisation(fields.get("kept"))) {
        ("", _) => (Verdict::Different, "alias-done-two"),
        (_, Some(kept)) => (Verdict::Same(kept), "alias-done-merged"),
        (_, None) => {
            let refused = AliasError::Refused(vec![Refusal::KeepsNeither]);
            return answer(&app, &me, &fields, Err(refused), "").await;
        }
    };
    answer(&app, &me, &fields, pairs::decide(&app, me.actor(), left, right, verdict).await, message).await
}

async fn part(Held(app): Held<App>, me: SignedIn, fields: Fields) -> Result<Response, Problem> {
    let (left, right) = two(&fields)?;
    answer(&app, &me, &fields, pairs::part(&app, me.actor(), left, right).await, "alias-done-undone").await
}

/// Back to the page, or the page with what was refused.
async fn answer(
    app: &App,
    me: &SignedIn,
    fields: &Fields,
    done: Result<(), AliasError>,
    message: &'static str,
) -> Result<Response, Problem> {
    let (thing, reasons) = match done {
        Ok(()) => return Ok(see_other(app, HOME, Some(message))),
        Err(AliasError::Refused(reasons)) => ("alias", serde_json::to_value(reasons)),
        Err(AliasError::Invalid(faults)) => {
            return app.render(page(app).await?.faulty(fields, faults), me.visit());
        }
        Err(AliasError::Merge(MergeError::Refused(reasons))) => ("merging", serde_json::to_value(reasons)),
        Err(error) => return Err(error.into()),
    };
    let reasons = reasons.ok().and_then(|all| all.as_array().cloned()).unwrap_or_default();
    let said: Vec<Value> = reasons
        .iter()
        .map(|reason| {
            let words = say_refusal(&app.words, me.lang(), thing, reason).unwrap_or_else(|key| key);
            json!({ "message": words, "rule": reason.get("rule") })
        })
        .collect();
    let page = page(app).await?.typed(fields).with("refusals", said);
    app.render(page.status(StatusCode::UNPROCESSABLE_ENTITY), me.visit())
}
