//! Pages for those who want to use an instrument: what they have shown, and asking for training.

use super::service::{QualificationError, ask, demand_of, train};
use super::{MINE, TrainingId, TrainingStep, store};
use axum::extract::State;
use axum::response::Response;
use ieum_kernel::{Id, Instrument};
use ieum_web::{App, Doors, Fields, Page, Path, Problem, SignedIn, see_other};

pub(super) fn doors(doors: Doors) -> Doors {
    doors
        .get("/qualifications", &MINE, mine)
        .get("/instruments/{id}/training", &MINE, training)
        .post("/instruments/{id}/training", &MINE, ask_for)
        .post("/trainings/{id}/withdraw", &MINE, withdraw)
}

async fn mine(State(app): State<App>, me: SignedIn) -> Result<Response, Problem> {
    let mut reader = app.db.reader();
    let held = store::lines(&mut reader, Some(me.id()), None, app.now()).await?;
    let trainings = store::trainings(&mut reader, Some(me.id()), None).await?;
    let page = Page::new("qualification/mine.html")
        .with("held", held)
        .with("trainings", trainings)
        .with("now", app.now())
        .crumb("booking-mine", "/bookings");
    app.render(page, me.visit())
}

async fn training_page(app: &App, me: &SignedIn, id: Id<Instrument>) -> Result<Page, Problem> {
    let mut reader = app.db.reader();
    let named = store::named(&mut reader, id).await?.ok_or_else(Problem::not_found)?;
    let demand = demand_of(&mut reader, id).await?;
    let standing = store::standing_of(&mut reader, me.id(), id, app.now()).await?;
    let open = store::open_training(&mut reader, me.id(), id).await?;
    let name = named.name.in_lang(me.lang()).to_owned();
    Ok(Page::new("qualification/training.html")
        .with("named", &named)
        .with("demand", demand)
        .with("standing", standing)
        .with("starts", open.as_ref().and_then(|training| training.state.starts()))
        .with("open", open)
        .crumb("calendar-instruments", "/instruments")
        .crumb(&name, &format!("/instruments/{id}/calendar")))
}

async fn training(
    State(app): State<App>,
    me: SignedIn,
    Path(id): Path<Id<Instrument>>,
) -> Result<Response, Problem> {
    let page = training_page(&app, &me, id).await?;
    app.render(page, me.visit())
}

async fn ask_for(
    State(app): State<App>,
    me: SignedIn,
    Path(id): Path<Id<Instrument>>,
    fields: Fields,
) -> Result<Response, Problem> {
    let mut form = fields.reading(&app.zone);
    let wish = form.optional("wish", 2000);
    if let Err(faults) = form.done() {
        let page = training_page(&app, &me, id).await?.faulty(&fields, faults);
        return app.render(page, me.visit());
    }
    match ask(&app, me.actor(), id, &wish).await {
        Ok(_) => Ok(see_other(&app, "/qualifications", Some("training-asked"))),
        Err(QualificationError::Refused(reasons)) => {
            let page = training_page(&app, &me, id).await?.refused(&fields, "qualification", &reasons);
            app.render(page, me.visit())
        }
        Err(error) => Err(error.into()),
    }
}

async fn withdraw(
    State(app): State<App>,
    me: SignedIn,
    Path(id): Path<Id<TrainingId>>,
    fields: Fields,
) -> Result<Response, Problem> {
    let version = fields.get("version").parse().ok();
    train(&app, me.actor(), id, version, TrainingStep::Withdraw).await?;
    Ok(see_other(&app, "/qualifications", Some("training-withdrawn")))
}
