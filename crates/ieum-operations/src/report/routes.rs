//! Pages of reports, and the one where anybody can ask whether a paper is genuine.

use super::content::{Standing, standing};
use super::paper::{paper, verify_path};
use super::{LOOK, Report, VERIFY, WITHDRAW, store};
use crate::measurement;
use axum::extract::State as Held;
use axum::response::Response;
use ieum_kernel::{Id, Lang};
use ieum_web::{
    App, Call, Doors, Fields, Page, Path, Problem, Shape, SignedIn, Visitor, attachment, see_other,
};
use serde_json::json;

pub(super) fn doors(doors: Doors) -> Doors {
    doors
        .get("/reports/{id}", &LOOK, look)
        .get("/reports/{id}/pdf", &LOOK, pdf)
        .post("/reports/{id}/withdraw", &WITHDRAW, withdraw)
        .get("/reports/verify", &VERIFY, ask)
        .get("/reports/verify/{number}", &VERIFY, verify)
        .get("/api/v1/reports/verify/{number}", &VERIFY, api)
        .says(
            Call::new("reports-verify")
                .path::<String>("number")
                .query_needed("hash", Shape::line(64))
                .gives_of(Shape::object(vec![
                    ("number", Shape::of::<String>()),
                    ("standing", Shape::of::<Standing>()),
                ])),
        )
}

async fn visible(app: &App, me: &SignedIn, id: Id<ieum_kernel::Report>) -> Result<Report, Problem> {
    let found = store::find(&mut app.db.reader(), id).await?;
    found.filter(|report| report.open_to(me.actor())).ok_or_else(Problem::not_found)
}

async fn page(app: &App, me: &SignedIn, report: &Report) -> Result<Page, Problem> {
    let versions = store::of_measurement(&mut app.db.reader(), report.measurement).await?;
    let staff = me.actor().is(ieum_kernel::Role::Operator) || me.actor().works_for(report.facility);
    Ok(Page::new("report/look.html")
        .with("report", report)
        .with("verify", verify_path(report))
        .with("versions", versions)
        .with("staff", staff)
        .with("may_withdraw", staff && me.actor().may(&WITHDRAW) && report.state == "valid")
        .crumb("measurement-list-title", "/measurements")
        .crumb(&report.content.title, &format!("/measurements/{}", report.measurement)))
}

async fn look(
    Held(app): Held<App>,
    me: SignedIn,
    Path(id): Path<Id<ieum_kernel::Report>>,
) -> Result<Response, Problem> {
    let report = visible(&app, &me, id).await?;
    app.render(page(&app, &me, &report).await?, me.visit())
}

async fn pdf(
    Held(app): Held<App>,
    me: SignedIn,
    Path(id): Path<Id<ieum_kernel::Report>>,
    fields: Fields,
) -> Result<Response, Problem> {
    let report = visible(&app, &me, id).await?;
    let lang: Lang = fields.get("lang").parse().unwrap_or(me.lang());
    let paper = paper(&app, &report, lang).map_err(|error| Problem::fault(&error))?;
    let bytes = ieum_web::pdf(paper).await?;
    Ok(attachment(&format!("{}-{}.pdf", report.number, report.version), "application/pdf", bytes))
}

async fn withdraw(
    Held(app): Held<App>,
    me: SignedIn,
    Path(id): Path<Id<ieum_kernel::Report>>,
    fields: Fields,
) -> Result<Response, Problem> {
    let report = visible(&app, &me, id).await?;
    let mut form = fields.reading(&app.zone);
    let reason = form.required("reason", 2000);
    if let Err(faults) = form.done() {
        let page = page(&app, &me, &report).await?.faulty(&fields, faults);
        return app.render(page, me.visit());
    }
    measurement::withdraw(&app, me.actor(), id, reason).await?;
    Ok(see_other(&app, &format!("/reports/{id}"), Some("report-withdrawn")))
}

async fn standing_of(app: &App, number: &str, hash: &str) -> Result<Standing, Problem> {
    let versions = store::versions(&mut app.db.reader(), number.trim()).await?;
    Ok(standing(&versions, hash))
}

/// The answer says how number and hash stand, and nothing of what the report says.
async fn answer(app: &App, visitor: &Visitor, number: &str, hash: &str) -> Result<Response, Problem> {
    let standing = if hash.trim().is_empty() { None } else { Some(standing_of(app, number, hash).await?) };
    let page =
        Page::new("report/verify.html").with("number", number).with("hash", hash).with("standing", standing);
    app.render(page, visitor)
}

async fn ask(Held(app): Held<App>, visitor: Visitor, fields: Fields) -> Result<Response, Problem> {
    answer(&app, &visitor, fields.get("number"), fields.get("hash")).await
}

async fn verify(
    Held(app): Held<App>,
    visitor: Visitor,
    Path(number): Path<String>,
    fields: Fields,
) -> Result<Response, Problem> {
    answer(&app, &visitor, &number, fields.get("hash")).await
}

async fn api(
    Held(app): Held<App>,
    Path(number): Path<String>,
    fields: Fields,
) -> Result<axum::Json<serde_json::Value>, Problem> {
    let standing = standing_of(&app, &number, fields.get("hash")).await?;
    Ok(axum::Json(json!({ "number": number, "standing": standing })))
}
