//! The page of those who run an instrument: what it asks, who waits for training, who holds what.

use super::policy::Wish;
use super::service::{QualificationError, demand, demand_of, grant, run_by, step, train};
use super::{Level, QualificationId, RUN, TrainingId, form, store};
use axum::extract::State;
use axum::response::Response;
use ieum_kernel::{Id, Instrument};
use ieum_web::{App, Doors, FieldError, Fields, Page, Path, Problem, SignedIn, see_other};
use serde_json::{Value, json};

pub(super) fn doors(doors: Doors) -> Doors {
    doors
        .get("/instruments/{id}/qualifications", &RUN, of_instrument)
        .post("/instruments/{id}/qualifications", &RUN, make_grant)
        .post("/instruments/{id}/qualifications/demand", &RUN, set_demand)
        .post("/trainings/{id}/step", &RUN, training_step)
        .post("/qualifications/{id}/step", &RUN, qualification_step)
}

async fn page(app: &App, me: &SignedIn, id: Id<Instrument>) -> Result<Page, Problem> {
    let mut reader = app.db.reader();
    let named = run_by(&mut reader, me.actor(), id).await?;
    let asked = demand_of(&mut reader, id).await?;
    let held = store::lines(&mut reader, None, Some(id), app.now()).await?;
    let trainings = store::trainings(&mut reader, None, Some(id)).await?;
    let (open, over): (Vec<_>, Vec<_>) = trainings.iter().partition(|line| line.training.state.is_open());
    let lang = me.lang();
    let levels: Vec<Value> = Level::ALL
        .iter()
        .map(|level| {
            let label = app.words.plain(lang, &format!("qualification-level-{}", level.key()));
            json!({ "value": level.key(), "label": label })
        })
        .collect();
    let months = asked.as_ref().map(|demand| demand.valid_days * 12 / 365);
    let name = named.name.in_lang(lang).to_owned();
    Ok(Page::new("qualification/staff.html")
        .with("named", &named)
        .with("demand", asked)
        .with("months", months)
        .with("levels", levels)
        .with("held", held)
        .with("open", open)
        .with("over", over.into_iter().take(20).collect::<Vec<_>>())
        .with("people", crate::booking::people(app).await?)
        .with("today", app.zone.day(app.now()).to_string())
        .with("zone", app.zone.name())
        .crumb("calendar-instruments", "/instruments")
        .crumb(&name, &format!("/instruments/{id}/calendar")))
}

async fn of_instrument(
    State(app): State<App>,
    me: SignedIn,
    Path(id): Path<Id<Instrument>>,
) -> Result<Response, Problem> {
    let page = page(&app, &me, id).await?;
    app.render(page, me.visit())
}

/// The page again with what was wrong, or on to it with a word about what was done.
async fn answer<T>(
    app: &App,
    me: &SignedIn,
    fields: &Fields,
    id: Id<Instrument>,
    outcome: Result<T, QualificationError>,
    message: &'static str,
) -> Result<Response, Problem> {
    match outcome {
        Ok(_) => Ok(see_other(app, &format!("/instruments/{id}/qualifications"), Some(message))),
        Err(QualificationError::Refused(reasons)) => {
            let page = page(app, me, id).await?.refused(fields, "qualification", &reasons);
            app.render(page, me.visit())
        }
        Err(error) => Err(error.into()),
    }
}

async fn faulty(
    app: &App,
    me: &SignedIn,
    fields: &Fields,
    id: Id<Instrument>,
    faults: Vec<FieldError>,
) -> Result<Response, Problem> {
    let page = page(app, me, id).await?.faulty(fields, faults);
    app.render(page, me.visit())
}

async fn set_demand(
    State(app): State<App>,
    me: SignedIn,
    Path(id): Path<Id<Instrument>>,
    fields: Fields,
) -> Result<Response, Problem> {
    let asked = match form::demand(&app, &fields) {
        Ok(asked) => asked,
        Err(faults) => return faulty(&app, &me, &fields, id, faults).await,
    };
    let was = fields.get("version").parse().ok();
    let outcome = demand(&app, me.actor(), id, was, asked).await;
    answer(&app, &me, &fields, id, outcome, "qualification-demand-saved").await
}

async fn make_grant(
    State(app): State<App>,
    me: SignedIn,
    Path(id): Path<Id<Instrument>>,
    fields: Fields,
) -> Result<Response, Problem> {
    let asked = match form::grant(&app, &fields) {
        Ok(asked) => asked,
        Err(faults) => return faulty(&app, &me, &fields, id, faults).await,
    };
    let outcome = grant(&app, me.actor(), id, &asked).await;
    answer(&app, &me, &fields, id, outcome, "qualification-granted").await
}

async fn training_step(
    State(app): State<App>,
    me: SignedIn,
    Path(id): Path<Id<TrainingId>>,
    fields: Fields,
) -> Result<Response, Problem> {
    let found = store::find_training(&mut app.db.reader(), id).await?.ok_or_else(Problem::not_found)?;
    let step = match form::training_step(&app, &fields) {
        Ok(step) => step,
        Err(faults) => return faulty(&app, &me, &fields, found.instrument, faults).await,
    };
    let version = fields.get("version").parse().ok();
    let outcome = train(&app, me.actor(), id, version, step).await;
    answer(&app, &me, &fields, found.instrument, outcome, "training-kept").await
}

async fn qualification_step(
    State(app): State<App>,
    me: SignedIn,
    Path(id): Path<Id<QualificationId>>,
    fields: Fields,
) -> Result<Response, Problem> {
    let found = store::find(&mut app.db.reader(), id).await?.ok_or_else(Problem::not_found)?;
    let wish: Wish = form::wish(fields.get("do")).ok_or_else(Problem::bad_request)?;
    let version = fields.get("version").parse().ok();
    let outcome = step(&app, me.actor(), id, version, wish, fields.get("reason")).await;
    answer(&app, &me, &fields, found.instrument, outcome, "qualification-changed").await
}
